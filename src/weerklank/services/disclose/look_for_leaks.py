"""Look for leaks: what is kept back in one document of a dossier and can be read in another."""

from dataclasses import dataclass, field

from weerklank.disclose.leaks import Sought
from weerklank.disclose.renumber import AsArchived
from weerklank.model.dossier import Disclosure, Dossier
from weerklank.model.errors import Refused, fault
from weerklank.model.ids import PSEUDONYM
from weerklank.model.item import AuthorRole
from weerklank.model.person import Role
from weerklank.model.span import RUNNING, Place
from weerklank.model.text import Text
from weerklank.services.disclose.given_words import given_words
from weerklank.services.disclose.read_document import read_documents, words_at, words_of
from weerklank.services.disclose.same_pictures import Leak, SamePictures, media_given
from weerklank.services.disclose.seek_words import found_in, seek
from weerklank.services.disclose.shown_document import GivenFile, ShownDocument, show_document
from weerklank.services.disclose.unseen import refuse_unseen
from weerklank.services.seal.read_dossiers import find_dossier
from weerklank.services.seal.search_needles import strings_of
from weerklank.services.workplace import Workplace

LEAKS = fault(
    "DOSSIER-020",
    Text(
        nl="Wat lakking {number} weglaat, is nog te lezen in stuk {document} "
        "({count} {count:plaats|plaatsen} in het geheel).",
        en="What redaction {number} keeps back can still be read in document {document} "
        "({count} {count:place|places} in all).",
    ),
    Text(
        nl="Lak die plaats ook, maak de lakking ongedaan, of zeg met 'weerklank dossier allow' "
        "waarom die woorden daar mogen blijven staan.",
        en="Redact that place too, undo the redaction, or say by 'weerklank dossier allow' why "
        "those words may stay there.",
    ),
)


LEAKS_WHOLE = fault(
    "DOSSIER-024",
    Text(
        nl="Stuk {number} is niet openbaar, maar staat ook in stuk {document} "
        "({count} {count:plaats|plaatsen} in het geheel).",
        en="Document {number} is not public, but also stands in document {document} "
        "({count} {count:place|places} in all).",
    ),
    Text(
        nl="Lak het daar ook, beoordeel dat stuk eveneens als niet openbaar, of verander het "
        "oordeel over het eerste.",
        en="Redact it there too, judge that document as not public as well, or change the "
        "judgement of the first.",
    ),
)
PARTLY_WHOLE = fault(
    "DOSSIER-025",
    Text(
        nl="Stuk {document} is deels openbaar, maar er is niets van gelakt.",
        en="Document {document} is partly public, but nothing of it is redacted.",
    ),
    Text(
        nl="Lak wat er niet van mag worden gelezen, of beoordeel het als openbaar of niet "
        "openbaar.",
        en="Redact what of it may not be read, or judge it as public or not public.",
    ),
)
#: Letters and digits of a whole text that must be looked for: shorter ones are said by many.
_LEAST_WHOLE = 20
#: Characters of a text of which is remembered what it tells, and how many of them.
_SHORT, _MOST_KNOWN = 80, 10_000


@dataclass(slots=True)
class KeptBack:
    """What is looked for in all that goes out. It is in memory alone: nobody may see it."""

    #: By the numbers of their redactions.
    passages: list[Sought] = field(default_factory=list)
    #: By the numbers of the documents that are not public.
    whole: list[Sought] = field(default_factory=list)
    #: Passages that are too short to be looked for.
    short: int = 0
    #: What short texts tell: platforms, days and kinds stand in thousands of documents.
    _known: dict[str, tuple[tuple[bool, int], ...]] = field(default_factory=dict)

    def stands_in(self, text: str) -> tuple[tuple[bool, int], ...]:
        """Give what can be read in a text: whether it is a whole document, and the number."""
        known = self._known.get(text)
        if known is None:
            known = tuple(
                (is_whole, number)
                for is_whole, sought in ((False, self.passages), (True, self.whole))
                for number in found_in(text, sought)
            )
            if len(text) <= _SHORT and len(self._known) < _MOST_KNOWN:
                self._known[text] = known
        return known


def kept_back(workplace: Workplace, dossier: Dossier) -> KeptBack:
    """Read every passage that is kept back, and every document that is not public.

    Not those of which somebody said why they may stay readable elsewhere, and not what is left
    out because it stands in another document already. The name of a citizen goes out of none.
    """
    found = KeptBack()
    marked = (one for one in dossier.documents.values() if one.redactions or one.is_secret)
    for document, item in read_documents(workplace, dossier, marked):
        for one in document.redactions:
            words = words_at(workplace, item, one)
            is_number = PSEUDONYM.fullmatch(words.strip()) or (
                one.place is Place.AUTHOR and item.author.role is AuthorRole.CITIZEN
            )
            if one.allowed or is_number or not words:
                continue
            passage = seek(one.number, words)
            if passage is not None:
                found.passages.append(passage)
            else:
                found.short += 1
        if document.is_secret:
            texts = (
                words for place, words in words_of(workplace, item).items() if place in RUNNING
            )
            every = (seek(document.number, words) for words in texts)
            found.whole += [one for one in every if one and len(one.letters) >= _LEAST_WHOLE]
    return found


def refuse_leaks(workplace: Workplace, dossier: Dossier) -> None:
    """Refuse a dossier of which what is kept back can be read elsewhere in it.

    And of which something can't be given out as it was judged.
    """
    refuse_unseen(workplace, dossier)
    for one in dossier.documents.values():
        if one.judgement is Disclosure.PARTLY and not one.redactions:
            raise Refused(PARTLY_WHOLE, document=f"{one.number:04d}")
    raise_for(_leaks(workplace, dossier))


def find_leaks(workplace: Workplace, name: str) -> list[Leak]:
    """Give each place at which what is kept back can be read, before a reader is refused by it."""
    workplace.require(Role.WOO, Role.REVIEWER)
    dossier = find_dossier(workplace, name)
    refuse_unseen(workplace, dossier)  # in what nobody may read no words are looked for
    return _leaks(workplace, dossier)


def _leaks(workplace: Workplace, dossier: Dossier) -> list[Leak]:
    kept = kept_back(workplace, dossier)
    found: list[Leak] = []
    persons = AsArchived()
    pictures = SamePictures(workplace, dossier)
    for document, item in read_documents(workplace, dossier, dossier.documents.values()):
        given = media_given(document, item)
        alts = tuple(
            GivenFile("", str(medium.alt))
            for at, medium in given
            if medium.alt and not document.parts_of(at)
        )
        words = given_words(workplace, document, item)
        shown = show_document(document, item, persons, given=words, thread="", media=alts)
        found += leaks_of(shown, dossier, kept)
        found += pictures.in_document(document, item)
    return found


def raise_for(found: list[Leak]) -> None:
    """Refuse what was found, if anything."""
    if found:
        first = found[0]
        code = LEAKS_WHOLE if first.is_whole else LEAKS
        raise Refused(code, number=first.number, document=first.where, count=len(found))


def leaks_of(shown: ShownDocument, dossier: Dossier, kept: KeptBack) -> list[Leak]:
    """Give what can be read in a document as it is given out, and in its case number."""
    said = [*strings_of(shown.json(dossier)), dossier.case]
    found = dict.fromkeys(one for text in said for one in kept.stands_in(text))
    return [Leak(number, shown.number, is_whole) for is_whole, number in sorted(found)]
