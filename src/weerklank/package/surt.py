"""The key under which an index keeps an address: host turned round, path, query in order.

Sort-friendly URI Reordering Transform, as the Python library `surt` writes it, by which pywb and
cdxj-indexer look an address up; addresses that mean the same to a server have one key.
"""

import re
from urllib.parse import quote_from_bytes, unquote_to_bytes

_PARTS = re.compile(
    r"(https?)://([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#.*)?", re.IGNORECASE | re.DOTALL
)
_WWW = re.compile(rb"www\d*\.")
_USUAL = {"http": "80", "https": "443"}
_SAFE = b"!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"
#: Names of sessions in a query; of two addresses that differ in them alone there is one key.
_SESSIONS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rb"^(.*)(?:jsessionid=[0-9a-z]{32})(?:&(.*))?$",
        rb"^(.*)(?:phpsessid=[0-9a-z]{32})(?:&(.*))?$",
        rb"^(.*)(?:sid=[0-9a-z]{32})(?:&(.*))?$",
        rb"^(.*)(?:aspsessionid[a-z]{8}=[a-z]{24})(?:&(.*))?$",
        rb"^(.*)(?:cfid=[^&]+&cftoken=[^&]+)(?:&(.*))?$",
    )
]
#: Bytes of a query in which such a name is looked for: the patterns go back and forth.
_LONGEST = 2000
#: Rounds of decoding: an address that is escaped more often is not followed further.
_ROUNDS = 20


def surt(address: str) -> str:
    """Give the key of an address in ASCII; of any other than HTTP the address in lower case."""
    match = _PARTS.fullmatch(address)
    if match is None:
        scheme, _, rest = address.partition(":")
        bare, _, query = rest.partition("?")
        tail = f"?{_query(query.encode())}" if query else ""
        return f"{scheme}:{_escape(_decoded(bare.encode())).lower()}{tail}"
    scheme, authority, path, query = match.groups()
    place = authority.rpartition("@")[2]
    if place.startswith("["):  # IPv6
        host, _, port = place[1:].partition("]")
    else:
        host, _, port = place.partition(":")
    port = port.lstrip(":")
    reached = f":{port}" if port and port != _USUAL[scheme.lower()] else ""
    kept = _query((query or "").encode())
    return f"{_host(host)}{reached}){_path(path.encode())}{f'?{kept}' if kept else ''}"


def _host(host: str) -> str:
    plain = _decoded(host.encode()).lower().replace(b"..", b".").strip(b".")
    named = _WWW.sub(b"", plain, count=1) if _WWW.match(plain) else plain
    return ",".join(reversed(_escape(named).split(".")))


def _path(path: bytes) -> str:
    kept: list[bytes] = []
    parts = _decoded(path).split(b"/")[1:]
    for part in parts:
        if part == b".." and kept:
            kept.pop()
        elif part != b".":
            kept.append(part)
    whole = b"/" + b"".join(part + b"/" for part in kept[:-1] if part) + (kept or [b""])[-1]
    lowered = _escape(whole).lower()
    return lowered[:-1] if lowered.endswith("/") and len(lowered) > 1 else lowered


def _query(query: bytes) -> str:
    plain = _escape(_decoded(query)).encode()
    for pattern in _SESSIONS:
        match = pattern.match(plain) if len(plain) <= _LONGEST else None
        if match:
            plain = match[1] + (match[2] or b"")
    words = sorted(tuple(part.split(b"=", 1)) for part in plain.lower().split(b"&"))
    return b"&".join(b"=".join(word) for word in words).decode("ascii")


def _decoded(part: bytes) -> bytes:
    for _ in range(_ROUNDS):
        plain = unquote_to_bytes(part)
        if plain == part:
            break
        part = plain
    return part


def _escape(part: bytes) -> str:
    return quote_from_bytes(part, safe=_SAFE)
