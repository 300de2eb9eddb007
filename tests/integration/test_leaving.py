"""An archive leaves as the page says, and is proven elsewhere without us and without any key."""

import csv
import os
import re
import shlex
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import bagit
import pytest
from small_archive import Small, stand_alone
from test_golden import unpacked

from weerklank.model.clock import SystemClock

PAGE = Path(__file__).parents[2] / "docs" / "beheerder" / "vertrekken.md"
#: The people of the page, and who they are in the archive.
_PEOPLE = {"Ties Depot": "Anna", "Pia Privacy": "Pia"}


def lines() -> list[str]:
    """Give every line of every block of the page, in order."""
    text = PAGE.read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


def follow(small: Small, out: Path) -> None:
    """Do all that the page says, in a process of its own only where it is not ours."""
    for line in lines():
        here = line.replace("/srv/vertrek", str(out))
        for told, name in _PEOPLE.items():
            here = here.replace(told, name)
        if here.startswith("weerklank "):
            small.good(*shlex.split(here)[1:])
        else:
            done = subprocess.run(
                ["bash", "-ec", here], capture_output=True, text=True, check=False, env=os.environ
            )
            assert done.returncode == 0, (line, done.stdout, done.stderr)


def test_all_of_it_leaves_and_holds_without_the_program_and_without_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SystemClock, "now", lambda _: datetime(2027, 2, 1, 12, tzinfo=UTC))
    small = unpacked(tmp_path / "old")
    out = tmp_path / "vertrek"
    out.mkdir()
    follow(small, out)
    item = str(small.good("search", "--limit", "1")["hits"][0]["id"])
    small.good("prove", item, "-o", str(out / "bewijs.json"))
    # The installation ends: archive, keys and replica are gone.
    shutil.rmtree(small.archive)
    shutil.rmtree(small.root / "keys")
    shutil.rmtree(out / "replica")

    (key,) = out.glob("*.vkey")
    for what in ("archief", "bewijs.json"):
        deep = ["--deep"] if what == "archief" else []
        code, told = stand_alone(str(out / what), *deep, "--key", str(key))
        assert code == 0, told
    newest = max((out / "archief" / "log" / "checkpoints").glob("*.txt"))
    assert newest.read_bytes() == (out / "controlepunt.txt").read_bytes()
    bagit.Bag(str(out / "berichten")).validate()
    # What the page promises of each form: something is in it, and no key anywhere.
    table = min((out / "tabel").glob("*.csv"))
    with table.open(encoding="utf-8-sig", newline="") as rows:
        assert len(list(csv.reader(rows))) > 1
    assert (out / "sip").is_dir()
    assert (out / "accountoverzicht.csv").stat().st_size
    assert not [path for path in out.rglob("*") if path.suffix == ".key" or path.name == "log.pem"]
