"""What `doctor --organisations` finds, and how `serve --organisations` begins."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from weerklank.services.diagnose import many
from weerklank.services.diagnose.examine import examine, scene_of, wrong_of_organisations
from weerklank.services.diagnose.finding import Weight

ROOT = Path(__file__).parents[2]
UNITS = ROOT / "deploy" / "systemd" / "organisations"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    for name in ("a", "b"):
        (tmp_path / name / "archief").mkdir(parents=True)
        (tmp_path / name / "sleutels").mkdir()
    return tmp_path


def listed(place: Path, *more: str) -> Path:
    blocks = [
        "[[organisation]]",
        'name = "aa"',
        'site = "https://aa.example"',
        f'archive = "{place}/a/archief"',
        f'keys = "{place}/a/sleutels"',
        "passwords = true",
    ]
    file = place / "organisations.toml"
    file.write_text("\n".join((*blocks, *more)))
    file.chmod(0o600)
    return file


def other(place: Path, *more: str) -> list[str]:
    return [
        "[[organisation]]",
        'name = "bb"',
        'site = "https://bb.example"',
        *(more or (f'archive = "{place}/b/archief"', f'keys = "{place}/b/sleutels"')),
    ]


def found(file: Path) -> Iterator[tuple[str, Weight]]:
    scene = scene_of(None, None, (), organisations=file)
    (check,) = examine(scene, {"organisations"}).checks
    return ((one.code, one.weight) for one in check.found)


def test_without_a_list_nobody_looked() -> None:
    (check,) = examine(scene_of(None, None, ()), {"organisations"}).checks
    assert check.unseen


def test_it_says_which_can_not_open_and_which_let_in_by_a_password(place: Path) -> None:
    assert list(found(listed(place))) == [("DOCTOR-092", Weight.NOTE)]
    file = listed(place, *other(place))
    assert ("DOCTOR-090", Weight.WRONG) in list(found(file)), "no provider, no passwords"
    (place / "b" / "archief").rmdir()
    told = [one.message.say("en") for one in wrong_of_organisations(file)]
    assert any("bb: " in one and "archief can't be read" in one for one in told)


def test_settings_of_one_that_can_not_be_used_hide_no_other(place: Path) -> None:
    (place / "a" / "sleutels" / "sign-in.toml").write_text("issuer = 3")
    codes = [code for code, _ in found(listed(place, *other(place)))]
    assert codes.count("DOCTOR-090") == 2


def test_a_list_that_can_not_be_used_is_one_finding(place: Path) -> None:
    (place / "organisations.toml").write_text("x")
    assert list(found(place / "organisations.toml")) == [("ORGANISATIONS-001", Weight.WRONG)]


def test_without_a_wall_of_the_kernel_it_says_so(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many, "kernel_version", lambda: 0)
    assert ("DOCTOR-091", Weight.WRONG) in list(found(listed(place, *other(place))))
    assert ("DOCTOR-091", Weight.WRONG) not in list(found(listed(place)))


@pytest.mark.enable_socket
def test_a_socket_is_there_and_closed_to_others(place: Path) -> None:
    where = place / "s"
    file = listed(place, *other(place, f'socket = "{where}"'))
    assert ("DOCTOR-090", Weight.WRONG) in list(found(file)), "not there"
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(where))
        where.chmod(0o660)
        place.chmod(0o711)
        assert [code for code, _ in found(file)] == ["DOCTOR-092"]
        where.chmod(0o666)
        assert ("DOCTOR-093", Weight.WRONG) in list(found(file))


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (["--organisations", "{file}", "--site", "https://x.example"], "ORGANISATIONS-002"),
        (["--organisations", "{file}", "--no-passwords"], "ORGANISATIONS-002"),
        (["--organisations", "{file}"], "ORGANISATIONS-001"),
        (["--socket", "{file}"], "ORGANISATIONS-003"),
        (
            ["--socket", "{file}", "--site", "https://x.example", "--port", "1"],
            "ORGANISATIONS-003",
        ),
    ],
)
def test_what_does_not_go_together_is_wrong_use(
    tmp_path: Path, given: list[str], code: str
) -> None:
    command = [str(Path(sys.executable).with_name("weerklank")), "--json", "serve"]
    named = [one.replace("{file}", str(tmp_path / "none")) for one in given]
    done = subprocess.run([*command, *named], capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"]["code"] == code


@pytest.mark.parametrize("unit", sorted(UNITS.glob("*.service")), ids=lambda unit: unit.name)
def test_a_unit_of_organisations_shuts_in_what_it_starts(unit: Path) -> None:
    lines = unit.read_text(encoding="utf-8").splitlines()
    said = dict(one.split("=", 1) for one in lines if "=" in one and not one.startswith("#"))
    for key, value in {
        "NoNewPrivileges": "yes",
        "ProtectSystem": "strict",
        "ProtectHome": "yes",
        "UMask": "0077",
        "LimitCORE": "0",
        "CapabilityBoundingSet": "",
    }.items():
        assert said[key] == value, key
    if "@" in unit.name:
        assert said["User"] == "weerklank-%i"
        assert "--no-passwords" in said["ExecStart"]
    else:
        assert "landlock_restrict_self" in said["SystemCallFilter"]


@pytest.mark.needs("systemd")
@pytest.mark.parametrize("unit", sorted(UNITS.glob("*.service")), ids=lambda unit: unit.name)
def test_systemd_understands_a_unit_of_organisations(unit: Path, tmp_path: Path) -> None:
    copy = tmp_path / unit.name.replace("@", "@oudedorp")
    text = unit.read_text(encoding="utf-8")
    copy.write_text(text.replace("/opt/weerklank/bin/weerklank", "/bin/true"))
    checked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(copy)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, "")
