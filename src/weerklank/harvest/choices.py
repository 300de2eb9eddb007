"""What can be picked from an export: read in memory, one after another, and nowhere kept."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from weerklank.harvest.port import Export
from weerklank.model.item import ItemKind
from weerklank.model.raw import Passed, PassedOver, RawItem, RawPerson, Scanned

_PICKED = frozenset({ItemKind.POST, ItemKind.REPLY})


@dataclass(slots=True)
class PassedBy:
    """What an export holds besides what can be picked, in numbers."""

    direct_messages: int = 0
    #: Shared posts of others, and what is no post.
    out_of_scope: int = 0
    broken: int = 0


def own_posts(export: Export, passed: PassedBy) -> Iterator[RawItem]:
    """Give the posts that the account wrote itself; a direct message is never opened."""
    for entry in export.scan():
        if isinstance(entry, Scanned):
            try:
                item = export.read(entry.content)
            except (ValueError, TypeError, LookupError, ArithmeticError, RecursionError):
                passed.broken += 1
                continue
            if item.kind in _PICKED and item.author == export.owner:
                yield item
            else:
                passed.out_of_scope += 1
        elif not isinstance(entry, Passed):
            passed.broken += 1
        elif entry.why is PassedOver.DIRECT_MESSAGE:
            passed.direct_messages += entry.count
        else:
            passed.out_of_scope += entry.count


class Companions:
    """Whom the posts of each thread of an export name: a post may say the name of any of them.

    Held in memory, and gone with it. The threads are those of an import: see `file_threads`.
    """

    def __init__(self, export: Export) -> None:
        self._above: dict[str, str] = {}
        self._persons: dict[str, dict[RawPerson, None]] = {}
        first: dict[str, str] = {}
        named: list[tuple[str, tuple[RawPerson, ...]]] = []
        talking: list[tuple[str, str]] = []
        for entry in export.scan():
            if isinstance(entry, Scanned):
                named.append((entry.native_id, entry.persons + entry.linked))
                if entry.parent:
                    self._above[entry.native_id] = entry.parent
                if entry.talk:
                    talking.append(
                        (first.setdefault(entry.talk, entry.native_id), entry.native_id)
                    )
        self._join(talking)
        for native, persons in named:
            self._persons.setdefault(self._top(native), {}).update(dict.fromkeys(persons))

    def _join(self, talking: list[tuple[str, str]]) -> None:
        """Hang what is of one conversation below its first post, when all is known."""
        for first, native in talking:
            top, other = self._top(first), self._top(native)
            if top != other:
                self._above[other] = top

    def _top(self, native: str) -> str:
        seen: set[str] = set()
        while native not in seen and native in self._above:  # one may bite its own tail
            seen.add(native)
            native = self._above[native]
        return native

    def of(self, item: RawItem) -> tuple[RawPerson, ...]:
        """Give whom the posts name that are of one thread with a post, itself included."""
        return (*item.persons, *self._persons.get(self._top(item.native_id), ()))


def addresses(
    export: Export, direct_message: Callable[[str], None]
) -> Iterator[tuple[str, str | None]]:
    """Give id and address of every item that is public or for followers; reads no more of it.

    `direct_message` is told the id of each direct message, as far as what is around it names it.
    """
    for entry in export.scan():
        if isinstance(entry, Scanned):
            yield entry.native_id, entry.url
        elif isinstance(entry, Passed) and entry.native_id is not None:
            direct_message(entry.native_id)
