"""What records of Instagram, Facebook and Threads have in common: media, moments, ids, texts."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from weerklank.harvest.json_fields import (
    FIELD_MISSING,
    Fields,
    number_written,
    object_within,
    text_of,
)
from weerklank.harvest.moment import moment_of_seconds
from weerklank.harvest.port import Unreadable
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.raw import Field, RawMedium, Shape

#: The number at the end of the name of a file, which is that of the medium on the platform;
#: `_n` and such name a size.
_NUMBER = re.compile(r"(?:^|_)([0-9]{9,20})(?:_[a-z])?$")
_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".heic": "image/heic",
    ".heif": "image/heif",
    ".avif": "image/avif",
    ".mp4": "video/mp4",
    ".m4v": "video/x-m4v",
    ".mov": "video/quicktime",
    ".webm": "video/webm",
    ".3gp": "video/3gpp",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
}
#: Fields in which no words of anybody stand.
_NO_WORDS = frozenset({"uri", "backup_uri"})

#: What is told of how a medium was made: with which device, where, from which address.
_MADE: Shape = {
    "exif_data": Field.DROP,
    "music_genre": Field.TEXT,
    "subtitles": {"uri": Field.OWN, "creation_timestamp": Field.KEEP},
}
#: A medium of an export.
MEDIUM: Shape = {
    "uri": Field.OWN,
    "backup_uri": Field.OWN,
    "creation_timestamp": Field.KEEP,
    "title": Field.TEXT,
    "description": Field.TEXT,
    "is_profile_picture": Field.KEEP,
    "cross_post_source": {"source_app": Field.TEXT},
    "dubbing_info": Field.KEEP,
    "media_variants": Field.KEEP,
    "media_metadata": {
        "camera_metadata": {"has_camera_metadata": Field.KEEP},
        "photo_metadata": _MADE,
        "video_metadata": _MADE,
    },
    # Of a post that Threads and Instagram both show.
    "text_app_post": {"geo_gated_country_list": Field.TEXT, "reply_control": Field.TEXT},
}


#: A post, reel or story of Instagram or Threads: a story is a medium by itself.
POST: Shape = {**MEDIUM, "media": MEDIUM}


def moment_under(record: JsonObject, *names: str) -> str:
    """Give the moment under the first of some names that has one, in seconds since 1970.

    Unreadable when none has, or it is none.
    """
    for name in names:
        seconds = number_written(record.get(name))
        if seconds is not None:
            return moment_of_seconds(seconds)
    raise Unreadable(FIELD_MISSING.filled(field=names[0]))


def seconds_under(record: JsonObject, name: str) -> int:
    """Give the seconds since 1970 under a name; Unreadable when there are none."""
    seconds = number_written(record.get(name))
    if seconds is None:
        raise Unreadable(FIELD_MISSING.filled(field=name))
    return seconds


def medium_of(record: JsonObject, alt: str | None = None) -> RawMedium | None:
    """Read a medium; None when it does not say which file it is."""
    uri = text_of(record.get("uri"))
    if uri is None:
        return None
    kind = _TYPES.get(PurePosixPath(uri).suffix.lower())
    return RawMedium(source=uri, content_type=kind, alt=alt)


def media_of(
    fields: Fields, *, may_lack_file: bool = False
) -> tuple[list[RawMedium], list[JsonObject]]:
    """Read the media of a post, and give their records; one without a file is broken.

    But for where a record of a medium may hold words alone. Of a post with words of its own,
    those of a medium go with the medium.
    """
    media, records = [], []
    own = fields.text("title")
    for place, record in fields.objects("media"):
        records.append(record)
        words = text_of(record.get("title")) if own else None
        medium = medium_of(record, words if words != own else None)
        if medium is not None:
            media.append(medium)
        elif record and not (may_lack_file and not record.get("uri")):
            fields.broken.append(f"{place}/uri")
    return media, records


def has_subtitles(*records: JsonObject) -> bool:
    """Tell whether any of some media has subtitles; where none has, that is not told."""
    told = (object_within(one, "media_metadata", "video_metadata") for one in records)
    return any(text_of(object_within(one, "subtitles").get("uri")) for one in told)


def said_in(fields: Fields, parts: list[JsonObject]) -> str | None:
    """Give what a post says: its own words, else those of its media, each once.

    What stands where a medium without a file is, is said by the post as well.
    """
    own = fields.text("title")
    told = parts if own is None else [part for part in parts if not text_of(part.get("uri"))]
    said = [own, *(text_of(part.get("title")) for part in told)]
    return "\n\n".join(dict.fromkeys(filter(None, said))) or None


def dated_in(record: JsonObject, parts: list[JsonObject]) -> JsonObject:
    """Give what tells when a post was published: itself, else its first medium."""
    return record if record.get("creation_timestamp") is not None else (parts or [{}])[0]


def id_of_post(media: list[RawMedium], dated: JsonObject, kind: str) -> str:
    """Name a post by its first medium, which is how an API can name it too (docs/adr/0075)."""
    if media:
        return id_of_file(media[0].source)
    return f"{kind}/{seconds_under(dated, 'creation_timestamp')}"


def number_of_file(uri: str) -> str | None:
    """Give the number of a medium on its platform, as the name of its file ends with it."""
    found = _NUMBER.search(PurePosixPath(uri).stem)
    return found[1] if found else None


def id_of_file(uri: str) -> str:
    """Give the name of a medium that stays the same: its number, else that of its file."""
    return number_of_file(uri) or f"file:{PurePosixPath(uri).name}"


def words_of(value: Json) -> Iterator[str]:
    """Give all texts of a record in which words may stand, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from words_of(part)
    elif isinstance(value, dict):
        for name, part in value.items():
            if name not in _NO_WORDS:
                yield from words_of(part)


def files_in(value: Json) -> Iterator[str]:
    """Give the paths of all files that a record names, at any depth."""
    if isinstance(value, list):
        for part in value:
            yield from files_in(part)
    elif isinstance(value, dict):
        for name, part in value.items():
            if name in _NO_WORDS and isinstance(part, str):
                yield part
            else:
                yield from files_in(part)
