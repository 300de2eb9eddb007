"""The virus scan of today: the schedule scans what came in, where there is a scanner.

A share a day: a turn ends after half an hour, and the next goes on where it was.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from weerklank.media.virus_scan import FOLDER
from weerklank.model.clock import civil_day
from weerklank.model.errors import NotNow, WeerklankError
from weerklank.model.text import Text
from weerklank.services.appraise.media_files import MediaFile, Unread, media_files_in
from weerklank.services.appraise.scan_viruses import (
    Scanner,
    note_scan,
    read_virus_checks,
    scan_begun,
    scan_lots,
    scanners_of,
)
from weerklank.services.appraise.virus_standing import last_scan
from weerklank.services.schedule.run_scan import Watched
from weerklank.services.schedule.virus_turns import (
    SETTLED,
    Turn,
    is_open,
    next_turn,
    package_of,
)
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace

FOUND = Text(
    "De virusscan van vandaag vond iets in {count} {count:bestand|bestanden}; het scherm "
    "Bestandsformaten noemt "
    "ze.",
    "The virus scan of today found something in {count} {count:file|files}; the screen File "
    "formats names "
    "them.",
)
GOES_ON = Text(
    "De virusscan gaat morgen verder: nog {count} {count:pakket|pakketten}.",
    "The virus scan goes on tomorrow: {count} {count:package|packages} left.",
)
#: Seconds that a turn takes; the lot that is being scanned then is finished.
TURN = 1800.0


def is_virus_scan_due(workplace: Workplace) -> bool:
    """Tell whether a package is to be looked through: it came in, or no scan could tell of it.

    Once a day at most, and never where nothing was taken in yet.
    """
    last = last_scan(workplace)
    if last is not None and civil_day(last.at) >= workplace.today():
        return False
    return bool(next_turn(workplace).due)


def viruses_of_today(
    workplace: Workplace,
    daemon: Path | None,
    passed: Callable[[], None],
    folder: Path = FOLDER,
    seconds: float = TURN,
) -> WeerklankError | None:
    """Scan what no scan told of yet, by signatures that are fresh; gives what stopped it.

    Where nothing can scan, nothing is done: `doctor` and the screen say that. `passed` is called
    once a minute meanwhile.
    """
    try:
        if not is_virus_scan_due(workplace):
            return None
        scanners = scanners_of(workplace, folder, daemon)
        if scanners[0].signatures is None:
            return None
        watched = replace(workplace, reporter=Watched(workplace.reporter, passed))
        _take_turn(watched, scanners, time.monotonic() + seconds)
        seal_events(workplace)
    except NotNow:
        return None
    except WeerklankError as error:
        return error
    return None


def _take_turn(workplace: Workplace, scanners: list[Scanner], ends: float) -> None:
    """Scan until a moment, keep how far that came, and tell what was found and what is left."""
    turn, done = next_turn(workplace), scan_begun(scanners)
    waiting = _waiting(workplace, turn, done.unread, ends)
    for _ in scan_lots(workplace, scanners, waiting, done):
        turn.keep(read_virus_checks(workplace))
    if not done.states.total():  # told nevertheless: today it was looked at
        note_scan(workplace, scanners[0], {})
    turn.keep(read_virus_checks(workplace))
    if done.found:
        workplace.reporter.step(FOUND, count=len(done.found))
    if turn.left:
        workplace.reporter.step(GOES_ON, count=turn.left)


def _waiting(
    workplace: Workplace,
    turn: Turn,
    unread: Unread,
    ends: float,
) -> Iterator[MediaFile]:
    """Give the files that are to be scanned, package by package, until the turn is over.

    A package that was not read to its end is read again the next time, and only what is left of
    it is scanned. One file at least, so that each turn comes further.
    """
    checks, today, given = read_virus_checks(workplace), workplace.today(), set[str]()
    for count, name in enumerate(turn.due):
        before, unsettled = unread.items, dict[str, None]()
        for file in media_files_in(workplace, package_of(name), unread):
            workplace.reporter.progress(count, len(turn.due))
            medium = file.medium.id
            check = checks.get(medium)
            if check is None or check.state not in SETTLED:
                unsettled[medium] = None
            if medium not in given and is_open(check, today):
                if given and time.monotonic() >= ends:
                    return
                given.add(medium)
                yield file
        turn.end(name, unsettled, is_whole=unread.items == before)
