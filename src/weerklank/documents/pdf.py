"""Write a document as PDF: tagged, by PDF/UA-1 and PDF/A-2a, with the fonts of the project.

The words are handed to the typesetter as data, never as its markup. It sees the folder of this
package alone; it has no other fonts, no packages and no network, and refuses to give a file that
does not keep to both standards as far as it can tell.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import typst

from weerklank.documents.document import (
    Block,
    Bullets,
    Document,
    Heading,
    Paragraph,
    Passages,
    Table,
    Withheld,
)
from weerklank.documents.letters import drawn, font_folder, printable_lines
from weerklank.documents.letters import printable as in_letters
from weerklank.model.clock import civil_day, iso
from weerklank.model.day_words import moment
from weerklank.model.errors import NotNow, fault
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.text import Text

NO_FONTS = fault(
    "DOCUMENT-001",
    Text(
        nl="Een PDF kan niet worden gemaakt: de lettertypen van het programma ontbreken.",
        en="A PDF can't be made: the fonts of the program are missing.",
    ),
    Text(
        nl="Maak ze met 'python tools/make_static.py' of installeer de wheel, die ze bevat. Een "
        "ODT kan ook zonder.",
        en="Make them with 'python tools/make_static.py' or install the wheel, which has them. An "
        "ODT can be made without.",
    ),
)
#: A word that is this long may be broken: the standard holds no text of 32,768 bytes in one piece.
_LONG_WORD = re.compile(r"\S{2000}")
_BREAK = "\u200b"
_OF = Text("van", "of")
_PAGE = Text("Pagina", "Page")
_CONTENTS = Text("Inhoud", "Contents")


def write_pdf(document: Document) -> bytes:
    """Give a document as PDF; the same document gives the same bytes. NotNow without fonts."""
    if not drawn():
        raise NotNow(NO_FONTS)
    fonts = Path(font_folder())
    return typst.compile(
        fonts.with_name("template.typ"),
        root=fonts.parent,
        font_paths=[fonts],
        ignore_system_fonts=True,
        package_path=fonts / "none",
        package_cache_path=fonts / "none",
        format="pdf",
        pdf_standards=["a-2a", "ua-1"],
        sys_inputs={"document": json.dumps(_told(document), ensure_ascii=True)},
        timestamp=int(document.made.timestamp()),
    )


def _told(document: Document) -> JsonObject:
    language = document.language
    day = civil_day(document.made)
    return {
        "blocks": [_block(block) for block in document.blocks],
        "contents": _CONTENTS.say(language),
        "day": [day.year, day.month, day.day],
        "facts": [[printable(name), printable(value)] for name, value in document.facts],
        "iso": iso(document.made),
        "language": language,
        "moment": moment(document.made, language),
        "of": _OF.say(language),
        "organisation": printable(document.organisation),
        "page": _PAGE.say(language),
        "title": printable(document.title),
    }


def _block(block: Block) -> Json:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "text": printable(block.text)}
        case Paragraph():
            return {"kind": block.tone.value, "text": printable(block.text)}
        case Bullets():
            return {"kind": "bullets", "items": [printable(item) for item in block.items]}
        case Table():
            return {
                "kind": "table",
                "caption": printable(block.caption),
                "head": [printable(cell) for cell in block.head],
                "numbers": [*sorted(block.numbers)],
                "rows": [[printable(cell) for cell in row] for row in block.rows],
                "widths": [*block.widths],
            }
        case Passages():
            return {"kind": "passages", "pieces": [*_pieces(block)]}


def _pieces(block: Passages) -> Iterator[Json]:
    for piece in block.pieces:
        if isinstance(piece, Withheld):
            yield {"kind": "bar", "text": printable(piece.ground)}
            continue
        for number, line in enumerate(printable_lines(piece)):
            if number:
                yield {"kind": "end", "text": ""}
            yield {"kind": "words", "text": _breakable(line)}


def printable(text: str) -> str:
    """Give a text as it is set: in letters of the fonts, and no word endless."""
    return _breakable(in_letters(text))


def _breakable(line: str) -> str:
    return _LONG_WORD.sub(lambda match: match[0] + _BREAK, line)
