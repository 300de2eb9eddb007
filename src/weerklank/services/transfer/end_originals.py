"""End originals of what was transferred: where that was decided, once a depot has it, and whole.

Only those of records that the SIP holds go, in the versions that it holds; what came later stays.
Each account has a decision of its own, so that its next run finishes what a dead process began
(`finish_terms`). What can't go yet waits, and the schedule tries again each day.
"""

from contextlib import ExitStack
from dataclasses import dataclass, field

import msgspec

from weerklank.model.errors import BrokenInput, Locked, Refused, WeerklankError, WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.ids import AccountId
from weerklank.model.text import Text
from weerklank.model.transfer import Transfer
from weerklank.package.original_line import key_of_original, whose_original
from weerklank.services.change.execute_destruction import finish_destructions, refuse_waiting
from weerklank.services.change.finish_terms import finish
from weerklank.services.change.protected_items import refuse_protected
from weerklank.services.change.recover import recover
from weerklank.services.seal.check_sources import SourceCheck
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.seal.term_of_originals import (
    TRANSFERRED_BEGUN,
    Sealed,
    TermEnd,
    open_terms,
    records_json,
    sealed_packages,
)
from weerklank.services.transfer.read_transfers import ENDED, find_transfer, read_transfers
from weerklank.services.workplace import Workplace, session_name
from weerklank.store.lock import locked
from weerklank.store.members import read_lines
from weerklank.store.ocfl import ORIGINALS

TOO_MANY = fault(
    "TRANSFER-013",
    Text(
        nl="Van deze keuze {number:heeft|hebben} {number} {number:bericht|berichten} een "
        "verzegeld origineel; bij één "
        "overbrenging kunnen er {most} worden vernietigd.",
        en="Of this choice {number} {number:post has|posts have} a sealed original; with one "
        "transfer {most} can "
        "be destroyed.",
    ),
    Text(
        nl="Breng een kortere periode tegelijk over, met --from en --to.",
        en="Transfer a shorter period at a time, with --from and --to.",
    ),
)
#: Records whose originals one decision may name: an event is a file of 16 MB at most.
MOST_RECORDS = 200_000
Records = frozenset[tuple[str, int]]


@dataclass(slots=True)
class Ended:
    """What could not be destroyed, and waits for next time."""

    errors: list[WeerklankError] = field(default_factory=list)


def refuse_ending(workplace: Workplace, records: Records) -> None:
    """Refuse where a legal hold keeps any of some records; WrongUse where there are too many."""
    if len(records) > MOST_RECORDS:
        raise WrongUse(TOO_MANY, number=len(records), most=MOST_RECORDS)
    refuse_protected(workplace, sorted({address for address, _ in records}), None)


def end_all_transferred(workplace: Workplace) -> Ended:
    """Destroy the originals of every transfer that was received, where that was decided."""
    ended = Ended()
    for transfer in read_transfers(workplace).values():
        if transfer.is_to_end:
            ended.errors += end_transferred(workplace, transfer).errors
    return ended


def end_transferred(workplace: Workplace, transfer: Transfer) -> Ended:
    """Destroy the originals of what was transferred; finishes what a dead process began.

    An account on which a run or a destruction is at work waits, so does what a legal hold keeps
    by now, and so does a package that is damaged.
    """
    ended = Ended()
    workplace.demand_sound()
    waiting = finish_destructions(workplace)
    with ExitStack() as stack:
        ends: list[TermEnd] = []
        for account in _accounts(workplace, transfer):
            try:
                refuse_waiting(waiting, [account])
                stack.enter_context(locked(workplace.layout.lock(f"account-{account}"), account))
                recover(workplace, account)
                ends += _begin(workplace, transfer, account, ended.errors)
            except (Locked, BrokenInput, Refused) as error:
                ended.errors.append(error)
        if ends:
            seal_events(workplace)
            finish(workplace, ends)
    if not ended.errors:
        _close(workplace, transfer.id)
    return ended


def _accounts(workplace: Workplace, transfer: Transfer) -> list[AccountId]:
    """Give the accounts of what was transferred: of originals that are there, or can't be read.

    And those of which a dead process took the originals away, and did not search and say it.
    """
    records = transfer.records
    found = {one.account for one in open_terms(workplace) if one.transfer == transfer.id}
    for one in sealed_packages(workplace) if records else ():
        try:
            if one.package.name.account not in found and _originals_of(one, records):
                found.add(one.package.name.account)
        except (BrokenInput, msgspec.DecodeError, OSError):
            found.add(one.package.name.account)
    return sorted(found)


def _originals_of(sealed: Sealed, records: Records) -> dict[tuple[str, int], set[str]]:
    """Give the data keys of the originals that a package has of some records, by record."""
    found: dict[tuple[str, int], set[str]] = {}
    for line in read_lines(sealed.vault / ORIGINALS):
        key, record = key_of_original(line), whose_original(line)
        if key is not None and record in records:
            found.setdefault(record, set()).add(key)
    return found


def _sound(
    check: SourceCheck, sealed: Sealed, records: Records
) -> dict[tuple[str, int], set[str]]:
    """Give the same; BrokenInput where the package has any and is damaged, or can't be read."""
    named = [(sealed.package.name, sealed.package.generation)]
    try:
        found = _originals_of(sealed, records)
    except (msgspec.DecodeError, OSError):
        check.check(named)
        raise
    if found:
        check.check(named)
    return found


def _begin(
    workplace: Workplace, transfer: Transfer, account: AccountId, errors: list[WeerklankError]
) -> list[TermEnd]:
    """Write the intent, where an account has any of it: from here on it only goes forward."""
    check = SourceCheck(workplace)
    originals: dict[tuple[str, int], set[str]] = {}
    packages = []
    for one in sealed_packages(workplace):
        if one.package.name.account != account:
            continue
        try:
            found = _sound(check, one, transfer.records)
        except BrokenInput as damage:
            errors.append(damage)
            continue
        if found:
            packages.append((one.package.name, one.package.generation))
        for record, keys in found.items():
            originals.setdefault(record, set()).update(keys)
    if not packages:
        return []
    end = TermEnd(
        f"{transfer.id}-{session_name()}",
        account,
        frozenset().union(*originals.values()),
        tuple(packages),
        transfer.id,
        frozenset(originals),
    )
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        refuse_ending(workplace, transfer.records)
        workplace.record(
            Book.DECISIONS,
            TRANSFERRED_BEGUN,
            end.id,
            {
                "account": account,
                "keys": [*sorted(end.keys)],
                "packages": [
                    {"generation": generation, "package": name}
                    for name, generation in end.generations
                ],
                "records": records_json(end.records),
                "transfer": transfer.id,
            },
        )
    return [end]


def _close(workplace: Workplace, number: str) -> None:
    """Say that none of the originals is there any more."""
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        found = find_transfer(workplace, number)
        if found.is_to_end:
            workplace.record(Book.DECISIONS, ENDED, number, {"originals": found.destroyed})
    seal_events(workplace)
