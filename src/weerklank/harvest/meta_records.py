"""What records of Instagram and Threads have in common, as their APIs give them.

Names of items by the number of their first medium: docs/adr/0083.
"""

from collections.abc import Iterable

from weerklank.harvest.json_fields import FIELD_MISSING, Fields, object_within, text_of
from weerklank.harvest.meta_feed import first_told, medium_called, words_within
from weerklank.harvest.plain_text import named_in_text
from weerklank.harvest.port import Unreadable
from weerklank.model.json_value import JsonObject
from weerklank.model.raw import RawMedium, RawPerson


def number_in(record: JsonObject) -> str:
    """Give the number of a record; Unreadable without one."""
    number = text_of(record.get("id"))
    if number is None or not (number.isascii() and number.isdecimal()):
        raise Unreadable(FIELD_MISSING.filled(field="id"))
    return number


def name_of(record: JsonObject) -> str:
    """Name a post as an export can: by the number of its first medium (docs/adr/0075, 0083)."""
    children = object_within(record, "children").get("data")
    first = children[0] if isinstance(children, list) and children else None
    return number_in(first if isinstance(first, dict) else record)


def parts_of(fields: Fields) -> list[JsonObject]:
    """Give the media of a post that has several; what can't be read is noted with its fields."""
    children = Fields(fields.object("children") or {})
    parts = [part for _, part in children.objects("data")]
    fields.broken += [f"children/{place}" for place in children.broken]
    return parts


def files_of(parts: Iterable[JsonObject]) -> tuple[tuple[RawMedium, ...], tuple[str, ...], int]:
    """Give the files of media, where each is, and how many are named and not given."""
    files, addresses, withheld = [], [], 0
    for part in parts:
        number, address = text_of(part.get("id")), text_of(part.get("media_url"))
        if number is None or address is None:
            withheld += 1
            continue
        kind = text_of(part.get("media_type")) or ""
        files.append(medium_called(number, address, kind, text_of(part.get("alt_text"))))
        addresses.append(address)
    return tuple(files), tuple(addresses), withheld


def named_in(record: JsonObject, owner: RawPerson) -> tuple[RawPerson, ...]:
    """Give whom the words of a record name by a handle, but for the owner."""
    named = first_told(*(named_in_text(text, owner.platform) for text in words_within(record)))
    return tuple(person for person in named if person.handle != owner.handle)


def called(account: JsonObject) -> tuple[str, ...]:
    """Give what an account is called, in lower case."""
    name = text_of(account.get("username"))
    return (name.lower(),) if name else ()
