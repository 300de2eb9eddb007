"""What the tests by the command line share: an archive at hand, and harvests that do not wait."""

import gc
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from bluesky_town import Town, network
from place import Archive

from weerklank.harvest import patience


@pytest.fixture
def place(tmp_path: Path) -> Archive:
    """Give an archive with nothing in its register."""
    return Archive(tmp_path).begin()


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a harvest ask again at once."""
    monkeypatch.setattr(patience, "_FIRST_WAIT", 0.001)
    monkeypatch.setattr(patience, "_LONGEST_BACK_OFF", 0.001)


@pytest.fixture(scope="session")
def town() -> Iterator[Town]:
    """Give a network of Bluesky itself, for all that asks for it."""
    with network() as made:
        yield made


@pytest.fixture
def no_sockets_left() -> Iterator[None]:
    """Let go here what the library of stores left of answers that broke off.

    A socket that it closed waits for its answer to be let go, and would be told as unclosed in
    whichever test happens to run when that is done.
    """
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()
