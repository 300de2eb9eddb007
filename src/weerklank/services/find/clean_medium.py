"""Clean medium: a copy of a file of the archive without what it carries besides what it shows.

The copy is read from the original as it is asked for, and is nowhere on disk (docs/adr/0116).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from weerklank.media.clean import Clean, clean
from weerklank.media.clean import traces as look_for_traces
from weerklank.model.medium_trace import NotCleaned, Trace
from weerklank.services.find.media_format import Kind, kind_of

#: Of so many files it is remembered how their copy is put together: a player asks piece by piece.
_REMEMBERED = 64
#: And of so many what they carry.
_MOST_TRACES = 50_000


@dataclass(frozen=True, slots=True)
class CleanCopy:
    """A copy that can be handed out to who is not entitled to the original."""

    path: Path
    kind: Kind
    #: Kinds of what the original carries, and this doesn't.
    traces: frozenset[Trace]
    _made: Clean

    @property
    def size(self) -> int:
        """Bytes of the copy."""
        return self._made.pieces.size

    def read(self, place: int, count: int) -> bytes:
        """Give so many bytes from a place on; fewer at its end."""
        with self.path.open("rb") as file:
            return self._made.pieces.read(file, place, count)

    def blocks(self) -> Iterator[bytes]:
        """Give the whole of it, a block at a time."""
        with self.path.open("rb") as file:
            yield from self._made.pieces.blocks(file)


def clean_copy(path: Path, *, bare: bool = False) -> CleanCopy | NotCleaned:
    """Give the clean copy of a file, or why there is none: then nothing stands in its place.

    A bare one, for who asked by the Woo, has nothing but what is seen and heard.
    """
    kind, told = kind_of(path), path.stat()
    made = _cleaned(str(path), told.st_size, told.st_mtime_ns, kind.type, bare)
    if isinstance(made, NotCleaned):
        return made
    return CleanCopy(path, kind, made.traces, made)


@lru_cache(maxsize=_REMEMBERED)
def _cleaned(path: str, size: int, _: int, kind: str, bare: bool) -> Clean | NotCleaned:  # noqa: FBT001 - remembered by place
    with Path(path).open("rb") as file:
        return clean(file, size, kind, bare=bare)


def traces_of(path: Path) -> frozenset[Trace] | NotCleaned:
    """Tell what kinds of traces a file carries; reads no more of it than that takes."""
    told = path.stat()
    return _traces(str(path), told.st_size, told.st_mtime_ns, kind_of(path).type)


@lru_cache(maxsize=_MOST_TRACES)
def _traces(path: str, size: int, _: int, kind: str) -> frozenset[Trace] | NotCleaned:
    with Path(path).open("rb") as file:
        return look_for_traces(file, size, kind)
