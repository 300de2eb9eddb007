"""Signed addresses on the host of pages: of one file, for one who may see it, and not for long.

The host of pages knows nobody: no session, no cookie. Whoever holds such an address may see what
it names, so it is made only after the application asked who looks, and wrote it down.
"""

from dataclasses import dataclass

from django.core import signing

from weerklank.model.text import Language

#: Seconds that an address holds: long enough to read a page; the screen makes another.
HOLDS = 15 * 60
_FOR = "weerklank.web.replay"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What an address lets see."""

    #: Permanent address of the page, and which of its files.
    page: str
    medium: str
    #: Whether who looks may see what was restricted by decision.
    restricted: bool
    #: Whether what probably holds special data.
    special: bool
    language: Language
    #: Origin of the application in which the page stands, such as https://archief.example.
    within: str
    #: Host on which the address holds.
    host: str


def signed(link: Link) -> str:
    """Give the signed part of an address, for `HOLDS` seconds from now."""
    sees = [link.restricted, link.special]
    given = [link.page, link.medium, sees, link.language, link.within, link.host]
    return signing.dumps(given, salt=_FOR)


def opened(token: str, host: str) -> Link | None:
    """Give what a signed part lets see; None when it is not ours, of elsewhere, or too old."""
    try:
        page, medium, (restricted, special), language, within, of = signing.loads(
            token, salt=_FOR, max_age=HOLDS
        )
    except signing.BadSignature:
        return None
    if of != host:
        return None
    return Link(
        page=page,
        medium=medium,
        restricted=restricted,
        special=special,
        language=language,
        within=within,
        host=of,
    )
