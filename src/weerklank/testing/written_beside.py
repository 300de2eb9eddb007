"""What code writes beside what it gives: to standard output and errors, to logs, to files."""

import io
import logging  # noqa: TID251 - to catch what others log
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path


@contextmanager
def written_beside(folder: Path) -> Iterator[io.StringIO]:
    """Catch it while the block runs; files that have no place of their own go to a folder.

    Of any level: what is not written today is by who looks for a fault tomorrow.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    root, level, place = logging.getLogger(), logging.getLogger().level, tempfile.tempdir
    # Who sets up logs, as a framework does, switches off the loggers that are there already.
    known = [one for one in root.manager.loggerDict.values() if isinstance(one, logging.Logger)]
    silent = [one for one in known if one.disabled]
    tempfile.tempdir = str(folder)
    for one in silent:
        one.disabled = False
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        with redirect_stdout(written), redirect_stderr(written):
            yield written
    finally:
        root.setLevel(level)
        root.removeHandler(handler)
        for one in silent:
            one.disabled = True
        tempfile.tempdir = place
