"""Questions to TikTok's Display API, and answers that make sense.

An answer has `data` and `error`; an `error.code` of `ok` is none. TikTok documents which status
goes with which code, and this goes by the code, whatever status it comes with; but for what the
transport knows by its status: 401, 429 and 5xx. The words beside a code are not read.

Source: developers.tiktok.com, Error Handling and Rate Limits (600 questions a minute of each
endpoint, without a header that tells how many are left).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from weerklank.connectors.tiktok.api_objects import NEWER_FIELDS, VIDEO_FIELDS
from weerklank.harvest.api_client import ApiClient, error_of
from weerklank.harvest.exchange import (
    IN_TROUBLE,
    NO_SENSE,
    SIGN_IN_REFUSED,
    TOO_BUSY,
    Exchange,
    NoAnswer,
)
from weerklank.harvest.json_fields import object_within, parse_object, text_of
from weerklank.harvest.port import Asks
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.text import Text

USER_INFO, VIDEO_LIST = "GET /v2/user/info/", "POST /v2/video/list/"
VIDEO_QUERY = "POST /v2/video/query/"
#: Videos that a page of the list holds at most, and that one look-up takes.
MOST_AT_ONCE = 20

SCOPE_MISSING = Text(
    "de toestemming van het account geeft niet alles wat gelezen moet worden",
    "the permission of the account does not give all that is to be read",
)
NOT_TAKEN = Text("TikTok neemt de vraag niet aan", "TikTok does not take the question")

_OK = "ok"
_BUSY, _FAILED, _ODD_QUESTION = "rate_limit_exceeded", "internal_error", "invalid_params"
#: Codes with which the same question may be answered a little later; none at all is one.
_PASSING = frozenset({_BUSY, _FAILED, _OK, None})
_REASONS: dict[str | None, Text] = {
    _BUSY: TOO_BUSY,
    _FAILED: IN_TROUBLE,
    "access_token_invalid": SIGN_IN_REFUSED,
    "scope_not_authorized": SCOPE_MISSING,
    "scope_permission_missed": SCOPE_MISSING,
}
#: How often a question is asked whose answer may be another one later.
_TIMES = 3
#: Pauses grow: where TikTok counts by the minute, the first is as long as the fifth elsewhere.
_PAUSE_WHEN_BUSY = 5


class OddQuestion(NoAnswer):
    """TikTok does not know something that it was asked for."""


@dataclass(frozen=True, slots=True)
class Told:
    """An answer, and what it told."""

    exchange: Exchange
    data: JsonObject


class TikTokClient:
    """Asks the API with the permission of one account."""

    def __init__(self, base: str, asks: Asks) -> None:
        """Ask at `base`, the origin of the API."""
        self._client = ApiClient(base, asks)
        self._asks = asks
        self._video_fields: tuple[str, ...] = VIDEO_FIELDS

    @property
    def is_signed_in(self) -> bool:
        """Tell whether it asks with a permission of the account."""
        return self._asks.is_signed_in

    def user(self, fields: Iterable[str]) -> Told:
        """Ask for the account; NoAnswer when that does not come."""
        told = self._ask("user/info/", fields, None)
        return Told(told.exchange, object_within(told.data, "user"))

    def videos(self, cursor: int | None) -> Told:
        """Ask for a page of the list, of what was published before `cursor` (ms since 1970)."""
        body: JsonObject = {"max_count": MOST_AT_ONCE}
        if cursor is not None:
            body["cursor"] = cursor
        return self._ask_for_videos("video/list/", body)

    def look_up(self, numbers: list[str]) -> Told:
        """Ask for single videos by their numbers, `MOST_AT_ONCE` at most."""
        numbered: list[Json] = [*numbers]
        return self._ask_for_videos("video/query/", {"filters": {"video_ids": numbered}})

    def _ask_for_videos(self, path: str, body: JsonObject) -> Told:
        try:
            return self._ask(path, self._video_fields, body)
        except OddQuestion:
            older = tuple(one for one in VIDEO_FIELDS if one not in NEWER_FIELDS)
            if self._video_fields == older:
                raise
            self._video_fields = older
        return self._ask(path, self._video_fields, body)

    def _ask(self, path: str, fields: Iterable[str], body: JsonObject | None) -> Told:
        """Ask until an answer makes sense, some times; NoAnswer with the reason of the last."""
        address = self._client.address(f"v2/{path}", fields=",".join(fields))
        for attempt in range(1, _TIMES + 1):
            exchange, found = self._answer(address, body)
            data = found.get("data")
            code = text_of(object_within(found, "error").get("code"))
            if code == _OK and isinstance(data, dict):
                return Told(exchange, data)
            if code == _ODD_QUESTION:
                raise OddQuestion(NOT_TAKEN)
            if code not in _PASSING:
                break
            if attempt < _TIMES:
                self._asks.pause(attempt + _PAUSE_WHEN_BUSY * (code == _BUSY))
        raise NoAnswer(NO_SENSE if code in {None, _OK} else _REASONS.get(code, NOT_TAKEN))

    def _answer(self, address: str, body: JsonObject | None) -> tuple[Exchange, JsonObject]:
        if body is None:
            exchange, found = self._client.ask_for(address, parse_object)
        else:
            exchange, found = self._client.ask_by_post(address, body, parse_object)
        return exchange, error_of(exchange) if found is None else found
