"""The virus scan of today: the schedule scans what came in, where there is a scanner."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from weerklank.media.virus_scan import FOLDER
from weerklank.model.clock import civil_day
from weerklank.model.errors import NotNow, WeerklankError
from weerklank.model.text import Text
from weerklank.model.virus import VirusCheck, VirusState
from weerklank.services.appraise.media_files import Scope
from weerklank.services.appraise.scan_viruses import (
    note_scan,
    read_virus_checks,
    scan_with,
    scanners_of,
)
from weerklank.services.appraise.virus_standing import last_scan
from weerklank.services.runs.read_runs import read_runs
from weerklank.services.schedule.run_scan import Watched
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace

FOUND = Text(
    "De virusscan van vandaag vond iets in {count} bestanden; het scherm Bestandsformaten noemt "
    "ze.",
    "The virus scan of today found something in {count} files; the screen File formats names "
    "them.",
)
#: What no scanner gets through is tried again after so long.
_AGAIN = timedelta(days=30)
_SETTLED = frozenset({VirusState.CLEAN, VirusState.FOUND})


def is_virus_scan_due(workplace: Workplace) -> bool:
    """Tell whether something is to be scanned: it came in, or no scan could tell of it.

    Once a day at most, and never where nothing was taken in yet.
    """
    ended = [run.ended for run in read_runs(workplace) if run.ended and not run.is_ahead]
    last = last_scan(workplace)
    if last is None or not ended:
        return bool(ended)
    if civil_day(last.at) >= workplace.today():
        return False
    checks = read_virus_checks(workplace).values()
    return max(ended) > last.at or any(_is_open(workplace, one) for one in checks)


def viruses_of_today(
    workplace: Workplace,
    daemon: Path | None,
    passed: Callable[[], None],
    folder: Path = FOLDER,
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
        known = read_virus_checks(workplace)
        done = scan_with(
            replace(workplace, reporter=Watched(workplace.reporter, passed)),
            scanners,
            Scope(),
            lambda file: _is_open(workplace, known.get(file.medium.id)),
        )
        if not done.states.total():  # told nevertheless: today it was looked at
            note_scan(workplace, scanners[0], {})
        seal_events(workplace)
    except NotNow:
        return None
    except WeerklankError as error:
        return error
    if done.found:
        workplace.reporter.step(FOUND, count=len(done.found))
    return None


def _is_open(workplace: Workplace, check: VirusCheck | None) -> bool:
    if check is None:
        return True
    if check.state is VirusState.NOT_CHECKED:
        return workplace.clock.now() - check.at >= _AGAIN
    return check.state not in _SETTLED
