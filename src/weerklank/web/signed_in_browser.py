"""The signed-in browser of an account, as the screen of its connection shows it."""

from dataclasses import dataclass
from datetime import datetime

from weerklank import bootstrap
from weerklank.model.account import Account
from weerklank.model.browser_profile import BrowserProfile
from weerklank.model.errors import WeerklankError
from weerklank.model.run import Technique
from weerklank.services.harvest.browser_profile import ended_on, held_profile
from weerklank.services.harvest.techniques_of import harvested_by
from weerklank.web.visit import Visit


@dataclass(frozen=True, slots=True)
class BrowserShown:
    """What the screen shows of it."""

    held: BrowserProfile | None
    #: When the last of its cookies ended; None while one holds, or ends with its session.
    ended: datetime | None
    #: It is of another address than the account has now: no harvest uses it.
    is_of_before: bool
    #: What is kept of it can't be read.
    is_damaged: bool = False


def browser_shown(visit: Visit, account: Account) -> BrowserShown | None:
    """Give what is shown; None where no pages of the platform are recorded."""
    if Technique.BROWSER not in harvested_by(bootstrap.connectors(), account.platform):
        return None
    try:
        held = held_profile(visit.workplace, account.id)
    except WeerklankError:
        return BrowserShown(None, None, is_of_before=False, is_damaged=True)
    if held is None:
        return BrowserShown(None, None, is_of_before=False)
    return BrowserShown(
        held,
        ended_on(held, visit.workplace.clock.now()),
        is_of_before=held.url != account.url,
    )
