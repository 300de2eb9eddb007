"""The one form of a host, in which hosts are compared and kept.

An internationalised host has two spellings: `münchen.example`, as people write it, and the one
that goes over the line, `xn--mnchen-3ya.example` (RFC 5890). Servers write either. The latter is
the form here, as it can be told from no other host by eye alone, and is plain ASCII.

Source for what is one label: UTS 46, without its tables: compatibility forms and capitals are
made one, `ß` stays, as browsers have it. Python's own codec follows the older RFC 3490.
"""

import re
import unicodedata
from urllib.parse import urlsplit

_DOTS = re.compile("[.\u3002\uff0e\uff61]")
#: Marks that show nothing: the soft hyphen and its like.
_INVISIBLE = dict.fromkeys((0xAD, 0x200B, 0x2060, 0xFEFF))


def host_form(host: str) -> str:
    """Give a host in its one form: small letters, ASCII, no dots at its end.

    With a port, `host:port`, the port stays. Never an error: what is no host is given back in
    small letters.
    """
    host = host.lower()
    if host.isascii():
        return host.rstrip(".")
    name, sign, port = host.partition(":")
    form = ".".join(map(_label, _DOTS.split(name))).rstrip(".")
    return f"{form}{sign}{port}"


def _label(label: str) -> str:
    same = unicodedata.normalize("NFKC", label.translate(_INVISIBLE)).lower()
    same = unicodedata.normalize("NFC", same)
    if same.isascii():
        return same
    return f"xn--{same.encode('punycode').decode('ascii')}"


def handle_form(handle: str) -> str:
    """Give `name@server` in small letters, its server in the one form; a name alone as well."""
    name, sign, server = handle.rpartition("@")
    return f"{name.lower()}{sign}{host_form(server)}" if sign else handle.lower()


def with_host_form(address: str) -> str:
    """Give an address with its host in the one form; what is no address as it is."""
    try:
        server = urlsplit(address).netloc
    except ValueError:
        return address
    return address.replace(server, host_form(server), 1) if server else address
