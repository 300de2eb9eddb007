"""Tasks: what is asked, of whom, and how urgent it is.

Order: a term in days, then what is being lost, then decisions of others that wait, then hygiene.
What has no term at all never stands above what is to be done today or is overdue.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from weerklank.model.ids import AccountId
from weerklank.model.person import Role
from weerklank.services.guide.first_hour import DONE_BY, HourStep
from weerklank.services.vault.request_opening import REQUESTERS


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
    DOSSIER_DISAGREED = "dossier-disagreed"
    DOSSIER_ANSWERED = "dossier-answered"
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
    PLAN_UNOWNED = "plan-unowned"
    BELOW_MINIMUM = "below-minimum"
    DRIFT_REPORTED = "drift-reported"
    DRIFT_WAITS = "drift-waits"
    FIELDS_UNKNOWN = "fields-unknown"
    SPECIAL_WAITS = "special-waits"
    WORDS_WAIT = "words-wait"
    NEVER_HARVESTED = "never-harvested"
    MAIL_WAITS = "mail-waits"
    TASK_MAIL_WAITS = "task-mail-waits"
    PLATFORM_NOT_ALLOWED = "platform-not-allowed"
    REPORTED = "reported"
    ACCESS_ASKED = "access-asked"
    MARKS_RECUR = "marks-recur"
    PROFILE_MISSES = "profile-misses"
    HANDIN_DUE = "handin-due"
    REVIEW_DUE = "review-due"
    HOUR_ORGANISATION = "hour-organisation"
    HOUR_KEYS = "hour-keys"
    HOUR_ACCOUNT = "hour-account"
    HOUR_POLICY = "hour-policy"
    HOUR_HARVEST = "hour-harvest"
    HOUR_REPORT = "hour-report"
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
    # A second reader does not agree: an officer answers, and a second reader decides anew.
    Ask.DOSSIER_DISAGREED: frozenset({Role.WOO}),
    Ask.DOSSIER_ANSWERED: frozenset({Role.WOO, Role.REVIEWER}),
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
    # Who saw to it is gone; another is named by who may change the plan.
    Ask.PLAN_UNOWNED: frozenset({Role.ARCHIVIST}),
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
    # Who is to hear of tasks of Woo requests, and who keeps the mail server.
    Ask.TASK_MAIL_WAITS: frozenset({Role.WOO, Role.OPERATOR}),
    # An account on a platform that is not allowed is reported (A7).
    Ask.PLATFORM_NOT_ALLOWED: frozenset({Role.REGISTER_OWNER, Role.COMMUNICATION}),
    Ask.REPORTED: frozenset({Role.REGISTER_OWNER}),
    Ask.ACCESS_ASKED: frozenset({Role.REGISTER_OWNER}),
    Ask.MARKS_RECUR: frozenset({Role.REGISTER_OWNER, Role.COMMUNICATION}),
    # Who runs accounts, and whose overview says that they are official (B2).
    Ask.PROFILE_MISSES: frozenset({Role.REGISTER_OWNER, Role.COMMUNICATION}),
    Ask.HANDIN_DUE: frozenset({Role.MAKER, Role.COMMUNICATION}),
    Ask.REVIEW_DUE: frozenset({Role.REGISTER_OWNER, Role.COMMUNICATION}),
    # Steps of the first hour that were skipped (screens.md 5.22).
    Ask.HOUR_ORGANISATION: frozenset(DONE_BY[HourStep.ORGANISATION]),
    Ask.HOUR_KEYS: frozenset(DONE_BY[HourStep.KEYS]),
    Ask.HOUR_ACCOUNT: frozenset(DONE_BY[HourStep.ACCOUNT]),
    Ask.HOUR_POLICY: frozenset(DONE_BY[HourStep.POLICY]),
    Ask.HOUR_HARVEST: frozenset(DONE_BY[HourStep.HARVEST]),
    Ask.HOUR_REPORT: frozenset(DONE_BY[HourStep.REPORT]),
    Ask.NEVER_CHECKED: frozenset({Role.ARCHIVIST, Role.OPERATOR}),
    Ask.CHECK_OLD: frozenset({Role.ARCHIVIST, Role.OPERATOR}),
}


#: Of these the day is the last one to do it; of all others that since which it waits.
TERMED = frozenset(
    {
        Ask.DOSSIER_ANSWERED, Ask.DOSSIER_DISAGREED, Ask.DOSSIER_WAITS,
        Ask.HANDIN_DUE, Ask.HANDIN_MISSED,
        Ask.HANDIN_OVERDUE, Ask.PLAN_OVERDUE, Ask.REQUEST_WAITS, Ask.REVIEW_DUE, Ask.VAULT_OPENS,
        Ask.VAULT_WAITS,
    }
)  # fmt: skip


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

    def is_due(self, today: date) -> bool:
        """Tell whether its term ends today or is over."""
        return self.ask in TERMED and self.day is not None and self.day <= today


def by_urgency(tasks: Iterable[Task], today: date) -> list[Task]:
    """Order tasks, the most urgent first."""
    found = sorted(tasks, key=lambda one: (_RANK[one.ask], one.day or date.max, one.subject))
    due = [at for at, one in enumerate(found) if one.is_due(today)]
    until = due[-1] + 1 if due else 0
    dated = [one for one in found[:until] if one.day is not None]
    undated = [one for one in found[:until] if one.day is None]
    return [*dated, *undated, *found[until:]]


_RANK = {ask: rank for rank, ask in enumerate(Ask)}
