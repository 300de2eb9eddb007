"""The API of YouTube: odd answers cost themselves alone, and no refusal counts as a deletion."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from weerklank.connectors.youtube import api, api_playlists
from weerklank.connectors.youtube.api import YouTubeFeed
from weerklank.connectors.youtube.api_questions import QUOTA_USED_UP, Questions
from weerklank.connectors.youtube.api_whose import Whose, asked_by
from weerklank.harvest.exchange import TOO_BUSY, Exchange, NoAnswer
from weerklank.harvest.feed import Given
from weerklank.harvest.feed_reader import FeedReader
from weerklank.harvest.port import Unreadable
from weerklank.harvest.trial import HoldsNothing, KeepsNoAnswers
from weerklank.model.item import Visibility
from weerklank.model.raw import Broken, Passed, Scanned
from weerklank.model.run import Counted
from weerklank.testing.youtube_server import answered
from weerklank.testing.youtube_shown import (
    FORCE_SSL,
    KEY,
    OWNER,
    ShownChannel,
    ShownComment,
    ShownPlaylist,
    ShownVideo,
    YouTubeShown,
)

CHANNEL = ShownChannel()
ADDRESS = "https://youtube.test"
DISCOVERY = Path(__file__).parents[2] / "testing" / "youtube_discovery.json"
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
Json = dict[str, Any]


def video(number: int, **more: Any) -> ShownVideo:
    made = {"title": f"Film {number}", "published": NOON + timedelta(days=number), **more}
    return ShownVideo(native_id=f"film-{number:06}", **made)


def comment(native: str, below: ShownVideo, **more: Any) -> ShownComment:
    by = {"author": "UCtrijntje", "name": "@trijntje_vlier", "text": "Dag", **more}
    return ShownComment(native_id=native, video=below.native_id, published=NOON, **by)


@dataclass
class Asks:
    """Asks the double without any server; `change` changes what it answers."""

    shown: YouTubeShown
    token: str | None = KEY
    change: Callable[[str, Json], Any] = lambda _, body: body
    asked: list[str] = field(default_factory=list)
    paused: list[int] = field(default_factory=list)

    @property
    def is_signed_in(self) -> bool:
        return self.token is not None and self.token != KEY

    def get(self, address: str, headers: Mapping[str, str] = {}) -> Exchange:
        parts = urlsplit(address)
        self.asked.append(f"{parts.path.rpartition('/')[2]}?{parts.query}")
        key = self.token if self.token == KEY else None
        bearer = f"Bearer {self.token}" if self.token and not key else None
        status, body = answered(self.shown, f"{parts.path}?{parts.query}", bearer, key)
        told = self.change(parts.path.rpartition("/")[2], body) if status == 200 else body
        content = told if isinstance(told, bytes) else json.dumps(told).encode()
        return Exchange(at=NOON, status=status, headers=(), body=content)

    def post(self, address: str, body: Any, headers: Mapping[str, str] = {}) -> Exchange:
        raise AssertionError("nothing is asked by a POST")

    def pause(self, attempt: int) -> None:
        self.paused.append(attempt)

    def of(self, resource: str) -> list[str]:
        return [one for one in self.asked if one.startswith(f"{resource}?")]


@dataclass
class Held(HoldsNothing):
    """Notes what it is told."""

    since: datetime | None = None
    posts: tuple[str, ...] = ()
    off_list: tuple[str, ...] = ()
    told: dict[str, list[str]] = field(default_factory=dict)

    def unseen(self, since: datetime | None) -> Iterator[str]:
        del since
        return iter([one for one in self.off_list if one not in self.told.get("saw", [])])

    def _note(self, kind: str, native: str) -> None:
        self.told.setdefault(kind, []).append(native)

    def saw(self, native_id: str) -> None:
        self._note("saw", native_id)

    def gone(self, native_id: str) -> None:
        self._note("gone", native_id)

    def not_looked_at(self, native_id: str) -> None:
        self._note("not_looked_at", native_id)


def shown(*videos: ShownVideo, **more: Any) -> YouTubeShown:
    return YouTubeShown(CHANNEL, [*videos], address=ADDRESS, **more)


def opened(asks: Asks, held: Held | None = None) -> tuple[YouTubeFeed, FeedReader]:
    held = held or Held()
    questions = Questions(ADDRESS, asks, KeepsNoAnswers())
    found = Whose(CHANNEL.url, CHANNEL.name, questions, held).find()
    feed = YouTubeFeed(found, CHANNEL.name, CHANNEL.url, questions)
    return feed, FeedReader(feed, held)


def scanned(entries: list[Any]) -> list[str]:
    return [one.native_id for one in entries if isinstance(one, Scanned)]


# --- the list -----------------------------------------------------------------------------------


def test_the_list_comes_whole_newest_first_by_fifty():
    asks = Asks(shown(*(video(number) for number in range(120))))
    _, reader = opened(asks)
    found = scanned(list(reader.scan()))
    assert found == [f"film-{number:06}" for number in reversed(range(120))]
    assert (len(asks.of("playlistItems")), len(asks.of("videos"))) == (3, 3)
    assert reader.stated_replies == Counted(0, 0)


def test_a_broadcast_of_long_ago_that_is_to_come_does_not_end_the_list():
    upcoming = video(0, live="upcoming", is_listed=False)
    asks = Asks(shown(upcoming, *(video(number) for number in range(100, 300))), OWNER)
    _, reader = opened(asks, Held(since=NOON + timedelta(days=260)))
    found = scanned(list(reader.scan()))
    assert found[0] == upcoming.native_id
    assert "film-000261" in found
    assert "film-000100" not in found


def test_a_channel_that_uploaded_nothing_has_no_list_and_is_whole():
    _, reader = opened(Asks(shown()))
    assert (list(reader.scan()), reader.broken_off, reader.stated_items) == ([], None, 0)


def test_where_the_list_ends_at_the_newest_nothing_below_is_missed(monkeypatch):
    monkeypatch.setattr(api, "_MOST_LISTED", 2)
    feed, reader = opened(Asks(shown(video(1), video(2), hidden=5)))
    list(reader.scan())
    assert feed.ends_at == NOON + timedelta(days=1)


def test_a_page_that_names_a_video_twice_gives_it_once():
    def twice(resource: str, body: Json) -> Json:
        return {**body, "items": body["items"] * 2} if resource == "playlistItems" else body

    _, reader = opened(Asks(shown(video(1)), change=twice))
    assert scanned(list(reader.scan())) == ["film-000001"]


def test_each_question_is_one_that_the_document_knows():
    lists = json.loads(DISCOVERY.read_text())["lists"]
    one, live = video(1), video(2, live="live", is_listed=False)
    top = comment("Ugtop00000001", one)
    further = [comment(f"{top.native_id}.{n}", one, parent=top.native_id) for n in range(7)]
    asks = Asks(shown(one, live, comments=[top, *further], scopes=(FORCE_SSL,)), OWNER)
    off_list = ("film-000009", f"PL{'a' * 32}", "Uggone0000001", "Uggone0000001.abc")
    _, reader = opened(asks, Held(off_list=off_list))
    list(reader.scan())
    assert {name.partition("?")[0] for name in asks.asked} == set(lists)
    for asked in asks.asked:
        resource, _, query = asked.partition("?")
        known = lists[resource]["parameters"]
        told = {name: values[0] for name, values in parse_qs(query).items()}
        assert told.keys() <= known.keys(), asked
        assert {name for name, one in known.items() if one.get("required")} <= told.keys(), asked
        for name, value in told.items():
            assert value in known[name].get("enum", [value]), asked
            assert int(value) <= int(known[name]["maximum"]) if "maximum" in known[name] else True


# --- refusals -----------------------------------------------------------------------------------


def test_a_quota_that_is_used_up_ends_all_questions():
    asks = Asks(shown(video(1)))
    _, reader = opened(asks, Held(off_list=("film-000009",)))
    asks.shown.is_used_up = True
    assert list(reader.scan()) == []
    assert reader.broken_off == QUOTA_USED_UP
    count = len(asks.asked)
    list(reader.scan())
    assert len(asks.asked) == count


def test_too_fast_is_waited_for_and_not_for_ever():
    asks = Asks(shown(video(1), too_fast=2))
    opened(asks)
    assert asks.paused == [1, 2]
    asks.shown.too_fast = 99
    with pytest.raises(NoAnswer) as none:
        Questions(ADDRESS, asks, KeepsNoAnswers()).ask("videos", part="id", id="x")
    assert none.value.reason == TOO_BUSY


@pytest.mark.parametrize("reason", ["forbidden", "quotaExceeded", "backendError", "odd"])
@pytest.mark.parametrize("resource", ["videos", "playlistItems", "liveBroadcasts"])
def test_no_refusal_is_a_deletion(resource, reason):
    asks = Asks(shown(video(1), video(2)), OWNER)
    held = Held(off_list=("film-000009",))
    _, reader = opened(asks, held)
    asks.shown.refused[resource] = (403, reason)
    list(reader.scan())
    assert "gone" not in held.told or resource == "liveBroadcasts"


def test_what_is_missing_is_gone_to_its_owner_alone():
    for token, kind in ((OWNER, "gone"), (KEY, "not_looked_at")):
        # The API gives no posts, nor lists of other names: that those are not there says nothing.
        held = Held(off_list=("film-000009", "een-afspeellijst", f"Ugkx{'x' * 30}"))
        _, reader = opened(Asks(shown(video(1)), token), held)
        list(reader.scan())
        told = [*held.told.get("gone", ()), *held.told.get("not_looked_at", ())]
        assert held.told[kind] == told == ["film-000009"]


def test_without_permission_or_key_the_error_is_of_body_400_too():
    for body in (b"", b"[]", b'{"error":"x"}', b'{"error":{"errors":[1]}}', b"{"):
        exchange = Exchange(at=NOON, status=403, headers=(), body=body)

        class Refuses(Asks):
            def get(self, address: str, headers: Mapping[str, str] = {}) -> Exchange:
                del address, headers
                return exchange  # noqa: B023 - asked at once

        questions = Questions(ADDRESS, Refuses(shown()), KeepsNoAnswers())
        assert questions.ask("videos", part="id").reason == "forbidden"


# --- playlists ----------------------------------------------------------------------------------


def test_playlists_without_an_end_are_not_asked_for_without_an_end(monkeypatch):
    monkeypatch.setattr(api_playlists, "_MOST_QUESTIONS", 40)
    pages = count(1)

    def endless(resource: str, body: Json) -> Json:
        if resource == "playlists" or (resource == "playlistItems" and body["items"]):
            return {**body, "nextPageToken": f"blz{next(pages) % 2}{'0' * next(pages)}"}
        return body

    lists = [
        ShownPlaylist(native_id=f"PL{n:032}", title="A", made=NOON, videos=("film-000001",))
        for n in range(3)
    ]
    asks = Asks(shown(playlists=lists), change=endless)
    feed, reader = opened(asks)
    list(reader.scan())
    assert len([one for one in asks.asked if "PL" in one or one.startswith("playlists")]) <= 40
    assert [one.kind for one in feed.findings()] == ["playlists_not_given"]


# --- comments -----------------------------------------------------------------------------------


def test_all_replies_of_a_thread_come_though_five_come_along():
    one = video(1)
    top = comment("Ugtop00000001", one)
    further = [comment(f"{top.native_id}.{n}", one, parent=top.native_id) for n in range(7)]
    asks = Asks(shown(one, comments=[top, *further]))
    _, reader = opened(asks)
    entries = list(reader.scan())
    assert len(scanned(entries)) == 9
    assert reader.stated_replies == Counted(8, 8)
    assert len(asks.of("comments")) == 1
    parents = {one.parent for one in entries if isinstance(one, Scanned)}
    assert parents == {None, one.native_id, top.native_id}


def test_a_comment_without_an_author_is_broken_and_counted():
    one = video(1)

    def nameless(_: str, body: Json) -> Json:
        told = json.loads(json.dumps(body))
        for item in told.get("items", []):
            inner = item.get("snippet", {}).get("topLevelComment", {}).get("snippet", {})
            for name in ("authorChannelId", "authorDisplayName", "authorChannelUrl"):
                inner.pop(name, None)
        return told

    _, reader = opened(Asks(shown(one, comments=[comment("Ugtop00000001", one)]), change=nameless))
    assert [type(one) for one in reader.scan()] == [Scanned, Broken]


def test_a_comment_that_is_not_for_everyone_is_counted_and_not_kept():
    one = video(1)
    asks = Asks(shown(one, comments=[comment("Ugtop00000001", one, is_public=False)]))
    entries = list(opened(asks)[1].scan())
    assert [type(one) for one in entries] == [Scanned, Passed]


@pytest.mark.parametrize(
    ("name", "page", "handle", "shown_as"),
    [
        ("@JanVlier", "http://www.youtube.com/@JanVlier", "janvlier", None),
        ("Jan Vlier", "http://www.youtube.com/@JanVlier", "janvlier", "Jan Vlier"),
        ("Jan Vlier", "http://www.youtube.com/channel/UCtrijntje", None, "Jan Vlier"),
    ],
)
def test_who_wrote_is_known_by_what_lasts_and_by_name(name, page, handle, shown_as):
    one = video(1)
    asks = Asks(shown(one, comments=[comment("Ugtop00000001", one, name=name, page=page)]))
    _, found = list(opened(asks)[1].scan())
    author = found.author
    assert (author.handle, author.display_name) == (handle, shown_as)
    assert author.user_id == "https://www.youtube.com/channel/UCtrijntje"
    assert page in author.addresses


def test_comments_that_a_permission_is_not_given_are_asked_for_once():
    asks = Asks(shown(*(video(number, kept_back=3) for number in range(5))), OWNER)
    feed, reader = opened(asks)
    list(reader.scan())
    assert (len(asks.of("commentThreads")), reader.stated_replies) == (1, None)
    assert [(one.kind, one.count) for one in feed.findings()] == [("comments_not_permitted", 15)]


def test_a_comment_of_ours_is_looked_up_by_itself():
    one = video(1)
    ours = comment("Ugours0000001", one, author=CHANNEL.native_id, name=f"@{CHANNEL.name}")
    state = shown(one, comments=[ours], scopes=(FORCE_SSL,))
    feed, _ = opened(Asks(state, OWNER))
    found = feed.look_up([ours.native_id, "Uggone0000001", "Uggone0000001.abc"])
    assert set(found.given) == {ours.native_id}
    assert found.missing == {"Uggone0000001", "Uggone0000001.abc"}
    item = feed.read(found.given[ours.native_id])
    assert (item.native_id, item.tells_visibility, item.author) == (
        ours.native_id,
        False,
        feed.owner,
    )
    assert item.refs[0].native_id == one.native_id


# --- odd records --------------------------------------------------------------------------------

ODD: list[Any] = [None, "", "x" * 100_000, 7, -1, 1.5, True, [], [1], {}, {"a": {"b": "c"}}]
VIDEO = shown(video(1, tags=("a",), localizations=(("en", "One", "x"),))).video_json(
    video(1, tags=("a",), localizations=(("en", "One", "x"),))
)


def fields(record: Any, where: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, value in record.items() if isinstance(record, dict) else ():
        yield (*where, name)
        yield from fields(value, (*where, name))


def changed(record: Json, where: tuple[str, ...], value: Any) -> Json:
    name, *rest = where
    inner = changed(record[name], tuple(rest), value) if rest else value
    return {**record, name: inner}


def takes(feed: YouTubeFeed, record: Json) -> None:
    given = Given(json.dumps(record).encode(), 1, "/items/0")
    try:
        entry = feed.entry(given)
        if isinstance(entry, Scanned):
            feed.stated_replies(given)
            feed.read(given)
    except Unreadable:
        pass


@pytest.mark.parametrize("where", list(fields(VIDEO)), ids="/".join)
def test_no_odd_value_in_a_video_breaks_more_than_the_video(where):
    feed, _ = opened(Asks(shown(video(1))))
    for value in ODD:
        takes(feed, changed(VIDEO, where, value))


COMMENT = shown().comment_json(comment("Ugtop00000001.a", video(1), parent="Ugtop00000001"))


@pytest.mark.parametrize("where", list(fields(COMMENT)), ids="/".join)
def test_no_odd_value_in_a_comment_breaks_more_than_the_comment(where):
    feed, _ = opened(Asks(shown(video(1))))
    for value in ODD:
        takes(feed, changed(COMMENT, where, value))


CHANNEL_RECORD = shown().channel_json()


@pytest.mark.parametrize("where", list(fields(CHANNEL_RECORD)), ids="/".join)
def test_no_odd_value_in_the_channel_breaks_a_harvest_but_its_id(where):
    for value in ODD:

        def odd(resource: str, body: Json, value: Any = value) -> Json:
            one = changed(CHANNEL_RECORD, where, value)
            return {**body, "items": [one]} if resource == "channels" else body

        asks = Asks(shown(video(1)), change=odd)
        if where == ("id",):
            continue
        feed, reader = opened(asks)
        feed.profile()
        list(reader.scan())


@pytest.mark.parametrize(
    "body",
    [
        {"items": None},
        {"items": [None, 1, "x", [], {}]},
        {"items": {}},
        [],
        None,
        b"",
        b'{"items":[',
        {},
        {"items": [], "nextPageToken": 7},
        {"items": [], "nextPageToken": "blz0"},
    ],
    ids=str,
)
@pytest.mark.parametrize("resource", ["playlistItems", "videos", "commentThreads", "comments"])
def test_an_odd_page_never_ends_in_an_error(resource, body):
    def odd(here: str, told: Json) -> Any:
        return body if here == resource else told

    one = video(1)
    top = comment("Ugtop00000001", one)
    further = [comment(f"{top.native_id}.{n}", one, parent=top.native_id) for n in range(7)]
    asks = Asks(shown(one, comments=[top, *further]), change=odd)
    _, reader = opened(asks)
    list(reader.scan())
    assert len(asks.asked) < 100


def test_a_visibility_that_is_not_known_is_never_public():
    feed, _ = opened(Asks(shown(video(1))))
    record = changed(VIDEO, ("status", "privacyStatus"), "members")
    with pytest.raises(Unreadable):
        feed.entry(Given(json.dumps(record).encode(), 1, ""))
    hidden = changed(VIDEO, ("status", "privacyStatus"), "unlisted")
    given = Given(json.dumps(hidden).encode(), 1, "")
    assert feed.read(given).visibility is Visibility.UNLISTED
    assert isinstance(entry := feed.entry(given), Scanned)
    assert entry.is_beside


# --- addresses ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "native"),
    [
        ("https://www.youtube.com/watch?v=film-000001", "film-000001"),
        ("https://www.youtube.com/watch?v=film-000001&lc=Ugx.1", "Ugx.1"),
        ("https://youtu.be/film-000001?t=3", "film-000001"),
        ("https://www.youtube.com/shorts/film-000001", "film-000001"),
        ("https://www.youtube.com/live/film-000001/", "film-000001"),
        ("film-000001", "film-000001"),
        ("https://[", "https://["),
    ],
)
def test_a_video_is_known_by_each_form_of_its_address(address, native):
    feed, _ = opened(Asks(shown(video(1))))
    assert feed.native(address) == native


def test_a_single_video_comes_by_its_address():
    _, reader = opened(
        Asks(shown(video(1), video(2))), Held(posts=("https://youtu.be/film-000001",))
    )
    assert scanned(list(reader.scan())) == ["film-000001"]


@pytest.mark.parametrize(
    ("url", "handle", "by"),
    [
        ("https://www.youtube.com/@gemeente", "gemeente", {"forHandle": "@gemeente"}),
        ("https://www.youtube.com/channel/UCx", "UCx", {"id": "UCx"}),
        ("https://www.youtube.com/user/gemeente", "gemeente", {"forUsername": "gemeente"}),
        ("https://www.youtube.com/c/gemeente", "gemeente", {}),
    ],
)
def test_a_channel_is_asked_for_as_its_address_tells(url, handle, by):
    assert asked_by(url, handle) == by
