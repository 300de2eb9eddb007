"""Given words: what of the words of a document goes out, and which letters are kept back."""

from dataclasses import dataclass

from weerklank.model.dossier import DossierDocument
from weerklank.model.item import ArchivalItem
from weerklank.model.span import Place
from weerklank.services.disclose.film_words import FilmWords, film_words
from weerklank.services.disclose.read_document import words_of
from weerklank.services.workplace import Workplace

#: First letter, behind the last one, and the ground.
Kept = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class GivenWords:
    """The words of one document by their place, and what of them is kept back."""

    words: dict[Place, str]
    kept: dict[Place, list[Kept]]
    #: What its films say; nothing where that does not go along.
    film: FilmWords


def given_words(workplace: Workplace, document: DossierDocument, item: ArchivalItem) -> GivenWords:
    """Give the words of a document without what its films say, unless somebody let that along.

    What a film says that is kept back itself is kept back with it.
    """
    words = words_of(workplace, item)
    film = film_words(workplace, item) if document.film_along else FilmWords()
    if not document.film_along:
        words.pop(Place.FILM, None)
    kept: dict[Place, list[Kept]] = {place: [] for place in Place}
    for one in document.redactions:
        kept[one.place].append((one.start, one.end, one.ground))
        if one.place is Place.MEDIUM:
            cues = [cue for cue in film.cues if cue.file == one.start]
            if cues:
                kept[Place.FILM].append((cues[0].start, cues[-1].end, one.ground))
    return GivenWords(words, kept, film)
