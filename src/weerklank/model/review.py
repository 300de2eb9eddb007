"""Review: that somebody looked whether what the register says of an account is still so."""

from dataclasses import dataclass
from datetime import date

from weerklank.model.account import Account, AccountStatus
from weerklank.model.hand_in import add_months
from weerklank.model.ids import AccountId

#: Calendar months within which each account is looked at, where the organisation set no term.
USUAL_REVIEW_TERM = 6
#: The longest term that may be set, in calendar months.
LONGEST_REVIEW_TERM = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """When an account was looked at last, and by whom."""

    day: date
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDue:
    """When an account is to be looked at again."""

    account: AccountId
    #: None as long as nobody did.
    last: date | None
    by: str | None
    #: Last day to do it; None for an account that is closed.
    due: date | None
    overdue: bool


def review_due(account: Account, review: Review | None, term: int, today: date) -> ReviewDue:
    """Tell when an account is to be reviewed: a term of months after the last time.

    The first term begins on the day of registration. A closed account changes no more. Module 3
    asks that changes reach the register at once; the review finds those that did not.
    """
    begin = review.day if review else account.registered
    closed = account.status is AccountStatus.CLOSED
    due = None if closed else add_months(begin, term)
    return ReviewDue(
        account=account.id,
        last=review.day if review else None,
        by=review.by if review else None,
        due=due,
        overdue=due is not None and today > due,
    )
