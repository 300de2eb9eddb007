"""What is asked for each item does not read all of an account: bulks would grow as a square."""

from collections.abc import Callable
from pathlib import Path

import pytest

from weerklank.catalogue.account_items import OPEN, THEIRS
from weerklank.catalogue.database import Database
from weerklank.catalogue.parts import ItemRow
from weerklank.store.members import Place

ME = "a0001"
ASKED = b"0000000000000004"
ANSWER = b"0000000000000005"


def row(number: int) -> ItemRow:
    """Give every second item as an answer to the one before it."""
    key, before = (b"%016d" % one for one in (number, number - 1))
    thread, parent, whose = (before, before, THEIRS) if number % 2 else (key, None, OPEN)
    return f"id-{number}", key, 1, 1, 0, 0, ME, number, thread, parent, None, whose, "api", 0, 0


QUESTIONS: dict[str, Callable[[Database], object]] = {
    "record_of": lambda one: one.threads.record_of(ASKED, ME),
    "record_with": lambda one: one.threads.record_with(ANSWER, ME),
    "places_of": lambda one: one.threads.places_of(ASKED, ME),
    "accounts_of": lambda one: one.threads.accounts_of(ASKED),
    "items_of": lambda one: one.threads.items_of(ASKED),
    "of_item": lambda one: one.threads.of_item(ANSWER),
    "begins": lambda one: one.threads.begins(ASKED),
    "answering": lambda one: one.threads.answering(ASKED),
    "linked": lambda one: one.threads.linked(ASKED),
    "last_contribution": lambda one: one.threads.last_contribution(ASKED),
    "size": lambda one: one.threads.size(ASKED),
    "has": lambda one: one.threads.has(ASKED),
    "versions_by_key": lambda one: one.places.versions_by_key(ASKED),
    "versions_by_id": lambda one: one.places.versions_by_id("id-4"),
    "newest_by_key": lambda one: one.places.newest_by_key(ASKED),
    "key_of": lambda one: one.places.key_of("id-4"),
    "rows_of_keys": lambda one: one.places.rows_of_keys([ASKED]),
    "whose": lambda one: one.items.whose(ASKED),
    "replies_to": lambda one: one.items.replies_to(ME, ASKED),
    "replies_of_others": lambda one: one.items.replies_of_others(ME, ASKED),
    "of_thread": lambda one: one.pages.of_thread(ASKED, ME),
    "shown_by": lambda one: one.pages.shown_by(ASKED),
    "deletion": lambda one: one.deletions.of(ASKED),
    "held": lambda one: one.held.by_id("id-4"),
}


def steps(folder: Path, count: int) -> dict[str, int]:
    """Tell how many steps of SQLite each question takes in an account of so many items."""
    made = Database(folder / f"{count}.sqlite")
    with made.transaction():
        part = made.parts.begin("a0001/2026-11/0001", 1)
        made.parts.add_member(part, 0, (Place(0, 1),) * 3)
        made.parts.add_items(map(row, range(count)))
        made.parts.finish(part, count)
    found = dict.fromkeys(QUESTIONS, 0)
    for name, ask in QUESTIONS.items():

        def tick(name: str = name) -> int:
            found[name] += 1
            return 0

        made.connection.set_progress_handler(tick, 1)
        ask(made)
        made.connection.set_progress_handler(None, 0)
    made.close()
    return found


@pytest.fixture(scope="module")
def of_few(tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    return steps(tmp_path_factory.mktemp("few"), 50)


@pytest.fixture(scope="module")
def of_many(tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    return steps(tmp_path_factory.mktemp("many"), 500)


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_about_one_item_does_not_grow_with_its_account(
    of_few: dict[str, int], of_many: dict[str, int], name: str
) -> None:
    assert of_few[name] > 0
    assert of_many[name] == of_few[name]
