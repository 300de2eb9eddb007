"""A pointer into an answer is kept when it is made of field names and indices."""

import pytest

from weerklank.minimise.envelope import answer_place
from weerklank.model.raw import RawPlace


@pytest.mark.parametrize("pointer", ["", "/0", "/12/status", "/descendants/3", "/a/b_c/0"])
def test_field_names_and_indices_are_kept(pointer: str) -> None:
    assert answer_place(RawPlace(number=3, pointer=pointer)).pointer == pointer


@pytest.mark.parametrize(
    "pointer", ["/@trijntje", "/1108230000", "/Trijntje", "/01", "x", "/a-b", "/did:plc:abc"]
)
def test_anything_else_is_left_out(pointer: str) -> None:
    place = answer_place(RawPlace(number=3, pointer=pointer))
    assert (place.number, place.pointer) == (3, None)
