"""The rows of who saw what: their sums and their lists beside a count by hand."""

import random  # noqa: TID251 - seeded: the same rows every time
from collections import Counter
from contextlib import closing

import pytest

from weerklank.catalogue.beside import BesideRow, Meant
from weerklank.catalogue.database import Database
from weerklank.store.members import Place

EVER = {"first": -(1 << 40), "until": 1 << 40}
PLACE = (Place(0, 1), Place(0, 1), Place(0, 1))


@pytest.fixture
def database(tmp_path):
    with closing(Database(tmp_path / "catalogue.sqlite")) as made:
        yield made


def rows(count: int, seed: int = 3) -> list[BesideRow]:
    rng = random.Random(seed)
    made = []
    for number in range(count):
        created = rng.randrange(0, 40 * 86_400)
        key = number.to_bytes(16, "big")
        account = rng.choice(("a0001", "a0001", "a0002"))
        told = (int(rng.random() < 0.3), rng.choice((1, 3, 7)), rng.choice((0, 0, 1, 5)))
        made.append((key, account, created // 86_400, created, *told))
    return made


def agree(database: Database, held: dict[bytes, BesideRow]) -> None:
    """The sums are those of the rows, and the lists have each of them once, newest first."""
    for meant in (
        Meant(account="a0001", **EVER),
        Meant(account="a0001", first=5, until=17, seen=3),
        Meant(account="a0001", theirs=False, differs=4, **EVER),
        Meant(account="a0002", theirs=True, **EVER),
    ):
        wanted = [
            row
            for row in held.values()
            if row[1] == meant.account
            and meant.first <= row[2] < meant.until
            and (meant.theirs is None or row[4] == meant.theirs)
            and (meant.seen is None or row[5] == meant.seen)
            and (not meant.differs or row[6] & meant.differs)
        ]
        sums: Counter[tuple[int, ...]] = Counter()
        for *of, count in database.beside.counted(meant):
            assert count > 0
            sums[tuple(of)] += count
        assert sums == Counter((row[2], row[4], row[5], row[6]) for row in wanted)
        wanted.sort(key=lambda row: (-row[3], row[0]))
        listed: list[BesideRow] = []
        while part := database.beside.listed(meant, limit=7, offset=len(listed)):
            listed += part
        assert listed == wanted


def test_sums_and_lists_are_those_of_the_rows_after_every_change(database):
    held = {row[0]: row for row in rows(300)}
    database.beside.put(held.values())
    agree(database, held)
    changed = {row[0]: row for row in rows(90, seed=4)}
    database.beside.put([*changed.values(), None])
    held |= changed
    agree(database, held)
    # The last of two rows of one item holds.
    first = next(iter(held.values()))
    other = (*first[:5], 7, 1)
    database.beside.put([first, other])
    held[first[0]] = other
    agree(database, held)


def put(
    database: Database, name: str, generation: int, keys: list[bytes], version: int = 1
) -> None:
    with database.transaction():
        part = database.parts.begin(name, generation)
        database.parts.add_member(part, 0, PLACE)
        database.parts.add_items(
            (f"vbd-{key.hex()}", key, version, part, 0, line, "a0001", 5, key, None, None, 0,
             "api", 0, 0)
            for line, key in enumerate(keys)
        )  # fmt: skip
        database.parts.finish(part, len(keys))


def test_what_goes_with_its_part_goes_and_what_another_part_holds_stays(database):
    keys = [number.to_bytes(16, "big") for number in range(4)]
    put(database, "een", 1, keys)
    put(database, "twee", 1, keys[:1], version=2)
    database.beside.put((key, "a0001", 0, 5, 0, 1, 0) for key in keys)
    meant = Meant(account="a0001", **EVER)
    # Written anew without the last two: those are gone, and of the others nothing is lost.
    put(database, "een", 2, keys[:2])
    database.beside.put([(keys[1], "a0001", 0, 5, 0, 1, 0)])
    assert [row[0] for row in database.beside.listed(meant, limit=9, offset=0)] == keys[:2]
    assert [count for *_, count in database.beside.counted(meant)] == [2]
    database.parts.forget(["een"])
    assert [row[0] for row in database.beside.listed(meant, limit=9, offset=0)] == keys[:1]
    database.parts.forget(["twee"])
    assert [*database.beside.counted(meant)] == []
    assert database.beside.row_of(keys[0]) is None
