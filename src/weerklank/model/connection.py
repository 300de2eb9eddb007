"""The leave to read an account by the API of its server, and what a look at it found."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from weerklank.model.ids import AccountId
from weerklank.model.platform import Platform
from weerklank.model.secret import Secret
from weerklank.model.text import Text


class Weight(StrEnum):
    """How a finding of a connection counts."""

    #: The check failed on it.
    WRONG = "wrong"
    #: It could not be looked at.
    NOT_CHECKED = "not_checked"
    #: It is as it may be, and worth knowing.
    NOTE = "note"


class Purpose(StrEnum):
    """What an account gives leave for; each is given and withdrawn by itself."""

    READING = "reading"
    #: An archive that the platform makes, and that is fetched when it is ready.
    PORTABILITY = "portability"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that a look at a connection found; its sentences are in `connection_words`."""

    kind: str
    #: Values of its sentences: permissions and addresses of our own, never a secret.
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Permission:
    """One permission that a server is asked for, and what it is for."""

    #: As the platform calls it.
    scope: str
    purpose: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredApp:
    """What a server knows this program by: made for each connection, or by the organisation."""

    identifier: str
    #: None for an app that keeps none: the proof of who asked is all that it shows (RFC 7636).
    secret: Secret | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationApp:
    """The app that the organisation registered at a platform, as it is kept beside the keys."""

    platform: Platform
    app: RegisteredApp
    #: Moment at which it was set (UTC), and who set it.
    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """What a server gave leave for."""

    token: Secret
    #: None when the server does not say.
    scopes: tuple[str, ...] | None
    #: What a new token is given for; None where there is none.
    refresh: Secret | None = None
    #: Moments at which the token ends, and what a new one is given for (UTC); None when not said.
    expires: datetime | None = None
    refresh_expires: datetime | None = None

    @property
    def ends(self) -> datetime | None:
        """Give the moment from which only a person can permit it again (UTC), where it is said."""
        return self.expires if self.refresh is None else self.refresh_expires


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """The leave that one account has, as it is kept beside the keys."""

    account: AccountId
    #: Origin of the server that gave it, and the only one that it is shown to.
    endpoint: str
    #: Address of the account in the register at that time.
    url: str
    granted: Granted
    #: None for a token that was made elsewhere.
    app: RegisteredApp | None
    #: Moment at which it was given (UTC), and who connected.
    at: datetime
    by: str
    findings: tuple[Finding, ...] = ()
    #: Moment of the last look at it (UTC).
    checked: datetime
    purpose: Purpose = Purpose.READING


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A connection that was begun and waits for the answer of its server; used once."""

    account: AccountId
    endpoint: str
    app: RegisteredApp
    #: What the server's answer must bear, and what proves that we asked (RFC 7636).
    state: Secret
    verifier: Secret
    #: Moment at which it was begun (UTC), and who did.
    at: datetime
    by: str
    purpose: Purpose = Purpose.READING
