"""Copies elsewhere: who else holds what was destroyed, and could not be searched.

Each holder is asked by the generations of packages that were replaced. A holder is any part of the
program that puts what is held where a search can't go: replicas with their object versions, delete
markers and unfinished uploads.
"""

from collections.abc import Callable, Iterable

from weerklank.model.destruction import NotSearched, WhyNot
from weerklank.services.seal.read_replicas import replicas_with
from weerklank.services.workplace import Workplace

#: A package, and the generation of it that was replaced.
Replaced = tuple[str, int]
#: Tells which copies of replaced generations it still holds.
Holder = Callable[[Workplace, tuple[Replaced, ...]], Iterable[NotSearched]]


def _replicas(workplace: Workplace, replaced: tuple[Replaced, ...]) -> Iterable[NotSearched]:
    """Name the replicas that still hold any of it: by the log, as they are not read."""
    for one in replicas_with(workplace, replaced):
        why = WhyNot.KEY_DESTROYED if one.get("key_destroyed") else WhyNot.ELSEWHERE
        yield NotSearched(f"replica {one['replica']}", why)


HOLDERS: tuple[Holder, ...] = (_replicas,)


def copies_elsewhere(workplace: Workplace, replaced: tuple[Replaced, ...]) -> list[NotSearched]:
    """Ask every holder which copies there still are."""
    return [copy for holder in HOLDERS for copy in holder(workplace, replaced)]
