"""The way to the server that is asked for permission to read an account."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from weerklank.harvest.connecting import SignsIn
from weerklank.harvest.port import Connector
from weerklank.harvest.transport import Transport
from weerklank.model.account import Account
from weerklank.model.errors import WrongUse, fault
from weerklank.model.platform import Platform
from weerklank.model.text import Text

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
        raise WrongUse(NO_CONNECTING, platform=platform)
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
