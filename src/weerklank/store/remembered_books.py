"""What a process that answers many questions remembers of the books of one archive.

Not the events: what they come to. Each fold takes every event once, in order; when a file is gone
or replaced, or one turns up that sorts before what was taken, all begin anew.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from weerklank.model.event import Book, Event
from weerklank.store.book_watch import BookWatch
from weerklank.store.fold import Fold

T = TypeVar("T")


@dataclass(slots=True)
class _Running:
    """A fold, and how far it is."""

    fold: Fold[Any]
    epoch: int
    taken: int = 0
    newest: datetime | None = None
    result: Any = None


class RememberedBooks:
    """Folds by book, for all threads of a process."""

    def __init__(self) -> None:
        self._watches: dict[Book, BookWatch] = {}
        self._running: dict[tuple[Book, object, bool], _Running] = {}
        self._lock = threading.RLock()

    def fold(
        self,
        book: Book,
        root: Path,
        begin: Callable[[], Fold[T]],
        read: Callable[[Path], Event | None],
        *,
        strict: bool,
        look: bool,
    ) -> tuple[T, datetime | None]:
        """Give what the events of a book come to now, and the moment of the newest taken.

        `read` gives an event, None for one to pass over, which it never does when `strict`; what
        it raises is raised, each time anew. Without `look` what came since the last look may be
        missing.
        """
        key = (book, begin, strict)
        with self._lock:
            watch = self._watches.setdefault(book, BookWatch(root))
            if look or not watch.files:
                watch.look()
            running = self._running.get(key)
            if running is None or running.epoch != watch.epoch:
                running = self._running[key] = _Running(begin(), watch.epoch)
                running.result = running.fold.result()
            if running.taken < len(watch.files):
                try:
                    self._take(running, root, watch.files, read)
                except BaseException:  # half taken: begun anew at the next question; raised again
                    del self._running[key]
                    raise
            return running.result, running.newest

    def _take(
        self,
        running: _Running,
        root: Path,
        files: list[str],
        read: Callable[[Path], Event | None],
    ) -> None:
        for name in files[running.taken :]:
            event = read(root / name)
            if event is not None:
                running.fold.take(event)
                if running.newest is None or event.at > running.newest:
                    running.newest = event.at
        running.taken = len(files)
        running.result = running.fold.result()
