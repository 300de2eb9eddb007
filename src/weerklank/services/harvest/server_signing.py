"""The way to the server that is asked for permission to read an account."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from weerklank.harvest.connecting import SignsIn
from weerklank.harvest.port import Connector
from weerklank.harvest.portability import MakesArchives, Portability
from weerklank.harvest.transport import Transport
from weerklank.model.account import Account
from weerklank.model.connection import Purpose
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

NO_JOBS = fault(
    "HARVEST-210",
    Text(
        nl="{platform} maakt geen archief klaar dat Weerklank kan aanvragen en ophalen. {reason}",
        en="{platform} makes no archive that Weerklank can ask for and fetch. {reason}",
    ),
    Text(
        nl="Oogst het account langs de API, of vraag de export zelf aan en neem die op met "
        "'weerklank import'.",
        en="Harvest the account by the API, or ask for the export yourself and take it in with "
        "'weerklank import'.",
    ),
)

NO_WAY_KNOWN = Text(
    "Zo'n weg kent Weerklank van dit platform niet.",
    "Weerklank knows no such way of this platform.",
)
#: Makes the way out to a server, by the address that a person put into the register or named; the
#: other value is told of each wait that people notice.
TransportFor = Callable[[str, Callable[[float], None]], Transport]


@contextmanager
def signing_in(
    connectors: list[Connector],
    transport_for: TransportFor,
    platform: Platform,
    endpoint: str,
    purpose: Purpose = Purpose.READING,
) -> Iterator[SignsIn]:
    """Hold the way to sign in at a server; WrongUse where its platform knows none."""
    if purpose is Purpose.PORTABILITY:
        demand_jobs(connectors, platform)
    transport = transport_for(endpoint, lambda _: None)
    try:
        for connector in connectors:
            if connector.manifest.platform is platform:
                signing = _way_in(connector, purpose, endpoint, transport)
                if signing is not None:
                    yield signing
                    return
                if connector.manifest.is_open:
                    raise WrongUse(NOT_NEEDED, platform=TITLES[platform])
        raise WrongUse(NO_CONNECTING, platform=TITLES[platform])
    finally:
        transport.close()


def _way_in(
    connector: Connector, purpose: Purpose, endpoint: str, transport: Transport
) -> SignsIn | None:
    if purpose is Purpose.READING:
        return connector.sign_in(endpoint, transport)
    if isinstance(connector, MakesArchives):
        return connector.portability.sign_in(endpoint, transport)
    return None


def jobs_of(connectors: list[Connector], platform: Platform) -> Portability | None:
    """Give how a platform makes archives; None where it does not."""
    for one in connectors:
        if one.manifest.platform is platform and isinstance(one, MakesArchives):
            return one.portability
    return None


def demand_jobs(connectors: list[Connector], platform: Platform) -> Portability:
    """Give how a platform makes archives; WrongUse, with why, where it does not."""
    found = jobs_of(connectors, platform)
    if found is not None:
        return found
    manifests = (one.manifest for one in connectors if one.manifest.platform is platform)
    told = next((one.why_no_jobs for one in manifests if one.why_no_jobs), NO_WAY_KNOWN)
    raise WrongUse(NO_JOBS, platform=TITLES[platform], reason=told)


def home_of(
    connectors: list[Connector], account: Account, purpose: Purpose = Purpose.READING
) -> str:
    """Give the server to ask for an account: the API of its platform, else its own server."""
    if purpose is Purpose.PORTABILITY:
        return demand_jobs(connectors, account.platform).api
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
