"""Tell an event that this archive wrote from one that someone laid there.

Until an event is in the log, its file alone says that it happened. Its message authentication
code binds what it says to its place, under a key that is not in the archive: so who can write
there and has no keys can neither make an event nor lay an old one at a newer place.
"""

import hmac

import orjson

from weerklank.model.canonical import canonical
from weerklank.model.json_value import JsonObject

MAC = "mac"


def event_mac(key: bytes, path: str, event: JsonObject) -> str:
    """Give the code of an event without one: HMAC-SHA-256 over its path, a line feed, its line.

    The path is that below the archive's folder, with slashes.
    """
    message = path.encode() + b"\n" + canonical(event)
    return hmac.digest(key, message, "sha256").hex()


def is_genuine(key: bytes, path: str, text: bytes) -> bool:
    """Tell whether a file is a canonical line with the code that belongs to it and its place."""
    try:
        event: JsonObject = orjson.loads(text)
        if canonical(event) + b"\n" != text:
            return False
        stated = event.pop(MAC)
        return isinstance(stated, str) and hmac.compare_digest(
            stated.encode(), event_mac(key, path, event).encode()
        )
    except (ValueError, TypeError, LookupError, AttributeError):
        return False
