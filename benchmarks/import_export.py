"""Import of a Mastodon export against the bare loop that parses, hashes, zips and indexes it."""

import hashlib
import re
import sqlite3
import tarfile
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import orjson
import tantivy
from isal import igzip_lib

from benchmarks.figures import Figure, gunzip, import_big
from weerklank.catalogue.text_index import (
    FACTS,
    PART,
    ROW,
    TAGS,
    TEXT,
    WHEN,
    WHEN_BITS,
    TextIndex,
)

POSTS = 100_000
#: quality.md: at most 3.5 x the bare loop of the same run.
CEILING = 3.5
_TAG = re.compile("<[^>]*>")
#: Facts of a post, as the catalogue has them.
_FACTS = (
    "account:a0001\nplatform:mastodon\nkind:post\nauthor:own\nscenario:B\ntechnique:export"
    "\nstate:present\nmedia:no"
)


def bare_loop(export: Path, folder: Path) -> float:
    """Do the least that an archive must do with the same posts; give its CPU seconds."""
    begun = time.process_time()
    database = sqlite3.connect(folder / "bare.sqlite", isolation_level=None)
    database.execute("CREATE TABLE items (row INTEGER PRIMARY KEY, id TEXT, created TEXT, at INT)")
    # The fields and analyzers of the catalogue, whatever those are today; one shard for all years.
    writer = TextIndex(folder / "bare-index").open("2026").writer(64_000_000, 1)
    with (
        (folder / "bare.gz").open("wb") as output,
        tarfile.open(fileobj=gunzip(export), mode="r|") as tar,
    ):
        for member in tar:
            if member.name != "outbox.json":
                continue
            stream = tar.extractfile(member)
            if stream is None:
                raise FileNotFoundError(member.name)
            _bare_posts(stream.read(), output, database, writer)
    writer.commit()
    writer.wait_merging_threads()
    database.close()
    return time.process_time() - begun


def _bare_posts(
    outbox: bytes,
    output: IO[bytes],
    database: sqlite3.Connection,
    writer: tantivy.IndexWriter,
) -> None:
    start = outbox.index(b"[", outbox.index(b'"orderedItems"')) + 1
    lines: list[bytes] = []
    rows: list[tuple[str, str, int]] = []
    for number, piece in enumerate(outbox[start:].rsplit(b"]", 1)[0].split(b',{"id":"https://')):
        line = piece if not number else b'{"id":"https://' + piece
        try:
            post = orjson.loads(line)
        except orjson.JSONDecodeError:
            continue  # a seam inside a post: a handful in all
        hashlib.sha256(line).digest()
        lines.append(line)
        note = post["object"] if isinstance(post["object"], dict) else {}
        rows.append((post["id"], post["published"], number))
        writer.add_document(_bare_document(number, post["published"], note))
        if len(lines) == 64:
            output.write(igzip_lib.compress(b"\n".join(lines), level=2, flag=igzip_lib.COMP_GZIP))
            lines.clear()
            database.execute("BEGIN")
            database.executemany("INSERT INTO items (id, created, at) VALUES (?, ?, ?)", rows)
            database.execute("COMMIT")
            rows.clear()


def _bare_document(number: int, published: str, note: dict[str, Any]) -> tantivy.Document:
    marked = "".join(f"\n{tag['name']}" for tag in note.get("tag", ()))
    document = tantivy.Document()
    document.add_text(TEXT, _TAG.sub("", note.get("content", "")))
    document.add_text(TAGS, f"{_FACTS}{marked}")
    document.add_text(FACTS, _FACTS)
    document.add_integer(WHEN, int(datetime.fromisoformat(published).timestamp()) << WHEN_BITS)
    document.add_integer(ROW, number)
    document.add_text(PART, "a0001/2026-11/0001")
    return document


def run() -> list[Figure]:
    """Measure both over the same export."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        big = import_big(folder, POSTS)
        bare = bare_loop(big.export, folder)
        return [
            Figure(
                "import, ratio to the bare loop", big.run.cpu / bare, CEILING, "x", at_most=True
            ),
            Figure("import, posts per CPU-second", POSTS / big.run.cpu, None, ""),
            Figure("bare loop, posts per CPU-second", POSTS / bare, None, ""),
            Figure("import, peak memory", big.run.peak / 1e6, 250, "MB", at_most=True),
            Figure(
                "bytes, ratio to gzip -6 of the source", big.bytes_ratio, 2.5, "x", at_most=True
            ),
        ]
