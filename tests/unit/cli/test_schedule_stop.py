"""Ctrl-C at a schedule: it waits for the end of what is told, and ends the schedule then."""

import signal
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from weerklank.cli import schedule


@pytest.fixture
def stop() -> Iterator[schedule._Stop]:
    made = schedule._Stop()
    earlier = signal.signal(signal.SIGINT, made.asked)
    yield made
    signal.signal(signal.SIGINT, earlier)


def works(*runs: str) -> Any:
    def without_end() -> Iterator[object]:
        for run in runs:
            yield SimpleNamespace(runs=(run,))
        signal.raise_signal(signal.SIGINT)
        pytest.fail("a stop that comes while nothing is told stops at once")

    return SimpleNamespace(without_end=without_end)


def test_a_stop_while_a_run_is_told_comes_after_it(stop: schedule._Stop) -> None:
    told = []
    for run in schedule._until_stopped(works("een", "twee", "drie"), stop):
        if run == "twee":
            signal.raise_signal(signal.SIGINT)
        told.append(run)
    assert told == ["een", "twee"]


def test_a_stop_between_runs_ends_at_once(stop: schedule._Stop) -> None:
    assert [*schedule._until_stopped(works("een"), stop)] == ["een"]
