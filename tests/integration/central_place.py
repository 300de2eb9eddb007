"""A platform that wants an app of the organisation, for tests: a connector of it and its double.

No connector of the program is used for that: what it reads is Mastodon's, and how it asks for
permission is the central way, so that a whole harvest can be had with tokens that end.
"""

import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest
from place import ME, Archive

from weerklank import bootstrap
from weerklank.connectors.mastodon import Mastodon
from weerklank.harvest.central_sign_in import CentralSignIn, OAuthPlaces
from weerklank.harvest.connecting import Sends
from weerklank.harvest.exchange import NoAnswer
from weerklank.model.connection import Finding, Granted, Permission
from weerklank.model.errors import Refused
from weerklank.model.text import Text
from weerklank.testing.central_oauth import CentralOAuth
from weerklank.testing.mastodon_http import Handler, Listening
from weerklank.testing.mastodon_items import ExportItem
from weerklank.testing.mastodon_shown import MastodonServer

SCOPES = ("read:accounts", "read:statuses")


class Central(CentralSignIn):
    """The sign-in of the invented platform."""

    places = OAuthPlaces(
        "https://voorbeeld.example/oauth/authorize",
        "https://toestemming.voorbeeld.example/oauth/token",
        "https://toestemming.voorbeeld.example/oauth/revoke",
    )
    permissions = tuple(Permission(one, Text(f"Lezen: {one}.", f"Read: {one}.")) for one in SCOPES)

    def check(self, handle: str, url: str, granted: Granted) -> tuple[Granted, list[Finding]]:
        self._sends.sign_in(granted.token)
        try:
            asked = self._sends.get(f"{self._base}/api/v1/accounts/verify_credentials")
        except NoAnswer as none:
            return granted, self.unanswered(none)
        told = msgspec.json.decode(asked.content(1 << 20))
        if told["username"] != handle.partition("@")[0]:
            raise Refused("CONNECT-004", account=handle)
        return granted, self.scope_findings(granted)


class CentralPlatform(Mastodon):
    """The connector of the invented platform."""

    manifest = replace(Mastodon.manifest, needs_app=True)

    def sign_in(self, endpoint: str, sends: Sends) -> Any:
        return Central(endpoint, sends)


class _Both(Handler, BaseHTTPRequestHandler):
    @property
    def _central(self) -> CentralOAuth:
        return cast("_Listening", self.server).central

    def do_GET(self) -> None:
        if not self._central.answers(self):
            super().do_GET()

    def do_POST(self) -> None:
        if not self._central.answers(self):
            super().do_POST()


class _Listening(Listening):
    central: CentralOAuth


@dataclass
class Served:
    """The platform at work."""

    server: MastodonServer
    oauth: CentralOAuth
    opened: list[str] = field(default_factory=list)


@contextmanager
def central(
    place: Archive, patch: pytest.MonkeyPatch, *items: ExportItem, **how: Any
) -> Iterator[Served]:
    """Serve an account of the invented platform, and let it be in the register."""
    patch.setattr(bootstrap, "connectors", lambda: [CentralPlatform()])
    with _Listening(("127.0.0.1", 0), _Both) as listening:
        server = MastodonServer(ME, [*items], f"http://127.0.0.1:{listening.server_port}")
        server.listens = server.address
        listening.served, listening.central = server, CentralOAuth(**how)
        server.oauth.tokens = listening.central.tokens
        thread = threading.Thread(target=listening.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            place.good("account", "add", server.url, "--kind", "corporate")
            yield Served(server, listening.central)
        finally:
            listening.shutdown()
            thread.join()


def set_app(place: Archive, *more: str, secret: str | None = "geheim-van-de-app") -> Any:
    """Set the app of the platform by the command line."""
    given = [*more]
    file = Path(place.root, "app.txt")
    if secret is not None:
        file.write_text(f"{secret}\n")
        given += ["--secret-file", str(file)]
    try:
        return place.run("app", "set", "mastodon", "--client-id", "app-van-voorbeelddam", *given)
    finally:
        file.unlink(missing_ok=True)


class _Stay(urllib.request.HTTPErrorProcessor):
    def http_response(self, request: Any, response: Any) -> Any:
        return response

    https_response = http_response


def led_to(address: str) -> str:
    """Give where the page of the platform leads whoever permits."""
    with urllib.request.build_opener(_Stay).open(address) as answer:
        assert answer.status == 302, answer.read()
        return str(answer.headers["Location"])
