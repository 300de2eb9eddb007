"""Ask scan: the privacy officer wants the archive scanned; the schedule does so, by their name.

A scan of a large archive takes minutes or hours, too long for a page. The journal tells the
schedule that it was asked, and whoever looks what became of it.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from weerklank.jobs.past import Failure, failure_json, failure_of
from weerklank.model.clock import civil_day, iso
from weerklank.model.errors import Locked, Refused, WeerklankError, fault
from weerklank.model.event import Book, Event
from weerklank.model.person import Actor, Role
from weerklank.model.text import Text
from weerklank.services.runs.live_progress import is_scanning
from weerklank.services.scan.read_scans import BEGUN, SCANNED
from weerklank.services.scan.scan_archive import scan_archive
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

ASKED, FAILED = "scan.asked", "scan.failed"
GOES_ON = fault(
    "SCAN-001",
    Text(
        nl="Er loopt al een doorzoeking, of er is er een gevraagd.",
        en="A scan goes on already, or one was asked for.",
    ),
    Text(nl="Wacht tot die klaar is.", en="Wait until that is done."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedScan:
    """What was asked, and how it stands."""

    #: Who asked for a scan that did not begin yet; None where nobody did.
    waiting: Actor | None = None
    asked: datetime | None = None
    #: When a scan began of which the journal tells no end, and who asked for it.
    begun: datetime | None = None
    begun_by: str = ""
    #: Why the last that was asked for could not be done, as long as none was since.
    failure: Failure | None = None


def asked_scan(workplace: Workplace) -> AskedScan:
    """Give how it stands with scans that are asked for, go on, or failed."""
    return workplace.events.fold(Book.JOURNAL, _AskedFold)


def ask_scan(workplace: Workplace) -> None:
    """Ask for a scan of the whole archive; it begins when the schedule comes to it.

    Refused to who is no privacy officer, and while one waits or goes on.
    """
    workplace.require(Role.PRIVACY)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        if asked_scan(workplace).waiting is not None or is_scanning(workplace):
            raise Refused(GOES_ON)
        workplace.record(Book.JOURNAL, ASKED, "archive", {})
    seal_events(workplace)


def do_asked_scan(workplace: Workplace) -> WeerklankError | None:
    """Do the scan that somebody asked for, by their name; gives why it could not be done.

    What fails is noted and waits for who asks again. Locked while another scan goes on.
    """
    asked = asked_scan(workplace).waiting
    if asked is None:
        return None
    person = workplace.register().persons.get(asked.name or "")
    roles = person.roles_on(civil_day(workplace.clock.now())) if person else ()
    try:
        scan_archive(replace(workplace, actor=replace(asked, roles=roles)))
    except Locked:
        raise
    except WeerklankError as error:
        note_failed_scan(workplace, error)
        return error
    return None


def note_failed_scan(workplace: Workplace, error: WeerklankError) -> None:
    """Note that a scan that was asked for failed, and why: sentences of ours, no content."""
    message = Text(error.message("nl"), error.message("en"))
    hint = Text(error.hint("nl"), error.hint("en"))
    told = failure_json(error.code, message, hint, None)
    told["at"] = iso(workplace.clock.now())
    workplace.record(Book.JOURNAL, FAILED, "archive", told)
    seal_events(workplace)


class _AskedFold:
    """How it stands with scans, as the journal so far tells it."""

    def __init__(self) -> None:
        self._state = AskedScan()

    def take(self, event: Event) -> None:
        state = self._state
        if event.kind == ASKED:
            self._state = replace(state, waiting=event.actor, asked=event.at, failure=None)
        elif event.kind == BEGUN:
            by = event.actor.known_as
            is_asked = state.waiting is not None and state.waiting.known_as == by
            waiting = None if is_asked else state.waiting
            self._state = AskedScan(
                waiting=waiting,
                asked=state.asked if waiting else None,
                begun=event.at,
                begun_by=by,
            )
        elif event.kind == SCANNED:
            self._state = replace(state, begun=None, begun_by="", failure=None)
        elif event.kind == FAILED:
            self._state = AskedScan(failure=failure_of(event))

    def result(self) -> AskedScan:
        return self._state
