"""Show completeness: a kept measurement with its checks, the weakest first, and its accounts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from weerklank.completeness.judge import bars_on, is_lower
from weerklank.model.completeness import (
    Better,
    Check,
    KeptMeasurement,
    KeptResult,
    Lowered,
    Verdict,
)
from weerklank.model.ids import AccountId
from weerklank.services.measure.archive_facts import OF_ARCHIVE
from weerklank.services.runs.read_measurements import last_whole, read_measurements
from weerklank.services.seal.read_yardstick import yardstick_of
from weerklank.services.workplace import Workplace

#: First and last day, both included.
Span = tuple[date, date]
#: Measurements that a trend shows.
_TREND = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A check as it was measured."""

    check: Check
    result: KeptResult
    #: Of all accounts together: the account whose value makes the verdict, and that value.
    weakest: AccountId | None = None
    weakest_result: KeptResult | None = None
    #: How many accounts have the same verdict, of those that were measured with it.
    accounts: int = 0
    #: Whether it is measured once for the archive.
    is_of_archive: bool = False

    @property
    def telling(self) -> KeptResult:
        """Give the result that the verdict follows from."""
        return self.weakest_result or self.result

    @property
    def lowered(self) -> Lowered | None:
        """Give the lower bars that the verdict follows from; None where it follows from others."""
        lower, result = self.check.lowered, self.result
        if lower is None or (result.minimum, result.full) != bars_on(self.check, lower.until):
            return None
        return lower


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """The newest whole measurement of an account, or of all together."""

    measured: KeptMeasurement
    #: The weakest first; within a verdict in the order of the yardstick.
    standings: tuple[Standing, ...]
    #: Whole measurements, the oldest first, this one last.
    trend: tuple[KeptMeasurement, ...]
    #: Of all together: the newest whole measurement of each account.
    accounts: tuple[KeptMeasurement, ...]


def show_completeness(
    workplace: Workplace, account: AccountId | None, span: Span | None = None
) -> Completeness | None:
    """Give how complete an account was by its newest measurement, or with None all together.

    Of a `span` only what was measured of just those days counts; without one only what was
    measured of everything. None where that was never measured.
    """
    measured = _newest(workplace, account, span)
    if measured is None:
        return None
    of_accounts = _accounts(workplace, span) if account is None else ()
    checks = yardstick_of(workplace).checks
    standings = [
        _standing(one, measured.results[one.id], of_accounts)
        for one in checks
        if one.id in measured.results
    ]
    order = [*Verdict]
    standings.sort(key=lambda one: order.index(one.result.verdict))
    whole = [one for one in read_measurements(workplace, account) if _span(one) == span]
    return Completeness(
        measured=measured,
        standings=tuple(standings),
        trend=tuple(reversed(whole[:_TREND])),
        accounts=of_accounts,
    )


def _newest(
    workplace: Workplace, account: AccountId | None, span: Span | None
) -> KeptMeasurement | None:
    if span is None:
        return last_whole(workplace, account)
    found = read_measurements(workplace, account)
    return next((one for one in found if _span(one) == span and not one.is_ahead), None)


def _span(one: KeptMeasurement) -> Span | None:
    """Give the days that were measured; None for everything."""
    if one.first is None and one.last is None:
        return None
    return (one.first or date.min, one.last or date.max)


def _accounts(workplace: Workplace, span: Span | None) -> tuple[KeptMeasurement, ...]:
    found = (_newest(workplace, one, span) for one in workplace.register().accounts)
    return tuple(one for one in found if one is not None)


def _standing(check: Check, result: KeptResult, accounts: Iterable[KeptMeasurement]) -> Standing:
    if check.id in OF_ARCHIVE:
        return Standing(check=check, result=result, is_of_archive=True)
    same = [
        (one.account, of)
        for one in accounts
        if (of := one.results.get(check.id)) is not None
        and of.verdict is result.verdict
        and of.of != 0
    ]
    if not same:
        return Standing(check=check, result=result)
    account, weakest = same[0]
    for other, of in same[1:]:
        if _is_weaker(of, weakest, check.better):
            account, weakest = other, of
    return Standing(
        check=check, result=result, weakest=account, weakest_result=weakest, accounts=len(same)
    )


def _is_weaker(one: KeptResult, than: KeptResult, better: Better) -> bool:
    return one.value is not None and is_lower(one.value, than.value, better)


def bars_today(workplace: Workplace, check: Check) -> tuple[float | None, float]:
    """Give minimum and full of a check as they hold today."""
    return bars_on(check, workplace.today())
