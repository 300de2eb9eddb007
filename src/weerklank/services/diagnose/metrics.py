"""How the work goes as numbers for Prometheus: no content, no names, no handles.

In the text format 0.0.4, which every collector of that family reads.
"""

from collections.abc import Iterator

from weerklank.services.diagnose.operation import Operation

#: Of what is written here.
MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_Rows = Iterator[tuple[str, str, dict[str, str], float]]


def metrics_text(found: Operation) -> str:
    """Write how the work goes; every number is a gauge, of the moment of asking."""
    lines: list[str] = []
    told: set[str] = set()
    for name, meaning, labels, value in _rows(found):
        if name not in told:
            told.add(name)
            lines += [f"# HELP weerklank_{name} {meaning}", f"# TYPE weerklank_{name} gauge"]
        inner = ",".join(f'{key}="{label}"' for key, label in labels.items())
        lines.append(f"weerklank_{name}{f'{{{inner}}}' if inner else ''} {value:g}")
    return "\n".join([*lines, ""])


def _rows(found: Operation) -> _Rows:
    work, lag = found.work, found.work.lag
    yield "schedule_at_work", "Whether the schedule of one machine runs.", {}, found.schedule
    yield "workers_at_work", "Workers at work on this archive.", {}, found.workers
    yield "accounts_due", "Accounts that are due.", {}, work.due
    yield "accounts_running", "Accounts that are harvested now.", {}, work.running
    yield "accounts_failing", "Accounts of which the last harvest failed.", {}, work.failing
    seconds = lag.total_seconds() if lag else 0
    yield "lag_seconds", "How long the account waits that is due longest.", {}, seconds
    yield from _queue(found)
    left = "Fewest questions that a server of the platform still takes."
    for one in found.allowed:
        if one.fewest is not None:
            yield "budget_questions_left", left, {"platform": one.platform.value}, one.fewest
    for one in found.allowed:
        meaning, label = "Budgets that are used up now.", {"platform": one.platform.value}
        yield "budgets_used_up", meaning, label, one.used_up
    for disk in found.disks:
        yield "disk_free_bytes", "Room that is left.", {"place": disk.place}, disk.free
    for disk in found.disks:
        yield "disk_bytes", "Room in all.", {"place": disk.place}, disk.total
    version = dict(found.versions).get("weerklank", "")
    yield "info", "Version that runs.", {"version": version}, 1


def _queue(found: Operation) -> _Rows:
    """Tell of the queue, where machines share one."""
    if found.unread is not None or found.queue is not None:
        up = found.queue is not None
        yield "queue_up", "Whether the PostgreSQL of the queue answers.", {}, up
    if found.queue is None:
        return
    jobs, queue = "Pieces of work in the queue.", found.queue
    for state, count in (
        ("waiting", queue.waiting),
        ("doing", queue.doing),
        ("later", queue.later),
    ):
        yield "queue_jobs", jobs, {"state": state}, count
    longest = queue.longest.total_seconds() if queue.longest else 0
    yield "queue_wait_seconds", "How long the work waits that waits longest.", {}, longest
    yield "queue_workers", "Workers alive, of all archives.", {}, queue.workers
