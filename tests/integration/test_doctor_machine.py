"""`doctor` names what is wrong with a machine: broken, named, mended, gone."""

import os
import re
import shutil
from collections import namedtuple
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from weerklank.model.errors import CATALOGUE
from weerklank.services.diagnose import machine, places, programs
from weerklank.services.diagnose.checks import CHECKS
from weerklank.services.diagnose.examine import examine
from weerklank.services.diagnose.finding import Found, Scene

GUIDE = Path(__file__).parents[2] / "docs" / "beheerder" / "README.md"


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(
        now=datetime(2026, 11, 27, 12, tzinfo=UTC),
        environment={},
        temporary=tmp_path,
        kernel=tmp_path / "proc",
    )


def told(scene: Scene, check: str) -> list[Found]:
    (one,) = examine(scene, [check]).checks
    return list(one.found)


def codes(scene: Scene, check: str) -> list[str]:
    return [one.code for one in told(scene, check)]


def unseen(scene: Scene, check: str) -> int:
    (one,) = examine(scene, [check]).checks
    return len(one.unseen)


def program(folder: Path, name: str, says: str) -> Path:
    """Make a program that says something."""
    folder.mkdir(exist_ok=True)
    made = folder / name
    made.write_text(f"#!/bin/sh\necho '{says}'\n")
    made.chmod(0o755)
    return made


def test_a_variable_that_nobody_reads_is_told_with_the_name_that_was_meant(scene: Scene) -> None:
    given = {"WEERKLANK_ARCHIEF": "/srv/geheim", "WEERKLANK_KEYS": "/k", "WEERKLANK_REQUIRE": "x"}
    (found,) = told(replace(scene, environment=given), "environment")
    assert (found.code, found.values["nearest"]) == ("DOCTOR-015", "WEERKLANK_ARCHIVE")
    assert "geheim" not in f"{found.message.nl} {found.hint.nl} {found.values}"
    (found,) = told(replace(scene, environment={"WEERKLANK_ZOMAAR_IETS": "1"}), "environment")
    assert found.code == "DOCTOR-014"
    assert "WEERKLANK_CHROMIUM" in found.hint.en
    assert codes(replace(scene, environment={"PATH": "/bin"}), "environment") == []


def test_versions_of_python_and_libraries(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    assert codes(scene, "python") == []
    assert codes(replace(scene, version=(3, 10, 9)), "python") == ["DOCTOR-001"]
    asked = ["yarl>=1.25", "bestaat-niet>=1", "ook-niet; extra == 'research'", "x; extra == 'dev'"]
    monkeypatch.setattr(machine, "requires", lambda _: asked)
    assert codes(scene, "libraries") == ["DOCTOR-003", "DOCTOR-004"]
    monkeypatch.setattr(machine, "requires", lambda _: ["click>=900", "yarl>=1,<1.1"])
    assert codes(scene, "libraries") == ["DOCTOR-002", "DOCTOR-002"]
    monkeypatch.setattr(machine, "requires", lambda _: ["click>=8"])
    assert codes(scene, "libraries") == []


@pytest.mark.parametrize(
    ("found", "wanted", "fits"),
    [
        ("5.2.19", ">=5.2.19,<5.3", True),
        ("5.3", ">=5.2.19,<5.3", False),
        ("50.0.0", ">=50", True),
        ("1.9", ">=1.10", False),
        ("1.0+cpu.12", ">=1.0", True),
        ("3", "", True),
    ],
)
def test_bounds_of_versions(found: str, wanted: str, *, fits: bool) -> None:
    assert machine.within(found, wanted) is fits


def test_encoding_user_and_files_of_the_program(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert codes(scene, "encoding") == []
    monkeypatch.setattr(machine.sys, "getfilesystemencoding", lambda: "latin-1")
    assert codes(scene, "encoding") == ["DOCTOR-005"]
    monkeypatch.setattr(machine.os, "geteuid", lambda: 0)
    assert codes(scene, "user") == ["DOCTOR-013"]
    monkeypatch.setattr(machine.os, "geteuid", lambda: 1000)
    assert codes(scene, "user") == []
    made = tmp_path / "web" / "static" / "vendor"
    made.mkdir(parents=True)
    monkeypatch.setattr(machine, "files", lambda _: tmp_path)
    monkeypatch.setattr(machine, "drawn", frozenset)
    assert codes(scene, "program-files") == ["DOCTOR-006", "DOCTOR-007"]
    monkeypatch.setattr(machine, "drawn", lambda: frozenset("a"))
    (made / "vendor.css").touch()
    assert codes(scene, "program-files") == []


def test_programs_beside_it(scene: Scene, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    monkeypatch.setenv("PATH", str(bin_))
    missing = told(scene, "programs")
    assert [one.values["program"] for one in missing] == [
        "openssl", "ffprobe", "ffmpeg", "heif-convert", "exiftool", "clamscan",
    ]  # fmt: skip
    assert {one.code for one in missing} == {"DOCTOR-020"}
    assert unseen(scene, "signatures") == 1
    for name in ("openssl", "ffprobe", "ffmpeg", "heif-convert", "exiftool", "clamscan"):
        program(bin_, name, "ik")
    assert codes(scene, "programs") == []


def test_signatures_of_viruses(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program(tmp_path / "bin", "clamscan", "ClamAV 1.4.0")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    folder = tmp_path / "clamav"
    folder.mkdir()
    monkeypatch.setattr(programs.virus_scan, "FOLDER", folder)
    assert codes(scene, "signatures") == ["DOCTOR-021"]
    (folder / "daily.cvd").write_bytes(b"ClamAV-VDB:01 Nov 2026 00-00 +0000:1:1:1")
    (found,) = told(scene, "signatures")
    assert (found.code, found.values["days"]) == ("DOCTOR-022", 26)
    (folder / "daily.cvd").write_bytes(b"ClamAV-VDB:26 Nov 2026 00-00 +0000:1:1:1")
    assert codes(scene, "signatures") == []


def test_chromium(scene: Scene, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    monkeypatch.setenv("PATH", f"{bin_}")
    assert codes(scene, "chromium") == ["DOCTOR-020"]
    named = replace(scene, environment={"WEERKLANK_CHROMIUM": "/nergens/chromium"})
    assert codes(named, "chromium") == ["BROWSER-001"]
    program(bin_, "chromium", "Chromium 99.0.4844.51 built on Debian")
    assert codes(scene, "chromium") == ["DOCTOR-023"]
    program(bin_, "chromium", "zonder nummer")
    assert (codes(scene, "chromium"), unseen(scene, "chromium")) == ([], 1)
    (bin_ / "chromium").write_text("#!/bin/sh\nexit 3\n")
    assert codes(scene, "chromium") == ["BROWSER-002"]
    for name in ("chromium", "chromium-headless-shell"):
        program(bin_, name, "Chromium 156.0.8078.108 built on Debian")
    assert (codes(scene, "chromium"), unseen(scene, "chromium")) == ([], 0)
    shell = {"WEERKLANK_CHROMIUM": "chromium-headless-shell"}
    assert codes(replace(scene, environment=shell), "chromium") == ["BROWSER-024"]


def test_memory_and_swap(scene: Scene) -> None:
    assert unseen(scene, "memory") == 1
    scene.kernel.mkdir()
    swaps = "Filename Type Size Used Priority\n"
    (scene.kernel / "swaps").write_text(swaps)
    (scene.kernel / "meminfo").write_text("MemTotal: 9 kB\nMemAvailable:  512000 kB\n")
    (found,) = told(scene, "memory")
    assert (found.code, found.values["free"]) == ("DOCTOR-008", 500)
    (scene.kernel / "meminfo").write_text("MemAvailable:  8000000 kB\n")
    (scene.kernel / "swaps").write_text(f"{swaps}/dev/sda2 partition 9 0 -2\n")
    assert codes(scene, "memory") == ["DOCTOR-009"]
    (scene.kernel / "swaps").write_text(f"{swaps}/dev/dm-1 partition 9 0 -2\n")
    assert codes(scene, "memory") == []


def test_whether_the_clock_is_kept_right(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    monkeypatch.setenv("PATH", str(bin_))
    assert (codes(scene, "clock-kept"), unseen(scene, "clock-kept")) == ([], 1)
    program(bin_, "timedatectl", "no")
    assert codes(scene, "clock-kept") == ["DOCTOR-010"]
    program(bin_, "timedatectl", "yes")
    assert (codes(scene, "clock-kept"), unseen(scene, "clock-kept")) == ([], 0)


def test_proxies_and_temporary_files(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    assert codes(scene, "proxy") == []
    set_ = replace(scene, environment={"https_proxy": "http://naam:geheim@proxy.example"})
    (found,) = told(set_, "proxy")
    assert (found.code, "geheim" in str(found)) == ("DOCTOR-011", False)
    assert codes(scene, "temporary") == []
    monkeypatch.setattr(machine.os, "access", lambda *_: False)
    assert codes(scene, "temporary") == ["DOCTOR-012"]


def test_screens_that_are_served_in_the_clear(scene: Scene) -> None:
    assert unseen(scene, "serving") == 1
    process = scene.kernel / "12"
    process.mkdir(parents=True)
    words = ["python", "/opt/bin/weerklank", "serve", "--site", "http://archief.example"]
    for given, wrong in (
        (words, ["DOCTOR-071"]),
        ([*words[:3], "--site=http://archief.example"], ["DOCTOR-071"]),
        ([*words[:4], "https://archief.example"], []),
        ([*words[:4], "http://localhost:8642"], []),
        (words[:3], []),
    ):
        (process / "cmdline").write_bytes("\0".join(given).encode() + b"\0")
        assert (codes(scene, "serving"), unseen(scene, "serving")) == (wrong, 0), given


def test_disks(scene: Scene, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    archive = tmp_path / "archief"
    archive.mkdir()
    scene = replace(scene, archive=archive, temporary=tmp_path / "none")
    usage, room = namedtuple("usage", "free"), namedtuple("room", "f_files f_favail")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(1 << 40))
    monkeypatch.setattr(places.os, "statvfs", lambda _: room(9, 1 << 20))
    assert codes(scene, "space") == []
    monkeypatch.setattr(places.os, "statvfs", lambda _: room(9, 5))
    assert codes(scene, "space") == ["DOCTOR-031"]
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(1 << 30))
    monkeypatch.setattr(places.os, "statvfs", lambda _: room(0, 0))  # btrfs counts none
    assert codes(scene, "space") == ["DOCTOR-030"]


def test_file_systems(scene: Scene, tmp_path: Path) -> None:
    archive = tmp_path / "het archief"
    archive.mkdir()
    scene = replace(scene, archive=archive)
    assert unseen(scene, "file-system") == 1
    mounted = scene.kernel / "self" / "mountinfo"
    mounted.parent.mkdir(parents=True)
    real = os.path.realpath(archive).replace(" ", r"\040")
    root = "21 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
    for kind, code in (("nfs4", "DOCTOR-033"), ("exfat", "DOCTOR-034")):
        mounted.write_text(f"{root}36 21 0:32 / {real} rw - {kind} host:/x rw\n")
        assert codes(scene, "file-system") == [code]
    mounted.write_text(root)
    assert codes(scene, "file-system") == []
    about = archive / "weerklank-archive.json"
    about.touch()
    assert codes(scene, "file-system") == []
    about.with_name(about.name.upper()).touch()
    assert codes(scene, "file-system") == ["DOCTOR-035"]


def test_an_archive_that_can_not_be_written(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tmp_path.chmod(0o700)
    mine = replace(scene, archive=tmp_path)
    assert codes(mine, "rights") == []
    monkeypatch.setattr(places.os, "access", lambda *_: False)
    assert codes(mine, "rights") == ["DOCTOR-032"]


def test_every_finding_and_every_check_is_in_the_operators_guide() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    given = {code for code in CATALOGUE if code.startswith("DOCTOR-")}
    assert set(re.findall(r"DOCTOR-\d{3}", guide)) == given
    for check in CHECKS:
        assert f"| `{check.id}` |" in guide, check.id
