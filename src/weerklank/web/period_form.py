"""Periods: which days a page is about, chosen by a link or typed in as a first and a last day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from weerklank.model.text import Text
from weerklank.services.oversee.account_activity import EARLIEST

#: The periods that have a link, by what stands in the address.
CHOICES: dict[str, Text] = {
    "maand": Text("Deze maand", "This month"),
    "vorige-maand": Text("Vorige maand", "Last month"),
    "kwartaal": Text("Dit kwartaal", "This quarter"),
    "vorig-kwartaal": Text("Vorig kwartaal", "Last quarter"),
    "jaar": Text("Dit jaar", "This year"),
    "vorig-jaar": Text("Vorig jaar", "Last year"),
    "twaalf-maanden": Text("Twaalf maanden", "Twelve months"),
}
_NO_DAY = Text("Vul een dag in, zoals 2026-09-14.", "Enter a day, such as 2026-09-14.")
_ORDER = Text("De laatste dag ligt voor de eerste.", "The last day is before the first.")
_TOO_EARLY = Text(
    "Kies dagen vanaf 1 januari 1997; eerder was er niets.",
    "Choose days from 1 January 1997 on; there was nothing before.",
)
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days that were chosen, both included; None for all that there is."""

    first: date | None
    last: date | None
    #: Name of the link; empty for days that were typed in.
    choice: str = ""
    #: What was typed in, to be shown again, and what is wrong with it.
    typed: tuple[str, str] = ("", "")
    problem: Text | None = None

    @property
    def days(self) -> tuple[date, date] | None:
        """Give both days, where there are any."""
        return (self.first, self.last) if self.first and self.last else None


def period_of(given: Mapping[str, str], today: date, usual: str = "") -> Period:
    """Read what was chosen; without a choice the `usual` one, or without that no period.

    Days that can't be read give the usual period, and what is wrong with them.
    """
    typed = (given.get("van", "").strip(), given.get("tot", "").strip())
    if any(typed):
        first, last = _day(typed[0]), _day(typed[1])
        problem = _wrong(first, last)
        if problem is None and first and last:
            return Period(first=first, last=last, typed=typed)
        found = _chosen(usual, today)
        return Period(first=found.first, last=found.last, typed=typed, problem=problem)
    choice = given.get("periode", "")
    return _chosen(choice if choice in CHOICES else usual, today)


def links(period: Period, others: Mapping[str, str]) -> list[dict[str, object]]:
    """Give the links by which a period is chosen; `others` stays as it was in the address."""
    kept = {name: value for name, value in others.items() if value}
    return [
        {
            "text": text,
            "address": f"?{urlencode({**kept, 'periode': name})}",
            "is_current": name == period.choice,
        }
        for name, text in CHOICES.items()
    ]


def _chosen(choice: str, today: date) -> Period:
    if not choice:
        return Period(first=None, last=None)
    first, last = _span(choice, today)
    return Period(first=first, last=last, choice=choice)


def _span(choice: str, today: date) -> tuple[date, date]:
    month = today.replace(day=1)
    quarter = month.replace(month=(month.month - 1) // 3 * 3 + 1)
    year = today.replace(month=1, day=1)
    before = month - _ONE_DAY
    ago = quarter - _ONE_DAY
    return {
        "maand": (month, today),
        "vorige-maand": (before.replace(day=1), before),
        "kwartaal": (quarter, today),
        "vorig-kwartaal": (ago.replace(month=ago.month - 2, day=1), ago),
        "jaar": (year, today),
        "vorig-jaar": (year.replace(year=year.year - 1), year - _ONE_DAY),
        "twaalf-maanden": (_a_year_before(today), today),
    }[choice]


def _a_year_before(day: date) -> date:
    """Give the day after the same day a year ago: together a year."""
    try:
        return day.replace(year=day.year - 1) + _ONE_DAY
    except ValueError:  # 29 February
        return date(day.year - 1, 3, 1)


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _wrong(first: date | None, last: date | None) -> Text | None:
    if first is None or last is None:
        return _NO_DAY
    if last < first:
        return _ORDER
    return _TOO_EARLY if first < EARLIEST else None
