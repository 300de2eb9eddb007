"""Permission to read a page of Facebook: by the token of a person who manages it, or of the page.

A person's token is changed for that of the page at once, and not kept. Source: "Facebook Login",
"Pages API: get started" and the permissions reference of Meta for developers.
"""

from dataclasses import replace

from weerklank.connectors.facebook.api import VERSION
from weerklank.connectors.facebook.api_records import names_of
from weerklank.connectors.facebook.manifest import API
from weerklank.harvest.central_sign_in import OAuthPlaces
from weerklank.harvest.exchange import NO_SENSE, SIGN_IN_REFUSED, NoAnswer
from weerklank.harvest.json_fields import objects_within, text_of
from weerklank.harvest.meta_error import MetaError
from weerklank.harvest.meta_sign_in import MetaSignIn, Probe
from weerklank.model.connection import Granted, Permission, RegisteredApp
from weerklank.model.json_value import JsonObject
from weerklank.model.secret import Secret
from weerklank.model.text import Text

_LIST, _POSTS, _REPLIES = "pages_show_list", "pages_read_engagement", "pages_read_user_content"
_PAGE = "id,name,username,link"
#: Pages that one person manages and that are looked through.
_MOST_PAGES = "100"


class FacebookSignIn(MetaSignIn):
    """Facebook Login."""

    api = API
    version = VERSION
    places = OAuthPlaces(
        f"https://www.facebook.com/{VERSION}/dialog/oauth",
        f"https://graph.facebook.com/{VERSION}/oauth/access_token",
        None,
    )
    permissions: tuple[Permission, ...] = (
        Permission(
            _LIST,
            Text(
                "Zien dat wie toestemming geeft, deze pagina beheert.",
                "See that whoever permits it manages this page.",
            ),
        ),
        Permission(
            _POSTS,
            Text(
                "De pagina en haar eigen berichten lezen, met hun foto's en video's.",
                "Read the page and its own posts, with their pictures and films.",
            ),
        ),
        Permission(
            _REPLIES,
            Text("De reacties onder eigen berichten lezen.", "Read the replies below own posts."),
        ),
    )
    long_lived = (f"{VERSION}/oauth/access_token", "fb_exchange_token")
    shown_as = "fb_exchange_token"
    names_app = True
    probes: tuple[Probe, ...] = (
        (_POSTS, "me/published_posts", {"fields": "id", "limit": "1"}),
        (_REPLIES, "me/published_posts", {"fields": "id,comments.limit(1){id}", "limit": "1"}),
    )

    def names_of(self, account: JsonObject) -> tuple[str, ...]:
        """Give what a page is called."""
        return names_of(account)

    def account(self, granted: Granted, handle: str) -> tuple[Granted, JsonObject]:
        """Ask whose the token is; that of a person is changed for the one of the page."""
        found = self.ask("me", fields=f"{_PAGE},category")
        if isinstance(found, dict):
            return granted, found
        # A person has no category: the API says that there is no such field.
        return self._of_person(granted, handle)

    def _of_person(self, granted: Granted, handle: str) -> tuple[Granted, JsonObject]:
        scopes = self._scopes()
        # Looked at before anything else of a person is asked.
        self.demand_no_messages(replace(granted, scopes=scopes))
        pages = self.ask("me/accounts", fields=f"{_PAGE},access_token", limit=_MOST_PAGES)
        if isinstance(pages, MetaError):
            raise NoAnswer(NO_SENSE)
        for page in objects_within(pages, "data"):
            token = text_of(page.get("access_token"))
            if token and handle.lower() in names_of(page):
                self._sends.sign_in(Secret(token))
                # As long as the person may read it: that of a page does not end by itself.
                kept = Granted(token=Secret(token), scopes=scopes)
                return kept, {n: v for n, v in page.items() if n != "access_token"}
        return granted, {}

    def _scopes(self) -> tuple[str, ...] | None:
        """Ask what a person permitted; None where that is not told."""
        found = self.ask("me/permissions", fields="permission,status")
        if isinstance(found, MetaError):
            return None
        told = [
            text_of(one.get("permission"))
            for one in objects_within(found, "data")
            if one.get("status") == "granted"
        ]
        return tuple(one for one in told if one)

    def exchange(
        self, app: RegisteredApp, redirect: str, code: Secret, verifier: Secret
    ) -> Granted:
        """Change a code for the token of a person, of which that of the page is had later."""
        return replace(super().exchange(app, redirect, code, verifier), refresh=None)

    def refresh(self, app: RegisteredApp, granted: Granted) -> Granted:  # noqa: ARG002 - of the port
        """Give nothing: the token of a page holds, or a person permits anew."""
        raise NoAnswer(SIGN_IN_REFUSED)
