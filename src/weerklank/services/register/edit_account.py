"""Edit account: facts that changed, from which day they hold, and the scenario that follows."""

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
from weerklank.model.clock import newest_day
from weerklank.model.day_words import day_said
from weerklank.model.errors import NotNow, WrongUse, fault
from weerklank.model.notice import Notice
from weerklank.model.person import Role
from weerklank.model.platform import REPLIES_ALWAYS_OPEN, Platform
from weerklank.model.text import Text, typed
from weerklank.register.admission import admit, refuse_twice
from weerklank.register.book import Register
from weerklank.register.bounds import refuse_beyond, refuse_old
from weerklank.services.register.former_handles import notice_of_name, renamed, with_former
from weerklank.services.register.last_harvest import require_last_harvest
from weerklank.services.register.observe_account import record_change
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

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

IN_FUTURE = fault(
    "REGISTER-038",
    Text(
        nl="{day} moet nog komen; vastleggen kan alleen wat al zo is of besloten is.",
        en="{day} is yet to come; only what is so or was decided can be recorded.",
    ),
    Text(nl="Controleer de datum.", en="Check the date."),
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
CHANGED_MEANWHILE = fault(
    "REGISTER-043",
    Text(
        nl="Iemand anders heeft account {account} intussen gewijzigd; er is niets vastgelegd.",
        en="Someone else changed account {account} meanwhile; nothing was recorded.",
    ),
    Text(
        nl="Kijk wat er nu staat en geef uw wijziging opnieuw op.",
        en="See what is there now and state your change again.",
    ),
)

PLATFORM_NOT_ALLOWED = Text(
    nl="Het platform {platform} is sinds {decided} niet toegestaan; het account wordt wel "
    "geregistreerd en gearchiveerd.",
    en="The platform {platform} is not allowed since {decided}; the account is registered and "
    "archived all the same.",
)
PLATFORM_ENDED = Text(
    nl="Het gebruik van {platform} is beëindigd op {decided}; oogst dit account nog één keer "
    "volledig.",
    en="The use of {platform} was ended on {decided}; harvest this account once more in full.",
)
NO_TENURE = Text(
    nl="Niemand bekleedt nu het ambt waar dit account naar heet; noem de ambtsdrager met "
    "--tenure NAAM:VAN.",
    en="Nobody is in the office that this account is named after; name the office holder with "
    "--tenure NAME:FROM.",
)
NEVER_ONE_WAY = Text(
    nl="Op {platform} kunnen reacties niet voor het hele account uit; het blijft tweerichting.",
    en="On {platform} replies can't be switched off for the whole account; it stays two-way.",
)
LAST_HARVEST = Text(
    nl="Oogst het account nog één keer volledig zolang het bestaat.",
    en="Harvest the account once more in full as long as it exists.",
)
LATER_FACT = Text(
    nl="Voor een latere dag was al iets anders vastgelegd, en dat geldt nog; geef met --since ook "
    "die dag op als het niet klopt.",
    en="Something else was stated for a later day already, and that still holds; state it with "
    "--since for that day too if it is wrong.",
)
CLOSED_BEFORE = Text(
    nl="Lees de laatste export opnieuw in: een reactie of antwoord van na {day} telt mee voor het "
    "scenario.",
    en="Take in the last export once more: a reply or an answer from after {day} counts for the "
    "scenario.",
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


@dataclass(frozen=True, slots=True)
class Edited:
    """An account after the work on it, and what to mind."""

    account: Account
    notices: tuple[Notice, ...]


def require_keeper(workplace: Workplace) -> None:
    """Refuse a named person who keeps no register; the system user without a name may.

    `design/command-line.md`: without `--as` a command runs as the system user, who can do all
    but what takes two persons.
    """
    if workplace.actor.name is not None:
        workplace.require(Role.REGISTER_OWNER, Role.COMMUNICATION)


def refuse_future(workplace: Workplace, day: date | None) -> None:
    """Refuse the day of a decision or a status that is yet to come everywhere, or too old."""
    refuse_old(day)
    if day is not None and day > newest_day(workplace.clock.now()):
        raise WrongUse(IN_FUTURE, day=day_said(day))


def edit(
    workplace: Workplace,
    name: str,
    facts: Facts,
    *,
    url: str | None = None,
    platform: Platform | None = None,
    without_harvest: str | None = None,
    seen: Account | None = None,
) -> Edited:
    """Change what is known of an account (number, address or handle).

    Closing it asks for a last harvest of the whole of it, or for the reason why there is none.
    With `seen`, what someone had before them when they chose these facts, NotNow when the account
    is another by now: looked at under the lock, so that of two at one moment one is told.
    """
    require_keeper(workplace)
    without_harvest = typed(without_harvest or "") or None  # what says nothing is no reason
    today = workplace.today()
    if facts.status:
        refuse_future(workplace, facts.since)
    with locked(workplace.layout.lock("register"), "register", wait=True):
        register = workplace.register()
        before = register.find(name)
        if seen is not None and before != seen:
            raise NotNow(CHANGED_MEANWHILE, account=before.id)
        closes = facts.status is AccountStatus.CLOSED and before.status is not facts.status
        last: tuple[Notice, ...] = ()
        if closes and without_harvest is None:
            last = require_last_harvest(workplace, before, facts.since or today)
        elif closes and workplace.actor.name is not None:
            workplace.require(Role.REGISTER_OWNER)
        after = linked(with_facts(before, facts, today), facts, register)
        if url is not None or platform is not None:
            admitted = admit(url or before.url, platform)
            refuse_twice(admitted, register.accounts.values(), but=before.id)
            after = renamed(after, admitted)
        after = with_former(after, register, facts.former_urls, facts.without_former_urls)
        refuse_beyond(after, before, today)
        record_change(
            workplace,
            before,
            after,
            since=facts.since or today,
            without_harvest=without_harvest,
        )
    minded = [*last, *notices(register, after, today), *_of_the_past(after, facts, today)]
    return Edited(after, (*minded, *notice_of_name(before, after)))


def _of_the_past(account: Account, facts: Facts, today: date) -> list[Notice]:
    """Give what to mind when something was stated of a day that is past."""
    found: list[Notice] = []
    if facts.since is None or facts.since >= today:
        return found
    overruled = facts.kind and account.kind_on(today) is not facts.kind
    if overruled or (facts.replies and account.replies_on(today) is not facts.replies):
        found.append(Notice("later-fact", LATER_FACT))
    if facts.replies is Replies.CLOSED and account.days_seen():
        # As `closed_after_seen` says of a file.
        found.append(Notice("closed-before", CLOSED_BEFORE.filled(day=day_said(facts.since))))
    return found


def closed_after_seen(before: Account, after: Account, today: date) -> date | None:
    """Give from when an account is stated to be closed now, where that may be false.

    Only the first reply or answer since each closing is kept: those after a closing that was not
    known then may be among what was passed over, and only another look at the export tells.
    """
    closed = {fact.start for fact in after.replies if fact.value is Replies.CLOSED}
    closed -= {fact.start for fact in before.replies if fact.value is Replies.CLOSED}
    first = min(after.days_seen(), default=None)
    return min((day for day in closed if first and first < day < today), default=None)


def close(
    workplace: Workplace,
    name: str,
    on: date | None = None,
    *,
    without_harvest: str | None = None,
) -> Edited:
    """Close an account on a day, by default today: it stays in the register and the archive.

    `without_harvest` says why a last harvest of the whole can't be had; without it the closing
    is refused as long as there is none.
    """
    facts = Facts(status=AccountStatus.CLOSED, since=on)
    closed = edit(workplace, name, facts, without_harvest=without_harvest)
    if not typed(without_harvest or ""):
        return closed
    return Edited(closed.account, (*closed.notices, Notice("last-harvest", LAST_HARVEST)))


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


def platform_notices(register: Register, account: Account) -> list[Notice]:
    """Give what was decided against the platform of an account, which is archived all the same."""
    decision = register.platforms.get(account.platform)
    if decision is None or decision.status not in {"not-allowed", "ended"}:
        return []
    text = PLATFORM_ENDED if decision.status == "ended" else PLATFORM_NOT_ALLOWED
    told = text.filled(platform="{platform}", decided=day_said(decision.decided))
    return [Notice(f"platform-{decision.status}", told, {"platform": account.platform.value})]


def notices(register: Register, account: Account, today: date) -> tuple[Notice, ...]:
    """Give what to mind about an account today (requirements A1, A4 and A7)."""
    found = platform_notices(register, account)
    platform = account.platform.value
    in_office = any(
        t.start <= today and (t.end is None or today <= t.end) for t in account.tenures
    )
    if account.named_after is NamedAfter.OFFICE and not in_office:
        found.append(Notice("no-tenure", NO_TENURE))
    closed = account.replies_on(today) is Replies.CLOSED
    if closed and account.platform in REPLIES_ALWAYS_OPEN:
        found.append(Notice("replies-always-open", NEVER_ONE_WAY, {"platform": platform}))
    return tuple(found)
