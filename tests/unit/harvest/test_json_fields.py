"""A field that can't be read costs itself alone."""

import pytest

from weerklank.harvest.json_array import TOO_DEEP
from weerklank.harvest.json_fields import (
    NO_JSON,
    NO_OBJECT,
    Fields,
    number_of,
    number_written,
    parse,
    parse_object,
    texts_in,
)
from weerklank.harvest.moment import moment, moment_of_seconds
from weerklank.harvest.port import Unreadable


def refused(read, value):
    with pytest.raises(Unreadable) as told:
        read(value)
    return told.value.reason


def test_half_a_surrogate_becomes_the_sign_for_what_is_lost():
    assert parse(rb'{"a":"\ud83dx\ud83d\ude00"}') == {"a": "\ufffdx\U0001f600"}


def test_what_is_no_object_says_why():
    assert refused(parse_object, b"[1]") == NO_OBJECT
    assert refused(parse_object, b"{") == NO_JSON
    assert refused(parse_object, b'{"a":"\xff"}') == NO_JSON
    assert refused(parse_object, b'{"a":' * 200 + b"1" + b"}" * 200) == TOO_DEEP


def test_numbers_may_be_written_as_text():
    assert [number_of(one) for one in (5, "5", True, None, 5.5)] == [5, None, None, None, None]
    written = (5, "5", "", "-1", "5a", "9" * 30, "\u0665", True)
    assert [number_written(one) for one in written] == [5, 5, *[None] * 6]


def test_fields_name_what_they_could_not_read():
    fields = Fields(
        {"a": 1, "b": "x", "c": [1, {}], "d": "2026-01-01", "e": "no", "f": "5", "g": 0, "h": {}}
    )
    assert fields.text("a") is None
    assert fields.text("b") == "x"
    assert fields.objects("c") == [("c/1", {})]
    assert fields.moment("d") == "2026-01-01T00:00:00Z"
    assert fields.moment("e") is None
    assert (fields.number("f"), fields.number_written("f")) == (None, 5)
    fields.expect_truth("g")
    assert fields.object("h") == {}
    assert fields.broken == ["a", "c/0", "e", "f", "g"]


def test_texts_are_found_at_any_depth():
    assert list(texts_in({"a": ["x", {"b": "y"}, 1], "c": None})) == ["x", "y"]


def test_moments_come_in_one_form():
    assert moment("2026-01-01T12:00:00.5+01:00") == "2026-01-01T11:00:00Z"
    assert moment_of_seconds(1_767_225_600) == "2026-01-01T00:00:00Z"
    for odd in (None, True, "1767225600", 1e30, float("nan")):
        refused(moment_of_seconds, odd)
