"""What a platform answers who asks for a token: the token, its life, or why there is none.

Source: RFC 6749, 5.1 and 5.2; the documents of Google, X, LinkedIn and TikTok, which name the
life of a refresh token in two ways. A platform says with 400 or 401, or with 200 and an `error`.
"""

import re
from datetime import datetime, timedelta

import msgspec

from weerklank.harvest.exchange import IN_TROUBLE, NO_SENSE, SIGN_IN_REFUSED, Exchange, NoAnswer
from weerklank.harvest.json_fields import text_of
from weerklank.harvest.meta_error import ends_permission
from weerklank.harvest.wire import LARGEST_ANSWER
from weerklank.model.connection import Granted
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.secret import Secret
from weerklank.model.text import Text

APP_NOT_TAKEN = Text(
    "de server neemt de app van de organisatie niet aan",
    "the server does not take the app of the organisation",
)
_SPOKEN = frozenset({200, 400, 401, 403})
#: Errors of the app itself, and such as are over later (RFC 6749, 5.2; RFC 8628, 3.5).
_OF_APP = frozenset({"invalid_client", "unauthorized_client"})
_FOR_NOW = frozenset({"server_error", "temporarily_unavailable", "slow_down"})
_OK, _UNAUTHORISED = 200, 401
#: Longer than this no token holds: what says so counts something else than seconds.
_LONGEST = timedelta(days=3660)
_BETWEEN = re.compile(r"[\s,]+")


def read_answer(exchange: Exchange) -> JsonObject:
    """Read an answer that gives something; NoAnswer of one that does not, with what it means."""
    told = _object(exchange)
    error = told.get("error")
    if not error and exchange.status == _UNAUTHORISED:
        raise NoAnswer(APP_NOT_TAKEN)
    if exchange.status not in _SPOKEN or not (error or exchange.status == _OK):
        raise NoAnswer(NO_SENSE)
    if not error:
        return told
    raise NoAnswer(SIGN_IN_REFUSED if ends_permission(exchange) else _meaning(error))


def _meaning(error: Json) -> Text:
    """Give what an error means; only one that is plainly of the permission says that it ended."""
    if not isinstance(error, str):
        return NO_SENSE
    if error in _OF_APP:
        return APP_NOT_TAKEN
    return IN_TROUBLE if error in _FOR_NOW else SIGN_IN_REFUSED


def granted_of(told: JsonObject, at: datetime, before: Granted | None) -> Granted | None:
    """Give what was granted at a moment; None where there is no token in it.

    What is not said stays as it was `before`, when it is a new token for an older permission.
    """
    token = text_of(told.get("access_token"))
    if not token:
        return None
    given = text_of(told.get("refresh_token"))
    lasts = told.get("refresh_token_expires_in", told.get("refresh_expires_in"))
    scopes, refresh_ends = scopes_of(told.get("scope")), _end(at, lasts)
    refresh = Secret(given) if given else None
    if before is not None:
        scopes = before.scopes if scopes is None else scopes
        refresh = refresh or before.refresh
        refresh_ends = refresh_ends or before.refresh_expires
    return Granted(
        token=Secret(token),
        scopes=scopes,
        refresh=refresh,
        expires=_end(at, told.get("expires_in")),
        refresh_expires=refresh_ends,
    )


def scopes_of(told: Json) -> tuple[str, ...] | None:
    """Read permissions as platforms write them: a list, or a text with spaces or commas."""
    if isinstance(told, str):
        return tuple(one for one in _BETWEEN.split(told) if one)
    if isinstance(told, list):
        return tuple(one for one in told if isinstance(one, str))
    return None


def _end(at: datetime, seconds: Json) -> datetime | None:
    """Give the moment at which something ends that holds for a number of seconds."""
    if isinstance(seconds, str) and seconds.isascii() and seconds.isdigit():
        seconds = int(seconds[:12])
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return None
    if not 0 < seconds <= _LONGEST.total_seconds():
        return None
    return at + timedelta(seconds=int(seconds))


def _object(exchange: Exchange) -> JsonObject:
    """Read the object of an answer; an empty one of what is none."""
    try:
        found: Json = msgspec.json.decode(exchange.content(LARGEST_ANSWER))
    except (msgspec.DecodeError, NoAnswer, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
