"""The echo: posts stand above a line, replies hang below it; below that, what each technique saw.

The one picture that comes back everywhere (screens.md 1). Drawn in some widths, of which the style
sheet shows the one that there is room for; text is 12 px at 1:1. Without style of its own: a
strict policy for browsers allows none.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from weerklank.model.text import Language, Text
from weerklank.web.plots.columns import Column, Mark, Seen, Step
from weerklank.web.words import SHORT_MONTHS, day, number

#: For a large screen, for a smaller one or beside facets, and for a phone.
WIDE, BESIDE, NARROW = 1146, 720, 358
#: By which the style sheet knows them.
_SHAPES = {WIDE: "wide", BESIDE: "middle", NARROW: "narrow"}
_LEFT = {WIDE: 112, BESIDE: 112, NARROW: 86}
_RIGHT = 8
_TOP, _LINE = 16, 90
#: How deep the replies hang below the line; and what is left of that where there are none.
_DEEP, _SHALLOW = 86, 30
_ROW = 26
_CELL = 22
_UNDER = 16
#: Bars are no wider than this, however few there are.
_WIDEST = 32.0
#: From which share of what appeared the next darker step of petrol begins.
_SHARES = ((1.0, "d4"), (0.9, "d3"), (0.5, "d2"), (0.0, "d1"))

_TITLE = Text("Berichten, reacties en dekking", "Posts, replies and coverage")
_PLAIN_TITLE = Text("Berichten en reacties", "Posts and replies")
_DESCRIPTION = Text(
    "Boven de lijn het aantal eigen berichten, eronder het aantal reacties. Dezelfde getallen "
    "staan "
    "in de tabel onder de figuur.",
    "Above the line the number of own posts, below it the number of replies. The same numbers "
    "stand "
    "in the table below the figure.",
)
_POSTS = Text("Berichten", "Posts")
_REPLIES = Text("Reacties", "Replies")
_EDITED = Text("Gewijzigd", "Edited")
_DELETED = Text("Verwijderd", "Deleted")
#: From one row of marks to the next.
_MARKS = 18
_UNUSED = Text("nog niet gebruikt", "not used yet")
_COUNTS = Text("{when}: {posts}, {replies}", "{when}: {posts}, {replies}")
_SOME_POSTS = Text("{n} {n:bericht|berichten}", "{n} {n:post|posts}")
_SOME_REPLIES = Text("{n} {n:reactie|reacties}", "{n} {n:reply|replies}")
LETTERS: tuple[tuple[str, str, Text], ...] = (
    ("A", "api", Text("API", "API")),
    ("E", "export", Text("Export", "Export")),
    ("B", "browser", Text("Browser", "Browser")),
)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where things stand in one width."""

    width: int
    left: int
    step: float
    bar: float
    #: Where the deepest reply ends, where edits and deletions are marked, where the rows begin.
    foot: int
    edits: int
    deletions: int
    rows: int

    def x(self, index: int) -> float:
        return self.left + index * self.step


def echo(
    columns: Sequence[Column],
    step: Step,
    language: Language,
    width: int,
    name: str,
    address: Callable[[date], str] | None = None,
    *,
    peak: tuple[date, date] | None = None,
) -> str:
    """Draw the columns; `name` keeps the ids of several pictures on one page apart.

    `peak` is the first and last day of what the picture is about: it has a band behind it.

    `address` gives, by its first day, where the posts of a column are listed. The links are for
    who points: who uses keys has them in the table beside, not hundreds of stops here.
    """
    frame = _frame(columns, width)
    with_rows = any(column.seen for column in columns)
    height = (frame.rows + len(LETTERS) * _ROW if with_rows else frame.foot + 8) + _UNDER
    title = (_TITLE if with_rows else _PLAIN_TITLE).say(language)
    called = f'role="img" aria-labelledby="{name}-t" aria-describedby="{name}-d"'
    drawn = f'<svg class="plot {_SHAPES[width]}" viewBox="0 0 {width} {height}"'
    bars = _bars(columns, step, frame, language, address)
    parts = [
        # An image holds nothing to follow: what leads somewhere stands beside it.
        f"{drawn} {called}>" if address is None else f'{drawn} role="group"><g {called}>',
        f'<title id="{name}-t">{escape(title)}</title>',
        f'<desc id="{name}-d">{escape(_DESCRIPTION.say(language))}</desc>',
        '<g aria-hidden="true">',  # its name and description say it; the numbers stand beside it
        *_band(columns, frame, peak),
        *_time(columns, step, frame, height, language),
        *(bars if address is None else ()),
        *_base(columns, frame, language),
    ]
    if with_rows:
        parts += _marks(columns, frame, language)
        for row, (letter, technique, text) in enumerate(LETTERS):
            seen = [column.seen[row] for column in columns]
            parts += _row(
                columns, seen, frame, frame.rows + row * _ROW, (letter, technique), text, language
            )
    parts.append("</g>")
    if address is not None:
        # Who goes by ear has each of these in the table below, and would hear them twice.
        parts += ['</g><g aria-hidden="true">', *bars, "</g>"]
    parts.append("</svg>")
    return "".join(parts)


def _frame(columns: Sequence[Column], width: int) -> _Frame:
    left = _LEFT[width]
    step = min((width - left - _RIGHT) / max(len(columns), 1), _WIDEST)
    foot = _LINE + (_DEEP if any(column.replies for column in columns) else _SHALLOW)
    has_edits = any(column.edits for column in columns)
    has_deletions = any(column.deletions for column in columns)
    edits = foot + 22
    deletions = edits + _MARKS if has_edits else edits
    last = deletions if has_deletions else edits
    return _Frame(
        width=width,
        left=left,
        step=step,
        bar=max(step - (1.0 if step > 4 else 0.4), 0.8),
        foot=foot,
        edits=edits,
        deletions=deletions,
        rows=last + 14 if has_edits or has_deletions else foot + 12,
    )


def _band(columns: Sequence[Column], frame: _Frame, peak: tuple[date, date] | None) -> list[str]:
    """Draw the band behind the columns in which a peak has days."""
    if peak is None:
        return []
    ends = [column.start for column in columns[1:]] + [date.max]
    within = [
        index
        for index, (column, end) in enumerate(zip(columns, ends, strict=True))
        if column.start <= peak[1] and end > peak[0]
    ]
    if not within:
        return []
    x, end = frame.x(within[0]), frame.x(within[-1] + 1)
    return [_rect("peak", x, _TOP - 8, end - x, frame.foot - _TOP + 14)]


def _time(
    columns: Sequence[Column], step: Step, frame: _Frame, height: int, language: Language
) -> list[str]:
    """Draw a line and a name where a month or a year begins, as far as names have room."""
    parts = []
    foot = height - _UNDER - 2
    last = -1000.0
    before: date | None = None
    for index, column in enumerate(columns):
        begins = before is not None and _period(column.start, step) != _period(before, step)
        before = column.start
        x = frame.x(index)
        if not begins or x - last < 44:
            continue
        last = x
        parts.append(
            f'<line class="grid-line" x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{foot}"/>'
        )
        parts.append(
            f'<text x="{x + 3:.1f}" y="{height - 3}">{_named(column.start, step, language)}</text>'
        )
    return parts


def _period(start: date, step: Step) -> int:
    return start.year if step in {Step.MONTH, Step.YEAR} else start.year * 12 + start.month


def _named(start: date, step: Step, language: Language) -> str:
    if step in {Step.MONTH, Step.YEAR}:
        return str(start.year)
    month = SHORT_MONTHS[start.month - 1].say(language)
    return f"{month} {start.year}" if start.month == 1 else month


def _bars(
    columns: Sequence[Column],
    step: Step,
    frame: _Frame,
    language: Language,
    address: Callable[[date], str] | None,
) -> list[str]:
    most_posts, most_replies = _most(columns)
    above, below = _LINE - _TOP, frame.foot - _LINE
    parts = []
    for index, column in enumerate(columns):
        if not column.items:
            continue  # of a few words most days are empty: nothing is drawn, nothing is told
        x = frame.x(index)
        told = escape(_told(column, step, language))
        if address is not None:
            parts.append(f'<a href="{escape(address(column.start))}" tabindex="-1">')
            parts.append(f"<title>{told}</title>")
            parts.append(_rect("hit", x, _TOP, frame.bar, frame.foot - _TOP))
            told = ""  # the link tells it
        if column.posts:
            tall = above * column.posts / most_posts
            parts.append(_rect("bar-post", x, _LINE - tall - 1, frame.bar, tall, told))
        if column.replies:
            deep = below * column.replies / most_replies
            parts.append(_rect("bar-reply", x, _LINE + 1, frame.bar, deep, told))
        if address is not None:
            parts.append("</a>")
    return parts


def _most(columns: Sequence[Column]) -> tuple[int, int]:
    """Give the most posts and the most replies of one column."""
    return (
        max((column.posts for column in columns), default=0),
        max((column.replies for column in columns), default=0),
    )


def _base(columns: Sequence[Column], frame: _Frame, language: Language) -> list[str]:
    """Draw the line; name what stands above and below it, and how tall the tallest is."""
    most_posts, most_replies = _most(columns)
    end = max(frame.x(len(columns)), frame.left + 40)
    parts = [f'<line class="base" x1="{frame.left}" x2="{end:.1f}" y1="{_LINE}" y2="{_LINE}"/>']
    label = 'class="t-ink t-b"'
    parts.append(f'<text {label} x="0" y="{_LINE - 8}">{escape(_POSTS.say(language))}</text>')
    parts.append(f'<text {label} x="0" y="{_LINE + 18}">{escape(_REPLIES.say(language))}</text>')
    for most, y in ((most_posts, _TOP), (most_replies, frame.foot)):
        if most:
            told = number(most, language)
            parts.append(f'<text x="{frame.left - 8}" y="{y + 4}" text-anchor="end">{told}</text>')
            parts.append(
                f'<line class="axis" x1="{frame.left - 4}" x2="{frame.left}" y1="{y}" y2="{y}"/>'
            )
    return parts


def _marks(columns: Sequence[Column], frame: _Frame, language: Language) -> list[str]:
    """Draw where anything was edited, and where something that appeared is gone."""
    edits = [bool(column.edits) for column in columns]
    gone = [bool(column.deletions) for column in columns]
    parts: list[str] = []
    for told, text, y, kind, shape in (
        (edits, _EDITED, frame.edits, "edited", "M{x:.1f} {y}l5 5l-5 5l-5 -5z"),
        (gone, _DELETED, frame.deletions, "gone", "M{x:.1f} {y}m-4 1l8 8m0 -8l-8 8"),
    ):
        if any(told):
            parts.append(f'<text x="0" y="{y + 4}">{escape(text.say(language))}</text>')
        for index in (index for index, is_so in enumerate(told) if is_so):
            drawn = shape.format(x=frame.x(index) + frame.bar / 2, y=y - 5)
            parts.append(f'<path class="{kind}" d="{drawn}"/>')
    return parts


def _row(
    columns: Sequence[Column],
    seen: Sequence[Seen],
    frame: _Frame,
    y: int,
    letter: tuple[str, str],
    text: Text,
    language: Language,
) -> list[str]:
    middle = y + _CELL / 2
    parts = [
        f'<rect class="letter-{letter[1]}" x="0" y="{middle - 8:.0f}" width="16" height="16"/>',
        f'<text class="letter" x="8" y="{middle + 4:.0f}" text-anchor="middle">{letter[0]}</text>',
        f'<text class="t-ink" x="23" y="{middle + 4:.0f}">{escape(text.say(language))}</text>',
    ]
    if all(one.mark is Mark.UNUSED for one in seen):
        told = escape(_UNUSED.say(language))
        return [*parts, f'<text x="{frame.left}" y="{middle + 4:.0f}">{told}</text>']
    for index, (column, one) in enumerate(zip(columns, seen, strict=True)):
        parts.append(_cell(column, one, frame.x(index), y, frame.bar))
    return parts


def _cell(column: Column, seen: Seen, x: float, y: int, wide: float) -> str:
    if seen.mark is Mark.UNUSED:
        return ""
    if seen.mark is Mark.NOTHING or (seen.mark is Mark.HELD and not column.items):
        return _rect("nothing", x, y + _CELL / 2 - 0.5, wide, 1)
    if seen.mark is Mark.WAITS:
        return _rect("waits", x + 0.5, y + 0.5, max(wide - 1, 0.5), _CELL - 1)
    return _rect(shade(seen, column.items), x, y, wide, _CELL)


def shade(seen: Seen, items: int) -> str:
    """Give the step of petrol for the share of a column that a technique brought in."""
    if seen.mark is not Mark.HELD or not items or not seen.held:
        return "d0"
    share = seen.held / items
    return next(step for least, step in _SHARES if share >= least)


def _told(column: Column, step: Step, language: Language) -> str:
    when = day(column.start, language)
    if step in {Step.MONTH, Step.YEAR}:
        when = when.partition(" ")[2] if step is Step.MONTH else str(column.start.year)
    return _COUNTS.say(
        language,
        when=when,
        posts=_SOME_POSTS.say(language, n=number(column.posts, language)),
        replies=_SOME_REPLIES.say(language, n=number(column.replies, language)),
    )


def _rect(kind: str, x: float, y: float, wide: float, tall: float, title: str = "") -> str:
    inner = f"<title>{title}</title>" if title else ""
    return (
        f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{tall:.1f}">'
        f"{inner}</rect>"
    )
