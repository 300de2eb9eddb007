"""Take in: read what an account shows, relate it, take media over, minimise and write."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from types import MappingProxyType

from weerklank.harvest.intake import Intake, spool_name
from weerklank.harvest.media_shelf import MediaShelf
from weerklank.harvest.port import (
    Export,
    ListsWhole,
    shows_profile,
    shows_restored,
    shows_until,
)
from weerklank.minimise.item_keys import ItemKeys
from weerklank.minimise.minimiser import Circumstances, Minimiser
from weerklank.minimise.named import NamedList
from weerklank.minimise.page_leaks import KnownPersons
from weerklank.minimise.page_shown import PageShows
from weerklank.minimise.who import Whois
from weerklank.minimise.who_by_day import WhoByDay
from weerklank.model.account import Account, Scenario
from weerklank.model.answer import Envelope
from weerklank.model.clock import civil_day, iso, newest_day
from weerklank.model.item import ArchivalItem
from weerklank.model.policy import Policy
from weerklank.model.run import SHOWN_NOW, RunReport
from weerklank.model.symbols import decode, encode
from weerklank.model.text import Text, verbatim
from weerklank.model.withdrawn import Withdrawn
from weerklank.register.book import Register
from weerklank.services.catalogue.open_catalogue import open_catalogue
from weerklank.services.intake.export_age import Age, ExportAge, believable, held_age
from weerklank.services.intake.gone_from_whole import NOTHING_GONE, GoneFromWhole
from weerklank.services.intake.import_report import (
    PROFILE_MISSING,
    Tell,
    Written,
    add_gap,
    notice_of_profile,
    tell,
)
from weerklank.services.intake.item_threads import ItemThreads
from weerklank.services.intake.join_threads import join_later, join_threads
from weerklank.services.intake.linked_record import LinkedRecorder
from weerklank.services.intake.page_record import PageRecorder
from weerklank.services.intake.profile_day import is_profile_by_hand, profile_day
from weerklank.services.intake.recorder import Recorder
from weerklank.services.intake.refuse_direct_messages import refuse_direct_messages
from weerklank.services.intake.taken_from_view import TakenFromView
from weerklank.services.intake.what_it_brings import Brings
from weerklank.services.register.accounts_of_ours import come_in_themselves, listed_accounts
from weerklank.services.register.observe_account import note_observation
from weerklank.services.runs.interruption import waiting
from weerklank.services.runs.next_fence import next_fence
from weerklank.services.seal.open_blind import open_blind
from weerklank.services.seal.read_destructions import destroyed_keys
from weerklank.services.seal.read_judged import free_words
from weerklank.services.seal.read_named import note_met, read_named
from weerklank.services.workplace import Workplace

MEDIA = Text("Media worden overgenomen.", "Taking media over.")
WRITING = Text("Berichten worden geminimaliseerd en verpakt.", "Minimising and packaging posts.")

#: Threads that wait for who joined them, while items are written.
_MOST_JOINING = 5_000


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
        folder = workplace.layout.spool / spool_name(account.id)
        self._keys = ItemKeys(workplace.keys.ids)
        self._blind = blind = open_blind(workplace)
        stack.callback(blind.close)
        now = blind.epochs[-1]
        whois = Whois(self._export.owner, listed_accounts(register), now)
        self._whois = whois
        self._named = NamedList(read_named(workplace), now)
        self._who = WhoByDay(whois, self._named)
        self._policy = policy
        self._minimiser = self._minimiser_of(policy)
        self._catalogue = open_catalogue(workplace)
        stack.callback(self._catalogue.close)
        self._intake = self._intake_of(register, folder)
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
            process=process,
            answers=answers,
            shows_restored=shows_restored(self._export),
        )
        stack.callback(self._recorder.abandon)
        self._taken_from_view = TakenFromView(self._recorder, self._catalogue, report)
        self._threads = ItemThreads(self._catalogue.database, self._intake)
        #: Marked items that came by, where that tells that they are there.
        self._again: set[bytes] = set()
        #: Accounts of which earlier texts are due for a look, as somebody joined their threads.
        self.due: frozenset[str] = frozenset()
        #: What an export that lists all that there is says by that.
        self._by_list = NOTHING_GONE

    def _minimiser_of(self, policy: Policy) -> Minimiser:
        account, report = self._account, self._report
        circumstances = Circumstances(
            account=account.id,
            run=report.run,
            technique=report.technique,
            policy=policy,
            captured_at=iso(report.started),
        )
        return Minimiser(
            circumstances,
            account.platform,
            self._who,
            self._keys,
            self._blind,
            free_words(self._workplace),
        )

    def _intake_of(self, register: Register, folder: Path) -> Intake:
        account, today = self._account, civil_day(self._report.started)
        return Intake(
            self._export,
            folder,
            lambda native: self._keys.tag(account.platform, native),
            chosen=frozenset(self._posts) if self._posts else None,
            held_media=self._held_media,
            is_held=self._is_held,
            destroyed=frozenset(decode(key) for key in destroyed_keys(self._workplace)),
            today=newest_day(self._report.started),
            is_ours=lambda person: self._whois.role(person).is_ours,
            by_hand=self._is_by_hand if Scenario.C in account.scenarios_until(today) else None,
            elsewhere=come_in_themselves(register, account, today),
        )

    def _held_media(self, item: bytes) -> frozenset[bytes]:
        return self._recorder.held.media(item)  # made after the intake that asks

    def _is_held(self, item: bytes) -> bool:
        return self._catalogue.database.places.newest_by_key(item) is not None

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
    def restored(self) -> list[str]:
        """Give the keys of marked items that an export of a later day shows again."""
        back = {*map(encode, self._again), *self._by_list.back}
        return sorted(back - self.stated_gone.keys())

    @property
    def stated_gone(self) -> dict[str, str]:
        """Give the items that the platform says were deleted, by key, with the moment of that."""
        return self._by_list.gone | self._recorder.stated_gone

    @property
    def _is_with_profile(self) -> bool:
        """Tell whether the profile comes in: with the whole, and neither now nor then by hand."""
        return not self._posts and not self._is_profile_by_hand

    @property
    def _is_profile_by_hand(self) -> bool:
        return is_profile_by_hand(self._account, self._report, self._intake.seen)

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
            self._threads.of_topmost,
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
        self._compare_whole()
        note_met(self._workplace, self._named)
        self._tell_all()

    def _compare_whole(self) -> None:
        """Find out what is gone from an export that is proven to list all that there is."""
        if isinstance(self._export, ListsWhole) and not self._posts:
            compared = GoneFromWhole(
                self._workplace, self._catalogue, self._keys, self._recorder.held, self._report
            )
            folder = self._intake.folder / "listed"
            self._by_list = compared.beside(self._export, self._account.platform, folder)

    def _tell_all(self) -> None:
        self._report.ordinary_names = len(self._minimiser.tally.weak)
        self._report.fields = self._minimiser.tally.fields.counted()
        self._report.items_of = self._minimiser.tally.items_of()
        written = Written(
            unknown=self._minimiser.unknown_fields(),
            missing_media=self._recorder.missing_media,
            lacking=tuple(map(verbatim, self._recorder.lacking)),
            held_elsewhere=self._recorder.held_elsewhere,
            titles_alone=self._recorder.titles_alone,
            export_is_older=self._recorder.age is Age.OLDER,
        )
        self._tell(self._report, self._export, self._intake.seen, self._posts, written)

    def _join_later(self) -> None:
        """Note who joined held threads, as the second pass found out."""
        joining = self._recorder.joining
        if joining:
            self.due |= join_later(self._workplace, self._catalogue.database, self._blind, joining)
            joining.clear()

    def _compare_age(self) -> None:
        """Find out whether the export shows an earlier or a later day than what is held."""
        report, newest = self._report, self._intake.seen.newest
        if report.technique in SHOWN_NOW:  # what is shown now is of no earlier day
            self._recorder.age = Age.NEWER
            self._recorder.profile_day = profile_day(report, self._intake.seen)
            return
        report.exported = believable(self._export.exported, report.started)
        # Of an account that comes in by single posts, nothing is told of the others.
        shown = believable(shows_until(self._export), report.started)
        days = [*([date.fromisoformat(newest)] if newest else []), *([shown] if shown else [])]
        report.newest = max(days, default=None) if not self._posts else None
        held = held_age(self._workplace, self._account.id)
        self._recorder.age = ExportAge(report.exported, report.newest).beside(held)
        self._recorder.profile_day = day = profile_day(report, self._intake.seen)
        if not self._posts and self._is_profile_by_hand:
            report.notices.append(notice_of_profile(day))

    def _marked(self) -> set[bytes]:
        """Give the marked items that would be there again if they came by."""
        marks, day = self._catalogue.database.deletions, self._report.exported
        if self._recorder.age is not Age.NEWER:
            return set()
        if shows_restored(self._export):  # it takes those off its list of what was deleted
            return marks.keys()
        of_account = marks.of_account(self._account.id) if day else {}
        return {key for key, mark in of_account.items() if day and mark.is_refuted_by(day)}

    def _write(self) -> None:
        total = self._intake.seen.items
        marked = self._marked()
        with waiting() as let_through:
            if self._is_with_profile:
                self._write_profile()
            for done, raw in enumerate(self._intake.second_pass(), 1):
                prepared = self._minimiser.prepare(raw)
                if prepared.tag in marked and prepared.deleted_at is None:
                    self._again.add(prepared.tag)
                self._intake.withdrawn.pop(prepared.tag, None)  # it is there as well
                self._recorder.add(prepared, self._threads.of_item(prepared))
                if len(self._recorder.joining) >= _MOST_JOINING:
                    self._recorder.seal()  # what is due is found by the catalogue
                    self._join_later()
                self._workplace.reporter.progress(done, total)
                let_through()
            for tag, how in self._intake.withdrawn.items():
                if how is Withdrawn.CLOSED and tag in marked:  # out of the bin, for itself alone
                    self._again.add(tag)
                self._taken_from_view.note(tag, how)
                let_through()
            self._recorder.stated_gone.update(self._taken_from_view.gone)

    def _write_profile(self) -> None:
        raw = self._export.profile()
        if raw is None and not shows_profile(self._export):
            return
        if raw is None:
            add_gap(self._report, "profile_missing", 1, PROFILE_MISSING)
            return
        self._intake.note_profile_fields(raw)
        profile = self._minimiser.prepare(raw)
        before = self._report.new_versions
        brings = self._recorder.add(profile, profile.tag)
        is_another = self._report.new_versions > before
        self.profile_changed = is_another and brings is Brings.OTHER_WORDS

    def pages(self, policy: Policy) -> PageRecorder:
        """Give what writes the pages on which items stand, once those were taken in."""
        return PageRecorder(
            self._recorder,
            self._workplace,
            self._account,
            policy,
            self._report,
            self._catalogue,
        )

    def linked(self, policy: Policy) -> LinkedRecorder:
        """Give what writes what posts lead to on own sites, once those were taken in."""
        return LinkedRecorder(
            self._recorder, self._account, policy, self._report, self._keys, self._catalogue
        )

    def shows(self, natives: Mapping[str, str] = MappingProxyType({})) -> PageShows:
        """Give what tells what the archive shows of a page, and who of it is whose.

        `natives` gives ids of items by the one form of their addresses in pages.
        """
        return PageShows(self._who, self._keys, self._blind, self._newest, natives, self._hiding)

    @property
    def _hiding(self) -> frozenset[str]:
        """Scenarios in which initials are hidden."""
        policy = self._policy
        return frozenset(one for one in Scenario if policy.treatment(one).hides_initials)

    def known_persons(self) -> KnownPersons:
        """Give what looks for everybody in a page whom the run met, but ours."""
        own = self._export.owner.display_name
        return KnownPersons(self._who.ever, self.shows(), filter(None, (own,)))

    def _newest(self, key: str) -> ArchivalItem | None:
        located = self._catalogue.database.places.newest_by_key(decode(key))
        return None if located is None else self._recorder.held.read(located)

    def seal(self) -> None:
        """Seal what was recorded besides."""
        self._recorder.seal()

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
