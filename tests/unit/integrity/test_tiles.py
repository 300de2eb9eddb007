"""The log's tiles: what lies beyond the newest checkpoint after a crash was never there."""

import hashlib
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from weerklank.integrity import log as log_module
from weerklank.integrity.log import Batch, Log
from weerklank.integrity.merkle import inclusion_path, leaf_hash, root, root_from_path
from weerklank.integrity.tiles import MissingTile, Tiles, tile_path
from weerklank.store.keys import KeyFolder

ORIGIN = "weerklank/test/tiles"


def leaf(number: int, world: int = 0) -> bytes:
    """A leaf; `world` tells what was written by a process that died."""
    return leaf_hash(hashlib.sha256(f"{world} {number}".encode()).digest())


def naive_root(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1, to the letter."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    left, right = naive_root(leaves[:split]), naive_root(leaves[split:])
    return hashlib.sha256(b"\x01" + left + right).digest()


def assert_same(folder: Path, leaves: list[bytes], sizes: set[int]) -> None:
    """All roots, leaves and paths, as a process reads them that knows nothing yet."""
    tiles = Tiles(folder)
    for size in sizes:
        assert root(size, tiles.subtree) == naive_root(leaves[:size]), size
    for number in {0, len(leaves) // 2, len(leaves) - 1, 255, 256} & set(range(len(leaves))):
        assert tiles.leaf(number) == leaves[number]
        path = inclusion_path(number, len(leaves), tiles.subtree)
        assert root_from_path(number, len(leaves), leaves[number], path) == naive_root(leaves)


def test_a_full_tile_of_a_dead_process_does_not_hide_what_is_there(tmp_path: Path) -> None:
    leaves = [leaf(n) for n in range(200)]
    Tiles(tmp_path).append(0, leaves)
    Tiles(tmp_path).append(200, [leaf(n, 1) for n in range(200, 300)])  # and no checkpoint
    assert (tmp_path / tile_path(0, 0)).exists()
    assert_same(tmp_path, leaves, {1, 128, 199, 200})
    leaves += [leaf(n) for n in range(200, 210)]
    Tiles(tmp_path).append(200, leaves[200:])
    assert_same(tmp_path, leaves, {1, 128, 200, 201, 210})
    leaves += [leaf(n) for n in range(210, 700)]
    Tiles(tmp_path).append(210, leaves[210:])
    assert_same(tmp_path, leaves, {200, 210, 255, 256, 257, 511, 512, 700})


def test_tiles_that_are_gone_or_short_are_missed(tmp_path: Path) -> None:
    Tiles(tmp_path).append(0, [leaf(n) for n in range(300)])
    full = tmp_path / tile_path(0, 0)
    full.write_bytes(full.read_bytes()[:-1])
    with pytest.raises(MissingTile):
        Tiles(tmp_path).leaf(255)
    full.unlink()
    with pytest.raises(MissingTile):
        Tiles(tmp_path).leaf(3)
    assert tile_path(0, 256) == "0/256"
    assert tile_path(1, 1234067, 8) == "1/x001/x234/067.p/8"


def test_what_a_dead_process_left_is_not_remembered(tmp_path: Path) -> None:
    """Another process may overwrite it while this one goes on."""
    Tiles(tmp_path).append(0, [leaf(n) for n in range(32)])
    Tiles(tmp_path).append(32, [leaf(n, 1) for n in range(32, 40)])  # and no checkpoint
    here = Tiles(tmp_path)
    assert here.leaf(31) == leaf(31)
    Tiles(tmp_path).append(32, [leaf(n, 2) for n in range(32, 40)])
    assert here.leaf(35) == leaf(35, 2)


#: How many leaves, and after how many written files the process dies (None: it does not).
STEPS = st.lists(
    st.tuples(
        st.one_of(st.integers(1, 40), st.integers(200, 600)),
        st.none() | st.integers(0, 6),
    ),
    min_size=1,
    max_size=8,
)


class _DiedError(BaseException):
    pass


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_appends_and_crashes_give_the_tree_of_what_was_kept(
    steps: list[tuple[int, int | None]],
) -> None:
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        folder = Path(name)
        leaves: list[bytes] = []
        sizes = {0}
        for world, (count, dies) in enumerate(steps):
            new = [leaf(len(leaves) + n, world) for n in range(count)]
            dying(patch, dies)
            try:
                Tiles(folder).append(len(leaves), new)
            except _DiedError:
                pass
            else:
                if dies is None:  # else it died between tiles and checkpoint
                    leaves += new
                    sizes.add(len(leaves))
            assert_same(folder, leaves, sizes)


def dying(patch: pytest.MonkeyPatch, after: int | None) -> None:
    """Let a process die before it writes its n-th tile."""
    from weerklank.integrity import tiles

    written = 0

    def write(path: Path, content: bytes) -> None:
        nonlocal written
        if written == after:
            raise _DiedError
        written += 1
        path.write_bytes(content)

    patch.setattr(tiles, "replace_file", write)


# --- the whole log -------------------------------------------------------------------------------


@dataclass
class Made:
    """A log with the key that signs it, and what it should hold."""

    folder: Path
    entries: list[bytes] = field(default_factory=list)
    statements: dict[int, str] = field(default_factory=dict)

    def keys(self) -> KeyFolder:
        return KeyFolder(self.folder / "keys")

    def append(self, *batches: tuple[str, int]) -> None:
        made = [
            Batch(
                entries=[hashlib.sha256(f"{name} {n}".encode()).digest() for n in range(count)],
                statement={"kind": "events", "files": [f"journal/2026/11/25/{name}.json"]},
            )
            for name, count in batches
        ]
        Log(self.folder / "log").append(made, ORIGIN, self.keys())
        for batch, (name, _) in zip(made, batches, strict=True):
            self.statements[len(self.entries)] = name
            self.entries += batch.entries

    def check(self) -> None:
        log = Log(self.folder / "log")
        latest = log.latest()
        size = latest.size if latest else 0
        assert size == len(self.entries)
        if latest:
            assert latest.root == naive_root([leaf_hash(entry) for entry in self.entries])
        files = {first: Path(said["files"][0]) for first, said in log.statements()}  # type: ignore[index]
        found = {first: file.stem for first, file in files.items()}
        assert found == self.statements


@pytest.fixture
def made(tmp_path: Path) -> Made:
    from cryptography.hazmat.primitives import serialization

    (tmp_path / "keys").mkdir()
    pem = tmp_path / "keys/log.pem"
    pem.write_bytes(
        Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    pem.chmod(0o600)
    return Made(tmp_path)


def test_a_process_that_dies_at_any_write_of_the_log_leaves_it_as_it_was(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between tiles, statement and checkpoint; the next one brings in something else."""
    made.append(("first", 200))
    made.check()
    for dies in range(30):
        with monkeypatch.context() as patch:
            done = _log_dying(patch, dies, made)
        made.check()
        made.append((f"after {dies}", 1 + 3 * (dies % 5)))
        made.check()
        if done:
            return
    pytest.fail("more writes than were thought of")


def _log_dying(patch: pytest.MonkeyPatch, after: int, made: Made) -> bool:
    """Append two batches and die before the n-th file; tells whether it came to its end."""
    from weerklank.integrity import tiles

    written = 0

    def counted(plain: object) -> object:
        def write(path: Path, content: bytes) -> None:
            nonlocal written
            if written == after:
                raise _DiedError
            written += 1
            plain(path, content)  # type: ignore[operator]

        return write

    patch.setattr(tiles, "replace_file", counted(tiles.replace_file))
    patch.setattr(log_module, "replace_file", counted(log_module.replace_file))
    patch.setattr(log_module, "create_file", counted(log_module.create_file))
    kept = len(made.entries), dict(made.statements)
    try:
        made.append((f"dead {after}", 40), (f"dead too {after}", 30))
    except _DiedError:
        assert (len(made.entries), made.statements) == kept
        return False
    return True


def test_statements_of_a_dead_process_do_not_come_to_life(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It died with two statements, and the next batch is longer than the first of them."""
    made.append(("first", 200))
    with monkeypatch.context() as patch:
        # Tiles, both statements, and no checkpoint.
        patch.setattr(log_module, "create_file", _die)
        with pytest.raises(_DiedError):
            made.append(("dead", 4), ("dead too", 5))
    made.check()
    made.append(("alive", 100))
    made.check()


def _die(*_: object) -> None:
    raise _DiedError


def test_a_log_that_was_put_back_is_refused(made: Made, tmp_path: Path) -> None:
    from weerklank.model.errors import BrokenInput

    made.append(("first", 20))
    shutil.copytree(tmp_path / "log", tmp_path / "old")
    made.append(("second", 20))
    shutil.rmtree(tmp_path / "log")
    (tmp_path / "old").rename(tmp_path / "log")
    with pytest.raises(BrokenInput, match="LOG-001"):
        made.append(("third", 1))
    assert orjson.loads((tmp_path / "keys/pinned.json").read_bytes())["size"] == 40


@pytest.mark.parametrize("name", ["strange.txt", "055", "2x", "9", "1000"])
@pytest.mark.parametrize("kind", ["file", "folder", "link"])
def test_what_is_no_part_of_a_tile_stays_beside_it_and_is_not_read(
    tmp_path: Path, name: str, kind: str
) -> None:
    """A check tells of it: who seals after that check takes no evidence away."""
    leaves = [leaf(number) for number in range(12)]
    tiles = Tiles(tmp_path / "tile")
    tiles.append(0, leaves[:10])
    strange = tmp_path / "tile" / tile_path(0, 0, 10)
    strange = strange.with_name(name)
    if kind == "folder":
        strange.mkdir()
    elif kind == "link":
        strange.symlink_to("/dev/null")
    else:
        strange.write_bytes(b"x" * 32 * 9)
    Tiles(tmp_path / "tile").append(10, leaves[10:])
    again = Tiles(tmp_path / "tile")
    assert [again.leaf(number) for number in range(12)] == leaves
    # A file that has the name of a part was left by a process that died.
    stays = kind != "file" or name != "9"
    assert {path.name for path in strange.parent.iterdir()} == {"12"} | (
        {name} if stays else set()
    )
