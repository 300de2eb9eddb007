"""A kind of file is told by its bytes, and no more of a packed one is unpacked than fits."""

import io
import zipfile
from pathlib import Path

import pytest

from weerklank.harvest import file_kind
from weerklank.harvest.file_kind import TooMuch, is_page, kind_of_file, text_of_file
from weerklank.model.own_sites import FileKind


def packed(**members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/"), text)
    return out.getvalue()


ODT = "application/vnd.oasis.opendocument.text"
OFFICE = {"[Content_Types].xml": "<Types/>"}


@pytest.mark.parametrize(
    ("content", "said", "kind"),
    [
        (b"%PDF-1.4\n", "text/html", FileKind.PDF),
        (b"\x89PNG\r\n\x1a\n", "", FileKind.PNG),
        (b"RIFF\x04\0\0\0WEBPVP8 ", "", FileKind.WEBP),
        (packed(**OFFICE, word__document="<a/>"), "application/zip", FileKind.DOCX),
        (packed(**OFFICE, xl__workbook="<a/>"), "", FileKind.XLSX),
        (packed(**OFFICE, xl__a="", word__a=""), "", None),
        (packed(**OFFICE, **{"word/vbaProject.bin": "x"}), "", None),
        (packed(**OFFICE, word__d="", xl__macrosheets__a=""), "", None),
        (packed(**OFFICE, xl__macrosheets__a="<a/>"), "", None),
        (packed(**OFFICE, **{"word/embeddings/oleObject1.bin": "x"}), "", None),
        (packed(**OFFICE, xl__a="", **{"xl/workbook.bin": "x"}), "", None),
        (packed(mimetype=ODT, Scripts__python__a="x"), "", None),
        (packed(mimetype=ODT, **{"Basic\\Standard\\a.xml": "x"}), "", None),
        (packed(mimetype=ODT, **{"basics/a.xml": "x"}), "", FileKind.ODT),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "image/svg+xml", None),
        (packed(mimetype="application/vnd.oasis.opendocument.text"), "", FileKind.ODT),
        (packed(iets="x"), "application/pdf", None),
        (b"PK\x03\x04 en verder niets", "application/zip", None),
        (b"naam;aantal\na;1\n", "text/csv", FileKind.CSV),
        (b"naam;aantal\na;1\n", "text/plain", None),
        (b"<table>;</table>", "text/csv", None),
        (b"a;\0", "text/csv", None),
        (b"MZ\x90\0", "application/pdf", None),
        (b"", "application/pdf", None),
    ],
)
def test_kind_is_told_by_bytes(
    tmp_path: Path, content: bytes, said: str, kind: FileKind | None
) -> None:
    path = tmp_path / "bestand"
    path.write_bytes(content)
    assert kind_of_file(path, said) is kind


def test_texts_of_packed_files_are_read_and_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bestand"
    path.write_bytes(packed(**OFFICE, **{"word/document.xml": "<w>Jan Tjoelker</w>"}))
    assert "Jan Tjoelker" in text_of_file(path, FileKind.DOCX)
    monkeypatch.setattr(file_kind, "MOST_TEXT", 20)
    with pytest.raises(TooMuch):
        text_of_file(path, FileKind.DOCX)
    path.write_bytes(packed(**OFFICE)[:-30])
    with pytest.raises(TooMuch):
        text_of_file(path, FileKind.DOCX)


def test_what_lies_packed_in_a_file_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "bestand"
    chart = packed(**OFFICE, **{"xl/sharedStrings.xml": "<t>Jan Tjoelker</t>"})
    members = {
        "word/embeddings/Microsoft_Excel_Sheet.xlsx": chart,
        "word/afchunk.mht": b"<p>Zo\xc3\xab Verzonnen</p>",
        "word/media/Wietske Zandstra.png": b"\x89PNG\r\n\x1a\n",
    }
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for name, content in members.items():
            archive.writestr(name, content)
    said = text_of_file(path, FileKind.DOCX)
    assert all(name in said for name in ("Jan Tjoelker", "Zoë Verzonnen", "Wietske Zandstra"))
    inner = chart
    for _ in range(4):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("dieper.docx", inner)
        inner = out.getvalue()
    path.write_bytes(inner)
    with pytest.raises(TooMuch):
        text_of_file(path, FileKind.DOCX)


@pytest.mark.parametrize("signs", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_texts_of_packed_files_are_read_in_their_own_signs(tmp_path: Path, signs: str) -> None:
    path = tmp_path / "bestand"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w>Zoë Verzonnen</w>".encode(signs))
    assert "Zoë Verzonnen" in text_of_file(path, FileKind.DOCX)


@pytest.mark.parametrize("signs", ["utf-8", "utf-8-sig", "cp1252"])
def test_tables_are_read_in_the_signs_of_their_country(tmp_path: Path, signs: str) -> None:
    path = tmp_path / "bestand"
    path.write_bytes("Zoë Verzonnen;3\n".encode(signs))
    assert text_of_file(path, FileKind.CSV) == "Zoë Verzonnen;3\n"


def test_a_page_is_told_by_type_and_beginning() -> None:
    assert is_page(b"<!doctype html>", "text/html")
    assert not is_page(b"%PDF-1.4", "text/html")
    assert not is_page(b"<!doctype html>", "application/pdf")
