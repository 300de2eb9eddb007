"""What a package tells of itself: which run filled it, and in which other it went up."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import orjson

from weerklank.model.event import Event
from weerklank.model.json_value import JsonObject
from weerklank.package.names import EVENTS, FORMATS
from weerklank.store.events import read_event
from weerklank.store.ocfl import CONTENT

SEALED, MERGED = "package.sealed", "package.merged"


@dataclass(frozen=True, slots=True)
class Story:
    """What happened to a package in which a version lies, from where it was put first."""

    sealed: Event
    merges: tuple[Event, ...]

    @property
    def first(self) -> str:
        """Name the package in which the version was put."""
        return self.sealed.subject

    @property
    def names(self) -> list[tuple[datetime, str]]:
        """Name the packages in which it lay, each from when."""
        return [(one.at, one.subject) for one in (self.sealed, *self.merges)]

    def held_in(self, package: str, at: datetime) -> bool:
        """Tell whether the version lay in a package at a moment."""
        names = [name for since, name in self.names if since <= at]
        return bool(names) and names[-1] == package


def read_events(folder: Path) -> tuple[Event, ...]:
    """Give the events that lie in a package, in order; none of a file that is not there."""
    path = folder / CONTENT / EVENTS
    lines = path.read_bytes().splitlines() if path.is_file() else []
    return tuple(map(read_event, lines))


def story_of(events: Iterable[Event], run: str, package: str | None) -> Story | None:
    """Give the story of what a run brought in; `package` is where it put that, where known."""
    every = tuple(events)
    begun = [one for one in every if one.kind == SEALED and one.data.get("run") == run]
    named = [one for one in begun if one.subject == package]
    if not begun:
        return None
    sealed = (named or begun)[0]
    return Story(sealed, tuple(_merges(every, sealed.subject)))


def _merges(events: Iterable[Event], name: str) -> Iterator[Event]:
    """Give the merges by which a package went up in others, one after the other."""
    for event in events:
        merged = event.data.get("merged")
        names = {str(one) for one in merged} if isinstance(merged, list) else set()
        if event.kind == MERGED and name in {event.subject, *names}:
            yield event
            name = event.subject


def read_formats(folder: Path) -> dict[str, JsonObject]:
    """Give what was identified of the files of a package, by their names in it."""
    path = folder / CONTENT / FORMATS
    lines = path.read_bytes().splitlines() if path.is_file() else []
    rows: list[JsonObject] = [orjson.loads(line) for line in lines]
    return {str(row["file"]): row for row in rows}
