"""Write a document as ODT (OpenDocument 1.3, ISO/IEC 26300): to be filled in and kept.

Headings, lists and heads of tables are what they are called, so that a screen reader names them.
The same document gives the same bytes.
"""

import io
import zipfile
from importlib.resources import files

from weerklank.documents.document import (
    Block,
    Bullets,
    Document,
    Heading,
    Paragraph,
    Passages,
    Table,
    Tone,
)
from weerklank.documents.letters import plain
from weerklank.model.clock import iso
from weerklank.model.text import Text

_TYPE = "application/vnd.oasis.opendocument.text"
#: Before which zip knows no time; every file bears it.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_DECLARED = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACES = " ".join(
    f'xmlns:{name}="{address}"'
    for name, address in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
        "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
        "dc": "http://purl.org/dc/elements/1.1/",
    }.items()
)
_MANIFEST = f"""{_DECLARED}<manifest:manifest \
xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{_TYPE}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
"""
_STYLES = {Tone.PLAIN: "Text", Tone.NOTE: "Note", Tone.OPEN: "Open", Tone.SOURCE: "Source"}
#: Width between the margins of the page, in millimetres.
_WIDTH = 166
_NAMED = (42, 124)
_PAGE = Text("Pagina", "Page")
_OF = Text("van", "of")
_KNOWN = Text("Over dit document", "About this document")
_WHAT = Text("Gegeven", "Fact")
_VALUE = Text("Waarde", "Value")
_COUNTRIES = {"nl": "NL", "en": "GB"}


def write_odt(document: Document) -> bytes:
    """Give a document as ODT."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        _add(package, "mimetype", _TYPE, zipfile.ZIP_STORED)
        _add(package, "META-INF/manifest.xml", _MANIFEST)
        _add(package, "content.xml", _content(document))
        _add(package, "styles.xml", _styles(document))
        _add(package, "meta.xml", _meta(document))
    return written.getvalue()


def _add(
    package: zipfile.ZipFile, name: str, content: str, how: int = zipfile.ZIP_DEFLATED
) -> None:
    entry = zipfile.ZipInfo(name, _NO_TIME)
    entry.compress_type = how
    entry.external_attr = 0o644 << 16
    package.writestr(entry, content.encode())


def _words(text: str) -> str:
    """Write text as XML holds it."""
    escaped = plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace('"', "&quot;")


def _content(document: Document) -> str:
    columns: list[str] = []
    body = [_paragraph(document.organisation, "Organisation"), _paragraph(document.title, "Title")]
    language = document.language
    if document.facts:
        about = Table(
            caption=_KNOWN.say(language),
            head=(_WHAT.say(language), _VALUE.say(language)),
            rows=document.facts,
            widths=_NAMED,
        )
        body.append(_table(about, columns, 0))
    body += [_block(block, columns, number) for number, block in enumerate(document.blocks, 1)]
    return (
        f'{_DECLARED}<office:document-content {_SPACES} office:version="1.3">'
        f"<office:automatic-styles>{''.join(columns)}</office:automatic-styles>"
        f"<office:body><office:text>{''.join(body)}</office:text></office:body>"
        "</office:document-content>"
    )


def _block(block: Block, columns: list[str], number: int) -> str:
    match block:
        case Heading(level, text):
            return (
                f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">'
                f"{_words(text)}</text:h>"
            )
        case Paragraph(text, tone):
            return _paragraph(text, _STYLES[tone])
        case Bullets(items):
            told = "".join(
                f"<text:list-item>{_paragraph(item, 'Item')}</text:list-item>" for item in items
            )
            return f'<text:list text:style-name="Bullets">{told}</text:list>' if told else ""
        case Table():
            return _table(block, columns, number)
        case Passages():
            plain_style = _STYLES[Tone.PLAIN]
            return "".join(_paragraph(line, plain_style) for line in block.text.splitlines())


def _paragraph(text: str, style: str) -> str:
    return f'<text:p text:style-name="{style}">{_words(text)}</text:p>'


def _table(table: Table, columns: list[str], number: int) -> str:
    """Write a table; its columns get styles of their own, which are added to `columns`."""
    name, whole = f"Table{number}", sum(table.widths)
    for at, part in enumerate(table.widths):
        columns.append(
            f'<style:style style:name="{name}.{at}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{_WIDTH * part / whole:.1f}mm"/>'
            "</style:style>"
        )
    told = [
        f'<table:table-column table:style-name="{name}.{at}"/>' for at in range(len(table.head))
    ]
    head = _row(table.head, "Head", "HeadCell", table.numbers)
    rows = [_row(row, "Cell", "BodyCell", table.numbers) for row in table.rows]
    return (
        f"{_paragraph(table.caption, 'Caption')}"
        f'<table:table table:name="{name}" table:style-name="Table">'
        f"{''.join(told)}<table:table-header-rows>{head}</table:table-header-rows>"
        f"{''.join(rows)}</table:table>"
    )


def _row(cells: tuple[str, ...], style: str, cell_style: str, numbers: frozenset[int]) -> str:
    told = "".join(
        f'<table:table-cell office:value-type="string" table:style-name="{cell_style}">'
        f"{_paragraph(cell, f'{style}Number' if at in numbers else style)}</table:table-cell>"
        for at, cell in enumerate(cells)
    )
    return f"<table:table-row>{told}</table:table-row>"


def _styles(document: Document) -> str:
    language = document.language
    template = (files("weerklank.documents") / "styles.xml").read_text("utf-8")
    values = {
        "SPACES": _SPACES,
        "LANGUAGE": language,
        "COUNTRY": _COUNTRIES[language],
        "FOOT": f"{_words(document.organisation)} · {_words(document.title)}",
        "PAGE": _PAGE.say(language),
        "OF": _OF.say(language),
    }
    for name, value in values.items():
        template = template.replace(f"@{name}@", value)
    return template


def _meta(document: Document) -> str:
    made = iso(document.made).removesuffix("Z").partition(".")[0]
    return (
        f'{_DECLARED}<office:document-meta {_SPACES} office:version="1.3"><office:meta>'
        f"<meta:generator>Weerklank</meta:generator><dc:title>{_words(document.title)}</dc:title>"
        f"<meta:initial-creator>{_words(document.organisation)}</meta:initial-creator>"
        f"<dc:creator>{_words(document.organisation)}</dc:creator>"
        f"<meta:creation-date>{made}</meta:creation-date><dc:date>{made}</dc:date>"
        f"<dc:language>{document.language}-{_COUNTRIES[document.language]}</dc:language>"
        "</office:meta></office:document-meta>"
    )
