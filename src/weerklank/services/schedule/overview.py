"""Overview: how one archive stands in numbers, for who oversees several, without content (J2).

Nothing of it names an account, a person or a post: a central facility counts, and looks no
further (requirement J1).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from weerklank.harvest.port import Connector
from weerklank.model.account import Account, AccountStatus, Scenario
from weerklank.model.clock import civil_day, iso
from weerklank.model.completeness import Verdict
from weerklank.model.errors import fault
from weerklank.model.ids import AccountId
from weerklank.model.json_value import JsonObject
from weerklank.model.plan import PlanState
from weerklank.model.platform import Platform
from weerklank.model.text import Text
from weerklank.services.oversee.technique_looks import looks_of
from weerklank.services.register.organisation_code import organisation_of
from weerklank.services.register.review_account import reviews
from weerklank.services.runs.open_gaps import open_gaps
from weerklank.services.runs.read_drift import read_drift
from weerklank.services.runs.read_measurements import last_whole
from weerklank.services.runs.read_plan import plan_standing
from weerklank.services.runs.read_runs import PastCheck, PastRun, read_checks, read_runs
from weerklank.services.schedule.whats_due import Standing, platforms_of, whats_due
from weerklank.services.workplace import Workplace

UNREADABLE = fault(
    "ARCHIVE-016",
    Text(
        nl="Het archief in {folder} is niet te lezen: {problem}.",
        en="The archive in {folder} can't be read: {problem}.",
    ),
    Text(
        nl="Kijk of de schijf er is en of u er mag lezen.",
        en="See whether the disk is there and whether you may read it.",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HarvestCounts:
    """How accounts that are harvested stand: not scenario C, not closed."""

    accounts: int
    #: Nothing of them came in until now.
    never: int
    due: int
    #: Days since something last came in, of the account where that is longest ago and shortest.
    longest_ago: int | None
    shortest_ago: int | None
    #: Accounts of which runs missed what should be there, and no later one looked there again.
    incomplete: int
    #: Accounts of which the last harvest failed, by the code of the error.
    failures: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """How one archive stands."""

    organisation: str
    tooi: str | None
    origin: str
    at: datetime
    #: Accounts that are not closed, by platform and scenario.
    accounts: Mapping[tuple[Platform, Scenario], int]
    closed: int
    harvests: HarvestCounts
    #: Accounts that are not closed, by the weakest verdict of their newest measurement.
    bands: Mapping[Verdict, int]
    #: Of the same accounts: those that were never measured.
    unmeasured: int
    #: Lines of the improvement plan, by how they stand.
    plan: Mapping[PlanState, int]
    #: Findings that platforms give something otherwise, which nobody looked at yet.
    drift: int
    reviews_overdue: int
    #: The last check of the whole archive.
    check: PastCheck | None


def overview(workplace: Workplace, connectors: list[Connector]) -> Overview:
    """Count how an archive stands now."""
    register, today = workplace.register(), workplace.today()
    used = [a for a in register.accounts.values() if a.status is not AccountStatus.CLOSED]
    about = organisation_of(workplace)
    measured = [last_whole(workplace, one.id) for one in used]
    return Overview(
        organisation=about.name,
        tooi=about.tooi,
        origin=about.origin,
        at=workplace.clock.now(),
        accounts=Counter((one.platform, one.scenario_on(today)) for one in used),
        closed=len(register.accounts) - len(used),
        harvests=_harvests(workplace, used, whats_due(workplace, platforms_of(connectors))),
        bands=Counter(one.band.weakest for one in measured if one),
        unmeasured=sum(one is None for one in measured),
        plan=Counter(one.state for one in plan_standing(workplace, connectors)),
        drift=sum(one.is_waiting for one in read_drift(workplace).found.values()),
        reviews_overdue=sum(one.overdue for one in reviews(workplace)),
        check=next((one for one in read_checks(workplace) if not one.accounts), None),
    )


def _harvests(
    workplace: Workplace, used: list[Account], standings: list[Standing]
) -> HarvestCounts:
    today = workplace.today()
    asked = {one.id for one in used if one.scenario_on(today) is not Scenario.C}
    newest: dict[AccountId, dict[str, PastRun]] = {}
    of_account: dict[AccountId, list[PastRun]] = {}
    for run in read_runs(workplace):
        of_account.setdefault(run.account, []).append(run)
        if run.account in asked and run.ended is not None and not run.is_ahead:
            newest.setdefault(run.account, {}).setdefault(run.technique, run)
    days = [
        (today - max(civil_day(run.ended) for run in runs.values() if run.ended)).days
        for runs in newest.values()
    ]
    ours = [one for one in standings if one.account in asked]
    return HarvestCounts(
        accounts=len(asked),
        never=len(asked) - len(newest),
        due=sum(one.is_due for one in ours),
        longest_ago=max(days, default=None),
        shortest_ago=min(days, default=None),
        incomplete=sum(_has_gaps(of_account[account]) for account in newest),
        failures=Counter(one.past.failure.code for one in ours if one.past.failure),
    )


def _has_gaps(runs: list[PastRun]) -> bool:
    """Tell whether an account has open gaps, as its completeness counts them."""
    return any(any(open_gaps(look.runs)) for look in looks_of(runs).values())


def overview_json(found: Overview) -> JsonObject:
    """Write an overview with the names of the command line."""
    harvests, check = found.harvests, found.check
    platforms: dict[str, JsonObject] = {}
    for (platform, scenario), count in sorted(found.accounts.items()):
        platforms.setdefault(platform.value, {})[scenario.value] = count
    scenarios: JsonObject = {
        scenario.value: sum(n for (_, one), n in found.accounts.items() if one is scenario)
        for scenario in Scenario
    }
    return {
        "accounts": sum(found.accounts.values()),
        "at": iso(found.at),
        "bands": {
            **{verdict.value: found.bands.get(verdict, 0) for verdict in Verdict},
            "unmeasured": found.unmeasured,
        },
        "check": {"at": iso(check.at), "ok": check.ok} if check else None,
        "closed": found.closed,
        "drift": found.drift,
        "harvests": {
            "accounts": harvests.accounts,
            "due": harvests.due,
            "failures": {**harvests.failures},
            "incomplete": harvests.incomplete,
            "longest_ago": harvests.longest_ago,
            "never": harvests.never,
            "shortest_ago": harvests.shortest_ago,
        },
        "organisation": found.organisation,
        "origin": found.origin,
        "plan": {state.value: found.plan.get(state, 0) for state in PlanState},
        "platforms": {**platforms},
        "reviews_overdue": found.reviews_overdue,
        "scenarios": scenarios,
        "tooi": found.tooi,
    }
