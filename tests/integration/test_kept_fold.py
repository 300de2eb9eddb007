"""What runs told is kept between commands: it costs less, says the same, and is never believed."""

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
from place import ME, Archive, post

from weerklank.model.clock import FixedClock
from weerklank.model.ids import AccountId
from weerklank.services.intake.export_age import held_age
from weerklank.services.runs.read_drift import read_drift
from weerklank.services.workplace import Silent, Workplace, open_workplace
from weerklank.store.events import EventStore
from weerklank.testing.mastodon_export import write_export

#: Runs of the archive that is shared.
RUNS = 4


def take_in(place: Archive, number: int) -> None:
    path = place.root / "export.tar.gz"
    write_export(path, ME, [post(number, f"Bericht nummer {number}")])
    place.take(path)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    place = Archive(tmp_path_factory.mktemp("kept")).make()
    for number in range(1, RUNS + 1):
        take_in(place, number)
    return place


@pytest.fixture
def copy(made: Archive, tmp_path: Path) -> Archive:
    """Give a copy of archive and keys, in which what is kept was taken from these files."""
    shutil.copytree(made.folder, tmp_path / made.folder.name)
    shutil.copytree(made.keys, tmp_path / made.keys.name)
    place = Archive(tmp_path)
    take_in(place, RUNS + 1)
    return place


def opened(place: Archive) -> Workplace:
    clock = FixedClock(datetime.now(UTC))
    return open_workplace(place.folder, place.keys, clock=clock, reporter=Silent())


def told(place: Archive) -> tuple[object, object]:
    workplace = opened(place)
    return read_drift(workplace), held_age(workplace, AccountId("a0001"))


def journal(place: Archive) -> list[Path]:
    return sorted((place.folder / "journal").rglob("*.json"))


def kept(place: Archive) -> list[Path]:
    return sorted((place.folder / "index").glob("journal-*.json"))


def read_in(
    monkeypatch: pytest.MonkeyPatch, place: Archive, act: Callable[[], object]
) -> set[Path]:
    """Give the events of the journal that were there before an act, and that it read."""
    before, seen = {*journal(place)}, set()
    genuine = EventStore.genuine

    def noted(self: EventStore, path: Path, *more: object) -> bytes | None:
        seen.add(path)
        return genuine(self, path, *more)  # type: ignore[arg-type]  # as they were given

    monkeypatch.setattr(EventStore, "genuine", noted)
    act()
    monkeypatch.undo()
    return seen & before


def test_an_import_reads_the_end_of_the_run_before_it_and_no_earlier_one(copy, monkeypatch):
    last = {*journal(copy)[-3:]}
    assert read_in(monkeypatch, copy, lambda: take_in(copy, RUNS + 2)) <= last
    assert copy.good("verify", "--deep")["findings"] == []


def test_what_is_kept_says_the_same_as_all_events(copy):
    assert len(kept(copy)) == 3
    drift, age = told(copy)
    for path in kept(copy):
        path.unlink()
    assert (drift, age) == told(copy)
    assert [one.fields for one in drift.before.values()] != [{}]
    assert age.newest is not None


def other_words(place: Archive) -> None:
    for path in kept(place):
        said = orjson.loads(path.read_bytes())
        said["result"] = '{"ages":{},"before":{},"found":{}}'
        path.write_bytes(orjson.dumps(said, option=orjson.OPT_SORT_KEYS) + b"\n")


def names_exchanged(place: Archive) -> None:
    ages, drift, _ = kept(place)
    told_of_ages = ages.read_bytes()
    ages.write_bytes(drift.read_bytes())
    drift.write_bytes(told_of_ages)


def event_gone(place: Archive) -> None:
    for path in journal(place)[:-3]:
        path.unlink()


def event_changed(place: Archive) -> None:
    for path in journal(place)[:-3]:
        path.write_bytes(path.read_bytes().replace(b"run.finished", b"run.finisheb"))


def checkpoint_gone(place: Archive) -> None:
    size = orjson.loads(kept(place)[0].read_bytes())["size"]
    (place.folder / "log" / "checkpoints" / f"{size:012d}.txt").unlink()


def half_written(place: Archive) -> None:
    for path in kept(place):
        path.write_bytes(path.read_bytes()[:100])


@pytest.mark.parametrize(
    "harm",
    [other_words, names_exchanged, event_gone, event_changed, checkpoint_gone, half_written],
    ids=lambda harm: harm.__name__,
)
def test_what_is_kept_counts_only_of_the_events_and_the_log_that_are_there(
    copy, harm, monkeypatch
):
    harm(copy)
    files = {*journal(copy)}
    assert read_in(monkeypatch, copy, lambda: told(copy)) == files
    found = told(copy)
    for path in kept(copy):
        path.unlink()
    assert found == told(copy)


def test_an_event_that_could_not_be_read_once_counts_when_it_can_again(copy):
    """Put back from a copy with its time kept, a file is told from what lay there by nothing."""
    (path,) = (one for one in journal(copy)[-3:] if b"run.finished" in one.read_bytes())
    sound, was = path.read_bytes(), path.stat()
    for one in kept(copy):
        one.unlink()
    path.write_bytes(sound.replace(b"run.finished", b"run.finisheb"))
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))
    take_in(copy, RUNS + 2)
    path.write_bytes(sound)
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))
    found = told(copy)
    for one in kept(copy):
        one.unlink()
    assert found == told(copy)
