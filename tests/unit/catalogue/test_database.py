"""The catalogue's database: what is changed is changed whole or not at all."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from weerklank.catalogue.account_items import THEIRS
from weerklank.catalogue.database import Database
from weerklank.store.members import Place

PLACE = Place(0, 10)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(tmp_path / "catalogue.sqlite")
    for number, name in enumerate(("a0001/2026-11/0001", "a0001/2026-11/0002")):
        with made.transaction():
            part = made.parts.begin(name, 1)
            made.parts.add_member(part, 0, (PLACE, PLACE, PLACE))
            key = bytes([number]) * 16
            made.parts.add_items(
                [(f"id-{number}", key, 1, part, 0, 0, "a0001", 1, key, None, None, 0, "api", 0, 0)]
            )
            made.parts.finish(part, 1)
    yield made
    made.close()


def rows(database: Database) -> list[int]:
    return [
        database.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("items", "members", "parts")
    ]


def test_parts_are_forgotten_with_all_their_rows(database: Database) -> None:
    database.parts.forget(["a0001/2026-11/0001", "unknown"])
    assert rows(database) == [1, 1, 1]
    assert database.places.versions_by_id("id-0") == []
    assert len(database.places.versions_by_id("id-1")) == 1


@pytest.mark.parametrize("table", ["items", "members", "parts"])
def test_an_error_while_parts_are_forgotten_leaves_them_whole(
    database: Database, table: str
) -> None:
    """And the database usable: no transaction stays open behind it."""
    database.connection.execute(
        f"CREATE TEMP TRIGGER no BEFORE DELETE ON {table} WHEN (SELECT count(*) FROM {table}) = 1"
        " BEGIN SELECT RAISE(ABORT, 'no'); END"
    )
    names = ["a0001/2026-11/0001", "a0001/2026-11/0002"]
    with pytest.raises(sqlite3.IntegrityError):
        database.parts.forget(names)
    assert rows(database) == [2, 2, 2]
    assert not database.connection.in_transaction
    database.connection.execute("DROP TRIGGER no")
    database.parts.forget(names)
    assert rows(database) == [0, 0, 0]


def test_replies_are_found_without_reading_the_whole_account(database: Database) -> None:
    """A harvest asks it of every item that comes by."""
    with database.transaction():
        part = database.parts.begin("a0001/2026-11/0003", 1)
        top, below = (b"%16d" % number for number in (1000, 1001))
        answers = [(below, top), (b"%16d" % 1002, below)]
        several = [(key, key, None, 0) for key in (b"%16d" % number for number in range(900))]
        several += [(key, top, parent, THEIRS) for key, parent in answers]
        database.parts.add_items(
            [
                (
                    f"{place}",
                    key,
                    1,
                    part,
                    0,
                    place,
                    "a0001",
                    1,
                    thread,
                    parent,
                    None,
                    whose,
                    "api",
                    0,
                    0,
                )
                for place, (key, thread, parent, whose) in enumerate(several)
            ]
        )
        database.parts.finish(part, len(several))
    steps: list[None] = []
    database.connection.set_progress_handler(lambda: steps.append(None), 1)
    assert database.items.replies_of_others("a0001", top) == [answers[0][0]]
    assert database.items.replies_of_others("a0001", below) == [answers[1][0]]
    assert database.items.replies_of_others("a0002", top) == []
    database.connection.set_progress_handler(None, 1)
    assert len(steps) < 900
