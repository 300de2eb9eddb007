"""For which content rows are meant where the list does not say so: by the processes of 4.2."""

import re
from collections.abc import Iterable
from dataclasses import replace

from weerklank.model.selection import Outcome, Row, Serves

#: 'Het geven van publieksvoorlichting' and 'het voeren van dialoog tussen overheid en burgers'.
INFORMING = "het geven van publieksvoorlichting"
DIALOGUE = "het voeren van dialoog tussen overheid en burgers"


def meant(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Give rows with what they serve, where one of a process of the whitepaper can be no other.

    Of informing the public: its only row B is of end products, its only row V of the rest. Where
    the list says it of any row of such a process itself, nothing is added to that process.
    """
    given = tuple(rows)
    made = dict.fromkeys(given, None) | _found(given)
    return tuple(replace(row, serves=serves) if serves else row for row, serves in made.items())


def _found(rows: tuple[Row, ...]) -> dict[Row, Serves | None]:
    informing = _of(rows, INFORMING)
    named = {
        Serves.END_PRODUCT: [row for row in informing if row.outcome is Outcome.KEEP],
        Serves.REST: [row for row in informing if row.outcome is Outcome.DESTROY],
        Serves.DIALOGUE: _of(rows, DIALOGUE),
    }
    return {found[0]: serves for serves, found in named.items() if len(found) == 1}


def _of(rows: tuple[Row, ...], process: str) -> list[Row]:
    """Give the rows of a process; none where the list itself says what they serve."""
    found = [row for row in rows if _plain(row.process) == process and not row.is_withdrawn]
    return [] if any(row.serves for row in found) else found


def _plain(process: str) -> str:
    return " ".join(re.sub(r"[^\w ]", " ", process.lower()).split())
