"""Read XML of others in pieces and in little memory: no document type, no entities of its own.

`defusedxml` refuses those; what is large or deep is refused here.
"""

from collections.abc import Callable, Iterable
from typing import cast
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

#: What reading gives for what is no XML, or is not ours to open.
NO_XML = (ParseError, DefusedXmlException, LookupError, ValueError)
#: Bytes of a document that are held at once, by a rough count, and how deep it may go.
_MOST_HELD, _DEEPEST = 64 << 20, 32
_ELEMENT_BYTES = 200
#: Bytes of one name, comment or attribute.
_MOST_TOKEN = 4 << 20


class TooLarge(ValueError):
    """A document is larger or deeper than is read."""


class XmlBuilder:
    """Builds the tree of a document, less the elements that it gives away.

    `give` gets each element named `shed` that so many others lie `around`: two of one that is
    below the subject. Of a row of them the first stays, empty, so that their order can be looked
    after.
    """

    def __init__(
        self,
        shed: str = "",
        give: Callable[[Element], None] | None = None,
        *,
        around: tuple[int, ...] = (2,),
    ) -> None:
        self._tree = TreeBuilder()
        self._shed, self._give, self._around = shed, give, around
        self._open: list[tuple[Element, int]] = []
        self._held = 0
        #: The last one that was taken out: text that follows it is in none any more.
        self._gone: Element | None = None
        #: Bytes that were fed since anything came of them.
        self.fed = 0

    def start(self, tag: str, attributes: dict[str, str]) -> Element:
        """Take in that an element begins."""
        before = self._held
        beside = sum(len(name) + len(value) + _ELEMENT_BYTES for name, value in attributes.items())
        self._hold(_ELEMENT_BYTES + beside)
        if len(self._open) == _DEEPEST:
            raise TooLarge
        element = self._tree.start(tag, attributes)
        self._look_behind()
        self._open.append((element, before))
        return element

    def data(self, text: str) -> None:
        """Take text in."""
        self._hold(len(text))
        self._tree.data(text)

    def end(self, tag: str) -> Element:
        """Take in that an element ends."""
        element = self._tree.end(tag)
        self._look_behind()
        _, before = self._open.pop()
        if self._give is not None and tag == self._shed and len(self._open) in self._around:
            self._give(element)
            element.clear()
            above = self._open[-1][0]
            if len(above) > 1 and above[-2].tag == tag:
                del above[-1]
                self._gone, self._held = element, before
        return element

    def close(self) -> Element:
        """Give the root."""
        return self._tree.close()

    def _hold(self, size: int) -> None:
        self.fed = 0
        self._held += size
        if self._held > _MOST_HELD:
            raise TooLarge

    def _look_behind(self) -> None:
        if self._gone is not None and (self._gone.tail or "").strip():
            raise ValueError(self._gone.tag)
        self._gone = None


def read_xml(pieces: Iterable[bytes], builder: XmlBuilder, most: int) -> Element:
    """Read a document of `most` bytes; TooLarge for more, one of NO_XML for what is none."""
    parser = DefusedXMLParser(target=builder, forbid_dtd=True, forbid_entities=True)
    read = 0
    for piece in pieces:
        read += len(piece)
        builder.fed += len(piece)
        if read > most or builder.fed > max(_MOST_TOKEN, len(piece)):
            raise TooLarge
        parser.feed(piece)
    return cast("Element", parser.close())
