"""Bars beside values: tables of cases; what is not checked is never fine."""

import math
from datetime import date

import pytest

from weerklank.completeness.judge import (
    band_of,
    bars_on,
    fits,
    is_lower,
    judged,
    percent,
    verdict,
    weakest_of,
)
from weerklank.model.completeness import (
    Better,
    Check,
    Lowered,
    Measured,
    Quality,
    Unit,
    Verdict,
)
from weerklank.model.text import verbatim

BELOW, IN_BAND, FULL, NOT = Verdict.BELOW, Verdict.IN_BAND, Verdict.FULL, Verdict.NOT_CHECKED
DAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("value", "minimum", "full", "better", "expected"),
    [
        (100.0, 80.0, 100.0, Better.MORE, FULL),
        (99.9, 80.0, 100.0, Better.MORE, IN_BAND),
        (80.0, 80.0, 100.0, Better.MORE, IN_BAND),
        (79.9, 80.0, 100.0, Better.MORE, BELOW),
        (0.0, 80.0, 100.0, Better.MORE, BELOW),
        (0.0, None, 100.0, Better.MORE, IN_BAND),
        (0.0, 0.0, 100.0, Better.MORE, IN_BAND),
        (100.0, 100.0, 100.0, Better.MORE, FULL),
        (99.9, 100.0, 100.0, Better.MORE, BELOW),
        (0.0, 31.0, 7.0, Better.LESS, FULL),
        (7.0, 31.0, 7.0, Better.LESS, FULL),
        (7.1, 31.0, 7.0, Better.LESS, IN_BAND),
        (31.0, 31.0, 7.0, Better.LESS, IN_BAND),
        (31.1, 31.0, 7.0, Better.LESS, BELOW),
        (9999.0, None, 7.0, Better.LESS, IN_BAND),
        (0.0, 0.0, 0.0, Better.LESS, FULL),
        (1.0, 0.0, 0.0, Better.LESS, BELOW),
        (None, 80.0, 100.0, Better.MORE, NOT),
        (None, None, 100.0, Better.MORE, NOT),
        (None, 31.0, 7.0, Better.LESS, NOT),
        (math.nan, None, 0.0, Better.MORE, NOT),
        (math.inf, None, 0.0, Better.MORE, NOT),
    ],
)
def test_verdict(
    value: float | None, minimum: float | None, full: float, better: Better, expected: Verdict
) -> None:
    assert verdict(value, minimum, full, better) is expected


def check(lowered: Lowered | None = None) -> Check:
    return Check(
        id="replies",
        quality=Quality.AVAILABLE,
        name=verbatim("replies"),
        what=verbatim("replies held"),
        unit=Unit.PERCENT,
        better=Better.MORE,
        minimum=80.0,
        full=100.0,
        source=verbatim("ours"),
        lowered=lowered,
    )


@pytest.mark.parametrize(
    ("day", "minimum", "full", "expected"),
    [
        (date(2026, 12, 31), 50.0, 100.0, IN_BAND),
        (date(2027, 1, 1), 80.0, 100.0, BELOW),
    ],
)
def test_a_lower_minimum_ends(day: date, minimum: float, full: float, expected: Verdict) -> None:
    lowered = check(Lowered(minimum=50.0, until=date(2026, 12, 31), reason="Geen recht."))
    assert bars_on(lowered, day) == (minimum, full)
    assert judged(lowered, Measured(value=60.0), day).verdict is expected


def test_a_lower_full_ends_with_it() -> None:
    lowered = check(Lowered(minimum=None, full=50.0, until=DAY, reason="Proef."))
    assert judged(lowered, Measured(value=60.0), DAY).verdict is FULL
    assert judged(lowered, Measured(value=60.0), date(2026, 11, 28)).verdict is BELOW


@pytest.mark.parametrize(
    ("measured", "weakest", "empty"),
    [
        ([Measured(value=100.0)], FULL, 0),
        ([Measured(value=100.0), Measured(value=90.0)], IN_BAND, 0),
        ([Measured(value=100.0), Measured(value=None)], NOT, 0),
        ([Measured(value=90.0), Measured(value=None)], NOT, 0),
        ([Measured(value=10.0), Measured(value=None)], BELOW, 0),
        ([Measured(value=100.0), Measured(value=None, is_empty=True)], FULL, 1),
        ([Measured(value=None, is_empty=True)], NOT, 1),
        ([], NOT, 0),
    ],
)
def test_the_weakest_point_counts(measured: list[Measured], weakest: Verdict, empty: int) -> None:
    band = band_of(judged(check(), one, DAY) for one in measured)
    assert (band.weakest, band.empty) == (weakest, empty)
    assert sum(band.counts.values()) == len(measured)


def test_nothing_is_weaker_than_below_and_nothing_unchecked_is_fine() -> None:
    assert weakest_of([FULL, NOT, IN_BAND, BELOW]) is BELOW
    assert weakest_of([FULL, NOT, IN_BAND]) is NOT
    assert weakest_of([]) is NOT


@pytest.mark.parametrize(
    ("holding", "of", "expected"),
    [(1, 1, 100.0), (9999, 10_000, 99.9), (0, 5, 0.0), (2, 3, 66.6), (1_999_999, 2_000_000, 99.9)],
)
def test_a_share_is_rounded_down(holding: int, of: int, expected: float) -> None:
    assert percent(holding, of) == expected


@pytest.mark.parametrize(
    ("bar", "than", "better", "expected"),
    [
        (70.0, 80.0, Better.MORE, True),
        (80.0, 80.0, Better.MORE, False),
        (90.0, 80.0, Better.MORE, False),
        (None, 80.0, Better.MORE, True),
        (0.0, None, Better.MORE, False),
        (None, None, Better.LESS, False),
        (40.0, 31.0, Better.LESS, True),
        (20.0, 31.0, Better.LESS, False),
    ],
)
def test_what_asks_less(
    bar: float | None, than: float | None, better: Better, *, expected: bool
) -> None:
    assert is_lower(bar, than, better) is expected


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (100.0, Unit.PERCENT, True),
        (100.1, Unit.PERCENT, False),
        (-0.1, Unit.DAYS, False),
        (366.0, Unit.DAYS, True),
        (math.nan, Unit.COUNT, False),
        (math.inf, Unit.COUNT, False),
    ],
)
def test_what_a_bar_can_be(value: float, unit: Unit, *, expected: bool) -> None:
    assert fits(value, unit) is expected
