"""Accounts that a server no longer knows: what the register's owner hears, and what is not so."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from place import Archive, harvest, post, serving

from weerklank import bootstrap
from weerklank.model.clock import FixedClock

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]

Json = dict[str, Any]
NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)
POSTS = [post(day, f"Bericht {day}") for day in (25, 26, 27)]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> FixedClock:
    made = FixedClock(NOW)
    monkeypatch.setattr(bootstrap, "SystemClock", lambda: made)
    return made


@pytest.fixture
def place(tmp_path, clock) -> Archive:
    return Archive(tmp_path).begin()


def told(place: Archive) -> list[tuple[str, str, str | None]]:
    reports = place.good("report", "list")["reports"]
    return [(one["what"], one["state"], one["note"]) for one in reports]


def refused(place: Archive) -> str:
    left, answer = place.run("harvest", "gemeente")
    assert left == 4
    return str(answer["error"]["code"])


def test_a_server_that_knows_nothing_not_even_itself_is_in_trouble(place, clock):
    with serving(place, *POSTS) as server:
        harvest(place)
        clock.moment += timedelta(days=2)
        server.mood.unknown = ("/",)
        assert refused(place) == "HARVEST-002"
        assert told(place) == []
        server.mood.unknown = ()
        assert harvest(place)["deletions"] == 0


def test_the_report_that_an_account_was_closed_is_taken_back_when_it_answers_again(place, clock):
    with serving(place, *POSTS) as server:
        harvest(place)
        server.mood.unknown = ("lookup", "webfinger")
        assert refused(place) == "HARVEST-004"
        assert told(place) == [("closed", "waiting", None)]
        clock.moment += timedelta(days=2)
        server.mood.unknown = ()
        harvest(place)
    (report,) = place.good("report", "list")["reports"]
    assert (report["state"], report["what"]) == ("rejected", "closed")
    assert "answers again" in report["reason"]
    assert place.good("verify")["findings"] == []


def test_what_a_person_reported_is_not_taken_back_by_a_run(place, clock):
    with serving(place, *POSTS):
        place.good("account", "report", "a0001", "--what", "closed")
        clock.moment += timedelta(days=2)
        harvest(place)
    assert told(place) == [("closed", "waiting", None)]


def test_an_account_that_its_server_gives_under_another_name_is_told_as_that(place, clock):
    with serving(place, *POSTS) as server:
        harvest(place)
        clock.moment += timedelta(days=2)
        server.mood.change_account = lambda one: {
            **one,
            "username": "gemeentevoorbeelddam",
            "acct": "gemeentevoorbeelddam",
        }
        assert refused(place) == "HARVEST-850"
        host = server.address.removeprefix("http://")
    assert told(place) == [("address", "waiting", f"gemeentevoorbeelddam@{host}")]
    rows = place.good("search", "Bericht")["hits"]
    assert [row["state"] for row in rows] == ["present"] * 3
