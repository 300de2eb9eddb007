"""Endpoints that give direct messages: no question to one of them ever leaves (requirement C3).

One list for all platforms, kept here and not by connectors, so that none can forget it. It also
holds what carries direct messages besides other things, such as Mastodon's notifications.
"""

import re
from urllib.parse import unquote, urlsplit

from weerklank.model.errors import Refused, fault
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
    r"|/2/(?:dm_|chat(?:/|$))"
    r"|/(?:v[\d.]+/)?[^/]+/(?:conversations|messages)/?$"
    r"|/rest/(?:conversations|messages|dma\w*message)"
    r"|/xrpc/chat\.bsky\."
    r"|/(?:open_api/v[\d.]+/)?business/message",
    re.IGNORECASE,
)
_MOST_LAYERS = 4


class LedToMessages(Refused):
    """A server refers to an endpoint of direct messages: nobody here asked for those."""


def demand_no_messages(address: str) -> None:
    """Refuse an address at which a platform gives direct messages, however it is written."""
    path = urlsplit(without_dots(address)).path.replace("\\", "/")
    for _ in range(_MOST_LAYERS):
        if _PATHS.match(re.sub("/{2,}", "/", path)):
            raise Refused(MESSAGES_REFUSED)
        path = unquote(path)
