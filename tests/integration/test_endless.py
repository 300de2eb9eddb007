"""A server that gives without end: the run ends, says why and what to do, and keeps what came."""

from collections.abc import Callable
from typing import Any

import pytest
from place import gap, harvest, moment, post, serving

from weerklank.connectors.mastodon import api_history, api_replies
from weerklank.harvest import endless
from weerklank.testing.mastodon_shown import MastodonServer

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]
Json = dict[str, Any]
MADE = post(1, "Het bericht")
NEXT_STEP = "Ask the administrator of the server"
SIZE = 10


def made_up(server: MastodonServer, number: int, **changed: Any) -> Json:
    """Give a post that nobody made, older as its number is lower."""
    like = server.one(str(MADE.number)) or {}
    own = f"{like['account']['url']}/{number}"
    uri = f"{like['uri'].rpartition('/')[0]}/{number}"
    day = f"{1900 + number % 100:04}-01-01T09:00:00.000Z"
    return {**like, "id": str(number), "uri": uri, "url": own, "created_at": day, **changed}


def list_without_end(
    monkeypatch: pytest.MonkeyPatch, change: Callable[[Json], Json] = lambda status: status
) -> None:
    """Let each page hold posts with ids that never came before, and lead on to a next one."""
    above = 10**17

    def page(server: MastodonServer, query: dict[str, list[str]]) -> tuple[list[Json], str]:
        last = int(query.get("max_id", [str(above)])[0])
        numbers = range(last - 1, last - 1 - SIZE, -1)
        return [change(made_up(server, number)) for number in numbers], str(numbers[-1])

    monkeypatch.setattr(MastodonServer, "statuses", page)
    monkeypatch.setattr(endless, "MOST_POSTS", 30)


def elsewhere(status: Json) -> Json:
    return {**status, "account": {**status["account"], "id": "77"}}


@pytest.mark.parametrize("stated", [None, 10**15])
def test_a_list_of_ever_older_posts_ends_and_keeps_what_came(place, monkeypatch, stated):
    list_without_end(monkeypatch)
    with serving(place, MADE) as server:
        server.mood.change_account = lambda account: {**account, "statuses_count": stated}
        told = gap(harvest(place, 4), "list_broken_off")
    assert NEXT_STEP in told["reason"]
    assert len(place.rows()) == 4 * SIZE


@pytest.mark.parametrize("change", [elsewhere, lambda _: {"id": "x y"}])
def test_so_does_one_of_posts_that_are_none_of_the_account(place, monkeypatch, change):
    list_without_end(monkeypatch, change)
    with serving(place, MADE):
        assert NEXT_STEP in gap(harvest(place, 4), "list_broken_off")["reason"]


def test_what_an_account_states_bounds_its_list_before_any_settled_number(place, monkeypatch):
    list_without_end(monkeypatch)
    monkeypatch.setattr(endless, "MOST_POSTS", 10**6)
    monkeypatch.setattr(endless, "_LEEWAY", 5)
    with serving(place, MADE):
        run = harvest(place, 4)
    assert run["counts"]["posts"] == {"came": SIZE, "stated": 1}
    assert "(7 " in gap(run, "list_broken_off")["reason"]


def test_a_next_page_under_one_address_with_other_posts_each_time_ends(place, monkeypatch):
    list_without_end(monkeypatch)
    page = MastodonServer.statuses
    came = iter(range(10**17, 0, -SIZE))

    def same(server: MastodonServer, _: object) -> tuple[list[Json], str]:
        return page(server, {"max_id": [str(next(came))]})[0], "5"

    monkeypatch.setattr(MastodonServer, "statuses", same)
    with serving(place, MADE):
        assert "over and over" in gap(harvest(place, 4), "list_broken_off")["reason"]


@pytest.mark.parametrize("of_run", [False, True])
def test_replies_without_end_are_a_gap_below_their_post(place, monkeypatch, of_run):
    most, more = ("MOST_REPLIES_OF_RUN", "MOST_REPLIES")[:: 1 if of_run else -1]
    monkeypatch.setattr(api_replies, most, 25)
    monkeypatch.setattr(api_replies, more, 10**6)
    came = iter(range(10**17, 0, -1))

    def context(server: MastodonServer, number: str) -> Json:
        some = [
            made_up(
                server,
                one,
                in_reply_to_id=number,
                replies_count=1,
                account={**server.profile(), "id": "9", "acct": "iemand", "url": None},
            )
            for one in (next(came) for _ in range(SIZE))
        ]
        return {"ancestors": [], "descendants": some}

    monkeypatch.setattr(MastodonServer, "context", context)
    with serving(place, MADE) as server:
        server.mood.change = lambda status: {**status, "replies_count": 2}
        told = gap(harvest(place, 1), "replies_endless")
        asked = sum("/context" in one for one in server.asked)
    assert asked == 3
    assert (told["count"], told["where"]) == (1, [f"{server.url}/{MADE.number}"])
    assert NEXT_STEP in told["reason"]
    assert len(place.rows()) == 1 + 3 * SIZE


def test_a_history_without_end_gives_its_oldest_versions_and_a_gap(place, monkeypatch):
    monkeypatch.setattr(api_history, "MOST_VERSIONS", 5)
    edited = post(1, "Nu", edited=moment(300))
    before = {edited.number: [(moment(day), f"<p>Versie {day}</p>") for day in range(1, 20)]}
    with serving(place, edited, edits=before) as server:
        told = gap(harvest(place, 1), "edits_endless")
    assert (told["count"], told["where"]) == (15, [f"{server.url}/{edited.number}"])
    assert NEXT_STEP in told["reason"]
    assert len(place.rows()) == 6
