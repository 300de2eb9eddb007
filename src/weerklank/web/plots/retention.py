"""Retention calendar: how many terms end in each month or year, now and as supposed.

A bar a period from a common nought: what may be destroyed, then what a hotspot keeps, hatched,
then what a legal hold keeps, outlined. Where something is supposed a second bar stands below it.
Each has its numbers beside it; the same stand in the table below.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from weerklank.model.text import Language, Text
from weerklank.web.words import number

WIDE, NARROW = 720, 358
_LEFT = {WIDE: 132, NARROW: 82}
#: Room for the numbers behind the longest bar.
_RIGHT = {WIDE: 190, NARROW: 132}
_BAR, _GAP = 14, 4

_TITLE = Text("Wanneer bewaartermijnen aflopen", "When retention terms end")
_DESCRIPTION = Text(
    "Per periode een balk: wat vernietigd mag worden, wat een hotspot vasthoudt en wat een "
    "bewaarplicht vasthoudt. Dezelfde getallen staan in de tabel onder de figuur.",
    "Of each period a bar: what may be destroyed, what a hotspot keeps and what a legal hold "
    "keeps. The same numbers stand in the table below the figure.",
)
_FREE = Text("{due}", "{due}")
_KEPT = Text("{due} en {kept} vast", "{due} and {kept} kept")
_NOW, _THEN = Text("nu {said}", "now {said}"), Text("dan {said}", "then {said}")


@dataclass(frozen=True, slots=True)
class Parts:
    """One bar: what may be destroyed, what a hotspot keeps, what a legal hold keeps."""

    due: int
    hotspot: int
    hold: int

    @property
    def total(self) -> int:
        """Give its length."""
        return self.due + self.hotspot + self.hold


@dataclass(frozen=True, slots=True)
class Slot:
    """One month or year, as it is, and as it would be where something is supposed."""

    name: str
    now: Parts
    then: Parts | None = None


def retention(slots: Sequence[Slot], language: Language, width: int, name: str) -> str:
    """Draw the periods; `name` keeps the ids of several pictures on one page apart."""
    bars = 2 if any(one.then for one in slots) else 1
    row = bars * (_BAR + _GAP) + 8
    height = row * len(slots) + 2
    most = max((part.total for one in slots for part in (one.now, one.then) if part), default=0)
    scale = (width - _LEFT[width] - _RIGHT[width]) / max(most, 1)
    shape = "narrow" if width == NARROW else "wide"
    left = _LEFT[width]
    called = f'role="img" aria-labelledby="{name}-t" aria-describedby="{name}-d"'
    parts = [
        f'<svg class="plot {shape}" viewBox="0 0 {width} {height}" {called}>',
        f'<title id="{name}-t">{escape(_TITLE.say(language))}</title>',
        f'<desc id="{name}-d">{escape(_DESCRIPTION.say(language))}</desc>',
        '<g aria-hidden="true">',  # its name and description say it; the numbers stand beside it
        hatch(f"{name}-h"),
        f'<line class="axis" x1="{left}" x2="{left}" y1="0" y2="{height}"/>',
    ]
    for index, slot in enumerate(slots):
        y = index * row + 4
        parts.append(f'<text class="t-ink" x="0" y="{y + 11}">{escape(slot.name)}</text>')
        told = _said(slot.now, language)
        parts += _bar(
            slot.now, y, left, scale, name, _NOW.say(language, said=told) if bars == 2 else told
        )
        if slot.then:
            below = y + _BAR + _GAP
            told = _THEN.say(language, said=_said(slot.then, language))
            parts += _bar(slot.then, below, left, scale, name, told)
    return "".join((*parts, "</g></svg>"))


def hatch(name: str) -> str:
    """Give the pattern of what a hotspot keeps."""
    return (
        f'<defs><pattern id="{name}" width="6" height="6" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><rect class="hatch-ground" width="6" height="6"/>'
        '<rect class="hatch-line" width="2.4" height="6"/></pattern></defs>'
    )


def _said(part: Parts, language: Language) -> str:
    kept = part.hotspot + part.hold
    pair = _KEPT if kept else _FREE
    return pair.say(language, due=number(part.due, language), kept=number(kept, language))


def _bar(part: Parts, y: int, left: int, scale: float, name: str, told: str) -> list[str]:
    x, drawn = float(left), []
    kinds = (
        ('class="bar-due"', part.due),
        (f'class="bar-hotspot" fill="url(#{name}-h)"', part.hotspot),
        ('class="bar-hold"', part.hold),
    )
    for kind, count in kinds:
        if count:
            wide = count * scale
            drawn.append(f'<rect {kind} x="{x:.1f}" y="{y}" width="{wide:.1f}" height="{_BAR}"/>')
            x += wide
    return [*drawn, f'<text x="{x + 6:.1f}" y="{y + 11}">{escape(told)}</text>']
