"""Check who looked at what: a day of it may be gone by a decision on its term, else by nothing.

The decision (`access.begun`) stands in the log. It names days, how many events of each the log
held then, and after how many months they go; what fits all of that went lawfully.
"""

import re
from array import array
from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import date, datetime

from weerklank.model.clock import from_iso
from weerklank.model.event import Book

BEGUN = "access.begun"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(slots=True)
class AccessDays:
    """What the log says of the days of `access/`, taken in its order."""

    #: By day: the leaves of its events.
    _leaves: dict[str, "array[int]"] = field(default_factory=dict)
    #: By day: up to which leaf its events were destroyed.
    _ended: dict[str, int] = field(default_factory=dict)
    #: Event files of any book that are gone: name, leaf and statement.
    _gone: list[tuple[str, int, str]] = field(default_factory=list)

    def note(self, name: str, leaf: int) -> None:
        """Note an event file that the log names."""
        if name.startswith(f"{Book.ACCESS}/"):
            self._leaves.setdefault(_day_of(name), array("Q")).append(leaf)

    def lacks(self, name: str, leaf: int, statement: str) -> None:
        """Note that an event file is gone that the log names."""
        self._gone.append((name, leaf, statement))

    def take(self, event: dict[str, object], leaf: int) -> None:
        """Take in an event that the log holds: a decision that fits ends days."""
        data, size, months = event.get("data"), None, None
        if event.get("book") != Book.DECISIONS or event.get("kind") != BEGUN:
            return
        if isinstance(data, dict):
            size, months, rows = data.get("size"), data.get("months"), data.get("days")
        if not isinstance(size, int) or not isinstance(months, int) or not 0 < size <= leaf:
            return
        at = from_iso(str(event.get("at")))
        for row in rows if isinstance(rows, list) else []:
            day, events = (row.get("day"), row.get("events")) if isinstance(row, dict) else (0, 0)
            if isinstance(day, str) and _DAY.fullmatch(day) and is_over(day, months, at):
                leaves = self._leaves.get(day, array("Q"))
                before = bisect_left(leaves, self._ended.get(day, 0))
                if events == bisect_left(leaves, size) - before:
                    self._ended[day] = size

    def unaccounted(self) -> list[tuple[str, int, str]]:
        """Give the files that are gone and that no decision accounts for."""
        return [one for one in self._gone if not self.has_ended(one[0], one[1])]

    def has_ended(self, name: str, leaf: int) -> bool:
        """Tell whether an event file is of a day that went, or was to go, by a decision."""
        is_access = name.startswith(f"{Book.ACCESS}/")
        return is_access and leaf < self._ended.get(_day_of(name), 0)


def is_over(day: str, months: int, at: datetime) -> bool:
    """Tell whether a term in months, counted from a day, was over at a moment (UTC)."""
    try:
        since = date.fromisoformat(day)
    except ValueError:
        return False
    ended = since.year * 12 + since.month + months, since.day
    return months > 0 and ended < (at.year * 12 + at.month, at.day)


def _day_of(name: str) -> str:
    return "-".join(name.split("/")[1:4])
