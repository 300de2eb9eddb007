"""Columns of the echo: days as they are, or put together into weeks or months where many."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

#: Columns that a picture has room for: on a large screen, on a smaller one, on a phone.
MOST, SOME, FEW = 200, 124, 62


class Step(StrEnum):
    """What one column stands for."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Mark(StrEnum):
    """How a technique stands to the days of a column."""

    #: Some or all of what appeared came in by it.
    HELD = "held"
    #: It looked, and what appeared came in by another technique.
    OTHERS = "others"
    #: Nothing appeared.
    NOTHING = "nothing"
    #: No run of it came this far yet.
    WAITS = "waits"
    #: It was never used, or may not be.
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class Seen:
    """What one technique brought in of a column."""

    mark: Mark
    held: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One day, week or month; `seen` in the order of the letters A, E, B, or empty."""

    start: date
    posts: int
    replies: int
    edits: int = 0
    #: Of what appeared, how much is gone from the platform.
    deletions: int = 0
    seen: tuple[Seen, ...] = ()

    @property
    def items(self) -> int:
        """Give everything that appeared."""
        return self.posts + self.replies


def together(
    days: Sequence[Column], step: Step | None = None, most: int = MOST
) -> tuple[Step, list[Column]]:
    """Put days together until they fit, or by the step that is asked; gives step and columns."""
    steps = (step,) if step else (Step.DAY, Step.WEEK, Step.MONTH)
    for one in steps:
        if len({_start(day.start, one) for day in days}) <= most:
            return one, _grouped(days, one)
    return Step.YEAR, _grouped(days, Step.YEAR)


def _grouped(days: Iterable[Column], step: Step) -> list[Column]:
    groups: dict[date, list[Column]] = {}
    for day in days:
        groups.setdefault(_start(day.start, step), []).append(day)
    return [_sum(start, group) for start, group in groups.items()]


def _start(day: date, step: Step) -> date:
    if step is Step.WEEK:
        return day - timedelta(days=day.weekday())
    if step is Step.MONTH:
        return day.replace(day=1)
    return day.replace(month=1, day=1) if step is Step.YEAR else day


def _sum(start: date, group: list[Column]) -> Column:
    if len(group) == 1:
        return replace(group[0], start=start)
    rows = zip(*(day.seen for day in group), strict=True) if group[0].seen else ()
    return Column(
        start=start,
        posts=sum(day.posts for day in group),
        replies=sum(day.replies for day in group),
        edits=sum(day.edits for day in group),
        deletions=sum(day.deletions for day in group),
        seen=tuple(_seen(row) for row in rows),
    )


#: Of several marks the one that tells most.
_TELLING = {
    mark: rank
    for rank, mark in enumerate((Mark.UNUSED, Mark.NOTHING, Mark.WAITS, Mark.OTHERS, Mark.HELD))
}


def _seen(row: Sequence[Seen]) -> Seen:
    mark = max({one.mark for one in row}, key=_TELLING.__getitem__)
    return Seen(mark, sum(one.held for one in row))
