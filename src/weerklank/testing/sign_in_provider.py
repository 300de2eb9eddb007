"""A provider of OpenID Connect for tests, made from the specification; asked without a network.

Source: OpenID Connect Core 1.0 and Discovery 1.0, RFC 7636. It signs in whoever it is told to, and
says what it is told to say, also what no honest provider would.
"""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from weerklank.services.people.ask_provider import Answer, Question

CLIENT = "weerklank"
KEY = "sleutel-1"
_LASTS = 300


def rsa_key(name: str, bits: int = 2048) -> RSAPrivateKey:
    """Draw a key, once for each name and size."""
    return _drawn(name, bits)


@cache
def _drawn(_name: str, bits: int) -> RSAPrivateKey:
    return generate_private_key(65537, bits)


@dataclass
class SignInProvider:
    """One provider; its fields may be changed between two questions."""

    issuer: str = "https://aanmelden.voorbeelddam.example"
    #: What the discovery document says otherwise; None leaves something out.
    says: dict[str, object] = field(default_factory=dict)
    #: What the next ID token says otherwise; None leaves something out.
    claims: dict[str, object] = field(default_factory=dict)
    #: What userinfo says.
    more: dict[str, object] = field(default_factory=lambda: {"sub": "s-0001"})
    signer: RSAPrivateKey = field(default_factory=lambda: rsa_key("aanmelden"))
    #: Keys that it publishes; None: that by which it signs.
    published: list[dict[str, Any]] | None = None
    #: Everything that it was asked.
    asked: list[Question] = field(default_factory=list)
    #: Makes the token of claims; None: signed as it should be.
    token: Any = None
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def public_pem(self) -> bytes:
        """Give the public key as text, as who forges by it would have it."""
        form = PublicFormat.SubjectPublicKeyInfo
        return self.signer.public_key().public_bytes(Encoding.PEM, form)

    def jwk(self, **more: object) -> dict[str, Any]:
        """Give the public key as it is published."""
        numbers = self.signer.public_key().public_numbers()
        made = {"kty": "RSA", "n": _number(numbers.n), "e": _number(numbers.e)}
        return {**made, "kid": KEY, "use": "sig", "alg": "RS256", **more}

    def permit(self, address: str) -> dict[str, str]:
        """Sign somebody in at the address to which they were sent; gives what they bring back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        if asked["code_challenge_method"] != "S256" or asked["response_type"] != "code":
            raise ValueError(address)
        code = secrets.token_urlsafe(8)
        self._codes[code] = asked
        return {"code": code, "state": asked["state"], "iss": self.issuer}

    def ask(self, question: Question) -> Answer:
        """Answer a question."""
        self.asked.append(question)
        path = question.address.removeprefix(self.issuer)
        answers: dict[str, Callable[[], object]] = {
            "/.well-known/openid-configuration": self._document,
            "/keys": lambda: {"keys": [self.jwk()] if self.published is None else self.published},
            "/me": lambda: self.more,
        }
        if path == "/token":
            return self._exchange(question.form or {})
        return _answer(200, answers[path]())

    def _document(self) -> dict[str, object]:
        said = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/auth",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/me",
            "end_session_endpoint": f"{self.issuer}/end",
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
            **self.says,
        }
        return {name: one for name, one in said.items() if one is not None}

    def _exchange(self, form: Mapping[str, str]) -> Answer:
        asked = self._codes.pop(form["code"], None)
        if asked is None or form["redirect_uri"] != asked["redirect_uri"]:
            return _answer(400, {"error": "invalid_grant"})
        proof = hashlib.sha256(form["code_verifier"].encode()).digest()
        if _text(proof) != asked["code_challenge"]:
            return _answer(400, {"error": "invalid_grant"})
        now = int(time.time())
        said = {
            "iss": self.issuer,
            "aud": asked["client_id"],
            "sub": "s-0001",
            "iat": now,
            "exp": now + _LASTS,
            "nonce": asked["nonce"],
            "name": "Noor Voorbeeld",
            **self.claims,
        }
        claims = {name: one for name, one in said.items() if one is not None}
        token = self.token(claims) if self.token else self.signed(claims)
        return _answer(200, {"id_token": token, "access_token": "toegang", "token_type": "Bearer"})

    def signed(self, claims: dict[str, object]) -> str:
        """Sign claims as it should be."""
        return jwt.encode(claims, self.signer, "RS256", headers={"kid": KEY})


def _answer(status: int, told: object) -> Answer:
    return Answer(status, json.dumps(told).encode())


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _number(value: int) -> str:
    return _text(value.to_bytes((value.bit_length() + 7) // 8, "big"))
