"""An account as screens show it: its name, its badge, and when it was last harvested."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from weerklank.model.account import Account, NamedAfter, Scenario
from weerklank.model.platform import TITLES
from weerklank.services.open_runs import OpenRun, open_runs
from weerklank.services.read_runs import PastRun
from weerklank.services.workplace import Workplace

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
    #: A newer one that has no end.
    open: OpenRun | None = None

    @property
    def platform(self) -> str:
        """Give the name of the platform."""
        return TITLES.get(self.account.platform, str(self.account.platform))


def name_of(account: Account, organisation: str) -> str:
    """Give the name by which people know an account: the organisation's, else its office's."""
    if account.named_after is NamedAfter.ORGANISATION or not account.unit:
        return organisation
    return account.unit


def with_open(workplace: Workplace, rows: list[Row], runs: Iterable[PastRun]) -> list[Row]:
    """Give the rows with the run of each account that goes on or was broken off."""
    found = open_runs(workplace, runs)
    return [replace(row, open=found.get(row.account.id)) for row in rows]


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
