"""Keep measurement: put numbers and verdicts into the journal, so that the trend can be shown."""

from collections.abc import Iterable

from weerklank.model.completeness import Band, KeptResult, Measurement, Result, Verdict
from weerklank.model.errors import WeerklankError
from weerklank.model.event import Book
from weerklank.model.json_value import Json, JsonObject
from weerklank.services.runs.read_measurements import MEASURED, TOGETHER
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace


def keep_measurements(workplace: Workplace, measurements: Iterable[Measurement]) -> bool:
    """Keep measurements, sealed in the log; False where the archive can't be written to.

    Whoever asks of an archive that is damaged, locked away, or without its keys is answered all
    the same, and told that nothing was kept (docs/adr/0133).
    """
    try:
        for one in measurements:
            subject = TOGETHER if one.account is None else str(one.account)
            workplace.record(Book.JOURNAL, MEASURED, subject, _kept(one))
        seal_events(workplace)
    except (WeerklankError, OSError):
        return False
    return True


def kept_result(result: Result) -> KeptResult:
    """Give what is kept of one check."""
    measured = result.measured
    return KeptResult(
        value=measured.value,
        minimum=result.minimum,
        full=result.full,
        verdict=result.verdict,
        holding=measured.holding,
        of=0 if measured.is_empty else measured.of,
    )


def _kept(one: Measurement) -> JsonObject:
    checks: dict[str, Json] = {}
    for result in one.results:
        kept = kept_result(result)
        bars: list[Json] = [kept.value, kept.minimum, kept.full, kept.verdict.value]
        checks[result.check.id] = [*bars, kept.holding, kept.of]
    return {
        "band": band_json(one.band),
        "checks": checks,
        "deep": one.deep,
        "from": one.first.isoformat() if one.first else None,
        "to": one.last.isoformat() if one.last else None,
        "version": one.version,
        "yardstick": one.yardstick,
    }


def band_json(band: Band) -> JsonObject:
    """Write a band as the command-line contract has it; `empty` had nothing to be measured of."""
    counts: dict[str, Json] = {one.value: band.counts[one] for one in Verdict}
    return {**counts, "empty": band.empty, "weakest": band.weakest.value}
