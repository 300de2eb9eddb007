"""Not harvested: why nothing comes of an account any more, and what is not asked of it then."""

from datetime import date

from weerklank.model.account import Account, AccountStatus, Scenario
from weerklank.model.day_words import day_said
from weerklank.model.text import Text
from weerklank.register.book import PlatformStatus

BY_HAND = Text(
    "hybride en persoonlijke accounts worden per bericht aangeleverd",
    "hybrid and personal accounts are handed in post by post",
)
_CLOSED = Text("het account is opgeheven op {day}", "the account was closed on {day}")
_ENDED = Text("het platform is beëindigd", "the platform has ended")
#: What goes for accounts alone that are harvested as a whole.
OF_WHOLE = (
    "posts",
    "data_and_page",
    "compared",
    "agreement",
    "same",
    "gaps",
    "fields",
    "last_harvest",
    "deletions",
)
#: What goes for accounts alone of which something still comes.
OF_LIVE = ("last_harvest", "deletions")


def is_by_hand(account: Account, today: date) -> bool:
    """Tell whether it is handed in post by post, and never was harvested as a whole."""
    return account.scenarios_until(today) == {Scenario.C}


def why_not_harvested(account: Account, status: PlatformStatus | None, today: date) -> Text | None:
    """Say why nothing is to be harvested of an account any more, or ever."""
    if account.scenario_on(today) is Scenario.C:
        return BY_HAND
    if account.status is AccountStatus.CLOSED:
        return _CLOSED.filled(day=day_said(account.status_since or today))
    return _ENDED if status is not None and status.status == "ended" else None


def why_not_asked(
    check: str, account: Account, status: PlatformStatus | None, today: date
) -> Text | None:
    """Say why a check asks nothing of an account as it is today; None where it does."""
    checks = (*OF_WHOLE, "profile") if is_by_hand(account, today) else OF_LIVE
    return why_not_harvested(account, status, today) if check in checks else None
