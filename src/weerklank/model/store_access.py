"""Access to a store that speaks S3, where a replica may lie (docs/adr/0129)."""

from dataclasses import dataclass
from datetime import datetime

from weerklank.model.secret import Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreAccess:
    """By what a store lets the archive in, as it is kept beside the keys."""

    #: Address of the replica for which it is.
    url: str
    #: The access key; no secret by itself.
    identifier: str
    secret: Secret
    #: Moment at which it was kept (UTC), and who did so.
    at: datetime
    by: str
