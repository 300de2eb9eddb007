"""Which parts of an archive an audit looks at now: a pure function of what was looked at when.

A part is a package in one generation, with what is sealed of it. Nobody keeps a queue: what was
looked at follows from the journal, what there is from the log.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from weerklank.model.clock import civil_day

#: Event of the decisions: within how many `days` all is looked at, null for no audit by itself.
SPREAD = "audit.spread"
#: Event of the journal: which `parts` were looked at, and what was found of which.
AUDITED = "audit.done"
#: Days for who asks for an audit and never decided on any.
USUAL_DAYS = 90
LONGEST_DAYS = 3660


@dataclass(frozen=True, slots=True)
class Look:
    """When a part was last looked at, and whether it was as it should be."""

    at: datetime
    ok: bool


def parts_due(
    parts: Mapping[str, Look | None], last: date | None, today: date, days: int
) -> list[str]:
    """Give the parts whose turn it is, so that in so many days each is looked at.

    First what was damaged, then what was never looked at, then what was looked at longest ago: of
    every day since the last audit its share, of the first one share, and never more than there is.
    """
    damaged = [name for name, look in parts.items() if look is not None and not look.ok]
    others = sorted(
        (name for name, look in parts.items() if look is None or look.ok),
        key=lambda name: (_moment(parts[name], today), name),
    )
    since = 1 if last is None else max(1, (today - last).days)
    share = ceil(len(parts) / days) * min(since, days)
    overdue = [
        name
        for name in others
        if (look := parts[name]) is not None and today - civil_day(look.at) >= timedelta(days=days)
    ]
    return [*damaged, *others[: max(share, len(overdue))]]


def _moment(look: Look | None, today: date) -> float:
    """Give when a part was looked at; of what a clock noted that ran ahead nobody knows it."""
    is_known = look is not None and civil_day(look.at) - today <= timedelta(days=1)
    return look.at.timestamp() if look is not None and is_known else 0.0
