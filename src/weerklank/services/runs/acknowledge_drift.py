"""Acknowledge drift: say that somebody looked at what a platform gives otherwise than before."""

from weerklank.model.errors import WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.person import Role
from weerklank.model.reason import reason_of
from weerklank.model.text import Text
from weerklank.services.runs.read_drift import ACKNOWLEDGED, FoundDrift, read_drift
from weerklank.services.workplace import Workplace

NO_FINDING = fault(
    "DRIFT-001",
    Text(nl="Er is geen bevinding '{finding}'.", en="There is no finding '{finding}'."),
    Text(
        nl="Kijk met 'weerklank drift list' welke er zijn.",
        en="See with 'weerklank drift list' which there are.",
    ),
)
NOT_WAITING = fault(
    "DRIFT-002",
    Text(
        nl="Bevinding {finding} is al bekeken, door {by}.",
        en="Finding {finding} was acknowledged already, by {by}.",
    ),
    Text(nl="Er is niets meer te doen.", en="Nothing is left to do."),
)
OVER = fault(
    "DRIFT-004",
    Text(
        nl="Bevinding {finding} is vanzelf voorbij: sinds run {run} past op die pagina's alles "
        "weer.",
        en="Finding {finding} is over by itself: since run {run} all fits on those pages again.",
    ),
    Text(nl="Er is niets meer te doen.", en="Nothing is left to do."),
)
NO_REASON = fault(
    "DRIFT-003",
    Text(
        nl="Zonder reden wordt geen bevinding afgesloten.",
        en="No finding is acknowledged without a reason.",
    ),
    Text(
        nl="Zeg in een zin wat er is nagegaan, zonder namen van burgers; de zin blijft bewaard.",
        en="Say in a sentence what was looked into, without names of citizens; it is kept.",
    ),
)


def demand_waiting(workplace: Workplace, number: str) -> None:
    """Refuse a finding that there is not, that was acknowledged, or that is over by itself."""
    found = read_drift(workplace).found.get(number)
    if found is None:
        raise WrongUse(NO_FINDING, finding=number)
    if found.at is not None:
        raise WrongUse(NOT_WAITING, finding=number, by=found.by or "-")
    if found.over_run is not None:
        raise WrongUse(OVER, finding=number, run=found.over_run)


def acknowledge_drift(workplace: Workplace, number: str, reason: str) -> FoundDrift:
    """Record that a finding was looked at, and why it may be as it is; by an archivist.

    From then on it is as it is: later runs are laid beside that. Refused for another role;
    WrongUse without a reason, for one that names somebody, for a finding that there is not, that
    was acknowledged before, or that is over by itself. What of pages was acknowledged is told
    anew when it broke again after it fitted.
    """
    if workplace.actor.name is not None:
        workplace.require(Role.ARCHIVIST)
    said = reason_of(reason)
    if not said:
        raise WrongUse(NO_REASON)
    demand_waiting(workplace, number)
    workplace.record(Book.JOURNAL, ACKNOWLEDGED, number, {"reason": said})
    return read_drift(workplace).found[number]
