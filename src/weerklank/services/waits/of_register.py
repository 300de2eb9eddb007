"""What waits of the register: hand-ins, reviews, reports, profiles, and mail."""

from collections import Counter
from collections.abc import Iterator
from itertools import takewhile

from weerklank.model.account import Account, AccountStatus
from weerklank.model.clock import civil_day
from weerklank.model.hand_in import reminder_of
from weerklank.model.ids import AccountId
from weerklank.model.person import Role
from weerklank.services.people.access import access_requests
from weerklank.services.profile.past_checks import read_profile_checks
from weerklank.services.register.mail_waits import mail_waits
from weerklank.services.register.read_hand_ins import read_hand_ins
from weerklank.services.register.report_change import reports
from weerklank.services.register.review_account import reviews
from weerklank.services.register.set_platform_status import Decision
from weerklank.services.waits.task import ASKED, Ask, Task
from weerklank.services.workplace import Workplace


def of_hand_ins(workplace: Workplace, accounts: dict[AccountId, Account]) -> Iterator[Task]:
    """Tell of what was handed in and waits, and of terms of hand-in that run or are past."""
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


def of_reviews(workplace: Workplace) -> Iterator[Task]:
    """Tell once how many accounts are to be looked at, since the longest overdue."""
    overdue = [one for one in reviews(workplace) if one.overdue]
    if overdue:
        yield Task(ask=Ask.REVIEW_DUE, day=overdue[0].due, count=len(overdue))


def of_profiles(workplace: Workplace, accounts: dict[AccountId, Account]) -> Iterator[Task]:
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


def of_reports(workplace: Workplace) -> Iterator[Task]:
    """Tell of each change that somebody reported."""
    for one in reports(workplace, waiting=True):
        day = civil_day(one.reported)
        yield Task(ask=Ask.REPORTED, subject=one.what, account=one.account, day=day)


def of_access(workplace: Workplace) -> Iterator[Task]:
    """Tell of who asks for access."""
    for one in access_requests(workplace, waiting=True):
        yield Task(ask=Ask.ACCESS_ASKED, subject=one.by, day=civil_day(one.at))


def of_platforms(workplace: Workplace, accounts: dict[AccountId, Account]) -> Iterator[Task]:
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


def of_mail(workplace: Workplace, roles: set[Role]) -> Iterator[Task]:
    """Tell how many changes of the register could not be mailed."""
    if roles.isdisjoint(ASKED[Ask.MAIL_WAITS]):
        return
    waiting = mail_waits(workplace)
    if waiting is not None:
        yield Task(ask=Ask.MAIL_WAITS, day=civil_day(waiting.since), count=waiting.changes)
