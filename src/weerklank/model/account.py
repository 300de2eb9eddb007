"""An account of the organisation, and the scenario that follows from what is known of it.

Sources: whitepaper 2.2, 2.3 and 4.1; module 3, 'Maak en beheer een overzicht van accounts'.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from weerklank.model.ids import AccountId
from weerklank.model.platform import REPLIES_ALWAYS_OPEN, Platform

#: No fact of an account, and nothing decided of its platform, is older: such a year is a slip.
OLDEST_DAY = date(1900, 1, 1)


class AccountKind(StrEnum):
    """Whose account it is (whitepaper 2.2, after the report of the Voorlichtingsraad, 2021)."""

    CORPORATE = "corporate"
    HYBRID = "hybrid"
    PERSONAL = "personal"


class NamedAfter(StrEnum):
    """After what an account is named (module 3, 'Werk met corporate accounts')."""

    ORGANISATION = "organisation"
    OFFICE = "office"
    PROJECT = "project"


class AccountStatus(StrEnum):
    """Whether an account is in use; what is unused or closed stays in the register."""

    ACTIVE = "active"
    UNUSED = "unused"
    CLOSED = "closed"


class Openness(StrEnum):
    """Who can see the profile (whitepaper 2.3)."""

    PUBLIC = "public"
    SHIELDED = "shielded"


class Intention(StrEnum):
    """What the organisation means to do with the account."""

    INFORMING = "informing"
    DIALOGUE = "dialogue"


class Replies(StrEnum):
    """Whether others can reply, as far as is known."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Group(StrEnum):
    """The group that a manager of an account works in (whitepaper 1.3)."""

    COMMUNICATION = "communicatie"
    WEBCARE = "webcare"
    CUSTOMER_CONTACT = "klantcontact"
    MONITORING = "monitoring"
    TOP = "ambtelijke-top"


class Scenario(StrEnum):
    """The three scenarios of whitepaper 4.1; derived, never typed in."""

    A = "A"
    B = "B"
    C = "C"


#: Work processes to start with (requirement A1); an organisation may use codes of its own.
PROCESSES: dict[str, str] = {
    "publiekscommunicatie": "publiekscommunicatie en woordvoering",
    "burgerbrieven": "burgerbrieven",
    "klantcontact": "klantcontact",
    "crisiscommunicatie": "crisiscommunicatie",
    "werving": "werving en selectie",
    "monitoring": "monitoring",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manager:
    """Someone who runs an account (beheerder)."""

    name: str
    group: Group | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """An office holder's time in the office that an account is named after."""

    name: str
    start: date
    end: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedProcess:
    """A work process that the account serves, from a date until a date."""

    code: str
    start: date
    end: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedKind:
    """Whose account it was, from a date on."""

    value: AccountKind
    start: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedReplies:
    """What was known, from a date on, of the possibility to reply."""

    value: Replies
    start: date


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerHandle:
    """A handle that the account had before, on the platform that it was on then."""

    platform: Platform
    handle: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedHandle:
    """A handle under which a run found the account; nobody judged yet whether it is its own."""

    handle: str
    run: str
    reported: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Everything that the register knows of one account now (requirements A1 and A4)."""

    id: AccountId
    platform: Platform
    handle: str
    url: str
    #: On the day of the last change; `kind_on` tells it of any day.
    kind: AccountKind
    registered: date
    #: In order of date.
    kinds: tuple[DatedKind, ...] = ()
    named_after: NamedAfter = NamedAfter.ORGANISATION
    #: The part of the organisation, office or project whose name it bears.
    unit: str | None = None
    status: AccountStatus = AccountStatus.ACTIVE
    status_since: date | None = None
    managers: tuple[Manager, ...] = ()
    openness: Openness = Openness.PUBLIC
    #: In order; the first that is in force is the default.
    processes: tuple[DatedProcess, ...] = ()
    intention: Intention | None = None
    intention_since: date | None = None
    #: In order of date.
    replies: tuple[DatedReplies, ...] = ()
    #: First day on which a reply by a third party was seen; None as long as none was.
    replies_received_since: date | None = None
    #: First day on which the organisation was seen to answer someone.
    answered_since: date | None = None
    #: For each period since replies were closed: the first day on which one of both was seen.
    two_way_seen: tuple[date, ...] = ()
    tenures: tuple[Tenure, ...] = ()
    #: Calendar months within which posts are handed in, where it is hybrid or personal; None
    #: means the usual term.
    handin_term: int | None = None
    #: Accounts that manage this one, where it is a shared profile such as a Page.
    managed_by: tuple[AccountId, ...] = ()
    #: In the order in which they became known; they are names of ours in later posts too.
    former_handles: tuple[FormerHandle, ...] = ()
    #: They wait for a keeper of the register.
    reported_handles: tuple[ReportedHandle, ...] = ()

    def kind_on(self, day: date) -> AccountKind:
        """Say whose account it was on a day; the first that is known holds for earlier days."""
        known = [fact.value for fact in self.kinds if fact.start <= day]
        if known:
            return known[-1]
        return self.kinds[0].value if self.kinds else self.kind

    def replies_on(self, day: date) -> Replies:
        """Say what was known on a day of the possibility to reply."""
        known = [fact.value for fact in self.replies if fact.start <= day]
        if known:
            return known[-1]
        return self.replies[0].value if self.replies else Replies.UNKNOWN

    def scenario_on(self, day: date) -> Scenario:
        """Derive the scenario of a day."""
        return scenario_of(
            kind=self.kind_on(day),
            platform=self.platform,
            replies=self.replies_on(day),
            two_way_seen=self._two_way_seen(day),
        )

    def scenarios_until(self, day: date) -> frozenset[Scenario]:
        """Give every scenario that held on a day up to this one, days before it was known too."""
        turns = [turn for turn in self.turning_days() if turn <= day]
        return frozenset(map(self.scenario_on, (date.min, *turns, day)))

    def last_day_harvested(self, until: date) -> date | None:
        """Give the last day, up to one, on which it was no scenario C; None where it always was.

        Days of C are handed in, and never harvested as a whole (whitepaper 4.1.3).
        """
        turns = sorted((turn for turn in self.turning_days() if turn <= until), reverse=True)
        before = (turn - timedelta(days=1) for turn in turns if turn > date.min)
        days = (day for day in (until, *before) if self.scenario_on(day) is not Scenario.C)
        return next(days, None)

    def process_on(self, day: date) -> str | None:
        """Give the work process that the account served on a day: the first in force."""
        for process in self.processes:
            if process.start <= day and (process.end is None or day <= process.end):
                return process.code
        return None

    def is_one_way_on(self, day: date) -> bool:
        """Tell whether communication was one-way on a day; scenario C knows both (4.1.3)."""
        closable = self.platform not in REPLIES_ALWAYS_OPEN
        closed = self.replies_on(day) is Replies.CLOSED
        return closable and closed and not self._two_way_seen(day)

    def telling_days(self, seen: Iterable[date]) -> tuple[date, ...]:
        """Give, of days on which replies or answers were seen, the first since each closing."""
        first: dict[date, date] = {}
        for day in sorted(seen):
            first.setdefault(self._closed_since(day), day)
        first.pop(date.min, None)  # before any closing; the two `*_since` facts tell that
        return tuple(sorted(first.values()))

    def turning_days(self) -> set[date]:
        """Give the days from which on something else may hold than on the day before."""
        stated = {kind.start for kind in self.kinds} | {fact.start for fact in self.replies}
        return stated | self.days_seen()

    def days_seen(self) -> set[date]:
        """Give the days that are kept of all on which a reply or an answer was seen."""
        since = {self.replies_received_since, self.answered_since}
        return {day for day in since if day} | set(self.two_way_seen)

    def _closed_since(self, day: date) -> date:
        return max(
            (f.start for f in self.replies if f.value is Replies.CLOSED and f.start <= day),
            default=date.min,
        )

    def _two_way_seen(self, day: date) -> bool:
        closed_since = self._closed_since(day)
        return any(closed_since <= seen <= day for seen in self.days_seen())


def scenario_of(
    *, kind: AccountKind, platform: Platform, replies: Replies, two_way_seen: bool
) -> Scenario:
    """Derive scenario A, B or C.

    Hybrid and personal accounts are C (whitepaper 4.1.3). A corporate account is A (4.1.1) only
    when replies are known to be off: 'wanneer de mogelijkheid tot reageren niet wordt of kan
    worden uitgeschakeld' it is B (4.1.2). So unknown counts as on, a platform that can't switch
    replies off is never A, and what was seen to happen weighs more than what was intended
    (foreword of the Chief Privacy Officers).
    """
    if kind is not AccountKind.CORPORATE:
        return Scenario.C
    one_way = replies is Replies.CLOSED and platform not in REPLIES_ALWAYS_OPEN
    return Scenario.A if one_way and not two_way_seen else Scenario.B
