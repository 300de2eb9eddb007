"""The way to the server that is asked for permission to read an account."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from weerklank.harvest.connecting import SignsIn
from weerklank.harvest.port import Connector
from weerklank.harvest.transport import Transport
from weerklank.model.account import Account
from weerklank.model.errors import WrongUse, fault
from weerklank.model.platform import TITLES, Platform
from weerklank.model.text import Text
from weerklank.register.admission import LOOPBACK

NO_CONNECTING = fault(
    "CONNECT-005",
    Text(
        nl="Een account van {platform} kan Weerklank nog niet koppelen.",
        en="Weerklank can't connect an account of {platform} yet.",
    ),
    Text(
        nl="Vraag de export van het account aan bij het platform.",
        en="Ask the platform for the export of the account.",
    ),
)
NO_ENDPOINT = fault(
    "CONNECT-010",
    Text(
        nl="Wat als adres van de server is opgegeven, is er geen.",
        en="What was given as the address of the server is none.",
    ),
    Text(
        nl="Geef alleen de server, zoals https://social.example; http mag alleen op de eigen "
        "machine.",
        en="Give the server alone, such as https://social.example; http goes only on the machine "
        "itself.",
    ),
)

NOT_NEEDED = fault(
    "CONNECT-019",
    Text(
        nl="Een account van {platform} wordt zonder toestemming gelezen; koppelen is niet nodig.",
        en="An account of {platform} is read without permission; there is nothing to connect.",
    ),
    Text(
        nl="Oogst het: 'weerklank harvest' met het account.",
        en="Harvest it: 'weerklank harvest' with the account.",
    ),
)

#: Makes the way out to a server, by the address that a person put into the register or named; the
#: other value is told of each wait that people notice.
TransportFor = Callable[[str, Callable[[float], None]], Transport]


@contextmanager
def signing_in(
    connectors: list[Connector], transport_for: TransportFor, platform: Platform, endpoint: str
) -> Iterator[SignsIn]:
    """Hold the way to sign in at a server; WrongUse where its platform knows none."""
    transport = transport_for(endpoint, lambda _: None)
    try:
        for connector in connectors:
            if connector.manifest.platform is platform:
                signing = connector.sign_in(endpoint, transport)
                if signing is not None:
                    yield signing
                    return
                if connector.manifest.is_open:
                    raise WrongUse(NOT_NEEDED, platform=TITLES[platform])
        raise WrongUse(NO_CONNECTING, platform=TITLES[platform])
    finally:
        transport.close()


def home_of(connectors: list[Connector], account: Account) -> str:
    """Give the server to ask for an account: the API of its platform, else its own server."""
    for connector in connectors:
        manifest = connector.manifest
        if manifest.platform is account.platform and manifest.api is not None:
            return manifest.api
    return origin_of(account.url)


def origin_of(address: str) -> str:
    """Give the server of an address, as scheme, name and port."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def server_named(given: str) -> str:
    """Give the server that a person names; WrongUse for what is none, or is asked in the clear."""
    try:
        parts = urlsplit(given.strip())
        host, _ = parts.hostname, parts.port
    except ValueError:  # such as half of an IPv6 address, or a port that is none
        raise WrongUse(NO_ENDPOINT) from None
    is_plain = parts.path in {"", "/"} and not (parts.query or parts.fragment or "@" in given)
    is_guarded = parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)
    if not (host and is_plain and is_guarded):
        raise WrongUse(NO_ENDPOINT)
    return f"{parts.scheme}://{parts.netloc.lower()}"
