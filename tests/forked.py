"""A command in a process of its own that need not start: a child of the process of the tests."""

import os
import sys
import tempfile
import traceback
from collections.abc import Mapping
from io import FileIO, TextIOWrapper
from pathlib import Path
from subprocess import CompletedProcess

from weerklank.cli.main import main


def forked(
    *arguments: str, environment: Mapping[str, str], folder: Path | None = None
) -> CompletedProcess[str]:
    """Run a command as one that is started does, without a second for Python to start.

    It has its own variables, folder and streams, and leaves nothing in this process.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if not child:
            _be(arguments, environment, folder, (out.fileno(), err.fileno()))
        _, status = os.waitpid(child, 0)
        told = [(stream.seek(0), stream.read().decode())[1] for stream in (out, err)]
    return CompletedProcess(arguments, os.waitstatus_to_exitcode(status), *told)


def _be(
    arguments: tuple[str, ...],
    environment: Mapping[str, str],
    folder: Path | None,
    streams: tuple[int, int],
) -> None:
    """Be the command; never comes back."""
    code = 70
    try:
        with open(os.devnull, "rb") as nothing:
            os.dup2(nothing.fileno(), 0)
        for number, stream in enumerate(streams, 1):
            os.dup2(stream, number)
        sys.stdout = TextIOWrapper(FileIO(1, "w", closefd=False), "utf-8")
        sys.stderr = TextIOWrapper(FileIO(2, "w", closefd=False), "utf-8")
        os.environ.clear()
        os.environ.update(environment)
        if folder is not None:
            os.chdir(folder)
        sys.argv = ["weerklank", *arguments]
        main()
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else 70
    except BaseException:  # noqa: BLE001 - whatever it is, it is told as Python tells it
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
