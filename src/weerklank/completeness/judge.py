"""Judge: lay bars beside what was measured; pure functions, and nothing is averaged."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import MappingProxyType

from weerklank.model.completeness import (
    Band,
    Bars,
    Better,
    Check,
    Lowered,
    Measured,
    Result,
    Unit,
    Verdict,
)
from weerklank.model.completeness_words import NOT_ADOPTED

#: How long a lower bar holds at most: four years, the term of a council. Then it is decided anew.
LONGEST_LOWER = timedelta(days=1461)
#: Weakest first.
_WEAKEST = tuple(Verdict)


def verdict(value: float | None, minimum: float | None, full: float, better: Better) -> Verdict:
    """Say what comes of a value; without one it was not checked, whatever is asked.

    Without a minimum nothing is below it.
    """
    if value is None or not math.isfinite(value):
        return Verdict.NOT_CHECKED
    if _reaches(value, full, better):
        return Verdict.FULL
    if minimum is not None and not _reaches(value, minimum, better):
        return Verdict.BELOW
    return Verdict.IN_BAND


def _reaches(value: float, bar: float, better: Better) -> bool:
    return value >= bar if better is Better.MORE else value <= bar


def bars_on(check: Check, day: date) -> tuple[float | None, float]:
    """Give minimum and full of a check on a day: the last day of a lower bar is its last."""
    lower = check.lowered
    if lower is None or day > lower.until:
        return check.minimum, check.full
    return lower.minimum, check.full if lower.full is None else lower.full


def verdict_on(check: Check, value: float | None, day: date) -> Verdict:
    """Say what comes of a value by the bars of a day; what nobody adopted judges nothing."""
    if not check.is_adopted:
        return Verdict.NOT_CHECKED
    minimum, full = bars_on(check, day)
    return verdict(value, minimum, full, check.better)


def judged(check: Check, measured: Measured, day: date) -> Result:
    """Lay the bars of a day beside what was measured.

    What was measured stands there as well where nobody adopted the check.
    """
    minimum, full = bars_on(check, day)
    why = measured.why if check.is_adopted else measured.why or NOT_ADOPTED
    return Result(
        check=check,
        measured=replace(measured, why=why),
        minimum=minimum,
        full=full,
        verdict=verdict_on(check, measured.value, day),
    )


def asks_less(check: Check, minimum: float | None, full: float) -> bool:
    """Tell whether bars ask less than those of the yardstick, whatever is lower for a while."""
    return is_lower(minimum, check.minimum, check.better) or is_lower(
        full, check.full, check.better
    )


def last_lower_day(today: date) -> date:
    """Give the last day on which a bar that is lowered today may hold."""
    return today + min(LONGEST_LOWER, date.max - today)


def with_bars(check: Check, bars: Bars, by: str, at: datetime) -> Check:
    """Give a check with other bars, and adopted; such as ask less hold until a day."""
    full = check.full if bars.full is None else bars.full
    if bars.until is None or not asks_less(check, bars.minimum, full):
        return replace(check, minimum=bars.minimum, full=full, lowered=None, is_adopted=True)
    lower = Lowered(
        minimum=bars.minimum,
        full=None if full == check.full else full,
        until=bars.until,
        reason=bars.reason,
        by=by,
        at=at,
    )
    return replace(check, lowered=lower, is_adopted=True)


def band_of(results: Iterable[Result]) -> Band:
    """Count verdicts and give the weakest: the weakest point counts.

    A check of which there is nothing to measure counts as not checked, and does not make the band
    weaker; where nothing else is there, nothing was checked.
    """
    found = [*results]
    counts = Counter(one.verdict for one in found)
    telling = [one.verdict for one in found if not one.measured.is_empty]
    return Band(
        counts=MappingProxyType({one: counts[one] for one in Verdict}),
        empty=len(found) - len(telling),
        weakest=weakest_of(telling),
    )


def weakest_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Give the weakest; of nothing, that it was not checked."""
    return min(verdicts, key=_WEAKEST.index, default=Verdict.NOT_CHECKED)


def percent(holding: int, of: int) -> float:
    """Give a share in percent and tenths, rounded down: one that lacks is never all of them."""
    return holding * 1000 // of / 10


def is_lower(bar: float | None, than: float | None, better: Better) -> bool:
    """Tell whether a bar asks less than another; none asks nothing."""
    if than is None:
        return False
    if bar is None:
        return True
    return bar < than if better is Better.MORE else bar > than


def fits(value: float, unit: Unit) -> bool:
    """Tell whether a bar can be one of a unit: a share is not over a hundred, nothing below 0."""
    most = 100.0 if unit is Unit.PERCENT else 1_000_000.0
    return math.isfinite(value) and 0 <= value <= most
