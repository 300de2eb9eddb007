"""Due rows: by which row of a selection list the items of a destruction list are due."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Protocol, TypeVar

from weerklank.model.json_value import JsonObject


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


D = TypeVar("D", bound=DueItem)
_BY_ROW = attrgetter("list", "row")


def by_row(due: Iterable[D]) -> list[D]:
    """Give items row by row, in the order in which `rows_of` counts them."""
    return sorted(due, key=lambda one: (*_BY_ROW(one), one.until, one.id))


def rows_of(ordered: Iterable[DueItem]) -> list[JsonObject]:
    """Tell of items that come row by row by which row they are due, as an event has it."""
    rows: list[JsonObject] = []
    for (list_, row), group in groupby(ordered, key=_BY_ROW):
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
    return rows
