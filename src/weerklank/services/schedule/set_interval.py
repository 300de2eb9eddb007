"""Set interval: how often accounts are harvested, as a dated decision."""

from weerklank.jobs.interval import ALL, INTERVAL, LONGEST_HOURS
from weerklank.model.errors import WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.person import Role
from weerklank.model.text import Text
from weerklank.services.schedule.whats_due import intervals_of
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace

NO_INTERVAL = fault(
    "SCHEDULE-005",
    Text(
        nl="{hours} is geen tussentijd: kies 1 tot en met {most} uur.",
        en="{hours} is no interval: choose 1 to {most} hours.",
    ),
    Text(nl="Eens per dag, 24 uur, is gewoon.", en="Once a day, 24 hours, is usual."),
)


def set_interval(workplace: Workplace, hours: int | None, name: str | None = None) -> int:
    """Decide how often an account is harvested, or all accounts for which nothing else holds.

    None goes back to what holds for all, or to once a day. By archivist or communication. Gives
    the hours that hold from now on.
    """
    if workplace.actor.name is not None:
        workplace.require(Role.ARCHIVIST, Role.COMMUNICATION)
    if hours is not None and not 1 <= hours <= LONGEST_HOURS:
        raise WrongUse(NO_INTERVAL, hours=hours, most=LONGEST_HOURS)
    account = workplace.register().find(name).id if name is not None else None
    intervals_of(workplace)  # read also so that no event is dated before the newest that is known
    workplace.record(Book.DECISIONS, INTERVAL, account or ALL, {"hours": hours})
    seal_events(workplace)
    decided = intervals_of(workplace)
    return decided.hours(account) if account is not None else decided.usual
