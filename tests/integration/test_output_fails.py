"""An answer that can't be written: an exit code that says so, and no traceback."""

import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from small_archive import Small

PROGRAM = (sys.executable, "-c", "from weerklank.cli.main import main; main()")
FULL = Path("/dev/full")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    return Small(tmp_path_factory.mktemp("output") / "small").make()


def command(small: Small, *words: str) -> list[str]:
    given = ["--archive", str(small.archive), "--keys", str(small.root / "keys")]
    return [*PROGRAM, *given, *words]


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")
@pytest.mark.parametrize("json", [(), ("--json",)])
@pytest.mark.parametrize("words", [("verify",), ("account", "list"), ("--help",)])
def test_a_full_disk_under_the_answer_is_no_damage(
    small: Small, json: tuple[str, ...], words: tuple[str, ...]
) -> None:
    with FULL.open("wb") as full:
        done = subprocess.run(
            command(small, *json, *words), stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 4
    assert b"STORE-002" in done.stderr
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")
@pytest.mark.parametrize("json", [(), ("--json",)])
def test_an_error_that_nobody_can_be_told_keeps_its_exit_code(
    small: Small, json: tuple[str, ...]
) -> None:
    with FULL.open("wb") as full:
        given = command(small, *json, "account", "show", "a0099")
        done = subprocess.run(given, stdout=full, stderr=full, check=False)
    assert done.returncode == 2


@pytest.mark.parametrize("words", [("verify",), ("--json", "account", "list")])
def test_a_reader_that_left_is_told_nothing(small: Small, words: tuple[str, ...]) -> None:
    with subprocess.Popen(
        command(small, *words), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.close()
        told = run.stderr.read()
    assert run.returncode == 141
    assert b"Traceback" not in told
    assert b"Exception ignored" not in told


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")
def test_progress_that_nobody_can_read_stops_no_work(small: Small) -> None:
    with FULL.open("wb") as full:
        done = subprocess.run(
            command(small, "--json", "verify"), stdout=subprocess.PIPE, stderr=full, check=False
        )
    assert done.returncode == 0
    assert b'"ok": true' in done.stdout


def test_an_interruption_after_the_answer_changes_no_exit_code(small: Small) -> None:
    program = (
        "import atexit, os, signal; from weerklank.cli.main import main; "
        "atexit.register(os.kill, os.getpid(), signal.SIGINT); main()"
    )
    given = [sys.executable, "-c", program, *command(small, "account", "list")[3:]]
    done = subprocess.run(given, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


# --- the program for readers --------------------------------------------------------------------


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")
@pytest.mark.parametrize("how", ["archive", "proof", "nothing"])
@pytest.mark.parametrize("json", [(), ("--json",)])
@pytest.mark.parametrize("out", [">/dev/full", ">&-", ">/dev/full 2>/dev/full", ">&- 2>&-"])
def test_a_result_that_cannot_be_written_is_told(
    small: Small, tmp_path: Path, how: str, json: tuple[str, ...], out: str
) -> None:
    target = {"archive": small.archive, "proof": tmp_path / "p", "nothing": tmp_path / "n"}[how]
    (tmp_path / "p").write_text('{"format":"weerklank-proof/1"}')
    program = [sys.executable, str(small.archive / "weerklank_verify.py"), str(target), *json]
    line = shlex.join(program) + f" {out}"
    done = subprocess.run(["/bin/sh", "-c", line], capture_output=True, check=False)
    assert done.returncode == 3
    told = done.stderr.decode().splitlines()
    if "2>" in out:
        assert told == []
    else:
        assert len(told) == 1
        assert "result can't be written" in told[0]
