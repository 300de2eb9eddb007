"""How far techniques looked, and why they did not see something: by runs written by hand."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from weerklank.model.account import Account, Scenario
from weerklank.model.beside import Consequence, Difference, bits_of
from weerklank.model.deletion import Deletion
from weerklank.model.ids import AccountId
from weerklank.model.run import Technique
from weerklank.model.text import verbatim
from weerklank.services.oversee.account_techniques import _differences
from weerklank.services.oversee.technique_limits import TechniqueLimits
from weerklank.services.oversee.technique_looks import Look, Why, day_of, looks_of, number_of
from weerklank.services.oversee.technique_sets import Gone, marks_of, place_of, sets_of
from weerklank.services.runs.read_runs import PastRun, Told

GAP = (Told(kind="media", count=1, reason=verbatim("weg")),)


def at(day: int, month: int = 3) -> datetime:
    return datetime(2026, month, day, 12, tzinfo=UTC)


def run(
    technique: str, until: int, since: int | None = None, *, month: int = 3, **more: Any
) -> PastRun:
    told: dict[str, Any] = {
        "id": f"run-{technique}-{until}",
        "account": AccountId("a0001"),
        "technique": technique,
        "started": at(until, month),
        "by": "rooster",
        "ended": at(until, month),
        "reached": date(2026, month, until),
        "read_since": at(since) if since else None,
    }
    return PastRun(**{**told, **more})


def account(by_hand: tuple[date, ...] = ()) -> Account:
    told = SimpleNamespace(
        turning_days=lambda: {*by_hand},
        scenario_on=lambda day: Scenario.C if by_hand and day >= by_hand[0] else Scenario.A,
    )
    return cast("Account", told)


def why(runs: list[PastRun], published: datetime, gone: Deletion | None = None) -> Why:
    look = looks_of(runs)[Technique.API]
    return look.why_not(account(), published, gone, is_limit=False)


def test_why_a_technique_did_not_see_a_moment():
    assert why([], at(5)) is Why.NEVER
    assert why([run("export", 9)], at(5)) is Why.NEVER
    assert why([run("api", 4)], at(5)) is Why.WAITS
    assert why([run("api", 9, since=7)], at(5)) is Why.BEFORE
    assert why([run("api", 9)], at(5)) is Why.MISSED
    assert why([run("api", 9, gaps=GAP)], at(5)) is Why.GAP
    # The newest run that looked there tells.
    assert why([run("api", 20), run("api", 9, gaps=GAP)], at(5)) is Why.MISSED
    assert why([run("api", 20, since=15), run("api", 9, gaps=GAP)], at(5)) is Why.GAP
    # A run on single posts looked at no period, one that was broken off at nothing.
    assert why([run("api", 9, asked=2)], at(5)) is Why.NEVER
    assert why([run("api", 9, ended=None)], at(5)) is Why.NEVER


def test_what_was_gone_before_the_technique_looked_was_not_missed():
    gone = Deletion(last_seen="2026-03-06T00:00:00Z", missed="2026-03-08T00:00:00Z")
    assert why([run("api", 9)], at(5), gone) is Why.GONE
    # Another run looked while it was there.
    assert why([run("api", 9), run("api", 5)], at(5), gone) is Why.MISSED


def test_a_limit_and_a_day_by_hand_are_no_miss():
    look = looks_of([run("api", 9)])[Technique.API]
    assert look.why_not(account(), at(5), None, is_limit=True) is Why.LIMIT
    by_hand = account((date(2026, 3, 4),))
    assert look.why_not(by_hand, at(5), None, is_limit=False) is Why.BY_HAND
    assert look.why_not(by_hand, at(3), None, is_limit=False) is Why.MISSED


def test_stretches_are_told_by_the_newest_run_that_looked_there():
    look = Look(
        Technique.API,
        (
            run("api", 20, since=15),
            run("api", 16, since=12, gaps=GAP),
            run("api", 10, since=5),
        ),
    )
    told = [(day_of(s.first), day_of(s.until - 1), s.has_gaps) for s in look.stretches]
    assert told == [
        # The day at which a run stopped it read in part.
        (date(2026, 3, 6), date(2026, 3, 10), False),
        (date(2026, 3, 13), date(2026, 3, 15), True),
        (date(2026, 3, 16), date(2026, 3, 20), False),
    ]
    # Hundreds of runs that follow each other are one stretch.
    daily = tuple(run("api", day, since=day - 1) for day in range(28, 1, -1))
    assert len(Look(Technique.API, daily).stretches) == 1


@pytest.mark.parametrize("day", [date.min, date(1970, 1, 1), date.max])
def test_days_at_the_ends_of_the_calendar_have_a_number(day):
    assert day_of(number_of(day)) == day
    assert day_of(-(1 << 40)) == date.min
    assert day_of(1 << 40) == date.max


def test_the_reasons_of_a_set_add_up_to_it():
    runs = [run("api", 20), run("export", 10, gaps=GAP)]
    looks, here = looks_of(runs), account((date(2026, 3, 18),))
    marks = marks_of(here, looks)
    days = [2, 4, 9, 12, 15, 19, 25]
    only = bits_of([Technique.API])
    counted: dict[tuple[int, int, int, int], int] = {}
    for day in days:
        place = place_of(number_of(at(day).date()), marks)
        counted[0, only, 0, place] = counted.get((0, only, 0, place), 0) + 1
    # The other was there when the export was made, and is in none: that is a miss.
    gone = [
        Gone(only, place_of(number_of(at(day).date()), marks), at(day), last_seen)
        for day, last_seen in ((2, "2026-03-03T00:00:00Z"), (4, "2026-03-12T00:00:00Z"))
    ]
    (found,) = sets_of(here, counted, gone, marks, looks)
    assert (found.letters, found.posts) == ((Technique.API,), 7)
    by_export = {one.why: one.count for one in found.missed if one.letter is Technique.EXPORT}
    assert by_export == {Why.GONE: 1, Why.GAP: 2, Why.WAITS: 2, Why.BY_HAND: 2}
    by_browser = {one.why: one.count for one in found.missed if one.letter is Technique.BROWSER}
    assert by_browser == {Why.NEVER: 7}
    (waits,) = [one for one in found.missed if one.why is Why.WAITS]
    assert waits.day == date(2026, 3, 10)


def test_a_limit_explains_what_its_own_technique_saw_and_nothing_else():
    """A technique that saw none of those posts is no reason why two others differ."""
    api, export, browser = Technique.API, Technique.EXPORT, Technique.BROWSER
    bounds = TechniqueLimits(((export, "alt_not_in_export", verbatim("zonder alt")),))
    alt = bits_of([Difference.ALT])
    counted = {(0, bits_of([api, browser]), alt, 0): 2, (0, bits_of([api, export]), alt, 0): 1}
    told = [(one.count, one.weight, one.limit) for one in _differences(counted, bounds)]
    assert told == [
        (2, Consequence.FINDING, None),
        (1, Consequence.NO_GAP, verbatim("zonder alt")),
    ]
