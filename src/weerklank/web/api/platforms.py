"""Platforms: what the organisation decided on them, and agreements with their providers."""

from datetime import date
from http import HTTPStatus
from typing import Any

from weerklank.model.agreement import Agreement, AgreementDocument, AgreementKind
from weerklank.model.json_value import JsonObject
from weerklank.model.platform import Platform
from weerklank.model.text import Text
from weerklank.services.register.agreements import (
    add_agreement,
    agreement_json,
    agreements,
    end_agreement,
    stand_of,
    withdraw_agreement,
)
from weerklank.services.register.set_platform_status import (
    Decision,
    platform_list,
    set_platform_status,
)
from weerklank.services.schedule.finish_change import finish_change
from weerklank.web.api.asked import Line, Long, SeenStand
from weerklank.web.api.operation import Call, Listed, NotThere, Paging, paged
from weerklank.web.api.problems import WRONG_VALUES, ApiError, Wrong
from weerklank.web.api.read_register import REGISTER
from weerklank.web.api.shapes import Shape

_NEEDED = Text("Dit veld is hierbij nodig.", "This field is needed with it.")


class NewDecisionOn(SeenStand, frozen=True, kw_only=True):
    """What was decided on a platform, when, and where that can be found."""

    status: Decision
    decided: date
    document: Line | None = None
    without_harvest: Line | None = None


class NewAgreement(SeenStand, frozen=True, kw_only=True):
    """An agreement with `party`; of kind `none` the decision to do without, with measures."""

    kind: AgreementKind
    scope: Long
    valid_from: date
    valid_until: date | None = None
    party: Line | None = None
    document: Line | None = None
    decided: date | None = None
    decided_by: Line | None = None
    measures: Long | None = None
    covers_api: bool = False


class LastDay(SeenStand, frozen=True, kw_only=True):
    """The last day on which it holds."""

    on: date


class PlatformShape(Shape, frozen=True, kw_only=True):
    """A platform with what was decided and agreed; who decides gives `stand` back as `seen`."""

    platform: str
    state: str | None
    decided: date | None
    document: str | None
    without_harvest: str | None
    accounts: list[str]
    agreement: dict[str, Any] | None
    history: list[dict[str, Any]]
    stand: str


class AgreementShape(Shape, frozen=True, kw_only=True):
    """An agreement, or the decision to do without one."""

    agreement: str
    platform: str
    kind: str
    state: str
    scope: str
    valid_from: date
    valid_until: date | None
    party: str | None
    document: dict[str, Any] | None
    decided: date | None
    decided_by: str | None
    measures: str | None
    covers_api: bool
    stand: str


def platforms(call: Call) -> Listed:
    """List every platform with what was decided."""
    found = platform_list(call.visit.workplace)
    return paged(found, call.query, lambda one: _shown(one, call))


def platform(call: Call) -> object:
    """Give one platform."""
    return _about(call, _platform(call))


def decide(call: Call) -> object:
    """Record what the organisation decided on a platform."""
    given, found = call.body, _platform(call)
    set_platform_status(
        call.visit.workplace,
        found,
        given.status,
        decided=given.decided,
        document=given.document,
        without_harvest=given.without_harvest,
        seen=given.seen,
    )
    finish_change(call.visit.workplace)
    return _about(call, found)


def known(call: Call) -> Listed:
    """List the agreements."""
    return paged(agreements(call.visit.workplace), call.query, lambda one: _told(one, call))


def agree(call: Call) -> object:
    """Record an agreement, or the decision to archive without one."""
    given, found = call.body, _platform(call)
    is_none = given.kind is AgreementKind.NONE
    needed: tuple[str, ...] = ("decided", "decided_by", "measures") if is_none else ("party",)
    needed += ("document",) if given.covers_api else ()
    lacking = [one for one in needed if getattr(given, one) is None]
    if lacking:
        wrong = tuple(Wrong("body", one, _NEEDED) for one in lacking)
        raise ApiError(HTTPStatus.BAD_REQUEST, WRONG_VALUES, wrong)
    stated = Agreement(
        id="",
        platform=found,
        kind=given.kind,
        scope=given.scope,
        valid_from=given.valid_from,
        valid_until=given.valid_until,
        party=None if is_none else given.party,
        document=AgreementDocument(place=given.document) if given.document else None,
        decided=given.decided if is_none else None,
        decided_by=given.decided_by if is_none else None,
        measures=given.measures if is_none else None,
        covers_api=given.covers_api,
    )
    made = add_agreement(call.visit.workplace, stated, seen=given.seen)
    finish_change(call.visit.workplace)
    return _told(made, call)


def end(call: Call) -> object:
    """Record the last day of an agreement."""
    made = end_agreement(call.visit.workplace, _agreement(call), call.body.on, call.body.seen)
    finish_change(call.visit.workplace)
    return _told(made, call)


def withdraw(call: Call) -> object:
    """Record that an agreement holds no more from today on."""
    made = withdraw_agreement(call.visit.workplace, _agreement(call), call.body.seen)
    finish_change(call.visit.workplace)
    return _told(made, call)


def _platform(call: Call) -> Platform:
    found = next((one for one in Platform if one == call.path["platform"]), None)
    if found is None:
        raise NotThere
    return found


def _about(call: Call, found: Platform) -> object:
    every = platform_list(call.visit.workplace)
    return _shown(next(one for one in every if one["platform"] == found.value), call)


def _shown(told: JsonObject, call: Call) -> JsonObject:
    stand = stand_of(call.visit.workplace.register(), Platform(str(told["platform"])))
    return {**told, "stand": stand}


def _agreement(call: Call) -> str:
    name = call.path["agreement"]
    if all(one.id != name for one in agreements(call.visit.workplace)):
        raise NotThere
    return name


def _told(one: Agreement, call: Call) -> object:
    workplace = call.visit.workplace
    stand = stand_of(workplace.register(), one.platform)
    return {**agreement_json(one, workplace.today()), "stand": stand}


ROWS = (
    REGISTER.read(
        "listPlatforms",
        "/platforms",
        "platforms",
        Text("De platforms, met wat is besloten", "Platforms, with what was decided"),
        platforms,
        PlatformShape,
        Paging,
    ),
    REGISTER.read(
        "getPlatform",
        "/platforms/{platform}",
        "platform",
        Text("Eén platform", "One platform"),
        platform,
        PlatformShape,
    ),
    REGISTER.do(
        "decidePlatform",
        "/platforms/{platform}/besluiten",
        "platform-decide",
        Text("Leg een besluit over een platform vast", "Record a decision on a platform"),
        decide,
        PlatformShape,
        NewDecisionOn,
    ),
    REGISTER.read(
        "listAgreements",
        "/overeenkomsten",
        "platforms",
        Text("De overeenkomsten met aanbieders", "Agreements with providers"),
        known,
        AgreementShape,
        Paging,
    ),
    REGISTER.do(
        "addAgreement",
        "/platforms/{platform}/overeenkomsten",
        "platform-agree",
        Text("Leg een overeenkomst vast", "Record an agreement"),
        agree,
        AgreementShape,
        NewAgreement,
        status=HTTPStatus.CREATED,
    ),
    REGISTER.do(
        "endAgreement",
        "/overeenkomsten/{agreement}/beeindigingen",
        "agreement-end",
        Text(
            "Leg de laatste dag van een overeenkomst vast", "Record the last day of an agreement"
        ),
        end,
        AgreementShape,
        LastDay,
    ),
    REGISTER.do(
        "withdrawAgreement",
        "/overeenkomsten/{agreement}/intrekkingen",
        "agreement-end",
        Text("Trek een overeenkomst vandaag in", "Withdraw an agreement today"),
        withdraw,
        AgreementShape,
        SeenStand,
    ),
)
