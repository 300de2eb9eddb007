"""A server that lets a harvest wait for long holds up no account on another server."""

import json
import os
import signal
from pathlib import Path

import pytest
from place import ME, Archive
from test_schedule import POSTS, opened, process, until

from weerklank.services.runs.read_runs import read_runs
from weerklank.testing.mastodon_server import mastodon_server
from weerklank.testing.mastodon_shown import MastodonServer

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]
#: Just below what is waited for at most.
LONG = 899


@pytest.fixture
def place(tmp_path: Path) -> Archive:
    made = Archive(tmp_path)
    made.good("init", str(made.folder), "--organisation", "Voorbeelddam", "--sealed", "12")
    return made


def add(place: Archive, server: MastodonServer) -> str:
    answer = place.good("account", "add", server.url, "--kind", "corporate")
    return str(answer["account"])


def ended(place: Archive) -> set[str]:
    return {str(run.account) for run in read_runs(opened(place)) if run.ended}


def beside(place: Archive) -> list[int]:
    """Give the processes that go on beside the schedule of this archive."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().split(b"\0")
        except OSError:
            continue
        if {b"weerklank.web.scheduling", b"--once", str(place.folder).encode()} <= set(words):
            found.append(int(path.parent.name))
    return found


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_others_go_on_while_a_server_lets_one_wait(place, how):
    """Two of them do so, and neither holds the third: who waits beside lets others go on too."""
    with (
        mastodon_server(ME, POSTS) as slow,
        mastodon_server(ME, POSTS) as slower,
        mastodon_server(ME, POSTS) as quick,
    ):
        for server in (slow, slower):
            server.mood.wait, server.mood.busy = LONG, 1
        names = [add(place, server) for server in (slow, slower, quick)]
        with process(place, "schedule") as running:
            until(lambda: names[2] in ended(place))
            assert ended(place) == {names[2]}
            until(lambda: len(beside(place)) < 2)
            assert len(beside(place)) == 1, "the one that waits; the other is done"
            os.kill(running.pid, how)
            running.wait()
            until(lambda: not beside(place))
    assert place.good("verify")["findings"] == []


def test_accounts_on_one_server_wait_for_one_another(place):
    with mastodon_server(ME, POSTS) as slow:
        slow.mood.wait, slow.mood.busy = LONG, 1
        add(place, slow)
        other = slow.url.replace("@gemeente", "@wethouder")
        place.good("account", "add", other, "--kind", "corporate")
        with process(place, "schedule") as running:
            until(lambda: slow.mood.busy == 0)
            asked = len(slow.asked)
            with process(place, "schedule", "--once") as other:
                told, _ = other.communicate(timeout=60)
            assert json.loads(told)["runs"] == []
            assert beside(place) == []
            assert len(slow.asked) == asked
            running.send_signal(signal.SIGTERM)
            running.wait()
