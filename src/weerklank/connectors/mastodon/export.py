"""Mastodon's official export: outbox.json, actor.json and media in a tar.gz or zip.

Likes and bookmarks are never opened. A message is an activity addressed to neither the public
nor the followers; that is decided on `to` and `cc` before the rest of it is read.
Source: app/services/backup_service.rb of mastodon/mastodon; older servers write the media before
outbox.json, so media take a pass of their own.
"""

from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from typing import BinaryIO, cast

import msgspec
import orjson

from weerklank.connectors.mastodon.activity import (
    NO_AUTHOR,
    NO_CONTENT,
    Reader,
    media_paths,
)
from weerklank.connectors.mastodon.archive import ACTOR, OUTBOX, Archive
from weerklank.connectors.mastodon.export_faults import (
    NO_OUTBOX,
    OF_ANOTHER,
    TOO_LARGE_FOR_POST,
    TOO_LARGE_FOR_PROFILE,
)
from weerklank.connectors.mastodon.fields import (
    Fields,
    address_of,
    host_of,
    is_mention,
    said_besides,
)
from weerklank.connectors.mastodon.first_look import (
    BODY,
    NULL,
    Addressees,
    Body,
    Head,
    Named,
    Placed,
    is_activity,
    is_public_post,
    read_head,
    remember,
    who_posted,
)
from weerklank.harvest.export_file import UntilBroken, damage_of
from weerklank.harvest.json_array import BrokenPiece, ObjectSplitter, find_array
from weerklank.harvest.json_fields import FIELD_MISSING, parse, parse_object, reason_of, text_of
from weerklank.harvest.port import BrokenOff, Unreadable
from weerklank.model.errors import BrokenInput
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.platform import profile_of
from weerklank.model.raw import Broken, Passed, PassedOver, RawItem, RawPerson, Scanned, media_path
from weerklank.model.run import Shortfall
from weerklank.model.text import Text

_LARGEST_ACTOR = 4 << 20
#: A post is held many times over while third parties are looked for in it. Mastodon's own are of
#: 500 characters; servers that let people write a hundred times as much stay far below this.
_LARGEST_POST = 1 << 20
#: Records that are looked at to know whose export it is.
_ENOUGH = 200
_LISTS = frozenset({"likes.json", "bookmarks.json"})
#: What stands between the fields of an object.
_BETWEEN = b" \t\r\n,"
Entry = Scanned | Passed | Broken


class MastodonExport:
    """One export, opened."""

    items_file = OUTBOX

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._is_without_profile = False
        #: Why actor.json is no profile, where it is there.
        self._broken_profile: Text | None = None
        self._actor = self._read_actor()
        self._reader = Reader(self._actor)
        self.owner: RawPerson = self._reader.owner
        self.stated_items: int | None = None
        self.exported = archive.container.made
        self._unopened = 0
        # A server that leaves it out names it as all do.
        followers = str(self._actor.get("followers") or f"{self._actor['id']}/followers")
        self._addressees = Addressees(followers)
        self._damaged: list[Shortfall] = []
        self._read_before: dict[bytes, tuple[RawPerson, ...]] = {}
        self._own_before: dict[bytes, bool] = {}

    def _read_actor(self) -> JsonObject:
        for _, stream in self._archive.members(lambda name: name == ACTOR):
            try:
                actor = _profile(stream.read(_LARGEST_ACTOR + 1))
            except BrokenOff:
                break
            except Unreadable as error:
                self._broken_profile = error.reason
                break
            if host_of(text_of(actor.get("id")) or ""):
                return actor
        is_damaged = self._broken_profile or self._archive.container.damage
        known = self._actor_of_posts() if is_damaged else None
        if known:
            self._is_without_profile = True
            return known
        raise BrokenInput(NO_OUTBOX, file=self._archive.container.path.name, missing=ACTOR)

    def _actor_of_posts(self) -> JsonObject | None:
        """Tell whose it is from public posts; None unless all that are looked at name the same."""
        found: dict[str, str | None] = {}
        for _, member in self._archive.members(lambda name: name == OUTBOX):
            stream = cast("BinaryIO", UntilBroken(member))
            _, first = find_array(stream, b"orderedItems")
            if first is None:
                break
            pieces = ObjectSplitter(stream, first, read_head, is_activity)
            for piece in islice(pieces, _ENOUGH):
                if not isinstance(piece, BrokenPiece) and is_public_post(piece[1]):
                    actor, url = who_posted(piece[1])
                    if actor:
                        found[actor] = found.get(actor) or url
        if len(found) != 1:
            return None
        ((actor, url),) = found.items()
        if not host_of(actor):
            return None
        profile = profile_of(url or actor)
        name = profile.handle.partition("@")[0] if profile else None
        return {"id": actor, "url": url, "preferredUsername": name}

    def scan(self) -> Iterator[Entry]:
        """Give the entries of outbox.json in its order."""
        found = False
        lists: set[str] = set()

        def wanted(name: str) -> bool:
            if name in _LISTS:
                lists.add(name)  # out of scope: counted by its presence, never opened
            return name == OUTBOX

        for _, stream in self._archive.members(wanted):
            found = True
            yield from self._scan_outbox(cast("BinaryIO", UntilBroken(stream)))
        for _ in lists:
            yield Passed(why=PassedOver.OUT_OF_SCOPE)
        if self._broken_profile:
            yield Broken(file=ACTOR, number=1, reason=self._broken_profile)
        if not found:
            raise BrokenInput(NO_OUTBOX, file=self._archive.container.path.name, missing=OUTBOX)
        self._note_damage()

    def _scan_outbox(self, stream: BinaryIO) -> Iterator[Entry]:
        head, first = find_array(stream, b"orderedItems")
        if first is None:
            raise BrokenInput(
                NO_OUTBOX, file=self._archive.container.path.name, missing="orderedItems"
            )
        stated, others, number = _stated(head), 0, 0
        ours, of_another = 0, 0
        while first is not None:
            pieces = ObjectSplitter(stream, first, read_head, is_activity)
            for piece in pieces:
                number += 1
                entry = self._entry(piece, number)
                ours += isinstance(entry, Scanned)
                of_another += isinstance(entry, Passed) and entry.why is PassedOver.OTHER_ACTOR
                if isinstance(entry, Passed) and entry.why is not PassedOver.DIRECT_MESSAGE:
                    others += 1  # the export counts it, and it is no item
                yield entry
            # What states the number may stand behind the list, and a list may come in two.
            head, first = find_array(stream, b"orderedItems", pieces.rest(), depth=1)
            stated = _stated(b"{" + head.lstrip(_BETWEEN)) if stated is None else stated
        if of_another and not ours:  # passed over, one by one, it would seem that all went well
            file = self._archive.container.path.name
            raise BrokenInput(OF_ANOTHER, file=file, count=of_another)
        self.stated_items = None if stated is None else max(stated - others, 0)

    def _entry(self, piece: tuple[bytes, Head] | BrokenPiece, number: int) -> Entry:
        if isinstance(piece, BrokenPiece):
            return Broken(file=OUTBOX, number=number, reason=piece.reason)
        try:
            return self._scanned(*piece)
        except (ValueError, RecursionError) as error:
            return Broken(file=OUTBOX, number=number, reason=reason_of(error))

    def _scanned(self, content: bytes, activity: Head) -> Scanned | Passed:
        if activity == _NOTHING:
            raise Unreadable(NO_CONTENT)
        if not self._addressees.may_be_read(activity):
            named = self._reader.native(activity.id) if activity.id else None
            return Passed(why=PassedOver.DIRECT_MESSAGE, native_id=named)
        if activity.type not in {"Announce", "Create"}:
            return Passed(why=PassedOver.OUT_OF_SCOPE)
        if not self._is_own(activity.actor):
            return Passed(why=PassedOver.OTHER_ACTOR)
        if len(content) > _LARGEST_POST:
            raise Unreadable(TOO_LARGE_FOR_POST)
        if activity.type == "Announce":
            return self._scanned_boost(content, activity)
        return self._scanned_post(content, activity)

    def _scanned_boost(self, content: bytes, activity: Head) -> Scanned | Passed:
        native = self._reader.native(activity.id)
        if not self._reader.is_of_server(native):
            return Passed(why=PassedOver.OTHER_ACTOR)
        return Scanned(
            content=content,
            native_id=native,
            parent=None,
            created_at=activity.published,
            persons=self._boosted(activity),
            media=(),
        )

    def _boosted(self, activity: Head) -> tuple[RawPerson, ...]:
        """Give whom a boost names; of what is boosted no more is looked at than its address."""
        of = parse(bytes(activity.object))
        named = text_of(of.get("id")) if isinstance(of, dict) else of
        found = [*self._persons_in(bytes(activity.to)), *self._persons_in(bytes(activity.cc))]
        return tuple(dict.fromkeys([*self._reader.boosted(named), *found]))

    def _scanned_post(self, content: bytes, activity: Head) -> Scanned | Passed:
        try:
            body = BODY.decode(activity.object)
        except msgspec.ValidationError:
            return self._scanned_broken(content, activity)
        native = self._reader.native(body.id)
        if not (self._is_own(body.attributedTo) and self._reader.is_of_server(native)):
            return Passed(why=PassedOver.OTHER_ACTOR)
        return Scanned(
            content=content,
            native_id=native,
            url=body.url,
            parent=self._reader.native(body.inReplyTo) if body.inReplyTo else None,
            talk=_talk(body.conversation, body.context),
            created_at=activity.published,
            persons=self._persons(activity, body),
            linked=self._reader.linked(body.content, _hrefs(body.tag), body.said_besides()),
            media=self._media(body.attachment),
        )

    def _scanned_broken(self, content: bytes, activity: Head) -> Scanned | Passed:
        """Scan a post of which a field is not as it should be; the second pass names which."""
        source = parse(content)
        note = source.get("object") if isinstance(source, dict) else None
        if not isinstance(source, dict) or not isinstance(note, dict):
            raise Unreadable(NO_CONTENT)
        address = text_of(note.get("id"))
        if address is None:
            raise Unreadable(FIELD_MISSING.filled(field="id"))
        native = self._reader.native(address)
        author = address_of(note.get("attributedTo"))
        is_own = author is None or self._reader.is_owner(author)
        if not (is_own and self._reader.is_of_server(native)):
            return Passed(why=PassedOver.OTHER_ACTOR)
        fields = Fields(note)
        parent = fields.address("inReplyTo")
        return Scanned(
            content=content,
            native_id=native,
            url=fields.address("url"),
            parent=self._reader.native(parent) if parent else None,
            talk=_talk(note.get("conversation"), note.get("context")),
            created_at=activity.published,
            persons=self._reader.named(source, note, fields),
            linked=self._reader.linked(text_of(note.get("content")), (), said_besides(note)),
            media=media_paths(fields),
        )

    def _is_own(self, actor: msgspec.Raw) -> bool:
        """Tell whether the owner did it; nobody named means the owner."""
        if actor == NULL:
            return True
        written = bytes(actor)
        is_own = self._own_before.get(written)
        if is_own is None:
            address = address_of(orjson.loads(written))
            if address is None:  # whoever it is, it is not us
                raise Unreadable(NO_AUTHOR)
            is_own = self._reader.is_owner(address)
            remember(self._own_before, written, is_own)
        return is_own

    def _persons(self, activity: Head, body: Body) -> tuple[RawPerson, ...]:
        """Give whom the tags of a post mention, and whose addresses stand in its structure."""
        persons: dict[RawPerson, None] = {}
        for tag in body.tag if isinstance(body.tag, list) else [body.tag]:
            if isinstance(tag, str):
                persons |= dict.fromkeys(self._reader.of_plain_tag(tag))
            elif tag and not is_mention(tag.type, tag.name):
                persons |= dict.fromkeys(self._reader.linked_by_tag(tag.href))
            elif tag and (tag.href or tag.name):
                persons |= dict.fromkeys(self._reader.mention(tag.href, tag.name))
        known = {person.handle for person in persons}
        found = [
            person
            for value in (activity.actor, activity.to, activity.cc, *body.may_name())
            for person in self._persons_in(bytes(value))
        ]
        if body.inReplyTo:
            found += self._reader.addressed(body.inReplyTo)
        if body.conversation and not body.conversation.startswith("tag:"):
            found += self._reader.addressed(body.conversation)
        persons |= {person: None for person in found if person.handle not in known}
        return tuple(persons)

    def _persons_in(self, content: bytes) -> tuple[RawPerson, ...]:
        """Give whose addresses stand in a value; most recur, and are read once."""
        persons = self._read_before.get(content)
        if persons is None:
            persons = tuple(self._reader.addressed(parse(content)))
            remember(self._read_before, content, persons)
        return persons

    def _media(self, attachments: list[Placed] | Placed | None) -> tuple[str, ...]:
        if not attachments:
            return ()
        placed = attachments if isinstance(attachments, list) else [attachments]
        return tuple(media_path(one.url) for one in placed)

    def read(self, content: bytes) -> RawItem:
        """Read one activity whole."""
        return self._reader.activity(content)

    def profile(self) -> RawItem | None:
        """Read actor.json; None when the file was cut off before it, or when it is unreadable."""
        return None if self._is_without_profile else self._reader.profile()

    def media(self, wanted: Callable[[str], bool]) -> Iterator[tuple[str, BinaryIO]]:
        """Give wanted media; a file that no kept post names is not opened."""
        self._unopened = 0

        def chosen(name: str) -> bool:
            if name in _NOT_MEDIA:
                return False
            if wanted(name):
                return True
            self._unopened += 1
            return False

        yield from self._archive.members(chosen)
        self._note_damage()

    def unopened_media(self) -> int:
        """Tell how many media files the last `media` passed over."""
        return self._unopened

    def _note_damage(self) -> None:
        self._damaged = self._damaged or damage_of(self._archive.container)

    def findings(self) -> list[Shortfall]:
        """Tell what is wrong with the file as a whole."""
        return self._damaged


def _hrefs(tag: list[Named | str] | Named | str | None) -> list[str | None]:
    """Give the addresses of the tags of a post."""
    tags = tag if isinstance(tag, list) else [tag]
    return [one.href for one in tags if isinstance(one, Named)]


def _talk(conversation: Json, context: Json | msgspec.Raw) -> str | None:
    """Give the name of the conversation of a post: servers write one name, or two for the same."""
    if isinstance(conversation, str) and conversation:
        return conversation
    if isinstance(context, msgspec.Raw):
        context = None if context is NULL else parse(bytes(context))
    return address_of(conversation) or address_of(context)


#: An object that says nothing.
_NOTHING = Head()
_NOT_MEDIA = _LISTS | {OUTBOX, ACTOR}


def _profile(content: bytes) -> JsonObject:
    if len(content) > _LARGEST_ACTOR:
        raise Unreadable(TOO_LARGE_FOR_PROFILE)
    return parse_object(content.removeprefix(BOM_UTF8))


def _stated(part: bytes) -> int | None:
    """Read the number that the export states, from what stands before its list or behind it."""
    told = part.rstrip(_BETWEEN)
    for text in (told + b"}", told):
        with suppress(orjson.JSONDecodeError):
            found = orjson.loads(text)
            stated = found.get("totalItems") if isinstance(found, dict) else None
            return stated if isinstance(stated, int) and not isinstance(stated, bool) else None
    return None
