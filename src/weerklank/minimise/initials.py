"""Initials by which an employee signs what the organisation writes: `^JS` behind its words."""

import re

#: What stands in their place. Stored: never changed.
SHOWN = "^[medewerker]"
#: What a line is made of: the sign with one name or initials, not in a formula nor in a face such
#: as `^o^`; the end of the line; what may stand behind initials (links, hashtags, mentions, tags,
#: marks); words. Every part is bounded: the time it takes goes up with the length of a text.
_PART = re.compile(
    r"(?P<signed>(?<![\w^(])(?:[\^\uff3e]|&#94;|&Hat;) ?(?!\[)[^\W\d_][^\W\d_.&-]{0,19}"
    r"(?:[.&-][^\W\d_]{0,10}){0,3}(?!\w|\^(?!\w)))"
    r"|(?P<end>[\r\n]|</(?:p|li|div|h[1-6]|blockquote)>|<br)"
    r"|<a [^<>]{0,2000}>(?:[^<]|<(?!/a>)){0,500}</a>|<[^<>]{0,2000}>|\^\[medewerker\]"
    r"|https?://[^\s<]*|[#@\uff03][^\s<]*|\w[\w-]{0,80}(?:\.[\w-]{1,80}){1,9}(?:/[^\s<]*)?"
    r"|&#?\w{1,8};|(?P<word>\w+)"
)


def hide_initials(text: str) -> str:
    """Give text or HTML with a mark in the place of initials; the same object where none are."""
    if not may_have_initials(text):
        return text
    places: list[tuple[int, int]] = []
    first = 0  # of those on the line at hand
    for part in _PART.finditer(text):
        if part.lastgroup == "signed":
            places.append(part.span())
        elif part.lastgroup == "end":
            first = len(places)
        elif part.lastgroup == "word" and not part[0].isdecimal():
            del places[first:]  # they stand in the middle of it
    if not places:
        return text
    made, done = [], 0
    for start, end in places:
        made += [text[done:start], SHOWN]
        done = end
    return "".join([*made, text[done:]])


def may_have_initials(text: str) -> bool:
    """Tell quickly of most texts that there are none in them."""
    return "^" in text or "&" in text or "\uff3e" in text


def hides(text: str) -> bool:
    """Tell whether a mark stands in a text for initials."""
    return SHOWN in text
