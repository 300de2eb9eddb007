"""Ten years on a clock that is set, small; `python -m benchmarks.decade` is the full size."""

import os
from pathlib import Path

import pytest
from benchmarks.decade import Decade, live


def test_ten_years_are_appraised_kept_destroyed_and_transferred(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Durability is not at stake here, and waiting for the disk would be most of the time.
    monkeypatch.setattr(os, "fsync", lambda _: None)
    made = Decade(tmp_path, posts=240, times=1)
    gone, left, sips = live(made)
    assert (gone, gone + left, sips) == (len(made.to_go), 240, 6)
    assert gone > 90
