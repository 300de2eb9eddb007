"""Day counts: what of a part appeared on which day, as it is catalogued."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from weerklank.catalogue.held_days import EPOCH, DayRow
from weerklank.catalogue.parts import ItemRow
from weerklank.model.clock import civil_day
from weerklank.model.item import ArchivalItem, ItemKind


def appeared(item: ArchivalItem) -> tuple[int, int, int, int]:
    """Give what a version adds to its day: posts, replies, media and edits."""
    is_first = item.version == 1
    is_theirs = not item.author.role.is_ours
    is_edit = item.wording is None and (item.version > 1 or bool(item.edited_at))
    media = len(item.media) if is_first else 0
    is_post = is_first and not is_theirs and item.kind is not ItemKind.MEDIUM
    return int(is_post), int(is_first and is_theirs), media, int(is_edit)


class DaysOfPart:
    """Counts what of a part appeared on which day: items by their first version, and edits.

    Beside it how many items each technique saw: the second one adds a version of its own.
    """

    def __init__(self, part: int, saw_before: Callable[[bytes, int, str], bool]) -> None:
        self._part = part
        self._saw_before = saw_before
        self._counts: dict[tuple[str, int, str], list[int]] = {}

    def count(self, items: list[ArchivalItem], rows: list[ItemRow]) -> None:
        """Count the items of a member, which were entered as these rows."""
        for item, (_, key, version, *_, created, _, _, _, _, _, _, _) in zip(
            items, rows, strict=True
        ):
            if item.kind in (ItemKind.PROFILE, ItemKind.PAGE):
                continue
            day = civil_day(datetime.fromtimestamp(created, UTC))
            place = (item.account, (day - EPOCH).days, item.technique)
            counts = self._counts.setdefault(place, [0, 0, 0, 0, 0])
            for at, count in enumerate(appeared(item)):
                counts[at] += count
            if version == 1 or not self._saw_before(key, version, item.technique):
                counts[-1] += 1

    def rows(self) -> Iterator[DayRow]:
        """Give the days of the part."""
        for (account, day, technique), counts in self._counts.items():
            posts, replies, media, edited, seen = counts
            yield self._part, account, day, technique, posts, replies, media, edited, seen
