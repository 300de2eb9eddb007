"""A document as ODT and as PDF, of hostile words: read by other code than ours."""

import io
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from pypdf import PdfReader

from weerklank.documents import letters, pdf
from weerklank.documents.document import (
    Bullets,
    Document,
    Heading,
    Paragraph,
    Passages,
    Table,
    Tone,
)
from weerklank.documents.odt import write_odt
from weerklank.documents.pdf import write_pdf
from weerklank.model.errors import NotNow

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its code is older than the warnings of this Python
    from odf import grammar
    from odf.element import Element
    from odf.opendocument import load

HOSTILE = (
    'A & B <b>"x"</b> #panic("x") $y$ *z* @cite \u202eegnal\u202c \x00 😀 ]]> @FOOT@ '
    '#read("/etc/passwd")'
)
TABLE = Table(
    caption="Aantallen",
    head=("soort", "aantal"),
    rows=(("berichten", "1.234"), (HOSTILE, "2")) * 40,
    widths=(3, 1),
    numbers=frozenset({1}),
)
DOCUMENT = Document(
    title="Verslag",
    organisation="Gemeente Voorbeelddam",
    language="nl",
    made=datetime(2026, 11, 27, 9, 30, tzinfo=UTC),
    facts=(("Gemaakt op", "27 november 2026"), ("Van", HOSTILE)),
    blocks=(
        Heading(1, "Eén"),
        Heading(2, HOSTILE),
        *(Paragraph(f"{tone}: {HOSTILE}", tone) for tone in Tone),
        Bullets(("Łódź", "Ελένη", "Жанна", HOSTILE)),
        Heading(3, "Cijfers"),
        TABLE,
    ),
)
SHOWN = 'A & B <b>"x"</b> #panic("x") $y$ *z* @cite'


@pytest.fixture(scope="module")
def made_pdf() -> bytes:
    return write_pdf(DOCUMENT)


@pytest.fixture(scope="module")
def made_odt() -> bytes:
    return write_odt(DOCUMENT)


def squeezed(text: str) -> str:
    return "".join(text.split())


def walk(element: Any) -> Iterator[Any]:
    yield element
    for child in element.childNodes:
        if isinstance(child, Element):
            yield from walk(child)


def test_a_pdf_is_tagged_named_and_in_a_language(made_pdf):
    reader = PdfReader(io.BytesIO(made_pdf), strict=True)
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "nl"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    told = reader.metadata
    assert told is not None
    assert (told.title, told.author) == ("Verslag", "Gemeente Voorbeelddam")
    xmp = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "<pdfaid:part>2</pdfaid:part>" in xmp
    tags = tags_of(root["/StructTreeRoot"])
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/TD", "/L", "/LI", "/P"} <= tags


def tags_of(node: Any) -> set[str]:
    found: set[str] = set()
    waiting = [node]
    while waiting:
        one = waiting.pop()
        one = one.get_object() if hasattr(one, "get_object") else one
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            found.add(str(one.get("/S", "")))
            waiting += [one["/K"]] if "/K" in one else []
    return found


def test_a_pdf_says_words_as_they_are_and_does_nothing(made_pdf):
    reader = PdfReader(io.BytesIO(made_pdf), strict=True)
    text = squeezed("".join(page.extract_text() for page in reader.pages))
    assert squeezed(SHOWN) in text
    assert "[U+202E]egnal[U+202C]" in text
    assert "[U+1F600]" in text
    assert all(name in text for name in ("Łódź", "Ελένη", "Жанна"))
    assert 'read("/etc/passwd")' in text
    assert "root:" not in text
    raw = made_pdf.decode("latin-1")
    assert not any(key in raw for key in ("/JavaScript", "/Launch", "/EmbeddedFile", "/URI"))


def test_a_pdf_has_the_fonts_of_the_project_alone(made_pdf):
    reader = PdfReader(io.BytesIO(made_pdf), strict=True)
    fonts = {
        font.get_object()["/BaseFont"].partition("+")[2]
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts == {"IBMPlexSans", "IBMPlexSans-SmBld"}


def test_the_head_of_a_table_is_on_each_page(made_pdf):
    reader = PdfReader(io.BytesIO(made_pdf), strict=True)
    heads = [page for page in reader.pages if "soort" in page.extract_text()]
    assert len(heads) >= 3


def test_the_same_document_gives_the_same_bytes(made_pdf, made_odt):
    assert write_pdf(DOCUMENT) == made_pdf
    assert write_odt(DOCUMENT) == made_odt
    other = replace(DOCUMENT, title="Anders")
    assert write_pdf(other) != made_pdf
    assert write_odt(other) != made_odt


def test_without_its_fonts_there_is_no_pdf(monkeypatch):
    monkeypatch.setattr(pdf, "drawn", frozenset)
    with pytest.raises(NotNow) as told:
        write_pdf(DOCUMENT)
    assert told.value.code == "DOCUMENT-001"


def test_an_odt_keeps_to_the_grammar_of_opendocument(made_odt):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        held = load(io.BytesIO(made_odt))
    assert held.mimetype == "application/vnd.oasis.opendocument.text"
    seen = 0
    for part in (held.text, held.styles, held.automaticstyles, held.masterstyles, held.meta):
        for element in walk(part):
            seen += 1
            allowed = grammar.allowed_children.get(element.qname)
            for child in element.childNodes:
                if isinstance(child, Element) and allowed is not None:
                    assert child.qname in allowed, (element.qname, child.qname)
            needed = grammar.required_attributes.get(element.qname, ())
            assert set(needed) <= set(element.attributes), element.qname
            may = grammar.allowed_attributes.get(element.qname)
            if may is not None:
                assert set(element.attributes) <= set(may), element.qname
    assert seen > 500


def test_an_odt_says_the_same_words(made_odt):
    with zipfile.ZipFile(io.BytesIO(made_odt)) as package:
        assert package.namelist()[0] == "mimetype"
        assert package.getinfo("mimetype").compress_type == zipfile.ZIP_STORED
        assert package.testzip() is None
        content = package.read("content.xml").decode()
        styles = package.read("styles.xml").decode()
    assert "&lt;b&gt;&quot;x&quot;&lt;/b&gt;" in content
    assert "😀" in content
    assert "[U+202E]egnal[U+202C] [U+0000]" in content
    assert content.count("<table:table-header-rows>") == 2
    assert 'text:outline-level="2"' in content
    assert 'fo:language="nl"' in styles
    assert "Gemeente Voorbeelddam · Verslag" in styles


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("twee\nregels\t en", "twee regels en"),
        ("af\u00adbreken", "afbreken"),
        ("e\u0301", "é"),
        ("漢", "[U+6F22]"),
        ("\ue000", "[U+E000]"),
        ("\u200b", "[U+200B]"),
    ],
)
def test_what_can_not_be_shown_is_written_as_a_number(given, shown):
    assert letters.printable(given) == shown


def test_a_table_has_as_many_cells_in_each_row():
    with pytest.raises(ValueError, match="cells"):
        Table(caption="", head=("a",), rows=(("1", "2"),), widths=(1,))


def test_a_long_name_ends_its_line_within_its_cell() -> None:
    name = "burgemeester_van_voorbeelddam@social.voorbeelddam.example"
    table = Table(caption="Namen", head=("naam", "wat"), rows=((name, "x"),), widths=(1, 6))
    made = write_pdf(replace(DOCUMENT, blocks=(Heading(1, "Namen"), table)))
    text = PdfReader(io.BytesIO(made)).pages[0].extract_text()
    assert name not in text
    assert name in "".join(text.split())
    assert all(sign.isprintable() or sign == "\n" for sign in text)


def test_a_word_without_end_is_set() -> None:
    word = "a" * 40_000
    blocks = (Paragraph(word), Passages((word, "b" * 40_000)))
    (page, *_) = PdfReader(io.BytesIO(write_pdf(replace(DOCUMENT, blocks=blocks)))).pages
    assert "a" * 50 in page.extract_text()
