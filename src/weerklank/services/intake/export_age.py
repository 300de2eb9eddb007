"""Age of an export: whether it is older than what the archive holds of its account.

A post tells itself when it was edited. A profile does not, and an older one may not come over a
newer one, so the export as a whole must tell: by the day on which its file was made, where the
container says so, and by its newest post.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto

from weerklank.model.clock import civil_day, newest_day
from weerklank.model.event import Event
from weerklank.model.ids import AccountId
from weerklank.model.json_value import Json
from weerklank.model.run import SHOWN_NOW
from weerklank.services.runs.kept_fold import KeptFold, fold_journal
from weerklank.services.workplace import Workplace

#: No platform gave exports before this year; containers without a date say 1970 or 1980.
_FIRST_DAY = date(2010, 1, 1)


class Age(Enum):
    """How the day that an export shows lies beside that of what is held."""

    OLDER = auto()
    #: The same day, or a day that nobody tells.
    SAME = auto()
    NEWER = auto()


@dataclass(frozen=True, slots=True)
class ExportAge:
    """Of what day an export is, as far as it tells."""

    #: Day on which its file was made.
    exported: date | None
    #: Day of its newest post.
    newest: date | None

    @property
    def day(self) -> date | None:
        """The day by which to name it."""
        return self.exported or self.newest

    def beside(self, held: "ExportAge") -> Age:
        """Tell whether this export shows an earlier or a later day than what is held.

        By the day of the files where both tell it, since the newest post may have been deleted.
        """
        if self.exported and held.exported:
            return _compare(self.exported, held.exported)
        if self.newest and held.newest:
            return _compare(self.newest, held.newest)
        return Age.SAME


def _compare(day: date, held: date) -> Age:
    if day == held:
        return Age.SAME
    return Age.NEWER if day > held else Age.OLDER


def believable(day: date | None, now: datetime) -> date | None:
    """Give a day that an export says, unless no export can be of that day."""
    return day if day and _FIRST_DAY <= day <= newest_day(now) else None


def held_age(workplace: Workplace, account: AccountId) -> ExportAge:
    """Give the newest days that runs on an account told in the journal."""
    ages = fold_journal(workplace, _KEPT, keep=True).ages
    return ages.get(account, ExportAge(None, None))


@dataclass(frozen=True, slots=True)
class _Ages:
    """The newest days that runs told, by account."""

    ages: dict[str, ExportAge]


class _AgesFold:
    """The newest days as the journal so far tells them."""

    def __init__(self, so_far: _Ages | None = None) -> None:
        self._ages: dict[str, ExportAge] = dict(so_far.ages) if so_far else {}

    def take(self, event: Event) -> None:
        account = event.data.get("account")
        if event.kind != "run.finished" or not isinstance(account, str):
            return
        held = self._ages.get(account, ExportAge(None, None))
        # What is shown now shows the day on which it runs.
        now = [civil_day(event.at)] if event.data.get("technique") in SHOWN_NOW else []
        self._ages[account] = ExportAge(
            _newest(held.exported, [*now, *_day(event.data.get("exported"))]),
            _newest(held.newest, _day(event.data.get("newest"))),
        )

    def result(self) -> _Ages:
        return _Ages(dict(self._ages))


_KEPT = KeptFold("ages", _Ages, _AgesFold, _AgesFold)


def _newest(held: date | None, told: list[date]) -> date | None:
    return max([*told, *([held] if held else [])], default=None)


def _day(told: Json) -> list[date]:
    return [date.fromisoformat(told)] if isinstance(told, str) else []
