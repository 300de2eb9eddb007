"""What the API gives of destruction lists."""

from datetime import date
from typing import Any

from weerklank.web.api.shapes import SelfLink, Shape


class DueRow(Shape, frozen=True, kw_only=True):
    """What is due by one row of a selection list, and is on no list yet."""

    list: str
    row: str
    process: str
    result: str
    items: int
    until_first: date
    until_last: date


class DestructionShape(Shape, frozen=True, kw_only=True, rename={"links": "_links"}):
    """A destruction list with who did which step of it."""

    state: str
    ground: str
    reason: str
    round: int
    #: Of all its items.
    count: int
    #: The first 100; all of them are listed apart.
    items: list[str]
    by: dict[str, str]
    before: list[dict[str, Any]]
    changes: list[dict[str, Any]]
    excepted: list[dict[str, Any]]
    not_before: date | None
    not_due: int
    pages: list[str]
    rows: list[dict[str, Any]]
    stated_only: bool
    links: SelfLink
    list: str


class OnList(Shape, frozen=True, kw_only=True):
    """An item of a destruction list."""

    id: str


class DestructionLine(Shape, frozen=True, kw_only=True, rename={"links": "_links"}):
    """A destruction list in a list of them."""

    list: str
    state: str
    ground: str
    reason: str
    count: int
    by: dict[str, str]
    not_before: date | None
    links: SelfLink
