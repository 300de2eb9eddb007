"""Last harvest: before an account is closed, all of it must have come in once more (A7)."""

from collections.abc import Iterable
from datetime import date, timedelta

from weerklank.model.account import Account, AccountStatus, Scenario
from weerklank.model.clock import civil_day
from weerklank.model.errors import Refused, fault
from weerklank.model.event import Book
from weerklank.model.ids import AccountId
from weerklank.model.platform import TITLES, Platform
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
        nl="Oogst het eerst nog één keer ('weerklank harvest {account}'), of neem een nieuwe "
        "export op ('weerklank import'). Kan dat niet meer, dan legt een beheerder van het "
        "accountoverzicht vast waarom: 'weerklank account close {account} --without-harvest "
        "REDEN'.",
        en="First harvest it once more ('weerklank harvest {account}'), or take in a new export "
        "('weerklank import'). If that can't be done any more, a register owner records why: "
        "'weerklank account close {account} --without-harvest REASON'.",
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
        nl="Oogst elk eerst nog één keer ('weerklank harvest A'), of neem een nieuwe export op "
        "('weerklank import'). Kan dat niet meer, leg dan vast waarom, met --without-harvest "
        "REDEN.",
        en="First harvest each once more ('weerklank harvest A'), or take in a new export "
        "('weerklank import'). If that can't be done any more, record why, with --without-harvest "
        "REASON.",
    ),
)
NEVER = Text("geen", "none")

#: What was harvested longer before the closing says too little of the account's last days.
_LAST_DAYS = timedelta(days=31)


def last_full_harvests(workplace: Workplace) -> dict[AccountId, date]:
    """Give for each account the day of the last complete run on the whole of it.

    A run on posts that were named one by one is none of the whole, however complete; nor is one
    on an export that bears another name than the account had.
    """
    parts: set[str] = set()
    whole: dict[str, tuple[AccountId, date]] = {}
    for event in workplace.events.read_genuine(Book.JOURNAL):
        told = event.data
        if event.kind == "run.started" and (told.get("posts") or told.get("other_name")):
            parts.add(event.subject)
        if event.kind == "run.finished" and told.get("complete") is True:
            whole[event.subject] = AccountId(str(told.get("account"))), civil_day(event.at)
    found: dict[AccountId, date] = {}
    for run, (account, day) in whole.items():
        if run not in parts:
            found[account] = max(day, found.get(account, day))
    return found


def without_last_harvest(
    workplace: Workplace, accounts: Iterable[Account], closing: date
) -> list[AccountId]:
    """Give the accounts of which not all came in shortly before a day, or after it."""
    last = last_full_harvests(workplace)
    return [
        account.id
        for account in accounts
        if account.scenario_on(closing) is not Scenario.C
        and last.get(account.id, date.min) < _asked_since(account, closing)
    ]


def require_last_harvest(workplace: Workplace, account: Account, closing: date) -> None:
    """Refuse to close an account on a day unless all of it came in shortly before, or after.

    Of an account that was unused, a harvest since then will do. Scenario C is never harvested as
    a whole (whitepaper 4.1.3), so nothing is asked of it.
    """
    if account.scenario_on(closing) is Scenario.C:
        return
    since = _asked_since(account, closing)
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


def _asked_since(account: Account, closing: date) -> date:
    since = closing - _LAST_DAYS if closing - date.min >= _LAST_DAYS else date.min
    if account.status is AccountStatus.UNUSED and account.status_since:
        since = min(since, account.status_since)
    return since
