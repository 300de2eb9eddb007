"""Virus standing: with what files can be scanned here, how fresh that is, and when it was done."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from weerklank.media.virus_daemon import Daemon, Distrust, ask_daemon
from weerklank.media.virus_scan import FOLDER, dated, engine
from weerklank.model.event import Book, Event
from weerklank.model.text import Text
from weerklank.model.virus import VirusState, state_of
from weerklank.services.appraise.scan_viruses import OLDEST, SCANNED, WHY_NOT
from weerklank.services.workplace import Workplace


@dataclass(frozen=True, slots=True, kw_only=True)
class LastScan:
    """The last scan: when, with what, and by whom."""

    at: datetime
    engine: str
    signatures: date | None
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VirusStanding:
    """What can scan now."""

    #: None where nothing can.
    engine: str | None
    signatures: date | None
    #: What a scan that finds nothing would say of a file: clean, old or no signatures.
    would_say: VirusState
    #: Whether it is a clamd that runs; and why one that was named is not made use of.
    is_daemon: bool
    distrust: Text | None
    last: LastScan | None


def virus_standing(
    workplace: Workplace, daemon: Path | None, folder: Path = FOLDER
) -> VirusStanding:
    """Tell with what files can be scanned here."""
    answer = ask_daemon(daemon) if daemon is not None else None
    distrust = WHY_NOT[answer] if isinstance(answer, Distrust) else None
    is_daemon = isinstance(answer, Daemon)
    by = answer.engine if isinstance(answer, Daemon) else engine()
    day = answer.signatures if isinstance(answer, Daemon) else dated(folder)
    said = state_of(found=False, signatures=day, on=workplace.today(), oldest=OLDEST)
    return VirusStanding(
        engine=by,
        signatures=day if by else None,
        would_say=said if by else VirusState.NOT_CHECKED,
        is_daemon=is_daemon,
        distrust=distrust,
        last=last_scan(workplace),
    )


def last_scan(workplace: Workplace) -> LastScan | None:
    """Give the last scan for viruses; None where there was none."""
    return workplace.events.fold(Book.JOURNAL, _Last)


class _Last:
    def __init__(self) -> None:
        self._last: LastScan | None = None

    def take(self, event: Event) -> None:
        if event.kind == SCANNED:
            day = event.data.get("signatures")
            self._last = LastScan(
                at=event.at,
                engine=str(event.data.get("engine", "")),
                signatures=date.fromisoformat(day) if isinstance(day, str) else None,
                by=event.actor.known_as,
            )

    def result(self) -> LastScan | None:
        return self._last
