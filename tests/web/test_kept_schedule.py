"""`serve` keeps one process that harvests what is due, and that ends with it however it ends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from own_archive import OwnArchive

from weerklank import bootstrap
from weerklank.services.runs.read_runs import read_runs
from weerklank.services.schedule.at_work import is_at_work
from weerklank.services.workplace import Silent, Workplace
from weerklank.testing.mastodon_export import ExportAccount, ExportPost
from weerklank.testing.mastodon_server import mastodon_server
from weerklank.web import kept_schedule

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
ME = ExportAccount(
    host="social.voorbeelddam.example",
    name="gemeente",
    display_name="Gemeente Voorbeelddam",
    summary_html="<p>Ja</p>",
    actor_id="https://social.voorbeelddam.example/users/gemeente",
    created=NOON,
)
POSTS = [ExportPost(number=n, published=NOON, html=f"<p>Bericht {n}</p>") for n in (11, 12)]
WEERKLANK = str(Path(sys.executable).with_name("weerklank"))


def until(true: Callable[[], object], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.2)  # looking opens the archive


def opened(archive: OwnArchive) -> Workplace:
    return bootstrap.workplace(str(archive.folder), str(archive.keys), Silent())


def children(archive: OwnArchive) -> list[int]:
    """Give the processes that run the schedule of this archive."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().split(b"\0")
        except OSError:
            continue
        if b"weerklank.web.scheduling" in words and str(archive.folder).encode() in words:
            found.append(int(path.parent.name))
    return found


@contextmanager
def served(archive: OwnArchive, *more: str) -> Iterator["subprocess.Popen[str]"]:
    given = ("--archive", str(archive.folder), "--keys", str(archive.keys))
    made = subprocess.Popen(
        [WEERKLANK, *given, "serve", "--port", "0", *more],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "LC_ALL": "C"},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no thread of ours runs yet
    )
    try:
        assert made.stderr is not None
        made.stderr.readline()
        yield made
    finally:
        made.kill()
        made.communicate()
        until(lambda: not children(archive))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[OwnArchive]:
    made = OwnArchive(tmp_path)
    with mastodon_server(ME, POSTS) as server:
        made.run("init", str(made.folder), "--organisation", "Dorp", "--sealed", "12")
        made.run("account", "add", server.url, "--kind", "corporate")
        yield made


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_what_is_due_is_harvested_while_the_archive_is_served(archive, how):
    with served(archive) as server:
        until(lambda: any(run.complete for run in read_runs(opened(archive))))
        assert is_at_work(opened(archive))
        assert len(children(archive)) == 1
        server.send_signal(how)
        server.communicate(timeout=30)
        assert server.returncode == 0
        assert children(archive) == []
    assert not is_at_work(opened(archive))


def test_it_ends_also_with_a_server_that_is_killed(archive):
    with served(archive) as server:
        until(lambda: is_at_work(opened(archive)))
        server.kill()
        server.wait()
        until(lambda: children(archive) == [])


def test_it_is_started_again_when_it_dies(archive):
    with served(archive):
        until(lambda: is_at_work(opened(archive)))
        (first,) = children(archive)
        os.kill(first, signal.SIGKILL)
        until(lambda: is_at_work(opened(archive)) and children(archive) not in ([], [first]))


def test_without_it_nothing_is_harvested_by_itself(archive):
    with served(archive, "--no-schedule"):
        time.sleep(2)
        assert children(archive) == []
    assert read_runs(opened(archive)) == []


def test_one_that_did_not_hear_is_told_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """It hears the second time, and is not killed."""
    deaf_once = (
        "import signal, sys, time\n"
        "def heard(*_): signal.signal(signal.SIGTERM, lambda *_: sys.exit(7))\n"
        "signal.signal(signal.SIGTERM, heard)\n"
        "print(flush=True)\n"
        "time.sleep(60)\n"
        "time.sleep(60)\n"
    )
    monkeypatch.setattr(kept_schedule, "_AGAIN", 0.3)
    command = [sys.executable, "-c", deaf_once]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert kept_schedule._ends(process)
        assert process.returncode == 7
