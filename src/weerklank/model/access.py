"""Access: who looked at what is not for everyone, and who asked to see what their role may not.

Requirement D7: what is written of it is personal data too, with a purpose, a term, and one reader.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

#: Months that it is kept, where nothing else was decided (requirement D7).
TERM = 24


class Apart(StrEnum):
    """Why opening an item is recorded."""

    #: The platform showed it to followers only.
    SHIELDED = "shielded"
    #: A decision restricted it.
    RESTRICTED = "restricted"
    #: It probably holds special, criminal or children's data.
    SPECIAL = "special"


class Looked(StrEnum):
    """What somebody opened."""

    POST = "post"
    MEDIUM = "medium"
    PROOF = "proof"
    #: A page as it was.
    PAGE = "page"
    #: A sealed original, from the vault.
    ORIGINAL = "original"
    #: What is written of who looked at what.
    JOURNAL = "journal"
    #: What is held about a person, asked by handle, id or address (D5).
    PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Somebody opened something; once a day of one and the same."""

    at: datetime
    by: str
    #: Roles at that time.
    roles: tuple[str, ...]
    what: Looked
    #: Permanent address, or `access`.
    subject: str
    #: None for what is apart by itself.
    why: Apart | None


class RequestState(StrEnum):
    """What became of a request for access."""

    WAITING = "waiting"
    GRANTED = "granted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRequest:
    """Somebody asked to see a page that their roles may not."""

    id: str
    by: str
    #: Page by its name in the matrix of permissions.
    page: str
    at: datetime
    state: RequestState = RequestState.WAITING
    #: The role that was given, or why none was.
    answer: str = ""
    answered_by: str = ""
