"""Whom the preview of a page is of: the title of a page of a profile is a name of that person."""

import re

from msgspec.structs import replace

from weerklank.harvest.plain_text import persons_at
from weerklank.model.person_address import person_of
from weerklank.model.raw import RawPerson

#: What stands in such a title behind the name: the handle, or else on which platform it is.
_HANDLE = re.compile(r"[(\uff08][@\uff20\ufe6b]")
_REST = re.compile(
    r" [|\u2022\u00b7\u2013\u2014/-] "
    r"| (?:op|on) (?:Facebook|Instagram|LinkedIn|Threads|TikTok|YouTube|Bluesky|Mastodon|X)\b"
)
#: A longer one is a sentence, and names nobody by itself.
_LONGEST_NAME = 80
#: Of a title so much is looked at.
_LOOKED_AT = 400


def person_of_page(address: str, title: str, owner: RawPerson) -> RawPerson | None:
    """Give whose profile a page is, with the name that its title says; None when of nobody.

    What lies below a profile has a title of its own: a name only where a handle follows it.
    """
    profile = person_of(address.strip())
    if profile is None:
        return None
    shown = " ".join(title[:_LOOKED_AT].split())
    end = _HANDLE.search(shown)
    if end is None and profile.deeper:
        return None
    end = end or _REST.search(shown)
    name = shown[: end.start()].strip() if end else shown
    persons = persons_at([address.strip()], owner)
    if not persons or not 0 < len(name) <= _LONGEST_NAME:
        return None
    return replace(persons[0], display_name=name)
