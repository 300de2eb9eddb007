"""Search every byte: show that what was destroyed is in no file of the archive any more.

Looked for is what `search_needles` gives, in every file and inside every gzip member; in what is
kept of pages, which is a ZIP of such members, also each line of a text by itself, as a page writes
it; and in every export that the journal knows, where it was written, in the names of its files as
well. What a kept record or the register says too (a post that was sent twice, the account's own
name, a link in somebody's words) is proven by structure instead: the ids and lines of the new
generation are those of the old less the list. An address that a kept record holds as a field is
found: an opaque id must stand there.

What could not be looked through is told with the reason. In the pictures and the print of a page
words can't be looked for: those go with the page, by structure.
"""

import bz2
import gzip
import lzma
import os
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Protocol

import orjson
from ahocorasick_rs import BytesAhoCorasick

from weerklank.model.destruction import NotSearched, WhyNot
from weerklank.model.json_value import JsonObject
from weerklank.package.names import MEDIA, RECORDS, SOURCE, packages
from weerklank.services.seal.known_exports import known_exports, name_of
from weerklank.services.seal.search_needles import Kind, Needles, is_address, strings_of
from weerklank.services.workplace import Workplace
from weerklank.store.members import BrokenMember, read_members
from weerklank.store.ocfl import CONTENT

#: What an address goes on with when it is another one: the number 12 does not name post 1.
_GOES_ON = re.compile(rb"[0-9A-Za-z]")
#: Endings of the files of a page that can be read as text.
_PAGES = (".wacz", ".txt")
_ZIPS = (".wacz", ".zip")
#: How files begin that are packed whole, with what unpacks them, and those that nothing here does
#: (zstd, 7-Zip, RAR, Parquet). Looked at in exports: others may have packed what lies there.
_PACKED: dict[bytes, Callable[[Path], gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile]] = {
    b"\x1f\x8b": gzip.GzipFile,
    b"BZh": bz2.BZ2File,
    b"\xfd7zXZ\x00": lzma.LZMAFile,
}
_CLOSED = (b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"PAR1")
_LONGEST_BEGIN = 8
_BLOCK = 1 << 22
#: Where it may be told who a person is: by right, whatever became of what they wrote.
_PERSONS = ("access", "blind", "decisions")
#: Place of what lies outside the archive.
EXPORTS = "exports"


class Reads(Protocol):
    """Gives bytes."""

    def read(self, size: int = ..., /) -> bytes:
        """Give the next bytes; none at the end."""
        ...


#: Notes that a file could not be looked through.
Note = Callable[[WhyNot], None]


@dataclass(slots=True)
class Searched:
    """What the search of every byte found."""

    needles: int = 0
    files: int = 0
    bytes: int = 0
    #: Needles that a kept record holds too: proven by structure.
    by_structure: int = 0
    #: Files in which something was found that should be gone.
    found: list[str] = field(default_factory=list)
    #: How many files were looked through, by folder of the archive, or `exports`.
    places: Counter[str] = field(default_factory=Counter)
    not_searched: list[NotSearched] = field(default_factory=list)

    def told(self) -> JsonObject:
        """Write it as the event of a decision has it."""
        return {
            "bytes": self.bytes,
            "by_structure": self.by_structure,
            "files": self.files,
            "found": [*self.found],
            "needles": self.needles,
            "not_searched": [one.told() for one in self.not_searched],
            "places": {place: self.places[place] for place in sorted(self.places)},
        }


def search_bytes(
    workplace: Workplace, needles: Needles, *, media: bool = True, exports: bool = False
) -> Searched:
    """Look for needles in every file of the archive; in those of media only where asked.

    With `exports` also in what was exported of it, as far as the journal knows.
    """
    wanted = [*needles.kinds]
    result = Searched(needles=len(wanted))
    if not wanted:
        return result
    search = _Search(BytesAhoCorasick(wanted), [*needles.kinds.values()])
    longest = max(map(len, wanted)) + 1
    lines = {
        package.folder / CONTENT / name
        for package in packages(workplace.layout)
        for name in (RECORDS, SOURCE)
    }
    root = workplace.layout.root

    def linked(path: Path) -> None:
        result.not_searched.append(NotSearched(name_of(path, root), WhyNot.ELSEWHERE))

    for path in _files(root, linked):
        folder = "." if path.parent == root else path.relative_to(root).parts[0]
        name = name_of(path, root)
        if not media and f"/{CONTENT}/{MEDIA}/" in name:
            continue
        by_right = path in lines or name.startswith("register/")
        _look_through(search, result, path, longest, _Place(name, folder, by_right=by_right))
    for export in known_exports(workplace) if exports else ():
        if not export.is_dir():
            result.not_searched.append(NotSearched(name_of(export, root), WhyNot.MOVED))
            continue
        for path in _files(export, linked):
            place = _Place(name_of(path, root), EXPORTS, by_right=False)
            # Media lie there by the address of their item, and nothing within them tells it.
            search.look(bytes(path.relative_to(export)), place)
            _look_through(search, result, path, longest, place)
    result.by_structure = len(search.kept)
    result.found = search.left()
    return result


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a file lies, and whether what stands in it stands there by right."""

    name: str
    folder: str
    by_right: bool

    def may_hold(self, kind: Kind) -> bool:
        """Tell whether a needle is not looked for here."""
        match kind:
            case Kind.LINE:
                of_page = f"/{CONTENT}/{MEDIA}/" in self.name and self.name.endswith(_PAGES)
                return not of_page and self.folder != EXPORTS
            case Kind.PERSON:
                return self.folder in _PERSONS
            case Kind.ID:
                return self.folder != EXPORTS
            case _:
                return False


def _look_through(
    search: "_Search", result: Searched, path: Path, longest: int, place: _Place
) -> None:
    result.files += 1
    result.places[place.folder] += 1

    def note(why: WhyNot) -> None:
        result.not_searched.append(NotSearched(place.name, why))

    pieces = _pieces(path, longest, note)
    if place.folder == EXPORTS:
        pieces = chain(pieces, _of_packed(path, longest, note))
    for piece in pieces:
        result.bytes += len(piece)
        if place.by_right:
            search.look_in_kept(piece, place.name)
        else:
            search.look(piece, place)


@dataclass(slots=True)
class _Search:
    """What was found up to now."""

    automaton: BytesAhoCorasick
    kinds: list[Kind]
    #: Needles that stand somewhere by right.
    kept: set[int] = field(default_factory=set)
    places: dict[int, set[str]] = field(default_factory=dict)
    #: Files of kept records in which an address stands where an opaque id must.
    found: set[str] = field(default_factory=set)

    def look(self, piece: bytes, place: _Place) -> None:
        """Look in what should not hold any of it."""
        for number, _, _ in self._matches(piece):
            if not place.may_hold(self.kinds[number]):
                self.places.setdefault(number, set()).add(place.name)

    def look_in_kept(self, piece: bytes, name: str) -> None:
        """Look in lines of kept records, and in the register."""
        for number, start, end in self._matches(piece):
            if self.kinds[number] is Kind.ID:
                continue
            self.kept.add(number)
            if self.kinds[number] is not Kind.ADDRESS or not name.endswith(SOURCE):
                continue
            if _is_a_field(piece, start, end):
                self.found.add(name)

    def _matches(self, piece: bytes) -> Iterator[tuple[int, int, int]]:
        for match in self.automaton.find_matches_as_indexes(piece, overlapping=True):
            is_whole = self.kinds[match[0]] in (Kind.ADDRESS, Kind.ID)
            if not (is_whole and _is_of_another(piece, *match[1:])):
                yield match

    def left(self) -> list[str]:
        """Give the files in which something is that should be gone.

        A text that a kept record holds may stand elsewhere by right too.
        """
        left = (names for number, names in self.places.items() if number not in self.kept)
        return sorted(self.found.union(*left))


def _is_of_another(piece: bytes, start: int, end: int) -> bool:
    """Tell of a match whether it goes on: the address of post 12 begins with that of post 1."""
    before = piece[start - 1 : start] if start else b""
    return bool(_GOES_ON.match(piece[end : end + 1]) or (before and before.isdigit()))


def _is_a_field(piece: bytes, start: int, end: int) -> bool:
    """Tell whether what was found in lines of sources is an address by itself, not in a text."""
    line = piece[piece.rfind(b"\n", 0, start) + 1 :].split(b"\n", 1)[0]
    match = piece[start:end].decode()
    return any(match in text and is_address(text) for text in strings_of(orjson.loads(line)))


def _files(root: Path, linked: Callable[[Path], None]) -> Iterator[Path]:
    """Give every file of a folder; `linked` is told of what is a link to another place."""
    for base, folders, names in os.walk(root):
        folders.sort()
        for path in (Path(base, name) for name in sorted((*names, *folders))):
            if path.is_symlink():
                linked(path)
            elif path.is_file():
                yield path


def _pieces(path: Path, overlap: int, note: Note) -> Iterator[bytes]:
    """Give the bytes of a file with overlaps, those of a gzip file unpacked.

    What can't be unpacked is noted; `verify` says what is wrong with it. Nothing of a file that is
    gone: a run on another account clears its working files away.
    """
    try:
        if path.suffix == ".gz":
            try:
                for _, lines in read_members(path):
                    yield b"\n".join(lines)
            except BrokenMember:
                note(WhyNot.DAMAGED)
            return
        with path.open("rb") as stream:
            yield from _blocks(stream, overlap)
        if path.suffix in _ZIPS:
            yield from _of_zip(path, overlap, note)
    except FileNotFoundError:
        return
    except OSError:
        note(WhyNot.UNREADABLE)


def _of_packed(path: Path, overlap: int, note: Note) -> Iterator[bytes]:
    """Give what is packed in a file, whatever its name; notes what can't be unpacked."""
    try:
        with path.open("rb") as stream:
            begin = stream.read(_LONGEST_BEGIN)
        if begin.startswith(_CLOSED):
            note(WhyNot.UNREADABLE)
            return
        for sign, unpacks in _PACKED.items():
            if begin.startswith(sign) and path.suffix != ".gz":
                with unpacks(path) as packed:
                    yield from _blocks(packed, overlap)
        if path.suffix not in _ZIPS and zipfile.is_zipfile(path):
            yield from _of_zip(path, overlap, note)
    except FileNotFoundError:
        return
    except (OSError, EOFError, zlib.error, lzma.LZMAError):
        note(WhyNot.DAMAGED)


def _of_zip(path: Path, overlap: int, note: Note) -> Iterator[bytes]:
    """Give what is packed in the members of a ZIP; each as far as it can be unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                is_gzip = member.filename.endswith(".gz")
                if member.compress_type == zipfile.ZIP_STORED and not is_gzip:
                    continue  # it was looked at as it lies there
                with archive.open(member) as raw:
                    stream = gzip.GzipFile(fileobj=raw) if is_gzip else raw
                    yield from _blocks(stream, overlap)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error):
        note(WhyNot.DAMAGED)
    except (ValueError, OverflowError, lzma.LZMAError):  # names and places that can't be
        note(WhyNot.DAMAGED)
    except gzip.BadGzipFile:
        note(WhyNot.DAMAGED)


def _blocks(stream: Reads, overlap: int) -> Iterator[bytes]:
    """Give a stream in blocks, each with the end of the one before."""
    tail = b""
    while block := stream.read(_BLOCK):
        yield tail + block
        tail = (tail + block)[-overlap:]
