"""Permission to read a professional account of Instagram: Instagram Login, no page of Facebook.

Source: "Business Login for Instagram" and the permissions reference of Meta for developers.
"""

from datetime import timedelta

from weerklank.connectors.instagram.api import ACCOUNT, VERSION
from weerklank.connectors.instagram.manifest import API
from weerklank.harvest.central_sign_in import OAuthPlaces
from weerklank.harvest.exchange import NO_SENSE, NoAnswer
from weerklank.harvest.json_fields import objects_within
from weerklank.harvest.meta_error import MetaError
from weerklank.harvest.meta_sign_in import MetaSignIn, Probe
from weerklank.model.connection import Granted, Permission
from weerklank.model.json_value import JsonObject
from weerklank.model.text import Text

_BASIC, _COMMENTS = "instagram_business_basic", "instagram_business_manage_comments"


class InstagramSignIn(MetaSignIn):
    """Instagram Login."""

    api = API
    version = VERSION
    places = OAuthPlaces(
        "https://www.instagram.com/oauth/authorize",
        "https://api.instagram.com/oauth/access_token",
        None,
    )
    permissions: tuple[Permission, ...] = (
        Permission(
            _BASIC,
            Text(
                "Het profiel lezen, de eigen berichten met hun foto's en video's, en verhalen "
                "zolang ze er zijn.",
                "Read the profile, the own posts with their pictures and films, and stories as "
                "long as they are there.",
            ),
        ),
        Permission(
            _COMMENTS,
            Text(
                "De reacties onder eigen berichten lezen. Instagram heeft hiervoor geen kleinere "
                "toestemming: deze laat ook reacties plaatsen en verbergen, wat Weerklank nooit "
                "doet.",
                "Read the replies below own posts. Instagram has no smaller permission for that: "
                "this one also lets replies be placed and hidden, which Weerklank never does.",
            ),
        ),
    )
    #: A token lasts sixty days; a week before its end there is time to set right what fails.
    margin = timedelta(days=7)
    long_lived = ("access_token", "ig_exchange_token")
    renewed = ("refresh_access_token", "ig_refresh_token")
    probes: tuple[Probe, ...] = (
        (_BASIC, "me/media", {"fields": "id", "limit": "1"}),
        (_COMMENTS, "me/media", {"fields": "id,comments.limit(1){id}", "limit": "1"}),
    )

    def names_of(self, account: JsonObject) -> tuple[str, ...]:
        """Give what an account is called."""
        return ACCOUNT.names(account)

    def account(self, granted: Granted, handle: str) -> tuple[Granted, JsonObject]:  # noqa: ARG002 - one token reads one account
        """Ask whose the token is."""
        found = self.ask("me", fields="user_id,username,account_type")
        if isinstance(found, MetaError):
            raise NoAnswer(NO_SENSE)
        account = next(iter(objects_within(found, "data")), found)
        if not self.names_of(account):
            raise NoAnswer(NO_SENSE)
        return granted, account
