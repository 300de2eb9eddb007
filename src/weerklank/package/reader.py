"""Read packages: the other place where text counts as minimised, since it was when written."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path

import msgspec
import orjson

from weerklank.model.answer import Envelope
from weerklank.model.errors import BrokenInput
from weerklank.model.item import ArchivalItem
from weerklank.model.text import Text
from weerklank.package.names import ANSWER_PROOF, ANSWERS, PROOF, RECORDS, SOURCE, Found
from weerklank.store.members import (
    PART_GONE,
    BrokenMember,
    Place,
    read_lines,
    read_members,
    read_place,
)
from weerklank.store.ocfl import CONTENT, is_whole

_PROOF = re.compile(rb"(?:(?:\d{1,12}|g\d{1,6})\+)?\d{1,12} [0-9a-f]{32}( [^ =]+=[0-9a-f]{32})*")
UNEVEN = Text("niet evenveel regels als bron en bewijs", "not as many lines as source and proof")
NO_RECORD = Text("een regel is geen record", "a line is no record")
NO_JSON = Text("een regel is geen JSON", "a line is no JSON")
NO_PROOF_LINE = Text("een regel is geen bewijsregel", "a line is no proof line")
_RECORD = msgspec.json.Decoder(ArchivalItem)
_ENVELOPE = msgspec.json.Decoder(Envelope)


@dataclass(frozen=True, slots=True)
class LeafPlace:
    """Where the leaf of a proof line is: in which segment, and which of its leaves."""

    #: First leaf of the segment, where the line names it: in a package that others went up in.
    first: int | None
    #: Generation of this package that wrote the line anew, where it did: the segment is of that.
    generation: int | None
    ordinal: int

    def leaf(self, firsts: Mapping[int, int]) -> int:
        """Give the number of the leaf; `firsts` gives the first leaf of each generation."""
        if self.first is not None:
            return self.first + self.ordinal
        return firsts[self.generation or min(firsts)] + self.ordinal


def leaf_place(proof: bytes) -> LeafPlace:
    """Read where a proof line's leaf is."""
    segment, plus, ordinal = proof.partition(b" ")[0].rpartition(b"+")
    if segment.startswith(b"g"):
        return LeafPlace(None, int(segment[1:]), int(ordinal))
    return LeafPlace(int(segment) if plus else None, None, int(ordinal))


@dataclass(frozen=True, slots=True)
class Lines:
    """What is kept of one item: three lines, as they were committed to."""

    record: bytes
    source: bytes
    proof: bytes

    @property
    def item(self) -> ArchivalItem:
        """The record, read; it was looked at when the line was read."""
        return _RECORD.decode(self.record)

    @property
    def place(self) -> LeafPlace:
        """Where the leaf is."""
        return leaf_place(self.proof)

    @property
    def salt(self) -> bytes:
        """Salt of the commitment."""
        return bytes.fromhex(self.proof.split(b" ", 2)[1].decode())

    @property
    def media_salts(self) -> dict[str, str]:
        """Salt of each medium, hexadecimal."""
        pairs = (word.split("=", 1) for word in self.proof.decode().split(" ")[2:])
        return {pair[0]: pair[1] for pair in pairs}


@dataclass(frozen=True, slots=True)
class AnswerLines:
    """What is kept of one answer of an API: its envelope and the proof line, as committed to."""

    line: bytes
    proof: bytes

    @property
    def envelope(self) -> Envelope:
        """The envelope, read."""
        return _ENVELOPE.decode(self.line)

    @property
    def salt(self) -> bytes:
        """Salt of the commitment."""
        return bytes.fromhex(self.proof.split(b" ", 2)[1].decode())


def read_answers(content: Path) -> Iterator[AnswerLines]:
    """Read the answers of a package by its content folder; none where no API was asked."""
    if (content / ANSWERS).is_file():
        streams = (read_lines(content / name) for name in (ANSWERS, ANSWER_PROOF))
        for line, proof in zip(*streams, strict=True):
            yield AnswerLines(line, proof)


@dataclass(frozen=True, slots=True)
class Member:
    """One member of records with its places in the three files."""

    records: Place
    sources: Place
    proofs: Place
    lines: list[bytes]
    #: The lines of the sources.
    told: list[bytes]


def read_items(package: Found) -> Iterator[tuple[Member, list[ArchivalItem]]]:
    """Read a package member by member, records only, with the places of all three files."""
    content = package.folder / CONTENT
    streams = (read_members(content / path) for path in (RECORDS, SOURCE, PROOF))
    with _lines_of(package.folder):
        for three in zip_longest(*streams):
            if None in three or len({len(lines) for _, lines in three}) > 1:
                raise BrokenMember(content / RECORDS, UNEVEN)
            (record, lines), (source, told), (proof, _) = three
            items = [_RECORD.decode(line) for line in lines]
            yield Member(record, source, proof, lines, told), items


@contextmanager
def _lines_of(folder: Path) -> Iterator[None]:
    """Name the file of a package that is missing, or holds a line that is no record.

    A package that is gone as a whole was moved or rewritten: FileNotFoundError, as ever.
    """
    try:
        yield
    except FileNotFoundError as error:
        if is_whole(folder):
            raise BrokenInput(PART_GONE, path=Path(error.filename)) from error
        raise
    except (msgspec.DecodeError, IndexError, ValueError) as error:
        raise BrokenMember(folder / CONTENT / RECORDS, NO_RECORD) from error


#: What tells that a file was written to since: its number, size and times.
_State = tuple[int, int, int, int]


@lru_cache(maxsize=64)
def _as_it_was(path: Path, place: Place, state: _State) -> tuple[bytes, ...]:  # noqa: ARG001 - part of what is remembered
    return tuple(read_place(path, place))


def _member(path: Path, place: Place) -> tuple[bytes, ...]:
    return _as_it_was(path, place, _state(path))


def _state(path: Path) -> _State:
    """Tell what a file is by now: what was read of it before holds only for that."""
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def read_line(record: bytes) -> ArchivalItem:
    """Read one record line."""
    return _RECORD.decode(record)


def read_record(folder: Path, place: Place, line: int) -> ArchivalItem:
    """Read one record; the members read last are remembered, as long as their file stays as is."""
    with _lines_of(folder):
        return _RECORD.decode(_member(folder / CONTENT / RECORDS, place)[line])


def read_three(
    folder: Path,
    records: Place,
    sources: Place,
    proofs: Place,
    line: int,
    *,
    from_disk: bool = False,
) -> Lines:
    """Read all three lines of one item; `from_disk` is to vouch for what lies there now."""
    content = folder / CONTENT
    look: Callable[[Path, Place], Sequence[bytes]] = read_place if from_disk else _member
    with _lines_of(folder):
        read = Lines(
            *(
                look(content / path, place)[line]
                for path, place in ((RECORDS, records), (SOURCE, sources), (PROOF, proofs))
            )
        )
        _RECORD.decode(read.record)
    try:
        orjson.loads(read.source)
    except ValueError as error:
        raise BrokenMember(content / SOURCE, NO_JSON) from error
    if not _PROOF.fullmatch(read.proof):
        raise BrokenMember(content / PROOF, NO_PROOF_LINE)
    return read
