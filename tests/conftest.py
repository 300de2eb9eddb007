"""What all tests share: fresh archives, and the rule that a missing part may not pass in CI."""

import gc
import os
import shutil
import signal
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import HealthCheck, settings

from told_formats import ToldFormats
from weerklank.integrity import weerklank_verify
from weerklank.package import formats

# How long an example takes says how busy the machine is; the benchmarks measure on a quiet one.
settings.register_profile("ours", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ours")

# Whoever runs the tests behind something else may have told them not to hear Ctrl-C.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

#: Parts of the world that a suite may need, and how to see that they are there.
PARTS: dict[str, Callable[[], bool]] = {
    # Looks for viruses; its signatures are made by the tests.
    "clamav": lambda: shutil.which("clamscan") is not None,
    "chromium": lambda: shutil.which("chromium") is not None,
    # What Chromium says itself, in Dutch: Debian keeps the languages in a package of their own.
    "chromium-l10n": Path("/usr/lib/chromium/locales/nl.pak").is_file,
    # Reads metadata, by other code than ours.
    "exiftool": lambda: shutil.which("exiftool") is not None,
    "ffmpeg": lambda: bool(shutil.which("ffmpeg") and shutil.which("ffprobe")),
    # Chromium without its window: tests of screens cost less with it.
    "headless-shell": lambda: shutil.which("chromium-headless-shell") is not None,
    # Makes pictures in HEIC, and reads them.
    "heif": lambda: bool(shutil.which("heif-convert") and shutil.which("heif-enc")),
    # Writes out the chart of deploy/helm.
    "helm": lambda: shutil.which("helm") is not None,
    # A store that speaks S3, by `make servers` too.
    "object-store": (Path(__file__).parent / "servers/store/.venv/.made-of").is_file,
    # The linter of the NL API Design Rules, by `make servers` too.
    "linter": (Path(__file__).parent / "linter/node_modules/.made-of").is_file,
    # A server of the Mastodon API that others made, by `make servers` too.
    "mastodon-mock": (Path(__file__).parent / "servers/mastodon/.venv/.made-of").is_file,
    # A web server before ours, set up as the manual says; Debian has it where only root looks.
    "nginx": lambda: bool(shutil.which("nginx") or shutil.which("/usr/sbin/nginx")),
    "openssl": lambda: shutil.which("openssl") is not None,
    "postgresql": lambda: any(Path("/usr/lib/postgresql").glob("*/bin/initdb")),
    # The official schema of PREMIS 3, by `make servers` too.
    "premis-schema": (Path(__file__).parent / "servers/premis/.made-of").is_file,
    # What replays pages besides us, by `make servers` too.
    "pywb": (Path(__file__).parent / "servers/.venv/.made-of").is_file,
    "redis": lambda: shutil.which("redis-server") is not None,
    # Copies folders, as the page on back-ups says.
    "rsync": lambda: shutil.which("rsync") is not None,
    # Servers that others made, by `make servers`.
    "servers": (Path(__file__).parent / "servers/node_modules/.made-of").is_file,
    # A token that is software, for keys in one; Debian's own place.
    "softhsm": Path("/usr/lib/softhsm/libsofthsm2.so").is_file,
    # Says whether it understands the units of deploy/systemd.
    "systemd": lambda: shutil.which("systemd-analyze") is not None,
}


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for no garbage among the thousands of tests, neither when they are named nor later.

    Nearly all that comes to be there stays to the end: looking through it again and again is a
    fifth of the time that it takes to name them.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


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


def signed(public: bytes, text: bytes, signature: bytes) -> bool:
    """Check an Ed25519 signature as `openssl pkeyutl` does, in this process."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, text)
    except (InvalidSignature, ValueError):
        return False
    return True


@pytest.fixture(scope="session", autouse=True)
def _signatures_in_this_process() -> Iterator[None]:
    """Spare the program for readers, where a test calls it, a process for each signature.

    That costs more than all else it does, thousands of times. Copies of the program, and the
    program as others start it, ask openssl as ever: in test_standalone_verifier.py, with whatever
    goes wrong there, and wherever a test starts what lies in an archive. That both give the same
    answer is in test_signatures.py.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(weerklank_verify, "ed25519", signed)
        yield


@pytest.fixture(scope="session")
def told_formats(tmp_path_factory: pytest.TempPathFactory) -> ToldFormats:
    """Give what is told of formats to all workers of this run of the tests."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    place = shared / "formats"
    place.mkdir(exist_ok=True)
    return ToldFormats(place)


@pytest.fixture(scope="session", autouse=True)
def _formats_are_told_once(told_formats: ToldFormats) -> Iterator[None]:
    """Start the program that reads foreign media once for the same bytes, not in every run.

    Whatever is about that program asks it as ever, by `formats_are_asked`; so do programs that
    a test starts.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(formats, "_identify", told_formats.identify)
        yield


@pytest.fixture(scope="module")
def formats_are_asked(told_formats: ToldFormats) -> Iterator[None]:
    """Let formats be asked of the program itself, each time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(formats, "_identify", told_formats.ask)
        yield


@pytest.fixture(autouse=True)
def _own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every test away from the user's own archive, keys and language."""
    for name in ("WEERKLANK_ARCHIVE", "WEERKLANK_KEYS", "WEERKLANK_ACTOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
