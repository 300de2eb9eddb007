"""Which day and time it is for people and the law: in Europe/Amsterdam."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from weerklank.model.text import Text

_CIVIL = ZoneInfo("Europe/Amsterdam")
SUMMER_TIME = Text("zomertijd", "summer time")
WINTER_TIME = Text("wintertijd", "winter time")


def civil_time(moment: datetime) -> datetime:
    """Give a moment as clocks here show it; as it came where the calendar ends before that."""
    try:
        return moment.astimezone(_CIVIL)
    except OverflowError:
        return moment


def civil_day(moment: datetime) -> date:
    """Give the civil date of a moment."""
    return civil_time(moment).date()


def which_hour(local: datetime) -> Text | None:
    """Tell the two hours apart that clocks here show twice, when summer time ends; else None."""
    twin = local.replace(fold=1 - local.fold)
    if local.utcoffset() == twin.utcoffset():
        return None
    return WINTER_TIME if local.fold else SUMMER_TIME
