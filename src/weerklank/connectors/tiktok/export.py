"""TikTok's export of an account: one JSON file with everything, read in flat memory.

Posts, posts that were deleted of late, replies by the account and its profile are read. Direct
messages, log-ins, searches, orders and lists of followers are stepped over undecoded.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from functools import partial
from typing import BinaryIO

import msgspec
import orjson

from weerklank.connectors.tiktok.links import HOSTS, is_file, links_in
from weerklank.connectors.tiktok.parts import ITEMS, MESSAGES, OWNER, PUBLISHED
from weerklank.connectors.tiktok.records import Kind, Reader
from weerklank.connectors.tiktok.source_file import SourceFile
from weerklank.harvest.json_fields import parse, parse_object, reason_of, text_of
from weerklank.harvest.json_subtrees import BrokenValue, Found, SteppedOver, Subtrees, Wanted
from weerklank.harvest.one_second import Entry, OfSecond, told_apart
from weerklank.harvest.port import Unreadable
from weerklank.model.clock import civil_day
from weerklank.model.json_value import JsonObject
from weerklank.model.platform import Platform
from weerklank.model.raw import Broken, Passed, PassedOver, RawItem, RawPerson, Scanned
from weerklank.model.run import Shortfall
from weerklank.model.text import Text, verbatim
from weerklank.model.withdrawn import Withdrawn

DAMAGED = Text("het bestand is beschadigd of afgekapt", "the file is damaged or cut off")
NO_POSTS = Text(
    "de export heeft geen onderdeel met berichten; vraag hem aan met de berichten erbij",
    "the export has no part with posts; ask for it with the posts included",
)
PART_UNKNOWN = Text(
    "de export heeft bij de berichten een onderdeel dat Weerklank niet kent",
    "the export has a part beside the posts that Weerklank does not know",
)
VISIBILITY_UNKNOWN = Text(
    "de export zegt niet wie het bericht kon zien; het is afgeschermd opgenomen",
    "the export does not say who could see the post; it was taken in as shielded",
)
#: Bytes of one record: a title has 4,000 characters at most.
_LARGEST = 1 << 20
_KINDS = {"VideoList": Kind.POST, "PostList": Kind.DELETED, "CommentsList": Kind.REPLY}
_NO_PROFILE: JsonObject = {}
_ON = frozenset({"enabled", "on", "yes", "true"})


class TikTokExport:
    """One export, opened."""

    #: Where the files of the posts are to be had for some days.
    hosts = HOSTS
    #: A post can be restored for a month, and is among the others then.
    shows_restored = True

    def __init__(self, source: SourceFile) -> None:
        self._source = source
        self.items_file = source.name
        self.stated_items: int | None = None
        self._broken: Text | None = None
        self._unknown_parts = 0
        self._visibility_unknown = 0
        self._has_posts = False
        #: The latest moment that a record tells of, be it one that does not come in.
        self._latest = ""
        self._profile, self._is_shielded = self._read_owner()
        self.exported: date | None = source.made
        profile = self._profile if self._profile is not None else _NO_PROFILE
        handle = (text_of(profile.get("userName")) or "").strip().lstrip("@").lower()
        #: Without a handle where the file was cut off before it, or came without the profile.
        self.owner = RawPerson(
            platform=Platform.TIKTOK,
            handle=handle or None,
            addresses=(f"https://www.tiktok.com/@{handle}",) if handle else (),
            display_name=text_of(profile.get("displayName")),
        )

    @property
    def shows_until(self) -> date | None:
        """Give the day up to which the file tells of anything: by itself it does not say its own.

        Its newest post may be deleted or private since, and then tells of that by a later moment.
        """
        return civil_day(self._latest) if self._latest else None

    def _read_owner(self) -> tuple[JsonObject | None, bool]:
        """Find whose export it is, and whether only followers see it; the rest is stepped over."""
        profile: JsonObject | None = None
        is_shielded = False
        for found in self._parts(OWNER):
            if not isinstance(found, Found):
                continue
            with suppress(Unreadable):
                if found.place[-1] == "ProfileMap":
                    profile = parse_object(found.content)
                else:
                    told = parse(found.content)
                    is_shielded = isinstance(told, str) and told.strip().lower() in _ON
        return profile, is_shielded

    def _parts(self, wanted: Wanted) -> Iterator[Found | SteppedOver | BrokenValue]:
        with self._source.opened() as stream:
            if stream is None:
                self._broken = DAMAGED
                return
            subtrees = Subtrees(stream, wanted, largest=_LARGEST)
            yield from subtrees
            self._broken = subtrees.broken or self._broken
            self._has_posts |= any(place[0] in PUBLISHED for place in subtrees.met)

    @property
    def _reader(self) -> Reader:
        # Made when it is asked for: whose export it is may be said by who hands it in.
        return Reader(self.owner, is_shielded=self._is_shielded)

    def scan(self) -> Iterator[Entry]:
        """Give the records of all lists in the order of the file, then what was stepped over."""
        self._unknown_parts = self._visibility_unknown = 0
        self._latest = ""
        stepped: Counter[PassedOver] = Counter()
        yield from told_apart(self._records(self._reader, stepped))
        for why, count in stepped.items():
            yield Passed(why=why, count=count)

    def _records(self, reader: Reader, stepped: Counter[PassedOver]) -> Iterator[Entry | OfSecond]:
        number = 0
        for found in self._parts(ITEMS):
            if isinstance(found, SteppedOver):
                is_talk = found.place[0] in MESSAGES
                why = PassedOver.DIRECT_MESSAGE if is_talk else PassedOver.OUT_OF_SCOPE
                if found.entries:
                    stepped[why] += found.entries
                self._note_part(found)
                continue
            number += 1
            if isinstance(found, BrokenValue):
                yield Broken(file=self.items_file, number=number, reason=found.piece.reason)
                continue
            try:
                yield self._record(reader, found)
            except (ValueError, RecursionError) as error:
                yield Broken(file=self.items_file, number=number, reason=reason_of(error))

    def _note_part(self, found: SteppedOver) -> None:
        if found.place[0] in PUBLISHED and found.entries:
            self._unknown_parts += 1

    def _record(self, reader: Reader, found: Found) -> Entry | OfSecond:
        record = parse_object(found.content)
        kind = _KINDS[found.place[-1]]
        if reader.is_private(kind, record) and not reader.is_dated(kind, record):
            return Passed(why=PassedOver.OUT_OF_SCOPE)
        made = reader.moment_of(kind, record)
        self._latest = max(self._latest, made, reader.deleted_at(kind, record) or "")
        called = partial(
            _called, reader, kind, record, _unnamed(reader, kind, record, found.content, made)
        )
        number = reader.number(kind, record)
        if number:
            return called(number)[0]
        name = reader.name_by_second(kind, made)
        words = reader.words(kind, record)
        return OfSecond(second=made, name=name, words=words, entries=called)

    def read(self, content: bytes) -> RawItem:
        """Read one record whole."""
        head, _, record = content.partition(b"\n")
        kind, native = orjson.loads(head)
        item = self._reader.item(Kind(kind), parse_object(record), native)
        # Of what comes in. Of what was deleted the export never tells it: that is no gap.
        self._visibility_unknown += not item.tells_visibility and kind != Kind.DELETED
        return item

    def profile(self) -> RawItem | None:
        """Read the profile; None when the file came without it."""
        return self._reader.profile(self._profile) if self._profile is not None else None

    def places_of_profile(self) -> tuple[tuple[str, str], ...]:
        """Give where the picture of the profile is to be had, by its path here."""
        links = links_in(text_of((self._profile or {}).get("profilePhoto")))
        return tuple((self._reader.photo_path, one) for one in links[:1] if is_file(one))

    def media(
        self,
        wanted: Callable[[str], bool],  # noqa: ARG002 - of the port
    ) -> Iterator[tuple[str, BinaryIO]]:
        """Give none: the export holds links, which its media are fetched by."""
        yield from ()

    def unopened_media(self) -> int:
        """Tell how many media files were passed over: there are none."""
        return 0

    def findings(self) -> list[Shortfall]:
        """Tell what is wrong with the file as a whole."""
        found = []
        if self._broken:
            where = (verbatim(self.items_file), self._broken)
            found.append(Shortfall(kind="file_damaged", count=1, reason=DAMAGED, where=where))
        elif not self._has_posts and not self._unknown_parts:
            found.append(Shortfall(kind="posts_not_in_export", count=1, reason=NO_POSTS))
        told = (
            ("part_unknown", self._unknown_parts, PART_UNKNOWN),
            ("visibility_unknown", self._visibility_unknown, VISIBILITY_UNKNOWN),
        )
        found += [Shortfall(kind=kind, count=n, reason=reason) for kind, n, reason in told if n]
        return found


def _unnamed(
    reader: Reader, kind: Kind, record: JsonObject, content: bytes, made: str
) -> Scanned | Passed:
    """Give the entry of a record but for its name, and its files, which bear that as well."""
    if reader.is_private(kind, record):
        # What is held of it was not private, also of what lies in the bin by now.
        how = Withdrawn.CLOSED if kind is Kind.POST else Withdrawn.BINNED
        return Passed(why=PassedOver.OUT_OF_SCOPE, withdrawn=how)
    return Scanned(
        content=content,
        native_id="",
        parent=reader.parent(kind, record),
        created_at=made,
        persons=reader.persons(kind, record),
        linked=reader.linked(kind, record),
        media=(),
    )


def _called(
    reader: Reader, kind: Kind, record: JsonObject, unnamed: Scanned | Passed, native: str
) -> list[Entry]:
    """Give the entry of a record under a name."""
    if isinstance(unnamed, Passed):
        return [msgspec.structs.replace(unnamed, native_id=native)]
    places = reader.places(kind, record, native)
    named = msgspec.structs.replace(
        unnamed,
        content=orjson.dumps([kind.value, native]) + b"\n" + unnamed.content,
        native_id=native,
        url=reader.url(native),
        media=tuple(one.path for one in places),
        addresses=tuple(one.address for one in places),
    )
    return [named]
