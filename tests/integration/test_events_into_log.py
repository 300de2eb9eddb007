"""Every event enters the log, whatever the clock did; and is written only when it can."""

import hmac
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from small_archive import Small, failed, filled

from weerklank import bootstrap
from weerklank.model.clock import SystemClock
from weerklank.model.event import Book
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Silent, Workplace
from weerklank.store import events

NOW = SystemClock.now


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Small:
    return filled(tmp_path_factory.mktemp("template") / "small")


@pytest.fixture
def small(template: Small, tmp_path: Path) -> Small:
    return template.copy(tmp_path / "small")


def set_clock(patch: pytest.MonkeyPatch, days: int) -> None:
    patch.setattr(SystemClock, "now", lambda self: NOW(self) + timedelta(days=days))


def on_disk(small: Small, *books: Book) -> set[str]:
    return {
        path.relative_to(small.archive).as_posix()
        for book in books or Book
        for path in (small.archive / book).glob("*/*/*/*.json")
    }


def in_log(small: Small) -> set[str]:
    statements = (small.archive / "log" / "segments").glob("*.json")
    told = [orjson.loads(path.read_bytes()) for path in statements]
    return {name for statement in told for name in statement.get("files", [])}


@pytest.mark.parametrize("days", [5, 30, 20_000, -5, -3000])
def test_events_enter_the_log_after_a_clock_that_was_wrong(
    small: Small, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    set_clock(monkeypatch, days)
    small.good("verify")
    small.good("account", "edit", "a0001", "--unit", "Communicatie")
    set_clock(monkeypatch, 0)
    small.good("account", "edit", "a0001", "--unit", "Voorlichting")
    number = small.approve(min(small.ids().values()))
    small.good("destroy", "execute", number, acting="Anna")
    assert on_disk(small) == in_log(small)
    small.assert_verifies()
    gone = max(on_disk(small, Book.DECISIONS))
    (small.archive / gone).unlink()
    _, told = small.run("verify")
    assert ("VERIFY-302", gone) in [(one["code"], one["path"]) for one in told["findings"]]


def test_what_a_process_left_that_died_under_another_clock_enters_the_log(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, -400)
    with monkeypatch.context() as patch:
        patch.setattr("weerklank.services.verify.verify_archive.seal_events", lambda _: 0)
        small.good("verify")
    set_clock(monkeypatch, 0)
    assert len(on_disk(small) - in_log(small)) == 1
    small.good("person", "add", "Jan", "--role", "reader")
    assert on_disk(small) == in_log(small)


def log_gone_back(small: Small) -> str:
    """Lay the log of before the last command there, as a copy from a back-up would."""
    log = small.archive / "log"
    before = small.root / "before"
    shutil.copytree(log, before)
    small.good("account", "edit", "a0001", "--unit", "Communicatie")
    shutil.rmtree(log)
    before.rename(log)
    return "LOG-001"


def no_signing_key(small: Small) -> str:
    (small.root / "keys" / "log.pem").unlink()
    return "KEYS-003"


def key_of_others(small: Small) -> str:
    path = small.root / "keys" / "log.pem"
    path.write_bytes(
        Ed25519PrivateKey.generate().private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        )
    )
    return "KEYS-004"


def checkpoint_of_others(small: Small) -> str:
    newest = max((small.archive / "log" / "checkpoints").glob("*.txt"))
    text = newest.read_text()
    newest.write_text(text[:-8] + "AAAA" + text[-4:])
    return "LOG-002"


@pytest.mark.parametrize(
    "harm", [log_gone_back, no_signing_key, key_of_others, checkpoint_of_others]
)
def test_a_command_that_is_refused_has_not_taken_effect(
    small: Small, harm: Callable[[Small], str]
) -> None:
    code = harm(small)
    before = on_disk(small)
    for command in (
        ("account", "edit", "a0001", "--unit", "Voorlichting"),
        ("person", "add", "Jan", "--role", "reader"),
        ("privacy", "policy", "--sealed", "drop"),
        ("import", str(small.root / "export.tar.gz")),
        ("verify",),
    ):
        left, told = small.run(*command, acting="Pia" if command[0] == "privacy" else None)
        if command[0] != "verify":
            assert (left, told["error"]["code"]) == (4 if code == "KEYS-003" else 6, code), command
        assert on_disk(small) == before


@pytest.mark.parametrize("name", ["ids.key", "blind.key", "events.key", "epochs/0001.key"])
def test_a_key_that_is_another_one_is_named_and_nothing_is_done(small: Small, name: str) -> None:
    number = small.approve(min(small.ids().values()))
    path = small.root / "keys" / name
    key = path.read_bytes()
    path.write_bytes(bytes([key[0] ^ 1]) + key[1:])
    before, held = on_disk(small), small.versions()
    for command in (
        ("import", str(small.root / "export.tar.gz")),
        ("account", "edit", "a0001", "--unit", "Voorlichting"),
        ("destroy", "execute", number),
    ):
        code, told = small.run(*command, acting="Anna" if command[0] == "destroy" else None)
        assert (code, told["error"]["code"]) == (6, "KEYS-004"), command
        assert name in told["error"]["message"]
    code, told = small.run("verify")
    assert (code, told["findings"]) == (0, [])
    assert "journal-no-keys" in [one["what"] for one in told["not_checked"]]
    assert (on_disk(small), small.versions()) == (before, held)
    path.write_bytes(key)
    small.good("destroy", "execute", number, acting="Anna")
    small.assert_verifies()


def test_the_archive_gives_no_key_away(small: Small) -> None:
    about = orjson.loads((small.archive / "weerklank-archive.json").read_bytes())
    assert set(about["keys"]) == {"ids.key", "blind.key", "events.key", "epochs/0001.key"}
    for name, value in about["keys"].items():
        key = (small.root / "keys" / name).read_bytes()
        assert value == hmac.digest(key, b"weerklank check", "sha256").hex()[:32]
        assert not small.holds(key, key.hex().encode())


#: What can't even be looked up without what is gone.
REFUSED_BEFORE = {("account.registered", "account")}


@pytest.mark.parametrize(
    "kind", ["destruction.begun", "destruction.executed", "account.registered"]
)
def test_nothing_is_done_when_a_decision_is_gone_that_the_log_holds(
    small: Small, kind: str
) -> None:
    gone, kept = small.approve(*sorted(small.ids().values())[:1]), small.versions()
    small.good("destroy", "execute", gone, acting="Anna")
    other, held = small.approve(max(small.ids().values())), small.versions()
    assert len(held) < len(kept)
    lost = [
        small.archive / name
        for name in on_disk(small, Book.REGISTER, Book.DECISIONS)
        if orjson.loads((small.archive / name).read_bytes())["kind"] == kind
    ]
    away = {path: path.read_bytes() for path in lost}
    for path in lost:
        path.unlink()
    before = on_disk(small)
    for command in (
        ("import", str(small.root / "export.tar.gz")),
        ("destroy", "execute", other),
        ("account", "edit", "a0001", "--unit", "Voorlichting"),
        ("person", "add", "Jan", "--role", "reader"),
    ):
        code, told = small.run(*command, acting="Anna" if command[0] == "destroy" else None)
        if (kind, command[0]) in REFUSED_BEFORE:
            assert code != 0
            continue
        assert (code, told["error"]["code"]) == (6, "ARCHIVE-011"), command
        assert told["error"]["message"].split()[2] in {
            path.relative_to(small.archive).as_posix() for path in lost
        }
    assert (on_disk(small), small.versions()) == (before, held)
    for path, content in away.items():
        path.write_bytes(content)
    small.good("import", str(small.root / "export.tar.gz"))
    assert small.versions() == held
    small.assert_verifies()


def test_another_decision_as_run_of_a_later_generation_is_found(small: Small) -> None:
    number = small.approve(min(small.ids().values()))
    small.good("destroy", "execute", number, acting="Anna")
    for path in (small.archive / "log" / "segments").glob("*.json"):
        content = path.read_bytes()
        if orjson.loads(content).get("generation") == 2:
            path.write_bytes(content.replace(b'"run":"v', b'"run":"w'))
            code, told = small.run("verify")
            assert (code, [one["code"] for one in told["findings"]][:1]) == (1, ["VERIFY-210"])
            assert failed(small.archive)
            path.write_bytes(content)
            break
    else:
        pytest.fail("no later generation")
    small.assert_verifies()


# --- events that never reached the log ----------------------------------------------------------


def workplace(small: Small) -> Workplace:
    return bootstrap.workplace(str(small.archive), str(small.root / "keys"), Silent(), None)


def written(place: Workplace, count: int) -> list[Path]:
    return [place.write(Book.JOURNAL, "test.done", "archive", {"n": n})[1] for n in range(count)]


@pytest.mark.parametrize("places", [(0,), (1,), (0, 1)])
def test_an_event_that_was_taken_away_before_it_was_sealed_leaves_a_hole(
    small: Small, places: tuple[int, ...]
) -> None:
    place = workplace(small)
    files = written(place, 3)
    for gone in places:
        files[gone].unlink()
    seal_events(place)
    code, told = small.run("verify")
    last = files[-1].relative_to(small.archive).as_posix()
    assert (code, [(f["code"], f["path"]) for f in told["findings"]]) == (
        1,
        [("VERIFY-306", last)],
    )
    assert str(len(places)) in told["findings"][0]["message"]
    assert [(f["code"], f["path"]) for f in failed(small.archive)] == [("event", last)]


def test_an_event_that_waits_fills_its_place(small: Small) -> None:
    """Another process may seal a later event before an earlier one."""
    place = workplace(small)
    files = written(place, 2)
    away = small.root / "away"
    files[0].rename(away)
    seal_events(place)
    away.rename(files[0])
    told = small.run("verify")[1]
    assert told["findings"] == []
    assert "unsealed-events" in {one["what"] for one in told["not_checked"]}
    assert failed(small.archive) == []


def test_what_could_not_be_written_leaves_no_hole(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = workplace(small)
    written(place, 1)
    with monkeypatch.context() as patch:
        patch.setattr(events, "create_file", lambda *_: Path("/nowhere").stat())
        with pytest.raises(OSError, match="nowhere"):
            written(place, 1)
    written(place, 1)
    seal_events(place)
    small.assert_verifies()
