"""Write and read MDTO XML: nothing is added and nothing lost.

Foreign XML is hostile: no document type, no entities of its own, and no more bytes than stated.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import cast
from xml.etree.ElementTree import Element

from weerklank.model.errors import BrokenInput, fault
from weerklank.model.text import Text
from weerklank.transfer.mdto import FileObject, InformationObject, Mdto, Reference
from weerklank.transfer.mdto_shape import FILE, NAMESPACE, OBJECT, SHAPES, Place
from weerklank.transfer.xml_pieces import NO_XML, TooLarge, XmlBuilder, read_xml

NO_MDTO = fault(
    "MDTO-001",
    Text(
        nl="{name} is geen MDTO volgens schema 1.0.1: {why}.",
        en="{name} is no MDTO by schema 1.0.1: {why}.",
    ),
    Text(
        nl="Vraag wie het bestand maakte om een dat aan het schema van het Nationaal Archief "
        "voldoet.",
        en="Ask who made the file for one that is valid by the schema of the Nationaal Archief.",
    ),
)
#: Bytes of one document; an aggregation of 100,000 parts has some 30 MB.
MOST_BYTES = 256 << 20
_LINES = 1000
_PART = f"{{{NAMESPACE}}}bevatOnderdeel"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_QUOTED = re.compile('["\t\n]')
_ESCAPED = re.compile("[&<>\r]")
#: What XML 1.0 can't hold, whatever the escape.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Give text as it stands in XML; what XML can't hold becomes U+FFFD."""
    clean = _FORBIDDEN.sub("\ufffd", text)
    return _ESCAPED.sub(lambda match: _ESCAPES[match[0]], clean)


def mdto_pieces(document: Mdto) -> Iterator[bytes]:
    """Write a document piece by piece, so that a long one takes no memory."""
    location = ""
    if document.schema is not None:
        where = _QUOTED.sub(lambda match: f"&#{ord(match[0])};", xml_text(document.schema))
        location = f' xmlns:xsi="{_XSI}" xsi:schemaLocation="{where}"'
    name = OBJECT if isinstance(document.subject, InformationObject) else FILE
    lines = [f'<?xml version="1.0" encoding="UTF-8"?>\n<MDTO xmlns="{NAMESPACE}"{location}>\n']
    for line in _element(name, document.subject, 1):
        lines.append(line)
        if len(lines) == _LINES:
            yield "".join(lines).encode()
            lines.clear()
    lines.append("</MDTO>\n")
    yield "".join(lines).encode()


def _element(name: str, value: object, depth: int) -> Iterator[str]:
    """Write one element with what is in it, a piece for each line."""
    indent = "  " * depth
    if isinstance(value, str):
        yield f"{indent}<{name}>{xml_text(value)}</{name}>\n"
        return
    yield f"{indent}<{name}>\n"
    for place in SHAPES[type(value)]:
        held = getattr(value, place.field)
        if held is not None:
            for one in held if place.many else (held,):
                yield from _element(place.element, one, depth + 1)
    yield f"{indent}</{name}>\n"


def read_mdto(content: bytes, name: str) -> Mdto:
    """Read a document; `name` is what an error calls it.

    BrokenInput for what is no XML, or has another structure than schema 1.0.1.
    """
    return read_mdto_in((content,), name)


def read_mdto_in(
    pieces: Iterable[bytes], name: str, take: Callable[[Reference], None] | None = None
) -> Mdto:
    """Read a document in pieces; `take` gets its parts one by one, and then it has none.

    So an aggregation of a hundred thousand parts takes no memory. BrokenInput as `read_mdto`.
    """
    reader = _Reader(name, sheds=take is not None)
    builder = XmlBuilder(_PART, None if take is None else reader.giver(take))
    try:
        root = read_xml(pieces, builder, MOST_BYTES)
    except TooLarge as error:
        raise BrokenInput(NO_MDTO, name=name, why=Text("te groot", "too large")) from error
    except NO_XML as error:
        raise BrokenInput(NO_MDTO, name=name, why=Text("geen XML", "no XML")) from error
    subjects = {
        f"{{{NAMESPACE}}}{OBJECT}": InformationObject,
        f"{{{NAMESPACE}}}{FILE}": FileObject,
    }
    if root.tag != f"{{{NAMESPACE}}}MDTO" or len(root) != 1 or root[0].tag not in subjects:
        why = Text("er moet één informatieobject of bestand zijn", "it must have one subject")
        raise BrokenInput(NO_MDTO, name=name, why=why)
    location = root.attrib.pop(f"{{{_XSI}}}schemaLocation", None)
    _refuse_beside(root, name)
    subject = reader.group(root[0], subjects[root[0].tag])
    return Mdto(cast("InformationObject | FileObject", subject), location)


class _Reader:
    """Reads the groups of one document."""

    def __init__(self, name: str, *, sheds: bool) -> None:
        self._name = name
        #: Whether parts were given away as they were read; a first one stands for them.
        self._sheds = sheds

    def giver(self, take: Callable[[Reference], None]) -> Callable[[Element], None]:
        """Give what reads a part and gives it away."""
        return lambda element: take(cast("Reference", self.group(element, Reference)))

    def group(self, element: Element, of: type) -> object:
        """Read a group: each of its elements in its place, and no other."""
        _refuse_beside(element, self._name)
        waiting = list(element)
        values: dict[str, object] = {}
        for place in SHAPES[of]:
            values[place.field] = self._take(element, waiting, place)
        if waiting:
            raise self._broken(waiting[0].tag.rpartition("}")[2])
        return of(**values)

    def _take(self, element: Element, waiting: list[Element], place: Place) -> object:
        found: list[object] = []
        tag = f"{{{NAMESPACE}}}{place.element}"
        is_shed = self._sheds and tag == _PART
        while waiting and waiting[0].tag == tag and (place.many or not found):
            one = waiting.pop(0)
            if is_shed:
                _refuse_beside(one, self._name)
                continue
            found.append(self.group(one, place.of) if place.of else self._text(one))
        if len(found) < place.least:
            raise self._broken(f"{element.tag.rpartition('}')[2]}/{place.element}")
        if place.many:
            return tuple(found)
        return found[0] if found else None

    def _text(self, element: Element) -> str:
        if len(element) or element.attrib:
            raise self._broken(element.tag.rpartition("}")[2])
        return element.text or ""

    def _broken(self, where: str) -> BrokenInput:
        why = Text(
            f"{where} ontbreekt of staat op de verkeerde plaats",
            f"{where} is missing or out of place",
        )
        return BrokenInput(NO_MDTO, name=self._name, why=why)


def _refuse_beside(element: Element, name: str) -> None:
    """Refuse attributes, and text beside elements: the schema has none, and they would be lost."""
    texts = (element.text, *(child.tail for child in element))
    if element.attrib or any(text and text.strip() for text in texts):
        where = element.tag.rpartition("}")[2]
        why = Text(
            f"{where} heeft iets dat het schema niet kent",
            f"{where} has something that the schema does not know",
        )
        raise BrokenInput(NO_MDTO, name=name, why=why)
