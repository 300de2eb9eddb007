"""Join threads: whoever a run meets takes part in them, and what is held of those is due.

The decision that earlier texts are due for a look comes before the blind index knows who joined:
a process that dies between the two leaves a look at nobody, and the next import joins again.
"""

from collections.abc import Callable, Collection, Iterator, Mapping

from weerklank.catalogue.database import Database
from weerklank.harvest.intake import Intake
from weerklank.minimise.blind_index import BlindIndex
from weerklank.minimise.minimiser import Minimiser
from weerklank.model.symbols import decode
from weerklank.services.correct_persons import note_due
from weerklank.services.read_corrections import PrivacyCorrection, open_corrections
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
    blind: BlindIndex,
    minimiser: Minimiser,
    intake: Intake,
    thread_of: ThreadOf,
) -> frozenset[str]:
    """Note who takes part in which thread, and what is held of threads that somebody joined.

    Gives the accounts of which anything is due.
    """
    if database.is_empty():
        for root, persons in intake.participants():
            minimiser.note_participants(thread_of(root), persons)
        blind.save()
        return frozenset()
    table = SortedTable(intake.folder / "joins", 2 * _TAG, 1, grouped_by=2 * _TAG)
    joins = _Joins(blind, table)
    for root, persons in intake.participants():
        thread = thread_of(root)
        for person in minimiser.tags_of(persons):
            joins.note(thread, person)
        blind.save_what_waits()
    _join_parts(database, intake, joins, thread_of)
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
    blind: BlindIndex,
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

    def __init__(self, blind: BlindIndex, table: SortedTable) -> None:
        self._blind = blind
        self.table = table

    def note(self, thread: bytes, person: bytes) -> None:
        """Note one who takes part."""
        if not self._blind.takes_part(thread, person):
            self.table.put(thread + person, b"\x01")
            if self.table.unsaved > _MOST_UNSAVED:
                self.table.save()

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


def _join_parts(database: Database, intake: Intake, joins: _Joins, thread_of: ThreadOf) -> None:
    """Let what was held as a thread of its own be part of another, and the other way round.

    What hung below an item was a thread of its own as long as that was not there.
    """
    parts = [
        (tag, thread)
        for tag in intake.lower()
        if (thread := thread_of(intake.root(tag))) != tag and database.begins_thread(tag)
    ]
    for tag, thread in parts:
        for person in joins.participants(tag):
            joins.note(thread, person)
    for tag, thread in parts:
        for person in joins.participants(thread):
            joins.note(tag, person)


def _note_due(
    workplace: Workplace, database: Database, threads: Iterator[bytes]
) -> list[PrivacyCorrection]:
    """Decide, by account, that what is held of some threads is to be looked at."""
    noted: list[PrivacyCorrection] = []
    due: dict[str, list[bytes]] = {}
    for thread in threads:
        for account in database.accounts_of_thread(thread):
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
