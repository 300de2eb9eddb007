"""What a register can't hold is refused where it is stated; a bad row costs no other its place."""

import io
import json
import resource
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from integration.place import Archive
from weerklank.model.errors import BrokenInput
from weerklank.register.sheet_reader import MOST_ROWS, read_sheet, read_sheet_sent

ROWS = "x.com/een;corporate;Eén\n{}\nx.com/drie;corporate;Drie\n"
LONG = "u" * 32_768


@pytest.fixture
def archive(tmp_path):
    made = Archive(tmp_path / "place")
    made.good("init", str(made.folder), "--organisation", "Voorbeelddam", "--sealed", "12")
    return made


def taken(archive, tmp_path: Path, content: bytes | str, name: str = "in.csv"):
    """Take in a file of which one row is bad; gives what is told of that row."""
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    code, answer = archive.run("account", "import", str(file))
    states = {row["state"] for row in answer["rows"]}
    assert (code, states) == (1, {"new", "error"}), answer
    assert [one["handle"] for one in archive.good("account", "list")["accounts"]] == [
        *("een", "drie")
    ]
    (bad,) = (row["error"] for row in answer["rows"] if row["error"])
    return bad


# --- too many -----------------------------------------------------------------------------------


def test_as_many_accounts_as_may_be_fit_in_each_form_whatever_stands_above_them():
    """The bound counts accounts: the headings of a table of our own making are none."""

    def csv_of(number: int) -> bytes:
        rows = (f"x.com/a{n};corporate\n" for n in range(number))
        return ("Accounts van Voorbeelddam\n\nadres;soort\n" + "".join(rows)).encode()

    def json_of(number: int) -> bytes:
        return json.dumps({"accounts": [{"url": f"x.com/a{n}"} for n in range(number)]}).encode()

    for made in (csv_of, json_of):
        assert len(read_sheet_sent(made(MOST_ROWS)).rows) == MOST_ROWS
        with pytest.raises(BrokenInput) as refused:
            read_sheet_sent(made(MOST_ROWS + 1))
        assert refused.value.code == "REGISTER-056"


# --- too long -----------------------------------------------------------------------------------


def test_a_text_that_fits_no_cell_is_refused_where_it_is_stated(archive):
    archive.good("account", "add", "x.com/een", "--kind", "corporate", "--unit", LONG[1:])
    before = archive.bytes_of_all()
    managers = [
        part for n in range(1_000) for part in ("--manager", f"Een gewone lange naam {n:09}")
    ]
    for arguments in (
        ("add", "x.com/twee", "--kind", "corporate", "--unit", LONG),
        ("add", "x.com/twee", "--kind", "corporate", *managers),
        ("edit", "a0001", "--unit", LONG),
        # What a spreadsheet would take for a formula gets an apostrophe before it.
        ("edit", "a0001", "--unit", f"={LONG[2:]}"),
        # Two for one beyond 16 bits.
        ("edit", "a0001", "--unit", "😀" * 16_384),
    ):
        code, answer = archive.run("account", *arguments)
        assert (code, answer["error"]["code"]) == (2, "REGISTER-140"), arguments[:2]
        assert answer["error"]["hint"]
    assert archive.bytes_of_all() == before


@pytest.mark.parametrize("style", ["csv", "xlsx", "json"])
def test_the_longest_text_comes_back(archive, tmp_path, style):
    archive.good("account", "add", "x.com/een", "--kind", "corporate", "--unit", LONG[1:])
    file = tmp_path / f"uit.{style}"
    archive.good("account", "export", str(file))
    (row,) = archive.good("account", "import", str(file))["rows"]
    assert row["state"] == "same"


def test_a_cell_that_is_too_long_costs_its_row(archive, tmp_path):
    bad = taken(archive, tmp_path, f"adres;soort;onderdeel\n{ROWS.format(f'x.nl;x;{LONG}')}")
    assert (bad["code"], bad["column"]) == ("REGISTER-140", "onderdeel")


def test_so_does_one_of_a_workbook_and_of_json(archive, tmp_path):
    facts = [dict(zip(("url", "kind", "unit"), row.split(";"), strict=True))
             for row in ROWS.format(f"x.com/twee;corporate;{LONG}").split()]  # fmt: skip
    bad = taken(archive, tmp_path, json.dumps({"accounts": facts}), "in.json")
    assert (bad["code"], bad["column"]) == ("REGISTER-140", "unit")


def test_a_long_cell_that_is_not_read_costs_nothing(tmp_path):
    file = tmp_path / "in.csv"
    file.write_text(f"adres;soort;opmerking\nx.com/een;corporate;{LONG}\n")
    (row,) = read_sheet(file).rows
    assert row.wrong is None


def test_a_text_of_millions_in_very_many_cells_costs_little(tmp_path):
    made, file = io.BytesIO(), tmp_path / "in.xlsx"
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    book.add_worksheet().write_column(0, 0, ["adres", *["lang"] * 9_000])
    book.close()
    with zipfile.ZipFile(made) as packed, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        for name in packed.namelist():
            longer = b"x" * (9 << 20) if name.endswith("sharedStrings.xml") else b"lang"
            out.writestr(name, packed.read(name).replace(b"lang", longer))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = read_sheet(file).rows
    assert len(found) == 9_000
    assert all(row.wrong for row in found)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000  # kB


# --- no text ------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_one_sign_that_is_none_costs_its_row(archive, tmp_path, encoding):
    rows = ROWS.format("x.com/twee;corporate;nul\0teken")
    bad = taken(archive, tmp_path, f"adres;soort;onderdeel\n{rows}".encode(encoding))
    assert (bad["code"], bad["column"]) == ("REGISTER-050", "onderdeel")
    assert "\0" not in json.dumps(bad, ensure_ascii=False)


# --- JSON ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "key"),
    [
        (b'{"url": "x.com/twee", "kind": "corporate", "url": "x.com/vier"}', "url"),
        (
            b'{"url": "x.com/twee", "kind": "hybrid", "tenures": [{"name": "A", "name": "B"}]}',
            "name",
        ),
    ],
)
def test_a_row_of_json_that_says_a_thing_twice_is_named(archive, tmp_path, row, key):
    good = [
        json.dumps({"url": f"x.com/{n}", "kind": "corporate"}).encode() for n in ("een", "drie")
    ]
    whole = b'{"accounts": [' + b",".join([good[0], row, good[1]]) + b"]}"
    bad = taken(archive, tmp_path, whole, "in.json")
    assert (bad["code"], bad["column"]) == ("REGISTER-050", key)
    assert "één keer" in bad["message"] or "once" in bad["message"]


def test_of_two_keys_with_one_meaning_the_first_is_read_and_the_other_named(archive, tmp_path):
    file = tmp_path / "in.json"
    row = {"url": "x.com/een", "adres": "x.com/ander", "kind": "corporate"}
    file.write_text(json.dumps({"accounts": [row]}))
    answer = archive.good("account", "import", str(file))
    assert answer["rows"][0]["state"] == "new"
    assert "adres" in answer["warnings"][0]["message"]
    assert archive.good("account", "show", "a0001")["handle"] == "een"


def test_a_row_of_very_many_keys_costs_little(tmp_path):
    file = tmp_path / "in.json"
    keys = ",".join(f'"k{n}":{n}' for n in range(200_000))
    file.write_text(f'{{"accounts": [{{"url": "x.com/een", {keys}}}]}}')
    (row,) = read_sheet(file).rows
    assert row.wrong is None


# --- days ---------------------------------------------------------------------------------------

OLD = "1899-12-31"


def test_a_day_before_1900_is_refused_wherever_it_is_stated(archive):
    archive.good("account", "add", "x.com/een", "--kind", "hybrid", "--named-after", "office")
    before = archive.bytes_of_all()
    agreed = ("agreement", "add", "x", "--kind", "service-provider", "--party", "X")
    for arguments in (
        ("account", "add", "x.com/twee", "--kind", "hybrid", "--since", OLD),
        ("account", "edit", "a0001", "--kind", "corporate", "--since", "1066-01-01"),
        ("account", "edit", "a0001", "--replies", "open", "--since", OLD),
        ("account", "edit", "a0001", "--status", "unused", "--since", "0001-01-01"),
        ("account", "edit", "a0001", "--intention", "dialogue", "--since", OLD),
        ("account", "edit", "a0001", "--process", "webcare", "--since", OLD),
        ("account", "edit", "a0001", "--tenure", f"J. de Vries:{OLD}:1950-01-01"),
        ("account", "close", "a0001", "--on", OLD, "--without-harvest", "weg"),
        ("platform", "status", "x", "not-allowed", "--decided", OLD),
        (*agreed, "--scope", "alles", "--from", OLD),
        (*agreed, "--scope", "alles", "--from", "1950-01-01", "--until", OLD),
    ):
        code, answer = archive.run(*arguments)
        assert (code, answer["error"]["code"]) in {(2, "REGISTER-141"), (2, "AGREE-003")}, (
            arguments,
            answer,
        )
    assert archive.bytes_of_all() == before
    archive.good("account", "edit", "a0001", "--tenure", "J. de Vries:1900-01-01:1950-01-01")


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("status sinds", OLD),
        ("soort", f"hybride vanaf {OLD}"),
        ("reacties", f"open vanaf {OLD}"),
        ("bedoeling sinds", "1-1-1066"),
        ("werkproces", f"webcare vanaf {OLD}"),
        ("ambtsdrager", f"J. de Vries vanaf {OLD}"),
        ("geregistreerd op", OLD),
        ("geldt vanaf", OLD),
    ],
)
def test_a_row_with_such_a_day_is_named_and_the_rest_goes_in(archive, tmp_path, heading, cell):
    kind = "" if heading == "soort" else ";soort"
    rest = "" if heading == "soort" else ";corporate"
    good = "corporate" if heading == "soort" else ""
    rows = [
        f"x.com/een;{good}{rest}",
        f"x.com/twee;{cell}{rest}",
        f"x.com/drie;{good}{rest}",
    ]
    bad = taken(archive, tmp_path, "\n".join([f"adres;{heading}{kind}", *rows]))
    assert bad["code"] == "REGISTER-141"


def test_the_day_before_the_first_of_a_workbook_is_told_as_programs_show_it(archive, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["adres", "soort", "status", "status sinds"])
    book.active.append(["x.com/een", "corporate", "unused", date(1900, 1, 1)])
    book.active.append(["x.com/twee", "corporate", "unused", 0])
    book.active.cell(3, 4).number_format = "dd-mm-yyyy"
    book.active.append(["x.com/drie", "corporate"])
    made = io.BytesIO()
    book.save(made)
    bad = taken(archive, tmp_path, made.getvalue(), "in.xlsx")
    assert (bad["code"], bad["value"]) == ("REGISTER-050", "1900-01-00")
