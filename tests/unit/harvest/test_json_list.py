"""The objects of a JSON list in a file are given one by one, and what is broken is named."""

import io

import pytest

from weerklank.harvest.json_array import (
    ENDS_INSIDE,
    LARGEST_OBJECT,
    NOT_CLOSED,
    TOO_LARGE,
    BrokenPiece,
)
from weerklank.harvest.json_fields import NO_JSON, parse_object
from weerklank.harvest.json_list import NO_LIST, JsonList
from weerklank.harvest.port import Unreadable


class Trickle(io.BytesIO):
    """Gives no more than a few bytes at a time."""

    def read(self, size=-1):
        return super().read(min(size, 7) if size >= 0 else 7)


def read(content, stream=io.BytesIO, **how):
    found = JsonList(stream(content))
    pieces = found.objects(parse_object, lambda one: "tweet" in one or "id" in one, **how)
    return found.name, [p.reason if isinstance(p, BrokenPiece) else p[1] for p in pieces]


@pytest.mark.parametrize("stream", [io.BytesIO, Trickle])
@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"", ""),
        (b"\xef\xbb\xbf \n", ""),
        (b"window.YTD.tweets.part0 = ", "window.YTD.tweets.part0"),
        (b"window.YTD.tweet.part12=\n", "window.YTD.tweet.part12"),
        (b"// Over dit bestand [\n\n// Meer\nvar tweets = ", "tweets"),
    ],
)
def test_a_list_is_read_behind_whatever_names_it(head, name, stream):
    content = head + b'[ {\n "tweet" : {"id":"1"}\n}, {"tweet":{"media":[{"id":1},{"id":2}]}} ]\n'
    assert read(content, stream) == (
        name,
        [{"tweet": {"id": "1"}}, {"tweet": {"media": [{"id": 1}, {"id": 2}]}}],
    )


def test_an_empty_list_has_no_objects():
    assert read(b"window.YTD.tweets.part0 = [ ]") == ("window.YTD.tweets.part0", [])


def test_one_object_stands_for_a_list_of_one():
    assert read(b'{"id":1,"in":[{"id":2}]}')[1] == [{"id": 1, "in": [{"id": 2}]}]


@pytest.mark.parametrize(
    "content", [b"", b"  ", b"null", b'"[{}]"', b"window.alert(1); [{}]", b"<html>["]
)
def test_what_is_no_list_says_so(content):
    with pytest.raises(Unreadable) as told:
        JsonList(io.BytesIO(content))
    assert told.value.reason == NO_LIST


def test_a_broken_object_costs_itself_alone():
    content = b'[{"id":1},{"id":2,"x":},{"id":3},{"id":4'
    assert read(content)[1] == [{"id": 1}, NO_JSON, {"id": 3}, ENDS_INSIDE]


def test_half_a_file_gives_what_came_before():
    assert read(b'[{"id":1},{"id":2}')[1] == [{"id": 1}, {"id": 2}, NOT_CLOSED]


def test_an_object_beyond_all_measure_is_named_and_the_next_one_found():
    huge = b'{"id":1,"text":"' + b"x" * (LARGEST_OBJECT + (2 << 20)) + b'"}'
    assert read(b"[" + huge + b',{"id":2}]')[1] == [TOO_LARGE, {"id": 2}]


def test_objects_that_begin_otherwise_are_read_as_well():
    content = b'[{"id":1},{"source":"x","id":2},{"id":3}]'
    assert [one["id"] for one in read(content)[1]] == [1, 2, 3]
    assert [one["id"] for one in read(content, first_keys=(b"id", b"source"))[1]] == [1, 2, 3]
