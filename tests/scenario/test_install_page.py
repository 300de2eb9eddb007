"""The page on installing is followed: what needs no root is done, in folders of the test."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "beheerder" / "installeren.md"
SYSTEMD = ROOT / "deploy" / "systemd"
UNITS = sorted(SYSTEMD.glob("*.service"))
_STEP = re.compile(r"^## (\d+)\. .*?$(.*?)(?=^## )", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
#: What only root may do, or what the tests may not do to the machine, is told instead.
_SHIMS = {
    "useradd": 'echo "useradd $*" >> "$DONE"',
    "install": 'set -- $(printf "%s\\n" "$@" | sed "/^-[og]$/,+1d"); exec /usr/bin/install "$@"',
    "runuser": 'test "$1 $2 $3" = "-u weerklank --" || exit 9; shift 3; exec "$@"',
    "weerklank": f'exec {sys.executable} -c "from weerklank.cli.main import main; main()" "$@"',
}


def steps() -> dict[int, str]:
    text = PAGE.read_text(encoding="utf-8")
    return {int(number): "".join(_BLOCK.findall(body)) for number, body in _STEP.findall(text)}


def test_the_page_is_followed_step_by_step(tmp_path: Path) -> None:
    shims = tmp_path / "bin"
    shims.mkdir()
    for name, what in _SHIMS.items():
        (shims / name).write_text(f"#!/bin/bash\n{what}\n")
        (shims / name).chmod(0o755)
    place = tmp_path / "machine"
    # The file of settings says where things lie; here they lie under a folder of the test.
    deploy = tmp_path / "deploy" / "systemd"
    deploy.mkdir(parents=True)
    settings = (SYSTEMD / "weerklank.env").read_text(encoding="utf-8")
    (deploy / "weerklank.env").write_text(re.sub(r"=/(srv|var)", rf"={place}/\1", settings))
    script = "".join(steps()[number] for number in (2, 4, 5))
    script = re.sub(r"(?<= )/(srv|var|etc)/", rf"{place}/\1/", script)
    script = script.replace("runuser -u weerklank -- weerklank doctor", "weerklank doctor --json")
    done = subprocess.run(
        ["bash", "-c", f"set -ux\n{script}"],
        cwd=tmp_path,
        env={
            "PATH": f"{shims}:{os.environ['PATH']}",
            "DONE": str(tmp_path / "done"),
            "HOME": str(tmp_path),
            "PYTHONPATH": str(ROOT / "src"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert "AGE-SECRET-KEY-" in done.stdout, done.stderr
    assert '"checked"' in done.stdout
    # What was made is for one user alone, and `doctor` finds nothing wrong with who may enter.
    for code in ("DOCTOR-036", "DOCTOR-037", "DOCTOR-041", "KEYS-002"):
        assert code not in done.stdout
    archive = place / "srv" / "weerklank" / "archief"
    keys = place / "var" / "lib" / "weerklank" / "sleutels"
    assert (archive / "weerklank-archive.json").is_file()
    assert {oct(one.stat().st_mode & 0o077) for one in (archive, keys)} == {"0o0"}
    assert (keys / "web").is_dir()  # the password that was drawn
    assert (place / "etc" / "weerklank" / "weerklank.env").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "done").read_text().startswith("useradd --system")


def told(unit: Path) -> dict[str, str]:
    lines = unit.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def test_the_page_names_what_lies_there_and_the_units_agree_with_it() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name in re.findall(r"deploy/systemd/([\w.-]+)", "\n".join(steps().values())):
        assert (SYSTEMD / name).is_file()
    settings = told(SYSTEMD / "weerklank.env")
    for unit in UNITS:
        assert f"deploy/systemd/{unit.name}" in page
        assert unit.stem in page
        may_write = told(unit)["ReadWritePaths"].split()
        for one in ("WEERKLANK_ARCHIVE", "WEERKLANK_KEYS"):
            assert any(settings[one].startswith(f"{folder}/") for folder in may_write)
            assert settings[one] in page
    # One of the two harvests.
    assert "--no-schedule" in told(SYSTEMD / "weerklank-serve.service")["ExecStart"]


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_shuts_in_what_it_starts(unit: Path) -> None:
    said = told(unit)
    for key, value in {
        "NoNewPrivileges": "yes",
        "ProtectSystem": "strict",
        "ProtectHome": "yes",
        "PrivateTmp": "yes",
        "UMask": "0077",
        "LimitCORE": "0",
        "MemorySwapMax": "0",
        "CapabilityBoundingSet": "",
        "User": "weerklank",
    }.items():
        assert said[key] == value, key
    assert "MemoryMax" in said
    assert said["Restart"] == "on-failure"


@pytest.mark.needs("systemd")
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_understands_a_unit_and_finds_it_shut_in(unit: Path, tmp_path: Path) -> None:
    copy = tmp_path / unit.name
    text = unit.read_text(encoding="utf-8")
    copy.write_text(text.replace("/opt/weerklank/bin/weerklank", "/bin/true"))
    checked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(copy)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, "")
    # From 0, shut in, to 10: open. Threshold in tenths.
    safe = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", "--threshold=30", str(copy)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert safe.returncode == 0, safe.stdout
