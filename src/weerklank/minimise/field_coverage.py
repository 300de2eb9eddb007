"""Count which fields of a mapping stood in what a run reads.

Every item comes by here, so objects are counted by the names of their fields as a whole, and
taken apart once at the end. A field stands when its name is there: whether its maker filled it
is no matter of the platform. That in no item anything is said any more is: so that is counted
beside the fields. Names that no mapping knows are not counted here, as they may be
those of persons, such as handles as keys.
"""

from weerklank.model.coverage import ANYTHING, SAID, Coverage, ObjectFields
from weerklank.model.ids import ItemId
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.raw import ByType, Either, Rule, Shape

#: Items that are named of those in which a field stood, or was away.
MOST_ITEMS = 5
#: Ways in which the fields of one object are put together; a hostile server may make up more.
_MOST_KINDS = 2_000


class _Kind:
    """Objects with the same fields: how many, where in them others stand, and in which items."""

    __slots__ = ("count", "inner", "items")

    def __init__(self, inner: tuple[tuple[str, "_Place"], ...]) -> None:
        self.count = 0
        self.inner = inner
        self.items: list[ItemId] = []


class _Place:
    """One place of objects in an item."""

    __slots__ = ("_counted", "_inner", "_kinds", "_path", "_rule", "by_type")

    def __init__(self, path: str, rule: Rule) -> None:
        self._path = path
        self._rule: Shape = rule if isinstance(rule, dict) else {}
        self._kinds: dict[tuple[str, ...], _Kind] = {}
        self._inner: dict[str, _Place] = {}
        self._counted = ObjectFields(0, {})
        #: Where the type of an object says which fields it has: a place of its own each.
        self.by_type: dict[str, _Place] | None = None
        if isinstance(rule, ByType):
            self.by_type = {
                kind: _Place(f"{path}:{kind}", shape) for kind, shape in rule.shapes.items()
            }

    def note(self, value: JsonObject, address: ItemId) -> None:
        """Count one object of an item, and those in it."""
        keys = tuple(value)
        kind = self._kinds.get(keys) or self._meet(keys)
        kind.count += 1
        if kind.count <= MOST_ITEMS:
            kind.items.append(address)
        for key, place in kind.inner:
            item = value[key]
            if item:
                place.note_any(item, address)

    def note_any(self, item: Json, address: ItemId) -> None:
        """Count an object, or those of a list."""
        for one in item if item.__class__ is list else (item,):
            if isinstance(one, dict):
                if self.by_type is None:
                    self.note(one, address)
                    continue
                kind = one.get("type")
                place = self.by_type.get(kind) if isinstance(kind, str) else None
                if place is not None:
                    place.note(one, address)

    def _meet(self, keys: tuple[str, ...]) -> _Kind:
        if len(self._kinds) >= _MOST_KINDS:
            self._counted = self._taken_apart()
            self._kinds.clear()
        inner = []
        for key in keys:
            rule = _inner_rule(self._rule.get(key))
            if rule is not None:
                path = f"{self._path}/{key}".removeprefix("/")
                inner.append((key, self._inner.setdefault(key, _Place(path, rule))))
        made = self._kinds[keys] = _Kind(tuple(inner))
        return made

    def _taken_apart(self) -> ObjectFields:
        of, holding = self._counted.of, dict(self._counted.holding)
        for keys, kind in self._kinds.items():
            of += kind.count
            for key in keys:
                if key in self._rule:
                    holding[key] = holding.get(key, 0) + kind.count
        return ObjectFields(of, holding)

    def lacking(self) -> dict[str, list[ItemId]]:
        """Give the first items in which a known field was away here or deeper, by its path."""
        found: dict[str, list[ItemId]] = {}
        for keys, kind in self._kinds.items():
            for field in self._rule.keys() - set(keys):
                path = f"{self._path}/{field}".removeprefix("/")
                known = found.setdefault(path, [])
                known += kind.items[: MOST_ITEMS - len(known)]
        for place in (*self._inner.values(), *(self.by_type or {}).values()):
            found |= place.lacking()
        return found

    def counted(self) -> dict[str, ObjectFields]:
        """Give what was counted here and deeper, by path."""
        own = self._taken_apart()
        found = {self._path: own} if own.of else {}
        for place in (*self._inner.values(), *(self.by_type or {}).values()):
            found |= place.counted()
        return found


def _inner_rule(rule: Rule | None) -> Rule | None:
    """Give the rule of the objects that may stand in a field, if any may."""
    if isinstance(rule, Either):
        return _inner_rule(rule.shape)
    return rule if isinstance(rule, (dict, ByType)) else None


class _Said:
    """In how many items of a kind anything is said, and the first in which nothing is."""

    __slots__ = ("count", "empty", "of")

    def __init__(self) -> None:
        self.of = self.count = 0
        self.empty: list[ItemId] = []

    def note(self, address: ItemId, *, says: bool) -> None:
        self.of += 1
        self.count += says
        if not says and len(self.empty) < MOST_ITEMS:
            self.empty.append(address)

    def counted(self) -> ObjectFields:
        return ObjectFields(self.of, {ANYTHING: self.count} if self.count else {})


class FieldCoverage:
    """Counts the fields of the items of one run."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, int], _Place] = {}
        self._said: dict[str, _Said] = {}

    def note(
        self,
        kind: str,
        source: JsonObject,
        shape: Shape,
        address: ItemId,
        *,
        says: bool | None = None,
    ) -> None:
        """Count an item; `kind` is a word of our own for what it is.

        `says` tells whether there is anything in it (words, a medium, a poll, what it passes on),
        and is None of what need not say anything.
        """
        if says is not None:
            self._said.setdefault(kind, _Said()).note(address, says=says)
        place = self._places.get((kind, id(shape)))
        if place is None:
            place = self._places[kind, id(shape)] = _Place("", shape)
        place.note(source, address)

    def counted(self) -> Coverage:
        """Give what was counted, by kind of item and place in it."""
        found: Coverage = {}
        for (kind, _), place in self._places.items():
            here = found.setdefault(kind, {})
            for path, fields in place.counted().items():
                here[path] = here[path] + fields if path in here else fields
        for kind, said in self._said.items():
            found.setdefault(kind, {})[SAID] = said.counted()
        return found

    def lacking(self) -> dict[str, tuple[ItemId, ...]]:
        """Give the first items in which a known field was away, by path as in `standings`."""
        fields = {
            f"{kind}/{path}": tuple(dict.fromkeys(items))
            for (kind, _), place in self._places.items()
            for path, items in place.lacking().items()
        }
        empty = {
            f"{kind}/{SAID}/{ANYTHING}": tuple(dict.fromkeys(said.empty))
            for kind, said in self._said.items()
            if said.empty
        }
        return fields | empty
