"""Write several small packages as one: the next generation of the last, sorted by publication.

What the log holds of each record stays as it was: salts move along, and every proof line names
the first leaf of the segment that its ordinal counts in.
"""

import shutil
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from weerklank.model.canonical import canonical
from weerklank.model.event import Event
from weerklank.package.names import (
    ANSWER_PROOF,
    ANSWERS,
    EVENTS,
    MEDIA,
    PROOF,
    RECORDS,
    SOURCE,
    PackageName,
)
from weerklank.package.original_line import whose_original
from weerklank.package.reader import leaf_place, read_answers
from weerklank.package.rewriter import copy_keys, link_media, names_of_keys
from weerklank.package.writer import close_object
from weerklank.store.atomic import make_folder, replace_file
from weerklank.store.events import to_json
from weerklank.store.members import MemberWriter, nothing, read_members, read_place
from weerklank.store.ocfl import CONTENT, ORIGINALS, read_manifest

_LINES = (RECORDS, SOURCE, PROOF)
#: Bytes of unpacked members that are kept: lines of one member go to many places.
_KEPT = 64 << 20


class _Sorted(msgspec.Struct):
    created_at: str
    id: str
    sealed: str | None = None
    version: int = 1


_SORTED = msgspec.json.Decoder(_Sorted)


@dataclass(frozen=True, slots=True)
class Source:
    """A package that goes up in another."""

    folder: Path
    #: Its sealed object, if it has originals.
    sealed: Path | None
    #: First leaf of each of its generations in the log.
    firsts: dict[int, int]


class _Members:
    """Reads members of several files side by side, and keeps those used last unpacked."""

    def __init__(self, files: list[list[Path]]) -> None:
        self._files = files
        self._places = [
            [[place for place, _ in read_members(path)] for path in beside] for beside in files
        ]
        self._kept: OrderedDict[tuple[int, int], tuple[list[bytes], ...]] = OrderedDict()
        self._sizes: dict[tuple[int, int], int] = {}

    def read(self, source: int, number: int) -> tuple[list[bytes], ...]:
        """Give the lines of a member of each file of a source."""
        key = (source, number)
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
            return kept
        beside = zip(self._files[source], self._places[source], strict=True)
        kept = tuple(read_place(path, places[number]) for path, places in beside)
        self._kept[key] = kept
        self._sizes[key] = sum(len(line) for lines in kept for line in lines)
        while len(self._kept) > 1 and sum(self._sizes.values()) > _KEPT:
            oldest, _ = self._kept.popitem(last=False)
            del self._sizes[oldest]
        return kept


#: Where a line is: number of the source, member, line in the member.
_At = tuple[int, int, int]


def merge_packages(
    sources: list[Source],
    folder: Path,
    name: PackageName,
    generation: int,
    *,
    origin: str,
    moment: datetime,
    event: Event,
) -> None:
    """Write `sources` as one generation of `name` into `folder`, their originals beside it.

    The sealed object, if there are any originals, lies in `folder` with `-sealed` behind its
    name. Both are durable when this returns.
    """
    content = folder / CONTENT
    for sub in ("records", "source", "proof"):
        make_folder(content / sub)
    order = _write_lines(sources, content)
    _write_answers(sources, content)
    _write_events(sources, content, event)
    known: dict[str, str] = {}
    link_media([source.folder / CONTENT for source in sources], content, frozenset())
    for source in sources:
        digests = read_manifest(source.folder)
        known |= {path: d for path, d in digests.items() if path.startswith(f"{MEDIA}/")}
    beside = folder.with_name(folder.name + "-sealed")
    if any(source.sealed for source in sources):
        _write_originals(sources, beside, order)
        close_object(beside, name.object_id(origin, "s", generation), moment, {})
    close_object(folder, name.object_id(origin, "g", generation), moment, known)


def _write_lines(sources: list[Source], content: Path) -> list[tuple[str, int]]:
    """Write records, sources and proofs in order; give id and version of those with originals."""
    files = [[source.folder / CONTENT / name for name in _LINES] for source in sources]
    members = _Members(files)
    streams = [(content / name).open("wb") for name in _LINES]
    sealed: list[tuple[str, int]] = []
    try:
        writers = [MemberWriter(stream) for stream in streams]
        for (source, number, line), original in _in_order(files):
            three = [lines[line] for lines in members.read(source, number)]
            three[-1] = _with_segment(three[-1], sources[source].firsts)
            for writer, text in zip(writers, three, strict=True):
                writer.add(text)
            if original is not None:
                sealed.append(original)
        for stream, writer in zip(streams, writers, strict=True):
            writer.flush()
            if not writer.places:  # of packages with answers alone
                stream.write(nothing())
    finally:
        for stream in streams:
            stream.close()
    return sealed


def _in_order(files: list[list[Path]]) -> Iterator[tuple[_At, tuple[str, int] | None]]:
    """Give where each record is, by date of publication; id and version where it is sealed."""
    rows: list[tuple[str, _At, tuple[str, int] | None]] = []
    for source, three in enumerate(files):
        for number, (_, lines) in enumerate(read_members(three[0])):
            for line, text in enumerate(lines):
                record = _SORTED.decode(text)
                original = (record.id, record.version) if record.sealed else None
                rows.append((record.created_at, (source, number, line), original))
    rows.sort(key=lambda row: row[:2])
    return ((at, original) for _, at, original in rows)


def _with_segment(proof: bytes, firsts: dict[int, int]) -> bytes:
    """Let a proof line name its segment by first leaf, unless it does."""
    place = leaf_place(proof)
    if place.first is not None:
        return proof
    first = firsts[place.generation or min(firsts)]
    return b"%d+%d %b" % (first, place.ordinal, proof.partition(b" ")[2])


def _write_answers(sources: list[Source], content: Path) -> None:
    """Write the answers of all, in the order in which they came."""
    answers = [
        (answer.line, _with_segment(answer.proof, source.firsts))
        for source in sources
        for answer in read_answers(source.folder / CONTENT)
    ]
    for place, name in enumerate((ANSWERS, ANSWER_PROOF)) if answers else ():
        with (content / name).open("wb") as stream:
            writer = MemberWriter(stream)
            for answer in answers:
                writer.add(answer[place])
            writer.flush()


def _write_events(sources: list[Source], content: Path, event: Event) -> None:
    told = b"".join((source.folder / CONTENT / EVENTS).read_bytes() for source in sources)
    replace_file(content / EVENTS, told + canonical(to_json(event)) + b"\n")


def _write_originals(sources: list[Source], beside: Path, order: list[tuple[str, int]]) -> None:
    """Write originals in the order of their records, with the wrapped keys of all."""
    vaults = [source.sealed / CONTENT for source in sources if source.sealed]
    content = beside / CONTENT
    make_folder(content)
    members = _Members([[vault / ORIGINALS] for vault in vaults])
    at = _originals(vaults)
    with (content / ORIGINALS).open("wb") as stream:
        writer = MemberWriter(stream)
        for original in order:
            for vault, number, line in at[original]:
                (lines,) = members.read(vault, number)
                writer.add(lines[line])
        writer.flush()
    for folder in vaults:
        copy_keys(folder, content, names_of_keys(folder))
    shutil.copyfile(vaults[0] / "recipient.txt", content / "recipient.txt")


def _originals(vaults: list[Path]) -> dict[tuple[str, int], list[_At]]:
    """Tell where the originals of each id and version are, in the order in which they stand."""
    at: dict[tuple[str, int], list[_At]] = {}
    for vault, folder in enumerate(vaults):
        for number, (_, lines) in enumerate(read_members(folder / ORIGINALS)):
            for line, text in enumerate(lines):
                at.setdefault(whose_original(text), []).append((vault, number, line))
    return at
