"""Open the catalogue's SQLite file: its tables, and which version of them it must have."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from weerklank.catalogue.soundness import Unsound

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
  talk BLOB, whose INTEGER NOT NULL, technique TEXT NOT NULL, shielded INTEGER NOT NULL,
  special INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS deletions (
  key BLOB PRIMARY KEY, last_seen TEXT NOT NULL, missed TEXT NOT NULL, confirmed TEXT)
  WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS addresses (
  part INTEGER NOT NULL, mark BLOB NOT NULL, key BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS links (part INTEGER NOT NULL, key BLOB NOT NULL, mark BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS shown (
  part INTEGER NOT NULL, page BLOB NOT NULL, item BLOB NOT NULL, is_first INTEGER NOT NULL,
  PRIMARY KEY (item, page, part)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS doubts (
  part INTEGER NOT NULL, tag BLOB NOT NULL, key BLOB NOT NULL, version INTEGER NOT NULL,
  PRIMARY KEY (tag, key, version, part)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS writers (
  part INTEGER NOT NULL, person BLOB NOT NULL, key BLOB NOT NULL, version INTEGER NOT NULL,
  PRIMARY KEY (person, key, version, part)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS beside (
  key BLOB PRIMARY KEY, account TEXT NOT NULL, day INTEGER NOT NULL, created INTEGER NOT NULL,
  theirs INTEGER NOT NULL, seen INTEGER NOT NULL, differs INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS beside_days (
  account TEXT NOT NULL, day INTEGER NOT NULL, theirs INTEGER NOT NULL, seen INTEGER NOT NULL,
  differs INTEGER NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY (account, day, theirs, seen, differs)) WITHOUT ROWID;
CREATE TRIGGER IF NOT EXISTS beside_in AFTER INSERT ON beside BEGIN
  INSERT INTO beside_days VALUES (new.account, new.day, new.theirs, new.seen, new.differs, 1)
    ON CONFLICT DO UPDATE SET count = count + 1; END;
CREATE TRIGGER IF NOT EXISTS beside_out AFTER DELETE ON beside BEGIN
  UPDATE beside_days SET count = count - 1 WHERE account = old.account AND day = old.day
    AND theirs = old.theirs AND seen = old.seen AND differs = old.differs;
  DELETE FROM beside_days WHERE account = old.account AND day = old.day
    AND theirs = old.theirs AND seen = old.seen AND differs = old.differs AND count = 0; END;
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
CREATE INDEX IF NOT EXISTS items_shielded ON items (key) WHERE shielded = 1;
CREATE INDEX IF NOT EXISTS items_special ON items (key) WHERE special = 1;
CREATE INDEX IF NOT EXISTS items_talk ON items (talk) WHERE talk IS NOT NULL;
CREATE INDEX IF NOT EXISTS addresses_mark ON addresses (mark, key);
CREATE INDEX IF NOT EXISTS addresses_key ON addresses (key, mark);
CREATE INDEX IF NOT EXISTS addresses_part ON addresses (part);
CREATE INDEX IF NOT EXISTS links_mark ON links (mark, key);
CREATE INDEX IF NOT EXISTS links_key ON links (key, mark);
CREATE INDEX IF NOT EXISTS links_part ON links (part);
CREATE INDEX IF NOT EXISTS shown_page ON shown (page);
CREATE INDEX IF NOT EXISTS shown_part ON shown (part);
CREATE INDEX IF NOT EXISTS doubts_part ON doubts (part);
CREATE INDEX IF NOT EXISTS writers_part ON writers (part);
CREATE INDEX IF NOT EXISTS beside_account ON beside (account, day);
CREATE INDEX IF NOT EXISTS days_part ON days (part);
"""
#: Rises with each change of what is catalogued: what an earlier one made is made anew.
_VERSION = 21
#: What SQLite may keep of the file in memory, in KiB.
_CACHE_KIB = 8000


def open_file(path: Path) -> sqlite3.Connection:
    """Open a file, new or not; Unsound for one of another version."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    # What is deleted is overwritten, so that destroyed ids don't stay in free pages.
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    _demand_version(connection)
    connection.executescript(_SCHEMA + _INDEXES)
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Let what the block changes happen whole, or, when it is left by an error, not at all."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:  # Ctrl-C too: nothing half stays; raised again
        if connection.in_transaction:  # an error of the disk ends it by itself
            connection.execute("ROLLBACK")
        raise


def _demand_version(connection: sqlite3.Connection) -> None:
    """Mark a new file with the version; Unsound for a file of another."""
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    if found != _VERSION:
        if connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone():
            connection.close()
            raise Unsound
        connection.execute(f"PRAGMA user_version = {_VERSION}")
