"""Look into media: the files of a set are read once more, by other means than made them.

What is kept back may stand in the metadata of a file, or a film may carry what nobody judged. Our
own code took it out; so programs of others look whether it did. A file that they can't read, or
that none is there to read, counts as not looked into, and never as one in which nothing stands.
"""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from typing import IO, BinaryIO, Protocol

from weerklank.media.told_by_others import (
    Told,
    is_film_or_sound,
    told_of_files,
    told_of_film,
)
from weerklank.model.errors import Refused, fault
from weerklank.model.text import Text
from weerklank.services.disclose.same_pictures import Leak

CARRIES_MORE = fault(
    "DOSSIER-041",
    Text(
        nl="Bestand {file} van de set draagt meer dan beeld en geluid ({what}): er is niets "
        "uitgegeven.",
        en="File {file} of the set carries more than picture and sound ({what}): nothing was "
        "given out.",
    ),
    Text(
        nl="Lak dat bestand in zijn geheel, en meld dit: het had geschoond moeten zijn.",
        en="Redact that file as a whole, and report this: it should have been cleaned.",
    ),
)
#: Files that are open at once to be read together: starting the program takes longest.
_AT_ONCE = 40


class Seeks(Protocol):
    """Knows what is kept back."""

    def stands_in(self, text: str) -> tuple[tuple[bool, int], ...]:
        """Give what can be read in a text: whether it is a whole document, and the number."""
        ...


class MediaLook:
    """Reads the files of one set; what it finds stands in `leaks`."""

    def __init__(self, kept: Seeks) -> None:
        self._kept = kept
        self._open = ExitStack()
        self._waiting: list[tuple[BinaryIO, str]] = []
        self.leaks: list[Leak] = []
        #: Files into which no program of others looked.
        self.not_looked = 0

    def copied(
        self, blocks: Iterator[bytes], name: str, kind: str, number: str
    ) -> Iterator[bytes]:
        """Give the blocks of a file of a document on, and look into it when all went by.

        Refused when it carries more than picture and sound.
        """
        with tempfile.TemporaryFile() as spool:
            for block in blocks:
                spool.write(block)
                yield block
            spool.flush()
            if is_film_or_sound(kind):
                self._look_at_film(spool, name, kind, number)
            else:
                self._let_wait(spool, number)

    def end(self) -> None:
        """Look into what still waits."""
        told = told_of_files([file for file, _ in self._waiting]) if self._waiting else []
        for one, (_, number) in zip(told, self._waiting, strict=True):
            self._note(one, number)
        self._waiting.clear()
        self._open.close()
        self._open = ExitStack()

    def _look_at_film(self, spool: IO[bytes], name: str, kind: str, number: str) -> None:
        stream = _again(spool)
        with stream:
            told = told_of_film(stream, kind)
            if told is not None and told.besides:
                raise Refused(CARRIES_MORE, file=name, what=", ".join(told.besides))
            (more,) = told_of_files([stream])
        self._note(told, number)
        if more is not None:  # what one of both finds counts, whatever the other could read
            self._note(more, number)

    def _let_wait(self, spool: IO[bytes], number: str) -> None:
        self._waiting.append((self._open.enter_context(_again(spool)), number))
        if len(self._waiting) >= _AT_ONCE:
            self.end()

    def _note(self, told: Told | None, number: str) -> None:
        if told is None:
            self.not_looked += 1
            return
        found = dict.fromkeys(one for text in told.words for one in self._kept.stands_in(text))
        self.leaks += [Leak(which, number, is_whole) for is_whole, which in sorted(found)]


def _again(spool: IO[bytes]) -> BinaryIO:
    """Open a file without a name once more, so that it stays while somebody reads it."""
    return open(f"/proc/self/fd/{spool.fileno()}", "rb")
