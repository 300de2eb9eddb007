"""Permission to read an account: Login Kit of TikTok, by an app that the organisation registers.

Source: developers.tiktok.com, Login Kit for Web and for Desktop, Manage OAuth Access Tokens
(November 2026). A token holds two hours, what renews it 180 days and once: what TikTok says with
each counts. The proof of PKCE is written in hexadecimal figures there, where RFC 7636 has base 64.
"""

import base64
from dataclasses import replace

from weerklank.connectors.tiktok.api_client import TikTokClient
from weerklank.connectors.tiktok.permission_check import PERMISSIONS, check
from weerklank.harvest.central_sign_in import CentralSignIn, OAuthPlaces
from weerklank.model.connection import Finding, Granted, Permission, RegisteredApp


class TikTokSignIn(CentralSignIn):
    """The sign-in at TikTok."""

    places = OAuthPlaces(
        authorize="https://www.tiktok.com/v2/auth/authorize/",
        token="https://open.tiktokapis.com/v2/oauth/token/",  # noqa: S106 - an address
        revoke="https://open.tiktokapis.com/v2/oauth/revoke/",
    )
    permissions: tuple[Permission, ...] = PERMISSIONS
    separator = ","
    client_field = "client_key"

    def proof_asked(self, challenge: str) -> dict[str, str]:
        """Give the proof as TikTok writes it."""
        digest = base64.urlsafe_b64decode(f"{challenge}=")
        return {"code_challenge": digest.hex(), "code_challenge_method": "S256"}

    def withdraw(self, app: RegisteredApp, granted: Granted) -> bool:
        """Withdraw a permission: by the token itself, as TikTok has it, not by what renews it."""
        return super().withdraw(app, replace(granted, refresh=None))

    def check(
        self,
        handle: str,
        url: str,  # noqa: ARG002 - of the port
        granted: Granted,
    ) -> tuple[Granted, list[Finding]]:
        """Look whether a token reads this account, and gives no more than is needed."""
        client = TikTokClient(self._base, self._sends)
        return check(client, self._sends.sign_in, handle, granted)
