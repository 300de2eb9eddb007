"""Audit: a look at everything against openssl over the same files, and writing a replica."""

import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.figures import Figure, import_big, spent, weerklank
from weerklank import bootstrap
from weerklank.services.verify.verify_archive import look_over
from weerklank.services.workplace import Silent

POSTS = 100_000
#: Files that openssl is given at once.
_AT_ONCE = 500


def openssl_seconds(archive: Path) -> float:
    """Give the CPU seconds of `openssl dgst -sha256` over all files that an audit reads."""
    program = Path(shutil.which("openssl") or "/usr/bin/openssl")
    folders = ("objects", "open", "sealed", "register", "decisions", "journal", "access", "log")
    files = [str(p) for folder in folders for p in (archive / folder).rglob("*") if p.is_file()]
    return sum(
        spent(program, "dgst", "-sha256", *files[i : i + _AT_ONCE], environment={}).cpu
        for i in range(0, len(files), _AT_ONCE)
    )


def _seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def run() -> list[Figure]:
    """Measure on one archive of records, in which the log is large and files are small."""
    with tempfile.TemporaryDirectory() as name:
        archive = import_big(Path(name), POSTS).archive
        workplace = bootstrap.workplace(str(archive), str(Path(name, "no-keys")), Silent())
        names = frozenset(str(one["package"]) for _, one in workplace.log.packages())
        audit = min(_seconds(lambda: look_over(workplace, parts=names)) for _ in range(3))
        bare = openssl_seconds(archive)
        copied = weerklank("replicate", str(Path(name, "replica")), archive=archive)
        again = weerklank("replicate", archive=archive)
        return [
            Figure("audit of everything, ratio to openssl", audit / bare, None, "x"),
            Figure("audit, posts per CPU-second", POSTS / audit, None, ""),
            Figure("replicate, posts per CPU-second", POSTS / copied.cpu, None, ""),
            Figure("replicate, nothing new, CPU seconds", again.cpu, None, "s"),
            Figure("replicate, peak memory", copied.peak / 1e6, None, "MB"),
        ]
