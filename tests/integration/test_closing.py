"""Closing an account, and what is decided against its platform (requirement A7)."""

import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from place import ME, Archive, line, members, packed, post, url

from weerklank.model.clock import civil_day, newest_day
from weerklank.testing.mastodon_server import mastodon_server

ONE = post(1, "Een bericht.")


def today() -> date:
    """Give the day that it is now: a run of the tests may last until the next one."""
    return civil_day(datetime.now(UTC))


@pytest.fixture
def archive(tmp_path) -> Archive:
    return Archive(tmp_path / "place").make()


def export(tmp_path: Path, **how: int) -> Path:
    return packed(tmp_path, "zip", members([line(ONE)], **how))


def days_ago(number: int) -> str:
    return (today() - timedelta(days=number)).isoformat()


@pytest.mark.parametrize("words", [("close", "a0001"), ("edit", "a0001", "--status", "closed")])
def test_an_account_is_closed_only_after_a_last_harvest_of_the_whole(archive, tmp_path, words):
    code, answer = archive.run("account", *words)
    assert (code, answer["error"]["code"]) == (3, "REGISTER-037")
    assert "--without-harvest" in answer["error"]["hint"]
    assert archive.good("account", "show", "a0001")["status"] == "active"
    # Neither one that misses something, nor one of some posts alone, is a last harvest.
    archive.take(export(tmp_path, total=9), code=1)
    archive.take(export(tmp_path), "--post", url(ONE))
    assert archive.run("account", *words)[0] == 3
    archive.take(export(tmp_path))
    closed = archive.good("account", *words)
    assert (closed["status"], closed["warnings"]) == ("closed", [])


def test_a_harvest_long_before_the_closing_is_not_the_last(archive, tmp_path, monkeypatch):
    archive.take(export(tmp_path))
    later = datetime.now(UTC) + timedelta(days=40)
    monkeypatch.setattr("weerklank.model.clock.SystemClock.now", lambda _: later)
    code, answer = archive.run("account", "close", "a0001")
    assert (code, answer["error"]["code"]) == (3, "REGISTER-037")
    since = civil_day(later - timedelta(days=31)).isoformat()
    assert f"since {since} " in answer["error"]["message"]
    # Of an export it is the day that its files bear, of whatever clock packed them.
    packed_on = {days_ago(0), f"{later - timedelta(days=40):%Y-%m-%d}"}
    assert any(f"one: {day})" in answer["error"]["message"] for day in packed_on)
    # Where the account was not used any more since then, nothing is missing.
    archive.good("account", "edit", "a0001", "--status", "unused", "--since", days_ago(5))
    archive.good("account", "close", "a0001")


@pytest.mark.enable_socket
@pytest.mark.loopback
def test_a_harvest_by_a_clock_that_ran_ahead_is_not_the_last(tmp_path, monkeypatch):
    """Nobody knows when it was; what a clock that is right notes after it counts all the same."""
    archive = Archive(tmp_path)
    archive.good("init", str(archive.folder), "--organisation", "Voorbeelddam", "--sealed", "12")
    with mastodon_server(ME, [ONE]) as server:
        archive.good("account", "add", server.url, "--kind", "corporate")
        with monkeypatch.context() as wrong:
            ahead = datetime.now(UTC) + timedelta(days=400)
            wrong.setattr("weerklank.model.clock.SystemClock.now", lambda _: ahead)
            archive.good("harvest", "a0001")
        code, answer = archive.run("account", "close", "a0001")
        assert (code, answer["error"]["code"]) == (3, "REGISTER-037")
        assert f"{ahead:%Y-%m-%d}" not in answer["error"]["message"]
        archive.good("harvest", "a0001", "--since", "2000-01-01")
    assert archive.good("account", "close", "a0001")["status"] == "closed"


def made_on(day: date, path: Path) -> Path:
    """Pack an export of which the files bear a day."""
    with zipfile.ZipFile(path, "w") as made:
        for name, data in members([line(ONE)]):
            made.writestr(zipfile.ZipInfo(name, (day.year, day.month, day.day, 9, 0, 0)), data)
    return path


def test_an_export_of_years_ago_that_is_taken_in_now_is_no_last_harvest(archive, tmp_path):
    long_ago = today() - timedelta(days=900)
    run = archive.take(made_on(long_ago, tmp_path / "oud.zip"))
    assert (run["complete"], run["exported"]) == (True, long_ago.isoformat())
    code, answer = archive.run("account", "close", "a0001")
    assert (code, answer["error"]["code"]) == (3, "REGISTER-037")
    assert long_ago.isoformat() in answer["error"]["message"]
    assert archive.run(*ENDED, days_ago(0))[1]["error"]["code"] == "REGISTER-080"
    archive.take(made_on(today() - timedelta(days=8), tmp_path / "vers.zip"))
    code, answer = archive.run("account", "close", "a0001")
    assert (code, answer["error"]["code"]) == (3, "REGISTER-152")
    assert days_ago(8) in answer["error"]["message"]
    assert archive.run(*ENDED, days_ago(0))[1]["error"]["code"] == "REGISTER-080"
    archive.take(made_on(today() - timedelta(days=7), tmp_path / "verser.zip"))
    closed = archive.good("account", "close", "a0001")
    assert closed["status"] == "closed"
    (warning,) = closed["warnings"]
    assert warning["code"] == "after-last-harvest"
    assert days_ago(7) in warning["message"]


def test_an_export_that_tells_no_day_is_as_old_as_its_newest_post(archive, tmp_path):
    packed_in_1980 = made_on(date(1980, 1, 1), tmp_path / "zonder-dag.zip")
    run = archive.take(packed_in_1980)
    assert (run["exported"], run["newest"]) == (None, "2026-01-02")
    close = ("account", "close", "a0001", "--on")
    told = [archive.run(*close, day)[1]["error"]["code"] for day in ("2026-02-10", "2026-01-10")]
    assert told == ["REGISTER-037", "REGISTER-152"]
    assert archive.good(*close, "2026-01-09")


@pytest.mark.enable_socket
@pytest.mark.loopback
def test_of_harvests_only_one_that_read_the_list_to_its_end_is_the_last(tmp_path, monkeypatch):
    archive = Archive(tmp_path).begin()
    start = datetime.now(UTC)

    def after(days: int) -> None:
        now = start + timedelta(days=days)
        monkeypatch.setattr("weerklank.model.clock.SystemClock.now", lambda _: now)

    with mastodon_server(ME, [ONE, post(2, "Nog een.")]) as server:
        archive.good("account", "add", server.url, "--kind", "corporate")
        assert archive.run("harvest", "a0001")[1]["runs"][0]["read_since"] is None
        after(29)
        (run,) = archive.run("harvest", "a0001")[1]["runs"]
        assert (run["complete"], run["read_since"]) == (True, "2026-01-02T09:00:00Z")
        after(32)
        code, answer = archive.run("account", "close", "a0001")
        assert (code, answer["error"]["code"]) == (3, "REGISTER-037")
        assert "--since 2000-01-01" in answer["error"]["hint"]
        archive.run("harvest", "a0001", "--since", "2000-01-01")
    assert archive.good("account", "close", "a0001")["status"] == "closed"


@pytest.mark.enable_socket
@pytest.mark.loopback
@pytest.mark.usefixtures("no_pauses")
def test_a_whole_of_before_counts_with_a_look_just_before_the_end(tmp_path, monkeypatch):
    archive = Archive(tmp_path).begin()
    start = datetime.now(UTC)

    def after(days: int) -> None:
        now = start + timedelta(days=days)
        monkeypatch.setattr("weerklank.model.clock.SystemClock.now", lambda _: now)

    with mastodon_server(ME, [ONE, post(2, "Nog een.")]) as server:
        archive.good("account", "add", server.url, "--kind", "corporate")
        archive.good("harvest", "a0001")
        after(8)
        code, answer = archive.run("account", "close", "a0001")
        assert (code, answer["error"]["code"]) == (3, "REGISTER-152")
        assert "weerklank harvest a0001" in answer["error"]["hint"]
        after(20)
        server.mood.failing = 99  # what broke off or misses something is no look
        assert archive.run("harvest", "a0001")[0] != 0
        server.mood.failing = 0
        assert archive.run("account", "close", "a0001")[1]["error"]["code"] == "REGISTER-152"
        assert archive.good("harvest", "a0001")["runs"][0]["read_since"]
    after(21)
    closed = archive.good("account", "close", "a0001")
    assert (closed["status"], closed["warnings"]) == ("closed", [])


def test_what_became_personal_asks_for_the_harvest_of_the_days_before(
    archive, tmp_path, monkeypatch
):
    later = datetime.now(UTC) + timedelta(days=400)
    monkeypatch.setattr("weerklank.model.clock.SystemClock.now", lambda _: later)
    archive.good("account", "edit", "a0001", "--kind", "personal", "--since", days_ago(-100))
    code, answer = archive.run("account", "close", "a0001")
    assert (code, answer["error"]["code"]) == (3, "REGISTER-037")
    assert days_ago(-68) in answer["error"]["message"]
    assert archive.run(*ENDED, days_ago(0))[1]["error"]["code"] == "REGISTER-080"
    archive.take(made_on(today() + timedelta(days=67), tmp_path / "te-vroeg.zip"))
    assert archive.run("account", "close", "a0001")[0] == 3
    archive.take(made_on(today() + timedelta(days=68), tmp_path / "toen.zip"))
    assert archive.run("account", "close", "a0001")[1]["error"]["code"] == "REGISTER-152"
    archive.take(made_on(today() + timedelta(days=92), tmp_path / "op-het-laatst.zip"))
    assert archive.good("account", "close", "a0001")["status"] == "closed"


def test_why_there_is_no_last_harvest_is_recorded_with_the_closing(archive):
    why = "Het platform verwijderde het account op 3 mei."
    answer = archive.good("account", "close", "a0001", "--without-harvest", why)
    assert [one["code"] for one in answer["warnings"]] == ["last-harvest"]
    (event,) = archive.events("register", "account.changed")
    assert event["data"]["without_harvest"] == why
    told = archive.good("account", "history", "a0001")["events"][-1]
    assert (told["without_harvest"], told["kind"]) == (why, "account.changed")


def test_what_is_never_harvested_as_a_whole_is_closed_without(archive):
    archive.good("account", "add", "https://x.com/wethouder", "--kind", "personal")
    assert archive.good("account", "close", "a0002")["status"] == "closed"


@pytest.mark.parametrize("decision", ["not-allowed", "ended"])
def test_a_run_reports_that_the_platform_is_not_allowed_and_takes_all_in(
    archive, tmp_path, decision
):
    decided = ("platform", "status", "mastodon", decision, "--decided", "2026-01-01")
    archive.good(*decided, "--without-harvest", "Eerst vastgelegd, dan geoogst.")
    run = archive.take(export(tmp_path))  # complete: exit 0
    assert run["items"]["posts"] == 1
    (warning,) = run["warnings"]
    assert warning["code"] == f"platform-{decision}"
    assert "Mastodon" in warning["message"]
    (event,) = archive.events("journal", "run.finished")
    (kept,) = event["data"]["warnings"]
    assert set(kept["message"]) == {"en", "nl"}
    common = ("--archive", str(archive.folder), "--keys", str(archive.root / "keys"))
    assert warning["message"] in archive.spoken(*common, "import", str(tmp_path / "export.zip"))[1]


def test_a_platform_in_favour_needs_no_word(archive, tmp_path):
    archive.good("platform", "status", "mastodon", "designated", "--decided", "2026-01-01")
    assert archive.take(export(tmp_path))["warnings"] == []


@pytest.mark.parametrize(
    "command",
    [
        ("platform", "status", "x", "ended", "--decided"),
        ("account", "close", "a0001", "--without-harvest", "weg", "--on"),
        ("account", "edit", "a0001", "--status", "unused", "--since"),
        ("account", "add", "x.com/ander", "--kind", "corporate", "--status", "unused", "--since"),
    ],
)
def test_a_decision_or_status_of_a_day_to_come_is_refused(archive, command):
    code, answer = archive.run(*command, (today() + timedelta(days=2)).isoformat())
    assert (code, answer["error"]["code"]) == (2, "REGISTER-038")
    assert archive.good(*command, today().isoformat())


def test_a_tenure_may_begin_on_a_day_to_come(archive):
    start = (today() + timedelta(days=60)).isoformat()
    answer = archive.good("account", "edit", "a0001", "--tenure", f"A. Nieuw:{start}")
    assert answer["tenures"][0]["start"] == start


def test_the_newest_day_is_that_of_the_place_where_it_begins_first():
    assert newest_day(datetime(2026, 1, 1, 9, 59, tzinfo=UTC)) == date(2026, 1, 1)
    assert newest_day(datetime(2026, 1, 1, 10, 0, tzinfo=UTC)) == date(2026, 1, 2)


def test_a_closing_on_the_first_day_of_the_calendar_is_no_defect(archive):
    code, answer = archive.run("account", "close", "a0001", "--on", "0001-01-01")
    assert (code, answer["error"]["code"]) == (2, "REGISTER-141")


# --- a platform ---------------------------------------------------------------------------------

ENDED = ("platform", "status", "mastodon", "ended", "--decided")


def test_a_platform_is_ended_after_a_last_harvest_of_each_account(tmp_path):
    archive = Archive(tmp_path / "own").make()
    today = days_ago(0)
    left, answer = archive.run(*ENDED, today)
    assert (left, answer["error"]["code"]) == (3, "REGISTER-080")
    assert "a0001" in answer["error"]["message"]
    assert "weerklank harvest" in answer["error"]["hint"]
    assert archive.events("register", "platform.status") == []
    archive.take(packed(tmp_path, "zip", members([line(post(1, "Tot ziens."))])))
    done = archive.good(*ENDED, today)
    assert (done["state"], done["without_harvest"]) == ("ended", None)
    assert done["accounts"] == ["a0001"]


def test_a_platform_of_which_the_server_is_gone_is_ended_with_the_reason(tmp_path):
    archive = Archive(tmp_path).make()
    archive.good("person", "add", "Ria", "--role", "register-owner")
    archive.good("person", "add", "Cor", "--role", "communication", "--as", "Ria")
    why = (*ENDED, days_ago(0), "--without-harvest", "De server is weg.")
    assert archive.run(*why, "--as", "Cor")[0] == 3
    done = archive.good(*why, "--as", "Ria")
    assert (done["state"], done["without_harvest"]) == ("ended", "De server is weg.")
    (event,) = archive.events("register", "platform.status")
    assert event["data"]["without_harvest"] == "De server is weg."
    (row,) = [one for one in archive.good("platform", "list")["platforms"] if one["state"]]
    assert row["history"][0]["without_harvest"] == "De server is weg."


def test_what_is_closed_or_handed_in_only_asks_nothing_of_a_platform(tmp_path):
    archive = Archive(tmp_path).begin()
    archive.good("account", "add", ME.url, "--kind", "hybrid")
    assert archive.good(*ENDED, days_ago(0))["accounts"] == ["a0001"]


def test_only_the_owner_of_the_register_closes_without_a_last_harvest(tmp_path):
    archive = Archive(tmp_path).make()
    archive.good("person", "add", "Ria", "--role", "register-owner")
    archive.good("person", "add", "Cor", "--role", "communication", "--as", "Ria")
    why = ("account", "close", "a0001", "--without-harvest", "De server is weg.")
    left, answer = archive.run(*why, "--as", "Cor")
    assert (left, answer["error"]["code"]) == (3, "ROLE-002")
    archive.good(*why, "--as", "Ria")
