"""Peaks in what is said: by hand-made series, so that each rule is seen to hold by itself."""

from datetime import date, timedelta

import pytest

from weerklank.appraise.peaks import (
    YARDSTICKS,
    Peak,
    Series,
    Step,
    peaks_of,
    usual_around,
    weekly,
)

MONDAY = date(2026, 1, 5)
#: Busy on Mondays, quiet in the weekend: twenty weeks of it.
RHYTHM = [40, 12, 10, 11, 9, 2, 1] * 20


def peaks(counts: list[int], step: Step = Step.DAY) -> list[Peak]:
    series = Series(MONDAY, Step.DAY, counts)
    if step is Step.WEEK:
        series = weekly(series)
    by = YARDSTICKS[step]
    return peaks_of(series, usual_around(series, by), by.bridged)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([0] * 100, []),
        ([7] * 100, []),
        (RHYTHM, []),
        # One single day among nothing; one reply too few of it is none.
        ([0] * 50 + [15] + [0] * 50, [(50, 50, 15)]),
        ([0] * 50 + [14] + [0] * 50, []),
        # Much, but among as much; and three times as much.
        ([30, 34, 28, 33] * 20 + [60] + [31, 29, 35] * 10, []),
        ([30, 34, 28, 33] * 20 + [120] + [31, 29, 35] * 10, [(80, 80, 120)]),
        # A Monday as always is none, the same on a Sunday is one.
        ([*RHYTHM[:76], 40, *RHYTHM[77:]], [(76, 76, 40)]),
        # Three days, of which one in between was quiet, are one peak.
        ([2] * 50 + [50, 3, 80] + [2] * 50, [(50, 52, 133)]),
        ([2] * 50 + [50] + [2] * 20 + [80] + [2] * 50, [(50, 50, 50), (71, 71, 80)]),
        # An event of a week does not become the usual; growth is none.
        ([2] * 50 + [40] * 7 + [2] * 50, [(50, 56, 280)]),
        ([5] * 60 + [14] * 60, []),
        # At the edges only one side tells; too little around it tells nothing.
        ([0] * 30 + [40], [(30, 30, 40)]),
        ([0] * 13 + [40], []),
        ([40], []),
        ([], []),
    ],
)
def test_a_peak_is_far_above_what_is_usual_around_it(
    counts: list[int], expected: list[tuple[int, int, int]]
) -> None:
    found = [
        ((one.first - MONDAY).days, (one.last - MONDAY).days, one.count) for one in peaks(counts)
    ]
    assert found == expected


def test_a_peak_tells_how_many_times_the_usual_it_is() -> None:
    (peak,) = peaks([5] * 40 + [60, 30] + [5] * 40)
    assert (peak.top, peak.top_count) == (MONDAY + timedelta(days=40), 60)
    assert (peak.usual, peak.times) == (10.0, 9.0)
    (alone,) = peaks([0] * 40 + [25] + [0] * 40)
    assert (alone.usual, alone.times) == (0.0, 25.0)


def test_a_week_counts_what_no_day_of_it_shows() -> None:
    slow = [*([1] * 70), *([9] * 7), *([1] * 70)]
    assert peaks(slow) == []
    (peak,) = peaks(slow, Step.WEEK)
    assert (peak.first, peak.last) == (MONDAY + timedelta(70), MONDAY + timedelta(76))
    assert (peak.count, peak.usual) == (63, 7.0)
    assert peaks(RHYTHM, Step.WEEK) == []


def test_weeks_begin_on_monday_whatever_day_a_series_begins_on() -> None:
    series = weekly(Series(date(2026, 1, 9), Step.DAY, [1, 2, 3, 4, 5]))
    assert (series.start, [*series.counts]) == (MONDAY, [6, 9])
    assert series.day(1) == date(2026, 1, 12)


def test_ten_years_of_days_are_looked_at_quickly_and_by_what_is_near_alone() -> None:
    years = RHYTHM * 26  # 3,640 days
    years[2000] = 900
    (peak,) = peaks(years)
    assert peak.first == MONDAY + timedelta(2000)
    # What lies far away changes nothing.
    shorter = peaks(years[1500:2500])
    assert [one.count for one in shorter] == [peak.count]
