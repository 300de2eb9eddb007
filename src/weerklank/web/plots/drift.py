"""Field drift: of each field the share of objects in which it stood before, and now.

Two bars a field from a common nought, each with its share in words beside it; a field that is
nowhere has a line where its bar would be. The same numbers stand in the table below.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from weerklank.model.text import Language, Text

WIDE, NARROW = 720, 358
_LEFT = {WIDE: 300, NARROW: 0}
#: Room for a share behind the longest bar.
_RIGHT = 52
#: Height of a bar, and of a field with its two; in narrow ones the name stands above.
_BAR, _ROW, _ABOVE = 12, 40, 18
#: A name that is longer is cut in the picture; the table has it whole.
_LONGEST = {WIDE: 42, NARROW: 50}

_TITLE = Text("Velden die anders staan dan eerst", "Fields that stand otherwise than before")
_DESCRIPTION = Text(
    "Per veld twee balken: het deel waarin het eerst stond, en nu. Dezelfde getallen staan in de "
    "tabel onder de figuur.",
    "Of each field two bars: the share in which it stood before, and now. The same numbers stand "
    "in the table below the figure.",
)
_BEFORE = Text("eerst {share}%", "before {share}%")
_NOW = Text("nu {share}%", "now {share}%")


@dataclass(frozen=True, slots=True)
class FieldShares:
    """One field, and in how many of a hundred objects it stood before and now."""

    name: str
    before: int
    now: int


def drift(fields: Sequence[FieldShares], language: Language, width: int, name: str) -> str:
    """Draw the fields; `name` keeps the ids of several pictures on one page apart."""
    row = _ROW + (0 if _LEFT[width] else _ABOVE)
    shape = "narrow" if width == NARROW else "wide"
    called = f'role="img" aria-labelledby="{name}-t" aria-describedby="{name}-d"'
    parts = [
        f'<svg class="plot {shape}" viewBox="0 0 {width} {row * len(fields)}" {called}>',
        f'<title id="{name}-t">{escape(_TITLE.say(language))}</title>',
        f'<desc id="{name}-d">{escape(_DESCRIPTION.say(language))}</desc>',
        '<g aria-hidden="true">',  # its name and description say it; the numbers stand beside it
    ]
    for number, one in enumerate(fields):
        parts += _field(one, number * row, width, language)
    return "".join((*parts, "</g></svg>"))


def _field(one: FieldShares, y: int, width: int, language: Language) -> list[str]:
    left = _LEFT[width]
    top = y + (4 if left else _ABOVE)
    long = _LONGEST[width]
    shown = one.name if len(one.name) <= long else f"…{one.name[1 - long :]}"
    label = f'<text class="t-ink" x="0" y="{top + 17 if left else y + 13}">{escape(shown)}</text>'
    base = f'<line class="axis" x1="{left}" x2="{left}" y1="{top - 2}" y2="{top + 2 * _BAR + 6}"/>'
    return [
        label,
        base,
        *_bar("bar-reply", one.before, top, width, _BEFORE.say(language, share=one.before)),
        *_bar("bar-post", one.now, top + _BAR + 4, width, _NOW.say(language, share=one.now)),
    ]


def _bar(kind: str, share: int, y: int, width: int, told: str) -> list[str]:
    left = _LEFT[width]
    most = width - left - _RIGHT * (2 if width == NARROW else 1) - 24
    wide = most * share / 100
    drawn = f'<rect class="{kind}" x="{left}" y="{y}" width="{wide:.1f}" height="{_BAR}"/>'
    said = f'<text x="{left + wide + 6:.1f}" y="{y + 10}">{escape(told)}</text>'
    return [drawn, said] if share else [said]
