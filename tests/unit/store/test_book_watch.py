"""The watch of a book: it tells the same files as a look at all of them would."""

import os
import random  # noqa: TID251 - seeded
import shutil
from pathlib import Path

import pytest

from weerklank.store import book_watch
from weerklank.store.book_watch import BookWatch


def lay(root: Path, name: str, content: str = "{}") -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)


def settle(root: Path) -> None:
    """Let every folder look as if it was left alone for long."""
    for folder in (root, *root.rglob("*")):
        if folder.is_dir():
            os.utime(folder, ns=(1, folder.stat().st_mtime_ns - 10**11))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    root = tmp_path / "journal"
    for name in ("2026/01/02/090000000-aaaaaa-1", "2026/01/02/090000000-aaaaaa-2"):
        lay(root, f"{name}.json")
    return root


def test_new_files_come_behind_what_was_there(book: Path) -> None:
    watch = BookWatch(book)
    watch.look()
    assert watch.files == [f"2026/01/02/090000000-aaaaaa-{n}.json" for n in (1, 2)]
    lay(book, "2026/01/02/090000000-aaaaaa-10.json")
    lay(book, "2026/02/01/080000000-bbbbbb-1.json")
    watch.look()
    assert [name[-8:] for name in watch.files] == [
        "aa-1.json"[-8:], "aa-2.json"[-8:], "a-10.json"[-8:], "bb-1.json"[-8:]
    ]  # fmt: skip
    assert watch.epoch == 0


def test_a_day_in_which_nothing_changed_is_not_listed(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(book)
    watch = BookWatch(book)
    watch.look()

    def refuse(path: str) -> None:
        raise AssertionError(path)

    monkeypatch.setattr(book_watch.os, "scandir", refuse)
    watch.look()
    assert len(watch.files) == 2


def test_a_folder_that_was_changed_just_now_is_listed_again(book: Path) -> None:
    watch = BookWatch(book)
    watch.look()
    day = book / "2026/01/02"
    before = day.stat()
    lay(book, "2026/01/02/100000000-aaaaaa-3.json")
    os.utime(day, ns=(before.st_atime_ns, before.st_mtime_ns))  # within one tick of the disk
    watch.look()
    assert len(watch.files) == 3


@pytest.mark.parametrize("what", ["earlier", "gone", "replaced", "day gone", "all gone"])
def test_what_was_read_counts_no_more(book: Path, what: str) -> None:
    watch = BookWatch(book)
    watch.look()
    if what == "earlier":
        lay(book, "2025/01/02/090000000-aaaaaa-1.json")
    elif what == "gone":
        (book / "2026/01/02/090000000-aaaaaa-1.json").unlink()
    elif what == "replaced":
        lay(book, "new", '{"other": 1}')
        (book / "new").rename(book / "2026/01/02/090000000-aaaaaa-1.json")
    elif what == "day gone":
        shutil.rmtree(book / "2026/01/02")
    else:
        shutil.rmtree(book)
    watch.look()
    assert watch.epoch == 1
    there = sorted(path.relative_to(book).as_posix() for path in book.glob("*/*/*/*.json"))
    assert watch.files == there


def test_what_is_no_day_and_no_event_disturbs_nothing(book: Path) -> None:
    lay(book, "stray")
    lay(book, "2026/01/03")
    lay(book, "2026/01/02/note.txt")
    watch = BookWatch(book)
    watch.look()
    watch.look()
    assert (len(watch.files), watch.epoch) == (2, 0)


def test_whatever_happens_it_tells_what_is_there(tmp_path: Path) -> None:
    rng = random.Random(5)
    root = tmp_path / "register"
    watch = BookWatch(root)
    for number in range(400):
        day = f"2026/0{rng.randrange(1, 4)}/0{rng.randrange(1, 4)}"
        files = sorted(root.glob("*/*/*/*.json"))
        if rng.random() < 0.2 and files:
            rng.choice(files).unlink()
        else:
            lay(root, f"{day}/{rng.randrange(10**9):09d}-aaaaaa-{number}.json")
        watch.look()
        there = {path.relative_to(root).as_posix() for path in root.glob("*/*/*/*.json")}
        assert set(watch.files) == there
        assert len(watch.files) == len(there)
        assert watch.files == sorted(watch.files, key=book_watch._order)
