"""What all tests share: fresh archives, and the rule that a missing part may not pass in CI."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes says how busy the machine is; the benchmarks measure on a quiet one.
settings.register_profile("ours", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ours")

# Whoever runs the tests behind something else may have told them not to hear Ctrl-C.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

#: Parts of the world that a suite may need, and how to see that they are there.
PARTS: dict[str, Callable[[], bool]] = {
    "chromium": lambda: shutil.which("chromium") is not None,
    "openssl": lambda: shutil.which("openssl") is not None,
    "postgresql": lambda: any(Path("/usr/lib/postgresql").glob("*/bin/initdb")),
    # What replays pages besides us, by `make servers` too.
    "pywb": (Path(__file__).parent / "servers/.venv/.made-of").is_file,
    "redis": lambda: shutil.which("redis-server") is not None,
    # Servers that others made, by `make servers`.
    "servers": (Path(__file__).parent / "servers/node_modules/.made-of").is_file,
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a missing part, loudly; where the part is required, let it fail."""
    required = {name for name in os.environ.get("WEERKLANK_REQUIRE", "").split(",") if name}
    for item in items:
        for mark in item.iter_markers("needs"):
            for part in mark.args:
                if not PARTS[part]() and part not in required:
                    item.add_marker(pytest.mark.skip(reason=f"needs {part}, which is not here"))
    # What takes long goes first, by whole files: at the end no worker waits for one of them.
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def _asked_to_sync(handle: Any) -> None:
    os.fstat(handle if isinstance(handle, int) else handle.fileno())  # a closed one still fails


@pytest.fixture(scope="session", autouse=True)
def _no_waiting_for_disks() -> Iterator[None]:
    """Let `os.fsync` come back at once: the system lives on, so no test can tell the difference.

    What would be lost without it is what test_power_failure.py shows, with a disk of its own.
    Programs that a test starts wait for the disk as they do elsewhere.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", _asked_to_sync)
        yield


@pytest.fixture(autouse=True)
def _own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every test away from the user's own archive, keys and language."""
    for name in ("WEERKLANK_ARCHIVE", "WEERKLANK_KEYS", "WEERKLANK_ACTOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
