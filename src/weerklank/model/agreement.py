"""Agreement with the provider of a platform on archiving, or the decision to do without one.

Source: module 3, 'Streef naar afspraken met aanbieders over archivering'; requirement A6.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from weerklank.model.platform import Platform


class AgreementKind(StrEnum):
    """By whom an agreement was made."""

    #: A coordinating party asked the provider for permission on behalf of public bodies.
    COORDINATING_PARTY = "coordinating-party"
    #: Who delivers an archiving service made it as part of that service.
    SERVICE_PROVIDER = "service-provider"
    #: There is none (yet): the Archiefwet weighs more than the terms of the provider.
    NONE = "none"


class AgreementState(StrEnum):
    """Whether an agreement holds on a day."""

    COMING = "coming"
    IN_FORCE = "in-force"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementDocument:
    """Where an agreement or decision can be read, and how to see that it is the same one."""

    name: str | None = None
    #: SHA-256 of the file, hexadecimal.
    sha256: str | None = None
    #: Where the organisation keeps it, such as a number in its case system.
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One agreement, or one decision to do without."""

    id: str
    platform: Platform
    kind: AgreementKind
    #: What may be archived, and by which techniques.
    scope: str
    valid_from: date
    #: Last day; None until it is ended.
    valid_until: date | None = None
    #: With whom, or through whom, it was made.
    party: str | None = None
    document: AgreementDocument | None = None
    #: Where there is none: the day on which it was decided that the Archiefwet weighs more.
    decided: date | None = None
    decided_by: str | None = None
    #: Where there is none: what is done when the provider suspends the account.
    measures: str | None = None
    #: Whether it permits to ask the API of the platform, or decides to: of a platform whose terms
    #: stand in the way nothing is asked before that is on record (decision 0081).
    covers_api: bool = False
    #: Day from which it holds no more as it was withdrawn, whatever its last day was.
    withdrawn: date | None = None

    def state_on(self, day: date) -> AgreementState:
        """Tell whether it holds on a day."""
        if self.withdrawn and day >= self.withdrawn:
            return AgreementState.WITHDRAWN
        if day < self.valid_from:
            return AgreementState.COMING
        if self.valid_until and day > self.valid_until:
            return AgreementState.EXPIRED
        return AgreementState.IN_FORCE
