"""Bring the moments of ActivityPub to one form."""

import re
from datetime import UTC, datetime

from weerklank.harvest.port import Unreadable
from weerklank.model.json_value import Json
from weerklank.model.text import Text

NO_MOMENT = Text("er ontbreekt een moment", "a moment is missing")
NOT_A_MOMENT = Text("een moment dat niet bestaat", "a moment that does not exist")

_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


def moment(text: Json) -> str:
    """Bring a moment to UTC in one form; Unreadable when it is none."""
    if not isinstance(text, str):
        raise Unreadable(NO_MOMENT)
    try:
        parsed = datetime.fromisoformat(text)
        if _MOMENT.fullmatch(text):
            return text
        if parsed.tzinfo is None:
            parsed = parsed.replace(tzinfo=UTC)
        written = parsed.astimezone(UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError):
        raise Unreadable(NOT_A_MOMENT) from None
    return written.replace("+00:00", "Z")
