"""What a user may ask of the archive."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A search: words, and facts that must hold. Words in quotes stand beside each other."""

    words: str = ""
    #: Facts as `name:value`, all of which must hold.
    tags: tuple[str, ...] = ()
    since: datetime | None = None
    #: Up to, not with.
    until: datetime | None = None
    limit: int = 20
    newest_first: bool = True
