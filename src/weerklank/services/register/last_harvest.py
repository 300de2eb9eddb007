"""Last harvest: before an account is closed, all of it must have come in once more (A7)."""

from collections.abc import Iterable
from datetime import date, timedelta

from weerklank.jobs.past import moment_of
from weerklank.model.account import Account, AccountStatus
from weerklank.model.clock import civil_day, is_ahead
from weerklank.model.errors import Refused, fault
from weerklank.model.event import Book, Event
from weerklank.model.ids import AccountId
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
        "complete oogst van het hele account, hooguit {days} dagen ouder dan {day}.",
        en="{platform} can't be recorded as ended yet: of {accounts} there is no complete harvest "
        "of the whole account, at most {days} days older than {day}.",
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
NEVER = Text("geen", "none")

#: What was harvested longer before the closing says too little of the account's last days.
_LAST_DAYS = timedelta(days=31)
#: What a run says at its start when it is none of the whole account.
_IN_PART = ("posts", "other_name", "numbers_alone")


def last_full_harvests(workplace: Workplace) -> dict[AccountId, date]:
    """Give for each account the last day of which all of it came in by a complete run.

    A run on posts that were named one by one is none of the whole, however complete; nor is one
    on an export that bears another name than the account had or that tells numbers of posts
    alone, nor one that did not read the list
    of posts to its end: what a whole one missed before is not made good by that. Nor is one that a
    clock noted which ran ahead: nobody knows when it was.
    """
    now = workplace.clock.now()
    began: dict[str, date] = {}
    whole: list[Event] = []
    for event in workplace.events.read_genuine(Book.JOURNAL):
        told = event.data
        if event.kind == "run.started" and not any(map(told.get, _IN_PART)):
            moment = moment_of(event)
            if not is_ahead(moment, now):
                began[event.subject] = civil_day(moment)
        if event.kind == "run.finished" and told.get("complete") and not told.get("read_since"):
            whole.append(event)
    found: dict[AccountId, date] = {}
    for event in whole:
        account = AccountId(str(event.data.get("account")))
        day = _shown(event, began[event.subject]) if event.subject in began else None
        if day is not None:
            found[account] = max(day, found.get(account, day))
    return found


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
    last = last_full_harvests(workplace)
    asked = {account.id: _asked_since(account, closing) for account in accounts}
    return [one for one, since in asked.items() if since and last.get(one, date.min) < since]


def require_last_harvest(workplace: Workplace, account: Account, closing: date) -> None:
    """Refuse to close an account on a day unless all of it came in shortly before, or after.

    Of an account that was unused, a harvest since then will do. Scenario C is never harvested as
    a whole (whitepaper 4.1.3), so nothing is asked of what never was anything else, and of what
    became it as much as if it had been closed on the last day before.
    """
    since = _asked_since(account, closing)
    if since is None:
        return
    last = last_full_harvests(workplace).get(account.id)
    if last is None or last < since:
        told = NEVER if last is None else last.isoformat()
        raise Refused(NO_LAST_HARVEST, account=account.id, since=since.isoformat(), last=told)


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
            day=closing.isoformat(),
        )


def _asked_since(account: Account, closing: date) -> date | None:
    last = account.last_day_harvested(closing)
    if last is None:
        return None
    since = last - _LAST_DAYS if last - date.min >= _LAST_DAYS else date.min
    if account.status is AccountStatus.UNUSED and account.status_since:
        since = min(since, account.status_since)
    return since
