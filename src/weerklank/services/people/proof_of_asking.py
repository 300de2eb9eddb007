"""What shows, when an answer comes, that it is to what was asked here, and by who asked."""

import base64
import hashlib
import secrets

from weerklank.model.secret import Secret

#: Bytes of randomness of a state and a verifier (RFC 7636 asks for 32).
_RANDOM = 32


def drawn() -> Secret:
    """Draw a state or a verifier."""
    return Secret(secrets.token_urlsafe(_RANDOM))


def challenge_of(verifier: Secret) -> str:
    """Give what shows at the start that the one who ends is the same (S256, RFC 7636, 4.2)."""
    digest = hashlib.sha256(verifier.reveal().encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
