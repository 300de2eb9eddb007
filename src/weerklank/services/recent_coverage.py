"""Recent coverage: of several accounts the last days, and the last of which anything is held."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from weerklank.catalogue.catalogue import Catalogue
from weerklank.catalogue.held_days import EPOCH
from weerklank.model.account import Account
from weerklank.model.ids import AccountId
from weerklank.services.account_activity import Day, days_told, reached_days
from weerklank.services.consult_catalogue import consult
from weerklank.services.workplace import Workplace

#: Days that are shown, today included.
SHOWN = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Recent:
    """The last days of an account without a hole."""

    days: tuple[Day, ...]
    #: Last day of which anything is held; None where nothing is.
    last: date | None


def recent_coverage(workplace: Workplace, accounts: Iterable[Account]) -> dict[AccountId, Recent]:
    """Give of each account what was held of its last days; asks journal and catalogue once."""
    wanted = list(accounts)
    if not wanted:
        return {}
    today = workplace.today()
    start = today - timedelta(days=SHOWN - 1)
    reached = reached_days(workplace)

    def ask(catalogue: Catalogue) -> dict[AccountId, Recent]:
        found = {}
        for account in wanted:
            rows = catalogue.database.days.since(account.id, (start - EPOCH).days)
            gone = catalogue.database.deletions.moments_of(account.id)
            newest = catalogue.database.days.last_of(account.id)
            found[account.id] = Recent(
                days=days_told(account, start, today, rows, gone, reached.get(account.id, {})),
                last=None if newest is None else EPOCH + timedelta(days=newest),
            )
        return found

    return consult(workplace, ask)
