"""Read document: the words of a post as they stand in a dossier, in the version gathered."""

from weerklank.catalogue.catalogue import Catalogue
from weerklank.model.dossier import Dossier, DossierDocument, Place
from weerklank.model.errors import Refused, fault
from weerklank.model.item import ArchivalItem
from weerklank.model.text import Text
from weerklank.services.find.read_items import ItemReader, ask_for_part, locate, refuse_destroyed
from weerklank.services.workplace import Workplace

CHANGED_SINCE = fault(
    "DOSSIER-011",
    Text(
        nl="{item} is na het verzamelen om privacy gecorrigeerd: de passages kloppen niet meer.",
        en="{item} was corrected for privacy since it was gathered: its passages are off.",
    ),
    Text(
        nl="Haal het uit dossier {dossier}, voeg het opnieuw toe en lak het opnieuw.",
        en="Take it out of dossier {dossier}, add it again and redact it anew.",
    ),
)


def read_document(
    workplace: Workplace, dossier: Dossier, document: DossierDocument
) -> ArchivalItem:
    """Read a document in the version that was gathered.

    WrongUse when it was destroyed since; Refused when its letters may stand elsewhere now.
    """
    refuse_destroyed(workplace, document.id)

    def read(catalogue: Catalogue, reader: ItemReader) -> ArchivalItem:
        places = locate(catalogue, document.id)
        place = next((one for one in places if one.version == document.version), places[-1])
        return reader.read(place)

    item = ask_for_part(workplace, read)
    if item.version != document.version or item.correction != document.correction:
        raise Refused(CHANGED_SINCE, item=item.id, dossier=dossier.id)
    return item


def words_of(item: ArchivalItem) -> dict[Place, str]:
    """Give the words of a post in which passages can be marked."""
    every = {Place.TITLE: item.title, Place.TEXT: item.text}
    return {place: str(words) for place, words in every.items() if words}
