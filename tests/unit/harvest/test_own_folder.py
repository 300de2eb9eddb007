"""Folders of browsers: what a killed run left goes with the next one, and nothing else does."""

import subprocess
import sys
from pathlib import Path

import pytest

from weerklank.harvest.browser.own_folder import own_folder

KILLED = """
import os, signal
from weerklank.harvest.browser.own_folder import own_folder
with own_folder() as folder:
    (folder / "Default").mkdir()
    print(folder.name, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    return tmp_path


def test_what_a_killed_run_left_goes_with_the_next(temporary: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED], stdout=subprocess.PIPE, text=True)
    left = temporary / done.stdout.strip()
    assert (left / "Default").is_dir()
    with own_folder() as mine:
        assert [*temporary.iterdir()] == [mine]
    assert [*temporary.iterdir()] == []


def test_what_others_hold_or_made_stays(temporary: Path) -> None:
    elsewhere = temporary / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").touch()
    (temporary / "weerklank-chromium-link").symlink_to(elsewhere)
    with own_folder() as first:
        (first / "Default").mkdir()
        with own_folder() as second:
            assert (first / "Default").is_dir()
            assert second != first
        assert (first / "Default").is_dir()
    assert [one.name for one in elsewhere.iterdir()] == ["kept"]
