"""Durations of ISO 8601 counted on the calendar, and the dates of MDTO.

A month that lacks the day ends on its last one, as `add_months` counts: 31 January and a month is
the last of February, 29 February and a year is 28 February.
"""

import re
from datetime import MAXYEAR, date, timedelta

from weerklank.model.hand_in import add_months

_DURATION = re.compile(r"P(?:(\d{1,4})Y)?(?:(\d{1,5})M)?(?:(\d{1,6})D)?", re.ASCII)
_LAST = date(9999, 12, 31)


def plus(start: date, duration: str) -> date | None:
    """Give the day that lies a duration after another; None for one that can't be counted."""
    match = _DURATION.fullmatch(duration)
    if match is None or not any(match.groups()):
        return None
    years, months, days = (int(one or 0) for one in match.groups())
    months += years * 12
    if start.year * 12 + start.month + months > (MAXYEAR + 1) * 12:
        return None  # beyond the calendar, where `add_months` stops at its last day
    try:
        return add_months(start, months) + timedelta(days=days)
    except OverflowError:
        return None


def earliest(text: str) -> date | None:
    """Give the first day of a year, month or day of ISO 8601; None for anything else."""
    parts = text.split("-")
    try:
        return date(*(int(part) for part in (*parts, "1", "1")[:3]))
    except (ValueError, OverflowError):
        return None


def latest(text: str) -> date | None:
    """Give the last day of a year, month or day of ISO 8601; None for anything else."""
    first = earliest(text)
    if first is None:
        return None
    length = {1: "P1Y", 2: "P1M"}.get(len(text.split("-")))
    after = plus(first, length) if length else None
    if length is None:
        return first
    return after - timedelta(days=1) if after else _LAST
