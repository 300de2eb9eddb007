"""One archive lives on while whatever it does is killed, at random moments, again and again.

It takes in exports that grow, harvests a server on which posts come, change and go, corrects
names, closes months, destroys, hands over and makes its catalogue anew. A few kills here;
`KILLS=500` makes it that many, in another order by `KILLS_SEED`, and `STORM_LOG` names a file that
tells how many fell into what.
"""

import json
import os
import random  # noqa: TID251 - a seeded generator: the same acts in the same order
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from place import ME, Archive, serving
from small_archive import Small, account, failed, stand_alone
from test_transfer import assert_delivery_holds

from weerklank.model.clock import SystemClock
from weerklank.testing.mastodon_api_json import Reply
from weerklank.testing.mastodon_export import ExportPost, snowflake, write_export
from weerklank.testing.mastodon_mood import Gone
from weerklank.testing.mastodon_shown import MastodonServer

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback, pytest.mark.slow]

KILLS = int(os.environ.get("KILLS", "9"))
SEED = int(os.environ.get("KILLS_SEED", "20261128"))
#: When it begins: in the past, so that its clock can run ahead of ours for months.
BEGIN = datetime(2026, 3, 1, 9, tzinfo=UTC)
US = account()
#: What is to stand nowhere: third parties, of whom each is named in its own way.
NAMES = ("wubbechientjoelker", "zqpieterbaas", "geertruidakwak")
#: A process that forks once for each line: so none of them has to load the program.
NURSERY = """
import json, os, sys
from datetime import datetime
from weerklank.harvest import patience
from weerklank.model.clock import SystemClock
from weerklank.package import writer
from forked import _load
from weerklank.cli.main import main
_load()
writer.MOST_RECORDS, patience._FIRST_WAIT = 7, 0.001
for line in sys.stdin:
    moment, words = json.loads(line)
    child = os.fork()
    if not child:
        told = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(told, 1), os.dup2(told, 2)
        now = datetime.fromisoformat(moment)
        SystemClock.now = lambda _: now
        code = 70
        try:
            main(words)
        except SystemExit as left:
            code = int(str(left.code))
        finally:
            os._exit(code)
    print(child, flush=True)
    print(os.waitpid(child, 0)[1], flush=True)
"""


@dataclass
class Nursery:
    """Lets commands work, each in a process of its own that can be killed."""

    process: "subprocess.Popen[str]"
    small: Small
    told: Path

    def run(self, now: datetime, words: list[str], seconds: float | None = None) -> int:
        """Run it; where a time is given it is killed then. Gives its exit code, or -9."""
        given = ["--archive", str(self.small.archive), "--keys", str(self.small.root / "keys")]
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps([now.isoformat(), [*given, "--json", *words]]) + "\n")
        self.process.stdin.flush()
        child = int(self.process.stdout.readline())
        if seconds is not None:
            time.sleep(seconds)
            with suppress(ProcessLookupError):  # it was quicker
                os.kill(child, signal.SIGKILL)
        return os.waitstatus_to_exitcode(int(self.process.stdout.readline()))


@contextmanager
def nursery(small: Small) -> Iterator[Nursery]:
    tests = Path(__file__).parents[1]
    told = small.root / "told.txt"
    process = subprocess.Popen(
        [sys.executable, "-c", NURSERY, str(told)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": str(tests)},
    )
    try:
        yield Nursery(process, small, told)
    finally:
        process.communicate()


@dataclass
class Life:
    """What became of the archive so far, and what it ought to hold."""

    small: Small
    server: MastodonServer
    works: Nursery
    patch: pytest.MonkeyPatch
    chance: random.Random
    now: datetime = BEGIN
    #: What the export holds, by the word that stands in that post alone.
    posts: dict[str, ExportPost] = field(default_factory=dict)
    #: Posts that name somebody of whom nobody knows yet that it is a person, and whom.
    owed: list[tuple[str, str]] = field(default_factory=list)
    taken_in: set[str] = field(default_factory=set)
    destroyed: set[str] = field(default_factory=set)
    #: Folders that a transfer was killed for.
    given_up: set[str] = field(default_factory=set)
    killed: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    #: How many seconds each act takes that nobody kills, at most.
    lasted: dict[str, float] = field(default_factory=dict)

    # --- time ------------------------------------------------------------------------------

    def pass_time(self) -> None:
        """Let some days go by; now and then the clock is set back by an hour."""
        back = self.chance.random() < 0.05
        self.now += timedelta(hours=-1 if back else self.chance.randrange(6, 90))
        self.patch.setattr(SystemClock, "now", lambda _: self.now)

    # --- acts: each gives the words of a command -------------------------------------------

    def take_in(self) -> list[str]:
        """Import an export that has grown, in which posts of before may have been edited."""
        for _ in range(self.chance.randrange(1, 5)):
            self._write()
        if self.chance.random() < 0.4:
            word = self.chance.choice(list(self.posts))
            html = f"<p>Anders gezegd: {word}, op {self.now:%d-%m}.</p>"
            self.posts[word] = replace(self.posts[word], html=html, edited=self.now)
        path = self.small.root / "export.tar.gz"
        write_export(path, US, list(self.posts.values()))
        return ["import", str(path)]

    def _write(self) -> None:
        """Write a post; now and then a reply that names who stood below it all along."""
        word = f"woord{len(self.posts):04}zacht"
        more: dict[str, object] = {}
        said, name = f"Bericht met {word} over de brug", ""
        if self.owed and self.chance.random() < 0.5:
            below, name = self.owed.pop(self.chance.randrange(len(self.owed)))
            more["in_reply_to"] = self._uri(below)
        elif self.posts and self.chance.random() < 0.5:
            more["in_reply_to"] = self._uri(self.chance.choice(list(self.posts)))
            name = self.chance.choice(("", "", *NAMES))
        elif self.chance.random() < 0.3:
            self.owed.append((word, self.chance.choice(NAMES)))
            said += f" en {self.owed[-1][1]}"
        if name:
            more["mentions"] = ((f"https://mast.example/users/{name}", f"@{name}@mast.example"),)
            said += f" met dank aan @{name}"
        self.posts[word] = ExportPost(
            number=snowflake(self.now, len(self.posts)),
            published=self.now,
            html=f"<p>{said}</p>",
            **more,  # type: ignore[arg-type] - two fields of it, by name
        )

    def _uri(self, word: str) -> str:
        return f"{US.actor_id}/statuses/{self.posts[word].number}"

    def harvest(self) -> list[str]:
        """Harvest from a server on which a post comes, one changes and perhaps one goes."""
        count = len(self.server.items)
        new = ExportPost(
            number=snowflake(self.now, 40_000 + count),  # no number of the export
            published=self.now,
            html=f"<p>Nieuws {count} van de gemeente</p>",
        )
        self.server.items.insert(0, new)
        at = self.chance.randrange(count)
        old = self.server.items[at]
        assert isinstance(old, ExportPost)
        self.server.edits.setdefault(old.number, []).append(
            (old.edited or old.published, old.html)
        )
        self.server.items[at] = replace(old, html=f"<p>Anders {count}</p>", edited=self.now)
        if self.chance.random() < 0.3:
            gone = self.chance.choice(self.server.items)
            self.server.deleted[str(gone.number)] = self.chance.choice(
                [Gone.SAYS_SO, Gone.NOT_KNOWN]
            )
        name = self.chance.choice(NAMES)
        self.server.replies.append(
            Reply(
                uri=f"https://mast.example/users/{name}/statuses/{count}",
                html=f"<p>Reactie {count} van {name}</p>",
                answers=f"{ME.actor_id}/statuses/{self.chance.choice(self.server.items).number}",
                published=self.now,
            )
        )
        return ["harvest", "a0002"]

    def destroy(self) -> list[str]:
        """Let three persons decide on some posts; what is left is to do it."""
        there = sorted(self.taken_in - self.destroyed)
        words = self.chance.sample(there, min(len(there), 3))
        ids = self.small.ids()
        number = self.small.approve(*(ids[self.url(word)] for word in words))
        self.destroyed.update(words)
        return ["--as", "Anna", "destroy", "execute", number]

    def hand_over(self) -> list[str]:
        """Decide on a transfer; what is left is to make it."""
        for person in ("Anna", "Pia"):
            self.small.good("transfer", "decide", "--sealed", "keep", acting=person)
        out = self.small.root / f"sip-{self.done['hand_over']}-{sum(self.killed.values())}"
        return ["--as", "Anna", "transfer", "make", str(out)]

    def url(self, word: str) -> str:
        return f"https://{US.host}/@{US.name}/{self.posts[word].number}"

    def acts(self) -> dict[str, Callable[[], list[str]]]:
        acts = {
            "take_in": self.take_in,
            "harvest": self.harvest,
            "close": lambda: ["month", "close"],
            "rebuild": lambda: ["catalogue", "rebuild"],
        }
        if len(self.taken_in - self.destroyed) > 8:
            acts |= {"destroy": self.destroy, "hand_over": self.hand_over}
        return acts

    # --- a life ----------------------------------------------------------------------------

    def round(self) -> None:
        """Let something be done, killed as often as it happens, and then done."""
        self.pass_time()
        name, act = self.chance.choice(sorted(self.acts().items()))
        words = act()
        for _ in range(self.chance.choice((1, 1, 1, 2, 3))):
            seconds = self.chance.random() * self.lasted.get(name, 0.5)
            if self.works.run(self.now, words, seconds) != -signal.SIGKILL:
                break
            self.killed[name] += 1
            if self.chance.random() < 0.1:
                self.assert_nothing_is_damaged()
            if name == "hand_over":
                self.given_up.add(Path(words[-1]).name)
            if name != "destroy" and self.chance.random() < 0.3:
                return  # never gone on with by who began it: whatever comes next finds that
        self.finish(name, words)

    def finish(self, name: str, words: list[str]) -> None:
        """Do it, with nobody in between."""
        if name == "hand_over" and Path(words[-1]).exists():  # killed when all was in its place
            self._delivered(Path(words[-1]))
            newest = self.small.good("transfer", "list")["transfers"][-1]
            if newest["state"] == "made":  # and had said so
                return
        before = time.monotonic()
        code = self.works.run(self.now, words)
        told = self.works.told.read_text()
        # A harvest that was killed may have left something for the next one to ask again; a list
        # that was executed to its end before it was killed is not executed twice.
        allowed = {"take_in": {0, 1}, "harvest": {0, 1}, "destroy": {0, 1, 3}}.get(name, {0})
        assert code in allowed, f"{name} {words} {code}\n{told}"
        if name == "destroy" and code == 1:  # a killed transfer left it, as it says
            found = json.loads(told[told.index("{") :])["search"]["found"]
            assert all(path.startswith(f"{self.small.root}/sip-") for path in found), found
            folders = {Path(path).relative_to(self.small.root).parts[0] for path in found}
            assert {name.partition(".new-")[0] for name in folders} <= self.given_up, found
        if name == "take_in" and code == 1:  # that a field stands less often than before
            (run,) = json.loads(told[told.index("{") :])["runs"]
            assert {gap["kind"] for gap in run["gaps"]} == {"fields_missing"}, run["gaps"]
        self.lasted[name] = max(self.lasted.get(name, 0), time.monotonic() - before)
        self.done[name] += 1
        if name == "take_in":
            self.taken_in = set(self.posts)
        elif name == "hand_over":
            self._delivered(Path(words[-1]))

    def _delivered(self, out: Path) -> None:
        """Look at a SIP, and let it go to whom it is for."""
        assert_delivery_holds(out)
        shutil.rmtree(out)

    def assert_nothing_is_damaged(self) -> None:
        """Let the product and the program for readers look at what a kill left."""
        code, told = self.small.run("verify")
        assert (code, told["findings"]) == (0, []), told
        assert failed(self.small.archive) == []

    def assert_all_is_there_once(self) -> None:
        """Compare with what the archive was given, in every byte."""
        while self.owed:
            self.take_in()
        self.finish("take_in", self.take_in())
        self.finish("harvest", ["harvest", "a0002", "--since", "2020-01-01"])
        versions = Counter(self.small.versions())
        assert max(versions.values()) == 1
        ids = self.small.ids()
        held = {word for word in self.posts if self.url(word) in ids}
        assert held == self.posts.keys() - self.destroyed
        shown = {str(one.number) for one in self.server.items} - self.server.deleted.keys()
        assert shown <= {url.rpartition("/")[2] for url in ids}
        gone = {word.encode() for word in self.destroyed}
        assert self.small.holds(*gone, *(name.encode() for name in NAMES)) == set()
        assert not list(self.small.layout.spool.glob("*"))
        self.small.assert_verifies()
        self.small.assert_catalogue_is_as_rebuilt()


def test_killed_at_random_moments_of_all_it_does_nothing_is_lost_or_doubled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small, place = Small(tmp_path), Archive(tmp_path)
    monkeypatch.setattr(SystemClock, "now", lambda _: BEGIN)
    small.make()
    first = [ExportPost(number=snowflake(BEGIN, 40_000), published=BEGIN, html="<p>Eerste</p>")]
    with serving(place, *first) as server, nursery(small) as works:
        server.mood.page = 5
        life = Life(small, server, works, monkeypatch, random.Random(SEED))
        for _ in range(3):
            life.finish("take_in", life.take_in())
        life.finish("harvest", life.harvest())
        proofs = small.prove_all(small.root / "proofs")
        while sum(life.killed.values()) < KILLS:
            life.round()
        while "hand_over" not in life.acts():  # by some seeds nearly all was destroyed
            life.finish("take_in", life.take_in())
        for name in ("hand_over", "close"):
            life.finish(name, life.acts()[name]())
        life.assert_all_is_there_once()
        assert not list(small.root.glob("*.new*"))
    told = [stand_alone(str(proof))[0] for proof in proofs]
    assert told == [0] * len(proofs)
    if "STORM_LOG" in os.environ:
        Path(os.environ["STORM_LOG"]).write_text(
            f"killed {dict(life.killed)}, done {dict(life.done)}; {len(life.destroyed)} destroyed"
            f" of {len(life.posts)} posts; {len(server.items)} on the server; until {life.now}\n"
        )
