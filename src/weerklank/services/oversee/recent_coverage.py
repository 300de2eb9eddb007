"""Recent coverage: of several accounts the last days, and the last of which anything is held."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from weerklank.catalogue.catalogue import Catalogue
from weerklank.catalogue.held_days import EPOCH
from weerklank.model.account import Account
from weerklank.model.ids import AccountId
from weerklank.model.question import Sight
from weerklank.services.find.read_items import ItemReader, ask_for_part
from weerklank.services.find.show_item import EVERYTHING
from weerklank.services.oversee.account_activity import (
    Day,
    counts_of,
    days_told,
    reached_days,
    restricted_of,
)
from weerklank.services.workplace import Workplace

#: Days that are shown, today included.
SHOWN = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Recent:
    """The last days of an account without a hole."""

    days: tuple[Day, ...]
    #: Last day of which anything is held; None where nothing is.
    last: date | None


def recent_coverage(
    workplace: Workplace, accounts: Iterable[Account], sight: Sight = EVERYTHING
) -> dict[AccountId, Recent]:
    """Give of each account what was held of its last days, as far as seen.

    Asks journal and catalogue once.
    """
    wanted = list(accounts)
    if not wanted:
        return {}
    today = workplace.today()
    start = today - timedelta(days=SHOWN - 1)
    reached = reached_days(workplace)

    def ask(catalogue: Catalogue, reader: ItemReader) -> dict[AccountId, Recent]:
        found = {}
        for account in wanted:
            hidden = () if sight.restricted else restricted_of(workplace, account)
            # Where something is hidden the last day can't be asked for: it may be of that.
            since = date.min if hidden else start
            counts = counts_of(account, catalogue, reader, hidden, since)
            newest = catalogue.database.days.last_of(account.id)
            found[account.id] = Recent(
                days=days_told(account, start, today, counts, reached.get(account.id, {})),
                last=max(counts, default=None) if hidden else _day(newest),
            )
        return found

    return ask_for_part(workplace, ask)


def _day(number: int | None) -> date | None:
    return None if number is None else EPOCH + timedelta(days=number)
