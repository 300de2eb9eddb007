"""Of which platforms an account can be harvested: asked once, as connectors stay the same."""

from functools import cache

from weerklank import bootstrap
from weerklank.model.account import Account
from weerklank.model.platform import Platform
from weerklank.model.text import Text
from weerklank.services.harvest.demand_decision import lacks_decision_on
from weerklank.services.schedule.ask_pages import ask_pages, may_be_asked
from weerklank.services.schedule.whats_due import Harvestable, platforms_of
from weerklank.services.workplace import Workplace


@cache
def platforms() -> Harvestable:
    """Give the platforms that the installed connectors can harvest."""
    return platforms_of(bootstrap.connectors())


def records_pages(workplace: Workplace, account: Account) -> bool:
    """Tell whether the pages of an account may be recorded as a whole."""
    return may_be_asked(workplace, bootstrap.connectors(), account)


def want_pages(workplace: Workplace, number: str) -> None:
    """Ask for the pages of an account; Refused for what may not be recorded."""
    ask_pages(workplace, bootstrap.connectors(), number)


def undecided(workplace: Workplace, platform: Platform) -> Text | None:
    """Say why nothing may be asked of a platform before that is decided; None when it may."""
    return lacks_decision_on(workplace, bootstrap.connectors(), platform)
