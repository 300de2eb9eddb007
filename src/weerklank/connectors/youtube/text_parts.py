"""The text of a reply or post, which newer exports write in parts: JSON objects in a row.

`{"text":"Dank "},{"text":"@naam","mention":{"externalChannelId":"UC…"}}`: neither a list nor one
object. Older exports have the plain text. What is no such row of objects is taken for that.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from weerklank.harvest.json_fields import parse, text_of, without_half_surrogates
from weerklank.harvest.plain_text import person_called
from weerklank.model.json_value import JsonObject
from weerklank.model.platform import Platform
from weerklank.model.raw import RawPerson

#: No text has half as many parts.
_MOST_PARTS = 2_000
_DECODER = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class PartedText:
    """A text as a whole, whom its parts mention, and what else they tell."""

    text: str
    persons: tuple[RawPerson, ...] = ()
    #: The parts that tell more, without what they say: a name may be cut over two of them.
    parts: tuple[JsonObject, ...] = ()


def read_parts(written: str, channel: str) -> PartedText:
    """Read a text; who is mentioned by the id of the channel itself is not among the persons."""
    try:
        parts = list(_objects(written))
    except (ValueError, RecursionError):
        return PartedText(written)
    return PartedText(
        "".join(text_of(part.get("text")) or "" for part in parts),
        tuple(dict.fromkeys(filter(None, (_mentioned(part, channel) for part in parts)))),
        tuple(rest for part in parts if (rest := {k: v for k, v in part.items() if k != "text"})),
    )


def _objects(written: str) -> Iterator[JsonObject]:
    """Give the objects of a row of them; ValueError when it is none."""
    mended = without_half_surrogates(written.strip().encode()).decode()
    place = 0
    for _ in range(_MOST_PARTS):
        start = place
        _, place = _DECODER.raw_decode(mended, start)  # where it ends; what it holds is read anew
        value = parse(mended[start:place].encode())
        if not isinstance(value, dict) or not isinstance(value.get("text", ""), str):
            raise ValueError("no part of a text")
        yield value
        if place == len(mended):
            return
        if mended[place] != ",":
            raise ValueError("no row of parts")
        place += 1
        while place < len(mended) and mended[place] in " \r\n\t":
            place += 1
    raise ValueError("too many parts")


def _mentioned(part: JsonObject, channel: str) -> RawPerson | None:
    mention = part.get("mention")
    if not isinstance(mention, dict):
        return None
    theirs, name = text_of(mention.get("externalChannelId")), (text_of(part.get("text")) or "")
    if theirs == channel or not (theirs or name.strip()):
        return None
    called = person_called(Platform.YOUTUBE, name) if name.strip().startswith("@") else None
    address = f"https://www.youtube.com/channel/{theirs}" if theirs else None
    return RawPerson(
        platform=Platform.YOUTUBE,
        user_id=address,
        handle=called.handle if called else None,
        spelling=called.spelling if called else None,
        addresses=(address,) if address else (),
        display_name=None if called else name.strip() or None,
    )
