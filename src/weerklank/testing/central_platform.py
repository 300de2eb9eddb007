"""An invented platform that wants an app of the organisation: a connector of it, and its double.

What it reads is Mastodon's, and how it asks for permission is the central way, so that whole
harvests, trials and screens can be tried with tokens that end, whatever real platforms do.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler
from typing import cast

import msgspec

from weerklank.connectors.mastodon import Mastodon
from weerklank.harvest.central_sign_in import CentralSignIn, OAuthPlaces
from weerklank.harvest.connecting import Sends, SignsIn
from weerklank.harvest.exchange import NO_SENSE, NoAnswer
from weerklank.model.connection import Finding, Granted, Permission
from weerklank.model.connection_words import PERMISSION_REFUSED
from weerklank.model.text import Text
from weerklank.testing.central_oauth import CentralOAuth
from weerklank.testing.mastodon_http import Handler, Listening
from weerklank.testing.mastodon_items import ExportAccount, ExportItem
from weerklank.testing.mastodon_shown import MastodonServer

SCOPES = ("read:accounts", "read:statuses")
_MOST = 1 << 20


class CentralPlatformSignIn(CentralSignIn):
    """The sign-in of the platform."""

    places = OAuthPlaces(
        "https://www.voorbeeld.example/oauth/authorize",
        "https://toestemming.voorbeeld.example/oauth/token",
        "https://toestemming.voorbeeld.example/oauth/revoke",
    )
    permissions: tuple[Permission, ...] = (
        Permission(SCOPES[0], Text("Het profiel lezen.", "Read the profile.")),
        Permission(SCOPES[1], Text("De berichten lezen.", "Read the posts.")),
    )

    def check(
        self,
        handle: str,
        url: str,  # noqa: ARG002 - of the port
        granted: Granted,
    ) -> tuple[Granted, list[Finding]]:
        """Look whose the token is, and what it allows; one of another account is not taken."""
        self._sends.sign_in(granted.token)
        try:
            found = self._sends.get(f"{self._base}/api/v1/accounts/verify_credentials")
            told = msgspec.json.decode(found.content(_MOST), type=dict[str, object])
        except msgspec.DecodeError:
            return granted, self.unanswered(NoAnswer(NO_SENSE))
        except NoAnswer as none:
            return granted, self.unanswered(none)
        if told.get("username") != handle.partition("@")[0]:
            return granted, [Finding(kind=PERMISSION_REFUSED)]
        return granted, self.scope_findings(granted)


class CentralPlatform(Mastodon):
    """The connector of the platform."""

    manifest = replace(Mastodon.manifest, needs_app=True)

    def sign_in(self, endpoint: str, sends: Sends) -> SignsIn:  # type: ignore[override] # another way
        """Give the central way to ask for permission."""
        return CentralPlatformSignIn(endpoint, sends)


class _Listening(Listening):
    central: CentralOAuth


class _Both(Handler, BaseHTTPRequestHandler):
    """Answers what is asked about permission, and the rest as Mastodon does."""

    @property
    def _central(self) -> CentralOAuth:
        return cast("_Listening", self.server).central

    def do_GET(self) -> None:
        """Answer a question."""
        if not self._central.answers(self):
            super().do_GET()

    def do_POST(self) -> None:
        """Take a form."""
        if not self._central.answers(self):
            super().do_POST()


@dataclass(frozen=True, slots=True)
class Served:
    """The platform at work."""

    server: MastodonServer
    oauth: CentralOAuth


@contextmanager
def central_platform(
    account: ExportAccount, items: Sequence[ExportItem], oauth: CentralOAuth
) -> Iterator[Served]:
    """Serve an account on a free port of loopback while the block runs."""
    with _Listening(("127.0.0.1", 0), _Both) as listening:
        server = MastodonServer(account, [*items], f"http://127.0.0.1:{listening.server_port}")
        server.listens = server.address
        listening.served, listening.central = server, oauth
        server.oauth.tokens = oauth.tokens
        thread = threading.Thread(target=listening.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield Served(server, oauth)
        finally:
            listening.shutdown()
            thread.join()
