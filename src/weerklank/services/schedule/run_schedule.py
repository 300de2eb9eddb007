"""Run the schedule: harvest what is due, one account after another, and send what mail waits.

It keeps nothing: what is due is asked anew before each harvest, so that a button comes first, and
a schedule that was killed goes on where it was. A failure of one account is noted with a time to
try again, and stops no other. While a server lets a harvest wait for long, a process beside this
one goes on with accounts on other servers.
"""

import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from weerklank.harvest.port import Connector
from weerklank.harvest.transport import Transport
from weerklank.jobs.due import Standing, WhyNot
from weerklank.model.account import Account
from weerklank.model.errors import Defect, Locked, Refused, WeerklankError, WrongUse, fault
from weerklank.model.ids import AccountId
from weerklank.model.run import RunReport, Technique
from weerklank.model.text import Text
from weerklank.services.change.end_terms import end_terms
from weerklank.services.change.keep_named import forget_withdrawn
from weerklank.services.change.turn_epochs import finish_epochs
from weerklank.services.harvest.harvest_account import harvest_account
from weerklank.services.harvest.harvest_by_browser import PageBrowser, harvest_by_browser
from weerklank.services.harvest.harvest_by_job import WAITING, harvest_by_job
from weerklank.services.harvest.harvest_noted import (
    harvest_followed,
    harvest_noted,
    note_failure,
)
from weerklank.services.harvest.portability_jobs import record_failure, standing_jobs
from weerklank.services.harvest.server_signing import TransportFor
from weerklank.services.people.access_term import end_access_days
from weerklank.services.profile.check_profile import check_harvested
from weerklank.services.schedule.ask_pages import asked_pages, note_failed_pages
from weerklank.services.schedule.audit_of_today import audit_of_today
from weerklank.services.schedule.due_work import Part, Work, due_work
from weerklank.services.schedule.measure_of_today import measure_of_today
from weerklank.services.schedule.run_scan import is_scan_asked, run_asked_scan
from weerklank.services.schedule.send_mail import send_mail
from weerklank.services.schedule.viruses_of_today import viruses_of_today
from weerklank.services.schedule.whats_due import platforms_of, whats_due
from weerklank.services.transfer.end_originals import end_all_transferred
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked
from weerklank.store.state_folder import cared, put, schedule_lock

WENT_WRONG = fault(
    "SCHEDULE-004",
    Text(
        nl="Bij het oogsten van {account} ging iets mis dat niet mis had mogen gaan ({kind} in "
        "{place}).",
        en="While harvesting {account} something went wrong that should not have ({kind} in "
        "{place}).",
    ),
    Text(
        nl="Wat was afgesloten, is bewaard. Meld dit met de code en de plaats; het wordt opnieuw "
        "geprobeerd.",
        en="What was closed is kept. Report this with the code and the place; it is tried again.",
    ),
)
BEGINS = Text("{account} is aan de beurt: {why}.", "{account} is due: {why}.")
GOES_ON = Text("Het archief van {account} is aan de beurt.", "The archive of {account} is due.")
PAGES = Text("De pagina's van {account} zijn aan de beurt.", "The pages of {account} are due.")
FAILED = Text("{account}: {message} {hint}", "{account}: {message} {hint}")
WAITS = Text(
    "Een termijn is om, maar er is niet alles vernietigd: {message} {hint}",
    "A term is over, but not all was destroyed: {message} {hint}",
)
#: Seconds between two looks at what is due, while nothing is.
_PAUSE = 5.0
#: How long an account is left alone on which another process is at work.
_BESIDE = timedelta(minutes=1)
#: How long a server lets a harvest wait in all before others go on beside it.
_LONG = timedelta(minutes=1)
#: How long a job is left alone that could not be gone on with.
_JOB_LEFT = timedelta(minutes=15)
#: How often mail is looked after.
_MAIL = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one account that was due."""

    runs: tuple[RunReport, ...]
    error: WeerklankError | None = None

    def codes(self) -> list[str]:
        """Give the code of what went wrong, if anything did."""
        return [self.error.code] if self.error else []


class Beside(Protocol):
    """Another process, that does what is due once; at most one at a time."""

    @property
    def goes_on(self) -> bool:
        """Tell whether it is at work."""
        ...

    def start(self) -> None:
        """Start it; the caller looked that none is at work."""
        ...

    def wait(self) -> None:
        """Wait until it did what was due."""
        ...

    def stop(self) -> None:
        """End it, and wait for it; what it closed stays."""
        ...


@dataclass(slots=True)
class Schedule:
    """Runs what is due in one archive."""

    #: Opens the archive anew: what others changed meanwhile must be seen.
    opened: Callable[[], Workplace]
    connectors: list[Connector]
    transport_for: Callable[[Workplace], TransportFor]
    #: What goes on while a server lets a harvest wait; without it all wait.
    beside: Beside | None = None
    #: What goes to pages; raises WrongUse where there is no browser. Without it nobody does.
    browser: Callable[[], PageBrowser] | None = None
    #: Socket of a clamd, where the operator named one.
    clamd: Path | None = None
    sleep: Callable[[float], None] = time.sleep
    #: Seconds that servers let the harvest of now wait.
    _waited: float = 0.0
    _beside: dict[AccountId, float] = field(default_factory=dict)
    #: When the job of an account could not be gone on with.
    _jobs_left: dict[AccountId, float] = field(default_factory=dict)

    def once(self, technique: Technique | None = None, *, mails: bool = True) -> Iterator[Done]:
        """Run what is due now, each account once by each technique; mail goes last, if at all."""
        tried: set[AccountId] = set()
        try:
            if technique is None and mails:
                yield from self._scan()
            while technique is not Technique.PORTABILITY and (due := self._first(tried)):
                tried.add(due[1].account)
                yield self._harvest(*due)
            tried.clear()
            while technique is not Technique.API and (job := self._first_job(tried)):
                tried.add(job[1])
                yield self._go_on_with_job(*job)
            tried.clear()
            while technique is None and (pages := self._first_pages(tried)):
                tried.add(pages[1])
                yield self._record_pages(*pages)
            if self.beside is not None:
                self.beside.wait()
        finally:
            self._stop_beside()
        if technique is None and mails:
            yield from self._daily()
        if mails:
            self._send_mail()

    def without_end(self) -> Iterator[Done]:
        """Run what is due, wait, and look again, until it is interrupted.

        Locked when another schedule does so already.
        """
        with locked(schedule_lock(self.opened().keys), "schedule"):
            try:
                yield from self._go_on()
            finally:
                self._stop_beside()

    def only(self, work: Work) -> Iterator[Done]:
        """Do one piece of work, if it is due still; nothing else."""
        if work.part is Part.CARE:
            yield from self._care()
            return
        workplace, account = self.opened(), work.account
        if account is None:
            yield from self._scan()
        elif work in due_work(workplace, self.connectors, browses=self.browser is not None):
            if work.part is Part.HARVEST:
                (due,) = whats_due(workplace, platforms_of(self.connectors), account)
                yield self._harvest(workplace, due)
            elif work.part is Part.ARCHIVE:
                yield self._go_on_with_job(workplace, account)
            else:
                yield self._record_pages(workplace, account)

    def _care(self) -> Iterator[Done]:
        """Send mail; once a day look after terms and audit, whichever worker comes first."""
        self._send_mail()
        workplace = self.opened()
        file, today = cared(workplace.keys), workplace.today().isoformat().encode()
        if not file.is_file() or file.read_bytes() != today:
            yield from self._daily()
            put(file, today)

    def _go_on(self) -> Iterator[Done]:
        mailed = -_MAIL.total_seconds()
        ended: date | None = None
        while True:
            if time.monotonic() - mailed >= _MAIL.total_seconds():
                self._send_mail()
                mailed = time.monotonic()
                if (today := self.opened().today()) != ended:
                    yield from self._daily()
                    ended = today
            yield from self._scan()
            due = self._first(self._left_alone())
            if due is None:
                since = time.monotonic() - _JOB_LEFT.total_seconds()
                job = self._first_job({a for a, at in self._jobs_left.items() if at > since})
                pages = self._first_pages(self._left_alone()) if job is None else None
                if job is not None:
                    yield self._job_or_beside(*job)
                elif pages is not None:
                    yield self._record_pages(*pages)
                else:
                    self.sleep(_PAUSE)
                continue
            done = self._harvest(*due)
            if isinstance(done.error, Locked):
                self._beside[due[1].account] = time.monotonic()
            yield done

    def _first(self, passed: set[AccountId]) -> tuple[Workplace, Standing] | None:
        workplace = self.opened()
        stands = whats_due(workplace, platforms_of(self.connectors))
        register = workplace.register()
        # Accounts on one server share what it allows: they would wait for one another.
        asked = {
            server_of(register.accounts[one.account])
            for one in stands
            if one.why is WhyNot.RUNNING
        }
        due = (
            one
            for one in stands
            if one.is_due
            and one.account not in passed
            and server_of(register.accounts[one.account]) not in asked
        )
        first = next(due, None)
        return None if first is None else (workplace, first)

    def _first_job(self, passed: set[AccountId]) -> tuple[Workplace, AccountId] | None:
        """Give the first account of which the portability job is due (docs/adr/0090)."""
        workplace = self.opened()
        now = workplace.clock.now()
        for one in standing_jobs(workplace, self.connectors):
            if one.is_due(now) and one.account not in passed:
                return workplace, one.account
        return None

    def _job_or_beside(self, workplace: Workplace, account: AccountId) -> Done:
        done = self._go_on_with_job(workplace, account)
        if done.error is not None:  # what is noted has a time of its own; what is not waits here
            self._jobs_left[account] = time.monotonic()
        return done

    def _go_on_with_job(self, workplace: Workplace, account: AccountId) -> Done:
        """Do the next step of a job; that its archive is not ready yet is no error here."""
        workplace.reporter.step(GOES_ON, account=account)
        try:
            transport_for = self.transport_for(workplace)
            report = harvest_by_job(workplace, self.connectors, account, transport_for)
            return Done((report,))
        except WeerklankError as error:
            if error.code != WAITING:
                return _failed(workplace, account, error)
            workplace.reporter.step(Text(error.message("nl"), error.message("en")))
            return Done(error.runs)
        except OSError:
            raise
        except Exception as error:  # noqa: BLE001 - a defect on one account may not stop the others
            defect = Defect(WENT_WRONG, account=account, **_place(error))
            record_failure(workplace, account, defect)
            return _failed(workplace, account, defect)

    def _first_pages(self, passed: set[AccountId]) -> tuple[Workplace, AccountId] | None:
        """Give the account whose pages were asked for first."""
        if self.browser is None:
            return None
        workplace = self.opened()
        asked = [(one.asked, account) for account, one in asked_pages(workplace).items()]
        waiting = sorted((at, account) for at, account in asked if at and account not in passed)
        return (workplace, waiting[0][1]) if waiting else None

    def _record_pages(self, workplace: Workplace, account: AccountId) -> Done:
        """Record the pages of an account; a failure is noted, and waits for who asks again."""
        workplace.reporter.step(PAGES, account=account)
        try:
            with closing(self._browser()) as browser:
                transport_for = self.transport_for(workplace)
                report = harvest_followed(
                    workplace,
                    account,
                    lambda seen: harvest_by_browser(
                        seen, self.connectors, account, transport_for, browser
                    ),
                )
            check_harvested(workplace, report, self.transport_for(workplace))
            return Done((report,))
        except Locked as error:
            self._beside[account] = time.monotonic()
            return _failed(workplace, account, error)
        except WeerklankError as error:
            note_failed_pages(workplace, account, error)
            return _failed(workplace, account, error)
        except OSError:
            raise
        except Exception as error:  # noqa: BLE001 - a defect on one account may not stop the others
            defect = Defect(WENT_WRONG, account=account, **_place(error))
            note_failed_pages(workplace, account, defect)
            return _failed(workplace, account, defect)

    def _browser(self) -> PageBrowser:
        assert self.browser  # noqa: S101 - nothing is found to be done without it
        return self.browser()

    def _left_alone(self) -> set[AccountId]:
        since = time.monotonic() - _BESIDE.total_seconds()
        self._beside = {one: at for one, at in self._beside.items() if at > since}
        return set(self._beside)

    def _harvest(self, workplace: Workplace, due: Standing) -> Done:
        workplace.reporter.step(BEGINS, account=due.account, why=due.words)
        try:
            transport_for = self._letting_others_go_on(workplace)
            report = harvest_noted(
                workplace,
                due.account,
                lambda seen: harvest_account(seen, self.connectors, due.account, transport_for),
            )
        except WeerklankError as error:
            if isinstance(error, (Refused, WrongUse)):  # by what only a harvest finds out
                note_failure(workplace, due.account, error)
            return _failed(workplace, due.account, error)
        except OSError:
            raise  # a full disk: nothing can be noted, and nothing else would fare better
        except Exception as error:  # noqa: BLE001 - a defect on one account may not stop the others
            defect = Defect(WENT_WRONG, account=due.account, **_place(error))
            note_failure(workplace, due.account, defect)
            return _failed(workplace, due.account, defect)
        check_harvested(workplace, report, self.transport_for(workplace))
        return Done((report,))

    def _letting_others_go_on(self, workplace: Workplace) -> TransportFor:
        """Give ways out that see to it that nobody else waits for long with this harvest."""
        transport_for, self._waited = self.transport_for(workplace), 0.0

        def made(address: str, told: Callable[[float], None]) -> Transport:
            def waits(seconds: float) -> None:
                told(seconds)
                self._note_wait(seconds)

            return transport_for(address, waits)

        return made

    def _note_wait(self, seconds: float) -> None:
        self._waited += seconds
        if self._waited >= _LONG.total_seconds():
            self._let_others_go_on()

    def _let_others_go_on(self) -> None:
        """Let what is due go on in another process, while this one is busy for long."""
        if self.beside is None or self.beside.goes_on:
            return
        if self._first(set()) is not None:
            self.beside.start()

    def _daily(self) -> Iterator[Done]:
        """Destroy what is past its term, audit, measure, scan; gives what could not be.

        Past it are sealed originals, and who looked at what; with it goes what a transfer left,
        and the name of who was taken back.
        """
        workplace = self.opened()
        for error in [*_destroy_what_is_over(workplace)]:
            message = Text(error.message("nl"), error.message("en"))
            hint = Text(error.hint("nl"), error.hint("en"))
            workplace.reporter.step(WAITS, message=message, hint=hint)
            if not isinstance(error, Locked):  # a run is at work: next time is soon enough
                yield Done((), error)
        if (stopped := audit_of_today(self.opened())) is not None:
            yield Done((), stopped)
        if (stopped := measure_of_today(self.opened(), self.connectors)) is not None:
            yield Done((), stopped)
        opened = self.opened()
        if (stopped := viruses_of_today(opened, self.clamd, self._let_others_go_on)) is not None:
            yield Done((), stopped)

    def _scan(self) -> Iterator[Done]:
        """Do the scan that somebody asked for; what is due goes on beside it, if it takes long."""
        workplace = self.opened()
        if not is_scan_asked(workplace):
            return
        try:
            error = run_asked_scan(workplace, self._let_others_go_on, _place)
        except Locked:
            return  # one that was begun otherwise goes on: after it comes this one
        yield Done((), error)

    def _stop_beside(self) -> None:
        if self.beside is not None:
            self.beside.stop()

    def _send_mail(self) -> None:
        """Tell who works on Woo requests and who keeps the register (`mail send`)."""
        workplace = self.opened()
        for notice in send_mail(workplace):
            workplace.reporter.step(notice.said())


def server_of(account: Account) -> str:
    """Give by which server an account shares what is allowed with others."""
    return urlsplit(account.url).netloc.lower()


def _failed(workplace: Workplace, account: AccountId, error: WeerklankError) -> Done:
    message = Text(error.message("nl"), error.message("en"))
    hint = Text(error.hint("nl"), error.hint("en"))
    workplace.reporter.step(FAILED, account=account, message=message, hint=hint)
    return Done(error.runs, error)


def _place(error: Exception) -> dict[str, str]:
    """Say where a defect is without its message: a message may hold content."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "weerklank" in frame.filename]
    last = (ours or list(frames))[-1]
    module = last.filename.rpartition("weerklank/")[2]
    return {"kind": type(error).__name__, "place": f"{module}:{last.lineno}"}


def _destroy_what_is_over(workplace: Workplace) -> Iterator[WeerklankError]:
    """Destroy what is past its term, each kind whatever became of another; gives what waits."""
    try:
        forget_withdrawn(workplace)
    except WeerklankError as stop:
        yield stop
    for end in (end_all_transferred, end_terms, end_access_days, finish_epochs):
        try:
            yield from end(workplace).errors
        except WeerklankError as stop:
            yield stop
