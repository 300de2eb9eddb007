"""Permission to read an account: OAuth at a server that speaks Mastodon's API.

Source: the documents of Mastodon, OAuth (`/api/v1/apps`, `/oauth/authorize`, `/oauth/token`,
`/oauth/revoke`) and OAuth scopes; RFC 6749, RFC 7636 (PKCE). Servers before 4.3 pass PKCE over,
which harms nothing.
"""

from collections.abc import Sequence
from urllib.parse import urlencode, urlsplit

import msgspec

from weerklank.connectors.mastodon.fields import server_of
from weerklank.harvest.connecting import Sends
from weerklank.harvest.exchange import NO_SENSE, SIGN_IN_REFUSED, Exchange, NoAnswer
from weerklank.harvest.json_fields import text_of
from weerklank.harvest.wire import LARGEST_ANSWER
from weerklank.model.connection import Finding, Granted, Permission, RegisteredApp
from weerklank.model.connection_words import PERMISSION_REFUSED
from weerklank.model.errors import NotNow, Refused, fault
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.secret import Secret
from weerklank.model.text import Text

NO_ANSWER = fault(
    "CONNECT-001",
    Text(
        nl="De server {server} gaf geen bruikbaar antwoord: {reason}.",
        en="The server {server} gave no usable answer: {reason}.",
    ),
    Text(
        nl="Er is niets bewaard. Probeer het later opnieuw.",
        en="Nothing was kept. Try again later.",
    ),
)
NOT_REGISTERED = fault(
    "CONNECT-002",
    Text(
        nl="De server {server} laat Weerklank niet toe als app.",
        en="The server {server} does not admit Weerklank as an app.",
    ),
    Text(
        nl="Maak bij de server zelf een app met alleen read:accounts en read:statuses, zet het "
        "token in een bestand en koppel met 'weerklank connect A --token-file BESTAND'.",
        en="Make an app at the server itself with read:accounts and read:statuses alone, put its "
        "token into a file and connect with 'weerklank connect A --token-file FILE'.",
    ),
)
CODE_REFUSED = fault(
    "CONNECT-003",
    Text(
        nl="De server {server} neemt de code niet aan.",
        en="The server {server} does not take the code.",
    ),
    Text(
        nl="Begin het koppelen opnieuw: een code werkt één keer en maar enkele minuten.",
        en="Begin connecting anew: a code works once and for a few minutes only.",
    ),
)
OTHER_ACCOUNT = fault(
    "CONNECT-004",
    Text(
        nl="De toestemming is niet van @{account}, maar van een ander account.",
        en="The permission is not of @{account}, but of another account.",
    ),
    Text(
        nl="Er is niets bewaard. Meld u bij de server aan als @{account} en koppel opnieuw.",
        en="Nothing was kept. Sign in at the server as @{account} and connect again.",
    ),
)

_READ_ACCOUNT, _READ_POSTS = "read:accounts", "read:statuses"
PERMISSIONS = (
    Permission(
        _READ_ACCOUNT,
        Text(
            "Het profiel lezen, en nagaan dat dit het account uit het accountoverzicht is.",
            "Read the profile, and see that this is the account of the register.",
        ),
    ),
    Permission(
        _READ_POSTS,
        Text(
            "Alle eigen berichten lezen, ook die voor volgers, met hun eerdere versies en alle "
            "reacties eronder. Mastodon heeft hiervoor geen kleinere toestemming.",
            "Read all own posts, those for followers too, with their earlier versions and all "
            "replies below. Mastodon has no smaller permission for that.",
        ),
    ),
)
_NEEDED = tuple(one.scope for one in PERMISSIONS)
#: Smaller than what is asked: harmless where somebody adds it.
_HARMLESS = frozenset({*_NEEDED, "profile"})
_NAME = "Weerklank"
_OK, _FORBIDDEN = 200, 403
_REFUSED_CODE = frozenset({400, 401, 403})


class MastodonSignIn:
    """One server."""

    permissions: tuple[Permission, ...] = PERMISSIONS
    shows_code = True

    def __init__(self, endpoint: str, sends: Sends) -> None:
        """`endpoint` is the origin of the server."""
        self._base = endpoint
        self._server = urlsplit(endpoint).netloc
        self._sends = sends

    def register(self, redirects: Sequence[str]) -> RegisteredApp:
        """Make an app; NotNow when the server does not admit it."""
        fields: dict[str, Secret | str] = {
            "client_name": _NAME,
            "redirect_uris": "\n".join(redirects),
            "scopes": " ".join(_NEEDED),
        }
        exchange = self._send("/api/v1/apps", fields)
        made = _object(exchange)
        identifier, secret = text_of(made.get("client_id")), text_of(made.get("client_secret"))
        if not identifier or not secret:
            raise NotNow(NOT_REGISTERED, server=self._server)
        return RegisteredApp(identifier=identifier, secret=Secret(secret))

    def consent_address(
        self, app: RegisteredApp, redirect: str, state: Secret, challenge: str
    ) -> str:
        """Give the address of the server's page."""
        asked = {
            "response_type": "code",
            "client_id": app.identifier,
            "redirect_uri": redirect,
            "scope": " ".join(_NEEDED),
            "state": state.reveal(),
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        return f"{self._base}/oauth/authorize?{urlencode(asked)}"

    def exchange(
        self, app: RegisteredApp, redirect: str, code: Secret, verifier: Secret
    ) -> Granted:
        """Change a code for a token."""
        exchange = self._send(
            "/oauth/token",
            {
                "grant_type": "authorization_code",
                "client_id": app.identifier,
                **_proof(app),
                "redirect_uri": redirect,
                "code": code,
                "code_verifier": verifier,
                "scope": " ".join(_NEEDED),
            },
        )
        if exchange.status in _REFUSED_CODE:
            raise NotNow(CODE_REFUSED, server=self._server)
        told = _object(exchange)
        token = text_of(told.get("access_token"))
        if not token:
            raise NotNow(NO_ANSWER, server=self._server, reason=NO_SENSE)
        return Granted(token=Secret(token), scopes=_scopes(told.get("scope")))

    def withdraw(self, app: RegisteredApp, granted: Granted) -> bool:
        """Withdraw a token; an unreachable server is told by False."""
        fields: dict[str, Secret | str] = {
            "client_id": app.identifier,
            **_proof(app),
            "token": granted.token,
        }
        try:
            return self._sends.send(f"{self._base}/oauth/revoke", fields).status == _OK
        except NoAnswer:
            return False

    def check(self, handle: str, url: str, granted: Granted) -> tuple[Granted, list[Finding]]:
        """Look at the token: whose it is, and whether it reads what it must and no more."""
        self._sends.sign_in(granted.token)
        try:
            return self._check(handle, url, granted)
        except NoAnswer as none:
            if none.reason == SIGN_IN_REFUSED:
                return granted, [Finding(kind=PERMISSION_REFUSED)]
            raise NotNow(NO_ANSWER, server=self._server, reason=none.reason) from None

    def _check(self, handle: str, url: str, granted: Granted) -> tuple[Granted, list[Finding]]:
        exchange = self._sends.get(f"{self._base}/api/v1/accounts/verify_credentials")
        if exchange.status == _FORBIDDEN:
            return granted, [_missing(_READ_ACCOUNT)]
        account = _object(exchange)
        number, name = text_of(account.get("id")), text_of(account.get("username"))
        if not number or not name:
            raise NoAnswer(NO_SENSE)
        self._demand_same(handle, url, account)
        told = granted if granted.scopes is not None else self._of_app(granted)
        findings = self._scope_findings(number, told)
        if isinstance(account.get("moved"), dict):
            findings.append(Finding(kind="account_moved"))
        return told, findings

    def _demand_same(self, handle: str, url: str, account: JsonObject) -> None:
        """Refuse a token of another account: by its name, and by the server that has it."""
        name = handle.partition("@")[0].lower()
        page = server_of(text_of(account.get("url")) or "")
        hosts = {self._server.lower(), urlsplit(url).netloc.lower()}
        if str(account["username"]).lower() != name or page not in hosts:
            raise Refused(OTHER_ACCOUNT, account=handle)

    def _of_app(self, granted: Granted) -> Granted:
        """Ask what the app of a token made elsewhere may at most: newer servers say so.

        A token without an app is refused here by some, and holds all the same.
        """
        try:
            exchange = self._sends.get(f"{self._base}/api/v1/apps/verify_credentials")
        except NoAnswer as none:
            if none.reason != SIGN_IN_REFUSED:
                raise
            self._sends.sign_in(granted.token)
            return granted
        told = _object(exchange) if exchange.status == _OK else {}
        return Granted(token=granted.token, scopes=_scopes(told.get("scopes")))

    def _scope_findings(self, number: str, granted: Granted) -> list[Finding]:
        # Some servers give who lacks a permission what anybody sees, and so no refusal.
        lacking = _lacking(granted.scopes)
        # What is pinned is never a direct message, and nothing of the answer is read.
        asked = f"{self._base}/api/v1/accounts/{number}/statuses?pinned=true&limit=1"
        if self._sends.get(asked).status == _FORBIDDEN and _READ_POSTS not in lacking:
            lacking.append(_READ_POSTS)
        found = list(map(_missing, lacking))
        if granted.scopes is None:
            return [*found, Finding(kind="scope_unknown")]
        wide = sorted(set(granted.scopes) - _HARMLESS)
        if wide:
            found.append(Finding(kind="scope_too_wide", values=(("scopes", ", ".join(wide)),)))
        return found

    def _send(self, path: str, fields: dict[str, Secret | str]) -> Exchange:
        try:
            return self._sends.send(f"{self._base}{path}", fields)
        except NoAnswer as none:
            raise NotNow(NO_ANSWER, server=self._server, reason=none.reason) from None


def _proof(app: RegisteredApp) -> dict[str, Secret | str]:
    """Give what shows that the app is ours; the apps that a server makes have a secret."""
    return {"client_secret": app.secret} if app.secret else {}


def _lacking(scopes: tuple[str, ...] | None) -> list[str]:
    """Give what is needed and not among the permissions that a server says it gave."""
    if scopes is None:
        return []
    return [one for one in _NEEDED if not {one, one.partition(":")[0]} & set(scopes)]


def _missing(scope: str) -> Finding:
    return Finding(kind="scope_missing", values=(("scope", scope),))


def _object(exchange: Exchange) -> JsonObject:
    """Read an answer; an empty object of one that is none, or no success."""
    if exchange.status != _OK:
        return {}
    try:
        found: Json = msgspec.json.decode(exchange.content(LARGEST_ANSWER))
    except (msgspec.DecodeError, NoAnswer, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _scopes(told: Json) -> tuple[str, ...] | None:
    """Read permissions as a server writes them: in one text, or a list of it; None for none."""
    if isinstance(told, str):
        return tuple(told.split()) or None
    if isinstance(told, list):
        return tuple(one for one in told if isinstance(one, str)) or None
    return None
