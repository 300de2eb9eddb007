"""The hashes of the log in tiles of 256, as C2SP tlog-tiles lays them out.

Only hashes: an entry is a commitment that stands in no bundle, because salt and content lie in
the packages and go with them.
"""

import re
from hashlib import sha256
from pathlib import Path

from weerklank.integrity.merkle import Digest
from weerklank.store.atomic import make_folder, replace_file
from weerklank.store.plain_file import NotPlain, read_plain

WIDTH = 256
#: Name of the file of a tile that is not full: how many hashes it has.
_PARTIAL = re.compile(r"[1-9][0-9]{0,2}")
_HEIGHT = 8
_SIZE = 32


def tile_path(level: int, number: int, width: int = WIDTH) -> str:
    """Give the path of a tile: groups of three digits, all but the last with an x before it."""
    groups = [f"{number % 1000:03d}"]
    while number >= 1000:
        number //= 1000
        groups.append(f"x{number % 1000:03d}")
    path = f"{level}/" + "/".join(reversed(groups))
    return path if width == WIDTH else f"{path}.p/{width}"


class Tiles:
    """Reads and writes the tiles of one log."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._cache: dict[tuple[int, int], bytes] = {}

    def append(self, size: int, leaves: list[Digest]) -> None:
        """Write leaves behind the first `size`; what lies beyond `size` is overwritten."""
        new = leaves
        level = 0
        while new:
            first = size >> (_HEIGHT * level)
            new = self._append_level(level, first, new)
            level += 1

    def _append_level(self, level: int, first: int, new: list[Digest]) -> list[Digest]:
        number, filled = divmod(first, WIDTH)
        content = self._read(level, number, filled) if filled else b""
        content += b"".join(new)
        full_roots = []
        while content:
            tile, content = content[: WIDTH * _SIZE], content[WIDTH * _SIZE :]
            self._write(level, number, tile)
            if len(tile) == WIDTH * _SIZE:
                full_roots.append(fold(_split(tile)))
            number += 1
        return full_roots

    def _write(self, level: int, number: int, tile: bytes) -> None:
        width = len(tile) // _SIZE
        full = self.folder / tile_path(level, number)
        path = self.folder / tile_path(level, number, width)
        make_folder(path.parent)
        replace_file(path, tile)
        # Narrower ones are needless now. Wider ones are of a process that died before its
        # checkpoint: they were never in the log, and would hide what is. What else lies there is
        # not ours: a check tells of it, and would find it no more.
        for other in _partials(full):
            if other != path:
                other.unlink()
        if width < WIDTH:
            full.unlink(missing_ok=True)
        self._cache.pop((level, number), None)

    def _read(self, level: int, number: int, width: int) -> bytes:
        """Give the first `width` hashes of a tile, from the narrowest file that has them."""
        cached = self._cache.get((level, number))
        if cached is not None and len(cached) >= width * _SIZE:
            return cached[: width * _SIZE]
        full = self.folder / tile_path(level, number)
        candidates = [p for p in _partials(full) if int(p.name) >= width]
        if full.exists():
            candidates.append(full)
        if not candidates:
            raise MissingTile(tile_path(level, number, width))
        try:
            tile = read_plain(candidates[0], WIDTH * _SIZE)
        except NotPlain as error:
            raise MissingTile(tile_path(level, number, width)) from error
        if len(tile) < width * _SIZE:
            raise MissingTile(tile_path(level, number, width))
        if len(self._cache) > 64:
            self._cache.clear()
        # No more than was asked for: what lies behind it may be overwritten by another process.
        self._cache[level, number] = tile[: width * _SIZE]
        return tile[: width * _SIZE]

    def leaf(self, number: int) -> Digest:
        """Give one leaf."""
        tile, place = divmod(number, WIDTH)
        return self._read(0, tile, place + 1)[-_SIZE:]

    def subtree(self, level: int, index: int) -> Digest:
        """Give the root of a perfect subtree."""
        tile_level, above = divmod(level, _HEIGHT)
        first = index << above
        number, place = divmod(first, WIDTH)
        count = 1 << above
        content = self._read(tile_level, number, place + count)
        return fold(_split(content[place * _SIZE : (place + count) * _SIZE]))


class MissingTile(LookupError):
    """A tile that the log should have is not there or too short."""


def _partials(full: Path) -> list[Path]:
    """Give the files beside a tile that have the name of a part of it, narrowest first."""
    beside = full.with_name(full.name + ".p").glob("*")
    return sorted(
        (p for p in beside if _PARTIAL.fullmatch(p.name) and p.is_file() and not p.is_symlink()),
        key=lambda path: int(path.name),
    )


def _split(content: bytes) -> list[Digest]:
    return [content[i : i + _SIZE] for i in range(0, len(content), _SIZE)]


def fold(hashes: list[Digest]) -> Digest:
    """Give the root of a perfect tree over hashes; their number is a power of two."""
    while len(hashes) > 1:
        pairs = zip(hashes[::2], hashes[1::2], strict=True)
        # As `node_hash`, without the call: a check of the log makes a node for every leaf.
        hashes = [sha256(b"\x01" + left + right).digest() for left, right in pairs]
    return hashes[0]
