"""Selection lists as files: ours, the municipal one as it is, and what is no list at all."""

import codecs
import csv
import io
import json
from pathlib import Path

import pytest

from weerklank.appraise.read_list import MOST_ROWS, ReadList, UnreadableList, read_list
from weerklank.appraise.shipped import FILE, draft_entry, shipped_bytes
from weerklank.appraise.write_list import write_list
from weerklank.model.selection import Outcome, Row, Serves, Term, Trigger

HEAD = "code;proces;resultaat;waardering;bewaartermijn;procestermijn;voor\n"
MUNICIPAL = Path(__file__).parents[4] / "shared/standards/selectielijst"


def read(text: str, encoding: str = "utf-8") -> ReadList:
    return read_list("lijst.csv", (HEAD + text).encode(encoding))


def whys(found: ReadList) -> list[tuple[int, str]]:
    return [(one.number, one.reason.nl) for one in found.wrong]


@pytest.mark.parametrize("heading", ["bewaar termijn", "termijn", "Bewaartermijn in jaren"])
def test_a_term_below_a_heading_that_nearly_is_ours_is_not_lost(heading: str) -> None:
    text = f"code;proces;waardering;{heading}\n1;Vergunnen;V;5 jaar\n"
    with pytest.raises(UnreadableList) as error:
        read_list("lijst.csv", text.encode())
    assert "kolom D lijkt op" in error.value.reason.nl
    own = text.replace(heading, "bewaartermijn;voor wie;uuid;" + heading)
    assert len(read_list("lijst.csv", own.replace("5 jaar", "5 jaar;;;").encode()).rows) == 1


def test_columns_that_are_not_read_are_told_by_their_letters() -> None:
    head = "code;uuid;proces;;waardering;;bewaartermijn;voor wie\n"
    found = read_list("lijst.csv", f"{head}1;x;Vergunnen;noot;B;;;{'y' * 5000}\n".encode())
    assert (found.wrong, [row.code for row in found.rows]) == ((), ["1"])
    assert found.passed == ("B", "D", "H")  # nothing stands in F
    assert read("1;Vergunnen;Af;B;;;\n").passed == ()
    assert read_list(FILE, shipped_bytes()).passed == ()


def test_the_shipped_list_has_the_rows_of_the_whitepaper() -> None:
    end_product, rest, dialogue = read_list(FILE, shipped_bytes()).rows
    assert (end_product.outcome, end_product.serves) == (Outcome.KEEP, Serves.END_PRODUCT)
    assert (rest.outcome, rest.term, rest.serves) == (
        Outcome.DESTROY,
        Term(years=5),
        Serves.REST,
    )
    assert dialogue == draft_entry()
    assert dialogue.process == "Het voeren van dialoog tussen overheid en burgers"
    assert (dialogue.outcome, dialogue.serves) == (Outcome.UNDECIDED, Serves.DIALOGUE)


def test_every_wrong_row_is_named_by_its_line_and_none_is_taken() -> None:
    found = read(
        "1;Goed;Af;V;P5Y;nihil;\n"
        ";Zonder code;Af;B;;;\n"
        "2;;Af;B;;;\n"
        "3;Zonder waardering;Af;;;;\n"
        "4;Zonder termijn;Af;V;;;\n"
        '5;"Over\nregels";Af;V;vijf jaar;;\n'
        "6;Te veel;Af;B;P5Y;;\n"
        "7;Odd;Af;V;P5Y;ooit;\n"
        "8;Odd;Af;B;;;iets\n"
        "1;Nog eens;Af;B;;;\n"
        "9;Een;Af;N;;;dialoog\n"
        "10;Twee;Af;N;;;dialoog\n"
        "11;Cellen;Af;B;;;;;te veel\n"
        "12;Teken\x07;Af;B;;;\n"
    )
    assert found.rows == ()
    assert [number for number, _ in whys(found)] == [3, 4, 5, 6, 7, 9, 10, 11, 12, 14, 15, 16]
    reasons = dict(whys(found))
    assert "bewaartermijn ontbreekt" not in reasons[7]
    assert "geen termijn" in reasons[7]
    assert "staat er al" in reasons[12]
    assert "stuurtekens" in reasons[16]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("cp1252", b""),
        ("utf-16-le", codecs.BOM_UTF16_LE),
    ],
)
def test_odd_encodings_are_read_and_give_their_bytes_back(
    encoding: str, mark: bytes, end: str
) -> None:
    text = (HEAD + "1;Beëindigen € café;Af;V;5 jaar;;\n").replace("\n", end)
    content = mark + text.encode(encoding)
    found = read_list("lijst.csv", content)
    assert found.rows[0].process == "Beëindigen € café"
    assert found.text.encode(found.file.encoding) == content


def test_a_formula_is_the_words_that_it_is_and_is_written_as_such() -> None:
    formula = '=HYPERLINK("http://kwaad.example";"klik")'
    quoted = '"' + formula.replace('"', '""') + '"'
    (row,) = read(f"1;{quoted};-1+1;B;;;\n").rows
    assert (row.process, row.result) == (formula, "-1+1")
    written = write_list([row])
    cells = next(iter(csv.DictReader(io.StringIO(written.decode("utf-8-sig")), delimiter=";")))
    assert cells["proces"] == "'" + formula
    assert cells["resultaat"] == "'-1+1"
    assert read_list("terug.csv", written).rows == (row,)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"PK\x03\x04 werkmap",
        b"code;proces;waardering\n",
        b"naam;soort\n1;2\n",
        b"code;code;proces;waardering\n1;1;a;B\n",
        b"\x00\x00\x00\x00",
        b"\x81\x8d niet te lezen",
        (HEAD + "1;a;b;B;;;\n" * (MOST_ROWS + 1)).encode(),
        ("x;" * 80 + "\n").encode(),
    ],
    ids=["empty", "mark", "workbook", "no rows", "headings", "twice", "binary", "encoding", "many",
         "wide"],
)  # fmt: skip
def test_what_is_no_list_is_refused_whole(content: bytes) -> None:
    with pytest.raises(UnreadableList):
        read_list("x.csv", content)


@pytest.mark.parametrize(
    "content",
    [
        (HEAD + "1;" + "a" * 5_000 + ";b;B;;;\n").encode(),
        (HEAD + '1;"nooit dicht;b;B;;;\n').encode(),
        b"[" * 2_000,
        b'[{"model": "selectielijst.resultaat", "pk": 1, "fields": {}}]',
        b'{"rows": []}',
    ],
    ids=["cell", "quote", "deep", "no process", "object"],
)
def test_what_can_not_be_read_in_a_list_is_named(content: bytes) -> None:
    found = read_list("x.csv", content)
    assert found.wrong
    assert not found.rows


def test_results_that_lead_round_are_named() -> None:
    def one(key: int, generic: int | None) -> dict[str, object]:
        fields = {"nummer": key, "naam": "Af", "waardering": "vernietigen", "bewaartermijn": "P1Y"}
        return {
            "model": "selectielijst.resultaat",
            "pk": key,
            "fields": fields | {"proces_type": 1, "generiek_resultaat": generic},
        }

    process = {"model": "selectielijst.procestype", "pk": 1, "fields": {"nummer": 1, "naam": "P"}}
    listed = [process, one(1, 2), one(2, 1), one(3, 3), one(4, None)]
    found = read_list("x.json", json.dumps(listed).encode())
    assert [number for number, _ in whys(found)] == [2, 3, 4]


def test_rows_of_the_processes_of_the_whitepaper_are_known_without_being_told() -> None:
    found = read(
        "1;Het geven van publieksvoorlichting;Campagne;B;;;\n"
        "2;Het geven van publieksvoorlichting;Werkmap;V;P5Y;;\n"
        "3;Het voeren van dialoog tussen overheid en burgers.;;V;P10Y;;\n"
        "4;Iets anders;;B;;;\n"
    )
    assert [row.serves for row in found.rows] == [
        Serves.END_PRODUCT,
        Serves.REST,
        Serves.DIALOGUE,
        None,
    ]


@pytest.mark.skipif(not MUNICIPAL.is_dir(), reason="the municipal list of 2020 is not here")
def test_the_municipal_list_of_2020_is_read_as_it_is() -> None:
    rows: dict[str, dict[str, Row]] = {}
    for name in ("selectielijst_gemeenten_2020.csv", "selectielijst_gemeenten_2020.json"):
        found = read_list(name, (MUNICIPAL / name).read_bytes())
        assert found.wrong == ()
        rows[name] = {row.code: row for row in found.rows}
    by_csv, by_json = rows.values()
    assert by_csv == by_json
    assert len(by_csv) == 346
    assert [code for code, row in by_csv.items() if row.is_withdrawn] == ["7.1.20", "19.1.13"]
    assert by_csv["20.1.2"].outcome is Outcome.KEEP
    assert (by_csv["6.1"].outcome, by_csv["6.1"].term) == (Outcome.DESTROY, Term(years=5))
    terms = {str(row.term) for row in by_csv.values()}
    assert {"P42D", "P0D", "P1Y6M", "P110Y"} <= terms
    assert {row.trigger for row in by_csv.values()} == set(Trigger) - {
        Trigger.THREAD,
        Trigger.MONTH,
    }
    # Of the results alone three lack a term: they are named, not taken for none.
    results = (MUNICIPAL / "vng_api_resultaten_2020.json").read_bytes()
    assert [number for number, _ in whys(read_list("r.json", results))] == [283, 285, 292]


@pytest.mark.parametrize(
    ("cell", "trigger", "silence"),
    [
        ("afgesloten_draad P3M", Trigger.THREAD, "P3M"),
        ("Afgesloten_Draad  90 dagen", Trigger.THREAD, "P90D"),
        ("einde_maand", Trigger.MONTH, None),
        ("P6M", Trigger.NONE, "P6M"),
        # A thread that needs no silence, or none that can be read, closes never or at once.
        ("afgesloten_draad", None, None),
        ("afgesloten_draad P0D", None, None),
        ("afgesloten_draad lang", None, None),
        ("einde_maand P3M", None, None),
        ("nihil P3M", None, None),
    ],
)
def test_a_row_says_from_when_its_term_counts(
    cell: str, trigger: Trigger | None, silence: str | None
) -> None:
    found = read(f"1;Dialoog;Gevoerd;V;P5Y;{cell};\n")
    if trigger is None:
        assert len(found.wrong) == 1
        return
    (row,) = found.rows
    assert (row.trigger, str(row.process_term) if row.process_term else None) == (trigger, silence)
    assert read_list("x.csv", write_list(found.rows)).rows == found.rows
