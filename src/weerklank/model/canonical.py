"""One way to write a value down: canonical JSON, so that equal values are equal bytes.

Keys sorted, no spaces, UTF-8, shortest numbers: RFC 8785 for all that we write (`docs/format/`).
"""

import msgspec
import orjson

from weerklank.model.json_value import Json

_RECORD = msgspec.json.Encoder(order="sorted")


def canonical(value: Json) -> bytes:
    """Write a JSON value as one canonical line, without its line feed."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def canonical_struct(value: msgspec.Struct) -> bytes:
    """Write a record as one canonical line, without its line feed."""
    return _RECORD.encode(value)
