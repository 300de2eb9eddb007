"""Report change: anyone tells the owner of the register what changed; the owner settles it."""

from datetime import UTC, date, datetime, time

from weerklank.model.account import Account, Scenario
from weerklank.model.change_report import ChangeReport, Reported, ReportState
from weerklank.model.clock import civil_day, iso
from weerklank.model.errors import Refused, WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.ids import AccountId, RunId
from weerklank.model.json_value import JsonObject
from weerklank.model.person import Role
from weerklank.model.register_words import REPORTED
from weerklank.model.text import Language, Text, typed
from weerklank.register.book import Register
from weerklank.services.register.account_number import BY_SERVER, note_number, teller_on
from weerklank.services.register.edit_account import refuse_future
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

NOTHING_SAID = fault(
    "REPORT-001",
    Text(
        nl="De toelichting ontbreekt, of is langer dan {most} tekens.",
        en="The note is missing, or longer than {most} characters.",
    ),
    Text(
        nl="Zeg in één zin wat er anders is, zonder namen van burgers.",
        en="Say in one sentence what is different, without names of citizens.",
    ),
)
UNKNOWN_REPORT = fault(
    "REPORT-002",
    Text(nl="Er is geen melding '{report}'.", en="There is no report '{report}'."),
    Text(
        nl="Kijk met 'weerklank report list' welke er zijn.",
        en="See with 'weerklank report list' which there are.",
    ),
)
SETTLED_ALREADY = fault(
    "REPORT-003",
    Text(
        nl="Melding {report} is al afgehandeld, op {day}.",
        en="Report {report} was settled already, on {day}.",
    ),
    Text(
        nl="Is er opnieuw iets veranderd, meld dat dan apart.",
        en="If something changed again, report that by itself.",
    ),
)
REASON_MISSING = fault(
    "REPORT-004",
    Text(nl="Wie een melding afwijst, zegt waarom.", en="Who rejects a report says why."),
    Text(nl="Geef de reden met --reason.", en="Give the reason with --reason."),
)
_MOST = 500


def report_change(
    workplace: Workplace,
    what: Reported,
    *,
    account: str | None = None,
    since: date | None = None,
    by: str | None = None,
    note: str | None = None,
) -> ChangeReport:
    """Report what changed, since when, and who tells (by default who acts); anyone may.

    `account` is a number, address or handle; None for one that is not in the register yet. A
    report stays for good: what it is about is chosen, and a note is asked for only where the
    choice says too little.
    """
    plain = typed(note or "")
    needed = what is Reported.OTHER or account is None
    if (needed and not plain) or len(plain) > _MOST:
        raise WrongUse(NOTHING_SAID, most=_MOST)
    refuse_future(workplace, since)
    told_by = typed(by or "") or workplace.actor.known_as
    with locked(workplace.layout.lock("register"), "register", wait=True):
        register = workplace.register()
        about = register.find(account).id if account else None
        number = _next(len(register.reports))
        data: JsonObject = {
            "account": about,
            "by": told_by[:_MOST],
            "note": plain or None,
            "since": since.isoformat() if since else None,
            "what": what.value,
        }
        workplace.record(Book.REGISTER, "report.made", number, data)
    return workplace.register().reports[number]


def report_found(
    workplace: Workplace,
    account: Account,
    run: RunId,
    what: Reported = Reported.PROFILE,
    note: str | None = None,
) -> None:
    """Report what a run found, such as a changed profile, unless such a report waits already.

    `note` is the handle that it found.

    The caller seals the events.
    """
    with locked(workplace.layout.lock("register"), "register", wait=True):
        known = workplace.register().reports
        waits = any(
            one.account == account.id
            and one.by_run
            and one.what is what
            and one.state is ReportState.WAITING
            for one in known.values()
        )
        if waits:
            return
        data: JsonObject = {
            "account": account.id,
            "by": run,
            "by_run": True,
            "note": note,
            "since": workplace.today().isoformat(),
            "what": what.value,
        }
        workplace.record(Book.REGISTER, "report.made", _next(len(known)), data)


def withdraw_found(workplace: Workplace, account: Account, what: Reported, reason: str) -> None:
    """Settle as not so what runs reported and what a run sees to be otherwise now.

    The caller seals the events.
    """
    with locked(workplace.layout.lock("register"), "register", wait=True):
        for one in workplace.register().reports.values():
            is_it = one.by_run and (one.account, one.what) == (account.id, what)
            if is_it and one.id is not None and one.state is ReportState.WAITING:
                data: JsonObject = {"reason": reason, "state": ReportState.REJECTED.value}
                workplace.record(Book.REGISTER, "report.settled", one.id, data)


def _next(known: int) -> str:
    return f"m{known + 1:04d}"


def reports(workplace: Workplace, *, waiting: bool = False) -> list[ChangeReport]:
    """Give the reports, the oldest first, those of runs too; with `waiting` only those that do."""
    found = all_reports(workplace.register())
    kept = [one for one in found if not waiting or one.state is ReportState.WAITING]
    return sorted(kept, key=lambda one: one.reported)


def all_reports(register: Register) -> list[ChangeReport]:
    """Give what was reported, by people and by runs."""
    return [*register.reports.values(), *_of_runs(register)]


def _of_runs(register: Register) -> list[ChangeReport]:
    """Give what runs found that differs from the register and that nobody judged yet."""
    return [
        ChangeReport(
            id=None,
            account=account.id,
            what=Reported.ADDRESS,
            note=found.handle,
            since=None,
            by=found.run,
            reported=datetime.combine(found.reported, time(), UTC),
            by_run=True,
        )
        for account in register.accounts.values()
        for found in account.reported_handles
    ]


def settle_report(
    workplace: Workplace, number: str, state: ReportState, reason: str | None = None
) -> ChangeReport:
    """Settle a report as done or rejected; a register owner may. Rejecting asks for a reason.

    Who rejects what a run found, that an account became somebody else's, says that it is ours by
    another number: where nothing can prove it by connecting, their word suffices.
    """
    if workplace.actor.name is not None:
        workplace.require(Role.REGISTER_OWNER)
    plain = typed(reason or "")
    if state is ReportState.REJECTED and not plain:
        raise WrongUse(REASON_MISSING)
    if state is ReportState.WAITING or len(plain) > _MOST:
        raise WrongUse(NOTHING_SAID, most=_MOST)
    with locked(workplace.layout.lock("register"), "register", wait=True):
        register = workplace.register()
        report = register.reports.get(number.strip().lower())
        if report is None or report.id is None:
            raise WrongUse(UNKNOWN_REPORT, report=number)
        if report.settled:
            day = civil_day(report.settled).isoformat()
            raise Refused(SETTLED_ALREADY, report=report.id, day=day)
        data: JsonObject = {"reason": plain or None, "state": state.value}
        workplace.record(Book.REGISTER, "report.settled", report.id, data)
        about = register.accounts.get(report.account) if report.account else None
        is_taken = report.by_run and report.what is Reported.KIND
        if about and is_taken and state is ReportState.REJECTED and _is_by_word(workplace, about):
            note_number(workplace, about.id, None, teller=teller_on(about.platform))
    return workplace.register().reports[report.id]


def _is_by_word(workplace: Workplace, account: Account) -> bool:
    """Tell whether an account can't be connected.

    Such are those that come in by single posts alone, each judged, and those whose number a
    platform states, in exports too: whoever asks for one must sign in to the account.
    """
    is_by_hand = account.scenario_on(workplace.today()) is Scenario.C
    return is_by_hand or teller_on(account.platform) != BY_SERVER


def report_json(report: ChangeReport, today: date, language: Language) -> JsonObject:
    """Write a report as JSON."""
    return {
        "report": report.id,
        "account": report.account,
        "what": report.what.value,
        "text": REPORTED[report.what].say(language),
        "note": report.note,
        "since": report.since.isoformat() if report.since else None,
        "by": report.by,
        "source": "run" if report.by_run else "person",
        "reported": iso(report.reported),
        "age_days": report.age(today),
        "state": report.state.value,
        "reason": report.reason,
        "settled": iso(report.settled) if report.settled else None,
        "settled_by": report.settled_by,
    }


def waiting_count(register: Register, account: AccountId) -> int:
    """Count the reports on an account that wait for the owner, those of runs too."""
    mine = [one for one in register.reports.values() if one.account == account]
    found = len(register.accounts[account].reported_handles)
    return sum(one.state is ReportState.WAITING for one in mine) + found
