"""Import: take in an official export of a platform."""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from weerklank.harvest.intake import Intake, spool_name
from weerklank.harvest.media_shelf import MediaShelf
from weerklank.harvest.port import Connector, Export
from weerklank.minimise.blind_index import BlindIndex
from weerklank.minimise.item_keys import ItemKeys
from weerklank.minimise.minimiser import Circumstances, Minimiser, Prepared
from weerklank.minimise.who import Whois
from weerklank.model.account import Account, Scenario
from weerklank.model.answer import Envelope
from weerklank.model.clock import civil_day, iso, newest_day
from weerklank.model.errors import (
    INTERRUPTED,
    BrokenInput,
    RunInterrupted,
    WeerklankError,
)
from weerklank.model.event import Book
from weerklank.model.json_value import JsonObject
from weerklank.model.platform import Platform
from weerklank.model.policy import Policy
from weerklank.model.run import RunReport, Shortfall, Technique
from weerklank.model.symbols import decode
from weerklank.model.text import Text
from weerklank.register.book import Register
from weerklank.services.admit_import import demand_admissible, listed_accounts, open_export
from weerklank.services.catalogue_packages import open_catalogue
from weerklank.services.close_months import close_past_months
from weerklank.services.correct_after_import import correct_after_import
from weerklank.services.execute_destruction import finish_destructions, refuse_waiting
from weerklank.services.export_age import Age, ExportAge, believable, held_age
from weerklank.services.export_owner import is_as_registered, whose
from weerklank.services.former_handles import report_handle
from weerklank.services.import_report import (
    PROFILE_MISSING,
    Tell,
    add_limits,
    add_notices,
    broken_off,
    destruction_waits,
    left_open,
    notice_of_profile,
    tell,
)
from weerklank.services.interruption import waiting
from weerklank.services.join_threads import join_later, join_threads
from weerklank.services.next_fence import next_fence
from weerklank.services.note_drift import note_drift
from weerklank.services.observe_account import note_observation
from weerklank.services.read_destructions import destroyed_keys
from weerklank.services.record_hand_in import (
    notice_of_process,
    process_served,
    record_confirmed,
)
from weerklank.services.recorder import Recorder
from weerklank.services.recover import recover
from weerklank.services.refuse_direct_messages import refuse_direct_messages
from weerklank.services.report_change import report_found
from weerklank.services.run_report import report_json
from weerklank.services.seal_events import seal_events
from weerklank.services.what_it_brings import Brings
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

READING = Text("{platform}-export wordt gelezen.", "Reading the {platform} export.")
MEDIA = Text("Media worden overgenomen.", "Taking media over.")
WRITING = Text("Berichten worden geminimaliseerd en verpakt.", "Minimising and packaging posts.")

#: Threads that wait for who joined them, while items are written.
_MOST_JOINING = 5_000


def import_export(
    workplace: Workplace,
    connectors: list[Connector],
    file: Path,
    *,
    account: str | None = None,
    posts: tuple[str, ...] = (),
    process: str | None = None,
    hand_in: str | None = None,
) -> RunReport:
    """Take an export into the archive; gives the honest report of the run.

    `process` is the work process that the items serve, instead of the account's own of the day.
    Without either it stays unknown, and the report warns of that.
    Posts of scenario C come in as a hand-in: judged by whoever acts, who must hold a role for it;
    `hand_in` is the number of the one that waits for confirmation, where there is one.

    The platform is recognised by the content of the file, the account by the export's owner.
    The scenario of its day decides of each post: what is of a day of scenario C comes in by name
    only, however the account is now, and else is passed over and told.
    Refused without named posts for an account that never was anything but C, and for scenario B
    before there is a choice on sealed originals. What was sealed before an error or an
    interruption stays.
    """
    connector, export = open_export(connectors, file)
    workplace.demand_sound()
    waiting_destructions = finish_destructions(workplace)
    register = workplace.register()
    target = whose(register, export, account)
    as_registered = is_as_registered(target, export)
    policy = workplace.policy()
    demand_admissible(workplace, target, policy, posts, process)
    refuse_waiting(waiting_destructions, [target.id])
    with ExitStack() as stack:
        layout = workplace.layout
        stack.enter_context(locked(layout.lock(f"account-{target.id}"), str(target.id)))
        corrected = recover(workplace, target.id)
        damaged: list[BrokenInput] = []
        close_past_months(workplace, target.id, damaged.append)
        report = RunReport(
            run=workplace.new_run(),
            account=target.id,
            technique=Technique.EXPORT,
            started=workplace.clock.now(),
            corrected=corrected,
        )
        workplace.record(
            Book.JOURNAL,
            "run.started",
            report.run,
            _asked(report, posts, as_registered=as_registered),
        )
        workplace.reporter.step(READING, platform=connector.manifest.title)
        try:
            with ExitStack() as working:
                run = TakeIn(
                    workplace, register, target, policy, export, report, posts, process, working
                )
                run.take_in(
                    lambda: confirm_judged(
                        workplace,
                        target,
                        report,
                        run.chosen if hand_in else run.judged,
                        process,
                        hand_in,
                    )
                )
            correct_after_import(workplace, report, run.due)
        except WeerklankError as error:
            error.runs = (broken_off(report, error.code),)
            raise
        except KeyboardInterrupt as stop:
            raise RunInterrupted(broken_off(report, INTERRUPTED)) from stop
        add_limits(report, connector, export)
        add_notices(report, connector, register, target, as_registered=as_registered)
        report.notices.extend(map(left_open, damaged))
        report.notices.extend(destruction_waits(w.list, w.damage) for w in waiting_destructions)
        run.observe()
        report_handle(workplace, target, export, report.run)
        if run.profile_changed:
            report_found(workplace, target, report.run)
        note_drift(workplace, target, report)
        report.ended = workplace.clock.now()
        workplace.record(Book.JOURNAL, "run.finished", report.run, report_json(report))
        seal_events(workplace)
    return report


def _asked(report: RunReport, posts: tuple[str, ...], *, as_registered: bool) -> JsonObject:
    """Tell what was asked of a run; an export under another name is no harvest of the whole."""
    asked: JsonObject = {
        "account": report.account,
        "posts": len(posts),
        "technique": report.technique,
    }
    return asked if as_registered else {**asked, "other_name": True}


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
    served = process_served(account, process, today)
    data: JsonObject = {"account": account.id, "process": served, "run": report.run}
    report.hand_in = record_confirmed(workplace, data, judged, hand_in)
    if served is None:
        report.notices.append(notice_of_process(report.hand_in, account))


def _come_in_themselves(
    register: Register, account: Account, day: date
) -> frozenset[tuple[Platform, str]]:
    """Give by handle the other accounts that are taken in as a whole: their replies are theirs."""
    handles: set[tuple[Platform, str]] = set()
    for other in register.accounts.values():
        if other.id != account.id and other.scenario_on(day) is not Scenario.C:
            handles.add((other.platform, other.handle))
            handles.update((had.platform, had.handle) for had in other.former_handles)
    return frozenset(handles)


class TakeIn:
    """One run at work on what an account shows, under its lock: an import or a harvest."""

    def __init__(
        self,
        workplace: Workplace,
        register: Register,
        account: Account,
        policy: Policy,
        export: Export,
        report: RunReport,
        posts: tuple[str, ...],
        process: str | None,
        stack: ExitStack,
        *,
        tell: Tell = tell,
        answers: Callable[[], Iterable[Envelope]] = tuple,
    ) -> None:
        """`tell` puts into the report what is missing; `answers` gives those of an API."""
        self._tell = tell
        self._workplace = workplace
        self._account = account
        self._export = export
        self._report = report
        self._posts = posts
        #: Whether the profile differs from the one that was held.
        self.profile_changed = False
        scenarios = account.scenarios_until(civil_day(report.started))
        keys = ItemKeys(workplace.keys.ids)
        folder = workplace.layout.spool / spool_name(account.id)
        blind = BlindIndex(workplace.layout.blind, workplace.keys, workplace.organisation.origin)
        stack.callback(blind.close)
        self._blind = blind
        self._minimiser = Minimiser(
            Circumstances(
                account=account.id,
                run=report.run,
                technique=report.technique,
                policy=policy.version,
                captured_at=iso(report.started),
            ),
            account.platform,
            Whois(export.owner, listed_accounts(register), blind),
            keys,
            blind,
        )
        self._catalogue = open_catalogue(workplace)
        stack.callback(self._catalogue.close)
        self._intake = Intake(
            export,
            folder,
            lambda native: keys.tag(account.platform, native),
            chosen=frozenset(posts) if posts else None,
            held_media=self._held_media,
            destroyed=frozenset(decode(key) for key in destroyed_keys(workplace)),
            today=newest_day(report.started),
            by_hand=self._is_by_hand if Scenario.C in scenarios else None,
            elsewhere=_come_in_themselves(register, account, civil_day(report.started)),
        )
        stack.callback(self._intake.close)
        self._shelf = MediaShelf(folder / "media")
        stack.callback(self._shelf.close)
        self._recorder = Recorder(
            workplace,
            account,
            report,
            fence=next_fence(workplace, account.id),
            minimiser=self._minimiser,
            blind=blind,
            catalogue=self._catalogue,
            shelf=self._shelf,
            seals=policy.seals,
            process=process,
            answers=answers,
        )
        stack.callback(self._recorder.abandon)
        self._began_empty = self._catalogue.database.is_empty()
        #: Threads, by topmost item, that are known by held answers to it alone.
        self._of_answers: dict[bytes, bytes] = {}
        #: Accounts of which earlier texts are due for a look, as somebody joined their threads.
        self.due: frozenset[str] = frozenset()

    def _held_media(self, item: bytes) -> frozenset[bytes]:
        return self._recorder.held_media(item)  # made after the intake that asks

    def _is_by_hand(self, day: date) -> bool:
        return self._account.scenario_on(day) is Scenario.C

    @property
    def chosen(self) -> frozenset[bytes]:
        """Give the tags of the single posts that were asked for and come in."""
        return frozenset(self._intake.seen.chosen)

    @property
    def judged(self) -> frozenset[bytes]:
        """Give the tags of the single posts that come in as they were judged, by whoever acts."""
        return frozenset(self._intake.seen.judged)

    @property
    def _is_with_profile(self) -> bool:
        """Tell whether the profile comes in: with the whole, and neither now nor then by hand."""
        return not self._posts and not self._is_profile_by_hand

    @property
    def _is_profile_by_hand(self) -> bool:
        """Tell whether the account is hybrid or personal, or was on the day that is shown."""
        days = (civil_day(self._report.started), self._profile_day)
        return any(map(self._is_by_hand, days))

    @property
    def _profile_day(self) -> date:
        """Give the day whose profile the export shows, as far as it can be told.

        A profile says when the account was made, which is another day.
        """
        report, seen = self._report, self._intake.seen
        if report.technique is Technique.API:
            return civil_day(report.started)
        # Where the container does not tell: that of its newest post, passed over or not.
        days = [*filter(None, (seen.newest, *(seen.by_hand_days or ())))]
        newest = date.fromisoformat(max(days)) if days else None
        return report.exported or newest or civil_day(report.started)

    def take_in(self, confirm: Callable[[], None]) -> None:
        """Read, relate, take media over, minimise and write; `confirm` before any is written."""
        reporter = self._workplace.reporter
        self._intake.first_pass(reporter.progress)
        refuse_direct_messages(self._intake.seen.direct_asked)
        confirm()
        self._compare_age()
        if self._is_with_profile:
            self._intake.relate_profile()
        self.due = join_threads(
            self._workplace,
            self._catalogue.database,
            self._blind,
            self._minimiser,
            self._intake,
            self._find_thread,
        )
        if self._is_with_profile:
            self._intake.want_of_profile()
        reporter.step(MEDIA)
        self._intake.receive_media(self._shelf, reporter.progress)
        reporter.step(WRITING)
        try:
            self._write()
        except KeyboardInterrupt:
            self._recorder.seal()  # what was harvested stays
            raise
        self._recorder.seal()
        self._join_later()
        self._report.ordinary_names = len(self._minimiser.tally.weak)
        self._report.fields = self._minimiser.tally.fields.counted()
        self._report.items_of = self._minimiser.tally.items_of()
        self._tell(
            self._report,
            self._export,
            self._intake.seen,
            self._posts,
            unknown=self._minimiser.unknown_fields(),
            missing_media=self._recorder.missing_media,
            held_elsewhere=self._recorder.held_elsewhere,
            export_is_older=self._recorder.age is Age.OLDER,
        )

    def _join_later(self) -> None:
        """Note who joined held threads, as the second pass found out."""
        joining = self._recorder.joining
        if joining:
            self.due |= join_later(self._workplace, self._catalogue.database, self._blind, joining)
            joining.clear()

    def _compare_age(self) -> None:
        """Find out whether the export shows an earlier or a later day than what is held."""
        report, newest = self._report, self._intake.seen.newest
        if report.technique is Technique.API:  # what is shown now is of no earlier day
            self._recorder.age, self._recorder.profile_day = Age.NEWER, self._profile_day
            return
        report.exported = believable(self._export.exported, report.started)
        # Of an account that comes in by single posts, nothing is told of the others.
        report.newest = date.fromisoformat(newest) if newest and not self._posts else None
        held = held_age(self._workplace, self._account.id)
        self._recorder.age = ExportAge(report.exported, report.newest).beside(held)
        self._recorder.profile_day = self._profile_day
        if not self._posts and self._is_profile_by_hand:
            report.notices.append(notice_of_profile(self._profile_day))

    def _find_thread(self, root: bytes) -> bytes:
        """Give the thread that the topmost known item belongs to, by what the archive holds.

        Of one that is not held: that of its answers. Kept, as runs on other accounts may bring
        more answers before this one writes.
        """
        database = self._catalogue.database
        held = database.thread_of(root)
        if held is not None or database.begins_thread(root):
            return held or root
        for thread in database.threads_answering(root)[:1]:
            self._of_answers[root] = thread
        return self._of_answers.get(root, root)

    def _thread_of(self, prepared: Prepared) -> bytes:
        """Give the thread of an item; of one that hangs below none it may not be found yet."""
        tag = prepared.tag
        if not self._intake.hangs(tag, answers=prepared.answers):
            return tag if self._began_empty else self._find_thread(tag)
        root = self._intake.root(tag)
        return self._catalogue.database.thread_of(root) or self._of_answers.get(root, root)

    def _write(self) -> None:
        total = self._intake.seen.items
        with waiting() as let_through:
            if self._is_with_profile:
                self._write_profile()
            for done, raw in enumerate(self._intake.second_pass(), 1):
                prepared = self._minimiser.prepare(raw)
                self._recorder.add(prepared, self._thread_of(prepared))
                if len(self._recorder.joining) >= _MOST_JOINING:
                    self._recorder.seal()  # what is due is found by the catalogue
                    self._join_later()
                self._workplace.reporter.progress(done, total)
                let_through()

    def _write_profile(self) -> None:
        raw = self._export.profile()
        if raw is None:
            self._report.gaps.append(
                Shortfall(kind="profile_missing", count=1, reason=PROFILE_MISSING)
            )
            return
        self._intake.note_profile_fields(raw)
        profile = self._minimiser.prepare(raw)
        before = self._report.new_versions
        brings = self._recorder.add(profile, profile.tag)
        is_another = self._report.new_versions > before
        self.profile_changed = is_another and brings is Brings.OTHER_WORDS

    def observe(self) -> None:
        """Tell the register what was seen: others reply, or the organisation answers."""
        answered, received = self._intake.seen.answer_days, self._intake.seen.reply_days
        if answered or received:
            note_observation(
                self._workplace,
                self._account,
                replies_received=[*map(date.fromisoformat, received)],
                answered=[*map(date.fromisoformat, answered)],
            )
