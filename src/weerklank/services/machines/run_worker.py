"""Run a worker: take work from the queue, have it done, and look from time to time what is due.

The work itself is done by processes beside this one, which know nothing of the queue: whatever
becomes of the database, a harvest that was begun goes on. What is due follows from the files, so
nothing that stands in the queue is worth keeping, and what was lost from it is put anew.
"""

import asyncio
import signal
import time
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from weerklank.harvest.port import Connector
from weerklank.model.account import Account
from weerklank.model.clock import SystemClock, iso
from weerklank.model.errors import WeerklankError, WrongUse, fault
from weerklank.model.ids import AccountId
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.text import Text
from weerklank.services.machines.database import host_of, prepare
from weerklank.services.machines.queue import (
    COMMON,
    GONE,
    HEARTBEAT,
    LOST,
    Queue,
    keep_quiet,
    looking,
    mark_of,
)
from weerklank.services.machines.share_out import to_put
from weerklank.services.schedule.at_work import working
from weerklank.services.schedule.due_work import Work, due_work, work_named
from weerklank.services.schedule.run_schedule import server_of
from weerklank.services.workplace import Reporter, Workplace

AWAY = Text(
    "PostgreSQL op {host} is weg. Wat begonnen is, gaat door; er wordt opnieuw geprobeerd.",
    "PostgreSQL at {host} is gone. What was begun goes on; it is tried again.",
)
BACK = Text("PostgreSQL op {host} is er weer.", "PostgreSQL at {host} is back.")
STOPPING = Text(
    "De worker stopt: wat loopt krijgt {seconds} {seconds:seconde|seconden} om klaar te komen.",
    "The worker stops: what goes on gets {seconds} {seconds:second|seconds} to come to its end.",
)
DONE = Text("{archive} {work}: gedaan.", "{archive} {work}: done.")
WRONG = Text("{archive} {work}: {codes}.", "{archive} {work}: {codes}.")
UNREAD = Text("{archive}: niet te lezen ({code}).", "{archive}: can't be read ({code}).")
READ_AGAIN = Text("{archive}: weer te lezen.", "{archive}: can be read again.")
TWICE = fault(
    "WORKER-006",
    Text(
        nl="{archive} en {other} zijn kopieën van één archief: de wachtrij kan ze niet uit "
        "elkaar houden.",
        en="{archive} and {other} are copies of one archive: the queue can't tell them apart.",
    ),
    Text(
        nl="Noem alleen de map waarin wordt geoogst; houd kopieën ergens anders.",
        en="Name only the folder that is harvested into; keep copies elsewhere.",
    ),
)
#: Seconds between two tries to reach a database that was lost: doubled, from the first on.
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a piece of work."""

    #: Codes of what went wrong.
    codes: tuple[str, ...] = ()
    #: Seconds after which it is tried again, where nothing in the archive says when.
    later: float | None = None
    #: The runs that were made of it.
    runs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Station:
    """An archive that this worker has at hand."""

    #: What it is called to people: the name of its folder.
    name: str
    #: Opens it anew.
    opened: Callable[[], Workplace]


class Hand(Protocol):
    """A process that does work, one piece after another."""

    async def do(self, station: Station, work: Work) -> Outcome:
        """Have a piece of work done."""
        ...

    async def stop(self) -> None:
        """End it and wait for it; what it closed stays. It does nothing after that."""
        ...


@dataclass(slots=True)
class Tally:
    """How many pieces of work came to an end, and how."""

    done: int = 0
    wrong: int = 0
    #: Broken off when the worker stopped: due again.
    broken_off: int = 0


@dataclass(slots=True, kw_only=True)
class Worker:
    """One worker, for the archives that it has at hand."""

    address: str
    stations: list[Station]
    connectors: list[Connector]
    #: Each does one piece of work at a time.
    hands: list[Hand]
    reporter: Reporter
    #: Seconds that work gets to come to its end when the worker stops.
    grace: float
    browses: bool
    #: Takes what happened, for a log that machines read: marks, numbers and codes, no content.
    log: Callable[[JsonObject], None] = lambda _told: None
    tally: Tally = field(default_factory=Tally)
    _at: dict[str, Station] = field(default_factory=dict)
    #: Code of why an archive can't be read now, by its mark.
    _unread: dict[str, str] = field(default_factory=dict)
    _at_work: dict[tuple[str, str], "asyncio.Task[Outcome]"] = field(default_factory=dict)
    _begun: dict[tuple[str, str], Hand] = field(default_factory=dict)

    def run(self) -> Tally:
        """Work until SIGTERM or Ctrl-C; gives what came of it.

        WrongUse or NotNow when the database can't be reached at the start; later it is waited for.
        WrongUse when two archives can't be told apart in the queue.
        """
        self._at = _by_mark(self.stations)
        prepare(self.address)
        keep_quiet()
        self._log("begun", archives=[*self._at], hands=len(self.hands))
        asyncio.run(self._run())
        tally = self.tally
        self._log("stopped", done=tally.done, wrong=tally.wrong, broken_off=tally.broken_off)
        return tally

    def _log(self, event: str, **told: Json) -> None:
        self.log({"at": iso(SystemClock().now()), "event": event, **told})

    async def _run(self) -> None:
        loop, stop = asyncio.get_running_loop(), asyncio.Event()
        free: asyncio.Queue[Hand] = asyncio.Queue()
        for hand in self.hands:
            free.put_nowait(hand)
        # What a job can't tell a database that is gone is no news: it is due by the files.
        loop.set_exception_handler(lambda _loop, _context: None)
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
        async with AsyncExitStack() as stack:
            for station in self._at.values():
                stack.enter_context(working(station.opened()))
            try:
                await self._until(stop, free)
            finally:  # what still goes on is of a time before the database was lost
                self.tally.broken_off += len(self._at_work)
                await asyncio.gather(*(hand.stop() for hand in self.hands))

    async def _until(self, stop: asyncio.Event, free: asyncio.Queue[Hand]) -> None:
        """Work, and come back whenever the database was lost, until told to stop."""
        pause, host = _FIRST_PAUSE, host_of(self.address)
        while not stop.is_set():
            with suppress(*LOST):
                await self._work(stop, free)
            if stop.is_set():
                return
            self.reporter.step(AWAY, host=host)
            self._log("database-away")
            while not stop.is_set():
                with suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), pause)
                try:
                    await asyncio.to_thread(prepare, self.address)
                except WeerklankError:
                    pause = min(2 * pause, _LONGEST_PAUSE)
                else:
                    pause = _FIRST_PAUSE
                    self.reporter.step(BACK, host=host)
                    self._log("database-back")
                    break

    async def _work(self, stop: asyncio.Event, free: asyncio.Queue[Hand]) -> None:
        """Take work until told to stop, or until the database is lost."""
        queue = Queue(self.address)

        async def do(mark: str, name: str) -> None:
            with suppress(ValueError):  # no job of ours: nothing is done, or told, of it
                work = work_named(name)
                if mark in self._at:
                    await self._do(queue, stop, free, (mark, str(work)))

        async def plan(mark: str) -> None:
            if mark in self._at:
                await self._plan(queue, mark)

        queue.does(do, plan, self._at)
        async with queue.app.open_async():
            takes = asyncio.create_task(self._takes(queue, [*self._at], len(self.hands)))
            looks = asyncio.create_task(
                self._takes(queue, [COMMON, *(looking(mark) for mark in self._at)], 2)
            )
            stopped = asyncio.create_task(stop.wait())
            await asyncio.wait({takes, looks, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if stop.is_set():
                self.reporter.step(STOPPING, seconds=int(self.grace))
            for one in (stopped, takes, looks):
                one.cancel()
            await asyncio.gather(stopped, takes, looks, return_exceptions=True)

    async def _takes(self, queue: Queue, names: list[str], most: int) -> None:
        """Take jobs of some queues, so many at a time, until this is cancelled."""
        await queue.app.run_worker_async(
            queues=names,
            concurrency=most,
            fetch_job_polling_interval=1.0,
            listen_notify=False,
            delete_jobs="always",
            install_signal_handlers=False,
            update_heartbeat_interval=HEARTBEAT,
            stalled_worker_timeout=GONE,
            shutdown_graceful_timeout=self.grace,
        )

    async def _do(
        self, queue: Queue, stop: asyncio.Event, free: asyncio.Queue[Hand], key: tuple[str, str]
    ) -> None:
        """Have a piece of work done; it goes on when the database is lost meanwhile."""
        if key not in self._at_work:
            self._at_work[key] = asyncio.create_task(self._done(free, key))
        try:
            outcome = await asyncio.shield(self._at_work[key])
        except asyncio.CancelledError:
            if stop.is_set():
                await self._break_off(key)
            raise
        if outcome.later is not None:
            await queue.put(key[0], work_named(key[1]), after=outcome.later)
        elif not stop.is_set():
            await queue.look_soon(key[0])

    async def _done(self, free: "asyncio.Queue[Hand]", key: tuple[str, str]) -> Outcome:
        """Have a hand do a piece of work, once one is free."""
        station, work = self._at[key[0]], work_named(key[1])
        try:
            hand, begun = await free.get(), time.monotonic()
            self._begun[key] = hand
            try:
                outcome = await hand.do(station, work)
            finally:
                del self._begun[key]
                free.put_nowait(hand)
        finally:
            del self._at_work[key]
        self._log(
            "wrong" if outcome.codes else "done",
            archive=key[0],
            work=key[1],
            runs=[*outcome.runs],
            codes=[*outcome.codes],
            seconds=round(time.monotonic() - begun, 3),
        )
        if outcome.codes:
            self.tally.wrong += 1
            codes = ", ".join(outcome.codes)
            self.reporter.step(WRONG, archive=station.name, work=str(work), codes=codes)
        else:
            self.tally.done += 1
            self.reporter.step(DONE, archive=station.name, work=str(work))
        return outcome

    async def _break_off(self, key: tuple[str, str]) -> None:
        """End what is at work before its end: what it closed stays, and it is due again."""
        task, hand = self._at_work.get(key), self._begun.get(key)
        if task is None:
            return
        self.tally.broken_off += 1
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        if hand is not None:
            await hand.stop()

    async def _plan(self, queue: Queue, mark: str) -> None:
        """Put what is due in an archive and waits nowhere yet."""
        station = self._at[mark]
        try:
            due, servers = await asyncio.to_thread(self._look, station)
        except Exception as error:  # noqa: BLE001 - a defect is told, and looked at again
            code = "STORE-002" if isinstance(error, OSError) else type(error).__name__
            code = error.code if isinstance(error, WeerklankError) else code
            if self._unread.get(mark) != code:
                self._unread[mark] = code
                self._log("unread", archive=mark, codes=[code])
                self.reporter.step(UNREAD, archive=station.name, code=code)
            return
        if self._unread.pop(mark, None) is not None:
            self._log("read-again", archive=mark)
            self.reporter.step(READ_AGAIN, archive=station.name)
        for work in to_put(due, await queue.known(mark), servers):
            await queue.put(mark, work)

    def _look(self, station: Station) -> tuple[list[Work], Mapping[AccountId, str]]:
        workplace = station.opened()
        accounts: Mapping[AccountId, Account] = workplace.register().accounts
        due = due_work(workplace, self.connectors, browses=self.browses)
        return due, {one: server_of(account) for one, account in accounts.items()}


def _by_mark(stations: list[Station]) -> dict[str, Station]:
    """Give each archive by its mark; one that is named by two paths is there once."""
    found: dict[str, Station] = {}
    folders: dict[str, Path] = {}
    for station in stations:
        workplace = station.opened()
        mark, folder = mark_of(workplace), workplace.layout.root.resolve()
        if folders.setdefault(mark, folder) != folder:
            raise WrongUse(TWICE, archive=found[mark].name, other=station.name)
        found.setdefault(mark, station)
    return found
