"""Suggest: what of a document may have to be kept back, by the rules for free text; never done.

Replies have no names any more when they come in; what is proposed in them is what was in doubt or
came by. In words of the organisation itself nothing was ever taken away.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from weerklank.minimise.folding import fold
from weerklank.model.dossier import Dossier, DossierDocument
from weerklank.model.errors import WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.found_words import FoundKind
from weerklank.model.item import ArchivalItem
from weerklank.model.named_party import NAMED_AS, NamedAs
from weerklank.model.person import Role
from weerklank.model.span import RUNNING, Place, Span
from weerklank.model.text import Text
from weerklank.services.disclose.gather import document_of
from weerklank.services.disclose.read_document import read_documents, words_of
from weerklank.services.disclose.unseen import unseen
from weerklank.services.disclose.work_on_words import working_on
from weerklank.services.seal.read_dossiers import LEFT, OFFERED_AGAIN, find_dossier
from weerklank.services.seal.read_named import read_named
from weerklank.services.workplace import Workplace

NO_SUGGESTION = fault(
    "DOSSIER-022",
    Text(
        nl="In {item} staat geen voorstel op die plaats, of er is al over beslist.",
        en="{item} has no proposal at that place, or it was decided on already.",
    ),
    Text(
        nl="Kijk met 'weerklank dossier suggest {dossier}' welke er zijn.",
        en="See with 'weerklank dossier suggest {dossier}' which there are.",
    ),
)
#: What each kind is called where it is proposed, and the ground that fits it most.
KINDS: dict[FoundKind, tuple[Text, str]] = {
    FoundKind.NAME: (Text("Naam", "Name"), "5.1.2e"),
    FoundKind.EMAIL: (Text("E-mailadres", "E-mail address"), "5.1.2e"),
    FoundKind.PHONE: (Text("Telefoonnummer", "Telephone number"), "5.1.2e"),
    FoundKind.IBAN: (Text("Rekeningnummer", "Bank account number"), "5.1.2e"),
    FoundKind.BSN: (Text("Burgerservicenummer", "Citizen service number"), "5.1.1e"),
    FoundKind.ADDRESS: (Text("Adres", "Address"), "5.1.2e"),
    FoundKind.PLATE: (Text("Kenteken", "Number plate"), "5.1.2e"),
    FoundKind.BIRTH: (Text("Geboortedatum", "Date of birth"), "5.1.2e"),
    FoundKind.HANDLE: (Text("Accountnaam", "Handle"), "5.1.2e"),
    FoundKind.PROFILE: (Text("Link naar een profiel", "Link to a profile"), "5.1.2e"),
}
_ADVICE = Text("Advies: openbaar.", "Advice: public.")
_OURS = Text("Account van de organisatie.", "Account of the organisation.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What may have to be kept back in one document."""

    place: Place
    start: int
    end: int
    kind: FoundKind
    #: Words that may tell who somebody is: for who reads the document, never for a log.
    words: str
    #: The ground that fits it most.
    ground: str
    #: Precision that was measured of the rule, from 0 to 1.
    confidence: float
    #: Whether the rule is often wrong.
    is_doubtful: bool
    #: Why it may stay: who is meant acts in public. None of everybody else.
    public: Text | None
    #: Whether somebody let it stand.
    is_left: bool


class Suggests:
    """Proposes for the documents of one archive; who is public is read once."""

    def __init__(self, workplace: Workplace) -> None:
        self._workplace = workplace
        self._rules = workplace.free_text
        self._known = dict(_known(workplace))

    def of(self, document: DossierDocument, item: ArchivalItem) -> tuple[Suggestion, ...]:
        """Give what may have to be kept back, in order; what is kept back already left out."""
        words = words_of(self._workplace, item)
        return tuple(
            found
            for place in RUNNING
            if place in words
            for found in self._in(document, place, words[place])
        )

    def _in(self, document: DossierDocument, place: Place, words: str) -> Iterator[Suggestion]:
        marks = [one for one in document.redactions if one.place is place]
        for one in self._rules.finds(words):
            if any(mark.start <= one.start and one.end <= mark.end for mark in marks):
                continue
            said = words[one.start : one.end]
            yield Suggestion(
                place=place,
                start=one.start,
                end=one.end,
                kind=one.kind,
                words=said,
                ground=KINDS[one.kind][1],
                confidence=one.confidence,
                is_doubtful=one.confidence < self._rules.doubt_below,
                public=self._known.get(_key(said)),
                is_left=(place, one.start, one.end) in document.left,
            )


def suggest(
    workplace: Workplace, name: str, items: Iterable[str] = ()
) -> Iterator[tuple[DossierDocument, tuple[Suggestion, ...]]]:
    """Give of each document, or of those that are named, what may have to be kept back.

    Only of documents of which something is proposed that nobody let stand yet, and not of what
    the workbench shows to nobody.
    """
    workplace.require(Role.WOO, Role.REVIEWER)
    dossier = find_dossier(workplace, name)
    named = [document_of(dossier, one) for one in items]
    suggests, hidden = Suggests(workplace), unseen(workplace, dossier)
    asked = [one for one in named or dossier.documents.values() if one.id not in hidden]
    for document, item in read_documents(workplace, dossier, asked):
        found = tuple(one for one in suggests.of(document, item) if not one.is_left)
        if found:
            yield document, found


def let_stand(
    workplace: Workplace, name: str, item: str, spans: Sequence[Span], *, seen: int | None = None
) -> Dossier:
    """Record that what is proposed may be read; it is not proposed until `offer_again`.

    All of it, or nothing where one is no proposal. `seen` is as in `refuse_changed`.
    """
    return _decide(workplace, name, item, spans, LEFT, seen)


def offer_again(
    workplace: Workplace, name: str, item: str, spans: Sequence[Span], *, seen: int | None = None
) -> Dossier:
    """Take back that something was let stand: it is proposed again; likewise."""
    return _decide(workplace, name, item, spans, OFFERED_AGAIN, seen)


def _decide(
    workplace: Workplace,
    name: str,
    item: str,
    spans: Sequence[Span],
    kind: str,
    seen: int | None,
) -> Dossier:
    with working_on(workplace, name, item, seen) as (dossier, document, held):
        known = {
            (one.place, one.start, one.end)
            for one in Suggests(workplace).of(document, held)
            if one.is_left is (kind == OFFERED_AGAIN)
        }
        if not known.issuperset(spans):
            raise WrongUse(NO_SUGGESTION, item=document.id, dossier=dossier.id)
        for place, start, end in dict.fromkeys(spans):
            workplace.record(
                Book.DECISIONS,
                kind,
                dossier.id,
                {"end": end, "id": document.id, "place": place.value, "start": start},
            )
    return find_dossier(workplace, name)


def _known(workplace: Workplace) -> Iterator[tuple[str, Text]]:
    """Give by their names and handles who acts in public, and why."""
    today = workplace.today()
    for account in workplace.register().accounts.values():
        yield _key(account.handle), _said(_OURS)
    for party in read_named(workplace):
        if party.facts is None or party.withdrawn or not party.start <= today:
            continue
        if party.kind is NamedAs.OFFICE and party.until is not None and party.until < today:
            continue
        for name in (party.facts.name, party.facts.handle):
            yield _key(name), _said(NAMED_AS[party.kind])


def _said(why: Text) -> Text:
    nl, en = (one[:1].upper() + one[1:].rstrip(".") for one in (why.nl, why.en))
    return Text(f"{nl}. {_ADVICE.nl}", f"{en}. {_ADVICE.en}")


def _key(words: str) -> str:
    return fold(words.strip().lstrip("@")).key.partition("@")[0]
