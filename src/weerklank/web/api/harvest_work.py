"""Work on harvests: how often, stopping, pages, what a platform changed, and hand-ins."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Annotated, Any

import msgspec

from weerklank.model.account import Account
from weerklank.model.errors import NotNow, WrongUse
from weerklank.model.ids import AccountId
from weerklank.model.text import Text
from weerklank.services.harvest.stop_harvest import NOTHING_RUNS, ask_stop
from weerklank.services.intake.hand_in import say_nothing
from weerklank.services.intake.list_hand_ins import hand_ins_json, list_hand_ins
from weerklank.services.register.read_hand_ins import find_hand_in
from weerklank.services.register.record_hand_in import undo
from weerklank.services.runs.acknowledge_drift import NO_FINDING, acknowledge_drift
from weerklank.services.runs.read_drift import FoundDrift
from weerklank.services.runs.report_drift import report_drift
from weerklank.services.schedule.finish_change import finish_change
from weerklank.services.schedule.set_interval import set_interval
from weerklank.web.api.asked import Line, Reason
from weerklank.web.api.operation import Call, Listed, NotThere, Paging, paged
from weerklank.web.api.problems import ApiError
from weerklank.web.api.read_register import REGISTER
from weerklank.web.api.shapes import Moment, Shape
from weerklank.web.api.shapes_of_register import Work
from weerklank.web.api.works import begun
from weerklank.web.harvestable import want_pages
from weerklank.web.views.handin import handed_in_by


class Hours(msgspec.Struct, frozen=True, kw_only=True):
    """How often is harvested; null goes back to what holds otherwise."""

    hours: Annotated[int, msgspec.Meta(ge=1)] | None


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """A month, quarter or year, as `2026-10`, `2026-Q3` or `2026`."""

    period: Line


class IntervalShape(Shape, frozen=True, kw_only=True):
    """How often is harvested from now on; no account: all for which nothing else holds."""

    account: str | None
    hours: int


class AskedOf(Shape, frozen=True, kw_only=True):
    """Of which account something was asked."""

    account: str


class HandInShape(Shape, frozen=True, kw_only=True):
    """Posts that were handed in, or that there were none in a period."""

    handin: str
    account: str
    state: str
    at: Moment
    period: str | None
    by: dict[str, str]
    judged_by: str | None
    posts: list[dict[str, Any]]
    process: str | None
    run: str | None


class DriftShape(Shape, frozen=True, kw_only=True):
    """What a platform gives otherwise than before, and that somebody looked."""

    finding: str
    account: str


def interval(call: Call) -> dict[str, Any]:
    """Decide how often all accounts are harvested for which nothing else was decided."""
    return {"account": None, "hours": set_interval(call.visit.workplace, call.body.hours)}


def own_interval(call: Call) -> dict[str, Any]:
    """Decide how often an account is harvested."""
    account = call.visit.account(call.path["account"]).id
    hours = set_interval(call.visit.workplace, call.body.hours, account)
    return {"account": account, "hours": hours}


def stop(call: Call) -> dict[str, Any]:
    """Stop the harvest of an account; what it closed stays."""
    account = call.visit.account(call.path["account"]).id
    try:
        ask_stop(call.visit.workplace, account)
    except NotNow as error:
        if error.code != NOTHING_RUNS:
            raise
        # Nothing is out of order, and asking again later stops nothing either.
        raise ApiError(HTTPStatus.CONFLICT, NOTHING_RUNS, account=account) from error
    return {"account": account}


def pages(call: Call) -> dict[str, Any]:
    """Ask for the pages of an account as a whole."""
    account = call.visit.account(call.path["account"]).id
    want_pages(call.visit.workplace, account)
    return {"account": account}


def remap(call: Call) -> dict[str, Any]:
    """Read what is held of an account again by the mappings of now."""
    account = call.visit.account(call.path["account"]).id
    return begun(call, "remap", ["--account", account], account=account)


def acknowledge(call: Call) -> dict[str, Any]:
    """Record that somebody looked at what a platform gives otherwise, and why that may be."""
    name = call.path["finding"]
    with _there():
        done = acknowledge_drift(call.visit.workplace, name, call.body.reason)
    return _drift(done, name)


def report(call: Call) -> dict[str, Any]:
    """Tell the operator of what a platform gives otherwise."""
    name = call.path["finding"]
    with _there():
        done = report_drift(call.visit.workplace, name)
    return _drift(done, name)


@contextmanager
def _there() -> Iterator[None]:
    """Tell of a finding that there is not as the API does."""
    try:
        yield
    except WrongUse as error:
        if error.code == NO_FINDING:
            raise NotThere from error
        raise


def _drift(found: FoundDrift, name: str) -> dict[str, Any]:
    return {"finding": name, "account": found.account}


def hand_ins(call: Call) -> Listed:
    """List what was handed in of an account."""
    found = list_hand_ins(call.visit.workplace, AccountId(_account(call).id))
    return paged(found[::-1], call.query, lambda one: one)


def nothing(call: Call) -> object:
    """Record that there was nothing to hand in of a period."""
    found = say_nothing(call.visit.workplace, _account(call).id, call.body.period)
    finish_change(call.visit.workplace)
    return hand_ins_json(call.visit.workplace, [found])[0]


def take_back(call: Call) -> object:
    """Take back what was a mistake."""
    account, workplace = _account(call), call.visit.workplace
    try:
        found = find_hand_in(workplace, call.path["handin"])
    except WrongUse as error:
        raise NotThere from error
    if found.account != account.id:
        raise NotThere
    taken = undo(workplace, found.id)
    finish_change(workplace)
    return hand_ins_json(workplace, [taken])[0]


def _account(call: Call) -> Account:
    return handed_in_by(call.visit, call.path["account"])


ROWS = (
    REGISTER.do(
        "setInterval",
        "/oogsten/tussentijden",
        "harvest-interval",
        Text("Stel in hoe vaak wordt geoogst", "Set how often is harvested"),
        interval,
        IntervalShape,
        Hours,
    ),
    REGISTER.do(
        "setAccountInterval",
        "/accounts/{account}/tussentijden",
        "harvest-interval",
        Text(
            "Stel in hoe vaak een account wordt geoogst", "Set how often an account is harvested"
        ),
        own_interval,
        IntervalShape,
        Hours,
    ),
    REGISTER.do(
        "stopHarvest",
        "/accounts/{account}/oogststops",
        "harvest-stop",
        Text("Stop de oogst van een account", "Stop the harvest of an account"),
        stop,
        AskedOf,
        status=HTTPStatus.ACCEPTED,
    ),
    REGISTER.do(
        "askPages",
        "/accounts/{account}/paginaverzoeken",
        "pages-ask",
        Text("Vraag de pagina's van een account", "Ask for the pages of an account"),
        pages,
        AskedOf,
        status=HTTPStatus.ACCEPTED,
    ),
    REGISTER.do(
        "readAgain",
        "/accounts/{account}/opnieuw-lezen",
        "remap",
        Text(
            "Lees wat er is van een account opnieuw, met de nieuwste kaart",
            "Read what is held of an account again, by the newest mapping",
        ),
        remap,
        Work,
        status=HTTPStatus.ACCEPTED,
    ),
    REGISTER.do(
        "acknowledgeDrift",
        "/bevindingen/{finding}/bekeken",
        "drift-acknowledge",
        Text(
            "Leg vast dat naar een wijziging van een platform is gekeken",
            "Record that somebody looked at a change of a platform",
        ),
        acknowledge,
        DriftShape,
        Reason,
    ),
    REGISTER.do(
        "reportDrift",
        "/bevindingen/{finding}/meldingen",
        "drift-report",
        Text(
            "Meld een wijziging van een platform aan de beheerder",
            "Tell the operator of a change of a platform",
        ),
        report,
        DriftShape,
    ),
    REGISTER.read(
        "listHandIns",
        "/accounts/{account}/aanleveringen",
        "handin",
        Text("Wat van een account is aangeleverd", "What was handed in of an account"),
        hand_ins,
        HandInShape,
        Paging,
    ),
    REGISTER.do(
        "handInNothing",
        "/accounts/{account}/aanleveringen/niets",
        "handin-nothing",
        Text(
            "Er was in een periode niets aan te leveren",
            "There was nothing to hand in of a period",
        ),
        nothing,
        HandInShape,
        Period,
    ),
    REGISTER.do(
        "undoHandIn",
        "/accounts/{account}/aanleveringen/{handin}/intrekkingen",
        "handin-undo",
        Text("Neem een vergissing terug", "Take back what was a mistake"),
        take_back,
        HandInShape,
    ),
)
