"""What waits: for each role what is asked of it now, the most urgent first (screens.md 5.1).

Everything follows from register, decisions and journal; nobody keeps a list of tasks.
Order: a term in days, then what is being lost, then decisions of others that wait, then hygiene.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import takewhile

from weerklank.model.account import Account, AccountStatus, Scenario
from weerklank.model.clock import civil_day
from weerklank.model.completeness import Verdict
from weerklank.model.destruction import STEPS, ListState
from weerklank.model.dossier import DossierState
from weerklank.model.drift import DriftKind
from weerklank.model.errors import BrokenInput, NotNow
from weerklank.model.hand_in import reminder_of
from weerklank.model.hotspot import HotspotState
from weerklank.model.ids import AccountId
from weerklank.model.person import Role
from weerklank.model.person_request import PersonRequestState
from weerklank.model.plan import PlanState
from weerklank.model.question import Sight
from weerklank.model.transfer import TransferState
from weerklank.model.vault import VaultState
from weerklank.services.appraise.formal_replies import formal_replies
from weerklank.services.appraise.mark_item import list_marks, recurring_marks
from weerklank.services.appraise.mark_special import count_special
from weerklank.services.appraise.read_policy import read_policy_history
from weerklank.services.appraise.selection_findings import selection_findings
from weerklank.services.appraise.words_in_doubt import words_in_doubt
from weerklank.services.find.read_hotspots import read_hotspots
from weerklank.services.find.read_marks import withdrawn_lists
from weerklank.services.find.show_item import EVERYTHING
from weerklank.services.people.access import access_requests
from weerklank.services.profile.past_checks import read_profile_checks
from weerklank.services.register.mail_waits import mail_waits
from weerklank.services.register.read_hand_ins import read_hand_ins
from weerklank.services.register.record_hand_in import is_manager
from weerklank.services.register.report_change import reports
from weerklank.services.register.review_account import reviews
from weerklank.services.register.set_platform_status import Decision
from weerklank.services.runs.open_runs import open_runs
from weerklank.services.runs.read_audits import read_audits
from weerklank.services.runs.read_drift import read_drift
from weerklank.services.runs.read_measurements import last_whole
from weerklank.services.runs.read_plan import plan_standing, read_plan
from weerklank.services.runs.read_runs import PastCheck, PastRun, read_checks, read_runs
from weerklank.services.scan.read_scans import unresolved_scan
from weerklank.services.seal.read_destructions import read_lists
from weerklank.services.seal.read_dossiers import read_dossiers
from weerklank.services.seal.read_requests import read_requests
from weerklank.services.seal.read_selection import read_selection
from weerklank.services.transfer.read_transfers import (
    open_choices,
    read_transfers,
    standing_choice,
)
from weerklank.services.vault.request_opening import REQUESTERS
from weerklank.services.vault.waiting_requests import waiting_requests
from weerklank.services.workplace import Workplace

#: A check that is older says too little of the archive as it is now.
_CHECK_LASTS = timedelta(days=31)


class Ask(StrEnum):
    """What is asked; the order here is that of urgency."""

    DAMAGE = "damage"
    SCAN_FOUND = "scan-found"
    FORMAL_WAITS = "formal-waits"
    HANDIN_MISSED = "handin-missed"
    HANDIN_OVERDUE = "handin-overdue"
    VAULT_WAITS = "vault-waits"
    VAULT_OPENS = "vault-opens"
    REQUEST_WAITS = "request-waits"
    DOSSIER_WAITS = "dossier-waits"
    LIST_WAITS = "list-waits"
    TRANSFER_UNDECIDED = "transfer-undecided"
    TRANSFER_WAITS = "transfer-waits"
    HOTSPOT_WAITS = "hotspot-waits"
    MARK_WAITS = "mark-waits"
    HANDIN_WAITS = "handin-waits"
    POLICY_MISSING = "policy-missing"
    POLICY_WAITS = "policy-waits"
    SELECTION_OPEN = "selection-open"
    RUN_BROKEN_OFF = "run-broken-off"
    GAPS = "gaps"
    PLAN_OVERDUE = "plan-overdue"
    BELOW_MINIMUM = "below-minimum"
    DRIFT_REPORTED = "drift-reported"
    DRIFT_WAITS = "drift-waits"
    FIELDS_UNKNOWN = "fields-unknown"
    SPECIAL_WAITS = "special-waits"
    WORDS_WAIT = "words-wait"
    NEVER_HARVESTED = "never-harvested"
    MAIL_WAITS = "mail-waits"
    PLATFORM_NOT_ALLOWED = "platform-not-allowed"
    REPORTED = "reported"
    ACCESS_ASKED = "access-asked"
    MARKS_RECUR = "marks-recur"
    PROFILE_MISSES = "profile-misses"
    HANDIN_DUE = "handin-due"
    REVIEW_DUE = "review-due"
    NEVER_CHECKED = "never-checked"
    CHECK_OLD = "check-old"


#: Who is asked what.
ASKED: dict[Ask, frozenset[Role]] = {
    Ask.DAMAGE: frozenset({Role.ARCHIVIST, Role.INSPECTOR, Role.OPERATOR}),
    # Somebody stands where nobody should: within 72 hours it may have to be reported (AVG 33).
    Ask.SCAN_FOUND: frozenset({Role.PRIVACY}),
    Ask.FORMAL_WAITS: frozenset({Role.COMMUNICATION}),
    Ask.HANDIN_MISSED: frozenset({Role.MAKER, Role.COMMUNICATION, Role.ARCHIVIST}),
    Ask.HANDIN_OVERDUE: frozenset({Role.MAKER, Role.COMMUNICATION}),
    Ask.VAULT_WAITS: frozenset({Role.PRIVACY}),
    Ask.VAULT_OPENS: frozenset(REQUESTERS),
    # A person asked, and the law gives a month (D5).
    Ask.REQUEST_WAITS: frozenset({Role.PRIVACY}),
    # The Woo gives four weeks; who did not work on it reads it (H1).
    Ask.DOSSIER_WAITS: frozenset({Role.WOO, Role.REVIEWER}),
    Ask.LIST_WAITS: frozenset({Role.REVIEWER, Role.ARCHIVIST}),
    # Both decide on the originals of what is transferred (G5); who did is not asked again.
    Ask.TRANSFER_UNDECIDED: frozenset({Role.ARCHIVIST, Role.PRIVACY}),
    Ask.TRANSFER_WAITS: frozenset({Role.ARCHIVIST}),
    # Proposed, and it keeps nothing before a body adopted it (G2).
    Ask.HOTSPOT_WAITS: frozenset({Role.ARCHIVIST}),
    Ask.MARK_WAITS: frozenset({Role.ARCHIVIST}),
    Ask.HANDIN_WAITS: frozenset({Role.COMMUNICATION, Role.ARCHIVIST}),
    Ask.POLICY_MISSING: frozenset({Role.PRIVACY}),
    Ask.POLICY_WAITS: frozenset({Role.PRIVACY}),
    # Content is N, and can be neither destroyed nor kept for ever (whitepaper 4.2).
    Ask.SELECTION_OPEN: frozenset({Role.ARCHIVIST}),
    Ask.RUN_BROKEN_OFF: frozenset({Role.ARCHIVIST, Role.COMMUNICATION, Role.OPERATOR}),
    Ask.GAPS: frozenset({Role.ARCHIVIST, Role.COMMUNICATION}),
    # Besides the archivist whoever sees to the measure (I2).
    Ask.PLAN_OVERDUE: frozenset({Role.ARCHIVIST}),
    Ask.BELOW_MINIMUM: frozenset({Role.ARCHIVIST}),
    # Who keeps the program up to date, who says that it may be so, and whose it is that values
    # are in the vault unread (screens.md 5.1).
    Ask.DRIFT_REPORTED: frozenset({Role.OPERATOR}),
    Ask.DRIFT_WAITS: frozenset({Role.ARCHIVIST}),
    Ask.FIELDS_UNKNOWN: frozenset({Role.PRIVACY}),
    Ask.SPECIAL_WAITS: frozenset({Role.PRIVACY}),
    Ask.WORDS_WAIT: frozenset({Role.PRIVACY}),
    Ask.NEVER_HARVESTED: frozenset({Role.COMMUNICATION, Role.ARCHIVIST}),
    # Who is to hear of changes at once, and who keeps the mail server (A2).
    Ask.MAIL_WAITS: frozenset({Role.REGISTER_OWNER, Role.OPERATOR}),
    # An account on a platform that is not allowed is reported (A7).
    Ask.PLATFORM_NOT_ALLOWED: frozenset({Role.REGISTER_OWNER, Role.COMMUNICATION}),
    Ask.REPORTED: frozenset({Role.REGISTER_OWNER}),
    Ask.ACCESS_ASKED: frozenset({Role.REGISTER_OWNER}),
    Ask.MARKS_RECUR: frozenset({Role.REGISTER_OWNER, Role.COMMUNICATION}),
    # Who runs accounts, and whose overview says that they are official (B2).
    Ask.PROFILE_MISSES: frozenset({Role.REGISTER_OWNER, Role.COMMUNICATION}),
    Ask.HANDIN_DUE: frozenset({Role.MAKER, Role.COMMUNICATION}),
    Ask.REVIEW_DUE: frozenset({Role.REGISTER_OWNER, Role.COMMUNICATION}),
    Ask.NEVER_CHECKED: frozenset({Role.ARCHIVIST, Role.OPERATOR}),
    Ask.CHECK_OLD: frozenset({Role.ARCHIVIST, Role.OPERATOR}),
}
_ORDER = {ask: rank for rank, ask in enumerate(Ask)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing that waits."""

    ask: Ask
    #: Account, run, list, hand-in or person that it is about; empty for the archive.
    subject: str = ""
    account: AccountId | None = None
    #: Last day to do it, or the day since which it is so.
    day: date | None = None
    count: int = 0


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
        *_of_check(workplace, check),
        *_of_audit(workplace, check),
        *_of_hand_ins(workplace, accounts),
        *_of_vault(workplace),
        *_of_lists(workplace),
        *_of_transfers(workplace),
        *_of_hotspots(workplace),
        *_of_marks(workplace, accounts),
        *_of_formal(workplace, roles, sight),
        *_of_words(workplace, roles),
        *_of_special(workplace, roles),
        *_of_scan(workplace),
        *_of_requests(workplace),
        *_of_profiles(workplace, accounts),
        *_of_reviews(workplace),
        *_of_policy(workplace, accounts),
        *_of_selection(workplace, accounts),
        *_of_runs(workplace, runs, accounts),
        *_of_plan(workplace),
        *_of_drift(workplace, accounts),
        *_of_reports(workplace),
        *_of_access(workplace),
        *_of_platforms(workplace, accounts),
        *_of_mail(workplace, roles),
    ]
    tasks = [task for task in found if roles & _asked(workplace, task, accounts)]
    tasks.sort(key=lambda task: (_ORDER[task.ask], task.day or date.max, task.subject))
    return State(tasks=tuple(tasks), runs=tuple(runs), check=check)


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


def _of_check(workplace: Workplace, check: PastCheck | None) -> Iterator[Task]:
    if check is None:
        yield Task(ask=Ask.NEVER_CHECKED)
    elif not check.ok:
        found = sum(check.findings.values())
        yield Task(ask=Ask.DAMAGE, day=civil_day(check.at), count=found)
    elif workplace.clock.now() - check.at > _CHECK_LASTS:
        yield Task(ask=Ask.CHECK_OLD, day=civil_day(check.at))


def _of_audit(workplace: Workplace, check: PastCheck | None) -> Iterator[Task]:
    """Tell of damage that the last audit found, unless a whole check looked since, or says so."""
    audits = read_audits(workplace)
    if audits.last is None or not audits.found:
        return
    if check is None or (check.ok and check.at < audits.last):
        yield Task(ask=Ask.DAMAGE, day=civil_day(audits.last), count=audits.found)


def _of_hand_ins(workplace: Workplace, accounts: dict[AccountId, Account]) -> Iterator[Task]:
    hand_ins = list(read_hand_ins(workplace).values())
    today = workplace.today()
    for account in accounts.values():
        reminder = reminder_of(account, hand_ins, today)
        if reminder is None:
            continue
        for waiting in reminder.waiting:
            yield Task(ask=Ask.HANDIN_WAITS, subject=waiting, account=account.id)
        if reminder.due is None:
            continue
        ask = (
            Ask.HANDIN_MISSED
            if reminder.missed
            else Ask.HANDIN_OVERDUE
            if reminder.overdue
            else Ask.HANDIN_DUE
        )
        yield Task(ask=ask, subject=account.id, account=account.id, day=reminder.due)


def _of_plan(workplace: Workplace) -> Iterator[Task]:
    """Tell of measures past their day, and once how many checks are below with no measure.

    Of what somebody called a limit of the platform nobody is told here.
    """
    lines = [one for one in plan_standing(workplace, ()) if one.state is not PlanState.CLOSED]
    for one in lines:
        if one.state is PlanState.OVERDUE and one.line.limit is None:
            yield Task(
                ask=Ask.PLAN_OVERDUE,
                subject=one.line.id,
                account=one.line.account,
                day=one.line.due,
            )
    measured = last_whole(workplace, None)
    if measured is None:
        return
    answered = {one.line.check for one in lines}
    below = [
        name
        for name, result in measured.results.items()
        if result.verdict is Verdict.BELOW and name not in answered
    ]
    if below:
        yield Task(ask=Ask.BELOW_MINIMUM, day=civil_day(measured.at), count=len(below))


def _of_drift(workplace: Workplace, accounts: dict[AccountId, Account]) -> Iterator[Task]:
    """Tell once an account what its platform gives otherwise, by the run that saw it last."""
    waiting = [one for one in read_drift(workplace).waiting() if one.account in accounts]
    unknown = [one for one in waiting if one.finding.drift.kind is DriftKind.UNKNOWN]
    reported = [one for one in waiting if one.reported_at is not None]
    for ask, found in (
        (Ask.DRIFT_WAITS, waiting),
        (Ask.FIELDS_UNKNOWN, unknown),
        (Ask.DRIFT_REPORTED, reported),
    ):
        for account in dict.fromkeys(one.account for one in found):
            of_it = [one for one in found if one.account == account]
            last = max(of_it, key=lambda one: one.last)
            first = min(one.first for one in of_it)
            yield Task(
                ask=ask,
                subject=last.last_run,
                account=account,
                day=civil_day(first),
                count=len(of_it),
            )


def _of_reports(workplace: Workplace) -> Iterator[Task]:
    for one in reports(workplace, waiting=True):
        day = civil_day(one.reported)
        yield Task(ask=Ask.REPORTED, subject=one.what, account=one.account, day=day)


def _of_access(workplace: Workplace) -> Iterator[Task]:
    for one in access_requests(workplace, waiting=True):
        yield Task(ask=Ask.ACCESS_ASKED, subject=one.by, day=civil_day(one.at))


def _of_platforms(workplace: Workplace, accounts: dict[AccountId, Account]) -> Iterator[Task]:
    """Tell once a platform that is not allowed how many accounts are in use on it."""
    platforms = workplace.register().platforms
    in_use = Counter(
        one.platform for one in accounts.values() if one.status is not AccountStatus.CLOSED
    )
    for platform, count in in_use.items():
        decided = platforms.get(platform)
        if decided is not None and decided.status == Decision.NOT_ALLOWED:
            yield Task(
                ask=Ask.PLATFORM_NOT_ALLOWED,
                subject=platform,
                day=decided.decided,
                count=count,
            )


def _of_mail(workplace: Workplace, roles: set[Role]) -> Iterator[Task]:
    if roles.isdisjoint(ASKED[Ask.MAIL_WAITS]):
        return
    waiting = mail_waits(workplace)
    if waiting is not None:
        yield Task(ask=Ask.MAIL_WAITS, day=civil_day(waiting.since), count=waiting.changes)


def _of_marks(workplace: Workplace, accounts: dict[AccountId, Account]) -> Iterator[Task]:
    for mark in list_marks(workplace, waiting=True):
        if workplace.actor.name not in mark.markers:
            day = civil_day(mark.marked.at)
            yield Task(ask=Ask.MARK_WAITS, subject=mark.id, account=mark.account, day=day)
    for account, count in recurring_marks(workplace).items():
        if accounts[account].status is not AccountStatus.CLOSED:
            yield Task(ask=Ask.MARKS_RECUR, subject=account, account=account, count=count)


def _of_formal(workplace: Workplace, roles: set[Role], sight: Sight) -> Iterator[Task]:
    """Tell once how many replies look formal, since the oldest was taken in.

    Of what was restricted nobody is told: who marked it knows it, and the archivist decided on it.
    """
    if roles.isdisjoint(ASKED[Ask.FORMAL_WAITS]):
        return
    try:
        total = formal_replies(workplace, limit=1, sight=sight).total
        last = formal_replies(workplace, limit=1, offset=max(total - 1, 0), sight=sight)
        oldest = last.replies if total else ()
    except (NotNow, BrokenInput):
        return  # the page itself says that the catalogue can't be asked now
    if total:
        day = civil_day(oldest[0].item.captured_at) if oldest else None
        yield Task(ask=Ask.FORMAL_WAITS, day=day, count=total)


def _of_words(workplace: Workplace, roles: set[Role]) -> Iterator[Task]:
    """Tell once on how many words in free text a detector doubts."""
    if roles.isdisjoint(ASKED[Ask.WORDS_WAIT]):
        return
    try:
        total = words_in_doubt(workplace, limit=0).total
    except (NotNow, BrokenInput):
        return  # the page itself says that the catalogue can't be asked now
    if total:
        yield Task(ask=Ask.WORDS_WAIT, count=total)


def _of_special(workplace: Workplace, roles: set[Role]) -> Iterator[Task]:
    """Tell once how many replies wait for somebody to say whether they are special."""
    if roles.isdisjoint(ASKED[Ask.SPECIAL_WAITS]):
        return
    try:
        total = count_special(workplace)
    except (NotNow, BrokenInput):
        return  # the page itself says that the catalogue can't be asked now
    if total:
        yield Task(ask=Ask.SPECIAL_WAITS, count=total)


def _of_scan(workplace: Workplace) -> Iterator[Task]:
    found = unresolved_scan(workplace)
    if found is not None:
        day = civil_day(found.at)
        yield Task(ask=Ask.SCAN_FOUND, subject=found.name, day=day, count=found.found)


def _of_vault(workplace: Workplace) -> Iterator[Task]:
    for one, state in waiting_requests(workplace):
        is_open = state is VaultState.APPROVED
        until = (is_open and one.holds_until) or one.waits_until
        ask = Ask.VAULT_OPENS if is_open else Ask.VAULT_WAITS
        yield Task(ask=ask, subject=one.id, day=civil_day(until))


def _of_requests(workplace: Workplace) -> Iterator[Task]:
    for one in read_requests(workplace).values():
        if one.state is PersonRequestState.OPEN:
            yield Task(ask=Ask.REQUEST_WAITS, subject=one.id, day=one.due)
    today = workplace.today()
    for dossier in read_dossiers(workplace).values():
        if dossier.state is not DossierState.FROZEN:
            yield Task(
                ask=Ask.DOSSIER_WAITS,
                subject=dossier.id,
                day=dossier.due(today),
                count=len(dossier.documents),
            )


def _of_lists(workplace: Workplace) -> Iterator[Task]:
    withdrawn = withdrawn_lists(workplace)
    for found in read_lists(workplace).values():
        if found.state is not ListState.CERTIFIED and found.id not in withdrawn:
            waits = found.not_before if found.state is ListState.APPROVED else None
            count = len(found.items)
            yield Task(ask=Ask.LIST_WAITS, subject=found.id, count=count, day=waits)


def _of_transfers(workplace: Workplace) -> Iterator[Task]:
    """Tell of decisions that take another person, and of SIPs that no depot confirmed."""
    both, mine = {Role.ARCHIVIST, Role.PRIVACY}, {*workplace.actor.roles}
    since = [
        civil_day(votes[-1].at)
        for _, votes in open_choices(workplace)
        # Where both decided they differ, and either may decide anew.
        if standing_choice(votes) is None
        and mine & (both.difference(*(vote.roles for vote in votes)) or both)
    ]
    if since:
        yield Task(ask=Ask.TRANSFER_UNDECIDED, day=min(since), count=len(since))
    for found in read_transfers(workplace).values():
        if found.state is TransferState.MADE:
            day = civil_day(found.begun)
            yield Task(ask=Ask.TRANSFER_WAITS, subject=found.id, day=day, count=found.objects)


def _of_hotspots(workplace: Workplace) -> Iterator[Task]:
    for found in read_hotspots(workplace).values():
        if found.state is HotspotState.CANDIDATE:
            day = civil_day(found.proposed_at)
            yield Task(ask=Ask.HOTSPOT_WAITS, subject=found.id, day=day)


def _of_selection(workplace: Workplace, accounts: dict[AccountId, Account]) -> Iterator[Task]:
    """Tell once what is still to be decided before content can be appraised."""
    open_ = selection_findings(read_selection(workplace), workplace.today()) if accounts else []
    if open_:
        yield Task(ask=Ask.SELECTION_OPEN, count=len(open_))


def _of_reviews(workplace: Workplace) -> Iterator[Task]:
    """Tell once how many accounts are to be looked at, since the longest overdue."""
    overdue = [one for one in reviews(workplace) if one.overdue]
    if overdue:
        yield Task(ask=Ask.REVIEW_DUE, day=overdue[0].due, count=len(overdue))


def _of_profiles(workplace: Workplace, accounts: dict[AccountId, Account]) -> Iterator[Task]:
    """Tell of each account in use what its profile misses, since it was first seen to miss any."""
    for number, checks in read_profile_checks(workplace).items():
        account = accounts.get(number)
        if account is None or account.status is AccountStatus.CLOSED or checks[0].is_ok:
            continue
        failing = [*takewhile(lambda check: not check.is_ok, checks)]
        yield Task(
            ask=Ask.PROFILE_MISSES,
            subject=number,
            account=number,
            day=civil_day(failing[-1].at),
            count=len(checks[0].wrong),
        )


def _of_policy(workplace: Workplace, accounts: dict[AccountId, Account]) -> Iterator[Task]:
    if workplace.policy().sealed is None and accounts:
        yield Task(ask=Ask.POLICY_MISSING)
    for one in read_policy_history(workplace).waiting.values():
        yield Task(ask=Ask.POLICY_WAITS, subject=one.id, day=civil_day(one.at))


def _of_runs(
    workplace: Workplace, runs: list[PastRun], accounts: dict[AccountId, Account]
) -> Iterator[Task]:
    """Tell of the newest run of each account; an older one was made good by it.

    Of one that still goes on there is nothing to do yet.
    """
    open_ = open_runs(workplace, runs)
    newest: dict[AccountId, PastRun] = {}
    for run in runs:
        newest.setdefault(run.account, run)
    for account in accounts.values():
        last = newest.get(account.id)
        if last is None:
            is_kept = account.status is not AccountStatus.CLOSED
            if is_kept and account.scenario_on(account.registered) is not Scenario.C:
                yield Task(ask=Ask.NEVER_HARVESTED, subject=account.id, account=account.id)
        elif account.id in open_:
            if open_[account.id].goes_on or last.is_stopped:
                continue
            yield Task(
                ask=Ask.RUN_BROKEN_OFF,
                subject=last.id,
                account=account.id,
                day=None if last.is_ahead else civil_day(last.started),
            )
        elif last.gaps:
            yield Task(
                ask=Ask.GAPS,
                subject=last.id,
                account=account.id,
                day=None if last.is_ahead else civil_day(last.started),
                count=len(last.gaps),
            )
