"""Audits: all in its turn, damage until it is mended, and when what was last looked at."""

import email
import email.policy
import os
from pathlib import Path

import pytest
from small_archive import Small, filled

from weerklank import bootstrap
from weerklank.services.schedule.run_schedule import Schedule
from weerklank.services.waits.task import Ask
from weerklank.services.waits.what_waits import what_waits
from weerklank.services.workplace import Silent


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Durability is not at stake here, and waiting for the disk would be most of the time."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


def asked(small: Small) -> set[Ask]:
    where = str(small.archive), str(small.root / "keys")
    workplace = bootstrap.workplace(*where, Silent(), "Anna")
    return {task.ask for task in what_waits(workplace, workplace.register().accounts).tasks}


def test_everything_in_its_turn(tmp_path: Path) -> None:
    small = filled(tmp_path / "small")
    told = small.good("audit", "report")
    parts = [row["part"] for row in told["parts"]]
    assert (told["never"], told["last"], told["spread"]) == (len(parts), None, None)
    assert len(parts) >= 4
    # By itself the schedule looks at nothing until somebody decided so.
    list(Schedule(small.workplace, [], lambda _: None).once())  # type: ignore[arg-type, return-value] - nothing is asked of it
    assert small.good("audit", "report")["last"] is None
    seen = small.good("audit", "--spread", "2")["parts"]
    assert len(seen) == -(-len(parts) // 2)
    assert small.good("audit", "report")["never"] == len(parts) - len(seen)
    seen += small.good("audit")["parts"]
    assert set(seen) == set(parts)
    assert small.good("audit", "report")["never"] == 0
    # Damage is found in its turn, is a task until it is gone, and no other share hides it.
    victim = min(small.archive.glob("objects/*/*/*-g1/v1/content/records/records.jsonl.gz"))
    sound = victim.read_bytes()
    victim.write_bytes(sound[:-1] + b"\x7f")
    codes = [small.run("audit")[0] for _ in range(3)]
    assert codes[-1] == 1
    # Each archivist is told once, in the outbox as no server is set.
    (mail,) = (small.root / "keys" / "outbox").iterdir()
    letter = email.message_from_bytes(mail.read_bytes(), policy=email.policy.default)
    assert "schade in het archief" in letter["Subject"]
    assert "VERIFY-" in letter.get_content()
    assert "weerklank repair" in letter.get_content()
    assert {row["ok"] for row in small.good("audit", "report")["parts"]} == {True, False}
    assert Ask.DAMAGE in asked(small)
    victim.write_bytes(sound)
    small.good("audit")
    assert Ask.DAMAGE not in asked(small)
    # What comes after it was sound is told anew.
    victim.write_bytes(sound[:-1] + b"\x7f")
    told = [small.run("audit")[1]["mailed"] for _ in range(3)]
    assert [names for names in told if names] == [["Anna"]]
    assert len([*(small.root / "keys" / "outbox").iterdir()]) == 2
    victim.write_bytes(sound)
    small.good("audit")
    # A whole check counts for all that it looked at; the schedule audits once a day.
    small.good("verify")
    rows = small.good("audit", "report")["parts"]
    assert len({row["checked"] for row in rows}) == 1
    before = small.good("audit", "report")["last"]
    list(Schedule(small.workplace, [], lambda _: None).once())  # type: ignore[arg-type, return-value] - nothing is asked of it
    assert small.good("audit", "report")["last"] == before
    # With a damaged log the answer stands, and the journal is left alone.
    (tile,) = small.archive.glob("log/tile/0/000.p/*")
    tile.write_bytes(b"\0" + tile.read_bytes()[1:])
    code, told = small.run("audit")
    assert (code, told.get("ok"), told.get("told")) == (1, False, False)
    code, told = small.run("audit", "--spread", "0")
    assert (code, told["error"]["code"]) == (2, "AUDIT-001")
