"""Which addresses stand in a running text, and to whose profiles a text leads."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from weerklank.model.person_address import full_handles, handles_within, inner_addresses

_ADDRESS = re.compile(
    r"""\b[a-z][a-z0-9+.-]*+:[/\\][^\s<>"'\ufffc]++"""
    r"""|\bacct:@?[\w.~-]++@[\w.-]++"""
    r"""|(?<![\w@./:-])\w[\w.-]*+(?::[0-9]++)?/[^\s<>"'\ufffc]++""",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*+:[/\\]|acct:", re.IGNORECASE)
#: Marks that end a sentence, and no address.
AFTER_ADDRESS = ".,;:!?)]}*_\u2019\u201d\u2026"
#: Tells quickly that a text leads to nobody.
_MAY_LEAD = re.compile(r"[/@%]|acct:", re.IGNORECASE)
_MOST_LAYERS = 3


def addresses_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Give where each address in a text begins and ends, and the address with its scheme."""
    for match in _ADDRESS.finditer(text):
        written = match[0].rstrip(AFTER_ADDRESS)
        whole = _SCHEME.match(written) is not None
        if written and (whole or "." in written.partition("/")[0]):
            start = match.start()
            yield start, start + len(written), written if whole else f"https://{written}"


def leads_in(text: str) -> list[str]:
    """Give the addresses in a text, those inside them, and those of full handles; never an error.

    Escaped ones (`%40`) too. Not all are of a profile.
    """
    if _MAY_LEAD.search(text) is None:
        return []
    readings = [text]
    for _ in range(_MOST_LAYERS):
        if "%" not in readings[-1]:
            break
        readings.append(unquote(readings[-1]))
    found: dict[str, None] = {}
    for reading in readings:
        found |= dict.fromkeys(full_handles(reading))
        for _, _, address in addresses_in(reading):
            found[address] = None
            found |= dict.fromkeys((*inner_addresses(address), *handles_within(address)))
    return [*found]
