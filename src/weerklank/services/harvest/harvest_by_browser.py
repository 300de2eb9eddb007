"""Harvest by browser: read an account from its own pages, and keep those as they were."""

from contextlib import ExitStack, closing
from dataclasses import dataclass

from weerklank.harvest.answers import Answers
from weerklank.harvest.browser.browses import Browses
from weerklank.harvest.browser.steps import read_steps
from weerklank.harvest.browser.visit import StopRule
from weerklank.harvest.intake import spool_name
from weerklank.harvest.page_port import ListedPost, OffersPages, ReadsPages
from weerklank.harvest.port import AccountGone, Connector
from weerklank.harvest.seen_account import NamedPersons, SeenAccount, SeenSource
from weerklank.minimise.envelope import envelope
from weerklank.minimise.page_map import read_map
from weerklank.model.account import Account, Scenario
from weerklank.model.errors import (
    INTERRUPTED,
    NotNow,
    RunInterrupted,
    WeerklankError,
    WrongUse,
    fault,
)
from weerklank.model.platform import TITLES
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
from weerklank.services.harvest.browser_profile import HeldProfile
from weerklank.services.harvest.browser_report import TellsBrowser, tell_visits
from weerklank.services.harvest.demand_decision import demand_decision
from weerklank.services.harvest.due_pages import DuePages
from weerklank.services.harvest.harvest_account import EVERYTHING, READING, Wanted
from weerklank.services.harvest.held_items import HeldItems
from weerklank.services.harvest.linked_along import LinkedAlong
from weerklank.services.harvest.linked_links import due_links
from weerklank.services.harvest.note_deletions import note_deletions
from weerklank.services.harvest.page_gaps import PageGaps
from weerklank.services.harvest.page_making import PageMaker
from weerklank.services.harvest.page_visits import PageVisits, Went
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
from weerklank.services.seal.page_key import page_signer
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked
from weerklank.store.spool import Spool

NO_PAGES = fault(
    "HARVEST-230",
    Text(
        nl="Van {platform} kan Weerklank nog geen pagina's vastleggen.",
        en="Weerklank can't record pages of {platform} yet.",
    ),
    Text(
        nl="Oogst het account zonder --technique browser, of vraag de export ervan aan.",
        en="Harvest the account without --technique browser, or ask for its export.",
    ),
)
NOT_READ = fault(
    "HARVEST-231",
    Text(
        nl="De pagina van {account} is niet te lezen: {reason}.",
        en="The page of {account} can't be read: {reason}.",
    ),
    Text(
        nl="Er is niets van opgenomen. Open de pagina zelf in een browser om te zien wat zij "
        "toont, en probeer het later opnieuw.",
        en="Nothing of it was taken in. Open the page in a browser yourself to see what it shows, "
        "and try again later.",
    ),
)
NAME_ONE = fault(
    "HARVEST-232",
    Text(
        nl="Bij --technique {technique} hoort een account.",
        en="With --technique {technique} goes an account.",
    ),
    Text(
        nl="Noem het: 'weerklank harvest A --technique {technique}'.",
        en="Name it: 'weerklank harvest A --technique {technique}'.",
    ),
)
NO_SINCE = fault(
    "HARVEST-233",
    Text(
        nl="Bij --technique browser past geen --since: een pagina toont wat er nu op staat.",
        en="With --technique browser goes no --since: a page shows what is on it now.",
    ),
    Text(nl="Laat --since weg.", en="Leave --since out."),
)
NOTHING_SHOWN = Text("zij toont niets", "it shows nothing")
#: Posts of which one run records the page.
MOST_PAGES = 40
#: What goes to pages and draws them.
PageBrowser = Browses
#: When enough was seen of one page.
USUAL = StopRule()


@dataclass(frozen=True, slots=True)
class _Page:
    """A visit of which a page is to be made, and of what."""

    went: Went
    native_id: str
    is_profile: bool = False


def harvest_by_browser(
    workplace: Workplace,
    connectors: list[Connector],
    name: str,
    transport_for: TransportFor,
    browses: Browses,
    wanted: Wanted = EVERYTHING,
    rule: StopRule = USUAL,
) -> RunReport:
    """Read an account from its own pages and keep the pages of its posts; gives the report.

    Taken in is what pages showed; a page is made of each post that is new or says something else
    since its last one, `MOST_PAGES` at most, the newest first. Whatever can't be had of a page is
    a gap, and the next page follows. `transport_for` gives the way to media that no page loaded.

    Refused as `harvest_account`; WrongUse for a platform of which no pages are read. NotNow when
    the page of the account itself can't be read. What was sealed before an error or an
    interruption stays. A post that no page showed is never marked as deleted by this.
    """
    workplace.demand_sound()
    waiting = finish_destructions(workplace)
    register = workplace.register()
    account = register.find(name)
    policy = workplace.policy()
    demand_admissible(workplace, account, policy, wanted.posts, wanted.process)
    demand_decision(workplace, connectors, account.platform)
    refuse_waiting(waiting, [account.id])
    connector, offers = _connector_of(connectors, account)
    with locked(workplace.layout.lock(f"account-{account.id}"), str(account.id)):
        harvest = _Harvest(
            workplace, connector, offers, register, account, policy, wanted, waiting
        )
        return harvest.run(transport_for, browses, rule)


def _connector_of(connectors: list[Connector], account: Account) -> tuple[Connector, OffersPages]:
    for connector in connectors:
        if connector.manifest.platform is account.platform and isinstance(connector, OffersPages):
            return connector, connector
    raise WrongUse(NO_PAGES, platform=TITLES[account.platform])


class _Harvest:
    """One harvest by pages at work, under its account's lock."""

    def __init__(
        self,
        workplace: Workplace,
        connector: Connector,
        offers: OffersPages,
        register: Register,
        account: Account,
        policy: Policy,
        wanted: Wanted,
        waiting: list[Waiting],
    ) -> None:
        self._workplace = workplace
        self._connector = connector
        self._offers = offers
        self._register = register
        self._account = account
        self._policy = policy
        self._wanted = wanted
        self._gaps = PageGaps()
        self._pages: list[_Page] = []
        self._left = 0
        self._run = AccountRun(workplace, connector, register, account, Technique.BROWSER, waiting)
        self._report = self._run.report

    def run(self, transport_for: TransportFor, browses: Browses, rule: StopRule) -> RunReport:
        """Do it, and write down what came of it."""
        workplace, report = self._workplace, self._report
        self._run.begin(self._wanted.posts, as_registered=True)
        title = self._connector.manifest.title
        workplace.reporter.step(READING, account=self._account.handle, platform=title)
        try:
            with ExitStack() as working:
                source, seen, taken = self._work(transport_for, browses, rule, working)
        except WeerklankError as error:
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
        report_standing(workplace, self._account, report, seen)
        self._run.end()
        return report

    def _work(
        self,
        transport_for: TransportFor,
        browses: Browses,
        rule: StopRule,
        working: ExitStack,
    ) -> tuple[SeenSource, SeenAccount, TakeIn]:
        workplace, account, report = self._workplace, self._account, self._report
        transport = transport_for(account.url, self._tell_wait)
        working.callback(transport.close)
        spool = Spool(workplace.layout.spool / spool_name(account.id))
        working.callback(spool.close)
        steps = read_steps(self._offers.page_steps())
        profile = HeldProfile(workplace, account)
        ways = browses, account.url, spool, self._gaps, steps, rule
        visits = PageVisits(*ways, workplace, profile)
        named = NamedPersons(spool)
        answers = Answers(spool)
        with ExitStack() as taking:
            held = HeldItems(workplace, account, report.started, posts=self._wanted.posts)
            taking.callback(held.close)
            seen = self._see(visits, named, answers, held, spool)
            source = SeenSource(seen, visits.media, transport, spool)
            taken = self._take_in(source, seen, held, answers, taking)
        correct_after_import(workplace, report, taken.due)
        self._make_pages(source, seen, browses, named, spool, transport_for, rule)
        self._gaps.tell(report)
        tell_visits(report, visits.stopped, visits.broken, self._left, MOST_PAGES)
        return source, seen, taken

    def _tell_wait(self, seconds: float) -> None:
        self._workplace.reporter.step(WAITING, seconds=round(seconds))

    # --- visits ------------------------------------------------------------------------------

    def _see(
        self,
        visits: PageVisits,
        named: NamedPersons,
        answers: Answers,
        held: HeldItems,
        spool: Spool,
    ) -> SeenAccount:
        """Visit the page of the account, its lists, and the pages of posts that are due."""
        account, posts = self._account, self._wanted.posts
        first, pages = self._open(visits, answers, held)
        seen = SeenAccount(pages, spool)
        self._note_number(seen, held)
        named.note(pages, first.shown)
        with closing(DuePages(self._workplace, account)) as due:
            if posts:
                named_ones = (one for one in map(pages.post, posts) if one is not None)
                chosen = [one for one in named_ones if not due.is_destroyed(one)]
            else:
                seen.take(first.shown)
                self._pages.append(_Page(first, pages.profile().native_id, is_profile=True))
                for address in pages.lists():
                    self._look(visits, named, seen, address)
                chosen = due.of(pages.listed())
        self._left = max(len(chosen) - MOST_PAGES, 0)
        for done, post in enumerate(chosen[:MOST_PAGES], 1):
            went = self._look(visits, named, seen, post.page)
            if went is not None:
                self._pages.append(_Page(went, post.native_id))
            self._workplace.reporter.progress(done, min(len(chosen), MOST_PAGES))
        for native in pages.seen:
            held.saw(native)
        return seen

    def _open(
        self, visits: PageVisits, answers: Answers, held: HeldItems
    ) -> tuple[Went, ReadsPages]:
        """Visit the page of the account itself; NotNow when it does not tell whose it is."""
        account = self._account
        first = visits.go(self._offers.profile_page(account.url))
        reason = first.lacks if first else self._gaps.last
        if first is None or (first.lacks and first.shown.page is None):
            raise NotNow(NOT_READ, account=account.id, reason=reason or NOTHING_SHOWN)
        try:
            pages = self._offers.open_pages(
                account.url, account.handle, first.shown, answers, held
            )
        except AccountGone:
            raise
        except NotNow:
            if reason is None:
                raise
            raise NotNow(NOT_READ, account=account.id, reason=reason) from None
        return first, pages

    def _look(
        self, visits: PageVisits, named: NamedPersons, seen: SeenAccount, address: str
    ) -> Went | None:
        went = visits.go(address)
        if went is not None:
            seen.take(went.shown)
            named.note(seen.pages, went.shown)
        return went

    def _note_number(self, seen: SeenAccount, held: HeldItems) -> None:
        """Write by what the platform knows the account before anything of it."""
        if seen.number != held.number:
            teller = teller_on(self._account.platform)
            note_number(self._workplace, self._account.id, seen.number, self._report.run, teller)

    # --- what they showed --------------------------------------------------------------------

    def _take_in(
        self,
        source: SeenSource,
        seen: SeenAccount,
        held: HeldItems,
        answers: Answers,
        taking: ExitStack,
    ) -> TakeIn:
        workplace, report, wanted = self._workplace, self._report, self._wanted
        tells = TellsBrowser(seen, held)
        taken = TakeIn(
            workplace,
            self._register,
            self._account,
            self._policy,
            source,
            report,
            wanted.posts,
            wanted.process,
            taking,
            tell=tells,
            answers=lambda: (
                envelope(answer, report.run, number)
                for number, answer in enumerate(answers.read(), 1)
            ),
        )
        taken.take_in(
            lambda: confirm_judged(
                workplace, self._account, report, taken.judged, wanted.process, None
            )
        )
        if tells.outcome is not None:
            note_deletions(workplace, report, tells.outcome)
        return taken

    def _make_pages(
        self,
        source: SeenSource,
        seen: SeenAccount,
        browses: Browses,
        named: NamedPersons,
        spool: Spool,
        transport_for: TransportFor,
        rule: StopRule,
    ) -> None:
        """Make the pages, by what the archive holds now that all was taken in and corrected."""
        workplace = self._workplace
        with ExitStack() as making:
            writes = TakeIn(
                workplace,
                self._register,
                self._account,
                self._policy,
                source,
                self._report,
                self._wanted.posts,
                self._wanted.process,
                making,
            )
            known = writes.known_persons()
            known.note(named.all())
            shows = writes.shows(seen.pages.natives)
            maker = PageMaker(
                workplace,
                browses,
                read_map(self._offers.page_map()),
                shows,
                writes.pages(self._policy),
                spool.folder / "pages",
                known,
                self._gaps,
                page_signer(workplace),
            )
            making.callback(maker.close)
            making.callback(writes.seal)
            for done, page in enumerate(self._pages, 1):
                if not page.is_profile or self._is_profile_due(page):
                    is_cut = page.went.lacks is not None
                    tests = not (is_cut or page.went.nothing)
                    maker.make(page.went.kept, page.native_id, is_cut=is_cut, tests=tests)
                page.went.kept.forget()
                workplace.reporter.progress(done, len(self._pages))
            sites = self._register.sites
            if sites.is_on:
                recorder = writes.linked(self._policy)
                wanted = self._wanted.posts
                links = due_links(workplace, self._account, sites, recorder, wanted)
                ways = workplace, sites, transport_for, browses, spool, rule
                along = LinkedAlong(*ways, maker, recorder, shows, known, self._gaps)
                along.take(links, self._report)

    def _is_profile_due(self, page: _Page) -> bool:
        """Tell of the page of the account whether its profile came in, and says something else.

        Its numbers change with every look, and every run goes to it: one of which not all was
        seen will do.
        """
        profile = ListedPost(native_id=page.native_id, page=page.went.kept.address, created_at="")
        if self._account.scenario_on(self._workplace.today()) is Scenario.C:
            return False
        with closing(DuePages(self._workplace, self._account)) as due:
            return due.is_due(profile, may_be_cut=True)
