"""Every event enters the log, whatever the clock did; and is written only when it can."""

from datetime import timedelta
from pathlib import Path

import orjson
import pytest
from small_archive import Small, filled

from weerklank.model.clock import SystemClock
from weerklank.model.event import Book

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
        patch.setattr("weerklank.services.verify_archive.seal_events", lambda _: 0)
        small.good("verify")
    set_clock(monkeypatch, 0)
    assert len(on_disk(small) - in_log(small)) == 1
    small.good("person", "add", "Jan", "--role", "reader")
    assert on_disk(small) == in_log(small)
