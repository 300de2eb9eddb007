"""Import: take in an official export of a platform."""

import re
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from weerklank.harvest.export_file import NOT_READABLE
from weerklank.harvest.intake import Intake, spool_name
from weerklank.harvest.media_shelf import MediaShelf
from weerklank.harvest.port import Connector, Export
from weerklank.minimise.blind_index import BlindIndex
from weerklank.minimise.item_keys import ItemKeys
from weerklank.minimise.minimiser import Circumstances, Minimiser
from weerklank.minimise.who import Whois
from weerklank.model.account import Account, Scenario
from weerklank.model.clock import iso, newest_day
from weerklank.model.errors import BrokenInput, Refused, WeerklankError, WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.ids import AccountId
from weerklank.model.json_value import JsonObject
from weerklank.model.platform import Platform
from weerklank.model.policy import Policy
from weerklank.model.run import RunReport, Shortfall, Technique
from weerklank.model.symbols import decode
from weerklank.model.text import Text
from weerklank.register.book import Register
from weerklank.services.catalogue_packages import open_catalogue
from weerklank.services.close_months import close_past_months
from weerklank.services.execute_destruction import finish_destructions
from weerklank.services.export_age import ExportAge, believable, held_age
from weerklank.services.import_report import (
    PROFILE_MISSING,
    add_limits,
    add_notices,
    broken_off,
    left_open,
    tell,
)
from weerklank.services.interruption import waiting
from weerklank.services.observe_account import note_observation
from weerklank.services.read_destructions import destroyed_keys
from weerklank.services.record_hand_in import record_confirmed, require_judge
from weerklank.services.recorder import Recorder
from weerklank.services.recover import recover
from weerklank.services.run_report import report_json
from weerklank.services.seal_events import seal_events
from weerklank.services.set_policy import NO_CHOICE
from weerklank.services.workplace import Workplace
from weerklank.store.atomic import make_folder, replace_file
from weerklank.store.lock import locked

NO_FILE = fault(
    "IMPORT-003",
    Text(nl="Bestand {file} is er niet of is niet leesbaar.", en="File {file} can't be read."),
    Text(nl="Controleer de naam en de rechten.", en="Check the name and the rights."),
)
NOT_REGISTERED = fault(
    "IMPORT-004",
    Text(
        nl="De export is van een account dat niet in het accountoverzicht staat.",
        en="The export is of an account that is not in the register.",
    ),
    Text(
        nl="Registreer het account eerst met 'weerklank account add', of noem het met --account "
        "als het is hernoemd.",
        en="Register the account first with 'weerklank account add', or name it with --account "
        "if it was renamed.",
    ),
)
OTHER_ACCOUNT = fault(
    "IMPORT-005",
    Text(
        nl="De export is niet van {account} maar van een ander account op {platform}.",
        en="The export is not of {account} but of another account on {platform}.",
    ),
    Text(
        nl="Noem met --account het goede account, of vraag de export van dit account aan.",
        en="Name the right account with --account, or ask for the export of this account.",
    ),
)
WHOLE_REFUSED = fault(
    "IMPORT-006",
    Text(
        nl="Account {account} valt onder scenario C: een hybride of persoonlijk account wordt "
        "nooit als geheel gearchiveerd (whitepaper 4.1.3).",
        en="Account {account} falls under scenario C: a hybrid or personal account is never "
        "archived as a whole (whitepaper 4.1.3).",
    ),
    Text(
        nl="Lever de berichten aan die overheidsinformatie zijn: 'weerklank handin {account} "
        "--file BESTAND' toont waaruit te kiezen is; noem ze met --post.",
        en="Hand in the posts that are government information: 'weerklank handin {account} "
        "--file FILE' shows what can be picked; name them with --post.",
    ),
)
READING = Text("{platform}-export wordt gelezen.", "Reading the {platform} export.")
MEDIA = Text("Media worden overgenomen.", "Taking media over.")
WRITING = Text("Berichten worden geminimaliseerd en verpakt.", "Minimising and packaging posts.")


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
    Posts of scenario C come in as a hand-in: judged by whoever acts, who must hold a role for it;
    `hand_in` is the number of the one that waits for confirmation, where there is one.

    The platform is recognised by the content of the file, the account by the export's owner.
    Refused for scenario C without named posts, and for scenario B before there is a choice on
    sealed originals. What was sealed before an error or an interruption stays.
    """
    connector, export = open_export(connectors, file)
    finish_destructions(workplace)
    register = workplace.register()
    target = whose(register, export, account)
    policy = workplace.policy()
    _refuse(workplace, target, policy, posts)
    with ExitStack() as stack:
        layout = workplace.layout
        stack.enter_context(locked(layout.lock(f"account-{target.id}"), str(target.id)))
        recover(workplace, target.id)
        damaged: list[BrokenInput] = []
        close_past_months(workplace, target.id, damaged.append)
        report = RunReport(
            run=workplace.new_run(),
            account=target.id,
            technique=Technique.EXPORT,
            started=workplace.clock.now(),
        )
        workplace.record(
            Book.JOURNAL,
            "run.started",
            report.run,
            {"account": target.id, "posts": len(posts), "technique": report.technique},
        )
        run = _Run(workplace, register, target, policy, export, report, posts, process, stack)
        workplace.reporter.step(READING, platform=connector.manifest.title)
        try:
            run.take_in(lambda: _confirm(workplace, target, report, run.chosen, process, hand_in))
        except WeerklankError as error:
            error.runs = (broken_off(report, error.code),)
            raise
        add_limits(report, connector, export)
        add_notices(report, connector, register, target)
        report.notices.extend(map(left_open, damaged))
        run.observe()
        report.ended = workplace.clock.now()
        workplace.record(Book.JOURNAL, "run.finished", report.run, report_json(report))
        seal_events(workplace)
    return report


def open_export(connectors: list[Connector], file: Path) -> tuple[Connector, Export]:
    """Open an export by the connector that recognises it; WrongUse when there is no such file."""
    if not file.is_file():
        raise WrongUse(NO_FILE, file=file)
    for connector in connectors:
        export = connector.open_export(file)
        if export is not None:
            return connector, export
    raise BrokenInput(NOT_READABLE, file=file.name)


def whose(register: Register, export: Export, named: str | None) -> Account:
    """Give the account that an export is of; WrongUse when it is of another than was named."""
    owner = export.owner
    if named is not None:
        account = register.find(named)
        if account.platform is not owner.platform:
            raise WrongUse(OTHER_ACCOUNT, account=account.id, platform=owner.platform)
        if account.handle != owner.handle and any(
            other.handle == owner.handle and other.platform is owner.platform
            for other in register.accounts.values()
        ):
            raise WrongUse(OTHER_ACCOUNT, account=account.id, platform=owner.platform)
        return account
    for account in register.accounts.values():
        same = account.handle == owner.handle or account.url in owner.addresses
        if account.platform is owner.platform and same:
            return account
    raise WrongUse(NOT_REGISTERED)


def _refuse(
    workplace: Workplace, account: Account, policy: Policy, posts: tuple[str, ...]
) -> None:
    today = workplace.clock.now().date()
    if account.scenario_on(today) is Scenario.C:
        if not posts:
            raise Refused(WHOLE_REFUSED, account=account.id)
        require_judge(workplace)
    refuse_undecided(account, policy, today)


def refuse_undecided(account: Account, policy: Policy, today: date) -> None:
    """Refuse scenario B and C before there is a choice on sealed originals."""
    scenario = account.scenario_on(today)
    if scenario is not Scenario.A and policy.sealed is None:
        raise Refused(NO_CHOICE, scenario=scenario)


def _confirm(
    workplace: Workplace,
    account: Account,
    report: RunReport,
    chosen: frozenset[bytes],
    process: str | None,
    hand_in: str | None,
) -> None:
    """Record, before any of it is written, what was judged government information (A5)."""
    today = report.started.date()
    if not chosen or account.scenario_on(today) is not Scenario.C:
        return
    data: JsonObject = {
        "account": account.id,
        "process": process or account.process_on(today),
        "run": report.run,
    }
    report.hand_in = record_confirmed(workplace, data, chosen, hand_in)


class _Run:
    """One import at work, under the account's lock."""

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
    ) -> None:
        self._workplace = workplace
        self._account = account
        self._export = export
        self._report = report
        self._posts = posts
        self._process = process
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
        )
        stack.callback(self._recorder.abandon)

    def _held_media(self, item: bytes) -> frozenset[bytes]:
        return self._recorder.held_media(item)  # made after the intake that asks

    @property
    def chosen(self) -> frozenset[bytes]:
        """Give the tags of the single posts that were asked for and come in."""
        return frozenset(self._intake.seen.chosen)

    def take_in(self, confirm: Callable[[], None]) -> None:
        """Read, relate, take media over, minimise and write; `confirm` before any is written."""
        reporter = self._workplace.reporter
        self._intake.first_pass(reporter.progress)
        confirm()
        self._compare_age()
        for root, persons in self._intake.participants():
            self._minimiser.note_participants(self._thread(root), persons)
        self._blind.save()
        if not self._posts:
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
        tell(
            self._report,
            self._export,
            self._intake.seen,
            self._posts,
            unknown=self._minimiser.tally.unknown,
            missing_media=self._recorder.missing_media,
            held_elsewhere=self._recorder.held_elsewhere,
            export_is_older=self._recorder.export_is_older,
        )

    def _compare_age(self) -> None:
        """Find out whether the export shows an earlier day than what is held."""
        report, newest = self._report, self._intake.seen.newest
        report.exported = believable(self._export.exported, report.started)
        # Of an account that comes in by single posts, nothing is told of the others.
        report.newest = date.fromisoformat(newest) if newest and not self._posts else None
        held = held_age(self._workplace, self._account.id)
        self._recorder.export_is_older = ExportAge(report.exported, report.newest).is_older(held)

    def _thread(self, root: bytes) -> bytes:
        """Give the thread that the topmost known item belongs to, by what the archive holds."""
        return self._catalogue.database.thread_of(root) or root

    def _write(self) -> None:
        total = self._intake.seen.items
        with waiting() as let_through:
            if not self._posts:
                self._write_profile()
            for done, raw in enumerate(self._intake.second_pass(), 1):
                prepared = self._minimiser.prepare(raw)
                root = self._intake.root(prepared.tag) if prepared.answers else prepared.tag
                self._recorder.add(prepared, self._thread(root) if prepared.answers else root)
                self._workplace.reporter.progress(done, total)
                let_through()

    def _write_profile(self) -> None:
        raw = self._export.profile()
        if raw is None:
            self._report.gaps.append(
                Shortfall(kind="profile_missing", count=1, reason=PROFILE_MISSING)
            )
            return
        profile = self._minimiser.prepare(raw)
        self._recorder.add(profile, profile.tag)

    def observe(self) -> None:
        """Tell the register what the export shows: that the organisation answers."""
        answered = self._intake.seen.answer_days
        if answered:
            note_observation(
                self._workplace,
                self._account,
                replies_received=(),
                answered=[date.fromisoformat(day) for day in answered],
            )


def listed_accounts(register: Register) -> frozenset[tuple[Platform, str]]:
    """Give the accounts of the register: they stay named."""
    return frozenset((a.platform, a.handle) for a in register.accounts.values())


def next_fence(workplace: Workplace, account: AccountId) -> int:
    """Give the next fencing number of an account, under its lock; it only rises.

    Its file is no part of the record and may be lost: no run in `open/` has a higher number.
    """
    path = workplace.layout.fence(account)
    known = [path.read_bytes().strip()] if path.exists() else []
    known += [run.name[:6].encode() for run in (workplace.layout.open / account).glob("*/*")]
    number = 1 + max((int(text) for text in known if re.fullmatch(rb"\d{1,9}", text)), default=0)
    make_folder(path.parent)
    replace_file(path, f"{number}\n".encode())
    return number
