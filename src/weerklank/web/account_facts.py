"""An account as screens show it: its name, its badge, and when it was last harvested."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils.safestring import SafeString

from weerklank.model.account import Account, NamedAfter, Scenario
from weerklank.model.errors import BrokenInput
from weerklank.model.ids import AccountId
from weerklank.model.platform import TITLES
from weerklank.model.profile_check import ProfileCheck
from weerklank.model.question import Sight
from weerklank.model.text import Language
from weerklank.services.oversee.account_activity import Cover
from weerklank.services.oversee.recent_coverage import Recent, recent_coverage
from weerklank.services.profile.past_checks import read_profile_checks
from weerklank.services.runs.open_runs import OpenRun, open_runs
from weerklank.services.runs.read_measurements import last_whole
from weerklank.services.runs.read_runs import PastRun
from weerklank.services.workplace import Workplace
from weerklank.web.completeness_told import Verdicts, verdicts_of
from weerklank.web.pictures import of_recent

#: How the badge of a scenario looks; scenario C is also hatched and told in words.
BADGES = {Scenario.A: "b-one-way", Scenario.B: "b-scenario", Scenario.C: "b-single"}


@dataclass(frozen=True, slots=True)
class Row:
    """An account in a list."""

    account: Account
    name: str
    scenario: Scenario
    badge: str
    kind: str
    processes: tuple[str, ...]
    last: PastRun | None
    #: What of its last days is held, where a list shows that.
    held: "Held | None" = None
    #: A newer one that has no end.
    open: OpenRun | None = None
    #: The last check of its profile, where a list shows that.
    checked: ProfileCheck | None = None
    #: How many checks of its completeness came out how, where a list shows that.
    band: tuple[Verdicts, ...] = ()

    @property
    def platform(self) -> str:
        """Give the name of the platform."""
        return TITLES.get(self.account.platform, str(self.account.platform))


@dataclass(frozen=True, slots=True)
class Held:
    """What of the last days of an account is held, drawn; and the last of which anything is."""

    #: None where no technique was used yet, and where only single posts may come in.
    drawn: SafeString | None
    last: date | None
    #: Days since then.
    age: int


def mark_of(account: Account) -> str:
    """Mark what someone saw of an account, to notice when it is another by the time they save."""
    return hashlib.sha256(repr(account).encode()).hexdigest()[:16]


def name_of(account: Account, organisation: str) -> str:
    """Give the name by which people know an account: the organisation's, else its office's."""
    if account.named_after is NamedAfter.ORGANISATION or not account.unit:
        return organisation
    return account.unit


def with_open(workplace: Workplace, rows: list[Row], runs: Iterable[PastRun]) -> list[Row]:
    """Give the rows with the run of each account that goes on or was broken off."""
    found = open_runs(workplace, runs)
    return [replace(row, open=found.get(row.account.id)) for row in rows]


def with_band(workplace: Workplace, rows: list[Row]) -> list[Row]:
    """Give the rows with how complete each account was by its last measurement."""
    found = {row.account.id: last_whole(workplace, row.account.id) for row in rows}
    return [
        replace(row, band=verdicts_of(one.band) if (one := found[row.account.id]) else ())
        for row in rows
    ]


def with_checked(workplace: Workplace, rows: list[Row]) -> list[Row]:
    """Give the rows with the last check of the profile of each account."""
    checks = read_profile_checks(workplace)
    return [replace(row, checked=next(iter(checks.get(row.account.id, ())), None)) for row in rows]


def row_of(account: Account, organisation: str, runs: Iterable[PastRun], today: date) -> Row:
    """Give an account as lists show it; `runs` newest first."""
    scenario = account.scenario_on(today)
    return Row(
        account=account,
        name=name_of(account, organisation),
        scenario=scenario,
        badge=BADGES[scenario],
        kind=str(account.kind_on(today)),
        processes=tuple(one.code for one in account.processes if one.end is None),
        last=next((run for run in runs if run.account == account.id and run.ended), None),
    )


def rows_of(
    accounts: Iterable[Account], organisation: str, runs: Iterable[PastRun], today: date
) -> list[Row]:
    """Give accounts as lists show them; `runs` newest first, looked through once for all."""
    last: dict[AccountId, PastRun] = {}
    for run in runs:
        if run.ended:
            last.setdefault(run.account, run)
    return [
        row_of(one, organisation, [last[one.id]] if one.id in last else (), today)
        for one in accounts
    ]


def with_held(
    workplace: Workplace, rows: list[Row], language: Language, sight: Sight
) -> list[Row]:
    """Give the rows with what of their last days is held, as far as seen.

    Without it where a decision can't be read: what someone may not see is not known then.
    """
    try:
        recent = recent_coverage(workplace, [row.account for row in rows], sight)
    except BrokenInput:
        return rows
    today = workplace.today()
    return [replace(row, held=_held(row, recent[row.account.id], today, language)) for row in rows]


def _held(row: Row, recent: Recent, today: date, language: Language) -> Held:
    covers = {one.cover for day in recent.days for one in day.coverage}
    is_drawn = row.scenario is not Scenario.C and covers != {Cover.UNUSED}
    drawn = of_recent(recent, language, f"held-{row.account.id}") if is_drawn else None
    return Held(drawn, recent.last, (today - recent.last).days if recent.last else 0)
