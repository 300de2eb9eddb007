"""The public portal: on or off, what is withheld, and where replies may be read."""

from collections import Counter
from typing import Any

import msgspec

from weerklank.model.portal import Withheld
from weerklank.model.text import Text
from weerklank.services.disclose.decide_portal import let_replies, portal_json, switch_portal
from weerklank.services.disclose.public_items import public_items
from weerklank.web.api.asked import Line
from weerklank.web.api.operation import Call, Listed, Paging, paged
from weerklank.web.api.rows import Rows
from weerklank.web.api.shapes import Moment, Shape
from weerklank.web.permissions import SEE_SPECIAL


class Switch(msgspec.Struct, frozen=True, kw_only=True):
    """On or off, and why."""

    on: bool
    reason: Line


class WithheldQuery(Paging, frozen=True, kw_only=True):
    """For which reason."""

    reason: Withheld | None = None


class PortalShape(Shape, frozen=True, kw_only=True):
    """The decision that holds; the accounts of which replies may be read."""

    state: str
    at: Moment | None
    by: str | None
    reason: str | None
    replies: list[dict[str, Any]]


class PortalFacts(PortalShape, frozen=True, kw_only=True):
    """The same, with how many posts are public, and by reason how many are not."""

    public: int
    reasons: dict[str, int]


class WithheldShape(Shape, frozen=True, kw_only=True):
    """A post that is not public, and why."""

    id: str
    reason: str


def portal(call: Call) -> dict[str, Any]:
    """Tell whether the portal is on and what is public."""
    found = public_items(call.visit.workplace)
    counts = Counter(found.withheld.values())
    return {
        **portal_json(found.decided.portal),
        "public": len(found.items),
        "reasons": {one.value: counts[one] for one in Withheld if counts[one]},
    }


def withheld(call: Call) -> Listed:
    """List what is not public, as far as whoever asks may know which posts those are."""
    asked = call.query.reason if isinstance(call.query, WithheldQuery) else None
    sees_special = not SEE_SPECIAL.isdisjoint(call.visit.roles)
    found = [
        (name, why)
        for name, why in sorted(public_items(call.visit.workplace).withheld.items(), reverse=True)
        if asked in (None, why) and (sees_special or why is not Withheld.SPECIAL)
    ]
    return paged(found, call.query, lambda pair: {"id": pair[0], "reason": pair[1].value})


def switch(call: Call) -> object:
    """Switch the portal on or off."""
    given = call.body
    return portal_json(switch_portal(call.visit.workplace, given.reason, is_open=given.on))


def replies(call: Call) -> object:
    """Let replies at an account be read, or no more."""
    given, account = call.body, call.visit.account(call.path["account"])
    made = let_replies(call.visit.workplace, account.id, given.reason, is_allowed=given.on)
    return portal_json(made)


_PORTAL = Rows(Text("Publieksportaal", "Public portal"))
ROWS = (
    _PORTAL.read(
        "getPortal",
        "/portaal",
        "portal",
        Text(
            "Of het portaal aanstaat, en wat openbaar is",
            "Whether the portal is on, and what is public",
        ),
        portal,
        PortalFacts,
    ),
    _PORTAL.read(
        "listWithheld",
        "/portaal/achtergehouden",
        "portal",
        Text("Wat niet openbaar is, en waarom", "What is not public, and why"),
        withheld,
        WithheldShape,
        WithheldQuery,
    ),
    _PORTAL.do(
        "switchPortal",
        "/portaal/standen",
        "portal-switch",
        Text("Zet het portaal aan of uit", "Switch the portal on or off"),
        switch,
        PortalShape,
        Switch,
    ),
    _PORTAL.do(
        "letReplies",
        "/portaal/accounts/{account}/reacties",
        "portal-replies",
        Text("Laat reacties lezen, of niet meer", "Let replies be read, or no more"),
        replies,
        PortalShape,
        Switch,
    ),
)
