"""The improvement plan: measures where full is not reached; a new measurement closes them."""

from datetime import date
from http import HTTPStatus
from typing import Any

import msgspec

from weerklank import bootstrap
from weerklank.model.errors import WrongUse
from weerklank.model.plan import Aim
from weerklank.model.text import Text
from weerklank.services.plan.decide_plan import add_line, change_line, find_standing, limit_line
from weerklank.services.plan.plan_json import proposal_json, standing_json
from weerklank.services.plan.propose_lines import propose_lines
from weerklank.services.runs.read_plan import PlanStanding, plan_standing
from weerklank.services.seal.read_yardstick import yardstick_of
from weerklank.web.api.asked import Line, Long, Word, Words
from weerklank.web.api.operation import Call, Listed, NotThere, Paging, paged
from weerklank.web.api.rows import Rows
from weerklank.web.api.shapes import Moment, SelfLink, Shape


class NewLine(msgspec.Struct, frozen=True, kw_only=True):
    """What is done about a check, by whom and by when."""

    check: Line
    measure: Long
    owner: Line
    due: date
    account: Word | None = None
    mitigation: Words = ""
    aim: Aim | None = None


class ChangedLine(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes otherwise, and why."""

    reason: Line
    measure: Long | None = None
    owner: Line | None = None
    due: date | None = None
    mitigation: Long | None = None


class NewLimit(msgspec.Struct, frozen=True, kw_only=True):
    """The word of what the platform can never give."""

    limit: Line


class PlanLine(Shape, frozen=True, kw_only=True, rename={"links": "_links"}):
    """A line of the plan with how it stands."""

    line: str
    state: str
    account: str | None
    check: str
    name: str
    aim: str
    bar: float | None
    better: str
    start: float | None
    value: float | None
    verdict: str | None
    measure: str
    mitigation: str
    owner: str
    owner_left: bool
    due: date
    days_over: int
    added: Moment
    by: str
    measured: Moment | None
    changes: list[dict[str, Any]]
    closed: dict[str, Any] | None
    limit: dict[str, Any] | None
    links: SelfLink


class PlanProposal(Shape, frozen=True, kw_only=True):
    """What falls short and has no line yet."""

    account: str | None
    check: str
    name: str
    aim: str
    measure: str
    value: float | None
    verdict: str
    full: float | None
    minimum: float | None
    measured: Moment
    gaps: list[str]
    limits: list[dict[str, Any]]


def lines(call: Call) -> Listed:
    """List the lines."""
    found = [*plan_standing(call.visit.workplace, bootstrap.connectors())]
    return paged(found, call.query, lambda one: _told(one, call))


def proposals(call: Call) -> Listed:
    """List what falls short and has no line yet."""
    found = propose_lines(call.visit.workplace, bootstrap.connectors())
    return paged([*found.lines], call.query, lambda one: proposal_json(one, call.visit.language))


def add(call: Call) -> dict[str, Any]:
    """Add a line."""
    given = call.body
    account = call.visit.account(given.account).id if given.account else None
    made = add_line(
        call.visit.workplace,
        bootstrap.connectors(),
        given.check,
        account=account,
        measure=given.measure,
        owner=given.owner,
        due=given.due,
        mitigation=given.mitigation,
        aim=given.aim,
    )
    return _told(made, call)


def change(call: Call) -> dict[str, Any]:
    """Change a line, with the reason."""
    given = call.body
    made = change_line(
        call.visit.workplace,
        bootstrap.connectors(),
        _found(call).line.id,
        given.reason,
        measure=given.measure,
        owner=given.owner,
        due=given.due,
        mitigation=given.mitigation,
    )
    return _told(made, call)


def limit(call: Call) -> dict[str, Any]:
    """Say that a line meets what its platform can never give."""
    name, connectors = _found(call).line.id, bootstrap.connectors()
    return _told(limit_line(call.visit.workplace, connectors, name, call.body.limit), call)


def _found(call: Call) -> PlanStanding:
    try:
        return find_standing(call.visit.workplace, bootstrap.connectors(), call.path["line"])
    except WrongUse as error:
        raise NotThere from error


def _told(found: PlanStanding, call: Call) -> dict[str, Any]:
    workplace, language = call.visit.workplace, call.visit.language
    told = standing_json(found, yardstick_of(workplace), workplace.today(), language)
    return {**told, "_links": {"self": {"href": "/api/v1/verbeterplan"}}}


_PLAN = Rows(Text("Verbeterplan", "Improvement plan"))
ROWS = (
    _PLAN.read(
        "listPlan",
        "/verbeterplan",
        "plan",
        Text("De maatregelen, met hoe zij ervoor staan", "The measures, with how they stand"),
        lines,
        PlanLine,
        Paging,
    ),
    _PLAN.read(
        "listPlanProposals",
        "/verbeterplan/voorstellen",
        "plan",
        Text(
            "Wat tekortschiet en nog geen maatregel heeft",
            "What falls short and has no measure yet",
        ),
        proposals,
        PlanProposal,
        Paging,
    ),
    _PLAN.do(
        "addPlanLine",
        "/verbeterplan",
        "plan-add",
        Text("Voeg een maatregel toe", "Add a measure"),
        add,
        PlanLine,
        NewLine,
        status=HTTPStatus.CREATED,
    ),
    _PLAN.do(
        "changePlanLine",
        "/verbeterplan/{line}/wijzigingen",
        "plan-change",
        Text("Wijzig een maatregel, met de reden", "Change a measure, with the reason"),
        change,
        PlanLine,
        ChangedLine,
    ),
    _PLAN.do(
        "limitPlanLine",
        "/verbeterplan/{line}/grenzen",
        "plan-limit",
        Text("Zeg dat het platform dit nooit geeft", "Say that the platform can never give it"),
        limit,
        PlanLine,
        NewLimit,
    ),
)
