"""A server of Mastodon's API that others made, as a process of its own on loopback.

It is no Mastodon: what it shows was tried on a mock.
"""

import json
import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

SERVER = Path(__file__).parent.parent / "servers" / "mastodon" / ".venv" / "bin" / "mastodon_mock"
#: Seconds that it may take to be ready, on a machine that has more to do.
LONGEST = 90


@dataclass(frozen=True)
class Mock:
    """The server, and how to tell it to misbehave."""

    address: str
    process: subprocess.Popen[bytes]

    def ask(self, path: str, body: Any = None, token: str = "", **how: Any) -> Any:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        asked = urllib.request.Request(f"{self.address}{path}", data, headers, **how)
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return json.load(answer)

    def post(self, path: str, method: str = "POST", **told: str) -> Any:
        return self.ask(f"/api/v1/{path}", told, method=method, token="wij")

    def fault(self, path: str, effect: dict[str, Any], count: int) -> None:
        match = {"path": path, "methods": ["GET"]}
        self.ask("/api/v1/_mock/faults", {"match": match, "effect": effect, "count": count})


def table(kind: str, **told: str) -> str:
    """Give a row of what it begins with, as its settings say it."""
    # A text of JSON is one of TOML too.
    return "\n".join([f"[[seed.{kind}]]", *(f"{k} = {json.dumps(v)}" for k, v in told.items())])


@contextmanager
def mastodon_mock(folder: Path, seed: Iterable[str]) -> Iterator[Mock]:
    """Let it run until the end of the block, with rows of `table` in it."""
    (folder / ".mastodon_mock.toml").write_text("\n".join(seed), encoding="utf-8")
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    given = ("serve", "--host", "127.0.0.1", "--port", str(port), "--domain", f"127.0.0.1:{port}")
    with (folder / "said").open("w") as said:
        process = subprocess.Popen(
            [SERVER, *given, "--in-memory"], stdout=said, stderr=said, cwd=folder,
            env={**os.environ, "HOME": str(folder)},
        )  # fmt: skip
    try:
        made = Mock(f"http://127.0.0.1:{port}", process)
        _await(made)
        yield made
    finally:
        process.kill()
        process.wait()


def _await(mock: Mock) -> None:
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        assert mock.process.poll() is None
        try:
            mock.ask("/api/v2/instance")
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("mastodon_mock did not begin")
