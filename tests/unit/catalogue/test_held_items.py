"""Held items: every item once, in parts, in an order that no catalogue made anew changes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from weerklank.catalogue.account_items import OPEN, THEIRS
from weerklank.catalogue.database import Database
from weerklank.catalogue.held_items import HeldItem
from weerklank.catalogue.parts import ItemRow
from weerklank.store.members import Place

#: Moments of which several items share one.
MOMENTS = (0, 5, 5, 5, 9)


def row(account: str, number: int, version: int = 1) -> ItemRow:
    key = b"%015d%b" % (number, account[-1:].encode())
    whose = THEIRS if number % 2 else OPEN
    place = (1, 0, 0, account, MOMENTS[number % 5], key, None, None, whose, "api", 0, 0)
    return (f"id-{account}-{number}", key, version, *place)


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Database]:
    made = Database(tmp_path / "catalogue.sqlite")
    with made.transaction():
        part = made.parts.begin("a0001/2026-11/0001", 1)
        made.parts.add_member(part, 0, (Place(0, 1),) * 3)
        rows = [row(account, number) for account in ("a0002", "a0001") for number in range(20)]
        made.parts.add_items([*rows, row("a0001", 3, version=2)])
        made.parts.finish(part, len(rows) + 1)
    yield made
    made.close()


@pytest.mark.parametrize("most", [1, 2, 3, 7, 100])
def test_every_item_comes_once_by_account_and_moment(filled: Database, most: int) -> None:
    found: list[HeldItem] = []
    while some := filled.held.after(found[-1] if found else None, most):
        assert len(some) <= most
        found += some
    assert len(found) == len({one.id for one in found}) == 40
    assert found == sorted(found, key=lambda one: (one.account, one.created, one.key))
    assert {one.is_theirs for one in found} == {True, False}


def test_one_item_is_found_by_its_address(filled: Database) -> None:
    found = filled.held.by_id("id-a0001-3")
    assert found is not None
    assert (found.account, found.created, found.is_theirs) == ("a0001", 5, True)
    assert filled.held.by_id("id-nergens") is None
