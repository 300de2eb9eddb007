"""Read from an answer how long a server asks to wait, in every form in which servers say it.

A moment (Mastodon's `X-RateLimit-Reset` is ISO 8601), seconds since 1970 (others write that under
the same name), seconds from now (the IETF draft `RateLimit-Reset`, and `Retry-After`), an HTTP
date (`Retry-After`, RFC 9110 10.2.3), or minutes in an object ("Rate limits" of the Graph API).
"""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import msgspec

from weerklank.harvest.exchange import Exchange

_RESETS = ("retry-after", "x-ratelimit-reset", "x-rate-limit-reset", "ratelimit-reset")
_LEFT = ("x-ratelimit-remaining", "x-rate-limit-remaining", "ratelimit-remaining")
#: Meta's limits by business: `{"<number>": [{"estimated_time_to_regain_access": 19}]}`.
_BY_BUSINESS = "x-business-use-case-usage"
#: A number from here on counts from 1970, a lower one from now: nobody waits for thirty years.
_OF_1970 = 1_000_000_000
_MOST_DIGITS = 15
#: Of what is longer no moment can be told; nobody waits so long.
_LONGEST = int(timedelta.max.total_seconds())
#: Clocks that differ less are taken to be the same: a date tells no parts of a second.
_SAME_CLOCK = timedelta(minutes=1)


def asked_wait(exchange: Exchange) -> timedelta | None:
    """Give how long the answer asks to wait; None when it says nothing that can be read."""
    for name in _RESETS:
        told = exchange.header(name)
        wait = _read(told, _now_there(exchange)) if told else None
        if wait is not None:
            return max(wait, timedelta())
    return _until_access(exchange)


def _now_there(exchange: Exchange) -> datetime:
    """Give the moment of an answer by the clock of the server, where that is another than ours.

    A server with a clock that is an hour fast would else be waited for an hour too long.
    """
    there = exchange.at_server()
    return there if abs(there - exchange.at) > _SAME_CLOCK else exchange.at


def questions_left(exchange: Exchange) -> int | None:
    """Give how many questions the answer says are still taken; None when it does not say."""
    told = [number for name in _LEFT if (number := exchange.header(name)) is not None]
    if _until_access(exchange) is not None:
        return 0
    sound = [int(number) for number in told if number.isdecimal() and len(number) < _MOST_DIGITS]
    return min(sound, default=None)


class _Usage(msgspec.Struct):
    """What a business used of one limit; minutes until it is let in again, 0 where it is in."""

    estimated_time_to_regain_access: float = 0


def _until_access(exchange: Exchange) -> timedelta | None:
    """Give how long Meta lets nobody in; None where it does, or says nothing of it."""
    told = exchange.header(_BY_BUSINESS)
    if not told:
        return None
    try:
        businesses = msgspec.json.decode(told, type=dict[str, list[_Usage]]).values()
        minutes = max(one.estimated_time_to_regain_access for used in businesses for one in used)
        return timedelta(minutes=minutes) if minutes > 0 else None
    except (msgspec.DecodeError, ValueError, OverflowError):
        return None


def _read(told: str, now: datetime) -> timedelta | None:
    number = told.partition(".")[0]
    if number.isascii() and number.isdecimal() and len(number) < _MOST_DIGITS:
        seconds = int(number)
        if seconds >= _OF_1970:
            seconds -= int(now.timestamp())
        return timedelta(seconds=seconds) if seconds <= _LONGEST else timedelta.max
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(told)
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
        except (ValueError, OverflowError):
            continue
    return None
