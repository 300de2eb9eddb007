"""Recognise a member's export of LinkedIn, and which of its members are read.

Names are those that LinkedIn writes, in English whatever the language of the member; newer exports
may put the number of the member behind them, and `_` for a space. Only what is named here is ever
opened: messages and contacts stay closed.
"""

import re
import zipfile
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from weerklank.harvest.csv_rows import CsvRows
from weerklank.harvest.export_file import Container, names_in


class Part(StrEnum):
    """The parts of an export that are read."""

    SHARES = "Shares"
    REPLIES = "Comments"
    REPOSTS = "InstantReposts"
    MEDIA = "Rich Media"
    PROFILE = "Profile"
    ARTICLES = "Articles"


#: Columns by which a file is known to be of LinkedIn, in whatever order.
HEADERS: dict[Part, frozenset[str]] = {
    Part.SHARES: frozenset({"Date", "ShareLink", "ShareCommentary"}),
    Part.REPLIES: frozenset({"Date", "Link", "Message"}),
    Part.REPOSTS: frozenset({"Date", "Link"}),
    Part.MEDIA: frozenset({"Media Link"}),
    Part.PROFILE: frozenset({"First Name", "Last Name", "Headline"}),
}
#: What tells an export: the first of these that is there is looked into.
_TELLING = (Part.SHARES, Part.PROFILE, Part.REPLIES)
_NUMBER = re.compile(r"_[0-9]+$")
_MESSAGES = re.compile(r"messages?(?:_[0-9]+)?\.csv$", re.IGNORECASE)


class Members:
    """The members of an export that are read, and how many others there are."""

    def __init__(self, path: Path, by_name: dict[str, Part], messages: int, others: int) -> None:
        self.container = Container(path)
        self._by_name = by_name
        #: Files with direct messages, and other files that stay closed.
        self.messages, self.others = messages, others

    def has(self, part: Part) -> bool:
        """Tell whether a part is there."""
        return part in self._by_name.values()

    def of(self, *parts: Part) -> Iterator[tuple[Part, str, BinaryIO]]:
        """Give the members of some parts, with their names, in order of the file."""
        wanted = {name for name, part in self._by_name.items() if part in parts}
        for name, stream in self.container.members(lambda name: name in wanted):
            yield self._by_name[name], name, stream


def open_members(path: Path) -> Members | None:
    """Recognise an export by the columns of one of its files; None when it is not LinkedIn's."""
    if not zipfile.is_zipfile(path):
        return None
    parts: dict[str, Part] = {}
    messages = others = 0
    for name in names_in(path):
        part = _part_of(name)
        if part is not None:
            parts[name] = part
        elif _MESSAGES.search(name):
            messages += 1
        else:
            others += 1
    found = Members(path, parts, messages, others)
    telling = next((part for part in _TELLING if found.has(part)), None)
    if telling is None:
        return None
    for part, _, stream in found.of(telling):
        return found if HEADERS[part] <= set(CsvRows(stream).header) else None
    return None


def _part_of(name: str) -> Part | None:
    path = PurePosixPath(name)
    if path.suffix.lower() == ".html" and path.parent.name == Part.ARTICLES:
        return Part.ARTICLES
    if path.suffix.lower() != ".csv" or len(path.parts) > 2:
        return None
    plain = _NUMBER.sub("", path.stem).replace("_", " ")
    return next((part for part in HEADERS if part.value == plain), None)
