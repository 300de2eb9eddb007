"""Checks, measurements and copies: what is known of them, and the works that make them anew."""

from datetime import date
from http import HTTPStatus
from typing import Any

import msgspec

from weerklank.model.completeness import Bars, Check
from weerklank.model.replica import Replica
from weerklank.model.text import Text
from weerklank.services.keep.audit import audit_report, look_json
from weerklank.services.measure.set_yardstick import check_json, set_bars
from weerklank.services.seal.read_replicas import listed, replica_json
from weerklank.services.seal.read_yardstick import yardstick_of
from weerklank.web.api.asked import Count, Line, Word
from weerklank.web.api.operation import Call, Listed, NotThere, Paging, paged
from weerklank.web.api.problems import WRONG_VALUES, ApiError, Wrong
from weerklank.web.api.read_keeping import KEEPING
from weerklank.web.api.shapes import Moment, Shape
from weerklank.web.api.shapes_of_register import Work
from weerklank.web.api.works import begun

_BOTH = Text(
    "Geef een eerste en een laatste dag, in die volgorde.",
    "Give a first and a last day, in that order.",
)


class NewCheck(msgspec.Struct, frozen=True, kw_only=True):
    """Whether every byte is read."""

    deep: bool = False


class NewMeasurement(
    msgspec.Struct, frozen=True, kw_only=True, rename={"since": "from", "until": "to"}
):
    """Of which account, of which days, and whether deeply; without any: of all, of everything."""

    account: Word | None = None
    since: date | None = None
    until: date | None = None
    deep: bool = False


class NewBars(msgspec.Struct, frozen=True, kw_only=True):
    """All bars of a check, and why; `seen` is the `version` with which it was read.

    Without a minimum nothing is asked; without `full` that stays. Less than the yardstick asks
    holds until a day.
    """

    reason: Line
    seen: Count
    minimum: float | None = None
    full: float | None = None
    until: date | None = None


class ReplicaShape(Shape, frozen=True, kw_only=True):
    """A copy of the archive; of where it lies the last name alone."""

    replica: str
    state: str
    place: str
    size: int
    behind: int
    added: Moment
    by: str
    written: Moment | None
    locked_until: Moment | None
    still_there: list[str]


class LookShape(Shape, frozen=True, kw_only=True):
    """When a part of the archive was last looked at; null for never."""

    part: str
    checked: Moment | None
    ok: bool | None


class YardCheck(Shape, frozen=True, kw_only=True):
    """A check of the yardstick with its bars."""

    id: str
    name: str
    what: str
    quality: str
    unit: str
    better: str
    minimum: float | None
    full: float | None
    source: str
    lowered: dict[str, Any] | None
    #: Of the yardstick as a whole.
    version: int


def verify(call: Call) -> dict[str, Any]:
    """Check the whole archive."""
    return begun(call, "verify", ["--deep"] if call.body.deep else [])


def measure(call: Call) -> dict[str, Any]:
    """Measure completeness."""
    given = call.body
    account = call.visit.account(given.account).id if given.account else ""
    if (given.since is None) is not (given.until is None) or (
        given.since and given.until and given.since > given.until
    ):
        wrong = (Wrong("body", "from", _BOTH), Wrong("body", "to", _BOTH))
        raise ApiError(HTTPStatus.BAD_REQUEST, WRONG_VALUES, wrong)
    told = ["--account", account] if account else []
    for one in (given.since, given.until):
        told += ["--day", one.isoformat()] if one else []
    return begun(call, "measure", told + (["--deep"] if given.deep else []), account=account)


def replicas(call: Call) -> Listed:
    """List the copies."""
    return paged([*listed(call.visit.workplace)], call.query, lambda one: _replica(one, call))


def looks(call: Call) -> Listed:
    """List the parts of the archive with when each was last looked at."""
    found = [*audit_report(call.visit.workplace).looks.items()]
    return paged(found, call.query, lambda pair: look_json(*pair))


def refresh(call: Call) -> dict[str, Any]:
    """Bring all copies up to date."""
    return begun(call, "replicate", [], beside=("repair",))


def mend(call: Call) -> dict[str, Any]:
    """Mend from the copies what a check finds damaged."""
    return begun(call, "repair", [], beside=("replicate",))


def yardstick(call: Call) -> Listed:
    """List the checks of the yardstick with their bars."""
    found = yardstick_of(call.visit.workplace)
    return paged([*found.checks], call.query, lambda one: _check(one, found.version, call))


def change_bars(call: Call) -> dict[str, Any]:
    """Set the bars of a check, unless somebody decided on the yardstick since it was read."""
    workplace, given = call.visit.workplace, call.body
    known = yardstick_of(workplace).find(call.path["check"])
    if known is None:
        raise NotThere
    bars = Bars(minimum=given.minimum, full=given.full, until=given.until, reason=given.reason)
    made, check = set_bars(workplace, known.id, bars, given.seen)
    return _check(check, made.version, call)


def _check(one: Check, version: int, call: Call) -> dict[str, Any]:
    return {**check_json(one, call.visit.language), "version": version}


def _replica(one: Replica, call: Call) -> dict[str, Any]:
    told = replica_json(call.visit.workplace, one)
    place = str(told.pop("url")).rstrip("/").rpartition("/")[2] or one.id
    return {**told, "place": place}


ROWS = (
    KEEPING.do(
        "startCheck",
        "/controles",
        "verify",
        Text("Controleer het hele archief", "Check the whole archive"),
        verify,
        Work,
        NewCheck,
        status=HTTPStatus.ACCEPTED,
    ),
    KEEPING.do(
        "startMeasurement",
        "/volledigheid",
        "measure",
        Text("Meet de volledigheid", "Measure completeness"),
        measure,
        Work,
        NewMeasurement,
        status=HTTPStatus.ACCEPTED,
    ),
    KEEPING.read(
        "getYardstick",
        "/meetlat",
        "yardstick",
        Text(
            "De controles van de meetlat, met hun grenzen",
            "The checks of the yardstick, with their bars",
        ),
        yardstick,
        YardCheck,
        Paging,
    ),
    KEEPING.do(
        "setBars",
        "/meetlat/{check}/grenzen",
        "yardstick-change",
        Text("Stel de grenzen van een controle", "Set the bars of a check"),
        change_bars,
        YardCheck,
        NewBars,
    ),
    KEEPING.read(
        "listReplicas",
        "/kopieen",
        "copies",
        Text("De kopieën van het archief", "The copies of the archive"),
        replicas,
        ReplicaShape,
        Paging,
    ),
    KEEPING.read(
        "listLooks",
        "/kopieen/nagekeken",
        "copies",
        Text("Wanneer elk deel van het archief is nagekeken", "When each part was last looked at"),
        looks,
        LookShape,
        Paging,
    ),
    KEEPING.do(
        "refreshReplicas",
        "/kopieen/bijwerkingen",
        "copies-refresh",
        Text("Werk alle kopieën bij", "Bring all copies up to date"),
        refresh,
        Work,
        status=HTTPStatus.ACCEPTED,
    ),
    KEEPING.do(
        "mendFromReplicas",
        "/kopieen/herstellingen",
        "copies-mend",
        Text("Herstel uit de kopieën wat is beschadigd", "Mend from the copies what is damaged"),
        mend,
        Work,
        status=HTTPStatus.ACCEPTED,
    ),
)
