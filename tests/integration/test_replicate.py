"""Replicas: what is new goes and is read back, what is gone here goes there, nothing else does."""

import os
import shutil
from pathlib import Path

import orjson
import pytest
from small_archive import MARKS, Small, failed, filled, posts

from weerklank.model.event import Book
from weerklank.services.keep.replica_folder import ReplicaFolder


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Small:
    return filled(tmp_path_factory.mktemp("template") / "small")


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Durability is not at stake here, and waiting for the disk would be most of the time."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture
def small(template: Small, tmp_path: Path) -> Small:
    return template.copy(tmp_path / "small")


@pytest.fixture
def replica(tmp_path: Path) -> Path:
    return tmp_path / "second disk" / "replica"


def together(replica: Path, folder: Path) -> Path:
    """Lay the two parts of a replica over each other, as the manual says."""
    for part in ("log", "data"):
        shutil.copytree(replica / part, folder, symlinks=True, dirs_exist_ok=True)
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_replica_is_the_archive(small: Small, replica: Path, tmp_path: Path) -> None:
    told = small.good("replicate", replica.as_uri())
    (one,) = told["replicas"]
    assert (told["objects"], one["damaged"], one["strange"], one["ok"]) == (8, [], [], True)
    assert failed(together(replica, tmp_path / "laid")) == []
    # Byte for byte what the record is, without what is made again or holds nobody's record.
    here = files(small.archive)
    due = {
        name: content
        for name, content in here.items()
        if not name.startswith(("index/", "open/locks/", "open/spool/"))
    }
    assert files(tmp_path / "laid") == due
    assert {path.stat().st_mode & 0o777 for path in replica.glob("data/blind/*/*")} == {0o600}
    keys = [path.read_bytes() for path in (small.root / "keys").rglob("*.key")]
    everything = b"".join(files(replica).values())
    assert keys
    assert not any(key in everything for key in keys)
    # The part without personal data has the log and how to read it, and nothing else.
    tops = {path.name for path in (replica / "log").iterdir()}
    assert tops == {"README.txt", "log", "weerklank-archive.json", "weerklank_verify.py"}
    # Again by its place on the list: only the events that tell of it, and their leaves.
    again = small.good("replicate")
    assert again["objects"] == 0
    assert again["replicas"][0]["files"] <= 8
    assert failed(together(replica, tmp_path / "again")) == []


def test_what_goes_here_goes_there(small: Small, replica: Path, tmp_path: Path) -> None:
    small.good("replicate", str(replica))
    needle = MARKS[0].encode()
    assert Small(together(replica, tmp_path / "a").parent).root.exists()
    item = small.ids()[posts().url("doel")]
    small.good("destroy", "execute", small.approve(item), acting="Anna")
    (one,) = small.good("replica", "list")["replicas"]
    assert one["still_there"]
    decisions = list(small.workplace().events.read(Book.DECISIONS))
    (done,) = [event for event in decisions if event.kind == "destruction.executed"]
    assert done.data["replicas"] == [{"replica": "r0001", "state": "listed"}]
    (gone,) = small.good("replicate")["replicas"]
    assert set(one["still_there"]) <= set(gone["removed"])
    assert small.good("replica", "list")["replicas"][0]["still_there"] == []
    laid = tmp_path / "laid" / "archive"
    laid.parent.mkdir()
    together(replica, laid)
    assert Small(laid.parent).holds(needle, item.encode()) == small.holds(needle, item.encode())
    assert failed(laid) == []
    # A replica off the list keeps what it has, and the list says so.
    told = small.good("replica", "remove", "r0001")
    assert (told["state"], replica.exists()) == ("removed", True)
    assert small.good("replica", "list")["replicas"] == []
    assert len(small.good("replica", "list", "--all")["replicas"]) == 1


def test_damage_stays_where_it_is(small: Small, replica: Path) -> None:
    victim = next((small.archive / "objects").rglob("records.jsonl.gz"))
    sound = victim.read_bytes()
    victim.write_bytes(sound[:-3] + bytes([sound[-3] ^ 1]) + sound[-2:])
    code, told = small.run("replicate", str(replica))
    (one,) = told["replicas"]
    path = victim.relative_to(small.archive).as_posix()
    assert (code, one["damaged"], one["ok"]) == (1, [path], False)
    assert not (replica / "data" / path).exists()
    (listed,) = small.good("replica", "list")["replicas"]
    assert (listed["written"], listed["still_there"]) == (None, [])
    victim.write_bytes(sound)
    assert small.good("replicate")["objects"] == 1
    # Damage in the replica is mended by who reads it again, and by nobody else.
    for name in (f"data/{path}", "log/log/tile/0/000.p/*", "data/journal/*/*/*/*.json"):
        for there in sorted(replica.glob(name))[:1]:
            there.write_bytes(there.read_bytes()[:-1] + b"\0")
    assert small.good("replicate", "--deep")["replicas"][0]["renewed"]
    assert (replica / "data" / path).read_bytes() == sound
    assert small.good("replicate", "--deep")["replicas"][0]["renewed"] == []


def test_what_moves_here_moves_there(small: Small, replica: Path, tmp_path: Path) -> None:
    small.good("replicate", str(replica))
    sealed = min(small.archive.glob("open/a*/*/*/????-sealed"))
    package = sealed.with_name(sealed.name.removesuffix("-sealed"))
    month = "/".join(package.relative_to(small.archive).parts[1:3])
    # As the close of a month moves what stays alone.
    for folder, closed in ((sealed, f"sealed/{month}/{package.name}-s1"),
                           (package, f"objects/{month}/{package.name}-g1")):  # fmt: skip
        (small.archive / closed).parent.mkdir(parents=True, exist_ok=True)
        folder.rename(small.archive / closed)
    # A next generation that the log does not hold yet is nobody's.
    first = min(small.archive.glob("objects/*/*/*-g1"))
    shutil.copytree(first, first.with_name(first.name.replace("-g1", "-g2")))
    told = small.good("replicate")
    assert (told["objects"], told["ok"], told["replicas"][0]["removed"]) == (0, True, [])
    assert not [
        *replica.glob("data/objects/*/*/*-g2"),
        *replica.glob(f"data/open/{month}/*/{package.name}*"),
    ]
    assert (replica / "data" / "objects" / month / f"{package.name}-g1").is_dir()
    assert failed(together(replica, tmp_path / "laid")) == []


def test_a_killed_copy_is_gone_on_with(
    template: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = ReplicaFolder.put
    for last in (0, 7, 30, 70, 110, 140):
        small, replica = template.copy(tmp_path / f"s{last}"), tmp_path / f"r{last}"
        left = [last]

        def dies(self, name, blocks, is_due, left=left):  # type: ignore[no-untyped-def] - as the patched one
            left[0] -= 1
            if left[0] < 0:
                (self.full(name).parent).mkdir(parents=True, exist_ok=True)
                self.full(name + ".new").write_bytes(b"half")
                raise KeyboardInterrupt
            return put(self, name, blocks, is_due)

        with monkeypatch.context() as patch:
            patch.setattr(ReplicaFolder, "put", dies)
            code, _ = small.run("replicate", str(replica))
        assert code == 4
        if last == 140:
            # What a broken-off copy may hold is told of, though it was never written whole.
            item = small.ids()[posts().url("doel")]
            small.good("destroy", "execute", small.approve(item), acting="Anna")
            decisions = small.workplace().events.read(Book.DECISIONS)
            (done,) = [event for event in decisions if event.kind == "destruction.executed"]
            assert done.data["replicas"] == [{"replica": "r0001", "state": "listed"}]
            assert small.good("replica", "list")["replicas"][0]["still_there"]
        (one,) = small.good("replicate", str(replica))["replicas"]
        assert (one["strange"], one["renewed"]) == ([], [])
        assert failed(together(replica, tmp_path / f"laid{last}")) == []
        assert not [*replica.rglob("*.new")]


def test_a_place_that_is_not_ours(small: Small, replica: Path, tmp_path: Path) -> None:
    def refused(code: str, *given: str) -> None:
        left, told = small.run("replicate", *given)
        assert (left != 0, told["error"]["code"]) == (True, code), told
        assert "geheim" not in str(told)

    refused("REPLICA-015", "s3://naam:geheim@bak.example/x")
    refused("REPLICA-001", "map/zonder/begin")
    refused("REPLICA-002", str(small.archive / "objects" / "x"))
    refused("REPLICA-002", str(small.root))
    (tmp_path / "vol").mkdir()
    (tmp_path / "vol" / "foto.png").write_bytes(b"x")
    refused("REPLICA-003", str(tmp_path / "vol"))
    small.good("replicate", str(replica))
    # A link in it is not followed, and nothing is written through it; other things are named.
    outside = tmp_path / "outside"
    outside.mkdir()
    (replica / "data" / "journal").rename(outside / "journal")
    (replica / "data" / "journal").symlink_to(outside / "journal")
    before = files(outside)
    refused("REPLICA-006", str(replica))
    assert files(outside) == before
    (replica / "data" / "journal").unlink()
    (outside / "journal").rename(replica / "data" / "journal")
    (replica / "data" / "objects" / "briefje.txt").write_text("x")
    code, told = small.run("replicate")
    assert (code, told["replicas"][0]["strange"]) == (1, ["objects/briefje.txt"])
    (replica / "data" / "objects" / "briefje.txt").unlink()
    (replica / "data" / "objects" / "koppeling").symlink_to(outside)
    os.mkfifo(replica / "data" / "journal" / "pijp")
    code, told = small.run("replicate")
    odd = ["data/journal/pijp", "data/objects/koppeling"]
    assert (code, told["replicas"][0]["strange"]) == (1, odd)
    for name in odd:
        (replica / name).unlink()
    # An archive that was put back does not take away what the replica has more.
    older = small.copy(tmp_path / "older")
    small.good("replicate")
    ahead, told = older.run("replicate")
    assert (ahead, told["error"]["code"]) == (6, "REPLICA-009")
    # Another archive's marker, and a disk that is not there.
    marker = replica / "weerklank-replica.json"
    ours = orjson.loads(marker.read_bytes())
    marker.write_bytes(orjson.dumps({**ours, "origin": "ander.example/archief"}))
    refused("REPLICA-003", str(replica))
    marker.unlink()
    refused("REPLICA-004", str(replica))
