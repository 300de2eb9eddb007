"""What waits: for each role what is asked of it now, the most urgent first (screens.md 5.1).

Everything follows from register, decisions and journal; nobody keeps a list of tasks.
"""

from dataclasses import dataclass

from weerklank.model.account import Account
from weerklank.model.destruction import STEPS, ListState
from weerklank.model.ids import AccountId
from weerklank.model.person import Role
from weerklank.model.question import Sight
from weerklank.services.find.show_item import EVERYTHING
from weerklank.services.register.record_hand_in import is_manager
from weerklank.services.runs.read_plan import read_plan
from weerklank.services.runs.read_runs import PastCheck, PastRun, read_checks, read_runs
from weerklank.services.seal.read_destructions import read_lists
from weerklank.services.waits.of_check import of_audit, of_check, of_plan
from weerklank.services.waits.of_disclosure import of_dossiers, of_formal, of_task_mail
from weerklank.services.waits.of_first_hour import of_first_hour
from weerklank.services.waits.of_harvest import of_drift, of_runs
from weerklank.services.waits.of_keeping import (
    of_hotspots,
    of_lists,
    of_marks,
    of_selection,
    of_transfers,
)
from weerklank.services.waits.of_privacy import (
    of_policy,
    of_requests,
    of_scan,
    of_special,
    of_vault,
    of_words,
)
from weerklank.services.waits.of_register import (
    of_access,
    of_hand_ins,
    of_mail,
    of_platforms,
    of_profiles,
    of_reports,
    of_reviews,
)
from weerklank.services.waits.task import ASKED, Ask, Task, by_urgency
from weerklank.services.workplace import Workplace


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What waits for someone, and how the archive is doing."""

    tasks: tuple[Task, ...]
    runs: tuple[PastRun, ...]
    check: PastCheck | None


def what_waits(
    workplace: Workplace, accounts: dict[AccountId, Account], sight: Sight = EVERYTHING
) -> State:
    """Give what waits for whoever acts, and the runs and the check that it follows from.

    `sight` is what they may see: nothing else is counted.
    """
    runs = read_runs(workplace)
    check = next((one for one in read_checks(workplace) if not one.accounts), None)
    roles = set(workplace.actor.roles)
    found = [
        *of_check(workplace, check),
        *of_audit(workplace, check),
        *of_hand_ins(workplace, accounts),
        *of_vault(workplace),
        *of_lists(workplace),
        *of_transfers(workplace),
        *of_hotspots(workplace),
        *of_marks(workplace, accounts),
        *of_formal(workplace, roles, sight),
        *of_words(workplace, roles),
        *of_special(workplace, roles),
        *of_scan(workplace),
        *of_requests(workplace),
        *of_dossiers(workplace),
        *of_profiles(workplace, accounts),
        *of_reviews(workplace),
        *of_policy(workplace, accounts),
        *of_selection(workplace, accounts),
        *of_runs(workplace, runs, accounts),
        *of_plan(workplace),
        *of_drift(workplace, accounts),
        *of_reports(workplace),
        *of_access(workplace),
        *of_platforms(workplace, accounts),
        *of_mail(workplace, roles),
        *of_task_mail(workplace, roles),
        *of_first_hour(workplace, accounts),
    ]
    tasks = [task for task in found if roles & _asked(workplace, task, accounts)]
    return State(tasks=tuple(by_urgency(tasks, workplace.today())), runs=tuple(runs), check=check)


def _asked(
    workplace: Workplace, task: Task, accounts: dict[AccountId, Account]
) -> frozenset[Role]:
    """Give the roles that a task is for.

    A maker is asked of their own accounts only; who proposed a list neither reviews nor approves
    it.
    """
    if task.account and Role.MAKER in ASKED[task.ask]:
        is_theirs = is_manager(workplace.actor.known_as, accounts[task.account])
        return ASKED[task.ask] - (frozenset() if is_theirs else {Role.MAKER})
    if task.ask is Ask.PLAN_OVERDUE:
        is_theirs = read_plan(workplace)[task.subject].owner == workplace.actor.name
        return frozenset(workplace.actor.roles) if is_theirs else ASKED[task.ask]
    if task.ask is not Ask.LIST_WAITS:
        return ASKED[task.ask]
    found = read_lists(workplace)[task.subject]
    if found.waits_for_proposer:
        is_theirs = workplace.actor.name == found.by[ListState.PROPOSED]
        return frozenset(workplace.actor.roles) if is_theirs else frozenset()
    step = next((role for before, role in STEPS.values() if before is found.state), None)
    decided = (ListState.APPROVED, ListState.EXECUTED)
    is_party = workplace.actor.name in found.by.values() and found.state not in decided
    return frozenset() if step is None or is_party else frozenset({step})
