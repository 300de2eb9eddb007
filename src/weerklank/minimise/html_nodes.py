"""HTML as a row of texts and tags, read as browsers do, in one pass whatever it looks like."""

import html as entities
import re
from dataclasses import dataclass

_REST = (
    r"""(?:=[ \t\n\r\f]*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^ \t\n\r\f>"'][^ \t\n\r\f>]*+)?"""
    r"""|[^>=]++)*+"""
)
#: What stands in the tags of HTML.
QUOTED = re.compile(r"<[^<>]++>?")
#: All that is no text. Every alternative also ends where the text ends, and gives nothing back:
#: no attempt fails late, so the time is linear. What is no tag has no `name`.
MARKUP = re.compile(
    r"<(?:!--(?:-?>|.*?(?:--!?>|\Z))"
    r"|!\[CDATA\[.*?(?:\]\]>|\Z)"
    r"|(?P<raw>script|style|xmp|iframe|noembed|noframes|plaintext)(?=[ \t\n\r\f/>])" + _REST + r">"
    r".*?(?:</(?P=raw)(?=[ \t\n\r\f/>])[^>]*+(?:>|\Z)|\Z)"
    r"|(?P<closing>/?)(?P<name>[a-z][^ \t\n\r\f/>]*+)(?P<rest>" + _REST + r")(?:>|\Z)"
    r"|[!?/][^>]*+(?:>|\Z))",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"""([^ \t\n\r\f/>=][^ \t\n\r\f/>=]*+)"""
    r"""(?:[ \t\n\r\f]*+=[ \t\n\r\f]*+(?:"([^"]*+)"?|'([^']*+)'?|([^ \t\n\r\f>]*+)))?"""
)
_PLAINLY_WRITTEN = re.compile(
    r"""(?>(?:[ \t\n\r\f]++[a-zA-Z]++(?>(?:="[^"<>]*+")?))*)[ \t\n\r\f]*+/?"""
)
#: A number of more figures than Python reads; zeros in front are all that makes one valid.
_ZEROS = re.compile(r"&#0++(?=[0-9])")
_ENDLESS = re.compile(r"&#[0-9]{99,};?")

_ONE_BREAK = ("li", "div", "tr", "td", "th", "dt", "dd", "br", "summary", "figcaption")
_TWO_BREAKS = (
    "p", "blockquote", "pre", "ul", "ol", "dl", "table", "hr", "h1", "h2", "h3", "h4", "h5", "h6",
    "section", "article", "aside", "header", "footer", "main", "figure", "details", "thead",
    "tbody", "tfoot", "caption",
)  # fmt: skip
#: Tags that end a line of text, with the number of line breaks.
BREAKS = dict.fromkeys(_ONE_BREAK, 1) | dict.fromkeys(_TWO_BREAKS, 2)
#: Tags that are kept; others may carry anything, in their very name too.
_KNOWN = frozenset(BREAKS) | {
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "img", "ins", "kbd",
    "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time",
    "u", "var", "wbr",
}  # fmt: skip


#: Tags that stand above or beside a word, and are no part of it: how it is said.
_BESIDE_WORDS = frozenset({"rt", "rp"})
#: Tags that are gone and held something of its own: no word goes on across them.
_OF_THEIR_OWN = frozenset(
    "button center dialog fieldset form label legend nav noscript object optgroup option output "
    "select svg template textarea title video audio".split()
)


@dataclass(slots=True)
class Node:
    """A text or a tag. Tags have a name; what is `fixed` is ours and is not looked into."""

    raw: str
    #: What it adds to the running text.
    shown: str = ""
    name: str = ""
    closing: bool = False
    rest: str = ""
    fixed: bool = False


def decode(text: str) -> str:
    """Read entities; also those that the standard library chokes on."""
    if "&" not in text:
        return text
    try:
        return entities.unescape(text)
    except ValueError:  # more figures than int() takes
        return entities.unescape(_ENDLESS.sub("\ufffd", _ZEROS.sub("&#", text)))


def encode(text: str) -> str:
    """Write text for between tags."""
    return entities.escape(text, quote=False)


def parse(html: str) -> list[Node]:
    """Give texts and known tags; comments, scripts and tags without an end are gone.

    Of a tag that is gone no more is left than that no word goes on across it, where that is so.
    """
    nodes: list[Node] = []
    done = 0
    for match in MARKUP.finditer(html):
        start, end = match.span()
        if start > done:
            _add_text(nodes, html[done:start])
        done = end
        name = (match["name"] or "").lower()
        if name in _KNOWN and html[end - 1] == ">":
            nodes.append(_tag(match[0], name, match["closing"], match["rest"]))
        elif name in _OF_THEIR_OWN:
            nodes.append(Node("", "\n", name))
    if done < len(html):
        _add_text(nodes, html[done:])
    return nodes


def _add_text(nodes: list[Node], raw: str) -> None:
    shown = decode(raw)
    if nodes and not nodes[-1].name:
        # What stood between the two is gone; they must not become an entity or a tag together.
        nodes[-1].raw, raw = encode(nodes[-1].shown), encode(shown)
    nodes.append(Node(raw, shown))


def _tag(raw: str, name: str, closing: str, rest: str) -> Node:
    shown = "\n" if name in BREAKS or name in _BESIDE_WORDS else ""
    if closing and rest.strip():
        raw, rest = f"</{name}>", ""
    return Node(raw, shown, name, bool(closing), rest)


def read_attributes(rest: str) -> list[tuple[str, str]]:
    """Give the attributes of a tag, in order, decoded; of a double one the first counts."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(rest):
        found.setdefault(name.lower(), decode(double or single or bare))
    return list(found.items())


def plainly_written(rest: str) -> bool:
    """Say whether attributes are written so that they can't be read in two ways."""
    if not _PLAINLY_WRITTEN.fullmatch(rest):
        return False
    names = [match[0] for match in _ATTRIBUTE.findall(rest)]
    return len({name.lower() for name in names}) == len(names)


def write_tag(name: str, attributes: list[tuple[str, str]]) -> str:
    """Write a tag anew."""
    written = "".join([f' {key}="{entities.escape(value)}"' for key, value in attributes])
    return f"<{name}{written}>"
