"""The queue of jobs in PostgreSQL, by Procrastinate: put, counted, and swept.

A job names an archive by its mark and a piece of work by its name: no organisation, no handle, no
content. Jobs that are done are gone at once.
"""

import hashlib
import logging  # noqa: TID251 - to keep two libraries quiet, which log what they were given
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress

import psycopg
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Status

from weerklank.services.machines.database import LONGEST, PATIENCE, conninfo, schema
from weerklank.services.schedule.due_work import Part, Work, work_named
from weerklank.services.workplace import Workplace

#: What says that the database was lost, by whichever library saw it first.
LOST = (ConnectorException, psycopg.Error)
DO, PLAN, SWEEP = "weerklank.do", "weerklank.plan", "weerklank.sweep"
#: The queue that every worker reads.
COMMON = "weerklank"
#: Seconds between two signs of life of a worker, and after how many it is taken to be gone.
HEARTBEAT, GONE = 2.0, 10.0
#: When is looked what is due, jobs of workers that are gone are swept, and mail is sent.
_OFTEN, _CARE = "* * * * * */5", "*/15 * * * *"
#: Seconds after a care was due that a worker that begins does it still.
_LATE = 900
_FIRST = 100


def mark_of(workplace: Workplace) -> str:
    """Give by what an archive is known in the queue: 16 hex digits that say nothing of it."""
    return hashlib.sha256(workplace.layout.about.read_bytes()).hexdigest()[:16]


def keep_quiet() -> None:
    """Let the libraries log nothing: what goes wrong is told by us, without what it was about."""
    for name in ("procrastinate", "psycopg", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


class Queue:
    """The jobs, as one worker sees them."""

    def __init__(self, address: str) -> None:
        self.app = App(
            connector=PsycopgConnector(
                conninfo=conninfo(address),
                kwargs={
                    "options": f"-c search_path={schema()} -c statement_timeout={LONGEST}s",
                    "connect_timeout": PATIENCE,
                    "application_name": "weerklank",
                },
                min_size=1,
                max_size=4,
                timeout=30.0,  # as long as a restart may last
            ),
            periodic_defaults={"max_delay": _LATE},
        )

    def does(
        self,
        do: Callable[[str, str], Awaitable[None]],
        plan: Callable[[str], Awaitable[None]],
        marks: Iterable[str],
    ) -> None:
        """Say what does the jobs, and put what comes back by itself for each archive."""

        async def _do(timestamp: int = 0, *, archive: str, work: str) -> None:  # noqa: ARG001 - when it was due
            await do(archive, work)

        async def _plan(timestamp: int = 0, *, archive: str) -> None:  # noqa: ARG001 - when it was due
            await plan(archive)

        async def _sweep(timestamp: int = 0) -> None:  # noqa: ARG001 - when it was due
            await self._sweep()

        doing = self.app.task(name=DO)(_do)
        planning = self.app.task(name=PLAN)(_plan)
        sweeping = self.app.task(name=SWEEP, queue=COMMON, queueing_lock="sweep")(_sweep)
        self.app.periodic(cron=_OFTEN)(sweeping)
        for mark in marks:
            self.app.periodic(
                cron=_OFTEN,
                periodic_id=mark,
                queue=looking(mark),
                lock=_look_lock(mark),
                queueing_lock=_look_lock(mark),
                priority=_FIRST,
                task_kwargs={"archive": mark},
            )(planning)
            care = Work(Part.CARE)
            self.app.periodic(
                cron=_CARE,
                periodic_id=mark,
                queue=mark,
                lock=_lock(mark, care),
                queueing_lock=_lock(mark, care),
                task_kwargs={"archive": mark, "work": str(care)},
            )(doing)

    async def known(self, mark: str) -> list[Work]:
        """Give the work of an archive that waits or is being done; what means nothing is left."""
        found = []
        for job in await self.app.job_manager.list_jobs_async(queue=mark, task=DO):
            with suppress(ValueError, TypeError, LookupError):
                found.append(work_named(str(job.task_kwargs["work"])))
        return found

    async def put(self, mark: str, work: Work, *, after: float = 0) -> None:
        """Put a piece of work, to be done so many seconds from now; not twice."""
        deferrer = self.app.configure_task(
            DO,
            queue=mark,
            lock=_lock(mark, work),
            queueing_lock=_lock(mark, work),
            schedule_in={"seconds": int(after)} if after else None,
        )
        with suppress(AlreadyEnqueued):
            await deferrer.defer_async(archive=mark, work=str(work))

    async def look_soon(self, mark: str) -> None:
        """Have somebody look at once what else is due in an archive."""
        deferrer = self.app.configure_task(
            PLAN,
            queue=looking(mark),
            lock=_look_lock(mark),
            queueing_lock=_look_lock(mark),
            priority=_FIRST,
        )
        with suppress(AlreadyEnqueued):
            await deferrer.defer_async(archive=mark)

    async def _sweep(self) -> None:
        """Take away what workers had in hand that are gone: it is due by the files, or done."""
        jobs = self.app.job_manager
        await jobs.prune_stalled_workers(GONE)
        for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=GONE):
            with suppress(ConnectorException):  # it was done after all
                await jobs.finish_job(job, Status.FAILED, delete_job=True)


def looking(mark: str) -> str:
    """Give the queue of who looks what is due in an archive: it never waits for a hand."""
    return f"{mark}-look"


def _look_lock(mark: str) -> str:
    return f"look:{mark}"


def _lock(mark: str, work: Work) -> str:
    """Give the lock of an account: whatever is done with it, one thing at a time."""
    return f"{mark}:{work.account or work.part.value}"
