"""Record hand-ins: who may, and each step as an event of the decisions."""

from collections.abc import Iterable
from datetime import date

from weerklank.model.account import Account
from weerklank.model.clock import civil_day
from weerklank.model.errors import Refused, fault
from weerklank.model.event import Book
from weerklank.model.hand_in import WORDS, HandIn, HandInState
from weerklank.model.json_value import JsonObject
from weerklank.model.notice import Notice
from weerklank.model.person import Actor, Role
from weerklank.model.run import RunReport
from weerklank.model.symbols import encode
from weerklank.model.text import Text
from weerklank.services.register.read_hand_ins import KIND, find_hand_in, read_hand_ins
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

NOT_WAITING = fault(
    "HANDIN-002",
    Text(
        nl="Aanlevering {handin} is {state}; dit kan alleen zolang zij wacht op bevestiging.",
        en="Hand-in {handin} is {state}; this can be done only while it waits for confirmation.",
    ),
    Text(
        nl="Kijk met 'weerklank handin list' wat er staat, en lever zo nodig opnieuw aan.",
        en="See with 'weerklank handin list' what is there, and hand in anew if need be.",
    ),
)
CONFIRMED_ALREADY = fault(
    "HANDIN-003",
    Text(
        nl="Aanlevering {handin} is bevestigd en opgenomen; zij is niet meer terug te nemen.",
        en="Hand-in {handin} was confirmed and taken in; it can't be taken back any more.",
    ),
    Text(
        nl="Laat het bericht vernietigen: 'weerklank destroy propose --id ID --ground "
        "not-government'; het ID staat in 'weerklank handin list'.",
        en="Have the post destroyed: 'weerklank destroy propose --id ID --ground "
        "not-government'; 'weerklank handin list' tells the ID.",
    ),
)

ANOTHER_MAKER = fault(
    "HANDIN-760",
    Text(
        nl="{name} staat in het register niet als beheerder van account {account}; een maker "
        "levert alleen aan voor eigen accounts.",
        en="The register does not name {name} as a manager of account {account}; a maker hands "
        "in for their own accounts only.",
    ),
    Text(
        nl="Laat wie het accountoverzicht beheert de maker vastleggen: 'weerklank account edit "
        "{account} --manager NAAM'. Of laat Communicatie aanleveren.",
        en="Have who keeps the register record the maker: 'weerklank account edit {account} "
        "--manager NAME'. Or let Communication hand in.",
    ),
)

NO_PROCESS = Text(
    "Voor aanlevering {handin} is geen werkproces genoemd, en bij account {account} ligt er nu "
    "geen vast. Leg vast welk proces ermee is gediend door de berichten nog eens aan te leveren: "
    "'weerklank handin {account} --file BESTAND --post ADRES --process CODE'; voor wat later "
    "komt met 'weerklank account edit {account} --process CODE'.",
    "For hand-in {handin} no work process was named, and account {account} has none on record "
    "now. State which process the posts serve by handing them in once more: "
    "'weerklank handin {account} --file FILE --post URL --process CODE'; for what comes later by "
    "'weerklank account edit {account} --process CODE'.",
)

#: The maker or the maker's office, who answer for it (whitepaper 4.1.3), and the register's owner.
JUDGES = (Role.MAKER, Role.COMMUNICATION, Role.REGISTER_OWNER)


#: Who hands in for every account; a maker does for those of which they are a manager.
_FOR_EVERY_ACCOUNT = frozenset(JUDGES) - {Role.MAKER}


def require_judge(workplace: Workplace, account: Account) -> None:
    """Refuse a named person who does not hand in for an account; the system user alone may.

    It takes no two persons, and the journal names the system user.
    """
    if workplace.actor.name is None:
        return
    workplace.require(*JUDGES)
    if not hands_in_for(workplace.actor, account):
        raise Refused(ANOTHER_MAKER, name=workplace.actor.name, account=account.id)


def hands_in_for(actor: Actor, account: Account) -> bool:
    """Tell whether someone hands in for an account: a role that does for all, or as its maker."""
    if actor.name is None or not _FOR_EVERY_ACCOUNT.isdisjoint(actor.roles):
        return True
    return Role.MAKER in actor.roles and is_manager(actor.name, account)


def is_manager(name: str, account: Account) -> bool:
    """Tell whether the register names someone as a manager of an account."""
    return name.casefold() in {manager.name.casefold() for manager in account.managers}


def process_served(account: Account, process: str | None, today: date) -> str | None:
    """Give the work process of a hand-in: as named, or the account's own; None without either."""
    return process or account.process_on(today)


def notice_of_process(number: str, account: Account) -> Notice:
    """Say that nobody stated which work process a hand-in serves, and how to state it."""
    return Notice("no-process", NO_PROCESS, {"handin": number, "account": account.id})


def record_new(workplace: Workplace, state: HandInState, data: JsonObject) -> HandIn:
    """Record a hand-in under a number of its own."""
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        number = f"h{len(read_hand_ins(workplace)) + 1:04d}"
        workplace.record(Book.DECISIONS, f"{KIND}{state}", number, data)
    return find_hand_in(workplace, number)


def record_confirmed(
    workplace: Workplace, data: JsonObject, tags: Iterable[bytes], proposed: str | None
) -> str:
    """Record that posts were judged government information; gives the number of the hand-in.

    One that was confirmed before stays as it is: its run broke off and is done again.
    """
    told: JsonObject = {**data, "posts": [encode(tag) for tag in sorted(tags)]}
    if proposed is None:
        return record_new(workplace, HandInState.CONFIRMED, told).id
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        found = find_hand_in(workplace, proposed)
        require_waiting(found, HandInState.CONFIRMED)
        if found.state is HandInState.PROPOSED:
            workplace.record(Book.DECISIONS, f"{KIND}{HandInState.CONFIRMED}", found.id, told)
    return found.id


def confirm_judged(
    workplace: Workplace,
    account: Account,
    report: RunReport,
    judged: frozenset[bytes],
    process: str | None,
    hand_in: str | None,
) -> None:
    """Record, before any of it is written, what was judged government information (A5)."""
    today = civil_day(report.started)
    if not judged:
        return
    before = None if hand_in else _judged_before(workplace, account, judged, process)
    if before is not None:
        report.hand_in = before.id
        return
    served = process_served(account, process, today)
    data: JsonObject = {"account": account.id, "process": served, "run": report.run}
    report.hand_in = record_confirmed(workplace, data, judged, hand_in)
    if served is None:
        report.notices.append(notice_of_process(report.hand_in, account))


def _judged_before(
    workplace: Workplace, account: Account, judged: frozenset[bytes], process: str | None
) -> HandIn | None:
    """Find the hand-in that judged the same posts before, for the same process if one is named.

    Under whatever form of its address a post is named, it is judged once.
    """
    keys = {encode(tag) for tag in judged}
    for found in read_hand_ins(workplace).values():
        is_same = found.state is HandInState.CONFIRMED and found.account == account.id
        if is_same and keys <= {*found.posts} and process in (None, found.process):
            return found
    return None


def require_waiting(found: HandIn, *others: HandInState) -> None:
    """Refuse a step with a hand-in that does not wait, nor stands in one of the others."""
    if found.state not in {HandInState.PROPOSED, *others}:
        raise Refused(NOT_WAITING, handin=found.id, state=WORDS[found.state])


def undo(workplace: Workplace, name: str) -> HandIn:
    """Take a mistake back: a hand-in that waits, or a 'nothing this period'.

    Refused once it is confirmed: what is in the archive leaves it by destruction alone.
    """
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        found = find_hand_in(workplace, name)
        require_judge(workplace, workplace.register().accounts[found.account])
        if found.state is HandInState.CONFIRMED:
            raise Refused(CONFIRMED_ALREADY, handin=found.id)
        require_waiting(found, HandInState.NOTHING)
        workplace.record(
            Book.DECISIONS, f"{KIND}{HandInState.UNDONE}", found.id, {"account": found.account}
        )
    return find_hand_in(workplace, name)
