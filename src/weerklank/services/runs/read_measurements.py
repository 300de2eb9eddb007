"""Read measurements: how complete each account was at each measuring, as the journal tells it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import takewhile

from weerklank.model.clock import is_ahead
from weerklank.model.completeness import Band, KeptMeasurement, KeptResult, Verdict
from weerklank.model.event import Book, Event
from weerklank.model.ids import AccountId
from weerklank.model.json_value import Json
from weerklank.services.workplace import Workplace

MEASURED = "completeness.measured"
#: Subject of what was measured of all accounts together.
TOGETHER = "organisation"


def read_measurements(
    workplace: Workplace, account: AccountId | None
) -> tuple[KeptMeasurement, ...]:
    """Give the kept measurements of an account, or with None of the organisation, newest first.

    Of a period too: `first` and `last` tell of which. Last come those that a clock noted which
    ran ahead.
    """
    kept = workplace.events.fold(Book.JOURNAL, _MeasuredFold)
    found = kept.get(TOGETHER if account is None else account, ())
    now = workplace.clock.now()
    ahead = [*takewhile(lambda one: is_ahead(one.at, now), found)]
    return (*found[len(ahead) :], *(replace(one, is_ahead=True) for one in ahead))


def last_whole(workplace: Workplace, account: AccountId | None) -> KeptMeasurement | None:
    """Give the newest kept measurement that was of no period."""
    return next((one for one in read_measurements(workplace, account) if one.is_whole), None)


def last_deep(workplace: Workplace, account: AccountId | None) -> KeptMeasurement | None:
    """Give the newest of them for which every byte was read."""
    found = read_measurements(workplace, account)
    return next((one for one in found if one.is_whole and one.deep), None)


class _MeasuredFold:
    """Measurements as the journal so far tells them."""

    def __init__(self) -> None:
        self._kept: dict[str, list[KeptMeasurement]] = {}

    def take(self, event: Event) -> None:
        if event.kind == MEASURED:
            self._kept.setdefault(event.subject, []).append(_measurement(event))

    def result(self) -> Mapping[str, tuple[KeptMeasurement, ...]]:
        return {name: tuple(reversed(found)) for name, found in self._kept.items()}


def _measurement(event: Event) -> KeptMeasurement:
    told = event.data
    band, results = told.get("band"), told.get("checks")
    version = told.get("version")
    return KeptMeasurement(
        account=None if event.subject == TOGETHER else AccountId(event.subject),
        first=_day(told.get("from")),
        last=_day(told.get("to")),
        at=event.at,
        by=event.actor.known_as,
        yardstick=str(told.get("yardstick", "")),
        version=version if isinstance(version, int) else 0,
        deep=told.get("deep") is True,
        band=_band(band),
        results={
            name: _result(one)
            for name, one in (results.items() if isinstance(results, dict) else ())
            if isinstance(one, list)
        },
    )


def _band(told: Json) -> Band:
    known = told if isinstance(told, dict) else {}
    counts = {one: _count(known.get(one)) for one in Verdict}
    return Band(
        counts=counts,
        empty=_count(known.get("empty")),
        weakest=Verdict(str(known.get("weakest", Verdict.NOT_CHECKED))),
    )


def _result(told: list[Json]) -> KeptResult:
    value, minimum, full, verdict, *share = told
    holding, of = share or (None, None)
    return KeptResult(
        value=_number(value),
        minimum=_number(minimum),
        full=_number(full) or 0.0,
        verdict=Verdict(str(verdict)),
        holding=holding if isinstance(holding, int) else None,
        of=of if isinstance(of, int) else None,
    )


def _count(told: Json) -> int:
    return told if isinstance(told, int) else 0


def _number(told: Json) -> float | None:
    return float(told) if isinstance(told, int | float) else None


def _day(told: Json) -> date | None:
    return date.fromisoformat(told) if isinstance(told, str) else None
