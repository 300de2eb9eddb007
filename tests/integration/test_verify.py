"""Verify: a clean archive has no findings, and no byte of it can be changed unseen."""

import base64
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from random import Random  # noqa: TID251 - seeded, so that a failure comes back

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from empty_archive import make_empty

from weerklank import bootstrap
from weerklank.integrity import checkpoint as notes
from weerklank.integrity.log import Log
from weerklank.integrity.merkle import root
from weerklank.model.account import AccountKind
from weerklank.model.clock import FixedClock
from weerklank.model.event import Book, Event
from weerklank.model.ids import AccountId
from weerklank.model.json_value import JsonObject
from weerklank.package import writer
from weerklank.services.catalogue.open_catalogue import open_catalogue
from weerklank.services.catalogue.rebuild_catalogue import rebuild_catalogue
from weerklank.services.intake.import_export import import_export
from weerklank.services.register.account_facts import Facts
from weerklank.services.register.register_account import register
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.seal.seal_package import FINISHED
from weerklank.services.seal.stamp_checkpoint import set_authority
from weerklank.services.verify.verify_archive import Verification, verify_archive
from weerklank.services.workplace import Workplace
from weerklank.store.events import EventStore
from weerklank.store.keys import KeyFolder
from weerklank.store.members import MemberWriter, read_lines
from weerklank.store.ocfl import CONTENT, MANIFEST, file_digest, write_inventory, write_manifest
from weerklank.testing.time_stamp_authority import make_authority
from weerklank.testing.voorbeelddam.build import write_demo_exports

ORIGIN = "weerklank/voorbeelddam/test"
#: Nothing vouches for these: that they differ from what is shipped is said as 'not checked'.
TEXTS = {"README.txt", "weerklank_verify.py"}
#: Working files and what is no part of the record.
NO_RECORD = ("index/", "blind/", "open/locks/", "open/spool/", "open/trash/")


@dataclass
class Built:
    workplace: Workplace
    #: With the pin, without the key that signs: what verify may not write it does not.
    reading: Workplace

    @property
    def root(self) -> Path:
        return self.workplace.layout.root

    def path(self, pattern: str) -> str:
        """The first file that fits a pattern."""
        return min(p.relative_to(self.root).as_posix() for p in self.root.glob(pattern))

    def members(self) -> list[str]:
        every = (p.relative_to(self.root).as_posix() for p in self.root.rglob("*") if p.is_file())
        return sorted(p for p in every if not p.startswith(NO_RECORD))

    def verify(self, *accounts: AccountId, deep: bool = True) -> Verification:
        return verify_archive(self.reading, accounts, deep=deep)


def build(folder: Path) -> Built:
    clock = FixedClock()
    workplace = make_empty(folder, clock, origin=ORIGIN, sealed="12").workplace
    exports = folder / "exports"
    exports.mkdir()
    demo = write_demo_exports(exports)
    for url, file in (
        (demo.gemeente_url, demo.gemeente),
        (demo.burgemeester_url, demo.burgemeester),
    ):
        clock.moment += timedelta(seconds=61.5)
        register(workplace, url, Facts(kind=AccountKind.CORPORATE))
        seal_events(workplace)
        import_export(workplace, bootstrap.connectors(), file)
    shutil.rmtree(exports)
    reading_keys = folder / "reading"
    reading_keys.mkdir()
    for name in ("pinned.json", "events.key"):
        shutil.copy(folder / "keys" / name, reading_keys)
    return Built(workplace, replace(workplace, keys=KeyFolder(reading_keys)))


@pytest.fixture(scope="module")
def origin_archive(tmp_path_factory: pytest.TempPathFactory) -> Built:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writer, "MOST_RECORDS", 55)
        return build(tmp_path_factory.mktemp("verify"))


@pytest.fixture
def built(origin_archive: Built, tmp_path: Path) -> Built:
    """A copy to break."""
    shutil.copytree(origin_archive.root, tmp_path / "archive", symlinks=True)
    for name in ("keys", "reading"):
        shutil.copytree(origin_archive.root.parent / name, tmp_path / name)
    layout = replace(origin_archive.workplace.layout, root=tmp_path / "archive")
    one = replace(
        origin_archive.workplace,
        layout=layout,
        keys=KeyFolder(tmp_path / "keys"),
        log=Log(layout.log),
        events=EventStore(layout, "abc123", KeyFolder(tmp_path / "keys")),
    )
    return Built(one, replace(one, keys=KeyFolder(tmp_path / "reading")))


def check_done(built: Built) -> Event:
    events = built.workplace.events.read(Book.JOURNAL)
    return next(event for event in events if event.kind == "check.done")


def codes(done: Verification) -> set[str]:
    return {finding.code for finding in done.findings}


def names(done: Verification, path: str) -> bool:
    return any(path in (one.path, *one.values.values()) for one in done.findings)


@contextmanager
def changed(path: Path, content: bytes | None) -> Iterator[None]:
    """A file with other content, or none, while the block runs."""
    before = path.read_bytes()
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    try:
        yield
    finally:
        path.write_bytes(before)


# --- clean --------------------------------------------------------------------------------------


def test_a_clean_archive_has_no_findings_before_and_after_the_catalogue_changes(
    built: Built,
) -> None:
    assert sorted(built.root.glob("objects/*/*/*-g1"))
    assert sorted(built.root.glob("sealed/*/*/*-s1"))
    assert sorted(built.root.glob("open/*/*/*/*-sealed"))
    assert len(built.workplace.log.checkpoints()) > 4
    done = built.verify()
    assert done.findings == ()
    assert done.checked.records > 140
    assert done.checked.objects >= 8
    shutil.rmtree(built.workplace.layout.index)
    assert built.verify().ok
    rebuild_catalogue(built.workplace)
    open_catalogue(built.workplace).close()
    assert built.verify().ok
    assert built.verify(deep=False).ok


def test_a_check_is_an_event_in_the_log_and_leaves_a_clean_archive(built: Built) -> None:
    before = built.workplace.log.latest()
    done = verify_archive(built.workplace, deep=True)
    assert done.ok
    after = built.workplace.log.latest()
    assert before
    assert after
    assert after.size == before.size + 1
    event = check_done(built)
    assert event.kind == "check.done"
    assert event.data["ok"] is True
    assert event.data["deep"] is True
    assert verify_archive(built.workplace, deep=True).ok


def test_what_was_not_checked_is_said(built: Built) -> None:
    def what(done: Verification) -> set[str]:
        for one in done.not_checked:
            assert one.reason("nl") != one.reason("en")
        return {one.what for one in done.not_checked}

    always = {"blind", "index", "last-events"}
    assert what(built.verify()) == always | {"time-stamps", "journal-no-keys"}
    assert "records" in what(built.verify(deep=False))
    assert "other-accounts" in what(built.verify(AccountId("a0001")))
    shutil.rmtree(built.reading.keys.folder)
    done = built.verify()
    assert done.ok
    assert "pin" in what(done)


def test_accounts_limit_packages_and_not_the_log(built: Built) -> None:
    whole, one = built.verify(), built.verify(AccountId("a0002"))
    assert 0 < one.checked.records < whole.checked.records
    medium = built.root / built.path("o*/a0001/*/**/media/*.png")
    with changed(medium, b"other"):
        assert built.verify(AccountId("a0002")).ok
        assert not built.verify(AccountId("a0001")).ok
    with changed(built.root / built.path("journal/*/*/*/*.json"), b"{}\n"):
        assert not built.verify(AccountId("a0002")).ok


def test_messages_exist_in_both_languages(built: Built) -> None:
    for path in built.members():
        if path.startswith(("objects", "log")):
            (built.root / path).write_bytes(b"garbage")
    for finding in built.verify().findings:
        assert finding.message("nl") != finding.message("en")
        assert "{" not in finding.message("nl")


# --- every file ---------------------------------------------------------------------------------


def flips(content: bytes) -> Iterator[bytes]:
    for place in {0, len(content) // 2, len(content) - 1}:
        yield content[:place] + bytes((content[place] ^ 1,)) + content[place + 1 :]


def test_one_flipped_bit_in_any_file_is_found_and_named(built: Built) -> None:
    for path in built.members():
        content = (built.root / path).read_bytes()
        for other in flips(content):
            with changed(built.root / path, other):
                done = built.verify()
            if path in TEXTS:
                assert any(one.where == path for one in done.not_checked), path
            else:
                assert names(done, path), path
    assert built.verify().ok


def test_any_file_that_is_gone_is_missed_and_named(built: Built) -> None:
    newest = built.workplace.log.checkpoints()[-1]
    for path in built.members():
        with changed(built.root / path, None):
            done = built.verify()
        if path.startswith("log/checkpoints/") and int(Path(path).stem) != newest:
            continue  # a larger checkpoint stands for it: nothing says that it was there
        missed = done.findings
        if path.startswith("log/keys/") and path.endswith(".vkey"):
            assert missed, path
        elif path.startswith("log/tile/"):
            assert any(f.path == path and f.code == "VERIFY-208" for f in missed), path
        else:
            assert names(done, path), path
    assert built.verify().ok


def test_an_added_file_anywhere_is_found_and_named(built: Built) -> None:
    folders = {str(Path(path).parent) for path in built.members()}
    folders |= {"open", "blind", "register", "decisions", "log"}
    for folder in sorted(folders):
        name = "extra.bin" if folder == "." else f"{folder}/extra.bin"
        (built.root / name).write_bytes(b"extra")
        assert names(built.verify(deep=False), name), name
        (built.root / name).unlink()
        (built.root / name).symlink_to("/etc/passwd")
        assert names(built.verify(deep=False), name), name
        (built.root / name).unlink()
        (built.root / name).mkdir()
        assert not built.verify(deep=False).ok, name
        (built.root / name).rmdir()
    assert built.verify().ok


def test_any_two_files_of_like_kind_that_changed_places_are_found(built: Built) -> None:
    kinds: dict[str, list[str]] = {}
    for path in built.members():
        place = path.split("/")
        kind = place[0] + (place[1] if place[0] == "log" else place[-1])
        kinds.setdefault("media" if "media" in place else kind, []).append(path)
        kinds.setdefault(place[-1], []).append(path)
    swapped = 0
    for paths in kinds.values():
        for one, other in pairwise(paths):
            first, second = (built.root / one).read_bytes(), (built.root / other).read_bytes()
            if first == second:
                continue
            with changed(built.root / one, second), changed(built.root / other, first):
                done = built.verify()
            assert any(f.path in (one, other) for f in done.findings), (one, other)
            swapped += 1
    assert swapped > 60


@pytest.mark.timeout(1800)
def test_garbage_in_any_file_is_a_finding_and_never_a_traceback(built: Built) -> None:
    deep = b"[" * 100_000
    big = b'{"a":' * 2000 + b"1" + b"}" * 2000
    for path in built.members():
        if path in TEXTS:
            continue
        for garbage in (
            b"",
            deep,
            big,
            b"\xff\xfe\x00",
            b'{"first":1e400}\n',
            b"null\n",
            b"a\n" * 9,
        ):
            with changed(built.root / path, garbage):
                assert not built.verify().ok, path


def test_a_folder_that_is_gone_or_a_link_is_a_finding(built: Built) -> None:
    aside = built.root.parent / "aside"
    for name in (
        "log",
        "objects",
        "sealed",
        "open",
        "register",
        "journal",
        "log/tile",
        "log/keys",
    ):
        folder = built.root / name
        folder.rename(aside)
        assert not built.verify().ok, name
        folder.symlink_to(aside)
        assert names(built.verify(), name), name
        folder.unlink()
        aside.rename(folder)
    assert built.verify().ok


def test_random_damage_is_found_and_named(built: Built) -> None:
    chance = Random(20261125)
    members = [path for path in built.members() if path not in TEXTS]
    for _ in range(150):
        path = chance.choice(members)
        content = (built.root / path).read_bytes()
        place = chance.randrange(len(content))
        other = chance.choice(
            (
                content[:place],
                content[:place] + chance.randbytes(16) + content[place:],
                content[:place] + bytes((content[place] ^ 64,)) + content[place + 1 :],
                content + b"\n",
            )
        )
        with changed(built.root / path, other):
            assert names(built.verify(), path), path


# --- the log ------------------------------------------------------------------------------------


def sign_anew(log: Log, size: int, key: Ed25519PrivateKey) -> None:
    before = notes.parse(log.note(size)).previous
    again = notes.Checkpoint(ORIGIN, size, root(size, log.tiles.subtree), before)
    log.note_path(size).write_text(notes.sign(again, key))


def test_a_log_rewritten_and_signed_by_another_key_is_found(built: Built) -> None:
    log, key = built.workplace.log, Ed25519PrivateKey.generate()
    tile = built.root / built.path("log/tile/0/000.p/*")
    tile.write_bytes(tile.read_bytes()[:-32] + hashlib.sha256().digest())
    for size in log.checkpoints():
        sign_anew(log, size, key)
    public = key.public_key().public_bytes_raw()
    log.publish_key(ORIGIN, public)
    found = codes(built.verify())
    assert {"VERIFY-202", "VERIFY-204", "VERIFY-207"} <= found
    for old in (built.root / "log/keys").glob("*.vkey"):
        if old.stem != notes.key_id(ORIGIN, public).hex():
            old.unlink()
            old.with_suffix(".pem").unlink()
    assert {"VERIFY-202", "VERIFY-204", "VERIFY-207"} <= codes(built.verify())


def test_a_log_rewritten_with_the_stolen_key_is_found_by_the_pin(built: Built) -> None:
    log = built.workplace.log
    last = built.path("log/segments/*.json").rpartition("/")[0]
    segment = max((built.root / last).iterdir())
    statement = orjson.loads(segment.read_bytes())
    event = built.root / statement["files"][-1]
    event.write_bytes(event.read_bytes().replace(b'"system_user":"', b'"system_user":"x'))
    from weerklank.integrity.merkle import leaf_hash

    tile = built.root / built.path("log/tile/0/000.p/*")
    leaf = leaf_hash(hashlib.sha256(event.read_bytes()).digest())
    tile.write_bytes(tile.read_bytes()[:-32] + leaf)
    log = Log(log.folder)
    sign_anew(log, log.checkpoints()[-1], built.workplace.keys.signer)
    assert codes(built.verify()) == {"VERIFY-207"}


def test_a_log_that_was_put_back_is_found_by_the_pin(built: Built) -> None:
    log = built.workplace.log
    keep, gone = log.checkpoints()[-2:]
    for path in (built.root / "log/segments").iterdir():
        if int(path.stem) >= keep:
            for name in orjson.loads(path.read_bytes()).get("files", []):
                (built.root / name).unlink()
            path.unlink()
    tile = built.root / built.path("log/tile/0/000.p/*")
    tile.with_name(str(keep)).write_bytes(tile.read_bytes()[: 32 * keep])
    tile.unlink()
    log.note_path(gone).unlink()
    done = built.verify()
    assert codes(done) == {"VERIFY-206"}
    assert names(done, f"log/checkpoints/{gone:012d}.txt")
    (built.reading.keys.folder / "pinned.json").unlink()
    assert built.verify().ok  # only what lies outside the archive can tell


def test_a_second_checkpoint_or_one_that_the_tiles_do_not_reach_is_found(built: Built) -> None:
    log, key = built.workplace.log, built.workplace.keys.signer
    size = log.checkpoints()[-1]
    before = notes.parse(log.note(size)).previous
    other = notes.sign(notes.Checkpoint(ORIGIN, size, bytes(32), before), key)
    extra = log.note_path(size).with_name(f"{size}.txt")
    extra.write_text(other)
    assert names(built.verify(), f"log/checkpoints/{extra.name}")
    extra.unlink()
    beyond = log.note_path(size + 300)
    beyond.write_text(notes.sign(notes.Checkpoint(ORIGIN, size + 300, bytes(32), size), key))
    assert {"VERIFY-208", "VERIFY-211"} <= codes(built.verify())


def test_nothing_is_added_to_a_damaged_log(built: Built) -> None:
    tile = built.root / built.path("log/tile/0/000.p/*")
    tile.write_bytes(tile.read_bytes()[:-1] + b"\0")
    before = built.members()
    done = verify_archive(built.workplace, deep=True)
    assert not done.ok
    assert "journal-log-damaged" in {one.what for one in done.not_checked}
    assert built.members() == before


def test_damage_to_a_package_is_put_into_the_journal(built: Built) -> None:
    (built.root / built.path("objects/**/records.jsonl.gz")).write_bytes(b"")
    assert not verify_archive(built.workplace).ok
    event = check_done(built)
    assert event.data["ok"] is False
    assert "VERIFY-102" in dict(event.data["findings"])


# --- packages -----------------------------------------------------------------------------------


def make_right_again(package: Path, object_id: str | None = None) -> str:
    """Write manifest, inventories and sidecars anew, as someone would who covers his tracks."""
    old = orjson.loads((package / "inventory.json").read_bytes())
    digest = write_manifest(package, {})
    moment = FixedClock().now()
    write_inventory(package, object_id or old["id"], moment, "Afgesloten door Weerklank")
    return digest


def rewrite(path: Path, lines: list[bytes]) -> None:
    with path.open("wb") as stream:
        members = MemberWriter(stream)
        for line in lines:
            members.add(line)
        members.flush()


@pytest.mark.parametrize("where", ["objects/*/*/*-g1", "open/*/*/*/[0-9]*[0-9]"])
def test_a_record_changed_with_all_digests_made_right_is_found_by_the_log(
    built: Built, where: str
) -> None:
    package = built.root / built.path(where)
    records = package / CONTENT / "records/records.jsonl.gz"
    lines = list(read_lines(records))
    lines[1] = lines[1].replace(b'"text":"', b'"text":"Niet waar. ')
    rewrite(records, lines)
    make_right_again(package)
    content = package.relative_to(built.root).as_posix() + "/" + CONTENT
    done = built.verify()
    assert codes(done) == {"VERIFY-402", "VERIFY-502"}
    assert names(done, f"{content}/manifest-sha256.txt")
    assert names(done, f"{content}/records/records.jsonl.gz")
    assert codes(built.verify(deep=False)) == {"VERIFY-402"}


@pytest.mark.parametrize(
    ("name", "change", "code"),
    [
        ("records/records.jsonl.gz", lambda lines: lines[:-1], "VERIFY-503"),
        ("source/source.jsonl.gz", lambda lines: [*lines, b"{}"], "VERIFY-503"),
        ("proof/leaves.txt.gz", lambda lines: lines[::-1], "VERIFY-504"),
        ("proof/leaves.txt.gz", lambda lines: [lines[0].upper(), *lines[1:]], "VERIFY-505"),
        ("source/source.jsonl.gz", lambda lines: [lines[0] + b" ", *lines[1:]], "VERIFY-501"),
        ("source/source.jsonl.gz", lambda lines: [b'{"a":[1', b"2]}", *lines[2:]], "VERIFY-501"),
        ("source/source.jsonl.gz", lambda lines: [lines[1], lines[0], *lines[2:]], "VERIFY-502"),
        ("records/records.jsonl.gz", lambda lines: [lines[0], *lines[:-1]], "VERIFY-506"),
    ],
)
def test_lines_that_do_not_belong_together_are_found(
    built: Built, name: str, change: object, code: str
) -> None:
    assert callable(change)
    package = built.root / built.path("objects/*/*/*-g1")
    lines = list(read_lines(package / CONTENT / name))
    rewrite(package / CONTENT / name, change(lines))
    make_right_again(package)
    done = built.verify()
    assert code in codes(done)
    path = (package / CONTENT / name).relative_to(built.root).as_posix()
    if code in {"VERIFY-501", "VERIFY-503", "VERIFY-504"}:
        assert names(done, path)


def test_sealed_originals_that_do_not_fit_their_records_are_found(built: Built) -> None:
    package = built.root / built.path("sealed/*/*/*-s1")
    path = package / CONTENT / "originals.jsonl.gz"
    lines = list(read_lines(path))
    for other, code in (
        (lines[:-1], "VERIFY-511"),
        (lines[::-1], "VERIFY-511"),
        ([*lines, lines[0]], "VERIFY-512"),
        *(([other, *lines[1:]], "VERIFY-511") for other in not_the_original(lines[0])),
    ):
        rewrite(path, other)
        make_right_again(package)
        assert {code, "VERIFY-402"} <= codes(built.verify())


def not_the_original(line: bytes) -> Iterator[bytes]:
    """Say the same in another form, or something else in the same form."""
    value = orjson.loads(line)
    yield line.replace(b":", b": ", 1)
    yield orjson.dumps(dict(reversed(value.items())))
    for change in (
        {"more": 1},
        {"ciphertext": value["ciphertext"] + "\n"},
        {"ciphertext": base64.b64encode(base64.b64decode(value["ciphertext"])[:-1]).decode()},
        {"nonce": base64.b64encode(bytes(11)).decode()},
        {"version": value["version"] + 1},
        {"version": True},
        {"id": value["id"] + "0"},
        {"key": "other"},
        {"key": "../keys/" + value["key"]},
    ):
        yield orjson.dumps({**value, **change}, option=orjson.OPT_SORT_KEYS)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"key": 1}, "key"),
        ({"version": "2"}, "key"),
        ({"version": True}, "key"),
        ({"id": "v-2026-01-01-00000"}, "id"),
        ({"id": ["v"]}, "id"),
        ({"id": "v-1\nv-{key:.5}"}, "id"),
        ({"id": "v 1-{key:.5}"}, "id"),
        ({"key": "{key}0"}, "id"),
        ({"version": 0}, "id"),
        ({"account": "a0009"}, "account"),
        ({"account": None}, "account"),
        ({"run": "another"}, "run"),
    ],
)
def test_a_field_by_which_records_hang_together_is_named_with_its_line(
    built: Built, change: dict[str, object], field: str
) -> None:
    package = built.root / built.path("objects/*/*/*-g1")
    path = package / CONTENT / "records/records.jsonl.gz"
    lines = list(read_lines(path))
    record = orjson.loads(lines[1])
    for name, value in change.items():
        record[name] = value.format(key=record["key"]) if isinstance(value, str) else value
    lines[1] = orjson.dumps(record, option=orjson.OPT_SORT_KEYS)
    rewrite(path, lines)
    found = [one for one in built.verify().findings if one.code == "VERIFY-505"]
    assert [(one.values["line"], one.values["field"]) for one in found] == [(2, field)]


def test_a_package_copied_to_another_number_is_found(built: Built) -> None:
    package = built.root / built.path("objects/*/*/0001-g1")
    copy = package.with_name("0009-g1")
    shutil.copytree(package, copy)
    path = copy.relative_to(built.root).as_posix()
    done = built.verify()
    assert {"VERIFY-109", "VERIFY-401", "VERIFY-506"} <= codes(done)
    assert names(done, path)
    account, month = package.parts[-3:-1]
    make_right_again(copy, f"urn:weerklank:{ORIGIN}:{account}:{month}:0009:g1")
    assert {"VERIFY-401", "VERIFY-506"} <= codes(built.verify())
    assert "VERIFY-401" in codes(built.verify(deep=False))


def test_a_package_that_is_gone_is_missed(built: Built) -> None:
    for where in ("objects/*/*/0001-g1", "sealed/*/*/0001-s1"):
        folder = built.root / built.path(where)
        aside = built.root.parent / "aside"
        folder.rename(aside)
        done = built.verify()
        assert "VERIFY-403" in codes(done)
        assert names(done, folder.relative_to(built.root).as_posix())
        aside.rename(folder)
    assert built.verify().ok


def test_two_generations_and_two_places_are_found(built: Built) -> None:
    package = built.root / built.path("objects/*/*/0001-g1")
    shutil.copytree(package, package.with_name("0001-g2"))
    assert {"VERIFY-112", "VERIFY-401"} <= codes(built.verify())
    shutil.rmtree(package.with_name("0001-g2"))
    run = (built.root / built.path("open/*/*/*/[0-9]*")).parent
    shutil.copytree(package, run / "0001")
    assert "VERIFY-113" in codes(built.verify())


def test_folders_that_do_not_belong_are_found(built: Built) -> None:
    package = built.path("objects/*/*/0001-g1")
    for name in (
        f"{package}/v1/content/media/empty",
        f"{package}/v2",
        "objects/a0001/2020-01",
        "objects/a0009",
        "objects/extra",
        "sealed/a0001/2026-13x",
        "open/extra",
    ):
        (built.root / name).mkdir()
        assert names(built.verify(deep=False), name), name
        (built.root / name).rmdir()


# --- runs that go on, and what they leave --------------------------------------------------------


def test_what_a_run_is_making_or_left_is_no_damage(built: Built) -> None:
    run = (built.root / built.path("open/*/*/*/[0-9]*")).parent
    half = run / "0042" / CONTENT / "records"
    half.mkdir(parents=True)
    (half / "records.jsonl.gz").write_bytes(b"half")
    (run / "0042-sealed").mkdir()
    (built.root / "open/a0003/2026-11/000001-20261125T090000Z-abcdef").mkdir(parents=True)
    day = (built.root / built.path("journal/*/*/*/*.json")).parent
    (day / "090000000-abcdef-1.json.new").write_bytes(b"half")
    built.workplace.record(Book.JOURNAL, "test.said", "test", {})
    log = built.root / "log"
    (log / "segments/000000009999.json").write_bytes(b"half")
    tile = built.root / built.path("log/tile/0/000.p/*")
    tile.with_name("255").write_bytes(tile.read_bytes().ljust(255 * 32, b"\0"))
    done = built.verify()
    assert done.findings == ()
    said = {one.what: one.count for one in done.not_checked}
    assert said["unfinished"] == 3
    assert said["unsealed-events"] == 1
    assert said["beyond-checkpoint"] == 1


def test_a_package_that_was_finished_and_not_sealed_is_no_damage(built: Built) -> None:
    package = built.root / built.path("open/*/*/*/[0-9]*[0-9]")
    other = package.with_name("0077")
    shutil.copytree(package, other)
    account, month = other.parts[-4:-2]
    make_right_again(other, f"urn:weerklank:{ORIGIN}:{account}:{month}:0077:g1")
    assert codes(built.verify(deep=False)) == {"VERIFY-407"}
    run = other.parent.name.partition("-")[2]
    told: JsonObject = {
        "manifest": file_digest(other / CONTENT / MANIFEST),
        "run": run,
        "sealed_manifest": None,
    }
    built.workplace.record(Book.JOURNAL, FINISHED, f"{account}/{month}/0077", told)
    done = built.verify(deep=False)
    assert done.ok
    assert "unsealed-packages" in {one.what for one in done.not_checked}


def test_verify_beside_a_run_finds_no_damage(built: Built, tmp_path: Path) -> None:
    """A run imports, seals and closes packages in another process while this one verifies."""
    exports = tmp_path / "exports"
    exports.mkdir()
    demo = write_demo_exports(exports)
    script = (
        "import sys, pathlib, dataclasses\n"
        "from weerklank import bootstrap\n"
        "from weerklank.package import writer\n"
        "from weerklank.services.intake.import_export import import_export\n"
        "from weerklank.services.workplace import Silent\n"
        "writer.MOST_RECORDS = 3\n"
        "w = bootstrap.workplace(sys.argv[1], sys.argv[2], Silent())\n"
        "import_export(w, bootstrap.connectors(), pathlib.Path(sys.argv[3]),\n"
        "              posts=tuple(sys.argv[4:]))\n"
    )
    register(built.workplace, demo.wethouder_url, Facts(kind=AccountKind.CORPORATE))
    seal_events(built.workplace)
    folders = [str(built.root), str(built.workplace.keys.folder)]
    with subprocess.Popen(
        [sys.executable, "-c", script, *folders, str(demo.wethouder)],
        stderr=subprocess.PIPE,
    ) as run:
        rounds = 0
        while run.poll() is None:
            shutil.copy(built.workplace.keys.folder / "pinned.json", built.reading.keys.folder)
            done = built.verify()
            assert done.findings == ()
            rounds += 1
        assert run.returncode == 0, run.stderr.read().decode() if run.stderr else ""
    assert rounds > 1
    assert len(sorted(built.root.glob("objects/a0003/*/*"))) > 2
    shutil.copy(built.workplace.keys.folder / "pinned.json", built.reading.keys.folder)
    assert built.verify().ok


# --- the command and tools of others ---------------------------------------------------------


def weerklank(built: Built, *arguments: str, language: str = "en") -> tuple[int, str]:
    command = [str(Path(sys.executable).with_name("weerklank")), *arguments]
    environment = {
        **os.environ,
        "WEERKLANK_ARCHIVE": str(built.root),
        "WEERKLANK_KEYS": str(built.reading.keys.folder),
        "LANGUAGE": language,
    }
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout


def test_the_command_keeps_its_contract(built: Built) -> None:
    code, text = weerklank(built, "verify", "--deep", "--json")
    answer = orjson.loads(text)
    assert code == 0
    assert answer["ok"] is True
    assert answer["findings"] == []
    assert answer["checked"].keys() == {"objects", "files", "bytes", "records"}
    assert all(one["reason"] and one["what"] for one in answer["not_checked"])
    medium = built.path("o*/a0001/*/**/media/*.png")
    (built.root / medium).write_bytes(b"other")
    code, text = weerklank(built, "verify", "a0001", "--json")
    finding = orjson.loads(text)["findings"][0]
    assert code == 1
    assert finding.keys() == {"code", "path", "message"}
    assert finding["path"] == medium
    code, text = weerklank(built, "verify", language="nl")
    assert code == 1
    assert medium in text
    assert "Niet gecontroleerd" in text
    assert weerklank(built, "verify", "a0099")[0] == 2
    (built.root / "weerklank-archive.json").unlink()
    code, text = weerklank(built, "verify", "--json")
    assert code == 1
    assert {"code": "VERIFY-601", "path": "weerklank-archive.json"}.items() <= {
        **next(f for f in orjson.loads(text)["findings"] if f["code"] == "VERIFY-601")
    }.items()


@pytest.fixture(scope="module")
def stamped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A time-stamp authority of our own, made with openssl."""
    folder = tmp_path_factory.mktemp("tsa")
    make_authority(folder)
    return folder


def stamp(authority: Path, note: Path) -> bytes:
    query = ["openssl", "ts", "-query", "-data", str(note), "-sha256", "-cert", "-out", "q.tsq"]
    subprocess.run(query, cwd=authority, check=True, capture_output=True)
    reply = ["openssl", "ts", "-reply", "-queryfile", "q.tsq", "-out", "r.tsr"]
    reply += ["-config", "tsa.cnf", "-section", "here"]
    subprocess.run(reply, cwd=authority, check=True, capture_output=True)
    return (authority / "r.tsr").read_bytes()


@pytest.mark.needs("openssl")
@pytest.mark.parametrize("with_library", [True, False])
def test_time_stamps_are_checked(
    built: Built, stamped: Path, with_library: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not with_library:
        monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    log = built.workplace.log
    sizes = log.checkpoints()
    for size in sizes[-2:]:
        log.stamp_path(size).write_bytes(stamp(stamped, log.note_path(size)))
    done = built.verify(deep=False)
    assert done.ok
    assert "time-stamp-authority" in {one.what for one in done.not_checked}
    shutil.copy(stamped / "ca.pem", built.root / "log/keys/tsa-ca.pem")
    assert codes(built.verify(deep=False)) == {"VERIFY-218"}
    set_authority(built.workplace, "http://127.0.0.1:9/", stamped / "ca.pem")
    done = built.verify(deep=False)
    assert done.findings == ()
    told = {one.what: one.where for one in done.not_checked if "time-stamp" in one.what}
    # No process of the archive laid the stamps there, and the decision is not sealed yet.
    assert told == {
        "time-stamp-decision": "log/keys/tsa-ca.pem",
        "time-stamp-untold": log.stamp_path(sizes[-2]).relative_to(built.root).as_posix(),
    }
    one, other = (log.stamp_path(size) for size in sizes[-2:])
    first = one.read_bytes()
    for content in (other.read_bytes(), first[:-1], b"", first[:-9] + b"\0" * 9, first + b"x"):
        with changed(one, content):
            done = built.verify(deep=False)
            assert names(done, one.relative_to(built.root).as_posix())
    other.rename(built.root.parent / "away")
    told = {one.what: one.where for one in built.verify(deep=False).not_checked}
    assert told["time-stamp-newest"] == log.note_path(sizes[-1]).relative_to(built.root).as_posix()
    log.note_path(sizes[-2]).unlink()
    assert "VERIFY-215" in codes(built.verify(deep=False))


def test_a_tool_of_others_finds_every_object_valid(built: Built) -> None:
    """`ocfl-validate.py` on one object at a time: on a storage root it passes over damage."""
    validate = Path(sys.executable).with_name("ocfl-validate.py")
    objects = sorted(p.parent for p in built.root.rglob("0=ocfl_object_1.1"))
    assert len(objects) == built.verify(deep=False).checked.objects
    for folder in objects:
        command = [sys.executable, str(validate), str(folder)]
        done = subprocess.run(command, capture_output=True, text=True)
        told = done.stdout + done.stderr
        assert "is VALID" in told, told
        assert done.returncode == 0
    damaged = objects[0] / CONTENT / "records/records.jsonl.gz"
    damaged.write_bytes(damaged.read_bytes() + b"x")
    command = [sys.executable, str(validate), str(objects[0])]
    told = subprocess.run(command, capture_output=True, text=True).stdout
    assert "INVALID" in told


def test_an_older_checkpoint_that_is_gone_is_missed(built: Built) -> None:
    log = built.workplace.log
    sizes = log.checkpoints()
    assert len(sizes) > 3
    for size in sizes[:-1]:
        path = log.note_path(size)
        content = path.read_bytes()
        path.unlink()
        done = built.verify()
        assert codes(done) == {"VERIFY-219"}
        assert names(done, f"log/checkpoints/{path.name}")
        path.write_bytes(content)
    assert built.verify().ok


def test_a_signed_checkpoint_between_two_that_follow_each_other_is_found(built: Built) -> None:
    """As of a log that was forked by someone who has the key, and put back."""
    log, key = built.workplace.log, built.workplace.keys.signer
    before, size = next((a, b) for a, b in pairwise(log.checkpoints()) if b - a > 1)
    extra = notes.Checkpoint(ORIGIN, size - 1, root(size - 1, log.tiles.subtree), before)
    log.note_path(size - 1).write_text(notes.sign(extra, key))
    done = built.verify()
    assert codes(done) == {"VERIFY-220"}
    assert names(done, f"log/checkpoints/{size - 1:012d}.txt")


@pytest.mark.parametrize("line", ["", "previous\n", "previous -1\n", "previous 99\n", "more\n"])
def test_a_checkpoint_that_names_none_before_it_is_no_checkpoint(line: str) -> None:
    text = f"{ORIGIN}\n7\n{base64.b64encode(bytes(32)).decode()}\n{line}"
    with pytest.raises(notes.BadCheckpoint):
        notes.parse(f"{text}\n— {ORIGIN} AAAA\n")


def test_another_run_in_a_statement_is_found(built: Built) -> None:
    for path in sorted((built.root / "log" / "segments").glob("*.json")):
        content = path.read_bytes()
        statement = orjson.loads(content)
        if statement["kind"] == "package":
            other = f"{statement['run'][:-1]}{'a' if statement['run'][-1] != 'a' else 'b'}"
            with changed(path, content.replace(statement["run"].encode(), other.encode())):
                done = built.verify(deep=False)
                assert names(done, path.relative_to(built.root).as_posix())


def test_a_second_signature_line_is_found(built: Built) -> None:
    log = built.workplace.log
    path = log.note_path(log.checkpoints()[1])
    with changed(path, path.read_bytes() + "— other AAAAAAAA\n".encode()):
        assert names(built.verify(deep=False), path.relative_to(built.root).as_posix())
