"""A PostgreSQL and a Redis of their own on loopback, for who keeps things in them.

Each goes with who started it, should that be killed (`--pdeathsig`).
"""

import os
import shutil
import signal
import socket
import subprocess
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest


def _free_port() -> int:
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        port: int = made.getsockname()[1]
        return port


@contextmanager
def _started(command: list[str | Path], ready: str, stop: signal.Signals) -> Iterator[None]:
    """Run a server until the end of the block."""
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd="/"
    ) as process:
        assert process.stdout is not None
        heard = threading.Thread(target=deque, args=(process.stdout, 0), daemon=True)
        try:
            said = _until(process.stdout, ready)
            if said is not None:
                pytest.fail(said)
            heard.start()
            yield
        finally:
            process.send_signal(stop)
            if heard.ident is not None:
                heard.join()


def _until(lines: IO[str], ready: str) -> str | None:
    """Wait for a line that holds some words; gives what was said when it did not come."""
    said = []
    for line in lines:
        if ready in line:
            return None
        said.append(line)
    return "".join(said)


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """A database of its own; gives its address."""
    made = Database(folder)
    with made.runs():
        yield made.address


class Database:
    """A PostgreSQL of its own, that may be stopped and started again."""

    def __init__(self, folder: Path, port: int | None = None) -> None:
        data, self.port = folder / "data", port or _free_port()
        data.mkdir(mode=0o700)
        programs = _programs()
        assert programs is not None
        as_whom: list[str | Path] = ["setpriv", "--pdeathsig=INT"]
        if os.getuid() == 0:  # as whom it refuses to run
            folder.chmod(0o711)
            shutil.chown(data, "postgres", "postgres")
            as_whom += ["--reuid=postgres", "--regid=postgres", "--clear-groups"]
        how = ["--username=postgres", "--auth=trust", "--no-sync", "--locale=C.UTF-8"]
        init = [*as_whom, programs / "initdb", "-D", data, *how]
        subprocess.run(init, check=True, capture_output=True, cwd="/")
        settings = ["-c", "fsync=off", "-c", "listen_addresses=127.0.0.1"]
        settings += ["-c", f"unix_socket_directories={data}", "-p", str(self.port)]
        self._command = [*as_whom, programs / "postgres", "-D", data, *settings]
        self.address = f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    @contextmanager
    def runs(self) -> Iterator[None]:
        """Let it run until the end of the block; who is connected is cut off then."""
        with _started(self._command, "ready to accept connections", signal.SIGINT):
            yield


def _programs() -> Path | None:
    """Give the folder of the newest PostgreSQL on the machine."""
    found = [*Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(found, key=lambda one: int(one.parts[4])).parent if found else None


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """A memory of its own; gives where it listens."""
    port = _free_port()
    command: list[str | Path] = ["setpriv", "--pdeathsig=TERM", "redis-server"]
    command += ["--port", str(port), "--bind", "127.0.0.1"]
    command += ["--save", "", "--appendonly", "no", "--dir", folder]
    with _started(command, "Ready to accept connections", signal.SIGTERM):
        yield f"127.0.0.1:{port}"
