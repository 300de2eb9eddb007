"""Workers of many organisations in a storm: killed again and again, at a server that fails.

A real PostgreSQL, a store with Object Lock and a server of Mastodon's API, all made by others (of
the last: tried on a mock). Small here; `STORM=20,15,8,3,10000,10` makes it of 20 organisations
with 15 accounts of 8 posts, and kills one of 3 workers every 10 seconds to the end.
"""

import os
import random  # noqa: TID251 - a seeded generator: the same troubles each time
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pytest
from botocore.exceptions import ClientError
from mastodon_mock import Mock, mastodon_mock, table
from own_stores import Database
from place import Archive
from seaweed import KEY, SECRET, object_store
from small_archive import stand_alone

from weerklank import bootstrap
from weerklank.model.errors import Refused
from weerklank.services.runs.read_runs import PastRun, read_runs
from weerklank.services.schedule.ask_harvest import ask_harvest
from weerklank.services.schedule.whats_due import platforms_of
from weerklank.services.workplace import Silent, Workplace

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.needs("mastodon-mock", "object-store", "postgresql"),
    pytest.mark.slow,
    pytest.mark.timeout(7200),
]


class Size(NamedTuple):
    """How large the storm is."""

    organisations: int
    accounts: int
    posts: int
    workers: int
    #: How often one is killed at most, and how many seconds apart; 0: each time another began.
    kills: int
    seconds: int


SIZE = Size(*map(int, os.environ.get("STORM", "2,1,4,2,1,0").split(",")))
THEM, THEIR_NAME = "trijntje_vlier", "Trijntje Vlier"
#: What the server does wrong: at each moment one of these, a few times.
TROUBLES: list[dict[str, Any]] = [
    {"type": "ratelimit", "headers": {"Retry-After": "1"}},
    {"type": "status", "status": 500},
    {"type": "status", "status": 503},
    {"type": "malformed"},
    {"type": "latency", "delay_ms": 1500},
]


@dataclass(frozen=True)
class Body(Archive):
    """One organisation: archive and keys in folders of its name."""

    name: str = ""

    @property
    def folder(self) -> Path:
        return self.root / "archives" / self.name

    @property
    def keys(self) -> Path:
        return self.root / "keys" / self.name

    def opened(self) -> Workplace:
        return bootstrap.workplace(str(self.folder), str(self.keys), Silent())

    def runs(self) -> list[PastRun]:
        """Every run, newest first."""
        return read_runs(self.opened())

    def lacking(self) -> list[str]:
        """The accounts of which the newest run that ended was not complete, or none ended."""
        newest = {str(run.account): run for run in reversed(self.runs()) if run.ended}
        names = [f"a{number:04}" for number in range(1, SIZE.accounts + 1)]
        return [one for one in names if one not in newest or not newest[one].complete]

    def ask_again(self) -> None:
        """Ask for what was tried and is not complete, as somebody at a screen does.

        What fails or is broken off again and again is tried after ever longer pauses by itself.
        """
        tried = {str(run.account) for run in self.runs()}
        for account in tried.intersection(self.lacking()):
            try:
                ask_harvest(self.opened(), platforms_of(bootstrap.connectors()), account)
            except Refused:  # at work again already
                continue


def handle(organisation: int, account: int) -> str:
    return f"dienst{organisation:02}{account:02}"


def seed() -> Iterator[str]:
    """Give every account with its posts, and one reply of a citizen under the first."""
    yield table("accounts", username=THEM, display_name=THEIR_NAME, access_token="zij")
    for organisation in range(SIZE.organisations):
        for account in range(SIZE.accounts):
            us = handle(organisation, account)
            yield table("accounts", username=us, display_name=f"Dienst {us}", access_token=us)
            for number in range(SIZE.posts):
                text, ref = f"Bericht {number} van {us}", f"{us}-{number}"
                yield table("statuses", account=us, text=text, ref=ref)
            yield table("statuses", account=THEM, text=f"Dank, {us}", reply_to=f"{us}-0")


def _started(bodies: list[Body]) -> "subprocess.Popen[str]":
    """Let one work for all organisations."""
    program = str(Path(sys.executable).with_name("weerklank"))
    given = [program, "--keys", str(bodies[0].keys.parent), "--json", "worker", "--hands", "1"]
    return subprocess.Popen(
        [*given, *(str(body.folder) for body in bodies)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
    )


@contextmanager
def workers(bodies: list[Body]) -> Iterator[list["subprocess.Popen[str]"]]:
    """Let as many work as there are to be, until the end of the block."""
    at_work = [_started(bodies) for _ in range(SIZE.workers)]
    try:
        yield at_work
    finally:
        for one in at_work:
            one.kill()
            one.wait()


def storm(bodies: list[Body], mock: Mock) -> int:
    """Kill one again and again until each account is complete; gives how often."""
    drawn, killed = random.Random(20261128), 0
    with workers(bodies) as at_work:
        while _lack(bodies):
            path = drawn.choice(["/api/v1/accounts/*", "/api/v1/statuses/*"])
            mock.fault(path, drawn.choice(TROUBLES), drawn.randint(1, 3))
            if SIZE.seconds:
                time.sleep(SIZE.seconds)
            else:
                begun = _begun(bodies)
                _wait(lambda begun=begun: _begun(bodies) > begun or not _lack(bodies))
            if killed < SIZE.kills:
                victim = at_work.pop(0)
                victim.kill()
                victim.wait()
                killed += 1
                at_work.append(_started(bodies))
            for body in bodies:
                body.ask_again()
            if "STORM_LOG" in os.environ:
                _tell(Path(os.environ["STORM_LOG"]), killed, bodies)
        for one in at_work:
            one.send_signal(signal.SIGTERM)
        *ended, last = [one.wait(120) for one in at_work]
        assert ended == [0] * len(ended)
        assert last in {0, -signal.SIGTERM}  # it may have begun too lately to hear it
    return killed


def _begun(bodies: list[Body]) -> int:
    return sum(len(body.runs()) for body in bodies)


def _lack(bodies: list[Body]) -> int:
    return sum(len(body.lacking()) for body in bodies)


def _wait(true: Callable[[], bool]) -> None:
    """Wait until it is true, and not for ever: who waits for a dead worker is tried again."""
    end = time.monotonic() + 15
    while not true() and time.monotonic() < end:
        time.sleep(0.3)


def _tell(log: Path, killed: int, bodies: list[Body]) -> None:
    """Say how far it is: a large one takes long."""
    runs = [run for body in bodies for run in body.runs()]
    broken_off = sum(run.ended is None for run in runs)
    with log.open("a") as told:
        told.write(
            f"{killed} killed, {len(runs)} runs, {broken_off} open, {_lack(bodies)} lacking\n"
        )


def under_lock(body: Body, client: Any, address: str) -> None:
    """Bring the archive to the store, where nobody deletes its log, and get all of it back."""
    day = {"Mode": "COMPLIANCE", "Days": 1}
    lock = {"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": day}}
    for bucket in (f"{body.name}-log", f"{body.name}-data"):
        client.create_bucket(Bucket=bucket, ObjectLockEnabledForBucket=True)
        client.put_object_lock_configuration(Bucket=bucket, ObjectLockConfiguration=lock)
    url = f"s3://{body.name}/archief?endpoint={address}"
    secret = body.root.parent / "geheim"
    secret.write_text(SECRET)
    given = ("replica", "connect", url, "--access-key", KEY, "--secret-file", str(secret))
    assert body.good(*given)["lock_days"] == 1
    (one,) = body.good("replicate", url)["replicas"]
    assert (one["ok"], one["damaged"]) == (True, [])
    log = client.list_object_versions(Bucket=f"{body.name}-log", Prefix="archief/log/")
    for version in log["Versions"][:3]:
        with pytest.raises(ClientError):
            client.delete_object(
                Bucket=f"{body.name}-log", Key=version["Key"], VersionId=version["VersionId"]
            )
    back = body.good("restore", "rehearse", url, str(body.root.parent / "back" / body.name))
    assert (back["ok"], back["records"] == back["records_here"] > 0) == (True, True)


def check(number: int, body: Body, proof: Path) -> None:
    """Every post and reply is there once, sealed and provable."""
    wanted = {f"Dank, {handle(number, account)}" for account in range(SIZE.accounts)} | {
        f"Bericht {post} van {handle(number, account)}"
        for account in range(SIZE.accounts)
        for post in range(SIZE.posts)
    }
    assert Counter(body.texts()) == dict.fromkeys(wanted, 1)
    assert body.good("verify", "--deep")["findings"] == []
    for row in body.rows():
        body.good("prove", row["id"], "-o", str(proof))
        assert stand_alone(str(proof))[0] == 0
        proof.unlink()


def test_every_post_comes_once_and_every_proof_is_valid(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = tmp_path / "ours"
    for name in ("ours/archives", "ours/keys", "mock", "store", "back"):
        (tmp_path / name).mkdir(parents=True)
    bodies = [Body(ours, f"gemeente{number:02}") for number in range(SIZE.organisations)]
    with TemporaryDirectory() as data, ExitStack() as stack:
        database = Database(Path(data))
        stack.enter_context(database.runs())
        monkeypatch.setenv("WEERKLANK_DATABASE_URL", database.address)
        mock = stack.enter_context(mastodon_mock(tmp_path / "mock", seed()))
        for number, body in enumerate(bodies):
            body.begin()
            for account in range(SIZE.accounts):
                address = f"{mock.address}/@{handle(number, account)}"
                body.good("account", "add", address, "--kind", "corporate")
        killed = storm(bodies, mock)
    assert killed > 0
    for number, body in enumerate(bodies):
        check(number, body, tmp_path / "proof.json")
    held = bodies[0].bytes_of_all()  # of all of them
    assert not [name for name in (THEM, THEIR_NAME) if name.encode() in held]
    if "STORM" not in os.environ:  # one archive in such a store is test_object_store
        return
    with object_store(tmp_path / "store") as (client, address):
        for body in bodies:
            under_lock(body, client, address)
