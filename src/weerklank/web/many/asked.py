"""What of a request is handed on, and to whom: its host decides, and nothing else that it says.

What the front and a server behind it could read otherwise is refused, not mended: a host that is
named twice, an address with a host of its own, a header under two spellings.
"""

import ipaddress
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

Headers = list[tuple[str, str]]

_HOST = re.compile(r"([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?::\d{1,5})?", re.IGNORECASE | re.ASCII)
_TARGET = re.compile(r"/[!-\"$-~]*", re.ASCII)  # a path from the root; no blank, no fragment
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
#: Of one connection, so never handed on.
HOP = frozenset(
    {"connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection"}
    | {"te", "trailer", "transfer-encoding", "upgrade"}
)
#: What the web server in front says; from anybody else it says nothing.
_SAID_IN_FRONT = frozenset({"forwarded", "x-real-ip", "expect"})
#: Of which two would be read as one by some and as the other by others.
_ONCE = frozenset(
    {"host", "content-length", "content-type", "authorization", "origin", "referer", "range"}
    | {"x-csrftoken", "x-forwarded-proto", "transfer-encoding", "content-encoding"}
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request goes nowhere: a status of HTTP."""

    status: int


def host_of(headers: Headers) -> str | Refusal:
    """Give the host that a request names, without its port."""
    named = [value for name, value in headers if name.lower() == "host"]
    found = _HOST.fullmatch(named[0]) if len(named) == 1 else None
    return found[1].lower() if found else Refusal(400)


def refusal(method: str, target: str, headers: Headers) -> Refusal | None:
    """Tell whether a request is one that two readers might take for two things."""
    if method not in _METHODS:
        return Refusal(405)
    if not _TARGET.fullmatch(target):
        return Refusal(400)
    times = Counter(name.lower() for name, _ in headers)
    if any(times[name] > 1 for name in _ONCE):
        return Refusal(400)
    if {"content-length", "transfer-encoding"} <= times.keys():
        return Refusal(400)
    # Its length is not told: a server behind would read nothing of it.
    return Refusal(411) if times["transfer-encoding"] else None


def client_of(peer: str, headers: Headers, believed: Collection[str]) -> str | None:
    """Give where somebody comes from, by what the web server in front says as its last word.

    None for what did not come over TLS by a web server that is believed.
    """
    if not is_believed(peer, believed):
        return None
    said: Mapping[str, str] = {name.lower(): value for name, value in headers}
    if said.get("x-forwarded-proto") != "https":
        return None
    last = said.get("x-forwarded-for", "").rpartition(",")[2].strip()
    try:
        return str(ipaddress.ip_address(last))
    except ValueError:
        return peer


def is_believed(peer: str, believed: Collection[str]) -> bool:
    """Tell whether a web server in front speaks: on this machine, or one that is named."""
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return False
    return address.is_loopback or str(address) in believed


def handed_on(headers: Headers, client: str) -> Headers:
    """Give the headers that a server behind gets, with ours about the connection."""
    dropped = HOP | _SAID_IN_FRONT | _named_by_connection(headers)
    kept = [
        (name, value)
        for name, value in headers
        if name.lower() not in dropped
        and not name.lower().startswith("x-forwarded-")
        and "_" not in name  # a server behind would read it as the one with a dash
    ]
    return [*kept, ("X-Forwarded-For", client), ("X-Forwarded-Proto", "https")]


def given_back(headers: Iterable[tuple[bytes, bytes]]) -> Headers:
    """Give the headers of an answer that go to who asked."""
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, value in headers
        if name.decode("latin-1").lower() not in HOP
    ]


def _named_by_connection(headers: Headers) -> frozenset[str]:
    """Give what a request calls its connection's own; what decides where it goes is not that."""
    named = ",".join(value for name, value in headers if name.lower() == "connection")
    found = {one.strip().lower() for one in named.split(",")}
    return frozenset(found) - {"host", "content-length", "content-type", "cookie", "authorization"}
