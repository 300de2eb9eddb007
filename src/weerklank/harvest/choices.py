"""What can be picked from an export: read in memory, one after another, and nowhere kept."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from weerklank.harvest.port import Export
from weerklank.model.item import ItemKind
from weerklank.model.raw import Passed, PassedOver, RawItem, Scanned

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
