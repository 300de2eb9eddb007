"""The part of the test double that gives permission: OAuth with PKCE, as Mastodon has it.

It is no Mastodon and shares no code with it. It makes apps, asks on a page of its own whether an
app may, changes a code for a token once, withdraws tokens, and tells what a token may do.
"""

import base64
import hashlib
import json
from contextvars import ContextVar
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode, urlsplit

Json = dict[str, object]
Form = dict[str, str]

#: Whether the question that is being answered bears a token that holds.
SIGNED_IN: ContextVar[bool] = ContextVar("SIGNED_IN", default=False)
PASTED = "urn:ietf:wg:oauth:2.0:oob"
#: Which permission a question needs, by a part of its path; a wider one holds it too.
_NEEDS = {"verify_credentials": "read:accounts", "/statuses": "read:statuses"}


@dataclass
class Reply:
    """An answer: status, and a page, an object or a place to go."""

    status: int
    value: object = None
    location: str | None = None
    page: str | None = None


@dataclass
class App:
    """An app that was made."""

    secret: str
    redirects: tuple[str, ...]
    scopes: tuple[str, ...]


@dataclass
class Code:
    """A permission that waits to be changed for a token."""

    app: str
    redirect: str
    scopes: tuple[str, ...]
    challenge: str


@dataclass
class OAuth:
    """What one server knows of apps and tokens; may be changed while it runs."""

    apps: dict[str, App] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    #: Permissions by token.
    tokens: dict[str, tuple[str, ...]] = field(default_factory=dict)
    #: What the next tokens are called; numbered after these.
    names: list[str] = field(default_factory=list)
    #: The secrets of the next apps; made up after these.
    secrets: list[str] = field(default_factory=list)
    #: Whether apps may be made.
    admits_apps: bool = True
    #: Whether whoever manages the account presses the button that permits.
    permits: bool = True
    #: What is permitted instead of what was asked.
    gives: tuple[str, ...] | None = None
    #: Whether it tells what a token or an app may.
    tells_scopes: bool = True
    #: Whether it gives who lacks a permission what anybody sees, as some servers do.
    is_lenient: bool = False
    #: Whether its tokens are of no app, so that it refuses to tell of that.
    knows_no_app: bool = False
    #: Name of another account of this server, which is the one that is signed in.
    other: str | None = None
    #: Facts that the account has besides.
    account: Json = field(default_factory=dict)
    #: Path of each question that bore a token, with that token.
    shown: list[tuple[str, str]] = field(default_factory=list)

    def admit(self, path: str, token: str | None) -> Reply | None:
        """Look at the token of a question; gives what refuses it, if anything does."""
        SIGNED_IN.set(False)
        if token is None:
            return None
        self.shown.append((path, token))
        scopes = self.tokens.get(token)
        if scopes is None:
            return Reply(401, {"error": "The access token is invalid"})
        SIGNED_IN.set(True)
        needed = next((scope for part, scope in _NEEDS.items() if part in path), None)
        if needed and not self.is_lenient and not {needed, needed.partition(":")[0]} & set(scopes):
            return Reply(403, {"error": "This action is outside the authorized scopes"})
        return None

    def get(self, path: str, profile: Json, token: str | None) -> Reply | None:
        """Answer a question about permission; None for any other question."""
        parts = urlsplit(path)
        if parts.path == "/oauth/authorize":
            return self._ask(_first(parse_qs(parts.query)))
        if parts.path == "/api/v1/accounts/verify_credentials":
            return self._who(profile) if token else _nobody()
        if parts.path == "/api/v1/apps/verify_credentials":
            if token is None or self.knows_no_app:
                return _nobody()
            scopes = {"scopes": [*self.tokens[token]]} if self.tells_scopes else {}
            return Reply(200, {"name": "Weerklank", **scopes})
        return None

    def post(self, path: str, form: Form) -> Reply:
        """Take a form."""
        taken = {
            "/api/v1/apps": self._make_app,
            "/oauth/authorize": self._permit,
            "/oauth/token": self._change,
            "/oauth/revoke": self._withdraw,
        }.get(urlsplit(path).path)
        return taken(form) if taken else Reply(404, {"error": "Record not found"})

    def _who(self, profile: Json) -> Reply:
        if self.other is None:
            return Reply(200, {**profile, **self.account})
        url = str(profile["url"]).replace(str(profile["username"]), self.other)
        renamed = {"id": "999", "username": self.other, "acct": self.other, "url": url}
        return Reply(200, {**profile, **renamed})

    def _make_app(self, form: Form) -> Reply:
        if not self.admits_apps:
            return Reply(403, {"error": "This action is not allowed"})
        number = f"app-{len(self.apps) + 1}"
        redirects = tuple(form["redirect_uris"].split())
        secret = self.secrets.pop(0) if self.secrets else f"geheim-van-{number}"
        made = App(secret, redirects, tuple(form["scopes"].split()))
        self.apps[number] = made
        return Reply(
            200, {"id": number, "client_id": number, "client_secret": made.secret, "name": "x"}
        )

    def _ask(self, asked: Form) -> Reply:
        """Show the page with the button; what was asked goes along in the form."""
        app = self.apps.get(asked.get("client_id", ""))
        wanted = set(asked.get("scope", "").split())
        sound = (
            app is not None
            and asked.get("redirect_uri") in app.redirects
            and wanted <= set(app.scopes)
            and asked.get("response_type") == "code"
        )
        if not sound:
            return Reply(400, page="<h1>Dit kan niet</h1>")
        fields = "".join(
            f'<input type="hidden" name="{name}" value="{value}">' for name, value in asked.items()
        )
        return Reply(
            200,
            page=f'<form method="post" action="/oauth/authorize">{fields}'
            "<button>Toestaan</button></form>",
        )

    def _permit(self, form: Form) -> Reply:
        back, state = form["redirect_uri"], form.get("state", "")
        if not self.permits:
            return Reply(
                302, location=f"{back}?{urlencode({'error': 'access_denied', 'state': state})}"
            )
        code = f"code-{len(self.codes) + 1}-{len(self.tokens)}"
        scopes = self.gives or tuple(form["scope"].split())
        self.codes[code] = Code(form["client_id"], back, scopes, form.get("code_challenge", ""))
        if back == PASTED:
            return Reply(200, page=f"<code>{code}</code>")
        return Reply(302, location=f"{back}?{urlencode({'code': code, 'state': state})}")

    def _change(self, form: Form) -> Reply:
        """Change a code for a token: once, for the app that asked, by who began."""
        code = self.codes.pop(form.get("code", ""), None)
        app = self.apps.get(form.get("client_id", ""))
        if code is None or app is None or form.get("client_secret") != app.secret:
            return Reply(400, {"error": "invalid_grant"})
        is_same = (
            code.app == form["client_id"]
            and code.redirect == form.get("redirect_uri")
            and code.challenge == challenge_of(form.get("code_verifier", ""))
        )
        if not is_same:
            return Reply(400, {"error": "invalid_grant"})
        token = self.names.pop(0) if self.names else f"token-{len(self.tokens) + 1}"
        self.tokens[token] = code.scopes
        told: Json = {"access_token": token, "token_type": "Bearer", "created_at": 1}
        if self.tells_scopes:
            told["scope"] = " ".join(code.scopes)
        return Reply(200, told)

    def _withdraw(self, form: Form) -> Reply:
        app = self.apps.get(form.get("client_id", ""))
        if app is None or form.get("client_secret") != app.secret:
            return Reply(403, {"error": "unauthorized_client"})
        self.tokens.pop(form.get("token", ""), None)
        return Reply(200, {})


def challenge_of(verifier: str) -> str:
    """Give the challenge of a verifier (S256)."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def token_of(header: str | None) -> str | None:
    """Give the token of an Authorization header."""
    return header.removeprefix("Bearer ") if header else None


def form_of(body: bytes, kind: str) -> Form:
    """Read a form as it was sent."""
    if "json" in kind:
        return {str(name): str(value) for name, value in json.loads(body).items()}
    return _first(parse_qs(body.decode()))


def _nobody() -> Reply:
    return Reply(401, {"error": "The access token is invalid"})


def _first(fields: dict[str, list[str]]) -> Form:
    return {name: values[0] for name, values in fields.items()}
