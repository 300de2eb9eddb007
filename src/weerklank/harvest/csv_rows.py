"""Read a CSV file of an export row by row, as odd as it may be, in flat memory.

Platforms write CSV that no standard knows: notes before the header, quotes escaped by a backslash
or not at all, UTF-16. A row is read by RFC 4180 first and leniently where that fails. What can be
read by neither costs that row, which is named by its number, and no other.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from weerklank.harvest.port import BrokenOff
from weerklank.model.text import Text

_READ = 1 << 16
#: Characters of a cell and of a row, at most: no text of a social medium is half as long.
LARGEST_CELL = 1 << 18
LARGEST_ROW = 1 << 20
MOST_CELLS = 1_000
#: Characters that may be read in vain behind open quotes. Beyond that a row ends with its line:
#: else a file of open quotes would be read again for each of them.
_MOST_IN_VAIN = 1 << 26

NOT_QUOTED = Text(
    "aanhalingstekens of komma's die geen rij vormen", "quotes or commas that make no row"
)
NOT_CLOSED = Text("een aanhalingsteken dat niet sluit", "a quote that is not closed")
TOO_LARGE_FOR_ROW = Text("een rij of cel die te groot is", "a row or a cell that is too large")
NO_TEXT = Text("geen tekst in de codering van het bestand", "no text in the encoding of the file")

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "surrogateescape"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "surrogatepass"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "surrogatepass"),
)
#: What stands in a decoded text for what could not be decoded.
_NOT_DECODED = re.compile("[\ud800-\udfff]")
#: RFC 4180: a quote inside a quoted cell is doubled.
_STRICT = r'"((?>(?:[^"]++|"")*))'
#: A quote may be escaped by a backslash, or stand by itself: the cell ends at one before a comma
#: or an end of line.
_LENIENT = r'"((?>(?:[^"\\]++|\\"?+|""|"(?![ \t]*+(?:,|\r|\n|\Z)))*))'
#: A cell with what ends it, or one that is not closed where the text ends; never gone back on. And
#: what stands for a quote in it.
_CELLS = tuple(
    (
        re.compile(rf'(?:{quoted}(?:"[ \t]*+|(\Z))|(?!")([^,\r\n]*+))(,|\r\n|\r|\n|\Z)'),
        re.compile(quote),
    )
    for quoted, quote in ((_STRICT, '""'), (_LENIENT, r'\\"|""'))
)
_LINE_END = re.compile(r"\r\n|\r|\n")
_NOTES = re.compile(r"\s*+\"?[\w ]{1,40}:\"?[ \t,]*+(?:\r\n|\r|\n)")
_BLANK = re.compile(r"[ \t,]*+(?:\r\n|\r|\n)")
#: A first cell that tells where rows begin, such as a moment: with so many digits at least.
_FIGURE = re.compile("[0-9]")
_TELLING = 8
_SPACE = re.compile(r"(?>(?:[ \t]*+(?:\r\n|\r|\n))+)")


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number, from 1 behind the header, and its cells, as many as the header has."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A row that can't be read: which, and why; nothing of its content."""

    number: int
    reason: Text


class CsvRows:
    """The rows of one CSV file; `header` is known at once, empty where the file has none."""

    def __init__(self, stream: BinaryIO) -> None:
        """Read up to the first row; a stream that breaks off is taken to end there."""
        self._stream = stream
        self._text = ""
        self._position = 0
        self._is_at_end = False
        self._in_vain = 0
        #: The form of the first cell of a row, where that tells that a row begins.
        self._begin = ""
        self._decoder = self._decoder_of(self._bytes())
        self._pass_notes()
        #: Names of the columns, without white space around them.
        self.header: tuple[str, ...] = ()
        found = self._next_row(0) if self._skip_space() else NOT_QUOTED
        if isinstance(found, tuple) and not _problem(found):
            self.header = tuple(name.strip() for name in found)

    def __iter__(self) -> Iterator[Row | BrokenRow]:
        """Give the rows in order; empty lines are none."""
        number = 0
        is_broken = False
        while self.header and self._skip_space():
            is_begun = bool(self._begin) and self._begin == _begin_of(self._first_line())
            found = self._next_row(len(self.header))
            if isinstance(found, tuple):
                is_broken = False
                number += 1
                reason = _problem(found)
                yield BrokenRow(number, reason) if reason else Row(number, found)
            elif is_begun or not is_broken:  # other lines that are no rows are part of it
                is_broken = True
                number += 1
                yield BrokenRow(number, found)

    def _bytes(self) -> bytes:
        try:
            return self._stream.read(_READ)
        except BrokenOff:
            return b""

    def _decoder_of(self, first: bytes) -> codecs.IncrementalDecoder:
        for mark, encoding, errors in _MARKS:
            if first.startswith(mark):
                decoder = codecs.getincrementaldecoder(encoding)(errors)
                first = first[len(mark) :]
                break
        else:
            decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        self._is_at_end = not first
        self._text = decoder.decode(first)
        return decoder

    def _read_more(self) -> None:
        piece = self._bytes()
        self._is_at_end = not piece
        try:
            text = self._decoder.decode(piece, final=self._is_at_end)
        except UnicodeDecodeError:  # UTF-16 that ends inside a character
            text = "\udcff"
        self._text = self._text[self._position :] + text
        self._position = 0

    def _fill(self, size: int) -> None:
        while not self._is_at_end and len(self._text) - self._position < size:
            self._read_more()

    def _pass_notes(self) -> None:
        """Pass over notes: they begin with a word and a colon, and an empty line ends them."""
        self._fill(_READ)
        if not _NOTES.match(self._text):
            return
        line = _LINE_END.search(self._text)
        while line:
            blank = _BLANK.match(self._text, line.end())
            if blank:
                self._position = blank.end()
                return
            line = _LINE_END.search(self._text, line.end())

    def _skip_space(self) -> bool:
        """Go on to where a row begins; False when none does any more."""
        while True:
            space = _SPACE.match(self._text, self._position)
            if space:
                self._position = space.end()
            if self._position < len(self._text):
                return True
            if self._is_at_end:
                return False
            self._read_more()

    def _next_row(self, width: int) -> tuple[str, ...] | Text:
        """Cut one row off; a reason when it is none, and then no more than its first line goes."""
        seen = _READ
        while True:
            self._fill(seen)
            may_go_on = False
            for pattern, quote in _CELLS:
                cells, end, is_open = self._cells(pattern, quote)
                may_go_on |= is_open
                if end >= 0 and _is_wide(cells, width):
                    if pattern is _CELLS[-1][0] and self._holds_a_row(end):
                        return self._give_up(is_open=False)
                    self._begin = _begin_of(cells[0]) if width else ""
                    self._position = end
                    return tuple(cells[:width] if width else cells)
            is_all = self._is_at_end or len(self._text) - self._position >= LARGEST_ROW
            if is_all or not may_go_on:
                return self._give_up(is_open=may_go_on)
            seen = min(seen * 4, LARGEST_ROW)

    def _first_line(self) -> str:
        line = _LINE_END.search(self._text, self._position)
        return self._text[self._position : line.start() if line else None]

    def _holds_a_row(self, end: int) -> bool:
        """Tell whether a row that was read leniently runs on over the next, unclosed.

        Known by a line in it that begins as the row itself does.
        """
        first, *others = _LINE_END.split(self._text[self._position : end])
        begin = _begin_of(first)
        return bool(begin) and any(_begin_of(line) == begin for line in others)

    def _cells(
        self, pattern: re.Pattern[str], quote: re.Pattern[str]
    ) -> tuple[list[str], int, bool]:
        """Read a row where it begins: its cells, where it ends, and whether more may end it.

        -1 for the end of what is no row, or none yet.
        """
        text, place, cells = self._text, self._position, list[str]()
        last = self._last_of_row()
        while len(cells) < MOST_CELLS:
            found = pattern.match(text, place, last)
            if found is None:
                return cells, -1, False
            quoted, unclosed, plain, end = found.groups()
            place = found.end()
            if unclosed is not None:
                return cells, -1, True
            cells.append(plain if quoted is None else quote.sub('"', quoted))
            if end == ",":
                continue
            if place == len(text) and not self._is_at_end:  # another quote may come behind it
                return cells, -1, True
            return cells, place if end or place == len(text) else -1, False
        return cells, -1, False

    def _last_of_row(self) -> int:
        """Give where a row must have ended, among what was read."""
        if self._in_vain > _MOST_IN_VAIN:
            line = _LINE_END.search(self._text, self._position)
            if line:
                return line.end()
        return min(len(self._text), self._position + LARGEST_ROW)

    def _give_up(self, *, is_open: bool) -> Text:
        """Leave the first line of what is no row, also one that is longer than any row may be."""
        read = len(self._text) - self._position
        self._in_vain += read if is_open else 0
        line = _LINE_END.search(self._text, self._position)
        if line is None and read >= LARGEST_ROW:
            reason = TOO_LARGE_FOR_ROW
        else:
            reason = NOT_CLOSED if is_open else NOT_QUOTED
        while line is None:
            self._position = len(self._text)
            if self._is_at_end:
                return reason
            self._read_more()
            line = _LINE_END.search(self._text)
        self._position = line.end()
        return reason


def _is_wide(cells: list[str], width: int) -> bool:
    """Tell whether a row has as many cells as the header; empty ones may stand behind them."""
    return not width or (len(cells) >= width and not any(cells[width:]))


def _problem(cells: tuple[str, ...]) -> Text | None:
    if any(len(cell) > LARGEST_CELL for cell in cells):
        return TOO_LARGE_FOR_ROW
    if any(map(_NOT_DECODED.search, cells)):
        return NO_TEXT
    return None


def _begin_of(line: str) -> str:
    """Give the form of what stands before the first comma; empty where it could be any words."""
    first = line.partition(",")[0].strip().strip('"')
    form = _FIGURE.sub("0", first)
    return form if form.count("0") >= _TELLING else ""
