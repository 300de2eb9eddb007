"""Tell apart records that are named by their second, where one has several (docs/adr/0075).

By what each says, not by its place: another export may lack one of them, or give them in another
order. What stands alone in its second keeps the name of that, which an API can tell as well;
unless the archive holds it under the name that it bore beside others.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b

from msgspec.structs import replace

from weerklank.model.raw import Broken, Passed, Scanned

Entry = Scanned | Passed | Broken

#: Entries that wait for the end of a second at most: there is no more than one of most.
_MOST_WAITING = 50
#: Enough for the few of a second, and too little to tell by it what somebody wrote.
_BYTES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class OfSecond:
    """A record that is named by its second."""

    second: str
    name: str
    #: What tells it from another one of that name.
    words: str
    #: Whether the same words once more are the same record.
    is_once: bool = False
    #: Makes its entries by a name, as many for any.
    entries: Callable[[str], list[Entry]]


def told_apart(found: Iterable[Entry | OfSecond]) -> Iterator[Entry]:
    """Give the entries of a file in their order, with names of their own.

    Those of one second stand side by side in their file, but for what has another name.
    """
    second = _Second("")
    waiting: list[Entry | OfSecond] = []
    for one in found:
        is_next = isinstance(one, OfSecond) and one.second != second.second
        if is_next or len(waiting) >= _MOST_WAITING:
            yield from second.entries(waiting)
            waiting = []
        if isinstance(one, OfSecond) and is_next:
            second = _Second(one.second)
        waiting.append(one)
    yield from second.entries(waiting)


class _Second:
    """The records of one second."""

    def __init__(self, second: str) -> None:
        self.second = second
        self._names: Counter[str] = Counter()
        self._again: Counter[str] = Counter()

    def entries(self, waiting: list[Entry | OfSecond]) -> Iterator[Entry]:
        """Give those that waited, which may be some of a second that has more."""
        self._names.update(one.name for one in waiting if isinstance(one, OfSecond))
        for one in waiting:
            if not isinstance(one, OfSecond):
                yield one
                continue
            beside = one.entries(self._name(one))
            is_alone = self._names[one.name] == 1
            yield from _either(one.entries(one.name), beside) if is_alone else beside

    def _name(self, one: OfSecond) -> str:
        mark = blake2b(one.words.encode("utf-8", "replace"), digest_size=_BYTES).hexdigest()
        name = f"{one.name}/{mark}"
        self._again[name] += not one.is_once
        return f"{name}.{self._again[name]}" if self._again[name] > 1 else name


def _either(alone: list[Entry], beside: list[Entry]) -> Iterator[Entry]:
    """Give entries with what they are under the other name; both names make the same ones."""
    for entry, other in zip(alone, beside, strict=True):
        yield entry if isinstance(entry, Broken) else replace(entry, also=other)
