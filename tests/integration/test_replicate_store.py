"""Replicas in a store: what goes is encrypted, what fails is tried again, what went is gone."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pyrage
import pytest
from botocore.retries.standard import ExponentialBackoff
from place import Archive
from small_archive import MARKS, Small, failed, filled, posts
from store_double import LOCKED, StoreDouble, store_double
from test_access_term import NOW, acting, made, place  # noqa: F401 - fixtures
from test_crashes import in_child

from weerklank.model.event import Book
from weerklank.services.keep.replica_files import Unsound
from weerklank.services.keep.replica_place import find_replica, open_replica
from weerklank.services.keep.replica_store import ReplicaStore
from weerklank.services.people.access_term import end_access_days
from weerklank.store import object_store

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_sockets_left"),
]

SECRET = "een-geheim-van-de-opslag"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Small:
    return filled(tmp_path_factory.mktemp("template") / "small")


@pytest.fixture
def small(template: Small, tmp_path: Path) -> Small:
    return template.copy(tmp_path / "small")


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[StoreDouble]:
    monkeypatch.setattr(ExponentialBackoff, "delay_amount", lambda *_: 0)
    with store_double() as double:
        yield double


def connected(small: Small, url: str) -> str:
    file = small.root / "secret"
    file.write_text(f"{SECRET}\n")
    small.good("replica", "connect", url, "--access-key", "sleutel", "--secret-file", str(file))
    file.unlink()
    return url


def decrypted(small: Small, content: bytes, replica: str = "r0001") -> bytes:
    """Open what lies in a store as anyone does who has the key folder."""
    keys = (small.root / "keys" / "replicas" / replica).glob("*.key")
    identities = [pyrage.x25519.Identity.from_str(path.read_text().strip()) for path in keys]
    return bytes(pyrage.decrypt(content, identities))


def test_a_replica_in_a_store_is_the_archive_encrypted(
    small: Small, store: StoreDouble, tmp_path: Path
) -> None:
    url = store.url("archief")
    code, told = small.run("replicate", url)
    assert (code, told["error"]["code"]) == (4, "REPLICA-016")
    connected(small, url)
    told = small.good("replicate", url)
    (one,) = told["replicas"]
    assert (told["objects"], one["damaged"], one["strange"], one["ok"]) == (8, [], [], True)
    assert SECRET not in str(told)
    log, data = (store.buckets[f"archief-{part}"] for part in ("log", "data"))
    before = "voorbeelddam/"
    for name in log.names():
        path = small.archive / name.removeprefix(before)
        if path.name != "weerklank-replica.json":
            assert log.current(name) == path.read_bytes()
    laid = tmp_path / "laid"
    for name in data.names():
        path = laid / name.removeprefix(before)
        path.parent.mkdir(parents=True, exist_ok=True)
        content = data.current(name) or b""
        path.write_bytes(decrypted(small, content))
        assert not any(mark.encode() in content for mark in MARKS)
    due = {
        path.relative_to(small.archive)
        for name in ("objects", "sealed", "blind", "journal", "decisions", "register")
        for path in (small.archive / name).rglob("*")
        if path.is_file()
    }
    for one_due in due:
        assert (laid / one_due).read_bytes() == (small.archive / one_due).read_bytes()
    # The secret is nowhere but sealed beside the keys, and no event has it.
    places = [*small.archive.rglob("*"), *(small.root / "keys").rglob("*")]
    assert not [p for p in places if p.is_file() and SECRET.encode() in p.read_bytes()]
    (connection,) = [
        event
        for event in small.workplace().events.read(Book.JOURNAL)
        if event.kind == "replica.connected"
    ]
    assert connection.data["url"].startswith("s3://archief/voorbeelddam?endpoint=http")
    asked = len(store.asked)
    again = small.good("replicate")
    assert (again["objects"], again["replicas"][0]["files"] <= 8) == (0, True)
    assert len(store.asked) - asked < 80
    back = small.good("restore", "rehearse", url, str(tmp_path / "back"))
    assert (back["ok"], back["findings"], back["behind"]) == (True, [], 0)
    assert back["records"] == back["records_here"] > 0
    # A second one within the first would be nobody's.
    code, told = small.run("replicate", url.replace("voorbeelddam?", "voorbeelddam/x?"))
    assert (code, told["error"]["code"]) == (3, "REPLICA-002")


def test_a_store_that_errs(
    small: Small, store: StoreDouble, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = connected(small, store.url("archief"))
    count = [0]
    kinds = ("busy", "", "late", "", "cut", "", "")
    monkeypatch.setattr(object_store, "READ", 1)

    def errs(method: str, path: str, query: dict[str, str]) -> str:
        count[0] += 1
        if count[0] == 20:
            return "silent"
        return kinds[count[0] % len(kinds)]

    store.faults = errs
    (one,) = small.good("replicate", url)["replicas"]
    assert (one["ok"], one["objects"]) == (True, 8)
    store.faults = lambda *_: ""
    names = store.buckets["archief-data"].names()
    assert len(names) == len(set(names))
    assert small.good("replicate", "--deep")["replicas"][0]["renewed"] == []
    assert small.good("restore", "rehearse", url, str(tmp_path / "back"))["ok"]
    # What reads back otherwise is taken away there, and what is refused or silent is told.
    victim = next(name for name in names if name.endswith("records.jsonl.gz"))
    for fault, code, left in (("other", "REPLICA-007", 4), ("denied", "REPLICA-018", 3),
                              ("busy", "REPLICA-017", 4)):  # fmt: skip
        store.buckets["archief-data"].objects.pop(victim, None)
        store.buckets["archief-data"].objects.pop(
            victim.rpartition("/v1/")[0] + "/inventory.json", None
        )
        store.faults = lambda method, path, _, f=fault: (
            f if path.endswith(victim) and method == ("GET" if f == "other" else "PUT") else ""
        )
        found, told = small.run("replicate")
        assert (found, told["error"]["code"]) == (left, code)
        assert "geheim" not in str(told)
        assert store.buckets["archief-data"].current(victim) is None
    store.faults = lambda *_: ""
    assert small.good("replicate")["objects"] == 1
    # One that is away keeps no other from being written.
    small.good("replicate", str(tmp_path / "schijf"))
    store.faults = lambda *_: "busy"
    code, told = small.run("replicate")
    assert (code, told["error"]["code"]) == (4, "REPLICA-017")
    assert (told["ok"], [one["replica"] for one in told["replicas"]]) == (False, ["r0002"])
    assert set(names) <= set(store.buckets["archief-data"].names())


def test_uploads_in_parts_that_were_not_finished_are_thrown_away(
    small: Small, store: StoreDouble, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(object_store, "PART", 2000)
    url = connected(small, store.url("archief"))
    data = store.buckets["archief-data"]
    parts = [0]

    def dies(method: str, path: str, query: dict[str, str]) -> str:
        parts[0] += "partNumber" in query
        return "denied" if parts[0] > 2 and ("partNumber" in query or method == "DELETE") else ""

    store.faults = dies
    code, told = small.run("replicate", url)
    assert (code, told["error"]["code"], len(data.uploads)) == (3, "REPLICA-018", 1)
    # The last answer of an upload comes too late, and it is asked for again.
    late = [True]

    def is_late(method: str, path: str, query: dict[str, str]) -> str:
        if method == "POST" and "uploadId" in query and late:
            late.clear()
            return "late"
        return ""

    store.faults = is_late
    (one,) = small.good("replicate")["replicas"]
    assert (one["ok"], one["uploads_cleared"], data.uploads, late) == (True, 1, {}, [])
    assert small.good("restore", "rehearse", url, str(tmp_path / "back"))["ok"]


def test_what_is_destroyed_is_gone_or_unreadable(small: Small, store: StoreDouble) -> None:
    url = connected(small, store.url("archief"))
    locked = connected(small, store.url("slot"))
    data, kept = store.buckets["archief-data"], store.buckets["slot-data"]
    data.keeps_versions = kept.keeps_versions = True
    kept.locked_until = LOCKED
    small.good("replicate", url, locked)
    item = small.ids()[posts().url("doel")]
    folder = small.root / "keys" / "replicas"
    before = {path.name for path in folder.rglob("*.key")}
    small.good("destroy", "execute", small.approve(item), acting="Anna")
    gone = before - {path.name for path in folder.rglob("*.key")}
    assert gone
    # A copy that was at it makes no new key for what is no more.
    workplace = small.workplace()
    files = open_replica(workplace, find_replica(workplace, "r0001"))
    package, _, generation = min(gone).removesuffix(".key").rpartition("-")
    stale = f"objects/{package.replace('_', '/')}-g{generation}/v1/content/x"
    with pytest.raises(Unsound):
        files.put(stale, [b"x"], lambda _: True)
    assert not gone & {path.name for path in folder.rglob("*.key")}
    assert not [name for name in data.names() if name.endswith("/content/x")]
    (done,) = [
        event
        for event in small.workplace().events.read(Book.DECISIONS)
        if event.kind == "destruction.executed"
    ]
    states = [{"key_destroyed": True, "replica": f"r000{n}", "state": "listed"} for n in (1, 2)]
    assert done.data["replicas"] == states
    held = {name for name in kept.names() if name.startswith("voorbeelddam/objects")}
    told = small.good("replicate")["replicas"]
    assert [(one["ok"], one["locked"] > 0) for one in told] == [(True, False), (True, True)]
    assert told[0]["versions_cleared"] > 0
    assert told[1]["locked_until"].startswith("2099-03-01")
    # No version and no mark of what went is left in the one; in the other it can't be read.
    assert all(len(versions) == 1 for versions in data.objects.values())
    assert not any(versions[-1].is_mark for versions in data.objects.values())
    left = [one for name in held for one in kept.objects[name] if name not in kept.names()]
    assert left
    for one in left:
        if not one.is_mark:
            with pytest.raises(pyrage.DecryptError):
                decrypted(small, one.content, "r0002")
    small.good("person", "add", "Vera", "--role", "archivist")
    certificate = small.good("destroy", "certificate", done.subject, acting="Vera")
    rows = [row for row in certificate["not_searched"] if row["place"].startswith("replica")]
    assert rows == [{"place": "replica r0002", "why": "key-destroyed"}]
    listed = {one["replica"]: one for one in small.good("replica", "list")["replicas"]}
    assert listed["r0001"]["locked_until"] is None
    assert listed["r0002"]["locked_until"].startswith("2099-03-01")


def test_damage_is_mended_from_a_store_and_what_is_hostile_stays_there(
    small: Small, store: StoreDouble, tmp_path: Path
) -> None:
    url = connected(small, store.url("archief"))
    small.good("replicate", url)
    data = store.buckets["archief-data"]
    victim = next((small.archive / "objects").rglob("records.jsonl.gz"))
    sound = victim.read_bytes()
    victim.write_bytes(sound[:-3] + b"xyz")
    shutil.rmtree(min(small.archive.glob("open/a*/*/*/????-sealed")))
    tile = min((small.archive / "log" / "tile").rglob("000.p/*"))
    tile.write_bytes(tile.read_bytes()[:-1] + b"\0")
    told = small.good("repair")
    assert {row["replica"] for row in told["repaired"]} == {"r0001"}
    assert victim.read_bytes() == sound
    assert failed(small.archive) == []
    # Names that no file of ours can have are told of, and nothing of theirs comes here.
    for name in ("objects/../../../weg", "objects//x", "/etc/weg", "objects/a0001/\x1b[2J"):
        data.put(f"voorbeelddam/{name}", b"x")
    code, answer = small.run("replicate")
    assert (code, len(answer["replicas"][0]["strange"])) == (1, 4)
    assert "\x1b" not in str(answer)
    back = tmp_path / "deep" / "er" / "back"
    code, answer = small.run("restore", "rehearse", url, str(back))
    assert (code, {row["code"] for row in answer["findings"]}) == (1, {"VERIFY-104"})
    assert not [*tmp_path.rglob("weg")]
    # What is not ours any more by its content gives nothing.
    for name in [one for one in data.names() if one.endswith("records.jsonl.gz")]:
        data.put(name, b"age-encryption.org/v1\n" + os.urandom(200))
    victim.write_bytes(b"x")
    code, answer = small.run("repair")
    assert (code, answer["ok"], answer["repaired"]) == (1, False, [])


def test_a_killed_copy_to_a_store_is_gone_on_with(
    template: Small, tmp_path: Path, store: StoreDouble
) -> None:
    small = template.copy(tmp_path / "small")
    url = connected(small, store.url("archief"))
    put = ReplicaStore.put
    for last in (0, 9, 60, 40):
        left = [last]

        def dies(self, name, blocks, is_due, left=left):  # type: ignore[no-untyped-def] - as the patched one
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), 9)
            return put(self, name, blocks, is_due)

        def work(dies=dies) -> None:  # type: ignore[no-untyped-def] - in a child
            ReplicaStore.put = dies  # type: ignore[method-assign] - in a child
            small.run("replicate", url)

        assert in_child(work, tmp_path / "told") == -9
    (one,) = small.good("replicate", url)["replicas"]
    assert (one["ok"], one["strange"], one["renewed"]) == (True, [], [])
    assert small.good("replica", "list")["replicas"][0]["replica"] == "r0001"
    back = small.good("restore", "rehearse", url, str(tmp_path / "back"))
    assert (back["ok"], back["behind"]) == (True, 0)


def test_a_day_of_who_looked_at_what_can_be_read_there_no_more(
    place: Archive,  # noqa: F811 - a fixture
    store: StoreDouble,
) -> None:
    url = store.url("archief")
    file = place.root / "secret"
    file.write_text(SECRET)
    place.good("replica", "connect", url, "--access-key", "sleutel", "--secret-file", str(file))
    place.good("replicate", url)
    data = store.buckets["archief-data"]
    days = place.root / "keys" / "replicas" / "r0001"
    assert (days / "access_2027_01_21.key").exists()
    end_access_days(acting(place, NOW))
    assert [path.name for path in days.glob("access_2027*")] == []
    assert [*days.glob("access_2030_01_25.key")]
    assert [name for name in data.names() if "/access/2027/" in name]
    (one,) = place.good("replicate")["replicas"]
    assert (one["ok"], one["removed"]) == (True, ["access/2027/01/21"])
    assert not [name for name in data.names() if "/access/2027/" in name]


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("s3://naam:geheim@bak/x", "REPLICA-015"),
        ("s3://archief/x?endpoint=http://opslag.example", "REPLICA-015"),
        ("s3://archief/x?endpoint=https://a:geheim@opslag.example", "REPLICA-015"),
        ("s3://archief/../x", "REPLICA-015"),
        ("s3://archief/x?secret=geheim", "REPLICA-015"),
        ("s3://archief/x?endpoint=https://opslag.example/pad", "REPLICA-015"),
        ("s3:///x", "REPLICA-015"),
    ],
)
def test_addresses_that_are_none(template: Small, url: str, code: str) -> None:
    left, told = template.run("replicate", url)
    assert (left, told["error"]["code"]) == (2, code)
    assert "geheim" not in str(told)


def test_a_log_that_can_be_deleted_is_refused(small: Small, store: StoreDouble) -> None:
    url = store.url("archief")
    store.buckets["archief-log"].lock_days = 0
    file = small.root / "secret"
    file.write_text(SECRET)
    given = ("replica", "connect", url, "--access-key", "sleutel", "--secret-file", str(file))
    code, told = small.run(*given)
    assert (code, told["error"]["code"]) == (3, "REPLICA-020")
    del store.buckets["archief-data"]
    store.buckets["archief-log"].lock_days = 7
    code, told = small.run(*given)
    assert (code, told["error"]["code"]) == (4, "REPLICA-019")
    assert not list((small.root / "keys" / "connections").glob("store-*"))
