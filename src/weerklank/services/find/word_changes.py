"""Word changes: what one version of a text has that the one before it has not, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

#: Words beyond which two texts are compared as wholes: a comparison takes their product in time.
_MOST = 5_000
_PIECES = re.compile(r"\s+|\w+|[^\w\s]")


class Change(StrEnum):
    """What became of a piece of text from one version to the next."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class ChangedText:
    """A piece of text with what became of it."""

    change: Change
    text: str


def word_changes(before: str, after: str) -> tuple[ChangedText, ...]:
    """Compare two texts word by word; what stays and what was added give the later text."""
    if before == after:
        return (ChangedText(Change.SAME, after),) if after else ()
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    if max(len(old), len(new)) > _MOST:
        return _pieces((Change.REMOVED, before), (Change.ADDED, after))
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    found: list[tuple[Change, str]] = []
    for kind, i, j, k, end in matcher.get_opcodes():
        if kind == "equal":
            found.append((Change.SAME, "".join(new[k:end])))
        else:
            found += [(Change.REMOVED, "".join(old[i:j])), (Change.ADDED, "".join(new[k:end]))]
    return _pieces(*found)


def _pieces(*found: tuple[Change, str]) -> tuple[ChangedText, ...]:
    return tuple(ChangedText(change, text) for change, text in found if text)
