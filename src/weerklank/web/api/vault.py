"""The vault: who asks to open a sealed original, and who decides. What was sealed is given never.

Opening takes the key of the vault, for one reader at a screen (docs/adr/0109): a program that held
it could keep what it showed.
"""

from http import HTTPStatus
from typing import Annotated, Any

import msgspec

from weerklank.model.errors import WrongUse
from weerklank.model.person import Role
from weerklank.model.text import Text
from weerklank.model.vault import LONGEST_CASE, VaultGround, VaultRequest
from weerklank.services.vault.read_requests import find_request, read_requests
from weerklank.services.vault.request_opening import (
    approve_request,
    end_request,
    refuse_request,
    request_opening,
)
from weerklank.services.vault.vault_json import vault_json
from weerklank.web.api.asked import Reason
from weerklank.web.api.operation import NO_NUL, Call, Listed, NotThere, Paging, paged
from weerklank.web.api.read_posts import found_post
from weerklank.web.api.rows import Rows
from weerklank.web.api.shapes import Moment, SelfLink, Shape
from weerklank.web.open_views import VIEWS
from weerklank.web.views.vault import sees


class NewOpening(msgspec.Struct, frozen=True, kw_only=True):
    """On which ground a version is to be opened, and under which case number."""

    ground: VaultGround
    case: Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_CASE, pattern=NO_NUL)]
    version: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] | None = None


class Opening(Shape, frozen=True, kw_only=True, rename={"links": "_links"}):
    """A request to open a sealed original, with every step; never what was sealed."""

    request: str
    state: str
    account: str
    id: str
    version: int
    ground: str
    case: str
    history: list[dict[str, Any]]
    waits_until: Moment
    open_before: Moment | None
    shown_until: Moment | None
    reason: str | None
    stated_only: bool
    links: SelfLink


def openings(call: Call) -> Listed:
    """List the requests, the newest first: one's own, or all for who decides or supervises."""
    found = [one for one in read_requests(call.visit.workplace).values() if sees(call.visit, one)]
    return paged(found[::-1], call.query, lambda one: _told(one, call))


def opening(call: Call) -> dict[str, Any]:
    """Give one request."""
    return _told(_found(call), call)


def ask(call: Call) -> dict[str, Any]:
    """Ask to open what was sealed of a version of a post."""
    given, found = call.body, found_post(call)
    versions = {one.item.version for one in found.versions} | {found.item.version}
    version = given.version or found.item.version
    if version not in versions:
        raise NotThere
    made = request_opening(call.visit.workplace, found.item.id, given.ground, given.case, version)
    return _told(made, call)


def approve(call: Call) -> dict[str, Any]:
    """Approve a request of somebody else."""
    return _told(approve_request(call.visit.workplace, _found(call).id), call)


def refuse(call: Call) -> dict[str, Any]:
    """Refuse a request, with the reason."""
    return _told(refuse_request(call.visit.workplace, _found(call).id, call.body.reason), call)


def end(call: Call) -> dict[str, Any]:
    """Close what is open, or take a request or approval back."""
    found = _found(call)
    if found.requested.by == call.visit.name or Role.PRIVACY in call.visit.roles:
        VIEWS.drop(found.id)
    return _told(end_request(call.visit.workplace, found.id), call)


def _found(call: Call) -> VaultRequest:
    try:
        found = find_request(call.visit.workplace, call.path["opening"])
    except WrongUse as error:
        raise NotThere from error
    if not sees(call.visit, found):
        raise NotThere
    return found


def _told(found: VaultRequest, call: Call) -> dict[str, Any]:
    here = f"/api/v1/kluisverzoeken/{found.id}"
    return {**vault_json(call.visit.workplace, found), "_links": {"self": {"href": here}}}


_VAULT = Rows(Text("Kluis", "Vault"))
ROWS = (
    _VAULT.read(
        "listOpenings",
        "/kluisverzoeken",
        "vault",
        Text(
            "Verzoeken om een verzegeld origineel te openen", "Requests to open a sealed original"
        ),
        openings,
        Opening,
        Paging,
    ),
    _VAULT.read(
        "getOpening",
        "/kluisverzoeken/{opening}",
        "vault-one",
        Text("Eén verzoek; nooit wat is verzegeld", "One request; never what was sealed"),
        opening,
        Opening,
    ),
    _VAULT.do(
        "askOpening",
        "/berichten/{post}/kluisverzoeken",
        "vault-request",
        Text("Vraag een verzegeld origineel te openen", "Ask to open a sealed original"),
        ask,
        Opening,
        NewOpening,
        status=HTTPStatus.CREATED,
    ),
    _VAULT.do(
        "approveOpening",
        "/kluisverzoeken/{opening}/goedkeuringen",
        "vault-decide",
        Text("Keur een verzoek van een ander goed", "Approve a request of somebody else"),
        approve,
        Opening,
    ),
    _VAULT.do(
        "refuseOpening",
        "/kluisverzoeken/{opening}/weigeringen",
        "vault-decide",
        Text("Weiger een verzoek, met de reden", "Refuse a request, with the reason"),
        refuse,
        Opening,
        Reason,
    ),
    _VAULT.do(
        "endOpening",
        "/kluisverzoeken/{opening}/beeindigingen",
        "vault-end",
        Text(
            "Sluit wat open is, of neem een verzoek terug",
            "Close what is open, or take a request back",
        ),
        end,
        Opening,
    ),
)
