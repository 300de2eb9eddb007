"""Read what ActivityPub says of addresses, mentions and numbers, in any form that it may have.

To whom a post is addressed is no side field either: without it there is no post to keep.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from weerklank.harvest.json_fields import Fields as JsonFields
from weerklank.harvest.json_fields import listed, text_of, texts_in
from weerklank.harvest.json_fields import number_of as whole_number
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
    return whole_number(value.get("totalItems") if isinstance(value, dict) else value)


def host_of(address: str) -> str:
    """Give the server of an address in its one form; empty when it has none."""
    try:
        return host_form(urlsplit(address).netloc)
    except ValueError:  # such as half of an IPv6 address
        return ""


def server_of(address: str) -> str:
    """Give the server of an address as it is written, in small letters; empty without one."""
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
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


class Fields(JsonFields):
    """The side fields of one object of ActivityPub or of the API of Mastodon."""

    def address(self, name: str) -> str | None:
        """Give an address, in whatever form of ActivityStreams it is written."""
        value = self._source.get(name)
        if value is None or isinstance(value, str):  # as nearly all are
            return value or None
        found = address_of(value)
        if found is None and value not in ("", []):
            self.broken.append(name)
        return found

    def number(self, name: str) -> int | None:
        """Give a whole number, or how many a collection says to hold."""
        return self._number(name, number_of)
