"""Close months: what runs left open of a month that is past goes to its place, merged.

A run begins with it, for its own account. Packages are taken in the order of their parts and put
together as long as the result is no fuller than a part may be; one that stays alone is moved, one
that is damaged stays where it is.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from weerklank.model.errors import BrokenInput
from weerklank.model.event import Book
from weerklank.model.ids import AccountId
from weerklank.model.text import Text
from weerklank.package import writer
from weerklank.package.names import PackageName
from weerklank.services.change.begun_months import (
    CLOSED,
    ENDS,
    AllBegun,
    BegunMonth,
    begin_month,
    begun_months,
    still_begun,
)
from weerklank.services.change.execute_destruction import finish_destructions, refuse_waiting
from weerklank.services.change.finish_closings import finish_closing
from weerklank.services.change.recover import recover
from weerklank.services.seal.check_sources import SourceCheck
from weerklank.services.seal.read_closings import BEGUN, Closing, begun_data
from weerklank.services.seal.read_destructions import read_lists
from weerklank.services.seal.rewrite import Step, remove_empty_runs
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.seal.seal_package import SEALED_ENDING, close_package
from weerklank.services.workplace import Workplace, session_name
from weerklank.store.lock import locked
from weerklank.store.ocfl import CONTENT, content_files, is_whole

CLOSING = Text("Maand {month} van {account} wordt afgesloten.", "Closing {month} of {account}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedMonth:
    """A month of an account that was closed."""

    account: AccountId
    month: str
    #: Packages that were open, and what they became.
    packages: int
    parts: int
    records: int


@dataclass(frozen=True, slots=True)
class _Open:
    """A package of a past month that lies in `open/`."""

    name: PackageName
    folder: Path
    records: int
    size: int
    media: frozenset[str]
    #: To which key its originals are sealed; empty when it has none.
    recipient: bytes

    def fits(self, group: list["_Open"]) -> bool:
        """Tell whether it may go into one part with others."""
        return (
            sum(one.records for one in group) + self.records <= writer.MOST_RECORDS
            and sum(one.size for one in group) + self.size <= writer.MOST_BYTES
            and all(self.media.isdisjoint(one.media) for one in group)
            and len({self.recipient, *(one.recipient for one in group)} - {b""}) <= 1
        )


@dataclass(frozen=True, slots=True)
class _Held:
    """What the log holds of packages: their records, and which went up in others."""

    records: dict[str, int]
    merged: frozenset[str]


def close_months(
    workplace: Workplace, names: tuple[str, ...], tell: Callable[[ClosedMonth], object]
) -> None:
    """Close the months that are past, of accounts by name or address or of all; `tell` of each.

    WrongUse for an account that the register does not know; an error that may be tried again when
    a run holds one of them; BrokenInput, when all others are closed, for a damaged package or an
    account of which a destruction waits.
    """
    register = workplace.register()
    accounts = [register.find(name).id for name in names] or [*register.accounts]
    waiting = finish_destructions(workplace)
    damaged: list[BrokenInput] = []
    begun = begun_months(workplace)
    for account in dict.fromkeys(accounts):
        try:
            refuse_waiting(waiting, [account])
            with locked(workplace.layout.lock(f"account-{account}"), str(account)):
                recover(workplace, account)
                close_past_months(workplace, account, damaged.append, tell, begun)
        except BrokenInput as damage:
            damaged.append(damage)
    if damaged:
        raise damaged[0]


def close_past_months(
    workplace: Workplace,
    account: AccountId,
    tell_damaged: Callable[[BrokenInput], object],
    tell: Callable[[ClosedMonth], object] = lambda _: None,
    all_begun: AllBegun | None = None,
) -> None:
    """Close the months of an account that are past, in UTC; `tell` of those with anything open.

    Under the account's lock, after `recover`. Leaves an account alone on which a destruction is
    at work: that one knows its packages by name. A package that is damaged stays open, and is
    told. What a close that died had done of a month is told with what is done of it now;
    `all_begun` are such closes where the caller read them, once for many accounts.
    """
    folder = workplace.layout.open / account
    this_month = f"{workplace.clock.now():%Y-%m}"
    known = begun_months(workplace) if all_begun is None else all_begun
    begun = still_begun(workplace, known.get(account, ()))
    names = {*(one.month for one in begun), *(path.name for path in folder.glob("*"))}
    months = sorted(name for name in names if name < this_month)
    if not months or _is_being_destroyed(workplace, account):
        return
    held = _held(workplace)
    for month in months:
        there = list(_open_packages(workplace, account, month, held.records))
        found = list(_sound(workplace, there, tell_damaged))
        remove_empty_runs(workplace, account, month)
        ours = [one for one in begun if one.month == month]
        begin = frozenset[str]().union(*(one.packages for one in ours))
        gone = begin.difference(str(one.name) for one in there)
        taken = gone.union(str(one.name) for one in found)
        if not taken:
            continue
        if not taken <= begin:
            ours.append(begin_month(workplace, account, month, taken))
        parts = _close(workplace, account, month, found) + len(gone - held.merged)
        closed = ClosedMonth(
            account=account,
            month=month,
            packages=len(taken),
            parts=parts,
            records=sum(held.records.get(name, 0) for name in taken),
        )
        _tell_closed(workplace, closed, ours)
        tell(closed)


def _is_being_destroyed(workplace: Workplace, account: AccountId) -> bool:
    return any(
        found.is_open and PackageName.read(name).account == account
        for found in read_lists(workplace).values()
        for name, _ in found.packages or ()
    )


def _held(workplace: Workplace) -> _Held:
    """Read what the log holds of packages."""
    found, merged = dict[str, int](), set[str]()
    for _, statement in workplace.log.packages():
        records, names = statement.get("records"), statement.get("merged")
        if isinstance(records, int):
            found.setdefault(str(statement["package"]), records)
            merged.update(map(str, names if isinstance(names, list) else ()))
    return _Held(found, frozenset(merged))


def _open_packages(
    workplace: Workplace, account: AccountId, month: str, records: dict[str, int]
) -> Iterator[_Open]:
    month_folder = workplace.layout.open_month(account, month)
    for folder in sorted(month_folder.glob("*/*"), key=lambda path: path.name):
        if not folder.name.isdecimal() or not is_whole(folder):
            continue
        name = PackageName(account, month, int(folder.name))
        if str(name) not in records:
            continue
        sealed = folder.with_name(folder.name + SEALED_ENDING) / CONTENT / "recipient.txt"
        files = [folder / CONTENT / path for path in content_files(folder)]
        yield _Open(
            name=name,
            folder=folder,
            records=records[str(name)],
            size=sum(path.stat().st_size for path in files),
            media=frozenset(path.name for path in files if path.parent.name == "media"),
            recipient=sealed.read_bytes() if sealed.is_file() else b"",
        )


def _sound(
    workplace: Workplace, found: list[_Open], tell_damaged: Callable[[BrokenInput], object]
) -> Iterator[_Open]:
    """Give the packages that may be closed, and tell of the damaged ones."""
    check = SourceCheck(workplace) if found else None
    for one in found:
        try:
            if check is not None:
                check.check([(one.name, 1)])
        except BrokenInput as damage:
            tell_damaged(damage)
        else:
            yield one


def _close(workplace: Workplace, account: AccountId, month: str, found: list[_Open]) -> int:
    """Bring what is open to its place, merged; give how many parts that became."""
    workplace.reporter.step(CLOSING, month=month, account=account)
    groups = _groups(found)
    for group in groups:
        if len(group) == 1:
            close_package(workplace, group[0].name, group[0].folder)
    remove_empty_runs(workplace, account, month)
    merged = [group for group in groups if len(group) > 1]
    if merged:
        finish_closing(workplace, _begin(workplace, account, month, merged))
    return len(groups)


def _tell_closed(workplace: Workplace, closed: ClosedMonth, ended: list[BegunMonth]) -> None:
    """Write the last word on a month, sealed."""
    workplace.record(
        Book.JOURNAL,
        CLOSED,
        closed.account,
        {
            ENDS: [one.id for one in ended],
            "month": closed.month,
            "packages": closed.packages,
            "parts": closed.parts,
            "records": closed.records,
        },
    )
    seal_events(workplace)


def _groups(found: list[_Open]) -> list[list[_Open]]:
    """Put together what fits in one part, in the order of the parts."""
    groups: list[list[_Open]] = []
    for one in found:
        if groups and one.fits(groups[-1]):
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _begin(
    workplace: Workplace, account: AccountId, month: str, groups: list[list[_Open]]
) -> Closing:
    """Write the intent, sealed: from here on the closing only goes forward."""
    steps = tuple(Step(tuple((one.name, 1) for one in group)) for group in groups)
    closing = Closing(f"{account}-{month}-{session_name()}", account, steps)
    workplace.record(Book.DECISIONS, BEGUN, closing.id, begun_data(closing, month))
    seal_events(workplace)
    return closing
