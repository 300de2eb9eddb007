"""Provider: the server of OpenID Connect that knows the people of an organisation.

What it says of itself (its discovery document) decides where secrets and codes are sent, so no
address of it is believed that lies elsewhere than the issuer, or than the operator named.
Source: OpenID Connect Discovery 1.0; OpenID Connect Core 1.0, 3.1.3 and 5.3; RFC 6749, 2.3.
"""

import base64
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import msgspec

from weerklank.model.errors import Refused, WeerklankError, fault
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.secret import Secret
from weerklank.model.text import Text
from weerklank.services.people.ask_provider import (
    SPOKEN,
    Ask,
    Question,
    ask_over_network,
    no_answer,
)
from weerklank.services.people.id_token import (
    BAD_KEY,
    BAD_SUBJECT,
    NO_TOKEN,
    Expected,
    checked_claims,
    fitting_key,
    refused,
    signed_by,
)
from weerklank.services.people.sign_in_settings import (
    LOOPBACK,
    SignInSettings,
    is_safe_address,
    read_client_secret,
)

CODE_REFUSED = fault(
    "SIGNIN-005",
    Text(
        nl="De aanmelddienst meldt u niet aan ({reason}).",
        en="The sign-in service does not sign you in ({reason}).",
    ),
    Text(
        nl="Meld u opnieuw aan. Gebeurt het weer, geef deze code dan aan de technisch beheerder.",
        en="Sign in anew. If it happens again, give this code to the operator.",
    ),
)
NO_SENSE = Text("het is geen JSON zoals het hoort", "it is no JSON as it should be")
OTHER_ISSUER = Text("zij noemt zich anders dan de instellingen", "it bears another name than set")
INCOMPLETE = Text("het noemt niet wat nodig is", "it does not name what is needed")
ELSEWHERE = Text(
    "het noemt een adres op een andere server", "it names an address on another server"
)
NO_PROOF = Text("zij kent geen PKCE met S256", "it knows no PKCE by S256")

_DISCOVERY = "/.well-known/openid-configuration"
#: Seconds for which what a provider says of itself is held; and a failure, so that who clicks
#: again does not make every thread wait for a server that is down.
_HELD = 3600.0
_HELD_FAILURE = 15.0
#: Seconds between two looks for keys that a token names and that are not known yet.
_BETWEEN_LOOKS = 60.0
_GOOD = 200
#: Errors of RFC 6749, 5.2 and 4.1.2.1, and of OpenID Connect Core, 3.1.2.6: others are not shown.
_ERRORS = frozenset(
    {"access_denied", "consent_required", "interaction_required", "invalid_client"}
    | {"invalid_grant", "invalid_request", "invalid_scope", "login_required", "server_error"}
    | {"temporarily_unavailable", "unauthorized_client", "unsupported_grant_type"}
    | {"unmet_authentication_requirements", "account_selection_required"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where a provider is asked what."""

    authorize: str
    token: str
    keys: str
    #: Where it tells more of who signed in, and where people sign out; None: nowhere.
    more: str | None
    end: str | None
    #: Whether it names itself in each answer (RFC 9207).
    names_itself: bool
    #: Whether a secret goes in a header; else in the form.
    by_basic: bool


@dataclass(frozen=True, slots=True)
class _Known:
    until: float
    found: Places | WeerklankError


class Provider:
    """One provider, as the settings name it; asked when needed, remembered for an hour."""

    def __init__(
        self,
        settings: SignInSettings,
        keys: Path,
        ask: Ask = ask_over_network,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`keys` is the key folder, in which the secret may lie."""
        self._settings = settings
        self._folder = keys
        self._ask = ask
        self._clock = clock
        self._lock = threading.Lock()
        self._held: _Known | None = None
        self._keys: list[Json] = []
        self._looked: float | None = None

    def places(self) -> Places:
        """Give where to ask; NotNow when the provider does not say so in a form to be trusted."""
        with self._lock:
            if self._held is None or self._held.until <= self._clock():
                self._held = self._discovered()
            found = self._held.found
        if isinstance(found, WeerklankError):
            raise type(found)(found.code, **found.values)
        return found

    def end_address(self) -> str | None:
        """Give where people sign out at the provider, as far as that is known without asking."""
        with self._lock:
            found = self._held.found if self._held else None
        return found.end if isinstance(found, Places) else None

    def claims(self, code: str, verifier: Secret, back: str, nonce: str) -> JsonObject:
        """Change a code for what the provider says of somebody; Refused for what does not hold."""
        given = self._changed(code, verifier, back)
        token = given.get("id_token")
        if not isinstance(token, str):
            raise refused(NO_TOKEN)
        signed = signed_by(token)
        key = fitting_key(signed, self._keys_known())
        if key is None and self._may_look():
            key = fitting_key(signed, self._keys_anew())
        if key is None:
            raise refused(BAD_KEY)
        expected = Expected(
            issuer=self._settings.issuer, client_id=self._settings.client_id, nonce=nonce
        )
        claims = checked_claims(token, signed, key, expected)
        return self._with_more(claims, given.get("access_token"))

    def _with_more(self, claims: JsonObject, access: Json) -> JsonObject:
        """Add what the provider tells only apart, where a claim that is needed is missing."""
        needed = (self._settings.way_to_roles[0], self._settings.name_claim)
        place = self.places().more
        if place is None or not isinstance(access, str) or all(one in claims for one in needed):
            return claims
        sent = Question(place, headers={"Authorization": f"Bearer {access}"})
        more = self._object(sent)
        if more.get("sub") != claims["sub"]:  # Core 5.3.2: of somebody else, not to be used
            raise refused(BAD_SUBJECT)
        return {**{name: more[name] for name in needed if name in more}, **claims}

    def _changed(self, code: str, verifier: Secret, back: str) -> JsonObject:
        places, settings = self.places(), self._settings
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "code_verifier": verifier.reveal(),
        }
        headers: dict[str, str] = {}
        secret = read_client_secret(settings, self._folder)
        if secret is not None and places.by_basic:
            pair = f"{quote(settings.client_id, '')}:{quote(secret.reveal(), '')}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        else:
            form["client_id"] = settings.client_id
            if secret is not None:
                form["client_secret"] = secret.reveal()
        return self._object(Question(places.token, form, headers))

    def _object(self, question: Question) -> JsonObject:
        answer = self._ask(question)
        told = _json(question.address, answer.content)
        if answer.status in SPOKEN or "error" in told:
            raise provider_refuses(told.get("error"))
        if answer.status != _GOOD:
            raise no_answer(question.address, NO_SENSE)
        return told

    def _keys_known(self) -> list[Json]:
        """Give its keys as they were within the hour: one that it took back serves no longer."""
        if self._looked is None or self._clock() - self._looked >= _HELD:
            return self._keys_anew()
        return self._keys

    def _may_look(self) -> bool:
        """Tell whether it is long enough ago that its keys were asked for."""
        return self._looked is None or self._clock() - self._looked >= _BETWEEN_LOOKS

    def _keys_anew(self) -> list[Json]:
        place = self.places().keys
        found = self._object(Question(place)).get("keys")
        if not isinstance(found, list):
            raise no_answer(place, NO_SENSE)
        self._keys, self._looked = found, self._clock()
        return found

    def _discovered(self) -> _Known:
        try:
            found = self._read_places()
        except WeerklankError as error:
            return _Known(self._clock() + _HELD_FAILURE, error)
        return _Known(self._clock() + _HELD, found)

    def _read_places(self) -> Places:
        issuer = self._settings.issuer
        place = issuer.rstrip("/") + _DISCOVERY
        told = self._object(Question(place))
        if told.get("issuer") != issuer:
            raise no_answer(place, OTHER_ISSUER)
        methods = told.get("code_challenge_methods_supported")
        if isinstance(methods, list) and "S256" not in methods:
            raise no_answer(place, NO_PROOF)
        ways = told.get("token_endpoint_auth_methods_supported")
        authorize = self._address(told, "authorization_endpoint")
        token, keys = self._address(told, "token_endpoint"), self._address(told, "jwks_uri")
        if authorize is None or token is None or keys is None:
            raise no_answer(place, INCOMPLETE)
        return Places(
            authorize=authorize,
            token=token,
            keys=keys,
            more=self._address(told, "userinfo_endpoint"),
            end=self._address(told, "end_session_endpoint"),
            names_itself=told.get("authorization_response_iss_parameter_supported") is True,
            by_basic=not isinstance(ways, list) or "client_secret_basic" in ways,
        )

    def _address(self, told: JsonObject, name: str) -> str | None:
        """Give an address of the document; NotNow for one on a server that nobody named."""
        found = told.get(name)
        if found is None:
            return None
        issuer = urlsplit(self._settings.issuer)
        on_loopback = issuer.scheme == "http" and issuer.hostname in LOOPBACK
        if not isinstance(found, str) or not is_safe_address(found, on_loopback=on_loopback):
            raise no_answer(self._settings.issuer, ELSEWHERE)
        if urlsplit(found).netloc.lower() not in {issuer.netloc.lower(), *self._settings.hosts}:
            raise no_answer(self._settings.issuer, ELSEWHERE)
        return found


def provider_refuses(error: Json) -> Refused:
    """Say that a provider does not sign somebody in; of its words those alone that are known."""
    known = error if isinstance(error, str) and error in _ERRORS else "-"
    return Refused(CODE_REFUSED, reason=known)


def _json(address: str, content: bytes) -> JsonObject:
    try:
        told = msgspec.json.decode(content)
    except (msgspec.DecodeError, ValueError) as error:
        raise no_answer(address, NO_SENSE) from error
    if not isinstance(told, dict):
        raise no_answer(address, NO_SENSE)
    return told
