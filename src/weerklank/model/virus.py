"""What is known of viruses in a file: never more than a scan told."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from weerklank.model.text import Text


class VirusState(StrEnum):
    """What the last scan told of a file."""

    #: Nothing was found, by signatures that were of that week.
    CLEAN = "clean"
    FOUND = "found"
    #: There was a scanner, and nothing that it could look for.
    NO_SIGNATURES = "no-signatures"
    #: Nothing was found, by signatures that were too old to say so.
    OLD_SIGNATURES = "old-signatures"
    #: Nobody scanned it, or the scanner did not get through it.
    NOT_CHECKED = "not-checked"


VIRUS_STATES = {
    VirusState.CLEAN: Text("niets gevonden", "nothing found"),
    VirusState.FOUND: Text("virus gevonden", "virus found"),
    VirusState.NO_SIGNATURES: Text("geen virusdefinities", "no signatures"),
    VirusState.OLD_SIGNATURES: Text(
        "niets gevonden, met oude virusdefinities", "nothing found, by old signatures"
    ),
    VirusState.NOT_CHECKED: Text("niet gecontroleerd", "not checked"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class VirusCheck:
    """What a scan told of a file, by what, and when."""

    state: VirusState
    at: datetime
    engine: str
    #: Day of the signatures; None where there were none.
    signatures: date | None = None
    #: Of what was found, by the name of its signature.
    name: str | None = None


def state_of(*, found: bool, signatures: date | None, on: date, oldest: int) -> VirusState:
    """Say what a scan of a day tells of a file, by signatures of a day.

    `oldest` is how many days signatures may be old to call a file clean. Those of a day that is
    yet to come are of a clock that is wrong, there or here: nobody knows how old they are.
    """
    if found:
        return VirusState.FOUND
    if signatures is None:
        return VirusState.NO_SIGNATURES
    # A day more, as their makers may be where it is tomorrow already.
    is_old = not -1 <= (on - signatures).days <= oldest
    return VirusState.OLD_SIGNATURES if is_old else VirusState.CLEAN
