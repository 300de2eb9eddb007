"""How the work goes, for who keeps the machines: numbers and versions, no content and no names."""

import platform
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from weerklank.harvest.server_budgets import known_budget
from weerklank.jobs.due import WhyNot
from weerklank.model.account import Account
from weerklank.model.errors import WeerklankError, WrongUse
from weerklank.model.platform import Platform
from weerklank.model.text import Text
from weerklank.services.machines.database import NO_LIBRARY, has_library
from weerklank.services.machines.queue_state import QueueState, queue_state
from weerklank.services.schedule.at_work import is_scheduled, workers_at_work
from weerklank.services.schedule.run_schedule import server_of
from weerklank.services.schedule.whats_due import Harvestable, whats_due
from weerklank.services.workplace import Workplace

_ARCHIVE = Text("Archief", "Archive")
_KEYS = Text("Sleutels", "Keys")
_TEMPORARY = Text("Tijdelijke bestanden", "Temporary files")
#: Libraries of which the version matters to who looks for what is wrong.
_LIBRARIES = ("weerklank", "Django", "aiohttp", "cryptography", "tantivy", "procrastinate")


@dataclass(frozen=True, slots=True)
class Work:
    """What is due by the API, and how far behind that is."""

    due: int
    running: int
    failing: int
    #: How long the one has waited that is due longest; None while nothing waits with a moment.
    lag: timedelta | None


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the servers of one platform still allow, as they said last."""

    platform: Platform
    accounts: int
    #: Budgets of which something is known now, and of those how many are used up.
    known: int
    used_up: int
    #: The fewest questions that are left of one.
    fewest: int | None
    #: When the last one that is used up holds no more.
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Disk:
    """Room of one place, in bytes."""

    place: str
    what: Text
    free: int
    total: int


@dataclass(frozen=True, slots=True)
class Operation:
    """How the work goes."""

    #: Whether the schedule of one machine is at work, and how many workers are.
    schedule: bool
    workers: int
    work: Work
    #: None where no PostgreSQL is set, or where it does not answer: then `unread` says why.
    queue: QueueState | None
    unread: WeerklankError | None
    allowed: tuple[Allowed, ...]
    disks: tuple[Disk, ...]
    versions: tuple[tuple[str, str], ...]


def operation(workplace: Workplace, platforms: Harvestable, address: str | None) -> Operation:
    """Look how the work goes; `address` is the PostgreSQL of many machines, where there is one."""
    queue, unread = _queue(address)
    return Operation(
        schedule=is_scheduled(workplace),
        workers=workers_at_work(workplace),
        work=_work(workplace, platforms),
        queue=queue,
        unread=unread,
        allowed=tuple(_allowed(workplace)),
        disks=tuple(_disks(workplace)),
        versions=(("Python", platform.python_version()), *_versions()),
    )


def _queue(address: str | None) -> tuple[QueueState | None, WeerklankError | None]:
    if address is None:
        return None, None
    try:
        if not has_library():
            raise WrongUse(NO_LIBRARY)
        return queue_state(address), None
    except WeerklankError as error:
        return None, error


def _work(workplace: Workplace, platforms: Harvestable) -> Work:
    stands, now = whats_due(workplace, platforms), workplace.clock.now()
    waits = [now - one.at for one in stands if one.is_due and one.at is not None]
    return Work(
        due=sum(one.is_due for one in stands),
        running=sum(one.why is WhyNot.RUNNING for one in stands),
        failing=sum(one.is_failing for one in stands),
        lag=max(waits, default=None),
    )


def _allowed(workplace: Workplace) -> Iterator[Allowed]:
    of: dict[Platform, list[Account]] = {}
    for account in workplace.register().accounts.values():
        of.setdefault(account.platform, []).append(account)
    shared = workplace.keys.folder / "state" / "budgets"
    for one, accounts in sorted(of.items()):
        # Of each server, for who shows no token, and for who shows that of an account.
        found = [
            known_budget(shared, url) for url in {server_of(a): a.url for a in accounts}.values()
        ]
        found += [known_budget(shared, account.url, account.id) for account in accounts]
        known = [left for left in found if left is not None]
        ends = [left.until for left in known if left.questions == 0]
        yield Allowed(
            platform=one,
            accounts=len(accounts),
            known=len(known),
            used_up=len(ends),
            fewest=min((left.questions for left in known), default=None),
            until=max(ends, default=None),
        )


def _disks(workplace: Workplace) -> Iterator[Disk]:
    for name, what, folder in (
        ("archive", _ARCHIVE, workplace.layout.root),
        ("keys", _KEYS, workplace.keys.folder),
        ("temporary", _TEMPORARY, Path(tempfile.gettempdir())),
    ):
        room = shutil.disk_usage(folder)
        yield Disk(name, what, room.free, room.total)


def _versions() -> Iterator[tuple[str, str]]:
    for name in _LIBRARIES:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            continue  # an extra that was not asked for
