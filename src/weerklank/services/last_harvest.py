"""Last harvest: before an account is closed, all of it must have come in once more (A7)."""

from datetime import date, timedelta

from weerklank.model.account import Account, AccountStatus, Scenario
from weerklank.model.clock import civil_day
from weerklank.model.errors import Refused, fault
from weerklank.model.event import Book
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
        nl="Neem eerst een nieuwe export op met 'weerklank import'. Kan dat niet meer, leg dan "
        "vast waarom: 'weerklank account close {account} --without-harvest REDEN'.",
        en="First take in a new export with 'weerklank import'. If that can't be had any more, "
        "record why: 'weerklank account close {account} --without-harvest REASON'.",
    ),
)
NEVER = Text("geen", "none")

#: What was harvested longer before the closing says too little of the account's last days.
_LAST_DAYS = timedelta(days=31)


def last_full_harvest(workplace: Workplace, account: Account) -> date | None:
    """Give the day of the last complete run on the whole account; None when there is none.

    A run on posts that were named one by one is none of the whole, however complete; nor is one
    on an export that bears another name than the account had.
    """
    parts: set[str] = set()
    whole: dict[str, date] = {}
    for event in workplace.events.read_genuine(Book.JOURNAL):
        told = event.data
        if event.kind == "run.started" and (told.get("posts") or told.get("other_name")):
            parts.add(event.subject)
        is_of_account = event.kind == "run.finished" and told.get("account") == account.id
        if is_of_account and told.get("complete") is True:
            whole[event.subject] = civil_day(event.at)
    return max((day for run, day in whole.items() if run not in parts), default=None)


def require_last_harvest(workplace: Workplace, account: Account, closing: date) -> None:
    """Refuse to close an account on a day unless all of it came in shortly before, or after.

    Of an account that was unused, a harvest since then will do. Scenario C is never harvested as
    a whole (whitepaper 4.1.3), so nothing is asked of it.
    """
    if account.scenario_on(closing) is Scenario.C:
        return
    since = closing - _LAST_DAYS if closing - date.min >= _LAST_DAYS else date.min
    if account.status is AccountStatus.UNUSED and account.status_since:
        since = min(since, account.status_since)
    last = last_full_harvest(workplace, account)
    if last is None or last < since:
        told = NEVER if last is None else last.isoformat()
        raise Refused(NO_LAST_HARVEST, account=account.id, since=since.isoformat(), last=told)
