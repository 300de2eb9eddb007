"""From what services count to what a picture and the table beside it need."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.safestring import SafeString

from weerklank.model.text import Language
from weerklank.services.account_activity import Activity, Cover
from weerklank.services.account_activity import Coverage as Covered
from weerklank.services.echo import Echo
from weerklank.web.plots.columns import FEW, Column, Mark, Seen, Step, together
from weerklank.web.plots.echo import NARROW, WIDE, echo

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


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in two widths, and the rows of the table that tells the same."""

    drawn: SafeString
    rows: list[dict[str, object]]
    is_monthly: bool


def of_echo(
    found: Echo, language: Language, address: Callable[[tuple[date, date]], str]
) -> Picture | None:
    """Draw the echo of what was found; None where nothing was."""
    if not found.bars:
        return None
    columns = [Column(start=bar.start, posts=bar.posts, replies=bar.replies) for bar in found.bars]
    return _picture(columns, Step(found.step), language, address)


def of_activity(
    found: Activity, language: Language, address: Callable[[tuple[date, date]], str]
) -> Picture | None:
    """Draw the days of an account, with what each technique saw; None where there are none."""
    if not found.days:
        return None
    days = [
        Column(
            start=one.day,
            posts=one.posts,
            replies=one.replies,
            edits=one.edits,
            seen=tuple(_seen(cover) for cover in one.coverage),
        )
        for one in found.days
    ]
    step, columns = together(days)
    return _picture(columns, step, language, address)


def _seen(cover: Covered) -> Seen:
    return Seen(_MARKS[cover.cover], cover.held)


def _picture(
    columns: list[Column],
    step: Step,
    language: Language,
    address: Callable[[tuple[date, date]], str],
) -> Picture:
    narrow_step, few = (step, columns) if len(columns) <= FEW else together(columns, most=FEW)
    drawn = echo(columns, step, language, WIDE, "echo-wide")
    drawn += echo(few, narrow_step, language, NARROW, "echo-narrow")
    is_monthly = step is not Step.DAY or len(columns) > _MANY
    table = (
        together(columns, Step.MONTH, len(columns))[1]
        if is_monthly and step is not Step.YEAR
        else columns
    )
    rows = [_row(column, address, is_monthly=is_monthly) for column in table if column.items]
    return Picture(SafeString(drawn), rows, is_monthly)


def _row(
    column: Column, address: Callable[[tuple[date, date]], str], *, is_monthly: bool
) -> dict[str, object]:
    end = _month_end(column.start) if is_monthly else column.start
    return {
        "start": column.start,
        "posts": column.posts,
        "replies": column.replies,
        "edits": column.edits,
        "items": column.items,
        "seen": [one.held if one.mark is not Mark.UNUSED else None for one in column.seen],
        "address": address((column.start, end)),
    }


def _month_end(start: date) -> date:
    year, month = divmod(start.month, _DECEMBER)
    return date(start.year + year, month + 1, 1) - timedelta(days=1)
