"""Cells: harmless to open in a spreadsheet program, and read back as they were."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerklank.model.sheet_cell import guarded, unguarded
from weerklank.register.cells import (
    EitherDayError,
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


@pytest.mark.parametrize(
    "written", ["2026-11-25", "25-11-2026", "25/11/2026", "2026-11-25 00:00:00"]
)
def test_a_day_is_read_as_the_dutch_write_it_too(written):
    assert read_day(written) == date(2026, 11, 25)


@pytest.mark.parametrize(
    "written",
    [
        "11/25/2026",
        "1/2/2026",
        "2026/11/25",
        "31/02/2026",
        "25 november",
        "31-02-2026",
        "26-11-25",
        "46351",
    ],
)
def test_a_day_that_may_mean_another_is_refused(written):
    with pytest.raises(ValueError, match=r"."):
        read_day(written)


def test_a_day_with_slashes_that_is_two_names_both():
    with pytest.raises(EitherDayError) as told:
        read_day("1/2/2026")
    assert told.value.days == (date(2026, 2, 1), date(2026, 1, 2))
    assert read_day("3/3/2026") == date(2026, 3, 3)
    assert read_day("1-2-2026") == date(2026, 2, 1)


@pytest.mark.parametrize("written", ["1/2/2026", "2026-2-1", "2026/02/01", "1.2.2026", "1-2-26"])
def test_what_is_meant_for_a_day_is_no_part_of_the_name_before_it(written):
    for cell in (f"klantcontact vanaf {written}", f"monitoring; klantcontact since {written}"):
        with pytest.raises(ValueError, match=r"."):
            list(read_entries(cell))
    assert list(read_entries(f'"klantcontact vanaf {written}"')) == [
        Entry(f"klantcontact vanaf {written}")
    ]
    assert list(read_entries("klantcontact vanaf 1/1/2026")) == [
        Entry("klantcontact", date(2026, 1, 1))
    ]


def test_a_long_cell_takes_no_long_time():
    for text in ("vanaf " * 5000, " " * 32000 + "x", '"' * 9999, "(" * 9999, ":2026-01-01" * 2000):
        for read in (read_entries, read_bracketed):
            try:
                list(read(text))
            except ValueError:
                continue
