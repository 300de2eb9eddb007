"""What an error of Meta's Graph API means: busy, permission ended or lacking, not there.

Instagram, Facebook and Threads answer in one form, `{"error": {"type", "code", "error_subcode"}}`,
mostly by status 400 whatever is wrong. Source: "Handle errors" and "Rate limits" of the Graph
API, and "Error codes" of the Instagram Platform, in the documents of Meta for developers.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

import msgspec

from weerklank.harvest.exchange import Exchange, NoAnswer
from weerklank.harvest.json_fields import number_of, object_within, text_of

#: Statuses of an answer that says what was wrong with the question.
_REFUSALS = range(400, 500)
_LARGEST_ERROR = 1 << 16
#: Of the app, of the user, of the page, of a custom limit; and of the business use cases.
_BUSY = frozenset({4, 17, 32, 613, *range(80000, 80015)})
#: The token has ended, was withdrawn or is none.
_ENDED = frozenset({102, 190})
_LACKING = frozenset({3, 10, *range(200, 300)})
#: What was asked for does not exist, or is not shown: by code and subcode.
_MISSING = frozenset({(100, 33), (24, 2207006)})
#: None of the names that were asked for exists.
_NO_SUCH_NAME = 803
#: A field that this version of the API does not have, or no more.
_NO_SUCH_FIELD = 100
_FIELD = re.compile(r"nonexisting field \((\w{1,64})\)", re.ASCII)


@dataclass(frozen=True, slots=True)
class MetaError:
    """One error, by its numbers: its words may name somebody."""

    code: int
    subcode: int | None
    #: The field that was asked for and that the API does not know.
    field: str | None = None

    @property
    def is_busy(self) -> bool:
        """Tell whether too much was asked."""
        return self.code in _BUSY

    @property
    def ends_permission(self) -> bool:
        """Tell whether the token is no longer taken, whatever is asked with it."""
        return self.code in _ENDED

    @property
    def lacks_permission(self) -> bool:
        """Tell whether the token does not reach so far."""
        return self.code in _LACKING

    @property
    def is_missing(self) -> bool:
        """Tell whether what was asked for is not there, for who asks."""
        return self.code == _NO_SUCH_NAME or (self.code, self.subcode) in _MISSING


def meta_error(exchange: Exchange) -> MetaError | None:
    """Read the error in an answer; None where it is no error of this form."""
    if exchange.status not in _REFUSALS:
        return None
    try:
        return _read(exchange.content(_LARGEST_ERROR))
    except NoAnswer:
        return None


@lru_cache(maxsize=8)
def _read(content: bytes) -> MetaError | None:
    """Read it once: the way out and whoever asked both look."""
    try:
        error = object_within(msgspec.json.decode(content), "error")
    except (msgspec.DecodeError, RecursionError):
        return None
    code = number_of(error.get("code"))
    if code is None or not isinstance(error.get("type"), str):
        return None
    told = _FIELD.search(text_of(error.get("message")) or "") if code == _NO_SUCH_FIELD else None
    return MetaError(code, number_of(error.get("error_subcode")), told[1] if told else None)


def is_busy(exchange: Exchange) -> bool:
    """Tell whether an answer says that too much was asked."""
    error = meta_error(exchange)
    return error is not None and error.is_busy


def ends_permission(exchange: Exchange) -> bool:
    """Tell whether an answer says that the token is no longer taken."""
    error = meta_error(exchange)
    return error is not None and error.ends_permission
