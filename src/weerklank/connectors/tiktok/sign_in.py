"""Permission to read an account: a token of TikTok's Login Kit, made elsewhere.

TikTok knows no app that a program makes known to it, so that whoever runs the archive registers
one at TikTok, has the account permit it there, and brings the token.
"""

from collections.abc import Sequence
from typing import NoReturn

from weerklank.connectors.tiktok.api_client import TikTokClient
from weerklank.connectors.tiktok.permission_check import PERMISSIONS, check
from weerklank.harvest.connecting import Sends
from weerklank.model.connection import Finding, Granted, Permission, RegisteredApp
from weerklank.model.errors import NotNow, fault
from weerklank.model.secret import Secret
from weerklank.model.text import Text

BRING_A_TOKEN = fault(
    "CONNECT-903",
    Text(
        nl="TikTok laat geen app toe die een programma zelf aanmeldt.",
        en="TikTok admits no app that a program makes known by itself.",
    ),
    Text(
        nl="Maak op developers.tiktok.com een app met de gevraagde toestemmingen, laat wie het "
        "account beheert die toestaan, zet het token in een bestand en koppel met 'weerklank "
        "connect A --token-file BESTAND'.",
        en="Make an app on developers.tiktok.com with the permissions that are asked, let whoever "
        "manages the account permit it, put the token into a file and connect with 'weerklank "
        "connect A --token-file FILE'.",
    ),
)


class TikTokSignIn:
    """A permission that was given at TikTok itself; asked for by no other way."""

    permissions: tuple[Permission, ...] = PERMISSIONS

    def __init__(self, endpoint: str, sends: Sends) -> None:
        """Ask at `endpoint`, the origin of the API."""
        self._endpoint = endpoint
        self._sends = sends

    def register(self, redirects: Sequence[str]) -> RegisteredApp:  # noqa: ARG002 - of the port
        """NotNow: an app is made at TikTok, by people."""
        _refuse()

    def consent_address(
        self,
        app: RegisteredApp,  # noqa: ARG002 - of the port
        redirect: str,  # noqa: ARG002 - of the port
        state: Secret,  # noqa: ARG002 - of the port
        challenge: str,  # noqa: ARG002 - of the port
    ) -> str:
        """NotNow: an app is made at TikTok, by people."""
        _refuse()

    def exchange(
        self,
        app: RegisteredApp,  # noqa: ARG002 - of the port
        redirect: str,  # noqa: ARG002 - of the port
        code: Secret,  # noqa: ARG002 - of the port
        verifier: Secret,  # noqa: ARG002 - of the port
    ) -> Granted:
        """NotNow: an app is made at TikTok, by people."""
        _refuse()

    def withdraw(self, app: RegisteredApp, token: Secret) -> bool:  # noqa: ARG002 - of the port
        """Tell that it was not: whoever made the app withdraws it."""
        return False

    def check(
        self,
        handle: str,
        url: str,  # noqa: ARG002 - of the port
        granted: Granted,
    ) -> tuple[Granted, list[Finding]]:
        """Look whether a token reads this account, and gives no more than is needed."""
        client = TikTokClient(self._endpoint, self._sends)
        return check(client, self._sends.sign_in, handle, granted)


def _refuse() -> NoReturn:
    raise NotNow(BRING_A_TOKEN)
