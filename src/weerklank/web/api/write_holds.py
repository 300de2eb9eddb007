"""Legal holds, and the rights of a post; each as its form on the screen does it."""

from datetime import date
from http import HTTPStatus
from typing import Annotated, Any

import msgspec

from weerklank.model.errors import WrongUse
from weerklank.model.hotspot import Hold
from weerklank.model.text import Text
from weerklank.services.appraise.legal_hold import add_hold, find_hold, hold_json, lift_hold
from weerklank.services.appraise.set_rights import read_entry, set_rights
from weerklank.services.find.read_hotspots import read_holds
from weerklank.services.find.read_rights import rights_json, rights_of
from weerklank.web.api import shapes_of_keeping, shapes_of_posts
from weerklank.web.api.asked import Line, Lines, Reason, Words
from weerklank.web.api.operation import NO_NUL, Call, Listed, NotThere, Paging, paged
from weerklank.web.api.read_keeping import KEEPING
from weerklank.web.api.read_posts import POSTS, found_post


class NewHold(msgspec.Struct, frozen=True, kw_only=True, rename={"since": "from", "until": "to"}):
    """A hold on posts that are named, and on what accounts, period and words say together."""

    ground: Line
    case: Annotated[str, msgspec.Meta(min_length=1, max_length=100, pattern=NO_NUL)]
    accounts: Lines = ()
    since: date | None = None
    until: date | None = None
    query: Words = ""
    items: Lines = ()


class NewRights(msgspec.Struct, frozen=True, kw_only=True):
    """Copyright and portraits of a post: of text and media, or of the media that are named."""

    status: Line | None = None
    licence: Line | None = None
    holder: Line | None = None
    source: Line | None = None
    portrait: Line | None = None
    media: Lines = ()


def holds(call: Call) -> Listed:
    """List the holds, the newest first, those that were lifted too."""
    return paged([*read_holds(call.visit.workplace).values()][::-1], call.query, _hold)


def new_hold(call: Call) -> dict[str, Any]:
    """Put a hold on."""
    given = call.body
    made = add_hold(
        call.visit.workplace,
        given.ground,
        given.case,
        accounts=given.accounts,
        since=given.since,
        until=given.until,
        query=given.query,
        items=given.items,
    )
    return _hold(made)


def end_hold(call: Call) -> dict[str, Any]:
    """Lift a hold."""
    try:
        found = find_hold(call.visit.workplace, call.path["hold"])
    except WrongUse as error:
        raise NotThere from error
    lifted = lift_hold(call.visit.workplace, found.id, call.body.reason)
    return _hold(lifted)


def _hold(found: Hold) -> dict[str, Any]:
    return {
        **hold_json(found),
        "_links": {"self": {"href": "/api/v1/bewaarplichten"}},
    }


def rights(call: Call) -> object:
    """Give what is recorded of a post."""
    found = found_post(call)
    versions = [*(one.item for one in found.versions), found.item]
    return rights_json(rights_of(call.visit.workplace, versions), call.visit.language)


def new_rights(call: Call) -> object:
    """Record rights of a post."""
    given, workplace = call.body, call.visit.workplace
    names = ("status", "licence", "holder", "source", "portrait")
    entry = read_entry({name: getattr(given, name) for name in names})
    found = found_post(call)
    made = set_rights(workplace, (found.item.id,), given.media, entry)
    return {"post": found.item.id, "parts": sum(len(parts) for _, parts in made.entries)}


ROWS = (
    POSTS.read(
        "getRights",
        "/berichten/{post}/rechten",
        "post",
        Text("Wat van een bericht is vastgelegd aan rechten", "The rights of a post"),
        rights,
        shapes_of_posts.Rights,
    ),
    POSTS.do(
        "setRights",
        "/berichten/{post}/rechten",
        "rights-set",
        Text("Leg rechten van een bericht vast", "Record rights of a post"),
        new_rights,
        shapes_of_posts.RightsSet,
        NewRights,
        HTTPStatus.CREATED,
    ),
    KEEPING.read(
        "listHolds",
        "/bewaarplichten",
        "holds",
        Text("Bewaarplichten, ook opgeheven", "Legal holds, lifted ones too"),
        holds,
        shapes_of_keeping.Hold,
        Paging,
    ),
    KEEPING.do(
        "addHold",
        "/bewaarplichten",
        "hold-add",
        Text("Leg een bewaarplicht op", "Put a legal hold on"),
        new_hold,
        shapes_of_keeping.Hold,
        NewHold,
        HTTPStatus.CREATED,
    ),
    KEEPING.do(
        "liftHold",
        "/bewaarplichten/{hold}/opheffingen",
        "hold-lift",
        Text("Hef een bewaarplicht op", "Lift a legal hold"),
        end_hold,
        shapes_of_keeping.Hold,
        Reason,
    ),
)
