"""The public portal: whether it is open, and why something is not shown on it (H2)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from weerklank.model.ids import AccountId
from weerklank.model.text import Text


class Withheld(StrEnum):
    """Why something is not public; of several the first that holds, in this order."""

    #: The account is no public corporate account of the register, or was none then.
    ACCOUNT = "account"
    #: Somebody else made it, or no message is in it.
    NOT_OURS = "not-ours"
    FOLLOWERS = "followers"
    #: It is on a list of destruction.
    DESTRUCTION = "destruction"
    #: It probably holds special personal data, or tells of a child.
    SPECIAL = "special"
    #: A decision restricts it: on a mark, or on the request of a person.
    RESTRICTED = "restricted"
    #: Somebody marked it as no government information, and nobody decided yet.
    MARKED = "marked"
    #: A Woo dossier keeps it back, whole or in part.
    DOSSIER = "dossier"
    #: It is gone from its platform.
    DELETED = "deleted"
    #: Another has the rights on its words, or nobody can tell who.
    RIGHTS = "rights"
    #: Who can be recognised in its media objects.
    PORTRAIT = "portrait"
    #: Of the organisation, and an answer to somebody else.
    ANSWER = "answer"
    #: Of somebody else; of that the number is told alone.
    REPLY = "reply"


#: How people say it.
WITHHELD: dict[Withheld, Text] = {
    Withheld.ACCOUNT: Text(
        "van een account dat niet corporate, niet openbaar of niet bekend is",
        "of an account that is not corporate, not public or not known",
    ),
    Withheld.NOT_OURS: Text(
        "door een ander gemaakt: gedeeld of zonder bericht",
        "made by another: shared, or without a message",
    ),
    Withheld.FOLLOWERS: Text("alleen voor volgers", "for followers only"),
    Withheld.DESTRUCTION: Text("staat op een vernietigingslijst", "is on a list of destruction"),
    Withheld.SPECIAL: Text(
        "mogelijk bijzondere persoonsgegevens, of een kind",
        "probably special personal data, or a child",
    ),
    Withheld.RESTRICTED: Text("beperkt door een besluit", "restricted by a decision"),
    Withheld.MARKED: Text(
        "gemarkeerd als geen overheidsinformatie, nog niet besloten",
        "marked as no government information, not decided yet",
    ),
    Withheld.DOSSIER: Text(
        "in een Woo-verzoek geheel of deels niet openbaar",
        "kept back by a Woo request, whole or in part",
    ),
    Withheld.DELETED: Text("verwijderd op het platform", "deleted on the platform"),
    Withheld.RIGHTS: Text(
        "een ander heeft de rechten op de tekst, of dat is onbekend",
        "another has the rights on the text, or nobody knows who",
    ),
    Withheld.PORTRAIT: Text(
        "bezwaar van wie in het beeld herkenbaar is", "objection of who can be recognised in it"
    ),
    Withheld.ANSWER: Text("antwoord aan een ander", "answer to somebody else"),
    Withheld.REPLY: Text("reactie van een ander", "reply of somebody else"),
}


class MediumWithheld(StrEnum):
    """Why the file of a medium is not public, though its post is."""

    #: There is no file, or none of which a clean copy can be made.
    NO_COPY = "no-copy"
    #: Nobody recorded that it may be shown to everyone.
    RIGHTS = "rights"
    #: Nobody recorded that who can be recognised agrees, or that nobody can be.
    PORTRAIT = "portrait"


MEDIA_WITHHELD: dict[MediumWithheld, Text] = {
    MediumWithheld.NO_COPY: Text(
        "Er is geen geschoonde kopie van dit bestand.", "There is no clean copy of this file."
    ),
    MediumWithheld.RIGHTS: Text(
        "Niet vastgelegd is dat dit beeld voor iedereen te tonen is.",
        "It is not recorded that this may be shown to everyone.",
    ),
    MediumWithheld.PORTRAIT: Text(
        "Niet vastgelegd is dat wie herkenbaar is, dit goedvindt.",
        "It is not recorded that whoever can be recognised agrees.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalStep:
    """Somebody decided on the portal."""

    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """Whether the portal is open, and of which accounts replies are read on it."""

    #: What opened it; None where it is closed.
    opened: PortalStep | None = None
    #: What closed it last.
    closed: PortalStep | None = None
    #: By account: the decision of the privacy officer that holds.
    replies: Mapping[AccountId, PortalStep] = field(default_factory=lambda: MappingProxyType({}))
    #: How many decisions there were.
    count: int = 0

    @property
    def is_open(self) -> bool:
        """Tell whether anything is public."""
        return self.opened is not None
