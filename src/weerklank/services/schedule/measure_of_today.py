"""The measuring of today: the trend of completeness grows without anybody asking (I1)."""

from datetime import timedelta

from weerklank.completeness.judge import bars_on
from weerklank.harvest.port import Connector
from weerklank.model.clock import civil_day
from weerklank.model.completeness import KeptMeasurement, Measurement
from weerklank.model.errors import WeerklankError
from weerklank.services.measure.keep_measurement import keep_measurements, kept_result
from weerklank.services.measure.measure import measure_accounts, together
from weerklank.services.runs.read_measurements import last_whole
from weerklank.services.runs.read_runs import read_runs
from weerklank.services.schedule.never_given import never_given
from weerklank.services.seal.read_yardstick import yardstick_of
from weerklank.services.workplace import Workplace

#: Nothing came in since: then it is measured again after so long, as age counts too.
_STILL = timedelta(days=7)


def is_measuring_due(workplace: Workplace) -> bool:
    """Tell whether everything was measured a week ago, or something is otherwise since.

    That is: something came in, or other bars hold, by a decision or as a lower one ended. Once a
    day at most; and never where nothing was taken in yet.
    """
    ended = [run.ended for run in read_runs(workplace) if run.ended and not run.is_ahead]
    last = last_whole(workplace, None)
    if last is None or not ended:
        return bool(ended)
    now = workplace.clock.now()
    if civil_day(last.at) >= civil_day(now):
        return False
    return max(ended) > last.at or now - last.at >= _STILL or _other_bars(workplace, last)


def _other_bars(workplace: Workplace, last: KeptMeasurement) -> bool:
    """Tell whether a measurement was judged by other bars than those of today."""
    today = workplace.today()
    known = ((one, last.results.get(one.id)) for one in yardstick_of(workplace).checks)
    return any(
        (kept.minimum, kept.full) != bars_on(one, today) for one, kept in known if kept is not None
    )


def measure_of_today(workplace: Workplace, connectors: list[Connector]) -> WeerklankError | None:
    """Measure everything where that is due; gives what stopped it.

    Of an account only what is otherwise than it was is kept, or what was kept a week ago; of all
    together always. What takes the reading of every file is not checked by this.
    """
    try:
        if not is_measuring_due(workplace):
            return None
        measured = measure_accounts(
            workplace,
            [*workplace.register().accounts.values()],
            limits_of=lambda platform: never_given(connectors, platform),
        )
        whole = together(workplace, measured)
        kept = [one for one in measured if _is_news(workplace, one)]
        keep_measurements(workplace, [*kept, whole] if whole else kept)
    except WeerklankError as error:
        return error
    return None


def _is_news(workplace: Workplace, one: Measurement) -> bool:
    before = last_whole(workplace, one.account)
    if before is None or workplace.clock.now() - before.at >= _STILL:
        return True
    return {result.check.id: kept_result(result) for result in one.results} != _results(before)


def _results(before: KeptMeasurement) -> dict[str, object]:
    return {**before.results}
