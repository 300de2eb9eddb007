"""Look for leaks: what is kept back in one document of a dossier and can be read in another."""

from weerklank.disclose.leaks import Sought, leaks_in, sought
from weerklank.disclose.renumber import Renumbered
from weerklank.model.dossier import Dossier
from weerklank.model.errors import Refused, fault
from weerklank.model.text import Text
from weerklank.services.disclose.read_document import read_documents, words_at
from weerklank.services.disclose.same_pictures import SamePictures, media_given
from weerklank.services.disclose.shown_document import ShownDocument, show_document
from weerklank.services.seal.search_needles import strings_of
from weerklank.services.workplace import Workplace

LEAKS = fault(
    "DOSSIER-020",
    Text(
        nl="Wat lakking {number} weglaat, is nog te lezen in stuk {document} ({count} plaatsen in "
        "het geheel).",
        en="What redaction {number} keeps back can still be read in document {document} ({count} "
        "places in all).",
    ),
    Text(
        nl="Lak die plaats ook, maak de lakking ongedaan, of zeg met 'weerklank dossier allow' "
        "waarom die woorden daar mogen blijven staan.",
        en="Redact that place too, undo the redaction, or say by 'weerklank dossier allow' why "
        "those words may stay there.",
    ),
)


def kept_back(workplace: Workplace, dossier: Dossier) -> tuple[list[Sought], int]:
    """Read every passage that is kept back, to look for it; and how many are too short for that.

    Not those of which somebody said why they may stay readable elsewhere.
    They are words that nobody may see: they stay in memory.
    """
    found: list[Sought] = []
    short = 0
    marked = (one for one in dossier.documents.values() if one.redactions)
    for document, item in read_documents(workplace, dossier, marked):
        for one in document.redactions:
            words = "" if one.allowed else words_at(item, one)
            passage = sought(one.number, words)
            if passage is not None:
                found.append(passage)
            elif words:
                short += 1
    return found, short


def refuse_leaks(workplace: Workplace, dossier: Dossier) -> None:
    """Refuse a dossier of which a kept back passage can be read elsewhere in it."""
    passages, _ = kept_back(workplace, dossier)
    found: list[tuple[int, str]] = []
    persons = Renumbered()
    pictures = SamePictures(workplace, dossier)
    every = dossier.documents.values() if passages or pictures.are_sought else ()
    for document, item in read_documents(workplace, dossier, every):
        given = media_given(document, item)
        alts = tuple(("", str(medium.alt)) for _, medium in given if medium.alt)
        shown = show_document(document, item, persons, thread="", media=alts)
        found += leaks_of(shown, dossier, passages)
        found += pictures.in_document(document, item)
    raise_for(found)


def raise_for(found: list[tuple[int, str]]) -> None:
    """Refuse what was found, if anything: a number of a redaction, and where its words stand."""
    if found:
        number, where = found[0]
        raise Refused(LEAKS, number=number, document=where, count=len(found))


def leaks_of(
    shown: ShownDocument, dossier: Dossier, passages: list[Sought]
) -> list[tuple[int, str]]:
    """Give which redactions can be read in a document as it is given out."""
    said = strings_of(shown.json(dossier))
    numbers = dict.fromkeys(one for text in said for one in leaks_in(text, passages))
    return [(one, shown.number) for one in numbers]
