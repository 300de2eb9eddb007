"""Propose what is due: one list of all whose term by the selection list is over."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Protocol

from weerklank.catalogue.catalogue import Catalogue
from weerklank.model.destruction import DestructionList, Ground, PageGone
from weerklank.model.errors import NotNow, Refused, WrongUse, fault
from weerklank.model.json_value import JsonObject
from weerklank.model.reason import reason_of
from weerklank.model.symbols import encode
from weerklank.model.text import Text
from weerklank.services.catalogue.consult_catalogue import consult
from weerklank.services.change.destruction_lists import (
    PROPOSERS,
    refuse_too_many,
    write_list,
)
from weerklank.services.change.pages_along import pages_along
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

NOTHING_DUE = fault(
    "DESTROY-016",
    Text(nl="Er is tot {on} niets te vernietigen.", en="Nothing is due for destruction by {on}."),
    Text(
        nl="'weerklank retention due' zegt wat wanneer vervalt.",
        en="'weerklank retention due' says what falls due when.",
    ),
)
WENT = fault(
    "DESTROY-018",
    Text(
        nl="Terwijl de lijst werd gemaakt, is er iets vernietigd dat erop zou komen.",
        en="While the list was made, something was destroyed that would be on it.",
    ),
    Text(nl="Probeer het opnieuw.", en="Try again."),
)
AHEAD = fault(
    "DESTROY-017",
    Text(nl="{on} moet nog komen.", en="{on} is still to come."),
    Text(
        nl="Wat nog niet is vervallen, mag niet op een lijst; laat --on weg of noem een eerdere "
        "dag.",
        en="What is not due yet may not be on a list; leave out --on or name an earlier day.",
    ),
)


class DueItem(Protocol):
    """An item of which the term is over, and by which row of which selection list."""

    @property
    def id(self) -> str:
        """Permanent address."""
        ...

    @property
    def until(self) -> date:
        """Last day on which it was to be kept."""
        ...

    @property
    def list(self) -> str:
        """Selection list, with its version."""
        ...

    @property
    def row(self) -> str:
        """Row of that list."""
        ...


def check_day(workplace: Workplace, on: date | None) -> date:
    """Give the day of which is asked what is due: today, or an earlier one (else WrongUse)."""
    today = workplace.today()
    if on is not None and on > today:
        raise WrongUse(AHEAD, on=on.isoformat())
    return on or today


def propose_due(
    workplace: Workplace, due: Iterable[DueItem], on: date, reason: str
) -> DestructionList:
    """Propose the destruction of all that is due, by row of the selection list.

    Refused when that is nothing, or more than a list may hold.
    """
    workplace.require(*PROPOSERS)
    why = reason_of(reason)
    by_row = attrgetter("list", "row")
    found = sorted(_at_most(due), key=lambda one: (*by_row(one), one.until, one.id))
    if not found:
        raise Refused(NOTHING_DUE, on=on.isoformat())
    rows: list[JsonObject] = []
    for (list_, row), group in groupby(found, key=by_row):
        days = [one.until for one in group]
        rows.append(
            {
                "items": len(days),
                "list": list_,
                "row": row,
                "until_first": days[0].isoformat(),
                "until_last": days[-1].isoformat(),
            }
        )

    def look(catalogue: Catalogue) -> tuple[dict[str, str], list[PageGone]]:
        places = catalogue.database.places
        keys = ((places.key_of(one.id), one.id) for one in found)
        named = {encode(key): item for key, item in keys if key is not None}
        return named, pages_along(catalogue, named)

    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        named, pages = consult(workplace, look)
        if len(named) != len(found):
            raise NotNow(WENT)
        data: JsonObject = {"ground": str(Ground.SELECTION), "reason": why, "rows": [*rows]}
        return write_list(workplace, data, named, pages)


def _at_most(due: Iterable[DueItem]) -> list[DueItem]:
    """Take what is due, as long as one list can hold it (Refused)."""
    found: list[DueItem] = []
    for one in due:
        found.append(one)
        refuse_too_many(len(found))
    return found
