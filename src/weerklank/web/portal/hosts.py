"""Where the portal stands: under a path of the application, or on a host name of its own."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.http.request import split_domain_port

from weerklank.model.errors import WrongUse, fault
from weerklank.model.text import Text
from weerklank.services.disclose.public_files import Addresses
from weerklank.web.replay.hosts import own_origin
from weerklank.web.site import Site

NO_OTHER_HOST = fault(
    "WEB-004",
    Text(
        nl="{address} kan geen adres voor het publieksportaal zijn.",
        en="{address} can't be an address for the public portal.",
    ),
    Text(
        nl="Noem met --site het adres van het archief en met --portal-site een adres met TLS op "
        "een andere naam, zonder pad: https://berichten.gemeente.example.",
        en="Name the address of the archive with --site, and with --portal-site an address with "
        "TLS under another name, without a path: https://posts.municipality.example.",
    ),
)
#: What every address of the portal begins with, on whichever host.
PATH = "/publiek/"


def refuse_unfit(portal: str | None, address: str | None, replay: str | None) -> None:
    """Refuse an address for the portal that another part of the application has (WrongUse)."""
    if portal is None:
        return
    parts = urlsplit(portal)
    others = {urlsplit(one or "").hostname for one in (address, replay)}
    is_bare = not (parts.path.strip("/") or parts.query or parts.fragment or parts.username)
    is_apart = parts.hostname is not None and parts.hostname not in others
    is_led_to = urlsplit(address or "").scheme == "https"
    if parts.scheme != "https" or not (is_bare and is_apart and is_led_to):
        raise WrongUse(NO_OTHER_HOST, address=portal)


def is_portal_host(request: HttpRequest, shown: Site) -> bool:
    """Tell whether a request came to the host that shows the portal and nothing else.

    By its name alone: a port or a dot behind it, and capitals, name the same host.
    """
    if shown.portal_host is None:
        return False
    name, _ = split_domain_port(str(request.META.get("HTTP_HOST", "")))
    return name.removesuffix(".") == shown.portal_host.removesuffix(".")


def origin_of(request: HttpRequest, shown: Site) -> str:
    """Give the origin of the portal, as the public reaches it."""
    return shown.portal or own_origin(request, shown)


def addresses_of(request: HttpRequest, shown: Site) -> Addresses:
    """Give where the portal stands, whole."""
    home = origin_of(request, shown) + PATH
    return Addresses(
        home=home,
        feed=origin_of(request, shown) + request.path,
        post=lambda name: f"{home}id/{name}/",
        sitemap=lambda number: f"{home}sitemap-{number}.xml",
        account=lambda name: f"{home}?account={name}",
    )
