"""Remind makers: when the next hand-in of each account is due, and what is amiss."""

from collections.abc import Iterable

from weerklank.model.account import Account
from weerklank.model.hand_in import HandIn, HandInState, Reminder, reminder_of
from weerklank.model.ids import AccountId
from weerklank.model.json_value import Json
from weerklank.services.register.read_hand_ins import read_hand_ins
from weerklank.services.workplace import Workplace


def reminders_json(workplace: Workplace, accounts: Iterable[Account]) -> dict[AccountId, Json]:
    """Give for each account what its maker is reminded of; None where nothing is handed in."""
    hand_ins = list(read_hand_ins(workplace).values())
    today = workplace.today()
    return {
        account.id: _reminder(reminder_of(account, hand_ins, today), _count(account, hand_ins))
        for account in accounts
    }


def _count(account: Account, hand_ins: list[HandIn]) -> int:
    """Count the posts of an account that were confirmed, each once."""
    posts = {
        key
        for hand_in in hand_ins
        if hand_in.account == account.id and hand_in.state is HandInState.CONFIRMED
        for key in hand_in.posts
    }
    return len(posts)


def _reminder(reminder: Reminder | None, posts: int) -> Json:
    if reminder is None:
        return None
    return {
        "due": reminder.due.isoformat() if reminder.due else None,
        "last": reminder.last.isoformat() if reminder.last else None,
        "missed": reminder.missed,
        "overdue": reminder.overdue,
        "posts": posts,
        "term": reminder.term,
        "waiting": list(reminder.waiting),
    }
