"""Import of a Mastodon export against the bare loop that parses, hashes, zips and indexes it."""

import hashlib
import sqlite3
import tarfile
import tempfile
import time
from pathlib import Path
from typing import IO

import orjson
import tantivy
from isal import igzip_lib

from benchmarks.figures import Figure, gunzip, import_big

POSTS = 100_000
#: quality.md: at most 3.5 x the bare loop of the same run.
CEILING = 3.5


def bare_loop(export: Path, folder: Path) -> float:
    """Do the least that an archive must do with the same posts; give its CPU seconds."""
    begun = time.process_time()
    database = sqlite3.connect(folder / "bare.sqlite", isolation_level=None)
    database.execute("CREATE TABLE items (row INTEGER PRIMARY KEY, id TEXT, created TEXT, at INT)")
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", stored=False, tokenizer_name="default")
    builder.add_text_field("tags", stored=False, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("created", stored=False, indexed=True, fast=True)
    builder.add_unsigned_field("row", stored=True)
    builder.add_text_field("part", stored=False, tokenizer_name="raw", index_option="basic")
    (folder / "bare-index").mkdir()
    index = tantivy.Index(builder.build(), path=str(folder / "bare-index"))
    writer = index.writer(64_000_000, 1)
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
        document = tantivy.Document()
        document.add_text("text", note.get("content", ""))
        for tag in (
            "account:a0001",
            "platform:mastodon",
            "kind:post",
            "scenario:B",
            "technique:export",
            "state:present",
            "media:no",
        ):
            document.add_text("tags", tag)
        document.add_integer("created", number)
        document.add_unsigned("row", number)
        document.add_text("part", "a0001/2026-11/0001")
        writer.add_document(document)
        if len(lines) == 64:
            output.write(igzip_lib.compress(b"\n".join(lines), level=2, flag=igzip_lib.COMP_GZIP))
            lines.clear()
            database.execute("BEGIN")
            database.executemany("INSERT INTO items (id, created, at) VALUES (?, ?, ?)", rows)
            database.execute("COMMIT")
            rows.clear()


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
