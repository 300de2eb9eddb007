"""What stands in a document of MDTO, in the order and by the names of the schema."""

from collections.abc import Iterator

from weerklank.model.json_value import Json, JsonObject
from weerklank.transfer.mdto import InformationObject, Mdto
from weerklank.transfer.mdto_shape import FILE, OBJECT, SHAPES


def labelled(document: Mdto) -> JsonObject:
    """Give all of a document: a list of what may stand more than once, nothing for what is not."""
    subject = document.subject
    name = OBJECT if isinstance(subject, InformationObject) else FILE
    return {name: _told(subject)}


def labelled_lines(document: Mdto) -> Iterator[tuple[int, str, str | None]]:
    """Give the same line by line: how deep, the name, and the text; None for a group."""
    yield from _lines(labelled(document), 0)


def _told(value: object) -> Json:
    if isinstance(value, str):
        return value
    told: JsonObject = {}
    for place in SHAPES[type(value)]:
        held = getattr(value, place.field)
        if place.many:
            rows = [_told(one) for one in held]
            if rows:
                told[place.element] = [*rows]
        elif held is not None:
            told[place.element] = _told(held)
    return told


def _lines(told: JsonObject, depth: int) -> Iterator[tuple[int, str, str | None]]:
    for name, held in told.items():
        for one in held if isinstance(held, list) else [held]:
            if isinstance(one, dict):
                yield depth, name, None
                yield from _lines(one, depth + 1)
            else:
                yield depth, name, str(one)
