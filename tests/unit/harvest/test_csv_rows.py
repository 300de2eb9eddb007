"""CSV of platforms: odd quoting costs one row and names it; memory and time stay flat."""

import csv
import io
import time
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerklank.harvest import csv_rows
from weerklank.harvest.csv_rows import (
    LARGEST_CELL,
    LARGEST_ROW,
    NO_TEXT,
    NOT_CLOSED,
    NOT_QUOTED,
    TOO_LARGE_FOR_ROW,
    BrokenRow,
    CsvRows,
    Row,
)
from weerklank.harvest.port import BrokenOff


def rows(content: bytes | str) -> tuple[tuple[str, ...], list[tuple[str, ...] | BrokenRow]]:
    data = content.encode() if isinstance(content, str) else content
    table = CsvRows(io.BytesIO(data))
    return table.header, [row.cells if isinstance(row, Row) else row for row in table]


def test_quotes_commas_and_lines_inside_a_cell_are_text() -> None:
    header, found = rows('Id,Text\r\n1,"a ""b"", c\r\nd"\r\n2,\r\n')
    assert header == ("Id", "Text")
    assert found == [("1", 'a "b", c\r\nd'), ("2", "")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_each_encoding_says_the_same(encoding: str) -> None:
    text = "Id,Tekst\n1,Café 😀 één\n"
    assert rows(text.encode(encoding)) == (("Id", "Tekst"), [("1", "Café 😀 één")])


def test_notes_before_the_header_are_none_of_the_rows() -> None:
    notes = 'Notes:\n"When exporting, you may notice, that"\n\nFirst Name,URL\nAda,x\n'
    assert rows(notes) == (("First Name", "URL"), [("Ada", "x")])


def test_empty_lines_and_empty_cells_behind_the_last_are_no_rows() -> None:
    assert rows("Id,A\n1,2\n\n3,4,,\n\n\n\n") == (("Id", "A"), [("1", "2"), ("3", "4")])


def test_quotes_by_a_backslash_or_by_themselves_are_read_where_that_makes_a_row() -> None:
    _, found = rows(
        'Date,Message,End\n1,"She wrote \\"great post\\", and\nmore",x\n2,"He said "hi" to me",y\n'
        '3,Plain with ""doubled"" ones,z\n'
    )
    assert found == [
        ("1", 'She wrote "great post", and\nmore', "x"),
        ("2", 'He said "hi" to me', "y"),
        ("3", 'Plain with ""doubled"" ones', "z"),
    ]


def test_a_backslash_before_a_doubled_quote_is_text_where_quotes_are_doubled() -> None:
    assert rows('Id,A\n1,"\\"""\n2,"a\\""b"\n')[1] == [("1", '\\"'), ("2", 'a\\"b')]


def test_a_broken_row_costs_itself_with_its_further_lines_and_no_other() -> None:
    header, found = rows('Id,A,B\n1,2,3\n2,"open,4\nmore of it\n3,5,6\n7\n4,7,8\n')
    assert header == ("Id", "A", "B")
    assert found == [
        ("1", "2", "3"),
        BrokenRow(2, NOT_CLOSED),
        ("3", "5", "6"),
        BrokenRow(4, NOT_QUOTED),
        ("4", "7", "8"),
    ]


def test_bytes_that_are_no_text_cost_their_row() -> None:
    _, found = rows(b"Id,A\n1,caf\xe9\n2,x\n")
    assert found == [BrokenRow(1, NO_TEXT), ("2", "x")]
    _, cut = rows("Id,A\n1,x\n2,y".encode("utf-16")[:-1])
    assert cut == [("1", "x"), BrokenRow(2, NO_TEXT)]


def test_what_is_too_large_costs_its_row_whether_quoted_or_not() -> None:
    large = "x" * (LARGEST_CELL + 1)
    _, found = rows(f'Id,A\n1,{large}\n2,"{large}"\n3,a\n')
    assert found == [BrokenRow(1, TOO_LARGE_FOR_ROW), BrokenRow(2, TOO_LARGE_FOR_ROW), ("3", "a")]
    _, found = rows(f"Id,A\n1,{'x' * 3 * LARGEST_ROW}\n2,a\n")
    assert found == [BrokenRow(1, TOO_LARGE_FOR_ROW), ("2", "a")]


def test_half_a_file_gives_what_came_before() -> None:
    assert rows("") == ((), [])
    assert rows("\n\n") == ((), [])
    assert rows('Id,"A') == ((), [])
    assert rows("Id,A") == (("Id", "A"), [])
    assert rows('Id,A\n1,2\n2,"half a te') == (("Id", "A"), [("1", "2"), BrokenRow(2, NOT_CLOSED)])


def test_a_stream_that_breaks_off_ends_there() -> None:
    class Breaks(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            piece = super().read(size)
            if not piece:
                raise BrokenOff
            return piece

    table = CsvRows(Breaks(b"Id,A\n1,2\n"))
    assert list(table) == [Row(1, ("1", "2"))]


class Endless(io.RawIOBase):
    """A file of a million rows that nobody holds."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces

    def read(self, size: int = -1) -> bytes:
        return next(self._pieces, b"")


def test_memory_stays_flat_over_many_rows() -> None:
    def pieces() -> Iterator[bytes]:
        yield b"Id,A\n"
        for _ in range(50):
            yield b'1,"a text\nof ""two"" lines"\n' * 1000

    tracemalloc.start()
    table = CsvRows(Endless(pieces()))  # type: ignore[arg-type] # has what is asked of a stream
    assert sum(isinstance(row, Row) for row in table) == 50_000
    assert tracemalloc.get_traced_memory()[1] < 4 << 20
    tracemalloc.stop()


@pytest.mark.parametrize(
    "line", [b'"a\n', b'"""\n', b'x,"\n', b'"" "\n', b'\\"\n', b'"\\\n', b'"",""x\n']
)
def test_a_file_of_open_quotes_takes_no_time_of_its_own(
    line: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    if line != b'"a\n':  # what may be read in vain is enough to wait for once
        monkeypatch.setattr(csv_rows, "_MOST_IN_VAIN", csv_rows._MOST_IN_VAIN // 16)
    content = b"Id,A,B\n" + line * 30_000 + b"1,2,3\n"
    begun = time.process_time()
    found = list(CsvRows(io.BytesIO(content)))
    assert time.process_time() - begun < 20
    assert not any(isinstance(row, Row) for row in found[:-1]) or len(found) < 30_000


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=20)


@given(st.lists(st.tuples(CELLS.filter(str.strip), CELLS, CELLS), max_size=20))
def test_what_a_writer_wrote_is_read(written: list[tuple[str, str, str]]) -> None:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerows([("Id", "A", "B"), *written])
    assert rows(out.getvalue()) == (("Id", "A", "B"), written)


@given(st.binary(max_size=300))
def test_any_bytes_give_rows_of_one_width_or_reasons(content: bytes) -> None:
    table = CsvRows(io.BytesIO(content))
    for row in table:
        assert isinstance(row, BrokenRow) or len(row.cells) == len(table.header)


def test_a_quote_that_never_closes_costs_its_own_row_and_no_other() -> None:
    rows = (
        b"Date,Text,Seen\n"
        b'2026-03-10 10:00:01,"nooit gesloten,PUBLIC\n'
        b"2026-03-10 10:00:02,twee,PUBLIC\n"
        b'2026-03-10 10:00:03,"drie",PUBLIC\n'
        b"2026-03-10 10:00:04,te, veel, komma's\n"
        b'2026-03-10 10:00:05,"weer open,PUBLIC\n'
        b"2026-03-10 10:00:06,zes,PUBLIC\n"
    )
    found = list(CsvRows(io.BytesIO(rows)))
    assert [one.number for one in found if isinstance(one, BrokenRow)] == [1, 4, 5]
    assert [one.cells[1] for one in found if isinstance(one, Row)] == ["twee", "drie", "zes"]
