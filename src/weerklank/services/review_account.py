"""Review account: confirm that what the register says of an account was looked at."""

from weerklank.model.account import Account
from weerklank.model.errors import WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.json_value import JsonObject
from weerklank.model.person import Role
from weerklank.model.review import LONGEST_REVIEW_TERM, ReviewDue, review_due
from weerklank.model.text import Text
from weerklank.register.book import Register
from weerklank.services.edit_account import require_keeper
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

NO_REVIEW_TERM = fault(
    "REGISTER-062",
    Text(
        nl="{months} is geen termijn van nalopen: kies 1 tot en met {most} maanden.",
        en="{months} is no term of reviews: choose 1 to {most} months.",
    ),
    Text(
        nl="Geef een heel aantal maanden; een half jaar is gewoon.",
        en="Give a number of months; half a year is usual.",
    ),
)


def review_account(workplace: Workplace, name: str) -> ReviewDue:
    """Record that an account (number, address or handle) was looked at today, by who acts.

    What was found wrong is changed first; the review says that the rest is right.
    """
    require_keeper(workplace)
    with locked(workplace.layout.lock("register"), "register", wait=True):
        account = workplace.register().find(name)
        workplace.record(Book.REGISTER, "account.reviewed", account.id, {})
    return _due(workplace, workplace.register(), account)


def reviews(workplace: Workplace) -> list[ReviewDue]:
    """Give for every account when it is to be reviewed, the longest overdue first."""
    register = workplace.register()
    found = [_due(workplace, register, account) for account in register.accounts.values()]
    return sorted(found, key=lambda one: (one.due is None, one.due, one.account))


def review_of(workplace: Workplace, register: Register, account: Account) -> JsonObject:
    """Give when one account is to be reviewed, as JSON."""
    return review_json(_due(workplace, register, account))


def set_review_term(workplace: Workplace, months: int) -> int:
    """Set within how many calendar months each account is to be looked at; by a register owner."""
    if workplace.actor.name is not None:
        workplace.require(Role.REGISTER_OWNER)
    if not 1 <= months <= LONGEST_REVIEW_TERM:
        raise WrongUse(NO_REVIEW_TERM, months=months, most=LONGEST_REVIEW_TERM)
    with locked(workplace.layout.lock("register"), "register", wait=True):
        workplace.register()  # an event is never dated before the newest that is known
        workplace.record(Book.REGISTER, "review.term", "register", {"months": months})
    return months


def _due(workplace: Workplace, register: Register, account: Account) -> ReviewDue:
    today = workplace.today()
    return review_due(account, register.reviews.get(account.id), register.review_term, today)


def review_json(due: ReviewDue) -> JsonObject:
    """Write when an account is to be reviewed as JSON."""
    return {
        "account": due.account,
        "last": due.last.isoformat() if due.last else None,
        "by": due.by,
        "due": due.due.isoformat() if due.due else None,
        "overdue": due.overdue,
    }
