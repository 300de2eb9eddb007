"""List rights: what is recorded of each post and medium, what is missing, and who said what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

from weerklank.appraise.rights_file import MOST_ROWS, write_rights_file
from weerklank.catalogue.account_items import PAGE
from weerklank.catalogue.catalogue import Catalogue
from weerklank.catalogue.held_items import HeldItem
from weerklank.model.clock import civil_day, iso
from weerklank.model.errors import BrokenInput
from weerklank.model.event import Book
from weerklank.model.item import ArchivalItem
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.licences import CopyrightStatus
from weerklank.model.rights import MEDIA, TEXT, ItemRights, Lack, PartRights, part_key
from weerklank.model.rights_words import numbered
from weerklank.model.text import Language
from weerklank.services.appraise.appraise_items import held_items
from weerklank.services.find.read_items import (
    ItemReader,
    ask_for_part,
    locate,
    refuse_destroyed,
)
from weerklank.services.find.read_rights import (
    ENDED,
    SET,
    ended_of,
    entries_of,
    entry_json,
    part_json,
    read_rights,
)
from weerklank.services.register.write_file import write_plain
from weerklank.services.workplace import Workplace

#: Items that are read at a time.
_AT_A_TIME = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which parts are listed; all that is asked must hold."""

    #: Only those of which something was not recorded.
    missing: bool = False
    status: CopyrightStatus | None = None
    #: Numbers of accounts; empty for all.
    accounts: frozenset[str] = frozenset()
    #: First and last day of publication; without a bound what has no day is there too.
    since: date | None = None
    until: date | None = None

    def holds(self, one: HeldItem) -> bool:
        """Tell whether an item is of the accounts and the days asked, whatever its rights."""
        if self.accounts and one.account not in self.accounts:
            return False
        if self.since is None and self.until is None:
            return True
        if not one.created:
            return False
        day = civil_day(datetime.fromtimestamp(one.created, UTC))
        return (self.since or date.min) <= day <= (self.until or date.max)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The text or a medium of an item, with what holds."""

    item: ArchivalItem
    part: PartRights
    #: Of a medium, from 1; 0 of the text.
    number: int


@dataclass(slots=True)
class RightsCounts:
    """How many parts there are, by what is recorded; counted while they are gone through."""

    parts: int = 0
    statuses: dict[CopyrightStatus, int] = field(
        default_factory=lambda: dict.fromkeys(CopyrightStatus, 0)
    )
    lacks: dict[Lack, int] = field(default_factory=lambda: dict.fromkeys(Lack, 0))
    #: Items that can't be read: nothing is known of their parts.
    unreadable: int = 0

    def take(self, part: PartRights) -> None:
        """Count one."""
        self.parts += 1
        if part.status:
            self.statuses[part.status] += 1
        for lack in part.lacks:
            self.lacks[lack] += 1


def list_rights(
    workplace: Workplace, asked: Asked, counts: RightsCounts | None = None
) -> Iterator[Listed]:
    """Give the parts of all that the organisation posted itself, by account and moment.

    In flat memory. `counts` is told of every part of the accounts and days asked, listed or not.
    What others wrote, shared posts and pages are not there: nothing is recorded of those.
    """
    known, counts = read_rights(workplace), counts or RightsCounts()
    for versions in _own_items(workplace, asked, counts):
        found = known.of(versions)
        if found.is_of_others:
            continue
        for part, number in numbered(found.parts):
            counts.take(part)
            one = Listed(item=versions[-1], part=part, number=number)
            if asked.missing and not one.part.lacks:
                continue
            if asked.status is None or one.part.status is asked.status:
                yield one


def _own_items(
    workplace: Workplace, asked: Asked, counts: RightsCounts
) -> Iterator[list[ArchivalItem]]:
    """Give the versions of each item but pages; that of others are told by their records alone."""
    held = (one for one in held_items(workplace) if one.whose != PAGE and asked.holds(one))
    while some := [*islice(held, _AT_A_TIME)]:
        for versions in _read(workplace, some):
            if versions:
                yield versions
            else:
                counts.unreadable += 1


def _read(workplace: Workplace, some: Sequence[HeldItem]) -> list[list[ArchivalItem]]:
    def read(catalogue: Catalogue, reader: ItemReader) -> list[list[ArchivalItem]]:
        return [_versions(catalogue, reader, one) for one in some]

    return ask_for_part(workplace, read)


def _versions(catalogue: Catalogue, reader: ItemReader, one: HeldItem) -> list[ArchivalItem]:
    """Read all versions; none where one can't be read, as a medium could be in it."""
    places = catalogue.database.places.versions_by_id(one.id)
    found = [reader.try_read(place) for place in places]
    read = [version for version in found if not isinstance(version, BrokenInput)]
    return read if len(read) == len(found) else []


def item_rights(workplace: Workplace, name: str) -> tuple[ArchivalItem, ItemRights]:
    """Give what holds for the parts of one item; WrongUse when it is not there."""
    refuse_destroyed(workplace, name)

    def read(catalogue: Catalogue, reader: ItemReader) -> list[ArchivalItem]:
        return [reader.read(place) for place in locate(catalogue, name)]

    versions = ask_for_part(workplace, read)
    return versions[-1], read_rights(workplace).of(versions)


def history_of(workplace: Workplace, item: ArchivalItem) -> list[JsonObject]:
    """Give all that was ever recorded of an item or by a rule that it falls under, in order."""
    rules = {part_key(one, part) for one in (item.account, "") for part in (TEXT, MEDIA)}
    begin = part_key(item.id, "")
    told: list[JsonObject] = []
    for event in workplace.events.read(Book.DECISIONS):
        rows: list[tuple[JsonObject, tuple[str, ...]]] = []
        if event.kind == SET:
            rows = [(entry_json(entry), parts) for entry, parts in entries_of(event)]
        elif event.kind == ENDED:
            rows = [({"ended": True, "reason": event.data["reason"]}, ended_of(event))]
        for row, every in rows:
            parts: list[Json] = [one for one in every if one in rules or one.startswith(begin)]
            if parts:
                who: JsonObject = {"at": iso(event.at), "by": event.actor.known_as}
                told.append(row | who | {"decision": event.subject, "parts": parts})
    return told


def listed_json(one: Listed, language: Language) -> JsonObject:
    """Write a part with what holds, with the names of the command line."""
    medium = one.part.medium
    return part_json(one.part, language) | {
        "account": one.item.account,
        "id": one.item.id,
        "kind": str(one.item.kind),
        "number": one.number or None,
        "type": medium.type if medium else None,
    }


def counts_json(counts: RightsCounts) -> JsonObject:
    """Write how many parts there are."""
    return {
        "missing": {str(name): number for name, number in counts.lacks.items()},
        "parts": counts.parts,
        "statuses": {str(name): number for name, number in counts.statuses.items()},
        "unreadable": counts.unreadable,
    }


def write_to_fill(workplace: Workplace, found: Iterator[Listed], path: Path) -> int:
    """Write what is missing as rows to fill in; gives how many, no more than a file may have."""
    content, count = rows_to_fill(found)
    write_plain(workplace, path, content)
    return count


def rows_to_fill(found: Iterator[Listed]) -> tuple[bytes, int]:
    """Give what is missing as a CSV to fill in, and how many rows it has."""
    rows = [_row(one) for one in islice(found, MOST_ROWS)]
    return write_rights_file(rows), len(rows)


def _row(one: Listed) -> list[str]:
    medium, kind = one.part.medium, str(one.item.kind)
    filled = [""] * 5
    said = (medium.type if medium else None) or kind
    return [one.item.id, medium.id if medium else TEXT, *filled, said, " ".join(one.part.lacks)]
