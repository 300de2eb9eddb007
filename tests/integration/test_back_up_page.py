"""A back-up is made and put back as the page says: on an empty machine, under other names."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from small_archive import Small, post, posts, stand_alone
from test_golden import unpacked

from weerklank.model.clock import SystemClock

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "beheerder" / "back-up.md"
NOON = datetime(2027, 2, 1, 12, tzinfo=UTC)
#: A part of the page as it is given to a shell; the services and the user are not of the tests.
_SHIMS = {
    "systemctl": 'echo "$*" >> "$DONE"',
    "chown": "true",
    "runuser": 'shift 3; exec "$@"',
    "weerklank": f'exec {sys.executable} -c "from weerklank.cli.main import main; main()" "$@"',
}


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    def turn(moment: datetime) -> None:
        monkeypatch.setattr(SystemClock, "now", lambda _: moment)

    turn(NOON)
    return turn


def block(heading: str) -> str:
    text = PAGE.read_text(encoding="utf-8")
    part = text[text.index(f"## {heading}\n") :]
    found = re.search(r"^```sh\n(.*?)^```$", part, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def follow(heading: str, machine: Path, back_up: Path, *, but: str = "") -> str:
    """Do what a part of the page says, all but some commands; gives what was said."""
    shims = back_up / "bin"
    shims.mkdir(parents=True, exist_ok=True)
    for name, what in _SHIMS.items():
        (shims / name).write_text(f"#!/bin/bash\n{what}\n")
        (shims / name).chmod(0o755)
    lines = [one for one in block(heading).splitlines() if not but or not re.search(but, one)]
    script = "\n".join(lines)
    for said, here in (
        ("/var/lib/weerklank/sleutels", machine / "keys"),
        ("/srv/weerklank/archief", machine / "archive"),
        ("/mnt/", back_up / "mnt"),
    ):
        script = script.replace(said, f"{here}/" if said.endswith("/") else str(here))
    for folder in ("mnt/back-up-sleutels", "mnt/back-up-archief"):
        (back_up / folder).mkdir(parents=True, exist_ok=True)
    machine.mkdir(exist_ok=True)
    done = subprocess.run(
        ["bash", "-ec", script],
        env={
            "PATH": f"{shims}:{os.environ['PATH']}",
            "DONE": str(back_up / "done"),
            "WEERKLANK_ARCHIVE": str(machine / "archive"),
            "WEERKLANK_KEYS": str(machine / "keys"),
            "PYTHONPATH": str(ROOT / "src"),
            "HOME": str(back_up),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


#: Asked in a process of its own, as the server is one: it knows nothing of other places.
_SIGN_IN = """
import sys
from pathlib import Path
from weerklank.web.configure import configure
from weerklank.web.site import Site
configure(Site(archive=Path(sys.argv[1]), keys=Path(sys.argv[2])))
from django.contrib.auth import authenticate
print([authenticate(username="Anna", password=one) is not None for one in sys.argv[3:]])
"""


def sign_ins(machine: Small, *passwords: str) -> str:
    places = (str(machine.archive), str(machine.root / "keys"))
    done = subprocess.run(
        [sys.executable, "-c", _SIGN_IN, *places, *passwords],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.strip()


@pytest.mark.needs("rsync")
def test_a_back_up_put_back_on_an_empty_machine_is_the_archive(
    tmp_path: Path, at: Callable[[datetime], None]
) -> None:
    old = unpacked(tmp_path / "old")
    password = old.good("person", "password", "Anna")["password"]
    follow("Maken", old.root, tmp_path / "back-up")
    copied = tmp_path / "back-up" / "mnt"
    assert not (copied / "back-up-archief" / "archief" / "index").exists()
    # Neither of the two holds what belongs to the other.
    assert not list((copied / "back-up-archief").rglob("*.key"))
    assert not list((copied / "back-up-sleutels").rglob("*.jsonl.gz"))
    shutil.rmtree(old.archive)
    shutil.rmtree(old.root / "keys")
    new = Small(tmp_path / "elsewhere")
    # `doctor` is of this machine, which may lack what it likes.
    told = follow("Terugzetten op een lege machine", new.root, tmp_path / "back-up", but="doctor")
    assert "Geen schade" in told or "No damage" in told
    new.assert_verifies()
    (found,) = new.good("search", "boekenmarkt")["hits"]
    new.good("prove", found["id"], "-o", str(tmp_path / "proof.json"))
    assert stand_alone(str(tmp_path / "proof.json"))[0] == 0
    assert sign_ins(new, password, "een-ander-wacht-woord") == "[True, False]"
    # And it is gone on with.
    new.take_in([*posts(edited=True).items[3:], post(40, "Het gemeentehuis is weer open.")])
    new.assert_verifies()
    assert (tmp_path / "back-up" / "done").read_text().splitlines() == [
        f"{what} weerklank-serve weerklank-schedule" for what in ("stop", "start", "start")
    ]


def put_together(folder: Path, archive: Path, keys: Path | None) -> Small:
    shutil.copytree(archive, folder / "archive", symlinks=True)
    if keys:
        shutil.copytree(keys, folder / "keys")
    return Small(folder)


WRITES = ("account", "interval", "a0001", "--hours", "5")


def refused(machine: Small) -> str:
    before = {path for path in machine.archive.rglob("*") if "index" not in path.parts}
    error = machine.run(*WRITES)[1]["error"]
    assert error["hint"]
    locks = machine.archive / "open" / "locks"
    after = {path for path in machine.archive.rglob("*") if "index" not in path.parts}
    assert {path for path in after - before if path.parent != locks} == set()
    return str(error["code"])


def test_what_does_not_fit_together_says_so_and_changes_nothing(
    tmp_path: Path, at: Callable[[datetime], None]
) -> None:
    then = unpacked(tmp_path / "then")
    now = put_together(tmp_path / "now", then.archive, then.root / "keys")
    at(NOON + timedelta(days=3))
    now.take_in([*posts(edited=True).items[3:], post(41, "Dank @mia@mast.example voor de foto.")])
    # The archive alone: it is read and verified, and not written in.
    alone = put_together(tmp_path / "alone", now.archive, None)
    assert alone.good("verify", "--deep")["findings"] == []
    assert len(alone.good("search", "boekenmarkt")["hits"]) == 1
    assert refused(alone) == "KEYS-003"
    assert alone.run("person", "password", "Anna")[1]["error"]["code"] == "KEYS-003"
    assert not (alone.root / "keys").exists()
    assert alone.run("doctor", "--check", "key-folder")[0] == 1
    # Keys of another archive.
    other = Small(tmp_path / "other")
    other.good("init", str(other.archive), "--organisation", "Gemeente Elders", "--sealed", "12")
    mixed = put_together(tmp_path / "mixed", now.archive, other.root / "keys")
    assert refused(mixed) == "KEYS-004"
    # Older keys: all works, but what was sealed since can't be opened.
    aged = put_together(tmp_path / "aged", now.archive, then.root / "keys")
    aged.assert_verifies()
    aged.good(*WRITES)
    terms = [
        {path.name for path in (one.root / "keys/terms").glob("*.key")} for one in (now, aged)
    ]
    assert terms[0] > terms[1]
    # An older archive under newer keys is read, and not written in.
    back = put_together(tmp_path / "back", then.archive, now.root / "keys")
    assert len(back.good("search", "boekenmarkt")["hits"]) == 1
    assert refused(back) == "LOG-001"
    # Keys that others may read.
    (now.root / "keys" / "events.key").chmod(0o644)
    assert refused(now) == "KEYS-002"
