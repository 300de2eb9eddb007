"""Read where a list goes on from a `Link` header (RFC 8288)."""

import re
from urllib.parse import urljoin

_LINK = re.compile(r"<([^<>]*)>((?:\s*;\s*[\w*-]+\s*=\s*(?:\"[^\"]*\"|[^\s,;\"]+))*)")
_REL = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s,;\"]+))", re.IGNORECASE)


def next_page(header: str | None) -> str | None:
    """Give the address of the next page, as written; None when the header names none."""
    for address, parameters in _LINK.findall(header or ""):
        for quoted, bare in _REL.findall(parameters):
            if "next" in (quoted or bare).lower().split():
                return str(address)
    return None


def led_to(address: str, told: str) -> str | None:
    """Give where an answer leads on to, from the address that was asked; None when nowhere."""
    try:
        return urljoin(address, told)
    except ValueError:  # such as half of an IPv6 address
        return None
