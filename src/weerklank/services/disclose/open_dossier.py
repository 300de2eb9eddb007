"""Open a dossier: a request came in, its term runs, stands still, or is made longer (H1).

Who asks is kept nowhere here: only the case number leads to them.
"""

from datetime import date, timedelta

from weerklank.model.dossier import Dossier, DossierState
from weerklank.model.errors import Refused, WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.person import Role
from weerklank.model.reason import reason_of
from weerklank.model.text import Text
from weerklank.services.seal.read_dossiers import (
    EXTENDED,
    OPENED,
    RESUMED,
    SUSPENDED,
    find_dossier,
    read_dossiers,
)
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

TOO_LONG = fault(
    "DOSSIER-003",
    Text(
        nl="De tekst ontbreekt, of is langer dan {most} tekens.",
        en="The text is missing, or longer than {most} characters.",
    ),
    Text(
        nl="Zeg in eigen woorden wat wordt gevraagd of waarom; noem niemand.",
        en="Say in your own words what is asked or why; name nobody.",
    ),
)
NOT_THAT_DAY = fault(
    "DOSSIER-004",
    Text(nl="{day} kan die dag niet zijn.", en="{day} can't be that day."),
    Text(
        nl="Neem een dag tot en met vandaag, niet voor de ontvangst en niet meer dan {years} "
        "jaar terug.",
        en="Take a day up to today, not before the receipt and no more than {years} years back.",
    ),
)
IS_FROZEN = fault(
    "DOSSIER-005",
    Text(
        nl="Dossier {dossier} is vastgesteld en verandert niet meer.",
        en="Dossier {dossier} is frozen and changes no more.",
    ),
    Text(
        nl="Open een nieuw dossier als er opnieuw moet worden besloten.",
        en="Open a new dossier if it must be decided on again.",
    ),
)
NO_MORE = fault(
    "DOSSIER-006",
    Text(
        nl="De termijn van dossier {dossier} is al verlengd, of al voorbij.",
        en="The term of dossier {dossier} was extended already, or is over.",
    ),
    Text(
        nl="Verlengen kan één keer, voor de laatste dag.",
        en="It can be extended once, before the last day.",
    ),
)
STANDS_STILL = fault(
    "DOSSIER-007",
    Text(
        nl="De termijn van dossier {dossier} staat nu {state}.",
        en="The term of dossier {dossier} is {state} now.",
    ),
    Text(
        nl="Kijk met 'weerklank dossier show {dossier}'.",
        en="See with 'weerklank dossier show {dossier}'.",
    ),
)
_STILL, _RUNS = Text("stil", "suspended"), Text("niet stil", "not suspended")
#: Characters of what is asked, of a case number, and of a reason.
MOST_REQUEST, MOST_CASE, MOST = 2_000, 60, 300
_OLDEST = 5


def open_dossier(workplace: Workplace, request: str, received: date, *, case: str = "") -> Dossier:
    """Open a dossier on a request that was received on a day; a Woo officer does."""
    workplace.require(Role.WOO)
    asked = told(request, MOST_REQUEST)
    number = told(case, MOST_CASE) if case.strip() else ""
    _demand_day(workplace, received, None)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        name = f"w{len(read_dossiers(workplace)) + 1:04d}"
        workplace.record(
            Book.DECISIONS,
            OPENED,
            name,
            {"case": number, "received": received.isoformat(), "request": asked},
        )
    return find_dossier(workplace, name)


def extend_term(workplace: Workplace, name: str, reason: str) -> Dossier:
    """Take two weeks more, with the reason; once, before the last day."""
    workplace.require(Role.WOO)
    why = told(reason, MOST)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        found = find_unfrozen(workplace, name)
        if found.extended or workplace.today() > found.due(workplace.today()):
            raise Refused(NO_MORE, dossier=found.id)
        workplace.record(Book.DECISIONS, EXTENDED, found.id, {"reason": why})
    return find_dossier(workplace, name)


def suspend_term(
    workplace: Workplace, name: str, reason: str, since: date | None = None
) -> Dossier:
    """Let the term stand still from a day on, with the reason: others are asked."""
    workplace.require(Role.WOO)
    why = told(reason, MOST)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        found = find_unfrozen(workplace, name)
        if _is_still(found):
            raise Refused(STANDS_STILL, dossier=found.id, state=_STILL)
        day = since or workplace.today()
        last = found.suspensions[-1].until if found.suspensions else None
        _demand_day(workplace, day, max(found.received, last or found.received))
        workplace.record(
            Book.DECISIONS, SUSPENDED, found.id, {"from": day.isoformat(), "reason": why}
        )
    return find_dossier(workplace, name)


def resume_term(workplace: Workplace, name: str, on: date | None = None) -> Dossier:
    """Let the term run again from a day on."""
    workplace.require(Role.WOO)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        found = find_unfrozen(workplace, name)
        if not _is_still(found):
            raise Refused(STANDS_STILL, dossier=found.id, state=_RUNS)
        day = on or workplace.today()
        _demand_day(workplace, day, found.suspensions[-1].since)
        workplace.record(Book.DECISIONS, RESUMED, found.id, {"on": day.isoformat()})
    return find_dossier(workplace, name)


def find_unfrozen(workplace: Workplace, name: str) -> Dossier:
    """Find a dossier that may still change; Refused for another."""
    found = find_dossier(workplace, name)
    if found.state is DossierState.FROZEN:
        raise Refused(IS_FROZEN, dossier=found.id)
    return found


def told(words: str, most: int) -> str:
    """Give a text as it is kept; WrongUse when it is empty or too long."""
    plain = reason_of(words)
    if not plain or len(plain) > most:
        raise WrongUse(TOO_LONG, most=most)
    return plain


def _is_still(found: Dossier) -> bool:
    return bool(found.suspensions) and found.suspensions[-1].until is None


def _demand_day(workplace: Workplace, day: date, least: date | None) -> None:
    today = workplace.today()
    earliest = least or today - timedelta(days=366 * _OLDEST)
    if not earliest <= day <= today:
        raise WrongUse(NOT_THAT_DAY, day=day, years=_OLDEST)
