"""The catalogue's database: where each record lies, and the facts by which records are found."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from weerklank.catalogue.soundness import Unsound
from weerklank.model.deletion import Deletion
from weerklank.store.members import Place

_SCHEMA = """
CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS parts (
  part INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL, generation INTEGER NOT NULL,
  records INTEGER NOT NULL, indexed INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS members (
  part INTEGER NOT NULL, member INTEGER NOT NULL,
  record_at INTEGER NOT NULL, record_length INTEGER NOT NULL,
  source_at INTEGER NOT NULL, source_length INTEGER NOT NULL,
  proof_at INTEGER NOT NULL, proof_length INTEGER NOT NULL,
  PRIMARY KEY (part, member)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS items (
  row INTEGER PRIMARY KEY, id TEXT NOT NULL, key BLOB NOT NULL, version INTEGER NOT NULL,
  part INTEGER NOT NULL, member INTEGER NOT NULL, line INTEGER NOT NULL,
  account TEXT NOT NULL, created INTEGER NOT NULL, thread BLOB NOT NULL, parent BLOB,
  talk BLOB, whose INTEGER NOT NULL, technique TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS deletions (
  key BLOB PRIMARY KEY, last_seen TEXT NOT NULL, missed TEXT NOT NULL, confirmed TEXT)
  WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS days (
  part INTEGER NOT NULL, account TEXT NOT NULL, day INTEGER NOT NULL, technique TEXT NOT NULL,
  posts INTEGER NOT NULL, replies INTEGER NOT NULL, media INTEGER NOT NULL,
  edits INTEGER NOT NULL, seen INTEGER NOT NULL,
  PRIMARY KEY (account, day, technique, part)) WITHOUT ROWID;
"""
_INDEXES = """
CREATE INDEX IF NOT EXISTS items_key ON items (key, version);
CREATE INDEX IF NOT EXISTS items_id ON items (id);
CREATE INDEX IF NOT EXISTS items_part ON items (part);
CREATE INDEX IF NOT EXISTS items_later ON items (key) WHERE version > 1;
CREATE INDEX IF NOT EXISTS items_thread ON items (thread) WHERE thread != key;
CREATE INDEX IF NOT EXISTS items_parent ON items (parent) WHERE parent != thread;
CREATE INDEX IF NOT EXISTS items_account ON items (account, created) WHERE version = 1;
CREATE INDEX IF NOT EXISTS items_talk ON items (talk) WHERE talk IS NOT NULL;
CREATE INDEX IF NOT EXISTS days_part ON days (part);
"""

#: Threads of what is held, answers or is answered at any item of one thread, there or not, and of
#: what is of one conversation with any.
_LINKED = """
WITH held (key, parent, talk) AS (
  SELECT key, parent, talk FROM items WHERE key = ?1 AND thread = ?1
  UNION ALL SELECT key, parent, talk FROM items WHERE thread = ?1 AND thread != key),
near (item) AS (
  SELECT ?1 UNION SELECT key FROM held
  UNION SELECT parent FROM held WHERE parent IS NOT NULL)
SELECT thread FROM near JOIN items ON key = item
UNION SELECT thread FROM near JOIN items ON parent = item WHERE parent != thread
UNION SELECT thread FROM near JOIN items ON thread = item WHERE thread != key
UNION SELECT thread FROM (SELECT DISTINCT talk AS said FROM held WHERE talk IS NOT NULL)
  JOIN items ON talk = said
"""

#: Day 0.
EPOCH = date(1970, 1, 1)
#: What appeared on one day here of one account: part, account, day since 1970, technique, posts,
#: replies, media, edits; and how many posts and replies of that day it saw for the first time.
DayRow = tuple[int, str, int, str, int, int, int, int, int]
#: The same of all parts together, without part and account.
DaySum = tuple[int, str, int, int, int, int, int]

#: Rises with each change of what is catalogued: what an earlier one made is made anew.
_VERSION = 11

#: One row of `items`, without its number.
ItemRow = tuple[
    str, bytes, int, int, int, int, str, int, bytes, bytes | None, bytes | None, int, str
]
#: Whose an item is: of the account for everyone to see, or for followers; a reply by somebody
#: else; or no message, a profile.
OPEN, SHIELDED, THEIRS, NO_MESSAGE = range(4)


@dataclass(frozen=True, slots=True)
class Located:
    """Where one version of one item lies."""

    row: int
    id: str
    key: bytes
    version: int
    #: Seconds since 1970.
    created: int
    package: str
    generation: int
    records: Place
    sources: Place
    proofs: Place
    line: int
    thread: bytes


#: What SQLite may keep of the file in memory, in KiB.
_CACHE_KIB = 8000


class Database:
    """The SQLite file of one archive."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute("PRAGMA synchronous = NORMAL")
        # What is deleted is overwritten, so that destroyed ids don't stay in free pages.
        self.connection.execute("PRAGMA secure_delete = ON")
        self.connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        self._demand_version()
        self.connection.executescript(_SCHEMA + _INDEXES)

    def _demand_version(self) -> None:
        """Mark a new file with the version; Unsound for a file of another."""
        (found,) = self.connection.execute("PRAGMA user_version").fetchone()
        if found != _VERSION:
            if self.connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone():
                self.connection.close()
                raise Unsound
            self.connection.execute(f"PRAGMA user_version = {_VERSION}")

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Let what the block changes happen whole, or, when it is left by an error, not at all."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.connection.execute("COMMIT")
        except BaseException:  # Ctrl-C too: nothing half stays; raised again
            if self.connection.in_transaction:  # an error of the disk ends it by itself
                self.connection.execute("ROLLBACK")
            raise

    def state(self, name: str) -> int:
        """Give a number that the catalogue remembers; 0 when it has none."""
        row = self.connection.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
        return int(row[0]) if row else 0

    def set_state(self, name: str, value: int) -> None:
        """Remember a number."""
        self.connection.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (name, value))

    def shards(self) -> set[str]:
        """Give the years for which there must be a shard of the text index."""
        rows = self.connection.execute("SELECT name FROM state WHERE name LIKE 'shard %'")
        return {str(row[0]).removeprefix("shard ") for row in rows}

    def set_shards(self, years: Iterable[str]) -> None:
        """Say that there is a shard for some years."""
        self.connection.executemany(
            "INSERT OR REPLACE INTO state VALUES (?, 1)", ((f"shard {year}",) for year in years)
        )

    def forget_shards(self, years: Iterable[str]) -> None:
        """Say that there need be no shard for some years."""
        self.connection.executemany(
            "DELETE FROM state WHERE name = ?", ((f"shard {year}",) for year in years)
        )

    def begin_part(self, name: str, generation: int) -> int:
        """Begin a part anew: forget its rows, give its number."""
        old = self.connection.execute("SELECT part FROM parts WHERE name = ?", (name,)).fetchone()
        if old:
            part = int(old[0])
            self.connection.execute("DELETE FROM items WHERE part = ?", (part,))
            self.connection.execute("DELETE FROM members WHERE part = ?", (part,))
            self.connection.execute("DELETE FROM days WHERE part = ?", (part,))
            self.connection.execute(
                "UPDATE parts SET generation = ?, indexed = 0 WHERE part = ?", (generation, part)
            )
            return part
        cursor = self.connection.execute(
            "INSERT INTO parts (name, generation, records, indexed) VALUES (?, ?, 0, 0)",
            (name, generation),
        )
        return int(cursor.lastrowid or 0)

    def forget_parts(self, names: list[str]) -> None:
        """Forget parts with all their rows."""
        with self.transaction():
            for name in names:
                row = self.connection.execute("SELECT part FROM parts WHERE name = ?", (name,))
                part = row.fetchone()
                for table in ("items", "members", "days", "parts") if part else ():
                    self.connection.execute(f"DELETE FROM {table} WHERE part = ?", part)  # noqa: S608 - our own names

    def add_member(self, part: int, member: int, places: tuple[Place, Place, Place]) -> None:
        """Remember where a member lies in the three files."""
        flat = [number for place in places for number in (place.offset, place.length)]
        self.connection.execute(
            "INSERT INTO members VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (part, member, *flat)
        )

    def add_items(self, rows: Iterable[ItemRow]) -> None:
        """Add items."""
        self.connection.executemany(
            "INSERT INTO items (id, key, version, part, member, line, account, created, thread,"
            " parent, talk, whose, technique) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )

    def add_days(self, rows: Iterable[DayRow]) -> None:
        """Add what appeared on which days, of one part."""
        self.connection.executemany("INSERT INTO days VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def saw_before(self, key: bytes, version: int, technique: str) -> bool:
        """Tell whether a technique brought in an earlier version of an item too."""
        found = self.connection.execute(
            "SELECT 1 FROM items WHERE key = ? AND version < ? AND technique = ? LIMIT 1",
            (key, version, technique),
        )
        return found.fetchone() is not None

    def days_of(self, account: str) -> Iterator[DaySum]:
        """Give what of an account appeared on which days, by the technique that saw it first.

        As day (since 1970), technique, posts, replies, media and edits; and last how many posts
        and replies of that day the technique saw, whichever was first.
        """
        yield from self.connection.execute(
            "SELECT day, technique, sum(posts), sum(replies), sum(media), sum(edits), sum(seen)"
            " FROM days WHERE account = ? GROUP BY day, technique ORDER BY day, technique",
            (account,),
        )

    def days_since(self, account: str, first: int) -> Iterator[DaySum]:
        """Give the same as `days_of`, from a day on."""
        yield from self.connection.execute(
            "SELECT day, technique, sum(posts), sum(replies), sum(media), sum(edits), sum(seen)"
            " FROM days WHERE account = ? AND day >= ?"
            " GROUP BY day, technique ORDER BY day, technique",
            (account, first),
        )

    def last_day_of(self, account: str) -> int | None:
        """Give the last day (since 1970) of which anything of an account is held."""
        row = self.connection.execute(
            "SELECT max(day) FROM days WHERE account = ?", (account,)
        ).fetchone()
        return None if row[0] is None else int(row[0])

    def next_row(self) -> int:
        """Give the number that the next item gets."""
        row = self.connection.execute("SELECT coalesce(max(row), 0) FROM items").fetchone()
        return int(row[0]) + 1

    def finish_part(self, part: int, records: int) -> None:
        """Say how many records a part has."""
        self.connection.execute("UPDATE parts SET records = ? WHERE part = ?", (records, part))

    def set_indexed(self, parts: Iterable[int]) -> None:
        """Say that parts are in the text index too: always the last step."""
        self.connection.executemany(
            "UPDATE parts SET indexed = 1 WHERE part = ?", ((part,) for part in parts)
        )

    def generations(self) -> dict[str, int]:
        """Give the parts that are known, each with its generation."""
        rows = self.connection.execute("SELECT name, generation FROM parts")
        return {str(row[0]): int(row[1]) for row in rows}

    def unindexed(self) -> list[str]:
        """Give the parts whose indexing was cut off."""
        rows = self.connection.execute("SELECT name FROM parts WHERE indexed = 0 ORDER BY part")
        return [str(row[0]) for row in rows]

    def is_empty(self) -> bool:
        """Tell whether there are no items at all."""
        return self.connection.execute("SELECT 1 FROM items LIMIT 1").fetchone() is None

    _LOCATED = (
        "SELECT row, id, key, version, created, name, generation, record_at, record_length,"
        " source_at, source_length, proof_at, proof_length, line, thread"
        " FROM items JOIN parts USING (part) JOIN members USING (part, member) WHERE "
    )

    def _located(self, where: str, values: tuple[object, ...]) -> Iterator[Located]:
        for r in self.connection.execute(self._LOCATED + where, values):
            yield Located(
                row=r[0],
                id=r[1],
                key=r[2],
                version=r[3],
                created=r[4],
                package=r[5],
                generation=r[6],
                records=Place(r[7], r[8]),
                sources=Place(r[9], r[10]),
                proofs=Place(r[11], r[12]),
                line=r[13],
                thread=r[14],
            )

    def by_row(self, row: int) -> Located | None:
        """Find an item by its row."""
        return next(self._located("row = ?", (row,)), None)

    def open_items(self, account: str, after: int | None, until: int) -> list[tuple[bytes, int]]:
        """Give key and moment of what an account wrote for everyone to see, newest first.

        Published after one moment (seconds since 1970; None for the first) until another.
        """
        rows = self.connection.execute(
            "SELECT key, created FROM items WHERE version = 1 AND account = ? AND created > ?"
            " AND created <= ? AND whose = ? ORDER BY created DESC, row DESC",
            (account, -(1 << 62) if after is None else after, until, OPEN),
        )
        return [(bytes(row[0]), int(row[1])) for row in rows]

    def count_own(self, account: str) -> int:
        """Give how many items that an account wrote are held and not marked as deleted."""
        row = self.connection.execute(
            "SELECT count(*) FROM items WHERE version = 1 AND account = ? AND whose <= ?"
            " AND key NOT IN (SELECT key FROM deletions)",
            (account, SHIELDED),
        ).fetchone()
        return int(row[0])

    def replies_of_others(self, account: str, parent: bytes) -> list[bytes]:
        """Give the keys of what others answered to an item, held with an account."""
        # The plus keeps SQLite from reading all of the account for each item.
        rows = self.connection.execute(
            "SELECT key FROM items WHERE thread = ?1 AND thread != key AND parent = ?1"
            " AND version = 1 AND whose = ?2 AND +account = ?3"
            " UNION SELECT key FROM items WHERE parent = ?1 AND parent != thread"
            " AND version = 1 AND whose = ?2 AND +account = ?3",
            (parent, THEIRS, account),
        )
        return [bytes(row[0]) for row in rows]

    def deletion_of(self, key: bytes) -> Deletion | None:
        """Give the mark that an item is gone from its platform; None for no mark."""
        row = self.connection.execute(
            "SELECT last_seen, missed, confirmed FROM deletions WHERE key = ?", (key,)
        ).fetchone()
        return Deletion(last_seen=row[0], missed=row[1], confirmed=row[2]) if row else None

    def deleted_keys(self) -> set[bytes]:
        """Give the keys of all items that are marked as deleted."""
        return {bytes(row[0]) for row in self.connection.execute("SELECT key FROM deletions")}

    def set_deletions(self, marks: Mapping[bytes, Deletion | None]) -> None:
        """Put marks that items are gone in place of those that there were; None takes one away."""
        with self.transaction():
            self.connection.executemany(
                "DELETE FROM deletions WHERE key = ?", ((key,) for key in marks)
            )
            self.connection.executemany(
                "INSERT INTO deletions VALUES (?, ?, ?, ?)",
                (
                    (key, one.last_seen, one.missed, one.confirmed)
                    for key, one in marks.items()
                    if one is not None
                ),
            )

    def forget_deletions(self) -> None:
        """Forget the marks of items that are not held any more."""
        self.connection.execute("DELETE FROM deletions WHERE key NOT IN (SELECT key FROM items)")

    def deletions_of(self, account: str) -> list[int]:
        """Give the moments of publication of an account's items that are marked as deleted."""
        rows = self.connection.execute(
            "SELECT created FROM deletions JOIN items USING (key)"
            " WHERE version = 1 AND account = ?",
            (account,),
        )
        return [int(row[0]) for row in rows]

    def versions_by_key(self, key: bytes) -> list[Located]:
        """Find all versions of an item, oldest first."""
        return list(self._located("key = ? ORDER BY version", (key,)))

    def versions_by_id(self, item: str) -> list[Located]:
        """Find all versions of an item by permanent address, oldest first."""
        return list(self._located("id = ? ORDER BY version", (item,)))

    def newest_by_key(self, key: bytes) -> Located | None:
        """Find the newest version of an item."""
        return next(self._located("key = ? ORDER BY version DESC LIMIT 1", (key,)), None)

    def key_of(self, item: str) -> bytes | None:
        """Give the key of a permanent address."""
        row = self.connection.execute(
            "SELECT key FROM items WHERE id = ? LIMIT 1", (item,)
        ).fetchone()
        return bytes(row[0]) if row else None

    def thread_of(self, key: bytes) -> bytes | None:
        """Give the thread of an item that the archive holds."""
        row = self.connection.execute(
            "SELECT thread FROM items WHERE key = ? LIMIT 1", (key,)
        ).fetchone()
        return bytes(row[0]) if row else None

    def accounts_of_thread(self, thread: bytes) -> list[str]:
        """Name the accounts that any item of a thread is of, each once; seldom any."""
        rows = self.connection.execute(
            "SELECT account FROM items WHERE key = ?1 AND thread = ?1"
            " UNION SELECT account FROM items WHERE thread = ?1 AND thread != key",
            (thread,),
        )
        return [str(row[0]) for row in rows]

    def begins_thread(self, key: bytes) -> bool:
        """Tell whether a thread is held under an item: its own, or that of others below it.

        The item itself need not be there.
        """
        row = self.connection.execute(
            "SELECT 1 FROM items WHERE key = ?1 AND thread = ?1"
            " UNION ALL SELECT 1 FROM items WHERE thread = ?1 AND thread != key LIMIT 1",
            (key,),
        )
        return row.fetchone() is not None

    def threads_answering(self, key: bytes) -> list[bytes]:
        """Give the threads of another topmost item in which something held answers an item.

        The item itself need not be there.
        """
        rows = self.connection.execute(
            "SELECT DISTINCT thread FROM items WHERE parent = ? AND parent != thread", (key,)
        )
        return sorted(bytes(row[0]) for row in rows)

    def threads_in_talk(self, marks: Iterable[bytes]) -> list[bytes]:
        """Give the threads of what is held of a conversation, by any of its marks."""
        query = "SELECT DISTINCT thread FROM items WHERE talk = ?"
        rows = (row for mark in marks for row in self.connection.execute(query, (mark,)))
        return sorted({bytes(row[0]) for row in rows})

    def linked_threads(self, thread: bytes) -> list[bytes]:
        """Give the other threads that what is held of a thread hangs together with."""
        rows = self.connection.execute(_LINKED, (thread,))
        return sorted({bytes(row[0]) for row in rows} - {thread})

    def of_thread(self, thread: bytes, account: str) -> list[Located]:
        """Find all versions of all items of a thread that are of an account."""
        begun = self._located("key = ?1 AND thread = ?1 AND account = ?2", (thread, account))
        rest = self._located("thread = ?1 AND thread != key AND account = ?2", (thread, account))
        return [*begun, *rest]

    def has_thread(self, thread: bytes) -> bool:
        """Tell whether any item of a thread is left."""
        return self.thread_size(thread) > 0

    def keys_with_versions(self) -> set[bytes]:
        """Give the keys of items of which there is more than a first version."""
        rows = self.connection.execute("SELECT DISTINCT key FROM items WHERE version > 1")
        return {bytes(row[0]) for row in rows}

    def rows_of_keys(self, keys: Iterable[bytes]) -> list[int]:
        """Give the rows of all versions of some items."""
        query = "SELECT row FROM items WHERE key = ?"
        return [int(row[0]) for key in keys for row in self.connection.execute(query, (key,))]

    def thread_size(self, thread: bytes) -> int:
        """Give how many items of a thread there are."""
        return len({key for _, key, _ in self._thread_rows(thread)})

    def thread_items(self, thread: bytes) -> list[tuple[bytes, bytes | None, Located]]:
        """Give key, parent and newest version of each item of a thread, in order of time."""
        newest = {key: (row, parent) for row, key, parent in self._thread_rows(thread)}
        found = ((key, parent, self.by_row(row)) for key, (row, parent) in newest.items())
        return [(key, parent, place) for key, parent, place in found if place is not None]

    def _thread_rows(self, thread: bytes) -> Iterator[tuple[int, bytes, bytes | None]]:
        """Give row, key and parent of every version in a thread, in order of time and version.

        The item that a thread begins with has its own key for a thread.
        """
        yield from self.connection.execute(
            "SELECT row, key, parent FROM ("
            "SELECT row, key, parent, created, version FROM items WHERE key = ?"
            " UNION SELECT row, key, parent, created, version FROM items"
            " WHERE thread = ? AND thread != key) ORDER BY created, version, row",
            (thread, thread),
        )

    def years_of(self, parts: list[int]) -> set[str]:
        """Give the years of publication of what some parts hold."""
        query = "SELECT DISTINCT strftime('%Y', created, 'unixepoch') FROM items WHERE part = ?"
        return {str(row[0]) for part in parts for row in self.connection.execute(query, (part,))}

    def parts_in(self, years: list[str]) -> list[str]:
        """Give the parts that hold anything of some years of publication."""
        query = (
            "SELECT DISTINCT part, name FROM items JOIN parts USING (part)"
            " WHERE strftime('%Y', created, 'unixepoch') = ?"
        )
        found = {
            int(row[0]): str(row[1])
            for year in years
            for row in self.connection.execute(query, (year,))
        }
        return [found[part] for part in sorted(found)]

    def rows_of(self, name: str) -> list[int]:
        """Give the rows of a part in the order of its lines."""
        rows = self.connection.execute(
            "SELECT row FROM items JOIN parts USING (part) WHERE name = ? ORDER BY member, line",
            (name,),
        )
        return [int(row[0]) for row in rows]

    def shrink_log(self) -> None:
        """Empty the write-ahead log, which holds pages as they were."""
        self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def stand(self) -> tuple[int, int, int]:
        """Give what changes with what is catalogued: parts, their generations, their records."""
        row = self.connection.execute(
            "SELECT count(*), coalesce(sum(generation), 0), coalesce(sum(records), 0) FROM parts"
        ).fetchone()
        return int(row[0]), int(row[1]), int(row[2])

    def deletion_stand(self) -> tuple[int, str]:
        """Give what changes with the marks of what is gone: how many, and the newest."""
        row = self.connection.execute(
            "SELECT count(*), coalesce(max(max(missed, coalesce(confirmed, ''))), '')"
            " FROM deletions"
        ).fetchone()
        return int(row[0]), str(row[1])

    def counts(self) -> tuple[int, int]:
        """Give the number of parts and of records."""
        row = self.connection.execute("SELECT count(*), coalesce(sum(records), 0) FROM parts")
        parts, records = row.fetchone()
        return int(parts), int(records)
