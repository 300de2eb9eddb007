"""Set policy: the privacy officer's choice on originals of what was replaced or dropped."""

from weerklank.model.errors import WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.person import Role
from weerklank.model.policy import POLICY_SEALED, Policy
from weerklank.model.text import Text
from weerklank.services.workplace import Workplace

NO_TERM = fault(
    "POLICY-001",
    Text(
        nl="'{value}' is geen keuze voor verzegelde originelen.",
        en="'{value}' is no choice for sealed originals.",
    ),
    Text(
        nl="Kies 'drop' (geen originelen bewaren) of een aantal maanden, van 1 tot en met 1200.",
        en="Choose 'drop' (keep no originals) or a number of months, from 1 to 1200.",
    ),
)
NO_CHOICE = fault(
    "POLICY-002",
    Text(
        nl="Over verzegelde originelen is nog niet beslist; scenario {scenario} kan niet "
        "beginnen.",
        en="Sealed originals were not decided on yet; scenario {scenario} can't start.",
    ),
    Text(
        nl="Laat de privacy officer kiezen: weerklank privacy policy --sealed drop of "
        "--sealed 12 (maanden).",
        en="Let the privacy officer choose: weerklank privacy policy --sealed drop or "
        "--sealed 12 (months).",
    ),
)
_MOST_MONTHS = 1200


def months_of(choice: str) -> int | None:
    """Read a choice: None is to keep no originals; WrongUse for what is no choice."""
    if choice == "drop":
        return None
    sound = choice.isdecimal() and len(choice) <= len(str(_MOST_MONTHS))
    if not sound or not 1 <= int(choice) <= _MOST_MONTHS:
        raise WrongUse(NO_TERM, value=choice)
    return int(choice)


def choose_sealed(workplace: Workplace, choice: str) -> Policy:
    """Decide on sealed originals: `drop`, or the months that they are kept.

    Once there is a privacy officer in the register, only a privacy officer may choose.
    """
    months = months_of(choice)
    if workplace.register().holders(Role.PRIVACY):
        workplace.require(Role.PRIVACY)
    workplace.record(Book.DECISIONS, POLICY_SEALED, "policy", {"initials": True, "months": months})
    return workplace.policy()
