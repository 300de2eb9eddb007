"""Ask pages: somebody wants the pages of an account recorded; the journal tells the schedule."""

from weerklank.harvest.port import Connector
from weerklank.jobs.due import leads_nowhere
from weerklank.jobs.pages import ASKED, FAILED, AskedPages, AskedPagesFold
from weerklank.jobs.past import Failure, failure_json
from weerklank.model.account import Account, AccountStatus, Scenario
from weerklank.model.clock import iso
from weerklank.model.errors import Refused, WeerklankError, fault
from weerklank.model.event import Book
from weerklank.model.ids import AccountId
from weerklank.model.person import Role
from weerklank.model.run import Technique
from weerklank.model.text import Text
from weerklank.services.harvest.demand_decision import lacks_decision_on
from weerklank.services.harvest.techniques_of import harvested_by
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace

#: The shells know services, and what those give.
__all__ = [
    "AskedPages",
    "Failure",
    "ask_pages",
    "asked_pages",
    "may_be_asked",
    "note_failed_pages",
]

NOT_TO_RECORD = fault(
    "HARVEST-234",
    Text(
        nl="Van account {account} worden geen pagina's vastgelegd.",
        en="No pages of account {account} are recorded.",
    ),
    Text(
        nl="Dat kan van een account dat als geheel wordt gearchiveerd, op een platform waarvan "
        "Weerklank pagina's leest, als is gekozen wat met verzegelde originelen gebeurt.",
        en="That can be done of an account that is archived as a whole, on a platform of which "
        "Weerklank reads pages, once there is a choice on sealed originals.",
    ),
)


def asked_pages(workplace: Workplace) -> dict[AccountId, AskedPages]:
    """Give the accounts whose pages were asked for, or could not be had the last time."""
    return workplace.events.fold(Book.JOURNAL, AskedPagesFold)


def may_be_asked(workplace: Workplace, connectors: list[Connector], account: Account) -> bool:
    """Tell whether the pages of an account may be recorded as a whole."""
    return (
        account.status is not AccountStatus.CLOSED
        and not leads_nowhere(account.url)
        and account.scenario_on(workplace.today()) is not Scenario.C
        and Technique.BROWSER in harvested_by(connectors, account.platform)
        and lacks_decision_on(workplace, connectors, account.platform) is None
        and workplace.policy().sealed is not None
    )


def ask_pages(workplace: Workplace, connectors: list[Connector], name: str) -> None:
    """Ask for the pages of an account, by who acts; it begins when the schedule comes to it.

    Refused for what may not be recorded. What waits already is not asked twice.
    """
    if workplace.actor.name is not None:
        workplace.require(Role.COMMUNICATION, Role.ARCHIVIST)
    account = workplace.register().find(name)
    if not may_be_asked(workplace, connectors, account):
        raise Refused(NOT_TO_RECORD, account=account.id)
    known = asked_pages(workplace).get(account.id)
    if known is None or known.asked is None:
        workplace.record(Book.JOURNAL, ASKED, account.id, {})
        seal_events(workplace)


def note_failed_pages(workplace: Workplace, account: AccountId, error: WeerklankError) -> None:
    """Note that pages that were asked for could not be had, and why: nobody tries by himself."""
    message = Text(error.message("nl"), error.message("en"))
    hint = Text(error.hint("nl"), error.hint("en"))
    run = error.runs[0].run if error.runs else None
    told = failure_json(error.code, message, hint, run)
    told["at"] = iso(workplace.clock.now())
    workplace.record(Book.JOURNAL, FAILED, account, told)
    seal_events(workplace)
