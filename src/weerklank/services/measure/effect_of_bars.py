"""Effect of bars: what other bars of a check would make of what was measured, account by account.

By the newest measurement of each account: nothing is measured, and nothing is decided.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from weerklank.completeness.judge import verdict_on
from weerklank.model.account import AccountStatus
from weerklank.model.completeness import Check, KeptMeasurement, KeptResult, Verdict
from weerklank.model.ids import AccountId
from weerklank.services.measure.archive_facts import OF_ARCHIVE
from weerklank.services.measure.set_yardstick import Supposed
from weerklank.services.runs.read_measurements import last_whole
from weerklank.services.workplace import Workplace


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What was measured of an account, by the bars of today and by those that are supposed."""

    #: None: of the archive as a whole.
    account: AccountId | None
    result: KeptResult
    before: Verdict
    after: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """How many accounts have which verdict, by the bars of today and by those supposed."""

    before: Mapping[Verdict, int]
    after: Mapping[Verdict, int]
    #: Those of which the verdict becomes another.
    moved: tuple[Judged, ...]
    #: Accounts in use of which this was never measured: nobody knows what becomes of them.
    unmeasured: tuple[AccountId, ...]
    #: Whether it is measured once for the archive, and not by account.
    is_of_archive: bool = False


def effect_of_bars(workplace: Workplace, supposed: Supposed) -> Effect:
    """Lay other bars beside the newest measurement of each account; writes nothing."""
    before, after = supposed.before, supposed.after
    is_of_archive = before.id in OF_ARCHIVE
    today, measured, lacking = workplace.today(), [], []
    for account, kept in _newest(workplace, is_of_archive=is_of_archive):
        result = kept.results.get(before.id) if kept else None
        if result is not None:
            measured.append(_judged(account, result, before, after, today))
        elif account is not None:
            lacking.append(account)
    return Effect(
        before=_counted(one.before for one in measured),
        after=_counted(one.after for one in measured),
        moved=tuple(one for one in measured if one.before is not one.after),
        unmeasured=tuple(lacking),
        is_of_archive=is_of_archive,
    )


def _newest(
    workplace: Workplace, *, is_of_archive: bool
) -> Iterator[tuple[AccountId | None, KeptMeasurement | None]]:
    if is_of_archive:
        yield None, last_whole(workplace, None)
        return
    for account in workplace.register().accounts.values():
        kept = last_whole(workplace, account.id)
        if kept is not None or account.status is not AccountStatus.CLOSED:
            yield account.id, kept


def _judged(
    account: AccountId | None, result: KeptResult, before: Check, after: Check, today: date
) -> Judged:
    return Judged(
        account=account,
        result=result,
        before=verdict_on(before, result.value, today),
        after=verdict_on(after, result.value, today),
    )


def _counted(verdicts: Iterator[Verdict]) -> Mapping[Verdict, int]:
    counts = Counter(verdicts)
    return {one: counts[one] for one in Verdict}
