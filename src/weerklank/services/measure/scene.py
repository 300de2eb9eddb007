"""Scene: what is measured, all that is asked for it read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from weerklank.integrity.verify.findings import Finding
from weerklank.jobs.audit import Look as AuditLook
from weerklank.model.account import Account
from weerklank.model.beside import LETTERS, bits_of
from weerklank.model.completeness import KeptMeasurement
from weerklank.model.deletion import Deletion
from weerklank.model.file_format import NormTable
from weerklank.model.rights import Rights
from weerklank.model.run import Technique
from weerklank.model.text import Text
from weerklank.package.names import RECORDS
from weerklank.services.appraise.appraise_items import Appraiser
from weerklank.services.measure.differences import Differences
from weerklank.services.measure.held_account import HeldAccount, within
from weerklank.services.measure.message import Message
from weerklank.services.oversee.technique_limits import TechniqueLimits
from weerklank.services.oversee.technique_looks import Look
from weerklank.services.runs.not_harvested import is_by_hand
from weerklank.services.runs.read_drift import FoundDrift
from weerklank.services.runs.read_runs import PastRun


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One account in a period, with all that its checks look at."""

    account: Account
    first: date | None
    last: date | None
    #: Why nothing is to be harvested of it any more, or ever; None where something is.
    why_not_harvested: Text | None
    #: Now, and the day that it is here.
    now: datetime
    today: date
    #: Permanent ids that each piece of evidence names at most.
    most: int
    held: HeldAccount
    #: What is preferred of formats.
    table: NormTable
    #: Its runs, newest first.
    runs: tuple[PastRun, ...]
    looks: Mapping[Technique, Look]
    #: Hours between two harvests, as agreed.
    interval: int
    drift: tuple[FoundDrift, ...]
    #: What is known of the end of a message, by its key.
    gone: Mapping[str, Deletion]
    differences: Differences
    #: What its platform can never give.
    limits: TechniqueLimits
    #: Generation that the catalogue has of each package.
    catalogued: Mapping[str, int]
    #: Newest generation that the log names of each package of the account, by name; and the
    #: packages that it named already before anything was read.
    logged: Mapping[str, int]
    due: frozenset[str]
    #: When each of these was last checked, by package and generation.
    checked: Mapping[str, AuditLook | None]
    #: What a check of every byte found; None when it was not asked for.
    deep: tuple[Finding, ...] | None
    #: The newest kept measurement for which every byte was read.
    by_bytes: KeptMeasurement | None
    #: Tells what a selection list says of an item.
    appraiser: Appraiser
    #: What was recorded of copyright and portraits.
    rights: Rights

    @cached_property
    def gone_packages(self) -> list[str]:
        """Name the packages that the log had all the while, and the disk has not."""
        there = {one.name for one in self.held.packages}
        return sorted((self.due & self.logged.keys()) - there)

    @property
    def lost_records(self) -> bool:
        """Tell whether records that came in can't be read here any more."""
        is_cut = any(RECORDS in one.lost for one in self.held.packages)
        return is_cut or bool(self.gone_packages)

    @cached_property
    def said(self) -> list[Message]:
        """Give all messages of the period, of the account and of others."""
        return within(self.held.messages.values(), self.first, self.last)

    @cached_property
    def own(self) -> list[Message]:
        """Give what the organisation wrote in the period."""
        return [one for one in self.said if one.is_own]

    @cached_property
    def used(self) -> tuple[Technique, ...]:
        """Give the techniques by which a run of the whole account ended, or that saw anything."""
        seen = 0
        for one in self.held.messages.values():
            seen |= one.seen
        return tuple(one for one in LETTERS if self.looks[one].runs or seen & bits_of([one]))

    @property
    def is_by_hand(self) -> bool:
        """Tell whether it is handed in post by post, and never was harvested as a whole."""
        return is_by_hand(self.account, self.today)

    @property
    def is_whole(self) -> bool:
        """Tell whether no message of the account lies outside the period."""
        return len(self.said) == len(self.held.messages)
