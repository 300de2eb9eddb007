"""Hand-in: posts of a hybrid or personal account that its maker gives to the archive.

Such an account is never archived as a whole (scenario C, whitepaper 4.1.3): 'de
verantwoordelijkheid voor het veiligstellen van deze inhoud ligt bij de maker van de informatie',
and it is done 'achteraf en periodiek'. Requirement A5.
"""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import MAXYEAR, date, datetime, timedelta
from enum import StrEnum

from weerklank.model.account import Account, AccountKind, AccountStatus, Scenario
from weerklank.model.clock import civil_day
from weerklank.model.ids import AccountId
from weerklank.model.text import Text

#: Calendar months within which the maker hands in or says 'nothing', where no term was set.
USUAL_TERM = 3

_PERIOD = re.compile(r"(?P<year>[0-9]{4})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")
_YEAR, _QUARTER = 12, 3


class HandInState(StrEnum):
    """Where a hand-in stands."""

    #: Named and not judged yet: nothing of it is in the archive.
    PROPOSED = "proposed"
    #: Judged government information, for a process, by someone with a name: it is in.
    CONFIRMED = "confirmed"
    #: The maker says that there was nothing to hand in.
    NOTHING = "nothing"
    #: Taken back as a mistake.
    UNDONE = "undone"


#: How people say it.
WORDS: dict[HandInState, Text] = {
    HandInState.PROPOSED: Text("wacht op bevestiging", "waits for confirmation"),
    HandInState.CONFIRMED: Text("bevestigd", "confirmed"),
    HandInState.NOTHING: Text("niets aan te leveren", "nothing to hand in"),
    HandInState.UNDONE: Text("teruggenomen", "taken back"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A calendar month, quarter or year, first and last day included."""

    name: str
    first: date
    last: date


def period_of(text: str) -> Period:
    """Read `2026-10`, `2026-Q4` or `2026`; ValueError for anything else."""
    name = text.strip().upper()
    match = _PERIOD.fullmatch(name)
    if match is None:
        raise ValueError(text)
    year, quarter, month = int(match["year"]), match["quarter"], match["month"]
    start, months = 1, _YEAR
    if quarter:
        start, months = _QUARTER * (int(quarter) - 1) + 1, _QUARTER
    elif month:
        start, months = int(month), 1
    first = date(year, start, 1)
    return Period(name=name, first=first, last=add_months(first, months) - timedelta(days=1))


def add_months(day: date, months: int) -> date:
    """Give the same day some calendar months later, or the last one of a shorter month.

    At most the last day of the calendar: a platform may date a post in the year 9999.
    """
    years, month = divmod(day.month - 1 + months, _YEAR)
    year = day.year + years
    if year > MAXYEAR:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True, kw_only=True)
class HandIn:
    """A hand-in as its events tell it."""

    id: str
    account: AccountId
    state: HandInState
    #: When it came to that state.
    at: datetime
    #: Keys of the posts: opaque, so that a mistake that was taken back says nothing.
    posts: tuple[str, ...] = ()
    #: By key, a keyed digest of what each post said when it was proposed.
    said: dict[str, str] = field(default_factory=dict)
    #: Work process that the posts serve.
    process: str | None = None
    #: Of which nothing was to be handed in.
    period: Period | None = None
    #: The run that took the posts in.
    run: str | None = None
    #: Name of who brought it to each state.
    by: dict[str, str]
    #: System user of who brought it to each state.
    system_users: dict[str, str]

    @property
    def speaks_until(self) -> date | None:
        """Give the day up to which the maker has spoken by it; None when it says nothing.

        Of a period that is not over, 'nothing' tells only the days until it was said.
        """
        day = civil_day(self.at)
        if self.state is HandInState.CONFIRMED:
            return day
        if self.state is HandInState.NOTHING and self.period:
            return min(self.period.last, day)
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """What the maker of an account is to be reminded of."""

    #: Calendar months.
    term: int
    #: Last day of which the maker has spoken; None when that never happened.
    last: date | None
    #: Last day to hand in or say 'nothing'; None for an account that is closed.
    due: date | None
    overdue: bool
    #: Two terms went by without a word: a finding.
    missed: bool
    #: Hand-ins that wait for confirmation.
    waiting: tuple[str, ...] = ()


def reminder_of(account: Account, hand_ins: Iterable[HandIn], today: date) -> Reminder | None:
    """Tell when the next hand-in of an account is due; None when it falls not under scenario C.

    A term begins on the day of which the maker spoke last, the first on the day on which the
    account came under the duty: registered, and hybrid or personal.
    """
    if account.scenario_on(today) is not Scenario.C:
        return None
    ours = [hand_in for hand_in in hand_ins if hand_in.account == account.id]
    days = [day for day in (hand_in.speaks_until for hand_in in ours) if day]
    last = max(days, default=None)
    term = account.handin_term or USUAL_TERM
    begin = max(_under_duty_since(account, today), last or date.min)
    closed = account.status is AccountStatus.CLOSED
    due = add_months(begin, term)
    return Reminder(
        term=term,
        last=last,
        due=None if closed else due,
        overdue=not closed and today > due,
        missed=not closed and today > add_months(begin, 2 * term),
        waiting=tuple(h.id for h in ours if h.state is HandInState.PROPOSED),
    )


def _under_duty_since(account: Account, today: date) -> date:
    since = account.registered
    was_corporate = False
    for kind in account.kinds:
        if kind.start <= today:
            if was_corporate and kind.value is not AccountKind.CORPORATE:
                since = max(account.registered, kind.start)
            was_corporate = kind.value is AccountKind.CORPORATE
    return since
