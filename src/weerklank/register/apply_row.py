"""Apply row: an account as it is once the facts of a row hold.

Several values in a cell are all that there are: one that is not there any more goes. Dated values
take the place of those that were known; one without a day holds from the day of the statement.
What runs saw stays, whatever a file says: it can be added to, and not be taken away.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from weerklank.model.account import (
    Account,
    AccountKind,
    DatedKind,
    DatedProcess,
    DatedReplies,
    Replies,
    Tenure,
)
from weerklank.model.errors import WrongUse, fault
from weerklank.model.text import Text
from weerklank.register.cells import Entry
from weerklank.register.stated import CellError, Dated, Stated, wrong

REGISTERED_STAYS = fault(
    "REGISTER-051",
    Text(
        nl="Account {account} is geregistreerd op {known}; dat verandert een bestand niet.",
        en="Account {account} was registered on {known}; a file does not change that.",
    ),
    Text(nl="Laat de cel leeg.", en="Leave the cell empty."),
)
SEVERAL_UNDATED = fault(
    "REGISTER-052",
    Text(
        nl="Er staat meer dan één waarde zonder dag, of twee keer dezelfde dag.",
        en="More than one value has no day, or one day stands there twice.",
    ),
    Text(
        nl="Geef bij elke waarde de eerste dag: 'corporate vanaf 2022-01-01; hybride vanaf "
        "2025-03-01'.",
        en="Give the first day of each value: 'corporate from 2022-01-01; hybrid from "
        "2025-03-01'.",
    ),
)

_AFTER_START = Text("een laatste dag na de eerste", "a last day after the first")
T = TypeVar("T", DatedKind, DatedReplies)


def apply_row(account: Account, stated: Stated, today: date) -> Account:
    """Give the account with what a row states; CellError for what can't be.

    The address and the accounts that manage it are not looked at here.
    """
    since = stated.since or today
    changed = replace(
        account,
        named_after=stated.named_after or account.named_after,
        unit=account.unit if stated.unit is None else stated.unit.strip() or None,
        openness=stated.openness or account.openness,
        managers=account.managers if stated.managers is None else stated.managers,
        processes=_processes(account, stated.processes, since),
        tenures=_tenures(account, stated.tenures),
        kinds=_kinds(account, stated.kinds, since),
        replies=_replies(account, stated.replies, since),
        former_handles=(
            account.former_handles if stated.former_handles is None else stated.former_handles
        ),
        registered=_registered(account, stated),
    )
    changed = replace(changed, kind=changed.kind_on(today))
    return _seen(_scalars(changed, stated, since), stated)


def _scalars(account: Account, stated: Stated, since: date) -> Account:
    status, intention = stated.status or account.status, stated.intention or account.intention
    status_since, intention_since = account.status_since, account.intention_since
    if status is not account.status:
        status_since = since
    if intention is not account.intention:
        intention_since = since
    cleared = stated.cleared
    term = account.handin_term if stated.handin_term is None else stated.handin_term
    return replace(
        account,
        status=status,
        status_since=None if "status_since" in cleared else stated.status_since or status_since,
        intention=None if "intention" in cleared else intention,
        intention_since=(
            None
            if {"intention", "intention_since"} & cleared
            else stated.intention_since or intention_since
        ),
        handin_term=None if "handin_term" in cleared else term,
    )


def _seen(account: Account, stated: Stated) -> Account:
    def first(known: date | None, new: date | None) -> date | None:
        return min((day for day in (known, new) if day), default=None)

    return replace(
        account,
        replies_received_since=first(
            account.replies_received_since, stated.replies_received_since
        ),
        answered_since=first(account.answered_since, stated.answered_since),
        two_way_seen=tuple(sorted({*account.two_way_seen, *(stated.two_way_seen or ())})),
    )


def _registered(account: Account, stated: Stated) -> date:
    if stated.registered is None or stated.registered == account.registered:
        return account.registered
    fault_ = WrongUse(REGISTERED_STAYS, account=account.id, known=account.registered)
    raise CellError("registered", fault_)


def _one_each(column: str, stated: tuple[Dated, ...], facts: Iterable[T]) -> tuple[T, ...]:
    ordered = sorted(facts, key=lambda fact: fact.start)
    days = [fact.start for fact in ordered]
    if len(set(days)) < len(days) or any(one.start is None for one in stated):
        raise CellError(column, WrongUse(SEVERAL_UNDATED))
    return tuple(ordered)


def _kinds(
    account: Account, stated: tuple[Dated, ...] | None, since: date
) -> tuple[DatedKind, ...]:
    if not stated:
        return account.kinds
    facts = [DatedKind(value=AccountKind(one.value), start=one.start or since) for one in stated]
    if len(stated) > 1 or stated[0].start:
        return _one_each("kinds", stated, facts)
    known = account.kinds or (DatedKind(value=account.kind, start=account.registered),)
    if account.kind_on(since) is facts[0].value and known[0].start <= since:
        return account.kinds
    return _one_each("kinds", (), [*(one for one in known if one.start != since), *facts])


def _replies(
    account: Account, stated: tuple[Dated, ...] | None, since: date
) -> tuple[DatedReplies, ...]:
    if not stated:
        return account.replies
    facts = [DatedReplies(value=Replies(one.value), start=one.start or since) for one in stated]
    if len(stated) > 1 or stated[0].start:
        return _one_each("replies", stated, facts)
    known = account.replies
    if known and known[0].start <= since and account.replies_on(since) is facts[0].value:
        return known
    return _one_each("replies", (), [*(one for one in known if one.start != since), *facts])


def _processes(
    account: Account, stated: tuple[Entry, ...] | None, since: date
) -> tuple[DatedProcess, ...]:
    if stated is None:
        return account.processes
    running = {one.code: one for one in account.processes if one.end is None}
    found = [
        DatedProcess(code=one.value, start=one.start, end=one.end)
        if one.start
        else running.get(one.value) or DatedProcess(code=one.value, start=since)
        for one in stated
    ]
    for one in found:
        if one.end and one.end < one.start:
            raise CellError("processes", wrong(one.code, _AFTER_START))
    if stated and all(one.start for one in stated):
        return tuple(found)
    # A list of codes tells what runs now; what ran before stays on record with its last day.
    codes = {one.code for one in found}
    past = [
        one if one.end else replace(one, end=since - timedelta(days=1))
        for one in account.processes
        if one not in found and (one.end or (one.code not in codes and one.start < since))
    ]
    return (*found, *past)


def _tenures(account: Account, stated: tuple[Tenure, ...] | None) -> tuple[Tenure, ...]:
    if stated is None:
        return account.tenures
    for tenure in stated:
        if tenure.end and tenure.end < tenure.start:
            raise CellError("tenures", wrong(tenure.name, _AFTER_START))
    return tuple(sorted(stated, key=lambda tenure: tenure.start))
