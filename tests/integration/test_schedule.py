"""The schedule, `status` and `harvest` without an account, on test doubles on loopback."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from place import ME, Archive, post, serving

from weerklank import bootstrap
from weerklank.jobs.due import FIRST_BACK_OFF
from weerklank.jobs.pages import FAILED as PAGES_FAILED
from weerklank.jobs.past import failure_json
from weerklank.model.clock import SystemClock, from_iso
from weerklank.model.errors import WeerklankError
from weerklank.model.event import Book
from weerklank.model.platform import Platform
from weerklank.model.text import Text
from weerklank.services.harvest.stop_harvest import ask_stop
from weerklank.services.runs.live_progress import live_of
from weerklank.services.schedule import run_schedule
from weerklank.services.schedule.ask_harvest import ask_harvest
from weerklank.services.schedule.ask_pages import ask_pages
from weerklank.services.schedule.whats_due import Harvestable, platforms_of
from weerklank.services.workplace import Silent, Workplace
from weerklank.store.lock import locked
from weerklank.testing.mastodon_server import mastodon_server

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]

Json = dict[str, Any]
POSTS = [post(day, f"Bericht nummer {day}") for day in range(3)]


def opened(place: Archive) -> Workplace:
    return bootstrap.workplace(str(place.folder), str(place.root / "keys"), Silent())


def status(place: Archive) -> list[Json]:
    accounts: list[Json] = place.good("status")["accounts"]
    return accounts


def said_by_status(place: Archive) -> str:
    keys = str(place.root / "keys")
    code, said, _ = place.spoken("--archive", str(place.folder), "--keys", keys, "status")
    assert code == 0
    return said


def until(true: Callable[[], object], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


@contextmanager
def process(place: Archive, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    program = str(Path(sys.executable).with_name("weerklank"))
    given = ["--archive", str(place.folder), "--keys", str(place.root / "keys"), "--json"]
    made = subprocess.Popen(
        [program, *given, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "LC_ALL": "C"},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no thread of ours runs yet
    )
    try:
        yield made
    finally:
        made.kill()
        made.communicate()


# --- what is due --------------------------------------------------------------------------------


def test_what_is_due_is_harvested_once_and_is_due_no_more(place):
    with serving(place, *POSTS):
        place.good("account", "add", "https://x.com/voorbeelddam", "--kind", "corporate")
        place.good("account", "add", "https://mast.example/@ambtenaar", "--kind", "personal")
        before = {one["account"]: (one["due"], one["why"]) for one in status(place)}
        assert before == {
            "a0001": (True, "never"), "a0002": (False, "no-decision"),
            "a0003": (False, "single-posts"),
        }  # fmt: skip
        (run,) = place.good("schedule", "--once")["runs"]
        assert (run["account"], run["complete"], run["items"]["posts"]) == ("a0001", True, 3)
        assert place.good("schedule", "--once")["runs"] == []
        assert place.good("harvest")["runs"] == []
    first = status(place)[0]
    assert (first["account"], first["due"], first["why"]) == ("a0001", False, "later")
    assert first["last"]["run"] == run["run"]
    waits = from_iso(first["next"]) - datetime.now(UTC)
    assert 23 < waits.total_seconds() / 3600 < 24


NOT_OPENED = failure_json(
    "HARVEST-231", Text("De pagina opent niet.", "No page."), Text("Later.", "Later."), None
)


def test_status_tells_apart_what_each_technique_did(place):
    """Pages that came in are no harvest by the API, which stays due; and the reverse."""
    with serving(place, *POSTS):
        workplace = opened(place)
        ask_pages(workplace, bootstrap.connectors(), "a0001")
        assert status(place)[0]["pages"]["by"] == workplace.actor.known_as
        run = str(workplace.new_run())
        began = {"account": "a0001", "posts": 0, "technique": "browser"}
        gap = {"kind": "page_cut", "count": 1, "reason": {"nl": "te groot", "en": "too large"}}
        ended = {"account": "a0001", "complete": False, "gaps": [gap], "technique": "browser"}
        workplace.record(Book.JOURNAL, "run.started", run, {**began})
        workplace.record(Book.JOURNAL, "run.finished", run, {**ended})
        by_pages = status(place)[0]
        assert (by_pages["due"], by_pages["why"], by_pages["pages"]) == (True, "never", None)
        assert [one["technique"] for one in by_pages["last_of"]] == ["browser"]
        said = said_by_status(place)
        assert "last harvest (browser): 20" in said
        assert "next by the API: due (never harvested by the API)" in said
        place.good("schedule", "--once")
    both = status(place)[0]
    assert [one["technique"] for one in both["last_of"]] == ["api", "browser"]
    assert [one["kind"] for one in both["last_of"][1]["gaps"]] == ["page_cut"]
    assert both["last_of"][0]["run"] == both["last"]["run"]
    workplace.record(Book.JOURNAL, PAGES_FAILED, "a0001", NOT_OPENED)
    assert status(place)[0]["pages"]["failure"]["code"] == "HARVEST-231"
    said = said_by_status(place)
    assert said.index("last harvest (api)") < said.index("last harvest (browser)")
    assert "      gap: 1 x too large\n" in said
    assert "HARVEST-231  No page." in said


def test_an_account_without_a_server_stops_no_other_and_waits_longer_each_time(place):
    with mastodon_server(ME, POSTS) as gone:
        place.good("account", "add", gone.url, "--kind", "corporate")
    with serving(place, *POSTS):
        code, answer = place.run("harvest")
    assert (code, answer["error"]["code"], answer["error"]["retryable"]) == (
        4,
        "HARVEST-002",
        True,
    )
    assert [run["account"] for run in answer["runs"] if run["complete"]] == ["a0002"]
    failed = next(one for one in status(place) if one["account"] == "a0001")
    assert (failed["due"], failed["why"]) == (False, "later")
    assert failed["failure"]["code"] == "HARVEST-002"
    assert failed["failure"]["hint"]
    wait = from_iso(failed["next"]) - from_iso(failed["failure"]["at"])
    assert wait == FIRST_BACK_OFF
    assert place.good("schedule", "--once")["runs"] == []
    code, _ = place.run("harvest", "a0001")
    again = next(one for one in status(place) if one["account"] == "a0001")
    wait = from_iso(again["next"]) - from_iso(again["failure"]["at"])
    assert (code, again["failure"]["count"], wait) == (4, 2, 2 * FIRST_BACK_OFF)
    assert place.good("verify")["findings"] == []


def test_a_defect_on_one_account_stops_no_other_and_tells_no_content(place, monkeypatch):
    whole = run_schedule.harvest_account

    def broken(workplace: Workplace, connectors: Any, name: str, *more: Any) -> Any:
        if name == "a0001":
            raise ZeroDivisionError("canary_q")
        return whole(workplace, connectors, name, *more)

    monkeypatch.setattr(run_schedule, "harvest_account", broken)
    place.good("account", "add", "http://127.0.0.1:1/@een", "--kind", "corporate")
    with serving(place, *POSTS):
        code, answer = place.run("schedule", "--once")
    assert (code, answer["error"]["code"]) == (70, "SCHEDULE-004")
    assert "ZeroDivisionError" in answer["error"]["message"]
    assert [run["account"] for run in answer["runs"]] == ["a0002"]
    assert b"canary_q" not in place.bytes_of_all()


def test_a_button_is_an_event_and_comes_before_the_interval(place):
    with serving(place, *POSTS):
        place.good("harvest")
        workplace = opened(place)
        platforms = platforms_of(bootstrap.connectors())
        for _ in range(2):
            ask_harvest(workplace, platforms, "a0001")
        (asked,) = place.events("journal", "harvest.asked")
        assert asked["subject"] == "a0001"
        assert status(place)[0]["why"] == "asked"
        assert len(place.good("schedule", "--once")["runs"]) == 1
        assert status(place)[0]["why"] == "later"


def test_how_often_is_decided_and_dated(place):
    with serving(place, *POSTS):
        place.good("harvest")
        assert place.good("account", "interval", "--hours", "48")["hours"] == 48
        assert place.good("account", "interval", "a0001", "--hours", "1")["hours"] == 1
        (one,) = status(place)
        wait = from_iso(one["next"]) - from_iso(place.events("journal", "run.started")[0]["at"])
        # A run begins a moment before its event is written.
        assert (round(wait.total_seconds()), one["every_hours"]) == (3600, 1)
        assert place.good("account", "interval", "a0001")["hours"] == 48
        code, told = place.run("account", "interval", "--hours", "0")
        assert (code, told["error"]["code"]) == (2, "SCHEDULE-005")
    assert place.good("verify")["findings"] == []


def test_two_runs_on_one_account_never_meet(place):
    with serving(place, *POSTS):
        held = opened(place).layout.lock("account-a0001")
        with locked(held, "a0001"):
            assert place.run("harvest", "a0001")[0] == 5
            assert [one["why"] for one in status(place)] == ["running"]
            assert place.good("harvest")["runs"] == [], "what is at work is not due"
        assert place.events("journal", "harvest.failed") == []
        assert len(place.good("harvest")["runs"]) == 1


def test_what_a_server_allows_is_shared_by_every_harvest_of_an_archive(place):
    with serving(place, *POSTS):
        place.good("harvest")
        (name,) = (place.root / "keys" / "state" / "budgets").glob("*.lock")
        told = {"left": 0, "until": time.time() + 1.5}
        name.with_suffix(".json").write_text(json.dumps(told))
        begun = time.monotonic()
        place.good("harvest", "a0001")
    assert time.monotonic() - begun > 1.4


# --- the process --------------------------------------------------------------------------------


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_the_schedule_goes_on_until_it_is_stopped(place, how):
    with serving(place, *POSTS), process(place, "schedule") as running:
        until(lambda: len(place.events("journal", "run.finished")) == 1)
        code, other = place.run("schedule")
        assert (code, other["error"]["code"]) == (5, "STORE-001"), "one schedule an archive"
        ask_harvest(opened(place), Harvestable(frozenset({Platform.MASTODON})), "a0001")
        until(lambda: len(place.events("journal", "run.finished")) == 2)
        assert running.stdout is not None
        told = ""
        while told.count('"run":') < 2:
            told += os.read(running.stdout.fileno(), 1 << 16).decode()
        running.send_signal(how)
        rest, _ = running.communicate(timeout=30)
    whole = json.loads(told + rest)
    assert (running.returncode, whole.get("error")) == (0, None)
    assert (len(whole["runs"]), whole["state"]) == (2, "stopped")


def test_a_schedule_that_is_killed_goes_on_where_it_was(place):
    with serving(place, *POSTS) as server:
        server.mood.wait, server.mood.busy = 60, 1
        with process(place, "schedule") as running:
            until(lambda: server.mood.busy == 0)
            running.send_signal(signal.SIGKILL)
            running.wait()
        assert status(place)[0]["why"] == "broken-off"
        drop_budgets(place)
        assert len(place.good("schedule", "--once")["runs"]) == 1
    assert place.good("verify")["findings"] == []


def drop_budgets(place: Archive) -> None:
    for path in (place.root / "keys" / "state" / "budgets").glob("*.json"):
        path.unlink()


def test_a_stop_from_a_page_ends_a_harvest_that_waits_and_not_the_schedule(place):
    with serving(place, *POSTS) as server:
        server.mood.wait, server.mood.busy = 300, 1
        with process(place, "schedule") as running:
            until(lambda: (live := live_of(opened(place), "a0001")) and len(live.steps) > 1)
            live = live_of(opened(place), "a0001")
            assert live is not None
            assert "wachten" in live.steps[-1].text.nl
            ask_stop(opened(place), "a0001")
            until(lambda: place.events("journal", "harvest.stopped"))
            assert status(place)[0]["why"] == "later"
            assert running.poll() is None
            assert live_of(opened(place), "a0001") is None
            drop_budgets(place)
            ask_harvest(opened(place), Harvestable(frozenset({Platform.MASTODON})), "a0001")
            until(lambda: place.events("journal", "run.finished"))
            running.send_signal(signal.SIGINT)
            running.communicate(timeout=30)
    assert len(place.events("journal", "harvest.stop-asked")) == 1
    assert place.events("journal", "harvest.failed") == []
    assert list((place.root / "keys" / "state" / "progress").iterdir()) == []
    assert place.good("verify")["findings"] == []


def test_a_stop_of_nothing_is_told(place):
    with serving(place, *POSTS), pytest.raises(WeerklankError) as none:
        ask_stop(opened(place), "a0001")
    assert none.value.code == "SCHEDULE-001"


def test_mail_that_waits_goes_with_the_schedule(place):
    place.good("person", "add", "Bente", "--role", "register-owner")
    place.good("--as", "Bente", "account", "add", "https://x.com/voorbeelddam", "--kind",
               "corporate")  # fmt: skip
    outbox = place.root / "keys" / "outbox"
    before = len(list(outbox.iterdir()))
    workplace = opened(place)
    workplace.record(Book.REGISTER, "review.term", "register", {"months": 5})
    place.good("schedule", "--once")
    assert len(list(outbox.iterdir())) == before + 1


def test_a_clock_that_ran_ahead_once_keeps_no_account_from_its_turn(place, monkeypatch):
    with serving(place, *POSTS) as server:
        right = SystemClock.now
        with monkeypatch.context() as wrong:
            wrong.setattr(SystemClock, "now", lambda clock: right(clock) + timedelta(days=400))
            place.good("harvest", "gemeente")
        (one,) = status(place)
        assert (one["due"], one["last"]) == (True, None)
        assert from_iso(one["last_ahead"]["ended"]) > right(SystemClock())
        # Meanwhile a post of long ago came in: the list is read to its end again.
        server.items.append(post(10, "Nagekomen bericht"))
        place.good("schedule", "--once")
        assert place.good("search", "Nagekomen")["total"] == 1
        (now,) = status(place)
        assert (now["due"], now["why"], now["last_ahead"]) == (False, "later", None)
        # The journal dates no event before the one before it; the run has a moment of its own.
        assert from_iso(now["last"]["ended"]) <= right(SystemClock())
        assert from_iso(now["next"]) < right(SystemClock()) + timedelta(days=2)
