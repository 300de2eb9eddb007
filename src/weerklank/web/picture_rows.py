"""Rows of the table beneath a picture: it tells every bar, so a page may have hundreds of them.

Written here and not by a template: of a search on the portal that took most of the time.
"""

from html import escape

from weerklank.model.text import Language, Text
from weerklank.web.pictures import Picture, Row
from weerklank.web.plots.columns import Step
from weerklank.web.words import MONTHS, day, number

_OF = Text("{n} van {all}", "{n} of {all}")
_CELL = '<td class="utrecht-table__cell num">'


def rows_of(picture: Picture, language: Language, *, is_linked: bool, has_techniques: bool) -> str:
    """Write the rows; with `has_techniques` also what was edited and what each technique saw."""
    parts = []
    for row in picture.rows:
        named = _named(row, picture.step, language)
        if is_linked:
            named = f'<a class="nl-link" href="{escape(row.address)}">{named}</a>'
        cells = "".join(
            f"{_CELL}{escape(one)}</td>"
            for one in _told(row, language, has_techniques=has_techniques)
        )
        parts.append(
            '<tr class="utrecht-table__row"><th scope="row" class="utrecht-table__cell">'
            f"{named}</th>{cells}</tr>"
        )
    return "".join(parts)


def _named(row: Row, step: str, language: Language) -> str:
    start = row.column.start
    if step == Step.MONTH:
        return escape(f"{MONTHS[start.month - 1].say(language)} {start.year}")
    return str(start.year) if step == Step.YEAR else escape(day(start, language))


def _told(row: Row, language: Language, *, has_techniques: bool) -> list[str]:
    column = row.column
    counts = [column.posts, column.replies]
    if not has_techniques:
        return [number(one, language) for one in counts]
    counts += [column.edits, column.deletions]
    every = number(column.items, language)
    return [number(one, language) for one in counts] + [
        "-" if held is None else _OF.say(language, n=number(held, language), all=every)
        for held in row.seen
    ]
