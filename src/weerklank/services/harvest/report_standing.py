"""Report standing: a harvest tells the register's owner what it finds of an account (A2).

That it moved or was suspended, as its platform says, and that it is silent for long.
"""

from datetime import timedelta

from weerklank.catalogue.held_days import EPOCH
from weerklank.harvest.standing import TellsStanding
from weerklank.model.account import Account, AccountStatus
from weerklank.model.change_report import Reported
from weerklank.model.clock import civil_day
from weerklank.model.hand_in import add_months
from weerklank.model.run import RunReport
from weerklank.model.silence import SILENCE
from weerklank.services.catalogue.consult_catalogue import consult
from weerklank.services.register.report_change import report_found, withdraw_found
from weerklank.services.workplace import Workplace

#: What the owner settled is reported again when it is still so after this long.
_AGAIN_AFTER = timedelta(days=182)
#: In the register, which has no language of its own.
THERE_AGAIN = "Het account antwoordt weer. The account answers again."
OURS_AGAIN = "Onder de naam staat het eigen account. The account of that name is the own one."


def report_standing(
    workplace: Workplace,
    account: Account,
    report: RunReport,
    live: object,
    stood: frozenset[str] | None = None,
) -> None:
    """Report what a look at an account tells of it. The caller seals the events.

    `stood` is what it told of itself at the look before: what it did not tell then is news,
    however short ago the owner settled that it was so once; None where nobody noted it.

    That it is silent is told by a complete run alone: of others something may be missing.
    """
    withdraw_found(workplace, account, Reported.CLOSED, THERE_AGAIN)
    # Who took the name is never read this far.
    withdraw_found(workplace, account, Reported.KIND, OURS_AGAIN)
    found = [*live.standing] if isinstance(live, TellsStanding) else []
    news = [what for what in found if stood is not None and what.value not in stood]
    if report.complete and _is_silent(workplace, account):
        found.append(Reported.SILENT)
    for what in found:
        if what in news or not _is_told(workplace, account, what):
            report_found(workplace, account, report.run, what)


def _is_silent(workplace: Workplace, account: Account) -> bool:
    """Tell whether nothing of the account itself appeared for long; by the day that it began."""
    if account.status is not AccountStatus.ACTIVE:
        return False
    rows = consult(workplace, lambda catalogue: [*catalogue.database.days.of(account.id)])
    last = max((EPOCH + timedelta(days=day) for day, _, posts, *_ in rows if posts), default=None)
    return add_months(last or account.registered, SILENCE.months) < workplace.today()


def _is_told(workplace: Workplace, account: Account, what: Reported) -> bool:
    """Tell whether a run reported it, and the owner knows of it since not very long."""
    since = workplace.today() - _AGAIN_AFTER
    return any(
        one.by_run
        and one.account == account.id
        and one.what is what
        and (one.settled is None or civil_day(one.settled) > since)
        for one in workplace.register().reports.values()
    )
