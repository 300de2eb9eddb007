"""Whom the title of an attachment names, as the API of Facebook Pages gives it.

Beside a link to a page of the web stands the title of that page. Beside what somebody shared at
Facebook itself stands who made it: the title of a post, a film or a picture by another is a name.
"""

from urllib.parse import urlsplit

from msgspec.structs import replace

from weerklank.connectors.facebook.people import person_named
from weerklank.harvest.json_fields import object_within, text_of
from weerklank.harvest.page_preview import person_of_page
from weerklank.harvest.plain_text import persons_at
from weerklank.model.json_value import JsonObject
from weerklank.model.person_address import person_of
from weerklank.model.platform import Platform, large_platform_of
from weerklank.model.raw import RawPerson

#: A longer one is a sentence, and names nobody by itself.
_LONGEST_NAME = 80
#: What is made of files that a page put up itself: beside those stands the name of an album.
_OF_FILES = ("photo", "video", "album")
_EVENT = "event"


def shown_beside(part: JsonObject, owner: RawPerson) -> RawPerson | None:
    """Give whom the title of an attachment names; None where it names nobody, or the owner."""
    title = " ".join((text_of(part.get("title")) or "").split())
    address = text_of(part.get("unshimmed_url")) or text_of(
        object_within(part, "target").get("url")
    )
    if address is None or not title:
        return None
    person = person_of_page(address, title, owner)
    if person is not None or len(title) > _LONGEST_NAME or not _is_at_facebook(address):
        return person
    if _is_of_owner(address, title, owner) or _EVENT in (text_of(part.get("type")) or ""):
        return None
    others = persons_at([address], owner)
    if others:
        return replace(others[0], display_name=title)
    told = (text_of(part.get("media_type")) or "", text_of(part.get("type")) or "")
    return None if any(one.startswith(_OF_FILES) for one in told) else person_named(title)


def _is_at_facebook(address: str) -> bool:
    try:
        host = urlsplit(address.strip()).hostname or ""
    except ValueError:
        return False
    return large_platform_of(host) is Platform.FACEBOOK or host in ("fb.watch", "fb.me")


def _is_of_owner(address: str, title: str, owner: RawPerson) -> bool:
    at = person_of(address.strip())
    ours = {owner.handle, *owner.other_handles}
    return (at is not None and at.handle in ours) or (
        title.casefold() == (owner.display_name or "").casefold()
    )
