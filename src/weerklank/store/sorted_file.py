"""Fixed-width rows in sorted files: looked up by key without being read into memory.

A row is a key, then a value, both of a fixed number of bytes, both keyed tags that name nothing.
A table is a folder of a few sorted files, newest last; each is written whole, put in place at
once and never changed. When there are more than a handful, files of like size are merged into a
new one, so that a large table is seldom rewritten. A table that is to last lists its files.
Runs on two accounts write one table: each change holds a lock on its folder.
Rows are hexadecimal text with a line feed: any text editor reads them.
"""

import fcntl
import heapq
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from weerklank.store.atomic import make_folder, replacing, sync_folder
from weerklank.store.prefix_filter import places_of
from weerklank.store.sorted_view import SortedView
from weerklank.store.table_files import first_lost, read_table_files, write_table_files

_MOST_FILES = 6
_WRITE = 4096


class SortedTable:
    """A table of rows `key value`, kept in one folder."""

    def __init__(
        self,
        folder: Path,
        key_bytes: int,
        value_bytes: int,
        *,
        grouped_by: int = 0,
        seldom: bool = False,
        lasting: bool = False,
    ) -> None:
        """`lasting` says that a file that is gone must be missed."""
        self.folder = folder
        self._lasting = lasting
        #: Of a table that lasts: a file that was lost when it was opened.
        self.lost: str | None = None
        #: Whether most questions find nothing in most files: then that is told without reading.
        self._seldom = seldom
        #: Digits of the key by which `with_prefix` is asked most.
        self._grouped_by = grouped_by
        self._groups: dict[str, list[str]] = {}
        self._key = key_bytes * 2
        self._row = (key_bytes + value_bytes) * 2 + 2
        self._views: list[SortedView] = []
        self._fresh: dict[str, str] = {}
        self._open()

    def _paths(self) -> list[Path]:
        return sorted(self.folder.glob("*.txt"))

    def _list_files(self, gone: Iterable[Path] = ()) -> None:
        """List the files of a table that lasts; one that got lost meanwhile stays listed."""
        if self._lasting:
            known = read_table_files(self.folder) or {}
            names = {*known, *(path.name for path in self._paths())}
            write_table_files(self.folder, names.difference(path.name for path in gone), known)

    def _open(self) -> None:
        before = {view.identity: view for view in self._views}
        self._views = []
        if self.folder.is_dir():
            with self._alone():  # no other process may merge files away meanwhile
                self.lost = first_lost(self.folder) if self._lasting else None
                for path in self._paths():
                    status = path.stat()
                    known = before.pop((status.st_ino, status.st_size), None)
                    self._views.append(known or self._view(path))
        for view in before.values():
            view.close()

    def _view(self, path: Path) -> SortedView:
        return SortedView(path, self._key, self._row, seldom=self._seldom)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other processes from changing the table; a dead process holds no lock."""
        handle = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    @property
    def is_there(self) -> bool:
        """Whether there was any file of the table, with rows or without, when it was opened."""
        return bool(self._views)

    def close(self) -> None:
        """Let go of the files."""
        for view in self._views:
            view.close()
        self._views = []

    def get(self, key: bytes) -> bytes | None:
        """Give the newest value of a key, or None."""
        wanted = key.hex()
        fresh = self._fresh.get(wanted)
        if fresh is not None:
            return bytes.fromhex(fresh)
        target = wanted.encode()
        for view in reversed(self._may_have(target)):
            row = view.find(target)
            if row:
                return bytes.fromhex(_whole(view, row)[self._key + 1 :])
        return None

    def _may_have(self, target: bytes) -> list[SortedView]:
        """Give the files in which a key may be, or one that begins so."""
        if not self._seldom or not self._views:
            return self._views
        places = places_of(target)
        return [one for one in self._views if one.filter is None or one.filter.may_have(places)]

    def with_prefix(self, prefix: str) -> Iterator[tuple[str, str]]:
        """Give rows whose key begins with some hexadecimal digits; the same key may come twice."""
        fresh = self._groups.get(prefix, ()) if len(prefix) == self._grouped_by else self._fresh
        yield from [(key, self._fresh[key]) for key in fresh if key.startswith(prefix)]
        target = prefix.encode()
        for view in self._may_have(target):
            position = view.first(target)
            while (row := view.row(position)).startswith(target):
                written = _whole(view, row)
                yield written[: self._key], written[self._key + 1 :]
                position += 1

    def put(self, key: bytes, value: bytes) -> None:
        """Remember a row until `save` writes it."""
        row = key.hex()
        if self._grouped_by and row not in self._fresh:
            self._groups.setdefault(row[: self._grouped_by], []).append(row)
        self._fresh[row] = value.hex()

    @property
    def unsaved(self) -> int:
        """How many rows wait to be written."""
        return len(self._fresh)

    def save(self) -> None:
        """Write what waits as a file of its own, durable; merge when there are many files."""
        if not self._fresh:
            return
        make_folder(self.folder)
        with self._alone():
            paths = self._paths()
            number = int(paths[-1].stem) + 1 if paths else 1
            rows = (f"{key} {value}\n".encode() for key, value in sorted(self._fresh.items()))
            _write(self.folder / f"{number:06d}.txt", rows)
            self._list_files()
            self._fresh.clear()
            self._groups.clear()
            if len(self._paths()) > _MOST_FILES:
                self._merge()
        self._open()

    def gather(self) -> None:
        """Write the whole table as one file, once all is put: each question then reads one."""
        self.save()
        if len(self._views) > 1:
            self.rewrite(frozenset())

    def rewrite(self, drop: frozenset[bytes]) -> None:
        """Write the whole table anew without some keys; no older file keeps them."""
        gone = {key.hex() for key in drop}
        for key in gone:
            self._fresh.pop(key, None)
            self._groups.clear()
        self.save()
        if not self.folder.is_dir():
            return
        with self._alone():
            paths = self._paths()
            if paths:
                self._merge_into(paths, gone)
        self._open()

    def rows(self) -> Iterator[tuple[bytes, bytes]]:
        """Give all rows in order of key, each key once with its newest value."""
        for key, value in self._newest(self._paths()):
            yield bytes.fromhex(key), bytes.fromhex(value)

    def _merge(self) -> None:
        # The newest files, as long as the next older one is not much larger than all of them.
        paths = self._paths()
        chosen = [paths.pop()]
        size = chosen[0].stat().st_size
        while paths and (len(paths) >= _MOST_FILES or paths[-1].stat().st_size < 4 * size):
            chosen.append(paths.pop())
            size += chosen[-1].stat().st_size
        self._merge_into(chosen[::-1], set())

    def _merge_into(self, paths: list[Path], gone: set[str]) -> None:
        rows = (
            f"{key} {value}\n".encode() for key, value in self._newest(paths) if key not in gone
        )
        # The newest name wins over the older ones that it holds: a crash before they are
        # removed leaves rows twice, not wrong.
        number = int(self._paths()[-1].stem) + 1
        _write(self.folder / f"{number:06d}.txt", rows)
        self._list_files(gone=paths)
        for path in paths:
            path.unlink()
        sync_folder(self.folder)

    def _newest(self, paths: list[Path]) -> Iterator[tuple[str, str]]:
        streams = [_rows(path, age) for age, path in enumerate(reversed(paths))]
        last = ""
        for key, _, value in heapq.merge(*streams):
            if key != last:
                yield key, value
            last = key


def _whole(view: SortedView, row: bytes) -> str:
    """Give a row as it is written, without its end; BrokenInput when it is no row."""
    try:
        written = row.decode("ascii")
        bytes.fromhex(written)
    except ValueError:
        raise view.damage() from None
    return written[:-1]


def _rows(path: Path, age: int) -> Iterator[tuple[str, int, str]]:
    with path.open(encoding="ascii") as stream:
        for line in stream:
            key, _, value = line.rstrip("\n").partition(" ")
            yield key, age, value


def _write(path: Path, rows: Iterable[bytes]) -> None:
    with replacing(path, mode=0o600) as stream:
        batch: list[bytes] = []
        for row in rows:
            batch.append(row)
            if len(batch) == _WRITE:
                stream.writelines(batch)
                batch.clear()
        stream.writelines(batch)
