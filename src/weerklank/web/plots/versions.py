"""The versions of a post: what came to its text above a line, what went from it below it.

Columns stand in order, not by their time: two edits of one minute are told apart as well. Drawn in
two widths, of which the style sheet shows one; without style of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from weerklank.model.clock import HERE
from weerklank.model.text import Language, Text
from weerklank.web.words import SHORT_MONTHS, clock

#: Versions that have room; the newest are drawn, the table has all.
MOST, FEW = 10, 3
WIDE, NARROW = 760, 358
_LEFT = {WIDE: 112, NARROW: 92}
_LINE, _FOOT, _HEIGHT = 64, 126, 164
#: How tall the longest bar is, up or down: both by one measure.
_TALLEST = 44
_WIDEST = 110.0
_BAR = 34.0

_TITLE = Text("Versies van het bericht", "Versions of the post")
_DESCRIPTION = Text(
    "Per versie boven de lijn hoeveel woorden erbij kwamen, eronder hoeveel er af gingen. "
    "Dezelfde getallen staan in de tabel onder de figuur.",
    "For each version above the line how many words came in, below it how many went. The same "
    "numbers stand in the table below the figure.",
)
_ADDED = Text("Woorden erbij", "Words added")
_REMOVED = Text("Woorden eraf", "Words removed")
_VERSION = Text("versie {n}", "version {n}")
_FIRST = Text("{words} {words:woord|woorden}", "{words} {words:word|words}")
_SEEN = Text("gezien {moment}", "seen {moment}")
_SAME = Text("zelfde tekst", "same text")


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionMark:
    """One version: its number, when it was written, and what became of the text."""

    number: int
    at: datetime
    #: Words of its text.
    words: int
    added: int
    removed: int
    #: Whether the moment is that of a harvest: when it was written, nobody says.
    is_seen: bool = False


def versions(marks: Sequence[VersionMark], language: Language, width: int, name: str) -> str:
    """Draw the versions; `name` keeps the ids of several pictures on one page apart."""
    most = MOST if width == WIDE else FEW
    shown = marks[-most:]
    left = _LEFT[width]
    step = min((width - left) / len(shown), _WIDEST)
    end = left + step * len(shown)
    tallest = max((max(one.added, one.removed) for one in shown), default=0) or 1
    shape = "narrow" if width == NARROW else "wide"
    called = f'role="img" aria-labelledby="{name}-t" aria-describedby="{name}-d"'
    parts = [
        f'<svg class="plot {shape}" viewBox="0 0 {width} {_HEIGHT}" {called}>',
        f'<title id="{name}-t">{escape(_TITLE.say(language))}</title>',
        f'<desc id="{name}-d">{escape(_DESCRIPTION.say(language))}</desc>',
        '<g aria-hidden="true">',  # its name and description say it; the numbers stand beside it
        f'<text class="t-ink t-b" x="0" y="{_LINE - 8}">{escape(_ADDED.say(language))}</text>',
        f'<text class="t-ink t-b" x="0" y="{_LINE + 18}">{escape(_REMOVED.say(language))}</text>',
    ]
    for index, one in enumerate(shown):
        middle = left + (index + 0.5) * step
        parts += _column(one, middle, tallest, language, is_first=one is marks[0])
    parts.append(
        f'<line class="base" x1="{left}" x2="{end:.1f}" y1="{_LINE}" y2="{_LINE}"/></g></svg>'
    )
    return "".join(parts)


def _column(
    one: VersionMark, middle: float, tallest: int, language: Language, *, is_first: bool
) -> list[str]:
    parts = []
    at = middle - _BAR / 2
    if one.added:
        tall = _TALLEST * one.added / tallest
        top = _LINE - 1 - tall
        parts.append(_rect("bar-post", at, top, tall))
        parts.append(_text(f"+{one.added}", middle, top - 4, "t-ink t-b"))
    if one.removed:
        tall = _TALLEST * one.removed / tallest
        parts.append(_rect("bar-gone", at, _LINE + 1, tall))
        parts.append(_text(f"\N{MINUS SIGN}{one.removed}", middle, _LINE + tall + 14, "t-ink t-b"))
    if is_first:
        parts.append(_text(_FIRST.say(language, words=one.words), middle, _LINE - 8, "t-ink"))
    elif not (one.added or one.removed):
        parts.append(_text(_SAME.say(language), middle, _LINE - 8, "t-ink"))
    local = one.at.astimezone(HERE)
    month = SHORT_MONTHS[local.month - 1].say(language)
    parts.append(_text(_VERSION.say(language, n=one.number), middle, _FOOT + 16, "t-ink t-b"))
    told = f"{local.day} {month}, {clock(local, language)}"
    told = _SEEN.say(language, moment=told) if one.is_seen else told
    parts.append(_text(told, middle, _FOOT + 32, ""))
    return parts


def _rect(kind: str, x: float, y: float, tall: float) -> str:
    size = f'x="{x:.1f}" y="{y:.1f}" width="{_BAR:.0f}" height="{max(tall, 1):.1f}"'
    return f'<rect class="{kind}" {size}/>'


def _text(told: str, x: float, y: float, kind: str) -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text{named} x="{x:.1f}" y="{y:.1f}" text-anchor="middle">{escape(told)}</text>'
