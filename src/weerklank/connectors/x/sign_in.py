"""Permission to read an account of X: OAuth 2 with an app that the organisation registers at X.

Source: X's OpenAPI document 2.167 (`OAuth2UserToken` and its scopes) and its manual on OAuth 2.0:
the page is on x.com, the places of tokens on api.x.com, and a confidential app shows itself by
Basic.
"""

from weerklank.connectors.x.api_answer import number_in
from weerklank.harvest.central_sign_in import CentralSignIn, OAuthPlaces
from weerklank.harvest.exchange import NO_SENSE, NOT_THERE, Exchange, NoAnswer
from weerklank.harvest.json_fields import object_within, parse_object, text_of
from weerklank.harvest.port import Unreadable
from weerklank.harvest.wire import LARGEST_ANSWER
from weerklank.model.connection import Finding, Granted, Permission
from weerklank.model.errors import Refused, fault
from weerklank.model.json_value import JsonObject
from weerklank.model.text import Text

OTHER_ACCOUNT = fault(
    "CONNECT-860",
    Text(
        nl="De toestemming is niet van @{account}, maar van een ander account van X.",
        en="The permission is not of @{account}, but of another account of X.",
    ),
    Text(
        nl="Er is niets bewaard. Meld u bij X aan als @{account} en koppel opnieuw.",
        en="Nothing was kept. Sign in at X as @{account} and connect again.",
    ),
)
ALLOWS_MESSAGES = fault(
    "CONNECT-861",
    Text(
        nl="De toestemming geeft ook de privéberichten van @{account} vrij.",
        en="The permission opens the direct messages of @{account} too.",
    ),
    Text(
        nl="Er is niets bewaard. Trek haar bij X in, en geef er een met alleen de drie rechten "
        "die bij het koppelen staan.",
        en="Nothing was kept. Withdraw it at X, and give one with the three rights alone that "
        "connecting names.",
    ),
)

_POSTS, _ACCOUNT, _RENEWS = "tweet.read", "users.read", "offline.access"
PERMISSIONS: tuple[Permission, ...] = (
    Permission(
        _POSTS,
        Text(
            "De eigen berichten lezen, met hun eerdere versies en de reacties eronder. X vraagt "
            "deze toestemming ook om het profiel te lezen.",
            "Read the own posts, with their earlier versions and the replies below. X wants this "
            "permission to read the profile too.",
        ),
    ),
    Permission(
        _ACCOUNT,
        Text(
            "Het profiel lezen, nagaan dat dit het account uit het accountoverzicht is, en zien "
            "wie een reactie schreef.",
            "Read the profile, see that this is the account of the register, and see who wrote a "
            "reply.",
        ),
    ),
    Permission(
        _RENEWS,
        Text(
            "De toestemming vernieuwen: zonder dit eindigt zij na twee uur.",
            "Renew the permission: without this it ends after two hours.",
        ),
    ),
)
_MESSAGES = ("dm.read", "dm.write")
_OK, _FORBIDDEN = 200, 403


class XSignIn(CentralSignIn):
    """The sign-in of X."""

    places = OAuthPlaces(
        "https://x.com/i/oauth2/authorize",
        "https://api.x.com/2/oauth2/token",
        "https://api.x.com/2/oauth2/revoke",
    )
    permissions: tuple[Permission, ...] = PERMISSIONS
    by_basic = True

    def check(self, handle: str, url: str, granted: Granted) -> tuple[Granted, list[Finding]]:
        """Look whose permission it is, and whether it reads posts and no messages.

        One that opens messages is refused where X tells so, by its scopes or by a header.
        """
        del url
        if set(_MESSAGES) & set(granted.scopes or ()):
            raise Refused(ALLOWS_MESSAGES, account=handle)
        self._sends.sign_in(granted.token)
        try:
            exchange = self._sends.get(f"{self._base}/2/users/me")
            if exchange.status == _FORBIDDEN:  # of an app alone, or without these scopes
                return granted, [Finding(kind="scope_missing", values=(("scope", _ACCOUNT),))]
            if "directmessages" in (exchange.header("x-access-level") or "").lower():
                raise Refused(ALLOWS_MESSAGES, account=handle)
            account = _account_of(exchange)
            if str(account["username"]).lower() != handle.lower():
                raise Refused(OTHER_ACCOUNT, account=handle)
            found = self._posts_findings(str(account["id"]))
        except NoAnswer as none:
            return granted, self.unanswered(none)
        return granted, [*found, *self.scope_findings(granted)]

    def _posts_findings(self, number: str) -> list[Finding]:
        """Look whether posts are given; nothing of the answer is read."""
        asked = f"{self._base}/2/users/{number}/tweets?max_results=5"
        if self._sends.get(asked).status == _FORBIDDEN:
            return [Finding(kind="scope_missing", values=(("scope", _POSTS),))]
        return []


def _account_of(exchange: Exchange) -> JsonObject:
    if exchange.status != _OK:
        raise NoAnswer(NOT_THERE)
    try:
        account = object_within(parse_object(exchange.content(LARGEST_ANSWER)), "data")
    except (Unreadable, RecursionError):
        raise NoAnswer(NO_SENSE) from None
    if not text_of(account.get("username")) or not number_in(account.get("id")):
        raise NoAnswer(NO_SENSE)
    return account
