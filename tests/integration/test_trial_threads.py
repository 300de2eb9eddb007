"""A trial hides whom a harvest would hide: whoever takes part in the thread of what it shows."""

from pathlib import Path
from typing import Any

import pytest
from place import ME, Archive, moment, post, uri
from test_trial import trial_of

from weerklank.testing.mastodon_api_json import Reply
from weerklank.testing.mastodon_server import mastodon_server

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]

THEIRS = "https://mast.example/users/trijntje_vlier/statuses/123"
THANKS = "Bedankt Trijntje Vlier"
OLD = post(1, "Lang geleden")
FILLERS = [post(day, f"Nummer {day}") for day in range(2, 14)]


@pytest.fixture
def place(tmp_path: Path) -> Archive:
    return Archive(tmp_path).begin()


def reply(answers: str, **more: Any) -> Reply:
    return Reply(uri=THEIRS, html="<p>Hoi</p>", answers=answers, published=moment(2), **more)


def shown(place: Archive, server: Any) -> list[str]:
    place.good("account", "add", server.url, "--kind", "corporate")
    return [one["text"] for one in trial_of(place, server)["posts"]]


@pytest.mark.parametrize("visibility", ["public", "private"])
def test_who_answered_an_older_post_of_the_thread_has_no_name_in_a_trial(place, visibility):
    newest = post(20, THANKS, in_reply_to=uri(OLD))
    old = reply(uri(OLD), visibility=visibility)
    with mastodon_server(ME, [OLD, *FILLERS, newest], replies=[old]) as server:
        texts = shown(place, server)
    assert texts[0].startswith("Bedankt ")
    assert "Vlier" not in texts[0]


def test_whom_an_older_post_of_ours_beside_it_mentions_has_no_name_in_a_trial(place):
    """Our own posts stand in no answer as replies: yet a harvest reads them in the list."""
    beside = post(2, "Zie @trijntje_vlier@mast.example", in_reply_to=uri(OLD))
    newest = post(20, "Bedankt trijntje_vlier", in_reply_to=uri(OLD))
    with mastodon_server(ME, [OLD, beside, *FILLERS[1:], newest]) as server:
        texts = shown(place, server)
    assert texts[0].startswith("Bedankt ")
    assert "vlier" not in texts[0]


def test_who_answers_a_post_that_is_shown_for_followers_alone_has_no_name(place):
    newest = post(20, THANKS)
    theirs = reply(uri(newest), visibility="private")
    counted = Reply(
        uri=THEIRS.replace("trijntje_vlier", "ander") + "4",
        html="<p>Ja</p>",
        answers=uri(newest),
        published=moment(21),
    )
    with mastodon_server(ME, [newest], replies=[theirs, counted]) as server:
        (text,) = shown(place, server)
    assert text.startswith("Bedankt ")
    assert "Vlier" not in text


def test_a_post_whose_thread_can_not_be_looked_into_is_not_shown(place):
    newest = post(20, THANKS, in_reply_to=uri(OLD))
    with mastodon_server(ME, [OLD, *FILLERS, newest], replies=[reply(uri(OLD))]) as server:
        server.mood.unknown = ("/context",)
        place.good("account", "add", server.url, "--kind", "corporate")
        trial = trial_of(place, server)
    assert (len(trial["posts"]), trial["unreadable"]) == (9, 1)
    assert "Vlier" not in str(trial)


def test_who_takes_part_in_a_held_thread_above_a_new_post_has_no_name(place):
    """The reply is gone from the server; the archive holds it."""
    with mastodon_server(ME, [OLD], replies=[reply(uri(OLD))]) as server:
        place.good("account", "add", server.url, "--kind", "corporate")
        place.good("harvest", "a0001")
        server.items = [OLD, post(20, THANKS, in_reply_to=uri(OLD))]
        server.replies = []
        texts = [one["text"] for one in trial_of(place, server)["posts"]]
    assert texts[0].startswith("Bedankt ")
    assert "Vlier" not in texts[0]
