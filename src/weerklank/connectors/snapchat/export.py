"""What was public in the download of a Snapchat account: stories that were shared with everyone.

Of an ordinary account that is nothing, and the run says so. What tells of stories that the account
looked at is passed over unread.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import BinaryIO

import orjson
from msgspec.structs import replace

from weerklank.connectors.snapchat.members import STORIES, Members, basic_information
from weerklank.connectors.snapchat.shape import MAPPING, PROFILE, STORY
from weerklank.harvest.json_fields import Fields, parse_object, reason_of, text_of
from weerklank.harvest.json_subtrees import BrokenValue, Found, SteppedOver, Subtrees, Take, Wanted
from weerklank.harvest.loose_media import LooseMedia
from weerklank.harvest.moment import moment
from weerklank.model.item import NO_MOMENT, ItemKind, Visibility
from weerklank.model.item_address import item_address
from weerklank.model.json_value import JsonObject
from weerklank.model.platform import Platform
from weerklank.model.raw import Broken, Passed, PassedOver, RawItem, RawPerson, Scanned
from weerklank.model.run import Shortfall
from weerklank.model.text import Text, verbatim

DAMAGED = Text("het bestand is beschadigd of afgekapt", "the file is damaged or cut off")
NOTHING_PUBLIC = Text(
    "de download bevat niets dat openbaar was; verhalen en Spotlights van een openbaar profiel "
    "zijn te bewaren uit de eigen mediabibliotheek",
    "the download holds nothing that was public; stories and Spotlights of a public profile can "
    "be kept from the organisation's own media library",
)
PROFILES_UNKNOWN = Text(
    "de download heeft een bestand over openbare profielen; de vorm daarvan is niet bekend en het "
    "is niet gelezen",
    "the download has a file on public profiles; its form is not known and it was not read",
)
_STORIES = "Shared Story"
_WANTED: Wanted = {_STORIES: Take.EACH, "Spotlight History": Take.EACH}
#: What only a story has that the account looked at.
_OF_VIEWS = frozenset({"View Time", "Action Type"})
#: A story may have been shared with everyone or with some: the download does not say.
_SHIELDED = {"visibility": Visibility.FOLLOWERS, "tells_visibility": False}
_LARGEST = 1 << 16


class SnapchatExport:
    """One download, opened."""

    items_file = STORIES

    def __init__(self, members: Members) -> None:
        self._members = members
        self.stated_items: int | None = None
        content = basic_information(members)
        self._profile: JsonObject = _object(content) if content else {}
        handle = (text_of(self._profile.get("Username")) or "").strip().lower()
        self.owner = RawPerson(
            platform=Platform.SNAPCHAT,
            handle=handle or None,
            addresses=(f"https://www.snapchat.com/add/{handle}",) if handle else (),
            display_name=text_of(self._profile.get("Name")),
        )
        self.exported: date | None = members.container.made
        self._broken: Text | None = None
        self._came = 0

    def scan(self) -> Iterator[Scanned | Passed | Broken]:
        """Give the stories, then the files of stories, then what stayed closed."""
        self._came = number = views = 0
        for found in self._found():
            if isinstance(found, SteppedOver):
                views += found.entries
                continue
            number += 1
            entry = self._entry(found, number)
            self._came += isinstance(entry, Scanned)
            yield entry
        day = f"{self.exported}T00:00:00Z" if self.exported else NO_MOMENT
        for loose in LooseMedia(self._members.media, self.owner).entries(lambda _: day):
            self._came += 1
            yield loose
        if self._members.messages:
            yield Passed(why=PassedOver.DIRECT_MESSAGE, count=self._members.messages)
        if self._members.others + views:
            yield Passed(why=PassedOver.OUT_OF_SCOPE, count=self._members.others + views)

    def _found(self) -> Iterator[Found | SteppedOver | BrokenValue]:
        for stream in self._members.file(STORIES):
            subtrees = Subtrees(stream, _WANTED, largest=_LARGEST)
            yield from subtrees
            self._broken = subtrees.broken

    def _entry(self, found: Found | BrokenValue, number: int) -> Scanned | Passed | Broken:
        if isinstance(found, BrokenValue):
            return Broken(file=STORIES, number=number, reason=found.piece.reason)
        try:
            record = parse_object(found.content)
            if not _OF_VIEWS.isdisjoint(record):
                return Passed(why=PassedOver.OUT_OF_SCOPE)
            made, native = self._named(record)
        except (ValueError, RecursionError) as error:
            return Broken(file=STORIES, number=number, reason=reason_of(error))
        return Scanned(
            content=found.place[-1].encode() + b"\n" + found.content,
            native_id=native,
            url=_link(record),
            parent=None,
            created_at=made,
            persons=(),
            media=(),
        )

    def _named(self, record: JsonObject) -> tuple[str, str]:
        told = text_of(record.get("Story Date")) or text_of(record.get("Created")) or ""
        made = moment(told.strip().removesuffix(" UTC"))
        link = _link(record)
        return made, item_address(link) if link else f"{self.owner.handle}/story/{made}"

    def read(self, content: bytes) -> RawItem:
        """Read one record whole."""
        loose = LooseMedia((), self.owner).read(content)
        if loose is not None:
            return replace(loose, **_SHIELDED)
        part, _, written = content.partition(b"\n")
        record = parse_object(written)
        made, native = self._named(record)
        fields = Fields(record)
        fields.expect({"Story URL": str, "Content": str})
        is_story = part.decode() == _STORIES
        item = RawItem(
            platform=Platform.SNAPCHAT,
            native_id=native,
            kind=ItemKind.STORY if is_story else ItemKind.POST,
            created_at=made,
            author=self.owner,
            url=_link(record),
            source=record,
            shape=STORY,
            mapping=MAPPING,
            broken=tuple(fields.broken),
        )
        return replace(item, **_SHIELDED) if is_story else item

    def profile(self) -> RawItem | None:
        """Read the profile."""
        if not self._profile:
            return None
        return RawItem(
            platform=Platform.SNAPCHAT,
            native_id=self.owner.addresses[0] if self.owner.addresses else str(self.owner.handle),
            kind=ItemKind.PROFILE,
            created_at=NO_MOMENT,
            author=self.owner,
            title=self.owner.display_name,
            url=self.owner.addresses[0] if self.owner.addresses else None,
            source=self._profile,
            shape=PROFILE,
            mapping=MAPPING,
        )

    def media(self, wanted: Callable[[str], bool]) -> Iterator[tuple[str, BinaryIO]]:
        """Give the wanted files of stories; no other is ever opened."""
        there = frozenset(self._members.media)
        yield from self._members.container.members(lambda name: name in there and wanted(name))

    def unopened_media(self) -> int:
        """Tell how many media files were passed over: none of those that are public."""
        return 0

    def findings(self) -> list[Shortfall]:
        """Tell what is wrong with the file as a whole, and when nothing in it was public."""
        found = []
        damage = self._members.container.damage
        if damage or self._broken:
            where = (verbatim(self._members.container.path.name),)
            found.append(Shortfall(kind="file_damaged", count=1, reason=DAMAGED, where=where))
        if self._members.has_profiles:
            found.append(Shortfall(kind="part_unknown", count=1, reason=PROFILES_UNKNOWN))
        if not self._came:
            found.append(Shortfall(kind="nothing_public", count=1, reason=NOTHING_PUBLIC))
        return found


def _object(content: bytes) -> JsonObject:
    try:
        value = orjson.loads(content)
    except orjson.JSONDecodeError:
        return {}
    return value if isinstance(value, dict) else {}


def _link(record: JsonObject) -> str | None:
    link = text_of(record.get("Story URL")) or text_of(record.get("Content"))
    return link.strip() if link and link.strip().startswith("https://") else None
