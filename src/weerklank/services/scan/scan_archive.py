"""Scan an archive for whom it should not show: `privacy scan`.

Everything is read and nothing is opened: words are looked up by keyed tags in the blind index, and
in the dictionary of the thread where a text has one. What it says names file and place, never what
stands there. The privacy officer alone may ask, and the journal tells that it was asked.
"""

from contextlib import closing
from pathlib import Path

from weerklank.minimise.blind_epochs import Blind
from weerklank.minimise.blind_questions import BlindQuestions
from weerklank.minimise.correction import ThreadCorrector
from weerklank.minimise.leak_signs import LeakSigns
from weerklank.model.event import Book
from weerklank.model.ids import AccountId
from weerklank.model.json_value import JsonObject
from weerklank.model.person import Role
from weerklank.model.text import Text
from weerklank.package.names import Found, packages
from weerklank.services.register.accounts_of_ours import listed_accounts
from weerklank.services.runs.live_progress import scan_told_live
from weerklank.services.scan.allowed import allowed_names
from weerklank.services.scan.files import FileLook
from weerklank.services.scan.found import Scanned
from weerklank.services.scan.look import Look
from weerklank.services.scan.places import keep_places
from weerklank.services.scan.read_scans import BEGUN, SCANNED
from weerklank.services.seal.open_blind import ask_blind, open_blind
from weerklank.services.seal.read_named import read_named
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked
from weerklank.store.state_folder import scan_lock

SCANNING = Text(
    "Elk bestand wordt doorzocht op namen van derden.",
    "Looking through every file for names of third parties.",
)


def scan_archive(
    workplace: Workplace, accounts: tuple[AccountId, ...] = (), also: tuple[Path, ...] = ()
) -> Scanned:
    """Look through an archive; with accounts only their packages. `also` are folders outside it.

    Refused to who is no privacy officer; Locked while another scan goes on. BrokenInput when the
    blind index is damaged: then that nothing was found would say nothing.
    """
    workplace.require(Role.PRIVACY)
    workplace.demand_sound()
    with locked(scan_lock(workplace.keys), "scan"), scan_told_live(workplace) as followed:
        followed.record(Book.JOURNAL, BEGUN, "archive", {"accounts": [*accounts]})
        return _scan(followed, accounts, also)


def _scan(
    workplace: Workplace, accounts: tuple[AccountId, ...], also: tuple[Path, ...]
) -> Scanned:
    workplace.reporter.step(SCANNING)
    scanned = Scanned(progress=workplace.reporter.progress)
    layout = workplace.layout
    with (
        closing(ask_blind(workplace)) as questions,
        closing(open_blind(workplace, writes=False)) as blind,
    ):
        look = Look(LeakSigns(questions, allowed_names(workplace)), scanned)
        by_folder = _correctors(workplace, blind)
        FileLook(look, layout.root, by_folder).all(_folders(layout.root, accounts))
        if layout.index.parent != layout.root and not accounts:
            FileLook(look, layout.index, {}, "index").all([layout.index])
        for number, folder in enumerate(also, 1):
            FileLook(look, folder.resolve(), {}, f"also-{number}").all([folder.resolve()])
        _keep_certain(scanned, questions)
    if accounts:
        scanned.skip("other-accounts", "")
    _note(workplace, scanned, accounts, len(also))
    return scanned


def _folders(root: Path, accounts: tuple[AccountId, ...]) -> list[Path]:
    if not accounts:
        return [root]
    return [
        folder
        for account in accounts
        for folder in (
            root / "objects" / account,
            root / "open" / account,
            root / "sealed" / account,
        )
        if folder.is_dir()
    ]


def _correctors(workplace: Workplace, blind: Blind) -> dict[Path, tuple[Found, ThreadCorrector]]:
    """Give of each package by its folder what looks whether its records name who takes part."""
    register = workplace.register()
    listed, named = listed_accounts(register), read_named(workplace)
    made = {
        number: ThreadCorrector(blind, account, listed, named)
        for number, account in register.accounts.items()
    }
    return {
        found.folder: (found, made[found.name.account])
        for found in packages(workplace.layout)
        if found.name.account in made
    }


def _keep_certain(scanned: Scanned, questions: BlindQuestions) -> None:
    """Leave out of the findings what only looked like one in the filter of words."""
    every = (*(one.tags for one in scanned.findings), *scanned.unsure)
    certain = questions.which_are_words({tag for tags in every for tag in tags})
    scanned.more += sum(
        count for tags, count in scanned.unsure.items() if not certain.isdisjoint(tags)
    )
    kept = [one for one in scanned.findings if not one.tags or not certain.isdisjoint(one.tags)]
    scanned.findings = list(dict.fromkeys(kept))


def _note(
    workplace: Workplace, scanned: Scanned, accounts: tuple[AccountId, ...], also: int
) -> None:
    """Write to the journal that it was looked, in numbers and codes."""
    data: JsonObject = {
        "accounts": [*accounts],
        "also": also,
        "bytes": scanned.bytes,
        "files": scanned.files,
        "findings": {**scanned.codes()},
        "more": scanned.more,
        "not_checked": {one.what: one.count for one in scanned.not_checked.values()},
        "read": scanned.read,
        "records": scanned.records,
    }
    event = workplace.record(Book.JOURNAL, SCANNED, "archive", data)
    keep_places(workplace.keys, event.at, scanned)
    seal_events(workplace)
