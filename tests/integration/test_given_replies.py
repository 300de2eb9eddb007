"""Replies that a server gives in another way than before: what it gives is not gone."""

from dataclasses import replace
from typing import Any

import pytest
from place import ME, gap, harvest, post, serving
from test_deletions import DAY, FIRST, HOUR, NOW, answer, clock, marks, place, shown

from weerklank.testing.mastodon_mood import Gone

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]
__all__ = ["clock", "place"]  # fixtures

TOP = f"{ME.actor_id}/statuses/{FIRST.number}"


@pytest.mark.parametrize("visibility", ["private", "direct", "buurt"])
def test_a_reply_that_is_given_for_fewer_people_is_not_gone(place, clock, visibility):
    with serving(place, FIRST, replies=[answer(1, TOP), answer(2, TOP)]) as server:
        harvest(place)
        server.replies[0] = replace(server.replies[0], visibility=visibility)
        for hours in (1, 30):
            clock.moment = NOW + hours * HOUR
            assert marks(harvest(place)) == (0, 0, 0)
        # Once nothing is given of it, it is gone.
        server.deleted[server.replies[0].number] = Gone.NOT_KNOWN
        clock.moment = NOW + 3 * DAY
        assert marks(harvest(place)) == (1, 0, 0)
        del server.deleted[server.replies[0].number]
        clock.moment = NOW + 5 * DAY
        assert marks(harvest(place)) == (0, 0, 1)


def twice(server: Any, uri: str) -> None:
    """Let a thread hold the post of an address once more, under another number."""
    whole = server.context

    def context(number: str) -> Any:
        found = whole(number)
        again = [{**one, "id": "99"} for one in found["descendants"] if one["uri"] == uri]
        return {**found, "descendants": [*found["descendants"], *again]}

    server.context = context


def test_a_reply_under_two_numbers_fills_no_other_s_place(place, clock):
    with serving(place, FIRST, replies=[answer(1, TOP), answer(2, TOP)]) as server:
        harvest(place)
        server.kept_back = {server.replies[0].number}
        twice(server, server.replies[1].uri)
        for hours in (1, 30):
            clock.moment = NOW + hours * HOUR
            run = harvest(place, code=1)
            assert (marks(run), gap(run, "replies_missing")["count"]) == ((0, 0, 0), 1)
    assert shown(place, "Reactie 1")["state"] == "present"


def test_our_own_reply_under_two_numbers_fills_no_other_s_place(place, clock):
    ours = post(54, "Wij antwoorden", in_reply_to=TOP)
    with serving(place, FIRST, ours, replies=[answer(1, TOP)]) as server:
        harvest(place)
        server.kept_back = {server.replies[0].number}
        uri = next(one["uri"] for one in server.context(str(FIRST.number))["descendants"])
        twice(server, uri)
        clock.moment = NOW + HOUR
        run = harvest(place, code=1)
        assert (marks(run), gap(run, "replies_missing")["count"]) == ((0, 0, 0), 1)


def test_below_a_second_number_of_a_reply_nothing_is_lost(place):
    first = answer(1, TOP)
    with serving(place, FIRST, replies=[first, answer(2, first.uri)]) as server:
        whole = server.context

        def context(number: str) -> Any:
            """Hang what answers a reply below the second number of that."""
            if number != str(FIRST.number):
                return {"ancestors": [], "descendants": []}
            above, below = whole(number)["descendants"]
            again = {**above, "id": "99"}
            return {
                "ancestors": [],
                "descendants": [above, again, {**below, "in_reply_to_id": "99"}],
            }

        server.context = context
        assert harvest(place, code=1)["items"]["replies"] == 2
    replies = [row for row in place.rows() if row["kind"] == "reply"]
    assert len({row["thread"] for row in replies}) == 1
