"""Search every byte: show that what was destroyed is in no file of the archive any more.

Looked for are texts of 30 characters and more, salts, and the addresses of the posts, in every
file and inside every gzip member; in what is kept of pages, which is a ZIP of such members, also
each line of a text by itself, as a page writes it. What a kept record or the register says too (a
post that was sent twice, the account's own name, a link in somebody's words) is proven by
structure instead: the ids and lines of the new generation are those of the old less the list. An
address that a kept record holds as a field is found: an opaque id must stand there.

In the pictures and the print of a page words can't be looked for: those go with the page, by
structure.
"""

import contextlib
import gzip
import html
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import msgspec
import orjson
from ahocorasick_rs import BytesAhoCorasick

from weerklank.model.item import ItemKind
from weerklank.model.item_address import item_address
from weerklank.model.json_value import Json, JsonObject
from weerklank.package.names import MEDIA, RECORDS, SOURCE, packages
from weerklank.package.rewriter import Dropped
from weerklank.services.workplace import Workplace
from weerklank.store.members import BrokenMember, read_members
from weerklank.store.ocfl import CONTENT

_SHORTEST = 30
#: Figures from which a number is of one post alone, wherever it stands.
_SHORTEST_NUMBER = 15
#: What an address goes on with when it is another one: the number 12 does not name post 1.
_GOES_ON = re.compile(rb"[0-9A-Za-z]")
_ADDRESS = re.compile(r"(?:https?://|web\+ap://|tag:)\S+", re.IGNORECASE)
#: What texts begin with that are an address, or stand for one.
_OPAQUE = ("http", "weerklank:", "tag:")
#: Endings of the files of a page that can be read as text.
_PAGES = (".wacz", ".txt")
_BLOCK = 1 << 22
#: Longer needles are cut: their beginning tells as much.
_LONGEST = 400


class Reads(Protocol):
    """Gives bytes."""

    def read(self, size: int = ..., /) -> bytes:
        """Give the next bytes; none at the end."""
        ...


#: Gives the key of an item by its platform and its address.
KeyOf = Callable[[str, str], str]


class _Item(msgspec.Struct):
    key: str
    kind: ItemKind
    platform: str


_ITEM = msgspec.json.Decoder(_Item)


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

    def told(self) -> JsonObject:
        """Write it as the event of a decision has it."""
        return {
            "bytes": self.bytes,
            "by_structure": self.by_structure,
            "files": self.files,
            "found": [*self.found],
            "needles": self.needles,
        }


@dataclass(frozen=True, slots=True)
class Needles:
    """What must be found nowhere."""

    #: Texts and salts.
    texts: list[bytes]
    #: Addresses of the posts, and their numbers where those are long enough.
    addresses: list[bytes]
    #: Lines of those texts as a page shows them: looked for in the files of pages alone.
    lines: list[bytes] = field(default_factory=list)


def needles_of(dropped: list[Dropped], key_of: KeyOf) -> Needles:
    """Give what must be found nowhere; `key_of` gives the key of an item by its address."""
    texts = _texts(dropped)
    lines = [line for line in _lines(dropped) if line not in {*texts}]
    return Needles(texts, _addresses(dropped, key_of), lines)


def _lines(dropped: list[Dropped]) -> list[bytes]:
    """Give each line of each text in the forms in which a page, or its text, may have it."""
    needles: dict[bytes, None] = {}
    for line in (line for one in dropped for line in one.lines):
        for text in _strings(orjson.loads(line)):
            if text.startswith(_OPAQUE):
                continue
            for part in (part.strip() for part in text.splitlines()):
                if len(part) >= _SHORTEST:
                    said = orjson.dumps(part)[1:-1].decode()
                    for form in (part, said, html.escape(part, quote=False), html.escape(part)):
                        needles[form.encode()[:_LONGEST]] = None
    return list(needles)


def _addresses(dropped: list[Dropped], key_of: KeyOf) -> list[bytes]:
    """Give every address in the lines that is of the item itself: those of which the key is."""
    needles: dict[bytes, None] = {}
    for one in dropped:
        for record, source in zip(one.lines[::2], one.lines[1::2], strict=True):
            item = _ITEM.decode(record)
            if item.kind is ItemKind.PROFILE:
                continue  # its address names the author of every item that stays
            found = (*_strings(orjson.loads(record)), *_strings(orjson.loads(source)))
            for text in dict.fromkeys(found):
                if not _ADDRESS.fullmatch(text):
                    continue
                form = item_address(text)
                if key_of(item.platform, form) == item.key:
                    needles[text.encode()] = None
                    number = form.rpartition("/")[2]
                    if number.isdecimal() and len(number) >= _SHORTEST_NUMBER:
                        needles[number.encode()] = None
    return list(needles)


def _texts(dropped: list[Dropped]) -> list[bytes]:
    lines = (line for one in dropped for line in one.lines)
    texts = (text for line in lines for text in _strings(orjson.loads(line)))
    return texts_of(texts, (salt for one in dropped for salt in one.salts))


def texts_of(texts: Iterable[str], salts: Iterable[bytes]) -> list[bytes]:
    """Give texts that are long enough to be of one post alone, and salts, in every form."""
    needles: dict[bytes, None] = {}
    for text in texts:
        if len(text) >= _SHORTEST and not text.startswith(_OPAQUE):
            for form in (orjson.dumps(text)[1:-1], text.encode()):
                needles[form[:_LONGEST]] = None
    for salt in salts:
        needles[salt] = None
        needles[bytes.fromhex(salt.decode())] = None
    return list(needles)


def _strings(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def search_bytes(workplace: Workplace, needles: Needles, *, media: bool = True) -> Searched:
    """Look for needles in every file of the archive; in those of media only where asked."""
    wanted = [*needles.texts, *needles.addresses, *needles.lines]
    result = Searched(needles=len(wanted))
    if not wanted:
        return result
    first_address = len(needles.texts)
    first_line = first_address + len(needles.addresses)
    search = _Search(BytesAhoCorasick(wanted), first_address, first_line)
    lines = {
        package.folder / CONTENT / name
        for package in packages(workplace.layout)
        for name in (RECORDS, SOURCE)
    }
    for path in _files(workplace.layout.root):
        name = path.relative_to(workplace.layout.root).as_posix()
        if not media and f"/{CONTENT}/{MEDIA}/" in name:
            continue
        result.files += 1
        by_right = path in lines or name.startswith("register/")
        for piece in _pieces(path, max(map(len, wanted)) + 1):
            result.bytes += len(piece)
            if by_right:
                search.look_in_kept(piece, name)
            else:
                search.look(piece, name)
    result.by_structure = len(search.kept)
    result.found = search.left()
    return result


@dataclass(slots=True)
class _Search:
    """What was found up to now."""

    automaton: BytesAhoCorasick
    #: Number of the first needle that is an address, and of the first that is a line.
    first_address: int
    first_line: int
    #: Needles that stand somewhere by right.
    kept: set[int] = field(default_factory=set)
    places: dict[int, set[str]] = field(default_factory=dict)
    #: Files of kept records in which an address stands where an opaque id must.
    found: set[str] = field(default_factory=set)

    def look(self, piece: bytes, name: str) -> None:
        """Look in what should not hold any of it."""
        of_page = f"/{CONTENT}/{MEDIA}/" in name and name.endswith(_PAGES)
        for number, _, _ in self._matches(piece):
            if number >= self.first_line and not of_page:
                continue
            self.places.setdefault(number, set()).add(name)

    def look_in_kept(self, piece: bytes, name: str) -> None:
        """Look in lines of kept records, and in the register."""
        for number, start, end in self._matches(piece):
            self.kept.add(number)
            is_address = self.first_address <= number < self.first_line
            if is_address and name.endswith(SOURCE) and _is_a_field(piece, start, end):
                self.found.add(name)

    def _matches(self, piece: bytes) -> Iterator[tuple[int, int, int]]:
        for match in self.automaton.find_matches_as_indexes(piece, overlapping=True):
            is_address = self.first_address <= match[0] < self.first_line
            if not (is_address and _is_of_another(piece, *match[1:])):
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
    return any(match in text and _ADDRESS.fullmatch(text) for text in _strings(orjson.loads(line)))


def _files(root: Path) -> Iterator[Path]:
    for base, folders, names in os.walk(root):
        folders.sort()
        for name in sorted(names):
            path = Path(base, name)
            if path.is_file() and not path.is_symlink():
                yield path


def _pieces(path: Path, overlap: int) -> Iterator[bytes]:
    """Give the bytes of a file with overlaps, those of a gzip file unpacked.

    What can't be unpacked is given as it is; `verify` says what is wrong with it. Nothing of a
    file that is gone: a run on another account clears its working files away.
    """
    try:
        if path.suffix == ".gz":
            with contextlib.suppress(BrokenMember):
                for _, lines in read_members(path):
                    yield b"\n".join(lines)
                return
        with path.open("rb") as stream:
            yield from _blocks(stream, overlap)
        if path.suffix == ".wacz":
            with contextlib.suppress(zipfile.BadZipFile, NotImplementedError, RuntimeError):
                yield from _of_zip(path, overlap)
    except FileNotFoundError:
        return


def _of_zip(path: Path, overlap: int) -> Iterator[bytes]:
    """Give what is packed in the members of a ZIP; each as far as it can be unpacked."""
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            is_gzip = member.filename.endswith(".gz")
            if member.compress_type == zipfile.ZIP_STORED and not is_gzip:
                continue  # it was looked at as it lies there
            with contextlib.suppress(OSError, EOFError, zlib.error), archive.open(member) as raw:
                stream = gzip.GzipFile(fileobj=raw) if is_gzip else raw
                yield from _blocks(stream, overlap)


def _blocks(stream: Reads, overlap: int) -> Iterator[bytes]:
    """Give a stream in blocks, each with the end of the one before."""
    tail = b""
    while block := stream.read(_BLOCK):
        yield tail + block
        tail = (tail + block)[-overlap:]
