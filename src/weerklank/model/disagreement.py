"""A disagreement: a second reader does not agree with what was decided on a document (H1)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from weerklank.model.span import Span
from weerklank.model.text import Text


class DisagreementState(StrEnum):
    """For whom a disagreement waits, or how it ended."""

    OPEN = "open"
    ANSWERED = "answered"
    AGREED = "agreed"
    REPEATED = "repeated"


#: What keeps a dossier from being read and frozen.
STANDS = (DisagreementState.OPEN, DisagreementState.ANSWERED)

DISAGREEMENT_STATES: dict[DisagreementState, Text] = {
    DisagreementState.OPEN: Text("wacht op antwoord", "waits for an answer"),
    DisagreementState.ANSWERED: Text("wacht op de tweede lezer", "waits for the second reader"),
    DisagreementState.AGREED: Text("akkoord", "agreed"),
    DisagreementState.REPEATED: Text("opnieuw niet akkoord", "not agreed again"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """With what a second reader does not agree, why, and what came of it."""

    #: Counts on within the dossier.
    number: int
    #: Permanent address of the document, and its number; it may be taken out since.
    id: str
    document: int
    reason: str
    by: str
    at: datetime
    #: At which place of it, in the version of the dossier; None of all of it.
    span: Span | None = None
    state: DisagreementState = DisagreementState.OPEN
    #: Why it stays as it is; empty where the document was changed, or nobody answered yet.
    answer: str = ""
    answered_by: str | None = None
    answered_at: datetime | None = None
    #: Who decided anew, and when.
    ended_by: str | None = None
    ended_at: datetime | None = None

    @property
    def stands(self) -> bool:
        """Tell whether a second reader still has to agree."""
        return self.state in STANDS
