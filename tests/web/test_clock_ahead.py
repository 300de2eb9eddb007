"""A harvest by a clock that ran ahead: screens say that nobody knows when it was."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from own_archive import SANNE, OwnArchive, posted
from shown import Shown

from weerklank.model.clock import SystemClock

AHEAD = datetime.now(UTC) + timedelta(days=400)
SAID = "de klok liep voor; wanneer het was, is onbekend"


def test_no_moment_ahead_is_shown_as_that_of_a_last_harvest(
    tmp_path: Path, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as wrong:
        wrong.setattr(SystemClock, "now", lambda _: AHEAD)
        made = OwnArchive(tmp_path).make([posted("2026-03-02T09:00:00", "De brug is dicht.")])
    made.serve()
    (stands,) = made.run("status")["accounts"]
    assert stands["last"] is None
    number = stands["last_ahead"]["run"]
    client = shown.client(SANNE)
    pages = ("/accounts/", "/oogsten/", "/accounts/a0001/oogsten/", f"/oogsten/{number}/")
    assert "de klok liep voor. Oogst opnieuw." in client.get("/accounts/a0001/").content.decode()
    for page in pages:
        assert SAID in client.get(page).content.decode(), page
