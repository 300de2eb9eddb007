"""Hotspots that are proposed, adopted and withdrawn, and from when an archives act is in force."""

from datetime import date
from http import HTTPStatus
from typing import Annotated

import msgspec

from weerklank.appraise.law import Regime
from weerklank.model.errors import WrongUse
from weerklank.model.hotspot import Criterion, Hotspot
from weerklank.model.text import Text
from weerklank.services.appraise.decide_hotspot import (
    adopt_hotspot,
    hotspot_json,
    propose_hotspot,
    withdraw_hotspot,
)
from weerklank.services.appraise.set_law import laws, set_law
from weerklank.services.find.read_hotspots import find_hotspot
from weerklank.web.api import shapes_of_keeping as shapes
from weerklank.web.api.asked import Line, Lines, Reason
from weerklank.web.api.operation import Call, Listed, NotThere, Paging, paged
from weerklank.web.api.read_keeping import KEEPING
from weerklank.web.api.shapes import Shape


class NewHotspot(
    msgspec.Struct, frozen=True, kw_only=True, rename={"since": "from", "until": "to"}
):
    """What it holds, and why it is one."""

    name: Line
    reason: Line
    since: date
    criteria: Annotated[tuple[Criterion, ...], msgspec.Meta(min_length=1, max_length=10)]
    until: date | None = None
    accounts: Lines = ()
    terms: Lines = ()
    hashtags: Lines = ()


class Adopted(msgspec.Struct, frozen=True, kw_only=True):
    """Which body decided, and when."""

    body: Line
    on: date


class NewLaw(msgspec.Struct, frozen=True, kw_only=True):
    """The first day on which it is in force, and where that is published."""

    begins: date
    source: Line


class LawShape(Shape, frozen=True, kw_only=True):
    """An archives act; without a first day it is not in force yet, or that is not set."""

    law: str
    name: str
    begins: date | None
    source: str


def propose(call: Call) -> object:
    """Propose a hotspot; it keeps nothing until a body has adopted it."""
    given = call.body
    made = propose_hotspot(
        call.visit.workplace,
        given.name,
        accounts=tuple(call.visit.account(one).id for one in given.accounts),
        since=given.since,
        until=given.until,
        terms=given.terms,
        hashtags=given.hashtags,
        criteria=given.criteria,
        reason=given.reason,
    )
    return hotspot_json(made)


def adopt(call: Call) -> object:
    """Enter that a body adopted a hotspot."""
    given, name = call.body, _found(call).id
    return hotspot_json(adopt_hotspot(call.visit.workplace, name, given.body, given.on))


def withdraw(call: Call) -> object:
    """Withdraw a hotspot, with the reason: what it kept goes by the list again."""
    name = _found(call).id
    return hotspot_json(withdraw_hotspot(call.visit.workplace, name, call.body.reason))


def _found(call: Call) -> Hotspot:
    try:
        return find_hotspot(call.visit.workplace, call.path["hotspot"])
    except WrongUse as error:
        raise NotThere from error


def acts(call: Call) -> Listed:
    """List the archives acts."""
    return paged(laws(call.visit.workplace), call.query, lambda pair: _law(*pair, call))


def begin_law(call: Call) -> object:
    """Record from which day an archives act is in force."""
    given, workplace, name = call.body, call.visit.workplace, call.path["law"]
    if all(one.id != name or one.begins for one, _ in laws(workplace)):
        raise NotThere
    set_law(workplace, name, given.begins, given.source)
    return next(_law(one, day, call) for one, day in laws(workplace) if one.id == name)


def _law(one: Regime, begins: date | None, call: Call) -> dict[str, object]:
    say = call.visit.say
    return {"law": one.id, "name": say(one.name), "begins": begins, "source": say(one.source)}


ROWS = (
    KEEPING.do(
        "proposeHotspot",
        "/hotspots",
        "hotspot-propose",
        Text("Stel een hotspot voor", "Propose a hotspot"),
        propose,
        shapes.Hotspot,
        NewHotspot,
        status=HTTPStatus.CREATED,
    ),
    KEEPING.do(
        "adoptHotspot",
        "/hotspots/{hotspot}/vaststellingen",
        "hotspot-adopt",
        Text("Leg vast dat een orgaan hem vaststelde", "Enter that a body adopted it"),
        adopt,
        shapes.Hotspot,
        Adopted,
    ),
    KEEPING.do(
        "withdrawHotspot",
        "/hotspots/{hotspot}/intrekkingen",
        "hotspot-withdraw",
        Text("Trek een hotspot in", "Withdraw a hotspot"),
        withdraw,
        shapes.Hotspot,
        Reason,
    ),
    KEEPING.read(
        "listLaws",
        "/archiefwetten",
        "retention",
        Text("De archiefwetten, en wanneer zij ingaan", "The archives acts, and when they begin"),
        acts,
        LawShape,
        Paging,
    ),
    KEEPING.do(
        "beginLaw",
        "/archiefwetten/{law}/ingangsdagen",
        "retention-law",
        Text("Leg vast wanneer een archiefwet ingaat", "Record when an archives act begins"),
        begin_law,
        LawShape,
        NewLaw,
    ),
)
