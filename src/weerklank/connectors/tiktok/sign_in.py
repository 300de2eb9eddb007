"""Permission to read an account: a token of TikTok's Login Kit, made elsewhere.

TikTok admits no app that a program makes known to it: whoever runs the archive registers one.
"""

from collections.abc import Sequence

from weerklank.connectors.tiktok.api_client import TikTokClient
from weerklank.connectors.tiktok.permission_check import PERMISSIONS, check
from weerklank.harvest.connecting import Sends
from weerklank.model.connection import Finding, Granted, Permission, RegisteredApp
from weerklank.model.secret import Secret


class TikTokSignIn:
    permissions: tuple[Permission, ...] = PERMISSIONS

    def __init__(self, endpoint: str, sends: Sends) -> None:
        self._endpoint = endpoint
        self._sends = sends

    def register(self, redirects: Sequence[str]) -> RegisteredApp:
        raise NotImplementedError

    def consent_address(
        self, app: RegisteredApp, redirect: str, state: Secret, challenge: str
    ) -> str:
        raise NotImplementedError

    def exchange(
        self, app: RegisteredApp, redirect: str, code: Secret, verifier: Secret
    ) -> Granted:
        raise NotImplementedError

    def withdraw(self, app: RegisteredApp, token: Secret) -> bool:
        return False

    def check(self, handle: str, url: str, granted: Granted) -> tuple[Granted, list[Finding]]:
        client = TikTokClient(self._endpoint, self._sends)
        return check(client, self._sends.sign_in, handle, granted)
