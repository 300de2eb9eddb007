"""End terms: destroy sealed originals that were kept as long as policy had it, by themselves.

Each account has a decision of its own, so that its next run finishes what a dead process began;
the search of every byte is one for all.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date

from weerklank.model.data_key import kept_until
from weerklank.model.errors import BrokenInput, Locked, NotNow, WeerklankError
from weerklank.model.event import Book
from weerklank.model.ids import AccountId
from weerklank.package.original_line import key_of_original
from weerklank.services.change.execute_destruction import finish_destructions, refuse_waiting
from weerklank.services.change.finish_terms import TermsEnded, destroy_left, finish
from weerklank.services.change.recover import recover
from weerklank.services.seal.check_sources import SourceCheck
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.seal.stated_time import refuse_early
from weerklank.services.seal.term_of_originals import (
    BEGUN,
    Sealed,
    TermEnd,
    open_terms,
    sealed_packages,
)
from weerklank.services.workplace import Workplace, session_name
from weerklank.store.lock import locked
from weerklank.store.members import read_lines
from weerklank.store.ocfl import ORIGINALS


@dataclass(slots=True)
class Tried:
    """What became of the terms that ended; `errors` are of accounts that wait for next time."""

    ended: TermsEnded | None = None
    errors: list[WeerklankError] = field(default_factory=list)


@dataclass(slots=True)
class Kept:
    """Sealed originals that are kept until the same day."""

    #: Last day; None of those that have none, as an older version of the program sealed them.
    until: date | None
    originals: int = 0
    accounts: set[AccountId] = field(default_factory=set)


def kept_originals(workplace: Workplace) -> list[Kept]:
    """Give how many sealed originals there are, by the day until which they are kept.

    Reads every line of the vault, and opens none.
    """
    found: dict[date | None, Kept] = {}
    for sealed in sealed_packages(workplace):
        for line in read_lines(sealed.vault / ORIGINALS):
            name = key_of_original(line)
            if name is not None:
                until = kept_until(name)
                kept = found.setdefault(until, Kept(until))
                kept.originals += 1
                kept.accounts.add(sealed.package.name.account)
    return sorted(found.values(), key=lambda one: one.until or date.max)


def end_terms(workplace: Workplace) -> Tried:
    """Destroy the sealed originals whose last day is past; finishes what a dead process began.

    An account on which a run or a destruction is at work waits, and so does a package that is
    damaged; and all that is due, when the clock runs ahead of the time-stamp authority.
    """
    tried = Tried()
    due = _accounts_due(workplace)
    if due:
        try:
            refuse_early(workplace)
        except NotNow as error:
            tried.errors.append(error)
            due = frozenset()
    accounts = sorted(due.union(one.account for one in open_terms(workplace)))
    if not accounts:
        destroy_left(workplace)
        return tried
    workplace.demand_sound()
    waiting = finish_destructions(workplace)
    terms: list[TermEnd] = []
    with ExitStack() as stack:
        for account in accounts:
            try:
                refuse_waiting(waiting, [account])
                lock = workplace.layout.lock(f"account-{account}")
                stack.enter_context(locked(lock, account))
                recover(workplace, account)
                terms += _begin(workplace, account, tried.errors) if account in due else ()
            except (Locked, BrokenInput) as error:
                tried.errors.append(error)
        if terms:
            seal_events(workplace)
            tried.ended = finish(workplace, terms)
    return tried


def _accounts_due(workplace: Workplace) -> frozenset[AccountId]:
    today = workplace.today()
    return frozenset(
        one.package.name.account for one in sealed_packages(workplace) if one.keys_due(today)
    )


def _begin(
    workplace: Workplace, account: AccountId, errors: list[WeerklankError]
) -> Iterator[TermEnd]:
    """Write the intent, when anything of an account is due: from here on it only goes forward."""
    due = list(_sound(workplace, account, errors))
    if not due:
        return
    keys = {name for one in due for name in one.keys_due(workplace.today())}
    named = tuple((one.package.name, one.package.generation) for one in due)
    term = TermEnd(f"term-{session_name()}", account, frozenset(keys), named)
    workplace.record(
        Book.DECISIONS,
        BEGUN,
        term.id,
        {
            "account": account,
            "keys": [*sorted(keys)],
            "packages": [
                {"generation": generation, "package": str(name)} for name, generation in named
            ],
        },
    )
    yield term


def _sound(
    workplace: Workplace, account: AccountId, errors: list[WeerklankError]
) -> Iterator[Sealed]:
    """Give the packages of an account of which something is due, but those that are damaged."""
    check = SourceCheck(workplace)
    for one in sealed_packages(workplace):
        if one.package.name.account != account or not one.keys_due(workplace.today()):
            continue
        try:
            check.check([(one.package.name, one.package.generation)])
        except BrokenInput as damage:
            errors.append(damage)
        else:
            yield one
