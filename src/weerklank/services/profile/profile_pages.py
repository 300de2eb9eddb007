"""The pages of the organisation that its profiles lead to: privacy, channels, landing page."""

from dataclasses import replace
from urllib.parse import urlsplit

from weerklank.model.errors import WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.host_form import with_host_form
from weerklank.model.json_value import JsonObject
from weerklank.model.person import Role
from weerklank.model.profile_template import ProfilePages
from weerklank.model.text import Text, typed
from weerklank.register.admission import LOOPBACK
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

NO_PAGE_ADDRESS = fault(
    "PROFILE-002",
    Text(nl="Wat als pagina is opgegeven, is geen adres.", en="What was given as a page is none."),
    Text(
        nl="Geef het hele adres, zoals https://www.voorbeelddam.example/privacy; http mag alleen "
        "op de eigen machine.",
        en="Give the whole address, such as https://www.voorbeelddam.example/privacy; http goes "
        "only on the machine itself.",
    ),
)
MAY_NAME = (Role.REGISTER_OWNER, Role.COMMUNICATION)
NAMED = "organisation.pages"
_LONGEST = 500


def name_pages(
    workplace: Workplace,
    *,
    privacy: str | None = None,
    contact: str | None = None,
    landing: str | None = None,
) -> ProfilePages:
    """Record the pages that are given; an empty address takes one out, None leaves it.

    WrongUse for what is no address of a page.
    """
    if workplace.actor.name is not None:
        workplace.require(*MAY_NAME)
    given = {"privacy": privacy, "contact": contact, "landing": landing}
    changes = {name: _admitted(one) for name, one in given.items() if one is not None}
    with locked(workplace.layout.lock("register"), "register", wait=True):
        before = workplace.register().pages
        after = replace(before, **changes)
        if after != before:
            workplace.record(Book.REGISTER, NAMED, "organisation", pages_json(after))
    seal_events(workplace)
    return after


def pages_json(pages: ProfilePages) -> JsonObject:
    """Write the pages."""
    return {"contact": pages.contact, "landing": pages.landing, "privacy": pages.privacy}


def _admitted(given: str) -> str | None:
    address = typed(given)
    if not address:
        return None
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:  # such as half of an IPv6 address, or a port that is none
        raise WrongUse(NO_PAGE_ADDRESS) from None
    is_guarded = parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)
    is_plain = "@" not in parts.netloc and " " not in address and len(address) <= _LONGEST
    if not (host and is_guarded and is_plain):
        raise WrongUse(NO_PAGE_ADDRESS)
    return with_host_form(address.partition("#")[0])
