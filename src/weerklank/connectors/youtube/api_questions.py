"""Questions to the YouTube Data API, and what its refusals mean.

Google says in the body of a 403 why it refuses: the quota of the day is used up, too much was
asked at once, a permission is too small, comments are switched off. None of these says that
something is gone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec

from weerklank.harvest.api_client import ApiClient, error_of
from weerklank.harvest.exchange import IN_TROUBLE, TOO_BUSY, Exchange, NoAnswer
from weerklank.harvest.json_fields import objects_within, parse_object, text_of
from weerklank.harvest.port import Asks, NotesAnswers, Unreadable
from weerklank.model.json_value import JsonObject
from weerklank.model.text import Text

#: Where the platform begins a new day of questions: midnight in California.
QUOTA_USED_UP = Text(
    "het dagquotum van het Google-project is op; het begint opnieuw om middernacht in Californië, "
    "bij ons om negen uur 's ochtends",
    "the daily quota of the Google project is used up; it begins anew at midnight in California",
)
API_SWITCHED_OFF = Text(
    "in het Google-project is de YouTube Data API niet ingeschakeld",
    "in the Google project the YouTube Data API is not switched on",
)
NOT_PERMITTED = Text(
    "YouTube weigert het met deze toestemming", "YouTube refuses it with this permission"
)
_QUOTA = frozenset({"quotaExceeded", "dailyLimitExceeded", "dailyLimitExceededUnreg"})
_TOO_FAST = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "concurrentLimitExceeded"})
_SWITCHED_OFF = frozenset({"accessNotConfigured", "SERVICE_DISABLED"})
#: How often a question is asked that came too fast.
_TIMES = 4
_OK, _BAD, _REFUSED, _MISSING = 200, 400, 403, 404
_PATH = "youtube/v3/"


class _Listed(msgspec.Struct):
    """A list as the API gives it: of an empty one it may leave everything out."""

    items: list[msgspec.Raw] = []
    nextPageToken: Any = None  # noqa: N815 - as the platform calls it


_READ = msgspec.json.Decoder(_Listed)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a question: the records of a success, else why it was refused."""

    exchange: Exchange
    #: JSON of each.
    items: tuple[bytes, ...] = ()
    #: Name of the next page.
    next: str | None = None
    #: In the platform's own word, such as `commentsDisabled`; empty for a success.
    reason: str = ""

    @property
    def is_ok(self) -> bool:
        """Tell whether it is a success."""
        return self.exchange.status == _OK

    @property
    def is_missing(self) -> bool:
        """Tell whether the platform says that what was asked for is not there."""
        return self.exchange.status == _MISSING

    @property
    def first(self) -> JsonObject:
        """Give the first record; an empty one where there is none that can be read."""
        return record_of(self.items[0]) if self.items else {}


def record_of(content: bytes) -> JsonObject:
    """Read a record; an empty one where it can't be read."""
    try:
        return parse_object(content)
    except (Unreadable, ValueError, RecursionError):
        return {}


class Questions:
    """Asks the API, and notes each answer."""

    def __init__(self, url: str, asks: Asks, answers: NotesAnswers) -> None:
        self._client = ApiClient(url, asks)
        self._pause: Callable[[int], None] = asks.pause
        self._answers = answers
        self._used_up: Text | None = None

    @property
    def is_signed_in(self) -> bool:
        """Tell whether it asks with a permission of an account."""
        return self._client.is_signed_in

    def ask(self, resource: str, **query: str) -> Answer:
        """Ask for a list of something; gives a success, or a refusal that says something of it.

        NoAnswer when none comes, when the quota of the day is used up, or the API is not switched
        on. After that nothing is asked any more.
        """
        if self._used_up is not None:
            raise NoAnswer(self._used_up)
        address = self._client.address(_PATH + resource, **query)
        for attempt in range(1, _TIMES + 1):
            exchange, found = self._client.ask_for(address, _READ.decode)
            if found is not None:
                items = tuple(map(bytes, found.items))
                return Answer(exchange, items, text_of(found.nextPageToken))
            reason = _reason(error_of(exchange))
            self._demand_left(reason)
            if reason not in _TOO_FAST:
                return _refusal(exchange, reason)
            if attempt < _TIMES:
                self._pause(attempt)
        raise NoAnswer(TOO_BUSY)

    def _demand_left(self, reason: str) -> None:
        if reason in _QUOTA:
            self._used_up = QUOTA_USED_UP
        elif reason in _SWITCHED_OFF:
            self._used_up = API_SWITCHED_OFF
        if self._used_up is not None:
            raise NoAnswer(self._used_up)

    def note(self, resource: str, answer: Answer, *, page: int | None = None) -> int:
        """Note an answer by what was asked, without whose; gives its number."""
        counts = {resource: len(answer.items)}
        asked = f"GET /{_PATH}{resource}"
        more = answer.next is not None
        return self._answers.note(asked, answer.exchange, counts, page=page, more=more)


def _refusal(exchange: Exchange, reason: str) -> Answer:
    """Give a refusal that says something of what was asked; NoAnswer for any other."""
    if exchange.status in {_BAD, _REFUSED, _MISSING}:
        return Answer(exchange, reason=reason or "forbidden")
    raise NoAnswer(IN_TROUBLE)


def _reason(body: JsonObject) -> str:
    """Read why the platform refuses: in its older form, else in that of all of Google."""
    told = [text_of(one.get("reason")) for one in objects_within(body, "error", "errors")]
    told += [text_of(one.get("reason")) for one in objects_within(body, "error", "details")]
    known = _QUOTA | _TOO_FAST | _SWITCHED_OFF
    return next((one for one in told if one in known), None) or next(filter(None, told), "")
