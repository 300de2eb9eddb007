"""Names of data keys: each says until when the originals that it opens are kept.

`docs/format/` section 4.
"""

from datetime import date

_DAY = len("2027-11-27")


def data_key_name(until: date, made_for: str) -> str:
    """Name a data key by the last day of its originals, and by what it was made for."""
    return f"{until.isoformat()}-{made_for}"


def kept_until(name: str) -> date | None:
    """Read from its name the last day of a data key; None when it does not say one."""
    try:
        day = date.fromisoformat(name[:_DAY])
    except ValueError:
        return None
    return day if name[_DAY : _DAY + 1] == "-" and name[:_DAY] == day.isoformat() else None
