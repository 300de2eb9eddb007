"""A block of the dashboards, and how its bars are drawn."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from weerklank.model.text import Language, Text
from weerklank.web.plots.bars import HATCHED, MIDDLE, NARROW, WIDE, Bar, bars
from weerklank.web.plots.retention import hatch
from weerklank.web.words import number

#: Rows of a picture and of its table; of more the last one is all others together.
MOST = 15
_OTHERS = Text("{n} andere", "{n} {n:other|others}")


_NOTHING = SafeString("")


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, and the page of what it counts."""

    said: str
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: its name, how much there is of each part, and what its cells say."""

    name: Cell
    parts: tuple[int, ...]
    cells: tuple[Cell, ...]
    #: What stands behind its bar.
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A part of every bar: what it is called, and the class that colours it."""

    text: Text
    style: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A line of a legend: what a part is called, its class, and the hatch that fills it."""

    text: Text
    style: str
    hatch: SafeString
    fill: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block."""

    id: str
    title: Text
    #: The conclusion, in one sentence.
    said: Text
    note: Text | None = None
    #: Empty where nothing is to be drawn.
    picture: SafeString = _NOTHING
    legend: tuple[Key, ...] = ()
    #: Heads of the table: of the first column, then of the others, which are numbers.
    head: tuple[Text, ...] = ()
    rows: tuple[Row, ...] = ()
    #: Page that tells more, with what it is called.
    more: tuple[str, Text] | None = None


def drawn(
    rows: Sequence[Row], kinds: Sequence[Kind], title: Text, language: Language, name: str
) -> SafeString:
    """Draw rows in three widths; empty where all of them come to nothing."""
    if not any(sum(one.parts) for one in rows):
        return SafeString("")
    shown = [Bar(one.name.said, one.parts, one.told, one.name.address) for one in rows]
    styles = [one.style for one in kinds]
    return SafeString(
        "".join(
            bars(shown, styles, title, language, width, f"{name}-{width}")
            for width in (WIDE, MIDDLE, NARROW)
        )
    )


def legend(kinds: Iterable[Kind], name: str) -> tuple[Key, ...]:
    """Give the lines of a legend; `name` keeps the ids of several on one page apart."""
    return tuple(
        Key(
            text=one.text,
            style=one.style,
            hatch=SafeString(hatch(f"{name}-l") if one.style == HATCHED else ""),
            fill=f"url(#{name}-l)" if one.style == HATCHED else "",
        )
        for one in kinds
    )


def labelled(block: Block, language: Language) -> list[tuple[Row, list[tuple[str, Cell]]]]:
    """Give the rows of a table, each cell with the head above it, for where rows are stacked."""
    heads = [one.say(language) for one in block.head[1:]]
    return [(row, [*zip(heads, row.cells, strict=True)]) for row in block.rows]


def first_of(
    rows: Sequence[Row],
    cells: int,
    language: Language,
    said: Callable[[int], str] | None = None,
) -> list[Row]:
    """Give the first rows; of more than there is room for, the others together.

    `said` tells a number as its cells do.
    """
    told = said or (lambda count: number(count, language))
    if len(rows) <= MOST:
        return [*rows]
    first, others = rows[: MOST - 1], rows[MOST - 1 :]
    parts = tuple(map(sum, zip(*(one.parts for one in others), strict=True)))
    return [
        *first,
        Row(
            name=Cell(_OTHERS.say(language, n=len(others))),
            parts=parts,
            cells=tuple(Cell(told(part)) for part in parts[:cells]),
            told=told(sum(parts)),
        ),
    ]
