"""Plan exchange: what each row of a file would do to the register; nothing is written here."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from urllib.parse import urlsplit

from weerklank.model.account import (
    Account,
    AccountKind,
    AccountStatus,
    DatedKind,
    DatedReplies,
    Replies,
)
from weerklank.model.clock import newest_day
from weerklank.model.day_words import day_said
from weerklank.model.errors import WeerklankError, WrongUse, fault
from weerklank.model.ids import AccountId
from weerklank.model.platform import TITLES, Platform, platform_of_host
from weerklank.model.text import Text
from weerklank.register.admission import NO_ADDRESS, REGISTERED_ALREADY, Admitted, admit
from weerklank.register.apply_row import apply_row
from weerklank.register.book import Register
from weerklank.register.bounds import beyond
from weerklank.register.file_row import FileRow
from weerklank.register.sheet_reader import Sheet
from weerklank.register.stated import CellError, Stated, no_account, read_cells, read_facts, wrong
from weerklank.services.register.account_facts import (
    MANAGES_ITSELF,
    NO_TERM,
    as_kept,
    require_code,
)
from weerklank.services.register.edit_account import IN_FUTURE
from weerklank.services.register.last_harvest import require_last_harvest
from weerklank.services.register.register_account import NO_KIND
from weerklank.services.workplace import Workplace

NUMBER_OF_OTHER = fault(
    "REGISTER-059",
    Text(
        nl="Nummer {account} is in dit accountoverzicht een ander account ({handle}).",
        en="Number {account} is another account in this register ({handle}).",
    ),
    Text(
        nl="Is het adres veranderd, geef dat dan op met 'weerklank account edit {account} --url "
        "ADRES'. Is het een nieuw account, laat het nummer dan leeg.",
        en="If the address changed, state it with 'weerklank account edit {account} --url URL'. "
        "If the account is new, leave the number empty.",
    ),
)
TWICE_IN_FILE = fault(
    "REGISTER-060",
    Text(
        nl="Dit account staat al op rij {row} van het bestand.",
        en="This account stands on row {row} of the file already.",
    ),
    Text(nl="Maak er één rij van.", en="Make one row of them."),
)
MANAGER_LEFT_OUT = fault(
    "REGISTER-061",
    Text(
        nl="Het account '{name}', dat dit account zou beheren, wordt zelf niet ingelezen.",
        en="The account '{name}', which would manage this one, is not taken in itself.",
    ),
    Text(nl="Verbeter eerst de rij van dat account.", en="First mend the row of that account."),
)


class RowState(StrEnum):
    """What a row of a file is to the register."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowResult:
    """One row of a file, and what came or would come of it."""

    #: As the spreadsheet numbers it; of JSON, the place in the list, from 1.
    row: int
    state: RowState
    #: As it is after the row; None where the row is wrong.
    account: Account | None = None
    #: As it was before; None where it is new.
    before: Account | None = None
    error: WeerklankError | None = None
    #: Heading of the wrong cell as it stands in the file; the key of a JSON file. None where
    #: the whole row is no account.
    column: str | None = None
    #: What stands in that cell.
    value: str | None = None


@dataclass(slots=True)
class _Row:
    """A row on its way: whose it is, what it states, what is wrong with it."""

    source: FileRow
    stated: Stated | None = None
    admitted: Admitted | None = None
    before: Account | None = None
    after: Account | None = None
    error: CellError | None = None


_NEW = AccountId("")
Key = tuple[Platform, str]


def plan_rows(workplace: Workplace, register: Register, sheet: Sheet) -> list[RowResult]:
    """Say of each row what it would do, in order; the caller holds the register's lock."""
    today = workplace.today()
    known = {(one.platform, one.handle): one for one in register.accounts.values()}
    rows = [_Row(source) for source in sheet.rows]
    seen: dict[Key, int] = {}
    for row in rows:
        try:
            _identify(row, register, known, seen, today)
            _apply(row, workplace, today)
        except CellError as error:
            row.error = error
    _link(rows, register, known)
    _number(rows, register)
    return [_result(row, sheet) for row in rows]


def _identify(
    row: _Row, register: Register, known: dict[Key, Account], seen: dict[Key, int], today: date
) -> None:
    source = row.source
    if source.foreign is not None:
        raise no_account(source.foreign)
    if source.wrong is not None:
        raise source.wrong
    stated = read_cells(source.cells) if source.facts is None else read_facts(source.facts)
    row.stated = stated
    numbered = register.accounts.get(AccountId(stated.account or ""))
    if stated.url is None and numbered:
        key = (numbered.platform, numbered.handle)
    else:
        row.admitted = _admitted(stated)
        key = (row.admitted.platform, row.admitted.handle)
    before = known.get(key)
    # The kind of the day of the last change may not be that of today; no row changes that.
    row.before = before and replace(before, kind=before.kind_on(today))
    if row.before is None and numbered:
        other = WrongUse(NUMBER_OF_OTHER, account=numbered.id, handle=numbered.handle)
        raise CellError("account", other)
    if key in seen:
        raise CellError("url", WrongUse(TWICE_IN_FILE, row=seen[key]))
    seen[key] = source.number


def _admitted(stated: Stated) -> Admitted:
    try:
        if stated.url is None:
            raise WrongUse(NO_ADDRESS)
        admitted = admit(stated.url, stated.platform)
    except WeerklankError as error:
        raise CellError("url", error) from error
    by_host = platform_of_host(urlsplit(admitted.url).hostname or "")
    if by_host and by_host is not admitted.platform:
        raise CellError("platform", wrong(admitted.platform, by_host.value))
    handle = (stated.handle or "").removeprefix("@").casefold()
    if handle and handle not in {admitted.handle.casefold(), _local(admitted.handle)}:
        raise CellError("handle", wrong(stated.handle, admitted.handle))
    return admitted


def _local(handle: str) -> str:
    return handle.partition("@")[0].casefold()


def _apply(row: _Row, workplace: Workplace, today: date) -> None:
    stated = row.stated or Stated()
    _refuse_cells(row.before, stated, newest_day(workplace.clock.now()))
    base = row.before or _new(row.admitted, stated, today)
    row.after = apply_row(base, stated, today)
    if row.before:
        row.after = as_kept(row.after, row.before)
    for column, error in beyond(row.after, row.before, today):
        raise CellError(column, error)
    corporate = {fact.value for fact in row.after.kinds} == {AccountKind.CORPORATE}
    if stated.handin_term is not None and corporate:
        raise CellError("handin_term", WrongUse(NO_TERM))
    if row.before and row.after.status is AccountStatus.CLOSED is not row.before.status:
        try:
            require_last_harvest(workplace, row.before, row.after.status_since or today)
        except WeerklankError as error:
            raise CellError("status", error) from error


def _new(admitted: Admitted | None, stated: Stated, today: date) -> Account:
    if not stated.kinds or admitted is None:
        raise CellError("kinds", WrongUse(NO_KIND))
    since = stated.since or today
    first = stated.kinds[0]
    kind = AccountKind(first.value)
    return Account(
        id=_NEW,
        platform=admitted.platform,
        handle=admitted.handle,
        url=admitted.url,
        kind=kind,
        kinds=(DatedKind(value=kind, start=first.start or since),),
        registered=stated.registered or today,
        # 'Unknown' is a dated fact too: what is learned later says nothing of the days before.
        replies=() if stated.replies else (DatedReplies(value=Replies.UNKNOWN, start=since),),
    )


def _refuse_cells(before: Account | None, stated: Stated, newest: date) -> None:
    """Refuse days to come and codes that are none, at their cell."""
    days = {
        "status_since": stated.status_since,
        "registered": stated.registered,
        "replies_received_since": stated.replies_received_since,
        "answered_since": stated.answered_since,
        "two_way_seen": max(stated.two_way_seen or (), default=None),
        "since": stated.since if stated.status else None,
    }
    for column, day in days.items():
        if day and day > newest:
            raise CellError(column, WrongUse(IN_FUTURE, day=day_said(day)))
    held = {one.code for one in before.processes} if before else set()
    for entry in stated.processes or ():
        if entry.value not in held:
            try:
                require_code(entry.value)
            except WeerklankError as error:
                raise CellError("processes", error) from error


def _link(rows: list[_Row], register: Register, known: dict[Key, Account]) -> None:
    """Resolve which accounts manage which, also those of the same file; drops who can't be."""
    by_name = _names_in(rows)
    names = _names_of_others(rows, known)
    while True:
        broken = False
        for row in rows:
            if row.error or row.after is None or row.stated is None:
                continue
            try:
                _check_links(row, register, by_name)
                _check_former(row, names)
            except CellError as error:
                row.error, row.after, broken = error, None, True
        if not broken:
            return


def _names_in(rows: Iterable[_Row]) -> dict[str, _Row]:
    """Give rows by the number, address or handle by which others in the file may mean them."""
    found: dict[str, _Row] = {}
    for row in rows:
        for name in _own_names(row):
            found.setdefault(name, row)
    return found


def _own_names(row: _Row) -> Iterator[str]:
    if row.stated and row.stated.account:
        yield row.stated.account
    if row.admitted:
        yield row.admitted.url
        yield row.admitted.handle


def _names_of_others(rows: list[_Row], known: dict[Key, Account]) -> set[Key]:
    return {*known, *((r.after.platform, r.after.handle) for r in rows if r.after)}


def _meant(name: str, register: Register, by_name: dict[str, _Row]) -> _Row | Account:
    meant = by_name.get(name) or by_name.get(name.lower())
    if meant is not None:
        return meant
    try:
        return register.find(name)
    except WeerklankError as error:
        raise CellError("managed_by", error) from error


def _check_links(row: _Row, register: Register, by_name: dict[str, _Row]) -> None:
    for name in (row.stated.managed_by if row.stated else None) or ():
        meant = _meant(name, register, by_name)
        if meant is row or (
            isinstance(meant, Account) and row.before and meant.id == row.before.id
        ):
            raise CellError("managed_by", WrongUse(MANAGES_ITSELF, account=name))
        if isinstance(meant, _Row) and meant.error and meant.before is None:
            raise CellError("managed_by", WrongUse(MANAGER_LEFT_OUT, name=name))


def _check_former(row: _Row, names: set[Key]) -> None:
    if row.stated is None or row.stated.former_handles is None:
        return
    held = row.before.former_handles if row.before else ()
    for had in row.stated.former_handles:
        if had not in held and (had.platform, had.handle) in names:
            taken = WrongUse(
                REGISTERED_ALREADY,
                handle=had.handle,
                platform=TITLES[had.platform],
                account=had.handle,
            )
            raise CellError("former_handles", taken)


def _number(rows: list[_Row], register: Register) -> None:
    """Give new accounts their numbers in the order of the file, and then each its managers."""
    highest = int(register.next_account()[1:])
    sound = [row for row in rows if row.after and not row.error]
    for row in sound:
        if row.after and row.before is None:
            row.after = replace(row.after, id=AccountId(f"a{highest:04d}"))
            highest += 1
    by_name = _names_in(rows)
    for row in sound:
        if row.after is None or row.stated is None:
            continue
        if row.stated.managed_by is not None:
            row.after = replace(row.after, managed_by=_managing(row.stated, register, by_name))
        if row.stated.former_handles is not None:
            settled = {had.handle for had in row.after.former_handles}
            waiting = [one for one in row.after.reported_handles if one.handle not in settled]
            row.after = replace(row.after, reported_handles=tuple(waiting))


def _managing(
    stated: Stated, register: Register, by_name: dict[str, _Row]
) -> tuple[AccountId, ...]:
    found = []
    for name in stated.managed_by or ():
        meant = _meant(name, register, by_name)
        account = meant if isinstance(meant, Account) else (meant.after or meant.before)
        if account:
            found.append(account.id)
    return tuple(dict.fromkeys(found))


def _result(row: _Row, sheet: Sheet) -> RowResult:
    if row.error:
        code = row.error.column
        source = row.source
        value = source.cells.get(code) if source.facts is None else None
        return RowResult(
            row=row.source.number,
            state=RowState.ERROR,
            before=row.before,
            error=row.error.error,
            column=source.keys.get(code) or sheet.headings.get(code, code) or None,
            value=value,
        )
    state = RowState.SAME if row.after == row.before else RowState.CHANGED
    return RowResult(
        row=row.source.number,
        state=RowState.NEW if row.before is None else state,
        account=row.after,
        before=row.before,
    )
