"""Cells: harmless to open in a spreadsheet program, and read back as they were."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerklank.model.sheet_cell import guarded, unguarded
from weerklank.register.cells import (
    Entry,
    read_bracketed,
    read_day,
    read_entries,
    write_bracketed,
    write_entry,
)

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))


@given(TEXTS)
def test_any_text_comes_back_and_begins_no_formula(text):
    cell = guarded(text)
    assert unguarded(cell) == text
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "|", "%"))
    assert all(character in "\t\n" or character >= " " for character in cell)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("'=1+1", "''=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\uff1d1", "'\uff1d1"),
        ("'t Veld", "'t Veld"),
        ("a\rb", "a\\u000Db"),
    ],
)
def test_what_looks_like_a_formula_gets_an_apostrophe(text, cell):
    assert guarded(text) == cell


@given(st.lists(st.tuples(TEXTS, DAYS, st.none() | DAYS)), st.sampled_from(["nl", "en"]))
def test_dated_values_come_back_whatever_is_in_them(values, language):
    entries = [Entry(value, start, end) for value, start, end in values]
    cell = "; ".join(write_entry(entry, language) for entry in entries)
    assert list(read_entries(cell)) == entries


@given(st.lists(TEXTS), st.sampled_from(["nl", "en"]))
def test_values_without_a_day_come_back(values, language):
    cell = "; ".join(write_entry(Entry(value), language) for value in values)
    assert list(read_entries(cell)) == [Entry(value) for value in values]


@given(st.lists(st.tuples(TEXTS, st.none() | st.sampled_from(["webcare", "monitoring"]))))
def test_what_is_between_brackets_comes_back(pairs):
    cell = "; ".join(write_bracketed(value, group) for value, group in pairs)
    assert [(value, group) for value, group, _ in read_bracketed(cell)] == pairs


@pytest.mark.parametrize("written", ["2026-11-25", "25-11-2026", "2026-11-25 00:00:00"])
def test_a_day_is_read_as_the_dutch_write_it_too(written):
    assert read_day(written) == date(2026, 11, 25)


@pytest.mark.parametrize(
    "written", ["11/25/2026", "25 november", "31-02-2026", "26-11-25", "46351"]
)
def test_a_day_that_may_mean_another_is_refused(written):
    with pytest.raises(ValueError, match=r"."):
        read_day(written)


def test_a_long_cell_takes_no_long_time():
    for text in ("vanaf " * 5000, " " * 32000 + "x", '"' * 9999, "(" * 9999, ":2026-01-01" * 2000):
        for read in (read_entries, read_bracketed):
            try:
                list(read(text))
            except ValueError:
                continue
