"""Repair: what is damaged comes back from a replica, and nothing that should not."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest
from small_archive import MARKS, Small, filled, post, posts

from weerklank.model.event import Book
from weerklank.services.keep.mending import Bench


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """Give an archive with a replica, after which both were looked at: the log went on."""
    small = filled(tmp_path_factory.mktemp("template") / "small")
    small.good("replicate", str(small.root / "replica"))
    small.good("verify")
    return small


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Durability is not at stake here, and waiting for the disk would be most of the time."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


def one(small: Small, pattern: str) -> Path:
    return min(p for p in small.archive.glob(pattern) if p.stat().st_size > 8)


def flip(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:-5] + bytes([content[-5] ^ 1]) + content[-4:])


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:20])


def lost(path: Path) -> None:
    path.unlink()


def gone(path: Path) -> None:
    shutil.rmtree(path)


def more(path: Path) -> None:
    path.with_name("extra.txt").write_bytes(b"extra")


def other(path: Path) -> None:
    """Put another package in the place of one."""
    beside = next(p for p in sorted(path.parent.iterdir()) if p != path)
    shutil.rmtree(path)
    shutil.copytree(beside, path)


#: What is damaged, and how; each is mended whole.
DAMAGES: list[tuple[str, Callable[[Path], None]]] = [
    ("objects/*/*/*-g1/v1/content/records/records.jsonl.gz", flip),
    ("objects/*/*/*-g1/v1/content/manifest-sha256.txt", cut),
    ("objects/*/*/*-g1/v1/content/proof/leaves.txt.gz", lost),
    ("objects/*/*/*-g1/v1/content/records/records.jsonl.gz", more),
    ("objects/*/*/*-g1/inventory.json", lost),
    ("objects/*/*/*-g1", gone),
    ("objects/*/*/*-g1", other),
    ("objects/0=ocfl_1.1", lost),
    ("sealed/*/*/*-s1/v1/content/originals.jsonl.gz", flip),
    ("open/a*/*/*/????", gone),
    ("open/a*/*/*/????-sealed/v1/content/recipient.txt", cut),
    ("log/tile/0/000.p/*", flip),
    ("log/tile/0/000.p/*", lost),
    ("log/tile", gone),
    ("log/segments/*.json", cut),
    ("log/segments/*.json", lost),
    ("log/checkpoints/*.txt", flip),
    ("log/keys/*.vkey", lost),
    ("decisions/*/*/*/*.json", flip),
    ("register/*/*/*/*.json", lost),
    ("journal/*/*/*/*.json", cut),
    ("weerklank-archive.json", cut),
    ("README.txt", lost),
    ("blind/persons/*.txt", flip),
    ("blind/threads/files.list", lost),
]


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_every_damage_is_mended(template: Small, tmp_path: Path) -> None:
    before = files(template.archive)
    for number, (pattern, damage) in enumerate(DAMAGES):
        small = template.copy(tmp_path / str(number))
        path = one(small, pattern)
        damage(path)
        assert files(small.archive) != before, pattern
        code, told = small.run("repair", str(small.root / "replica"))
        assert (code, told.get("findings"), told.get("kept")) == (0, [], []), (pattern, told)
        (replica,) = {row["replica"] for row in told["repaired"]}
        assert replica == "r0001"
        assert {p.stat().st_mode & 0o777 for p in small.archive.glob("blind/*/*")} == {0o600}
        after = files(small.archive)
        changed = {name for name in before if name in after and after[name] != before[name]} | (
            before.keys() - after.keys()
        )
        # Only the end of the log is another: it tells of the repair.
        assert all(name.startswith("log/tile/0/000.p/") for name in changed), (pattern, changed)
        named = [e.subject for e in small.workplace().events.read(Book.JOURNAL)
                 if e.kind == "archive.repaired"]  # fmt: skip
        assert sorted(named) == sorted(row["path"] for row in told["repaired"])
        shutil.rmtree(small.root)


def test_all_at_once_in_one_go(template: Small, tmp_path: Path) -> None:
    small = template.copy(tmp_path / "all")
    for pattern, damage in (DAMAGES[0], DAMAGES[8], DAMAGES[11], DAMAGES[15], DAMAGES[18]):
        damage(one(small, pattern))
    told = small.good("repair", str(small.root / "replica"))
    assert len(told["repaired"]) >= 5
    small.assert_verifies()


def test_damage_of_the_log_that_hides_other_damage_is_mended_with_it(tmp_path: Path) -> None:
    """A checkpoint of a replica is right only beside every tile: none by itself mends the rest."""
    small = Small(tmp_path / "small").make()
    small.take_in([post(day, f"Nieuws {day}.", year=2024) for day in range(600)], "meer.tar.gz")
    small.good("replicate", str(small.root / "replica"))
    tiles = sorted((small.archive / "log/tile/0").glob("???"))
    assert len(tiles) >= 2
    cut(tiles[0])  # nothing is checked behind a tile that is too short
    flip(tiles[1])
    notes = sorted((small.archive / "log/checkpoints").glob("*.txt"))
    for note in (notes[1], notes[-2]):
        flip(note)
    cut(one(small, "log/keys/*.pem"))
    cut(one(small, "log/keys/*.vkey"))
    told = small.good("repair", str(small.root / "replica"))
    assert {*(path.relative_to(small.archive).as_posix() for path in (*tiles[:2], notes[1]))} <= {
        row["path"] for row in told["repaired"]
    }
    small.assert_verifies()


def test_what_no_replica_has_is_named_and_kept(template: Small, tmp_path: Path) -> None:
    small = template.copy(tmp_path / "small")
    victim = one(small, "objects/*/*/*-g1/v1/content/records/records.jsonl.gz")
    path = victim.relative_to(small.archive)
    sound = victim.read_bytes()
    flip(victim)
    damaged = victim.read_bytes()
    there = small.root / "replica" / "data" / path
    outside = tmp_path / "outside.gz"
    outside.write_bytes(sound)

    def linked() -> None:
        there.unlink()
        there.symlink_to(outside)

    def huge() -> None:
        there.unlink()
        with there.open("wb") as stream:
            stream.truncate(1 << 50)

    def wrong() -> None:
        there.write_bytes(sound + b"x")

    for hostile in (wrong, linked, huge):
        try:
            hostile()
        except OSError:  # a file system that has no such files
            continue
        code, told = small.run("repair", str(small.root / "replica"))
        assert (code, told["repaired"]) == (1, []), hostile
        assert path.as_posix() in {row["path"] for row in told["findings"]}
        assert victim.read_bytes() == damaged
    there.unlink()
    there.write_bytes(sound)
    # A list of files that leads out of the package is not the one that the log names.
    manifest = there.parents[1] / "manifest-sha256.txt"
    good = manifest.read_text()
    manifest.write_text(good + f"{'0' * 64}  ../../../../../../../ontsnapt.txt\n")
    assert small.run("repair", str(small.root / "replica"))[1]["repaired"] == []
    manifest.write_text(good)
    assert len(small.good("repair", str(small.root / "replica"))["repaired"]) == 1
    assert victim.read_bytes() == sound
    assert not [*tmp_path.rglob("ontsnapt.txt")]


def test_what_was_destroyed_stays_so(template: Small, tmp_path: Path) -> None:
    small = template.copy(tmp_path / "small")
    item = small.ids()[posts().url("doel")]
    small.good("destroy", "execute", small.approve(item), acting="Anna")
    needles = [mark.encode() for mark in MARKS[:3]]
    before = small.holds(*needles)
    for path in sorted(small.archive.glob("objects/*/*/*-g2")):
        shutil.rmtree(path)
    code, told = small.run("repair", str(small.root / "replica"))
    assert (code, told["repaired"]) == (1, [])
    assert {row["code"] for row in told["findings"]} == {"VERIFY-403"}
    # The old generation laid back by hand is no repair either.
    old = sorted((small.root / "replica" / "data").glob("objects/*/*/*-g1"))
    for path in old:
        target = small.archive / path.relative_to(small.root / "replica" / "data")
        if not target.exists():
            shutil.copytree(path, target)
    assert small.run("repair", str(small.root / "replica"))[0] == 1
    assert not [*small.archive.glob("objects/*/*/*-g2")]
    assert before == set()


def test_a_killed_repair_is_gone_on_with(
    template: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    for name in ("put_file", "put_folder", "tell", "tell_all"):
        small = template.copy(tmp_path / name)
        flip(one(small, "objects/*/*/*-g1/v1/content/records/records.jsonl.gz"))
        flip(one(small, "log/tile/0/000.p/*"))
        with monkeypatch.context() as patch:
            patch.setattr(Bench, name, dies)
            assert small.run("repair", str(small.root / "replica"))[0] == 4
        told = small.good("repair", str(small.root / "replica"))
        assert told["kept"] == []
        assert not [*small.archive.glob("open/spool/repair-*")]
        small.assert_verifies()
        shutil.rmtree(small.root)


def test_nothing_to_mend_and_nothing_to_mend_from(template: Small, tmp_path: Path) -> None:
    small = template.copy(tmp_path / "small")
    assert small.good("repair")["repaired"] == []
    lost(one(small, "journal/*/*/*/*.json"))
    marker = small.root / "replica" / "weerklank-replica.json"
    ours = orjson.loads(marker.read_bytes())
    marker.write_bytes(orjson.dumps({**ours, "origin": "ander.example/archief"}))
    code, told = small.run("repair", str(small.root / "replica"))
    assert (code, told["error"]["code"]) == (6, "REPLICA-003")
    code, told = small.run("repair", str(tmp_path / "nergens"))
    assert (code, told["error"]["code"]) == (4, "REPLICA-004")
