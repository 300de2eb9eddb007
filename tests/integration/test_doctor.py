"""`doctor` names what is wrong with an archive and its keys: broken, named, mended, gone."""

import json
import os
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from small_archive import MARKS, Small, X, account, posts

from weerklank import bootstrap
from weerklank.cli.doctor import advise
from weerklank.integrity.timestamp import NoTimeStamp
from weerklank.jobs.audit import AUDITED, SPREAD
from weerklank.model.clock import FixedClock
from weerklank.model.event import Book
from weerklank.services.diagnose import signing_in
from weerklank.services.diagnose.checks import CHECKS
from weerklank.services.diagnose.examine import diagnosis_json, examine, scene_of, wrong_at_start
from weerklank.services.diagnose.finding import Scene
from weerklank.services.people.provider import Provider
from weerklank.services.seal.known_exports import begin_export
from weerklank.services.seal.read_replicas import ADDED, WRITTEN
from weerklank.services.seal.stamp_checkpoint import AUTHORITY_SET
from weerklank.store.layout import Layout
from weerklank.store.lock import locked
from weerklank.store.state_folder import schedule_lock
from weerklank.testing.sign_in_provider import SignInProvider


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Small:
    small = Small(tmp_path_factory.mktemp("doctor") / "small").make()
    small.take_in(posts().items)
    small.good("search", "brug")
    return small


@dataclass(frozen=True)
class Patient:
    """A copy of the archive, of which everything may be broken."""

    small: Small

    @property
    def keys(self) -> Path:
        return self.small.root / "keys"

    @property
    def layout(self) -> Layout:
        return self.small.layout

    def scene(self, *, network: bool = False, later: timedelta = timedelta(0)) -> Scene:
        clock = FixedClock(datetime.now(UTC) + later)
        return scene_of(
            self.small.archive,
            self.keys,
            bootstrap.connectors(),
            network=network,
            clock=clock,
            environment={},
        )

    def codes(self, check: str, **how: object) -> list[str]:
        return codes(self.scene(**how), check)  # type: ignore[arg-type] - any of them

    def record(self, book: Book, kind: str, subject: str, **data: object) -> None:
        self.small.workplace().record(book, kind, subject, data)  # type: ignore[arg-type] - any of them


def codes(scene: Scene, check: str) -> list[str]:
    (told,) = examine(scene, [check]).checks
    return [one.code for one in told.found]


def reasons(scene: Scene, check: str) -> list[str]:
    (told,) = examine(scene, [check]).checks
    return [one.reason.en for one in told.unseen]


@pytest.fixture
def ill(made: Small, tmp_path: Path) -> Patient:
    return Patient(made.copy(tmp_path / "ill"))


def everything(root: Path) -> dict[str, tuple[int, int, int]]:
    found = {}
    for path in sorted(root.rglob("*")):
        at = path.lstat()
        found[str(path.relative_to(root))] = (at.st_mode, at.st_size, at.st_mtime_ns)
    return found


def test_it_changes_nothing_and_tells_no_content(ill: Patient, tmp_path: Path) -> None:
    before = everything(tmp_path)
    code, told = ill.small.run("doctor")
    assert everything(tmp_path) == before
    assert code == (0 if told["ok"] else 1)
    here = [one for one in told["findings"] if one["weight"] == "wrong"]
    assert told["ok"] == (not here)
    made = {one["check"] for one in told["checked"]}
    unseen = {one["check"] for one in told["not_checked"]}
    assert made | unseen == {one.id for one in CHECKS}
    assert not made & unseen
    assert all(one["reason"] for one in told["not_checked"])
    assert "key-backup" in unseen
    text = json.dumps(told).replace(str(tmp_path), "")
    for word in (*MARKS, X[1], account().name + "@", "Anna", "AGE-SECRET"):
        assert word not in text


def test_without_an_archive_it_says_of_the_rest_that_nobody_looked(
    ill: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WEERKLANK_ARCHIVE", raising=False)
    scene = scene_of(None, None, [])
    assert reasons(scene, "keys") == reasons(scene, "space") != []
    assert reasons(scene, "python") == []
    nothing = scene_of(ill.small.root / "elders", ill.keys, [])
    assert codes(nothing, "archive") == ["ARCHIVE-001"]
    assert reasons(nothing, "log") == ["The archive does not open."]
    code, told = ill.small.run("doctor", "--check", "archive", "--check", "tooi")
    assert (code, [one["code"] for one in told["findings"]]) == (0, ["DOCTOR-070"])


def breaks(
    ill: Patient,
    check: str,
    code: str,
    breaking: Callable[[], object],
    mending: Callable[[], object],
) -> None:
    assert code not in ill.codes(check)
    breaking()
    assert code in ill.codes(check)
    mending()
    assert code not in ill.codes(check)


def test_keys_that_are_open_lost_or_of_another(ill: Patient, tmp_path: Path) -> None:
    keys = ill.keys
    breaks(ill, "key-folder", "DOCTOR-041", lambda: keys.chmod(0o755), lambda: keys.chmod(0o700))
    secret = keys / "ids.key"
    breaks(ill, "key-folder", "KEYS-002", lambda: secret.chmod(0o644), lambda: secret.chmod(0o600))
    aside = tmp_path / "aside"
    breaks(ill, "key-folder", "DOCTOR-040", lambda: keys.rename(aside), lambda: aside.rename(keys))
    breaks(ill, "keys", "KEYS-003", lambda: secret.rename(aside), lambda: aside.rename(secret))
    keys.rename(aside)
    for check in ("keys", "mail"):
        assert reasons(ill.scene(), check) == ["The key folder is not there."]
    aside.rename(keys)
    right = secret.read_bytes()
    breaks(
        ill,
        "keys",
        "KEYS-004",
        lambda: secret.write_bytes(bytes(32)),
        lambda: secret.write_bytes(right),
    )
    left = keys / "kluis.txt"

    def leave() -> None:
        left.write_text("# age\nAGE-SECRET-KEY-1VERZONNEN\n")
        left.chmod(0o600)

    breaks(ill, "vault-key", "DOCTOR-043", leave, left.unlink)
    told = json.dumps(ill.small.run("doctor", "--check", "vault-key")[1])
    assert "VERZONNEN" not in told
    public = keys / "sealing.pub"
    mine = public.read_bytes()
    other = b"age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p\n"
    breaks(
        ill,
        "keys",
        "DOCTOR-044",
        lambda: public.write_bytes(other),
        lambda: public.write_bytes(mine),
    )


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives a file to somebody else")
def test_keys_of_another_user(ill: Patient) -> None:
    secret = ill.keys / "ids.key"
    breaks(
        ill, "key-folder", "DOCTOR-042",
        lambda: os.chown(secret, 65534, -1), lambda: os.chown(secret, 0, -1),
    )  # fmt: skip


def test_an_archive_that_others_may_enter_or_that_does_not_open(ill: Patient) -> None:
    archive = ill.small.archive
    archive.chmod(0o750)
    breaks(ill, "rights", "DOCTOR-037", lambda: archive.chmod(0o755), lambda: archive.chmod(0o750))
    breaks(ill, "rights", "DOCTOR-036", lambda: archive.chmod(0o757), lambda: archive.chmod(0o750))
    about = ill.layout.about
    right = about.read_bytes()
    breaks(
        ill,
        "archive",
        "ARCHIVE-007",
        lambda: about.write_bytes(b"{"),
        lambda: about.write_bytes(right),
    )
    inside = scene_of(archive, archive / "keys", [])
    assert codes(inside, "archive") == ["KEYS-001"]


def test_a_log_that_can_not_go_on(ill: Patient, tmp_path: Path) -> None:
    event = next(iter(sorted(ill.layout.book(Book.REGISTER).rglob("*.json"))))
    right = event.read_bytes()
    breaks(
        ill, "log", "ARCHIVE-009",
        lambda: event.write_bytes(right.replace(b"Grootdam", b"Kleindam")),
        lambda: event.write_bytes(right),
    )  # fmt: skip
    aside = tmp_path / "aside"
    newest = max(ill.layout.book(Book.REGISTER).rglob("*.json"))
    breaks(ill, "log", "ARCHIVE-011", lambda: newest.rename(aside), lambda: aside.rename(newest))
    with locked(ill.layout.lock("log"), "log"):
        assert reasons(ill.scene(), "log") == ["The log is written to now."]
    # One fault is told once; what waits for it is not looked at.
    event.write_bytes(right.replace(b"Grootdam", b"Kleindam"))
    found = examine(ill.scene(), ["log", "schedule", "tooi"]).checks
    assert [one.code for check in found for one in check.found].count("ARCHIVE-009") == 1
    assert [one.reason.en for one in found[1].unseen] == ["ARCHIVE-009 is to be mended first."]


def test_a_clock_that_was_set_back_or_far_ahead(ill: Patient) -> None:
    assert ill.codes("clock") == []
    assert ill.codes("clock", later=-timedelta(hours=1)) == ["DOCTOR-050"]
    assert ill.codes("clock", later=timedelta(days=500)) == ["DOCTOR-051"]


def test_what_dead_processes_left(ill: Patient, tmp_path: Path) -> None:
    spool = ill.layout.spool / "a0001-afgebroken"
    spool.mkdir(parents=True)
    assert ill.codes("unfinished") == ["DOCTOR-052"]
    with locked(ill.layout.lock("account-a0001"), "account-a0001"):
        assert ill.codes("unfinished") == []
    spool.rename(spool.with_name("repair-abcdef"))
    assert ill.codes("unfinished") == ["DOCTOR-053"]
    spool.with_name("repair-abcdef").rmdir()
    half = ill.layout.log / "checkpoints" / "9.new"
    breaks(ill, "unfinished", "DOCTOR-054", lambda: half.write_bytes(b"half"), half.unlink)
    folder = begin_export(ill.small.workplace(), tmp_path / "uit", "csv")
    folder.mkdir()
    assert ill.codes("outputs") == []  # this process lives
    dead = replace(ill.scene(), kernel=tmp_path / "none")
    assert codes(dead, "outputs") == ["DOCTOR-057"]
    folder.rmdir()
    assert codes(dead, "outputs") == []


def test_a_catalogue_that_is_behind_or_gone(ill: Patient, tmp_path: Path) -> None:
    file = ill.layout.index / "catalogue.sqlite"
    assert ill.codes("catalogue") == []
    right = file.read_bytes()
    with sqlite3.connect(file) as base:
        base.execute("UPDATE state SET value = 1 WHERE name = 'log size'")
    base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    base.close()
    assert ill.codes("catalogue") == ["DOCTOR-055"]
    file.write_bytes(b"geen catalogus, maar tekst")
    assert ill.codes("catalogue") == ["DOCTOR-056"]
    file.unlink()
    assert ill.codes("catalogue") == ["DOCTOR-056"]
    file.write_bytes(right)
    assert ill.codes("catalogue") == []
    with locked(ill.layout.lock("catalogue"), "catalogue"):
        assert reasons(ill.scene(), "catalogue") == ["It is being worked on now."]


def test_a_schedule_that_nobody_runs(ill: Patient) -> None:
    days = timedelta(days=3)
    assert ill.codes("schedule", later=days) == []  # no server that could be asked
    ill.small.good("account", "add", "http://127.0.0.1:9/@dam", "--kind", "corporate")
    assert ill.codes("schedule") == []
    assert ill.codes("schedule", later=days) == ["DOCTOR-060"]
    with locked(schedule_lock(ill.small.workplace().keys), "schedule"):
        assert ill.codes("schedule", later=days) == []


def test_copies_and_audits(ill: Patient) -> None:
    assert ill.codes("replicas") == ["DOCTOR-061"]
    ill.record(Book.DECISIONS, ADDED, "r0001", url="file:///mnt/tweede")
    assert ill.codes("replicas") == ["DOCTOR-063"]
    ill.record(Book.JOURNAL, WRITTEN, "r0001", size=9)
    assert ill.codes("replicas") == []
    assert ill.codes("replicas", later=timedelta(days=9)) == ["DOCTOR-062"]
    assert ill.codes("audits") == ["DOCTOR-064"]
    ill.record(Book.DECISIONS, SPREAD, "archive", days=90)
    assert ill.codes("audits") == ["DOCTOR-065"]
    ill.record(Book.JOURNAL, AUDITED, "archive", parts=[], damaged={}, findings=2)
    assert ill.codes("audits") == ["DOCTOR-066"]
    ill.record(Book.JOURNAL, AUDITED, "archive", parts=[], damaged={}, findings=0)
    assert ill.codes("audits") == []


def test_stamps_mail_and_the_code_of_the_organisation(
    ill: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ill.codes("mail") == ["DOCTOR-069"]
    ill.small.good("mail", "set", "mail.example", "--from", "archief@dam.example",
                   "--security", "none")  # fmt: skip
    assert ill.codes("mail") == []
    assert ill.codes("stamps") == ["DOCTOR-067"]
    ill.record(
        Book.DECISIONS, AUTHORITY_SET, "timestamp",
        address="http://tijdstempel.example/tsr", certificate="-",
    )  # fmt: skip
    assert reasons(ill.scene(), "stamps") == [
        "Whether the authority answers was not tried: give --network."
    ]
    request, asked = "weerklank.services.diagnose.care.request_stamp", []

    def silent(*_: object) -> None:
        raise NoTimeStamp("timeout")

    monkeypatch.setattr(request, silent)
    assert ill.codes("stamps", network=True) == ["DOCTOR-068"]
    monkeypatch.setattr(request, lambda *given: asked.append(given))
    assert ill.codes("stamps", network=True) == []
    assert asked == [("http://tijdstempel.example/tsr", b"weerklank doctor")]
    assert ill.codes("tooi") == ["DOCTOR-070"]


def test_who_starts_a_service_hears_what_is_wrong(
    ill: Patient, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    advise(ill.small.archive, ill.keys, "https://archief.example")
    before = capsys.readouterr().err.splitlines()
    assert not any("KEYS-002" in line or "DOCTOR-071" in line for line in before)
    (ill.keys / "ids.key").chmod(0o604)
    advise(ill.small.archive, ill.keys, "http://archief.example")
    said = capsys.readouterr().err.splitlines()
    assert [line for line in said if line.startswith(("KEYS-002  Key", "DOCTOR-071  The"))] == [
        line for line in said if line not in before and "doctor'" not in line
    ]
    assert said[-1] == "To check all: 'weerklank doctor'."
    assert not any(code in " ".join(said) for code in ("DOCTOR-061", "DOCTOR-067"))  # notes


SIGN_IN = """
issuer = "https://aanmelden.voorbeelddam.example"
client_id = "weerklank"
secret_file = "provider.secret"
role_claim = "groups"
emergency = "Anna Voorbeeld"
[roles]
archief = ["archivist"]
"""


def test_settings_for_signing_in_are_looked_at_and_nobody_gets_in_past_them(
    ill: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (ill.codes("sign-in"), reasons(ill.scene(), "sign-in")) == ([], [])
    file, secret = ill.keys / "sign-in.toml", ill.keys / "provider.secret"
    file.write_text("issuer = ")
    assert ill.codes("sign-in") == ["SIGNIN-001"]
    assert [one.code for one in wrong_at_start(ill.small.archive, ill.keys)] != []
    for command in ("serve", "--port", "0"), ("person", "password", "Pia"):
        code, told = ill.small.run(*command)
        assert (code, told["error"]["code"]) == (2, "SIGNIN-001"), command
    file.write_text(SIGN_IN)
    file.chmod(0o622)
    assert ill.codes("sign-in") == ["SIGNIN-001"]  # whoever can write it gives roles
    file.chmod(0o620)
    assert ill.codes("sign-in") == ["KEYS-002", "SIGNIN-002"]
    secret.write_text("geheim")
    secret.chmod(0o640)
    file.chmod(0o600)
    assert ill.codes("sign-in") == ["SIGNIN-002"]
    secret.chmod(0o600)
    assert ill.codes("sign-in") == ["DOCTOR-072", "DOCTOR-073"]
    assert "geheim" not in json.dumps(diagnosis_json(examine(ill.scene(), ["sign-in"]), "nl"))
    assert reasons(ill.scene(), "sign-in") == [
        "Whether the sign-in service answers was not tried: give --network."
    ]
    code, told = ill.small.run("person", "password", "Pia")
    assert (code, told["error"]["code"]) == (3, "SIGNIN-010")
    file.write_text(SIGN_IN.replace("emergency", "help") + "[second_factor]\namr = ['mfa']\n")
    double = SignInProvider()
    monkeypatch.setattr(signing_in, "Provider", partial(Provider, ask=double.ask))
    assert ill.codes("sign-in", network=True) == []
    double.says = {"token_endpoint": "https://elders.example/"}
    assert ill.codes("sign-in", network=True) == ["SIGNIN-003"]
    assert all(one.form is None for one in double.asked), "nothing goes there"
