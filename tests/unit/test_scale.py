"""The model and simulation of a large installation: by hand, by theory, and against its page."""

import pytest
from benchmarks.scale.arrivals import (
    DAY,
    HOUR,
    POSTS,
    POSTS_AT_WEEKENDS,
    WEEK,
    Course,
    Incident,
    Stream,
)
from benchmarks.scale.budget import Budgets
from benchmarks.scale.page import PAGE, filled, number, plots, size, span, tables
from benchmarks.scale.plan import Plan
from benchmarks.scale.platforms import Limit, platforms
from benchmarks.scale.scenarios import Scenarios
from benchmarks.scale.simulate import Simulation, Told
from benchmarks.scale.sums import archive, first_load, looks_a_second, year
from benchmarks.scale.units import Units, units

FLAT = Course((1,) * 24, 1.0)


def limit(**other: object) -> Limit:
    known: dict[str, object] = {
        "name": "plein",
        "share": 1.0,
        "page": 10,
        "replies": 10,
        "fixed": 10,
        "scope": "app",
        "certain": "invented",
    }
    return Limit(**{**known, **other})  # type: ignore[arg-type]


def steady() -> Units:
    """Give units under which each harvest of nothing takes ten questions of ten seconds."""
    rows = {
        one.name: {"kind": "assumed", "value": one.value, "unit": "", "what": "", "source": ""}
        for one in units().all
        if one.kind != "price"
    }
    for name in ("failing", "worker_falls", "question_cpu", "run_cpu"):
        rows[name]["value"] = 0.0
    rows["latency"]["value"] = 10.0
    return Units(rows)


def none(**other: object) -> Plan:
    """Give a plan in which next to nothing is posted."""
    known: dict[str, object] = {"items": 1e-9, "media": 0.0, "archives": 1, "days": 1}
    return Plan(**{**known, **other})  # type: ignore[arg-type]


def test_a_week_is_seven_days_and_office_hours_are_busy() -> None:
    course = Course(POSTS, POSTS_AT_WEEKENDS)
    assert course.until(WEEK) == pytest.approx(7)
    assert course.until(3 * WEEK + HOUR) == pytest.approx(21 + course.until(HOUR))
    assert course.until(-WEEK) == pytest.approx(-7)
    monday, saturday = course.until(DAY), course.until(6 * DAY) - course.until(5 * DAY)
    assert saturday == pytest.approx(0.3 * monday)


def test_counts_between_moments_add_up_and_an_incident_adds_its_own() -> None:
    plain = Stream(FLAT, 24.0, 0.5)
    assert plain.between(0, 2 * HOUR) == 2
    incident = Stream(FLAT, 24.0, 0.5, Incident(HOUR, 3 * HOUR, 100))
    assert incident.between(0, HOUR) == 1
    assert incident.between(HOUR, 3 * HOUR) == 200
    assert incident.between(3 * HOUR, 4 * HOUR) == 1
    assert incident.between(0, 90) + incident.between(90, DAY) == incident.between(0, DAY)


def test_a_window_that_is_full_waits_for_the_next_and_one_too_far_gives_up() -> None:
    budgets = Budgets()
    # Five at a second each, then the rest from second 60 on.
    assert budgets.ask(limit(questions=5, seconds=60), ("plein", 0), 0, 7, 1) == (62, True)
    assert budgets.fullest() == {"plein": 5}
    end, is_whole = budgets.ask(limit(questions=5, seconds=DAY), ("dag", 0), 0, 7, 1)
    assert (end, is_whole, budgets.waits, budgets.given_up) == (5, False, 1, 1)


def test_one_hand_takes_one_account_after_another() -> None:
    simulation = Simulation(none(accounts=3, hands=1), steady(), [limit()])
    simulation.accounts[0].due = simulation.accounts[1].due = simulation.accounts[2].due = 0.0
    told = simulation.run()
    assert told.waited == pytest.approx([0, 100, 200])
    assert told.lasted == pytest.approx([100, 200, 300])
    assert told.busy == pytest.approx(300)
    assert told.questions.total() == 30


def test_of_one_platform_four_go_at_a_time_however_many_hands_there_are() -> None:
    simulation = Simulation(none(accounts=6, hands=6), steady(), [limit()])
    for one in simulation.accounts:
        one.due = 0.0
    assert sorted(simulation.run().waited) == pytest.approx([0, 0, 0, 0, 100, 100])


def test_theory_of_queues_holds() -> None:
    """One hand, harvests of 100 seconds, 605 a day: M/D/1 at a load of 0.7."""
    found = [
        Simulation(none(accounts=605, archives=605, hands=1, seed=seed), steady(), [limit()]).run()
        for seed in range(8)
    ]
    load = sum(one.busy for one in found) / 8 / DAY
    assert load == pytest.approx(0.7, abs=0.01)
    waits = [wait for one in found for wait in one.waited]
    by_theory = load * 100 / (2 * (1 - load))
    assert sum(waits) / len(waits) == pytest.approx(by_theory, rel=0.25)
    for one in found:
        # Little: how many are in the system on average is how many come by how long they stay.
        in_system, rate = one.in_system / DAY, one.done / DAY
        assert in_system == pytest.approx(rate * sum(one.lasted) / one.done, rel=0.02)


@pytest.fixture(scope="module")
def busy() -> Told:
    """Give three days of a small plan that has everything: failures, an outage, an incident."""
    plan = Plan(
        accounts=400,
        items=40_000,
        archives=20,
        days=3,
        hands=2,
        incident=Incident(DAY, 2 * DAY, 100),
        outage=(DAY + 6 * HOUR, DAY + 12 * HOUR),
    )
    return Simulation(plan, units()).run()


def test_all_that_came_was_harvested_or_waits(busy: Told) -> None:
    assert busy.due == busy.done + busy.failed + busy.left
    assert busy.waiting_before + busy.arrived == busy.harvested + busy.waiting
    assert busy.failed > 0
    assert busy.arrived > 3 * 40_000
    assert max(busy.waited) > 3 * HOUR, "the outage is felt"


def test_the_same_seed_gives_the_same() -> None:
    plan = Plan(accounts=100, items=10_000, archives=5, days=1)
    first, second = (Simulation(plan, units()).run() for _ in range(2))
    assert first == second
    other = Simulation(Plan(accounts=100, items=10_000, archives=5, days=1, seed=2), units()).run()
    assert other.lasted != first.lasted


def test_sums_by_hand() -> None:
    known, plan = units(), Plan()
    assert looks_a_second(plan, known) == 100
    one = year(plan, known)
    assert one.items == 365_000_000
    assert one.records == pytest.approx(365e6 * 590)
    assert one.rebuild == pytest.approx(365e6 / 20_000)
    assert one.read == pytest.approx(110_000)
    assert archive(1_000_000, known).page == pytest.approx(0.034)
    assert archive(10_000_000, known).page == pytest.approx(0.195)
    # 1,000 accounts of Mastodon with 3 posts a day for 5 years; one address has 86,400 a day.
    days = first_load(plan, known, platforms())["mastodon"]
    assert days == pytest.approx(1_000 * 3 * 365 * 5 / 86_400)


def test_each_unit_says_how_it_is_known() -> None:
    with pytest.raises(ValueError, match="stone"):
        Units({"stone": {"kind": "measured", "value": 1, "unit": "s", "what": "", "source": ""}})
    assert sum(one.share for one in platforms()) == pytest.approx(1)


def test_numbers_are_written_as_in_the_netherlands() -> None:
    assert [number(1_234_567), number(0.25), number(12.5)] == ["1.234.567", "0,25", "12,5"]
    assert [span(90), span(5_400), size(55e12)] == ["1,50 min", "1,50 uur", "55 TB"]


def test_the_page_has_the_numbers_that_the_model_gives() -> None:
    found = Scenarios(Plan(days=2), units(), platforms())
    made, text = tables(found), PAGE.read_text("utf-8")
    assert filled(text, made) == text, "python -m benchmarks.scale --write"
    for name, drawn in plots(found).items():
        assert PAGE.with_name(name).read_text("utf-8") == drawn
    assert all(f"<!-- {name} -->\n{table}" in text for name, table in made.items())
