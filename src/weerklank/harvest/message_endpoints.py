"""Endpoints that give direct messages: no question to one of them ever leaves (requirement C3).

One list for all platforms, kept here and not by connectors, so that none can forget it. It also
holds what carries direct messages besides other things, such as Mastodon's notifications.
"""

import re
import unicodedata
from urllib.parse import parse_qs, unquote, urlsplit

from weerklank.harvest.exchange import LEADS_ASTRAY, NoAnswer
from weerklank.model.errors import Refused, fault
from weerklank.model.json_value import JsonObject
from weerklank.model.person_address import without_dots
from weerklank.model.text import Text

MESSAGES_REFUSED = fault(
    "HARVEST-001",
    Text(
        nl="Geweigerd: er werd om privéberichten gevraagd, en die worden nooit gelezen.",
        en="Refused: direct messages were asked for, and those are never read.",
    ),
    Text(
        nl="Er is niets opgevraagd. Meld het bij wie deze koppeling maakte.",
        en="Nothing was requested. Report it to whoever made this connector.",
    ),
)

_PATHS = re.compile(
    r"/api/v\d+(?:_alpha)?/(?:conversations|notifications|push|markers)(?:/|$)"
    r"|/api/v\d+/(?:timelines/direct|streaming|statuses/direct)(?:/|$)"
    r"|/api/v\d+/pleroma/(?:chats|conversations|notifications)(?:/|$)"
    r"|/2/(?:dm_|x?chat(?:/|$)|account_activity/|activity/|broadcasts/[^/]+/chat(?:/|$))"
    r"|/2/users/(?:[^/]+/)?(?:dm/|chat(?:/|$)|public_keys(?:/|$))|/1\.1/(?:direct_messages|dm|account_activity)"
    r"|/(?:v[\d.]+/)?[^/]+/(?:conversations|messages|thread_owner|messag\w+_\w+|messenger_\w+)/?$"
    # Threads and single messages of Meta, by what their numbers begin with, and many questions
    # in one, of which nobody looks at each.
    r"|/v\d+\.\d+/[tm]_[^/]+|/batch(?:/youtube/[^/]+)?/?$|/v2/dm/"
    # LinkedIn, of which one permission covers it all: what members sent to a page, who filled in
    # its forms for leads, and the notices that tell of both.
    r"|/(?:rest|v2)/(?:conversations|messages|inbox|memberChangeLogs|\w*(?:messag|inmail|leadgen|leadform|leadanalytic))"
    r"|/rest/dma\w*notification"
    r"|/xrpc/chat\.bsky\."
    r"|/(?:open_api/v[\d.]+/)?business/message"
    r"|/youtube/v\d+/(?:liveChat|superChatEvents)(?:/|$)",
    re.IGNORECASE,
)
#: Places that give messages when asked so: what a member has, and many questions of Meta in one.
_ASKED_AT = re.compile(
    r"/(?:rest|v2)/memberSnapshotData[^?]*\?.*domain=(?:inbox|\w*messag)"
    r"|/(?:v[\d.]+/?)?\?(?:.*&)?batch=",
    re.IGNORECASE,
)
#: What Meta gives beside a record, when asked by name: `fields=id,conversations{id}`.
_BESIDE = re.compile(
    r"(?:^|[,{(.\s])(?:conversations|messages|thread_owner|messenger_\w+)\s*(?:$|[,{}().])",
    re.IGNORECASE,
)
#: What platforms call archives that hold direct messages, or hold everything (docs/adr/0090).
_ARCHIVED = re.compile(
    r"direct_?messages?|all(?:_data)?|.*(?:conversation|chat|messag|mail)", re.IGNORECASE
)
#: Fields of a question in which an archive is asked for.
_CHOICES = ("category_selection_list", "resources")
_MOST_LAYERS = 6


class LedToMessages(Refused):
    """A server refers to an endpoint of direct messages: nobody here asked for those."""


def demand_no_messages(address: str) -> None:
    """Refuse an address at which a platform gives direct messages, however it is written.

    NoAnswer for what is no address: nobody can tell what would be there.
    """
    try:
        parts = urlsplit(without_dots(address))
    except ValueError:  # such as half of an IPv6 address
        raise NoAnswer(LEADS_ASTRAY) from None
    path, query = parts.path.replace("\\", "/"), parts.query
    for _ in range(_MOST_LAYERS):
        plain = _plain(path)
        if _PATHS.match(plain) or _ASKED_AT.match(f"{plain}?{query}") or _asks_beside(query):
            raise Refused(MESSAGES_REFUSED)
        before = path, query
        path, query = unquote(path), unquote(query)
        if (path, query) == before:
            return
    raise NoAnswer(LEADS_ASTRAY)  # no platform writes an address in as many layers


def _plain(path: str) -> str:
    """Write a path as a server may read it: without `;a` behind names, and signs that show not."""
    shown = "".join(sign for sign in path if unicodedata.category(sign) != "Cf")
    return re.sub("/{2,}", "/", re.sub(";[^/]*", "", shown))


def demand_no_archive_of_messages(body: JsonObject) -> None:
    """Refuse a question for an archive that would have direct messages in it."""
    for field in _CHOICES:
        asked = body.get(field)
        if isinstance(asked, list) and any(_ARCHIVED.match(str(one)) for one in asked):
            raise Refused(MESSAGES_REFUSED)


def _asks_beside(query: str) -> bool:
    """Tell whether direct messages are among what is asked for by name."""
    return "fields" in query.lower() and any(
        _BESIDE.search(value)
        for name, values in parse_qs(query).items()
        if name.lower().startswith("fields")  # `fields[]` and `Fields` too
        for value in values
    )
