"""Lines that are read together are judged as each would be alone."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerklank.integrity.verify import canonical_lines
from weerklank.integrity.verify.canonical_lines import read_one, read_together

GOOD = [b'{"a":1}', b'{"a":[1,{"b":"\xc3\xab"}],"c":null}', b"{}"]
#: Each is no canonical form of one object.
BAD = [
    b"",
    b"1",
    b"null",
    b"[{}]",
    b"{},{}",
    b'{"a":1',
    b'"a":1}',
    b'{"a": 1}',
    b'{"b":1,"a":1}',
    b'{"a":1,"a":1}',
    b'{"a":1.0e1}',
    b'{"a":"\\u00eb"}',
    b'{"a":"\\/"}',
    b'{"a":"\xff"}',
    b' {"a":1}',
    b'{"a":1}\r',
]


def test_good_lines_are_given_as_objects() -> None:
    assert read_together(GOOD) == [orjson.loads(line) for line in GOOD]
    assert [read_one(line) for line in GOOD] == [(orjson.loads(line), True) for line in GOOD]


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("place", [0, 1, 3])
def test_one_bad_line_is_seen_among_good_ones(bad: bytes, place: int) -> None:
    assert read_one(bad)[1] is False
    assert read_together([*GOOD[:place], bad, *GOOD[place:]]) is None
    assert read_together([bad]) is None


def test_no_value_begins_in_one_line_and_ends_in_another() -> None:
    assert read_together([b'{"a":[1', b'2],"b":3}']) is None
    assert read_together([b"{},{}", b"{}"]) is None
    # Who knew what stands between lines could write it into one; so it is drawn anew.
    seam = canonical_lines._SEAM
    assert read_together([b"{}" + seam + b"{}", b"{}"]) is None
    assert len(seam) > 16


@given(st.lists(st.sampled_from([*GOOD, *BAD]), min_size=1, max_size=6))
def test_together_is_the_same_as_one_by_one(lines: list[bytes]) -> None:
    alone = [read_one(line) for line in lines]
    due = [value for value, _ in alone] if all(good for _, good in alone) else None
    assert read_together(lines) == due
