"""What events say of time stamps: the authorities decided on, and each stamp obtained."""

from collections.abc import Iterable

AUTHORITY = "tsa-ca.pem"
#: Event of a decision on an authority, with its `certificate`.
AUTHORITY_SET = "timestamp.set"
#: Event of a decision to ask none any more, with its `reason`.
AUTHORITY_STOPPED = "timestamp.stopped"
#: Event of a stamp that was obtained: size of the `checkpoint`, `sha256` of the response.
STAMP_OBTAINED = "timestamp.obtained"


def authority_file(certificates: Iterable[str]) -> bytes:
    """Write certificates one after the other, each once, in the order of the decisions.

    Those of earlier authorities stay: their stamps are verified by them.
    """
    lines = (one if one.endswith("\n") else f"{one}\n" for one in dict.fromkeys(certificates))
    return "".join(lines).encode()
