"""The band: each check a mark in the row of its quality, by shape and by place (screens.md 5.12).

Three zones from left to right: below the minimum, in the band, full. Within a zone a mark stands
as far as what was measured lies between the bars. What was not checked stands outside them all:
nobody knows where it belongs. What is below its minimum has a line of its own, with its name.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from weerklank.model.completeness import Verdict
from weerklank.model.completeness_words import VERDICTS
from weerklank.model.text import Language, Text

WIDE, MIDDLE, NARROW = 1146, 740, 358
#: A shape around a middle; without colour they are told apart too.
SHAPES: Mapping[Verdict, str] = {
    Verdict.BELOW: '<path class="v-below" d="M{x} {y}m0 6l-7 -12h14z"/>',
    Verdict.IN_BAND: '<circle class="v-band" cx="{x}" cy="{y}" r="5"/>',
    Verdict.FULL: '<circle class="v-full" cx="{x}" cy="{y}" r="6"/>',
    Verdict.NOT_CHECKED: (
        '<path class="v-none" d="M{x} {y}m-6 -6h12v12h-12zm0 4l4 -4m-4 8l8 -8m-8 12l12 -12m-8 12'
        'l8 -8m-4 8l4 -4"/>'
    ),
}
_TITLE = Text("De DUTO-band: zes kenmerken", "The DUTO band: six qualities")
_HEADS = (
    (Verdict.BELOW, Text("Onder minimum", "Below minimum")),
    (Verdict.IN_BAND, Text("In de band", "In the band")),
    (Verdict.FULL, Text("Volledig", "Full")),
)
_UNCHECKED = Text("Niet gecontroleerd", "Not checked")
_DESCRIPTION = Text(
    "{rows} Elk teken is een controle. Dezelfde staan in de tabel onder de figuur.",
    "{rows} Each mark is a check. The same stand in the table below the picture.",
)
_TOLD = Text("{n} {verdict}", "{n} {verdict}")
_NONE = Text("geen controles", "no checks")
_HEAD, _LINE, _STEP, _PAD = 24, 26, 17, 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One check in the picture."""

    name: str
    #: What was measured, in words.
    value: str
    verdict: Verdict
    #: How far it lies between the bars of its zone, from 0 to 1.
    place: float
    address: str


@dataclass(frozen=True, slots=True)
class Row:
    """One quality, with its checks."""

    name: str
    marks: tuple[Mark, ...]

    def of(self, verdict: Verdict) -> list[Mark]:
        """Give the marks of a verdict, by their place."""
        found = [one for one in self.marks if one.verdict is verdict]
        return sorted(found, key=lambda one: one.place)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the zones lie: left ends of the three, the end of the last, and of the picture."""

    width: int
    edges: tuple[float, float, float, float]
    #: Signs that fit beside the zones.
    signs: int = 0

    @property
    def is_narrow(self) -> bool:
        return self.width == NARROW

    def zone(self, verdict: Verdict) -> tuple[float, float]:
        """Give both ends of a zone; outside of them for what was not checked."""
        if verdict is Verdict.NOT_CHECKED:
            return self.edges[3], self.width
        at = [one for one, _ in _HEADS].index(verdict)
        return self.edges[at], self.edges[at + 1]

    def fitting(self, verdict: Verdict) -> int:
        """Tell how many marks fit beside each other."""
        start, end = self.zone(verdict)
        return max(int((end - start - 2 * _PAD) // _STEP) + 1, 1)


_FRAMES = {
    WIDE: _Frame(WIDE, (252, 515, 830, 1020), 38),
    MIDDLE: _Frame(MIDDLE, (190, 366, 540, 640), 28),
    NARROW: _Frame(NARROW, (0, 104, 214, 300)),
}


def band(rows: Sequence[Row], language: Language, width: int, name: str) -> str:
    """Draw the qualities; `name` keeps the ids of several pictures on one page apart."""
    frame = _FRAMES[width]
    heights = [_height(row, frame, language) for row in rows]
    height = _HEAD + sum(heights)
    shape = {WIDE: "wide", MIDDLE: "middle", NARROW: "narrow"}[width]
    # Its marks are links, so it is no image to who reads by ear.
    called = f'role="group" aria-labelledby="{name}-t" aria-describedby="{name}-d"'
    told = " ".join(f"{row.name}: {_in_words(row, language)}." for row in rows)
    parts = [
        f'<svg class="plot {shape}" viewBox="0 0 {width} {height}" {called}>',
        f'<title id="{name}-t">{escape(_TITLE.say(language))}</title>',
        f'<desc id="{name}-d">{escape(_DESCRIPTION.say(language, rows=told))}</desc>',
        *_zones(frame, height, language),
    ]
    for at, kind in ((1, "bar-minimum"), (2, "bar-full")):
        x = frame.edges[at]
        parts.append(f'<line class="{kind}" x1="{x}" x2="{x}" y1="6" y2="{height}"/>')
    top = _HEAD
    for row, tall in zip(rows, heights, strict=True):
        parts += _row(row, frame, top, tall, language)
        top += tall
    return "".join((*parts, "</svg>"))


def _in_words(row: Row, language: Language) -> str:
    counts = [(one, len(row.of(one))) for one in Verdict]
    told = [
        _TOLD.say(language, n=count, verdict=VERDICTS[one].say(language))
        for one, count in counts
        if count
    ]
    return ", ".join(told) or _NONE.say(language)


def _zones(frame: _Frame, height: int, language: Language) -> Iterator[str]:
    for verdict, head in _HEADS:
        start, end = frame.zone(verdict)
        box = f'x="{start}" y="{_HEAD}" width="{end - start}" height="{height - _HEAD}"'
        yield f'<rect class="zone-{verdict.value}" {box}/>'
        yield f'<text class="t-ink t-b" x="{start + 8}" y="16">{escape(head.say(language))}</text>'
    if not frame.is_narrow:
        said = escape(_UNCHECKED.say(language))
        yield f'<text class="t-b" text-anchor="end" x="{frame.width}" y="16">{said}</text>'


def _lines(row: Row, frame: _Frame) -> int:
    """Tell how many lines the marks take that have no name beside them."""
    others = (one for one in Verdict if one is not Verdict.BELOW)
    return max(-(-len(row.of(one)) // frame.fitting(one)) for one in others)


def _height(row: Row, frame: _Frame, language: Language) -> int:
    """Give the height of a row: on a phone its name stands above, and names above their marks."""
    below = len(row.of(Verdict.BELOW))
    if frame.is_narrow:
        return 30 + _LINE * _lines(row, frame) + 2 * (_LINE - 4) * below + 6
    told = len(_broken(_in_words(row, language), frame.signs))
    return max(14 + _LINE * (_lines(row, frame) + below), 30 + 15 * told, 56)


def _row(row: Row, frame: _Frame, top: int, tall: int, language: Language) -> Iterator[str]:
    bottom = top + tall
    yield f'<line class="between" x1="0" x2="{frame.width}" y1="{bottom}" y2="{bottom}"/>'
    left = 8 if frame.is_narrow else 0
    yield f'<text class="t-ink t-b row-name" x="{left}" y="{top + 20}">{escape(row.name)}</text>'
    y = top + (30 if frame.is_narrow else 7) + _LINE / 2
    if not frame.is_narrow:
        told = _in_words(row, language)
        for at, line in enumerate(_broken(told, frame.signs)):
            yield f'<text x="0" y="{top + 37 + 15 * at}">{escape(line)}</text>'
    for verdict in (Verdict.IN_BAND, Verdict.FULL, Verdict.NOT_CHECKED):
        yield from _beside(row.of(verdict), verdict, frame, y)
    y += _LINE * _lines(row, frame)
    for one in row.of(Verdict.BELOW):
        said = escape(f"{one.name}: {one.value}")
        x = _at(one, frame)
        if frame.is_narrow:
            yield _mark(
                one, x, y + _LINE - 6, f'<text class="t-below" x="8" y="{y + 4}">{said}</text>'
            )
            y += 2 * (_LINE - 4)
        else:
            label = f'<text class="t-below" x="{x + 14:.1f}" y="{y + 4}">{said}</text>'
            yield _mark(one, x, y, label)
            y += _LINE


def _broken(told: str, signs: int) -> list[str]:
    """Break a line where it does not fit beside the zones."""
    lines = [""]
    for part in told.split(", "):
        joined = f"{lines[-1]}, {part}" if lines[-1] else part
        if len(joined) > signs and lines[-1]:
            lines[-1] += ","
            lines.append(part)
        else:
            lines[-1] = joined
    return lines


def _at(one: Mark, frame: _Frame) -> float:
    start, end = frame.zone(one.verdict)
    return start + _PAD + min(max(one.place, 0.0), 1.0) * (end - start - 2 * _PAD)


def _beside(marks: list[Mark], verdict: Verdict, frame: _Frame, y: float) -> Iterator[str]:
    """Put marks beside each other, each as near its place as the one before it allows."""
    start, end = frame.zone(verdict)
    fits = frame.fitting(verdict)
    for line in range(0, len(marks), fits):
        some = marks[line : line + fits]
        x = 0.0
        for at, one in enumerate(some):
            after = len(some) - at - 1
            x = min(max(_at(one, frame), x + _STEP), end - _PAD - after * _STEP)
            yield _mark(one, max(x, start + _PAD), y)
        y += _LINE


def _mark(one: Mark, x: float, y: float, label: str = "") -> str:
    said = escape(f"{one.name}: {one.value}")
    drawn = SHAPES[one.verdict].format(x=round(x, 1), y=round(y, 1))
    return f'<a href="{escape(one.address)}" tabindex="-1"><title>{said}</title>{drawn}{label}</a>'
