"""List office holders: who is in function on a day, and whom no corporate account names (A1)."""

from dataclasses import dataclass
from datetime import date

from weerklank.model.account import Account, AccountKind, AccountStatus
from weerklank.model.ids import AccountId
from weerklank.register.book import Register


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeHolder:
    """Someone in an office on a day, with the hybrid and personal accounts that name them then."""

    name: str
    #: None where only an account tells, which says of no office that it is named after it.
    office: str | None
    start: date
    end: date | None
    accounts: tuple[AccountId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeHolders:
    """Who was in function on a day."""

    #: In order of name and office.
    without_account: tuple[OfficeHolder, ...]
    #: How many persons were in function, those with a corporate account too.
    in_function: int


@dataclass(frozen=True, slots=True)
class _Term:
    """One statement that someone is in an office."""

    name: str
    office: str | None
    start: date
    end: date | None

    def covers(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)


def list_office_holders(register: Register, day: date) -> OfficeHolders:
    """Give who is in function on a day without a corporate account.

    A corporate account counts for whom its tenure names on that day, unless it was closed by then.
    Names that differ in capitals or spaces alone are of one person.
    """
    terms = _terms_of_persons(register)
    served: set[str] = set()
    accounts: dict[str, list[AccountId]] = {}
    for account in register.accounts.values():
        mine = [_Term(one.name, account.unit, one.start, one.end) for one in account.tenures]
        terms += mine
        for who in {_key(term.name) for term in mine if term.covers(day)}:
            if not _is_in_use(account, day):
                continue
            if account.kind_on(day) is AccountKind.CORPORATE:
                served.add(who)
            else:
                accounts.setdefault(who, []).append(account.id)
    found: dict[str, dict[str, _Term]] = {}
    for term in terms:
        if term.covers(day):
            offices = found.setdefault(_key(term.name), {})
            office = _key(term.office or "")
            offices[office] = _longest(offices.get(office), term)
    holders = [
        OfficeHolder(
            name=term.name,
            office=term.office,
            start=term.start,
            end=term.end,
            accounts=tuple(accounts.get(who, ())),
        )
        for who, offices in found.items()
        if who not in served
        for term in _told(offices)
    ]
    holders.sort(key=lambda one: (_key(one.name), _key(one.office or "")))
    return OfficeHolders(without_account=tuple(holders), in_function=len(found))


def _terms_of_persons(register: Register) -> list[_Term]:
    return [
        _Term(person.name, held.office, held.start, held.end)
        for person in register.persons.values()
        for held in person.offices
    ]


def _told(offices: dict[str, _Term]) -> list[_Term]:
    """Leave out the office without a name where one with a name is known of the same person."""
    return [term for office, term in offices.items() if office or len(offices) == 1]


def _longest(known: _Term | None, other: _Term) -> _Term:
    """Make one term of two statements of the same office that hold on the same day."""
    if known is None:
        return other
    ends = [known.end, other.end]
    end = None if None in ends else max(end for end in ends if end is not None)
    return _Term(known.name, known.office, min(known.start, other.start), end)


def _is_in_use(account: Account, day: date) -> bool:
    closed = account.status is AccountStatus.CLOSED
    return not (closed and (account.status_since is None or account.status_since <= day))


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
