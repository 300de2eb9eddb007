"""DAG-CBOR, in which a repository is written, and its one form as JSON.

Source: ipld.io/specs/codecs/dag-cbor; of the form as JSON atproto.com/specs/data-model: a link
becomes `{"$link": "bafy…"}`, bytes become `{"$bytes": "…"}`.
"""

import base64
from typing import cast

import libipld

from weerklank.harvest.json_array import NOT_READ, TOO_DEEP
from weerklank.harvest.port import Unreadable
from weerklank.model.json_value import Json

#: What libipld gives: links and bytes are both bytes.
Value = dict[str, "Value"] | list["Value"] | str | bytes | int | float | bool | None

#: Bytes of a link: version 1, what it leads to, SHA-256, 32 bytes of it.
CID = 36
#: What links begin with: to a block of DAG-CBOR, and to a file.
TO_BLOCK, TO_FILE = b"\x01\x71\x12\x20", b"\x01\x55\x12\x20"
#: No record goes half as deep; deeper ones exhaust what reads them.
_DEEPEST = 64
_LARGEST_NUMBER = 1 << 63


def decode(content: bytes) -> Value:
    """Read a block; Unreadable when it is no strict DAG-CBOR, or nested too deeply."""
    try:
        return cast("Value", libipld.decode_dag_cbor(content))
    except RecursionError:
        raise Unreadable(TOO_DEEP) from None
    except ValueError:  # its words may quote content
        raise Unreadable(NOT_READ) from None


def is_link(value: Value) -> bool:
    """Tell whether bytes are a link: nothing else in a repository looks like one."""
    return isinstance(value, bytes) and len(value) == CID and value[:4] in {TO_BLOCK, TO_FILE}


def written_link(link: bytes) -> str:
    """Give a link as text: `b` and base 32 in small letters."""
    return "b" + base64.b32encode(link).decode("ascii").rstrip("=").lower()


def as_json(value: Value, depth: int = 0) -> Json:
    """Give a value as JSON; Unreadable when it is nested too deeply, or a number too large."""
    if isinstance(value, str) or value is None or isinstance(value, (bool, float)):
        return value
    if depth > _DEEPEST:
        raise Unreadable(TOO_DEEP)
    if isinstance(value, dict):
        return {key: as_json(part, depth + 1) for key, part in value.items()}
    if isinstance(value, list):
        return [as_json(part, depth + 1) for part in value]
    if isinstance(value, bytes):
        if is_link(value):
            return {"$link": written_link(value)}
        return {"$bytes": base64.b64encode(value).decode("ascii").rstrip("=")}
    if not -_LARGEST_NUMBER <= value < _LARGEST_NUMBER:
        raise Unreadable(NOT_READ)
    return value
