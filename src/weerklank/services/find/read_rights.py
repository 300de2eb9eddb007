"""Read rights: what was recorded of copyright and portraits, and what holds for an item."""

from collections.abc import Sequence
from types import MappingProxyType

from weerklank.model.clock import iso
from weerklank.model.event import Book, Event
from weerklank.model.item import ArchivalItem
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.licences import CopyrightStatus
from weerklank.model.rights import (
    TEXT,
    Entry,
    ItemRights,
    PartRights,
    Portrait,
    Recorded,
    Rights,
    part_key,
)
from weerklank.model.text import Language
from weerklank.services.workplace import Workplace

SET, ENDED = "rights.set", "rights.ended"


def read_rights(workplace: Workplace) -> Rights:
    """Read what was recorded until now; the last of each part holds."""
    return workplace.events.fold(Book.DECISIONS, _RightsFold)


def entries_of(event: Event) -> list[tuple[Entry, tuple[str, ...]]]:
    """Give what a decision says, each entry with the parts that it is for."""
    rows = event.data["entries"]
    return [
        (_entry(row), _texts(row["parts"]))
        for row in (rows if isinstance(rows, list) else ())
        if isinstance(row, dict)
    ]


def ended_of(event: Event) -> tuple[str, ...]:
    """Give the parts of which a decision ends what was recorded."""
    return _texts(event.data["parts"])


def entry_json(entry: Entry) -> JsonObject:
    """Write an entry, as an event and an answer hold it."""
    return {
        "holder": entry.holder,
        "licence": entry.licence,
        "portrait": entry.portrait.value if entry.portrait else None,
        "source": entry.source,
        "status": entry.status.value if entry.status else None,
    }


def rights_json(found: ItemRights, language: Language) -> JsonObject:
    """Write what holds for an item; what nobody recorded is `missing`, and never free."""
    return {
        "missing": found.is_missing,
        "of": "others" if found.is_of_others else "organisation",
        "parts": [part_json(one, language) for one in found.parts],
    }


def part_json(part: PartRights, language: Language) -> JsonObject:
    """Write what holds for the text or for one medium of an item."""
    licence, told, seen = part.licence, part.copyright, part.portrait
    return {
        "at": iso(told.at) if told else None,
        "by": told.by if told else None,
        "decision": told.id if told else None,
        "holder": part.holder or None,
        "lacks": [one.value for one in part.lacks],
        "level": part.copyright_level.value if part.copyright_level else None,
        "licence": licence.code if licence else None,
        "licence_name": licence.name.say(language) if licence else None,
        "licence_uri": licence.uri if licence else None,
        "medium": part.medium.id if part.medium else None,
        "part": "medium" if part.medium else TEXT,
        "portrait": part.of_portrait.value if part.of_portrait else None,
        "portrait_by": seen.by if seen else None,
        "portrait_decision": seen.id if seen else None,
        "portrait_level": part.portrait_level.value if part.portrait_level else None,
        "source": told.entry.source or None if told else None,
        "status": part.status.value if part.status else "missing",
    }


def rights_of(workplace: Workplace, versions: Sequence[ArchivalItem]) -> ItemRights:
    """Say what holds for one item, by its versions, the newest last."""
    return read_rights(workplace).of(versions)


def _entry(data: JsonObject) -> Entry:
    status, licence, portrait = data["status"], data["licence"], data["portrait"]
    return Entry(
        status=CopyrightStatus(str(status)) if status else None,
        licence=str(licence) if licence else None,
        holder=str(data["holder"]),
        source=str(data["source"]),
        portrait=Portrait(str(portrait)) if portrait else None,
    )


def _texts(value: Json) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


class _RightsFold:
    """What holds by the events so far."""

    def __init__(self) -> None:
        self._copyrights: dict[str, Recorded] = {}
        self._portraits: dict[str, Recorded] = {}
        self._count = 0

    def take(self, event: Event) -> None:
        if event.kind == SET:
            self._count += 1
            for entry, parts in entries_of(event):
                told = Recorded(
                    id=event.subject, entry=entry, by=event.actor.known_as, at=event.at
                )
                for part in parts:
                    if entry.status:
                        self._copyrights[part] = told
                    if entry.portrait and not part.endswith(part_key("", TEXT)):
                        self._portraits[part] = told
        elif event.kind == ENDED:
            self._count += 1
            for part in ended_of(event):
                self._copyrights.pop(part, None)
                self._portraits.pop(part, None)

    def result(self) -> Rights:
        return Rights(
            MappingProxyType({**self._copyrights}),
            MappingProxyType({**self._portraits}),
            self._count,
        )
