"""From what services count to what a picture and the table beside it need."""

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from django.utils.safestring import SafeString

from weerklank.model.text import Language
from weerklank.services.find.echo import Echo
from weerklank.services.oversee.account_activity import Activity, Cover, Day
from weerklank.services.oversee.account_activity import Coverage as Covered
from weerklank.services.oversee.recent_coverage import Recent
from weerklank.web.plots.columns import FEW, SOME, Column, Mark, Seen, Step, together
from weerklank.web.plots.echo import BESIDE, NARROW, WIDE, echo
from weerklank.web.plots.strip import strip

_MARKS = {
    Cover.HELD: Mark.HELD,
    Cover.OTHERS: Mark.OTHERS,
    Cover.NOTHING: Mark.NOTHING,
    Cover.WAITS: Mark.WAITS,
    Cover.UNUSED: Mark.UNUSED,
    Cover.BY_HAND: Mark.NOTHING,
}
#: From so many days on the table tells months.
_MANY = 62
_DECEMBER = 12
#: Columns among which those stand in which anything was found.
_AROUND = {Step.DAY: 31, Step.MONTH: 24}


@dataclass(frozen=True, slots=True)
class Row:
    """What the table tells of one bar."""

    column: Column
    #: Held by each technique; None by one that was not used.
    seen: tuple[int | None, ...]
    #: Where what it counts is listed.
    address: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in some widths, and the rows of the table that tells the same."""

    drawn: SafeString
    rows: tuple[Row, ...]
    #: What a row stands for: `day`, `month` or `year`.
    step: str


def of_echo(
    found: Echo,
    language: Language,
    address: Callable[[tuple[date, date]], str],
    *,
    is_linked: bool = True,
    name: str = "echo",
    peak: tuple[date, date] | None = None,
) -> Picture | None:
    """Draw the echo of what was found; None where nothing was.

    `is_linked` for who may search, `name` where a page has several, `peak` for what it is about.
    """
    if not found.bars:
        return None
    columns = [Column(start=bar.start, posts=bar.posts, replies=bar.replies) for bar in found.bars]
    columns = _surrounded(columns, Step(found.step))
    wide = (Step(found.step), columns)
    narrow = wide if len(columns) <= FEW else together(columns, most=FEW)
    months = None
    if wide[0] is Step.DAY and len(columns) > _MANY:
        months = together(columns, Step.MONTH, len(columns))[1]
    drawn = {BESIDE: wide, NARROW: narrow}
    return _drawn(drawn, months, language, address, is_linked=is_linked, name=name, peak=peak)


def _surrounded(columns: list[Column], step: Step) -> list[Column]:
    """Set a few days or months among the empty ones around them: so it shows when they were."""
    missing = _AROUND.get(step, 0) - len(columns)
    if missing <= 0:
        return columns
    first, last = _place(columns[0].start, step), _place(columns[-1].start, step)
    before = range(first - missing // 2, first)
    after = range(last + 1, last + 1 + missing - missing // 2)
    return [*_empty(before, step), *columns, *_empty(after, step)]


def _place(start: date, step: Step) -> int:
    """Give the number of a day, or of a month, in the calendar."""
    return start.toordinal() if step is Step.DAY else start.year * _DECEMBER + start.month - 1


def _empty(places: range, step: Step) -> Iterator[Column]:
    lowest, highest = _place(date.min, step), _place(date.max, step)
    for place in places:
        if lowest <= place <= highest:
            year, month = divmod(place, _DECEMBER)
            start = date.fromordinal(place) if step is Step.DAY else date(year, month + 1, 1)
            yield Column(start=start, posts=0, replies=0)


def of_activity(
    found: Activity,
    language: Language,
    address: Callable[[tuple[date, date]], str],
    *,
    is_linked: bool,
) -> Picture | None:
    """Draw the days of an account, with what each technique saw; None where there are none.

    `is_linked` for who may search: from a day to its posts.
    """
    if not found.days:
        return None
    first, last = found.days[0].day, found.days[-1].day

    def within(span: tuple[date, date]) -> str:
        return address((max(span[0], first), min(span[1], last)))

    days = [_column(one) for one in found.days]
    months = None if len(days) <= _MANY else together(days, Step.MONTH, len(days))[1]
    drawn = {
        WIDE: together(days),
        BESIDE: together(days, most=SOME),
        NARROW: together(days, most=FEW),
    }
    return _drawn(drawn, months, language, within, is_linked=is_linked)


def of_recent(found: Recent, language: Language, name: str) -> SafeString:
    """Draw the last days of an account, small; `name` keeps pictures on one page apart."""
    return SafeString(strip([_column(one) for one in found.days], language, name))


def _column(one: Day) -> Column:
    return Column(
        start=one.day,
        posts=one.posts,
        replies=one.replies,
        edits=one.edits,
        deletions=one.deletions,
        seen=tuple(_seen(cover) for cover in one.coverage),
    )


def _seen(cover: Covered) -> Seen:
    return Seen(_MARKS[cover.cover], cover.held)


def _drawn(
    by_width: dict[int, tuple[Step, list[Column]]],
    months: list[Column] | None,
    language: Language,
    address: Callable[[tuple[date, date]], str],
    *,
    is_linked: bool,
    name: str = "echo",
    peak: tuple[date, date] | None = None,
) -> Picture:
    """Draw each width; the table tells months where they are given, else the widest columns."""
    drawn = "".join(
        echo(
            columns,
            step,
            language,
            width,
            f"{name}-{width}",
            partial(_listed, address, _ENDS[step]) if is_linked else None,
            peak=peak,
        )
        for width, (step, columns) in by_width.items()
    )
    step, table = by_width[max(by_width)]
    if months is not None:
        step, table = Step.MONTH, months
    rows = tuple(_row(column, _ENDS[step], address) for column in table if column.items)
    return Picture(SafeString(drawn), rows, str(step))


def _listed(
    address: Callable[[tuple[date, date]], str], ends: Callable[[date], date], start: date
) -> str:
    """Give where the posts of a column are listed."""
    return address((start, ends(start)))


def _row(
    column: Column,
    ends: Callable[[date], date],
    address: Callable[[tuple[date, date]], str],
) -> Row:
    return Row(
        column=column,
        seen=tuple(one.held if one.mark is not Mark.UNUSED else None for one in column.seen),
        address=address((column.start, ends(column.start))),
    )


def _day_end(start: date) -> date:
    return start


def _week_end(start: date) -> date:
    return start + timedelta(days=6)


def _month_end(start: date) -> date:
    return start.replace(day=monthrange(start.year, start.month)[1])


def _year_end(start: date) -> date:
    return date(start.year, _DECEMBER, 31)


#: Last day of what a column stands for.
_ENDS = {Step.DAY: _day_end, Step.WEEK: _week_end, Step.MONTH: _month_end, Step.YEAR: _year_end}
