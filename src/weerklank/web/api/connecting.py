"""Connections of accounts: what is permitted, a look at it, and its end.

Permission itself is given in a browser, at the platform, by who manages the account.
"""

from typing import Any

import msgspec

from weerklank import bootstrap
from weerklank.model.clock import iso
from weerklank.model.connection import Purpose
from weerklank.model.connection_words import findings_at, is_ok
from weerklank.model.text import Text
from weerklank.services.harvest.browser_profile import forget_profile
from weerklank.services.harvest.connect_account import Connecting
from weerklank.services.harvest.connection_json import finding_json, looked_json
from weerklank.services.harvest.held_connection import connection_of
from weerklank.web.api.operation import Call, Query
from weerklank.web.api.read_register import REGISTER
from weerklank.web.api.shapes import Moment, Shape


class PurposeQuery(Query, frozen=True, kw_only=True):
    """Which permission: to read, or to ask for archives."""

    purpose: Purpose = Purpose.READING


class GivenPurpose(msgspec.Struct, frozen=True, kw_only=True):
    """Which permission: to read, or to ask for archives."""

    purpose: Purpose = Purpose.READING


class ConnectionShape(Shape, frozen=True, kw_only=True):
    """The permission of an account, without its secrets; findings say what is to be done."""

    account: str
    state: str
    ok: bool
    findings: list[dict[str, Any]]
    at: Moment | None = None
    by: str | None = None
    ends: Moment | None = None
    endpoint: str | None = None
    scopes: list[str] | None = None


def connection(call: Call) -> dict[str, Any]:
    """Give the permission of an account."""
    workplace, account = call.visit.workplace, call.visit.account(call.path["account"])
    purpose = call.query.purpose if isinstance(call.query, PurposeQuery) else Purpose.READING
    held = connection_of(workplace, account, purpose)
    if held is None:
        return {"account": account.id, "state": "not_connected", "ok": False, "findings": []}
    found, scopes = findings_at(held, workplace.clock.now()), held.granted.scopes
    return {
        "account": account.id,
        "state": "connected",
        "ok": is_ok(found),
        "findings": [finding_json(one, call.visit.language) for one in found],
        "at": iso(held.at),
        "by": held.by,
        "ends": iso(held.granted.ends) if held.granted.ends else None,
        "endpoint": held.endpoint,
        "scopes": None if scopes is None else [*scopes],
    }


def look(call: Call) -> object:
    """Look at the permission again, at its server."""
    account = call.visit.account(call.path["account"])
    return looked_json(account.id, _connecting(call).look_again(account.id), call.visit.language)


def end(call: Call) -> object:
    """Withdraw the permission at its server, and let it go here."""
    account = call.visit.account(call.path["account"])
    return looked_json(account.id, _connecting(call).disconnect(account.id), call.visit.language)


def end_browser(call: Call) -> object:
    """Let the signed-in browser of an account go."""
    account = call.visit.account(call.path["account"])
    looked = forget_profile(call.visit.workplace, account.id)
    return looked_json(account.id, looked, call.visit.language)


def _connecting(call: Call) -> Connecting:
    opened = call.visit.workplace
    way_out = bootstrap.transport_for(opened)
    return Connecting(opened, bootstrap.connectors(), way_out, call.body.purpose)


ROWS = (
    REGISTER.read(
        "getConnection",
        "/accounts/{account}/koppeling",
        "account-connect",
        Text(
            "De toestemming om een account te lezen, zonder geheimen",
            "The permission to read an account, without secrets",
        ),
        connection,
        ConnectionShape,
        PurposeQuery,
    ),
    REGISTER.do(
        "checkConnection",
        "/accounts/{account}/koppeling/controles",
        "account-connect-check",
        Text("Kijk de toestemming na", "Look at the permission again"),
        look,
        ConnectionShape,
        GivenPurpose,
    ),
    REGISTER.do(
        "disconnectAccount",
        "/accounts/{account}/koppeling/beeindigingen",
        "account-disconnect",
        Text("Trek de toestemming in", "Withdraw the permission"),
        end,
        ConnectionShape,
        GivenPurpose,
    ),
    REGISTER.do(
        "forgetBrowser",
        "/accounts/{account}/koppeling/browser/beeindigingen",
        "account-disconnect",
        Text("Laat de aangemelde browser los", "Let the signed-in browser go"),
        end_browser,
        ConnectionShape,
    ),
)
