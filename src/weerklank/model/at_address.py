"""Whose an address is in which a DID stands, or that is one of the AT Protocol.

A DID is the lasting id of somebody on Bluesky: whoever has it finds the handle of the day in a
public directory. It stands in addresses of pages, of pictures (`cdn.bsky.app`), of servers and of
other clients, plain or escaped. Sources: atproto.com/specs/did, atproto.com/specs/at-uri-scheme.
"""

import re
from urllib.parse import unquote

from weerklank.model.platform import Platform, Profile

#: `did:plc` has 24 signs of base 32, `did:web` the name of a host.
_DID = re.compile(
    r"did:(?:plc:[a-z2-7]{24}|web:[a-z0-9.-]*[a-z0-9](?:%3a[0-9]+)?)(?![a-z0-9])", re.IGNORECASE
)
_AT = re.compile(r"at://(?P<name>(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*)(?P<rest>/.*)?", re.IGNORECASE)
_MOST_LAYERS = 3


def of_at_address(address: str) -> Profile | None:
    """Give whose an address is by the DID in it, or by the handle that it begins with.

    By DID it counts as something of theirs, as it tells no handle. Never an error.
    """
    low = address.lower()
    if "did" not in low and not low.startswith("at://"):  # as nearly all
        return None
    for _ in range(_MOST_LAYERS):
        found = _DID.search(low)
        if found:
            return Profile(Platform.BLUESKY, found[0], deeper=True)
        low = unquote(low)
    named = _AT.match(low)
    if named is None:
        return None
    return Profile(Platform.BLUESKY, named["name"], deeper=bool((named["rest"] or "").strip("/")))


def is_did(handle: str) -> bool:
    """Tell whether what stands in the place of a handle is a DID."""
    return _DID.fullmatch(handle) is not None
