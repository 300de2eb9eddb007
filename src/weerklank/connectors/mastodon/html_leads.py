"""To whom the HTML of a post leads: by its links, by addresses inside those, and by its text.

Whoever the minimiser will find must be known before the first text is minimised (0059), so this
misses nothing that it finds: HTML as servers write it is read quickly, all other by its reader.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from html import unescape

from weerklank.minimise.html_nodes import BREAKS, parse, read_attributes
from weerklank.model.addresses_in_text import leads_in
from weerklank.model.person_address import handles_within, inner_addresses

#: What servers do not write: another form of a link, a sign of an address written otherwise, and
#: texts in attributes. Apostrophes alone are written so by all.
_UNUSUAL = re.compile(
    r"""[hH][rR][eE][fF](?:(?<!href)|(?!=["']https?://))|&(?!(?:amp|lt|gt|quot|\#39|nbsp);)|\\"""
    r"""|<[^>]*\b(?i:title|alt)\s*="""
)
_BREAK = re.compile(r"</?(?:p|br|li|ul|ol|blockquote|pre|h[1-6]|div)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_WHITE = re.compile(r"[\t\n\r]+")
_READABLE = ("title", "alt")


def html_leads(html: str, links: re.Pattern[str], is_known: Callable[[str], bool]) -> list[str]:
    """Give the addresses to which HTML leads; never an error. Not all are of a profile.

    `links` finds those of its links that may lead to somebody, where they are written as usual;
    what `is_known` is left out of those, with what stands inside them.
    """
    if _UNUSUAL.search(html):
        return _closely(html, is_known)
    if "@" not in html and "://" not in html:
        return []
    found = [unescape(link) for link in links.findall(html) if not is_known(link)]
    return [*_with_inner(found), *leads_in(unescape(_TAG.sub("", _BREAK.sub(" ", html))))]


def _with_inner(addresses: Iterable[str]) -> Iterator[str]:
    for address in addresses:
        yield address
        if "%" in address or address.count(":") > 1 or address.count("@") > 1:
            yield from inner_addresses(address)
            yield from handles_within(address)


def _closely(html: str, is_known: Callable[[str], bool]) -> list[str]:
    found: list[str] = []
    shown: list[str] = []
    for node in parse(html):
        shown.append(" " if node.name in BREAKS else node.shown)
        for name, value in read_attributes(node.rest) if node.rest and not node.closing else ():
            if name == "href":
                address = _WHITE.sub("", value).strip()
                address = f"https:{address}" if address.startswith("//") else address
                found += () if is_known(address) else _with_inner([address])
            elif name in _READABLE:
                found += leads_in(value)
    return [*found, *leads_in("".join(shown))]
