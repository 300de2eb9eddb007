"""Permission to read an account of Threads.

Source: "Get access tokens" and the permissions of the Threads API, of Meta for developers.
"""

from datetime import timedelta

from weerklank.connectors.threads.api import ACCOUNT, VERSION
from weerklank.connectors.threads.manifest import API
from weerklank.harvest.central_sign_in import OAuthPlaces
from weerklank.harvest.exchange import NO_SENSE, NoAnswer
from weerklank.harvest.meta_error import MetaError
from weerklank.harvest.meta_sign_in import MetaSignIn, Probe
from weerklank.model.connection import Granted, Permission
from weerklank.model.json_value import JsonObject
from weerklank.model.text import Text

_BASIC, _REPLIES = "threads_basic", "threads_read_replies"


class ThreadsSignIn(MetaSignIn):
    """Sign-in at Threads."""

    api = API
    version = VERSION
    places = OAuthPlaces(
        "https://threads.net/oauth/authorize",
        "https://graph.threads.net/oauth/access_token",
        None,
    )
    permissions: tuple[Permission, ...] = (
        Permission(
            _BASIC,
            Text(
                "Het profiel en de eigen berichten lezen, met hun foto's en video's.",
                "Read the profile and the own posts, with their pictures and films.",
            ),
        ),
        Permission(
            _REPLIES,
            Text(
                "De eigen reacties lezen, en de reacties van anderen onder eigen berichten.",
                "Read the own replies, and the replies of others below own posts.",
            ),
        ),
    )
    #: A token lasts sixty days; a week before its end there is time to set right what fails.
    margin = timedelta(days=7)
    long_lived = ("access_token", "th_exchange_token")
    renewed = ("refresh_access_token", "th_refresh_token")
    probes: tuple[Probe, ...] = (
        (_BASIC, "me/threads", {"fields": "id", "limit": "1"}),
        (_REPLIES, "me/replies", {"fields": "id", "limit": "1"}),
    )

    def names_of(self, account: JsonObject) -> tuple[str, ...]:
        """Give what an account is called."""
        return ACCOUNT.names(account)

    def account(self, granted: Granted, handle: str) -> tuple[Granted, JsonObject]:  # noqa: ARG002 - one token reads one account
        """Ask whose the token is."""
        found = self.ask("me", fields="id,username")
        if isinstance(found, MetaError) or not self.names_of(found):
            raise NoAnswer(NO_SENSE)
        return granted, found
