"""A selection as a table: the same rows in each form, with what their columns mean."""

import csv
import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import openpyxl
import pyarrow.parquet as pq
import pytest
from place import ME, Archive, medium, post, uri

from weerklank.services.share import row_files
from weerklank.services.share.columns import COLUMNS
from weerklank.testing.mastodon_export import write_export

FIRST = post(1, '=HYPERLINK("x")', media=(medium("/media_attachments/files/a.png"),))
LONG = "brug " * 8_000 + "\U0001f309" * 10
NAMES = [one.name for one in COLUMNS]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    place = Archive(tmp_path_factory.mktemp("plaats")).make()
    path = place.root / "export.tar.gz"
    answer = post(2, "Antwoord; met | en \u0022aanhaling\u0022", in_reply_to=uri(FIRST))
    write_export(path, ME, (FIRST, answer, post(3, LONG)))
    place.take(path)
    return place


def share(place: Archive, form: str, *more: str, code: int = 0) -> tuple[Any, Path]:
    """Give what the command tells, and the folder that it wrote."""
    out = place.root / f"uit-{form}-{len(list(place.root.glob('uit-*')))}"
    left, told = place.run("export", "--format", form, str(out), *more)
    assert left == code, told
    return told, out


def flat(value: object) -> str:
    return " | ".join(value) if isinstance(value, list) else "" if value is None else str(value)


def test_each_form_has_the_same_rows(place: Archive) -> None:
    told, out = share(place, "jsonl")
    rows = [json.loads(line) for line in (out / "items.jsonl").read_text("utf-8").splitlines()]
    assert told["records"] == len(rows) == 1 + 3
    assert all([*row] == NAMES for row in rows)
    assert told["files"] == len([path for path in out.rglob("*") if path.is_file()])
    first, answer = (next(r for r in rows if (r["text"] or "")[0] == c) for c in "=A")
    assert (answer["answers"], answer["thread"]) == (first["id"], first["id"])
    (file,) = first["media"]
    assert (out / file).read_bytes().startswith(b"\x89PNG")
    lines_of_book = (out / "codeboek.csv").read_text("utf-8-sig").splitlines()
    book = [*csv.reader(lines_of_book, delimiter=";")]
    assert [line[0] for line in book[1:]] == NAMES
    assert all(all(line) for line in book)

    _, folder = share(place, "parquet")
    assert pq.read_table(folder / "items.parquet").to_pylist() == rows

    _, folder = share(place, "csv")
    with (folder / "items.csv").open(encoding="utf-8-sig", newline="") as stream:
        lines = [*csv.DictReader(stream, delimiter=";")]
    said = [{name: flat(row[name]) for name in NAMES} for row in rows]
    for row in said:  # a formula is the words that it is
        row["text"] = f"'{row['text']}" if row["text"].startswith("=") else row["text"]
    assert lines == said

    _, folder = share(place, "xlsx")
    assert "het begin kan bevatten: 1." in (folder / "LEESMIJ.txt").read_text("utf-8").replace(
        "\n", " "
    )
    sheet = openpyxl.load_workbook(folder / "items.xlsx")["items"]
    head, *cells = [[cell.value for cell in row] for row in sheet.rows]
    assert head == NAMES
    whole, text = 0, NAMES.index("text")
    for row, values in zip(said, cells, strict=True):
        if row["text"] == LONG.strip():
            assert str(values[text]).endswith(" […]")
            assert LONG.startswith(str(values[text])[:-4])
        else:
            whole += 1
            assert {n: flat(v) for n, v in zip(NAMES, values, strict=True)} == row
    assert whole == len(said) - 1


def test_a_sheet_that_is_full_leaves_nothing(
    place: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(row_files, "MOST_ROWS", 2)
    told, out = share(place, "xlsx", code=2)
    assert told["error"]["code"] == "SHARE-003"
    assert not [*place.root.glob(f"{out.name}*")]


def test_without_its_library_parquet_is_not_now(
    place: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow.parquet", None)
    told, out = share(place, "parquet", code=4)
    assert told["error"]["code"] == "SHARE-002"
    assert not out.exists()


def test_rows_are_written_as_they_come(place: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_files, "_AT_ONCE", 1)
    _, folder = share(place, "parquet", "--kind", "post", "--kind", "reply")
    file = pq.ParquetFile(folder / "items.parquet")
    assert (file.num_row_groups, file.metadata.num_rows) == (3, 3)


def test_a_crate_describes_each_of_its_files_once(place: Archive) -> None:
    """The form of RO-Crate 1.1; its own validator asks the network for the words it knows."""
    told, out = share(place, "ro-crate")
    described = json.loads((out / "ro-crate-metadata.json").read_text("utf-8"))
    assert described["@context"] == "https://w3id.org/ro/crate/1.1/context"
    by_id = {one["@id"]: one for one in described["@graph"]}
    assert len(by_id) == len(described["@graph"])
    descriptor, root = by_id["ro-crate-metadata.json"], by_id["./"]
    assert descriptor["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    assert descriptor["about"] == {"@id": "./"}
    assert {"name", "description", "datePublished", "license", "author"} <= root.keys()
    assert all(root[name]["@id"] in by_id for name in ("license", "author", "publisher"))
    files = {one["@id"]: one for one in described["@graph"] if one["@type"] == "File"}
    assert {one["@id"] for one in root["hasPart"]} == files.keys()
    on_disk = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    assert {unquote(name) for name in files} == on_disk - {"ro-crate-metadata.json"}
    assert told["files"] == len(on_disk)
    for name, one in files.items():
        assert int(one["contentSize"]) == (out / unquote(name)).stat().st_size
    kinds = {one["name"]: one.get("encodingFormat") for one in files.values()}
    assert kinds["items.jsonl"] == "application/jsonl"
    assert "niet vrij" in by_id[root["license"]["@id"]]["description"]
