"""Holidays: days on which no term of a Dutch law ends, and the day on which it then does.

Algemene termijnenwet, articles 1 and 3 (wetten.overheid.nl, BWBR0002448). The text of the law was
not looked up here. Days that a royal decree puts on a par with them are not in it.
"""

from datetime import date, timedelta

from weerklank.model.text import Text

SOURCE = Text(
    "Algemene termijnenwet artikelen 1 en 3 (wettekst niet nageslagen): een laatste dag in een "
    "weekeinde of op een feestdag wordt de eerste werkdag daarna.",
    "Algemene termijnenwet (terms act) articles 1 and 3 (text not looked up): a last day in a "
    "weekend or on a public holiday becomes the first working day after it.",
)
#: New year, Liberation day, Christmas and the day after: month and day.
_FIXED = frozenset({(1, 1), (5, 5), (12, 25), (12, 26)})
#: Days from Easter: Good Friday (put on a par), Easter Monday, Ascension day, Whit Monday.
_BY_EASTER = frozenset({-2, 1, 39, 50})
_SUNDAY, _SATURDAY = 6, 5


def is_holiday(day: date) -> bool:
    """Tell whether a day is a public holiday by the terms act, or on a par with one."""
    if (day.month, day.day) in _FIXED or day == _kings_day(day.year):
        return True
    return (day - easter(day.year)).days in _BY_EASTER


def working_day(day: date) -> date:
    """Give a day, or the first one after it that is neither in a weekend nor a holiday."""
    while day.weekday() >= _SATURDAY or is_holiday(day):
        day += timedelta(days=1)
    return day


def easter(year: int) -> date:
    """Give Easter Sunday of a year, by the rule of the Gregorian calendar (Meeus)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    extra = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * extra) // 433
    month = (h + extra - 7 * m + 90) // 25
    return date(year, month, (h + extra - 7 * m + 33 * month + 19) % 32)


def _kings_day(year: int) -> date:
    """Give the day on which the birthday of the King is celebrated: no Sunday."""
    day = date(year, 4, 27)
    return day - timedelta(days=1) if day.weekday() == _SUNDAY else day
