"""An account on a server of Bluesky itself, started here on loopback, is read live."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from place import Archive
from test_bluesky_network import NO_COLLECTION

from weerklank.connectors.bluesky import Bluesky
from weerklank.connectors.bluesky.manifest import MANIFEST

SCRIPT = Path(__file__).with_name("bluesky_live_network.mjs")


class Network:
    """The network at work."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.port, self.them = self._told("front")

    def _told(self, first: str) -> list[str]:
        """Wait until it says something that begins so."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            words = line.split()
            if words[:1] == [first]:
                return words[1:]
        pytest.fail("the network ended")

    def change(self) -> None:
        """Let the account edit a post and delete another."""
        assert self._process.stdin is not None
        self._process.stdin.write("change\n")
        self._process.stdin.flush()
        self._told("changed")


@contextmanager
def network(folder: Path) -> Iterator[Network]:
    node = Path(sys.executable).with_name("node")
    modules = Path(os.environ["WEERKLANK_ATPROTO"]) / "node_modules"
    with subprocess.Popen(
        [node, *NO_COLLECTION, SCRIPT, modules],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=folder,
    ) as process:
        try:
            yield Network(process)
        finally:
            process.kill()


@pytest.mark.slow
@pytest.mark.enable_socket
@pytest.mark.loopback
@pytest.mark.needs("atproto")
def test_an_account_on_a_real_server_is_read_live(tmp_path, monkeypatch):
    place = Archive(tmp_path / "plek").begin()
    url = "https://bsky.app/profile/gemeente.test"
    place.good("account", "add", url, "--kind", "corporate")
    with network(tmp_path) as town:
        api = f"http://127.0.0.1:{town.port}"
        monkeypatch.setattr(Bluesky, "manifest", replace(MANIFEST, api=api))
        (run,) = place.good("harvest", "gemeente.test")["runs"]
        assert (run["items"]["posts"], run["items"]["replies"]) == (136, 1)
        assert (run["items"]["media"], run["gaps"], run["unknown_fields"]) == (1, [], {})
        # One list of more than a hundred, and what stands beside a post.
        assert any("mentionRule" in str(line) for line in place.lines("source"))
        town.change()
        (run,) = place.good("harvest", "gemeente.test")["runs"]
        # A version of the post, and one of the profile, which counts fewer posts.
        assert (run["items"]["posts"], run["new_versions"], run["deletions"]) == (0, 2, 1)
    (gone,) = place.good("search", "", "--state", "deleted")["hits"]
    assert gone["text"] == "Dit gaat weg"
    assert {"Om 9 uur", "Om 10 uur"} <= set(place.texts())
    everything = place.bytes_of_all().lower()
    assert town.them.encode() not in everything
    assert b"trijntje" not in everything
