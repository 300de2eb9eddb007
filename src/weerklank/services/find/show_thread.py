"""Show thread: an item among what it answers and what answers it, in the order of reading."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from weerklank.catalogue.catalogue import Catalogue
from weerklank.catalogue.item_places import Located
from weerklank.model.deletion import Deletion
from weerklank.model.errors import BrokenInput
from weerklank.model.item import ArchivalItem, AuthorRole, ItemState, state_of
from weerklank.model.question import Sight
from weerklank.model.special import LaidStates
from weerklank.model.symbols import encode
from weerklank.services.find.item_json import author_name
from weerklank.services.find.read_items import ItemReader
from weerklank.services.find.read_marks import is_special

#: Items of a thread that are shown at most; of a longer one those around the item that is asked.
_MOST = 500


class NodeState(StrEnum):
    """What is there of an item of a thread."""

    HELD = "held"
    #: Destroyed by decision; that it was there shows in the items that answer it.
    DESTROYED = "destroyed"
    #: Somebody answered it, and the archive never held it.
    ABSENT = "absent"
    #: Held, and not to be seen by who asks.
    WITHHELD = "withheld"
    #: Held in a file that is damaged or gone, and not to be read now.
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One place in a thread."""

    state: NodeState
    #: Steps below the first of the thread.
    depth: int
    key: str
    #: Whether it is the item that was asked for.
    asked: bool
    #: Only where it is held.
    item: ArchivalItem | None = None
    item_state: ItemState | None = None
    #: What is known of its end.
    deletion: Deletion | None = None
    author: str = ""
    #: Whether the organisation wrote it.
    own: bool = False
    #: Whether any of its versions was for followers only.
    shielded: bool = False
    #: Whether it probably holds special data; of what is withheld that this is why.
    special: bool = False
    #: Decision by which it was destroyed.
    decision: str | None = None
    #: What is wrong with the file that it lies in.
    damage: BrokenInput | None = None


@dataclass(frozen=True, slots=True)
class Participant:
    """Someone who takes part in a thread, under the name that the archive knows."""

    name: str
    role: AuthorRole
    items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A thread as far as the archive has it."""

    #: In order of reading: each item above those that answer it, answers in order of time.
    nodes: tuple[Node, ...]
    #: Items that the archive holds, shown here or not.
    total: int
    #: Those of the items that are shown, whoever wrote most first.
    participants: tuple[Participant, ...]
    #: Decisions by which items of this thread were destroyed.
    decisions: tuple[str, ...]

    @property
    def damage(self) -> tuple[BrokenInput, ...]:
        """What is wrong with the files of items that can't be read, in order of reading."""
        return tuple(node.damage for node in self.nodes if node.damage)

    @property
    def ancestors(self) -> tuple[Node, ...]:
        """What the item that was asked for answers, the first of the thread first."""
        found: list[Node] = []
        for node in self.nodes:
            found = [one for one in found if one.depth < node.depth]
            if node.asked:
                return tuple(found)
            found.append(node)
        return ()

    @property
    def replies(self) -> tuple[Node, ...]:
        """Everything that answers the item that was asked for, and what answers that."""
        nodes = iter(self.nodes)
        depth = next((node.depth for node in nodes if node.asked), None)
        found: list[Node] = []
        for node in nodes:
            if depth is None or node.depth <= depth:
                break
            found.append(node)
        return tuple(found)


def may_see(item: ArchivalItem, sight: Sight, laid: LaidStates, place: Located) -> bool:
    """Tell whether someone may see an item; `laid` is what decisions lay over records.

    `place` is that of its newest version.
    """
    return (
        (sight.shielded or not place.shielded)
        and (sight.restricted or state_of(item, laid) is not ItemState.RESTRICTED)
        and (sight.special or not is_special(place, laid))
    )


def show_thread(
    reader: ItemReader,
    catalogue: Catalogue,
    asked: Located,
    sight: Sight,
    destroyed: dict[str, str],
    decisions: tuple[str, ...],
    laid: LaidStates,
) -> Thread:
    """Give the thread of an item; what lies in a damaged file leaves its place and its reason."""
    found = catalogue.database.threads.items_of(asked.thread)
    tree = _Tree(found, asked.key)
    nodes: list[Node] = []
    for key, depth in tree.in_order():
        place, name = tree.places.get(key), encode(key)
        if place is None or name in destroyed:  # gone, or on its way out
            nodes.append(_empty(name, depth, destroyed))
        else:
            is_asked = key == asked.key
            item = reader.try_read(place)
            if isinstance(item, BrokenInput):
                nodes.append(_unreadable(name, depth, item, asked=is_asked))
            else:
                nodes.append(
                    _held(
                        item,
                        catalogue.database.deletions.of(key),
                        depth,
                        sight,
                        laid,
                        asked=is_asked,
                        place=place,
                    )
                )
    return Thread(
        nodes=tuple(nodes),
        total=len(found),
        participants=_participants(nodes),
        decisions=decisions,
    )


class _Tree:
    """Who answers whom; also what is answered and not there."""

    def __init__(self, found: list[tuple[bytes, bytes | None, Located]], asked: bytes) -> None:
        self.places = {key: place for key, _, place in found}
        self._parents = {key: parent for key, parent, _ in found}
        self._children: dict[bytes, list[bytes]] = defaultdict(list)
        tops: dict[bytes, None] = {}
        for key, parent, _ in found:
            if parent is None or parent == key:
                tops[key] = None
            else:
                self._children[parent].append(key)
                if parent not in self.places:
                    tops[parent] = None
        self._tops = list(tops)
        self._asked = asked

    def in_order(self) -> list[tuple[bytes, int]]:
        """Give keys with their depth, in order of reading; of a long thread a part."""
        order: list[tuple[bytes, int]] = []
        seen: set[bytes] = set()
        waiting = [(key, 0) for key in reversed(self._tops)]
        while waiting:
            key, depth = waiting.pop()
            if key in seen:
                continue
            seen.add(key)
            order.append((key, depth))
            waiting += [(child, depth + 1) for child in reversed(self._children.get(key, ()))]
        # A circle of answers has no top: nothing of it may be lost.
        order += [(key, 0) for key in self.places if key not in seen]
        if len(order) <= _MOST:
            return order
        # A page is of a thread and stands in none: then from the beginning.
        at = next((place for place, (key, _) in enumerate(order) if key == self._asked), 0)
        first = max(0, min(at - _MOST // 4, len(order) - _MOST))
        above = set(self._above())
        return [
            one
            for place, one in enumerate(order)
            if first <= place < first + _MOST or one[0] in above
        ]

    def _above(self) -> Iterator[bytes]:
        key: bytes | None = self._asked
        for _ in range(_MOST):
            key = self._parents.get(key) if key else None
            if key is None:
                return
            yield key


def _empty(key: str, depth: int, destroyed: dict[str, str]) -> Node:
    decision = destroyed.get(key)
    state = NodeState.DESTROYED if decision else NodeState.ABSENT
    return Node(state=state, depth=depth, key=key, asked=False, decision=decision)


def _unreadable(key: str, depth: int, damage: BrokenInput, *, asked: bool) -> Node:
    state = NodeState.UNREADABLE
    return Node(state=state, depth=depth, key=key, asked=asked, damage=damage)


def _held(
    item: ArchivalItem,
    deletion: Deletion | None,
    depth: int,
    sight: Sight,
    laid: LaidStates,
    *,
    asked: bool,
    place: Located,
) -> Node:
    if not may_see(item, sight, laid, place):
        why = not sight.special and is_special(place, laid)
        return Node(state=NodeState.WITHHELD, depth=depth, key=item.key, asked=asked, special=why)
    return Node(
        state=NodeState.HELD,
        depth=depth,
        key=item.key,
        asked=asked,
        item=item,
        item_state=state_of(item, laid, deleted=deletion is not None),
        deletion=deletion,
        author=author_name(item.author),
        own=item.author.role is AuthorRole.OWN,
        shielded=place.shielded,
        special=is_special(place, laid),
    )


def _participants(nodes: list[Node]) -> tuple[Participant, ...]:
    counts: dict[tuple[str, AuthorRole], int] = {}
    for node in nodes:
        if node.item is not None:
            who = (node.author, node.item.author.role)
            counts[who] = counts.get(who, 0) + 1
    found = [Participant(name, role, count) for (name, role), count in counts.items()]
    return tuple(sorted(found, key=lambda one: (-one.items, one.name)))
