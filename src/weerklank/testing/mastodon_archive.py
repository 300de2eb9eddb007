"""Write an export of Mastodon as a server does, post by post: never the whole in memory."""

import gzip
import io
import struct
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import IO, Literal, Protocol

import orjson

from weerklank.testing.mastodon_actor import actor
from weerklank.testing.mastodon_items import (
    ExportAccount,
    ExportItem,
    ExportMedium,
    ExportPost,
)
from weerklank.testing.mastodon_json import STREAMS, Json, activity, collection

Style = Literal["tar.gz", "zip"]

_CHUNK = 1 << 20
#: Room before the posts for the head of outbox.json, known only when all are counted.
_ROOM = 4096
_MODERN_CONTEXT: list[str | Json] = [
    STREAMS,
    {
        "ostatus": "http://ostatus.org#",
        "atomUri": "ostatus:atomUri",
        "inReplyToAtomUri": "ostatus:inReplyToAtomUri",
        "conversation": "ostatus:conversation",
        "sensitive": "as:sensitive",
        "toot": "http://joinmastodon.org/ns#",
        "votersCount": "toot:votersCount",
        "blurhash": "toot:blurhash",
        "focalPoint": {"@container": "@list", "@id": "toot:focalPoint"},
        "Hashtag": "as:Hashtag",
        "quote": {"@id": "https://w3id.org/fep/044f#quote", "@type": "@id"},
        "quoteAuthorization": {
            "@id": "https://w3id.org/fep/044f#quoteAuthorization",
            "@type": "@id",
        },
    },
]


class _Archive(Protocol):
    """What both kinds of archive can do."""

    def add(self, name: str, source: IO[bytes], size: int) -> None: ...

    def close(self) -> None: ...


class _Tar:
    """The tar.gz of older servers, with time 0 everywhere."""

    def __init__(self, path: Path, level: int) -> None:
        self._file = path.open("wb")
        self._gzip = gzip.GzipFile("", "wb", compresslevel=level, fileobj=self._file, mtime=0)
        self._tar = tarfile.open(  # noqa: SIM115 - closed by close()
            fileobj=self._gzip, mode="w", format=tarfile.GNU_FORMAT
        )

    def add(self, name: str, source: IO[bytes], size: int) -> None:
        member = tarfile.TarInfo(name)
        member.size = size
        member.mode = 0o444
        self._tar.addfile(member, source)
        self._tar.getmembers().clear()  # it would remember every medium

    def close(self) -> None:
        self._tar.close()
        self._gzip.close()
        self._file.close()


class _Zip:
    """The zip of newer servers, with the oldest time that a zip knows everywhere."""

    def __init__(self, path: Path, level: int) -> None:
        self._zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=level)

    def add(self, name: str, source: IO[bytes], size: int) -> None:
        member = zipfile.ZipInfo(name)
        member.compress_type = zipfile.ZIP_DEFLATED
        member.external_attr = 0o444 << 16
        member.create_system = 3
        member.file_size = size
        with self._zip.open(member, "w", force_zip64=size > zipfile.ZIP64_LIMIT) as target:
            while size and (block := source.read(min(size, _CHUNK))):
                target.write(block)
                size -= len(block)

    def close(self) -> None:
        self._zip.close()


def write_export(
    path: Path,
    account: ExportAccount,
    items: Iterable[ExportItem],
    *,
    style: Style = "tar.gz",
    modern: bool = True,
    likes: Iterable[str] = (),
    bookmarks: Iterable[str] = (),
    avatar: ExportMedium | None = None,
    header: ExportMedium | None = None,
    total_items: int | None = None,
    extra_members: Iterable[tuple[str, bytes]] = (),
    level: int = 6,
) -> int:
    """Write an export and give the number of items in it; the same input gives the same bytes.

    A tar.gz holds the media before outbox.json, a zip after it. `total_items` makes the outbox
    state another number than it holds; `extra_members` come last, for what does not belong.
    """
    archive: _Archive = _Tar(path, level) if style == "tar.gz" else _Zip(path, level)
    with (
        closing(archive),
        tempfile.TemporaryFile() as outbox,
        tempfile.TemporaryFile() as media,
    ):
        count = _spool(outbox, media, account, items, modern=modern)
        total = count if total_items is None else total_items
        if style == "tar.gz":
            _add_media(archive, media)
        _add_outbox(archive, outbox, total, modern=modern)
        if style == "zip":
            _add_media(archive, media)
        for name, uris in (("likes.json", list(likes)), ("bookmarks.json", list(bookmarks))):
            _add_bytes(archive, name, _dump(collection(name, uris, total=len(uris))))
        pictures = [(picture.member, picture.data) for picture in (avatar, header) if picture]
        made = actor(account, avatar=avatar, header=header, modern=modern)
        for name, data in (*pictures, ("actor.json", _dump(made)), *extra_members):
            _add_bytes(archive, name, data)
    return count


def _spool(
    outbox: IO[bytes],
    media: IO[bytes],
    account: ExportAccount,
    items: Iterable[ExportItem],
    *,
    modern: bool,
) -> int:
    """Write the items and their media to temporary files; give the number of items."""
    outbox.seek(_ROOM)
    count = 0
    for item in items:
        if isinstance(item, ExportPost):
            _put(media, item.media)
        line = _dump(activity(account, item, modern=modern))
        outbox.write(b"," + line if count else line)
        count += 1
    return count


def _dump(value: Json) -> bytes:
    """Write JSON as Rails does: on one line, with the signs that HTML knows escaped."""
    plain = orjson.dumps(value)
    return plain.replace(b"&", b"\\u0026").replace(b"<", b"\\u003c").replace(b">", b"\\u003e")


def _add_outbox(archive: _Archive, outbox: IO[bytes], total: int, *, modern: bool) -> None:
    context = _MODERN_CONTEXT if modern else STREAMS
    frame = _dump(collection("outbox.json", (), total=total, context=context))
    head, foot = frame[:-2], frame[-2:]
    outbox.write(foot)
    start = _ROOM - len(head)
    size = outbox.tell() - start
    outbox.seek(start)
    outbox.write(head)
    outbox.seek(start)
    archive.add("outbox.json", outbox, size)


def _put(spool: IO[bytes], media: Iterable[ExportMedium]) -> None:
    for medium in media:
        name = medium.member.encode()
        spool.write(struct.pack(">II", len(name), len(medium.data)) + name + medium.data)


def _add_media(archive: _Archive, spool: IO[bytes]) -> None:
    spool.seek(0)
    for name, size in _members(spool):
        archive.add(name, spool, size)


def _members(spool: IO[bytes]) -> Iterator[tuple[str, int]]:
    while head := spool.read(8):
        name_size, size = struct.unpack(">II", head)
        yield spool.read(name_size).decode(), size


def _add_bytes(archive: _Archive, name: str, data: bytes) -> None:
    archive.add(name, io.BytesIO(data), len(data))
