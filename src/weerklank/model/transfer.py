"""Transfer to an archive: of what, what becomes of its sealed originals, and how far it is.

Requirement G5; Archiefwet 1995, article 12 and 15.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from weerklank.model.ids import AccountId
from weerklank.model.text import Text


class SealedChoice(StrEnum):
    """What becomes of the sealed originals of what is transferred, and of their keys."""

    HANDOVER = "handover"
    KEEP = "keep"
    DESTROY = "destroy"


SEALED: dict[SealedChoice, Text] = {
    SealedChoice.HANDOVER: Text("meegeven aan het depot", "hand over to the depot"),
    SealedChoice.KEEP: Text("houden tot hun termijn om is", "keep until their term is over"),
    SealedChoice.DESTROY: Text(
        "vernietigen zodra het depot de ontvangst bevestigt",
        "destroy as soon as the depot confirms receipt",
    ),
}


class TransferState(StrEnum):
    """How far a transfer is."""

    #: Being made, or broken off while it was.
    BEGUN = "begun"
    MADE = "made"
    #: The depot says that it has all of it.
    RECEIVED = "received"


TRANSFER_STATES: dict[TransferState, Text] = {
    TransferState.BEGUN: Text("begonnen", "begun"),
    TransferState.MADE: Text("gemaakt", "made"),
    TransferState.RECEIVED: Text("ontvangen", "received"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferScope:
    """What is transferred: threads that begin within a period, of some accounts."""

    #: In order; all accounts of the register where there are none.
    accounts: tuple[AccountId, ...] = ()
    #: First and last day, in Europe/Amsterdam; None for no bound.
    since: date | None = None
    until: date | None = None

    @property
    def key(self) -> str:
        """Name it: a decision goes for the very same choice."""
        accounts = "+".join(self.accounts) or "all"
        return f"{accounts}/{self.since or ''}/{self.until or ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedVote:
    """What one person decided on sealed originals."""

    choice: SealedChoice
    at: datetime
    by: str
    roles: frozenset[str]
    is_signed_in: bool
    system_user: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftBehind:
    """What of a choice did not go along, and what went with a limit on openness."""

    #: Restricted by decision; being destroyed; destroyed before; pages with anything of these.
    restricted: int = 0
    destroying: int = 0
    destroyed: int = 0
    pages: int = 0
    #: Records that went along and are not open to all until a term is over.
    private: int = 0
    #: Permanent addresses of the items that stayed; None where they were not noted.
    items: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """A transfer as its events tell it."""

    id: str
    scope: TransferScope
    state: TransferState
    sealed: SealedChoice
    begun: datetime
    by: str
    #: Digest of the manifest of the SIP, in hexadecimal; None as long as it is not made.
    digest: str | None = None
    objects: int = 0
    files: int = 0
    bytes: int = 0
    made: datetime | None = None
    left: LeftBehind = LeftBehind()
    #: Where it comes to lie in the depot, and who answers questions; None where nobody said.
    target: str | None = None
    contact: str | None = None
    #: Digests of the manifests of the originals and the keys that were handed over.
    originals_digest: str | None = None
    keys_digest: str | None = None
    received: datetime | None = None
    #: What the depot calls it.
    receipt: str | None = None
    #: Id and version of what went along and has a sealed original, where those are to go.
    records: frozenset[tuple[str, int]] = frozenset()
    #: How many of these originals were destroyed, by which decisions, and when all were.
    destroyed: int = 0
    certificates: tuple[str, ...] = ()
    ended: datetime | None = None

    @property
    def is_to_end(self) -> bool:
        """Tell whether originals of it wait to be destroyed."""
        is_received = self.state is TransferState.RECEIVED
        return is_received and self.sealed is SealedChoice.DESTROY and self.ended is None
