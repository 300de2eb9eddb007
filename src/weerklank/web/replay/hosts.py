"""Which host shows kept pages: a name of its own, that never shows the application (ADR 0099)."""

import json
import re
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from django.http import HttpRequest

from weerklank.model.errors import WrongUse, fault
from weerklank.model.text import Text
from weerklank.web.site import Site
from weerklank.web.static_files import REPLAY

NO_OTHER_HOST = fault(
    "WEB-003",
    Text(
        nl="{address} kan geen adres voor pagina's zoals toen zijn.",
        en="{address} can't be an address for pages as they were.",
    ),
    Text(
        nl="Noem met --site het adres van het archief en met --replay-site een adres met TLS op "
        "een andere naam, zonder pad: https://paginas.archief.example.",
        en="Name the address of the archive with --site, and with --replay-site an address with "
        "TLS under another name, without a path: https://pages.archive.example.",
    ),
)
#: Why pages are shown as a picture alone.
OFF = Text(
    "Deze server heeft geen tweede naam om pagina's op te tonen; de technisch beheerder stelt "
    "die in (serve --replay-site).",
    "This server has no second name to show pages on; the operator sets one "
    "(serve --replay-site).",
)
#: On a laptop; every browser that follows the standards leads it to the machine itself.
_LOCAL_NAME = "replay.localhost"
_LOCAL = re.compile(re.escape(_LOCAL_NAME) + r"(:\d{1,5})?")
_OWN = re.compile(r"(?:localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?")


@dataclass(frozen=True, slots=True)
class Replayer:
    """What replays pages: a work apart, of which the source is offered."""

    version: str
    source: str


@cache
def replayer() -> Replayer:
    """Tell what replays pages."""
    return Replayer(**json.loads((REPLAY / "about.json").read_text()))


def refuse_unfit(replay: str | None, address: str | None) -> None:
    """Refuse an address for pages that would share anything with that of the archive."""
    if replay is None:
        return
    parts, own = urlsplit(replay), urlsplit(address or "")
    is_bare = not (parts.path.strip("/") or parts.query or parts.fragment or parts.username)
    is_apart = parts.hostname is not None and parts.hostname != own.hostname
    if parts.scheme != "https" or own.scheme != "https" or not (is_bare and is_apart):
        raise WrongUse(NO_OTHER_HOST, address=replay)


def is_replay(request: HttpRequest, shown: Site) -> bool:
    """Tell whether a request came to the host of pages."""
    host = _host(request)
    if shown.replay is not None:
        return host == urlsplit(shown.replay).netloc
    return shown.address is None and _LOCAL.fullmatch(host) is not None


def replay_origin(request: HttpRequest, shown: Site) -> str | None:
    """Give the origin on which the pages of a request's archive are shown; None for nowhere."""
    if shown.replay is not None:
        return shown.replay
    own = _OWN.fullmatch(_host(request))
    if shown.address is not None or own is None:
        return None
    return f"http://{_LOCAL_NAME}{own[1] or ''}"


def own_origin(request: HttpRequest, shown: Site) -> str:
    """Give the origin of the application, as who looks reaches it."""
    return shown.address or f"http://{_host(request)}"


def _host(request: HttpRequest) -> str:
    return str(request.META.get("HTTP_HOST", "")).lower()
