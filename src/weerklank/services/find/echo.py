"""Echo: what the organisation said and what came back, counted by day, month or year."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from weerklank.catalogue.query import Appeared

#: Bars that a picture holds at most; more days become months, more months years.
_MOST_DAYS, _MOST_MONTHS = 200, 240
#: Years that a picture spans at most. Platforms tell days of year 1 and of year 9999; bars
#: between them would be thinner than a hair.
_MOST_YEARS = 200


class Step(StrEnum):
    """How much time one bar of an echo spans."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Bar:
    """What appeared in one step of time."""

    #: First day of it.
    start: date
    #: Messages of the organisation: above the line.
    posts: int
    #: Reactions of others: below the line.
    replies: int


@dataclass(frozen=True, slots=True)
class Echo:
    """Bars without a hole from the first in which anything appeared to the last."""

    step: Step
    bars: tuple[Bar, ...]
    #: What appeared so far from the rest that the picture leaves it out.
    outside: int = 0

    @property
    def posts(self) -> int:
        """All messages of the organisation."""
        return sum(bar.posts for bar in self.bars)

    @property
    def replies(self) -> int:
        """All reactions of others."""
        return sum(bar.replies for bar in self.bars)


def echo_of(counted: Sequence[Appeared], finest: Step = Step.DAY) -> Echo:
    """Draw what appeared together in the finest steps that fit one picture.

    `finest` is what was counted: days, or months. Of more years than fit, those around which the
    most appeared are drawn, and the rest is counted.
    """
    if not counted:
        return Echo(finest, ())
    drawn = _fitting(counted)
    outside = _sum(counted) - _sum(drawn)
    counted = drawn
    first, last = counted[0].start, counted[-1].start
    step = finest if finest is Step.DAY and fits_days(first, last) else _coarser(first, last)
    posts: Counter[date] = Counter()
    replies: Counter[date] = Counter()
    for one in counted:
        start = _start(one.start, step)
        posts[start] += one.posts
        replies[start] += one.replies
    starts = _steps(_start(first, step), last, step)
    bars = tuple(Bar(start, posts[start], replies[start]) for start in starts)
    return Echo(step, bars, outside)


def _fitting(counted: Sequence[Appeared]) -> Sequence[Appeared]:
    """Give what lies within as many years as fit: of several spans that with the most in it."""
    best, most = counted, -1
    end = 0
    for begin, one in enumerate(counted):
        while end < len(counted) and counted[end].start.year - one.start.year < _MOST_YEARS:
            end += 1
        found = counted[begin:end]
        if _sum(found) > most:
            best, most = found, _sum(found)
        if end == len(counted):
            break
    return best


def _sum(counted: Sequence[Appeared]) -> int:
    return sum(one.posts + one.replies for one in counted)


def fits_days(first: date, last: date) -> bool:
    """Tell whether the days from first to last fit one picture."""
    return (last - first).days < _MOST_DAYS


def _coarser(first: date, last: date) -> Step:
    months = 12 * (last.year - first.year) + last.month - first.month
    return Step.MONTH if months < _MOST_MONTHS else Step.YEAR


def _start(day: date, step: Step) -> date:
    if step is Step.DAY:
        return day
    return date(day.year, day.month if step is Step.MONTH else 1, 1)


def _steps(start: date, last: date, step: Step) -> Iterator[date]:
    while start <= last:
        yield start
        try:
            start = _next(start, step)
        except (ValueError, OverflowError):
            return  # what a platform says may be of the last year of the calendar


def _next(start: date, step: Step) -> date:
    if step is Step.DAY:
        return start + timedelta(days=1)
    if step is Step.MONTH and start.month < 12:
        return date(start.year, start.month + 1, 1)
    return date(start.year + 1, 1, 1)
