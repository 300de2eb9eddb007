"""Scan viruses: look for viruses in the files of media, and keep of each what was told."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path

from weerklank.media.virus_scan import FOLDER, NOT_SCANNED, Scanned, dated, engine, scan
from weerklank.model.clock import iso
from weerklank.model.errors import NotNow, fault
from weerklank.model.event import Book, Event
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.person import Role
from weerklank.model.text import Text
from weerklank.model.virus import VirusCheck, VirusState, state_of
from weerklank.services.appraise.media_files import MediaFile, Scope, Unread, media_files
from weerklank.services.workplace import Workplace

SCANNED = "formats.scanned"
#: Days that signatures may be old: ClamAV itself warns from then on.
OLDEST = 7
#: Files that are scanned and recorded at a time; the scanner loads its signatures for each lot.
_AT_A_TIME = 1_000
_ARCHIVE = "archive"

NO_SCANNER = fault(
    "FORMATS-004",
    Text(
        nl="ClamAV is er niet. Er is niets op virussen gecontroleerd.",
        en="ClamAV is not there. Nothing was checked for viruses.",
    ),
    Text(
        nl="Installeer clamscan (Debian: clamav) en zet virusdefinities klaar.",
        en="Install clamscan (Debian: clamav) and provide signatures.",
    ),
)


@dataclass(frozen=True, slots=True)
class ScanAsked:
    """What is scanned, and with what."""

    scope: Scope
    #: Folder of signatures.
    signatures: Path = FOLDER
    #: Only what no scan with signatures told of yet.
    only_new: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanDone:
    """What a scan came to."""

    engine: str
    signatures: date | None
    states: Counter[VirusState]
    #: Files with a virus, and its name.
    found: list[tuple[MediaFile, str]]
    unread: Unread = field(default_factory=Unread)


def scan_viruses(workplace: Workplace, asked: ScanAsked) -> ScanDone:
    """Scan the files of media in scope; an archivist does so. What was told is an event.

    NotNow where there is no scanner. Nothing is moved or taken away: what is found is kept, bit
    for bit, and a person decides.
    """
    workplace.require(Role.ARCHIVIST)
    by = engine()
    if by is None:
        raise NotNow(NO_SCANNER)
    done = ScanDone(
        engine=by, signatures=dated(asked.signatures), states=Counter(), found=[], unread=Unread()
    )
    waiting = _waiting(workplace, asked, done.unread)
    while some := [*islice(waiting, _AT_A_TIME)]:
        _scan(workplace, asked.signatures, some, done)
        workplace.reporter.progress(done.states.total())
    return done


def _waiting(workplace: Workplace, asked: ScanAsked, unread: Unread) -> Iterator[MediaFile]:
    known = read_virus_checks(workplace) if asked.only_new else {}
    told = {name for name, check in known.items() if check.signatures is not None}
    for file in media_files(workplace, asked.scope, unread):
        if file.medium.id not in told:
            yield file


def _scan(workplace: Workplace, folder: Path, some: list[MediaFile], done: ScanDone) -> None:
    paths = [file.path for file in some if file.path is not None]
    told = scan(paths, folder) if done.signatures is not None else {}
    states: dict[str, list[Json]] = {str(state): [] for state in VirusState}
    for file in some:
        one = told.get(file.path, NOT_SCANNED) if file.path is not None else NOT_SCANNED
        state = _state(workplace, done.signatures, file, one)
        done.states[state] += 1
        row: Json = file.medium.id
        if one.name is not None:
            done.found.append((file, one.name))
            row = {"medium": file.medium.id, "name": one.name}
        states[str(state)].append(row)
    data: JsonObject = {
        "engine": done.engine,
        "signatures": done.signatures.isoformat() if done.signatures else None,
        "states": {name: rows for name, rows in states.items() if rows},
    }
    workplace.record(Book.JOURNAL, SCANNED, _ARCHIVE, data)


def _state(
    workplace: Workplace, signatures: date | None, file: MediaFile, one: Scanned
) -> VirusState:
    if file.path is None or (signatures is not None and not one.whole):
        return VirusState.NOT_CHECKED
    found = one.name is not None
    return state_of(found=found, signatures=signatures, on=workplace.today(), oldest=OLDEST)


def read_virus_checks(workplace: Workplace) -> dict[str, VirusCheck]:
    """Give what scans told of each medium, by its id.

    The last scan goes, but for one that could not look: that takes away nothing that was known.
    """
    return workplace.events.fold(Book.JOURNAL, _Checks)


class _Checks:
    """What was told so far."""

    def __init__(self) -> None:
        self._checks: dict[str, VirusCheck] = {}

    def take(self, event: Event) -> None:
        states = event.data.get("states")
        if event.kind != SCANNED or not isinstance(states, dict):
            return
        signed = event.data.get("signatures")
        signatures = date.fromisoformat(signed) if isinstance(signed, str) else None
        for state, rows in states.items():
            for row in rows if isinstance(rows, list) else []:
                told = row if isinstance(row, dict) else {"medium": row}
                name = told.get("name")
                self._put(
                    str(told.get("medium")),
                    VirusCheck(
                        state=VirusState(state),
                        at=event.at,
                        engine=str(event.data.get("engine", "")),
                        signatures=signatures,
                        name=name if isinstance(name, str) else None,
                    ),
                )

    def _put(self, medium: str, check: VirusCheck) -> None:
        could_look = check.state not in (VirusState.NO_SIGNATURES, VirusState.NOT_CHECKED)
        if could_look or medium not in self._checks:
            self._checks[medium] = check

    def result(self) -> dict[str, VirusCheck]:
        return {**self._checks}


def check_json(check: VirusCheck | None) -> JsonObject:
    """Write what is known of viruses in a file."""
    if check is None:
        nothing = dict.fromkeys(("at", "engine", "name", "signatures"))
        return {**nothing, "state": str(VirusState.NOT_CHECKED)}
    return {
        "at": iso(check.at),
        "engine": check.engine,
        "name": check.name,
        "signatures": check.signatures.isoformat() if check.signatures else None,
        "state": str(check.state),
    }


def done_json(done: ScanDone) -> JsonObject:
    """Write what a scan came to."""
    found: list[Json] = [
        {"id": file.item.id, "medium": file.medium.id, "name": name, "number": file.number}
        for file, name in done.found
    ]
    return {
        "engine": done.engine,
        "files": done.states.total(),
        "found": found,
        "ok": done.states.total() == done.states[VirusState.CLEAN] and not done.unread.items,
        "signatures": done.signatures.isoformat() if done.signatures else None,
        "states": {str(state): done.states[state] for state in VirusState},
        "unreadable": done.unread.items,
    }
