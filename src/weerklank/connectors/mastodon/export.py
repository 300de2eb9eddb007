"""Mastodon's official export: outbox.json, actor.json and media in a tar.gz or zip.

Likes and bookmarks are never opened. A message is an activity addressed to neither the public
nor the followers; that is decided on `to` and `cc` before the rest of it is read.
Source: app/services/backup_service.rb of mastodon/mastodon; older servers write the media before
outbox.json, so media take a pass of their own.
"""

import re
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO, cast

import msgspec
import orjson

from weerklank.connectors.mastodon.activity import (
    NO_AUTHOR,
    NO_CONTENT,
    NO_JSON,
    Reader,
    media_paths,
    parse,
    without_half_surrogates,
)
from weerklank.connectors.mastodon.fields import Fields, address_of, host_of, listed, text_of
from weerklank.harvest.export_file import Container, open_container
from weerklank.harvest.json_array import (
    NOT_READ,
    TOO_DEEP,
    BrokenPiece,
    ObjectSplitter,
    find_array,
)
from weerklank.harvest.port import BrokenOff, Unreadable
from weerklank.model.errors import BrokenInput, fault
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.platform import profile_of
from weerklank.model.raw import Broken, Passed, PassedOver, RawItem, RawPerson, Scanned, media_path
from weerklank.model.run import Shortfall
from weerklank.model.text import Text, verbatim

NO_OUTBOX = fault(
    "IMPORT-010",
    Text(
        nl="{file} is een Mastodon-export, maar {missing} ontbreekt of is onleesbaar.",
        en="{file} is a Mastodon export, but {missing} is missing or unreadable.",
    ),
    Text(
        nl="Vraag een nieuwe export aan (Voorkeuren, Importeren en exporteren); de download was "
        "misschien niet compleet.",
        en="Ask for a new export (Preferences, Import and export); the download may have been "
        "incomplete.",
    ),
)

DAMAGED = Text("het bestand is beschadigd of afgekapt", "the file is damaged or cut off")
FIELD_MISSING = Text("veld {field} ontbreekt", "field {field} is missing")
FIELD_STRANGE = Text(
    "veld {field} heeft een andere vorm dan verwacht",
    "field {field} is of another form than expected",
)
#: How msgspec says which field is missing, and where something is of another kind.
_MISSING, _AT = re.compile(r"missing required field `(\w+)`"), re.compile(r"at `\$?\.?([^`]+)`$")

_OUTBOX, _ACTOR = "outbox.json", "actor.json"
_LARGEST_ACTOR = 4 << 20
#: Records that are looked at to know whose export it is.
_ENOUGH = 200
_LISTS = frozenset({"likes.json", "bookmarks.json"})
_PUBLIC = ("https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public")


class Archive:
    """The members of an export, wherever in the container its folder begins."""

    def __init__(self, container: Container, prefix: str) -> None:
        self.container = container
        self.prefix = prefix

    def members(self, wanted: Callable[[str], bool]) -> Iterator[tuple[str, BinaryIO]]:
        """Give wanted members by their name inside the export."""
        cut = len(self.prefix)
        for name, stream in self.container.members(
            lambda name: name.startswith(self.prefix) and wanted(name[cut:])
        ):
            yield name[cut:], stream


def open_archive(path: Path) -> Archive | None:
    """Recognise an export by its content: outbox.json beside actor.json, at any depth."""
    container = open_container(path)
    if container is None:
        return None
    folders: dict[str, set[str]] = {}

    def note(name: str) -> bool:
        folder, slash, last = name.rpartition("/")
        if last in {_OUTBOX, _ACTOR}:
            folders.setdefault(folder + slash, set()).add(last)
        return False

    for _ in container.members(note):
        pass
    for prefix, found in sorted(folders.items(), key=lambda entry: len(entry[0])):
        if _OUTBOX in found or container.damage:
            return Archive(container, prefix)
    return None


_NULL = msgspec.Raw(b"null")


class _Head(msgspec.Struct):
    """What is read of an activity before it is known to be public."""

    type: str = ""
    id: str = ""
    published: str = ""
    actor: msgspec.Raw = _NULL
    to: msgspec.Raw = _NULL
    cc: msgspec.Raw = _NULL
    object: msgspec.Raw = _NULL


class _Addressed(msgspec.Struct):
    """To whom a post goes, and nothing else of it."""

    to: msgspec.Raw = _NULL
    cc: msgspec.Raw = _NULL


class _Named(msgspec.Struct):
    type: str = ""
    href: str | None = None
    name: str | None = None


class _Placed(msgspec.Struct):
    url: str


class _Body(msgspec.Struct):
    """What the first pass reads of a public post whose fields are all as they should be."""

    id: str
    url: str | None = None
    inReplyTo: str | None = None  # noqa: N815 - ActivityPub's own name
    tag: list[_Named] | _Named | None = None
    attachment: list[_Placed] | _Placed | None = None
    attributedTo: msgspec.Raw = _NULL  # noqa: N815 - ActivityPub's own name


_HEAD = msgspec.json.Decoder(_Head)
_BODY = msgspec.json.Decoder(_Body)
_ADDRESSED = msgspec.json.Decoder(_Addressed)
_ADDRESSES = msgspec.json.Decoder(list[str] | str | None)


class MastodonExport:
    """One export, opened."""

    items_file = _OUTBOX

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._is_without_profile = False
        self._actor = self._read_actor()
        self._reader = Reader(self._actor)
        self.owner: RawPerson = self._reader.owner
        self.stated_items: int | None = None
        self.exported = archive.container.made
        self._unopened = 0
        # A server that leaves it out names it as all do.
        self._followers = str(self._actor.get("followers") or f"{self._actor['id']}/followers")
        self._damaged: list[Shortfall] = []

    def _read_actor(self) -> JsonObject:
        for _, stream in self._archive.members(lambda name: name == _ACTOR):
            try:
                actor = orjson.loads(stream.read(_LARGEST_ACTOR + 1))
            except (BrokenOff, orjson.JSONDecodeError):
                break
            if isinstance(actor, dict) and isinstance(actor.get("id"), str):
                return actor
        known = self._actor_of_posts() if self._archive.container.damage else None
        if known:
            self._is_without_profile = True
            return known
        raise BrokenInput(NO_OUTBOX, file=self._archive.container.path.name, missing=_ACTOR)

    def _actor_of_posts(self) -> JsonObject | None:
        """Tell from public posts whose export it is, where the file was cut off before actor.json.

        None unless all that are looked at name one and the same.
        """
        found: dict[str, str | None] = {}
        for _, member in self._archive.members(lambda name: name == _OUTBOX):
            stream = cast("BinaryIO", _UntilBroken(member))
            opened = find_array(stream, b"orderedItems")
            if opened is None:
                break
            pieces = ObjectSplitter(stream, opened[1], _head, _is_activity)
            for piece in islice(pieces, _ENOUGH):
                if not isinstance(piece, BrokenPiece) and _is_public_post(piece[1]):
                    actor, url = _who_posted(piece[1])
                    if actor:
                        found[actor] = found.get(actor) or url
        if len(found) != 1:
            return None
        ((actor, url),) = found.items()
        profile = profile_of(url or actor)
        name = profile.handle.partition("@")[0] if profile else None
        return {"id": actor, "url": url, "preferredUsername": name}

    def scan(self) -> Iterator[Scanned | Passed | Broken]:
        """Give the entries of outbox.json in its order."""
        found = False
        lists: set[str] = set()

        def wanted(name: str) -> bool:
            if name in _LISTS:
                lists.add(name)  # out of scope: counted by its presence, never opened
            return name == _OUTBOX

        for _, stream in self._archive.members(wanted):
            found = True
            yield from self._scan_outbox(cast("BinaryIO", _UntilBroken(stream)))
        for _ in lists:
            yield Passed(why=PassedOver.OUT_OF_SCOPE)
        if not found:
            raise BrokenInput(NO_OUTBOX, file=self._archive.container.path.name, missing=_OUTBOX)
        self._note_damage()

    def _scan_outbox(self, stream: BinaryIO) -> Iterator[Scanned | Passed | Broken]:
        opened = find_array(stream, b"orderedItems")
        if opened is None:
            raise BrokenInput(
                NO_OUTBOX, file=self._archive.container.path.name, missing="orderedItems"
            )
        head, first = opened
        self.stated_items = _stated(head)
        number = 0
        for piece in ObjectSplitter(stream, first, _head, _is_activity):
            number += 1
            if isinstance(piece, BrokenPiece):
                yield Broken(file=_OUTBOX, number=number, reason=piece.reason)
                continue
            content, activity = piece
            try:
                entry: Scanned | Passed | Broken = self._scanned(content, activity)
            except (ValueError, RecursionError) as error:
                entry = Broken(file=_OUTBOX, number=number, reason=_reason(error))
            if isinstance(entry, Passed) and entry.why is not PassedOver.DIRECT_MESSAGE:
                # The export counts it, and it is no item.
                self.stated_items = self.stated_items and self.stated_items - 1
            yield entry

    def _scanned(self, content: bytes, activity: _Head) -> Scanned | Passed:
        if not self._may_be_read(activity):
            return Passed(why=PassedOver.DIRECT_MESSAGE)
        if activity.type not in {"Announce", "Create"}:
            return Passed(why=PassedOver.OUT_OF_SCOPE)
        if not self._is_own(activity.actor):
            return Passed(why=PassedOver.OTHER_ACTOR)
        if activity.type == "Announce":
            return Scanned(
                content=content,
                native_id=self._reader.native(activity.id),
                parent=None,
                created_at=activity.published,
                persons=(),
                media=(),
            )
        try:
            body = _BODY.decode(activity.object)
        except msgspec.ValidationError:
            return self._scanned_broken(content, activity)
        if not self._is_own(body.attributedTo):
            return Passed(why=PassedOver.OTHER_ACTOR)
        return Scanned(
            content=content,
            native_id=self._reader.native(body.id),
            url=body.url,
            parent=self._reader.native(body.inReplyTo) if body.inReplyTo else None,
            created_at=activity.published,
            persons=self._persons(body.tag),
            media=self._media(body.attachment),
        )

    def _scanned_broken(self, content: bytes, activity: _Head) -> Scanned | Passed:
        """Scan a post of which a field is not as it should be; the second pass names which."""
        note = parse(bytes(activity.object))
        if not isinstance(note, dict):
            raise Unreadable(NO_CONTENT)
        native = text_of(note.get("id"))
        if native is None:
            raise Unreadable(FIELD_MISSING.filled(field="id"))
        author = address_of(note.get("attributedTo"))
        if author is not None and not self._reader.is_owner(author):
            return Passed(why=PassedOver.OTHER_ACTOR)
        fields = Fields(note)
        parent = fields.address("inReplyTo")
        return Scanned(
            content=content,
            native_id=self._reader.native(native),
            url=fields.address("url"),
            parent=self._reader.native(parent) if parent else None,
            created_at=activity.published,
            persons=self._reader.mentions(fields),
            media=media_paths(fields),
        )

    def _may_be_read(self, activity: _Head) -> bool:
        """Tell whether an activity is addressed to the public or the followers.

        So must the post in it be; one of the two that names nobody leaves that to the other.
        """
        outer_is_silent = _is_silent(activity)
        if not outer_is_silent and not self._is_addressed(activity):
            return False
        if activity.type != "Create":
            return not outer_is_silent
        try:
            inner = _ADDRESSED.decode(activity.object)
        except msgspec.ValidationError:
            raise Unreadable(NO_CONTENT) from None
        return not outer_is_silent if _is_silent(inner) else self._is_addressed(inner)

    def _is_addressed(self, activity: "_Head | _Addressed") -> bool:
        """Tell whether what is addressed at all is so to the public or the followers."""
        for field in (activity.to, activity.cc):
            addresses = _ADDRESSES.decode(field)
            for address in [addresses] if isinstance(addresses, str) else addresses or []:
                if address in _PUBLIC or (address == self._followers and address):
                    return True
        return False

    def _is_own(self, actor: msgspec.Raw) -> bool:
        """Tell whether the owner did it; nobody named means the owner."""
        if actor == _NULL:
            return True
        address = address_of(orjson.loads(bytes(actor)))
        if address is None:  # whoever it is, it is not us
            raise Unreadable(NO_AUTHOR)
        return self._reader.is_owner(address)

    def _persons(self, tags: list[_Named] | _Named | None) -> tuple[RawPerson, ...]:
        if not tags:
            return ()
        return tuple(
            self._reader.mentioned(tag.href, tag.name)
            for tag in (tags if isinstance(tags, list) else [tags])
            if tag.type == "Mention" and (tag.href or tag.name)
        )

    def _media(self, attachments: list[_Placed] | _Placed | None) -> tuple[str, ...]:
        if not attachments:
            return ()
        placed = attachments if isinstance(attachments, list) else [attachments]
        return tuple(media_path(one.url) for one in placed)

    def read(self, content: bytes) -> RawItem:
        """Read one activity whole."""
        return self._reader.activity(content)

    def profile(self) -> RawItem | None:
        """Read actor.json; None when the file was cut off before it."""
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
        damage = self._archive.container.damage
        if damage and not self._damaged:
            self._damaged.append(
                Shortfall(
                    kind="file_damaged",
                    count=1,
                    reason=DAMAGED,
                    where=(verbatim(self._archive.container.path.name), verbatim(damage)),
                )
            )

    def findings(self) -> list[Shortfall]:
        """Tell what is wrong with the file as a whole."""
        return self._damaged


_NOT_MEDIA = _LISTS | {_OUTBOX, _ACTOR}


class _UntilBroken:
    """A stream that ends where it breaks off: what came before is kept."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def read(self, size: int) -> bytes:
        """Read on."""
        try:
            return self._stream.read(size)
        except BrokenOff:
            return b""


def _is_public_post(activity: _Head) -> bool:
    """Tell whether it is a post addressed to everyone: so much can be read without any doubt."""
    try:
        told = [_ADDRESSES.decode(field) for field in (activity.to, activity.cc)]
    except msgspec.ValidationError:
        return False
    each = [one for addresses in told for one in listed(cast("Json", addresses))]
    return activity.type == "Create" and any(address in _PUBLIC for address in each)


def _who_posted(activity: _Head) -> tuple[str | None, str | None]:
    """Give who did it, and the address of the profile that the post lies under, if any."""
    try:
        actor, note = address_of(parse(bytes(activity.actor))), parse(bytes(activity.object))
    except Unreadable:
        return None, None
    url = address_of(note.get("url")) if isinstance(note, dict) else None
    above = url.rpartition("/")[0] if url else ""
    profile = profile_of(above)
    is_theirs = profile and not profile.deeper and host_of(above) == host_of(actor or "")
    return actor, above if is_theirs else None


def _is_silent(activity: _Head | _Addressed) -> bool:
    """Tell whether something does not say to whom it is addressed."""
    return activity.to == _NULL and activity.cc == _NULL


def _head(content: bytes) -> _Head:
    try:
        return _HEAD.decode(content)
    except msgspec.ValidationError as error:
        raise Unreadable(_reason(error)) from None
    except msgspec.DecodeError:
        mended = without_half_surrogates(content)
    try:
        return _HEAD.decode(mended)
    except msgspec.DecodeError as error:
        raise Unreadable(_reason(error)) from None


def _is_activity(activity: _Head) -> bool:
    """Tell an activity from an object inside one."""
    return bool(activity.type) and activity.object != _NULL


def _stated(head: bytes) -> int | None:
    try:
        stated = orjson.loads(head.rstrip(b" \t\r\n,") + b"}").get("totalItems")
    except (orjson.JSONDecodeError, AttributeError):
        return None
    return stated if isinstance(stated, int) else None


def _reason(error: Exception) -> Text:
    """Say which field is wrong; msgspec names the path and the kind, never the value."""
    if isinstance(error, Unreadable):
        return error.reason
    if isinstance(error, RecursionError):
        return TOO_DEEP
    if not isinstance(error, msgspec.ValidationError):
        return NO_JSON
    missing, at = _MISSING.search(str(error)), _AT.search(str(error))
    if missing:
        return FIELD_MISSING.filled(field=missing[1])
    return FIELD_STRANGE.filled(field=at[1]) if at else NOT_READ
