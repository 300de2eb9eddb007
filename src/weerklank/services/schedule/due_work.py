"""What is to be done in an archive now, as pieces that whoever is free may take.

It is what the schedule does one after another, told so that several may share it. Nothing of it
is kept: it follows from register and journal, each time anew.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from weerklank.harvest.port import Connector
from weerklank.model.ids import AccountId
from weerklank.services.harvest.portability_jobs import standing_jobs
from weerklank.services.schedule.ask_pages import asked_pages
from weerklank.services.schedule.run_scan import is_scan_asked
from weerklank.services.schedule.whats_due import platforms_of, whats_due
from weerklank.services.workplace import Workplace


class Part(StrEnum):
    """What is done with an account or an archive."""

    HARVEST = "harvest"
    ARCHIVE = "archive"
    PAGES = "pages"
    SCAN = "scan"
    CARE = "care"


#: What is done with the whole archive; the rest is done with an account.
_OF_ARCHIVE = frozenset({Part.SCAN, Part.CARE})
_NUMBER = re.compile(r"a[0-9]{4,9}")
_LONGEST = 16


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of work."""

    part: Part
    #: None for what is done with the whole archive.
    account: AccountId | None = None

    def __str__(self) -> str:
        return self.part.value if self.account is None else f"{self.part.value}:{self.account}"


def work_named(name: str) -> Work:
    """Give the work that a name means, as `str` of it gave; ValueError for another.

    A name that stands in a queue is of whoever can write there: no more than this is read in it.
    """
    told, _, account = name.partition(":")
    part, is_whole = Part(told[:_LONGEST]), told in _OF_ARCHIVE
    if is_whole != (name == told) or not (is_whole or _NUMBER.fullmatch(account)):
        raise ValueError(told[:_LONGEST])
    return Work(part, None if is_whole else AccountId(account))


def due_work(workplace: Workplace, connectors: list[Connector], *, browses: bool) -> list[Work]:
    """Give what is due now, in the order of going; pages only where there is a browser."""
    return list(_due(workplace, connectors, browses=browses))


def _due(workplace: Workplace, connectors: list[Connector], *, browses: bool) -> Iterator[Work]:
    if is_scan_asked(workplace):
        yield Work(Part.SCAN)
    for one in whats_due(workplace, platforms_of(connectors)):
        if one.is_due:
            yield Work(Part.HARVEST, one.account)
    now = workplace.clock.now()
    for job in standing_jobs(workplace, connectors):
        if job.is_due(now):
            yield Work(Part.ARCHIVE, job.account)
    if browses:
        asked = [(one.asked, account) for account, one in asked_pages(workplace).items()]
        for _, account in sorted((at, account) for at, account in asked if at):
            yield Work(Part.PAGES, account)
