"""Time stamps by a real authority (openssl), and what happens without one."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from weerklank.cli.main import main
from weerklank.integrity.timestamp import request_stamp
from weerklank.model.canonical import canonical
from weerklank.store.event_mac import event_mac
from weerklank.store.keys import KeyFolder
from weerklank.testing.time_stamp_authority import make_authority, time_stamp_authority

pytestmark = [pytest.mark.needs("openssl"), pytest.mark.enable_socket, pytest.mark.loopback]


Answer = dict[str, Any]


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


def test_one_that_is_no_more_is_stopped_and_its_stamps_stay(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("timestamp", "stop", "--reason", "Er was er geen.") == 2
    folder = tmp_path / "tsa"
    folder.mkdir()
    with time_stamp_authority(folder) as authority:
        assert run("timestamp", "set", authority.address, "--ca", str(authority.certificate)) == 0
    stamps = sorted((archive / "log" / "checkpoints").glob("*.tsr"))
    assert stamps
    assert run("timestamp", "stop", "--reason", "  ") == 2
    capsys.readouterr()
    assert run("timestamp", "stop", "--reason", "De dienst is opgeheven.", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"state": "stopped", "timestamp": authority.address}
    assert run("timestamp", "now") == 2
    assert run("account", "add", "https://dorp.example/@dorp", "--kind", "corporate") == 0
    assert "tijdstempel" not in capsys.readouterr().err.lower(), "nobody is asked"
    assert sorted((archive / "log" / "checkpoints").glob("*.tsr")) == stamps
    assert checked(archive, capsys)["findings"] == []
    assert not alone(archive, archive / "log" / "keys" / "tsa-ca.pem")["FAILED"]


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://a.example", "http://u:p@a/"])
def test_other_addresses_are_refused(archive: Path, tmp_path: Path, address: str) -> None:
    pem = tmp_path / "ca.pem"
    pem.write_text("-----BEGIN CERTIFICATE-----\n")
    assert run("timestamp", "set", address, "--ca", str(pem)) == 2


# --- stamps and authorities that the log tells of -----------------------------------------------


def checked(archive: Path, capsys: pytest.CaptureFixture[str]) -> Answer:
    """Give what `verify` says without keys, so that it adds nothing: findings, and the rest."""
    capsys.readouterr()
    run("--keys", str(archive.parent / "none"), "verify", "--json")
    return json.loads(capsys.readouterr().out)


def found(archive: Path, capsys: pytest.CaptureFixture[str]) -> set[tuple[str, str]]:
    return {(one["code"], one["path"]) for one in checked(archive, capsys)["findings"]}


def skipped(archive: Path, capsys: pytest.CaptureFixture[str]) -> set[str]:
    return {one["what"] for one in checked(archive, capsys)["not_checked"]}


def alone(archive: Path, authority: Path) -> Answer:
    """Give what the stand-alone verifier says, by result and path."""
    program = archive / "weerklank_verify.py"
    command = [sys.executable, program, archive, "--json", "--tsa-ca", authority]
    done = subprocess.run(command, capture_output=True, check=False)
    told = json.loads(done.stdout)
    assert (done.returncode == 0) == told["ok"]
    return {
        result: {(one["code"], one["path"]) for one in told["findings"] if one["result"] == result}
        for result in ("FAILED", "NOT CHECKED")
    }


@pytest.fixture
def stamped(archive: Path, tmp_path: Path) -> tuple[Path, list[str]]:
    """An archive with stamps, of which the log tells of all but the newest.

    In the folder of the authority lies a second stamp over each checkpoint, by its name.
    """
    folder = tmp_path / "tsa"
    folder.mkdir()
    with time_stamp_authority(folder) as authority:
        assert run("timestamp", "set", authority.address, "--ca", str(authority.certificate)) == 0
        for name in ("een", "twee"):
            assert (
                run("account", "add", f"https://dorp.example/@{name}", "--kind", "corporate") == 0
            )
        for note in (archive / "log" / "checkpoints").glob("*.txt"):
            spare = folder / note.with_suffix(".tsr").name
            spare.write_bytes(request_stamp(authority.address, note.read_bytes()))
    stamps = sorted((archive / "log" / "checkpoints").glob("*.tsr"))
    return folder / "ca.pem", [one.relative_to(archive).as_posix() for one in stamps]


def test_stamps_that_are_there_are_in_order(
    archive: Path, stamped: tuple[Path, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    authority, stamps = stamped
    assert len(stamps) == 3
    assert found(archive, capsys) == set()
    assert not {one for one in skipped(archive, capsys) if "stamp" in one}
    said = alone(archive, authority)
    assert said["FAILED"] == set()
    assert not {one for one in said["NOT CHECKED"] if one[0] in {"timestamp", "authority"}}
    events = [json.loads(p.read_bytes()) for p in (archive / "journal").rglob("*.json")]
    told = {
        (e["data"]["checkpoint"], e["data"]["sha256"])
        for e in events
        if e["kind"] == "timestamp.obtained"
    }
    assert told == {
        (int(Path(one).stem), hashlib.sha256((archive / one).read_bytes()).hexdigest())
        for one in stamps[:-1]
    }


def test_an_older_stamp_that_is_gone_is_found(
    archive: Path, stamped: tuple[Path, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    authority, stamps = stamped
    for stamp in stamps[:-1]:
        away = archive.parent / "away"
        (archive / stamp).rename(away)
        assert found(archive, capsys) == {("VERIFY-221", stamp)}
        assert alone(archive, authority)["FAILED"] == {("timestamp", stamp)}
        away.rename(archive / stamp)
    (archive / stamps[-1]).unlink()  # of this one nothing tells yet: it is said, and no error
    assert found(archive, capsys) == set()
    assert "time-stamp-newest" in skipped(archive, capsys)
    said = alone(archive, authority)
    assert said["FAILED"] == set()
    assert ("timestamp", stamps[-1].replace(".tsr", ".txt")) in said["NOT CHECKED"]


def test_another_stamp_over_the_same_checkpoint_is_found(
    archive: Path, stamped: tuple[Path, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    authority, stamps = stamped
    stamp = archive / stamps[0]
    later = (authority.parent / stamp.name).read_bytes()
    assert later != stamp.read_bytes()
    stamp.write_bytes(later)
    assert found(archive, capsys) == {("VERIFY-222", stamps[0])}
    assert alone(archive, authority)["FAILED"] == {("timestamp", stamps[0])}


def test_a_stamp_of_which_no_event_tells_is_said(
    archive: Path, stamped: tuple[Path, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    authority, _ = stamped
    older = min((archive / "log" / "checkpoints").glob("*.txt")).with_suffix(".tsr")
    older.write_bytes((authority.parent / older.name).read_bytes())
    assert found(archive, capsys) == set()
    assert "time-stamp-untold" in skipped(archive, capsys)
    said = alone(archive, authority)
    assert said["FAILED"] == set()
    assert ("timestamp", f"log/checkpoints/{older.name}") in said["NOT CHECKED"]


@pytest.mark.parametrize("signed", [False, True])
def test_an_authority_that_the_log_does_not_hold_is_not_taken(
    archive: Path,
    stamped: tuple[Path, list[str]],
    capsys: pytest.CaptureFixture[str],
    signed: bool,
) -> None:
    """A false decision and a certificate of someone else's, laid there together."""
    authority, _ = stamped
    other = archive.parent / "other"
    other.mkdir()
    make_authority(other)
    certificate = (other / "ca.pem").read_text()
    (decision,) = [
        path
        for path in (archive / "decisions").rglob("*.json")
        if json.loads(path.read_bytes())["kind"] == "timestamp.set"
    ]
    event = json.loads(decision.read_bytes())
    event["data"]["certificate"] = certificate
    name = decision.stem.rpartition("-")[0]
    false = decision.with_name(f"{name}-99.json")
    if signed:
        path = false.relative_to(archive).as_posix()
        content = {k: v for k, v in event.items() if k != "mac"}
        event["mac"] = event_mac(KeyFolder(archive.parent / "sleutels").events, path, content)
    false.write_bytes(canonical(event) + b"\n")
    ours = archive / "log/keys/tsa-ca.pem"
    known = ours.read_text()
    ours.write_text(known + certificate)
    capsys.readouterr()
    run("verify", "--json")
    told = json.loads(capsys.readouterr().out)
    codes = {one["code"] for one in told["findings"]}
    if signed:  # as after a process that died before it sealed its decision: an answer of its own
        assert codes == set()
        assert "time-stamp-decision" in {one["what"] for one in told["not_checked"]}
    else:
        assert codes == {"VERIFY-218", "VERIFY-305"}
        said = alone(archive, authority)  # without keys there is no telling: never in order
        assert ("authority", "log/keys/tsa-ca.pem") in said["NOT CHECKED"]
    false.unlink()
    ours.write_text(certificate)
    assert ("VERIFY-218", "log/keys/tsa-ca.pem") in found(archive, capsys)
    assert ("authority", "log/keys/tsa-ca.pem") in alone(archive, authority)["FAILED"]
    ours.unlink()
    assert ("VERIFY-101", "log/keys/tsa-ca.pem") in found(archive, capsys)
    assert ("authority", "log/keys/tsa-ca.pem") in alone(archive, authority)["FAILED"]


def test_stamps_of_an_earlier_authority_stay_good(
    archive: Path, stamped: tuple[Path, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    first, _ = stamped
    folder = archive.parent / "next"
    folder.mkdir()
    with time_stamp_authority(folder) as authority:
        assert run("timestamp", "set", authority.address, "--ca", str(authority.certificate)) == 0
    assert found(archive, capsys) == set()
    both = archive / "log/keys/tsa-ca.pem"
    assert both.read_text() == first.read_text() + authority.certificate.read_text()
    said = alone(archive, both)
    assert said["FAILED"] == set()


def test_a_stamp_that_came_too_late_is_told_of_at_once(
    archive: Path, stamped: tuple[Path, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    """Another process appended while the authority was asked."""
    authority, _ = stamped
    assert run("account", "add", "https://dorp.example/@drie", "--kind", "corporate") == 0

    def slow(address: str, content: bytes) -> bytes:
        assert run("account", "add", "https://dorp.example/@vier", "--kind", "corporate") == 0
        return request_stamp(address, content)

    with time_stamp_authority(authority.parent) as again, pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "weerklank.services.seal.stamp_checkpoint.authority", lambda _: again.address
        )
        late = newest(archive, "txt").with_suffix(".tsr")
        patch.setattr(
            "weerklank.services.seal.stamp_checkpoint.request_stamp",
            lambda address, content: (patch.undo(), slow(address, content))[1],
        )
        assert run("timestamp", "now") == 0
    assert late.exists()
    assert run("account", "add", "https://dorp.example/@vijf", "--kind", "corporate") == 0
    late.unlink()
    assert ("VERIFY-221", late.relative_to(archive).as_posix()) in found(archive, capsys)
