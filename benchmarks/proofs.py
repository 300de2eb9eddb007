"""The log: a million leaves from canonical bytes, and one proof."""

import os
import tempfile
import time
from pathlib import Path

from benchmarks.figures import Figure
from weerklank.integrity.log import Batch, Log
from weerklank.integrity.merkle import commitment
from weerklank.store.keys import KeyFolder

LEAVES = 1_000_000
PART = 20_000
#: quality.md: a million leaves in at most so many CPU-seconds; bytes of log and salts.
SECONDS = 4.0
MEGABYTES = 80.0
KILOBYTES = 1.3


def run() -> list[Figure]:
    """Commit to a million lines in parts, as sealing does, and make a proof."""
    line = b'{"account":"a0001","text":"' + b"x" * 300 + b'"}'
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        keys = KeyFolder.create(folder / "keys", folder / "archive")
        (folder / "archive").mkdir()
        log = Log(folder / "archive" / "log")
        spent = 0.0
        for _ in range(LEAVES // PART):
            begun = time.process_time()
            salts = os.urandom(16 * PART)
            entries = [commitment(salts[16 * n : 16 * n + 16], line, line) for n in range(PART)]
            batch = Batch(entries=entries, statement={"kind": "package"})
            checkpoint = log.append([batch], "maat", keys)
            spent += time.process_time() - begun
        path = log.path(LEAVES // 3, checkpoint.size)
        note = log.note(checkpoint.size)
        size = sum(p.stat().st_size for p in (folder / "archive").rglob("*") if p.is_file())
    proof = sum(map(len, path)) + len(note) + 32
    return [
        Figure("a million leaves, CPU-seconds", spent, SECONDS, "s", at_most=True),
        Figure(
            "log and salts of a million", (size + 16 * LEAVES) / 1e6, MEGABYTES, "MB", at_most=True
        ),
        Figure("proof beside record and time stamp", proof / 1000, KILOBYTES, "kB", at_most=True),
    ]
