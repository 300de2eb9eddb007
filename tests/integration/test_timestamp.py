"""Time stamps by a real authority (openssl), and what happens without one."""

import json
import subprocess
from pathlib import Path

import pytest

from weerklank.cli.main import main
from weerklank.testing.time_stamp_authority import time_stamp_authority

pytestmark = [pytest.mark.needs("openssl"), pytest.mark.enable_socket, pytest.mark.loopback]


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as leaving:
        main(list(arguments))
    return int(leaving.value.code or 0)


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WEERKLANK_ARCHIVE", str(tmp_path / "archief"))
    monkeypatch.setenv("WEERKLANK_KEYS", str(tmp_path / "sleutels"))
    assert run("init", str(tmp_path / "archief"), "--organisation", "Dorp", "--sealed", "12") == 0
    return tmp_path / "archief"


def newest(archive: Path, ending: str) -> Path:
    return max((archive / "log" / "checkpoints").glob(f"*.{ending}"))


def test_every_run_ends_with_a_stamp_that_openssl_accepts(archive: Path, tmp_path: Path) -> None:
    folder = tmp_path / "tsa"
    folder.mkdir()
    with time_stamp_authority(folder) as authority:
        assert run("timestamp", "set", authority.address, "--ca", str(authority.certificate)) == 0
        assert run("account", "add", "https://dorp.example/@dorp", "--kind", "corporate") == 0
    note, stamp = newest(archive, "txt"), newest(archive, "tsr")
    assert note.stem == stamp.stem
    command = ["openssl", "ts", "-verify", "-in", stamp, "-CAfile", folder / "ca.pem", "-data"]
    assert subprocess.run([*command, note], capture_output=True).returncode == 0
    other = tmp_path / "other.txt"
    other.write_bytes(note.read_bytes() + b" ")
    assert subprocess.run([*command, other], capture_output=True).returncode != 0


def test_an_authority_that_is_away_costs_the_stamp_and_nothing_else(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "tsa"
    folder.mkdir()
    with time_stamp_authority(folder) as authority:
        address, certificate = authority.address, str(authority.certificate)
    assert run("timestamp", "set", address, "--ca", certificate) == 0
    assert run("account", "add", "https://dorp.example/@dorp", "--kind", "corporate") == 0
    assert not list((archive / "log" / "checkpoints").glob("*.tsr"))
    capsys.readouterr()
    assert run("timestamp", "now", "--json") == 4
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["code"] == "STAMP-004"
    assert error["retryable"] is True


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://a.example", "http://u:p@a/"])
def test_other_addresses_are_refused(archive: Path, tmp_path: Path, address: str) -> None:
    pem = tmp_path / "ca.pem"
    pem.write_text("-----BEGIN CERTIFICATE-----\n")
    assert run("timestamp", "set", address, "--ca", str(pem)) == 2
