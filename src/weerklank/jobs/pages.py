"""Asked pages: of which accounts somebody wants the pages recorded, as the journal tells it."""

from dataclasses import dataclass
from datetime import datetime

from weerklank.jobs.past import Failure, failure_of
from weerklank.model.event import Event
from weerklank.model.ids import AccountId
from weerklank.model.run import Technique

#: Of an account (subject): somebody asked for its pages; that could not be done.
ASKED, FAILED = "pages.asked", "pages.failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPages:
    """What was asked of the pages of one account, and came of it last."""

    #: When somebody asked for a run that did not begin yet, and who.
    asked: datetime | None = None
    asked_by: str = ""
    #: Why the last one failed, as long as none came after it.
    failure: Failure | None = None


class AskedPagesFold:
    """The askings of every account, as the journal so far tells them."""

    def __init__(self) -> None:
        self._of: dict[AccountId, AskedPages] = {}

    def take(self, event: Event) -> None:
        """Take one event of the journal into account."""
        if event.kind == "run.started" and event.data.get("technique") == Technique.BROWSER:
            self._of.pop(AccountId(str(event.data.get("account"))), None)
        elif event.kind == ASKED:
            self._of[AccountId(event.subject)] = AskedPages(
                asked=event.at, asked_by=event.actor.known_as
            )
        elif event.kind == FAILED:
            self._of[AccountId(event.subject)] = AskedPages(failure=failure_of(event))

    def result(self) -> dict[AccountId, AskedPages]:
        """Give the askings by account."""
        return {**self._of}
