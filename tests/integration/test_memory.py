"""What a server remembers: it answers as a command does that reads everything anew."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from place import Archive, members, noted, packed, post

from weerklank import bootstrap
from weerklank.model.errors import BrokenInput
from weerklank.model.event import Book
from weerklank.model.question import Question
from weerklank.services.catalogue.hold_catalogue import hold_open
from weerklank.services.find.find_items import find_items
from weerklank.services.oversee.account_activity import account_activity
from weerklank.services.oversee.read_journal import Sought, read_journal
from weerklank.services.register.read_hand_ins import read_hand_ins
from weerklank.services.register.register_account import account_history
from weerklank.services.runs.read_runs import read_checks, read_runs
from weerklank.services.seal.first_leaves import first_leaves
from weerklank.services.seal.read_destructions import read_lists
from weerklank.services.workplace import Memory, Silent, Workplace
from weerklank.store import events as event_files

FIRST = post(1, "De brug is open.")
MORE = post(2, "De brug is weer dicht.")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    archive = Archive(tmp_path_factory.mktemp("made")).make()
    archive.take(packed(archive.root, "zip", members([noted(FIRST)])))
    return archive.root


@pytest.fixture
def archive(made: Path, tmp_path: Path) -> Archive:
    shutil.copytree(made, tmp_path / "place", symlinks=True)
    return Archive(tmp_path / "place")


def opened(archive: Archive, memory: Memory | None = None) -> Workplace:
    keys = archive.root / "keys"
    return bootstrap.workplace(str(archive.folder), str(keys), Silent(), memory=memory)


def told(workplace: Workplace) -> dict[str, Any]:
    """Everything that pages ask."""
    register = workplace.register()
    accounts = list(register.accounts.values())
    return {
        "register": register,
        "policy": workplace.policy(),
        "lists": read_lists(workplace),
        "hand-ins": read_hand_ins(workplace),
        "runs": read_runs(workplace),
        "runs of one": read_runs(workplace, accounts[0].id),
        "checks": read_checks(workplace),
        "journal": read_journal(workplace, Sought()),
        "histories": [account_history(workplace, one) for one in accounts],
        "days": [account_activity(workplace, one.id) for one in accounts],
        "log": (workplace.log.latest(), workplace.log.events(), workplace.log.packages()),
        "leaves": first_leaves(workplace),
        "found": find_items(workplace, Question(words="brug")),
    }


def add_account(archive: Archive) -> None:
    url = "https://social.voorbeelddam.example/@wethouder"
    archive.good("account", "add", url, "--kind", "hybrid", "--unit", "Wethouder")


def edit_account(archive: Archive) -> None:
    archive.good("account", "edit", "a0001", "--unit", "Communicatie")


def add_person(archive: Archive) -> None:
    archive.good("person", "add", "Anna Bos", "--role", "archivist")


def take_in(archive: Archive) -> None:
    archive.take(packed(archive.root, "zip", members([noted(FIRST), noted(MORE)])))


def verify(archive: Archive) -> None:
    archive.good("verify")


def policy(archive: Archive) -> None:
    archive.good("person", "add", "Pia Slot", "--role", "privacy")
    archive.good("--as", "Pia Slot", "privacy", "policy", "--sealed", "6")


def propose(archive: Archive) -> None:
    archive.good("person", "add", "Anna Bos", "--role", "archivist")
    how = ("--ground", "selection", "--reason", "termijn")
    item = str(archive.rows()[0]["id"])
    archive.good("--as", "Anna Bos", "destroy", "propose", "--id", item, *how)


def rebuild(archive: Archive) -> None:
    archive.good("catalogue", "rebuild")


CHANGES = (edit_account, take_in, verify, add_account, propose, rebuild, add_person, policy)


def test_after_every_change_it_tells_the_same(archive: Archive) -> None:
    memory = Memory()
    with hold_open(opened(archive)):
        assert told(opened(archive, memory)) == told(opened(archive))
        for change in CHANGES:
            change(archive)
            assert told(opened(archive, memory)) == told(opened(archive)), change.__name__


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_remembered_before_a_change_is_not_told_after_it(
    archive: Archive, change: Callable[[Archive], None]
) -> None:
    memory = Memory()
    if change is policy:
        add_person(archive)
    before = told(opened(archive, memory))
    change(archive)
    after = told(opened(archive, memory))
    assert after != before or change is rebuild


def test_what_was_given_does_not_change_afterwards(archive: Archive) -> None:
    memory = Memory()
    register = opened(archive, memory).register()
    lists = read_lists(opened(archive, memory))
    add_account(archive)
    propose(archive)
    opened(archive, memory).register()
    read_lists(opened(archive, memory))
    assert (len(register.accounts), len(lists)) == (1, 0)
    register.accounts.clear()
    assert len(opened(archive, memory).register().accounts) == 2


def test_only_what_is_new_is_read(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = Memory()
    told(opened(archive, memory))
    read: list[Path] = []
    plain = event_files.read_plain

    def counting(path: Path, most: int) -> bytes:
        read.append(path)
        return plain(path, most)

    edit_account(archive)
    monkeypatch.setattr(event_files, "read_plain", counting)
    opened(archive, memory).register()
    assert len(read) == 1
    opened(archive, memory).register()
    assert len(read) == 1


def test_who_writes_sees_at_once_what_was_written(archive: Archive) -> None:
    memory = Memory()
    workplace = opened(archive, memory)
    assert workplace.policy().version == 1
    workplace.record(Book.DECISIONS, "policy.sealed", "policy", {"months": 3})
    assert workplace.policy().version == 2
    before = len(read_journal(workplace, Sought()))
    workplace.record(Book.JOURNAL, "check.done", "archive", {"ok": True})
    assert len(read_journal(workplace, Sought())) == before + 1


def test_an_event_is_dated_behind_what_was_remembered(archive: Archive) -> None:
    memory = Memory()
    opened(archive, memory).register()
    workplace = opened(archive, memory)
    newest = max(event.at for event in opened(archive).events.read(Book.REGISTER))
    workplace.register()
    assert workplace.events.newest(Book.REGISTER) == newest


def test_a_false_event_is_refused_each_time_and_not_remembered(archive: Archive) -> None:
    memory = Memory()
    good = told(opened(archive, memory))
    (first, *_) = sorted((archive.folder / "register").glob("*/*/*/*.json"))
    last = first.with_name("235959999-zzzzzz-1.json")
    last.write_bytes(first.read_bytes())
    for _ in range(2):
        with pytest.raises(BrokenInput) as refused:
            opened(archive, memory).register()
        assert refused.value.code == "ARCHIVE-009"
    # Of the journal nobody acts by what it tells: a false one is passed over.
    assert read_runs(opened(archive, memory)) == good["runs"]
    last.unlink()
    assert told(opened(archive, memory)) == good


def test_an_older_log_is_told_as_it_is(archive: Archive, tmp_path: Path) -> None:
    shutil.copytree(archive.folder, tmp_path / "older", symlinks=True)
    memory = Memory()
    take_in(archive)
    edit_account(archive)
    with hold_open(opened(archive)):
        later = told(opened(archive, memory))
        shutil.rmtree(archive.folder)
        shutil.copytree(tmp_path / "older", archive.folder, symlinks=True)
        earlier = told(opened(archive, memory))
        assert earlier == told(opened(archive))
    assert earlier["log"] != later["log"]


def test_a_hole_in_the_log_is_named(archive: Archive) -> None:
    memory = Memory()
    opened(archive, memory).log.packages()
    edit_account(archive)
    last = max((archive.folder / "log" / "segments").glob("*.json"))
    last.unlink()
    with pytest.raises(BrokenInput) as refused:
        opened(archive, memory).log.packages()
    assert refused.value.code == "LOG-002"
    assert last.name in refused.value.message("nl")


def test_handing_in_shows_at_once(archive: Archive) -> None:
    memory = Memory()
    add_account(archive)
    assert read_hand_ins(opened(archive, memory)) == {}
    archive.good("handin", "a0002", "--nothing", "2026-01")
    (found,) = read_hand_ins(opened(archive, memory)).values()
    assert str(found.state) == "nothing"
