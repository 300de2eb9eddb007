"""What a harvest reports by itself of an account: moved, suspended, long silent (A2); and what it
observes of replies (A4)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from place import ME, Archive, Json

from weerklank.testing.mastodon_api_json import Reply
from weerklank.testing.mastodon_export import ExportPost, snowflake
from weerklank.testing.mastodon_server import mastodon_server
from weerklank.testing.mastodon_shown import MastodonServer

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]
NOW = datetime.now(UTC).replace(microsecond=0)


def ago(days: int, text: str = "Een bericht", **more: Any) -> ExportPost:
    when = NOW - timedelta(days=days)
    return ExportPost(number=snowflake(when), published=when, html=f"<p>{text}</p>", **more)


def harvest(place: Archive, server: MastodonServer) -> None:
    if not place.good("account", "list")["accounts"]:
        place.good("account", "add", server.url, "--kind", "corporate")
    place.good("harvest", "gemeente")


def reported(place: Archive) -> list[str]:
    found: list[Json] = place.good("report", "list")["reports"]
    assert all(one["source"] == "run" for one in found)
    return [one["what"] for one in found]


def test_an_account_that_is_long_silent_is_reported_once(place: Archive) -> None:
    with mastodon_server(ME, [ago(400), ago(200)]) as server:
        harvest(place, server)
        assert reported(place) == ["silent"]
        harvest(place, server)
        assert reported(place) == ["silent"]
        (one,) = place.good("report", "list")["reports"]
        place.good("report", "settle", one["report"], "done")
        harvest(place, server)
        assert reported(place) == ["silent"]  # the owner knows


def test_replies_of_others_are_no_sign_of_life(place: Archive) -> None:
    about = ago(300)
    answer = Reply(
        uri="https://mast.example/users/wubbechien_tjoelker/statuses/900",
        html="<p>Hoort u mij?</p>",
        answers=f"{ME.actor_id}/statuses/{about.number}",
        published=NOW - timedelta(days=2),
    )
    with mastodon_server(ME, [about], replies=[answer]) as server:
        harvest(place, server)
    assert reported(place) == ["silent"]


def test_who_posts_or_is_out_of_use_is_not_silent(place: Archive) -> None:
    with mastodon_server(ME, [ago(400), ago(3)]) as server:
        harvest(place, server)
    assert reported(place) == []


def test_an_account_that_is_said_to_be_unused_is_not_reported(place: Archive) -> None:
    with mastodon_server(ME, [ago(400)]) as server:
        place.good("account", "add", server.url, "--kind", "corporate", "--status", "unused")
        harvest(place, server)
    assert reported(place) == []


def test_a_run_that_misses_something_says_nothing_of_silence(place: Archive) -> None:
    with mastodon_server(ME, [ago(400, edited=NOW - timedelta(days=399))]) as server:
        place.good("account", "add", server.url, "--kind", "corporate")
        assert place.run("harvest", "gemeente")[0] == 1
    assert reported(place) == []


@pytest.mark.parametrize(
    ("told", "what"),
    [({"moved": {"uri": "https://elders.example/users/g"}}, "address"),
     ({"suspended": True}, "suspended"), ({"suspended": False, "moved": None}, None)],
)  # fmt: skip
def test_what_an_account_tells_of_itself_is_reported(
    place: Archive, told: Json, what: str | None
) -> None:
    with mastodon_server(ME, [ago(3)]) as server:
        server.mood.change_account = lambda account: {**account, **told}
        harvest(place, server)
        harvest(place, server)
    assert reported(place) == ([what] if what else [])
    assert place.good("verify", "--deep")["ok"]


def test_an_empty_list_of_a_suspended_account_is_no_complete_harvest(place: Archive) -> None:
    """It gives none of its posts and may count none; so it is no last harvest either (A7)."""
    with mastodon_server(ME, []) as server:
        place.good("account", "add", server.url, "--kind", "corporate")
        shut = {"suspended": True, "statuses_count": 0}
        server.mood.change_account = lambda account: {**account, **shut}
        code, answer = place.run("harvest", "gemeente")
    (run,) = answer["runs"]
    assert (code, run["complete"]) == (1, False)
    assert [one["kind"] for one in run["gaps"]] == ["account_suspended"]
    code, answer = place.run("account", "close", "a0001")
    assert (code, answer["error"]["code"]) == (3, "REGISTER-037")


@pytest.mark.parametrize(
    ("told", "kind"),
    [({"suspended": True}, "account_suspended"),
     ({"moved": {"uri": "https://elders.example/users/g"}}, "account_moved")],
)  # fmt: skip
def test_the_platform_tells_why_posts_that_it_counts_do_not_come(
    place: Archive, told: Json, kind: str
) -> None:
    with mastodon_server(ME, []) as server:
        place.good("account", "add", server.url, "--kind", "corporate")
        server.mood.change_account = lambda account: {**account, **told, "statuses_count": 7}
        code, answer = place.run("harvest", "gemeente")
    (run,) = answer["runs"]
    assert (code, run["complete"]) == (1, False)
    assert [(one["kind"], one["count"]) for one in run["gaps"]] == [(kind, 7)]


def test_received_and_answered_are_dated_facts_that_a_harvest_observes(place: Archive) -> None:
    about = ago(30)
    theirs = "https://mast.example/users/wubbechien_tjoelker/statuses/901"
    answer = Reply(
        uri=theirs,
        html="<p>Wanneer?</p>",
        answers=f"{ME.actor_id}/statuses/{about.number}",
        published=NOW - timedelta(days=20),
    )
    ours = ago(10, "Morgen.", in_reply_to=theirs)
    with mastodon_server(ME, [about, ours], replies=[answer]) as server:
        place.good("account", "add", server.url, "--kind", "corporate", "--replies", "closed")
        before = place.good("account", "show", "a0001")
        harvest(place, server)
    after = place.good("account", "show", "a0001")
    assert (before["replies_received_since"], before["answered_since"]) == (None, None)
    day = (NOW - timedelta(days=20)).astimezone().date()
    assert abs((datetime.fromisoformat(after["replies_received_since"]).date() - day).days) <= 1
    day = (NOW - timedelta(days=10)).astimezone().date()
    assert abs((datetime.fromisoformat(after["answered_since"]).date() - day).days) <= 1
    # Mastodon can't switch replies off: what was registered makes it no scenario A.
    assert (before["scenario"], after["scenario"]) == ("B", "B")


@pytest.mark.parametrize(
    ("told", "what"),
    [({"suspended": True}, "suspended"),
     ({"moved": {"uri": "https://elders.example/users/g"}}, "address")],
)  # fmt: skip
def test_what_ended_and_is_so_again_is_news_however_soon(
    place: Archive, told: Json, what: str
) -> None:
    with mastodon_server(ME, [ago(3)]) as server:

        def looks(*told_then: Json) -> list[str]:
            for one in told_then:
                server.mood.change_account = lambda account, one=one: {**account, **one}
                harvest(place, server)
            return reported(place)

        assert looks(told) == [what]
        (one,) = place.good("report", "list")["reports"]
        place.good("report", "settle", one["report"], "done")
        assert looks(told, told) == [what]  # the owner knows
        assert looks({}, told, told) == [what, what]
