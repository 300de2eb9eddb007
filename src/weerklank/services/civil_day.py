"""Which day it is for the law: terms of people end by the civil date in Europe/Amsterdam."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

_CIVIL = ZoneInfo("Europe/Amsterdam")


def civil_day(moment: datetime) -> date:
    """Give the civil date of a moment."""
    return moment.astimezone(_CIVIL).date()
