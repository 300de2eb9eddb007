"""What nobody compared, what failed since, and what an audit found is never called fine."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
from test_of_messages import PLAIN

from weerklank.jobs.audit import Look as AuditLook
from weerklank.model.account import Scenario
from weerklank.model.beside import bits_of
from weerklank.model.clock import civil_day
from weerklank.model.completeness import Measured
from weerklank.model.event import Book, Event
from weerklank.model.ids import AccountId
from weerklank.model.person import Actor
from weerklank.model.run import Technique
from weerklank.model.text import Text
from weerklank.services.keep.rehearse_restore import REHEARSED
from weerklank.services.measure.archive_facts import _restore
from weerklank.services.measure.differences import Differences
from weerklank.services.measure.held_account import HeldAccount, HeldPackage
from weerklank.services.measure.message import Message
from weerklank.services.measure.of_files import _files, _indexed
from weerklank.services.measure.of_techniques import _agreement, _gaps, _last_harvest, _same
from weerklank.services.measure.scene import Scene
from weerklank.services.measure.stated_posts import looked_at
from weerklank.services.measure.stated_posts import posts as _posts
from weerklank.services.oversee.technique_looks import looks_of
from weerklank.services.runs.read_runs import PastRun, Told
from weerklank.services.workplace import Workplace

API, EXPORT = Technique.API, Technique.EXPORT
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
OLD, NEW = date(2020, 5, 1), date(2026, 11, 20)


def run(technique: Technique, **more: Any) -> PastRun:
    return PastRun(
        id=f"r-{technique}",
        account=AccountId("a0001"),
        technique=technique.value,
        started=NOW,
        by="Anna",
        ended=NOW,
        complete=True,
        **more,
    )


def post(key: str, day: date, *seen: Technique) -> Message:
    at = f"{day}T09:00:00Z"
    return replace(PLAIN, id=key, key=key, created_at=at, day=day.toordinal(), seen=bits_of(seen))


def scene(messages: list[Message], *runs: PastRun, **more: Any) -> Scene:
    held = HeldAccount(AccountId("a0001"), messages={one.key: one for one in messages})
    looks = looks_of(runs)
    given = {
        "account": SimpleNamespace(id="a0001", scenario_on=lambda _: Scenario.B),
        "differences": Differences(),
        "by_bytes": None,
        "first": None,
        "gone": {},
        "gone_packages": [],
        "held": held,
        "interval": 24,
        "is_whole": True,
        "last": None,
        "looks": looks,
        "lost_records": False,
        "most": 5,
        "now": NOW,
        "own": messages,
        "used": tuple(one for one in (API, EXPORT) if looks[one].runs),
    }
    return cast("Scene", SimpleNamespace(**{**given, **more}))


def why(found: Measured) -> str:
    assert found.why is not None
    return found.why.en


#: An export of long ago, and an API of which the runs read no further back than this year.
APART = (
    run(EXPORT, reached=date(2020, 12, 31)),
    run(API, reached=NOW.date(), read_since=datetime(2026, 1, 1, tzinfo=UTC)),
)


def test_two_techniques_that_looked_at_different_days_agree_on_nothing():
    found = _agreement(scene([post("a", OLD, EXPORT), post("b", NEW, API)], *APART))
    assert (found.value, found.is_empty) == (None, False)
    assert "no two techniques looked" in why(found)


def test_only_what_two_techniques_looked_at_counts_and_the_rest_is_told():
    many = [post(f"o{n}", OLD, EXPORT) for n in range(8)]
    whole = run(API, reached=NOW.date(), read_since=datetime(2020, 6, 1, tzinfo=UTC))
    later = date(2020, 12, 1)
    two = [post("both", later, EXPORT, API), post("missed", later, EXPORT)]
    found = _agreement(scene([*many, *two], APART[0], whole))
    assert (found.holding, found.of, found.value) == (1, 2, 50.0)
    told = {row.what.en: row.count for row in found.evidence}
    assert told["where no two techniques looked; not counted"] == 8


def test_that_no_post_was_seen_twice_is_not_that_there_is_nothing_to_compare():
    posts = [post("a", OLD, EXPORT), post("b", NEW, API)]
    found = _same(scene(posts, *APART))
    assert (found.value, found.is_empty) == (None, False)
    assert why(found) == "no post was seen by two techniques"
    assert why(_same(scene(posts[:1], APART[0]))) == "one technique alone was used"
    assert _same(scene([])).is_empty


@pytest.mark.parametrize(
    ("came", "span", "value", "reason"),
    [
        (0, None, 0.0, ""),
        (60, None, None, "not here any more"),
        (0, NEW, None, "not for a period"),
    ],
)
def test_an_account_of_which_nothing_came_is_below_and_one_that_was_emptied_is_not_known(
    came, span, value, reason
):
    stated = run(API, reached=NOW.date(), stated={"posts": 60}, came={"posts": came})
    found = _posts(scene([], stated, first=span))
    assert found.value == value
    assert not reason or reason in why(found)


def test_of_an_account_without_posts_is_told_who_says_so():
    assert "nothing was harvested" in why(_posts(scene([])))
    states_none = _posts(scene([], run(EXPORT, reached=NOW.date(), stated={"posts": 0})))
    assert (why(states_none), states_none.is_empty) == (
        "the platform states that there are no posts",
        True,
    )
    for telling_less in (
        scene([], run(EXPORT, reached=NOW.date())),
        scene([], replace(run(API, reached=NOW.date(), stated={"posts": 0}), complete=False)),
        scene([], run(API, reached=NOW.date(), stated={"posts": 0}), lost_records=True),
    ):
        found = _posts(telling_less)
        assert (why(found)[:20], found.is_empty) == ("no run brought posts", False)


@pytest.mark.parametrize("made", [date(2025, 12, 31), date(2026, 1, 31), date(2026, 6, 30)])
def test_an_export_shows_the_account_up_to_the_end_of_its_own_day(made):
    export = run(EXPORT, reached=made, stated={"posts": 4}, came={"posts": 4})
    assert civil_day(looked_at(export)) == made
    (row,) = _last_harvest(scene([], export, why_not_harvested=None)).evidence
    assert row.what.en.endswith(f"as it was on {made}")
    # What was made on the last day of a period does not lie after it.
    held, more = [post("a", made, EXPORT)], {"last": made, "today": made + timedelta(days=1)}
    found = _posts(scene(held, export, is_whole=False, **more))
    assert found.value is None


def told(*kinds: str) -> tuple[Told, ...]:
    return tuple(Told(kind=kind, count=5, reason=Text(kind, kind)) for kind in kinds)


def test_a_gap_stands_until_a_run_that_reads_all_does_not_tell_it():
    part = run(API, reached=NOW.date(), read_since=NOW - timedelta(days=2))
    whole = run(API, reached=NOW.date(), gaps=told("edits_missing", "items_missing"))
    # How many posts there are each run counts anew; edits of before nobody looked at again.
    found = _gaps(scene([], part, whole))
    assert (found.value, [row.what.en for row in found.evidence]) == (1.0, ["edits_missing"])
    again = replace(part, gaps=told("edits_missing", "media_missing"))
    assert _gaps(scene([], again, whole)).value == 2.0
    broken_off = run(API, reached=NOW.date(), gaps=told("list_broken_off"))
    assert _gaps(scene([], broken_off, whole)).value == 2.0
    assert _gaps(scene([], run(API, reached=NOW.date()), whole)).value == 0.0


@pytest.mark.parametrize(
    ("look", "deep", "holding"),
    [
        (AuditLook(NOW, ok=False), None, 9),
        (AuditLook(NOW, ok=True), None, 10),
        (None, None, 10),
        # Every byte was just read: that is newer than what an audit found.
        (AuditLook(NOW, ok=False), (), 10),
    ],
)
def test_what_an_audit_found_stands_until_somebody_looks_again(look, deep, holding):
    package = HeldPackage("p", 1, "open/p", cast("Any", None), files=10)
    held = HeldAccount(AccountId("a0001"), packages=[package])
    checked = {"p-g1": look}
    found = _files(
        cast(
            "Scene",
            SimpleNamespace(
                held=held, gone_packages=[], by_bytes=None, deep=deep, checked=checked
            ),
        )
    )
    assert (found.holding, found.of) == (holding, 10)
    assert any("not in order" in row.what.en for row in found.evidence) == (holding == 9)


def test_packages_without_a_record_to_read_are_not_nothing_to_look_at():
    package = HeldPackage("p", 1, "open/p", cast("Any", None), files=10)
    held = HeldAccount(AccountId("a0001"), packages=[package])
    found = _indexed(cast("Scene", SimpleNamespace(held=held, catalogued={"p": 1})))
    assert (found.value, found.is_empty) == (None, False)
    assert why(found) == "no record can be read in any package"


def restored(*went: tuple[str, int, bool]) -> Measured:
    events = [
        Event(
            book=Book.JOURNAL,
            kind=REHEARSED,
            at=NOW - timedelta(days=days),
            actor=Actor(system_user="u"),
            subject=replica,
            data={"ok": ok},
        )
        for replica, days, ok in went
    ]

    def fold(_: Book, begin: Any) -> Any:
        taker = begin()
        for event in events:
            taker.take(event)
        return taker.result()

    return _restore(cast("Workplace", SimpleNamespace(events=SimpleNamespace(fold=fold))), NOW)


def test_a_restore_that_failed_since_is_not_one_that_went_well():
    assert restored(("r1", 30, True)).value == 30
    failed = restored(("r1", 30, True), ("r1", 1, False))
    assert failed.value is None
    assert any("not in order" in row.what.en for row in failed.evidence)
    assert restored(("r1", 30, True), ("r1", 9, False), ("r1", 2, True)).value == 2
    other = restored(("r1", 30, True), ("r2", 1, False))
    assert other.value == 30
    assert any("not in order" in row.what.en for row in other.evidence)
