"""What is wrong with the days between which somebody looks, told at their fields."""

from collections.abc import Mapping
from datetime import date

from weerklank.model.text import Text

#: Letters of what was typed that are shown again.
_SHOWN = 60
_NO_DAY = Text(
    "\u201c{given}\u201d is geen dag. Kies een dag, zoals 2026-09-14.",
    "\u201c{given}\u201d is no day. Choose a day, such as 2026-09-14.",
)
_ORDER = Text("De laatste dag ligt voor de eerste.", "The last day is before the first.")


def typed_day(text: str) -> date | None:
    """Give what was typed as a day; None where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def no_day(text: str) -> Text:
    """Say that what was typed is no day."""
    return _NO_DAY.filled(given=f"\u2068{text[:_SHOWN]}\u2069")


def wrong_days(given: Mapping[str, str]) -> dict[str, Text]:
    """Say of the fields `van` and `tot` what is wrong with them, if anything.

    Without a day that is none more would be found than was asked; and between days in the wrong
    order there is nothing, which would read as if nothing were kept.
    """
    typed = {name: given.get(name, "").strip() for name in ("van", "tot")}
    days = {name: typed_day(text) for name, text in typed.items()}
    wrong = {name: no_day(text) for name, text in typed.items() if text and not days[name]}
    first, last = days["van"], days["tot"]
    if first and last and last < first:
        wrong["tot"] = _ORDER
    return wrong
