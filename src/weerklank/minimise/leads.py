"""Whom the texts of an item lead to: asked of the very code that takes persons out of them.

The first pass over a file must know whoever the second will meet (docs/adr/0059). So it has no
reading of its own: each text is minimised with nobody known, and every address that is asked about
is one that the text leads to.
"""

import re
from collections.abc import Iterator

from weerklank.minimise.html_nodes import decode
from weerklank.minimise.html_text import rewrite, rewrite_plain
from weerklank.minimise.names import ThreadNames
from weerklank.model.ids import Pseudonym

_NOBODY = ThreadNames(())
#: Paragraphs with hashtags and mentions as Mastodon writes them, and no other sign of an address.
#: After a mention comes a space or an end: what goes on behind it might be a server.
_USUAL = re.compile(
    r"(?>(?:[^<>&/@%\x00-\x08]++|</?p>|<br ?/?>|</?span>|</a>|&(?:amp|lt|gt|quot|#39);"
    r"|<a href=\"[^\"<>]++\" class=\"mention hashtag\" rel=\"tag\">"
    r"|<span class=\"h-card\"(?: translate=\"no\")?>"
    r"|<a href=\"[^\"<>]++\" class=\"u-url mention\">@<span>\w++</span></a>"
    r"(?=(?>(?:</span>)?)(?:[ \n]|</p>|<br|\Z)))*)"
)
_HREF = re.compile(r'href="([^"<>]++)"')
#: What leads to somebody by itself, without any sign of an address.
_BY_NAME = re.compile("acct:|did:(?:plc|web):", re.IGNORECASE)
#: Tells quickly that a plain text leads to nobody.
_MAY_LEAD = re.compile(r"[/\\@%]|acct:|did:(?:plc|web):", re.IGNORECASE)


def leads_of_html(html: str) -> Iterator[str]:
    """Give the addresses that minimising HTML asks about, each at least once; never an error.

    Not all are of a profile. Those inside an address are not given apart: see
    `person_address.addresses_within`.
    """
    if _USUAL.fullmatch(html) is not None and _BY_NAME.search(html) is None:
        return map(decode, _HREF.findall(html))
    return leads_closely(html)


def leads_closely(html: str) -> Iterator[str]:
    """Do the same without looking first whether HTML is as it usually is."""
    asked = _Asked()
    rewrite(html, resolve=asked, names=_NOBODY)
    return iter(asked.addresses)


def leads_of_text(text: str) -> Iterator[str]:
    """Give the addresses that minimising a text asks about, whether it is HTML or not."""
    asked = _Asked()
    if _MAY_LEAD.search(text):
        rewrite_plain(text, resolve=asked, names=_NOBODY)
    if "<" in text or "&" in text:
        rewrite(text, resolve=asked, names=_NOBODY)
    return iter(asked.addresses)


class _Asked:
    """Resolves no address and remembers which were asked about."""

    def __init__(self) -> None:
        self.addresses: dict[str, None] = {}

    def __call__(self, address: str) -> Pseudonym | None:
        self.addresses[address] = None
        return None
