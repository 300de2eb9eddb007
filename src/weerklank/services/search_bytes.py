"""Search every byte: show that what was destroyed is in no file of the archive any more.

Looked for are texts of 30 characters and more, salts, digests of ciphertext and of media, in every
file and inside every gzip member. What a kept record or the register says too (a post that was
sent twice, the account's own name) is proven by structure instead: the ids and lines of the new
generation are those of the old less the list.
"""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import orjson
from ahocorasick_rs import BytesAhoCorasick

from weerklank.model.json_value import Json
from weerklank.package.names import RECORDS, SOURCE, packages
from weerklank.package.rewriter import Dropped
from weerklank.services.workplace import Workplace
from weerklank.store.members import BrokenMember, read_members
from weerklank.store.ocfl import CONTENT

_SHORTEST = 30
_BLOCK = 1 << 22
#: Longer needles are cut: their beginning tells as much.
_LONGEST = 400


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


def needles_of(dropped: list[Dropped]) -> list[bytes]:
    """Give what must be found nowhere."""
    needles: dict[bytes, None] = {}
    for one in dropped:
        for line in one.lines:
            for text in _strings(orjson.loads(line)):
                if len(text) >= _SHORTEST and not text.startswith(("http", "weerklank:", "tag:")):
                    for form in (orjson.dumps(text)[1:-1], text.encode()):
                        needles[form[:_LONGEST]] = None
        for salt in one.salts:
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


def search_bytes(workplace: Workplace, needles: list[bytes]) -> Searched:
    """Look for needles in every file of the archive."""
    result = Searched(needles=len(needles))
    if not needles:
        return result
    automaton = BytesAhoCorasick(needles)
    kept: set[int] = set()
    places: dict[int, set[str]] = {}
    longest = max(map(len, needles))
    lines = {
        package.folder / CONTENT / name
        for package in packages(workplace.layout)
        for name in (RECORDS, SOURCE)
    }
    for path in _files(workplace.layout.root):
        result.files += 1
        name = path.relative_to(workplace.layout.root).as_posix()
        by_right = path in lines or name.startswith("register/")
        for piece in _pieces(path, longest):
            result.bytes += len(piece)
            for number, _, _ in automaton.find_matches_as_indexes(piece, overlapping=True):
                if by_right:
                    kept.add(number)
                else:
                    places.setdefault(number, set()).add(name)
    result.by_structure = len(kept)
    # A text that a kept record holds may stand elsewhere by right too.
    left = (names for number, names in places.items() if number not in kept)
    result.found = sorted(set().union(*left))
    return result


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
            tail = b""
            while block := stream.read(_BLOCK):
                yield tail + block
                tail = block[-overlap:]
    except FileNotFoundError:
        return
