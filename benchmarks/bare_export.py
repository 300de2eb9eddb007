"""The least that an archive must do with an export: unpack, parse, hash, pack, and a row each.

Each format by the parser that is the fastest for it, the file whole in memory: what an import does
besides is minimising, relating, indexing for search, proving and staying flat.
"""

import csv
import hashlib
import io
import sqlite3
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import libipld
import orjson
from isal import igzip_lib

from benchmarks.figures import gunzip

#: Records that are packed, and put into the table, together.
_BATCH = 64


def bare_loop(export: Path) -> int:
    """Do the least with each record of an export; gives how many there were."""
    with tempfile.TemporaryDirectory() as name, (Path(name) / "bare.gz").open("wb") as output:
        database = sqlite3.connect(Path(name) / "bare.sqlite", isolation_level=None)
        database.execute("CREATE TABLE items (row INTEGER PRIMARY KEY, digest BLOB)")
        count = 0
        lines: list[bytes] = []

        def write() -> None:
            packed = igzip_lib.compress(b"\n".join(lines), level=2, flag=igzip_lib.COMP_GZIP)
            output.write(packed)
            rows = [(hashlib.sha256(line).digest(),) for line in lines]
            database.execute("BEGIN")
            database.executemany("INSERT INTO items (digest) VALUES (?)", rows)
            database.execute("COMMIT")
            lines.clear()

        for record in _records(export):
            count += 1
            lines.append(record)
            if len(lines) == _BATCH:
                write()
        write()
        database.close()
        return count


def _records(export: Path) -> Iterator[bytes]:
    if export.suffix == ".car":
        _, blocks = libipld.decode_car(export.read_bytes())
        yield from (orjson.dumps(block, default=repr) for block in blocks.values())
        return
    for name, content in _members(export):
        if name.endswith(".csv"):
            rows = csv.reader(io.StringIO(content.decode()))
            yield from (orjson.dumps(row) for row in rows)
        elif name.endswith((".json", ".js")):
            begin = content.find(b"=") + 1 if name.endswith(".js") else 0
            with suppress(orjson.JSONDecodeError):  # a file that no import opens
                yield from map(orjson.dumps, _longest_list(orjson.loads(content[begin:])))


def _members(export: Path) -> Iterator[tuple[str, bytes]]:
    """Give what an export holds by name; media too, which an import reads as well."""
    if export.suffix == ".json":
        yield export.name, export.read_bytes()
    elif export.suffix == ".gz":
        with tarfile.open(fileobj=gunzip(export), mode="r|") as tar:
            for member in tar:
                stream = tar.extractfile(member)
                if stream is not None:
                    yield member.name, stream.read()
    else:
        with zipfile.ZipFile(export) as archive:
            for name in archive.namelist():
                yield name, archive.read(name)


def _longest_list(value: Any) -> list[Any]:  # noqa: ANN401 - JSON of any form
    """Give the list of a file in which its posts stand: the longest of all."""
    found: list[Any] = []
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            found = max(found, one, key=len)
            waiting += one[:1]  # a list of posts is not longer inside
        elif isinstance(one, dict):
            waiting += one.values()
    return found
