"""The strip: what each technique saw of the last days of an account, small enough for a table.

A row a technique, a cell a day (screens.md 5.1); the same is told in words, as its description.
"""

from collections import Counter
from collections.abc import Sequence
from html import escape

from weerklank.model.text import Language, Text
from weerklank.web.plots.columns import Column, Mark
from weerklank.web.plots.echo import LETTERS, shade
from weerklank.web.words import day

WIDTH, HEIGHT = 180, 26
#: Of a cell with what is left free around it, and of the cell itself.
_STEP, _ROW = 6, 9
_WIDE, _TALL = 5, 7

_TITLE = Text("Dekking per techniek", "Coverage by technique")
_SPAN = Text(
    "Dagen van {first} tot en met {last}.", "Days from {first} up to and including {last}."
)
_TOLD = {
    Mark.HELD: Text("{n} vastgelegd", "{n} recorded"),
    Mark.OTHERS: Text("{n} alleen met een andere techniek", "{n} by another technique only"),
    Mark.NOTHING: Text("{n} zonder berichten", "{n} without posts"),
    Mark.WAITS: Text("{n} nog te doen", "{n} still to do"),
}
_UNUSED = Text("nog niet gebruikt", "not used yet")


def strip(columns: Sequence[Column], language: Language, name: str) -> str:
    """Draw the days; `name` keeps the ids of several strips on one page apart."""
    called = f'role="img" aria-labelledby="{name}-t" aria-describedby="{name}-d"'
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    parts = [
        f'<svg class="strip" {size} {called}>',
        f'<title id="{name}-t">{escape(_TITLE.say(language))}</title>',
        f'<desc id="{name}-d">{escape(in_words(columns, language))}</desc>',
    ]
    for row in range(len(LETTERS)):
        parts += [
            _cell(column, row, index * _STEP, row * _ROW) for index, column in enumerate(columns)
        ]
    return "".join((*parts, "</svg>"))


def in_words(columns: Sequence[Column], language: Language) -> str:
    """Say what the strip shows."""
    first, last = day(columns[0].start, language), day(columns[-1].start, language)
    told = [_SPAN.say(language, first=first, last=last)]
    for row, (_, _, technique) in enumerate(LETTERS):
        counts = Counter(column.seen[row].mark for column in columns)
        if counts[Mark.UNUSED] == len(columns):
            said = _UNUSED.say(language)
        else:
            said = ", ".join(
                text.say(language, n=counts[mark]) for mark, text in _TOLD.items() if counts[mark]
            )
        told.append(f"{technique.say(language)}: {said}.")
    return " ".join(told)


def _cell(column: Column, row: int, x: int, y: int) -> str:
    seen = column.seen[row]
    if seen.mark in {Mark.UNUSED, Mark.NOTHING}:
        kind = "unused" if seen.mark is Mark.UNUSED else "nothing"
        return f'<rect class="{kind}" x="{x}" y="{y + 3}" width="{_WIDE}" height="1"/>'
    if seen.mark is Mark.WAITS:
        box = f'x="{x + 0.5}" y="{y + 0.5}" width="{_WIDE - 1}" height="{_TALL - 1}"'
        return f'<rect class="waits" {box}/>'
    kind = shade(seen, column.items)
    return f'<rect class="{kind}" x="{x}" y="{y}" width="{_WIDE}" height="{_TALL}"/>'
