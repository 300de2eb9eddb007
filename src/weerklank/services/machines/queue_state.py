"""How the queue of many machines stands: what waits, how long, and how many workers live."""

from dataclasses import dataclass
from datetime import timedelta

from weerklank.model.errors import NotNow
from weerklank.services.machines.database import PATIENCE, UNREACHED, asking, host_of, schema


@dataclass(frozen=True, slots=True)
class QueueState:
    """The queue at one moment; numbers alone."""

    #: Workers that gave a sign of life of late, on all hosts and of all archives.
    workers: int = 0
    #: Pieces of work that may begin, that are being done, and that wait for a moment of their own.
    waiting: int = 0
    doing: int = 0
    later: int = 0
    #: How long ago the one was put that waits longest; None while nothing waits.
    longest: timedelta | None = None


def queue_state(address: str, mark: str | None = None) -> QueueState:
    """Look how the queue stands, of one archive or of all; changes nothing.

    A database in which no worker ever began has an empty queue. WrongUse for what is no address;
    NotNow when the database can't be reached.
    """
    import psycopg
    from psycopg import sql

    from weerklank.services.machines.queue import DO, GONE

    host, tables = host_of(address), sql.Identifier(schema())
    jobs = sql.SQL(
        "SELECT count(*) FILTER"
        " (WHERE status = 'todo' AND coalesce(scheduled_at, now()) <= now()),"
        " count(*) FILTER (WHERE status = 'doing'),"
        " count(*) FILTER (WHERE status = 'todo' AND scheduled_at > now()),"
        " extract(epoch FROM now() - min(coalesce(scheduled_at, (SELECT min(at) FROM"
        " {tables}.procrastinate_events e WHERE e.job_id = j.id)))"
        " FILTER (WHERE status = 'todo' AND coalesce(scheduled_at, now()) <= now()))::float"
        " FROM {tables}.procrastinate_jobs j"
        " WHERE task_name = %s AND (%s::text IS NULL OR queue_name = %s)"
    ).format(tables=tables)
    alive = sql.SQL(
        "SELECT count(*) FROM {tables}.procrastinate_workers"
        " WHERE last_heartbeat > now() - make_interval(secs => %s)"
    ).format(tables=tables)
    try:
        with asking(address, PATIENCE) as connection:  # whoever looks at a page waits for it
            named = f"{schema()}.procrastinate_jobs"
            made = connection.execute("SELECT to_regclass(%s)", [named]).fetchone()
            if made is None or made[0] is None:
                return QueueState()
            of_jobs = connection.execute(jobs, [DO, mark, mark]).fetchone()
            of_workers = connection.execute(alive, [GONE]).fetchone()
    except psycopg.Error:
        raise NotNow(UNREACHED, host=host) from None
    waiting, doing, later, longest = of_jobs or (0, 0, 0, None)
    return QueueState(
        # Each worker takes jobs twice: to do them, and to look what is due.
        workers=(of_workers[0] if of_workers else 0) // 2,
        waiting=waiting,
        doing=doing,
        later=later,
        longest=None if longest is None else timedelta(seconds=max(longest, 0.0)),
    )
