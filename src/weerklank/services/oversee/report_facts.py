"""Report facts: what configuration, register, decisions and journal tell of personal data.

Everything is counted or read; nothing names a third party. Persons are counted by pseudonym.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from weerklank import __version__
from weerklank.catalogue.catalogue import Catalogue
from weerklank.harvest.port import Connector, Manifest
from weerklank.minimise.blind_epochs import Blind
from weerklank.minimise.free_text.measured import Measured, measured
from weerklank.model.account import Account
from weerklank.model.destruction import ListState
from weerklank.model.epoch import Epoch
from weerklank.model.mark import MarkState
from weerklank.model.person import Role
from weerklank.model.policy import Policy
from weerklank.model.symbols import encode
from weerklank.services.catalogue.consult_catalogue import consult
from weerklank.services.find.read_marks import read_marks
from weerklank.services.oversee.report_facts_privacy import PrivacyFacts, privacy_facts
from weerklank.services.oversee.report_media import MediaFacts, media_facts
from weerklank.services.runs.read_runs import PastCheck, PastRun, read_checks, read_runs
from weerklank.services.seal.open_blind import open_blind
from weerklank.services.seal.read_destructions import read_lists
from weerklank.services.seal.read_judged import read_judged
from weerklank.services.workplace import Workplace

#: Who may have the report: it tells what is held, in what state, and where it falls short.
MAY_READ = (Role.PRIVACY, Role.ARCHIVIST, Role.INSPECTOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFacts:
    """What is held of one account, and how it comes in."""

    account: Account
    posts: int
    replies: int
    media: int
    #: Third parties who take part in its threads, each counted once.
    persons: int
    manifest: Manifest
    #: Newest run of each technique.
    runs: tuple[PastRun, ...]
    #: Of all its runs: values that no mapping knew, and direct messages that were passed over.
    unknown: int
    direct_messages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFile:
    """A file of the key folder: its name, who may read it, never what it holds."""

    name: str
    #: Octal, such as `600`; others can read it where it does not end on `00`.
    mode: str

    @property
    def is_closed(self) -> bool:
        """Tell whether only its owner may read it."""
        return self.mode.endswith("00")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFacts:
    """All that a data protection report of now is made of."""

    #: The account that it is of; None for the whole organisation.
    of: Account | None
    at: datetime
    version: str
    policy: Policy
    accounts: tuple[AccountFacts, ...]
    #: Third parties of the whole archive who have a pseudonym.
    persons: int
    #: Of the whole archive.
    words_waiting: int
    words_decided: int
    marks: dict[MarkState, int]
    lists: dict[ListState, int]
    keys: tuple[KeyFile, ...]
    epochs: tuple[Epoch, ...]
    #: Persons of the register who hold a role today.
    holders: dict[Role, int]
    check: PastCheck | None
    measured: Measured
    privacy: PrivacyFacts
    #: What media carry.
    media: MediaFacts


def report_facts(
    workplace: Workplace, connectors: list[Connector], account: str | None = None
) -> ReportFacts:
    """Gather what the report of an account is made of; without one that of the organisation.

    Refused to who is neither privacy officer, archivist nor inspector; WrongUse for an account
    that is not in the register.
    """
    workplace.require(*MAY_READ)
    register = workplace.register()
    of = register.find(account) if account is not None else None
    asked = [of] if of else list(register.accounts.values())
    manifests = {one.manifest.platform: one.manifest for one in connectors}
    blind = open_blind(workplace, writes=False)

    def gather(catalogue: Catalogue) -> tuple[list[AccountFacts], list[bytes]]:
        told = [
            _of_account(workplace, catalogue, blind, one, manifests[one.platform])
            for one in asked
            if one.platform in manifests
        ]
        return told, [*catalogue.database.doubts.counted()]

    try:
        accounts, doubts = consult(workplace, gather)
        persons = blind.count_persons()
    finally:
        blind.close()
    judged = read_judged(workplace)
    decided = sum(encode(tag) in judged for tag in doubts)
    today = workplace.today()
    return ReportFacts(
        of=of,
        at=workplace.clock.now(),
        version=__version__,
        policy=workplace.policy(),
        accounts=tuple(accounts),
        persons=persons,
        words_waiting=len(doubts) - decided,
        words_decided=decided,
        marks=Counter(mark.state for mark in read_marks(workplace).values()),
        lists=Counter(one.state for one in read_lists(workplace).values()),
        keys=_keys(workplace),
        epochs=workplace.epochs(),
        holders=Counter(role for one in register.persons.values() for role in one.roles_on(today)),
        check=next((one for one in read_checks(workplace) if not one.accounts), None),
        measured=measured(),
        privacy=privacy_facts(workplace, of.id if of else None),
        media=media_facts(workplace, of.id if of else None),
    )


def _of_account(
    workplace: Workplace,
    catalogue: Catalogue,
    blind: Blind,
    account: Account,
    manifest: Manifest,
) -> AccountFacts:
    days = [*catalogue.database.days.of(account.id)]
    runs = read_runs(workplace, account.id)
    newest: dict[str, PastRun] = {}
    for run in runs:
        if run.ended is not None:
            newest.setdefault(run.technique, run)
    threads = catalogue.database.items.threads_of(account.id)
    persons = {person for thread in threads for person in blind.participants(thread)}
    return AccountFacts(
        account=account,
        posts=sum(day[2] for day in days),
        replies=sum(day[3] for day in days),
        media=sum(day[4] for day in days),
        persons=len(persons),
        manifest=manifest,
        runs=tuple(newest.values()),
        unknown=sum(sum(run.unknown_fields.values()) for run in runs),
        direct_messages=sum(run.direct_messages for run in runs),
    )


def _keys(workplace: Workplace) -> tuple[KeyFile, ...]:
    """Give the keys that are files: those of the folder itself, of the epochs and of terms."""
    folder = workplace.keys.folder
    found = [*folder.glob("*.key"), *folder.glob("*.pem"), *folder.glob("epochs/*.key")]
    found += folder.glob("terms/*.key")
    return tuple(
        KeyFile(
            name=path.relative_to(folder).as_posix(), mode=f"{path.stat().st_mode & 0o777:03o}"
        )
        for path in sorted(found)
    )
