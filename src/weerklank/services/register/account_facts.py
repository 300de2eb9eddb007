"""Account facts: what someone states of an account, and the account as it is with that."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from weerklank.model.account import (
    Account,
    AccountKind,
    AccountStatus,
    DatedKind,
    DatedProcess,
    DatedReplies,
    Group,
    Intention,
    Manager,
    NamedAfter,
    Openness,
    Replies,
    Tenure,
)
from weerklank.model.errors import WrongUse, fault
from weerklank.model.text import Text, typed
from weerklank.register.book import Register

NO_CODE = fault(
    "REGISTER-030",
    Text(
        nl="'{process}' is geen code van een werkproces.",
        en="'{process}' is no code of a process.",
    ),
    Text(
        nl="Een code bestaat uit kleine letters, cijfers, punten en streepjes.",
        en="A code is made of small letters, digits, dots and hyphens.",
    ),
)
BACKWARDS = fault(
    "REGISTER-031",
    Text(
        nl="De termijn van {name} eindigt voor zij begint.",
        en="The tenure of {name} ends before it begins.",
    ),
    Text(nl="Controleer beide data: NAAM:VAN:TOT.", en="Check both dates: NAME:FROM:TO."),
)
NOT_THERE = fault(
    "REGISTER-032",
    Text(
        nl="'{name}' hoort nu niet bij account {account}.",
        en="'{name}' does not belong to account {account} now.",
    ),
    Text(
        nl="Kijk met 'weerklank account show {account}' wat er staat.",
        en="See with 'weerklank account show {account}' what is there.",
    ),
)
GROUP_ALONE = fault(
    "REGISTER-033",
    Text(nl="Er is een groep genoemd, maar geen beheerder.", en="A group was named, no manager."),
    Text(
        nl="Noem met --manager wie er in die groep werkt.",
        en="Name with --manager who works in that group.",
    ),
)
NAMELESS = fault(
    "REGISTER-034",
    Text(nl="Een beheerder zonder naam kan niet.", en="A manager without a name can't be."),
    Text(nl="Noem met --manager een naam.", en="Name someone with --manager."),
)
NO_TERM = fault(
    "REGISTER-036",
    Text(
        nl="Een corporate account wordt als geheel gearchiveerd en kent geen termijn van "
        "aanleveren.",
        en="A corporate account is archived as a whole and has no term for hand-ins.",
    ),
    Text(
        nl="Laat --handin-term weg, of wijzig eerst met --kind van wie het account is.",
        en="Leave out --handin-term, or first change with --kind whose account it is.",
    ),
)
MANAGES_ITSELF = fault(
    "REGISTER-039",
    Text(
        nl="Account {account} kan zichzelf niet beheren.",
        en="Account {account} can't manage itself.",
    ),
    Text(
        nl="Noem met --managed-by het account van waaruit het wordt beheerd.",
        en="Name with --managed-by the account that it is managed from.",
    ),
)
_CODE = re.compile(r"[a-z0-9.-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What someone states of an account; None and empty mean: not stated."""

    kind: AccountKind | None = None
    named_after: NamedAfter | None = None
    unit: str | None = None
    openness: Openness | None = None
    replies: Replies | None = None
    intention: Intention | None = None
    status: AccountStatus | None = None
    managers: tuple[str, ...] = ()
    #: Of all managers that are named here.
    group: Group | None = None
    processes: tuple[str, ...] = ()
    tenures: tuple[Tenure, ...] = ()
    #: Calendar months within which posts are handed in.
    handin_term: int | None = None
    #: Earlier addresses of its profile.
    former_urls: tuple[str, ...] = ()
    without_former_urls: tuple[str, ...] = ()
    #: Accounts that manage this one, by number, address or handle.
    managed_by: tuple[str, ...] = ()
    without_managed_by: tuple[str, ...] = ()
    without_managers: tuple[str, ...] = ()
    without_processes: tuple[str, ...] = ()
    #: What it is meant for is not known any more.
    without_intention: bool | None = None
    #: Day from which the dated facts hold; None means today.
    since: date | None = None


def with_facts(account: Account, facts: Facts, today: date) -> Account:
    """Give the account with the facts that were stated."""
    since = facts.since or today
    if facts.group and not facts.managers:
        raise WrongUse(GROUP_ALONE)
    changed = replace(
        account,
        named_after=facts.named_after or account.named_after,
        unit=account.unit if facts.unit is None else typed(facts.unit) or None,
        openness=facts.openness or account.openness,
        managers=_managers(account, facts),
        processes=_processes(account, facts, since),
        tenures=_tenures(account, facts),
    )
    if facts.kind:
        changed = replace(changed, kinds=_kinds(account, facts.kind, since))
        changed = replace(changed, kind=changed.kind_on(today))
    if facts.replies:
        changed = replace(changed, replies=_replies(account, facts.replies, since))
    if facts.status and (facts.status is not account.status or facts.since):
        changed = replace(changed, status=facts.status, status_since=since)
    if facts.intention and (facts.intention is not account.intention or facts.since):
        changed = replace(changed, intention=facts.intention, intention_since=since)
    if facts.without_intention and changed.intention:
        changed = replace(changed, intention=None, intention_since=None)
    return _with_term(changed, facts)


def as_kept(after: Account, before: Account | None) -> Account:
    """Give an account that came in from a file with its names as they may be kept.

    What is held says the same already where only what is not kept sets it apart, such as the end
    of a line in a cell: else a file that was taken in would change the account again each time.
    """
    tidy = _as_typed(after)
    if before is None:
        return tidy
    held = _as_typed(before)
    return replace(
        tidy,
        unit=before.unit if tidy.unit == held.unit else tidy.unit,
        managers=before.managers if tidy.managers == held.managers else tidy.managers,
        tenures=before.tenures if tidy.tenures == held.tenures else tidy.tenures,
    )


def _as_typed(account: Account) -> Account:
    return replace(
        account,
        unit=typed(account.unit or "") or None,
        managers=tuple(replace(one, name=typed(one.name)) for one in account.managers),
        tenures=tuple(replace(one, name=typed(one.name)) for one in account.tenures),
    )


def linked(account: Account, facts: Facts, register: Register) -> Account:
    """Give the account with the accounts that manage it; WrongUse for one that is not there."""
    managing = list(account.managed_by)
    for name in facts.without_managed_by:
        other = register.find(name).id
        if other not in managing:
            raise WrongUse(NOT_THERE, name=name, account=account.id)
        managing.remove(other)
    for name in facts.managed_by:
        other = register.find(name).id
        if other == account.id:
            raise WrongUse(MANAGES_ITSELF, account=account.id)
        if other not in managing:
            managing.append(other)
    return replace(account, managed_by=tuple(managing))


def _with_term(account: Account, facts: Facts) -> Account:
    if facts.handin_term is None:
        return account
    if account.kind is AccountKind.CORPORATE:
        raise WrongUse(NO_TERM)
    return replace(account, handin_term=facts.handin_term)


def _kinds(account: Account, value: AccountKind, since: date) -> tuple[DatedKind, ...]:
    known = account.kinds or (DatedKind(value=account.kind, start=account.registered),)
    if known[0].start <= since and account.kind_on(since) is value:
        return account.kinds
    facts = [fact for fact in known if fact.start != since]
    facts.append(DatedKind(value=value, start=since))
    return tuple(sorted(facts, key=lambda fact: fact.start))


def _replies(account: Account, value: Replies, since: date) -> tuple[DatedReplies, ...]:
    known = account.replies
    if known and known[0].start <= since and account.replies_on(since) is value:
        # Saying 'closed' again after replies were seen means: closed anew, from this day on.
        overruled = value is Replies.CLOSED and not account.is_one_way_on(since)
        if not overruled:
            return known
    facts = [fact for fact in known if fact.start != since]
    facts.append(DatedReplies(value=value, start=since))
    return tuple(sorted(facts, key=lambda fact: fact.start))


def _managers(account: Account, facts: Facts) -> tuple[Manager, ...]:
    managers = {manager.name: manager for manager in account.managers}
    for name in facts.without_managers:
        if managers.pop(typed(name), None) is None:
            raise WrongUse(NOT_THERE, name=name, account=account.id)
    for name in map(typed, facts.managers):
        if not name:
            raise WrongUse(NAMELESS)
        known = managers.get(name)
        managers[name] = Manager(name=name, group=facts.group or (known.group if known else None))
    return tuple(managers.values())


def require_code(process: str) -> None:
    """Raise WrongUse for what is no code of a process."""
    if not _CODE.fullmatch(process):
        raise WrongUse(NO_CODE, process=process)


def _processes(account: Account, facts: Facts, since: date) -> tuple[DatedProcess, ...]:
    processes = list(account.processes)
    for code in facts.without_processes:
        running = [p for p in processes if p.code == code and p.end is None]
        if not running:
            raise WrongUse(NOT_THERE, name=code, account=account.id)
        for process in running:
            processes.remove(process)
            if process.start < since:  # the day before is its last
                processes.append(replace(process, end=since - timedelta(days=1)))
    for code in facts.processes:
        require_code(code)
        if not any(p.code == code and p.end is None for p in processes):
            processes.append(DatedProcess(code=code, start=since))
    return tuple(processes)


def _tenures(account: Account, facts: Facts) -> tuple[Tenure, ...]:
    """Add tenures; a predecessor whose end is not known leaves on the day before."""
    tenures = list(account.tenures)
    for new in facts.tenures:
        if new.end and new.end < new.start:
            raise WrongUse(BACKWARDS, name=new.name)
        tenures = [
            replace(old, end=new.start - timedelta(days=1))
            if old.end is None and old.start < new.start
            else old
            for old in tenures
            if (old.name, old.start) != (typed(new.name), new.start)
        ]
        tenures.append(replace(new, name=typed(new.name)))
    return tuple(sorted(tenures, key=lambda tenure: tenure.start))
