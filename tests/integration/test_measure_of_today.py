"""The schedule measures by itself: after something came in, or a week; once a day at most."""

import os
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from small_archive import filled

from weerklank.model.clock import Clock
from weerklank.model.completeness import Bars, Verdict
from weerklank.model.person import Actor, Role
from weerklank.services.measure.set_yardstick import set_bars
from weerklank.services.runs.read_measurements import read_measurements
from weerklank.services.runs.read_runs import read_runs
from weerklank.services.schedule.measure_of_today import is_measuring_due, measure_of_today
from weerklank.services.schedule.run_schedule import Schedule
from weerklank.services.waits.of_check import of_plan
from weerklank.services.waits.task import Ask
from weerklank.services.workplace import Workplace


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Durability is not at stake here, and waiting for the disk would be most of the time."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@dataclass(frozen=True)
class Later:
    """A clock that is ahead of another."""

    clock: Clock
    by: timedelta

    def now(self) -> datetime:
        return self.clock.now() + self.by


def later(workplace: Workplace, days: float) -> Workplace:
    return replace(workplace, clock=Later(workplace.clock, timedelta(days=days)))


def test_the_trend_grows_by_itself(tmp_path: Path) -> None:
    small = filled(tmp_path / "small")
    made = small.workplace()
    accounts = {run.account for run in read_runs(made)}
    # The first round comes after the runs of today, on the same day or, past midnight, the next.
    list(Schedule(small.workplace, [], lambda _: None).once())  # type: ignore[arg-type, return-value] - nothing is asked of it
    first = read_measurements(small.workplace(), None)
    assert len(first) == 1
    assert not first[0].deep
    assert {one for one in accounts if read_measurements(small.workplace(), one)} == accounts
    assert not is_measuring_due(small.workplace())
    # Nothing came in: not the next day, but after a week, all of it.
    assert not is_measuring_due(later(small.workplace(), 2))
    week = later(small.workplace(), 8)
    assert is_measuring_due(week)
    assert measure_of_today(week, []) is None
    assert len(read_measurements(later(small.workplace(), 9), None)) == 2
    assert not is_measuring_due(later(small.workplace(), 9))
    # Other bars hold: by a decision, and again on the day after the last one of a lower bar.
    ninth = later(small.workplace(), 9)
    anna = Actor(system_user="iemand", name="Anna", roles=(Role.ARCHIVIST,))
    until = ninth.today() + timedelta(days=2)
    bars = Bars(minimum=0.0, until=until, reason="De browser volgt")
    set_bars(replace(ninth, actor=anna), "data_and_page", bars)
    tenth = later(small.workplace(), 10)
    assert is_measuring_due(tenth)
    assert measure_of_today(tenth, []) is None
    assert not is_measuring_due(later(small.workplace(), 11))
    twelfth = later(small.workplace(), 12)
    assert is_measuring_due(twelfth)
    assert measure_of_today(twelfth, []) is None
    judged = [one.results["data_and_page"] for one in read_measurements(twelfth, None)]
    assert [one.minimum for one in judged[:3]] == [50.0, 0.0, 50.0]
    assert judged[0].verdict is Verdict.BELOW
    assert judged[1].verdict is Verdict.IN_BAND
    assert Ask.BELOW_MINIMUM in [one.ask for one in of_plan(twelfth)]
