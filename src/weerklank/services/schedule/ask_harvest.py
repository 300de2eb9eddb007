"""Ask harvest: somebody wants an account harvested now; the journal tells the schedule."""

from weerklank.jobs.due import Standing
from weerklank.jobs.past import ASKED
from weerklank.model.errors import Refused, fault
from weerklank.model.event import Book
from weerklank.model.person import Role
from weerklank.model.text import Text
from weerklank.services.schedule.whats_due import Harvestable, whats_due
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace

NOT_TO_HARVEST = fault(
    "SCHEDULE-003",
    Text(
        nl="Account {account} wordt niet geoogst: {reason}.",
        en="Account {account} is not harvested: {reason}.",
    ),
    Text(
        nl="Wijzig eerst wat dat in de weg staat, of lees een export in of lever losse berichten "
        "aan.",
        en="First change what stands in the way, or take in an export or hand in single posts.",
    ),
)


def ask_harvest(workplace: Workplace, platforms: Harvestable, name: str) -> Standing:
    """Ask for a harvest of an account, by who acts; it begins when the schedule comes to it.

    Refused for what may not be harvested, with the reason. What waits already is not asked twice.
    """
    if workplace.actor.name is not None:
        workplace.require(Role.COMMUNICATION, Role.ARCHIVIST)
    account = workplace.register().find(name).id
    (stands,) = whats_due(workplace, platforms, account)
    if not stands.may_be_asked:
        raise Refused(NOT_TO_HARVEST, account=account, reason=stands.words)
    if stands.past.asked is None:
        workplace.record(Book.JOURNAL, ASKED, account, {})
        seal_events(workplace)
    return stands
