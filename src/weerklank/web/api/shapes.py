"""What the API gives, with the names of the command-line contract; nothing else goes out."""

from datetime import datetime
from typing import Annotated, Any

import msgspec

#: With its zone: of ours UTC.
Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """A value of an answer."""


class Link(Shape, frozen=True, kw_only=True):
    """Where something is."""

    href: str


class PageLinks(Shape, frozen=True, kw_only=True, omit_defaults=True):
    """The pages around a page of a list."""

    self: Link
    first: Link
    last: Link
    prev: Link | None = None
    next: Link | None = None


class SelfLink(Shape, frozen=True, kw_only=True):
    """Where the thing itself is."""

    self: Link


class Said(Shape, frozen=True, kw_only=True):
    """A problem in one language."""

    detail: str
    next: str | None


class FieldProblem(Shape, frozen=True, kw_only=True, rename={"place": "in"}):
    """A field that can't be used, and the schema of what is expected."""

    place: str
    name: str
    detail: str
    expected: dict[str, Any]


class Problem(Shape, frozen=True, kw_only=True):
    """Problem details (RFC 9457) with the code of the error and both languages."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    next: str | None
    nl: Said
    en: Said
    errors: list[FieldProblem] = []
