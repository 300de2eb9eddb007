"""The blind indexes of all epochs of an archive, and which of them a thread goes by.

A thread keeps the epoch in which the first third party in it was known: who joins later gets a
pseudonym of that one. An epoch has tables and keys of its own, so that nothing ties two pseudonyms
of one person together; each of its persons stands in its tables alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from weerklank.minimise.blind_index import BlindIndex
from weerklank.model.epoch import FIRST
from weerklank.store.keys import KeyFolder

#: Threads of which the epoch is at hand.
_MOST_REMEMBERED = 10_000


class BlindEpochs:
    """Persons by epoch; new threads begin in the last. Errors as `BlindIndex`."""

    def __init__(
        self,
        folder: Path,
        keys: KeyFolder,
        origin: str,
        numbers: Sequence[int] = (FIRST,),
        *,
        writes: bool = True,
    ) -> None:
        """Open those of the epochs by which anybody may be known; the last is that of now."""
        made: list[BlindIndex] = []
        try:
            for number in numbers:
                place = tables_of(folder, number)
                made.append(BlindIndex(place, keys, origin, writes=writes, epoch=number))
        except BaseException:
            for one in made:
                one.close()
            raise
        #: In order of when they began.
        self.epochs = tuple(made)
        for one in made:
            one.beside = tuple(other for other in made if other is not one)
        self._now = made[-1]
        self._by_number = {one.number: one for one in made}
        #: By thread the epoch that it goes by.
        self._remembered: dict[bytes, BlindIndex] = {}

    @property
    def changes(self) -> int:
        """Rises whenever more may be known of persons than before."""
        return sum(one.changes for one in self.epochs)

    def of_thread(self, thread: bytes) -> BlindIndex:
        """Give the index by which persons of a thread get their pseudonyms.

        That of the epoch of now for a thread in which nobody takes part yet.
        """
        if len(self.epochs) == 1:
            return self._now
        known = self._remembered.get(thread)
        if known is None:
            began = next(filter(None, (one.began(thread) for one in self.epochs)), None)
            known = self._by_number.get(began or 0, self._now)
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[thread] = known
        return known

    def parts_of(self, thread: bytes) -> tuple[BlindIndex, ...]:
        """Give the indexes in which persons of a thread stand; that of its epoch first.

        More than one only of a thread that turned out to hang together with one of another epoch.
        """
        own = self.of_thread(thread)
        others = (one for one in own.beside if one.began(thread) is not None)
        return (own, *others)

    def index_of(self, person: bytes) -> BlindIndex | None:
        """Give the index of the epoch that a pseudonym, given by its tag, is of."""
        if len(self.epochs) == 1:
            return self._now
        return next((one for one in reversed(self.epochs) if one.knows(person)), None)

    def join(self, thread: bytes, person: bytes) -> None:
        """Note that someone, given by the tag of their pseudonym, takes part in a thread."""
        began = self.of_thread(thread)
        (self.index_of(person) or began).join(thread, person, began.number)

    def takes_part(self, thread: bytes, person: bytes) -> bool:
        """Tell whether someone, given by the tag, is known to take part in a thread."""
        return any(one.takes_part(thread, person) for one in self.epochs)

    def join_threads(self, thread: bytes, part: bytes) -> None:
        """Note that what was held as a thread of its own is part of another."""
        if thread != part:
            for tag in list(self.participants(part)):
                self.join(thread, tag)

    def participants(self, thread: bytes) -> Iterator[bytes]:
        """Give the tags of who takes part in a thread, of whichever epoch."""
        for one in self.epochs:
            yield from one.participants(thread)

    def count_persons(self) -> int:
        """Count the pseudonyms: who is known in two epochs has two. Reads whole tables."""
        return sum(one.count_persons() for one in self.epochs)

    def tag_of_id(self, platform: str, user_id: str) -> bytes:
        """Give the keyed tag of an id on a platform by which a decision names somebody."""
        return self._now.tag_of_id(platform, user_id)

    def names_among(self, platform: str, words: Iterable[str]) -> frozenset[str]:
        """Give the words by which anybody of any epoch is known (`BlindIndex.names_among`)."""
        asked = tuple(words)
        return frozenset().union(*(one.names_among(platform, asked) for one in self.epochs))

    def forget_threads(self, threads: frozenset[bytes]) -> int:
        """Take out threads that have no items any more, and persons who are in no other."""
        self._remembered.clear()
        return sum(one.forget_threads(threads) for one in self.epochs)

    def save_what_waits(self) -> None:
        """Write rows when many wait: what waits stays small."""
        for one in self.epochs:
            one.save_what_waits()

    def save(self) -> None:
        """Write everything that waits; must be done before a package that uses it is closed."""
        for one in self.epochs:
            one.save()

    def close(self) -> None:
        """Let go of the files."""
        for one in self.epochs:
            one.close()


#: What knows persons by thread: of an archive, or of one epoch alone.
Blind = BlindEpochs | BlindIndex


def tables_of(folder: Path, number: int) -> Path:
    """Give the folder of the tables of an epoch, within that of the blind index."""
    return folder if number == FIRST else folder / f"{number:04d}"
