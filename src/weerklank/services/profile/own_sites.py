"""Own sites: name the organisation's own sites, and what of them is harvested along."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

import msgspec

from weerklank.model.errors import WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.host_form import host_form
from weerklank.model.json_value import JsonObject
from weerklank.model.own_hosts import is_host_name, is_of_many
from weerklank.model.own_sites import PORTS, FileKind, OwnSites
from weerklank.model.person import Role
from weerklank.model.text import Text, typed
from weerklank.register.admission import LOOPBACK
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

NO_SITE = fault(
    "PROFILE-003",
    Text(nl="{given} is geen adres van een site.", en="{given} is no address of a site."),
    Text(
        nl="Geef het adres van de site zonder pad, zoals https://www.voorbeelddam.example; http "
        "mag alleen op de eigen machine.",
        en="Give the address of the site without a path, such as "
        "https://www.voorbeelddam.example; http goes only on the machine itself.",
    ),
)
OF_MANY = fault(
    "PROFILE-006",
    Text(
        nl="{given} is geen site van de organisatie alleen.",
        en="{given} is no site of the organisation alone.",
    ),
    Text(
        nl="Op een platform, en onder een achtervoegsel zoals co.uk, staan ook sites van anderen. "
        "Geef de naam die van de organisatie is, zoals https://www.voorbeelddam.example.",
        en="On a platform, and under a suffix such as co.uk, are sites of others too. Give the "
        "name that is the organisation's, such as https://www.voorbeelddam.example.",
    ),
)
NO_LIMIT = fault(
    "PROFILE-004",
    Text(
        nl="De grenzen passen niet: {file} MB per bestand, {run} MB per run.",
        en="The limits do not fit: {file} MB per file, {run} MB per run.",
    ),
    Text(
        nl="Per bestand van 1 tot en met 1000 MB, per run niet minder dan dat en hoogstens "
        "10000 MB.",
        en="Per file from 1 up to and including 1000 MB, per run no less than that and 10000 MB "
        "at most.",
    ),
)
NO_KIND = fault(
    "PROFILE-005",
    Text(nl="Een soort bestand {given} is er niet.", en="There is no kind of file {given}."),
    Text(nl="Kies uit: {kinds}.", en="Choose from: {kinds}."),
)
MAY_NAME = (Role.REGISTER_OWNER, Role.COMMUNICATION)
NAMED = "organisation.sites"
#: What stands in no address of a server.
_BEYOND = frozenset(" ?#\\")
_MOST_SITES, _LONGEST = 50, 250
_LARGEST_FILE, _LARGEST_RUN = 1000, 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteChanges:
    """What is to be otherwise; None leaves what there is."""

    sites: Iterable[str] | None = None
    pages: bool | None = None
    kinds: Iterable[str] | None = None
    most_mb: int | None = None
    most_mb_run: int | None = None


def name_sites(workplace: Workplace, changes: SiteChanges) -> OwnSites:
    """Record which sites are the organisation's own and what is harvested along of them.

    WrongUse for what is no address of a site, no kind of file, or limits that do not fit.
    """
    if workplace.actor.name is not None:
        workplace.require(*MAY_NAME)
    told = {
        "sites": None if changes.sites is None else _sites(changes.sites),
        "pages": changes.pages,
        "kinds": None if changes.kinds is None else _kinds(changes.kinds),
        "most_mb": changes.most_mb,
        "most_mb_run": changes.most_mb_run,
    }
    with locked(workplace.layout.lock("register"), "register", wait=True):
        before = workplace.register().sites
        given = {name: value for name, value in told.items() if value is not None}
        after = msgspec.structs.replace(before, **given)
        _demand_limits(after)
        if after != before:
            workplace.record(Book.REGISTER, NAMED, "organisation", sites_json(after))
    seal_events(workplace)
    return after


def sites_json(sites: OwnSites) -> JsonObject:
    """Write the sites and what is harvested along."""
    return {
        "kinds": list(map(str, sites.kinds)),
        "most_mb": sites.most_mb,
        "most_mb_run": sites.most_mb_run,
        "pages": sites.pages,
        "sites": list(sites.sites),
    }


def _demand_limits(sites: OwnSites) -> None:
    is_file = 1 <= sites.most_mb <= min(_LARGEST_FILE, sites.most_mb_run)
    if not is_file or sites.most_mb_run > _LARGEST_RUN:
        raise WrongUse(NO_LIMIT, file=sites.most_mb, run=sites.most_mb_run)


def _sites(given: Iterable[str]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(_site(one) for one in map(typed, given) if one))
    if len(found) > _MOST_SITES:
        raise WrongUse(NO_SITE, given=found[_MOST_SITES])
    return found


def _site(given: str) -> str:
    try:
        parts = urlsplit(given)
        host, port = host_form(parts.hostname or ""), parts.port
    except ValueError:  # such as half of an IPv6 address, or a port that is none
        raise WrongUse(NO_SITE, given=given[:_LONGEST]) from None
    is_guarded = parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)
    is_bare = parts.path in {"", "/"}
    is_name = host in LOOPBACK or is_host_name(host)
    is_plain = "@" not in parts.netloc and given.isprintable() and len(given) <= _LONGEST
    is_plain = is_plain and not (_BEYOND.intersection(given) or port == 0)
    if not (is_guarded and is_bare and is_name and is_plain):
        raise WrongUse(NO_SITE, given=given[:_LONGEST])
    if is_of_many(host):
        raise WrongUse(OF_MANY, given=given)
    shown = f"[{host}]" if ":" in host else host
    is_usual = port in {None, PORTS[parts.scheme]}
    return f"{parts.scheme}://{shown}{'' if is_usual else f':{port}'}"


def _kinds(given: Iterable[str]) -> tuple[FileKind, ...]:
    chosen = set(given)
    unknown = sorted(chosen - set(FileKind))
    if unknown:
        raise WrongUse(NO_KIND, given=unknown[0], kinds=", ".join(FileKind))
    return tuple(kind for kind in FileKind if kind in chosen)
