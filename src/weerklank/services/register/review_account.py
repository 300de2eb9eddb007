"""Review account: confirm that what the register says of an account was looked at."""

from weerklank.model.account import Account
from weerklank.model.errors import Refused, WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.json_value import JsonObject
from weerklank.model.person import Role
from weerklank.model.review import LONGEST_REVIEW_TERM, ReviewDue, review_due
from weerklank.model.text import Text
from weerklank.register.book import Register
from weerklank.services.register.edit_account import require_keeper
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
CHANGED_MEANWHILE = fault(
    "REGISTER-071",
    Text(
        nl="Iemand anders heeft intussen gewijzigd wat u nakeek; er is niets vastgelegd.",
        en="Someone else changed meanwhile what you looked at; nothing was recorded.",
    ),
    Text(
        nl="Kijk of klopt wat er nu staat, en doe het dan opnieuw.",
        en="See whether what is there now is right, and then do it again.",
    ),
)


def review_account(workplace: Workplace, name: str, seen: Account | None = None) -> ReviewDue:
    """Record that an account (number, address or handle) was looked at today, by who acts.

    What was found wrong is changed first; the review says that the rest is right. With `seen`,
    what someone had before them, Refused when the account is another by now.
    """
    require_keeper(workplace)
    with locked(workplace.layout.lock("register"), "register", wait=True):
        account = workplace.register().find(name)
        if seen is not None and account != seen:
            raise Refused(CHANGED_MEANWHILE)
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


def set_review_term(workplace: Workplace, months: int, seen: int | None = None) -> int:
    """Set within how many calendar months each account is to be looked at; by a register owner.

    With `seen`, the term that someone had before them, Refused when it is another by now.
    """
    if workplace.actor.name is not None:
        workplace.require(Role.REGISTER_OWNER)
    if not 1 <= months <= LONGEST_REVIEW_TERM:
        raise WrongUse(NO_REVIEW_TERM, months=months, most=LONGEST_REVIEW_TERM)
    with locked(workplace.layout.lock("register"), "register", wait=True):
        # Read also so that no event is dated before the newest that is known.
        if seen not in (None, workplace.register().review_term):
            raise Refused(CHANGED_MEANWHILE)
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
