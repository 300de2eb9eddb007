"""Initials by which an employee signs what the organisation writes: `^JS` at the end of a line."""

import re

#: What stands in their place. Stored: never changed.
SHOWN = "^[medewerker]"
#: The sign, one name or initials, and then no more of the line but what HTML closes.
_SIGNED = re.compile(
    r"(?<![^\s>])(?:\^|&#94;|&Hat;) ?(?!\[)[^\W\d_][^\W\d_.&-]{0,19}(?:[.&-][^\W\d_]{0,10}){0,3}"
    r"(?=[ \t]{0,8}(?:\Z|[\r\n]|</p>|<br|</span>))"
)


def hide_initials(text: str) -> str:
    """Give text or HTML with a mark in the place of initials; the same object where none are."""
    if "^" not in text and "&" not in text:
        return text
    found = _SIGNED.sub(SHOWN, text)
    return text if found == text else found


def hides(text: str) -> bool:
    """Tell whether a mark stands in a text for initials."""
    return SHOWN in text
