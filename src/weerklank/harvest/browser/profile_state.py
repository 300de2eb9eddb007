"""Reads with what a browser is signed in, and keeps of it what belongs to one server.

What a person exports of a browser holds the sign-in of everything that this person uses: of that
only the account's own server is taken.
"""

import re
from urllib.parse import urlsplit

import msgspec

from weerklank.model.browser_profile import Cookie, ProfileState, StoredItem, StoredOrigin

#: Bytes of an export; cookies, and stored names of one origin; characters of one value.
MOST_BYTES = 8 << 20
_MOST_COOKIES, _MOST_STORED = 500, 2_000
_LONGEST_COOKIE, _LONGEST_STORED = 4096, 1 << 20
_PORTS = {"http": 80, "https": 443}
_NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,256}")
_VALUE = re.compile(r"[\x20-\x3a\x3c-\x7e]*")
_DOMAIN = re.compile(r"\.?[0-9a-z]([0-9a-z.-]{0,252}[0-9a-z])?")
_PATH = re.compile(r"/[\x21-\x3a\x3c-\x7e]{0,1024}")
_SAME_SITE = frozenset({"Strict", "Lax", "None"})


class NoState(ValueError):
    """What was given is no state of a browser; says nothing of what it is."""


def read_state(content: bytes, home: str) -> ProfileState:
    """Read Playwright's storage state, and give what is of the server of `home`.

    `home` is the address with which the account is registered. All else is left out, and so is
    what no browser would have. Raises NoState where it is something else, or nothing is left.
    """
    if len(content) > MOST_BYTES:
        raise NoState
    try:
        told = msgspec.json.decode(content, type=ProfileState)
    except (ValueError, RecursionError):  # of which none may tell content
        raise NoState from None
    state = of_server(told, home)
    if state.is_empty:
        raise NoState
    return state


def of_server(state: ProfileState, home: str) -> ProfileState:
    """Give what is of the server of `home`, and of nobody else."""
    host = _host(home)
    cookies = [one for one in state.cookies if _is_cookie(one) and _is_sent_to(one.domain, host)]
    origins = [
        StoredOrigin(origin=one.origin, local_storage=_stored(one))
        for one in state.origins
        if one.origin == origin_of(home)
    ]
    return ProfileState(cookies=tuple(cookies[:_MOST_COOKIES]), origins=tuple(origins[:1]))


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return ""


def _is_sent_to(domain: str, host: str) -> bool:
    """Tell whether a browser sends a cookie of this domain to the server."""
    below = domain.removeprefix(".")
    if below == host:
        return True
    # Not of a whole top-level domain: such as that is set for everyone's servers.
    return domain.startswith(".") and "." in below and host.endswith(f".{below}")


def _is_cookie(one: Cookie) -> bool:
    return bool(
        _NAME.fullmatch(one.name)
        and _VALUE.fullmatch(one.value)
        and len(one.name) + len(one.value) <= _LONGEST_COOKIE
        and _DOMAIN.fullmatch(one.domain)
        and _PATH.fullmatch(one.path)
        and one.same_site in _SAME_SITE
    )


def origin_of(home: str) -> str:
    """Give the origin of the account's pages, as browsers write it; empty where there is none."""
    try:
        parts = urlsplit(home)
        port = "" if parts.port in (None, _PORTS.get(parts.scheme)) else f":{parts.port}"
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.hostname}{port}" if parts.hostname else ""


def _stored(one: StoredOrigin) -> tuple[StoredItem, ...]:
    kept = [
        item for item in one.local_storage if len(item.name) + len(item.value) <= _LONGEST_STORED
    ]
    return tuple(kept[:_MOST_STORED])
