"""The improvement plan: made by an archivist, closed by a measurement, told when late (I2)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader
from small_archive import MARKS, Small, posts
from test_terms import later

from weerklank import bootstrap
from weerklank.completeness.read_yardstick import shipped_bytes
from weerklank.model.clock import SystemClock, civil_day
from weerklank.model.completeness import Verdict
from weerklank.model.event import Book
from weerklank.model.ids import AccountId
from weerklank.model.person import Role
from weerklank.services.measure.archive_facts import of_archive
from weerklank.services.plan.limits_of_check import limits_of_check
from weerklank.services.plan.propose_lines import OF_ARCHIVE
from weerklank.services.plan.suggestions import SUGGESTIONS
from weerklank.services.runs import read_plan
from weerklank.services.runs.read_measurements import MEASURED
from weerklank.services.runs.read_plan import limits_of
from weerklank.services.seal.read_yardstick import yardstick_of
from weerklank.services.waits.task import Ask
from weerklank.services.waits.what_waits import what_waits
from weerklank.services.workplace import Silent

DUE = ("--by", "2999-01-01")
ADD = ("--measure", "Export inlezen naast de API.", "--owner", "Anna", *DUE)
SOFTER = ("--mitigation", "Elke week met de hand nalopen.")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Small:
    made = Small(tmp_path_factory.mktemp("plan") / "first").make()
    made.good("account", "add", "https://www.youtube.com/@grootdam", "--kind", "corporate")
    return made


@pytest.fixture
def small(first: Small, tmp_path: Path) -> Small:
    return first.copy(tmp_path / "small")


def measured(
    small: Small,
    account: str = "a0001",
    *,
    deep: bool = False,
    after: timedelta = timedelta(),
    **results: tuple[float | None, Verdict],
) -> None:
    """Keep a measurement, as the journal has it; `after` by a clock that runs ahead so much."""
    workplace = small.workplace()
    workplace = replace(workplace, clock=Ahead(workplace.clock.now() + after))
    bars = {one.id: one for one in yardstick_of(workplace).checks}
    checks = {
        name: [value, bars[name].minimum, bars[name].full, verdict.value]
        for name, (value, verdict) in results.items()
    }
    count = {one.value: sum(v is one for _, v in results.values()) for one in Verdict}
    band = {**count, "empty": 0, "weakest": "below"}
    data = {"band": band, "checks": checks, "yardstick": "Weerklank", "version": 0}
    workplace.record(Book.JOURNAL, MEASURED, account, {**data, "deep": deep})


def lines(small: Small) -> dict[str, dict]:
    return {one["line"]: one for one in small.good("plan", "list")["lines"]}


def test_a_line_goes_from_a_shortfall_to_the_measurement_that_closes_it(small: Small) -> None:
    assert small.good("plan", "propose")["unmeasured"] == ["a0001", "a0002"]
    measured(small, posts=(40.0, Verdict.BELOW), media=(99.0, Verdict.IN_BAND),
             core=(100.0, Verdict.FULL), opens=(None, Verdict.NOT_CHECKED))  # fmt: skip
    told = small.good("plan", "propose")
    assert [(one["check"], one["aim"]) for one in told["proposals"]] == [
        ("posts", "minimum"), ("media", "full"),
    ]  # fmt: skip
    assert (told["unmeasured"], told["not_checked"]) == (["a0002"], 1)
    made = small.good("plan", "add", "posts", "--account", "a0001", *ADD, *SOFTER, acting="Anna")
    assert (made["state"], made["aim"], made["start"], made["verdict"]) == (
        "open", "minimum", 40.0, "below",
    )  # fmt: skip
    assert [one["check"] for one in small.good("plan", "propose")["proposals"]] == ["media"]
    measured(small, posts=(60.0, Verdict.BELOW))
    assert (lines(small)["b0001"]["state"], lines(small)["b0001"]["value"]) == ("open", 60.0)
    measured(small, posts=(100.0, Verdict.FULL))
    done = lines(small)["b0001"]
    assert (done["state"], done["closed"]["value"]) == ("closed", 100.0)
    # A check that falls again is a new shortfall: what was closed stays so.
    measured(small, posts=(20.0, Verdict.BELOW))
    assert lines(small)["b0001"]["closed"] == done["closed"]
    assert [one["check"] for one in small.good("plan", "propose")["proposals"]] == ["posts"]
    small.assert_verifies()


def test_nobody_closes_a_line_and_who_may_not_makes_none(small: Small) -> None:
    given = ("plan", "add", "posts", "--account", "a0001", *ADD)
    for acting in (None, "Pia", "Ruud"):
        code, told = small.run(*given, acting=acting)
        assert (code, told["error"]["code"]) == (3, "ROLE-002")
    small.good(*given, acting="Anna")
    commands = small.run("plan", "close", "b0001", acting="Anna")
    assert commands[0] == 2
    code, told = small.run("plan", "change", "b0001", "--by", "2999-02-01", "--reason", "x")
    assert (code, told["error"]["code"]) == (3, "ROLE-002")
    measured(small, posts=(100.0, Verdict.FULL))
    code, told = small.run(
        "plan", "change", "b0001", "--by", "2999-02-01", "--reason", "x", acting="Anna"
    )
    assert (code, told["error"]["code"]) == (3, "PLAN-007")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (("nergens", *ADD), "PLAN-002"),
        (("posts", *ADD[:4], "--by", "2020-01-01"), "PLAN-003"),
        (("captions", *ADD, "--aim", "minimum"), "PLAN-004"),
        (("core", "--account", "a0001", *ADD), "PLAN-005"),
        (("posts", "--account", "a0001", *ADD), "PLAN-006"),
        (("media", "--account", "a0001", *ADD), "PLAN-010"),
        (("posts", "--measure", "x" * 501, *ADD[2:]), "PLAN-011"),
        (("posts", *ADD[:2], "--owner", "Niemand", *DUE), "ROLE-001"),
        (("posts", "--measure", "Bel 06-12345678", *ADD[2:]), "USE-002"),
    ],
)
def test_what_is_no_line_is_refused_and_leaves_nothing(
    small: Small, given: tuple[str, ...], code: str
) -> None:
    measured(small, posts=(40.0, Verdict.BELOW), core=(100.0, Verdict.FULL),
             media=(99.0, Verdict.IN_BAND))  # fmt: skip
    small.good("plan", "add", "media", "--account", "a0001", *ADD, acting="Anna")
    exit_code, told = small.run("plan", "add", *given, acting="Anna")
    assert (exit_code, told["error"]["code"]) == (2, code)
    assert [*lines(small)] == ["b0001"]


def test_a_late_line_is_told_and_a_moved_date_keeps_the_old_one(small: Small) -> None:
    small.good("plan", "add", "copies", *ADD[:4], "--by", str(tomorrow(small)), acting="Anna")
    small.good("plan", "add", "restore", *ADD, acting="Anna")
    after = replace(
        small.workplace(), clock=Ahead(small.workplace().clock.now() + timedelta(days=12))
    )
    first, second = read_plan.plan_standing(after, bootstrap.connectors())
    assert (first.line.check, first.state.value, second.state.value) == (
        "copies", "overdue", "open",
    )  # fmt: skip
    code, told = small.run("plan", "change", "b0001", "--owner", "Anna", "--reason", "x",
                           acting="Anna")  # fmt: skip
    assert (code, told["error"]["code"]) == (2, "PLAN-009")
    told = small.good("plan", "change", "b0001", "--by", "2999-03-01", "--owner", "Ruud",
                      "--reason", "Levering later.", acting="Anna")  # fmt: skip
    (change,) = told["changes"]
    assert change["changes"]["due"]["from"] == str(tomorrow(small))
    assert change["changes"]["owner"] == {"from": "Anna", "to": "Ruud"}
    assert (told["due"], told["owner"], change["reason"]) == (
        "2999-03-01", "Ruud", "Levering later.",
    )  # fmt: skip


class Ahead:
    """A clock of another day."""

    def __init__(self, at: object) -> None:
        self._at = at

    def now(self) -> object:
        return self._at


def tomorrow(small: Small) -> date:
    return small.workplace().today() + timedelta(days=1)


def test_a_limit_is_of_the_platform_and_not_of_who_says_so(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.good("plan", "add", "edits", "--account", "a0002", *ADD, acting="Anna")
    small.good("plan", "add", "edits", *ADD, acting="Anna")
    platform = small.workplace().register().accounts[AccountId("a0002")].platform
    known = limits_of_check("edits", limits_of(bootstrap.connectors())[platform])
    word = next(iter(known))
    for line, limit in (("b0001", "te druk"), ("b0001", "deletions_not_in_export"),
                        ("b0002", word)):  # fmt: skip
        code, told = small.run("plan", "limit", line, "--limit", limit, acting="Anna")
        assert (code, told["error"]["code"]) == (2, "PLAN-008"), (line, limit)
    told = small.good("plan", "limit", "b0001", "--limit", word, acting="Anna")
    assert (told["state"], told["limit"]["word"]) == ("limit", word)
    assert told["limit"]["reason"] in {known[word].nl, known[word].en}
    # A later version of the connector has it no more: the line is open again.
    monkeypatch.setattr(read_plan, "limits_of", lambda _: {})
    assert lines(small)["b0001"]["state"] == "open"


def test_the_report_has_all_of_it_and_no_content(small: Small) -> None:
    measured(small, posts=(40.0, Verdict.BELOW), media=(99.0, Verdict.IN_BAND))
    small.good("plan", "add", "posts", "--account", "a0001", *ADD, *SOFTER, acting="Anna")
    small.good("plan", "add", "core", *ADD, acting="Anna")
    measured(small, "organisation", core=(100.0, Verdict.FULL))
    for end in ("pdf", "odt"):
        small.good("plan", "report", "-o", str(small.root / f"plan.{end}"))
    text = " ".join(page.extract_text() for page in PdfReader(small.root / "plan.pdf").pages)
    for said in ("b0001", "Anna", "Export inlezen", "Elke week", "b0002", "never measured"):
        assert said.lower() in " ".join(text.split()).lower()
    assert not any(mark in text for mark in MARKS)


def test_the_report_says_what_is_lower_and_whose_the_yardstick_is(small: Small) -> None:
    def said() -> str:
        file = small.root / "meetlat.pdf"
        small.good("plan", "report", "-o", str(file))
        pages = (page.extract_text() for page in PdfReader(file).pages)
        return " ".join(" ".join(pages).split())

    until = (datetime.now(UTC) + timedelta(days=40)).date().isoformat()
    small.good("yardstick", "set", "replies", "--minimum", "50", "--full", "90", "--until", until,
               "--reason", "Recht gevraagd", acting="Anna")  # fmt: skip
    text = said()
    assert "minimum 50%, full 90%" in text
    assert "minimum 80%, full 100%" in text
    assert "our interpretation" in text
    assert "(over)" not in text
    file = small.root / "meetlat.toml"
    file.write_bytes(shipped_bytes().replace(b'"Weerklank"', b'"Dorp"'))
    small.good("yardstick", "load", str(file), acting="Anna")
    assert "our interpretation" not in said()


def test_the_report_says_that_a_lower_bar_is_over(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    until = (civil_day(datetime.now(UTC)) + timedelta(days=40)).isoformat()
    small.good("yardstick", "set", "replies", "--minimum", "50", "--until", until,
               "--reason", "Recht gevraagd", acting="Anna")  # fmt: skip
    clock = later(small, 2).clock
    monkeypatch.setattr(SystemClock, "now", lambda _: clock.now())
    file = small.root / "meetlat.pdf"
    small.good("plan", "report", "-o", str(file))
    assert "(over)" in " ".join(page.extract_text() for page in PdfReader(file).pages)


def test_what_all_accounts_share_is_proposed_once(small: Small) -> None:
    bad = (0.0, Verdict.BELOW)
    for account in ("a0001", "a0002"):
        measured(small, account, copies=bad, posts=bad)
    measured(small, "organisation", copies=bad, posts=bad)
    told = small.good("plan", "propose")["proposals"]
    assert [(one["account"], one["check"]) for one in told] == [
        (None, "copies"), ("a0001", "posts"), ("a0002", "posts"),
    ]  # fmt: skip
    assert {*of_archive(small.workplace())} == OF_ARCHIVE


def test_a_line_is_closed_by_what_is_measured_of_the_packages(small: Small) -> None:
    small.good("plan", "add", "profile", "--account", "a0001", *ADD, *SOFTER, acting="Anna")
    assert small.run("completeness")[0] == 1  # below the minimum, as told
    assert lines(small)["b0001"]["state"] == "open"  # nothing came in yet
    small.take_in(posts().items)
    assert small.run("completeness", "a0001")[0] == 1
    assert lines(small)["b0001"]["state"] == "closed"


def test_a_measurement_by_a_clock_that_ran_ahead_closes_nothing_and_is_not_the_newest(
    small: Small,
) -> None:
    measured(small, after=timedelta(days=300), posts=(100.0, Verdict.FULL))
    assert small.good("plan", "propose")["unmeasured"] == ["a0001", "a0002"]
    assert small.good("overview")["organisations"][0]["bands"]["unmeasured"] == 2
    measured(small, posts=(40.0, Verdict.BELOW))
    assert [one["check"] for one in small.good("plan", "propose")["proposals"]] == ["posts"]
    made = small.good("plan", "add", "posts", "--account", "a0001", *ADD, *SOFTER, acting="Anna")
    assert (made["state"], made["start"]) == ("open", 40.0)
    # Nor once that day has come.
    at = small.workplace().clock.now() + timedelta(days=301)
    after = replace(small.workplace(), clock=Ahead(at))
    (line,) = read_plan.plan_standing(after, bootstrap.connectors())
    assert line.closed is None


def test_a_measurement_that_reads_less_closes_nothing_that_one_of_every_byte_found(
    small: Small,
) -> None:
    measured(small, deep=True, files=(99.0, Verdict.BELOW))
    measured(small, files=(100.0, Verdict.FULL))
    made = small.good("plan", "add", "files", "--account", "a0001", *ADD, *SOFTER, acting="Anna")
    assert (made["start"], made["deep"], made["aim"]) == (99.0, True, "minimum")
    measured(small, files=(100.0, Verdict.FULL))
    assert lines(small)["b0001"]["state"] == "open"
    measured(small, deep=True, files=(100.0, Verdict.FULL))
    assert lines(small)["b0001"]["state"] == "closed"


def test_each_check_of_the_yardstick_has_a_suggestion(first: Small) -> None:
    assert {one.id for one in yardstick_of(first.workplace()).checks} == {*SUGGESTIONS}


def test_a_harvest_of_an_account_that_was_closed_is_asked_of_nobody(small: Small) -> None:
    measured(small, "a0002", last_harvest=(9.0, Verdict.BELOW), files=(90.0, Verdict.BELOW))
    for check in ("last_harvest", "files"):
        small.good("plan", "add", check, "--account", "a0002", *ADD, *SOFTER, acting="Anna")
    assert {one["state"] for one in lines(small).values()} == {"open"}
    small.good("account", "close", "a0002", "--without-harvest", "Kanaal gestopt")
    harvest, files = lines(small).values()
    if harvest["check"] != "last_harvest":
        harvest, files = files, harvest
    assert (harvest["state"], harvest["limit"]["word"]) == ("limit", None)
    assert "the account was closed on" in harvest["limit"]["reason"]
    assert (files["state"], files["limit"]) == ("open", None)  # what is held stays to be kept
    # Who has no role any more sees to nothing, and the plan says so.
    assert not files["owner_left"]
    small.good("person", "add", "Anna", "--role", "register-owner", acting="Anna")
    small.good("person", "add", "Vera", "--role", "archivist", acting="Anna")
    small.good("plan", "change", files["line"], "--owner", "Vera", "--reason", "x", acting="Anna")
    small.good("person", "end", "Vera", acting="Anna")
    assert lines(small)[files["line"]]["owner_left"]
    # Who may change the plan is asked for another, and is not when somebody sees to it again.
    last = small.workplace().register().persons["Vera"].until[Role.ARCHIVIST]
    since = last + timedelta(days=1)
    assert unowned(small, "Anna") == [(files["line"], "a0002", since)]
    assert not unowned(small, "Ruud")
    small.good("plan", "change", files["line"], "--owner", "Anna", "--reason", "x", acting="Anna")
    assert not unowned(small, "Anna")


def unowned(small: Small, acting: str) -> list[tuple[str, AccountId | None, date | None]]:
    """Give the measures that somebody is asked to find another owner for."""
    found = bootstrap.workplace(str(small.archive), str(small.root / "keys"), Silent(), acting)
    waits = what_waits(found, {})
    return [
        (one.subject, one.account, one.day) for one in waits.tasks if one.ask is Ask.PLAN_UNOWNED
    ]
