"""The peer of the recorder: brozzler that opens the same page, with pywb recording between.

They are not installed along, being no part of the product, and want a place of their own:
`python -m venv PLACE && PLACE/bin/pip install brozzler doublethink 'rethinkdb<2.5' pywb`, and
WEERKLANK_PEERS=PLACE/bin. Where they are not, the table says so.

Not the same work: brozzler writes a WARC and a picture of the page, and starts as a program of its
own; our recorder keeps what comes in a spool, and its process stands already. What brozzler leaves
to yt-dlp, and the pages that a page leads to, are switched off, as ours looks at one page.
"""

import os
import re
import shlex
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import Figure, gunzip, spent
from weerklank.harvest.browser.chromium import find_chromium
from weerklank.testing.trap_site import POSTS

_PROGRAMS = ("brozzle-page", "wb-manager", "wayback")
_COLLECTION = "maat"
#: Seconds that pywb may take to start.
_PATIENCE = 60
_POST = re.compile(rb"Bericht (\d+) van de gemeente")


@dataclass(frozen=True, slots=True)
class Peer:
    """What a round of brozzler took, and gave."""

    wall: float
    posts: int
    #: Of the WARC.
    stored: int


def brozzled(address: str) -> Peer | None:
    """Let brozzler open a page and pywb record it; None where they are not there."""
    named = os.environ.get("WEERKLANK_PEERS")
    programs = Path(named or "")
    if named is None or not all((programs / one).exists() for one in _PROGRAMS):
        return None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with _recording(programs.absolute(), folder) as proxy:
            run = spent(
                Path("/usr/bin/env"),
                *("-C", name, str(programs.absolute() / "brozzle-page"), "--proxy", proxy),
                *("--chrome-exe", str(_browser(folder)), "--skip-youtube-dl"),
                *("--skip-extract-outlinks", "--skip-visit-hashtags", f"{address}/"),
                environment={**os.environ, "LC_ALL": "C"},
            )
        warcs = list((folder / "collections" / _COLLECTION / "archive").glob("*.warc.gz"))
        found: set[bytes] = set()
        for warc in warcs:
            with gunzip(warc) as stream:
                found.update(_POST.findall(stream.read()))
        return Peer(run.wall, len(found), sum(one.stat().st_size for one in warcs))


def rows(peer: Peer | None, wall: float) -> list[Figure]:
    """Give the rows of the peer beside our seconds, or one that says that it is not there."""
    if peer is None:
        return [Figure("brozzler with pywb: not in WEERKLANK_PEERS", None, None, "")]
    return [
        Figure("brozzler with pywb: posts of posts there", peer.posts / POSTS, None, "x"),
        Figure("brozzler with pywb: wall", peer.wall, None, "s"),
        Figure("brozzler with pywb: wall by ours", peer.wall / wall, None, "x"),
        Figure("brozzler with pywb: WARC", peer.stored / 1e6, None, "MB"),
    ]


def _browser(folder: Path) -> Path:
    """Write a program that starts Chromium as brozzler does, and asks loopback by the proxy too.

    Chromium passes proxies over for loopback, and root has to say that there is no sandbox.
    """
    more = ["--proxy-bypass-list=<-loopback>"]
    more += ["--no-sandbox"] if os.geteuid() == 0 else []
    program = folder / "chromium"
    starts = shlex.join([str(find_chromium().program), *more])
    program.write_text(f'#!/bin/sh\nexec {starts} "$@"\n', "utf-8")
    program.chmod(0o700)
    return program


@contextmanager
def _recording(programs: Path, folder: Path) -> Iterator[str]:
    """Let pywb record what is asked by it; gives where it listens."""
    nowhere = subprocess.DEVNULL
    begins = (str(programs / "wb-manager"), "init", _COLLECTION)
    subprocess.run(begins, cwd=folder, check=True, stdout=nowhere, stderr=nowhere)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    listens = ("-b", "127.0.0.1", "-p", str(port))
    records = ("--live", "--record", "--proxy", _COLLECTION, "--proxy-record")
    runs = (str(programs / "wayback"), *listens, *records)
    process = subprocess.Popen(runs, cwd=folder, stdout=nowhere, stderr=nowhere)
    try:
        _await(port)
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _await(port: int) -> None:
    last = time.monotonic() + _PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            if time.monotonic() > last:
                raise
            time.sleep(0.1)
        else:
            return
