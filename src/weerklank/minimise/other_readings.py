"""Other readings of a text: what who sees it reads, where letters are turned or parted."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

#: Pictures; not those that fold to letters.
_PICTURE = (
    "[\u203c\u2049\u2194-\u21aa\u2300-\u23ff\u25a0-\u27bf\u2934\u2935\u2b00-\u2bff\u3030\u303d"
    "\U0001f000-\U0001f0ff\U0001f1e6-\U0001f1ff\U0001f200-\U0001faff]"
)
#: The look back comes second, so that the search goes from picture to picture.
_PARTED = re.compile(rf"{_PICTURE}(?<=\w.)(?:{_PICTURE}|[\ufe0f\u200d\u20e3])*+(?=\w)")
#: From the mark that turns letters round to the one that ends it, or the end of the paragraph.
_TURNED = re.compile("\u202e([^\u202c\u2029\n]+)")
#: Tells quickly that a text has no other reading.
_RARE = re.compile(rf"[\u202e{_PICTURE[1:]}")


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it is read, and where each of its characters stands in the original."""

    text: str
    origin: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the part of the original that a part of the reading came from."""
        first, last = self.origin[start], self.origin[end - 1]
        return min(first, last), max(first, last) + 1


def other_readings(text: str) -> Iterator[Reading]:
    """Give how a text reads without pictures inside words, and its turned parts turned back."""
    if text.isascii() or _RARE.search(text) is None:
        return
    for match in _TURNED.finditer(text):
        start, end = match.span(1)
        yield Reading(match[1][::-1], range(end - 1, start - 1, -1))
    parts: list[str] = []
    origin: list[int] = []
    done = 0
    for match in _PARTED.finditer(text):
        parts.append(text[done : match.start()])
        origin += range(done, match.start())
        done = match.end()
    if parts:
        yield Reading("".join((*parts, text[done:])), (*origin, *range(done, len(text))))
