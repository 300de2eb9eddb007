"""An operation of the API as it is declared: by it requests are read, and described."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any, TypeVar

import msgspec
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from weerklank.model.text import Text
from weerklank.web.visit import Visit

#: Most that one page of a list holds, and how far pages go.
MOST_ON_PAGE, MOST_PAGES = 100, 100_000
#: Of every text that comes in: no NUL, which no text of ours holds.
NO_NUL = r"^[^\x00]*$"

T = TypeVar("T")


class Query(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What an operation may be asked in the query of its address."""


class Paging(Query, frozen=True, kw_only=True):
    """A page of a list."""

    page: Annotated[int, msgspec.Meta(ge=1, le=MOST_PAGES)] = 1
    page_size: Annotated[int, msgspec.Meta(ge=1, le=MOST_ON_PAGE)] = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request of an operation, read and let through."""

    request: HttpRequest
    visit: Visit
    #: What stands in its path.
    path: dict[str, str]
    query: Query
    #: What came with it, as the operation declares; None without.
    body: Any = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a list, to be told with its links."""

    items: list[Any]
    total: int
    #: Pages that can be asked.
    pages: int


#: What an operation gives: a value of its `answer`, or an answer that is none of JSON.
Act = Callable[[Call], "object | HttpResponseBase"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One thing that the API does."""

    id: str
    method: str
    #: From `/api/v1` on, with `{name}` for what differs.
    path: str
    #: Row of the matrix of permissions that says who may.
    page: str
    tag: Text
    summary: Text
    act: Act
    #: What it gives: a Struct; of a list, that of one item.
    answer: Any = None
    is_list: bool = False
    query: type[Query] = Query
    body: type[msgspec.Struct] | None = None
    #: Whether a file comes along, as it is.
    takes_file: bool = False
    status: int = HTTPStatus.OK
    #: Type of what comes that is no JSON, and of what is given.
    body_type: str = "application/json"
    answer_type: str = "application/json"
    #: Whether a part of the bytes that it gives may be asked, by Range.
    has_parts: bool = False
    #: What a WrongUse of a service means: that a thing named in the path is not there, or that
    #: what was asked is no question.
    wrong: int = HTTPStatus.NOT_FOUND

    @property
    def parts(self) -> tuple[str, ...]:
        """Give the parts of its path."""
        return tuple(self.path.strip("/").split("/"))

    def match(self, parts: tuple[str, ...]) -> dict[str, str] | None:
        """Give what stands in a path for the names in that of the operation; None for another."""
        if len(parts) != len(self.parts):
            return None
        found: dict[str, str] = {}
        for mine, given in zip(self.parts, parts, strict=True):
            if mine.startswith("{"):
                if not given:
                    return None
                found[mine[1:-1]] = given
            elif mine != given:
                return None
        return found


def paged(found: list[T], query: Query, told: Callable[[T], Any]) -> Listed:
    """Give the page that is asked of a list that is there whole."""
    if not isinstance(query, Paging):
        raise TypeError(type(query))
    begin = (query.page - 1) * query.page_size
    shown = found[begin : begin + query.page_size]
    return Listed([told(one) for one in shown], len(found), -(-len(found) // query.page_size))


class NotThere(Exception):
    """What is asked for is not there, or not for who asks."""
