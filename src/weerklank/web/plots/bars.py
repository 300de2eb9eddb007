"""Bars: a row a name, parts of it side by side from a common nought, the numbers behind them.

Names stand before the bars, on a phone above them; one that is too long is cut, and stands whole
in the table below.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from weerklank.model.text import Language, Text
from weerklank.web.plots.retention import hatch

WIDE, MIDDLE, NARROW = 1146, 720, 358
_SHAPES = {WIDE: "wide", MIDDLE: "middle", NARROW: "narrow"}
#: Room for names, and for the numbers behind the longest bar.
_LEFT = {WIDE: 330, MIDDLE: 230, NARROW: 0}
_RIGHT = {WIDE: 280, MIDDLE: 210, NARROW: 150}
_BAR, _GAP = 16, 10
#: Height of a name above its bar.
_ABOVE = 17
#: Pixels that a letter takes, about.
_LETTER = 6.4
#: The class that is filled with a hatch.
HATCHED = "bar-hotspot"
_DESCRIPTION = Text(
    "Per rij een balk. Dezelfde getallen staan in de tabel onder de figuur.",
    "A bar a row. The same numbers stand in the table below the figure.",
)


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its name, how long each part is, and what is said behind it."""

    name: str
    parts: tuple[int, ...]
    told: str
    #: Page of what it counts; none where that is for others.
    address: str = ""


def bars(
    rows: Sequence[Bar],
    kinds: Sequence[str],
    title: Text,
    language: Language,
    width: int,
    name: str,
) -> str:
    """Draw rows; `kinds` are the classes of their parts, `name` keeps ids on one page apart."""
    above = _ABOVE if width == NARROW else 0
    row = above + _BAR + _GAP
    height = row * len(rows)
    most = max((sum(one.parts) for one in rows), default=0)
    scale = (width - _LEFT[width] - _RIGHT[width]) / max(most, 1)
    role = "group" if any(one.address for one in rows) else "img"  # an image leads nowhere
    called = f'role="{role}" aria-labelledby="{name}-t" aria-describedby="{name}-d"'
    left = _LEFT[width]
    parts = [
        f'<svg class="plot {_SHAPES[width]}" viewBox="0 0 {width} {height}" {called}>',
        f'<title id="{name}-t">{escape(title.say(language))}</title>',
        f'<desc id="{name}-d">{escape(_DESCRIPTION.say(language))}</desc>',
        hatch(f"{name}-h") if HATCHED in kinds else "",
        f'<line class="axis" x1="{left + 0.5}" x2="{left + 0.5}" y1="0" y2="{height}"/>',
    ]
    for index, one in enumerate(rows):
        drawn = _row(one, kinds, width, index * row, scale, name)
        parts.append(
            f'<a href="{escape(one.address)}" tabindex="-1">{drawn}</a>' if one.address else drawn
        )
    return "".join((*parts, "</svg>"))


def _row(one: Bar, kinds: Sequence[str], width: int, top: int, scale: float, name: str) -> str:
    left, is_narrow = _LEFT[width], width == NARROW
    y = top + (_ABOVE if is_narrow else 0) + _GAP // 2
    room = width if is_narrow else left - 12
    said = _cut(one.name, int(room / _LETTER))
    at = (4, top + 15) if is_narrow else (0, y + 12)
    drawn = [f'<text class="t-ink" x="{at[0]}" y="{at[1]}">{escape(said)}</text>']
    x = float(left)
    for kind, count in zip(kinds, one.parts, strict=True):
        if count:
            wide = max(count * scale, 1.0)
            fill = f' fill="url(#{name}-h)"' if kind == HATCHED else ""
            drawn.append(
                f'<rect class="{kind}"{fill} x="{x:.1f}" y="{y}" width="{wide:.1f}"'
                f' height="{_BAR}"/>'
            )
            x += wide
    drawn.append(f'<text x="{x + 8:.1f}" y="{y + 12}">{escape(one.told)}</text>')
    return "".join(drawn)


def _cut(said: str, most: int) -> str:
    return said if len(said) <= most else f"{said[: most - 1].rstrip()}…"
