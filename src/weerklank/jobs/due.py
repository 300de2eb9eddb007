"""What is due now by the API and why, and what is not and why not: a pure function.

Nobody keeps a queue. A run that died is due again because the journal has a beginning of it and no
end; a button is an event in the journal; everything else follows from the last look. For now what
is asked of an account is whether anything in it is due, by its interval: `last_look` is the one
place to ask more, such as which posts are to be read again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from weerklank.jobs.interval import Intervals
from weerklank.jobs.past import Past
from weerklank.model.account import Account, AccountStatus, Scenario
from weerklank.model.ids import AccountId
from weerklank.model.platform import Platform
from weerklank.model.run import Technique
from weerklank.model.text import Text

#: Time after which a harvest that failed is tried again; doubled each time, to its interval at
#: most.
FIRST_BACK_OFF = timedelta(minutes=10)
_MOST_DOUBLED = 20
#: Names that lead nowhere, for examples and tests (RFC 2606, RFC 6761).
_NOWHERE = ("example", "invalid", "test", "example.com", "example.net", "example.org")


class Why(StrEnum):
    """Why an account is due by the API, whatever came in otherwise; in this order they go."""

    ASKED = "asked"
    BROKEN_OFF = "broken-off"
    NEVER = "never"
    FAILED = "failed"
    INTERVAL = "interval"


class WhyNot(StrEnum):
    """Why an account is not due; in this order they are told."""

    RUNNING = "running"
    LATER = "later"
    NO_CHOICE = "no-choice"
    NO_API = "no-api"
    NO_DECISION = "no-decision"
    NOT_CONNECTED = "not-connected"
    NO_SERVER = "no-server"
    SINGLE_POSTS = "single-posts"
    CLOSED = "closed"


#: What stays so until somebody changes something.
STANDING = frozenset(
    {
        WhyNot.CLOSED,
        WhyNot.SINGLE_POSTS,
        WhyNot.NO_API,
        WhyNot.NO_DECISION,
        WhyNot.NOT_CONNECTED,
        WhyNot.NO_SERVER,
        WhyNot.NO_CHOICE,
    }
)
WORDS: dict[str, Text] = {
    Why.ASKED: Text("er is om gevraagd", "it was asked for"),
    Why.BROKEN_OFF: Text(
        "de vorige run via de API is afgebroken", "the run before by the API broke off"
    ),
    Why.NEVER: Text("nog nooit via de API geoogst", "never harvested by the API"),
    Why.FAILED: Text(
        "via de API mislukt, wordt opnieuw geprobeerd", "failed by the API, is tried again"
    ),
    Why.INTERVAL: Text("de tussentijd is om", "the interval has passed"),
    WhyNot.CLOSED: Text("het account is opgeheven", "the account is closed"),
    WhyNot.SINGLE_POSTS: Text(
        "scenario C: alleen losse berichten, nooit als geheel",
        "scenario C: single posts only, never as a whole",
    ),
    WhyNot.NO_API: Text(
        "Weerklank kan dit platform niet via de API oogsten; lees exports in",
        "Weerklank can't harvest this platform by its API; take in exports",
    ),
    WhyNot.NO_DECISION: Text(
        "er geldt geen besluit dat toestaat dit platform via de API te lezen; lees exports in",
        "no decision that permits to read this platform by its API is in force; take in exports",
    ),
    WhyNot.NOT_CONNECTED: Text(
        "niet gekoppeld; dit platform laat zonder toestemming niets lezen",
        "not connected; this platform lets nothing be read without a permission",
    ),
    WhyNot.NO_SERVER: Text(
        "het adres is een voorbeeld: zo'n server bestaat niet",
        "the address is an example: there is no such server",
    ),
    WhyNot.NO_CHOICE: Text(
        "de keuze voor verzegelde originelen moet nog worden gemaakt",
        "the choice on sealed originals is still to be made",
    ),
    WhyNot.RUNNING: Text("er loopt een run", "a run goes on"),
    WhyNot.LATER: Text("nog niet aan de beurt", "not due yet"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one account stands: due, or not and why not."""

    account: AccountId
    technique: Technique
    why: Why | WhyNot
    #: Since when it is due, or when it will be; None when no moment says so.
    at: datetime | None = None
    past: Past = field(default_factory=Past)

    @property
    def is_due(self) -> bool:
        """Tell whether it is to be harvested now."""
        return isinstance(self.why, Why)

    @property
    def may_be_asked(self) -> bool:
        """Tell whether somebody may ask for a harvest: nothing that stays so forbids it."""
        return self.why not in STANDING

    @property
    def is_failing(self) -> bool:
        """Tell whether the last harvest by the API failed or broke off, and none made it good."""
        is_broken = self.past.is_open and self.why is not WhyNot.RUNNING
        return self.may_be_asked and (self.past.failure is not None or is_broken)

    @property
    def words(self) -> Text:
        """Say why."""
        return WORDS[self.why]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of an archive when it is asked what is due."""

    now: datetime
    #: The day in Europe/Amsterdam.
    today: date
    pasts: Mapping[AccountId, Past]
    intervals: Intervals
    #: Platforms of which an account can be harvested by the API.
    platforms: frozenset[Platform]
    #: Those of them that need a decision for it, and have none that is in force today.
    undecided: frozenset[Platform] = frozenset()
    #: Accounts without a permission, of platforms that let nothing be read without one.
    unconnected: frozenset[AccountId] = frozenset()
    #: Whether there is a choice on sealed originals.
    is_chosen: bool
    #: Accounts on which a run is at work.
    running: frozenset[AccountId] = frozenset()


def standings(accounts: Iterable[Account], known: Known) -> list[Standing]:
    """Say of every account how it stands: first what is due, in the order in which it goes."""
    found = [_standing(account, known) for account in accounts]
    order = {why: rank for rank, why in enumerate((*Why, *WhyNot))}
    last = known.now + timedelta(days=36_500)
    return sorted(found, key=lambda one: (order[one.why], one.at or last, one.account))


def back_off(failures: int, interval: timedelta) -> timedelta:
    """Give how long to wait after so many failures in a row: doubled, at most the interval."""
    times: int = 2 ** min(max(failures - 1, 0), _MOST_DOUBLED)
    doubled = FIRST_BACK_OFF * times
    return min(doubled, max(interval, FIRST_BACK_OFF))


def last_look(past: Past) -> datetime | None:
    """Give from when the interval counts: the beginning of the last look, or a stop after it."""
    moments = [moment for moment in (past.looked, past.stopped) if moment is not None]
    return max(moments, default=None)


def _standing(account: Account, known: Known) -> Standing:
    past = known.pasts.get(account.id, Past())
    never = _never(account, known)
    why: Why | WhyNot
    if never is not None:
        why, at = never, None
    elif account.id in known.running:
        why, at = WhyNot.RUNNING, past.started
    elif past.asked is not None:
        why, at = Why.ASKED, past.asked
    else:
        waiting, at = _next(past, known.intervals.of(account.id))
        why = waiting if at is None or at <= known.now else WhyNot.LATER
    return Standing(account=account.id, technique=Technique.API, why=why, at=at, past=past)


def _never(account: Account, known: Known) -> WhyNot | None:
    """Say what forbids to harvest an account, as long as nobody changes that."""
    scenarios = account.scenarios_until(known.today)
    if account.status is AccountStatus.CLOSED:
        return WhyNot.CLOSED
    if scenarios == {Scenario.C}:
        return WhyNot.SINGLE_POSTS
    if account.platform not in known.platforms:
        return WhyNot.NO_API
    if account.platform in known.undecided:
        return WhyNot.NO_DECISION
    if account.id in known.unconnected:
        return WhyNot.NOT_CONNECTED
    if leads_nowhere(account.url):
        return WhyNot.NO_SERVER
    if not known.is_chosen and scenarios != {Scenario.A}:
        return WhyNot.NO_CHOICE
    return None


def _next(past: Past, interval: timedelta) -> tuple[Why, datetime | None]:
    """Give what an account will be due for, and from when on; None for at once."""
    if past.is_open and past.started is not None:
        # What broke off is due again at once; what does so again and again waits like a failure.
        wait = back_off(past.broken, interval) if past.broken else timedelta()
        return Why.BROKEN_OFF, past.started + wait
    if past.failure is not None:
        return Why.FAILED, past.failure.at + back_off(past.failures, interval)
    looked = last_look(past)
    if looked is None:
        return Why.NEVER, None
    return Why.INTERVAL, looked + interval


def leads_nowhere(url: str) -> bool:
    """Tell of an address whether it is an example, at which nobody answers."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    return any(host == name or host.endswith(f".{name}") for name in _NOWHERE)
