"""TikTok's Display API: odd answers cost themselves alone, and a list ends or breaks off."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest

from weerklank.connectors.tiktok.api import TikTokFeed
from weerklank.connectors.tiktok.api_client import TikTokClient
from weerklank.connectors.tiktok.api_objects import VideoReader, owner_of
from weerklank.connectors.tiktok.permission_check import NEEDED, check
from weerklank.harvest.exchange import Exchange, NoAnswer
from weerklank.harvest.feed_reader import FeedReader
from weerklank.harvest.port import Unreadable
from weerklank.harvest.trial import HoldsNothing, KeepsNoAnswers
from weerklank.model.connection import Granted
from weerklank.model.errors import NotNow, Refused
from weerklank.model.item import Visibility
from weerklank.model.raw import Broken, RawPlace, Scanned
from weerklank.model.secret import Secret

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PLACE = RawPlace(number=1, pointer="/data/videos/0")
USER = {
    "open_id": "-000",
    "username": "Voorbeelddam",
    "display_name": "Gemeente Voorbeelddam",
    "bio_description": "Vragen? @gemeente_hulp",
    "avatar_large_url": "https://p16.tiktokcdn-eu.com/tos/a~c5_720.jpeg?x-expires=1&x-signature=k",
    "is_verified": True,
    "follower_count": 12,
    "following_count": 3,
    "likes_count": 40,
    "video_count": 2,
}
VIDEO = {
    "id": "7612209338882523136",
    "create_time": 1772355600,
    "cover_image_url": "https://p16.tiktokcdn-eu.com/obj/c.jpeg?x-expires=1&x-signature=k",
    "video_description": "De brug is open #dam @burger_12",
    "title": "De brug is open #dam @burger_12",
    "duration": 21,
    "height": 1024,
    "width": 576,
    "like_count": 3,
    "comment_count": 4,
    "share_count": 2,
    "view_count": 99,
    "is_aigc": False,
}
OWNER = owner_of({"username": "voorbeelddam", "display_name": "Gemeente Voorbeelddam"})


def told(data: Any, code: str = "ok", status: int = 200) -> Exchange:
    body = orjson.dumps({"data": data, "error": {"code": code, "message": "Jan", "log_id": "1"}})
    return Exchange(at=NOON, status=status, headers=(), body=body)


def page(*videos: Any, **more: Any) -> Exchange:
    return told({"videos": [*videos], "cursor": 1, "has_more": False, **more})


class Asks:
    """Answers what it is given to answer, the last for ever."""

    is_signed_in = True

    def __init__(self, *answers: Exchange) -> None:
        self.answers = [*answers]
        self.asked: list[tuple[str, Any]] = []
        self.pauses = 0

    def get(self, address: str, headers: Any = None) -> Exchange:
        return self.post(address, None)

    def post(self, address: str, body: Any, headers: Any = None) -> Exchange:
        self.asked.append((address, body))
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def pause(self, attempt: int) -> None:
        self.pauses += 1

    def sign_in(self, token: Secret) -> None:
        """Take any."""


def feed(*answers: Exchange, held: Any = None, handle: str = "voorbeelddam") -> TikTokFeed:
    asks = Asks(told({"user": USER}), *answers)
    return TikTokFeed(
        handle, asks, KeepsNoAnswers(), held or HoldsNothing(), "https://api.example"
    )


def read(*pages: Exchange) -> tuple[list[Any], FeedReader]:
    reader = FeedReader(feed(*pages), HoldsNothing())
    return [*reader.scan()], reader


def video(**changed: Any) -> Any:
    return VideoReader(OWNER).video({**VIDEO, **changed}, PLACE)


# --- a video ------------------------------------------------------------------------------------


def test_a_video_is_read_as_its_export_is():
    item = video()
    assert item.native_id == "7612209338882523136"
    assert item.url == "https://www.tiktok.com/@voorbeelddam/video/7612209338882523136"
    assert item.created_at == "2026-03-01T09:00:00Z"
    assert item.html == "<p>De brug is open #dam @burger_12</p>"
    assert item.visibility is Visibility.PUBLIC
    assert [one.handle for one in item.persons] == ["burger_12"]
    assert (item.counts.likes, item.counts.replies, item.counts.reposts) == (3, 4, 2)
    assert [one.source for one in item.media] == ["7612209338882523136/cover.jpeg"]
    assert item.broken == ()


@pytest.mark.parametrize("field", ["id", "create_time"])
@pytest.mark.parametrize("value", [None, "", [], {}, True, "9" * 23, -(10**18), "٣"])
def test_a_video_without_number_or_moment_is_told_as_broken(field, value):
    entries, _ = read(page({**VIDEO, field: value}, {**VIDEO, "id": "7612209338882523137"}))
    assert [type(one) for one in entries] == [Broken, Scanned]
    assert "Jan" not in entries[0].reason.en


@pytest.mark.parametrize("value", [7, [], {}, False])
@pytest.mark.parametrize("field", sorted(VIDEO.keys() - {"id", "create_time", "is_aigc"}))
def test_another_field_that_is_odd_costs_itself_alone(field, value):
    item = video(**{field: value})
    is_right = isinstance(VIDEO[field], int) and value == 7
    assert item.broken == (() if is_right else (field,))
    assert item.native_id == VIDEO["id"]


def test_a_caption_that_only_the_title_has_is_read():
    assert video(video_description="").html == "<p>De brug is open #dam @burger_12</p>"
    assert video(video_description="", title="").html is None


@pytest.mark.parametrize("link", ["", None, "ftp://x.example/a", "javascript:alert(1)"])
def test_a_cover_without_a_link_is_none(link):
    assert video(cover_image_url=link).media == ()


def test_an_owner_without_a_name_is_none():
    for user in ({}, {"username": None}, {"username": " @ "}, {"username": 4}):
        with pytest.raises(Unreadable):
            owner_of(user)


# --- the list -----------------------------------------------------------------------------------


def test_a_list_is_read_to_its_end_by_the_cursor_that_it_gives():
    one, other = VIDEO, {**VIDEO, "id": "7612209338882523137"}
    made = feed(page(one, cursor=900, has_more=True), page(other))
    pages = [[orjson.loads(given.content)["id"] for given in some] for some in made.pages(None)]
    assert pages == [[one["id"]], [other["id"]]]
    bodies = [body for _, body in made._client._asks.asked[1:]]
    assert bodies == [{"max_count": 20}, {"max_count": 20, "cursor": 900}]


def test_a_list_is_read_no_further_down_than_is_wanted():
    made = feed(page(VIDEO, cursor=1_000_000, has_more=True))
    assert len([*made.pages(datetime(2026, 1, 1, tzinfo=UTC))]) == 1


@pytest.mark.parametrize(
    "more",
    [
        {"cursor": 900, "has_more": True},
        {"cursor": None, "has_more": True},
        {"cursor": "900", "has_more": True},
        {"cursor": None, "has_more": None},
        {"videos": None},
        {"videos": {"0": VIDEO}},
    ],
)
def test_a_list_that_leads_nowhere_breaks_off(more):
    entries, reader = read(page(VIDEO, cursor=900, has_more=True), page(VIDEO, **more))
    assert reader.broken_off is not None
    assert sum(isinstance(one, Scanned) and not one.is_again for one in entries) == 1


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"data":{}}', b"{" * 5000, b"\xff"])
def test_an_answer_that_makes_no_sense_is_asked_for_again_and_breaks_off(body):
    odd = Exchange(at=NOON, status=200, headers=(), body=body)
    made = feed(odd)
    with pytest.raises(NoAnswer):
        next(made.pages(None))
    assert len(made._client._asks.asked) == 4
    assert next(feed(odd, odd, page(VIDEO)).pages(None))


def test_what_is_no_video_in_a_list_is_told_as_broken():
    entries, _ = read(page(None, 4, [], VIDEO))
    assert [type(one) for one in entries] == [Broken, Broken, Broken, Scanned]


# --- look-ups -----------------------------------------------------------------------------------


def test_of_what_is_not_given_nothing_is_known():
    found = feed(page(VIDEO)).look_up([str(VIDEO["id"]), "7612209338882523199"])
    assert (set(found.given), found.missing) == ({VIDEO["id"]}, frozenset())


def test_a_name_by_moment_is_not_asked_for():
    made = feed(page(VIDEO))
    assert made.look_up(["voorbeelddam/post/2026-03-01T09:00:00Z"]).given == {}
    assert len(made._client._asks.asked) == 1


def test_another_video_than_was_asked_for_is_not_taken():
    assert feed(page(VIDEO)).look_up(["7612209338882523199"]).given == {}


def test_nothing_that_is_missing_counts_as_gone():
    class Held(HoldsNothing):
        def __init__(self) -> None:
            self.told: list[tuple[str, str]] = []

        def unseen(self, since: Any) -> Iterator[str]:
            return iter(["7612209338882523199"])

        def gone(self, native_id: str) -> None:
            self.told.append(("gone", native_id))

        def not_looked_at(self, native_id: str) -> None:
            self.told.append(("not_looked_at", native_id))

    held = Held()
    assert [*FeedReader(feed(page(VIDEO), held=held), held).scan()]
    assert held.told == [("not_looked_at", "7612209338882523199")]
    assert not TikTokFeed.tells_gone


# --- the account and its permission -------------------------------------------------------------


@pytest.mark.parametrize(
    "user",
    [{}, {**USER, "username": None}, {**USER, "open_id": 5}, {**USER, "username": "ander"}, None],
)
def test_an_account_that_is_not_told_or_another_is_not_read(user):
    asks = Asks(told({"user": user}))
    with pytest.raises(NotNow):
        TikTokFeed("voorbeelddam", asks, KeepsNoAnswers(), HoldsNothing(), "https://api.example")


def granted(*scopes: str) -> Granted:
    return Granted(token=Secret("act.x"), scopes=scopes or None)


def look(made: Granted, *answers: Exchange) -> list[str]:
    asks = Asks(*(answers or (told({"user": USER, "videos": []}),)))
    _, found = check(TikTokClient("https://api.example", asks), asks.sign_in, "Voorbeelddam", made)
    return [one.kind for one in found]


def test_a_permission_of_what_is_needed_is_right():
    assert look(granted(*NEEDED)) == []
    assert look(granted()) == ["scope_unknown"]


def test_a_permission_of_more_is_told():
    assert look(granted(*NEEDED, "video.publish")) == ["scope_too_wide"]


@pytest.mark.parametrize(
    "scope",
    ["portability.directmessages.single", "portability.all.ongoing", "message.list.read"],
)
def test_a_permission_of_messages_is_refused(scope):
    with pytest.raises(Refused) as refused:
        look(granted(*NEEDED, scope))
    assert refused.value.code == "CONNECT-902"


@pytest.mark.parametrize("code", ["internal_error", "something_new", "invalid_params"])
def test_trouble_while_connecting_is_no_verdict(code):
    with pytest.raises(NotNow):
        look(granted(*NEEDED), told({}, code, 400))
