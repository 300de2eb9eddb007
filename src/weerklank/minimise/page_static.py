"""A second look at a page that was made, as a browser reads it: nothing runs in it or leads away.

It is read anew from its bytes, by other code than wrote them.
"""

from html.parser import HTMLParser

from weerklank.minimise.page_nodes import ATTRIBUTES, TAGS
from weerklank.model.errors import Defect, fault
from weerklank.model.text import Text

NOT_STATIC = fault(
    "PAGE-090",
    Text(
        nl="In een pagina stond na het kiezen iets dat er niet in hoort: {what}.",
        en="After choosing, something stood in a page that does not belong there: {what}.",
    ),
    Text(
        nl="De pagina is niet bewaard. Dit is een fout in Weerklank; meld haar.",
        en="The page was not kept. This is a fault in Weerklank; report it.",
    ),
)
_HEAD = frozenset("html head meta title style".split())
_OF_HEAD = {"meta": {"charset"}, "html": {"lang", "class"}}
_ADDRESSES = frozenset(("src", "poster"))


class _Reader(HTMLParser):
    def __init__(self, kept: frozenset[str]) -> None:
        super().__init__(convert_charrefs=True)
        self._kept = kept
        self.odd: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS and tag not in _HEAD:
            self.odd.append("element")
        for name, value in attrs:
            if tag in _HEAD:
                if name not in _OF_HEAD.get(tag, ()) and not name.startswith("data-"):
                    self.odd.append("attribute of the head")
            elif name not in _LOW:
                self.odd.append("attribute")
            elif name in _ADDRESSES and value not in self._kept:
                self.odd.append("address")


_LOW = frozenset(name.lower() for name in ATTRIBUTES)


def demand_static(page: str, kept: frozenset[str]) -> None:
    """Demand that a page holds known elements and attributes alone, and addresses that are kept.

    Defect when it does not: what wrote it is broken.
    """
    reader = _Reader(kept)
    reader.feed(page)
    reader.close()
    if page.count("<!") > 1 or "<?" in page:  # what is no element: the document type alone
        reader.odd.append("declaration")
    if reader.odd:
        raise Defect(NOT_STATIC, what=reader.odd[0])
