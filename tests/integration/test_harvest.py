"""Harvest by the API, on a test double of a Mastodon server on loopback.

That is no Mastodon: what is shown here is how the program takes what the API's documents describe,
and how it bears a server that does otherwise.
"""

import gzip
import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from place import ME, SOMEONE, Archive, gap, harvest, medium, moment, post, serving

from weerklank.connectors.mastodon import api_replies
from weerklank.testing.mastodon_api_json import Reply
from weerklank.testing.mastodon_export import (
    ExportBoost,
    ExportPoll,
    snowflake,
    write_export,
)
from weerklank.testing.mastodon_server import mastodon_server
from weerklank.testing.mastodon_shown import MastodonServer

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]

Json = dict[str, Any]
THEIRS = "https://mast.example/users/wubbechien_tjoelker/statuses/123"
BOOSTED = "https://mast.example/users/barthold_kwakkelaar/statuses/124"
PICTURE = medium("media_attachments/files/109/1/original/een.png")
AVATAR = medium("accounts/avatars/109/1/original/gezicht.png", "gezicht")
#: A platform of which no account is read live.
SNAPCHAT = "https://www.snapchat.com/add/voorbeelddam"


def several(count: int, first: int = 0) -> list[Any]:
    return [post(first + day, f"Bericht nummer {first + day}") for day in range(count)]


def kinds(run: Json) -> dict[str, int]:
    return {one["kind"]: one["count"] for one in run["gaps"]}


def profile(place: Archive) -> Json:
    (found,) = [row for row in place.lines() if row["kind"] == "profile"]
    return found


# --- what comes in ------------------------------------------------------------------------------


def test_everything_that_a_reader_without_an_account_sees(place):
    first = post(1, "Eerste bericht")
    asked = ExportPoll(options=(("ja", 3), ("nee", 1)), end=moment(9), multiple=True, voters=4)
    items = [
        first,
        post(2, "Met foto", media=(PICTURE,), likes=5, shares=2),
        post(3, "Stem mee", poll=asked),
        post(4, "Pas op", summary="Over wateroverlast"),
        post(5, "Vervolg", in_reply_to=f"{ME.actor_id}/statuses/{first.number}"),
        post(6, "Antwoord", in_reply_to=THEIRS),
        post(7, "Rustig aan", visibility="unlisted"),
        ExportBoost(number=snowflake(moment(8)), published=moment(8), object_uri=BOOSTED),
    ]
    with serving(place, *items, avatar=AVATAR, pinned=[first.number]) as server:
        run = harvest(place)
    assert (run["technique"], run["complete"], run["gaps"]) == ("api", True, [])
    assert run["items"] == {"media": 2, "posts": 8, "profiles": 1, "replies": 0}
    assert run["unknown_fields"] == {}
    assert [one["kind"] for one in run["limits"]] == [
        "deletions_not_in_api",
        "replies_below_deleted",
        "edits_of_replies",
        "pictures_of_previews",
    ]
    by_text = {row.get("text", row["kind"]): row for row in place.rows()}
    photo = by_text["Met foto"]
    assert photo["counts"] == {"likes": 5, "replies": 0, "reposts": 2}
    assert photo["media"][0]["alt"] == PICTURE.alt
    assert PICTURE.data in [path.read_bytes() for path in place.media_files()]
    poll = by_text["Stem mee"]["poll"]
    assert [(one["text"], one["votes"]) for one in poll["options"]] == [("ja", 3), ("nee", 1)]
    assert (poll["many"], poll["closed"], poll["voters"]) == (True, True, 4)
    assert by_text["Pas op"]["title"] == "Over wateroverlast"
    assert by_text["Rustig aan"]["visibility"] == "unlisted"
    key = by_text["Eerste bericht"]["key"]
    assert by_text["Vervolg"]["refs"] == [{"key": key, "type": "reply_to"}]
    assert by_text["Vervolg"]["thread"] == key
    assert by_text["Antwoord"]["refs"][0]["type"] == "reply_to"
    boost = by_text["boost"]
    assert boost["refs"][0]["type"] == "boost_of"
    assert "text" not in boost
    assert "content" not in json.dumps([row for row in place.lines("source") if "reblog" in row])
    shown = profile(place)
    assert shown["counts"] == {"followers": 12, "following": 1, "posts": 8}
    assert shown["refs"] == [{"key": key, "type": "pinned"}]
    assert AVATAR.data in [path.read_bytes() for path in place.media_files()]
    assert not any("conversations" in path for path in server.asked)


def test_each_answer_has_an_envelope_that_the_verifiers_hold(place):
    with serving(place, *several(90)):
        harvest(place)
    answers = envelopes(place)
    listed = [one for one in answers if one["asked"] == "GET /api/v1/accounts/:id/statuses"]
    assert [one["counts"] for one in listed] == [{"statuses": n} for n in (40, 40, 10, 0)]
    assert [one["paging"].get("more", False) for one in listed] == [True, True, False, False]
    assert {row["answer"]["number"] for row in place.rows()} <= {one["number"] for one in answers}
    assert "max_id" not in json.dumps(answers)
    assert place.good("verify", "--deep")["findings"] == []
    alone = [
        sys.executable,
        str(place.folder / "weerklank_verify.py"),
        str(place.folder),
        "--deep",
    ]
    assert subprocess.run(alone, capture_output=True, check=False).returncode == 0


def envelopes(place: Archive) -> list[Json]:
    found = []
    for path in sorted(place.folder.glob("*/a*/**/v1/content/source/answers.jsonl.gz")):
        found += [json.loads(row) for row in gzip.decompress(path.read_bytes()).splitlines()]
    return found


def test_the_same_again_adds_nothing_and_a_new_post_alone_is_new(place):
    with serving(place, *several(5), avatar=AVATAR) as server:
        harvest(place)
        again = harvest(place)
        assert (again["already_held"], again["new_versions"]) == (6, 0)
        assert sum(again["items"].values()) == 0
        server.items.append(post(60, "Nieuw"))
        more = harvest(place)
    # The profile too: it says how many posts there are.
    assert (more["items"]["posts"], more["new_versions"]) == (1, 1)
    assert place.texts().count("Nieuw") == 1


def test_an_edit_is_a_new_version_and_its_missing_history_a_gap(place):
    made = post(1, "Eerst dit")
    with serving(place, made) as server:
        harvest(place)
        server.items[:] = [replace(made, html="<p>Toen dat</p>", edited=moment(2))]
        run = harvest(place, 1)
    assert kinds(run) == {"edits_missing": 1}
    assert run["new_versions"] == 1
    assert [row.get("version", 1) for row in place.rows()] == [1, 2]


def edited_twice() -> tuple[Any, dict[int, list[Any]]]:
    made = post(1, "Derde versie", edited=moment(3))
    before = [(moment(1), "<p>Eerste versie</p>"), (moment(2), "<p>Tweede versie</p>")]
    return made, {made.number: before}


def said(place: Archive) -> list[tuple[str, str]]:
    """Give what each version says as people see them, and by which technique it came."""
    shown = place.good("post", "show", place.rows()[0]["id"], "--versions")
    assert shown["text"].strip() == "Derde versie"
    assert shown["state"] == "edited"
    return [(one["text"].split()[0], one["technique"]) for one in shown["versions"]]


def test_earlier_versions_come_in_by_the_history_and_once(place):
    made, edits = edited_twice()
    with serving(place, made, edits=edits):
        run = harvest(place)
        assert (run["complete"], run["items"]["posts"], run["new_versions"]) == (True, 1, 2)
        again = harvest(place)
    assert (again["new_versions"], again["complete"]) == (0, True)
    assert said(place) == [("Eerste", "api"), ("Tweede", "api"), ("Derde", "api")]
    assert [row.get("edited_at") for row in place.rows()] == [
        None,
        "2026-01-03T09:00:00Z",
        "2026-01-04T09:00:00Z",
    ]
    assert place.good("verify", "--deep")["findings"] == []


def test_an_edit_that_was_missed_between_two_harvests_comes_in_by_the_history(place):
    made, edits = edited_twice()
    with serving(place, replace(made, html="<p>Eerste versie</p>", edited=None)) as server:
        harvest(place)
        server.items[:] = [made]
        server.edits = edits
        run = harvest(place)
    assert (run["new_versions"], run["complete"]) == (2, True)
    assert [one for one, _ in said(place)] == ["Eerste", "Tweede", "Derde"]


def test_the_history_completes_what_an_export_held_of_the_last_version_alone(place):
    made, edits = edited_twice()
    with serving(place, made, edits=edits) as server:
        path = exported(place, server, made)
        place.take(path)
        harvest(place)
        assert harvest(place)["new_versions"] == 0
        assert place.take(path)["new_versions"] == 0
    told = [("Eerste", "api"), ("Tweede", "api"), ("Derde", "export"), ("Derde", "api")]
    assert said(place) == told


def test_who_is_named_in_an_earlier_version_stands_in_no_byte(place):
    made = post(1, "Dag allen", edited=moment(3))
    link = '<a href="https://mast.example/@trijntje_vlier">@trijntje_vlier</a>, trijntje vlier'
    with serving(place, made, edits={made.number: [(moment(1), f"<p>Dag {link}</p>")]}):
        harvest(place)
    assert [text[:10] for text in place.texts()] == ["Dag @Burge", "Dag allen"]
    content = place.bytes_of_all().lower()
    assert b"trijntje" not in content


@pytest.mark.parametrize("trouble", ["unknown", "refused", "failing", "garbled"])
def test_a_history_that_does_not_come_is_a_gap_and_not_never_edited(place, trouble):
    made, edits = edited_twice()
    with serving(place, made, edits=edits) as server:
        server.mood.where = "history"
        setattr(server.mood, trouble, 99 if trouble in {"failing", "garbled"} else ("history",))
        run = harvest(place, 1)
        address = f"{server.url}/{made.number}"
    assert gap(run, "edits_missing")["where"] == [address]
    assert place.good("post", "show", place.rows()[0]["id"])["state"] == "edited"


def test_other_numbers_come_in_and_are_no_edit(place):
    made = post(1, "Getal", likes=1)
    with serving(place, made) as server:
        harvest(place)
        server.items[:] = [replace(made, likes=7)]
        harvest(place)
    shown = place.good("post", "show", place.rows()[0]["id"])
    assert (shown["state"], shown["counts"]["likes"]) == ("present", 7)


def test_a_count_below_zero_says_that_it_is_not_told(place):
    with serving(place, post(1, "Een", likes=5)) as server:
        server.mood.change = lambda status: {**status, "replies_count": -1}
        server.mood.change_account = lambda told: {**told, "followers_count": -1}
        run = harvest(place)
        server.mood.change = lambda status: {**status, "favourites_count": -1}
        harvest(place)
    assert "replies_not_counted" in [one["kind"] for one in run["limits"]]
    posts = [one["counts"] for one in place.rows()]
    assert posts[0] == {"likes": 5, "reposts": 0}
    assert not any(count < 0 for one in place.lines() for count in one["counts"].values())


def test_more_followers_are_no_changed_profile_and_another_text_is(place):
    with serving(place, *several(1)) as server:
        harvest(place)
        server.followers = 13
        harvest(place)
        # The post is old, so that the account is silent as well.
        assert [one["what"] for one in place.good("report", "list")["reports"]] == ["silent"]
        server.mood.change_account = lambda told: {**told, "note": "<p>Nu anders</p>"}
        harvest(place)
    reports = place.good("report", "list")["reports"]
    assert [one["what"] for one in reports] == ["silent", "profile"]


# --- both forms of paging -----------------------------------------------------------------------


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("page", [40, 7])
def test_all_pages_are_read_with_a_link_header_and_without(place, links, page):
    with serving(place, *several(53)) as server:
        server.mood.links, server.mood.page = links, page
        assert harvest(place)["items"]["posts"] == 53


def test_a_list_that_goes_round_ends_and_says_so(place):
    with serving(place, *several(3)) as server:
        server.mood.round = True
        left, answer = place.run("harvest", "gemeente")
    assert (left, answer["error"]["code"]) == (4, "HARVEST-006")
    (run,) = answer["runs"]
    assert kinds(run) == {"list_broken_off": 1}
    assert run["items"]["posts"] == 3


def test_a_list_that_leads_to_another_server_is_followed_by_number_instead(place):
    with mastodon_server(ME, []) as other, serving(place, *several(50)) as server:
        server.mood.lead = other.address
        assert harvest(place)["items"]["posts"] == 50
    assert other.asked == []


# --- servers that do otherwise ------------------------------------------------------------------


@pytest.mark.parametrize("form", ["retry-after", "seconds", "moment", "epoch", "none"])
def test_a_server_that_is_too_busy_is_waited_for(place, form):
    with serving(place, *several(50)) as server:
        server.mood.busy, server.mood.reset, server.mood.wait = 2, form, 0
        server.mood.where = "max_id"
        assert harvest(place)["complete"]


@pytest.mark.parametrize("trouble", ["failing", "cut", "garbled"])
def test_trouble_that_passes_costs_nothing(place, trouble):
    with serving(place, *several(50)) as server:
        setattr(server.mood, trouble, 2)
        server.mood.where = "max_id"
        run = harvest(place)
    assert (run["complete"], run["items"]["posts"]) == (True, 50)


@pytest.mark.parametrize("trouble", ["failing", "cut", "garbled"])
def test_trouble_that_stays_keeps_what_had_come_and_the_next_run_brings_the_rest(place, trouble):
    with serving(place, *several(100)) as server:
        setattr(server.mood, trouble, 99)
        server.mood.where = "max_id"
        left, answer = place.run("harvest", "gemeente")
        assert (left, answer["error"]["code"]) == (4, "HARVEST-006")
        assert answer["error"]["retryable"]
        (run,) = answer["runs"]
        assert (run["items"]["posts"], run["complete"]) == (40, False)
        assert kinds(run) == {"list_broken_off": 60}
        setattr(server.mood, trouble, 0)
        again = harvest(place)
    assert (again["items"]["posts"], again["complete"]) == (60, True)


def test_a_server_that_never_answers_is_told_and_nothing_is_written(place):
    with serving(place, *several(3)) as server:
        server.mood.failing = 99
        left, answer = place.run("harvest", "gemeente")
    assert (left, answer["error"]["code"]) == (4, "HARVEST-002")
    assert kinds(answer["runs"][0]) == {"run_broken_off": 1}
    assert place.lines() == []


@pytest.mark.parametrize(
    ("part", "where", "code"),
    [
        ("refused", ("lookup",), "HARVEST-003"),
        ("unknown", ("lookup", "webfinger"), "HARVEST-004"),
        ("unknown", ("lookup",), "HARVEST-007"),
    ],
)
def test_an_account_that_can_not_be_read_is_told_with_the_next_step(place, part, where, code):
    with serving(place, *several(3)) as server:
        setattr(server.mood, part, where)
        for _ in range(2):
            left, answer = place.run("harvest", "gemeente")
            assert (left, answer["error"]["code"]) == (4, code)
    assert "weerklank" in answer["error"]["hint"]
    # Gone in two ways: the owner of the register hears of it, once.
    told = [one["what"] for one in place.good("report", "list")["reports"]]
    assert told == (["closed"] if code == "HARVEST-004" else [])
    assert place.good("verify")["findings"] == []


def test_a_server_in_trouble_is_no_account_that_is_gone(place):
    with serving(place, *several(3)) as server:
        server.mood.unknown, server.mood.where, server.mood.failing = ("lookup",), "webfinger", 99
        left, answer = place.run("harvest", "gemeente")
    assert (left, answer["error"]["code"]) == (4, "HARVEST-002")
    assert place.good("report", "list")["reports"] == []


def test_a_list_that_is_refused_leaves_the_profile(place):
    with serving(place, *several(3)) as server:
        server.mood.refused = ("/statuses",)
        left, answer = place.run("harvest", "gemeente")
    assert (left, answer["error"]["code"]) == (4, "HARVEST-006")
    assert kinds(answer["runs"][0]) == {"list_broken_off": 3, "pinned_missing": 1}
    assert [row["kind"] for row in place.lines()] == ["profile"]


def test_posts_that_are_counted_and_not_given_are_a_gap(place):
    hidden = post(3, "Voor volgers", visibility="followers")
    with serving(place, *several(2), hidden):
        run = harvest(place, 1)
    assert kinds(run) == {"items_missing": 1}
    assert "Voor volgers" not in place.texts()


def test_a_post_that_is_made_meanwhile_stands_in_for_none_that_is_missing(place):
    made = post(2, "Nu net")

    def change(status: Json) -> Json:
        if status["id"] != str(made.number):
            return status
        time.sleep(2.1)  # servers tell whole seconds
        return {**status, "created_at": datetime.now(UTC).isoformat()}

    with serving(place, post(1, "Eerder"), made) as server:
        # One was counted and is not given, and the other was not there yet.
        server.mood.change_account = lambda account: {**account, "statuses_count": 2}
        server.mood.change = change
        run = harvest(place, 1)
    assert kinds(run) == {"items_missing": 1}
    assert run["counts"]["posts"] == {"came": 2, "stated": 3}


def test_replies_by_others_that_are_counted_are_a_gap(place):
    first = post(1, "Vraag")
    own = post(2, "Aanvulling", in_reply_to=f"{ME.actor_id}/statuses/{first.number}")
    with serving(place, first, own) as server:
        server.mood.change = lambda told: (
            {**told, "replies_count": 4} if told["in_reply_to_id"] is None else told
        )
        run = harvest(place, 1)
    assert kinds(run) == {"replies_missing": 3}


def test_replies_and_earlier_versions_do_not_make_up_for_posts_that_are_missing(place):
    made, edits = edited_twice()
    crowd = [reply("wubbechien_tjoelker", n, own(made), f"Reactie {n}") for n in range(4)]
    hidden = post(3, "Voor volgers", visibility="followers")
    with serving(place, made, hidden, replies=crowd, edits=edits):
        run = harvest(place, 1)
    assert run["items"]["replies"] == 4
    assert kinds(run) == {"items_missing": 1}


@pytest.mark.parametrize("name", ["content", "spoiler_text", "mentions", "media_attachments"])
def test_a_field_with_another_name_is_a_gap_and_not_silence(place, name):
    def renamed(told: Json) -> Json:
        return {("neue_" + key if key == name else key): value for key, value in told.items()}

    with serving(place, *several(3)) as server:
        server.mood.change = renamed
        run = harvest(place, 1)
    assert gap(run, "field_broken")["count"] == 3
    assert f"/{name}" in gap(run, "field_broken")["where"][0]
    assert sum(run["unknown_fields"].values()) == 3
    assert run["items"]["posts"] == 3


@pytest.mark.parametrize("name", ["visibility", "uri", "id", "account", "created_at"])
def test_without_what_says_whose_or_for_whom_it_is_nothing_comes_in(place, name):
    with serving(place, *several(3)) as server:
        server.mood.change = lambda told: {k: v for k, v in told.items() if k != name}
        left, answer = place.run("harvest", "gemeente")
    (run,) = answer["runs"]
    assert left in {1, 4}
    assert not run["complete"]
    assert len(place.rows()) == (3 if name == "id" else 0)


def test_a_direct_message_among_the_posts_is_counted_and_never_read(place):
    with serving(place, *several(2)) as server:
        secret = {**server.statuses({})[0][0], "id": "1", "visibility": "direct"}
        server.raw.append(
            {**secret, "content": "<p>geheim_kanarie</p>", "uri": "x/geheim_kanarie"}
        )
        run = harvest(place, 1)
    assert run["skipped"]["direct_messages"] == 1
    assert b"geheim_kanarie" not in place.bytes_of_all()


def test_posts_of_somebody_else_in_the_list_are_passed_over(place):
    with serving(place, *several(2)) as server:
        theirs = server.statuses({})[0][0]
        other = {**theirs["account"], "id": "77"}
        server.raw.append(
            {**theirs, "id": "9", "account": other, "content": "<p>Van Wubbechien</p>"}
        )
        run = harvest(place, 1)
    assert [one["code"] for one in run["warnings"]] == ["other-actor"]
    assert len(place.rows()) == 2


def test_media_that_do_not_come_are_a_gap_and_come_the_next_time(place):
    with serving(place, post(1, "Foto", media=(PICTURE,))) as server:
        server.mood.unknown = ("/system/",)
        run = harvest(place, 1)
        assert kinds(run) == {"media_missing": 1}
        assert place.rows()[0]["media"][0]["missing"] == "not_fetched"
        server.mood.unknown = ()
        again = harvest(place)
    assert (again["items"]["media"], again["complete"]) == (1, True)
    assert place.good("post", "show", place.rows()[0]["id"])["state"] == "present"


@pytest.mark.parametrize(
    ("content_type", "content"),
    [
        ("text/html; charset=utf-8", b"<p>Meld u aan</p>"),
        ("image/png", b"\n<!DOCTYPE html><title>Meld u aan</title>"),
        ("application/json", b'{"error":"Record not found"}'),
        ("image/png", b""),
    ],
)
def test_a_page_or_nothing_in_place_of_a_picture_is_no_picture(place, content_type, content):
    wall = replace(PICTURE, content_type=content_type, data=content)
    with serving(place, post(1, "Foto", media=(wall,))) as server:
        run = harvest(place, 1)
        assert (kinds(run), run["items"]["media"]) == ({"media_missing": 1}, 0)
        server.items = [post(1, "Foto", media=(PICTURE,))]
        again = harvest(place)
    assert (again["items"]["media"], again["complete"]) == (1, True)


@pytest.mark.parametrize("where", ["elsewhere on this machine", "messages of the server"])
def test_media_of_the_inner_network_and_messages_are_not_fetched(place, where):
    with (
        mastodon_server(ME, []) as inner,
        serving(place, post(1, "x", media=(PICTURE,))) as server,
    ):
        there = f"{inner.address}/een.png"
        if where == "messages of the server":
            there = f"{server.address}/api/v1/conversations"
        server.mood.change = lambda told: {
            **told,
            "media_attachments": [{**one, "url": there} for one in told["media_attachments"]],
        }
        run = harvest(place, 1)
    assert kinds(run) == {"media_missing": 1}
    assert inner.asked == []
    assert not any("conversations" in path for path in server.asked)


@pytest.mark.parametrize("broken", ["[1, 2]", "not even", '[{"id": 1}, null, "x", [], {}]', "{}"])
def test_garbage_is_told_and_breaks_nothing(place, broken, monkeypatch):
    with serving(place, *several(2)) as server:
        monkeypatch.setattr(
            type(server),
            "statuses",
            lambda *_: (json.loads(broken) if broken[0] in "[{" else broken, None),
        )
        left, answer = place.run("harvest", "gemeente")
    assert left in {1, 4}
    assert not answer["runs"][0]["complete"]
    assert place.good("verify")["ok"]


def test_an_account_without_an_api_here_and_scenario_c_are_refused(place):
    place.good("account", "add", SNAPCHAT, "--kind", "corporate")
    left, answer = place.run("harvest", "voorbeelddam")
    assert (left, answer["error"]["code"]) == (2, "HARVEST-005")
    with mastodon_server(ME, several(2)) as server:
        place.good("account", "add", server.url, "--kind", "hybrid")
        left, answer = place.run("harvest", "gemeente")
        assert (left, answer["error"]["code"]) == (3, "IMPORT-006")
        assert server.asked == []


def test_a_day_to_come_is_refused_and_today_is_not(place):
    with serving(place, *several(2)) as server:
        server.asked.clear()
        today = datetime.now(tz=UTC).date()  # in the Netherlands it may be a day later
        left, answer = place.run("harvest", "gemeente", "--since", f"{today + timedelta(days=2)}")
        assert (left, answer["error"]["code"]) == (2, "HARVEST-008")
        assert server.asked == []
        place.good("harvest", "gemeente", "--since", f"{today}")


def test_of_several_accounts_one_that_fails_does_not_stop_the_next(place):
    with serving(place, *several(2)):
        place.good("account", "add", SNAPCHAT, "--kind", "corporate")
        left, answer = place.run("harvest", "voorbeelddam", "gemeente")
    assert (left, answer["error"]["code"]) == (2, "HARVEST-005")
    assert [run["items"]["posts"] for run in answer["runs"]] == [2]


# --- replies ------------------------------------------------------------------------------------


def reply(name: str, number: int, answers: str, text: str, **more: Any) -> Reply:
    uri = f"https://mast.example/users/{name}/statuses/{number}"
    when = moment(20) + timedelta(minutes=number)
    return Reply(uri=uri, html=f"<p>{text}</p>", answers=answers, published=when, **more)


def own(made: Any) -> str:
    return f"{ME.actor_id}/statuses/{made.number}"


def test_replies_hang_below_what_they_answer_and_name_nobody(place):
    first = post(1, "Vraag maar")
    asked = reply(
        "wubbechien_tjoelker",
        1,
        own(first),
        "Waarom is de brug dicht, vraagt Wubbechien Tjoelker?",
    )
    answer = post(2, "Onderhoud, Wubbechien Tjoelker", in_reply_to=asked.uri)
    deeper = reply("geertruida_vogelzang", 2, asked.uri, "Dat vraag ik ook, Wubbechien Tjoelker")
    thanks = reply(
        "wubbechien_tjoelker",
        3,
        own(answer),
        "Dank, zegt wubbechien_tjoelker ook tegen Geertruida Vogelzang",
    )
    with serving(place, first, answer, replies=[asked, deeper, thanks]) as server:
        run = harvest(place)
        again = harvest(place)
    assert (run["complete"], run["items"]["posts"], run["items"]["replies"]) == (True, 2, 3)
    assert (again["already_held"], again["new_versions"]) == (6, 0)
    rows = place.rows()
    key = {row["created_at"]: row["key"] for row in rows}
    by_text = {row["text"].strip(): row for row in rows}
    root = by_text["Vraag maar"]["key"]
    assert {row.get("thread", root) for row in rows} == {root}
    question = key[asked.published.strftime("%Y-%m-%dT%H:%M:%SZ")]
    parents = [row["refs"][0]["key"] for row in rows if row.get("refs")]
    assert sorted(parents) == sorted(
        [root, question, question, next(row["key"] for row in rows if "Onderhoud" in row["text"])]
    )
    theirs = [row for row in rows if row["author"]["role"] == "citizen"]
    assert {row["kind"] for row in theirs} == {"reply"}
    assert len({row["author"]["pseudonym"] for row in theirs}) == 2
    content = place.bytes_of_all().lower()
    for name in (b"wubbechien", b"tjoelker", b"geertruida", b"vogelzang"):
        assert name not in content
    account = place.good("account", "show", "a0001")
    assert account["replies_received_since"] == asked.published.date().isoformat()
    assert account["answered_since"] == answer.published.date().isoformat()
    contexts = [path for path in server.asked if "context" in path]
    assert len(contexts) == 4  # of both posts, in each of two runs
    assert place.good("verify", "--deep")["findings"] == []


@pytest.mark.parametrize(("deepest", "most"), [(20, 5), (2, 60), (1, 3)])
def test_a_server_that_gives_few_at_a_time_is_asked_further(place, deepest, most):
    first = post(1, "Vraag maar")
    line, above = [], own(first)
    for number in range(9):
        line.append(reply("wubbechien_tjoelker", number, above, f"Stap {number}"))
        above = line[-1].uri
    with serving(place, first, replies=line) as server:
        server.mood.deepest, server.mood.most_replies = deepest, most
        run = harvest(place)
    assert run["items"]["replies"] == 9


def test_replies_for_which_too_much_would_have_to_be_asked_are_a_gap_of_their_own(
    place, monkeypatch
):
    monkeypatch.setattr(api_replies, "_MOST_FURTHER", 3)
    first = post(1, "Vraag maar")
    above = [reply("wubbechien_tjoelker", number, own(first), f"Op {number}") for number in (1, 2)]
    one, two = above
    below = [reply("wubbechien_tjoelker", 10, one.uri, "Onder 1")]
    below += [reply("wubbechien_tjoelker", 20 + n, two.uri, f"Onder 2: {n}") for n in range(3)]
    below.append(reply("wubbechien_tjoelker", 30, below[-1].uri, "Dieper"))
    with serving(place, first, replies=[*above, *below]) as server:
        server.mood.deepest = 1
        run = harvest(place, 1)
        address = f"{server.url}/{first.number}"
    # Below that one is most, so it was asked for before the other; one question was left.
    assert run["items"]["replies"] == 6
    told = gap(run, "replies_apart")
    assert (told["count"], told["where"]) == (1, [f"{address}: 6 of 7"])
    assert [one["kind"] for one in run["gaps"]] == ["replies_apart"]


def test_replies_that_stay_away_are_a_gap_that_names_our_post(place):
    first = post(1, "Vraag maar")
    crowd = [reply(f"burger{n}", n, own(first), f"Reactie {n}") for n in range(9)]
    with serving(place, first, post(2, "Rustig"), replies=crowd) as server:
        server.mood.most_replies = 4
        run = harvest(place, 1)
        address = f"{server.url}/{first.number}"
    assert run["items"]["replies"] == 4
    assert gap(run, "replies_missing")["count"] == 5
    assert gap(run, "replies_missing")["where"] == [f"{address}: 4 of 9"]
    assert run["counts"] == {
        "posts": {"came": 2, "stated": 2},
        "replies": {"came": 4, "stated": 9},
    }


@pytest.mark.parametrize("trouble", ["refused", "unknown", "failing"])
def test_replies_that_are_refused_or_fail_leave_the_posts(place, trouble):
    posts = [post(day, f"Vraag {day}") for day in (1, 2, 3)]
    crowd = [reply("wubbechien_tjoelker", n, own(one), "Ja") for n, one in enumerate(posts)]
    with serving(place, *posts, replies=crowd) as server:
        server.mood.where = "context"
        setattr(server.mood, trouble, 999 if trouble == "failing" else ("context",))
        run = harvest(place, 1)
    assert kinds(run) == {"replies_missing": 3}
    assert run["items"]["posts"] == 3
    if trouble == "refused":
        assert len([path for path in server.asked if "context" in path]) == 1


def test_replies_for_followers_and_direct_ones_are_counted_and_not_kept(place):
    first = post(1, "Vraag maar")
    quiet = reply("wubbechien_tjoelker", 1, own(first), "kanarie_een", visibility="private")
    secret = reply("wubbechien_tjoelker", 2, own(first), "kanarie_twee", visibility="direct")
    open_one = reply("wubbechien_tjoelker", 3, own(first), "Voor iedereen")
    with serving(place, first, replies=[quiet, secret, open_one]):
        run = harvest(place)
    assert run["skipped"] == {"destroyed": 0, "direct_messages": 1, "out_of_scope": 1}
    assert run["counts"]["replies"] == {"came": 1, "stated": 1}
    assert b"kanarie" not in place.bytes_of_all()


@pytest.mark.parametrize("visibility", ["private", "direct"])
def test_what_a_server_does_not_count_fills_nobodys_place(place, visibility):
    first = post(1, "Vraag maar")
    given, kept_back = (reply(f"burger{n}", n, own(first), f"Reactie {n}") for n in (1, 2))
    quiet = reply("wubbechien_tjoelker", 3, own(first), "Stil", visibility=visibility)
    with serving(place, first, replies=[given, kept_back, quiet]) as server:
        server.kept_back = {kept_back.number}
        run = harvest(place, 1)
    assert run["counts"]["replies"] == {"came": 1, "stated": 2}
    assert gap(run, "replies_missing")["count"] == 1


@pytest.mark.parametrize("visibility", ["private", "direct"])
def test_who_replies_for_few_has_no_name_in_what_hangs_below(place, visibility):
    first = post(1, "Vraag maar")
    quiet = reply("wubbechien_tjoelker", 1, own(first), "Kanariegeel", visibility=visibility)
    deeper = reply("geertruida_vogelzang", 2, quiet.uri, "Eens, Wubbechien Tjoelker")
    aside = reply("barthold_kwakkelaar", 3, own(first), "Geertruida Vogelzang, hoezo?")
    with serving(place, first, replies=[quiet, deeper, aside]):
        harvest(place)
    assert {row.get("thread") for row in place.rows() if row["kind"] == "reply"} == {
        next(row["key"] for row in place.rows() if row["kind"] == "post")
    }
    content = place.bytes_of_all().lower()
    for name in (b"wubbechien", b"tjoelker", b"vogelzang", b"kanariegeel"):
        assert name not in content


def test_replies_of_an_account_of_ours_come_in_with_that_account(place):
    first = post(1, "Vraag maar")
    ours = reply("provincie", 1, own(first), "Namens de provincie")
    below = reply("wubbechien_tjoelker", 2, ours.uri, "Dank u")
    place.good("account", "add", "https://mast.example/@provincie", "--kind", "corporate")
    with serving(place, first, replies=[ours, below]):
        run = harvest(place)
    assert run["items"]["replies"] == 1
    (found,) = [row for row in place.rows() if row["kind"] == "reply"]
    root = next(row["key"] for row in place.rows() if row["kind"] == "post")
    assert (found["text"].strip(), found["thread"]) == ("Dank u", root)


@pytest.mark.parametrize("told", [["public"], {"a": 1}, 1, "buurt"])
def test_odd_words_of_for_whom_a_post_is_break_nothing_else(place, told):
    odd = post(2, "Vastgezet")

    def change(status: Json) -> Json:
        return {**status, "visibility": told} if status["id"] == str(odd.number) else status

    with serving(place, post(1, "Een"), odd, pinned=[odd.number]) as server:
        server.mood.change = change
        run = harvest(place, 1)
    assert (kinds(run), run["items"]["posts"]) == ({"record_broken": 1}, 1)


def test_half_a_surrogate_in_one_post_costs_no_other(place):
    with serving(place, post(1, "Een"), post(2, "Twee")) as server:
        server.mood.change = lambda status: {**status, "spoiler_text": "\ud800"}
        run = harvest(place)
    assert (run["complete"], run["items"]["posts"]) == (True, 2)


def test_a_server_that_leads_to_messages_is_not_followed_and_costs_that_answer_alone(place):
    first = post(1, "Vraag maar")
    theirs = reply("wubbechien_tjoelker", 1, own(first), "Ja")
    with serving(place, first, replies=[theirs]) as server:
        server.mood.redirect = ("/context", "/api/v1/conversations")
        run = harvest(place, 1)
    assert (kinds(run), run["items"]["posts"]) == ({"replies_missing": 1}, 1)
    assert not any("conversations" in path for path in server.asked)


@pytest.mark.parametrize("told", ["../conversations", "%2e%2e/conversations", "../../../x", None])
def test_an_id_that_leads_elsewhere_is_none_and_costs_its_reply_alone(place, monkeypatch, told):
    first = post(1, "Vraag maar")
    theirs = reply("wubbechien_tjoelker", 1, own(first), "Ja")
    asked = MastodonServer.context

    def context(server: MastodonServer, number: str) -> Json:
        found = asked(server, number)
        below = [{**one, "id": told, "replies_count": 1} for one in found["descendants"]]
        return {**found, "descendants": below}

    monkeypatch.setattr(MastodonServer, "context", context)
    with serving(place, first, replies=[theirs]) as server:
        run = harvest(place, 1)
    assert kinds(run) == {"replies_missing": 1, "record_broken": 1}
    assert (run["items"]["posts"], run["items"]["replies"]) == (1, 0)
    assert not any("x/context" in path or "conversations" in path for path in server.asked)


def test_a_post_that_states_no_id_is_short_of_replies_and_earlier_versions(place):
    first = post(1, "Vraag maar", edited=moment(2))
    theirs = reply("wubbechien_tjoelker", 1, own(first), "Ja")
    with serving(place, first, post(0, "Eerder"), replies=[theirs]) as server:
        server.mood.change = lambda one: (
            {key: value for key, value in one.items() if key != "id"}
            if one["replies_count"]
            else one
        )
        run = harvest(place, 1)
    assert kinds(run) == {"replies_missing": 1, "edits_missing": 1}
    assert run["counts"]["replies"] == {"came": 0, "stated": 1}


def test_a_list_that_leads_on_for_ever_with_the_same_posts_ends(place, monkeypatch):
    with serving(place, post(1, "Een"), post(2, "Twee")) as server:
        asked = type(server).statuses

        def statuses(one: MastodonServer, query: dict[str, list[str]]) -> Any:
            page, _ = asked(one, {**query, "max_id": ["0"]})
            return page, str(len(one.asked))

        monkeypatch.setattr(type(server), "statuses", statuses)
        run = harvest(place, 4)
    assert kinds(run).keys() == {"list_broken_off"}
    assert (run["items"]["posts"], sum("limit=40" in path for path in server.asked) < 5) == (
        2,
        True,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("quote", [1]),
        ("card", [{"url": "https://mast.example"}]),
        ("tags", "trijntje"),
        ("mentions", {"acct": "trijntje_vlier@mast.example"}),
    ],
)
def test_a_field_of_another_type_is_told(place, name, value):
    with serving(place, post(1, "Een")) as server:
        server.mood.change = lambda status: {**status, name: value}
        run = harvest(place, 1)
    assert gap(run, "field_broken")["where"] == [f"GET /api/v1/accounts/:id/statuses 1: /{name}"]
    assert b"trijntje" not in place.bytes_of_all()


@pytest.mark.parametrize(
    ("name", "value"), [("note", ["x"]), ("fields", "x"), ("statuses_count", "7")]
)
def test_a_field_of_the_profile_of_another_type_is_told(place, name, value):
    with serving(place, post(1, "Een")) as server:
        server.mood.change_account = lambda account: {**account, name: value}
        run = harvest(place, 1)
    assert gap(run, "field_broken")["where"] == [f"profile: /{name}"]


def test_a_post_that_a_list_gives_twice_stands_in_for_no_other(place, monkeypatch):
    posts = [post(day, f"Bericht {day}") for day in (1, 2, 3)]
    with serving(place, *posts) as server:
        asked = type(server).statuses

        def statuses(one: MastodonServer, query: dict[str, list[str]]) -> Any:
            page, more = asked(one, query)
            kept = [one for one in page if one["id"] != str(posts[0].number)]
            return [*kept, *kept[-1:]], more

        monkeypatch.setattr(type(server), "statuses", statuses)
        run = harvest(place, 1)
    assert run["counts"]["posts"] == {"came": 2, "stated": 3}
    assert (gap(run, "items_missing")["count"], run["items"]["posts"]) == (1, 2)


@pytest.mark.parametrize(
    "broken", ['{"ancestors": []}', "[]", '{"ancestors":[],"descendants":[1,{}]}']
)
def test_garbage_for_replies_breaks_nothing(place, broken, monkeypatch):
    first = post(1, "Vraag maar")
    with serving(
        place, first, replies=[reply("wubbechien_tjoelker", 1, own(first), "Ja")]
    ) as server:
        monkeypatch.setattr(type(server), "context", lambda *_: json.loads(broken))
        run = harvest(place, 1)
    assert "replies_missing" in kinds(run)
    assert run["items"]["posts"] == 1


# --- one record ---------------------------------------------------------------------------------


def exported(place: Archive, server: MastodonServer, *items: Any, **how: Any) -> Path:
    """Write the export of the account as it is on its server."""
    host = server.address.removeprefix("http://")
    here = replace(ME, host=host, actor_id=f"{server.address}/users/{ME.name}")
    moved = [
        replace(one, in_reply_to=one.in_reply_to.replace(ME.actor_id, here.actor_id))
        if not isinstance(one, ExportBoost) and one.in_reply_to
        else one
        for one in items
    ]
    path = place.root / f"export{len(list(place.root.glob('export*')))}.tar.gz"
    write_export(path, here, moved, **how)
    return path


def both(place: Archive) -> list[Any]:
    first = post(1, "Met foto", media=(PICTURE,), likes=2)
    return [
        first,
        post(2, "Aan @trijntje_vlier@mast.example", mentions=(SOMEONE,)),
        post(3, "Vervolg", in_reply_to=f"{ME.actor_id}/statuses/{first.number}"),
        post(4, "Antwoord", in_reply_to=THEIRS),
        post(5, "Pas op", summary="Over water"),
        post(6, "Bewerkt", edited=moment(7)),
        post(8, "Stem", poll=ExportPoll(options=(("ja", 1), ("nee", 2)), end=moment(9))),
        ExportBoost(number=snowflake(moment(10)), published=moment(10), object_uri=BOOSTED),
    ]


@pytest.mark.parametrize("order", ["export first", "api first"])
def test_what_came_in_by_export_and_by_api_is_one_record_with_two_techniques(place, order):
    items = both(place)
    with serving(place, *items, avatar=AVATAR) as server:
        path = exported(place, server, *items)
        if order == "export first":
            place.take(path)
            second = harvest(place, 1)
        else:
            harvest(place, 1)
            second = place.take(path)
        assert kinds(second) in ({"edits_missing": 1}, {})
        assert (second["items"]["posts"], second["items"]["profiles"]) == (0, 0)
        assert (second["also_seen"], second["new_versions"]) == (9, 0)
        ids = {row["id"] for row in place.lines()}
        assert len(ids) == 9
        for one in ids:
            shown = place.good("post", "show", one)
            assert shown["techniques"] == ["api", "export"]
            assert shown["state"] == (
                "edited" if shown["text"].strip() == "Bewerkt" else "present"
            )
        for technique in ("api", "export"):
            found = place.good("search", "foto", "--technique", technique)
            assert [hit["techniques"] for hit in found["hits"]] == [["api", "export"]]
        # And from then on neither adds anything.
        assert place.take(path)["already_held"] == 9
        assert harvest(place, 1)["already_held"] == 9
    assert place.good("verify", "--deep")["findings"] == []
    pseudonyms = {
        one
        for row in place.lines("source")
        for one in re.findall(r"Burger-[\w-]+", json.dumps(row))
    }
    assert len(pseudonyms) == 1


def test_older_numbers_of_an_export_do_not_come_over_those_of_the_api(place):
    made = post(1, "Stem", poll=ExportPoll(options=(("ja", 1), ("nee", 2)), end=moment(9)))
    now = replace(made, poll=ExportPoll(options=(("ja", 8), ("nee", 9)), end=moment(9)))
    with serving(place, now) as server:
        path = exported(place, server, made)
        harvest(place)
        place.take(path)
    shown = place.good("post", "show", place.rows()[0]["id"])
    assert [one["votes"] for one in shown["poll"]["options"]] == [8, 9]
    assert shown["techniques"] == ["api", "export"]


def test_where_they_differ_both_are_kept(place):
    made = post(1, "Zoals het was")
    with serving(place, made) as server:
        place.take(exported(place, server, made))
        server.items[:] = [replace(made, html="<p>Zoals het is</p>", edited=moment(3))]
        harvest(place, 1)
    assert place.texts() == ["Zoals het was", "Zoals het is"]
    shown = place.good("post", "show", place.rows()[0]["id"], "--versions")
    assert [one["technique"] for one in shown["versions"]] == ["export", "api"]
    assert shown["state"] == "edited"


# --- nobody's identity --------------------------------------------------------------------------


def test_nothing_of_a_third_party_reaches_the_disk(place):
    items = [
        post(1, "Dag @trijntje_vlier, trijntje vlier", mentions=(SOMEONE,)),
        post(2, "Dag Wubbechien, dat klopt Wubbechien Tjoelker", in_reply_to=THEIRS),
        post(3, "Kijk eens", quote="https://mast.example/users/geertruida_vogelzang/statuses/9"),
        ExportBoost(number=snowflake(moment(4)), published=moment(4), object_uri=BOOSTED),
    ]
    with serving(place, *items) as server:

        def more(told: Json) -> Json:
            card = {
                "url": "https://krant.example/a",
                "title": "Nieuws",
                "description": "Stuk",
                "type": "link",
                "author_name": "Wilhelmien Wilgenroos",
                "authors": [{"name": "Wilhelmien Wilgenroos"}],
                "provider_name": "Krant",
                "html": "Wilhelmien Wilgenroos",
                "image": "https://w.example/wilgenroos",
            }
            return {
                **told,
                "card": card,
                "new_field": "Gerrit Gruttersen",
                "application": {"name": "Gruttersen"},
            }

        server.mood.change = more
        run = harvest(place)
    assert run["unknown_fields"] == {"/new_field": 3}
    content = place.bytes_of_all().lower()
    for name in (
        "trijntje",
        "wubbechien",
        "tjoelker",
        "geertruida",
        "barthold",
        "wilgenroos",
        "gruttersen",
    ):
        assert name.encode() not in content
    assert b"nieuws" in content


# --- killed, and large --------------------------------------------------------------------------

RUN = (
    "import sys; from weerklank.package import writer; writer.MOST_RECORDS = 100\n"
    "from weerklank.cli.main import main; main(sys.argv[1:])"
)


def started(place: Archive, *arguments: str) -> "subprocess.Popen[bytes]":
    given = ["--archive", str(place.folder), "--keys", str(place.root / "keys"), "--json"]
    return subprocess.Popen(
        [sys.executable, "-c", RUN, *given, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        # Whoever runs the tests behind something else may have told it not to hear Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - the server's thread holds no lock that the child needs
    )


def until(true: Callable[[], bool]) -> None:
    for _ in range(3000):
        if true():
            return
        time.sleep(0.01)
    raise AssertionError


@pytest.mark.parametrize("when", ["while it reads", "while it writes"])
def test_killed_halfway_the_next_run_does_it_all_and_no_raw_byte_stays(place, when):
    items = [post(n, f"Bericht {n} voor @trijntje_vlier", mentions=(SOMEONE,)) for n in range(800)]
    with serving(place, *items) as server:
        process = started(place, "harvest", "gemeente")
        if when == "while it reads":
            until(lambda: len(server.asked) > 8)
        else:
            until(lambda: len(list(place.folder.glob("open/a0001/*/*/0002"))) > 0)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert process.returncode == -signal.SIGKILL
        assert b"trijntje" not in place.bytes_of_all()
        place.good("verify")
        run = harvest(place)
    assert run["complete"]
    assert len({row["key"] for row in place.rows()}) == len(place.rows()) == 800
    assert place.good("verify", "--deep")["findings"] == []
    assert not list((place.folder / "open").glob("spool/*"))


def test_interrupted_by_ctrl_c_it_tells_what_was_kept(place):
    with serving(place, *several(3000)) as server:
        process = started(place, "harvest", "gemeente")
        until(lambda: len(server.asked) > 8)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate()
    answer = json.loads(out)
    assert answer["error"]["code"] == "RUN-001"
    assert kinds(answer["runs"][0]) == {"run_broken_off": 1}


MEASURE = (
    "import resource, sys\n"
    "from weerklank.harvest import transport\n"
    "try:\n"
    "    from weerklank.cli.main import main; main(sys.argv[1:])\n"
    "except SystemExit: pass\n"
    "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
)


def peak(place: Archive, count: int) -> int:
    """Give the kilobytes that a harvest of so many posts takes at most."""
    words = " ".join(f"woord{n}" for n in range(60))
    items = [
        post(
            0,
            f"{n} {words}",
        )
        for n in range(count)
    ]
    items = [
        replace(
            one, number=snowflake(moment(0), 0) + n, published=moment(0) + timedelta(minutes=n)
        )
        for n, one in enumerate(items)
    ]
    with serving(place, *items):
        given = ["--archive", str(place.folder), "--keys", str(place.root / "keys"), "--json"]
        done = subprocess.run(
            [sys.executable, "-c", MEASURE, *given, "harvest", "gemeente"],
            capture_output=True,
            text=True,
            check=True,
        )
    (run,) = json.loads(done.stdout)["runs"]
    assert run["items"]["posts"] == count
    return int(done.stderr.split()[-1])


def test_memory_does_not_grow_with_the_number_of_posts(tmp_path):
    peaks = []
    for count in (400, 4000):
        made = Archive(tmp_path / str(count))
        made.root.mkdir()
        made.begin()
        peaks.append(peak(made, count))
    # Ten times the posts, a thousand kilobytes of text each way: not a tenth more memory.
    assert peaks[1] < 1.25 * peaks[0]


# --- whose it is ---------------------------------------------------------------------------------


def test_who_took_the_name_since_is_not_taken_for_us(place):
    """Names go to others once they are free; numbers do not."""
    with serving(place, *several(5)) as server:
        harvest(place)
        held = place.lines()
        server.mood.change_account = lambda account: {**account, "id": "4242"}
        server.items = []
        for _ in range(2):
            left, answer = place.run("harvest", "gemeente")
            assert (left, answer["error"]["code"]) == (4, "HARVEST-090")
            assert answer["runs"][0]["deletions"] == 0
        one = f"{server.url}/1"
        assert place.run("harvest", "gemeente", "--post", one)[1]["error"]["code"] == "HARVEST-090"
        assert place.lines() == held
        told = [one["what"] for one in place.good("report", "list")["reports"]]
        assert (told.count("kind"), "closed" in told) == (1, False)
        server.mood.change_account = lambda account: account
        server.items = several(6)
        run = harvest(place)
        assert (run["items"]["posts"], run["deletions"]) == (1, 0)


def test_an_account_of_another_server_with_this_name_is_not_ours(place):
    elsewhere = {"acct": "gemeente@elders.example", "url": "https://elders.example/@gemeente"}
    with serving(place, *several(3)) as server:
        server.mood.change_account = lambda account: {**account, **elsewhere}
        left, answer = place.run("harvest", "gemeente")
    assert (left, answer["error"]["code"]) == (4, "HARVEST-004")
    assert place.lines() == []
