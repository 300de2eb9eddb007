"""Records of Meta's APIs are read, or refused in words of ours, whatever stands in a field."""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest

from weerklank.connectors.facebook.api_records import FacebookApiRecords
from weerklank.connectors.instagram.api_records import InstagramApiRecords
from weerklank.connectors.threads.api_records import ThreadsApiRecords
from weerklank.harvest.feed import Given
from weerklank.harvest.meta_feed import ReadRecord, beside
from weerklank.harvest.meta_records import name_of
from weerklank.harvest.port import Unreadable
from weerklank.model.item import ItemKind, Visibility
from weerklank.model.raw import Passed, RawItem

Json = dict[str, Any]
ODD = [
    None,
    True,
    7,
    -1,
    10**30,
    1.5,
    "",
    "x",
    "\x00\ud7ff",
    [],
    [1],
    [[]],
    {},
    {"a": 1},
    "y" * 5000,
]
#: Without these nobody can say which item it is, or of when; 0 is the first of several files.
NEEDED = {"id", "timestamp", "created_time", 0}
WHEN = "2026-01-01T12:00:00+0000"
ACCOUNT = Given(b"{}", 1, "")


def given(record: Json, **told: str) -> Given:
    return Given(json.dumps(record).encode(), 2, "/data/0", beside(**told))


INSTAGRAM = InstagramApiRecords({"user_id": "17841", "name": "Gemeente"}, ACCOUNT, "gemeente")
FACEBOOK = FacebookApiRecords(
    {"id": "100", "name": "Gemeente", "link": "https://www.facebook.com/gemeente"},
    ACCOUNT,
    "gemeente",
)
THREADS = ThreadsApiRecords({"id": "240", "name": "Gemeente"}, ACCOUNT, "gemeente")
CHILD = {
    "id": "61",
    "media_type": "IMAGE",
    "media_url": "https://c.example/a.jpg",
    "alt_text": "A",
}
MEDIA: Json = {
    **CHILD,
    "id": "50",
    "media_product_type": "FEED",
    "caption": "Dag @iemand, zie https://www.instagram.com/ander",
    "permalink": "https://www.instagram.com/p/C50/",
    "timestamp": WHEN,
    "username": "gemeente",
    "is_comment_enabled": True,
    "like_count": 3,
    "comments_count": 2,
    "children": {"data": [CHILD, {**CHILD, "id": "62"}], "paging": {}},
}
COMMENT: Json = {
    "id": "71",
    "text": "Dag @gemeente",
    "timestamp": WHEN,
    "hidden": False,
    "like_count": 0,
    "parent_id": "70",
    "username": "iemand",
    "from": {"id": "680", "username": "iemand"},
    "replies": {"data": []},
}
PART: Json = {
    "media_type": "photo",
    "type": "photo",
    "title": "T",
    "description": "D",
    "media": {"image": {"src": "https://c.example/a.jpg", "height": 1, "width": 1}},
    "target": {"id": "801"},
}
LINK: Json = {
    "media_type": "link",
    "type": "share",
    "unshimmed_url": "https://www.elders.example/",
}
POST: Json = {
    "id": "100_50",
    "created_time": WHEN,
    "message": "Dag Iemand Anders",
    "message_tags": [{"id": "9", "name": "Iemand Anders", "type": "user", "offset": 4}],
    "permalink_url": "https://www.facebook.com/100/posts/50",
    "is_hidden": False,
    "privacy": {"value": "EVERYONE"},
    "from": {"id": "100"},
    "attachments": {"data": [{**PART, "subattachments": {"data": [PART]}}, LINK]},
    "shares": {"count": 1},
    "reactions": {"data": [], "summary": {"total_count": 4}},
    "comments": {"data": [], "summary": {"total_count": 1}},
}
REPLY: Json = {
    "id": "50_71",
    "created_time": WHEN,
    "message": "Ja",
    "message_tags": {"0": [{"id": "9", "name": "Iemand Anders"}]},
    "from": {"id": "700", "name": "Iemand Anders"},
    "parent": {"id": "50_70"},
    "is_hidden": False,
    "like_count": 0,
    "comment_count": 0,
    "attachment": PART,
}
THREAD: Json = {
    **CHILD,
    "id": "50",
    "text": "Dag @iemand",
    "permalink": "https://www.threads.com/@gemeente/post/D50",
    "timestamp": WHEN,
    "username": "gemeente",
    "children": {"data": [CHILD]},
    "is_quote_post": True,
    "quoted_post": {"id": "51"},
    "reposted_post": {"id": "52"},
    "link_attachment_url": "https://www.elders.example/",
    "poll_attachment": {"option_a": "Ja", "option_b": "Nee", "total_votes": 3},
    "is_reply": True,
    "root_post": {"id": "40"},
    "replied_to": {"id": "41"},
    "hide_status": "NOT_HUSHED",
}

Read = Callable[[Json], Any]
READERS: dict[str, tuple[Json, Read]] = {
    "instagram media": (MEDIA, lambda one: INSTAGRAM.media(given(one))),
    "instagram comment": (COMMENT, lambda one: INSTAGRAM.comment(given(one, parent="50"))),
    "facebook post": (POST, lambda one: FACEBOOK.post(given(one))),
    "facebook comment": (REPLY, lambda one: FACEBOOK.comment(given(one, post="100_50"))),
    "threads post": (THREAD, lambda one: THREADS.media(given(one), is_listed=True)),
    "threads reply": (THREAD, lambda one: THREADS.media(given(one, post="9"), is_listed=False)),
}


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give every place in a record."""
    if path:
        yield path
    inner = value.items() if isinstance(value, dict) else []
    inner = enumerate(value) if isinstance(value, list) else inner
    for key, one in inner:
        yield from places(one, (*path, key))


def changed(record: Json, path: tuple[Any, ...], value: Any) -> Json:
    made: Any = deepcopy(record)
    holder = made
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    return dict(made)


def without(record: Json, path: tuple[Any, ...]) -> Json:
    made: Any = deepcopy(record)
    holder = made
    for key in path[:-1]:
        holder = holder[key]
    del holder[path[-1]]
    return dict(made)


@pytest.mark.parametrize("name", READERS)
def test_whatever_stands_in_a_field_is_read_or_refused(name):
    record, read = READERS[name]
    for path in places(record):
        for value in ODD:
            try:
                assert read(changed(record, path, value)) is not None
            except Unreadable:
                assert path[-1] in NEEDED
        try:
            assert read(without(record, path)) is not None
        except Unreadable:
            assert path[-1] in NEEDED


def item_of(found: Any) -> RawItem:
    whole = found[0] if isinstance(found, tuple) else found
    assert isinstance(whole, ReadRecord)
    return whole.item


def test_a_post_of_several_is_called_by_its_first():
    assert name_of(MEDIA) == "61"
    assert name_of({**MEDIA, "children": {"data": []}}) == "50"
    item = item_of(READERS["instagram media"][1](MEDIA))
    assert [one.source for one in item.media] == ["61.jpg", "62.jpg"]
    assert {one.handle for one in item.persons} == {"iemand"}


def test_what_answers_the_post_answers_it_by_the_name_of_the_archive():
    told = given({**COMMENT, "parent_id": None}, parent="50", number="50", post="61")
    assert INSTAGRAM.comment(told).item.refs[0].native_id == "61"


def test_of_who_is_not_told_each_is_somebody_of_their_own():
    people = set()
    for number in ("71", "72"):
        record = {"id": number, "timestamp": WHEN, "text": "x"}
        people.add(INSTAGRAM.comment(given(record)).item.author)
        people.add(FACEBOOK.comment(given({**REPLY, "id": number, "from": None})).item.author)
        record = {**THREAD, "id": number, "children": None, "username": None}
        people.add(item_of(THREADS.media(given(record), is_listed=False)).author)
    assert len(people) == 6
    assert all(one.user_id for one in people)


def test_a_post_of_somebody_else_on_the_page_is_passed_over():
    assert isinstance(FACEBOOK.post(given({**POST, "from": {"id": "999"}})), Passed)


def test_who_is_tagged_takes_part():
    item = item_of(FACEBOOK.post(given(POST)))
    assert "Iemand Anders" in {one.display_name for one in item.persons}
    assert FACEBOOK.comment(given(REPLY)).item.persons


def test_the_title_of_a_link_to_a_profile_is_a_name():
    link = {**LINK, "unshimmed_url": "https://www.facebook.com/jan.derde", "title": "Jan Derde"}
    record = {**POST, "attachments": {"data": [link]}}
    assert "Jan Derde" in {
        one.display_name for one in item_of(FACEBOOK.post(given(record))).persons
    }
    reply = {**REPLY, "attachment": link}
    assert "Jan Derde" in {one.display_name for one in FACEBOOK.comment(given(reply)).item.persons}


def test_kinds_and_who_sees_what():
    story = item_of(INSTAGRAM.media(given({**MEDIA, "media_product_type": "STORY"})))
    assert story.kind is ItemKind.STORY
    hidden = INSTAGRAM.comment(given({**COMMENT, "hidden": True})).item
    assert hidden.visibility is Visibility.FOLLOWERS
    assert (
        item_of(FACEBOOK.post(given({**POST, "is_hidden": True}))).visibility
        is Visibility.FOLLOWERS
    )
    repost = {**THREAD, "media_type": "REPOST_FACADE", "children": None}
    assert item_of(THREADS.media(given(repost), is_listed=True)).kind is ItemKind.BOOST


def test_a_file_without_an_address_is_withheld_and_words_alone_are_not():
    _, withheld = INSTAGRAM.media(given({**MEDIA, "children": None, "media_url": None}))
    assert withheld == 1
    words = {"id": "5", "media_type": "TEXT_POST", "timestamp": WHEN, "text": "Ja"}
    assert THREADS.media(given(words), is_listed=True)[1] == 0
