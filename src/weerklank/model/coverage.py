"""Which fields stood in what a run read: of how many objects, and in how many of those.

Names are those that a mapping knows, values are never looked at: so nothing here names anybody.
"""

from dataclasses import dataclass
from typing import TypeAlias

from weerklank.model.json_value import Json, JsonObject

#: Place and field, none of a platform, by which is counted in how many items anything is said.
SAID, ANYTHING = "said", "anything"
#: Stands for names of fields that are not told, as they may be of persons.
NOT_TOLD = "?"


@dataclass(frozen=True, slots=True)
class Standing:
    """In how many objects something stood, of how many in which it could."""

    holding: int
    of: int

    @property
    def share(self) -> float:
        """Give the part that held it, 0 to 1; 0 of none."""
        return self.holding / self.of if self.of else 0.0

    def __add__(self, other: "Standing") -> "Standing":
        """Give both together."""
        return Standing(self.holding + other.holding, self.of + other.of)


@dataclass(frozen=True, slots=True)
class ObjectFields:
    """The fields of the objects at one place: how many objects, and by field how many held it."""

    of: int
    holding: dict[str, int]

    def __add__(self, other: "ObjectFields") -> "ObjectFields":
        """Give both together."""
        names = self.holding.keys() | other.holding.keys()
        holding = {n: self.holding.get(n, 0) + other.holding.get(n, 0) for n in names}
        return ObjectFields(self.of + other.of, holding)


#: Kind of item, then place of the object in it (empty: the item itself), then its fields.
Coverage: TypeAlias = dict[str, dict[str, ObjectFields]]


def standings(coverage: Coverage) -> dict[str, Standing]:
    """Give each field that stood anywhere, by its path: `post/media_attachments/description`."""
    return {
        "/".join(filter(None, (kind, place, name))): Standing(count, fields.of)
        for kind, places in coverage.items()
        for place, fields in places.items()
        for name, count in fields.holding.items()
    }


def objects(coverage: Coverage) -> dict[str, int]:
    """Give how many objects there were, by their path."""
    return {
        "/".join(filter(None, (kind, place))): fields.of
        for kind, places in coverage.items()
        for place, fields in places.items()
    }


def coverage_json(coverage: Coverage) -> JsonObject:
    """Write coverage for the journal: fields that stood in all objects by their names alone."""
    return {
        kind: {place: _fields_json(fields) for place, fields in sorted(places.items())}
        for kind, places in sorted(coverage.items())
    }


def _fields_json(fields: ObjectFields) -> Json:
    everywhere = sorted(name for name, count in fields.holding.items() if count == fields.of)
    some = {name: count for name, count in fields.holding.items() if count != fields.of}
    written: JsonObject = {"of": fields.of, "all": " ".join(everywhere)}
    return {**written, "some": dict(sorted(some.items()))} if some else written


def coverage_of(written: Json) -> Coverage:
    """Read coverage from the journal; what has not its form is passed over."""
    return {
        kind: {
            place: _fields_of(fields)
            for place, fields in places.items()
            if isinstance(fields, dict)
        }
        for kind, places in (written.items() if isinstance(written, dict) else ())
        if isinstance(places, dict)
    }


def _fields_of(written: JsonObject) -> ObjectFields:
    of, everywhere, some = written.get("of"), written.get("all"), written.get("some")
    number = of if isinstance(of, int) else 0
    names = everywhere.split() if isinstance(everywhere, str) else []
    holding = dict.fromkeys(names, number)
    for name, count in some.items() if isinstance(some, dict) else ():
        if isinstance(count, int):
            holding[name] = count
    return ObjectFields(number, holding)
