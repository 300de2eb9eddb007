"""Tables of fixed-width rows: looked up without being read, merged, and written anew."""

import hashlib
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from weerklank.store import sorted_file, sorted_view
from weerklank.store.prefix_filter import PrefixFilter, places_of
from weerklank.store.sorted_file import SortedTable

KEYS = st.integers(0, 400).map(lambda number: number.to_bytes(2, "big"))
VALUES = st.integers(0, 255).map(lambda number: bytes((number,)))


@settings(max_examples=60, deadline=None)
@given(
    batches=st.lists(st.lists(st.tuples(KEYS, VALUES), max_size=40), max_size=12),
    block=st.integers(1, 7),
    drop=st.frozensets(KEYS, max_size=20),
)
def test_a_table_answers_as_a_dictionary_does(
    tmp_path_factory, batches, block: int, drop: frozenset[bytes]
) -> None:
    folder: Path = tmp_path_factory.mktemp("table")
    before = sorted_view._BLOCK
    sorted_view._BLOCK = block
    try:
        table = SortedTable(folder, 2, 1, grouped_by=2)
        known: dict[bytes, bytes] = {}
        for batch in batches:
            for key, value in batch:
                table.put(key, value)
                known[key] = value
            check(table, known)
            table.save()
            check(table, known)
            assert len(list(folder.iterdir())) <= sorted_file._MOST_FILES
        table.rewrite(drop)
        check(table, {key: value for key, value in known.items() if key not in drop})
        assert len(list(folder.iterdir())) <= 1
        table.close()
    finally:
        sorted_view._BLOCK = before


def check(table: SortedTable, known: dict[bytes, bytes]) -> None:
    for number in range(402):
        key = number.to_bytes(2, "big")
        assert table.get(key) == known.get(key)
    for prefix in ("00", "01", "02", "000"):
        found = {key for key, _ in table.with_prefix(prefix)}
        assert found == {key.hex() for key in known if key.hex().startswith(prefix)}
    if table.unsaved == 0:
        assert dict(table.rows()) == known


@settings(max_examples=40, deadline=None)
@given(
    batches=st.lists(st.lists(st.integers(0, 60), max_size=20), max_size=14),
    drop=st.frozensets(st.integers(0, 60), max_size=10),
)
def test_a_table_of_which_little_is_found_finds_all_of_it(
    tmp_path_factory, batches: list[list[int]], drop: frozenset[int]
) -> None:
    def group(number: int) -> bytes:
        return hashlib.sha256(bytes((number,))).digest()[:8]

    table = SortedTable(tmp_path_factory.mktemp("table"), 9, 1, grouped_by=16, seldom=True)
    due: set[int] = set()
    for batch in batches:
        for number in batch:
            table.put(group(number) + b"\x01", b"\x02")
        due.update(batch)
        table.save()
        found = {n for n in range(61) if any(True for _ in table.with_prefix(group(n).hex()))}
        assert found == due
    table.rewrite(frozenset(group(number) + b"\x01" for number in drop))
    found = {n for n in range(61) if any(True for _ in table.with_prefix(group(n).hex()))}
    assert found == due - drop
    table.close()


def test_a_filter_says_no_to_nearly_all_that_is_not_there():
    names = [hashlib.sha256(b"%d" % n).hexdigest().encode() for n in range(20_000)]
    sieve = PrefixFilter(10_000)
    sieve.note(names[:10_000])
    assert all(sieve.may_have(places_of(name)) for name in names[:10_000])
    assert sum(sieve.may_have(places_of(name)) for name in names[10_000:]) < 300


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(KEYS, KEYS, max_size=60), st.integers(1, 7))
def test_a_key_is_told_from_a_value_that_is_written_alike(tmp_path_factory, known, block: int):
    before = sorted_view._BLOCK
    sorted_view._BLOCK = block
    try:
        table = SortedTable(tmp_path_factory.mktemp("table"), 2, 2)
        for key, value in known.items():
            table.put(key, value)
        table.save()
        for number in range(402):
            key = number.to_bytes(2, "big")
            assert table.get(key) == known.get(key)
        table.close()
    finally:
        sorted_view._BLOCK = before
