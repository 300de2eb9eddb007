"""The days of an account, counted again only when they may have changed.

Counting a million posts takes a third of a second, and drawing ten years a twentieth.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from weerklank.model.account import Account
from weerklank.model.question import Sight
from weerklank.model.text import Language
from weerklank.services.oversee.account_activity import (
    Activity,
    account_activity,
    activity_stand,
    restricted_of,
)
from weerklank.services.oversee.account_techniques import AccountBeside
from weerklank.services.workplace import Workplace
from weerklank.web.pictures import Picture

#: Accounts of which the days are remembered.
_MOST = 64

#: Archive, account, and whether something of it is not shown.
_Key = tuple[Path, str, bool]


@dataclass(frozen=True, slots=True)
class Counted:
    """The days of an account as of some stand, and what was drawn of them."""

    stand: object
    whole: Activity
    #: By period, language, and whether its days are links.
    pictures: dict[tuple[str, Language, bool], Picture | None] = field(default_factory=dict)
    #: By first and last day, and the runs by which it was counted: who saw what.
    besides: dict[tuple[date | None, date | None, int, datetime | None], AccountBeside] = field(
        default_factory=dict
    )


class Activities:
    """Days by account, with the stand as of which they were counted."""

    def __init__(self) -> None:
        self._known: OrderedDict[_Key, Counted] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, workplace: Workplace, account: Account, sight: Sight) -> Counted:
        """Give all days of an account, as far as they are seen."""
        hidden = () if sight.restricted else restricted_of(workplace, account)
        stand = (activity_stand(workplace, account), hidden)
        key = (workplace.layout.root, str(account.id), bool(hidden))
        known = self._known.get(key)
        if known is not None and known.stand == stand:
            return known
        counted = Counted(stand, account_activity(workplace, account.id, sight=sight))
        with self._lock:
            self._known[key] = counted
            while len(self._known) > _MOST:
                self._known.popitem(last=False)
        return counted


def within(whole: Activity, first: date, last: date) -> Activity:
    """Give the days of an account from one to another, both included."""
    return replace(whole, days=tuple(day for day in whole.days if first <= day.day <= last))


ACTIVITIES = Activities()
