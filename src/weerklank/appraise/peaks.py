"""Peaks: where far more was said than is usual, by robust statistics.

A step (a day, or a week) is held against those around it, on both sides, by their median and the
median of their distances to it (MAD): one busy day, or a week of them, moves neither. A day is
held against the same day of the weeks around it too, and the higher of the two levels counts, so
that a rhythm is no peak. The numbers are a choice of our own (docs/adr/0118).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median

#: What makes a MAD an estimate of the standard deviation, were the numbers normal.
_AS_DEVIATION = 1.4826


class Step(StrEnum):
    """How long a step of a series lasts."""

    DAY = "day"
    WEEK = "week"

    @property
    def days(self) -> int:
        """Give its length in days."""
        return 1 if self is Step.DAY else 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Yardstick:
    """From where on a step is a peak: all of it must hold."""

    #: Steps on each side that a step is held against.
    around: int
    #: Steps of these that there must be; with fewer nothing is said.
    enough: int
    #: Steps after which a rhythm comes back, and how many times on each side; 0 for no rhythm.
    rhythm: int
    times_back: int
    #: How many there must be at least.
    least: int
    #: How many times the usual level it must be at least.
    times: float
    #: How many deviations above the usual level it must be at least.
    deviations: float
    #: Steps below it between two that are, which are one peak all the same.
    bridged: int


YARDSTICKS = {
    Step.DAY: Yardstick(
        around=28, enough=14, rhythm=7, times_back=6, least=15, times=3.0, deviations=5.0,
        bridged=2,
    ),
    Step.WEEK: Yardstick(
        around=8, enough=4, rhythm=0, times_back=0, least=40, times=2.5, deviations=5.0,
        bridged=0,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Series:
    """How much was said in each step, from a day on, steps without anything included."""

    start: date
    step: Step
    counts: Sequence[int]

    def day(self, number: int) -> date:
        """Give the day on which a step begins."""
        return self.start + timedelta(days=number * self.step.days)


@dataclass(frozen=True, slots=True)
class Usual:
    """What is usual around a step."""

    level: float
    #: From how many on it is a peak.
    threshold: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Peak:
    """Steps beside each other in which far more was said than is usual."""

    #: First and last day.
    first: date
    last: date
    count: int
    #: What would have been usual in the same days.
    usual: float
    #: First day of the step with most, and how many there were.
    top: date
    top_count: int

    @property
    def times(self) -> float:
        """Tell how many times the usual it is; of no usual at all, that of one."""
        return self.count / max(self.usual, 1.0)


def weekly(series: Series) -> Series:
    """Add the days of a series up to weeks, which begin on Monday."""
    start = series.start - timedelta(days=series.start.weekday())
    counts = [0] * (((series.start - start).days + len(series.counts) + 6) // 7)
    for number, count in enumerate(series.counts, (series.start - start).days):
        counts[number // 7] += count
    return Series(start, Step.WEEK, counts)


def usual_around(series: Series, by: Yardstick) -> list[Usual | None]:
    """Give what is usual around each step; None where there is too little around it to say."""
    return [_usual(series.counts, number, by) for number in range(len(series.counts))]


def _usual(counts: Sequence[int], at: int, by: Yardstick) -> Usual | None:
    near = [*counts[max(0, at - by.around) : at], *counts[at + 1 : at + 1 + by.around]]
    if len(near) < by.enough:
        return None
    levels = [_level_of(near)]
    span = by.rhythm * by.times_back
    same = [
        counts[place]
        for place in range(at - span, at + span + 1, by.rhythm or 1)
        if place != at and 0 <= place < len(counts)
    ]
    if len(same) >= by.times_back > 0:
        levels.append(_level_of(same))
    level, spread = max(levels)
    threshold = max(by.least, by.times * level, level + by.deviations * spread)
    return Usual(level, threshold)


def _level_of(counts: Sequence[int]) -> tuple[float, float]:
    """Give the level of some counts and how far they lie from it: never less than counts do."""
    level = float(median(counts))
    spread = _AS_DEVIATION * median(abs(count - level) for count in counts)
    return level, max(spread, level**0.5, 1.0)


def peaks_of(series: Series, usual: Sequence[Usual | None], bridged: int) -> list[Peak]:
    """Give the peaks of a series, in order; up to so many steps below are bridged."""
    runs: list[list[int]] = []
    for number, (count, around) in enumerate(zip(series.counts, usual, strict=True)):
        if around is None or count < around.threshold:
            continue
        if runs and number - runs[-1][-1] <= bridged + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [_peak(series, usual, run[0], run[-1]) for run in runs]


def _peak(series: Series, usual: Sequence[Usual | None], first: int, last: int) -> Peak:
    counts = series.counts[first : last + 1]
    top = max(range(first, last + 1), key=lambda number: series.counts[number])
    return Peak(
        first=series.day(first),
        last=series.day(last + 1) - timedelta(days=1),
        count=sum(counts),
        usual=sum(one.level for one in usual[first : last + 1] if one),
        top=series.day(top),
        top_count=series.counts[top],
    )
