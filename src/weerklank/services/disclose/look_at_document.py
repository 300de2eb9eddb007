"""Look at a document: its words as they stand in the dossier, for who works on it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from weerklank.catalogue.catalogue import Catalogue
from weerklank.disclose.marked_text import Stretch, mark_text
from weerklank.disclose.sentences import Sentence, sentences_of
from weerklank.model.dossier import Dossier, DossierDocument
from weerklank.model.errors import Refused, WeerklankError, WrongUse
from weerklank.model.item import ArchivalItem
from weerklank.model.person import Role
from weerklank.model.question import Sight
from weerklank.model.span import Place
from weerklank.services.disclose.gather import document_of
from weerklank.services.disclose.read_document import read_document, words_of
from weerklank.services.disclose.suggest import Suggestion, Suggests
from weerklank.services.find.read_items import ItemReader, ask_for_part
from weerklank.services.find.read_marks import laid_states
from weerklank.services.find.show_item import ShownMedium, show_item
from weerklank.services.find.show_thread import may_see
from weerklank.services.seal.read_dossiers import find_dossier
from weerklank.services.workplace import Workplace

READERS = (Role.WOO, Role.REVIEWER)
#: What everyone who works on dossiers may see.
_OPEN = Sight(shielded=False, restricted=False, special=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedAt:
    """One document with the words of its version, what of them is kept back, and what may be."""

    dossier: Dossier
    document: DossierDocument
    #: None where it is not for everyone, or was destroyed or corrected since: `why` says so.
    item: ArchivalItem | None
    why: WeerklankError | None
    words: dict[Place, tuple[Stretch, ...]]
    suggestions: tuple[Suggestion, ...]
    sentences: tuple[Sentence, ...]
    #: Its files, in their order.
    media: tuple[ShownMedium, ...]
    #: Permanent addresses of the documents beside it in the dossier.
    before: str | None
    after: str | None
    #: Those around it, itself too, in the order of the dossier.
    around: tuple[DossierDocument, ...]


def look_at_document(workplace: Workplace, name: str, item: str) -> LookedAt:
    """Give a document of a dossier, to who works on dossiers.

    What is not for everyone is not shown here: on its own page looking at it is recorded.
    """
    workplace.require(*READERS)
    dossier = find_dossier(workplace, name)
    document = document_of(dossier, item)
    order = [*dossier.documents]
    at = order.index(document.id)
    found = LookedAt(
        dossier=dossier,
        document=document,
        item=None,
        why=None,
        words={},
        suggestions=(),
        sentences=(),
        media=(),
        before=order[at - 1] if at else None,
        after=order[at + 1] if at + 1 < len(order) else None,
        around=tuple(dossier.documents[one] for one in order[max(0, at - 5) : at + 8]),
    )
    try:
        shown = show_item(workplace, document.id, _OPEN)
        held = read_document(workplace, dossier, document)
    except (WrongUse, Refused) as error:
        return replace(found, why=error)
    words = words_of(workplace, held)
    spans = {
        place: [(m.start, m.end, m.ground) for m in document.redactions if m.place is place]
        for place in words
    }
    offered = Suggests(workplace).of(document, held)
    cut_up = {
        place: mark_text(
            text,
            spans[place],
            (
                (one.start, one.end, number)
                for number, one in enumerate(offered)
                if one.place is place and not one.is_left
            ),
            (at[1:] for at in _pointed(dossier, document) if at[0] is place),
        )
        for place, text in words.items()
    }
    whole = sentences_of(words.get(Place.TEXT, ""), spans.get(Place.TEXT, []))
    media = next((v.media for v in shown.versions if v.item.version == held.version), ())
    return replace(
        found, item=held, words=cut_up, sentences=whole, suggestions=offered, media=media
    )


def _pointed(dossier: Dossier, document: DossierDocument) -> list[tuple[Place, int, int, int]]:
    """Give at which places a second reader does not agree, each with its number.

    Not what was said before it was taken out and added anew: its letters may stand elsewhere.
    """
    return [
        (*one.span, one.number)
        for one in dossier.standing
        if one.span and (one.id, one.document) == (document.id, document.number)
    ]


@dataclass(frozen=True, slots=True)
class Glance:
    """What a list shows of a document: how it begins, and on how many proposals nobody decided."""

    #: Of its words or its title, with what of that is kept back.
    begins: tuple[Stretch, ...]
    proposals: int


_WHITE = re.compile(r"\s+")


def begin_of(document: DossierDocument, item: ArchivalItem, most: int) -> tuple[Stretch, ...]:
    """Give the first letters of a document on one line, cut where a bar begins or ends."""
    place = Place.TEXT if item.text else Place.TITLE
    words = str(item.text or item.title or "")
    spans = [(m.start, m.end, m.ground) for m in document.redactions if m.place is place]
    left, found = most, list[Stretch]()
    for one in mark_text(words, spans, ()):
        said = _WHITE.sub(" ", one.text)
        said = said if found else said.lstrip()
        if len(said) > left:
            return (*found, replace(one, text=f"{said[:left].rstrip()}…"))
        left -= len(said)
        found += [replace(one, text=said)] if said else []
    return tuple(found)


def glances(
    workplace: Workplace, documents: Iterable[DossierDocument], most: int = 100
) -> dict[str, Glance]:
    """Give a glance of each document, by its address, where it is for everyone to see."""
    laid, asked, suggests = laid_states(workplace), [*documents], Suggests(workplace)

    def read(
        catalogue: Catalogue, reader: ItemReader
    ) -> list[tuple[DossierDocument, ArchivalItem]]:
        found = []
        for one in asked:
            places = catalogue.database.places.versions_by_id(one.id)
            place = next((at for at in places if at.version == one.version), None)
            item = reader.try_read(place) if place else None
            if isinstance(item, ArchivalItem) and may_see(item, _OPEN, laid, places[-1]):
                found.append((one, item))
        return found

    glanced = {}
    for one, item in ask_for_part(workplace, read):  # what films say asks the catalogue anew
        waits = sum(not offer.is_left for offer in suggests.of(one, item))
        glanced[one.id] = Glance(begin_of(one, item, most), waits)
    return glanced
