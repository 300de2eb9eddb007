"""Viruses: what a scan tells of each file, and that nothing is called clean without one."""

import hashlib
import io
import os
import shutil
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from small_archive import Small, post, posts
from test_media_formats import PURE

from weerklank.media import virus_scan
from weerklank.media.virus_scan import dated
from weerklank.model.virus import VirusState, state_of
from weerklank.testing.mastodon_export import ExportMedium

#: The file by which scanners are tried; in one piece, a scanner would find it in this source.
EICAR = b"".join(
    (b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$", b"EICAR-STANDARD-", b"ANTIVIRUS-TEST-FILE!$H+H*")
)
CARRIER = ExportMedium(
    path="/media_attachments/files/mee.png",
    content_type="image/png",
    alt=None,
    width=8,
    height=8,
    data=EICAR,
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Small:
    made = Small(tmp_path_factory.mktemp("viruses") / "small").make()
    made.take_in([*posts().items, post(20, "Twee bestanden.", media=(PURE, CARRIER))])
    return made


@pytest.fixture
def small(template: Small, tmp_path: Path) -> Small:
    return template.copy(tmp_path / "small")


def signatures(folder: Path, content: bytes, age: int = 0) -> Path:
    """Make signatures by which one file is found, so many days old."""
    folder.mkdir()
    file = folder / "own.hdb"
    line = f"{hashlib.md5(content).hexdigest()}:{len(content)}:Voorbeeld.Proef\n"
    file.write_text(line, encoding="ascii")
    then = (datetime.now(UTC) - timedelta(days=age)).timestamp()
    os.utime(file, (then, then))
    return folder


def viruses(small: Small) -> dict[str, dict]:
    told = small.good("formats", "list", "--without-codecs", "--from", "2026-01-25")
    return {str(one["puid"]): one["virus"] for one in told["files"]}


@pytest.mark.needs("clamav")
def test_each_file_has_what_the_last_scan_that_could_look_told(small, tmp_path):
    scan = ("formats", "scan", "--signatures")
    assert {one["state"] for one in viruses(small).values()} == {"not-checked"}
    assert small.run(*scan, str(tmp_path), acting="Pia")[1]["error"]["code"] == "ROLE-002"
    # Nothing to look for, so nothing is clean.
    (tmp_path / "none").mkdir()
    code, told = small.run(*scan, str(tmp_path / "none"), acting="Anna")
    assert (code, told["ok"], told["signatures"]) == (1, False, None)
    assert told["states"]["no-signatures"] == told["files"] == 4
    assert {one["state"] for one in viruses(small).values()} == {"no-signatures"}
    # Old ones that find nothing.
    old = signatures(tmp_path / "old", b"iets anders", age=30)
    code, told = small.run(*scan, str(old), acting="Anna")
    assert (code, told["states"]["old-signatures"], told["states"]["clean"]) == (1, 4, 0)
    # Those of today: one is found, by its name; the others are clean.
    new = signatures(tmp_path / "new", EICAR)
    code, told = small.run(*scan, str(new), acting="Anna")
    assert (code, told["states"]["found"], told["states"]["clean"]) == (1, 1, 3)
    (found,) = told["found"]
    assert found["name"] == "Voorbeeld.Proef.UNOFFICIAL"
    assert found["number"] == 2
    before = viruses(small)
    assert {one["state"] for one in before.values()} == {"found", "clean"}
    assert all(one["engine"].startswith("ClamAV ") for one in before.values())
    # What could not look takes nothing away; what is known is passed over when asked.
    small.run(*scan, str(tmp_path / "none"), acting="Anna")
    assert viruses(small) == before
    assert small.good(*scan, str(new), "--new", acting="Anna")["files"] == 0
    # The file lies where it lay, and the archive is whole.
    assert any(path.read_bytes() == EICAR for path in small.archive.rglob("media/*.png"))
    small.assert_verifies()


@pytest.mark.needs("clamav")
def test_what_the_scanner_passes_over_is_not_checked(small, tmp_path, monkeypatch):
    options = tuple(one.replace("filesize=2000M", "filesize=100") for one in virus_scan._OPTIONS)
    monkeypatch.setattr(virus_scan, "_OPTIONS", options)
    new = signatures(tmp_path / "new", EICAR)
    _, told = small.run("formats", "scan", "--signatures", str(new), acting="Anna")
    assert told["states"]["found"] == 1
    large = sum(path.stat().st_size > 100 for path in small.archive.rglob("media/*.png"))
    assert told["states"]["not-checked"] == large > 0


def test_without_a_scanner_nothing_is_recorded(small, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    code, told = small.run("formats", "scan", acting="Anna")
    assert (code, told["error"]["code"]) == (4, "FORMATS-004")
    assert {one["state"] for one in viruses(small).values()} == {"not-checked"}


def test_the_day_of_signatures_is_what_their_makers_state(tmp_path):
    assert dated(tmp_path) is None
    assert dated(tmp_path / "gone") is None
    (tmp_path / "readme.txt").write_text("x", encoding="ascii")
    assert dated(tmp_path) is None
    signatures(tmp_path / "own", b"x", age=0)
    (tmp_path / "own.hdb").write_bytes((tmp_path / "own" / "own.hdb").read_bytes())
    for name, day in (("main.cvd", "16 Sep 2021"), ("daily.cld", "02 Nov 2026")):
        (tmp_path / name).write_bytes(f"ClamAV-VDB:{day} 04-33 -0400:1:2:90".encode())
    assert dated(tmp_path) == date(2026, 11, 2)
    (tmp_path / "daily.cld").write_bytes(b"ClamAV-VDB:99 Nov 2026 04-33 -0400:1")
    assert dated(tmp_path) == date(2021, 9, 16)


def test_a_scanner_that_says_two_things_of_a_file_is_believed_in_the_worst(tmp_path, monkeypatch):
    names = [tmp_path / name for name in ("a", "b: OK", "c", "d")]
    a, b, c, d = names
    said = [f"{a}: Voorbeeld.Proef FOUND", f"{a}: OK", f"{b}: OK", f"{c}: OK", f"{c}: mislukt"]
    lies = tmp_path / "clamscan"
    script = "\n".join(["#!/bin/sh", *(f"echo '{line}'" for line in said), f"echo '{d.name}: OK'"])
    lies.write_text(f"{script}\n", encoding="utf-8")
    lies.chmod(0o700)
    monkeypatch.setattr(virus_scan, "PROGRAM", str(lies))
    told = virus_scan.scan(names, tmp_path)
    assert told[a].name == "Voorbeeld.Proef"
    assert {path: told[path].whole for path in told} == {a: True, b: True, c: False}


@pytest.mark.parametrize(
    ("found", "age", "state"),
    [
        (False, 0, VirusState.CLEAN),
        (False, 7, VirusState.CLEAN),
        (False, 8, VirusState.OLD_SIGNATURES),
        (False, -1, VirusState.CLEAN),
        (False, -2, VirusState.OLD_SIGNATURES),
        (True, 800, VirusState.FOUND),
        (False, None, VirusState.NO_SIGNATURES),
    ],
)
def test_clean_takes_signatures_of_that_week(found, age, state):
    day = date(2026, 11, 27)
    of = None if age is None else day - timedelta(days=age)
    assert state_of(found=found, signatures=of, on=day, oldest=7) is state


@pytest.mark.needs("clamav")
def test_archives_in_archives_are_found_in_or_not_checked_and_never_clean(tmp_path):
    new, files = signatures(tmp_path / "new", EICAR), tmp_path / "files"
    files.mkdir()
    content, plain = EICAR, b"niets"
    for depth in range(1, 41):
        content, plain = _zipped(content), _zipped(plain)
        if depth in (1, 8, 40):
            (files / f"in{depth:02d}.png").write_bytes(content)
            (files / f"plain{depth:02d}.png").write_bytes(plain)
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w") as whole:
        for number in range(12_000):
            whole.writestr(f"{number}.txt", b"x%d" % number)
        whole.writestr("z.txt", EICAR)
    (files / "many.png").write_bytes(many.getvalue())
    told = virus_scan.scan(sorted(files.iterdir()), new)
    found = {path.stem: (one.whole, one.name is not None) for path, one in told.items()}
    clean, seen, unseen = (True, False), (True, True), (False, False)
    assert found == {
        "in01": seen, "in08": seen, "in40": unseen,
        "plain01": clean, "plain08": clean, "plain40": unseen,
        "many": unseen,
    }  # fmt: skip


def _zipped(content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr("a.zip", content)
    return made.getvalue()
