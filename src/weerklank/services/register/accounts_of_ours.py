"""Tell by handle which accounts are of ours: who stays named, and who comes in as a whole."""

from collections.abc import Iterable
from datetime import date

from weerklank.model.account import Account, Scenario
from weerklank.model.platform import Platform
from weerklank.register.book import Register


def listed_accounts(register: Register) -> frozenset[tuple[Platform, str]]:
    """Give the accounts of the register, by each handle they had or have: they stay named.

    Handles that runs reported are not among them.
    """
    return _by_handle(register.accounts.values())


def come_in_themselves(
    register: Register, account: Account, day: date
) -> frozenset[tuple[Platform, str]]:
    """Give by handle the other accounts that are taken in as a whole: their replies are theirs."""
    return _by_handle(
        other
        for other in register.accounts.values()
        if other.id != account.id and other.scenario_on(day) is not Scenario.C
    )


def _by_handle(accounts: Iterable[Account]) -> frozenset[tuple[Platform, str]]:
    handles: set[tuple[Platform, str]] = set()
    for account in accounts:
        handles.add((account.platform, account.handle))
        handles.update((had.platform, had.handle) for had in account.former_handles)
    return frozenset(handles)
