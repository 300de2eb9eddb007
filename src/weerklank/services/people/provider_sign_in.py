"""Provider sign-in: somebody goes to the provider of the organisation and comes back known.

By an authorisation code with PKCE, state and nonce (OpenID Connect Core 1.0, 3.1; RFC 7636;
RFC 9207; RFC 9700). What was asked is held in memory, once and for ten minutes, and belongs to the
browser that asked: an answer that comes again, or in another browser, is no answer.
"""

import hmac
import secrets
import threading
import time
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from weerklank.model.errors import Refused, fault
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.person import Role
from weerklank.model.secret import Secret
from weerklank.model.text import Text
from weerklank.services.people.id_token import BAD_ISSUER, refused
from weerklank.services.people.proof_of_asking import challenge_of, drawn
from weerklank.services.people.provider import Provider, provider_refuses
from weerklank.services.people.sign_in_settings import SignInSettings

NOT_ASKED = fault(
    "SIGNIN-004",
    Text(
        nl="Deze aanmelding is verlopen, al gebruikt of in een andere browser begonnen.",
        en="This sign-in has expired, was used already or was begun in another browser.",
    ),
    Text(nl="Meld u opnieuw aan.", en="Sign in anew."),
)
NO_SECOND_FACTOR = fault(
    "SIGNIN-007",
    Text(
        nl="Voor dit archief is een tweede factor nodig, en u meldde zich zonder aan.",
        en="This archive needs a second factor, and you signed in without one.",
    ),
    Text(
        nl="Stel bij uw organisatie een tweede factor in, en meld u dan opnieuw aan.",
        en="Set up a second factor at your organisation, then sign in anew.",
    ),
)
NO_NAME = fault(
    "SIGNIN-008",
    Text(
        nl="De aanmelddienst noemt uw naam niet in een bruikbare vorm.",
        en="The sign-in service does not tell your name in a usable form.",
    ),
    Text(
        nl="Vraag de technisch beheerder om de dienst de claim '{claim}' te laten geven.",
        en="Ask the operator to let the service give the claim '{claim}'.",
    ),
)

#: Seconds that somebody has to sign in at the provider.
PATIENCE = 600.0
#: Sign-ins under way that are remembered at most; the oldest go first.
_MOST_ASKED = 10_000
_LONGEST_NAME = 100
_LONGEST_CODE = 4096


@dataclass(frozen=True, slots=True)
class Begun:
    """Where to go on, and what the browser keeps to show that it was the one that asked."""

    address: str = field(repr=False)
    binding: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Who came back."""

    subject: str
    name: str
    #: Roles by the claim; none: nobody gave this person a role.
    roles: tuple[Role, ...]
    #: Address of ours at which to go on.
    onward: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    binding: str
    nonce: str
    verifier: Secret
    #: Address of ours to which the provider was to lead back.
    back: str
    onward: str
    at: float


class ProviderSignIn:
    """The sign-ins of one archive that are under way."""

    def __init__(
        self,
        settings: SignInSettings,
        provider: Provider,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.settings = settings
        self.provider = provider
        self._clock = clock
        self._asked: dict[str, _Asked] = {}
        self._lock = threading.Lock()

    def begin(self, back: str, onward: str, held: str = "") -> Begun:
        """Begin a sign-in that leads back to an address of ours, and then onward in it.

        `held` is what the browser keeps of one that it began before, in another tab.
        """
        places, settings = self.provider.places(), self.settings
        state, verifier = drawn().reveal(), drawn()
        nonce, binding = drawn().reveal(), secrets.token_urlsafe(32)
        if self.waits_for(held):
            binding = held
        asked = _Asked(
            binding=binding,
            nonce=nonce,
            verifier=verifier,
            back=back,
            onward=onward,
            at=self._clock(),
        )
        with self._lock:
            while len(self._asked) >= _MOST_ASKED:
                del self._asked[next(iter(self._asked))]
            self._asked[state] = asked
        question = {
            "response_type": "code",
            "client_id": settings.client_id,
            "redirect_uri": back,
            "scope": " ".join(settings.scopes),
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge_of(verifier),
            "code_challenge_method": "S256",
        }
        if settings.second_factor is not None and settings.second_factor.acr:
            question["acr_values"] = " ".join(settings.second_factor.acr)
        joined = "&" if "?" in places.authorize else "?"
        return Begun(f"{places.authorize}{joined}{urlencode(question)}", binding)

    def waits_for(self, binding: str) -> bool:
        """Tell whether a browser began a sign-in that may still come back."""
        if not binding:
            return False
        since = self._clock() - PATIENCE
        with self._lock:
            return any(
                one.at >= since and hmac.compare_digest(one.binding.encode(), binding.encode())
                for one in self._asked.values()
            )

    def finish(self, answer: Mapping[str, str], binding: str) -> SignedIn:
        """Take the answer with which a browser came back; Refused when it is not to be believed.

        Whatever comes of it, what was asked is answered by it: no state serves twice.
        """
        with self._lock:
            asked = self._asked.pop(answer.get("state", ""), None)
        if asked is None or self._clock() - asked.at > PATIENCE:
            raise Refused(NOT_ASKED)
        if not hmac.compare_digest(asked.binding.encode(), binding.encode()):
            raise Refused(NOT_ASKED)
        named = answer.get("iss")
        if named != self.settings.issuer and (
            named is not None or self.provider.places().names_itself
        ):
            raise refused(BAD_ISSUER)
        if "error" in answer:
            raise provider_refuses(answer["error"])
        code = answer.get("code", "")
        if not 0 < len(code) <= _LONGEST_CODE:
            raise Refused(NOT_ASKED)
        claims = self.provider.claims(code, asked.verifier, asked.back, asked.nonce)
        roles = self._roles(claims)
        self._demand_second_factor(claims, roles)
        return SignedIn(
            subject=str(claims["sub"]), name=self._name(claims), roles=roles, onward=asked.onward
        )

    def _roles(self, claims: JsonObject) -> tuple[Role, ...]:
        found: Json = claims
        for name in self.settings.way_to_roles:
            found = found.get(name) if isinstance(found, dict) else None
        values = found if isinstance(found, list) else [found]
        return self.settings.roles_of(frozenset(one for one in values if isinstance(one, str)))

    def _demand_second_factor(self, claims: JsonObject, roles: tuple[Role, ...]) -> None:
        asked = self.settings.second_factor
        if asked is None or (asked.roles and not set(asked.roles) & set(roles)):
            return
        ways = claims.get("amr")
        told = {one for one in ways if isinstance(one, str)} if isinstance(ways, list) else set()
        if (asked.acr and claims.get("acr") not in asked.acr) or (
            asked.amr and told.isdisjoint(asked.amr)
        ):
            raise Refused(NO_SECOND_FACTOR)

    def _name(self, claims: JsonObject) -> str:
        """Give the name in one form; Refused for none, and for one with signs that don't show."""
        found = claims.get(self.settings.name_claim)
        plain = (
            unicodedata.normalize("NFC", " ".join(found.split())) if isinstance(found, str) else ""
        )
        if not 0 < len(plain) <= _LONGEST_NAME or not plain.isprintable():
            raise Refused(NO_NAME, claim=self.settings.name_claim)
        return plain
