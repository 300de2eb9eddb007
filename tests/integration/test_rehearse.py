"""A restore is rehearsed: of a replica alone comes an archive that works, or a reason why not."""

import os
import shutil
from pathlib import Path

import pytest
from small_archive import Small, failed, filled

from weerklank.model.event import Book


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Small:
    small = filled(tmp_path_factory.mktemp("template") / "small")
    small.good("replicate", str(small.root / "replica"))
    return small


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Durability is not at stake here, and waiting for the disk would be most of the time."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


def test_of_a_replica_comes_an_archive_that_works(template: Small, tmp_path: Path) -> None:
    small = template.copy(tmp_path / "small")
    replica, back = str(small.root / "replica"), tmp_path / "back" / "archive"
    before = {p for p in small.archive.rglob("*") if "locks" not in p.parts}
    told = small.good("restore", "rehearse", replica, str(back))
    assert (told["ok"], told["findings"], told["behind"], told["same_log"]) == (True, [], 0, True)
    assert told["records"] == told["records_here"] == len(small.versions()) > 0
    assert told["not_in_it"]
    assert failed(back) == []
    # It answers, with the keys of now; the archive itself has one event more, and no other change.
    shutil.copytree(small.root / "keys", back.parent / "keys")
    copy = Small(back.parent)
    (there, here) = (one.good("search", "feest")["hits"] for one in (copy, small))
    assert [hit["id"] for hit in there] == [hit["id"] for hit in here] != []
    (done,) = [
        event
        for event in small.workplace().events.read(Book.JOURNAL)
        if event.kind == "restore.rehearsed"
    ]
    assert (done.subject, done.data["ok"], done.data["findings"]) == ("r0001", True, 0)
    new = {p for p in small.archive.rglob("*") if "locks" not in p.parts} - before
    assert {p.relative_to(small.archive).parts[0] for p in new} <= {"journal", "log", "index"}
    # What came since is not in it, and is told; two archives under one key are not gone on with.
    later = small.good("restore", "rehearse", replica, str(tmp_path / "later"))
    assert (later["ok"], later["behind"] > 0, later["same_log"]) == (True, True, True)
    code, refused = small.run("--archive", str(tmp_path / "later"), "verify")
    assert (code, {row["code"] for row in refused["findings"]}) == (1, {"VERIFY-206"})


def test_a_replica_that_is_no_archive_is_told_of(template: Small, tmp_path: Path) -> None:
    small = template.copy(tmp_path / "small")
    replica = small.root / "replica"
    data = replica / "data"
    victim = min(data.glob("objects/*/*/*-g1/v1/content/records/records.jsonl.gz"))
    victim.write_bytes(victim.read_bytes()[:-1] + b"\x7f")
    shutil.rmtree(min(data.glob("open/a*/*/*/????")))
    outside = tmp_path / "outside.json"
    outside.write_text("{}")
    event = max(data.glob("journal/*/*/*/*.json"))
    event.unlink()
    event.symlink_to(outside)
    code, told = small.run("restore", "rehearse", str(replica), str(tmp_path / "back"))
    codes = {row["code"] for row in told["findings"]}
    assert (code, told["ok"]) == (1, False)
    assert {"VERIFY-102", "VERIFY-104", "VERIFY-302", "VERIFY-403"} <= codes
    assert told["records"] != told["records_here"]
    assert not [p for p in (tmp_path / "back").rglob("*") if p.is_symlink()]
    with victim.open("wb") as stream:
        try:
            stream.truncate(1 << 50)
        except OSError:  # a file system that has no such files
            stream.truncate(0)
    code, told = small.run("restore", "rehearse", str(replica), str(tmp_path / "huge"))
    assert (code, told.get("error", {}).get("code")) in ((4, "REPLICA-012"), (1, None))
    for folder in (small.archive / "x", replica / "x", tmp_path / "back"):
        code, told = small.run("restore", "rehearse", str(replica), str(folder))
        assert (code, told["error"]["code"]) == (3, "REPLICA-011")
    victim.write_bytes(b"")
    shutil.rmtree(replica / "log" / "log")
    code, told = small.run("restore", "rehearse", str(replica), str(tmp_path / "none"))
    assert (code, told["error"]["code"]) == (6, "REPLICA-013")
