"""Harvest: read an account by the API of its platform, as it is now."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date

from weerklank.harvest.answers import Answers
from weerklank.harvest.intake import spool_name
from weerklank.harvest.live_source import LiveSource
from weerklank.harvest.port import AccountGone, Connector, LiveAccount
from weerklank.harvest.standing import TellsNumber
from weerklank.harvest.transport import Transport
from weerklank.minimise.envelope import envelope
from weerklank.model.account import Account
from weerklank.model.answer import Envelope
from weerklank.model.clock import begin_of
from weerklank.model.connection import Connection
from weerklank.model.errors import (
    INTERRUPTED,
    NotNow,
    RunInterrupted,
    WeerklankError,
    WrongUse,
    fault,
)
from weerklank.model.policy import Policy
from weerklank.model.run import RunReport, Technique
from weerklank.model.text import Text
from weerklank.register.book import Register
from weerklank.services.change.correct_after_import import correct_after_import
from weerklank.services.change.execute_destruction import (
    Waiting,
    finish_destructions,
    refuse_waiting,
)
from weerklank.services.harvest.demand_decision import demand_decision
from weerklank.services.harvest.harvest_report import TellsHarvest
from weerklank.services.harvest.held_connection import connection_of, note_refused
from weerklank.services.harvest.held_items import HeldItems
from weerklank.services.harvest.keep_fresh import KeepsFresh
from weerklank.services.harvest.note_deletions import note_deletions, note_look
from weerklank.services.harvest.report_standing import report_standing
from weerklank.services.harvest.server_signing import TransportFor
from weerklank.services.intake.account_run import AccountRun
from weerklank.services.intake.fetch_linked import WAITING
from weerklank.services.intake.import_report import broken_off
from weerklank.services.intake.take_in import TakeIn
from weerklank.services.register.account_number import note_number, teller_on
from weerklank.services.register.admit_import import demand_admissible
from weerklank.services.register.record_hand_in import confirm_judged
from weerklank.services.register.report_change import report_found
from weerklank.services.runs.note_drift import note_drift
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked
from weerklank.store.spool import Spool

NO_API = fault(
    "HARVEST-005",
    Text(
        nl="Van {platform} kan Weerklank nog geen account oogsten.",
        en="Weerklank can't harvest an account of {platform} yet.",
    ),
    Text(
        nl="Vraag de export van het account aan bij het platform.",
        en="Ask the platform for the export of the account.",
    ),
)
LIST_ENDED = fault(
    "HARVEST-006",
    Text(
        nl="De lijst van berichten van {account} brak af: {reason}. Wat er al was, is opgenomen.",
        en="The list of posts of {account} broke off: {reason}. What had come was taken in.",
    ),
    Text(
        nl="Geef hetzelfde commando later opnieuw; wat er al is, komt niet dubbel.",
        en="Give the same command again later; nothing comes in twice.",
    ),
)
NOT_YET = fault(
    "HARVEST-008",
    Text(
        nl="Vanaf {day} valt er nog niets opnieuw te lezen: die dag moet nog komen.",
        en="From {day} on there is nothing to read again yet: that day is still to come.",
    ),
    Text(nl="Neem een dag tot en met vandaag.", en="Take a day up to today."),
)
PERMISSION_ENDED = fault(
    "HARVEST-040",
    Text(
        nl="De server neemt de toestemming om {account} te lezen niet meer aan.",
        en="The server no longer takes the permission to read {account}.",
    ),
    Text(
        nl="Wat er al was, is opgenomen en niets geldt als verwijderd. Koppel het account "
        "opnieuw met 'weerklank connect {account}' en oogst daarna nog eens.",
        en="What had come was taken in and nothing counts as deleted. Connect the account again "
        "with 'weerklank connect {account}' and then harvest once more.",
    ),
)
READING = Text("{account} wordt gelezen op {platform}.", "Reading {account} on {platform}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What of an account is to be harvested."""

    #: Day from which it is read again at least, for edits and deletions.
    since: date | None = None
    #: The only posts that come in, by their addresses, with the replies below them.
    posts: tuple[str, ...] = ()
    #: Work process that those serve, instead of the account's own.
    process: str | None = None


EVERYTHING = Wanted()


def harvest_account(
    workplace: Workplace,
    connectors: list[Connector],
    name: str,
    transport_for: TransportFor,
    wanted: Wanted = EVERYTHING,
) -> RunReport:
    """Harvest one account, or single posts of it; gives the honest report of the run.

    Read is what is new, what is due to be looked at again, and now and then all of it.

    Refused for an account that never was anything but scenario C unless posts are named, which
    then are judged government information by whoever acts, and for scenario B before there is a
    choice on sealed originals; days of scenario C are passed over. Refused too while the platform
    needs a decision and none is in force. NotNow when the server does not answer, and after all
    was written when its list of posts broke off: the error then holds the report. What was sealed
    before an error or an interruption stays.
    """
    workplace.demand_sound()
    waiting = finish_destructions(workplace)
    register = workplace.register()
    account = register.find(name)
    policy = workplace.policy()
    demand_admissible(workplace, account, policy, wanted.posts, wanted.process)
    demand_decision(workplace, connectors, account.platform)
    if wanted.since is not None and wanted.since > workplace.today():
        raise WrongUse(NOT_YET, day=wanted.since)
    refuse_waiting(waiting, [account.id])
    connector = _connector_of(connectors, account)
    with locked(workplace.layout.lock(f"account-{account.id}"), str(account.id)):
        harvest = _Harvest(workplace, connector, register, account, policy, wanted, waiting)
        return harvest.run(transport_for)


def _connector_of(connectors: list[Connector], account: Account) -> Connector:
    for connector in connectors:
        manifest = connector.manifest
        if manifest.platform is account.platform and Technique.API in manifest.techniques:
            return connector
    raise WrongUse(NO_API, platform=account.platform)


class _Harvest:
    """One harvest at work, under its account's lock."""

    def __init__(
        self,
        workplace: Workplace,
        connector: Connector,
        register: Register,
        account: Account,
        policy: Policy,
        wanted: Wanted,
        waiting: list[Waiting],
    ) -> None:
        self._wanted = wanted
        self._workplace = workplace
        self._connector = connector
        self._register = register
        self._account = account
        self._policy = policy
        self._transport: Transport | None = None
        self._held = connection_of(workplace, account)
        self._live: LiveAccount | None = None
        #: What the account told of itself at the look before; None where nobody noted it.
        self._stood: frozenset[str] | None = None
        self._run = AccountRun(workplace, connector, register, account, Technique.API, waiting)
        self._report = self._run.report

    def run(self, transport_for: TransportFor) -> RunReport:
        """Do it, and write down what came of it."""
        workplace, report = self._workplace, self._report
        self._run.begin(self._wanted.posts, as_registered=True)
        title = self._connector.manifest.title
        workplace.reporter.step(READING, account=self._account.handle, platform=title)
        try:
            with ExitStack() as working:
                source, taken = self._take_in(transport_for, working)
            correct_after_import(workplace, report, taken.due)
        except WeerklankError as error:
            if self._is_refused():
                ended = NotNow(PERMISSION_ENDED, account=self._account.id)
                ended.runs = (broken_off(report, ended.code),)
                raise ended from None
            error.runs = (broken_off(report, error.code),)
            if isinstance(error, AccountGone):
                report_found(workplace, self._account, report.run, error.reported, error.handle)
                seal_events(workplace)
            raise
        except KeyboardInterrupt as stop:
            raise RunInterrupted(broken_off(report, INTERRUPTED)) from stop
        self._run.tell(source, as_registered=True)
        taken.observe()
        if taken.profile_changed:
            report_found(workplace, self._account, report.run)
        note_drift(workplace, self._account, report)
        report_standing(workplace, self._account, report, self._live, self._stood)
        self._run.end()
        if self._is_refused():
            ended = NotNow(PERMISSION_ENDED, account=self._account.id)
            ended.runs = (report,)
            raise ended
        if source.broken_off is not None:
            ended = NotNow(LIST_ENDED, account=self._account.id, reason=source.broken_off)
            ended.runs = (report,)
            raise ended
        return report

    def _is_refused(self) -> bool:
        """Tell whether the server refused the permission with which it was asked."""
        if self._transport is None or self._held is None or not self._transport.is_refused:
            return False
        note_refused(self._workplace, self._held)
        return True

    def _tell_wait(self, seconds: float) -> None:
        self._workplace.reporter.step(WAITING, seconds=round(seconds))

    def _take_in(
        self, transport_for: TransportFor, working: ExitStack
    ) -> tuple[LiveSource, TakeIn]:
        workplace, account, report = self._workplace, self._account, self._report
        wanted = self._wanted
        connection = self._held
        endpoint = connection.endpoint if connection else None
        home = endpoint or self._connector.manifest.api or account.url
        transport = self._transport = transport_for(home, self._tell_wait)
        working.callback(transport.close)
        if connection is not None:
            self._sign_in(transport, connection, transport_for)
        spool = Spool(workplace.layout.spool / spool_name(account.id))
        working.callback(spool.close)
        answers = Answers(spool)
        again = begin_of(wanted.since) if wanted.since else None
        held = HeldItems(workplace, account, report.started, since=again, posts=wanted.posts)
        working.callback(held.close)
        self._stood = held.looks[-1].standing if held.looks else None
        live = self._connector.open_live(
            account.url, account.handle, transport, answers, held, endpoint
        )
        self._live = _known(live, account)
        self._note_number(self._live, held)
        source = LiveSource(self._live, transport, spool)
        tells = TellsHarvest(source, held)
        taken = TakeIn(
            workplace,
            self._register,
            account,
            self._policy,
            source,
            report,
            wanted.posts,
            wanted.process,
            working,
            tell=tells,
            answers=lambda: _envelopes(answers, report.run),
        )
        taken.take_in(
            lambda: confirm_judged(workplace, account, report, taken.judged, wanted.process, None)
        )
        if tells.outcome is not None:
            note_deletions(workplace, report, tells.outcome)
            if source.broken_off is None and not wanted.posts and not self._is_refused():
                note_look(workplace, report, tells.outcome, tells.passed, source.standing)
        return source, taken

    def _sign_in(
        self, transport: Transport, held: Connection, transport_for: TransportFor
    ) -> None:
        """Show the permission of the account, anew as often as it ends while this reads."""
        ways = [self._connector], self._account.platform, held, transport_for
        fresh = KeepsFresh(self._workplace, *ways)
        transport.sign_in(held.granted.token, fresh, known_as=self._account.id)

    def _note_number(self, live: object, held: HeldItems) -> None:
        """Write by what the server knows the account before anything of it: a run may break off.

        The next one looks whether it is the same, of single posts too.
        """
        if isinstance(live, TellsNumber) and live.number != held.number:
            note_number(
                self._workplace,
                self._account.id,
                live.number,
                self._report.run,
                teller_on(self._account.platform),
            )


def _known(live: LiveAccount | None, account: Account) -> LiveAccount:
    if live is None:
        raise WrongUse(NO_API, platform=account.platform)
    return live


def _envelopes(answers: Answers, run: str) -> Iterator[Envelope]:
    for number, answer in enumerate(answers.read(), 1):
        yield envelope(answer, run, number)
