"""What a document consists of, whatever form it gets: words in one language, in order."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from weerklank.model.text import Language


class Tone(StrEnum):
    """How a paragraph is meant, which both forms show."""

    PLAIN = "plain"
    #: What the reader must mind.
    NOTE = "note"
    #: What the reader is still to write: nothing is known of it here.
    OPEN = "open"
    #: Where something comes from.
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 begins a part, 2 and 3 stand within it."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words of one paragraph; an end of line within them is a space."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list without numbers."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with a head that is repeated on each page, and what it is about."""

    caption: str
    head: tuple[str, ...]
    #: Each as long as the head.
    rows: tuple[tuple[str, ...], ...]
    #: Of each column its part of the width.
    widths: tuple[int, ...]
    #: Columns of numbers, which stand to the right.
    numbers: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if any(len(row) != len(self.head) for row in (self.widths, *self.rows)):
            raise ValueError("a row with more or fewer cells than the head")


@dataclass(frozen=True, slots=True)
class Withheld:
    """What stands in the place of words that are kept back: the same bar for every length."""

    #: On what ground; a short code.
    ground: str


@dataclass(frozen=True, slots=True)
class Passages:
    """Words with bars in between; an end of line within them stays one."""

    pieces: tuple[str | Withheld, ...]

    @property
    def text(self) -> str:
        """Give it as text alone: a bar is the same signs around its ground."""
        return "".join(
            f"[\u2588 {piece.ground} \u2588]" if isinstance(piece, Withheld) else piece
            for piece in self.pieces
        )


Block: TypeAlias = Heading | Paragraph | Bullets | Table | Passages


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole document."""

    title: str
    #: Whose it is: stands above the title and is its author.
    organisation: str
    language: Language
    #: Moment of which it tells; all that a form says of time is this.
    made: datetime
    #: Below the title: what is known of the document itself, as name and value.
    facts: tuple[tuple[str, str], ...] = ()
    blocks: tuple[Block, ...] = ()
