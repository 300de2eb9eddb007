"""Read the answer of a platform from the address to which a browser was led, as it was pasted.

For a browser on another machine: nothing listens there, and the address bar holds the answer.
"""

import hmac
from urllib.parse import parse_qs, urlsplit

from weerklank.model.errors import Refused, WrongUse, fault
from weerklank.model.secret import Secret
from weerklank.model.text import Text
from weerklank.services.harvest.connect_account import NOT_BEGUN_HERE

NO_ANSWER_IN_IT = fault(
    "CONNECT-026",
    Text(
        nl="In wat is geplakt, staat geen antwoord van het platform.",
        en="What was pasted holds no answer of the platform.",
    ),
    Text(
        nl="Plak het hele adres waar de browser na de toestemming op uitkwam, ook als daar geen "
        "pagina verscheen.",
        en="Paste the whole address at which the browser ended after the permission, also where "
        "no page appeared.",
    ),
)
_LONGEST = 8192


def read_pasted(pasted: str, state: Secret) -> Secret | None:
    """Give the code of an answer; None when it says that it was not permitted.

    WrongUse for what is no answer; Refused for that to another question than the one begun here.
    """
    pasted = pasted.strip()
    try:
        found = parse_qs(urlsplit(pasted).query if len(pasted) <= _LONGEST else "")
    except ValueError:  # such as half of an IPv6 address, or too many fields
        found = {}
    if not found.keys() & {"code", "error"}:
        raise WrongUse(NO_ANSWER_IN_IT)
    given = found.get("state", [""])[0]
    if not hmac.compare_digest(given.encode(), state.reveal().encode()):
        raise Refused(NOT_BEGUN_HERE)
    return Secret(found["code"][0]) if "code" in found else None
