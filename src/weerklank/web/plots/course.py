"""The course of completeness: how many checks were below their minimum, and how many full.

Two lines from nought, by the moment of measuring, with the last numbers beside them; the same
stand in a table on the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from weerklank.model.clock import civil_day
from weerklank.model.text import Language, Text
from weerklank.web.words import SHORT_MONTHS, day

WIDTH, HEIGHT = 300, 92
_LEFT, _RIGHT, _TOP, _BOTTOM = 4, 196, 10, 70
#: Pixels between two labels.
_APART = 15

_TITLE = Text("Verloop van de metingen", "Course of the measurements")
_DESCRIPTION = Text(
    "Van {first} tot en met {last}: onder het minimum van {below} naar {below_now}, volledig van "
    "{full} naar {full_now}.",
    "From {first} to {last}: below the minimum from {below} to {below_now}, full from {full} to "
    "{full_now}.",
)
_FULL = Text("{n} volledig", "{n} full")
_BELOW = Text("{n} onder min.", "{n} below min.")


@dataclass(frozen=True, slots=True)
class Point:
    """One measurement: how many checks were below, and how many full."""

    at: datetime
    below: int
    full: int


def course(points: Sequence[Point], language: Language, name: str) -> str:
    """Draw measurements, the oldest first, two at least; `name` keeps ids on one page apart."""
    first, last = points[0], points[-1]
    days = [day(civil_day(one.at), language) for one in (first, last)]
    told = _DESCRIPTION.say(
        language,
        first=days[0],
        last=days[1],
        below=first.below,
        below_now=last.below,
        full=first.full,
        full_now=last.full,
    )
    short = [_short(one.at, language) for one in (first, last)]
    called = f'role="img" aria-labelledby="{name}-t" aria-describedby="{name}-d"'
    full, below = _y(points, last.full), _y(points, last.below)
    if abs(full - below) < _APART:
        middle = min(max((full + below) / 2, _TOP + _APART / 2), _BOTTOM - _APART / 2)
        up = middle - _APART / 2
        full, below = (up, up + _APART) if last.full >= last.below else (up + _APART, up)
    return "".join(
        (
            f'<svg class="course" viewBox="0 0 {WIDTH} {HEIGHT}" {called}>',
            f'<title id="{name}-t">{escape(_TITLE.say(language))}</title>',
            f'<desc id="{name}-d">{escape(told)}</desc>',
            '<g aria-hidden="true">',  # its description says it all
            f'<line class="axis" x1="0" x2="{_RIGHT}" y1="{_BOTTOM}" y2="{_BOTTOM}"/>',
            f'<polyline class="line-full" points="{_line(points, [p.full for p in points])}"/>',
            f'<polyline class="line-below" points="{_line(points, [p.below for p in points])}"/>',
            _label("t-full", full, _FULL.say(language, n=last.full)),
            _label("t-below", below, _BELOW.say(language, n=last.below)),
            f'<text x="0" y="{HEIGHT - 5}">{escape(short[0])}</text>',
            f'<text x="{_RIGHT}" y="{HEIGHT - 5}" text-anchor="end">{escape(short[1])}</text>'
            if days[0] != days[1]
            else "",
            "</g></svg>",
        )
    )


def _short(at: datetime, language: Language) -> str:
    on = civil_day(at)
    return f"{on.day} {SHORT_MONTHS[on.month - 1].say(language)} {on.year}"


def _label(kind: str, y: float, told: str) -> str:
    return f'<text class="{kind}" x="{_RIGHT + 8}" y="{y + 4:.1f}">{escape(told)}</text>'


def _y(points: Sequence[Point], count: int) -> float:
    most = max(max(one.below, one.full) for one in points)
    return _BOTTOM - (_BOTTOM - _TOP) * count / max(most, 1)


def _line(points: Sequence[Point], counts: Sequence[int]) -> str:
    start = points[0].at
    span = (points[-1].at - start).total_seconds() or 1.0
    places = (
        (_LEFT + (_RIGHT - _LEFT) * (one.at - start).total_seconds() / span, _y(points, count))
        for one, count in zip(points, counts, strict=True)
    )
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
