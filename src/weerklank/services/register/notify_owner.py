"""Notify owner: tell the owners of the register each change at once, and what is to be reviewed.

What is still to be told follows from register and journal: the changes after the last one that an
owner was told. So nothing is lost when mail can't be sent, and nothing is kept that could be.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from weerklank.model.change_report import ReportState
from weerklank.model.clock import civil_day, from_iso, iso
from weerklank.model.day_words import day
from weerklank.model.errors import WeerklankError, fault
from weerklank.model.event import Book, Event
from weerklank.model.json_value import Json
from weerklank.model.mail import Letter, letter
from weerklank.model.notice import Notice
from weerklank.model.person import Role
from weerklank.model.review import ReviewDue
from weerklank.model.text import Language, Text
from weerklank.register.book import Register, read_register
from weerklank.register.postman import NotSent, Postman
from weerklank.services.register.mail_lines import lines_of
from weerklank.services.register.report_change import all_reports
from weerklank.services.register.review_account import reviews
from weerklank.services.runs.kept_fold import KeptFold, fold_journal
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked
from weerklank.store.mail_folder import read_contacts

#: Kinds of the events by which the journal keeps that somebody was told.
TOLD, REMINDED = "mail.changes", "mail.reminder"
#: Code of the notice that mail could not be sent now.
FAILED = "mail-failed"
#: Days after which somebody is reminded again of what is still to be reviewed.
AGAIN = 30

NOT_SENT = Text(
    nl="{count} {count:wijziging|wijzigingen} van het accountoverzicht "
    "{count:is|zijn} nog niet gemaild: {reason}. {count:Zij gaat|Ze gaan} bij de volgende "
    "wijziging mee, of met 'weerklank mail send'.",
    en="{count} {count:change|changes} of the register {count:was|were} not mailed yet: {reason}. "
    "{count:It goes|They go} with the next change, or by 'weerklank mail send'.",
)
WITHOUT_ADDRESS = Text(
    nl="{name} beheert het accountoverzicht en heeft geen e-mailadres; geef het met 'weerklank "
    'person add "{name}" --email ADRES\'.',
    en="{name} keeps the register and has no e-mail address; give it by 'weerklank person add "
    '"{name}" --email ADDRESS\'.',
)
NOT_NOW = fault(
    "MAIL-005",
    Text(
        nl="Niet alle e-mail kon nu weg: {waiting} {waiting:wacht|wachten} nog.",
        en="Not all mail could be sent now: {waiting} still {waiting:waits|wait}.",
    ),
    Text(
        nl="Bekijk de waarschuwingen en 'weerklank mail list'; probeer het later opnieuw. Er gaat "
        "niets verloren. Heeft de server een mail aangenomen zonder dat te zeggen, dan komt wat "
        "erin staat nog eens.",
        en="See the warnings and 'weerklank mail list'; try again later. Nothing is lost. Where "
        "the server took a mail without saying so, what stands in it comes again.",
    ),
)
_SUBJECT = Text(
    "{organisation}: {count} {count:wijziging|wijzigingen} in het accountoverzicht",
    "{organisation}: {count} {count:change|changes} of the register of accounts",
)
_ONE = Text(
    "{organisation}: wijziging in het accountoverzicht",
    "{organisation}: a change of the register of accounts",
)
_REMINDER = Text(
    "{organisation}: {count} {count:account|accounts} na te lopen",
    "{organisation}: {count} {count:account|accounts} to review",
)
_OPENING = Text(
    "U beheert het accountoverzicht van {organisation}. Dit is er gewijzigd:",
    "You keep the register of accounts of {organisation}. This was changed:",
)
_TO_REVIEW = Text(
    "U beheert het accountoverzicht van {organisation}. Loop deze accounts na en leg dat vast, op "
    "het scherm bij 'Nalopen' of met 'weerklank account review':",
    "You keep the register of accounts of {organisation}. Review these accounts and record that, "
    "on the screen 'Reviews' or by 'weerklank account review':",
)
_REVIEW_LINE = Text(
    "{account}  {handle}  na te lopen voor {due}; laatst: {last}",
    "{account}  {handle}  to review by {due}; last: {last}",
)
_WAITING = Text(
    "Meldingen die op u wachten: {count}; de oudste {age} {age:dag|dagen}.",
    "Reports that wait for you: {count}; the oldest {age} {age:day|days}.",
)
_NOT_TOLD = ("account.reviewed", "archive.")


@dataclass(frozen=True, slots=True)
class Pending:
    """What an owner of the register is still to be told."""

    name: str
    email: str | None
    changes: tuple[Event, ...]
    #: Accounts to be reminded of.
    to_review: tuple[ReviewDue, ...]


def pending(workplace: Workplace) -> list[Pending]:
    """Give what each owner of the register is still to be told, also when that is nothing."""
    events = list(workplace.events.read(Book.REGISTER))
    register = read_register(events)
    owners = owners_since(events, register, civil_day(workplace.clock.now()))
    told = _told_until(workplace, owners)
    contacts = read_contacts(workplace.keys)
    overdue = [one for one in reviews(workplace) if one.overdue]
    reminded = _reminded(workplace) if overdue and owners else {}
    return [
        Pending(
            name,
            contacts.get(name),
            tuple(e for e in events if e.at > told.get(name, since) and is_told(e)),
            _to_remind(overdue, reminded.get(name, frozenset())),
        )
        for name, since in owners.items()
    ]


def notify_owners(workplace: Workplace) -> tuple[Notice, ...]:
    """Tell each owner what there is to tell; gives what to mind. Never fails for mail.

    Mail that can't be sent stays pending; the journal keeps what went. When a server takes a mail
    and breaks off before it says so, or the machine stops between sending and keeping, the same
    is told again: under the same Message-ID, or along with what changed since.
    """
    try:
        with locked(workplace.layout.lock("mail"), "mail", wait=True):
            waiting = [one for one in pending(workplace) if one.changes or one.to_review]
            return tuple(_deliver(workplace, waiting)) if waiting else ()
    except WeerklankError as error:  # such as settings that are damaged: the change itself stands
        return (Notice(FAILED, NOT_SENT, {"count": "?", "reason": error.code}),)


def _deliver(workplace: Workplace, waiting: list[Pending]) -> Iterator[Notice]:
    postman = Postman(workplace.keys)
    try:
        for one in waiting:
            if postman.settings and one.email is None:
                yield Notice("no-address", WITHOUT_ADDRESS, {"name": one.name})
                continue
            try:
                _send(workplace, postman, one)
            except NotSent as error:
                told = NOT_SENT.filled(count=len(one.changes), reason=error.reason)
                yield Notice(FAILED, told)
    finally:
        postman.close()


def _send(workplace: Workplace, postman: Postman, one: Pending) -> None:
    language = postman.settings.language if postman.settings else "nl"
    register = workplace.register()
    about = {"organisation": workplace.organisation.name}
    if one.changes:
        until = iso(one.changes[-1].at)
        subject = _ONE if len(one.changes) == 1 else _SUBJECT
        body = [_OPENING.say(language, **about), ""]
        body += lines_of(one.changes, register, language)
        head = subject.say(language, count=len(one.changes), **about)
        postman.send(_letter(workplace, one, head, body, language, f"{TOLD} {until}"))
        data: dict[str, Json] = {"to": one.name, "until": until, "changes": len(one.changes)}
        workplace.record(Book.JOURNAL, TOLD, "register", {**data, "way": postman.way})
    if one.to_review:
        accounts = [due.account for due in one.to_review]
        body = [_TO_REVIEW.say(language, **about), ""]
        body += [_review_line(due, register, language) for due in one.to_review]
        body += _waiting(workplace, register, language)
        head = _REMINDER.say(language, count=len(accounts), **about)
        mark = f"{REMINDED} {workplace.clock.now():%Y-%m-%d} {accounts}"
        postman.send(_letter(workplace, one, head, body, language, mark))
        data = {"to": one.name, "accounts": [*accounts], "way": postman.way}
        workplace.record(Book.JOURNAL, REMINDED, "register", data)


def _letter(
    workplace: Workplace,
    one: Pending,
    subject: str,
    body: list[str],
    language: Language,
    about: str,
) -> Letter:
    return letter(
        workplace.organisation,
        one.name,
        one.email,
        subject=subject,
        lines=body,
        language=language,
        at=workplace.clock.now(),
        about=about,
    )


def owners_since(events: Iterable[Event], register: Register, today: date) -> dict[str, datetime]:
    """Give who keeps the register now, and since when."""
    since: dict[str, datetime] = {}
    for event in events:
        roles = event.data.get("roles")
        if event.kind.startswith("person.") and isinstance(roles, list):
            if Role.REGISTER_OWNER in roles:
                since.setdefault(event.subject, event.at)
            else:
                since.pop(event.subject, None)
    held = register.holders(Role.REGISTER_OWNER)
    owners = {one.name for one in held if Role.REGISTER_OWNER in one.roles_on(today)}
    return {name: at for name, at in since.items() if name in owners}


def _told_until(workplace: Workplace, owners: dict[str, datetime]) -> dict[str, datetime]:
    """Give for each owner the moment of the last change of which the journal says it was told."""
    earliest = min(owners.values(), default=None)
    if earliest is None:
        return {}
    told = fold_journal(workplace, _KEPT, keep=True).by_name
    return {name: one.until for name, one in told.items() if one.at >= earliest}


@dataclass(frozen=True, slots=True)
class _Told:
    """When somebody was told last, and up to which change."""

    at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class _AllTold:
    """What each was told last."""

    by_name: dict[str, _Told]


class _ToldFold:
    """What each was told last as the journal so far says it."""

    def __init__(self, so_far: _AllTold | None = None) -> None:
        self._by_name: dict[str, _Told] = dict(so_far.by_name) if so_far else {}

    def take(self, event: Event) -> None:
        if event.kind == TOLD:
            until = from_iso(str(event.data["until"]))
            self._by_name[str(event.data["to"])] = _Told(event.at, until)

    def result(self) -> _AllTold:
        return _AllTold(dict(self._by_name))


_KEPT = KeptFold("told", _AllTold, _ToldFold, _ToldFold)


def _reminded(workplace: Workplace) -> dict[str, frozenset[str]]:
    """Give for each person the accounts that it was reminded of lately."""
    found: dict[str, frozenset[str]] = {}
    since = workplace.clock.now() - timedelta(days=AGAIN)
    for event in workplace.events.read_backwards(Book.JOURNAL, [REMINDED], since):
        if event.at < since:
            break
        accounts = event.data["accounts"]
        name = str(event.data["to"])
        named = frozenset(map(str, accounts)) if isinstance(accounts, list) else frozenset()
        found[name] = found.get(name, frozenset()) | named
    return found


def _to_remind(overdue: list[ReviewDue], lately: frozenset[str]) -> tuple[ReviewDue, ...]:
    """Give all that is overdue, when there is one of which nobody was reminded lately."""
    return tuple(overdue) if any(due.account not in lately for due in overdue) else ()


def is_told(event: Event) -> bool:
    """Tell whether owners are told of an event."""
    return not event.kind.startswith(_NOT_TOLD) and event.subject != "archive"


def _review_line(due: ReviewDue, register: Register, language: Language) -> str:
    last = f"{day(due.last, language)} ({due.by})" if due.last else "-"
    handle = register.accounts[due.account].handle
    by = day(due.due, language) if due.due else "-"
    return _REVIEW_LINE.say(language, account=due.account, handle=handle, due=by, last=last)


def _waiting(workplace: Workplace, register: Register, language: Language) -> list[str]:
    today = workplace.today()
    ages = [
        report.age(today)
        for report in all_reports(register)
        if report.state is ReportState.WAITING
    ]
    return ["", _WAITING.say(language, count=len(ages), age=max(ages))] if ages else []
