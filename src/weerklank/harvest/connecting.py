"""The port by which an account is connected: permission asked of its server, and looked at."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Protocol, runtime_checkable

from weerklank.harvest.exchange import Exchange
from weerklank.model.connection import Finding, Granted, Permission, RegisteredApp
from weerklank.model.json_value import JsonObject
from weerklank.model.secret import Secret


class Sends(Protocol):
    """Asks one server and sends it forms; the transport does. All of `Asks`, and forms besides."""

    def get(self, address: str, headers: Mapping[str, str] = ...) -> Exchange:
        """Give the final answer of an address; NoAnswer when none comes."""
        ...

    def post(self, address: str, body: JsonObject, headers: Mapping[str, str] = ...) -> Exchange:
        """Give the final answer to a question in JSON, by a POST that reads."""
        ...

    def pause(self, attempt: int) -> None:
        """Wait before something is tried anew, longer each time."""
        ...

    @property
    def is_signed_in(self) -> bool:
        """Tell whether a token is shown."""
        ...

    def take_forms_at(self, addresses: Iterable[str]) -> None:
        """Let forms go to these addresses too: a connector names them, and no server ever does."""
        ...

    def send(
        self, address: str, fields: Mapping[str, Secret | str], *, basic: Secret | None = None
    ) -> Exchange:
        """Send a form once; NoAnswer when no answer comes.

        `basic` is what the app shows in a header instead of the form (RFC 7617).
        """
        ...

    def sign_in(self, token: Secret) -> None:
        """Show a token from now on."""
        ...


class SignsIn(Protocol):
    """One server that is asked for permission to read, by OAuth with PKCE (RFC 6749, 7636)."""

    #: What is asked for, each as small as the platform has it.
    permissions: tuple[Permission, ...]
    #: Whether the server has a page that shows its code, for who can't be led back.
    shows_code: bool

    def register(self, redirects: Sequence[str]) -> RegisteredApp | None:
        """Make this program known to the server; `redirects` is where its answer may go.

        None where only the organisation itself can do that, once. NotNow when the server does not
        do it.
        """
        ...

    def consent_address(
        self, app: RegisteredApp, redirect: str, state: Secret, challenge: str
    ) -> str:
        """Give the address at which whoever manages the account permits it."""
        ...

    def exchange(
        self, app: RegisteredApp, redirect: str, code: Secret, verifier: Secret
    ) -> Granted:
        """Change the code of the server's answer for a token; NotNow when it is not taken."""
        ...

    def withdraw(self, app: RegisteredApp, granted: Granted) -> bool:
        """Withdraw a permission at the server; tells whether that was done."""
        ...

    def check(self, handle: str, url: str, granted: Granted) -> tuple[Granted, list[Finding]]:
        """Look whether a token reads this account, and gives no more than is needed.

        Gives it with what the server says that it allows. Refused when it is of another account;
        NotNow when the server does not answer.
        """
        ...


@runtime_checkable
class Refreshes(Protocol):
    """A server whose tokens end, and that gives new ones without asking a person again."""

    #: How long before its end a token is not used any more.
    margin: timedelta

    def refresh(self, app: RegisteredApp, granted: Granted) -> Granted:
        """Get a new token; NoAnswer when none comes, with SIGN_IN_REFUSED when none ever will."""
        ...
