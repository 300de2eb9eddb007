"""Read the side fields of an ActivityPub object: one that can't be read costs itself alone.

What identifies a post and says to whom it is addressed is no side field: without it there is no
post to keep. A broken field is left out of the record, and minimisation takes its value out of the
source as a value that no mapping knows.
"""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from weerklank.connectors.mastodon.moment import moment
from weerklank.harvest.port import Unreadable
from weerklank.model.host_form import handle_form, host_form
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.person_address import person_of

#: What stands before a type that is written in full or with a prefix.
_LAST_STEP = re.compile("[:/#]")
#: What no handle has in it: some name somebody by an address.
_IS_ADDRESS = re.compile(r"/|^\s*acct:", re.IGNORECASE)
#: Types of tags that mention nobody.
_OTHER_TAGS = frozenset({"Hashtag", "Emoji", "Link"})
#: Fields with texts, besides the content of a post.
_BESIDES = (
    *("name", "summary", "summaryMap", "contentMap", "oneOf", "anyOf", "attachment", "tag"),
    *("spoiler_text", "media_attachments", "poll", "card", "tags"),
)


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


def said_besides(post: JsonObject) -> Iterator[str]:
    """Give the texts of a post besides its content, in ActivityPub and in the API of Mastodon."""
    for name in _BESIDES:
        yield from texts_in(post.get(name))


def address_of(value: Json) -> str | None:
    """Give an address that stands alone, in an object that has it, or in a list of those."""
    if isinstance(value, str):  # as nearly all are
        return value or None
    for one in listed(value):
        if isinstance(one, dict):
            found = text_of(one.get("id")) or text_of(one.get("href"))
        else:
            found = text_of(one)
        if found:
            return found
    return None


def is_mention(kind: Json, name: Json) -> bool:
    """Tell whether a tag mentions somebody, by its type in any form that JSON-LD allows.

    One whose type says nothing does so when its name is that of a mention.
    """
    if kind == "Mention" or (isinstance(kind, str) and kind in _OTHER_TAGS):  # as nearly all are
        return kind == "Mention"
    for one in listed(kind):
        if isinstance(one, str) and _LAST_STEP.split(one)[-1].strip().lower() == "mention":
            return True
    is_known = any(isinstance(one, str) and one in _OTHER_TAGS for one in listed(kind))
    return not is_known and any(one.lstrip().startswith("@") for one in texts_in(name))


def number_of(value: Json) -> int | None:
    """Give a whole number, or how many a collection says to hold."""
    if isinstance(value, dict):
        value = value.get("totalItems")
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def host_of(address: str) -> str:
    """Give the server of an address in its one form; empty when it has none."""
    try:
        return host_form(urlsplit(address).netloc)
    except ValueError:  # such as half of an IPv6 address
        return ""


def handle_of(address: str | None, name: str | None) -> str | None:
    """Give a full handle, `name@server` in lower case, from what a mention says."""
    if name and not _IS_ADDRESS.search(name):
        written = name.strip().lstrip("@").lower()
        if "@" in written:
            return handle_form(written)
        host = host_of(address) if address else ""
        return f"{written}@{host}" if host and written else written or None
    profiles = (person_of(one.strip()) for one in (name, address) if one)
    return next((profile.handle for profile in profiles if profile), None)


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

    def address(self, name: str) -> str | None:
        """Give an address, in whatever form of ActivityStreams it is written."""
        value = self._source.get(name)
        if value is None or isinstance(value, str):  # as nearly all are
            return value or None
        found = address_of(value)
        if found is None and value not in ("", []):
            self.broken.append(name)
        return found

    def moment(self, name: str) -> str | None:
        """Give a moment in UTC."""
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
        value = self._source.get(name)
        found = number_of(value)
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
