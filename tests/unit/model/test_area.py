"""A part of a picture: how it is given, in which pixels it ends, and what covers it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerklank.model.area import WHOLE, Area, area_of, is_covered, listed_area, read_area


@pytest.mark.parametrize(
    ("said", "area"),
    [
        ("10;20;30;12.5", Area(1000, 2000, 3000, 1250)),
        (" 10 ;20,5;30;12", Area(1000, 2050, 3000, 1200)),
        # No smaller by rounding, and not over the edge.
        ("0.001;0;0.001;100", Area(0, 0, 1, 10_000)),
        ("33.333;0;33.333;1", Area(3333, 0, 3334, 100)),
        ("90;90;30;30", Area(9000, 9000, 1000, 1000)),
    ],
)
def test_it_is_given_in_per_cent(said: str, area: Area) -> None:
    assert read_area(said) == area
    assert listed_area(area.listed) == area
    assert read_area(";".join(area.percents)) == area


@pytest.mark.parametrize(
    "said",
    [
        *("", "1;2;3", "1;2;3;4;5", "-1;0;5;5", "0;0;0;5", "100;0;5;5", "a;0;5;5", "NaN;0;1;1"),
        *("0;0;Infinity;1", "0;0;5;-1", "1e9999;0;1;1", "0;0;1e999999999;1"),
    ],
)
def test_what_is_no_part_is_none(said: str) -> None:
    assert read_area(said) is None


def test_it_covers_each_pixel_that_it_touches() -> None:
    assert Area(1000, 0, 1, WHOLE).pixels(7, 3) == (0, 0, 0, 2)
    assert Area(3333, 5000, 3334, 5000).pixels(100, 3) == (33, 1, 66, 2)
    assert Area(0, 0, WHOLE, WHOLE).pixels(4000, 1) == (0, 0, 3999, 0)
    assert area_of("99.99", "99.99", "1", "1") == Area(9999, 9999, 1, 1)


@given(st.lists(st.tuples(*[st.integers(0, 9)] * 2, *[st.integers(1, 4)] * 2), max_size=5))
def test_it_is_covered_where_no_place_of_it_stands_beside_the_others(rows: list) -> None:
    areas = [Area(x, y, w, h) for x, y, w, h in rows]
    one = Area(2, 2, 6, 6)
    places = {(x, y) for x in range(2, 8) for y in range(2, 8)}
    for other in areas:
        places -= {
            (x, y) for x in range(other.left, other.right) for y in range(other.top, other.bottom)
        }
    assert is_covered(one, areas) is (not places)
