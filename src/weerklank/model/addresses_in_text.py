"""Which addresses stand in a running text."""

import re
from collections.abc import Iterator

_ADDRESS = re.compile(
    r"""\b[a-z][a-z0-9+.-]{0,60}+:[/\\][^\s<>"'\ufffc]++"""
    r"""|\bacct:@?[\w.~-]++@[\w.-]++"""
    r"""|\bdid:(?:plc|web):[\w.:%-]++"""
    r"""|(?<![\w@./:-])\w[\w.-]*+(?::[0-9]++)?/[^\s<>"'\ufffc]++""",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*+:[/\\]|acct:|did:(?:plc|web):", re.IGNORECASE)
#: Marks that end a sentence, and no address.
AFTER_ADDRESS = ".,;:!?)]}*_\u2019\u201d\u2026"


def addresses_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Give where each address in a text begins and ends, and the address with its scheme."""
    for match in _ADDRESS.finditer(text):
        written = match[0].rstrip(AFTER_ADDRESS)
        whole = _SCHEME.match(written) is not None
        if written and (whole or "." in written.partition("/")[0]):
            start = match.start()
            yield start, start + len(written), written if whole else f"https://{written}"
