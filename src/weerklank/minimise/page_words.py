"""Words of ours in a page: cleaned as running text, over whatever elements they stand in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urljoin

from weerklank.minimise.html_nodes import Node, encode, parse, read_attributes, write_tag
from weerklank.minimise.page_nodes import BLOCKS, INLINE, Child, Grey, Made
from weerklank.minimise.page_tree import Part, box_of

#: Elements of a text that are kept as they are; others are a place in it.
_IN_TEXT = (BLOCKS | INLINE) - {"button", "body", "header", "footer", "nav", "main", "kbd"}
#: As the code that takes persons out knows them: whatever else is a `span` to it.
_AS_SPAN = frozenset("label mark kbd abbr time".split())
#: What a replaced mention or link is marked with.
_REPLACED = frozenset(("mention", "link"))


@dataclass(slots=True)
class TextWriter:
    """Writes a part of the page as HTML in which every tag bears a number and nothing else.

    So what comes back is known by number, and no attribute of the page is in it but the address of
    a link, by which a person may be known, and what stands for the sign of an emoji.
    """

    base: str
    #: Whether a part belongs to what it stands in: a post within it does not.
    belongs: Callable[[Part], bool]
    emoji: Callable[[Part], Made | None]
    #: By number: the element that is made of it.
    make: Callable[[Part], Made]
    made: list[Made] = field(default_factory=list)
    #: Those of what takes no place in the page.
    hidden: list[Made] = field(default_factory=list)

    def write(self, part: Part) -> str:
        """Give the inside of a part as HTML."""
        return "".join(
            encode(child) if isinstance(child, str) else self._element(child)
            for child in part.children
        )

    def _element(self, part: Part) -> str:
        if part.is_closed or not self.belongs(part):
            return self._left_out(part)
        if part.tag in {"br", "wbr", "img"}:
            return self._empty(part)
        if part.tag not in _IN_TEXT:
            return self.write(part) if part.tag not in {"svg", "canvas", "button"} else ""
        made = self.make(part)
        number = self._numbered(made)
        if box_of(part) is None:
            self.hidden.append(made)
        tag = "span" if part.tag in _AS_SPAN else part.tag
        attributes = [("value", number)]
        href = part.attributes.get("href")
        if tag == "a" and href:
            attributes.insert(0, ("href", absolute(self.base, href)))
        return f"{write_tag(tag, attributes)}{self.write(part)}</{tag}>"

    def _empty(self, part: Part) -> str:
        made = self.emoji(part) if part.tag == "img" else Made(part.tag)
        if made is None:
            return self._left_out(part)
        attributes = [("value", self._numbered(made))]
        if part.tag == "img":
            attributes.append(("alt", made.attributes.pop("alt")))
        return write_tag(part.tag, attributes)

    def _left_out(self, part: Part) -> str:
        """Leave the empty place of what is not looked into, or stands in the text by itself."""
        box = box_of(part)
        if box is None:
            return ""
        number = self._numbered(Made("span", {}, [Grey(box)]))
        return f"{write_tag('span', [('value', number)])}</span>"

    def _numbered(self, made: Made) -> str:
        self.made.append(made)
        return str(len(self.made) - 1)

    def read(self, html: str) -> list[Child]:
        """Give the elements of HTML that was written here and then cleaned."""
        top = Made("div")
        open_now = [(top, "div")]
        for node in parse(html):
            if not node.name:
                open_now[-1][0].children.append(node.shown)
            elif node.closing:
                if len(open_now) > 1 and open_now[-1][1] == node.name:
                    open_now.pop()
            else:
                made = self._made_of(node)
                open_now[-1][0].children.append(made)
                if node.name not in {"br", "wbr", "img"}:
                    open_now.append((made, node.name))
        return top.children

    def _made_of(self, node: Node) -> Made:
        attributes = dict(read_attributes(node.rest))
        number = attributes.get("value", "")
        if not number:
            marked = _REPLACED.intersection(attributes.get("class", "").split())
            return Made("span", {"class": " ".join(("weerklank-pseudonym", *sorted(marked)))})
        made = self.made[int(number)]
        alt = attributes.get("alt", "")
        if node.name == "img" and made.tag == "img":
            made.attributes["alt"] = alt
        elif node.name == "img":
            made.children = [alt]
        return made


def joined(children: Sequence[Child], but: Sequence[Made] = ()) -> str:
    """Give what elements say, one right behind the other; without some of them."""
    parts: list[str] = []
    waiting = list(reversed(children))
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            parts.append(one)
        elif isinstance(one, Made) and not any(one is other for other in but):
            waiting += reversed(one.children)
    return "".join(parts)


def routed(address: str) -> str:
    """Give an address whose path stands behind a `#`, as some pages have it, as a plain one."""
    before, mark, path = address.partition("#")
    if not mark or not path.startswith("/"):
        return address
    try:
        return urljoin(before, path)
    except ValueError:
        return address


def absolute(base: str, address: str) -> str:
    """Give an address of a page whole, as a browser reads it; empty when it is none."""
    before, mark, query = address.strip().partition("?")
    try:
        return urljoin(base, before.replace("\\", "/") + mark + query)
    except ValueError:  # such as half of an IPv6 address
        return ""
