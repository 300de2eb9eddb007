"""Check the log: recompute all tiles and roots from its leaves in one pass, in flat memory.

A *compact range* is the list of roots of the perfect subtrees to the left of a leaf: from it the
root of every size is had without going back (RFC 6962, 2.1).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from weerklank.integrity.merkle import EMPTY_ROOT, Digest, node_hash
from weerklank.integrity.tiles import WIDTH, MissingTile, fold, tile_path
from weerklank.integrity.verify.checkpoints import Checkpoints, checkpoint_path
from weerklank.integrity.verify.tree import Tree, Unreadable
from weerklank.store.keys import Pin

TILES = "log/tile"
_SIZE = 32
_TILE_BYTES = WIDTH * _SIZE
#: Levels beyond this can't occur: 256^7 leaves.
_MOST_LEVELS = 7
_TRIES = 5
_FOLDER = re.compile(r"[0-6](/x\d{3})*(/\d{3}\.p)?")
_TILE = re.compile(r"([0-6])/((?:x\d{3}/)*\d{3})(?:\.p/([1-9]\d{0,2}))?")


class Leaves:
    """Reads tiles; the one read last is remembered, so that reading on is cheap."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._last: tuple[int, int, bytes] = (-1, -1, b"")

    def tile(self, level: int, number: int, width: int) -> bytes:
        """Give the first `width` hashes of a tile; MissingTile when they are not to be had."""
        if self._last[:2] == (level, number) and len(self._last[2]) >= width * _SIZE:
            return self._last[2][: width * _SIZE]
        content = self._read(level, number, width)
        self._last = (level, number, content)
        return content[: width * _SIZE]

    def _read(self, level: int, number: int, width: int) -> bytes:
        # A run that goes on replaces a partial tile by a wider one: look again.
        full = f"{TILES}/{tile_path(level, number)}"
        for _ in range(_TRIES):
            for path, due in self._candidates(full, width):
                try:
                    content = self._tree.read(path, _TILE_BYTES)
                except FileNotFoundError:
                    continue
                except Unreadable as error:
                    raise MissingTile(path) from error
                if len(content) != due * _SIZE:
                    raise MissingTile(path)
                return content
        raise MissingTile(self.path(level, number, width))

    def _candidates(self, full: str, width: int) -> list[tuple[str, int]]:
        if self._tree.kind(full) == "file":
            return [(full, WIDTH)]
        widths = [
            int(entry.name)
            for entry in self._tree.listing(f"{full}.p")
            if entry.name.isdecimal() and len(entry.name) <= 3
        ]
        return [(f"{full}.p/{w}", w) for w in sorted(widths) if width <= w < WIDTH]

    def path(self, level: int, number: int, width: int) -> str:
        """Give the file from which a tile is read, as it lies there."""
        full = f"{TILES}/{tile_path(level, number)}"
        found = self._candidates(full, width)
        due = full if width == WIDTH else f"{full}.p/{width}"
        return found[0][0] if found else due

    def leaves(self, first: int, count: int) -> bytes:
        """Give leaves as they stand in the tiles, one after the other; MissingTile when gone."""
        pieces = []
        while count > 0:
            number, place = divmod(first, WIDTH)
            here = min(count, WIDTH - place)
            pieces.append(self.tile(0, number, place + here)[place * _SIZE :])
            first, count = first + here, count - here
        return b"".join(pieces)


@dataclass(slots=True)
class _Level:
    """One level of tiles as recomputed: hashes of the tile at hand, and its number."""

    hashes: list[Digest]
    number: int = 0


class TreeCheck:
    """One pass over the leaves below the newest checkpoint."""

    def __init__(
        self, tree: Tree, leaves: Leaves, checkpoints: Checkpoints, pin: Pin | None
    ) -> None:
        self._tree = tree
        self._outcome = tree.outcome
        self._leaves = leaves
        self._checkpoints = checkpoints
        self._pin = pin
        self._levels = [_Level([]) for _ in range(_MOST_LEVELS)]
        self._range: list[tuple[int, Digest]] = []  # (level, root), left to right
        self._good = 0  # largest size whose root is as signed
        self._bad = 0  # first size, after it, whose root is not
        self._disagree: list[tuple[int, int, int]] = []  # tiles above leaves: level, number, width

    def run(self) -> None:
        """Check tiles and roots; what can't be reached is said not to be checked."""
        size = self._checkpoints.size
        sizes = set(self._checkpoints.roots)
        if self._pin and self._pin.size <= size:
            sizes.add(self._pin.size)
        waiting = sorted(sizes, reverse=True)
        try:
            for number in range(-(-size // WIDTH)):
                width = min(WIDTH, size - number * WIDTH)
                tile = self._leaves.tile(0, number, width)
                hashes = [tile[i : i + _SIZE] for i in range(0, len(tile), _SIZE)]
                while waiting and waiting[-1] <= number * WIDTH + width:
                    self._compare_root(waiting[-1], hashes[: waiting[-1] - number * WIDTH])
                    waiting.pop()
                if width == WIDTH:
                    self._add_full(hashes)
            while waiting and waiting[-1] == 0:
                self._compare_root(waiting.pop(), [])
            self._compare_last()
        except MissingTile as error:
            self._outcome.found("VERIFY-208", str(error))
        if waiting:
            self._outcome.skip("roots", checkpoint_path(waiting[-1]), len(waiting))
        self._blame(size)

    def _add_full(self, hashes: list[Digest]) -> None:
        """Take a full tile into the levels above and into the compact range."""
        digest = fold(hashes)
        self._push(8, digest)
        for level in range(1, _MOST_LEVELS):
            above = self._levels[level]
            above.hashes.append(digest)
            if len(above.hashes) < WIDTH:
                return
            self._compare(level, above, WIDTH)
            digest = fold(above.hashes)
            above.hashes = []
            above.number += 1

    def _push(self, level: int, digest: Digest) -> None:
        while self._range and self._range[-1][0] == level:
            digest = node_hash(self._range.pop()[1], digest)
            level += 1
        self._range.append((level, digest))

    def _compare(self, level: int, above: _Level, width: int) -> None:
        due = b"".join(above.hashes)
        if self._leaves.tile(level, above.number, width) != due:
            self._disagree.append((level, above.number, width))

    def _compare_last(self) -> None:
        """Compare the partial tiles above the leaves."""
        for level in range(1, _MOST_LEVELS):
            above = self._levels[level]
            if above.hashes:
                self._compare(level, above, len(above.hashes))

    def _compare_root(self, size: int, tail: list[Digest]) -> None:
        """Compare the root of a size: what came before it, and the first leaves of one tile."""
        root = self._root(tail)
        due = self._checkpoints.roots.get(size)
        if due and root != due:
            self._outcome.found("VERIFY-205", checkpoint_path(size))
            if size in self._checkpoints.trusted and not self._bad:
                self._bad = size
        elif due and size in self._checkpoints.trusted and not self._bad:
            self._good = size
        if self._pin and size == self._pin.size and root != self._pin.root:
            pinned = self._pin.size
            self._outcome.found("VERIFY-207", checkpoint_path(size), pinned=pinned)

    def _root(self, tail: list[Digest]) -> Digest:
        trees = [digest for _, digest in self._range]
        while tail:
            width = 1 << len(tail).bit_length() - 1
            trees.append(fold(tail[:width]))
            tail = tail[width:]
        if not trees:
            return EMPTY_ROOT
        root = trees.pop()
        while trees:
            root = node_hash(trees.pop(), root)
        return root

    def _blame(self, size: int) -> None:
        """Name the tiles that are wrong, as far as signed roots tell which."""
        for level, number, width in self._disagree:
            self._outcome.found("VERIFY-209", self._leaves.path(level, number, width))
        if not self._bad:
            return
        for number in range(self._good // WIDTH, -(-self._bad // WIDTH)):
            if self._is_vouched(number):
                continue
            width = min(WIDTH, size - number * WIDTH)
            self._outcome.found("VERIFY-209", self._leaves.path(0, number, width))

    def _is_vouched(self, number: int) -> bool:
        """Tell whether the level above agrees with a tile of leaves."""
        above, place = divmod(number, WIDTH)
        try:
            due = self._leaves.tile(1, above, place + 1)[place * _SIZE :]
            tile = self._leaves.tile(0, number, WIDTH)
        except MissingTile:
            return False
        return fold([tile[i : i + _SIZE] for i in range(0, len(tile), _SIZE)]) == due


def check_tile_files(tree: Tree, leaves: Leaves, size: int) -> None:
    """Check that there are no other files among the tiles than the log has, or had."""
    for entry in _tile_files(tree):
        match = _TILE.fullmatch(entry[len(TILES) + 1 :])
        number = int(match[2].replace("x", "").replace("/", "")) if match else 0
        if match is None or tile_path(int(match[1]), number) != f"{match[1]}/{match[2]}":
            if entry.endswith(".new"):
                tree.outcome.skip("unfinished", entry)
            else:
                tree.outcome.found("VERIFY-105", entry)
            continue
        _check_tile_file(tree, leaves, entry, int(match[1]), number, int(match[3] or WIDTH), size)


def _check_tile_file(
    tree: Tree, leaves: Leaves, path: str, level: int, number: int, width: int, size: int
) -> None:
    due = min(WIDTH, (size >> 8 * level) - number * WIDTH)
    if due <= 0:
        tree.outcome.skip("beyond-checkpoint", path)
        return
    reference = leaves.path(level, number, due)
    if path == reference:
        return
    # A partial tile that a wider one made needless, left by a crash: the same hashes.
    try:
        content = tree.read(path, _TILE_BYTES)
        wanted = min(due, width)
        known = leaves.tile(level, number, wanted)
    except (Unreadable, MissingTile, FileNotFoundError):
        return
    if len(content) != width * _SIZE or content[: wanted * _SIZE] != known:
        tree.outcome.found("VERIFY-209", path)


def _tile_files(tree: Tree) -> Iterator[str]:
    """Give all files below the tiles; a folder `….p` that pruning emptied is in order."""
    waiting = [TILES]
    while waiting:
        for entry in tree.listing(waiting.pop()):
            if not entry.is_folder:
                yield entry.path
            elif _FOLDER.fullmatch(entry.path[len(TILES) + 1 :]):
                waiting.append(entry.path)
            else:
                tree.outcome.found("VERIFY-105", entry.path)
