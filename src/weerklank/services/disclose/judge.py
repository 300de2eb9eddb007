"""Judge: decide on whole documents; a second person reads all, and then it is frozen."""

from collections.abc import Iterable, Mapping
from datetime import date

from weerklank.catalogue.catalogue import Catalogue
from weerklank.model.dossier import (
    DISCLOSURES,
    OPEN,
    Disclosure,
    Dossier,
    DossierDocument,
    DossierState,
)
from weerklank.model.errors import Refused, WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.person import Role
from weerklank.model.symbols import decode
from weerklank.model.text import Text
from weerklank.model.woo_grounds import ground_of
from weerklank.services.disclose.gather import document_of, refuse_changed
from weerklank.services.disclose.look_for_leaks import refuse_leaks
from weerklank.services.disclose.open_dossier import find_unfrozen
from weerklank.services.disclose.unseen import refuse_unread
from weerklank.services.find.read_items import address, ask_catalogue
from weerklank.services.people.look_alikes import is_one_of
from weerklank.services.seal.read_dossiers import FROZEN, JUDGED, REVIEWED, find_dossier
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

NEEDS_GROUND = fault(
    "DOSSIER-014",
    Text(
        nl="Stuk {document}: bij '{judgement}' hoort {what}.",
        en="Document {document}: to '{judgement}' belongs {what}.",
    ),
    Text(
        nl="'Niet openbaar' vraagt een grond; 'reeds openbaar' de dag waarop iemand keek of het "
        "er nog staat; 'openbaar' kan alleen zonder lakking.",
        en="'Not public' asks for a ground; 'already public' for the day on which somebody looked "
        "whether it still stands there; 'public' is possible only without redactions.",
    ),
)
GONE_FROM_PLATFORM = fault(
    "DOSSIER-015",
    Text(
        nl="{item} is van het platform verdwenen en dus niet meer openbaar.",
        en="{item} is gone from its platform, and so is not public any more.",
    ),
    Text(
        nl="Beoordeel het als openbaar, deels of niet openbaar.",
        en="Judge it as public, partly or not public.",
    ),
)
_GROUND, _DAY = (
    Text("een grond", "a ground"),
    Text("de dag waarop is gekeken", "the day of a look"),
)
_NONE = Text("geen lakking en geen grond", "no redaction and no ground")


NOTHING_IN_IT = fault(
    "DOSSIER-016",
    Text(nl="Dossier {dossier} is leeg.", en="Dossier {dossier} is empty."),
    Text(
        nl="Voeg eerst stukken toe met 'weerklank dossier add {dossier}'.",
        en="Add documents first, by 'weerklank dossier add {dossier}'.",
    ),
)
SAME_PERSON = fault(
    "DOSSIER-017",
    Text(
        nl="{name} werkte zelf aan dossier {dossier}; een ander moet het lezen en vaststellen.",
        en="{name} worked on dossier {dossier}; somebody else must read and freeze it.",
    ),
    Text(
        nl="Noem met --as een beoordelaar, of een andere Woo-behandelaar.",
        en="Name a reviewer with --as, or another Woo officer.",
    ),
)
NOT_READ = fault(
    "DOSSIER-018",
    Text(
        nl="Dossier {dossier} is nog niet door een tweede lezer beoordeeld, of daarna veranderd.",
        en="Dossier {dossier} was not read by a second reader yet, or changed since.",
    ),
    Text(
        nl="Laat het eerst beoordelen met 'weerklank dossier review {dossier}'.",
        en="Have it read first, by 'weerklank dossier review {dossier}'.",
    ),
)
CHANGED_MEANWHILE = fault(
    "DOSSIER-027",
    Text(
        nl="Dossier {dossier} is veranderd sinds u het opende.",
        en="Dossier {dossier} changed since you opened it.",
    ),
    Text(
        nl="Kijk wat er anders is, en bevestig daarna dat u alles hebt gelezen.",
        en="See what is different, and confirm after that that you read all of it.",
    ),
)
NOT_AGREED = fault(
    "DOSSIER-028",
    Text(
        nl="Bij {count} {count:stuk|stukken} van dossier {dossier} is een tweede lezer niet "
        "akkoord.",
        en="A second reader does not agree with {count} {count:document|documents} of dossier "
        "{dossier}.",
    ),
    Text(
        nl="Geef antwoord, en laat een tweede lezer opnieuw besluiten.",
        en="Answer, and let a second reader decide anew.",
    ),
)
READERS = (Role.REVIEWER, Role.WOO)


def judge(
    workplace: Workplace,
    name: str,
    item: str,
    judgement: Disclosure,
    *,
    grounds: tuple[str, ...] = (),
    looked: date | None = None,
    seen: int | None = None,
) -> Dossier:
    """Decide on a whole document: public, partly, not, or already public by a look on a day.

    `seen` tells after how many acts it was looked at, as in `judge_several`.
    """
    known = {} if seen is None else {address(item): seen}
    return judge_several(
        workplace, name, (item,), judgement, grounds=grounds, looked=looked, seen=known
    )


def judge_several(
    workplace: Workplace,
    name: str,
    items: Iterable[str],
    judgement: Disclosure,
    *,
    grounds: tuple[str, ...] = (),
    looked: date | None = None,
    seen: Mapping[str, int] | None = None,
) -> Dossier:
    """Decide the same on several documents; nothing is decided where one of them forbids it.

    What is not for everyone goes out by a judgement of its own alone. `seen` tells of documents
    after how many acts they were looked at (`DossierDocument.acts`): Refused when somebody did
    anything with one since.
    """
    workplace.require(Role.WOO)
    codes = [ground_of(one).code for one in grounds]
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        dossier = find_unfrozen(workplace, name)
        documents = [document_of(dossier, one) for one in dict.fromkeys(items)]
        for document in documents:
            refuse_changed(dossier, document, (seen or {}).get(document.id))
        if len(documents) > 1 and judgement is not Disclosure.REFUSED:
            refuse_unread(workplace, documents)
        for document in documents:
            _demand(workplace, document, judgement, has_ground=bool(codes), looked=looked)
            if judgement is Disclosure.ALREADY_PUBLIC:
                _demand_there(workplace, document.id, document.key)
        for document in documents:
            workplace.record(
                Book.DECISIONS,
                JUDGED,
                dossier.id,
                {
                    "grounds": [*dict.fromkeys(codes)],
                    "id": document.id,
                    "judgement": judgement.value,
                    "looked": looked.isoformat() if looked else None,
                },
            )
    return find_dossier(workplace, name)


def _demand(
    workplace: Workplace,
    document: DossierDocument,
    judgement: Disclosure,
    *,
    has_ground: bool,
    looked: date | None,
) -> None:
    has_passages = bool(document.redactions)
    lacks: Text | None = None
    has_look = looked is not None and looked <= workplace.today()
    if judgement in OPEN and (has_ground or has_passages):
        lacks = _NONE
    elif not has_ground and (
        judgement is Disclosure.REFUSED or (judgement is Disclosure.PARTLY and not has_passages)
    ):
        lacks = _GROUND
    elif (judgement is Disclosure.ALREADY_PUBLIC) is not has_look:
        lacks = _DAY
    if lacks is not None:
        number, said = f"{document.number:04d}", DISCLOSURES[judgement]
        raise WrongUse(NEEDS_GROUND, document=number, judgement=said, what=lacks)


def _demand_there(workplace: Workplace, item: str, key: str) -> None:
    def look(catalogue: Catalogue) -> bool:
        return catalogue.database.deletions.of(decode(key)) is not None

    if ask_catalogue(workplace, look):
        raise Refused(GONE_FROM_PLATFORM, item=item)


def review(workplace: Workplace, name: str, *, seen: int | None = None) -> Dossier:
    """Record that a second person read all that is in a dossier and agrees with it.

    `seen` tells after how many acts it was read (`Dossier.acts`): Refused when it changed since.
    """
    workplace.require(*READERS)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        dossier = for_second(workplace, name)
        _refuse_standing(dossier)
        if seen is not None and seen != dossier.acts:
            raise Refused(CHANGED_MEANWHILE, dossier=dossier.id)
        refuse_leaks(workplace, dossier)
        workplace.record(Book.DECISIONS, REVIEWED, dossier.id, {})
    return find_dossier(workplace, name)


def freeze(workplace: Workplace, name: str) -> Dossier:
    """Freeze a dossier that was read, by who did not work on it: from then on nothing changes."""
    workplace.require(*READERS)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        dossier = for_second(workplace, name)
        _refuse_standing(dossier)
        if dossier.state is not DossierState.REVIEWED:
            raise Refused(NOT_READ, dossier=dossier.id)
        refuse_leaks(workplace, dossier)
        workplace.record(Book.DECISIONS, FROZEN, dossier.id, {})
    return find_dossier(workplace, name)


def _refuse_standing(dossier: Dossier) -> None:
    if dossier.standing:
        count = len({one.id for one in dossier.standing})
        raise Refused(NOT_AGREED, count=count, dossier=dossier.id)


def for_second(workplace: Workplace, name: str) -> Dossier:
    """Find a dossier for its second reader; Refused for who worked on it."""
    dossier = find_unfrozen(workplace, name)
    if is_one_of(workplace.actor.known_as, dossier.workers):
        raise Refused(SAME_PERSON, name=workplace.actor.known_as, dossier=dossier.id)
    if not dossier.documents:
        raise Refused(NOTHING_IN_IT, dossier=dossier.id)
    return dossier
