"""Completeness that somebody, or a clock, tries to make look better than it is (I1, I2)."""

import os
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from small_archive import Small, posts

from weerklank.cli import yardstick as command
from weerklank.completeness.judge import LONGEST_LOWER
from weerklank.jobs.audit import AUDITED
from weerklank.model.completeness import Bars, Check, Verdict, Yardstick
from weerklank.model.errors import WrongUse
from weerklank.model.event import Book
from weerklank.model.json_value import JsonObject
from weerklank.model.medium_trace import NotCleaned
from weerklank.model.person import Actor, Role
from weerklank.services.keep.audit import audit_report, decide_spread, is_audit_due
from weerklank.services.keep.rehearse_restore import REHEARSED
from weerklank.services.measure import of_files
from weerklank.services.measure.archive_facts import of_archive
from weerklank.services.measure.set_yardstick import find_check, set_bars, suppose_bars
from weerklank.services.plan.propose_lines import NEVER_MEASURED
from weerklank.services.runs.read_measurements import MEASURED
from weerklank.services.seal.read_yardstick import yardstick_of
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.waits.of_check import of_plan
from weerklank.services.waits.task import Ask
from weerklank.services.workplace import Workplace

BAD = Verdict.BELOW
ADD = (
    "--measure", "Export inlezen naast de API.", "--owner", "Anna", "--by", "2999-01-01",
    "--mitigation", "Elke week met de hand nalopen.",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Durability is not at stake here, and waiting for the disk would be most of the time."""
    monkeypatch.setattr(os, "fsync", lambda _: None)
    monkeypatch.setenv("LC_ALL", "nl_NL.UTF-8")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Small:
    made = Small(tmp_path_factory.mktemp("tricked") / "first").make()
    made.good("account", "add", "https://www.youtube.com/@grootdam", "--kind", "corporate")
    made.take_in(posts().items)
    return made


@pytest.fixture
def small(first: Small, tmp_path: Path) -> Small:
    return first.copy(tmp_path / "small")


@dataclass(frozen=True)
class At:
    """A clock that stands."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


def later(small: Small, by: timedelta) -> Workplace:
    workplace = small.workplace()
    return replace(workplace, clock=At(workplace.clock.now() + by))


def keep(small: Small, account: str, **results: Verdict) -> None:
    """Keep a measurement of an account, as the journal has it."""
    workplace = small.workplace()
    bars = {one.id: one for one in yardstick_of(workplace).checks}
    told: JsonObject = {
        "band": {**dict.fromkeys((one.value for one in Verdict), 0), "weakest": "below"},
        "checks": {
            name: [1.0, bars[name].minimum, bars[name].full, found.value]
            for name, found in results.items()
        },
        "version": 0,
        "yardstick": "Weerklank",
    }
    workplace.record(Book.JOURNAL, MEASURED, account, told)


def below(small: Small) -> int:
    tasks = [one for one in of_plan(small.workplace()) if one.ask is Ask.BELOW_MINIMUM]
    return sum(one.count or 0 for one in tasks)


def check(small: Small, name: str, *more: str) -> dict:
    (one,) = small.run("completeness", "a0001", *more)[1]["accounts"]
    (found,) = [row for row in one["checks"] if row["id"] == name]
    return dict(found)


def test_a_lower_bar_holds_for_four_years_at_most(small: Small) -> None:
    workplace = small.workplace()
    last = workplace.today() + LONGEST_LOWER
    bars = Bars(minimum=1.0, until=last, reason="Recht gevraagd")
    lowered = suppose_bars(workplace, "replies", bars).after.lowered
    assert lowered is not None
    assert lowered.until == last
    for until in (last + timedelta(days=1), last.replace(year=2999), last.max):
        with pytest.raises(WrongUse, match="MEASURE-011"):
            suppose_bars(workplace, "replies", replace(bars, until=until))
    given = ("yardstick", "set", "replies", "--minimum", "1", "--reason", "Recht gevraagd")
    code, told = small.run(*given, "--until", "2999-12-31", acting="Anna")
    assert (code, told["error"]["code"]) == (2, "MEASURE-011")


def test_who_decides_on_the_yardstick_at_once_with_another_is_told_of_the_own_version(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other(minimum: float) -> None:
        anna = Actor(system_user="iemand", name="Anna", roles=(Role.ARCHIVIST,))
        bars = Bars(minimum=minimum, until=None, reason="Van een ander")
        set_bars(replace(small.workplace(), actor=anna), "media", bars)

    def after(workplace: Workplace) -> None:
        other(98.5)
        seal_events(workplace)

    def meanwhile(yardstick: Yardstick, name: str) -> Check:
        other(99.5)
        return find_check(yardstick, name)

    given = ("yardstick", "set", "media", "--reason", "Strenger")
    with monkeypatch.context() as patch:
        patch.setattr(command, "seal_events", after)
        told = small.good(*given, "--minimum", "98", acting="Anna")
    assert (told["version"], told["minimum"]) == (1, 98.0)
    known = yardstick_of(small.workplace())
    assert (known.version, find_check(known, "media").minimum) == (2, 98.5)
    # What was not named stays as it is, and is not put back to what somebody else changed.
    with monkeypatch.context() as patch:
        patch.setattr(command, "find_check", meanwhile)
        code, told = small.run(*given, "--full", "100", acting="Anna")
    assert (code, told["error"]["code"]) == (2, "MEASURE-010")
    known = yardstick_of(small.workplace())
    assert (known.version, find_check(known, "media").minimum) == (3, 99.5)


def test_a_measure_for_one_account_answers_nothing_of_another(small: Small) -> None:
    for account in ("a0001", "a0002"):
        keep(small, account, posts=BAD)
    keep(small, "organisation", posts=BAD, copies=BAD)
    assert below(small) == 2
    small.good("plan", "add", "posts", "--account", "a0001", *ADD, acting="Anna")
    assert below(small) == 2  # nobody does anything for the other account
    small.good("plan", "add", "posts", "--account", "a0002", *ADD, acting="Anna")
    assert below(small) == 1
    small.good("plan", "add", "copies", *ADD, acting="Anna")
    assert below(small) == 0


def test_what_is_lost_of_a_closed_account_is_proposed_too(small: Small) -> None:
    small.good("account", "close", "a0002", "--without-harvest", "Kanaal gestopt")
    assert small.good("plan", "propose")["unmeasured"] == ["a0001"]
    keep(small, "a0002", files=BAD)
    told = small.good("plan", "propose")["proposals"]
    assert [(one["account"], one["check"]) for one in told] == [("a0002", "files")]
    assert below(small) == 1


def test_where_nothing_was_measured_no_shortfall_is_said_to_have_a_measure(
    tmp_path: Path,
) -> None:
    empty = Small(tmp_path / "empty")
    empty.root.mkdir()
    empty.good("init", str(empty.archive), "--organisation", "Gemeente Leegdam")
    report = tmp_path / "plan.odt"
    empty.good("plan", "report", "-o", str(report))
    with ZipFile(report) as opened:
        text = opened.read("content.xml").decode()
    assert NEVER_MEASURED.nl in text
    assert "Elk tekort" not in text


def test_what_a_clock_noted_that_ran_ahead_is_not_fresh(small: Small) -> None:
    ahead = later(small, timedelta(days=500))
    ahead.record(Book.JOURNAL, REHEARSED, "p0001", {"ok": True})
    restore = of_archive(small.workplace())["restore"]
    assert restore.value is None
    assert "klok die voorliep" in restore.evidence[0].what.nl
    small.workplace().record(Book.JOURNAL, REHEARSED, "p0001", {"ok": True})
    days = of_archive(small.workplace())["restore"].value
    assert days is not None
    assert 0.0 <= days <= 0.1  # just now
    parts = [*audit_report(small.workplace()).looks]
    told: JsonObject = {"damaged": {}, "findings": 0, "parts": [*parts]}
    ahead.record(Book.JOURNAL, AUDITED, "archive", told)
    decide_spread(small.workplace(), 1)
    assert is_audit_due(small.workplace())
    found = check(small, "checked")
    assert (found["value"], found["verdict"]) == (None, "not_checked")
    assert "klok die voorliep" in found["reason"]
    # Nor does it hide what was found since.
    size = {"ok": True, "size": 1 << 30}
    ahead.record(Book.JOURNAL, "check.done", "archive", {**size, "deep": True})
    damaged: JsonObject = {parts[0]: ["X"]}
    now = {"damaged": damaged, "findings": 1, "parts": [*parts]}
    small.workplace().record(Book.JOURNAL, AUDITED, "archive", now)
    assert check(small, "files")["verdict"] == "below"
    assert not is_audit_due(small.workplace())


def test_damage_that_was_found_by_reading_every_byte_stands_until_that_is_done_again(
    small: Small,
) -> None:
    path = min(small.archive.glob("open/a0001/*/*/*/v1/content/proof/leaves.txt.gz"))
    whole = path.read_bytes()
    path.write_bytes(whole[:-4] + b"oeps")
    assert check(small, "files", "--deep")["verdict"] == "below"
    found = check(small, "files")
    assert found["verdict"] == "below"
    assert "elke byte werd gelezen" in found["evidence"][-1]["what"]
    path.write_bytes(whole)
    assert check(small, "files")["verdict"] == "below"  # nobody looked
    assert check(small, "files", "--deep")["verdict"] == "full"
    assert check(small, "files")["verdict"] == "full"


def test_a_number_that_the_platform_states_no_more_makes_nothing_fine(small: Small) -> None:
    workplace = later(small, timedelta(minutes=1))
    begun: JsonObject = {"account": "a0001", "technique": "export"}
    workplace.record(Book.JOURNAL, "run.started", "zonder", begun)
    workplace.record(Book.JOURNAL, "run.finished", "zonder", {"complete": True})
    found = check(small, "posts")
    assert (found["verdict"], found["value"]) == ("not_checked", None)
    assert "geen aantal berichten meer" in found["reason"]
    assert "sindsdien" in found["evidence"][0]["what"]


def test_media_of_kinds_that_nobody_reads_are_not_none(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(of_files, "traces_of", lambda _: NotCleaned.UNKNOWN)
    found = check(small, "opens", "--deep")
    assert (found["verdict"], found["empty"]) == ("not_checked", False)
    assert "niet wordt gelezen" in found["reason"]
    assert found["evidence"]


def test_what_a_check_found_damaged_lacks_until_somebody_looks_again(small: Small) -> None:
    path = min(small.archive.glob("open/a0001/*/*/*/v1/content/proof/leaves.txt.gz"))
    whole = path.read_bytes()
    path.write_bytes(whole[:-4] + b"oeps")
    assert check(small, "files")["verdict"] == "full"  # nobody read it yet
    assert small.run("verify")[0] == 1
    found = check(small, "files")
    assert found["verdict"] == "below"
    assert "laatste controle niet in orde" in found["evidence"][0]["what"]
    path.write_bytes(whole)
    small.good("verify", "a0002")
    assert check(small, "files")["verdict"] == "below"  # that looked at another account
    small.good("verify", "a0001")
    assert check(small, "files")["verdict"] == "full"
