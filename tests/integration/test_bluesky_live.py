"""A Bluesky account read live from a double through all stages: harvest, again, gone, leaks."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bluesky_place import CITIZEN, HANDLE, ME, medium, moment, post, theirs, zipped
from place import Archive, gap

from weerklank import bootstrap
from weerklank.connectors.bluesky import Bluesky
from weerklank.connectors.bluesky.manifest import MANIFEST
from weerklank.harvest.message_endpoints import demand_no_messages
from weerklank.model.clock import FixedClock
from weerklank.model.errors import Refused
from weerklank.testing.bluesky_export import RepoRepost, car, document, records, write_zip
from weerklank.testing.bluesky_server import BlueskyServer, SkyReply, bluesky_server

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]

Json = dict[str, Any]
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NAME = "Trijntje Vlier"
OTHER = "did:plc:iemandandersiemandanders"
PICTURE = medium("brug")
FIRST = post(50, "De brug is dicht", images=(PICTURE,))
SECOND = post(51, "Bericht twee")
THIRD = post(52, f"@{HANDLE} Morgen weer open", dids={HANDLE: CITIZEN}, answers=theirs(51))
SHARED = RepoRepost(published=moment(53), of=theirs(51))
ALL = (FIRST, SECOND, THIRD, SHARED)


def uri(item: Any) -> str:
    return item.address(ME.did)


def reply(text: str, answers: str, hour: int, **more: Any) -> SkyReply:
    told = {"did": CITIZEN, "handle": HANDLE, "name": NAME, "root": uri(FIRST), **more}
    return SkyReply(text=text, answers=answers, published=moment(54) + hour * HOUR, **told)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> FixedClock:
    made = FixedClock(NOW)
    monkeypatch.setattr(bootstrap, "SystemClock", lambda: made)
    return made


@pytest.fixture
def place(tmp_path, clock) -> Archive:
    made = Archive(tmp_path / "plek").begin()
    made.good("account", "add", ME.url, "--kind", "corporate")
    return made


@pytest.fixture
def serving(monkeypatch: pytest.MonkeyPatch):
    @contextmanager
    def made(*items: Any, **more: Any) -> Iterator[BlueskyServer]:
        with bluesky_server(ME, items, **more) as server:
            monkeypatch.setattr(Bluesky, "manifest", replace(MANIFEST, api=server.address))
            yield server
            assert server.asked_for_messages == []

    return made


def harvest(place: Archive, code: int = 0, *more: str) -> Json:
    left, answer = place.run("harvest", ME.handle, *more)
    assert left == code, answer
    (run,) = answer["runs"]
    return run


def read_whole(place: Archive, code: int = 0) -> Json:
    return harvest(place, code, "--since", "2026-01-01")


def refused(place: Archive) -> Json:
    _, answer = place.run("harvest", ME.handle)
    return answer["error"]


def kinds(run: Json, what: str = "gaps") -> list[str]:
    return sorted(one["kind"] for one in run[what])


def marks(run: Json) -> tuple[int, int, int]:
    return run["deletions"], run["deletions_confirmed"], run["deletions_withdrawn"]


# --- what comes in ------------------------------------------------------------------------------


def test_an_account_comes_in_with_media_replies_and_counts(place, serving):
    asked = reply("Hoe lang nog?", uri(FIRST), 1)
    ours = post(55, "Tot morgen", answers=asked.uri, root=uri(FIRST))
    thanks = reply(f"Dank, groet {NAME}", uri(ours), 40)
    with serving(*ALL, ours, replies=[asked, thanks]) as server:
        run = harvest(place)
        assert (run["items"]["posts"], run["items"]["replies"], run["items"]["media"]) == (5, 2, 1)
        assert (run["gaps"], run["unknown_fields"]) == ([], {})
        assert (run["counts"]["posts"]["stated"], run["counts"]["posts"]["came"]) == (4, 4)
        # One that the account wrote itself counts as well.
        assert (run["counts"]["replies"]["stated"], run["counts"]["replies"]["came"]) == (3, 3)
        rows = {row.get("text", ""): row for row in place.rows()}
        top, answer = rows["De brug is dicht"], rows["Hoe lang nog?"]
        assert (top["counts"]["likes"], top["counts"]["replies"], top["language"]) == (3, 1, "nl")
        assert {rows[t]["thread"] for t in ("Hoe lang nog?", "Tot morgen")} == {top["key"]}
        assert answer["author"]["role"] == "citizen"
        assert (place.media_files()[0].read_bytes(), top["media"][0]["alt"]) == (
            PICTURE.data,
            "Foto van de brug",
        )
        (profile,) = [row for row in place.lines() if row["kind"] == "profile"]
        assert (profile["title"], profile["counts"]["followers"]) == (ME.display_name, 120)
        again = harvest(place)
        assert (again["items"]["posts"], again["items"]["replies"]) == (0, 0)
        assert (again["new_versions"], again["gaps"]) == (0, [])
        assert any("getBlob" in path for path in server.asked)
    assert place.good("verify", "--deep")["findings"] == []
    everything = place.bytes_of_all().lower()
    for secret in (CITIZEN, HANDLE, "trijntje", "vlier"):
        assert secret.encode() not in everything


def test_an_export_of_the_same_account_joins_what_came_live(place, serving, tmp_path):
    with serving(*ALL):
        harvest(place)
    run = place.take(zipped(tmp_path / "x.zip", *ALL, made=NOW + HOUR))
    assert (run["items"]["posts"], run["new_versions"], run["deletions"]) == (0, 0, 0)
    assert len({row["key"] for row in place.rows()}) == len(ALL)


def test_a_replaced_record_is_a_version(place, serving, clock):
    with serving(*ALL) as server:
        harvest(place)
        server.items[1] = replace(SECOND, text="Bericht twee, verbeterd")
        clock.moment += HOUR
        run = harvest(place)
    assert (run["new_versions"], run["items"]["posts"]) == (1, 0)
    texts = [
        (row.get("version", 1), row["text"])
        for row in place.rows()
        if "twee" in row.get("text", "")
    ]
    assert texts == [(1, "Bericht twee"), (2, "Bericht twee, verbeterd")]


def test_who_may_reply_and_what_a_moderator_says_stays(place, serving):
    shut = replace(FIRST, allows=("mentionRule",))
    with serving(shut, SECOND, labels={uri(FIRST): ("spam",)}):
        run = harvest(place)
    assert run["unknown_fields"] == {}
    (source,) = [line for line in place.lines("source") if "threadgate" in line]
    assert "mentionRule" in str(source["threadgate"])
    assert [one["val"] for one in source["view"]["labels"]] == ["spam"]
    assert "moderator" not in str(source)


def test_there_is_nothing_to_connect(place):
    left, answer = place.run("connect", ME.handle)
    assert (left, answer["error"]["code"]) == (2, "CONNECT-019")


# --- what is counted and not kept ---------------------------------------------------------------


def test_who_asks_for_signed_in_readers_is_counted_and_not_kept(place, serving):
    hidden = reply("Alleen voor lezers", uri(FIRST), 1, labels=("!no-unauthenticated",))
    with serving(*ALL, replies=[hidden]):
        run = harvest(place)
    assert (run["items"]["replies"], run["skipped"]["out_of_scope"], run["gaps"]) == (0, 1, [])
    assert "not_in_the_open" in kinds(run, "limits")
    assert b"Alleen voor lezers" not in place.bytes_of_all()


def test_a_reply_of_who_blocked_the_account_is_a_gap(place, serving):
    with serving(*ALL, replies=[reply("Weg", uri(FIRST), 1, blocks=True)]):
        run = harvest(place, 1)
    assert gap(run, "replies_missing")["count"] == 1


def test_replies_deeper_than_one_question_gives_come_in(place, serving):
    replies = [reply("Nummer 0", uri(FIRST), 0)]
    for number in range(1, 45):
        replies.append(reply(f"Nummer {number}", replies[-1].uri, number))
    with serving(*ALL, replies=replies):
        run = harvest(place)
    assert (run["items"]["replies"], run["gaps"]) == (45, [])


def test_no_messages_are_asked_for(place, serving):
    with serving(*ALL) as server:
        harvest(place)
        for path in ("chat.bsky.convo.getLog", "chat.bsky.convo.listConvos"):
            with pytest.raises(Refused):
                demand_no_messages(f"{server.address}/xrpc/{path}")


# --- what is gone -------------------------------------------------------------------------------


def test_a_post_that_both_lack_is_gone_and_then_surely(place, serving, clock):
    with serving(*ALL) as server:
        harvest(place)
        server.items.remove(SECOND)
        clock.moment += HOUR
        assert marks(read_whole(place)) == (1, 0, 0)
        clock.moment += 2 * DAY
        assert marks(harvest(place)) == (0, 1, 0)
        (hit,) = place.good("search", "", "--state", "deleted")["hits"]
        assert hit["text"] == "Bericht twee"
        server.items.append(SECOND)
        clock.moment += DAY
        assert marks(read_whole(place)) == (0, 0, 1)


def test_a_repost_that_was_taken_back_is_gone(place, serving, clock):
    with serving(*ALL) as server:
        harvest(place)
        server.items.remove(SHARED)
        clock.moment += HOUR
        assert marks(read_whole(place)) == (1, 0, 0)


@pytest.mark.parametrize(
    "trouble",
    [
        {"lingering": [SECOND]},
        {"refuses": {"getRecord": (400, "RepoDeactivated")}},
        {"refuses": {"getRecord": (400, "InvalidRequest: Could not find repo")}},
        {"refuses": {"getPosts": (502, "UpstreamFailure")}},
        {"refuses": {"getPosts": (400, "InvalidRequest")}},
    ],
)
def test_what_one_of_them_does_not_say_is_not_gone(place, serving, clock, trouble):
    with serving(*ALL) as server:
        harvest(place)
        server.items.remove(SECOND)
        for name, value in trouble.items():
            setattr(server, name, value)
        clock.moment += HOUR
        left, answer = place.run("harvest", ME.handle, "--since", "2026-01-01")
        assert left != 0
        assert all(marks(run) == (0, 0, 0) for run in answer["runs"])
    assert place.good("search", "", "--state", "deleted")["hits"] == []


def test_a_post_that_the_appview_does_not_know_stays_with_a_gap(place, serving, clock):
    with serving(*ALL) as server:
        harvest(place)
        server.unindexed.add(uri(SECOND))
        clock.moment += HOUR
        run = harvest(place, 1)
    assert (marks(run), kinds(run)) == ((0, 0, 0), ["counts_missing", "replies_not_given"])


def test_a_held_post_that_cant_be_read_any_more_is_told_once(place, serving, clock):
    with serving(*ALL) as server:
        harvest(place)
        server.items[1] = replace(SECOND, more={"text": 5})
        clock.moment += HOUR
        run = read_whole(place, 1)
    assert (kinds(run), gap(run, "record_broken")["count"]) == (["record_broken"], 1)
    assert run["counts"]["posts"]["came"] == 3
    assert all(one["code"] != "answers-by-itself" for one in run["warnings"])


def test_reposts_that_are_held_stand_for_no_post_that_is_counted(place, serving, clock):
    shared = [RepoRepost(published=moment(40 + day), of=theirs(51)) for day in range(5)]
    with serving(*ALL, *shared) as server:
        harvest(place)
        server.items.remove(shared[0])
        clock.moment += HOUR
        assert marks(read_whole(place)) == (1, 0, 0)
        clock.moment += 9 * DAY
        run = harvest(place)
        assert run["counts"]["posts"] == {"came": 3, "stated": 3}
        server.hidden = 3
        clock.moment += HOUR
        run = harvest(place, 1)
    assert gap(run, "items_missing")["count"] == 3


def test_without_the_appviews_counts_the_posts_come_in(place, serving):
    with serving(*ALL, refuses={"getPosts": (400, "InvalidRequest")}):
        run = harvest(place, 1)
    assert run["items"]["posts"] == 4
    assert gap(run, "counts_missing")["count"] == 3


# --- whose it is --------------------------------------------------------------------------------


def test_another_account_under_the_name_is_not_read(place, serving):
    with serving(*ALL) as server:
        harvest(place)
        server.account = replace(ME, did=OTHER)
        assert refused(place)["code"] == "HARVEST-913"
    assert len(place.rows()) == 4


def test_an_export_of_another_account_is_refused_once_it_was_read_live(place, serving, tmp_path):
    with serving(*ALL):
        harvest(place)
    other = replace(ME, did=OTHER)
    content = car(other, records(other, [SECOND]), NOW)
    path = write_zip(tmp_path / "x.zip", [("repo.car", content), ("did.json", document(other))])
    _, answer = place.run("import", str(path), "--account", ME.handle)
    assert answer["error"]["code"] == "IMPORT-034"


def test_an_account_that_was_made_anew_is_read_once_its_owner_says_so(place, serving):
    with serving(*ALL) as server:
        harvest(place)
        server.account = replace(ME, did=OTHER)
        assert refused(place)["code"] == "HARVEST-913"
        (report,) = place.good("report", "list")["reports"]
        place.good("report", "settle", report["report"], "rejected", "--reason", "Opnieuw")
        run = harvest(place)
    assert run["items"]["posts"] == 4


def test_another_name_of_the_same_account_is_told(place, serving):
    with serving(*ALL) as server:
        harvest(place)
        server.account = replace(ME, handle="nieuw.voorbeelddam.example")
        error = refused(place)
    assert (error["code"], "nieuw.voorbeelddam.example" in str(error)) == ("HARVEST-912", True)


@pytest.mark.parametrize(
    ("refuses", "code"),
    [
        ({"getProfile": (400, "AccountTakedown")}, "HARVEST-914"),
        ({"getProfile": (400, "AccountDeactivated")}, "HARVEST-914"),
        ({"getProfile": (400, "InvalidRequest: Profile not found")}, "HARVEST-910"),
        ({"getProfile": (403, "Forbidden")}, "HARVEST-910"),
        ({"document": (404, "NotFound")}, "HARVEST-910"),
        (
            {
                "getProfile": (400, "InvalidRequest: Profile not found"),
                "resolveHandle": (400, "InvalidRequest: Unable to resolve handle"),
            },
            "HARVEST-911",
        ),
        (
            {
                "getProfile": (400, "InvalidRequest: Profile not found"),
                "document": (410, "Gone"),
                "resolveHandle": (400, "InvalidRequest: Unable to resolve handle"),
            },
            "HARVEST-911",
        ),
    ],
)
def test_an_account_that_is_not_given_is_told_as_what_it_is(place, serving, refuses, code):
    with serving(*ALL, refuses=refuses):
        assert refused(place)["code"] == code
    assert place.rows() == []


def test_an_account_that_is_gone_after_a_harvest_keeps_its_posts(place, serving):
    with serving(*ALL) as server:
        harvest(place)
        server.refuses = {
            "getProfile": (400, "InvalidRequest: Profile not found"),
            "document": (410, "Gone"),
        }
        assert refused(place)["code"] == "HARVEST-911"
    assert place.good("search", "", "--state", "deleted")["hits"] == []


def test_single_posts_are_asked_for_by_any_of_their_addresses(place, serving):
    key = SECOND.key.rpartition("/")[2]
    with serving(*ALL) as server:
        run = harvest(place, 0, "--post", f"{ME.url}/post/{key}", "--post", uri(FIRST))
        assert not any("listRecords" in path for path in server.asked)
        by_name = uri(SECOND).replace(ME.did, ME.handle)
        assert harvest(place, 0, "--post", by_name)["gaps"] == []
    assert (run["items"]["posts"], sorted(place.texts())) == (2, ["Bericht twee", FIRST.text])


def test_a_post_that_claims_a_moment_of_long_ago_hides_none_behind_it(place, serving, clock):
    with serving(*ALL) as server:
        harvest(place)
        old = {"createdAt": "2019-05-01T10:00:00.000Z"}
        server.items += [post(58, "Van vroeger", more=old), post(57, "Van vandaag")]
        clock.moment += HOUR
        run = harvest(place)
    assert (run["items"]["posts"], marks(run)) == (2, (0, 0, 0))
