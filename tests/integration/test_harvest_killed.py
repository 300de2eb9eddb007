"""A harvest that is killed at any point: what was sealed stays, and the next one does the rest."""

import os
import random  # noqa: TID251 - seeded, to kill at the same points again
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from place import ME, SOMEONE, Archive, serving

from weerklank.testing.mastodon_api_json import Reply
from weerklank.testing.mastodon_export import ExportPost, snowflake
from weerklank.testing.mastodon_mood import Gone
from weerklank.testing.mastodon_shown import MastodonServer

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]

KILLS = 36
#: A process that forks once for each line: so none of them has to load the program.
NURSERY = """
import os, sys
from weerklank.harvest import patience
from weerklank.package import writer
from weerklank.cli import harvest
from weerklank.cli.main import main
writer.MOST_RECORDS, patience._FIRST_WAIT = 20, 0.001
for line in sys.stdin:
    child = os.fork()
    if not child:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        try:
            main(line.split())
        finally:
            os._exit(0)
    print(child, flush=True)
    print(os.waitpid(child, 0)[1], flush=True)
"""


class Nursery:
    """Starts harvests, each in a process of its own."""

    def __init__(self, process: "subprocess.Popen[str]", place: Archive) -> None:
        self._process = process
        keys = place.root / "keys"
        self._line = f"--archive {place.folder} --keys {keys} --json harvest gemeente"

    def start(self) -> int:
        assert self._process.stdin
        self._process.stdin.write(f"{self._line}\n")
        self._process.stdin.flush()
        return self._told()

    def ended(self) -> int:
        """Wait for the end of the last; gives the signal that ended it, or 0."""
        return self._told() & 0x7F

    def _told(self) -> int:
        assert self._process.stdout
        return int(self._process.stdout.readline())


@contextmanager
def nursery(place: Archive) -> Iterator[Nursery]:
    process = subprocess.Popen(
        [sys.executable, "-c", NURSERY],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield Nursery(process, place)
    finally:
        process.communicate()


def aged(hours: float, text: str) -> ExportPost:
    when = (datetime.now(UTC) - timedelta(hours=hours)).replace(microsecond=0)
    html = f"<p>{text} voor @trijntje_vlier</p>"
    return ExportPost(number=snowflake(when), published=when, html=html, mentions=(SOMEONE,))


def change(server: MastodonServer, chance: random.Random, number: int) -> None:
    """Let something happen on the server: a new post, an edit, a deletion, a reply, a return."""
    new = aged(0, f"Nieuw {number}")
    # Two of one second are two posts still.
    server.items.append(replace(new, number=new.number + number))
    at = chance.randrange(len(server.items) // 2)
    now = datetime.now(UTC).replace(microsecond=0)
    old = server.items[at]
    assert isinstance(old, ExportPost)
    server.edits.setdefault(old.number, []).append((old.edited or old.published, old.html))
    server.items[at] = replace(old, html=f"<p>Anders {number}</p>", edited=now)
    gone = chance.choice(server.items)
    server.deleted[str(gone.number)] = chance.choice([Gone.SAYS_SO, Gone.NOT_KNOWN])
    if number % 3 == 0:
        server.deleted.pop(next(iter(server.deleted)))
    server.replies.append(
        Reply(
            uri=f"https://mast.example/users/wubbechien_tjoelker/statuses/{number}",
            html=f"<p>Reactie {number}</p>",
            answers=f"{ME.actor_id}/statuses/{chance.choice(server.items).number}",
            published=now,
        )
    )


@pytest.mark.timeout(1800)
def test_killed_at_many_points_nothing_is_lost_or_doubled(place):
    chance = random.Random(20261126)
    items = [aged(2 + 6 * n, f"Bericht {n}") for n in range(120)]
    killed = Counter[bool]()
    with serving(place, *items) as server, nursery(place) as runs:
        server.mood.page = 10
        for number in range(KILLS * 4):
            if killed[True] >= KILLS:
                break
            before = len(server.asked)
            process = runs.start()
            # By what was asked while it reads, and by time from then on: writing asks nothing.
            wanted = chance.randrange(40) if number % 2 else 0
            end = time.monotonic() + 5
            while len(server.asked) - before < wanted and time.monotonic() < end:
                time.sleep(0.002)
            time.sleep(chance.random() * (0.02 if wanted else 1.2))
            with suppress(ProcessLookupError):  # it was quicker
                os.kill(process, signal.SIGKILL)
            killed[runs.ended() == signal.SIGKILL] += 1
            change(server, chance, number)
            if number % 9 == 0:
                assert place.good("verify")["findings"] == []
        assert killed[True] >= KILLS
        server.mood.page = 40
        left, answer = place.run("harvest", "gemeente", "--since", "2020-01-01")
        (run,) = answer["runs"]
        assert {one["kind"] for one in run["gaps"]} <= {"replies_missing"}, (
            run["gaps"],
            run["counts"],
        )
    rows = place.rows()
    assert max(Counter((row["key"], row.get("version", 1)) for row in rows).values()) == 1
    held = {row["url"].rpartition("/")[2]: row["id"] for row in rows if row.get("url")}
    there = {str(one.number) for one in server.items} - server.deleted.keys()
    assert there <= held.keys()
    states = {
        number: place.good("post", "show", item)["state"] == "deleted"
        for number, item in held.items()
    }
    assert {number for number, deleted in states.items() if deleted} == (
        server.deleted.keys() & held.keys()
    )
    assert b"trijntje" not in place.bytes_of_all()
    place.good("catalogue", "rebuild")
    assert place.good("search", "", "--state", "deleted")["total"] >= sum(states.values())
    assert place.good("verify", "--deep")["findings"] == []
    assert not list((place.folder / "open").glob("spool/*"))
    assert left in (0, 1)


def test_of_two_runs_on_one_account_the_second_ends(place):
    items = [aged(2 + 6 * n, f"Bericht {n}") for n in range(300)]
    with serving(place, *items) as server, nursery(place) as runs:
        server.mood.page = 2
        runs.start()
        while len(server.asked) < 5:
            time.sleep(0.01)
        code, answer = place.run("harvest", "gemeente")
        assert (code, answer["runs"]) == (5, [])
        assert runs.ended() == 0
    assert len(place.rows()) == 300
    assert len({path.name[:6] for path in place.folder.glob("open/a0001/*/*")}) == 1
