"""Numbers that a server does not state: not known is not none, and what a run read is not all."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from place import Archive, gap, harvest, moment, post, serving, uri

from weerklank import bootstrap
from weerklank.model.clock import FixedClock, civil_day, from_iso
from weerklank.model.day_words import day
from weerklank.testing.mastodon_api_json import Reply
from weerklank.testing.mastodon_export import ExportPost, snowflake
from weerklank.testing.mastodon_shown import MastodonServer

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]

Json = dict[str, Any]
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> FixedClock:
    made = FixedClock(NOW)
    monkeypatch.setattr(bootstrap, "SystemClock", lambda: made)
    return made


@pytest.fixture
def place(tmp_path, clock) -> Archive:
    return Archive(tmp_path).begin()


def several(count: int) -> list[ExportPost]:
    return [post(day, f"Bericht nummer {day}") for day in range(count)]


def answer(number: int, to: str) -> Reply:
    return Reply(
        uri=f"https://mast.example/users/burger{number}/statuses/{number + 1}",
        html="<p>Ja</p>",
        answers=to,
        published=moment(number + 5),
    )


def limits(run: Json) -> set[str]:
    """Give the limits that are not of every run."""
    of_all = {
        "deletions_not_in_api",
        "replies_below_deleted",
        "edits_of_replies",
        "pictures_of_previews",
    }
    return {one["kind"] for one in run["limits"]} - of_all


def told_as(value: object) -> Callable[[Json], Json]:
    return lambda told: {**told, "replies_count": value}


def without(told: Json) -> Json:
    return {name: value for name, value in told.items() if name != "replies_count"}


# --- replies ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "gaps"),
    [
        (without, set()),
        (told_as(None), set()),
        (told_as("1"), {"field_broken"}),
        (told_as(1.0), {"field_broken"}),
        (told_as(-1), set()),
    ],
)
def test_where_no_number_of_replies_is_stated_they_are_asked_for_all_the_same(place, change, gaps):
    posts = several(3)
    crowd = [answer(number, uri(one)) for number, one in enumerate(posts)]
    with serving(place, *posts, replies=crowd) as server:
        server.mood.change = change
        run = harvest(place, 1 if gaps else 0)
        asked = [path for path in server.asked if "context" in path]
    assert len(asked) == 3
    assert run["items"]["replies"] == 3
    assert run["counts"]["replies"] == {"came": 3, "stated": None}
    assert limits(run) == {"replies_not_counted"}
    assert {one["kind"] for one in run["gaps"]} == gaps
    assert run["findings"] == []


def test_replies_of_no_stated_number_that_do_not_come_are_a_gap(place):
    posts = several(2)
    crowd = [answer(number, uri(one)) for number, one in enumerate(posts)]
    with serving(place, *posts, replies=crowd) as server:
        server.mood.change = without
        server.mood.refused = ("context",)
        run = harvest(place, 1)
        addresses = {f"{server.url}/{one.number}" for one in posts}
    assert gap(run, "replies_not_given")["count"] == 2
    assert set(gap(run, "replies_not_given")["where"]) == addresses
    assert run["counts"]["replies"] == {"came": 0, "stated": None}


def test_a_held_reply_that_a_server_without_numbers_no_longer_gives_is_not_known_to_be_gone(
    place, clock
):
    (first,) = several(1)
    crowd = [answer(0, uri(first)), answer(1, uri(first))]
    with serving(place, first, replies=crowd) as server:
        server.mood.change = without
        assert harvest(place)["items"]["replies"] == 2
        server.replies.pop()
        clock.moment += 2 * DAY
        run = harvest(place, 1, "--since", "2020-01-01")
    assert (run["deletions"], gap(run, "not_looked_at")["count"]) == (0, 1)


# --- posts --------------------------------------------------------------------------------------


@pytest.mark.parametrize("stated", [None, "5", -1])
def test_where_no_number_of_posts_is_stated_the_report_says_that_it_is_not_known(place, stated):
    with serving(place, *several(5)) as server:
        server.mood.change_account = lambda told: {**told, "statuses_count": stated}
        left, answered = place.run("harvest", "gemeente")
        (run,) = answered["runs"]
    assert left == (1 if stated == "5" else 0)  # what can't be read is a gap of the profile
    assert run["counts"]["posts"] == {"came": 5, "stated": None}
    assert limits(run) == {"posts_not_counted"}
    assert run["findings"] == []


def test_a_server_that_counts_none_and_gives_many_is_a_finding_until_acknowledged(place, clock):
    with serving(place, *several(12)) as server:
        server.mood.change_account = lambda told: {**told, "statuses_count": 0}
        run = harvest(place)
        assert run["counts"]["posts"] == {"came": 12, "stated": 0}
        (found,) = run["findings"]
        assert (found["kind"], found["now"]) == ("counts_differ", {"holding": 12, "of": 0})
        (waiting,) = place.good("drift", "list")["findings"]
        assert waiting["message"] == "The platform counts 0 posts and gave 12."
        clock.moment += DAY
        place.good("drift", "acknowledge", found["finding"], "--reason", "Zo is deze server")
        clock.moment += DAY
        assert harvest(place, 0, "--since", "2020-01-01")["findings"] == []


# --- a run that reads a part --------------------------------------------------------------------


def test_a_run_that_reads_a_part_says_what_it_read_and_what_it_counted_by(place, clock):
    with serving(place, *several(50)) as server:
        harvest(place)
        clock.moment += DAY
        new = ExportPost(
            number=snowflake(clock.moment), published=clock.moment, html="<p>Nieuw</p>"
        )
        server.items.append(new)
        run = harvest(place)
    assert run["counts"]["posts"] == {"came": came_of(server), "stated": 51, "held": 51}
    (limit,) = [one for one in run["limits"] if one["kind"] == "counted_by_held"]
    assert limit["count"] == 51 - came_of(server) > 0
    read_to = civil_day(from_iso(run["read_since"]))
    assert f"read down to {day(read_to, 'en')};" in limit["reason"]
    assert (run["complete"], run["items"]["posts"]) == (True, 1)


def came_of(server: MastodonServer) -> int:
    """Give how many posts stand on the one page that the last run asked for."""
    return min(40, len(server.items))


def test_a_run_that_reads_all_counts_by_what_it_read(place):
    with serving(place, *several(5)):
        harvest(place)
        run = harvest(place, 0, "--since", "2020-01-01")
    assert run["counts"]["posts"] == {"came": 5, "stated": 5}
    assert "counted_by_held" not in limits(run)
