"""Last harvest: before an account is closed, all of it must have come in once more (A7).

All of it by a run that read the whole, and what was posted after that by a look just before the
end (ADR 0171).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from weerklank.jobs.past import moment_of
from weerklank.model.account import Account, AccountStatus
from weerklank.model.clock import civil_day, is_ahead
from weerklank.model.errors import Refused, fault
from weerklank.model.event import Book, Event
from weerklank.model.ids import AccountId
from weerklank.model.notice import Notice
from weerklank.model.platform import TITLES, Platform
from weerklank.model.run import SHOWN_NOW
from weerklank.model.text import Text
from weerklank.services.workplace import Workplace

NO_LAST_HARVEST = fault(
    "REGISTER-037",
    Text(
        nl="Account {account} kan nog niet worden opgeheven: er is sinds {since} geen complete "
        "oogst van het hele account (de laatste: {last}).",
        en="Account {account} can't be closed yet: since {since} there is no complete harvest of "
        "the whole account (the last one: {last}).",
    ),
    Text(
        nl="Oogst het eerst nog één keer helemaal ('weerklank harvest {account} --since "
        "2000-01-01'), of neem een nieuwe export op ('weerklank import'). Kan dat niet meer, dan "
        "legt een beheerder van het accountoverzicht vast waarom: 'weerklank account close "
        "{account} --without-harvest REDEN'.",
        en="First harvest all of it once more ('weerklank harvest {account} --since "
        "2000-01-01'), or take in a new export ('weerklank import'). If that can't be done any "
        "more, a register owner records why: 'weerklank account close {account} "
        "--without-harvest REASON'.",
    ),
)
NOT_ALL_HARVESTED = fault(
    "REGISTER-080",
    Text(
        nl="{platform} kan nog niet als beëindigd worden vastgelegd: van {accounts} is er geen "
        "complete oogst van het hele account, hooguit {days} dagen ouder dan {day}, met daarna "
        "nog een complete oogst, hooguit {late} dagen ouder.",
        en="{platform} can't be recorded as ended yet: of {accounts} there is no complete harvest "
        "of the whole account, at most {days} days older than {day}, with a complete harvest "
        "after it, at most {late} days older.",
    ),
    Text(
        nl="Oogst elk eerst nog één keer helemaal ('weerklank harvest A --since 2000-01-01'), of "
        "neem een nieuwe export op ('weerklank import'). Kan dat niet meer, leg dan vast waarom, "
        "met --without-harvest REDEN.",
        en="First harvest all of each once more ('weerklank harvest A --since 2000-01-01'), or "
        "take in a new export ('weerklank import'). If that can't be done any more, record why, "
        "with --without-harvest REASON.",
    ),
)
NOT_LOOKED_LATELY = fault(
    "REGISTER-152",
    Text(
        nl="Account {account} kan nog niet worden opgeheven: wat er na {last} is geplaatst, is "
        "niet geoogst, en tussen de laatste complete oogst en {day} mogen hooguit {days} dagen "
        "liggen.",
        en="Account {account} can't be closed yet: what was posted after {last} was not "
        "harvested, and there may be no more than {days} days between the last complete harvest "
        "and {day}.",
    ),
    Text(
        nl="Oogst het nog één keer ('weerklank harvest {account}'), of neem een nieuwe export op "
        "('weerklank import'). Kan dat niet meer, dan legt een beheerder van het accountoverzicht "
        "vast waarom: 'weerklank account close {account} --without-harvest REDEN'.",
        en="Harvest it once more ('weerklank harvest {account}'), or take in a new export "
        "('weerklank import'). If that can't be done any more, a register owner records why: "
        "'weerklank account close {account} --without-harvest REASON'.",
    ),
)
NEVER = Text("geen", "none")
NOT_HARVESTED_SINCE = Text(
    "De laatste complete oogst van {account} was op {day}: wat er daarna is geplaatst, is niet "
    "opgenomen.",
    "The last complete harvest of {account} was on {day}: what was posted after that was not "
    "taken in.",
)

#: How long before the closing the whole may have been read: posts of before that may have changed.
_LAST_DAYS = timedelta(days=31)
#: How long before it the last look may be: platforms take days to make an export.
_LATEST_DAYS = timedelta(days=7)
#: What a run says at its start when it is none of the whole account.
_IN_PART = ("posts", "other_name", "numbers_alone")


@dataclass(frozen=True, slots=True)
class LastHarvests:
    """The last days of an account of which came in what was to come in; None where never."""

    #: Of a complete run that read the whole.
    whole: date | None = None
    #: Of a complete run that read at least what was posted since the run before it.
    look: date | None = None


def last_harvests(workplace: Workplace) -> dict[AccountId, LastHarvests]:
    """Give for each account the last days of which it came in by a complete run.

    A run on posts that were named one by one is none of the whole, however complete; nor is one
    on an export that bears another name than the account had or that tells numbers of posts
    alone. One that did not read the list of posts to its end is a look, and no whole: what a whole
    one missed before is not made good by that. None is one that a clock noted which ran ahead:
    nobody knows when it was.
    """
    now = workplace.clock.now()
    began: dict[str, date] = {}
    ended: list[Event] = []
    for event in workplace.events.read_genuine(Book.JOURNAL):
        told = event.data
        if event.kind == "run.started" and not any(map(told.get, _IN_PART)):
            moment = moment_of(event)
            if not is_ahead(moment, now):
                began[event.subject] = civil_day(moment)
        if event.kind == "run.finished" and told.get("complete"):
            ended.append(event)
    found: dict[AccountId, LastHarvests] = {}
    for event in ended:
        account = AccountId(str(event.data.get("account")))
        day = _shown(event, began[event.subject]) if event.subject in began else None
        if day is not None:
            is_whole = not event.data.get("read_since")
            found[account] = _with(found.get(account, LastHarvests()), day, is_whole=is_whole)
    return found


def _with(last: LastHarvests, day: date, *, is_whole: bool) -> LastHarvests:
    look = max(day, last.look or day)
    return LastHarvests(max(day, last.whole or day) if is_whole else last.whole, look)


def _shown(event: Event, began: date) -> date | None:
    """Give the day of which a run shows the account: an export that on which it was made.

    Its newest post where the file tells no day; None where nothing tells it.
    """
    if event.data.get("technique") in SHOWN_NOW:
        return began
    told = event.data.get("exported") or event.data.get("newest")
    return date.fromisoformat(told) if isinstance(told, str) else None


def without_last_harvest(
    workplace: Workplace, accounts: Iterable[Account], closing: date
) -> list[AccountId]:
    """Give the accounts of which not all came in shortly before a day, or after it."""
    last = last_harvests(workplace)
    asked = {account.id: _asked(account, closing) for account in accounts}
    return [
        one
        for one, demand in asked.items()
        if demand and not demand.is_met(last.get(one, LastHarvests()))
    ]


def require_last_harvest(
    workplace: Workplace, account: Account, closing: date
) -> tuple[Notice, ...]:
    """Refuse to close an account on a day unless all of it came in shortly before, or after.

    Gives what to mind where some days lie between.

    Of an account that was unused, a harvest since then will do. Scenario C is never harvested as
    a whole (whitepaper 4.1.3), so nothing is asked of what never was anything else, and of what
    became it as much as if it had been closed on the last day before.
    """
    demand = _asked(account, closing)
    if demand is None:
        return ()
    last = last_harvests(workplace).get(account.id, LastHarvests())
    if last.whole is None or last.whole < demand.whole:
        told = NEVER if last.whole is None else last.whole.isoformat()
        since = demand.whole.isoformat()
        raise Refused(NO_LAST_HARVEST, account=account.id, since=since, last=told)
    if last.look is not None and last.look < demand.look:
        raise Refused(
            NOT_LOOKED_LATELY,
            account=account.id,
            last=last.look.isoformat(),
            days=_LATEST_DAYS.days,
            day=demand.until.isoformat(),
        )
    return _days_between(account, last.look, demand.until)


def _days_between(account: Account, look: date | None, until: date) -> tuple[Notice, ...]:
    """Say after which day nothing came in; an export may bear the day of another time zone."""
    is_used = account.status is not AccountStatus.UNUSED
    if look is None or not is_used or until - look <= timedelta(days=1):
        return ()
    values = {"account": account.id, "day": look.isoformat()}
    return (Notice("after-last-harvest", NOT_HARVESTED_SINCE, values),)


def require_last_harvests(
    workplace: Workplace, platform: Platform, accounts: Iterable[Account], closing: date
) -> None:
    """Refuse to end a platform on a day unless all of each account on it came in as above."""
    lacking = without_last_harvest(workplace, accounts, closing)
    if lacking:
        raise Refused(
            NOT_ALL_HARVESTED,
            platform=TITLES[platform],
            accounts=", ".join(lacking),
            days=_LAST_DAYS.days,
            late=_LATEST_DAYS.days,
            day=closing.isoformat(),
        )


@dataclass(frozen=True, slots=True)
class _Demand:
    """From which days on a closing asks for harvests, and the last day that counts."""

    until: date
    whole: date
    look: date

    def is_met(self, last: LastHarvests) -> bool:
        is_whole = last.whole is not None and last.whole >= self.whole
        return is_whole and last.look is not None and last.look >= self.look


def _asked(account: Account, closing: date) -> _Demand | None:
    last = account.last_day_harvested(closing)
    if last is None:
        return None
    whole, look = _before(last, _LAST_DAYS), _before(last, _LATEST_DAYS)
    if account.status is AccountStatus.UNUSED and account.status_since:
        whole, look = min(whole, account.status_since), min(look, account.status_since)
    return _Demand(last, whole, look)


def _before(day: date, time: timedelta) -> date:
    return day - time if day - date.min >= time else date.min
