"""The parts of an archive of X, which cuts what is large: found beside each other (ADR 0074).

A picture may lie in another part than its post, so that parts in one folder are read as one.
"""

from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

from weerklank.connectors.x.archive import Archive, open_archive
from weerklank.connectors.x.stated import Stated, stated_in
from weerklank.harvest.json_fields import text_of
from weerklank.model.errors import BrokenInput

_MOST_BESIDE = 999


def open_parts(path: Path) -> tuple[Archive, Stated] | None:
    """Open an archive with the parts beside it, and what these say of it; None for no archive."""
    own = open_archive(path)
    if own is None:
        return None
    stated = stated_in(own)
    if not stated.is_partial:
        return own, stated
    parts = [(own, stated), *_beside(path, stated)]
    joined = own.beside([archive for archive, _ in parts[1:]])
    return joined, stated.joined([one for _, one in parts[1:]], is_partial=_is_partial(parts))


def _beside(path: Path, stated: Stated) -> Iterator[tuple[Archive, Stated]]:
    """Give the other parts in the folder of one: of the same account and the same day."""
    zips = (one for one in sorted(path.parent.glob("*.zip")) if one.name != path.name)
    for other in islice(zips, _MOST_BESIDE):
        with suppress(BrokenInput, OSError):  # a part that can't be read is missed by what it held
            archive = open_archive(other)
            if archive and _is_of_one(stated, said := stated_in(archive)):
                yield archive, said


def _is_of_one(one: Stated, other: Stated) -> bool:
    number = text_of(one.user.get("accountId"))
    is_same = number is not None and number == text_of(other.user.get("accountId"))
    return is_same and other.is_partial and one.day is not None and one.day == other.day


def _is_partial(parts: list[tuple[Archive, Stated]]) -> bool:
    """Tell whether a part may be missing.

    None is when what is stated names files of other parts too, and all of those are there. A
    manifest that names those of its own part alone says nothing of the others.
    """
    there = [_lists_in(archive) for archive, _ in parts]
    named = [{name for name, count in stated.records.items() if count} for _, stated in parts]
    reaches = any(names - lists for names, lists in zip(named, there, strict=True))
    return not reaches or bool(set().union(*named) - set().union(*there))


def _lists_in(archive: Archive) -> set[str]:
    return {name for names in archive.contents.lists.values() for name in names}
