"""Replica: a copy of the archive in another place, which the archive knows of.

Requirement E5. Known, because what is destroyed here must go there too.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Replica:
    """A place that holds a copy, and when it was last written."""

    #: `r0001`.
    id: str
    #: Address of the place; holds no secret.
    url: str
    added: datetime
    by: str
    #: Since when it is on the list no more; what lies there is not touched by that.
    removed: datetime | None = None
    #: When it was last written whole, and how many leaves the log had then (0: never).
    written: datetime | None = None
    size: int = 0
    #: Leaves of the log from which on what was superseded may lie there: `size`, or those of when
    #: writing it was first begun, as long as it was never written whole.
    since: int = 0
    #: Whether writing it was begun since and not ended: it may hold what came after `size` too.
    is_open: bool = False
    #: Until when (UTC) a lock keeps there what was deleted; encrypted. None where nothing is kept.
    locked_until: datetime | None = None

    @property
    def is_encrypted(self) -> bool:
        """Tell whether it lies in a store, each generation under a key of its own."""
        return self.url.startswith("s3:")
