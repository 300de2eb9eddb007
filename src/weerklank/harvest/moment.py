"""Bring the moments that platforms write to one form: RFC 3339, UTC, whole seconds."""

import re
from datetime import UTC, datetime

from weerklank.harvest.port import Unreadable
from weerklank.model.json_value import Json
from weerklank.model.text import Text

MOMENT_MISSING = Text("er ontbreekt een moment", "a moment is missing")
NOT_A_MOMENT = Text("een moment dat niet bestaat", "a moment that does not exist")

_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


def moment(text: Json) -> str:
    """Bring a moment in ISO 8601 to UTC in one form; Unreadable when it is none.

    One without a zone is taken to be in UTC.
    """
    if not isinstance(text, str):
        raise Unreadable(MOMENT_MISSING)
    try:
        parsed = datetime.fromisoformat(text)
        if _MOMENT.fullmatch(text):
            return text
        if parsed.tzinfo is None:
            parsed = parsed.replace(tzinfo=UTC)
        return _written(parsed.astimezone(UTC))
    except (ValueError, OverflowError):
        raise Unreadable(NOT_A_MOMENT) from None


def moment_of_seconds(seconds: Json) -> str:
    """Bring a moment in seconds since 1970 to one form; Unreadable when it is none."""
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        raise Unreadable(MOMENT_MISSING)
    try:
        return _written(datetime.fromtimestamp(seconds, UTC))
    except (ValueError, OverflowError, OSError):
        raise Unreadable(NOT_A_MOMENT) from None


def _written(utc: datetime) -> str:
    return utc.isoformat(timespec="seconds").replace("+00:00", "Z")
