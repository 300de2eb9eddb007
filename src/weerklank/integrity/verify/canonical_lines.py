"""Read lines as canonical JSON objects, many at a time.

Of what is looked at line by line, most of the time goes into asking. So the lines of a member are
read and written as one list, and one by one only where that list is not what it should be.
"""

import secrets

import orjson

_SORTED = orjson.OPT_SORT_KEYS
#: Stands between lines that are read together; nobody can foresee it, so that no line can begin in
#: one value and end in another.
_BETWEEN = secrets.randbits(62)
_SEAM = b",%d," % _BETWEEN

#: A JSON object as it came out of a line; None where the line was none.
Line = dict[str, object] | None


def read_together(lines: list[bytes]) -> list[Line] | None:
    """Give the objects of lines; None unless each is the canonical form of one object."""
    text = b"[%b]" % _SEAM.join(lines)
    try:
        values = orjson.loads(text)
        if orjson.dumps(values, None, _SORTED) != text:
            return None
    except (ValueError, TypeError):
        return None
    objects: list[Line] = values[::2]
    whole = values[1::2] == [_BETWEEN] * (len(lines) - 1) and {*map(type, objects)} == {dict}
    return objects if whole else None


def read_one(line: bytes) -> tuple[Line, bool]:
    """Give the object of one line, if it is one, and whether the line is its canonical form."""
    value: object = None
    try:
        value = orjson.loads(line)
        same = orjson.dumps(value, None, _SORTED) == line
    except (ValueError, TypeError):
        same = False
    return (value, same) if isinstance(value, dict) else (None, False)
