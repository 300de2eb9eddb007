"""Scan viruses: look for viruses in the files of media, and keep of each what was told."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from weerklank.media.virus_daemon import Daemon, Distrust, ask_daemon, scan_by
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
#: Files that are scanned and recorded at a time, and about how many bytes; the scanner loads its
#: signatures for each lot.
_AT_A_TIME = 1_000
_BYTES = 1 << 30
_ARCHIVE = "archive"
_COULD_NOT = (VirusState.NO_SIGNATURES, VirusState.NOT_CHECKED)
#: Why a clamd that was named is not made use of.
WHY_NOT = {
    Distrust.SILENT: Text("er antwoordt geen clamd", "no clamd answers"),
    Distrust.PASSES_OVER: Text(
        "hij noemt schoon wat hij overslaat; zet AlertExceedsMax en AlertEncrypted aan",
        "it calls clean what it passes over; set AlertExceedsMax and AlertEncrypted to yes",
    ),
    Distrust.UNDATED: Text(
        "hij zegt niet van welke dag zijn virusdefinities zijn",
        "it does not tell of which day its signatures are",
    ),
}
_DISTRUST = Text("clamd wordt niet gebruikt: {reason}.", "clamd is not used: {reason}.")

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


class Scanner(NamedTuple):
    """What looks for viruses: its name, the day of its signatures, and how it is asked."""

    engine: str
    #: None where it has none: then nothing is asked.
    signatures: date | None
    look: Callable[[Sequence[Path]], Mapping[Path, Scanned]]


@dataclass(frozen=True, slots=True)
class ScanAsked:
    """What is scanned, and with what."""

    scope: Scope
    #: Folder of signatures, for the program.
    signatures: Path = FOLDER
    #: Only what no scan with signatures told of yet.
    only_new: bool = False
    #: Socket of a clamd; what it does not take goes to the program, where there is one.
    daemon: Path | None = None


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
    scanners = scanners_of(workplace, asked.signatures, asked.daemon)
    known = read_virus_checks(workplace) if asked.only_new else {}
    told = {name for name, check in known.items() if check.signatures is not None}
    return scan_with(workplace, scanners, asked.scope, lambda file: file.medium.id not in told)


def scanners_of(workplace: Workplace, folder: Path, daemon: Path | None) -> list[Scanner]:
    """Give what can scan: a clamd that is to be believed, then the program; NotNow for neither."""
    found: list[Scanner] = []
    if daemon is not None:
        answer = ask_daemon(daemon)
        if isinstance(answer, Distrust):
            workplace.reporter.step(_DISTRUST, reason=WHY_NOT[answer])
        else:
            found.append(Scanner(answer.engine, answer.signatures, partial(_by, answer)))
    by = engine()
    if by is not None and not (found and dated(folder) is None):
        found.append(Scanner(by, dated(folder), lambda paths: scan(paths, folder)))
    if not found:
        raise NotNow(NO_SCANNER)
    return found


def _by(daemon: Daemon, paths: Sequence[Path]) -> Mapping[Path, Scanned]:
    return dict(scan_by(daemon, paths))


def scan_with(
    workplace: Workplace,
    scanners: Sequence[Scanner],
    scope: Scope,
    is_due: Callable[[MediaFile], bool],
) -> ScanDone:
    """Scan the files in scope that are due, whoever acts, and record what was told."""
    done = scan_begun(scanners)
    waiting = (file for file in media_files(workplace, scope, done.unread) if is_due(file))
    for _ in scan_lots(workplace, scanners, waiting, done):
        pass
    return done


def scan_begun(scanners: Sequence[Scanner]) -> ScanDone:
    """Give a scan of which nothing is done yet."""
    first = scanners[0]
    return ScanDone(engine=first.engine, signatures=first.signatures, states=Counter(), found=[])


def scan_lots(
    workplace: Workplace,
    scanners: Sequence[Scanner],
    waiting: Iterator[MediaFile],
    done: ScanDone,
) -> Iterator[None]:
    """Scan files lot by lot, and let whoever asked look after each: it was recorded by then."""
    while some := _lot(waiting):
        for scanner in scanners[:-1]:
            some = _scan(workplace, scanner, some, done, is_last=False)
        _scan(workplace, scanners[-1], some, done, is_last=True)
        workplace.reporter.progress(done.states.total())
        yield


def _lot(waiting: Iterator[MediaFile]) -> list[MediaFile]:
    """Take the next files, until there are enough of them or they are large enough."""
    some: list[MediaFile] = []
    size = 0
    for file in waiting:
        some.append(file)
        size += file.medium.bytes or 0
        if len(some) >= _AT_A_TIME or size >= _BYTES:
            break
    return some


def _scan(
    workplace: Workplace,
    scanner: Scanner,
    some: list[MediaFile],
    done: ScanDone,
    *,
    is_last: bool,
) -> list[MediaFile]:
    """Scan some files; gives those that were not looked at whole, for the scanner after this."""
    paths = [file.path for file in some if file.path is not None]
    told = scanner.look(paths) if paths and scanner.signatures is not None else {}
    states: dict[str, list[Json]] = {str(state): [] for state in VirusState}
    rest: list[MediaFile] = []
    for file in some:
        one = told.get(file.path, NOT_SCANNED) if file.path is not None else NOT_SCANNED
        if not (one.whole or is_last):
            rest.append(file)
            continue
        state = _state(workplace, scanner.signatures, file, one)
        done.states[state] += 1
        row: Json = file.medium.id
        if one.name is not None:
            done.found.append((file, one.name))
            row = {"medium": file.medium.id, "name": one.name}
        states[str(state)].append(row)
    if len(rest) < len(some):
        note_scan(workplace, scanner, {name: rows for name, rows in states.items() if rows})
    return rest


def note_scan(workplace: Workplace, scanner: Scanner, states: Mapping[str, list[Json]]) -> None:
    """Record what a scanner told; of no file where there was none to look at."""
    day = scanner.signatures.isoformat() if scanner.signatures else None
    data: JsonObject = {"engine": scanner.engine, "signatures": day, "states": {**states}}
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
        before = self._checks.get(medium)
        if check.state not in _COULD_NOT or before is None or before.state in _COULD_NOT:
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
