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

from weerklank import bootstrap
from weerklank.services.runs.read_runs import read_runs
from weerklank.services.schedule.at_work import is_at_work
from weerklank.services.workplace import Silent, Workplace
from weerklank.testing.mastodon_export import ExportAccount, ExportPost
from weerklank.testing.mastodon_server import mastodon_server

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
        time.sleep(0.05)


def given(folder: Path) -> list[str]:
    return ["--archive", str(folder / "a"), "--keys", str(folder / "k")]


def opened(folder: Path) -> Workplace:
    return bootstrap.workplace(str(folder / "a"), str(folder / "k"), Silent())


def children(folder: Path) -> list[int]:
    """Give the processes that run the schedule of this archive."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().split(b"\0")
        except OSError:
            continue
        if b"weerklank.web.scheduling" in words and str(folder / "a").encode() in words:
            found.append(int(path.parent.name))
    return found


@contextmanager
def served(folder: Path, *more: str) -> Iterator["subprocess.Popen[str]"]:
    made = subprocess.Popen(
        [WEERKLANK, *given(folder), "serve", "--port", "0", *more],
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
        until(lambda: not children(folder))


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    with mastodon_server(ME, POSTS) as server:
        for words in (
            ["init", str(tmp_path / "a"), "--organisation", "Dorp", "--sealed", "12"],
            ["account", "add", server.url, "--kind", "corporate"],
        ):
            subprocess.run([WEERKLANK, *given(tmp_path), *words], check=True, capture_output=True)
        yield tmp_path


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_what_is_due_is_harvested_while_the_archive_is_served(folder, how):
    with served(folder) as server:
        until(lambda: any(run.complete for run in read_runs(opened(folder))))
        assert is_at_work(opened(folder))
        assert len(children(folder)) == 1
        server.send_signal(how)
        server.communicate(timeout=30)
        assert server.returncode == 0
        assert children(folder) == []
    assert not is_at_work(opened(folder))


def test_it_ends_also_with_a_server_that_is_killed(folder):
    with served(folder) as server:
        until(lambda: is_at_work(opened(folder)))
        server.kill()
        server.wait()
        until(lambda: children(folder) == [])


def test_it_is_started_again_when_it_dies(folder):
    with served(folder):
        until(lambda: is_at_work(opened(folder)))
        (first,) = children(folder)
        os.kill(first, signal.SIGKILL)
        until(lambda: is_at_work(opened(folder)) and children(folder) not in ([], [first]))


def test_without_it_nothing_is_harvested_by_itself(folder):
    with served(folder, "--no-schedule"):
        time.sleep(2)
        assert children(folder) == []
    assert read_runs(opened(folder)) == []
