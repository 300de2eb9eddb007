"""What the API gives of selection lists and the decisions beside them."""

from datetime import date
from typing import Any

from weerklank.web.api.shapes import Moment, SelfLink, Shape


class ListShape(Shape, frozen=True, kw_only=True, rename={"links": "_links"}):
    """One version of a selection list, without its rows."""

    list: str
    ref: str
    name: str
    version: int
    kind: str
    adopted_by: str
    adopted_on: date
    counts: dict[str, int]
    loaded: Moment
    loaded_by: str
    valid_from: date | None
    valid_until: date | None
    in_force: bool
    links: SelfLink


class LoadedList(ListShape, frozen=True, kw_only=True, rename={"links": "_links"}):
    """The version that a file was loaded as; `passed` names its columns that were not read."""

    passed: list[str]


class ListRow(Shape, frozen=True, kw_only=True):
    """A row of a selection list."""

    code: str
    process: str
    result: str
    outcome: str
    outcome_means: str
    trigger: str
    trigger_means: str
    term: str | None
    process_term: str | None
    serves: str | None
    basis: str | None
    explanation: str
    withdrawn: bool


class Effect(Shape, frozen=True, kw_only=True):
    """What a list would do: of each outcome its rows, and the records now and with it.

    `passed` names the columns of the file that are not read, by letter.
    """

    rows: int
    passed: list[str]
    outcomes: list[dict[str, Any]]


class Target(Shape, frozen=True, kw_only=True):
    """What a decision is about."""

    account: str | None
    direction: str | None
    item: str | None
    scenario: str | None
    share: str | None


class AssignmentShape(Shape, frozen=True, kw_only=True):
    """A decision on the row by which something goes."""

    target: Target
    list: str
    version: int
    row: str
    reason: str
    body: str
    decided: date
    starts: date | None
    at: Moment
    by: str
    advice: str | None


class FindingShape(Shape, frozen=True, kw_only=True):
    """What is still to be decided on selection."""

    code: str
    message: str
    hint: str
