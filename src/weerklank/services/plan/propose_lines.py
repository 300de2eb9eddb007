"""Propose lines: for each check that was measured below full, and has no line in the plan yet."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from weerklank.harvest.port import Connector
from weerklank.model.account import AccountStatus
from weerklank.model.completeness import (
    Check,
    KeptMeasurement,
    KeptResult,
    Verdict,
    Yardstick,
)
from weerklank.model.ids import AccountId
from weerklank.model.plan import Aim, PlanState
from weerklank.model.text import Text
from weerklank.services.oversee.technique_looks import looks_of
from weerklank.services.plan.limits_of_check import limits_of_check
from weerklank.services.plan.suggestions import SUGGESTIONS
from weerklank.services.runs.open_gaps import open_gaps
from weerklank.services.runs.read_measurements import last_whole
from weerklank.services.runs.read_plan import limits_of, plan_standing
from weerklank.services.runs.read_runs import read_runs
from weerklank.services.seal.read_yardstick import yardstick_of
from weerklank.services.workplace import Workplace

#: The check that counts gaps: what the runs told of them goes along.
_GAPS = "gaps"
#: Checks of the archive as a whole, which every account shares: one line for all of them.
OF_ARCHIVE = frozenset(("copies", "restore", "roles", "stamped", "transferred"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A check that falls short, with what may help."""

    #: None: of the whole organisation.
    account: AccountId | None
    check: Check
    result: KeptResult
    measured: datetime
    aim: Aim
    measure: Text
    #: What the platform can never give that bears on it, by the word of the connector.
    limits: dict[str, Text]
    #: Of gaps: what the last run of each technique missed.
    gaps: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposals:
    """What is proposed, and what can't be as nobody measured it."""

    lines: tuple[Proposal, ...]
    #: Accounts in use that were never measured.
    unmeasured: tuple[AccountId, ...]
    #: Checks that were not checked in the newest measurements.
    not_checked: int
    #: Whether anything was ever measured: else nothing is known to be in order either.
    is_measured: bool


#: What is said in place of proposals, where nothing was ever measured.
NEVER_MEASURED = Text("Er is nog niet gemeten.", "Nothing was measured yet.")


def propose_lines(workplace: Workplace, connectors: Iterable[Connector]) -> Proposals:
    """Propose a line for each shortfall of the newest measurement of each account.

    Of one that was closed too: what is held of it stays to be kept, and may get lost.

    What is below its minimum goes first. Nothing is proposed where a line for the same aim is open
    or stands as a limit.
    """
    connectors = [*connectors]
    taken = {
        (one.line.account, one.line.check, one.line.aim)
        for one in plan_standing(workplace, connectors)
        if one.state is not PlanState.CLOSED
    }
    limits, yardstick = limits_of(connectors), yardstick_of(workplace)
    lines: list[Proposal] = []
    unmeasured, not_checked, is_measured = [], 0, False

    together = last_whole(workplace, None)
    if together is not None:
        is_measured = True
        lines += _shortfalls(workplace, yardstick, together, {})
    for account in workplace.register().accounts.values():
        measured = last_whole(workplace, account.id)
        if measured is None:
            if account.status is not AccountStatus.CLOSED:
                unmeasured.append(account.id)
            continue
        is_measured = True
        not_checked += measured.band.counts[Verdict.NOT_CHECKED] - measured.band.empty
        lines += _shortfalls(workplace, yardstick, measured, limits.get(account.platform, {}))
    lines = [one for one in lines if (one.account, one.check.id, one.aim) not in taken]
    lines.sort(key=lambda one: one.result.verdict is not Verdict.BELOW)
    return Proposals(
        lines=tuple(lines),
        unmeasured=tuple(unmeasured),
        not_checked=max(not_checked, 0),
        is_measured=is_measured,
    )


def _shortfalls(
    workplace: Workplace, yardstick: Yardstick, newest: KeptMeasurement, known: dict[str, Text]
) -> Iterator[Proposal]:
    """Give what a measurement says falls short; what all accounts share is of the organisation."""
    for check in yardstick.checks:
        result = newest.results.get(check.id)
        is_here = (check.id in OF_ARCHIVE) is (newest.account is None)
        if is_here and result and _aim(check, result):
            yield _proposal(workplace, newest, check, result, known)


def _aim(check: Check, result: KeptResult) -> Aim | None:
    """Give what to work towards; None for what is full or was not checked."""
    if result.verdict is Verdict.BELOW:
        return Aim.MINIMUM if check.minimum is not None else Aim.FULL
    return Aim.FULL if result.verdict is Verdict.IN_BAND else None


def _proposal(
    workplace: Workplace,
    newest: KeptMeasurement,
    check: Check,
    result: KeptResult,
    known: dict[str, Text],
) -> Proposal:
    return Proposal(
        account=newest.account,
        check=check,
        result=result,
        measured=newest.at,
        aim=_aim(check, result) or Aim.FULL,
        measure=SUGGESTIONS[check.id],
        limits=limits_of_check(check.id, known),
        gaps=_gaps(workplace, newest.account) if check.id == _GAPS else (),
    )


def _gaps(workplace: Workplace, account: AccountId | None) -> tuple[Text, ...]:
    """Give what each technique left open, as the check counts it."""
    looks = looks_of(read_runs(workplace, account))
    found = (gap.reason for look in looks.values() for _, gap in open_gaps(look.runs))
    return tuple(dict.fromkeys(found))
