"""Read the fields of a JSON record of any platform: one that can't be read costs itself alone.

What identifies an item is no side field: without it there is no item to keep. A broken side field
is left out of the record, and minimisation takes its value out of the source as a value that no
mapping knows.
"""

import re
from collections.abc import Callable, Iterator, Mapping

import msgspec
import orjson

from weerklank.harvest.json_array import NOT_READ, TOO_DEEP
from weerklank.harvest.moment import moment
from weerklank.harvest.port import Unreadable
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.text import Text

NO_JSON = Text("geen geldige JSON in UTF-8", "no valid JSON in UTF-8")
NO_OBJECT = Text("geen object", "not an object")
FIELD_MISSING = Text("veld {field} ontbreekt", "field {field} is missing")
FIELD_STRANGE = Text(
    "veld {field} heeft een andere vorm dan verwacht",
    "field {field} is of another form than expected",
)
#: How msgspec says which field is missing, and where something is of another kind.
_MISSING, _AT = re.compile(r"missing required field `(\w+)`"), re.compile(r"at `\$?\.?([^`]+)`$")

_BRACKETS = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|([{\[])|([}\]])', re.DOTALL)
#: No object of a platform goes half as deep; deeper ones exhaust what reads them.
_DEEPEST = 100
_ESCAPE = re.compile(
    rb"\\(?:(u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    rb"|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)
#: A whole number as text: longer ones count nothing.
_DIGITS = re.compile("[0-9]{1,18}")


def parse(content: bytes) -> Json:
    """Parse JSON; half a surrogate, which no text can hold, becomes U+FFFD.

    Unreadable when it is no JSON, or nested deeper than any platform does.
    """
    if content.count(b"{") + content.count(b"[") > _DEEPEST and _depth(content) > _DEEPEST:
        raise Unreadable(TOO_DEEP)
    try:
        return _parsed(content)
    except orjson.JSONDecodeError:
        mended = without_half_surrogates(content)
        if mended == content:
            raise Unreadable(NO_JSON) from None
    try:
        return _parsed(mended)
    except orjson.JSONDecodeError:
        raise Unreadable(NO_JSON) from None


def parse_object(content: bytes) -> JsonObject:
    """Parse a JSON object; Unreadable when it is none."""
    value = parse(content)
    if not isinstance(value, dict):
        raise Unreadable(NO_OBJECT)
    return value


def _parsed(content: bytes) -> Json:
    value: Json = orjson.loads(content)
    return value


def _depth(content: bytes) -> int:
    depth = deepest = 0
    for match in _BRACKETS.finditer(content):
        if match[1]:
            depth += 1
            deepest = max(deepest, depth)
        elif match[2]:
            depth -= 1
    return deepest


def without_half_surrogates(content: bytes) -> bytes:
    """Put U+FFFD where JSON names half of a surrogate pair; other escapes stay."""
    if b"\\ud" not in content and b"\\uD" not in content:
        return content
    return _ESCAPE.sub(lambda found: b"\\ufffd" if found[2] else found[0], content)


def reason_of(error: Exception) -> Text:
    """Say which field is wrong; msgspec names the path and the kind, never the value."""
    if isinstance(error, Unreadable):
        return error.reason
    if isinstance(error, RecursionError):
        return TOO_DEEP
    if not isinstance(error, msgspec.ValidationError):
        return NO_JSON
    missing, at = _MISSING.search(str(error)), _AT.search(str(error))
    if missing:
        return FIELD_MISSING.filled(field=missing[1])
    return FIELD_STRANGE.filled(field=at[1]) if at else NOT_READ


def listed(value: Json) -> list[Json]:
    """Give a value that may stand alone as a list; nothing gives none."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def text_of(value: Json) -> str | None:
    """Give a text that is not empty."""
    return value if isinstance(value, str) and value else None


def texts_in(value: Json) -> Iterator[str]:
    """Give all texts in a value, at any depth; names of fields are none."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts_in(part)


def object_within(holder: Json, *names: str) -> JsonObject:
    """Give the object under names, one below the other; an empty one where there is none."""
    for name in names:
        holder = holder.get(name) if isinstance(holder, dict) else None
    return holder if isinstance(holder, dict) else {}


def objects_within(holder: Json, *names: str) -> list[JsonObject]:
    """Give the objects of the list under names; what is no object is passed over."""
    found = holder
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    if not found or not isinstance(found, list):  # as many are
        return []
    return [one for one in found if isinstance(one, dict)]


def number_of(value: Json) -> int | None:
    """Give a whole number; yes and no are none."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def number_written(value: Json) -> int | None:
    """Give a whole number that may be written as text, as some platforms do."""
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        return int(value)
    return number_of(value)


class Fields:
    """The side fields of one object. `broken` names those that could not be read."""

    def __init__(self, source: JsonObject) -> None:
        self._source = source
        self.broken: list[str] = []

    def text(self, name: str) -> str | None:
        """Give a text."""
        value = self._source.get(name)
        if value is None or isinstance(value, str):
            return value or None
        self.broken.append(name)
        return None

    def moment(self, name: str) -> str | None:
        """Give a moment in UTC of one that is written in ISO 8601."""
        value = self._source.get(name)
        if not value:
            return None
        try:
            return moment(value)
        except Unreadable:
            self.broken.append(name)
            return None

    def number(self, name: str) -> int | None:
        """Give a whole number."""
        return self._number(name, number_of)

    def number_written(self, name: str) -> int | None:
        """Give a whole number that may be written as text."""
        return self._number(name, number_written)

    def _number(self, name: str, read: Callable[[Json], int | None]) -> int | None:
        value = self._source.get(name)
        found = read(value)
        if found is None and value is not None:
            self.broken.append(name)
        return found

    def object(self, name: str) -> JsonObject | None:
        """Give an object."""
        value = self._source.get(name)
        if value is not None and not isinstance(value, dict):
            self.broken.append(name)
        return value if isinstance(value, dict) else None

    def objects(self, name: str, texts: list[str] | None = None) -> list[tuple[str, JsonObject]]:
        """Give the objects of a list, each with its place; what is none is broken.

        Where texts may stand too, those are put into `texts`.
        """
        value = self._source.get(name)
        found: list[tuple[str, JsonObject]] = []
        if not value and (value is None or isinstance(value, list)):  # as most are
            return found
        for number, one in enumerate(listed(value)):
            place = f"{name}/{number}" if isinstance(value, list) else name
            if isinstance(one, dict):
                found.append((place, one))
            elif texts is not None and isinstance(one, str):
                texts.append(one)
            else:
                self.broken.append(place)
        return found

    def objects_deeper(self, name: str) -> Iterator[JsonObject]:
        """Give the objects in lists that stand in a list, where no list belongs."""
        waiting = [one for one in listed(self._source.get(name)) if isinstance(one, list)]
        while waiting:
            for one in waiting.pop():
                if isinstance(one, list):
                    waiting.append(one)
                elif isinstance(one, dict):
                    yield one

    def expect(self, types: Mapping[str, type]) -> None:
        """Look whether fields have the type that they should; what has not holds what is lost."""
        for name, kind in types.items():
            value = self._source.get(name)
            if value is not None and not isinstance(value, kind) and name not in self.broken:
                self.broken.append(name)

    def expect_truth(self, name: str) -> None:
        """Look whether a field that only the source keeps is yes, no or nothing."""
        if not isinstance(self._source.get(name), (bool, type(None))):
            self.broken.append(name)
