"""Join threads: whoever a run meets takes part in them, and what is held of those is due.

The decision that earlier texts are due for a look comes before the blind index knows who joined:
a process that dies between the two leaves a look at nobody, and the next import joins again.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from weerklank.catalogue.database import Database
from weerklank.harvest.intake import Intake
from weerklank.minimise.blind_epochs import Blind
from weerklank.minimise.minimiser import Minimiser
from weerklank.model.symbols import decode
from weerklank.services.change.correct_persons import note_due
from weerklank.services.seal.read_corrections import PrivacyCorrection, open_corrections
from weerklank.services.workplace import Workplace
from weerklank.store.sorted_file import SortedTable

_TAG = 16
_MOST_UNSAVED = 10_000
#: Threads that one decision names.
_MOST_THREADS = 5_000

#: Gives the thread that the topmost known item belongs to, by what the archive holds.
ThreadOf = Callable[[bytes], bytes]


def join_threads(
    workplace: Workplace,
    database: Database,
    blind: Blind,
    minimiser: Minimiser,
    intake: Intake,
    thread_of: ThreadOf,
) -> frozenset[str]:
    """Note who takes part in which thread, and what is held of threads that somebody joined.

    Gives the accounts of which anything is due.
    """
    if database.is_empty():
        for root, persons in intake.participants():
            minimiser.note_participants(root, persons)
        blind.save()
        return frozenset()
    table = SortedTable(intake.folder / "joins", 2 * _TAG, 1, grouped_by=2 * _TAG)
    joins = _Joins(blind, table)
    parts = _Parts(database, joins)
    for root, persons in intake.participants():
        thread = thread_of(root)
        parts.note(root, thread)
        for person in minimiser.tags_of(thread, persons):
            joins.note(thread, person)
        blind.save_what_waits()
    for tag in intake.lower():
        parts.note(tag, thread_of(intake.root(tag)))
    for marks, root in intake.talks():
        parts.note_talk(marks, root, thread_of)
    parts.join()
    _join_linked(database, joins)
    joins.table.save()
    due = _note_due(workplace, database, joins.threads())
    for row, _ in joins.table.rows():
        blind.join(row[:_TAG], row[_TAG:])
    joins.table.close()
    blind.save()
    _note_again(workplace, due)
    return frozenset(one.account for one in due)


def join_later(
    workplace: Workplace,
    database: Database,
    blind: Blind,
    joining: Mapping[bytes, Collection[bytes]],
) -> frozenset[str]:
    """Note who joined which held threads, as it turned out after `join_threads`; same order.

    Gives the accounts of which anything is due.
    """
    due = _note_due(workplace, database, iter(joining))
    for thread, persons in joining.items():
        for person in persons:
            blind.join(thread, person)
    blind.save()
    _note_again(workplace, due)
    return frozenset(one.account for one in due)


class _Joins:
    """Who joins which thread and was not known to take part in it."""

    def __init__(self, blind: Blind, table: SortedTable) -> None:
        self._blind = blind
        self.table = table

    def note(self, thread: bytes, person: bytes) -> None:
        """Note one who takes part."""
        if not self._blind.takes_part(thread, person):
            self.table.put(thread + person, b"\x01")
            if self.table.unsaved > _MOST_UNSAVED:
                self.table.save()

    def carry(self, thread: bytes, other: bytes) -> None:
        """Let who takes part in a thread take part in another."""
        for person in self.participants(thread):
            self.note(other, person)

    def participants(self, thread: bytes) -> set[bytes]:
        """Give all who take part in a thread, joined or known."""
        joined = {
            bytes.fromhex(row[2 * _TAG :]) for row, _ in self.table.with_prefix(thread.hex())
        }
        return joined.union(self._blind.participants(thread))

    def threads(self) -> Iterator[bytes]:
        """Give the threads that anybody joins, each once."""
        before = b""
        for row, _ in self.table.rows():
            if row[:_TAG] != before:
                before = row[:_TAG]
                yield before


class _Parts:
    """What is held as a thread of its own and is part of another, as a file shows.

    What hung below an item that was not there was a thread of its own, or of whatever else was
    said in its conversation.
    """

    def __init__(self, database: Database, joins: _Joins) -> None:
        self._database = database
        self._joins = joins
        #: Part and whole.
        self._found: set[tuple[bytes, bytes]] = set()

    def note(self, item: bytes, thread: bytes) -> None:
        """Note what is held at an item, which belongs to a thread."""
        if item != thread and self._database.threads.begins(item):
            self._found.add((item, thread))
        for other in self._database.threads.answering(item):
            if other != thread:
                self._found.add((other, thread))

    def note_talk(self, marks: Iterable[bytes], root: bytes, thread_of: ThreadOf) -> None:
        """Note what is held of a conversation that the file has under a topmost item."""
        others = self._database.threads.in_talk(marks)
        if others in ([], [root]):  # as most are
            return
        thread = thread_of(root)
        self._found.update((other, thread) for other in others if other != thread)

    def join(self) -> None:
        """Let who takes part in one take part in the other, and the other way round."""
        found = sorted(self._found)
        for part, thread in (*found, *((thread, part) for part, thread in found)):
            self._joins.carry(part, thread)


def _join_linked(database: Database, joins: _Joins) -> None:
    """Let who joins a thread join every other that is held and hangs together with it.

    A thread that an export made one of two stays two in what is held of other accounts.
    """
    joins.table.save()
    for first in joins.threads():
        waiting, met = [first], {first}
        while waiting:
            thread = waiting.pop()
            for other in database.threads.linked(thread):
                joins.carry(thread, other)
                joins.carry(other, thread)
                if other not in met:
                    met.add(other)
                    waiting.append(other)


def _note_due(
    workplace: Workplace, database: Database, threads: Iterator[bytes]
) -> list[PrivacyCorrection]:
    """Decide, by account, that what is held of some threads is to be looked at."""
    noted: list[PrivacyCorrection] = []
    due: dict[str, list[bytes]] = {}
    for thread in threads:
        for account in database.threads.accounts_of(thread):
            waiting = due.setdefault(account, [])
            waiting.append(thread)
            if len(waiting) == _MOST_THREADS:
                noted.append(note_due(workplace, account, due.pop(account)))
    return noted + [note_due(workplace, account, waiting) for account, waiting in due.items()]


def _note_again(workplace: Workplace, due: list[PrivacyCorrection]) -> None:
    """Note once more what another run concluded before the blind index knew who joined."""
    left = {one.id for one in open_corrections(workplace)} if due else set()
    for one in due:
        if one.id not in left:
            note_due(workplace, one.account, [decode(thread) for thread in one.threads])
