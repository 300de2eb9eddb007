"""Decide portal: open or close it, and let replies of an account be read on it (ADR 0142)."""

from weerklank.disclose.publicity import is_official
from weerklank.model.clock import iso
from weerklank.model.errors import Refused, fault
from weerklank.model.event import Book
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.person import Role
from weerklank.model.portal import Portal, PortalStep
from weerklank.model.reason import given_reason
from weerklank.model.text import Text
from weerklank.services.disclose.read_portal import (
    ALLOWED,
    CLOSED,
    OPENED,
    WHOLE,
    WITHDRAWN,
    read_portal,
)
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

ALREADY = fault(
    "PORTAL-001",
    Text(nl="Het publieksportaal staat al {state}.", en="The public portal is {state} already."),
    Text(nl="Er is niets veranderd.", en="Nothing was changed."),
)
NOT_OFFICIAL = fault(
    "PORTAL-002",
    Text(
        nl="Account {account} is niet corporate en openbaar: niets ervan staat in het portaal.",
        en="Account {account} is not corporate and public: nothing of it is on the portal.",
    ),
    Text(
        nl="Reacties zijn alleen te lezen bij een account dat zelf in het portaal staat.",
        en="Replies can be read only at an account that is on the portal itself.",
    ),
)
REPLIES_ALREADY = fault(
    "PORTAL-003",
    Text(
        nl="Reacties bij account {account} zijn in het portaal al {state}.",
        en="Replies at account {account} are {state} on the portal already.",
    ),
    Text(nl="Er is niets veranderd.", en="Nothing was changed."),
)
_ON, _OFF = Text("aan", "on"), Text("uit", "off")
_READ, _COUNTED = Text("te lezen", "to be read"), Text("alleen geteld", "counted only")
#: Who switches the portal, and who decides on the text of replies.
SWITCH, ALLOW = Role.ARCHIVIST, Role.PRIVACY


def switch_portal(workplace: Workplace, reason: str, *, is_open: bool) -> Portal:
    """Open or close the portal, as archivist; Refused where it is so already."""
    workplace.require(SWITCH)
    data: JsonObject = {"reason": given_reason(reason)}
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        if read_portal(workplace).is_open is is_open:
            raise Refused(ALREADY, state=_ON if is_open else _OFF)
        workplace.record(Book.DECISIONS, OPENED if is_open else CLOSED, WHOLE, data)
    return read_portal(workplace)


def let_replies(workplace: Workplace, name: str, reason: str, *, is_allowed: bool) -> Portal:
    """Let the text of replies at an account be read, or no more, as privacy officer.

    Refused where it is so already, and of an account that is not on the portal.
    """
    workplace.require(ALLOW)
    account = workplace.register().find(name)
    data: JsonObject = {"reason": given_reason(reason)}
    if is_allowed and not is_official(account):
        raise Refused(NOT_OFFICIAL, account=account.id)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        if (account.id in read_portal(workplace).replies) is is_allowed:
            state = _READ if is_allowed else _COUNTED
            raise Refused(REPLIES_ALREADY, account=account.id, state=state)
        workplace.record(Book.DECISIONS, ALLOWED if is_allowed else WITHDRAWN, account.id, data)
    return read_portal(workplace)


def portal_json(portal: Portal) -> JsonObject:
    """Write what was decided on the portal, with the names of the command line."""
    replies: list[Json] = [
        {"account": account, **_step_json(step)} for account, step in portal.replies.items()
    ]
    step = portal.opened or portal.closed
    return {
        "at": iso(step.at) if step else None,
        "by": step.by if step else None,
        "reason": step.reason if step else None,
        "replies": replies,
        "state": "on" if portal.is_open else "off",
    }


def _step_json(step: PortalStep) -> JsonObject:
    return {"at": iso(step.at), "by": step.by, "reason": step.reason}
