"""ID token: whether what a provider says of somebody is signed, for us, of now, and an answer.

Source: OpenID Connect Core 1.0, 3.1.3.7; RFC 8725 (best practice of JWT). PyJWT looks at the
signature, the times, the issuer and the audience; the rest is looked at here.
"""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from weerklank.model.errors import Refused, fault
from weerklank.model.json_value import JsonObject
from weerklank.model.text import Text

BAD_TOKEN = fault(
    "SIGNIN-006",
    Text(
        nl="Wat de aanmelddienst over u zegt, is niet te vertrouwen: {reason}.",
        en="What the sign-in service says of you can't be trusted: {reason}.",
    ),
    Text(
        nl="Meld u opnieuw aan. Gebeurt het weer, geef deze code dan aan de technisch beheerder.",
        en="Sign in anew. If it happens again, give this code to the operator.",
    ),
)
NO_TOKEN = Text("het is geen verklaring", "it is no statement")
BAD_ALGORITHM = Text(
    "het is ondertekend op een manier die niet mag", "it is signed in a way that is not allowed"
)
BAD_KEY = Text(
    "het is niet met een sleutel van de dienst ondertekend",
    "it is not signed with a key of the service",
)
BAD_SIGNATURE = Text("de handtekening klopt niet", "the signature is wrong")
EXPIRED = Text("het is verlopen, of de klok loopt voor", "it has expired, or the clock is ahead")
NOT_YET = Text(
    "het geldt nog niet, of de klok loopt achter", "it does not hold yet, or the clock is behind"
)
BAD_ISSUER = Text("het komt van een andere dienst", "it comes from another service")
BAD_AUDIENCE = Text("het is voor een ander programma", "it is for another program")
BAD_NONCE = Text("het hoort bij een andere aanmelding", "it belongs to another sign-in")
BAD_SUBJECT = Text("er staat niet in over wie het gaat", "it does not say whom it is about")

#: Kinds of key by how an algorithm begins; nothing that a public key could forge.
_KINDS = {"RS": "RSA", "PS": "RSA", "ES": "EC", "Ed": "OKP"}
ALGORITHMS = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
)
#: Seconds that the clocks of a provider and of this machine may differ.
LEEWAY = 60
_LEAST_BITS = 2048
_LONGEST_SUBJECT = 255
_REASONS: tuple[tuple[type[jwt.InvalidTokenError], Text], ...] = (
    (jwt.ExpiredSignatureError, EXPIRED),
    (jwt.ImmatureSignatureError, NOT_YET),
    (jwt.InvalidIssuerError, BAD_ISSUER),
    (jwt.InvalidAudienceError, BAD_AUDIENCE),
    (jwt.InvalidSignatureError, BAD_SIGNATURE),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """Of whom, for whom, and in answer to what a token is to be."""

    issuer: str
    client_id: str
    nonce: str


@dataclass(frozen=True, slots=True)
class Signed:
    """By what a token says that it is signed; not believed yet."""

    algorithm: str
    key: str | None


def signed_by(token: str) -> Signed:
    """Read by which algorithm and key a token says it is signed; Refused for one not allowed."""
    try:
        header: JsonObject = jwt.get_unverified_header(token)
    except jwt.InvalidTokenError as error:
        raise refused(NO_TOKEN) from error
    algorithm, key = header.get("alg"), header.get("kid")
    if not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
        raise refused(BAD_ALGORITHM)
    return Signed(algorithm, key if isinstance(key, str) else None)


def fitting_key(signed: Signed, keys: Iterable[object]) -> jwt.PyJWK | None:
    """Give the key of a provider by which a token may be signed; None when there is none.

    A key for encryption, of another kind, for another algorithm or with too few bits is none.
    """
    for one in keys:
        if not isinstance(one, dict) or one.get("kty") != _KINDS[signed.algorithm[:2]]:
            continue
        if one.get("use", "sig") != "sig" or one.get("alg", signed.algorithm) != signed.algorithm:
            continue
        if signed.key is not None and one.get("kid") != signed.key:
            continue
        try:
            key = jwt.PyJWK(one, algorithm=signed.algorithm)
        except (jwt.PyJWTError, ValueError, TypeError):
            continue
        if isinstance(key.key, RSAPublicKey) and key.key.key_size < _LEAST_BITS:
            continue
        return key
    return None


def checked_claims(token: str, signed: Signed, key: jwt.PyJWK, expected: Expected) -> JsonObject:
    """Give the claims of a token that holds; Refused with why it does not."""
    try:
        claims: JsonObject = jwt.decode(
            token,
            key,
            algorithms=[signed.algorithm],
            audience=expected.client_id,
            issuer=expected.issuer,
            leeway=LEEWAY,
            options={"require": ["aud", "exp", "iat", "iss", "sub"]},
        )
    except jwt.InvalidTokenError as error:
        raise refused(_reason(error)) from error
    audience, party = claims["aud"], claims.get("azp")
    if party is not None and party != expected.client_id:
        raise refused(BAD_AUDIENCE)
    if isinstance(audience, list) and len(audience) > 1 and party is None:
        raise refused(BAD_AUDIENCE)
    nonce = claims.get("nonce")
    if not isinstance(nonce, str) or not hmac.compare_digest(
        nonce.encode(), expected.nonce.encode()
    ):
        raise refused(BAD_NONCE)
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST_SUBJECT:
        raise refused(BAD_SUBJECT)
    return claims


def _reason(error: jwt.InvalidTokenError) -> Text:
    return next((text for kind, text in _REASONS if isinstance(error, kind)), NO_TOKEN)


def refused(reason: Text) -> Refused:
    """Say why a token does not hold."""
    return Refused(BAD_TOKEN, reason=reason)
