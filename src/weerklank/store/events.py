"""Events as files: one event a file, made once, never changed.

The file is one canonical JSON line. It holds 16 bytes of salt of its own, so that its digest in
the log confirms no guess once the file is gone, and a code by which it is told from a false one.
"""

import secrets
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TypeVar

import orjson

from weerklank.model.canonical import canonical
from weerklank.model.clock import from_iso, iso
from weerklank.model.errors import BrokenInput, fault
from weerklank.model.event import OPEN_BOOKS, Book, Event
from weerklank.model.json_value import JsonObject
from weerklank.model.loss import Loss
from weerklank.model.person import Actor, Role
from weerklank.model.text import Text
from weerklank.store.atomic import create_file, make_folder
from weerklank.store.event_files import days_of
from weerklank.store.event_mac import MAC, event_mac, is_genuine
from weerklank.store.fold import Fold
from weerklank.store.keys import KeyFolder
from weerklank.store.layout import Layout
from weerklank.store.plain_file import read_plain
from weerklank.store.remembered_books import RememberedBooks
from weerklank.store.whole_books import DECIDING, GONE, demand_begun

T = TypeVar("T")

DAMAGED = fault(
    "ARCHIVE-006",
    Text(
        nl="Het gebeurtenisbestand {path} is beschadigd of hoort hier niet.",
        en="The event file {path} is damaged or does not belong here.",
    ),
    Text(
        nl="Verander niets; draai 'weerklank verify' en zet het bestand terug uit een kopie.",
        en="Change nothing; run 'weerklank verify' and put the file back from a copy.",
    ),
)
FALSE = fault(
    "ARCHIVE-009",
    Text(
        nl="De gebeurtenis {path} is niet met de sleutels van dit archief geschreven, of later "
        "veranderd of verplaatst: het echtheidskenmerk klopt niet.",
        en="The event {path} was not written with the keys of this archive, or was changed or "
        "moved later: its authentication code is wrong.",
    ),
    Text(
        nl="Er is niets mee gedaan. Draai 'weerklank verify', zoek uit wie in het archief kan "
        "schrijven, en zet het bestand terug uit een kopie of haal het weg.",
        en="Nothing was done by it. Run 'weerklank verify', find out who can write to the "
        "archive, and put the file back from a copy or take it away.",
    ),
)
#: Bytes of the largest event, a destruction list; more is nothing that was written here.
_MOST = 16 << 20
_MOST_DIGITS = 12
#: By how a file names them: thousands of events are read at once.
_BOOKS = {str(book): book for book in Book}
_ROLES = {str(role): role for role in Role}


class EventStore:
    """Register, decisions and journal of one archive."""

    def __init__(
        self,
        layout: Layout,
        session: str,
        keys: KeyFolder,
        remembered: RememberedBooks | None = None,
        sealed: Callable[[], AbstractSet[str]] | None = None,
    ) -> None:
        """Take the books of an archive; `sealed` gives the event files that its log holds.

        Without it, as for an archive in the making and for who verifies, a book in which nothing
        lies is empty.
        """
        self._sealed = sealed
        self._remembered = remembered
        self._layout = layout
        self._session = session
        self._keys = keys
        self._count = 0
        self._newest: dict[Book, datetime] = {}
        #: Books of which the files were looked at since this last wrote to them.
        self._looked: set[Book] = set()
        #: Whether it was seen in this process that what is written can enter the log.
        self.is_sound = False

    def write(self, event: Event) -> Path:
        """Write an event; it is durable when this returns. Gives its file."""
        key = self._keys.events
        at = event.at.astimezone(UTC)
        folder = self._layout.book(event.book) / f"{at:%Y/%m/%d}"
        make_folder(folder)
        content = to_json(event)
        while True:
            number = self._count + 1
            clock = f"{at:%H%M%S}{at.microsecond // 1000:03d}"
            path = folder / f"{clock}-{self._session}-{number}.json"
            mac = event_mac(key, self._name(path), content)
            try:
                create_file(path, canonical({**content, MAC: mac}) + b"\n")
            except FileExistsError:
                self._count = number
                continue
            self._count = number  # not of one that failed: a hole tells of an event that is gone
            self._remember(event)
            return path

    def newest(self, book: Book) -> datetime | None:
        """Give the moment of the newest event of a book that was written or read here.

        Of a book that decides and that nobody read here, by the names of its files: what is
        decided under a clock that was set back must not come before what was decided already.
        """
        known = self._newest.get(book)
        return self._named_last(book) if known is None and book in DECIDING else known

    def _named_last(self, book: Book) -> datetime | None:
        root = self._layout.book(book)
        for folder in sorted(root.glob("*/*/*"), reverse=True):
            for name in sorted(_names(folder), reverse=True):
                named = f"{folder.relative_to(root).as_posix()} {name.partition('-')[0]}000"
                with suppress(ValueError):  # none of ours
                    return datetime.strptime(named, "%Y/%m/%d %H%M%S%f").replace(tzinfo=UTC)
        return None

    def _remember(self, event: Event) -> None:
        self._looked.discard(event.book)
        known = self._newest.get(event.book)
        if known is None or event.at > known:
            self._newest[event.book] = event.at

    def read(self, book: Book) -> Iterator[Event]:
        """Give the events of a book in order of time; BrokenInput at one that is false.

        Without the key folder none can be told from a false one, and nothing can be written.
        """
        key, found = self._key(), False
        for path in self.files(book):
            event = self._read(path, key)
            self._remember(event)
            found = True
            yield event
        if not found:
            self._demand_begun(book)

    @property
    def is_remembering(self) -> bool:
        """Tell whether this process remembers what books come to."""
        return self._remembered is not None

    def fold(self, book: Book, begin: Callable[[], Fold[T]], *, genuine: bool = False) -> T:
        """Give what all events of a book come to, taken in order of time.

        BrokenInput at one that is false; with `genuine` such a one is passed over, as always in
        the journal. A process that remembers books takes only what came since it last did.
        """
        is_strict = book in DECIDING and not genuine
        if self._remembered is None:
            fold = begin()
            for event in self.read(book) if is_strict else self.read_genuine(book):
                fold.take(event)
            return fold.result()
        # Of thousands of events that are new to a process the key is read once, not for each.
        key = cache(self._key if is_strict else lambda: self._keys.events)
        read = self._read_strictly if is_strict else self._read_if_genuine
        result, newest = self._remembered.fold(
            book,
            self._layout.book(book),
            begin,
            lambda path: read(path, key),
            strict=is_strict,
            # Once a page is enough of what only tells; what decides may have changed meanwhile.
            look=book in DECIDING or book not in self._looked,
        )
        self._looked.add(book)
        if newest is None:
            self._demand_begun(book)
        if is_strict and newest is not None:
            self._newest[book] = max(newest, self._newest.get(book, newest))
        return result

    def _key(self) -> bytes | None:
        return self._keys.events if self._keys.has_events else None

    def _read_strictly(self, path: Path, key: Callable[[], bytes | None]) -> Event:
        self._order(path)
        return self._read(path, key())

    def _read_if_genuine(self, path: Path, key: Callable[[], bytes | None]) -> Event | None:
        text = self.genuine(path, key)
        return None if text is None else read_event(text)

    def read_genuine(self, book: Book) -> Iterator[Event]:
        """Give the events of a book that this archive wrote; `verify` names the others.

        For who only looks something up: work need not stop for a file that is damaged or false,
        and nothing that is written later is dated by what is met here.
        """
        key, found = cache(lambda: self._keys.events), False
        for path in sorted(self._layout.book(book).glob("*/*/*/*.json")):
            text = self.genuine(path, key)
            if text is not None:
                yield read_event(text)
                found = True
        if not found:
            self._demand_begun(book)

    def read_backwards(
        self, book: Book, kinds: Iterable[str], since: datetime | None = None
    ) -> Iterator[Event]:
        """Give the events of some kinds that this archive wrote, the newest first.

        For who looks for what was done last: a long journal is not read to its beginning, and
        nothing of the days before that of `since`.
        """
        marks = [b'"kind":"%s"' % kind.encode() for kind in kinds]
        first = f"{since.astimezone(UTC):%Y/%m/%d}" if since else ""
        for folder in sorted(self._layout.book(book).glob("*/*/*"), reverse=True):
            if "/".join(folder.parts[-3:]) < first:
                return
            for name in sorted(_names(folder), reverse=True):
                path = folder / name
                try:
                    text = read_plain(path, _MOST)
                except (OSError, ValueError):
                    continue
                if any(mark in text for mark in marks) and self.genuine(path) is not None:
                    yield read_event(text)

    def read_named(self, names: Iterable[str]) -> Iterator[Event]:
        """Give events by their files, in the order given; what can't be read is passed over.

        For files that the log holds: nothing here tells a false one.
        """
        for name in names:
            try:
                event = read_event(read_plain(self._layout.root / name, _MOST))
            except (OSError, KeyError, TypeError, ValueError, OverflowError):
                continue
            yield event

    def read_sealed(self, names: Iterable[str]) -> Iterator[Event]:
        """Give events that the log holds by their files, in the order given, as far as genuine.

        Without the key folder none can be told from one that was changed since: `verify` can.
        """
        key = self._key()
        for name in names:
            try:
                text = read_plain(self._layout.root / name, _MOST)
                if key is None or is_genuine(key, name, text):
                    yield read_event(text)
            except (OSError, KeyError, TypeError, ValueError, OverflowError):
                continue

    def files(self, book: Book) -> Iterator[Path]:
        """Give the event files of a book in order."""
        for folder in sorted(self._layout.book(book).glob("*/*/*")):
            yield from sorted(folder.glob("*.json"), key=self._order)

    def unsealed(self, sealed: AbstractSet[str]) -> list[Path]:
        """List event files that the log does not hold yet, in order.

        Looks at every day, since a clock that was wrong once dates events anywhere.
        """
        found = []
        for book in Book:
            names = (name for name in self._listed(book) if name not in sealed)
            found += sorted(map(Path, names), key=_loose_order)
        return [self._layout.root / name for name in found]

    def demand_there(self, sealed: AbstractSet[str]) -> None:
        """Refuse to act when an event is gone that the log holds (BrokenInput).

        Of register and decisions: without a decision to destroy, what it destroyed would come
        back.
        """
        for book in DECIDING:
            held = {name for name in sealed if name.startswith(f"{book}/")}
            gone = held.difference(self._listed(book))
            if gone:
                raise BrokenInput(GONE, path=min(gone))

    def losses(self, sealed: AbstractSet[str]) -> tuple[Loss, ...]:
        """Tell what is gone of the books that are kept for good, without reading an event.

        For who shows what follows from them: what was lost decides no more, or tells no more. Of
        who looked at what the log holds more than lies there, as that has a term.
        """
        found = []
        for book in OPEN_BOOKS:
            held = {name for name in sealed if name.startswith(f"{book}/")}
            listed = set(self._listed(book))
            gone = held - listed
            if gone or (book is Book.REGISTER and not listed):
                path = min(gone, default="")
                found.append(Loss(book, len(gone), path, is_whole=not listed))
        return tuple(found)

    def _demand_begun(self, book: Book) -> None:
        """Refuse a book that decides of which nothing is left; `verify` names each file.

        Of one file among others that is gone `demand_there` tells, before anything is written.
        """
        if book in DECIDING:
            self._demand_some(book)

    def demand_journal(self) -> None:
        """Refuse to tell by a journal of which nothing is left. Work goes on without it."""
        self._demand_some(Book.JOURNAL)

    def _demand_some(self, book: Book) -> None:
        if self._sealed is not None and not any(self._listed(book)):
            demand_begun(book, self._sealed())

    def _listed(self, book: Book) -> Iterator[str]:
        """List the paths of a book's files, without a look at what they are."""
        root = str(self._layout.book(book))
        for day, names in days_of(root):
            for entry in names:
                if entry.name.endswith(".json"):
                    yield f"{book}/{day}{entry.name}"

    def genuine(self, path: Path, key: Callable[[], bytes | None] | None = None) -> bytes | None:
        """Give the bytes of an event file that this archive wrote; None for any other.

        `key` gives the key to who asks it of many files.
        """
        try:
            text = read_plain(path, _MOST)
        except (OSError, ValueError):
            return None
        known = self._keys.events if key is None else key()
        return text if known and is_genuine(known, self._name(path), text) else None

    def _read(self, path: Path, key: bytes | None) -> Event:
        try:
            text = read_plain(path, _MOST)
            event = read_event(text)
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise self._damaged(path) from error
        if key is not None and not is_genuine(key, self._name(path), text):
            raise BrokenInput(FALSE, path=self._name(path))
        return event

    def _name(self, path: Path) -> str:
        return path.relative_to(self._layout.root).as_posix()

    def _order(self, path: Path) -> tuple[str, str, int]:
        try:
            clock, session, count = path.stem.split("-")
            return clock, session, int(count)
        except ValueError as error:
            raise self._damaged(path) from error

    def _damaged(self, path: Path) -> BrokenInput:
        return BrokenInput(DAMAGED, path=self._name(path))


def _names(folder: Path) -> list[str]:
    """Give the names in the folder of a day; none where a file lies instead of it."""
    try:
        return [path.name for path in folder.iterdir()]
    except NotADirectoryError:
        return []


def _loose_order(path: Path) -> tuple[Path, str, int, str]:
    """Order as they were written; what has no name of an event comes where it comes."""
    begin, _, count = path.stem.rpartition("-")
    return path.parent, begin, int(count) if _is_count(count) else 0, path.name


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < _MOST_DIGITS


def to_json(event: Event) -> JsonObject:
    """Write an event as JSON, with a fresh salt."""
    actor: JsonObject = {
        "name": event.actor.name,
        "roles": [str(role) for role in event.actor.roles],
        "system_user": event.actor.system_user,
    }
    if event.actor.is_signed_in:
        actor["signed_in"] = True
    return {
        "actor": actor,
        "at": iso(event.at),
        "book": str(event.book),
        "data": event.data,
        "kind": event.kind,
        "salt": secrets.token_hex(16),
        "subject": event.subject,
    }


def read_event(text: bytes) -> Event:
    """Read the line of an event; KeyError, TypeError or ValueError when it is none."""
    raw: JsonObject = orjson.loads(text)
    actor = raw["actor"]
    data = raw["data"]
    if not isinstance(actor, dict) or not isinstance(data, dict):
        raise TypeError("actor")
    name, roles = actor["name"], actor["roles"]
    return Event(
        book=_BOOKS[str(raw["book"])],
        kind=str(raw["kind"]),
        at=from_iso(str(raw["at"])),
        actor=Actor(
            system_user=str(actor["system_user"]),
            name=None if name is None else str(name),
            roles=tuple(_ROLES[str(role)] for role in roles) if isinstance(roles, list) else (),
            is_signed_in=actor.get("signed_in") is True,
        ),
        subject=str(raw["subject"]),
        data=data,
    )
