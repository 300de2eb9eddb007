"""Plots of the model as SVG, for light and dark paper: lines over two axes, logarithmic ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import log10

_WIDTH, _HEIGHT = 640, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 74, 470, 20, 270
_COLOURS = ("#1b5e9b", "#b3541e", "#2f7d4f", "#7a3e9d")
_DASHES = ("none", "7 4", "2 3", "9 3 2 3")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its name and its points."""

    name: str
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Axis:
    """What an axis says, and its marks with their words, from low to high."""

    name: str
    marks: Sequence[tuple[float, str]]

    def place(self, value: float, begin: float, end: float) -> float:
        """Give where a value stands between two pixels."""
        low, high = log10(self.marks[0][0]), log10(self.marks[-1][0])
        return begin + (end - begin) * (log10(value) - low) / (high - low)


def plot(title: str, told: str, across: Axis, up: Axis, lines: Sequence[Line]) -> str:
    """Draw lines; lines differ by dashes too, and say at their end what they are."""
    size = f"0 0 {_WIDTH} {_HEIGHT}"
    font = 'font-family="sans-serif" font-size="12"'
    called = f'viewBox="{size}" role="img" aria-labelledby="t d" {font}'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {called}>',
        f'<title id="t">{escape(title)}</title><desc id="d">{escape(told)}</desc>',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
    ]
    for value, word in across.marks:
        x = across.place(value, _LEFT, _RIGHT)
        parts.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{_BOTTOM}" stroke="#ddd"/>')
        parts.append(f'<text x="{x:.1f}" y="{_BOTTOM + 16}" text-anchor="middle">{word}</text>')
    for value, word in up.marks:
        y = up.place(value, _BOTTOM, _TOP)
        parts.append(f'<line x1="{_LEFT}" x2="{_RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{word}</text>')
    middle = (_LEFT + _RIGHT) / 2
    parts.append(
        f'<text x="{middle}" y="{_HEIGHT - 12}" text-anchor="middle">{across.name}</text>'
    )
    parts.append(f'<text x="4" y="13">{escape(up.name)}</text>')
    ends: list[float] = []
    for number, line in enumerate(lines):
        parts += _line(line, across, up, number, ends)
    return "\n".join([*parts, "</svg>", ""])


def _line(line: Line, across: Axis, up: Axis, number: int, ends: list[float]) -> list[str]:
    places = [(across.place(x, _LEFT, _RIGHT), up.place(y, _BOTTOM, _TOP)) for x, y in line.points]
    drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    colour, dash = _COLOURS[number], _DASHES[number]
    x, y = places[-1]
    while any(abs(y - other) < 14 for other in ends):
        y += 14
    ends.append(y)
    look = f'fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"'
    return [
        f'<polyline points="{drawn}" {look}/>',
        f'<text x="{x + 8:.1f}" y="{y + 4:.1f}" fill="{colour}">{escape(line.name)}</text>',
    ]
