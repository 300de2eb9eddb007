"""A command in a process of its own that need not start: a child of the process of the tests."""

import importlib
import os
import pkgutil
import sys
import tempfile
import traceback
from collections.abc import Mapping
from functools import cache
from io import FileIO, TextIOWrapper
from pathlib import Path
from subprocess import CompletedProcess

import weerklank.cli
import weerklank.connectors
import weerklank.services
from weerklank.cli.main import main


def forked(
    *arguments: str, environment: Mapping[str, str], folder: Path | None = None
) -> CompletedProcess[str]:
    """Run a command as one that is started does, without a second for Python to start.

    It has its own variables, folder and streams, and leaves nothing in this process.
    """
    _load()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if not child:
            _be(arguments, environment, folder, (out.fileno(), err.fileno()))
        _, status = os.waitpid(child, 0)
        told = [(stream.seek(0), stream.read().decode())[1] for stream in (out, err)]
    return CompletedProcess(arguments, os.waitstatus_to_exitcode(status), *told)


@cache
def _load() -> None:
    """Load here what commands load when they need it; else each child would."""
    for package in (weerklank.cli, weerklank.connectors, weerklank.services):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(found.name)


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
