"""What X says of something that it does not give: that it is not there, or no more than that.

Source: the schema Problem of X's OpenAPI document 2.167. An account that is suspended, or a post
that who asks may not see, has a problem of its own kind, or the same kind with another title; only
what is said in both ways not to be there is missing.
"""

from collections.abc import Iterable

from weerklank.connectors.x.api_answer import number_in
from weerklank.harvest.json_fields import text_of
from weerklank.model.json_value import JsonObject

_NOT_FOUND, _TITLE = "/problems/resource-not-found", "not found error"
_UNAVAILABLE = "/problems/resource-unavailable"
#: What is said of a field of a post that is given without it.
_OF_FIELDS = (
    "/problems/field-hydration-failure",
    "/problems/field-unauthorized",
    "/problems/not-authorized-for-field",
)


def is_missing(problem: JsonObject) -> bool:
    """Tell whether a problem says that something is not there."""
    kind, title = text_of(problem.get("type")) or "", text_of(problem.get("title")) or ""
    return kind.endswith(_NOT_FOUND) and title.lower() == _TITLE


def is_withheld(problem: JsonObject) -> bool:
    """Tell whether a problem says that something is there, and shown to nobody."""
    kind = text_of(problem.get("type")) or ""
    return kind.endswith((_NOT_FOUND, _UNAVAILABLE)) and not is_missing(problem)


def fields_missing(problems: Iterable[JsonObject]) -> int:
    """Count the problems that say of a field that it is not given; not of which post."""
    return sum((text_of(one.get("type")) or "").endswith(_OF_FIELDS) for one in problems)


def missing_posts(problems: Iterable[JsonObject]) -> frozenset[str]:
    """Give the numbers of the posts that an answer says are not there."""
    found: set[str] = set()
    for one in problems:
        number = number_in(one.get("resource_id")) or number_in(one.get("value"))
        if number and is_missing(one) and one.get("parameter") in {"ids", "id"}:
            found.add(number)
    return frozenset(found)
