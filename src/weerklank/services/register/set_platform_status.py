"""Set platform status: what the organisation decided on a platform (requirement A7)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from weerklank.model.account import Account, AccountStatus
from weerklank.model.event import Book
from weerklank.model.ids import AccountId
from weerklank.model.json_value import JsonObject
from weerklank.model.notice import Notice
from weerklank.model.person import Role
from weerklank.model.platform import Platform
from weerklank.model.text import Text, typed
from weerklank.register.book import Register
from weerklank.services.register.agreements import agreement_json, in_force, refuse_other_stand
from weerklank.services.register.edit_account import refuse_future
from weerklank.services.register.last_harvest import require_last_harvests, without_last_harvest
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

STILL_IN_USE = Text(
    nl="Op dit platform staan nog accounts: {accounts}. Oogst ze nog één keer volledig.",
    en="There still are accounts on this platform: {accounts}. Harvest them once more in full.",
)


class Decision(StrEnum):
    """What can be decided on a platform."""

    DESIGNATED = "designated"
    EXPERIMENTAL = "experimental"
    NOT_ALLOWED = "not-allowed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Decided:
    """A platform after the decision, and what to mind."""

    platform: JsonObject
    notices: tuple[Notice, ...]


def set_platform_status(
    workplace: Workplace,
    platform: Platform,
    decision: Decision,
    *,
    decided: date,
    document: str | None = None,
    seen: str | None = None,
    without_harvest: str | None = None,
) -> Decided:
    """Record a decision on a platform, its date and where it can be found.

    A platform is ended only when all of each account on it came in once more, shortly before;
    `without_harvest` says why that can't be had.
    With `seen`, the mark of how the platform stood, Refused when it stands otherwise by now.
    """
    if workplace.actor.name is not None:
        workplace.require(Role.REGISTER_OWNER)
    refuse_future(workplace, decided)
    with locked(workplace.layout.lock("register"), "register", wait=True):
        # Read also so that no event is dated before the newest that is known.
        register = workplace.register()
        refuse_other_stand(register, platform, seen)
        reason = typed(without_harvest or "")
        if decision is Decision.ENDED and not reason:
            require_last_harvests(workplace, platform, _in_use(register, platform), decided)
        data: JsonObject = {
            "decided": decided.isoformat(),
            "document": document,
            "status": decision.value,
        }
        if decision is Decision.ENDED and reason:
            data["without_harvest"] = reason
        workplace.record(Book.REGISTER, "platform.status", platform.value, data)
    register = workplace.register()
    in_use = _accounts(register, platform)
    going = decision in {Decision.NOT_ALLOWED, Decision.ENDED}
    notices = (
        (Notice("still-in-use", STILL_IN_USE, {"accounts": ", ".join(in_use)}),)
        if going and in_use
        else ()
    )
    today = workplace.today()
    return Decided(_platform_json(register, platform, today), notices)


def platform_list(workplace: Workplace) -> list[JsonObject]:
    """Give for every platform what was decided, and which accounts are in use on it."""
    register = workplace.register()
    today = workplace.today()
    return [_platform_json(register, platform, today) for platform in Platform]


def platform_state(register: Register, platform: Platform) -> str | None:
    """Give what was decided on a platform; None as long as nothing was."""
    status = register.platforms.get(platform)
    return status.status if status else None


def _platform_json(register: Register, platform: Platform, today: date) -> JsonObject:
    status = register.platforms.get(platform)
    agreement = in_force(register, platform, today)
    return {
        "platform": platform.value,
        "state": status.status if status else None,
        "decided": status.decided.isoformat() if status else None,
        "document": status.document if status else None,
        "without_harvest": status.without_harvest if status else None,
        "accounts": [*_accounts(register, platform)],
        "agreement": agreement_json(agreement, today) if agreement else None,
        "history": [
            {
                "state": one.status,
                "decided": one.decided.isoformat(),
                "document": one.document,
                "without_harvest": one.without_harvest,
            }
            for one in register.platform_history.get(platform, [])
        ],
    }


def lacking_harvest(workplace: Workplace, platform: Platform, decided: date) -> list[AccountId]:
    """Give the accounts that stand in the way of ending a platform on a day."""
    accounts = _in_use(workplace.register(), platform)
    return without_last_harvest(workplace, accounts, decided)


def _accounts(register: Register, platform: Platform) -> list[AccountId]:
    return [account.id for account in _in_use(register, platform)]


def _in_use(register: Register, platform: Platform) -> list[Account]:
    return [
        account
        for account in register.accounts.values()
        if account.platform is platform and account.status is not AccountStatus.CLOSED
    ]
