"""Persons as Bluesky names them: by DID in its structure, by handle in texts."""

import re

from msgspec.structs import replace

from weerklank.harvest.plain_text import named_in_text
from weerklank.model.json_value import Json
from weerklank.model.platform import Platform
from weerklank.model.raw import RawPerson

PAGE = "https://bsky.app/profile/"
_AT = re.compile(r"at://([^/?#]+)")
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*", re.IGNORECASE)
#: What people write before a handle; the wide ones count as well.
_SIGN = "@\uff20\ufe6b"


def owner_of(did: str, handle: str | None) -> RawPerson:
    """Give whose an account is; without a handle it is named by its DID, as its address may be."""
    names = (did, handle) if handle else (did,)
    return RawPerson(
        platform=Platform.BLUESKY,
        user_id=did,
        handle=handle or did,
        other_handles=names[:-1],
        spelling=handle.partition(".")[0] if handle else None,
        addresses=(did, *(f"{head}{name}" for name in names for head in (PAGE, "at://"))),
    )


def by_did(did: str) -> RawPerson:
    """Give whom a DID is of."""
    return RawPerson(platform=Platform.BLUESKY, user_id=did)


def by_handle(handle: str) -> RawPerson:
    """Give whose a handle is: the first label is the name that people write."""
    low = handle.lower()
    return RawPerson(platform=Platform.BLUESKY, handle=low, spelling=low.partition(".")[0])


def mentioned(did: str, shown: str) -> RawPerson:
    """Give whom a mention is of: by DID, and by what the text shows of it."""
    name = shown.strip().lstrip(_SIGN)
    if _HOST.fullmatch(name):
        return replace(by_handle(name), user_id=did)
    return RawPerson(platform=Platform.BLUESKY, user_id=did, display_name=name or None)


def of_uri(uri: Json) -> tuple[RawPerson, ...]:
    """Give whose the record with an `at://` address is."""
    match = _AT.match(uri) if isinstance(uri, str) else None
    if match is None:
        return ()
    return (by_did(match[1]) if match[1].startswith("did:") else by_handle(match[1]),)


def in_text(text: str) -> tuple[RawPerson, ...]:
    """Give whom a text names by handle."""
    if "@" not in text and not any(sign in text for sign in _SIGN):  # as most
        return ()
    named = named_in_text(text, Platform.BLUESKY)
    return tuple(by_handle(person.handle) for person in named if person.handle)
