"""Posts that are gone from their platform: when that is sure, what is told, and what is not."""

import tarfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from place import ME, Archive, gap, harvest, moment, post, serving

from weerklank import bootstrap
from weerklank.model.clock import FixedClock
from weerklank.testing.mastodon_api_json import Reply
from weerklank.testing.mastodon_export import ExportPost, write_export
from weerklank.testing.mastodon_mood import Gone
from weerklank.testing.mastodon_shown import MastodonServer

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]

Json = dict[str, Any]
#: A day after the last of the posts.
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SURE = (Gone.SAYS_SO, Gone.NOT_KNOWN)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> FixedClock:
    made = FixedClock(NOW)
    monkeypatch.setattr(bootstrap, "SystemClock", lambda: made)
    return made


@pytest.fixture
def place(tmp_path, clock) -> Archive:
    return Archive(tmp_path).begin()


def marks(run: Json) -> tuple[int, int, int]:
    return run["deletions"], run["deletions_confirmed"], run["deletions_withdrawn"]


def shown(place: Archive, text: str) -> Json:
    """Give a post as `post show` does, found by its words."""
    (hit,) = [hit for hit in place.good("search", text)["hits"] if hit["text"] == text]
    found = place.good("post", "show", hit["id"])
    assert (found["state"], found["text"]) == (hit["state"], text)
    return found


def number(made: ExportPost) -> str:
    return str(made.number)


FIRST, SECOND, THIRD = (post(day, f"Bericht {day}") for day in (50, 51, 52))
THREE = (FIRST, SECOND, THIRD)


#: Of fifty the one that becomes a week old in the course of the next day.
DUE = 44


def daily(count: int) -> list[ExportPost]:
    """Posts of one a day, the last of the day before NOW."""
    return [post(58 - count + 1 + day, f"Dag {day}") for day in range(count)]


# --- a post that is gone ------------------------------------------------------------------------


@pytest.mark.parametrize("how", SURE)
def test_a_post_that_is_gone_is_marked_then_confirmed_and_keeps_its_text(place, clock, how):
    with serving(place, *THREE) as server:
        assert marks(harvest(place)) == (0, 0, 0)
        assert shown(place, "Bericht 51")["deletion"] is None
        clock.moment = NOW + HOUR
        server.deleted[number(SECOND)] = how
        assert marks(harvest(place)) == (1, 0, 0)
        found = shown(place, "Bericht 51")
        assert found["state"] == "deleted"
        assert found["deletion"] == {
            "confirmed": False,
            "confirmed_at": None,
            "first_missed": "2026-03-01T13:00:00Z",
            "last_seen": "2026-03-01T12:00:00Z",
        }
        clock.moment = NOW + 3 * HOUR
        asked = len(server.asked)
        assert marks(harvest(place)) == (0, 0, 0)
        # It was sure, and a day has not passed: nobody asks for it again.
        assert not any(number(SECOND) in path for path in server.asked[asked:])
        clock.moment = NOW + HOUR + DAY
        assert marks(harvest(place)) == (0, 1, 0)
        assert shown(place, "Bericht 51")["deletion"]["confirmed_at"] == "2026-03-02T13:00:00Z"
        clock.moment = NOW + 3 * DAY
        assert marks(harvest(place)) == (0, 0, 0)
    assert [hit["text"] for hit in place.good("search", "bericht", "--state", "deleted")["hits"]]
    assert place.good("search", "bericht", "--state", "present")["total"] == 2
    before = shown(place, "Bericht 51")
    place.good("catalogue", "rebuild")
    assert shown(place, "Bericht 51") == before
    assert place.good("search", "bericht", "--state", "deleted")["total"] == 1
    assert place.good("verify", "--deep")["findings"] == []
    assert len(place.rows()) == 3


def test_the_mark_stands_in_the_log(place, clock):
    with serving(place, *THREE) as server:
        harvest(place)
        server.deleted[number(SECOND)] = Gone.SAYS_SO
        clock.moment = NOW + HOUR
        harvest(place)
    (path,) = [
        one
        for one in (place.folder / "journal").rglob("*.json")
        if b'"kind":"deletion.seen"' in one.read_bytes()
    ]
    (event,) = place.events("journal", "deletion.seen")
    key = shown(place, "Bericht 51")["key"]
    assert event["data"]["posts"] == {key: "2026-03-01T12:00:00Z"}
    path.write_bytes(
        path.read_bytes().replace(key.encode(), shown(place, "Bericht 50")["key"].encode())
    )
    code, answer = place.run("verify")
    assert (code, path.name in str(answer["findings"])) == (1, True)
    place.good("catalogue", "rebuild")
    assert shown(place, "Bericht 50")["state"] == "present"  # what is false marks nothing


@pytest.mark.parametrize("how", SURE)
def test_a_post_that_comes_back_loses_its_mark_by_an_event(place, clock, how):
    with serving(place, *THREE) as server:
        harvest(place)
        server.deleted[number(SECOND)] = how
        clock.moment = NOW + HOUR
        harvest(place)
        del server.deleted[number(SECOND)]
        clock.moment = NOW + 2 * HOUR
        assert marks(harvest(place)) == (0, 0, 1)
        found = shown(place, "Bericht 51")
        assert (found["state"], found["deletion"]) == ("present", None)
        place.good("catalogue", "rebuild")
        assert shown(place, "Bericht 51") == found
        server.deleted[number(SECOND)] = how
        clock.moment = NOW + 3 * HOUR
        assert marks(harvest(place)) == (1, 0, 0)
        assert shown(place, "Bericht 51")["deletion"]["last_seen"] == "2026-03-01T14:00:00Z"
    assert len(place.events("journal", "deletion.withdrawn")) == 1


def test_all_posts_gone_of_an_account_that_says_it_has_none(place, clock):
    with serving(place, *THREE) as server:
        harvest(place)
        server.deleted |= dict.fromkeys(map(number, THREE), Gone.NOT_KNOWN)
        clock.moment = NOW + HOUR
        assert marks(harvest(place)) == (3, 0, 0)


def test_of_a_suspended_account_nothing_is_known(place, clock):
    with serving(place, *THREE) as server:
        harvest(place)
        server.deleted |= dict.fromkeys(map(number, THREE), Gone.NOT_KNOWN)
        server.mood.change_account = lambda account: {**account, "suspended": True}
        run = harvest(place, code=1)
    assert (marks(run), gap(run, "not_looked_at")["count"]) == ((0, 0, 0), 3)


def test_a_list_of_a_suspended_account_is_not_whole_and_no_last_harvest(place):
    with serving(place) as server:
        server.mood.change_account = lambda account: {**account, "suspended": True}
        run = harvest(place, code=1)
    assert (run["complete"], gap(run, "account_suspended")["count"]) == (False, 1)
    assert place.run("account", "close", "a0001")[1]["error"]["code"] == "REGISTER-037"


# --- what is no deletion ------------------------------------------------------------------------


@pytest.mark.parametrize("how", [Gone.REFUSED, Gone.FAILING])
def test_what_can_not_be_looked_at_is_a_gap_and_looked_at_the_next_time(place, clock, how):
    with serving(place, *THREE) as server:
        harvest(place)
        server.deleted[number(SECOND)] = how
        clock.moment = NOW + HOUR
        run = harvest(place, code=1)
        assert marks(run) == (0, 0, 0)
        missed = gap(run, "not_looked_at")
        assert (missed["count"], number(SECOND) in missed["where"][0]) == (1, True)
        assert shown(place, "Bericht 51")["state"] == "present"
        server.deleted[number(SECOND)] = Gone.NOT_KNOWN
        assert marks(harvest(place)) == (1, 0, 0)


def test_a_server_that_knows_nothing_by_itself_proves_nothing(place, clock):
    with serving(place, *THREE) as server:
        harvest(place)
        server.deleted[number(SECOND)] = Gone.NOT_KNOWN
        server.mood.unknown = ("/api/v1/statuses/",)
        run = harvest(place, code=1)
    assert (marks(run), gap(run, "not_looked_at")["count"]) == ((0, 0, 0), 1)


@pytest.mark.parametrize("how", [Gone.STILL_ANSWERS, Gone.LIST_ALONE])
def test_a_post_that_still_answers_by_itself_is_told_and_not_marked(place, clock, how):
    with serving(place, *THREE) as server:
        harvest(place)
        server.deleted[number(SECOND)] = how
        run = harvest(place)
    assert marks(run) == (0, 0, 0)
    (told,) = [one["message"] for one in run["warnings"] if one["code"] == "answers-by-itself"]
    assert number(SECOND) in told
    assert shown(place, "Bericht 51")["state"] == "present"


def test_a_list_that_broke_off_proves_no_absence(place, clock):
    items = daily(30)
    with serving(place, *items) as server:
        server.mood.page = 5
        harvest(place)
        server.deleted[number(items[29])] = Gone.NOT_KNOWN
        server.mood.where, server.mood.failing = "max_id", 99
        left, answer = place.run("harvest", "gemeente", "--since", "2026-01-01")
        assert (left, answer["runs"][0]["deletions"]) == (4, 0)
        server.mood.failing = 0
        assert marks(harvest(place)) == (1, 0, 0)


def test_a_lone_404_is_no_deletion(place, clock):
    """The list still has it, and nothing else is asked of it."""
    with serving(place, *THREE) as server:
        harvest(place)
        server.mood.unknown = (f"/api/v1/statuses/{SECOND.number}",)
        clock.moment = NOW + 7 * DAY
        assert marks(harvest(place)) == (0, 0, 0)


def test_posts_for_followers_that_an_export_holds_are_not_missed(place, clock, tmp_path):
    hidden = post(40, "Voor volgers", visibility="followers")
    with serving(place, *THREE, hidden) as server:
        host = server.address.removeprefix("http://")
        me = replace(ME, host=host, actor_id=f"{server.address}/users/gemeente")
        write_export(tmp_path / "export.tar.gz", me, [*THREE, hidden])
        place.take(tmp_path / "export.tar.gz")
        run = harvest(place, code=1)  # one is counted and not given
        assert marks(run) == (0, 0, 0)
        assert not any(number(hidden) in path for path in server.asked)
        server.deleted[number(SECOND)] = Gone.NOT_KNOWN
        assert marks(harvest(place)) == (1, 0, 0)


def made_on(at: datetime, server: MastodonServer, *items: ExportPost, at_path: Path) -> Path:
    """Write an export of the account that says that it was made at a moment."""
    host = server.address.removeprefix("http://")
    me = replace(ME, host=host, actor_id=f"{server.address}/users/gemeente")
    write_export(at_path / "as it came.tar.gz", me, [*items])
    made = at_path / f"{at:%m-%d}.tar.gz"
    with tarfile.open(at_path / "as it came.tar.gz") as came, tarfile.open(made, "w:gz") as dated:
        for member in came:
            member.mtime = int(at.timestamp())
            dated.addfile(member, came.extractfile(member) if member.isfile() else None)
    return made


def test_an_export_that_was_made_after_it_was_missed_and_has_it_takes_the_mark_back(
    place, clock, tmp_path
):
    with serving(place, *THREE) as server:
        harvest(place)
        server.deleted[number(SECOND)] = Gone.NOT_KNOWN
        clock.moment = NOW + DAY
        assert marks(harvest(place)) == (1, 0, 0)
        clock.moment = NOW + 4 * DAY
        # Of the day on which it was missed nobody knows which came first.
        for day, taken_back in ((-1, 0), (1, 0), (3, 1)):
            at = NOW + day * DAY
            run = place.take(made_on(at, server, *THREE, at_path=tmp_path))
            assert (day, marks(run)) == (day, (0, 0, taken_back))
        assert shown(place, "Bericht 51")["state"] == "present"
        assert len(place.events("journal", "deletion.withdrawn")) == 1
        # The server does not know it all the same: it is missed anew, and waits for a day again.
        assert marks(harvest(place)) == (1, 0, 0)
    assert place.good("verify", "--deep")["findings"] == []


# --- reading only what is due -------------------------------------------------------------------


def lists(server: MastodonServer, since: int = 0) -> int:
    return sum("/statuses?limit" in path for path in server.asked[since:])


def batches(server: MastodonServer, since: int) -> list[str]:
    return [path for path in server.asked[since:] if path.startswith("/api/v1/statuses?")]


def test_the_list_is_read_down_to_the_last_look_and_what_is_due_besides(place, clock):
    items = daily(50)
    with serving(place, *items) as server:
        server.mood.page = 5
        assert harvest(place)["read_since"] is None
        assert lists(server) == 11  # the last page holds none
        before = len(server.asked)
        clock.moment = NOW + HOUR
        run = harvest(place)
        assert (run["complete"], run["read_since"]) == (True, "2026-02-24T09:00:00Z")
        assert lists(server, before) == 1
        # Posts of a year, a month and a week ago come to their age within an hour seldom.
        assert batches(server, before) == []
        before = len(server.asked)
        clock.moment = NOW + HOUR + 2 * DAY
        harvest(place)
        asked = batches(server, before)
        assert lists(server, before) == 1
        assert len(asked) == 1
        # Two of thirty days, and one of a week: the other stood in the list.
        assert asked[0].count("id%5B%5D") == 3
        before = len(server.asked)
        clock.moment = NOW + 31 * DAY
        assert harvest(place)["read_since"] is None
        assert lists(server, before) == 11


@pytest.mark.parametrize("knows_batches", [True, False])
@pytest.mark.parametrize("how", SURE)
def test_an_old_post_that_is_due_is_missed_in_two_ways(place, clock, how, knows_batches):
    items = daily(50)
    with serving(place, *items) as server:
        server.mood.page = 5
        if not knows_batches:
            server.mood.unknown = ("/api/v1/statuses?",)
        harvest(place)
        old = items[DUE]
        server.deleted[number(old)] = how
        clock.moment = NOW + DAY
        run = harvest(place)
        assert (marks(run), run["complete"]) == ((1, 0, 0), True)
        text = f"Dag {items.index(old)}"
        assert shown(place, text)["state"] == "deleted"
        clock.moment = NOW + 2 * DAY + HOUR
        assert marks(harvest(place)) == (0, 1, 0)
        del server.deleted[number(old)]
        assert marks(harvest(place, 0, "--since", "2026-01-01")) == (0, 0, 1)


def test_without_batches_a_lone_404_is_none_while_the_list_has_it(place, clock):
    items = daily(50)
    with serving(place, *items) as server:
        server.mood.page = 5
        harvest(place)
        old = items[DUE]
        server.mood.unknown = ("/api/v1/statuses?", f"/api/v1/statuses/{old.number}")
        clock.moment = NOW + DAY
        run = harvest(place, code=1)
        assert (marks(run), gap(run, "not_looked_at")["count"]) == ((0, 0, 0), 1)


@pytest.mark.parametrize("knows_batches", [True, False])
def test_a_server_that_says_of_any_post_that_it_is_gone_proves_nothing(
    place, clock, knows_batches
):
    """As one that took the endpoint away; the list has them still, but for one."""
    items = daily(50)
    with serving(place, *items) as server:
        server.mood.page = 5
        harvest(place)
        server.mood.ended = ("/api/v1/statuses/",)
        if not knows_batches:
            server.mood.unknown = ("/api/v1/statuses?",)
        server.deleted[number(items[-1])] = Gone.STILL_ANSWERS
        clock.moment = NOW + DAY
        run = harvest(place, code=1)
        assert marks(run) == (0, 0, 0)
        assert gap(run, "not_looked_at")["count"] == (1 if knows_batches else 2)
        server.mood.ended = ()
        clock.moment = NOW + 2 * DAY
        assert marks(harvest(place)) == (0, 0, 0)


def test_an_edit_of_a_post_that_is_due_comes_in(place, clock):
    items = daily(50)
    with serving(place, *items) as server:
        server.mood.page = 5
        harvest(place)
        at = DUE
        server.items[at] = replace(items[at], html="<p>Toch anders</p>", edited=NOW + HOUR)
        server.edits[items[at].number] = [(items[at].published, items[at].html)]
        clock.moment = NOW + 2 * HOUR
        assert harvest(place)["new_versions"] == 0  # not due yet
        clock.moment = NOW + DAY
        assert harvest(place)["new_versions"] == 1
        assert harvest(place, 0, "--since", "2026-02-01")["new_versions"] == 0


def test_since_reads_again_from_a_day(place, clock):
    items = daily(50)
    with serving(place, *items) as server:
        server.mood.page = 5
        harvest(place)
        server.deleted[number(items[30])] = Gone.NOT_KNOWN
        clock.moment = NOW + HOUR
        assert marks(harvest(place)) == (0, 0, 0)
        run = harvest(place, 0, "--since", "2026-02-01")
        assert (marks(run), run["read_since"]) == ((1, 0, 0), "2026-01-29T09:00:00Z")


def destroy(place: Archive, item: str) -> None:
    given = ("--id", item, "--ground", "court", "--reason", "x", "--as", "P")
    listed = place.good("destroy", "propose", *given)["list"]
    for step, name in (("review", "R"), ("approve", "A"), ("execute", "A")):
        place.good("destroy", step, listed, "--as", name)


def test_what_was_destroyed_is_never_looked_at_again(place, clock):
    items = daily(50)
    with serving(place, *items) as server:
        server.mood.page = 5
        harvest(place)
        old = items[DUE]
        place.good("person", "add", "O", "--role", "register-owner")
        for name, role in (("P", "archivist"), ("R", "reviewer"), ("A", "archivist")):
            place.good("person", "add", name, "--role", role, "--as", "O")
        destroy(place, shown(place, f"Dag {items.index(old)}")["id"])
        before = len(server.asked)
        clock.moment = NOW + DAY
        server.deleted[number(old)] = Gone.NOT_KNOWN
        assert marks(harvest(place)) == (0, 0, 0)
        assert not any(number(old) in path for path in server.asked[before:])
        # One that was marked before it was destroyed is not said to be back.
        late = items[49]
        server.deleted[number(late)] = Gone.SAYS_SO
        assert marks(harvest(place)) == (1, 0, 0)
        destroy(place, shown(place, "Dag 49")["id"])
        del server.deleted[number(late)]
        run = harvest(place)
        assert (marks(run), run["skipped"]["destroyed"]) == ((0, 0, 0), 1)
        assert place.good("search", "dag", "--state", "deleted")["total"] == 0


# --- replies by others --------------------------------------------------------------------------


def answer(n: int, to: str, **more: Any) -> Reply:
    return Reply(
        uri=f"https://mast.example/users/wubbechien_tjoelker/statuses/{n}",
        html=f"<p>Reactie {n}</p>",
        answers=to,
        published=moment(53),
        **more,
    )


def test_a_reply_that_is_gone_is_marked_when_the_count_says_so_too(place, clock):
    top = f"{ME.actor_id}/statuses/{FIRST.number}"
    one = answer(1, top)
    two = answer(2, one.uri)
    with serving(place, *THREE, replies=[one, two, answer(3, top)]) as server:
        assert harvest(place)["items"]["replies"] == 3
        server.deleted[two.number] = Gone.NOT_KNOWN
        clock.moment = NOW + HOUR
        assert marks(harvest(place)) == (1, 0, 0)
        assert shown(place, "Reactie 2")["state"] == "deleted"
        above = shown(place, "Reactie 1")["id"]
        (reply,) = place.good("post", "show", above, "--thread")["replies"]
        assert reply["state"] == "deleted"
        clock.moment = NOW + HOUR + DAY
        assert marks(harvest(place)) == (0, 1, 0)
        clock.moment += HOUR
        del server.deleted[two.number]
        assert marks(harvest(place)) == (0, 0, 1)
        server.deleted |= {one.number: Gone.NOT_KNOWN for one in server.replies}
        run = harvest(place)
        # What hangs below a reply that is gone can't be looked at.
        assert marks(run) == (2, 0, 0)


def test_a_reply_that_is_counted_and_not_given_is_a_gap_and_not_gone(place, clock):
    top = f"{ME.actor_id}/statuses/{FIRST.number}"
    with serving(place, *THREE, replies=[answer(1, top), answer(2, top)]) as server:
        harvest(place)
        server.mood.most_replies = 1
        run = harvest(place, code=1)
        assert (marks(run), gap(run, "replies_missing")["count"]) == ((0, 0, 0), 1)
        server.mood.unknown = ("/context",)
        assert marks(harvest(place, code=1)) == (0, 0, 0)


def test_our_own_replies_that_were_not_read_are_no_missing_ones(place, clock):
    items = daily(50)
    old = items[DUE]
    late = post(59, "Wij antwoorden", in_reply_to=f"{ME.actor_id}/statuses/{old.number}")
    again = post(8, "En nog eens", in_reply_to=f"{ME.actor_id}/statuses/{old.number}")
    with serving(place, *items, late, again) as server:
        server.mood.page = 5
        assert harvest(place)["complete"]
        for hours in (24, 25, 49, 24 * 8):
            clock.moment = NOW + timedelta(hours=hours)
            assert harvest(place)["gaps"] == []


@pytest.mark.parametrize("visibility", ["private", "direct"])
def test_our_own_reply_that_is_not_counted_fills_no_place(place, clock, visibility):
    top = f"{ME.actor_id}/statuses/{FIRST.number}"
    with serving(place, *THREE, replies=[answer(1, top), answer(2, top)]) as server:
        server.oauth.tokens["toegangsbewijs"] = ("read:accounts", "read:statuses")
        token = place.root / "token"
        token.write_text("toegangsbewijs")
        token.chmod(0o600)
        place.good("connect", "gemeente", "--token-file", str(token))
        harvest(place)
        server.items.append(post(59, "Wij antwoorden", in_reply_to=top, visibility=visibility))
        server.kept_back = {server.replies[1].number}
        for hours in (1, 30):
            clock.moment = NOW + timedelta(hours=hours)
            run = harvest(place, code=1)
            assert (marks(run), gap(run, "replies_missing")["count"]) == ((0, 0, 0), 1)
    assert shown(place, "Reactie 2")["state"] == "present"


def miscounted(place: Archive, server: MastodonServer, count: int) -> Json:
    """Harvest while each post says another number of replies than came."""
    server.mood.change = lambda status: {**status, "replies_count": count}
    return harvest(place, code=1)


def test_a_count_that_is_less_than_came_says_nothing_of_what_stayed_away(place, clock):
    top = f"{ME.actor_id}/statuses/{FIRST.number}"
    replies = [answer(n, top) for n in (1, 2, 3)]
    with serving(place, FIRST, replies=replies) as server:
        harvest(place)
        server.kept_back = {replies[0].number}
        clock.moment = NOW + HOUR
        run = miscounted(place, server, 1)
        assert (marks(run), gap(run, "not_looked_at")["count"]) == ((0, 0, 0), 1)
        server.mood.change = lambda status: status
        server.deleted[replies[0].number] = Gone.NOT_KNOWN
        clock.moment = NOW + 3 * DAY
        assert marks(harvest(place)) == (1, 0, 0)


def test_replies_that_no_answer_tells_of_are_not_looked_at(place, clock):
    top = f"{ME.actor_id}/statuses/{FIRST.number}"
    with serving(place, FIRST, replies=[answer(1, top)]) as server:
        harvest(place)
        server.deleted[server.replies[0].number] = Gone.NOT_KNOWN
        server.mood.unknown = ("/context",)
        clock.moment = NOW + HOUR
        run = harvest(place, code=1)
        assert (marks(run), gap(run, "not_looked_at")["count"]) == ((0, 0, 0), 1)


def test_a_reply_for_followers_hides_no_deletion(place, clock):
    top = f"{ME.actor_id}/statuses/{FIRST.number}"
    replies = [answer(1, top), answer(2, top), answer(3, top, visibility="private")]
    with serving(place, FIRST, replies=replies) as server:
        harvest(place)
        server.deleted[replies[0].number] = Gone.NOT_KNOWN
        clock.moment = NOW + HOUR
        assert marks(harvest(place)) == (1, 0, 0)


def test_a_reply_for_nobody_that_is_known_leaves_it_open(place, clock):
    top = f"{ME.actor_id}/statuses/{FIRST.number}"
    replies = [answer(1, top), answer(2, top), answer(3, top, visibility="buurt")]
    with serving(place, FIRST, replies=replies) as server:
        harvest(place)
        server.deleted[replies[0].number] = Gone.NOT_KNOWN
        clock.moment = NOW + HOUR
        run = harvest(place, code=1)
        assert (marks(run), gap(run, "not_looked_at")["count"]) == ((0, 0, 0), 1)
