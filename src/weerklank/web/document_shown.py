"""A document on a screen, block by block, and the same as a file."""

from django.http import HttpResponse

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
from weerklank.documents.odt import write_odt
from weerklank.documents.pdf import write_pdf
from weerklank.web.foreign import shown

#: Forms of a file, by the end of its name.
FORMS = {
    "odt": (write_odt, "application/vnd.oasis.opendocument.text"),
    "pdf": (write_pdf, "application/pdf"),
}


def as_file(document: Document, name: str, form: str) -> HttpResponse:
    """Give a document as a file to download."""
    write, kind = FORMS[form]
    answer = HttpResponse(write(document), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer


def told_blocks(document: Document) -> list[dict[str, object]]:
    """Give the blocks of a document as `document.html` shows them."""
    return [_told(block) for block in document.blocks]


def _told(block: Block) -> dict[str, object]:
    match block:
        case Heading():
            return {"is": "heading", "level": block.level + 1, "text": block.text}
        case Paragraph():
            return {"is": block.tone.value, "text": block.text}
        case Bullets():
            return {"is": "bullets", "items": [shown(item) for item in block.items]}
        case Passages():
            return {"is": Tone.PLAIN.value, "text": block.text}
        case Table():
            rows = [
                [(shown(cell), at in block.numbers) for at, cell in enumerate(row)]
                for row in block.rows
            ]
            head = [(cell, at in block.numbers) for at, cell in enumerate(block.head)]
            return {"is": "table", "caption": block.caption, "head": head, "rows": rows}
