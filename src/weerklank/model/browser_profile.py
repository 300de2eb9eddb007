"""With what a browser is signed in for an account: cookies and local storage, all of it secret."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from weerklank.model.ids import AccountId
from weerklank.model.secret import Secret


class _Hidden(msgspec.Struct, frozen=True):
    """A struct that shows nothing of what it holds."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"


class Cookie(_Hidden, frozen=True, kw_only=True, rename="camel"):
    """One cookie, in the words of Playwright's storage state."""

    name: str
    value: str
    #: The host, with a point before it where it holds below that host too.
    domain: str
    path: str = "/"
    #: Seconds since 1970 (UTC); -1 of one that goes with the browser.
    expires: float = -1
    http_only: bool = False
    secure: bool = False
    #: `Strict`, `Lax` or `None`.
    same_site: str = "Lax"


class StoredItem(_Hidden, frozen=True, kw_only=True):
    """One name and what a page stored under it."""

    name: str
    value: str


class StoredOrigin(_Hidden, frozen=True, kw_only=True, rename="camel"):
    """What the pages of one origin stored."""

    origin: str
    local_storage: tuple[StoredItem, ...] = ()


class ProfileState(_Hidden, frozen=True, kw_only=True):
    """What a browser holds of a server: in JSON it is Playwright's storage state."""

    cookies: tuple[Cookie, ...] = ()
    origins: tuple[StoredOrigin, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing in it."""
        return not self.cookies and not any(one.local_storage for one in self.origins)


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserProfile:
    """The signed-in browser of one account, as it is kept beside the keys."""

    account: AccountId
    #: Address of the account in the register at that time: it is used for no other.
    url: str
    #: A `ProfileState` as JSON.
    state: Secret
    #: Moment at which it was given (UTC), and who gave it.
    at: datetime
    by: str
    #: Moment at which a visit last changed it (UTC).
    changed: datetime
