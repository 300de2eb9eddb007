"""Who looked at what goes by its term; both verifiers know it, and notice what nobody decided."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from place import Archive

from weerklank import bootstrap
from weerklank.integrity.weerklank_verify import Report, check_archive
from weerklank.model.access import Apart, Looked
from weerklank.model.event import Book
from weerklank.model.person import Actor, Role
from weerklank.services.people import access_term
from weerklank.services.people.access import access_requests, ask_access, note_seen, read_seen
from weerklank.services.people.access_term import access_days, end_access_days
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Silent, Workplace

ITEM = "vrb-2026-01-01-aaaaa"
NOW = datetime(2031, 3, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class At:
    """A clock that stands still."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


def acting(place: Archive, moment: datetime) -> Workplace:
    there = bootstrap.workplace(str(place.folder), str(place.root / "keys"), Silent())
    actor = Actor(system_user="iemand", name="Pia", roles=(Role.PRIVACY,))
    return replace(there, actor=actor, clock=At(moment))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """Looked at on three days: long past, past by a day, and today; the log holds it all."""
    place = Archive(tmp_path_factory.mktemp("termijn")).make()
    for days, name in ((1500, "a"), (1500, "b"), (400, "c"), (0, "d")):
        workplace = acting(place, NOW - timedelta(days=days))
        note_seen(workplace, Looked.POST, ITEM + name, Apart.SHIELDED)
        ask_access(workplace, f"page-{days}")
        seal_events(workplace)
    return place


@pytest.fixture
def place(made: Archive, tmp_path: Path) -> Archive:
    shutil.copytree(made.root, tmp_path / "own", symlinks=True)
    return Archive(tmp_path / "own")


def found(place: Archive) -> tuple[list[str], list[str]]:
    """What each verifier says is wrong, by path."""
    told = place.run("verify", "--deep")[1]
    report = Report(silent=True, passed=False)
    check_archive(str(place.folder), report, [], b"", deep=True)
    wrong = [one["path"] for one in report.items if one["result"] == "FAILED"]
    return [one["path"] for one in told["findings"]], wrong


def days_of(place: Archive) -> list[tuple[str, int]]:
    return [(one.day, one.events) for one in access_days(acting(place, NOW)) if one.is_due]


def test_days_past_the_term_go_and_all_else_stays_true(place: Archive) -> None:
    first, second, today = (f"{NOW - timedelta(days=days):%Y-%m-%d}" for days in (1500, 400, 0))
    assert days_of(place) == [(first, 3)]  # 24 months, as nothing was decided
    place.good("person", "add", "Pia", "--role", "privacy")
    assert place.run("access", "term", "6")[0] == 3
    assert place.run("access", "term", "0", "--as", "Pia")[0] == 2
    assert place.good("access", "term", "6", "--as", "Pia") == {"months": 6}
    told = place.good("access", "due", "--as", "Pia")
    assert (told["months"], [one["events"] for one in told["days"]]) == (6, [3, 2, 2])
    assert place.run("access", "due")[0] == 3
    workplace = acting(place, NOW)
    ended = end_access_days(workplace)
    assert (ended.days, ended.events, ended.errors) == (2, 5, [])
    assert [one.subject for one in read_seen(acting(place, NOW))] == [f"{ITEM}d"]
    # The numbers of requests that went are given to no other.
    assert [one.id for one in access_requests(workplace)] == ["t0003"]
    assert ask_access(workplace, "page-new").id == "t0004"
    assert sorted(path.name for path in (place.folder / "access").iterdir()) == [today[:4]]
    assert found(place) == ([], [])
    decisions = [
        event for event in workplace.events.read(Book.DECISIONS) if "access." in event.kind
    ]
    assert [event.kind for event in decisions] == ["access.term", "access.begun", "access.done"]
    assert decisions[1].data["days"] == [
        {"day": first, "events": 3}, {"day": second, "events": 2},
    ]  # fmt: skip
    assert ITEM not in str(decisions)
    assert end_access_days(acting(place, NOW)).days == 0
    # What comes of a day that went, by a clock that was set back, is of a decision of its own.
    late = acting(place, NOW - timedelta(days=400))
    note_seen(late, Looked.POST, f"{ITEM}e", Apart.SHIELDED)
    seal_events(late)
    assert found(place) == ([], [])
    assert end_access_days(acting(place, NOW)).events == 1
    assert found(place) == ([], [])


def test_what_nobody_decided_is_noticed(place: Archive) -> None:
    end_access_days(acting(place, NOW))
    (today,) = (place.folder / "access").glob(f"{NOW:%Y/%m/%d}")
    names = sorted(path.relative_to(place.folder).as_posix() for path in today.iterdir())
    shutil.rmtree(today)
    main, single = found(place)
    assert sorted(main) == names
    assert sorted(single) == names


@pytest.mark.parametrize("how", ["more", "fewer", "not over", "size"])
def test_a_decision_that_does_not_fit_accounts_for_nothing(place: Archive, how: str) -> None:
    workplace = acting(place, NOW)
    days = 0 if how == "not over" else 1500
    day = NOW - timedelta(days=days)
    held = {"more": 4, "fewer": 2, "not over": 2, "size": 3}[how]
    size = seal_events(workplace)
    workplace.record(
        Book.DECISIONS,
        access_term.BEGUN,
        "access-proef1",
        {
            "days": [{"day": f"{day:%Y-%m-%d}", "events": held}],
            "months": 24,
            "size": 9 * size if how == "size" else size,
        },
    )
    seal_events(workplace)
    (folder,) = (place.folder / "access").glob(f"{day:%Y/%m/%d}")
    names = {path.relative_to(place.folder).as_posix() for path in folder.iterdir()}
    shutil.rmtree(folder)
    main, single = found(place)
    assert set(main) == names
    assert names <= set(single)


@pytest.mark.parametrize("how", ["gone", "changed"])
def test_a_day_that_is_damaged_waits(place: Archive, how: str) -> None:
    first = next((place.folder / "access").rglob("*.json"))
    if how == "gone":
        first.unlink()
    else:
        first.write_bytes(first.read_bytes().replace(b"iemand", b"anders"))
    ended = end_access_days(acting(place, NOW + timedelta(days=1500)))
    assert [error.code for error in ended.errors] == ["ACCESS-005"]
    assert ended.days == 2
    path = first.relative_to(place.folder).as_posix()
    assert found(place) == ([path], [path])


@pytest.mark.parametrize("at", range(6))
def test_whatever_kills_it_the_next_one_ends_it(
    place: Archive, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    dies_at(monkeypatch, at)
    with pytest.raises(KeyboardInterrupt):
        end_access_days(acting(place, NOW))
    monkeypatch.undo()
    assert found(place) == ([], [])
    end_access_days(acting(place, NOW))
    assert days_of(place) == []
    assert found(place) == ([], [])
    assert end_access_days(acting(place, NOW)).days == 0


def dies_at(monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    """Let it die before its nth act on the disk that matters."""
    left = [at]

    def dying(does: Callable[..., object]) -> Callable[..., object]:
        def act(*given: object, **more: object) -> object:
            left[0] -= 1
            if left[0] < 0:
                raise KeyboardInterrupt
            return does(*given, **more)

        return act

    monkeypatch.setattr(access_term, "seal_events", dying(access_term.seal_events))
    monkeypatch.setattr(Workplace, "record", dying(Workplace.record))
    monkeypatch.setattr(access_term, "sync_folder", dying(access_term.sync_folder))
