"""Whole threads: of what was found all that hangs together, and the pages that show any of it."""

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from weerklank.catalogue.account_items import OPEN, PAGE, THEIRS
from weerklank.catalogue.database import Database
from weerklank.catalogue.parts import ItemRow
from weerklank.catalogue.whole_threads import whole_threads
from weerklank.store.members import Place

IN_THREAD = 10


def key(number: int) -> bytes:
    return b"%016d" % number


def row(number: int, top: int, *, version: int = 1, whose: int = OPEN) -> ItemRow:
    thread, parent = key(top), key(top) if number != top else None
    account = f"a{number % 3:04d}"
    place = (1, 0, 0, account, 1_700_000_000 + number, thread, parent, None, whose, "api", 0, 0)
    return (f"id-{number}", key(number), version, *place)


def filled(path: Path, threads: int) -> Database:
    """Threads of ten, of which each second item has two versions; a page of each tenth thread."""
    made = Database(path)
    with made.transaction():
        part = made.parts.begin("a0001/2026-11/0001", 1)
        made.parts.add_member(part, 0, (Place(0, 1),) * 3)
        every = range(threads * IN_THREAD)
        tops = ((number, number - number % IN_THREAD) for number in every)
        items = [
            row(n, top, version=version, whose=OPEN if n == top else THEIRS)
            for n, top in tops
            for version in ((1, 2) if n % 2 else (1,))
        ]
        pages = [row(1_000_000 + n, 1_000_000 + n, whose=PAGE) for n in every if not n % 100]
        made.parts.add_items([*items, *pages])
        # A page stands for the third item of its thread.
        made.pages.add(part, ((key(1_000_000 + n), [key(n + 3)], 1) for n in every if not n % 100))
        made.parts.finish(part, len(items) + len(pages))
    return made


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    made = filled(tmp_path_factory.mktemp("large") / "catalogue.sqlite", 5_000)
    yield made
    made.close()


def row_of(database: Database, item: str) -> int:
    return database.places.versions_by_id(item)[-1].row


def test_one_item_of_a_thread_brings_all_of_it_and_the_page_on_which_another_stands(
    large: Database,
) -> None:
    for found in ("id-100", "id-107"):  # with what it begins, and with an answer
        held = list(whole_threads(large.connection, [row_of(large, found)]))
        assert {one.id for one in held} == {
            *(f"id-{number}" for number in range(100, 110)),
            "id-1000100",
        }
        assert len({one.row for one in held}) == len(held) == 16
        assert [one.id for one in held if one.is_page] == ["id-1000100"]
        assert {one.account for one in held if one.id == "id-101"} == {"a0002"}
    assert list(whole_threads(large.connection, [])) == []
    assert list(whole_threads(large.connection, [10_000_000])) == []


def steps(database: Database, rows: list[int]) -> int:
    """Count what SQLite does, in thousands of its instructions."""
    counted = 0

    def count() -> int:
        nonlocal counted
        counted += 1
        return 0

    database.connection.set_progress_handler(count, 1000)
    assert sum(1 for _ in whole_threads(database.connection, rows)) > len(rows)
    database.connection.set_progress_handler(None, 0)
    return counted


def test_fifty_thousand_items_cost_in_proportion_and_are_never_in_memory_together(
    large: Database,
) -> None:
    every = [int(r[0]) for r in large.connection.execute("SELECT row FROM items WHERE whose = 2")]
    assert len(every) > 50_000
    few = steps(large, every[:1_000])
    assert steps(large, every[:10_000]) < 15 * few
    tracemalloc.start()
    found = sum(1 for _ in whole_threads(large.connection, every))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found >= 75_000
    assert most < 8_000_000


def test_threads_of_an_account_are_found_without_reading_all_of_it_for_each(large: Database):
    begun = list(large.items.threads_begun("a0001", None, None))
    assert len(begun) == len({thread for _, thread, _ in begun}) == 5_000
    # A third of the threads begins with an item of this account, the others with its earliest.
    assert sum(key == thread for key, thread, _ in begun) in {1_666, 1_667}
    steps = []
    large.items._connection.set_progress_handler(lambda: steps.append(1), 1_000)
    try:
        list(large.items.threads_begun("a0001", None, None))
    finally:
        large.items._connection.set_progress_handler(None, 0)
    # Some hundred steps of the database for each of 16,667 items; it was 16,667 times as many.
    assert len(steps) < 5_000
