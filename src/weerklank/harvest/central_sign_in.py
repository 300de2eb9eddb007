"""Permission to read where the organisation registers its own app: OAuth at a large platform.

Source: RFC 6749 (authorisation code, refresh), RFC 7636 (PKCE, S256), RFC 7009 (withdrawing),
RFC 8252 (programs on a machine of one's own). What platforms do otherwise is an attribute here:
TikTok calls the app `client_key` and parts permissions by commas, Google gives a refresh token
only when it is asked for, X wants a confidential app to show itself by Basic.
"""

import base64
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote, urlencode, urlsplit

from weerklank.harvest.connecting import Sends
from weerklank.harvest.exchange import NO_SENSE, SIGN_IN_REFUSED, NoAnswer
from weerklank.harvest.token_answer import APP_NOT_TAKEN, granted_of, read_answer
from weerklank.model.connection import Finding, Granted, Permission, RegisteredApp
from weerklank.model.connection_words import PERMISSION_REFUSED
from weerklank.model.errors import NotNow, fault
from weerklank.model.secret import Secret
from weerklank.model.text import Text

NO_ANSWER = fault(
    "CONNECT-020",
    Text(
        nl="De server {server} gaf geen bruikbaar antwoord: {reason}.",
        en="The server {server} gave no usable answer: {reason}.",
    ),
    Text(
        nl="Er is niets bewaard. Probeer het later opnieuw.",
        en="Nothing was kept. Try again later.",
    ),
)
CODE_REFUSED = fault(
    "CONNECT-021",
    Text(
        nl="De server {server} neemt de code niet aan.",
        en="The server {server} does not take the code.",
    ),
    Text(
        nl="Begin het koppelen opnieuw: een code werkt één keer en maar enkele minuten.",
        en="Begin connecting anew: a code works once and for a few minutes only.",
    ),
)
APP_REFUSED = fault(
    "CONNECT-022",
    Text(
        nl="De server {server} neemt de app van de organisatie niet aan.",
        en="The server {server} does not take the app of the organisation.",
    ),
    Text(
        nl="Laat de technisch beheerder nakijken of de app nog bestaat, en haar nummer en geheim "
        "opnieuw zetten met 'weerklank app set'.",
        en="Let the operator look whether the app still exists, and set its id and "
        "secret again with 'weerklank app set'.",
    ),
)

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_DONE = 200
Fields = dict[str, Secret | str]


@dataclass(frozen=True, slots=True)
class OAuthPlaces:
    """Where a platform is asked for permission: addresses that its connector names, by https."""

    #: The page on which a person permits.
    authorize: str
    #: Where a code or a refresh token is changed for a token.
    token: str
    #: Where a token is withdrawn (RFC 7009); None where the platform has no such place.
    revoke: str | None

    def under(self, origin: str) -> "OAuthPlaces":
        """Give the same paths on one server: so one test double serves them all."""
        return OAuthPlaces(
            _moved(self.authorize, origin),
            _moved(self.token, origin),
            _moved(self.revoke, origin) if self.revoke else None,
        )


class CentralSignIn(ABC):
    """The sign-in of one platform; a connector gives its places, permissions and `check`."""

    places: OAuthPlaces
    permissions: tuple[Permission, ...]
    shows_code = False
    #: How long before its end a token is not used any more.
    margin = timedelta(minutes=5)
    #: What stands between permissions in an address.
    separator = " "
    #: How the platform calls the number of the app.
    client_field = "client_id"
    #: What the address of the page has besides, such as Google's `access_type`.
    asks_besides: Mapping[str, str] = {}
    #: Whether an app with a secret shows it in a header instead of the form (RFC 6749, 2.3.1).
    by_basic = False
    #: Whether the platform holds the end against the start by PKCE; some refuse what they don't
    #: know.
    proves = True

    def __init__(self, endpoint: str, sends: Sends) -> None:
        """`endpoint` is the origin of the API.

        On loopback, where a test double listens, all places are on it; else they are the
        platform's own, whatever endpoint was named: the secret of the app goes nowhere else.
        """
        self._sends = sends
        self._base = endpoint
        self._is_double = urlsplit(endpoint).hostname in _LOOPBACK
        if self._is_double:
            self.places = self.places.under(endpoint)
        else:
            sends.take_forms_at(
                one for one in (self.places.token, self.places.revoke) if one is not None
            )
        self._server = urlsplit(self.places.token).netloc

    @abstractmethod
    def check(self, handle: str, url: str, granted: Granted) -> tuple[Granted, list[Finding]]:
        """Look whether a token reads this account, and gives no more than is needed.

        As the port says. `unanswered` tells what a question that failed means, `scope_findings`
        compares the permissions.
        """

    def register(self, redirects: Sequence[str]) -> None:  # noqa: ARG002 - of the port
        """Give None: the organisation registers the app."""
        return

    def consent_address(
        self, app: RegisteredApp, redirect: str, state: Secret, challenge: str
    ) -> str:
        """Give the address of the platform's page."""
        asked = {
            "response_type": "code",
            self.client_field: app.identifier,
            "redirect_uri": redirect,
            "scope": self.separator.join(one.scope for one in self.permissions),
            "state": state.reveal(),
            **(self.proof_asked(challenge) if self.proves else {}),
            **self.asks_besides,
        }
        return f"{self.places.authorize}?{urlencode(asked)}"

    def proof_asked(self, challenge: str) -> dict[str, str]:
        """Give what the page is asked with, so that the end can be held against the start."""
        return {"code_challenge": challenge, "code_challenge_method": "S256"}

    def exchange(
        self, app: RegisteredApp, redirect: str, code: Secret, verifier: Secret
    ) -> Granted:
        """Change a code for a token."""
        fields: Fields = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect,
        }
        if self.proves:
            fields["code_verifier"] = verifier
        try:
            return self.token_for(app, fields, None)
        except NoAnswer as none:
            raise self.failed(none) from None

    def refresh(self, app: RegisteredApp, granted: Granted) -> Granted:
        """Change a refresh token for a token; the one before may hold no longer."""
        if granted.refresh is None:
            raise NoAnswer(SIGN_IN_REFUSED)
        fields: Fields = {"grant_type": "refresh_token", "refresh_token": granted.refresh}
        return self.token_for(app, fields, granted)

    def withdraw(self, app: RegisteredApp, granted: Granted) -> bool:
        """Withdraw a permission: what new tokens are given for first, then the token itself."""
        if self.places.revoke is None:
            return False
        client, basic = self.client_of(app)
        tokens = [one for one in (granted.refresh, granted.token) if one is not None]
        done: list[bool] = []
        for token in tokens:
            try:
                answer = self._sends.send(
                    self.places.revoke, {**client, "token": token}, basic=basic
                )
            except NoAnswer:
                return any(done)
            done.append(answer.status == _DONE)
        # With the first the server ends what was given for it (RFC 7009, 2.1), and may then say
        # that it does not know the second.
        return done[0]

    def client_of(self, app: RegisteredApp) -> tuple[Fields, Secret | None]:
        """Give how the app shows itself: in the form, and by Basic where that is the way."""
        if app.secret is None:
            return {self.client_field: app.identifier}, None
        if self.by_basic:
            pair = f"{quote(app.identifier, safe='')}:{quote(app.secret.reveal(), safe='')}"
            return {}, Secret(base64.b64encode(pair.encode()).decode())
        return {self.client_field: app.identifier, "client_secret": app.secret}, None

    def failed(self, none: NoAnswer) -> NotNow:
        """Make the error of a question to which no usable answer came while connecting."""
        if none.reason == SIGN_IN_REFUSED:
            return NotNow(CODE_REFUSED, server=self._server)
        if none.reason == APP_NOT_TAKEN:
            return NotNow(APP_REFUSED, server=self._server)
        return NotNow(NO_ANSWER, server=self._server, reason=none.reason)

    def unanswered(self, none: NoAnswer) -> list[Finding]:
        """Tell what it means that a question of a look failed; NotNow when that says nothing."""
        if none.reason == SIGN_IN_REFUSED:
            return [Finding(kind=PERMISSION_REFUSED)]
        server = urlsplit(self._base).netloc
        raise NotNow(NO_ANSWER, server=server, reason=none.reason)

    def scope_findings(
        self, granted: Granted, harmless: frozenset[str] = frozenset()
    ) -> list[Finding]:
        """Hold what is allowed against what is asked; `harmless` may be there besides."""
        if granted.scopes is None:
            return [Finding(kind="scope_unknown")]
        asked = {one.scope for one in self.permissions}
        missing = sorted(asked - set(granted.scopes))
        wide = sorted(set(granted.scopes) - asked - harmless)
        found = [Finding(kind="scope_missing", values=(("scope", one),)) for one in missing]
        if wide:
            found.append(Finding(kind="scope_too_wide", values=(("scopes", ", ".join(wide)),)))
        return found

    def token_for(self, app: RegisteredApp, fields: Fields, before: Granted | None) -> Granted:
        """Send what a token is given for; NoAnswer when there is none in the answer.

        `before` is the permission that a new token is asked for, if it is one.
        """
        client, basic = self.client_of(app)
        exchange = self._sends.send(self.places.token, {**fields, **client}, basic=basic)
        granted = granted_of(read_answer(exchange), exchange.at, before)
        if granted is None:
            raise NoAnswer(NO_SENSE)
        return granted


def _moved(address: str, origin: str) -> str:
    return f"{origin}{urlsplit(address).path}"
