"""Find person: the pseudonyms of who is meant by a handle, address or id, for who may ask (D5)."""

from dataclasses import dataclass

from weerklank.minimise.asked_person import find_person
from weerklank.model.errors import Refused, fault
from weerklank.model.ids import Pseudonym
from weerklank.model.person import Role
from weerklank.model.platform import TITLES, Platform
from weerklank.model.text import Text
from weerklank.services.people.access import NOBODY, note_asked
from weerklank.services.register.accounts_of_ours import listed_accounts
from weerklank.services.seal.open_blind import open_blind
from weerklank.services.workplace import Workplace

STAYS_NAMED = fault(
    "PERSON-004",
    Text(
        nl="Dat is een account uit het accountoverzicht, op {platform}: het heeft geen pseudoniem "
        "en staat met naam in het archief.",
        en="That is an account of the register, on {platform}: it has no pseudonym and stands in "
        "the archive by name.",
    ),
    Text(
        nl="Zoek het met 'weerklank search --account', of in Zoeken.",
        en="Find it with 'weerklank search --account', or in Search.",
    ),
)


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """Whom somebody means who asks."""

    #: None: nobody of whom anything is held.
    pseudonyms: tuple[Pseudonym, ...]
    #: Whether what was given has letters that look like others: another can be meant.
    is_written_oddly: bool


def ask_for_person(workplace: Workplace, platform: Platform, given: str) -> FoundPerson:
    """Find whom somebody means; by a named privacy officer, and each time recorded.

    WrongUse for a name or what is no handle; Refused for who stays named. What was given is kept
    nowhere.
    """
    workplace.require(Role.PRIVACY)
    blind = open_blind(workplace, writes=False)
    try:
        found = find_person(blind, platform, given)
    finally:
        blind.close()
    listed = listed_accounts(workplace.register())
    if any((platform, handle.removeprefix("@")) in listed for handle in found.handles):
        raise Refused(STAYS_NAMED, platform=TITLES[platform])
    for subject in [str(one) for one in found.pseudonyms] or [NOBODY]:
        note_asked(workplace, subject)
    return FoundPerson(found.pseudonyms, found.is_written_oddly)
