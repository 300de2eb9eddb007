"""The lives of items: everything that records, packages, log and books tell of each, in order.

The books are read once for all lives that are asked for; of a life nothing is remembered but what
its package holds for the next one in it.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC
from functools import lru_cache
from pathlib import Path

from weerklank.catalogue.catalogue import Catalogue
from weerklank.catalogue.item_places import Located
from weerklank.model.account import Scenario
from weerklank.model.clock import civil_day, from_iso
from weerklank.model.event import Event
from weerklank.model.ids import AccountId
from weerklank.model.item import ArchivalItem
from weerklank.model.json_value import JsonObject
from weerklank.model.life import LifeEvent, LifeKind, LifeOutcome
from weerklank.model.selection import Direction
from weerklank.package.names import PackageName
from weerklank.package.original_line import destroyed_by, whose_original
from weerklank.package.reader import Lines, read_three
from weerklank.register.book import Register
from weerklank.services.catalogue.find_package import Moved, find_generation
from weerklank.services.life.kept import kept_events
from weerklank.services.life.of_files import file_events
from weerklank.services.life.of_records import Held, on_its_way_in, on_platform
from weerklank.services.life.package_story import read_events, read_formats, story_of
from weerklank.services.life.scopes import Scopes
from weerklank.services.life.tell_decisions import Telling, decision, person, tell_of_item
from weerklank.services.life.told_events import read_books
from weerklank.services.seal.first_leaves import first_leaves
from weerklank.services.seal.old_places import old_places
from weerklank.services.workplace import Workplace
from weerklank.store.members import read_lines
from weerklank.store.ocfl import CONTENT, ORIGINALS

_ORDER = {kind: number for number, kind in enumerate(LifeKind)}


class Lives:
    """Tells lives, one after another, as the catalogue is now."""

    def __init__(self, workplace: Workplace, catalogue: Catalogue) -> None:
        self._workplace = workplace
        self._catalogue = catalogue
        self._books = read_books(workplace)
        self._scopes = Scopes(workplace, catalogue, self._books)
        self._register = workplace.register()
        self._firsts = first_leaves(workplace)
        self._segments = [
            (first, str(statement["package"])) for first, statement in workplace.log.packages()
        ]
        self._folder = lru_cache(maxsize=64)(self._find)
        self._events = lru_cache(maxsize=16)(read_events)
        self._formats = lru_cache(maxsize=4)(read_formats)
        self._destroyed = lru_cache(maxsize=4)(self._originals_gone)

    def of(
        self, places: Sequence[Located], lines: Sequence[Lines] = (), *, checks: bool = True
    ) -> list[LifeEvent]:
        """Give the life of an item by where its versions lie, oldest first.

        `lines` are what was read of them already; without `checks` those are left out, of which
        there are hundreds in ten years. BrokenInput where one can't be read; Moved where
        a package was rewritten meanwhile.
        """
        read = lines or [self.lines(place) for place in places]
        versions = [self._held(one, place) for one, place in zip(read, places, strict=True)]
        return in_order(self._all(versions, places, checks=checks))

    def _all(
        self, versions: list[Held], places: Sequence[Located], *, checks: bool
    ) -> Iterator[LifeEvent]:
        newest = versions[-1].item
        yield from on_platform(versions)
        for held in versions:
            started = self._books.journal.of(held.item.run)
            yield from on_its_way_in(held, started[0] if started else None)
        yield from kept_events(versions, self._books, checks=checks)
        items = [held.item for held in versions]
        yield from file_events(items, self._books.journal, checks=checks)
        tellings = [
            *self._named(newest),
            *self._corrections(versions),
            *self._originals(versions, places),
            *self._scopes.tell(newest, places[-1], versions[0]),
        ]
        for told in since_it_is_here(tellings, versions):
            yield event_of(newest.id, told)

    def _named(self, item: ArchivalItem) -> Iterator[Telling]:
        """Tell what names the item, its account, all rights, or all of its direction."""
        decisions = self._books.decisions
        names = [item.id, item.key, item.account, "", direction_of(item, self._register)]
        for name in names:
            for event in decisions.of(name):
                scope = "" if name in {item.id, item.key} else _scope_of(event, name)
                for told in tell_of_item(event, item):
                    yield replace(told, scope=scope)
        for event in self._books.journal.of(item.key):
            yield from tell_of_item(event, item)

    def _corrections(self, versions: Iterable[Held]) -> Iterator[Telling]:
        for number in dict.fromkeys(one.item.correction for one in versions):
            for event in self._books.decisions.of(number) if number else ():
                yield Telling(
                    LifeKind.CORRECTED,
                    event.at,
                    (person(event.actor),),
                    linked=decision(event.subject),
                )

    def _originals(self, versions: Iterable[Held], places: Iterable[Located]) -> Iterator[Telling]:
        """Tell by which decision a sealed original was destroyed, where one was."""
        numbers: dict[str, None] = {}
        for held, place in zip(versions, places, strict=True):
            if held.item.sealed or held.item.sealed_later:
                gone = self._destroyed(place.package, place.generation)
                number = gone.get((held.item.id, held.item.version))
                if number is not None:
                    numbers[number] = None
        for number in numbers:
            for event in self._books.decisions.of(number):
                yield Telling(
                    LifeKind.ORIGINAL_DESTROYED,
                    event.at,
                    (person(event.actor),),
                    linked=decision(number),
                )

    def _held(self, lines: Lines, place: Located) -> Held:
        folder = self._folder(place.package, place.generation)
        leaf = lines.place.leaf(self._firsts[place.package])
        item = lines.item
        story = story_of(self._events(folder), item.run, self._package_at(leaf))
        formats: dict[str, JsonObject] = self._formats(folder) if item.media else {}
        return Held(item, leaf, story, formats)

    def _package_at(self, leaf: int) -> str | None:
        """Name the package in whose segment of the log a leaf is."""
        index = bisect_right(self._segments, (leaf, "\U0010ffff")) - 1
        return self._segments[index][1] if index >= 0 else None

    def lines(self, place: Located) -> Lines:
        """Read what is kept of one version; Moved where its package was rewritten."""
        folder = self._folder(place.package, place.generation)
        return read_three(folder, place.records, place.sources, place.proofs, place.line)

    def _find(self, package: str, generation: int) -> Path:
        found = find_generation(self._workplace, package, generation)
        if found is None:
            raise Moved
        return found.folder

    def _originals_gone(self, package: str, generation: int) -> dict[tuple[str, int], str]:
        """Give by which decision each sealed original of a package was destroyed that was."""
        _, sealed = old_places(self._workplace, PackageName.read(package), generation)
        path = sealed / CONTENT / ORIGINALS if sealed else None
        if path is None or not path.is_file():
            return {}
        rows = ((line, destroyed_by(line)) for line in read_lines(path))
        return {whose_original(line): number for line, number in rows if number is not None}


def direction_of(item: ArchivalItem, register: Register) -> str:
    """Name all content of the direction that the item has, as selection decisions do."""
    account = register.accounts.get(AccountId(item.account))
    if account is None or not item.is_dated:
        return "-"
    day = civil_day(item.created_at)
    scenario = account.scenario_on(day)
    one_way = scenario is Scenario.A or (scenario is Scenario.C and account.is_one_way_on(day))
    return str(Direction.ONE_WAY if one_way else Direction.TWO_WAY)


def _scope_of(event: Event, name: str) -> str:
    """Name what an event is decided of: the next decision of the same name takes its place."""
    area = event.kind.partition(".")[0]
    return f"{area}:{event.subject if area == 'selection' else name}"


def since_it_is_here(tellings: Iterable[Telling], versions: Sequence[Held]) -> Iterator[Telling]:
    """Leave out what was decided for more than the item, and was over before it came in."""
    begun = min(from_iso(held.item.captured_at) for held in versions)
    before: dict[str, Telling] = {}
    for told in sorted(tellings, key=lambda one: one.at):
        if told.scope and told.at < begun:
            before[told.scope] = told
        else:
            yield told
    yield from (told for told in before.values() if told.kind not in _ENDS)


_ENDS = frozenset(
    {
        LifeKind.RIGHTS_ENDED,
        LifeKind.APPRAISAL_ENDED,
        LifeKind.HOTSPOT_WITHDRAWN,
        LifeKind.HOLD_LIFTED,
    }
)


def event_of(item: str, told: Telling) -> LifeEvent:
    """Make an event of a life of what is told."""
    return LifeEvent(
        id="",
        kind=told.kind,
        at=told.at,
        item=item,
        agents=told.agents,
        outcome=LifeOutcome.SUCCESS,
        note=told.note,
        reason=told.reason,
        linked=told.linked,
    )


def in_order(events: Iterable[LifeEvent]) -> list[LifeEvent]:
    """Put events in the order in which they happened, and number what happened at one moment."""
    found: list[LifeEvent] = []
    seen: dict[str, int] = {}
    for event in sorted(events, key=_when):
        at = event.at.astimezone(UTC)
        mark = f"{event.item}/{event.kind}-{at:%Y%m%dT%H%M%S}{at.microsecond // 1000:03d}Z"
        seen[mark] = seen.get(mark, 0) + 1
        number = f"-{seen[mark]}" if seen[mark] > 1 else ""
        found.append(replace(event, id=f"{mark}{number}"))
    return found


def _when(event: LifeEvent) -> tuple[object, int, int, str]:
    links = " ".join(one.name for one in event.linked)
    return event.at, _ORDER[event.kind], event.version or 0, f"{event.medium} {links}"
