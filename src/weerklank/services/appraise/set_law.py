"""Set law: record from which day an archives act is in force, as the royal decree says."""

from datetime import date

from weerklank.appraise.law import REGIMES, Regime
from weerklank.model.errors import WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.json_value import JsonObject
from weerklank.model.person import Role
from weerklank.model.reason import reason_of
from weerklank.model.text import Text
from weerklank.services.seal.read_selection import LAW_BEGINS, read_selection
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

UNKNOWN_LAW = fault(
    "SELECT-013",
    Text(
        nl="'{law}' is geen wet waarvan de dag wordt vastgelegd.",
        en="'{law}' is no law of which the day is set.",
    ),
    Text(
        nl="'weerklank retention law' noemt de wetten; van de Archiefwet 1995 ligt de dag vast.",
        en="'weerklank retention law' names the laws; the day of the Archives Act 1995 is known.",
    ),
)
NO_SOURCE = fault(
    "SELECT-014",
    Text(
        nl="De vindplaats ontbreekt, of is langer dan {most} tekens.",
        en="The source is missing, or longer than {most} characters.",
    ),
    Text(
        nl="Noem met --source het koninklijk besluit, zoals 'Stb. 2026, 400'.",
        en="Name the royal decree with --source, such as 'Stb. 2026, 400'.",
    ),
)
_MOST = 200


def set_law(workplace: Workplace, law: str, begins: date, source: str) -> Regime:
    """Record the first day on which a law is in force, and where that is published."""
    workplace.require(Role.ARCHIVIST)
    named = law.strip().lower()
    found = next((one for one in REGIMES if one.id == named and one.begins is None), None)
    if found is None:
        raise WrongUse(UNKNOWN_LAW, law=law)
    plain = reason_of(source)
    if not plain or len(plain) > _MOST:
        raise WrongUse(NO_SOURCE, most=_MOST)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        data: JsonObject = {"begins": begins.isoformat(), "source": plain}
        workplace.record(Book.DECISIONS, LAW_BEGINS, found.id, data)
    return found


def laws(workplace: Workplace) -> list[tuple[Regime, date | None]]:
    """Give the laws that are known, each with its first day as far as it is known or set."""
    begins = read_selection(workplace).law_begins
    return [(one, begins.get(one.id, one.begins)) for one in REGIMES]
