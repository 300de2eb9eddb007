"""Execute a destruction list: really gone everywhere, while every other proof stays valid.

Order, after research into crash windows: intent; new generations; leaves and checkpoint; old ones
away; catalogue; search index; persons without items; search of every byte; done. From the intent
on, search and `show` hide the items, and imports pass over them.
"""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass

from weerklank.catalogue.catalogue import Catalogue
from weerklank.catalogue.item_places import Located
from weerklank.minimise.item_keys import ItemKeys
from weerklank.model.destruction import DestructionList, Ground, ListState
from weerklank.model.errors import BrokenInput
from weerklank.model.event import Book
from weerklank.model.ids import AccountId
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.platform import Platform
from weerklank.model.symbols import decode, encode
from weerklank.model.text import Text
from weerklank.package.names import PackageName
from weerklank.services.catalogue.open_catalogue import open_catalogue
from weerklank.services.change.clear_index import years_of
from weerklank.services.change.destruction_lists import check_step
from weerklank.services.change.pages_along import pages_along, pages_json
from weerklank.services.change.protected_items import refuse_protected
from weerklank.services.change.recover import recover
from weerklank.services.change.specify_list import specified
from weerklank.services.find.catalogue_anew import catalogue_anew
from weerklank.services.seal.check_sources import SourceCheck
from weerklank.services.seal.open_blind import open_blind
from weerklank.services.seal.read_destructions import (
    BEGUN,
    destroyed_keys,
    find_list,
    read_lists,
)
from weerklank.services.seal.read_replicas import replicas_with
from weerklank.services.seal.rewrite import Outcome, Step, rewrite
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.seal.search_bytes import Searched, search_bytes
from weerklank.services.seal.search_needles import needles_of
from weerklank.services.seal.stated_time import refuse_early
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

REWRITING = Text("Pakketten worden herschreven.", "Rewriting packages.")
INDEXING = Text("De zoekindex wordt opnieuw gemaakt.", "Making the search index anew.")
SEARCHING = Text("Elke byte van het archief wordt doorzocht.", "Searching every byte.")


@dataclass(frozen=True, slots=True)
class Destroyed:
    """A list that was executed, and what the search of every byte found."""

    list: DestructionList
    records: int
    searched: Searched
    #: Packages whose old generation a dead process had removed: proven by structure alone.
    by_structure: int


#: Refuses to begin with a list of which something may not go any more (Refused).
Refuses = Callable[[Workplace, DestructionList], None]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A destruction that began and can't go on, the accounts that it is of, and why."""

    list: str
    accounts: frozenset[str]
    damage: BrokenInput


def execute(workplace: Workplace, name: str, refuses: Refuses) -> Destroyed:
    """Execute an approved list; or go on with one that a dead process began.

    `refuses` is asked as the last thing before the intent is written, under the lock of the
    decisions: meanwhile the selection list, or a row of it, may have been decided on anew. NotNow
    for what goes by the selection list when the clock runs ahead of the time-stamp authority.
    """
    workplace.demand_sound()
    found = find_list(workplace, name)
    if not found.is_open:
        check_step(workplace, found, ListState.EXECUTED)
        if found.ground is Ground.SELECTION:
            refuse_early(workplace)
        # One that is half done would bring back what this one drops from the same package.
        waiting = finish_destructions(workplace)
        refuse_waiting(waiting, _accounts(workplace, found))
    accounts = _accounts(workplace, found)
    with ExitStack() as stack:
        for account in accounts:
            lock = workplace.layout.lock(f"account-{account}")
            stack.enter_context(locked(lock, account))
        found = find_list(workplace, name)  # as it stands under the locks
        if not found.is_open:
            check_step(workplace, found, ListState.EXECUTED)
            for account in accounts:
                # What a dead run finished and did not seal holds versions that nobody knows yet.
                recover(workplace, AccountId(account))
            if _accounts(workplace, found) == accounts:
                return _go_on(workplace, _begin(workplace, found, refuses))
        else:
            return _go_on(workplace, found)
    # Meanwhile a page came in of an account that is not locked, with one of the items on it.
    return execute(workplace, name, refuses)


def finish_destructions(workplace: Workplace) -> list[Waiting]:
    """Go on with every destruction that a dead process left open.

    Gives those that can't go on because of damage: they hold up their own accounts alone.
    """
    waiting = []
    for found in read_lists(workplace).values():
        if found.is_open:
            try:
                execute(workplace, found.id, _goes_on)
            except BrokenInput as damage:
                accounts = frozenset(_accounts(workplace, found))
                waiting.append(Waiting(found.id, accounts, damage))
    return waiting


def _goes_on(workplace: Workplace, found: DestructionList) -> None:
    """Refuse nothing: what has begun goes on."""


def refuse_waiting(waiting: list[Waiting], accounts: Iterable[str]) -> None:
    """Refuse work on accounts of which a destruction waits, by what stopped it (BrokenInput)."""
    for one in waiting:
        if not one.accounts.isdisjoint(accounts):
            raise one.damage


def _accounts(workplace: Workplace, found: DestructionList) -> list[str]:
    if found.packages is not None:
        return sorted({PackageName.read(name).account for name, _ in found.packages})
    catalogue = open_catalogue(workplace)
    try:
        every = _with_pages(catalogue, found)
        names = [place.package for key in every for place in _places(catalogue, key)]
    finally:
        catalogue.close()
    return sorted({PackageName.read(name).account for name in names})


def _with_pages(catalogue: Catalogue, found: DestructionList) -> list[str]:
    """Give the keys of a list and of the pages that go along by now."""
    pages = (one.key for one in pages_along(catalogue, found.keys))
    return [*dict.fromkeys((*found.keys, *pages))]


def _places(catalogue: Catalogue, key: str) -> list[Located]:
    return catalogue.database.places.versions_by_key(decode(key))


def _begin(workplace: Workplace, found: DestructionList, refuses: Refuses) -> DestructionList:
    """Write the intent, sealed: from here on the destruction only goes forward.

    BrokenInput, and no intent, when one of its packages is damaged, or the blind index. Refused
    when a hold or a hotspot came since it was approved, or `refuses` does. What went by another
    list meanwhile is named in the intent: this one does not destroy it.
    """
    catalogue = open_catalogue(workplace)
    try:
        every = _with_pages(catalogue, found)
        pages = pages_along(catalogue, every)
        places = [place for key in every for place in _places(catalogue, key)]
        specification = specified(catalogue, found, places)
    finally:
        catalogue.close()
    packages = sorted({(place.package, place.generation) for place in places})
    SourceCheck(workplace).check((PackageName.read(name), g) for name, g in packages)
    open_blind(workplace).close()
    told: JsonObject = {
        "packages": [{"generation": g, "package": name} for name, g in packages],
        "specification": specification,
        "threads": [*sorted({encode(place.thread) for place in places})],
    }
    if pages:
        told["pages"] = pages_json(pages)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        # As it stands now: meanwhile an archivist may have decided to keep what was marked.
        now = find_list(workplace, found.id)
        check_step(workplace, now, ListState.EXECUTED)
        is_other = now.keys != found.keys  # something was taken off
        if not is_other:
            along = (page.id for page in pages)
            refuse_protected(workplace, dict.fromkeys((*found.items, *along)), found.ground)
            refuses(workplace, now)
            gone = destroyed_keys(workplace)
            before: list[Json] = [
                {"key": key, "list": gone[key]} for key in now.keys if key in gone
            ]
            if before:
                told["before"] = before
            workplace.record(Book.DECISIONS, BEGUN, found.id, told)
    if is_other:
        return _begin(workplace, now, refuses)
    seal_events(workplace)
    return find_list(workplace, found.id)


def _go_on(workplace: Workplace, found: DestructionList) -> Destroyed:
    keys = frozenset(found.keys)
    steps = tuple(
        Step(((PackageName.read(name), generation),)) for name, generation in found.packages or ()
    )
    workplace.reporter.step(REWRITING)
    outcome = rewrite(workplace, steps, found.id, keys.__contains__)
    workplace.reporter.step(INDEXING)
    _catalogue_anew(workplace, found)
    workplace.reporter.step(SEARCHING)
    ids = ItemKeys(workplace.keys.ids)
    needles = needles_of(
        outcome.dropped, lambda platform, address: ids.key(Platform(platform), address)
    )
    # Of what a process dropped that died, nothing else is known any more.
    searched = search_bytes(workplace, needles.with_ids(found.items), exports=True)
    records = sum(len(dropped.items) for dropped in outcome.dropped)
    workplace.record(
        Book.DECISIONS,
        f"destruction.{ListState.EXECUTED}",
        found.id,
        {
            **_told(found, outcome, searched, records),
            "replicas": [*replicas_with(workplace, found.packages or ())],
        },
    )
    seal_events(workplace)
    return Destroyed(find_list(workplace, found.id), records, searched, outcome.unread)


def _told(
    found: DestructionList, outcome: Outcome, searched: Searched, records: int
) -> JsonObject:
    return {
        "items": len(found.items),
        "media": sum(len(dropped.media) for dropped in outcome.dropped),
        "originals": sum(len(dropped.sealed) for dropped in outcome.dropped),
        "pages": len(found.pages),
        "packages_by_structure": outcome.unread,
        "records": records,
        "search": searched.told(),
    }


def _catalogue_anew(workplace: Workplace, found: DestructionList) -> None:
    """Bring catalogue, search index and blind index to the new generations."""
    names = [name for name, _ in found.packages or ()]
    with catalogue_anew(workplace, names, years_of(found)) as catalogue:
        empty = frozenset(
            thread
            for thread in map(decode, found.threads)
            if not catalogue.database.threads.has(thread)
        )
    blind = open_blind(workplace)
    blind.forget_threads(empty)
    blind.close()
