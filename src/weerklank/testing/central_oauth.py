"""The part of a test double that gives permission to an app that an organisation registered.

It is no platform and shares no code with the sign-in. It leads a browser back with a code, changes
that for a token once (RFC 6749, with PKCE: RFC 7636), gives new tokens for a refresh token that
serves once, and withdraws them (RFC 7009). What it does otherwise than a platform is an attribute.
The handler of a platform's double asks it first, in one line:

    if self.server.oauth.answers(self):
        return
"""

import base64
import hashlib
import json
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from weerklank.testing.plain_answer import send

Form = dict[str, str]
_DONE, _LED, _WRONG, _UNKNOWN, _AWAY = 200, 302, 400, 401, 503


@dataclass
class _Code:
    """A permission that waits to be changed for a token."""

    redirect: str
    challenge: str
    scopes: tuple[str, ...]


@dataclass
class CentralOAuth:
    """What one platform knows of an app and of what was permitted; may be changed meanwhile."""

    client_id: str = "app-van-voorbeelddam"
    #: None for a public app.
    secret: str | None = "geheim-van-de-app"  # noqa: S105 - of a double
    #: Paths of the places.
    authorize: str = "/oauth/authorize"
    token: str = "/oauth/token"  # noqa: S105 - a path
    revoke: str = "/oauth/revoke"
    client_field: str = "client_id"
    separator: str = " "
    #: Whether the app shows its secret by Basic, and in no form.
    by_basic: bool = False
    #: Whether what began is held against what ends.
    proves: bool = True
    #: Whether the proof is written in hexadecimal figures, as TikTok has it, instead of base 64.
    in_hex: bool = False
    #: Addresses to which a browser may be led back; every one when there are none.
    redirects: tuple[str, ...] = ()
    #: Whether whoever manages the account permits it, and what instead of what was asked.
    permits: bool = True
    gives: tuple[str, ...] | None = None
    #: Seconds that a token holds, and what refreshes it; None: it is not said.
    lasts: int | None = 3600
    refresh_lasts: int | None = None
    #: Whether tokens can be refreshed, and whether each refresh token serves once.
    refreshes: bool = True
    rotates: bool = True
    #: How many of the next forms are answered with a failure.
    failing: int = 0
    #: What the next forms are refused with, such as `invalid_client`.
    error: str | None = None
    #: Names of the next tokens; numbered after these.
    names: list[str] = field(default_factory=list)
    #: What holds now: permissions by token and by refresh token.
    tokens: dict[str, tuple[str, ...]] = field(default_factory=dict)
    refresh_tokens: dict[str, tuple[str, ...]] = field(default_factory=dict)
    #: Every form that came, with its path; and every Basic header.
    forms: list[tuple[str, Form]] = field(default_factory=list)
    basics: list[str] = field(default_factory=list)
    #: What the page was asked with.
    asked: list[Form] = field(default_factory=list)
    #: Refresh tokens that were shown once more after they had served.
    spent_again: list[str] = field(default_factory=list)
    _codes: dict[str, _Code] = field(default_factory=dict)
    _spent: set[str] = field(default_factory=set)
    _given: int = 0

    def answers(self, handler: BaseHTTPRequestHandler) -> bool:
        """Answer a question when it is about permission; tells whether it was."""
        parts = urlsplit(handler.path)
        if handler.command == "GET" and parts.path == self.authorize:
            self._lead(handler, _first(parts.query))
        elif handler.command == "POST" and parts.path in {self.token, self.revoke}:
            size = int(handler.headers.get("Content-Length", "0"))
            form = _first(handler.rfile.read(size).decode())
            self.forms.append((parts.path, form))
            status, told = self._take(parts.path, form, handler.headers.get("Authorization"))
            body = json.dumps(told).encode()
            send(handler, status, body, {"Content-Type": "application/json"})
        else:
            return False
        return True

    def admits(self, handler: BaseHTTPRequestHandler) -> bool:
        """Tell whether a question bears a token that holds."""
        return (handler.headers.get("Authorization") or "").removeprefix("Bearer ") in self.tokens

    def end_tokens(self) -> None:
        """Let all tokens end, as time does; what refreshes them holds on."""
        self.tokens.clear()

    def _lead(self, handler: BaseHTTPRequestHandler, asked: Form) -> None:
        """Lead the browser back with a code, or with what was wrong; never to where it may not."""
        self.asked.append(asked)
        back = asked.get("redirect_uri", "")
        is_ours = asked.get(self.client_field) == self.client_id
        if not is_ours or (self.redirects and back not in self.redirects):
            send(handler, _WRONG, b"<h1>Dit kan niet</h1>", {"Content-Type": "text/html"})
            return
        told = {"state": asked.get("state", "")}
        if not self.permits:
            told["error"] = "access_denied"
        elif asked.get("response_type") != "code" or (self.proves and not _is_proved(asked)):
            told["error"] = "invalid_request"
        else:
            self._given += 1
            told["code"] = f"code-{self._given}"
            scopes = self.gives or tuple(asked.get("scope", "").split(self.separator))
            proof = asked.get("code_challenge", "")
            self._codes[told["code"]] = _Code(back, proof, scopes)
        send(handler, _LED, b"", {"Location": f"{back}?{urlencode(told)}"})

    def _take(self, path: str, form: Form, header: str | None) -> tuple[int, dict[str, object]]:
        if self.failing:
            self.failing -= 1
            return _AWAY, {"error": "temporarily_unavailable"}
        if self.error is not None:
            return _WRONG, {"error": self.error}
        if not self._is_ours(form, header):
            return _UNKNOWN, {"error": "invalid_client"}
        if path == self.revoke:
            return self._withdraw(form.get("token", ""))
        if form.get("grant_type") == "authorization_code":
            return self._change(form)
        if form.get("grant_type") == "refresh_token":
            return self._refresh(form.get("refresh_token", ""))
        return _WRONG, {"error": "unsupported_grant_type"}

    def _is_ours(self, form: Form, header: str | None) -> bool:
        """Look who shows itself: in the form, or by Basic where that is the way."""
        if self.by_basic and self.secret is not None:
            if "client_secret" in form or header is None:
                return False
            self.basics.append(header)
            pair = base64.b64decode(header.removeprefix("Basic ")).decode()
            name, _, secret = pair.partition(":")
            return (unquote(name), unquote(secret)) == (self.client_id, self.secret)
        shown = form.get(self.client_field), form.get("client_secret")
        return shown == (self.client_id, self.secret)

    def _change(self, form: Form) -> tuple[int, dict[str, object]]:
        """Change a code for a token: once, for who began."""
        code = self._codes.pop(form.get("code", ""), None)
        if code is None or code.redirect != form.get("redirect_uri"):
            return _WRONG, {"error": "invalid_grant"}
        if self.proves and code.challenge != self._challenge_of(form):
            return _WRONG, {"error": "invalid_grant"}
        return self._give(code.scopes)

    def _challenge_of(self, form: Form) -> str:
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if self.in_hex:
            return digest.hex()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")

    def _refresh(self, shown: str) -> tuple[int, dict[str, object]]:
        """Give a new token; a refresh token that served already ends all that came of it."""
        scopes = self.refresh_tokens.get(shown)
        if scopes is None:
            if shown in self._spent:
                self.spent_again.append(shown)
                self.tokens.clear()
                self.refresh_tokens.clear()
            return _WRONG, {"error": "invalid_grant"}
        if not self.rotates:
            return self._give(scopes, anew=False)
        del self.refresh_tokens[shown]
        self._spent.add(shown)
        return self._give(scopes)

    def _give(
        self, scopes: tuple[str, ...], *, anew: bool = True
    ) -> tuple[int, dict[str, object]]:
        self._given += 1
        name = self.names.pop(0) if self.names else f"token-{self._given}"
        self.tokens[name] = scopes
        told: dict[str, object] = {
            "access_token": name,
            "token_type": "bearer",
            "scope": self.separator.join(scopes),
        }
        if self.lasts is not None:
            told["expires_in"] = self.lasts
        if self.refreshes and anew:
            told["refresh_token"] = f"refresh-{self._given}"
            self.refresh_tokens[f"refresh-{self._given}"] = scopes
            if self.refresh_lasts is not None:
                told["refresh_token_expires_in"] = self.refresh_lasts
        return _DONE, told

    def _withdraw(self, shown: str) -> tuple[int, dict[str, object]]:
        """Withdraw; with what refreshes, all that was given for it ends."""
        if self.refresh_tokens.pop(shown, None) is not None:
            self.tokens.clear()
            return _DONE, {}
        if self.tokens.pop(shown, None) is not None:
            return _DONE, {}
        return _WRONG, {"error": "invalid_token"}


def _is_proved(asked: Form) -> bool:
    return asked.get("code_challenge_method") == "S256" and bool(asked.get("code_challenge"))


def _first(query: str) -> Form:
    return {name: values[0] for name, values in parse_qs(query).items()}
