"""The days of an account, counted again only when something entered the archive.

Counting a million posts takes a third of a second; what the log holds tells whether the count of
before still stands.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from weerklank.model.account import Account
from weerklank.model.text import Language
from weerklank.services.account_activity import Activity, account_activity
from weerklank.services.workplace import Workplace
from weerklank.web.pictures import Picture

#: Accounts of which the days are remembered.
_MOST = 64

_Key = tuple[Path, str]
_Stand = tuple[int, date]


@dataclass(frozen=True, slots=True)
class Counted:
    """The days of an account as of a stand of the log, and what was drawn of them."""

    stand: _Stand
    whole: Activity
    #: By period and language.
    pictures: dict[tuple[str, Language], Picture | None] = field(default_factory=dict)


class Activities:
    """Days by account, with the stand of the log by which they were counted."""

    def __init__(self) -> None:
        self._known: OrderedDict[_Key, Counted] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, workplace: Workplace, account: Account) -> Counted:
        """Give all days of an account."""
        latest = workplace.log.latest()
        # What a day waits for depends on which day it is now.
        stand = (latest.size if latest else 0, workplace.today())
        key = (workplace.layout.root, str(account.id))
        known = self._known.get(key)
        if known is not None and known.stand == stand:
            return known
        counted = Counted(stand, account_activity(workplace, account.id))
        with self._lock:
            self._known[key] = counted
            while len(self._known) > _MOST:
                self._known.popitem(last=False)
        return counted


def within(whole: Activity, first: date, last: date) -> Activity:
    """Give the days of an account from one to another, both included."""
    return replace(whole, days=tuple(day for day in whole.days if first <= day.day <= last))


ACTIVITIES = Activities()
