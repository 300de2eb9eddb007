"""Mastodon's official export: outbox.json, actor.json and media in a tar.gz or zip.

Likes and bookmarks are never opened. A message is an activity addressed to neither the public
nor the followers; that is decided on `to` and `cc` before the rest of it is read.
Source: app/services/backup_service.rb of mastodon/mastodon; older servers write the media before
outbox.json, so media take a pass of their own.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

import msgspec
import orjson

from weerklank.connectors.mastodon.activity import Reader, without_half_surrogates
from weerklank.harvest.export_file import Container, open_container
from weerklank.harvest.json_array import BrokenPiece, ObjectSplitter, find_array
from weerklank.harvest.port import BrokenOff
from weerklank.model.errors import BrokenInput, fault
from weerklank.model.json_value import JsonObject
from weerklank.model.raw import Broken, Passed, PassedOver, RawItem, RawPerson, Scanned, media_path
from weerklank.model.run import Shortfall
from weerklank.model.text import Text

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

_OUTBOX, _ACTOR = "outbox.json", "actor.json"
_LARGEST_ACTOR = 4 << 20
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
    to: msgspec.Raw = _NULL
    cc: msgspec.Raw = _NULL
    object: msgspec.Raw = _NULL


class _Named(msgspec.Struct):
    type: str = ""
    href: str | None = None
    name: str | None = None


class _Placed(msgspec.Struct):
    url: msgspec.Raw = _NULL


class _Body(msgspec.Struct):
    """What the first pass reads of a public post."""

    id: str
    url: str | None = None
    to: msgspec.Raw = _NULL
    cc: msgspec.Raw = _NULL
    inReplyTo: str | None = None  # noqa: N815 - ActivityPub's own name
    tag: list[_Named] | _Named | None = None
    attachment: list[_Placed] | _Placed | None = None

    @property
    def is_silent(self) -> bool:
        """Tell whether the post leaves its addressing to the activity around it."""
        return self.to == _NULL and self.cc == _NULL


_HEAD = msgspec.json.Decoder(_Head)
_BODY = msgspec.json.Decoder(_Body)
_ADDRESSES = msgspec.json.Decoder(list[str] | str | None)


class MastodonExport:
    """One export, opened."""

    items_file = _OUTBOX

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._actor = self._read_actor()
        self._reader = Reader(self._actor)
        self.owner: RawPerson = self._reader.owner
        self.stated_items: int | None = None
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
        raise BrokenInput(NO_OUTBOX, file=self._archive.container.path.name, missing=_ACTOR)

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
                yield Broken(file=_OUTBOX, number=number, reason=str(piece))
                continue
            content, activity = piece
            try:
                entry: Scanned | Passed | Broken = self._scanned(content, activity)
            except (ValueError, RecursionError) as error:
                entry = Broken(file=_OUTBOX, number=number, reason=_reason(error))
            if isinstance(entry, Passed) and entry.why is PassedOver.OUT_OF_SCOPE:
                # The export counts it, and it is no item.
                self.stated_items = self.stated_items and self.stated_items - 1
            yield entry

    def _scanned(self, content: bytes, activity: _Head) -> Scanned | Passed:
        if not self._is_addressed(activity):
            return Passed(why=PassedOver.DIRECT_MESSAGE)
        if activity.type == "Announce":
            return Scanned(
                content=content,
                native_id=self._reader.native(activity.id),
                parent=None,
                created_at=activity.published,
                persons=(),
                media=(),
            )
        if activity.type != "Create":
            return Passed(why=PassedOver.OUT_OF_SCOPE)
        body = _BODY.decode(activity.object)
        if not body.is_silent and not self._is_addressed(body):
            return Passed(why=PassedOver.DIRECT_MESSAGE)
        return Scanned(
            content=content,
            native_id=self._reader.native(body.id),
            url=body.url,
            parent=self._reader.native(body.inReplyTo) if body.inReplyTo else None,
            created_at=activity.published,
            persons=self._persons(body.tag),
            media=self._media(body.attachment),
        )

    def _is_addressed(self, activity: "_Head | _Body") -> bool:
        """Tell whether an activity or its post is addressed to the public or the followers."""
        for field in (activity.to, activity.cc):
            addresses = _ADDRESSES.decode(field)
            for address in [addresses] if isinstance(addresses, str) else addresses or []:
                if address in _PUBLIC or (address == self._followers and address):
                    return True
        return False

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
        paths = []
        for placed in attachments if isinstance(attachments, list) else [attachments]:
            url = orjson.loads(bytes(placed.url))
            if isinstance(url, str):
                paths.append(media_path(url))
        return tuple(paths)

    def read(self, content: bytes) -> RawItem:
        """Read one activity whole."""
        return self._reader.activity(content)

    def profile(self) -> RawItem:
        """Read actor.json."""
        return self._reader.profile()

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
                    reason="het bestand is beschadigd of afgekapt / damaged or cut off",
                    where=(self._archive.container.path.name, damage),
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


def _head(content: bytes) -> _Head:
    try:
        return _HEAD.decode(content)
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError:
        mended = without_half_surrogates(content)
        if mended == content:
            raise
        return _HEAD.decode(mended)


def _is_activity(activity: _Head) -> bool:
    """Tell an activity from an object inside one."""
    return bool(activity.type) and activity.object != _NULL


def _stated(head: bytes) -> int | None:
    try:
        stated = orjson.loads(head.rstrip(b" \t\r\n,") + b"}").get("totalItems")
    except (orjson.JSONDecodeError, AttributeError):
        return None
    return stated if isinstance(stated, int) else None


def _reason(error: Exception) -> str:
    """Say which field is wrong; msgspec names the path and the kind, never the value."""
    if isinstance(error, RecursionError):
        return "nested too deeply"
    return str(error) if isinstance(error, msgspec.ValidationError) else type(error).__name__
