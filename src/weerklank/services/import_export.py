"""Import: take in an official export of a platform."""

from collections import Counter
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
from weerklank.model.clock import iso
from weerklank.model.errors import BrokenInput, Refused, WeerklankError, WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.ids import AccountId
from weerklank.model.platform import Platform
from weerklank.model.policy import Policy
from weerklank.model.run import RunReport, Shortfall, Technique
from weerklank.model.symbols import decode, encode
from weerklank.model.text import Text
from weerklank.register.book import Register
from weerklank.services.catalogue_packages import open_catalogue
from weerklank.services.execute_destruction import finish_destructions
from weerklank.services.interruption import waiting
from weerklank.services.observe_account import note_observation
from weerklank.services.read_destructions import destroyed_keys
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
        nl="Noem met --post de berichten die overheidsinformatie zijn, elk met zijn adres.",
        en="Name with --post the posts that are government information, each by its address.",
    ),
)
POST_NOT_FOUND = "het bericht staat niet in de export / the post is not in the export"
FEWER_THAN_STATED = (
    "de export zegt meer berichten te bevatten dan erin staan / "
    "the export says that it holds more posts than it does"
)
#: A field name that occurs this often is a name of a field, not of a person.
_RECURS = 3

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
) -> RunReport:
    """Take an export into the archive; gives the honest report of the run.

    `process` is the work process that the items serve, instead of the account's own of the day.

    The platform is recognised by the content of the file, the account by the export's owner.
    Refused for scenario C without named posts, and for scenario B before there is a choice on
    sealed originals. What was sealed before an error or an interruption stays.
    """
    connector, export = _open(connectors, file)
    finish_destructions(workplace)
    register = workplace.register()
    target = _account(register, export, account)
    policy = workplace.policy()
    _refuse(target, policy, posts, workplace.clock.now().date())
    with ExitStack() as stack:
        layout = workplace.layout
        stack.enter_context(locked(layout.lock(f"account-{target.id}"), str(target.id)))
        recover(workplace, target.id)
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
            run.take_in()
        except WeerklankError as error:
            error.answer = {"runs": [report_json(broken_off(report, error.code))]}
            raise
        _add_limits(report, connector, export)
        run.observe()
        report.ended = workplace.clock.now()
        workplace.record(Book.JOURNAL, "run.finished", report.run, report_json(report))
        seal_events(workplace)
    return report


def _open(connectors: list[Connector], file: Path) -> tuple[Connector, Export]:
    if not file.is_file():
        raise WrongUse(NO_FILE, file=file)
    for connector in connectors:
        export = connector.open_export(file)
        if export is not None:
            return connector, export
    raise BrokenInput(NOT_READABLE, file=file.name)


def _account(register: Register, export: Export, named: str | None) -> Account:
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


def _refuse(account: Account, policy: Policy, posts: tuple[str, ...], today: date) -> None:
    scenario = account.scenario_on(today)
    if scenario is Scenario.C and not posts:
        raise Refused(WHOLE_REFUSED, account=account.id)
    if scenario is not Scenario.A and policy.sealed is None:
        raise Refused(NO_CHOICE, scenario=scenario)


def broken_off(report: RunReport, code: str) -> RunReport:
    """Say in a report that its run ended too early: what was sealed before stays."""
    report.gaps.append(
        Shortfall(
            kind="run_broken_off",
            count=1,
            reason="de run is afgebroken / the run was broken off",
            where=(code,),
        )
    )
    return report


def _add_limits(report: RunReport, connector: Connector, export: Export) -> None:
    for technique, kind, reason in connector.manifest.limits:
        if technique is report.technique:
            report.limits.append(Shortfall(kind=kind, count=1, reason=reason))
    unopened = export.unopened_media()
    if unopened:
        report.limits.append(
            Shortfall(
                kind="media_not_opened",
                count=unopened,
                reason="hoort bij geen opgenomen bericht en is niet geopend / "
                "belongs to no post that was taken in and was not opened",
            )
        )


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

    def take_in(self) -> None:
        """Read, relate, take media over, minimise and write."""
        reporter = self._workplace.reporter
        self._intake.first_pass(reporter.progress)
        if self._account.scenario_on(self._report.started.date()) is Scenario.C:
            self._confirm()
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
        self._tell()

    def _confirm(self) -> None:
        """Record that posts of a hybrid or personal account were judged government information.

        Whoever acts judged it, for the process that is named (requirement A5). The posts are named
        by their keys: a decision is never changed, and an address would outlast a destruction.
        """
        self._workplace.record(
            Book.DECISIONS,
            "handin.confirmed",
            self._account.id,
            {
                "keys": [encode(tag) for tag in dict.fromkeys(self._intake.seen.chosen)],
                "named": len(self._posts),
                "process": self._process or self._account.process_on(self._report.started.date()),
                "run": self._report.run,
            },
        )

    def _thread(self, root: bytes) -> bytes:
        """Give the thread that the topmost known item belongs to, by what the archive holds."""
        return self._catalogue.database.thread_of(root) or root

    def _write(self) -> None:
        total = self._intake.seen.items
        with waiting() as let_through:
            if not self._posts:
                profile = self._minimiser.prepare(self._export.profile())
                self._recorder.add(profile, profile.tag)
            for done, raw in enumerate(self._intake.second_pass(), 1):
                prepared = self._minimiser.prepare(raw)
                root = self._intake.root(prepared.tag) if prepared.answers else prepared.tag
                self._recorder.add(prepared, self._thread(root) if prepared.answers else root)
                self._workplace.reporter.progress(done, total)
                let_through()

    def _tell(self) -> None:
        """Put into the report what is missing and what was passed over."""
        report, seen = self._report, self._intake.seen
        report.direct_messages = seen.direct_messages
        report.destroyed += seen.destroyed
        report.out_of_scope = seen.out_of_scope + seen.not_chosen
        report.unknown_fields = named_fields(self._minimiser.tally.unknown)
        report.gaps.extend(self._export.findings())
        if seen.broken_count:
            report.gaps.append(
                Shortfall(
                    kind="record_broken",
                    count=seen.broken_count,
                    reason="onleesbaar in de export / unreadable in the export",
                    where=tuple(seen.broken),
                )
            )
        if self._recorder.missing_media:
            report.gaps.append(
                Shortfall(
                    kind="media_missing",
                    count=self._recorder.missing_media,
                    reason="de export noemt een mediabestand en bevat het niet / "
                    "the export names a media file and does not hold it",
                )
            )
        self._tell_missing_items()

    def _tell_missing_items(self) -> None:
        seen, stated = self._intake.seen, self._export.stated_items
        if self._posts:
            missing, kind = len(set(self._posts) - seen.met), "post_missing"
            reason = POST_NOT_FOUND
        else:
            met = seen.items + seen.direct_messages + seen.broken_count + seen.destroyed
            missing, kind, reason = (stated or 0) - met, "items_missing", FEWER_THAN_STATED
        if missing > 0:
            self._report.gaps.append(Shortfall(kind=kind, count=missing, reason=reason))

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
    """Give the next fencing number of an account, under its lock; it only rises."""
    path = workplace.layout.fence(account)
    number = int(path.read_text()) + 1 if path.exists() else 1
    make_folder(path.parent)
    replace_file(path, f"{number}\n".encode())
    return number


def named_fields(unknown: Counter[str]) -> dict[str, int]:
    """Name unknown fields as far as a name is no person's: one that recurs, in plain words."""
    named: Counter[str] = Counter()
    for path, count in unknown.items():
        folder, _, last = path.rpartition("/")
        plain = last.isascii() and last.replace("_", "").isalpha() and count >= _RECURS
        named[path if plain else f"{folder}/?"] += count
    return dict(named)
