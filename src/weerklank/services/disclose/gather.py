"""Gather: what belongs to a dossier, by permanent address, by search and by thread; and take out.

Each post once, in the version that is the newest when it is gathered.
"""

from collections.abc import Iterable, Iterator

from weerklank.catalogue.catalogue import Catalogue
from weerklank.model.dossier import Dossier, DossierDocument
from weerklank.model.errors import Refused, WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.item import ArchivalItem, ItemKind
from weerklank.model.json_value import Json
from weerklank.model.person import Role
from weerklank.model.question import Question
from weerklank.model.symbols import decode, encode
from weerklank.model.text import Text
from weerklank.services.disclose.open_dossier import MOST, find_unfrozen, told
from weerklank.services.find.read_items import (
    ItemReader,
    address,
    ask_for_part,
    locate,
    refuse_destroyed,
)
from weerklank.services.seal.read_destructions import destroyed_keys
from weerklank.services.seal.read_dossiers import ADDED, REMOVED, find_dossier
from weerklank.services.share.selection import Selection
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

NOTHING_NAMED = fault(
    "DOSSIER-008",
    Text(nl="Er is geen bericht genoemd.", en="No post was named."),
    Text(
        nl="Noem er een of meer met --id, of zoek ze met --query.",
        en="Name one or more with --id, or search for them with --query.",
    ),
)
NOT_IN_DOSSIER = fault(
    "DOSSIER-009",
    Text(nl="{item} staat niet in dossier {dossier}.", en="{item} is not in dossier {dossier}."),
    Text(
        nl="Kijk met 'weerklank dossier show {dossier}' wat erin staat.",
        en="See with 'weerklank dossier show {dossier}' what is in it.",
    ),
)
TOO_MANY = fault(
    "DOSSIER-010",
    Text(
        nl="Een dossier heeft hooguit {most} stukken; dit worden er {count}.",
        en="A dossier has {most} documents at most; these would be {count}.",
    ),
    Text(
        nl="Zoek nauwkeuriger, of maak er meer dossiers van.",
        en="Search more precisely, or make several dossiers of it.",
    ),
)
CHANGED_DOCUMENT = fault(
    "DOSSIER-031",
    Text(
        nl="{name} deed iets met stuk {document} sinds u het opende.",
        en="{name} did something with document {document} since you opened it.",
    ),
    Text(
        nl="Kijk wat er nu staat, en doe het dan opnieuw.",
        en="See what stands there now, and do it again after that.",
    ),
)
#: Documents of a dossier, and those that one event names.
MOST_DOCUMENTS, _AT_ONCE = 20_000, 2_000


def add_documents(
    workplace: Workplace,
    name: str,
    items: Iterable[str] = (),
    question: Question | None = None,
    *,
    with_threads: bool = False,
) -> Dossier:
    """Add posts to a dossier: those named, what a question finds, and the rest of their threads.

    What is in it already stays as it is. WrongUse for what the archive does not hold.
    """
    workplace.require(Role.WOO)
    named = list(dict.fromkeys(map(address, items)))
    if not named and question is None:
        raise WrongUse(NOTHING_NAMED)
    found = _found(workplace, named, question, with_threads=with_threads)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        dossier = find_unfrozen(workplace, name)
        _refuse_gone(workplace, found.values())
        news = [item for item in found.values() if item.id not in dossier.documents]
        total = len(dossier.documents) + len(news)
        if total > MOST_DOCUMENTS:
            raise WrongUse(TOO_MANY, most=MOST_DOCUMENTS, count=total)
        # Oldest first: so a thread is read, and so the numbers of the inventory go.
        news.sort(key=lambda item: (item.created_at, item.id))
        for at in range(0, len(news), _AT_ONCE):
            rows: list[Json] = [_row(item) for item in news[at : at + _AT_ONCE]]
            workplace.record(Book.DECISIONS, ADDED, dossier.id, {"items": rows})
    return find_dossier(workplace, name)


def remove_document(
    workplace: Workplace, name: str, item: str, reason: str, *, seen: int | None = None
) -> Dossier:
    """Take a post out of a dossier, with the reason; its number is not given out again.

    `seen` is as in `refuse_changed`.
    """
    workplace.require(Role.WOO)
    why = told(reason, MOST)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        dossier = find_unfrozen(workplace, name)
        document = document_of(dossier, item)
        refuse_changed(dossier, document, seen)
        workplace.record(Book.DECISIONS, REMOVED, dossier.id, {"id": document.id, "reason": why})
    return find_dossier(workplace, name)


def document_of(dossier: Dossier, item: str) -> DossierDocument:
    """Give a document of a dossier by its permanent address; WrongUse when it is not in it."""
    found = dossier.documents.get(address(item))
    if found is None:
        raise WrongUse(NOT_IN_DOSSIER, item=item, dossier=dossier.id)
    return found


def refuse_changed(dossier: Dossier, document: DossierDocument, seen: int | None) -> None:
    """Refuse an act on a document with which somebody did anything since it was looked at.

    `seen` tells after how many acts that was (`DossierDocument.acts`); None of who does not say.
    """
    if seen is not None and seen != document.acts:
        number, who = f"{document.number:04d}", document.changed_by or dossier.by
        raise Refused(CHANGED_DOCUMENT, document=number, name=who)


def _found(
    workplace: Workplace, named: list[str], question: Question | None, *, with_threads: bool
) -> dict[str, ArchivalItem]:
    for one in named:
        refuse_destroyed(workplace, one)
    found = _read(workplace, named)
    for item in _asked(workplace, question):
        found.setdefault(item.id, item)
    if with_threads:
        for item in _beside(workplace, list(found.values())):
            found.setdefault(item.id, item)
    return found


def _refuse_gone(workplace: Workplace, items: Iterable[ArchivalItem]) -> None:
    """Refuse what began to be destroyed meanwhile; asked under the lock of the decisions."""
    gone = destroyed_keys(workplace)
    for item in items:
        if item.key in gone:
            refuse_destroyed(workplace, item.id)


def _row(item: ArchivalItem) -> list[Json]:
    return [item.id, item.key, item.account, item.version, item.correction]


def _read(workplace: Workplace, named: list[str]) -> dict[str, ArchivalItem]:
    def read(catalogue: Catalogue, reader: ItemReader) -> dict[str, ArchivalItem]:
        return {one.id: one for one in (reader.read(locate(catalogue, n)[-1]) for n in named)}

    return ask_for_part(workplace, read) if named else {}


def _asked(workplace: Workplace, question: Question | None) -> Iterator[ArchivalItem]:
    if question is None:
        return
    for hits in Selection(workplace, question).pages():
        for hit in hits:
            if hit.item.kind is not ItemKind.PROFILE:
                yield hit.item


def _beside(workplace: Workplace, items: list[ArchivalItem]) -> list[ArchivalItem]:
    threads = dict.fromkeys(decode(item.thread or item.key) for item in items)
    gone = destroyed_keys(workplace)

    def read(catalogue: Catalogue, reader: ItemReader) -> list[ArchivalItem]:
        return [
            reader.read(place)
            for thread in threads
            for key, _, place in catalogue.database.threads.items_of(thread)
            if encode(key) not in gone
        ]

    return ask_for_part(workplace, read)
