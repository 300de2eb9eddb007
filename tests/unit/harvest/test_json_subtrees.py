"""Parts of one JSON file are read, and the rest is stepped over undecoded."""

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerklank.harvest import json_subtrees
from weerklank.harvest.json_array import ENDS_INSIDE, NOT_READ, TOO_DEEP, TOO_LARGE
from weerklank.harvest.json_subtrees import BrokenValue, Found, SteppedOver, Subtrees, Take

WANTED = {"a": {"list": Take.EACH, "whole": Take.WHOLE}}


class Sips:
    """A stream that gives a few bytes at a time, whatever is asked for."""

    def __init__(self, content: bytes, size: int) -> None:
        self._content = io.BytesIO(content)
        self._size = size

    def read(self, size: int) -> bytes:
        return self._content.read(min(size, self._size))


def walk(
    content: bytes, size: int = 1 << 20, *, wanted: Any = None, largest: int = 1 << 20
) -> Any:
    subtrees = Subtrees(Sips(content, size), wanted or WANTED, largest=largest)
    return list(subtrees), subtrees


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from(['"', "\\", "}]{["]),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(st.lists(VALUES, max_size=5), VALUES, VALUES, st.integers(1, 9), st.booleans())
def test_every_wanted_value_comes_as_it_is(values, whole, other, size, spaced):
    file = {"x": other, "a": {"y": other, "list": values, "whole": whole}, "z": other}
    content = json.dumps(file, indent=2 if spaced else None).encode()
    found, subtrees = walk(content, size)
    wanted = [one for one in found if isinstance(one, Found)]
    assert [json.loads(one.content) for one in wanted[:-1]] == values
    assert json.loads(wanted[-1].content) == whole
    stepped = [one.place for one in found if isinstance(one, SteppedOver)]
    assert stepped == [("x",), ("a", "y"), ("z",)]
    assert subtrees.broken is None
    assert subtrees.met == {("a",), ("a", "list"), ("a", "whole")}


def test_what_is_stepped_over_is_never_decoded(monkeypatch):
    decoded = []
    real = json_subtrees.orjson.loads
    monkeypatch.setattr(
        json_subtrees, "orjson", type("Spy", (), {"loads": lambda c: decoded.append(c) or real(c)})
    )
    file = {"b": {"Chat with KANARIE": [{"Content": "KANARIE"}]}, "a": {"list": [{"x": 1}]}}
    walk(json.dumps(file).encode(), 7)
    assert decoded == [b'"b"', b'"a"', b'"list"']


def test_entries_of_lists_are_counted_at_any_depth():
    file = {"b": {"one": [{"x": {}}, {}, 3], "two": {"deep": [[{}]]}}, "a": None}
    found, _ = walk(json.dumps(file).encode(), 3)
    assert found == [SteppedOver(("b",), 3)]


@pytest.mark.parametrize("size", [1, 5, 1 << 20])
@pytest.mark.parametrize("cut", range(1, 60))
def test_half_a_file_gives_what_came_before(size, cut):
    whole = json.dumps({"b": [{"q": '"\\'}], "a": {"list": [{"n": 1}, {"n": "}"}, {"n": 3}]}})
    found, subtrees = walk(whole.encode()[:cut], size)
    assert subtrees.broken in ((ENDS_INSIDE, None) if cut >= len(whole) else (ENDS_INSIDE,))
    texts = [one.content for one in found if isinstance(one, Found)]
    assert [b'{"n": 1}', b'{"n": "}"}', b'{"n": 3}'][: len(texts)] == texts


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"[]", NOT_READ),
        (b'{"a" 1}', NOT_READ),
        (b'{"b": [1}}', NOT_READ),
        (b"{'b': 1}", NOT_READ),
        (b'{"b": }', NOT_READ),
        (b'{"b": 1 2}', NOT_READ),
        (b'{"a": {"list": [1 2]}}', NOT_READ),
        (b'{"b": ' + b"[" * 2_000, TOO_DEEP),
        (b"", ENDS_INSIDE),
    ],
)
def test_what_is_no_json_ends_it(content, reason):
    assert walk(content)[1].broken == reason


def test_a_value_that_is_too_large_costs_itself():
    file = {"a": {"list": ["x" * 5_000, "y"]}}
    for size in (100, 1 << 20):
        found, subtrees = walk(json.dumps(file).encode(), size, largest=1_000)
        assert isinstance(found[0], BrokenValue)
        assert found[0].piece.reason == TOO_LARGE
        assert found[1] == Found(("a", "list"), b'"y"')
        assert subtrees.broken is None


def test_a_long_name_is_no_name_that_is_asked_for():
    found, subtrees = walk(b'{"' + b"a" * 5_000 + b'": {"list": [1]}, "a": {"list": [2]}}', 64)
    assert [one.content for one in found if isinstance(one, Found)] == [b"2"]
    assert subtrees.broken is None


def test_a_mark_of_byte_order_and_null_are_no_obstacle():
    found, subtrees = walk(b'\xef\xbb\xbf {"a": {"list": null, "whole": null}}')
    assert found == [Found(("a", "whole"), b"null")]
    assert ("a", "list") in subtrees.met
    found, _ = walk(b'{"a": {"list": {"only": 1}}}')
    assert found == [Found(("a", "list"), b'{"only": 1}')]


def test_memory_is_that_of_a_piece(monkeypatch):
    longest = 0

    class Endless:
        left = 2_000

        def read(self, size):
            nonlocal longest
            self.left -= 1
            if self.left == 1_999:
                return b'{"b": "'
            return b"x" * size if self.left > 0 else b'"}'[: max(0, 2 + self.left)]

    monkeypatch.setattr(json_subtrees, "_READ", 1 << 10)
    subtrees = Subtrees(Endless(), WANTED, largest=100)
    for _ in subtrees:
        longest = max(longest, len(subtrees._text._buffer))
    assert longest < 5 << 10
