"""Headings of files that people fill in: which was meant to be one of ours, and is not.

What stands below a heading that is not understood would count for nothing: a term that was
written there, or a right. So one that looks like ours is told, where ours itself is missing.
"""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from string import ascii_uppercase

from weerklank.model.text import Text

#: How alike two headings are that are taken for one, and how long one is that is looked at.
_ALIKE, _LONGEST = 0.7, 40
#: Begins the name of a column without a heading; no heading of ours does.
_BARE = "?"
_NEARLY = Text(
    "de kop van kolom {column} lijkt op '{heading}' en is het niet: noem hem zo, of geef die "
    "kolom een andere kop",
    "the heading of column {column} looks like '{heading}' and is not: name it so, or give that "
    "column another heading",
)


def not_understood(cells: list[str], found: list[str | None]) -> Iterator[tuple[int, str]]:
    """Give number and heading of each column that has a heading and is none of ours.

    `found` names the columns that are understood.
    """
    for number, (cell, column) in enumerate(zip(cells, found, strict=True)):
        heading = cell.strip().lower()
        if heading and not column:
            yield number, heading


class PassedColumns:
    """Columns that are passed over: of a heading of somebody's own, or of none with something in.

    What stands in those was never meant for us, or was lost with its heading: who sent the file
    is told which they are.
    """

    def __init__(self) -> None:
        self._numbers: set[int] = set()
        #: Numbers of columns without a heading, by the name that they have here.
        self._bare: dict[str, int] = {}

    def named(
        self, cells: list[str], found: list[str | None], others: Iterable[int]
    ) -> list[str | None]:
        """Take the row of headings, and give every column without one a name to be met by.

        `others` are the numbers of those with a heading that is none of ours.
        """
        self._numbers.update(others)
        self._bare.update((_BARE + letter(n), n) for n, one in enumerate(cells) if not one.strip())
        nameless = {number: name for name, number in self._bare.items()}
        return [nameless.get(number, column) for number, column in enumerate(found)]

    def meet(self, cells: Mapping[str, str]) -> Mapping[str, str]:
        """Take a row, in which a column without a heading counts once something stands there.

        Gives the row without those columns.
        """
        if not self._bare:
            return cells
        met = self._bare.keys() & cells
        self._numbers.update(self._bare[name] for name in met if cells[name].strip())
        return {name: cell for name, cell in cells.items() if name not in met}

    def letters(self) -> tuple[str, ...]:
        """Name them as a spreadsheet does."""
        return tuple(map(letter, sorted(self._numbers)))


def near_miss(
    headings: Iterable[tuple[int, str]],
    found: Iterable[str | None],
    known: Mapping[str, str],
    *,
    within: int,
) -> Text | None:
    """Tell of the first heading that was meant to be one of `known`; None where none was.

    `known` gives the column of each heading. One that stands within another, as 'bron' in
    'bronvermelding', was meant too where it has so many letters.
    """
    there = set(found)
    for number, heading in headings:
        meant = _meant(heading, known, within)
        if meant is not None and known[meant] not in there:
            return _NEARLY.filled(column=letter(number), heading=meant)
    return None


def _meant(heading: str, known: Iterable[str], least: int) -> str | None:
    if len(heading) > _LONGEST:
        return None
    close = get_close_matches(heading, known, n=1, cutoff=_ALIKE)
    within = (one for one in known if len(one) >= least and one in heading)
    return close[0] if close else next(within, None)


def letter(number: int) -> str:
    """Name a column, from 0, as a spreadsheet does."""
    before, last = divmod(number, len(ascii_uppercase))
    return (ascii_uppercase[before - 1] if before else "") + ascii_uppercase[last]
