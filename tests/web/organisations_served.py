"""Two organisations behind one port, as who runs the machine has them served."""

import http.client
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from shown import Shown

HOSTS = {"aa": "aa.example", "bb": "bb.example"}


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Served:
    """A front that runs, with the process that it is."""

    port: int
    process: "subprocess.Popen[str]"

    def ask(
        self,
        host: str,
        path: str,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        body: object = None,
    ) -> Answer:
        way = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            given = {"Host": host, "X-Forwarded-Proto": "https", **(headers or {})}
            way.request(method, path, body=body, headers=given)  # type: ignore[arg-type] # what it takes is wider than it says
            answer = way.getresponse()
            return Answer(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            way.close()

    def children(self) -> dict[int, str]:
        """Give the processes that the nest forked, with what the kernel says of each."""
        (nest,) = _children_of(self.process.pid)
        found = {}
        for pid in _children_of(nest):
            found[pid] = Path(f"/proc/{pid}/status").read_text()
        return found


def _children_of(pid: int) -> list[int]:
    told = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(one) for one in told.split()]


def apart(shown: Shown, folder: Path, name: str) -> tuple[Path, Path]:
    """Give a copy for an organisation: the same archive and persons, no session or password."""
    archive, keys = folder / name / "archief", folder / name / "sleutels"
    shutil.copytree(shown.archive, archive, symlinks=True)
    shutil.copytree(shown.keys, keys, ignore=lambda _, names: {"web"} & set(names))
    return archive, keys


def block(name: str, archive: Path, keys: Path, *more: str) -> str:
    lines = [
        "[[organisation]]",
        f'name = "{name}"',
        f'site = "https://{HOSTS.get(name, f"{name}.example")}"',
        f'archive = "{archive}"',
        f'keys = "{keys}"',
        *more,
    ]
    return "\n".join(lines) + "\n"


@contextmanager
def served(folder: Path, told: str) -> Iterator[Served]:
    """Serve what a list says until it is left, and then in good order."""
    file = folder / "organisations.toml"
    file.write_text(told)
    file.chmod(0o600)
    process = subprocess.Popen(
        [
            str(Path(sys.executable).with_name("weerklank")),
            *("serve", "--organisations", str(file), "--port", "0"),
        ],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "LC_ALL": "C", "XDG_DATA_HOME": str(folder / "data")},
    )
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        assert re.search(r"organisations?, on port", line), line + process.stderr.read()
        yield Served(int(line.split()[4]), process)
    finally:
        process.terminate()
        try:
            process.wait(40)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        finally:
            if process.stderr is not None:
                process.stderr.close()


def until(condition: object, seconds: float = 20.0) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator] # a function of no argument
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)
