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
