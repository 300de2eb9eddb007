"""Workers that share the work of one archive by a real PostgreSQL, and what befalls them."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

import psycopg
import pytest
from own_stores import Database
from place import ME, Archive, post
from test_schedule import opened, until

from weerklank import bootstrap
from weerklank.model.errors import NotNow
from weerklank.model.ids import AccountId
from weerklank.services.diagnose.examine import examine, scene_of
from weerklank.services.machines import queue_state
from weerklank.services.machines.database import prepare, schema
from weerklank.services.machines.queue import Queue, keep_quiet
from weerklank.services.runs.live_progress import live_of
from weerklank.services.runs.read_runs import read_runs
from weerklank.services.schedule.ask_harvest import ask_harvest
from weerklank.services.schedule.at_work import is_at_work, workers_at_work
from weerklank.services.schedule.due_work import Part, Work
from weerklank.services.schedule.run_schedule import Schedule
from weerklank.services.schedule.whats_due import platforms_of
from weerklank.store.lock import locked
from weerklank.testing.mastodon_server import mastodon_server
from weerklank.testing.mastodon_shown import MastodonServer

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]
POSTS = [post(day, f"Bericht nummer {day}") for day in range(3)]
SECRET = "geheimwachtwoord"


@pytest.fixture
def place(tmp_path: Path) -> Archive:
    return Archive(tmp_path).begin()


@contextmanager
def worker(place: Archive, *more: str) -> Iterator["subprocess.Popen[str]"]:
    program = str(Path(sys.executable).with_name("weerklank"))
    given = ["--archive", str(place.folder), "--keys", str(place.root / "keys"), "--json"]
    with subprocess.Popen(
        [program, *given, "worker", *more],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "LC_ALL": "C"},
    ) as made:
        try:
            yield made
        finally:
            made.kill()


def worker_at(place: Archive, account: str) -> int:
    """Give the worker of which a process harvests an account now."""
    live = live_of(opened(place), AccountId(account))
    assert live is not None
    stat = Path(f"/proc/{live.process}/stat").read_text()
    return int(stat.rpartition(")")[2].split()[1])


def add(place: Archive, server: MastodonServer) -> str:
    return str(place.good("account", "add", server.url, "--kind", "corporate")["account"])


def ended(place: Archive) -> Counter[str]:
    return Counter(str(run.account) for run in read_runs(opened(place)) if run.ended)


@pytest.mark.slow
@pytest.mark.needs("postgresql")
def test_what_befalls_workers_loses_nothing_and_doubles_nothing(place, monkeypatch):
    """One is killed in the middle, the database is lost with all in it; every post comes once."""
    with TemporaryDirectory() as folder, TemporaryDirectory() as other, ExitStack() as stack:
        database = Database(Path(folder))
        address = database.address.replace("postgres@", f"postgres:{SECRET}@")
        servers = [stack.enter_context(mastodon_server(ME, POSTS)) for _ in range(3)]
        names = [add(place, server) for server in servers]
        servers[0].mood.wait, servers[0].mood.busy = 600, 1
        monkeypatch.setenv("WEERKLANK_DATABASE_URL", address)
        log = Path(other) / "worker.log"
        code, answer = place.run("worker")
        assert (code, answer["error"]["code"]) == (4, "WORKER-004")
        assert SECRET not in str(answer)

        with ExitStack() as running:
            running.enter_context(database.runs())
            both = [
                stack.enter_context(worker(place, "--hands", "1", "--log", str(log)))
                for _ in range(2)
            ]
            until(lambda: workers_at_work(opened(place)) == 2, 120)
            until(lambda: {names[1], names[2]} <= set(ended(place)), 120)
            until(lambda: servers[0].mood.busy == 0, 120)
            victim = worker_at(place, names[0])
            (killed,) = [one for one in both if one.pid == victim]
            (left,) = [one for one in both if one is not killed]
            killed.send_signal(signal.SIGKILL)
            killed.wait()
            for budget in (place.root / "keys/state/budgets").glob("*.json"):
                budget.unlink()  # who goes on would wait as long: they share what servers allow
            until(lambda: ended(place)[names[0]], 120)
            assert workers_at_work(opened(place)) == 1
        keys = place.root / "keys"
        seen = scene_of(place.folder, keys, (), network=True)
        (told,) = examine(seen, ["machines"]).checks
        assert [one.code for one in told.found] == ["WORKER-004"]
        ask_harvest(opened(place), platforms_of(bootstrap.connectors()), names[1])
        assert is_at_work(opened(place))
        with Database(Path(other), database.port).runs():  # an empty one
            until(lambda: ended(place)[names[1]] == 2, 120)
            (told,) = examine(seen, ["machines"]).checks
            assert (told.found, told.unseen) == ((), ())
            left.send_signal(signal.SIGTERM)
            out, err = left.communicate(timeout=60)
        lines = [json.loads(line) for line in log.read_text().splitlines()]
    answer = json.loads(out)
    assert (left.returncode, answer["state"], answer["wrong"]) == (0, "stopped", 0)
    assert set(answer) == {"broken_off", "done", "state", "wrong"}
    assert Counter(one["event"] for one in lines)["begun"] == 2
    assert {"done", "database-away", "database-back", "stopped"} <= {o["event"] for o in lines}
    made = {str(run.id) for run in read_runs(opened(place)) if run.ended}
    assert {run for one in lines for run in one.get("runs", [])} >= made
    assert "gemeente" not in str(lines)
    assert not is_at_work(opened(place))
    assert SECRET not in out + err
    assert "PostgreSQL at 127.0.0.1" in err, "it was gone, as were its tables"
    assert Counter(row["url"] for row in place.rows()).most_common(1)[0][1] == 1
    assert len(place.rows()) == 9
    assert place.good("verify", "--deep")["findings"] == []


def test_two_copies_of_an_archive_are_refused_and_two_paths_are_one(place, monkeypatch):
    """Else the copy would be harvested instead, and the archive itself no more."""
    monkeypatch.setenv("WEERKLANK_DATABASE_URL", f"postgresql://x:{SECRET}@127.0.0.1:1/x")
    copy, other = place.root / "kopie", place.root / "ander-pad"
    copytree(place.folder, copy)
    other.symlink_to(place.folder)
    for path in (copy, other):
        (place.root / "bos").mkdir(exist_ok=True)
        for folder in (place.folder, path):
            with suppress(FileExistsError):
                (place.root / "bos" / folder.name).symlink_to(place.root / "keys")
    given = ("--keys", str(place.root / "bos"), "--json", "worker", str(place.folder))
    code, out, err = place.spoken(*given, str(copy))
    assert (code, json.loads(out)["error"]["code"]) == (2, "WORKER-006")
    code, out, more = place.spoken(*given, str(other))
    assert (code, json.loads(out)["error"]["code"]) == (4, "WORKER-004"), "one archive"
    assert SECRET not in out + err + more


@pytest.mark.needs("postgresql")
def test_rows_of_others_stop_no_plan_and_locked_tables_hold_up_no_page(place, monkeypatch):
    with TemporaryDirectory() as folder:
        database = Database(Path(folder))
        with database.runs():
            prepare(database.address)
            monkeypatch.setenv("WEERKLANK_DATABASE_URL", database.address)
            seen = scene_of(place.folder, place.root / "keys", (), network=True)
            (told,) = examine(seen, ["machines"]).checks
            assert [one.code for one in told.found] == ["DOCTOR-076"], "nobody works"
            with psycopg.connect(database.address, autocommit=True) as theirs:
                theirs.execute(f"SET search_path TO {schema()}")
                for args in ('{"work": "rm -rf"}', '{"work": 5}', "{}", "[1]", '"x"', "5"):
                    theirs.execute(
                        "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
                        " VALUES ('00ff', 'weerklank.do', %s)",
                        [args],
                    )
                assert asyncio.run(known(database.address)) == [Work(Part.SCAN)]
                monkeypatch.setattr(queue_state, "PATIENCE", 1)
                with theirs.transaction():
                    theirs.execute("LOCK TABLE procrastinate_jobs IN ACCESS EXCLUSIVE MODE")
                    with pytest.raises(NotNow) as away:
                        queue_state.queue_state(database.address)
    assert away.value.code == "WORKER-004"


async def known(address: str) -> list[Work]:
    keep_quiet()
    queue = Queue(address)
    async with queue.app.open_async():
        await queue.put("00ff", Work(Part.SCAN))
        return await queue.known("00ff")


def test_work_that_is_not_due_any_more_or_in_other_hands_is_left(place):
    with mastodon_server(ME, POSTS) as server:
        account = AccountId(add(place, server))
        workplace = opened(place)
        schedule = Schedule(lambda: opened(place), bootstrap.connectors(), bootstrap.transport_for)
        work = Work(Part.HARVEST, account)
        with locked(workplace.layout.lock(f"account-{account}"), "account"):
            assert list(schedule.only(work)) == []
        assert server.asked == []
        (done,) = schedule.only(work)
        assert (done.error, len(done.runs)) == (None, 1)
        assert list(schedule.only(work)) == [], "a worker that is back from the dead"
        assert len(place.rows()) == 3
