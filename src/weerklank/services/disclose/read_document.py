"""Read document: the words of a post as they stand in a dossier, in the version gathered."""

from collections.abc import Iterable, Iterator
from itertools import islice

from weerklank.catalogue.catalogue import Catalogue
from weerklank.model.dossier import Dossier, DossierDocument, DossierState, Redaction
from weerklank.model.errors import Refused, fault
from weerklank.model.item import ArchivalItem
from weerklank.model.span import Place
from weerklank.model.text import Text
from weerklank.services.disclose.film_words import film_words
from weerklank.services.find.item_json import author_name
from weerklank.services.find.read_items import ItemReader, ask_for_part, locate, refuse_destroyed
from weerklank.services.seal.read_destructions import destroyed_keys
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
CHANGED_FROZEN = fault(
    "DOSSIER-026",
    Text(
        nl="{item} is om privacy gecorrigeerd nadat dossier {dossier} was vastgesteld.",
        en="{item} was corrected for privacy since dossier {dossier} was frozen.",
    ),
    Text(
        nl="Open een nieuw dossier en besluit daarin opnieuw.",
        en="Open a new dossier, and decide on it anew in that.",
    ),
)


#: Documents that are read in one go: the catalogue is not held from others for all of them.
_AT_ONCE = 100


def read_document(
    workplace: Workplace, dossier: Dossier, document: DossierDocument
) -> ArchivalItem:
    """Read a document in the version that was gathered.

    WrongUse when it was destroyed since; Refused when its letters may stand elsewhere now.
    """
    ((_, item),) = read_documents(workplace, dossier, (document,))
    return item


def read_documents(
    workplace: Workplace, dossier: Dossier, documents: Iterable[DossierDocument]
) -> Iterator[tuple[DossierDocument, ArchivalItem]]:
    """Read documents one after another; as above at the first that can't be given."""
    left = iter(documents)
    while some := [*islice(left, _AT_ONCE)]:
        destroyed = destroyed_keys(workplace)
        for one in some:
            if one.key in destroyed:
                refuse_destroyed(workplace, one.id)
        for document, item in zip(some, _read(workplace, some), strict=True):
            if item.version != document.version or item.correction != document.correction:
                is_frozen = dossier.state is DossierState.FROZEN
                code = CHANGED_FROZEN if is_frozen else CHANGED_SINCE
                raise Refused(code, item=item.id, dossier=dossier.id)
            yield document, item


def _read(workplace: Workplace, documents: list[DossierDocument]) -> list[ArchivalItem]:
    def read(catalogue: Catalogue, reader: ItemReader) -> list[ArchivalItem]:
        found = []
        for one in documents:
            places = locate(catalogue, one.id)
            place = next((at for at in places if at.version == one.version), places[-1])
            found.append(reader.read(place))
        return found

    return ask_for_part(workplace, read)


def words_of(workplace: Workplace, item: ArchivalItem) -> dict[Place, str]:
    """Give the words of a post in which passages can be marked, and who wrote it."""
    every = {
        Place.TITLE: item.title,
        Place.TEXT: item.text,
        Place.FILM: film_words(workplace, item).text,
        Place.AUTHOR: author_name(item.author),
    }
    return {place: str(words) for place, words in every.items() if words}


def words_at(workplace: Workplace, item: ArchivalItem, mark: Redaction) -> str:
    """Give the words that a mark keeps back; of a file those that its maker gave for it."""
    if mark.place is Place.MEDIUM:
        return str(item.media[mark.start].alt or "") if mark.start < len(item.media) else ""
    return words_of(workplace, item).get(mark.place, "")[mark.start : mark.end]
