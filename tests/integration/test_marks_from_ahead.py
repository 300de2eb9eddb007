"""Marks by a wrong clock: put right if it ran ahead, confirmed no sooner if it ran behind."""

from datetime import timedelta
from typing import Any

import pytest
from place import ME, Archive, harvest, serving
from test_deletions import (
    DAY,
    FIRST,
    HOUR,
    NOW,
    SECOND,
    SURE,
    THREE,
    answer,
    clock,
    marks,
    number,
    place,
    shown,
)

from weerklank.testing.mastodon_mood import Gone

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]
__all__ = ["clock", "place"]  # fixtures

AHEAD = timedelta(days=400)


def deletion(place: Archive, text: str) -> tuple[str, str | None]:
    found = shown(place, text)["deletion"]
    return found["first_missed"], found["confirmed_at"]


@pytest.mark.parametrize("how", SURE)
@pytest.mark.parametrize("first", [NOW, NOW + AHEAD])
def test_a_mark_of_a_clock_that_ran_ahead_is_set_right_by_today_and_confirmed(
    place, clock, how, first
):
    with serving(place, *THREE) as server:
        clock.moment = first
        harvest(place)
        server.deleted[number(SECOND)] = how
        clock.moment = NOW + AHEAD + HOUR
        assert marks(harvest(place)) == (1, 0, 0)
        clock.moment = NOW + HOUR
        run = harvest(place)
        # It was told as gone before; of what is counted it goes off once.
        assert (marks(run), run["gaps"]) == ((0, 0, 0), [])
        assert deletion(place, "Bericht 51") == ("2026-03-01T13:00:00Z", None)
        assert shown(place, "Bericht 51")["deletion"]["last_seen"] <= "2026-03-01T13:00:00Z"
        clock.moment = NOW + 3 * HOUR
        assert marks(harvest(place)) == (0, 0, 0)
        clock.moment = NOW + HOUR + DAY
        assert marks(harvest(place)) == (0, 1, 0)
        clock.moment = NOW + 3 * DAY
        assert marks(harvest(place)) == (0, 0, 0)
    told = ("2026-03-01T13:00:00Z", "2026-03-02T13:00:00Z")
    assert deletion(place, "Bericht 51") == told
    place.good("catalogue", "rebuild")
    assert deletion(place, "Bericht 51") == told
    assert place.good("verify", "--deep")["findings"] == []


def test_a_mark_from_ahead_is_taken_back_once_by_a_look_of_today_that_finds_the_post(place, clock):
    with serving(place, *THREE) as server:
        harvest(place)
        server.deleted[number(SECOND)] = Gone.SAYS_SO
        clock.moment = NOW + AHEAD
        harvest(place)
        del server.deleted[number(SECOND)]
        for hours, back in ((1, 1), (3, 0), (30, 0)):
            clock.moment = NOW + hours * HOUR
            run = harvest(place)
            assert (marks(run), run["counts"]["posts"].get("held")) == ((0, 0, back), None)
    assert shown(place, "Bericht 51")["deletion"] is None


def test_what_a_clock_that_ran_ahead_confirmed_is_confirmed_by_today(place, clock):
    with serving(place, *THREE) as server:
        harvest(place)
        server.deleted[number(SECOND)] = Gone.SAYS_SO
        clock.moment = NOW + HOUR
        harvest(place)
        clock.moment = NOW + AHEAD
        assert marks(harvest(place)) == (0, 1, 0)
        clock.moment = NOW + 2 * HOUR
        assert marks(harvest(place)) == (0, 0, 0)
        clock.moment = NOW + 2 * DAY
        assert marks(harvest(place)) == (0, 1, 0)
        clock.moment = NOW + 4 * DAY
        assert marks(harvest(place)) == (0, 0, 0)
    assert deletion(place, "Bericht 51") == ("2026-03-01T13:00:00Z", "2026-03-03T12:00:00Z")


def test_a_reply_s_mark_from_ahead_is_set_right_too(place, clock):
    top = f"{ME.actor_id}/statuses/{FIRST.number}"
    with serving(place, FIRST, replies=[answer(1, top), answer(2, top)]) as server:
        harvest(place)
        server.deleted[server.replies[0].number] = Gone.NOT_KNOWN
        clock.moment = NOW + AHEAD
        assert marks(harvest(place)) == (1, 0, 0)
        clock.moment = NOW + HOUR
        assert marks(harvest(place)) == (0, 0, 0)
        clock.moment = NOW + 2 * DAY
        assert marks(harvest(place)) == (0, 1, 0)
    assert deletion(place, "Reactie 1") == ("2026-03-01T13:00:00Z", "2026-03-03T12:00:00Z")


def test_a_clock_that_runs_behind_sets_nothing_right(place, clock):
    """Posts of days that are yet to come by it give it away."""
    with serving(place, *THREE) as server:
        harvest(place)
        server.deleted[number(SECOND)] = Gone.SAYS_SO
        clock.moment = NOW + HOUR
        harvest(place)
        clock.moment = NOW - AHEAD
        assert marks(harvest(place)) == (0, 0, 0)
        assert deletion(place, "Bericht 51") == ("2026-03-01T13:00:00Z", None)
        clock.moment = NOW + 2 * DAY
        assert marks(harvest(place)) == (0, 1, 0)
    assert deletion(place, "Bericht 51") == ("2026-03-01T13:00:00Z", "2026-03-03T12:00:00Z")


@pytest.mark.parametrize("how", SURE)
def test_a_first_miss_by_a_clock_that_ran_behind_is_confirmed_a_day_after_one_that_did_not(
    place, clock, how
):
    with serving(place, *THREE) as server:
        harvest(place)
        server.deleted[number(SECOND)] = how
        clock.moment = NOW - 5 * DAY
        assert marks(harvest(place)) == (1, 0, 0)
        # Right again. How long before this it was missed, nobody knows: an hour, or two days.
        for hours in (50, 52, 73):
            clock.moment = NOW + hours * HOUR
            assert marks(harvest(place)) == (0, 0, 0)
            assert deletion(place, "Bericht 51")[1] is None
        clock.moment = NOW + 74 * HOUR
        assert marks(harvest(place)) == (0, 1, 0)
        clock.moment = NOW + 100 * HOUR
        assert marks(harvest(place)) == (0, 0, 0)
    assert deletion(place, "Bericht 51")[1] == "2026-03-04T14:00:00Z"


def test_a_clock_that_ran_behind_and_then_ahead_confirms_nothing_too_early(place, clock):
    with serving(place, *THREE) as server:
        harvest(place)
        server.deleted[number(SECOND)] = Gone.SAYS_SO
        clock.moment = NOW - 5 * DAY
        assert marks(harvest(place)) == (1, 0, 0)
        clock.moment = NOW + AHEAD
        assert marks(harvest(place)) == (0, 0, 0)
        clock.moment = NOW + HOUR
        assert marks(harvest(place)) == (0, 0, 0)
        clock.moment = NOW + HOUR + DAY
        assert marks(harvest(place)) == (0, 1, 0)
    assert deletion(place, "Bericht 51")[1] == "2026-03-02T13:00:00Z"


def test_a_number_that_a_clock_ran_ahead_to_note_gives_way_to_a_later_word(place, clock):
    asked = ("handin", "a0001", "--process", "publiekscommunicatie", "--post")
    with serving(place, *THREE, kind="personal") as server:

        def hand_in(made: Any) -> int:
            return place.run(*asked, f"{server.url}/{made.number}")[0]

        clock.moment = NOW + AHEAD
        assert hand_in(FIRST) == 0
        clock.moment = NOW
        server.mood.change_account = lambda account: {**account, "id": "4242"}
        assert hand_in(SECOND) == 4
        report = place.good("report", "list")["reports"][-1]
        place.good("report", "settle", report["report"], "rejected", "--reason", "Opnieuw gemaakt")
        assert hand_in(SECOND) == 0
        server.mood.change_account = lambda account: account
        assert hand_in(FIRST) == 4
