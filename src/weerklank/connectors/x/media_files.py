"""Which files of an archive are of which post: X puts its number before the name of each."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from weerklank.harvest.json_fields import Fields, number_written, objects_within, text_of
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.raw import RawMedium

#: Content of a medium by its kind, where the address does not end in what it is.
FILM = frozenset({"video", "animated_gif"})
_MP4 = "video/mp4"
_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".mp4": _MP4,
}


class MediaFiles:
    """The files of the media folders, by the number that their names begin with.

    Held in memory, as the directory of the zip is.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._by_number: dict[str, list[str]] = {}
        for path in paths:
            number, dash, _ = _name(path).partition("-")
            if dash and number.isdecimal():
                self._by_number.setdefault(number, []).append(path)

    def of(self, number: str) -> Sequence[str]:
        """Give the files of a post, or of the profile of an account."""
        return self._by_number.get(number, ())

    def media_of(self, number: str, folder: str, fields: Fields) -> list[RawMedium]:
        """Match the media that a post names to its files, each to one.

        A medium without a file keeps the name that its file would have. Files of the post that
        no medium names come behind: its number says whose they are.
        """
        waiting = dict.fromkeys(self._by_number.get(number, ()))
        found: list[tuple[JsonObject, str | None]] = []
        for medium in _named(fields):
            path = next((one for one in _wanted(medium, number, waiting)), None)
            if path:
                del waiting[path]
            found.append((medium, path))
        media: list[RawMedium] = []
        for medium, path in found:
            place = path or _other_version(medium, waiting)
            waiting.pop(place or "", None)
            media.append(_medium(medium, place or f"{folder}/{number}-{_best(medium)}"))
        return media + [RawMedium(source=path, content_type=_type_of(path)) for path in waiting]

    def of_profile(self, number: str, address: str) -> RawMedium:
        """Match a picture of the profile, by its address, to its file."""
        name = f"{number}-{_name_in(address) or ''}"
        path = next((one for one in self.of(number) if _stem(one) == _stem(name)), None)
        place = path or f"profile_media/{name}"
        return RawMedium(source=place, content_type=_type_of(place))


def _named(fields: Fields) -> Iterator[JsonObject]:
    """Give the media that a post names: all of them stand in what extends the others."""
    for name in ("extended_entities", "entities"):
        holder = fields.object(name)
        if not holder or "media" not in holder:  # as most
            continue
        inner = Fields(holder)
        media = [one for _, one in inner.objects("media")]
        fields.broken += [f"{name}/{place}" for place in inner.broken]
        if media:
            yield from media
            return


def _wanted(medium: JsonObject, number: str, files: dict[str, None]) -> Iterator[str]:
    """Give the files that are a medium by their name, the best version first."""
    names = [f"{number}-{name}" for name in _names(medium)]
    for name in names:
        yield from (path for path in files if _name(path) == name)


def _names(medium: JsonObject) -> list[str]:
    """Give the names that the file of a medium may have, of the best version first."""
    films = [_name_in(one.get("url")) for one in _versions(medium)]
    pictures = [_name_in(medium.get(field)) for field in ("media_url_https", "media_url")]
    return [name for name in (*films, *pictures) if name]


def address_of(medium: JsonObject) -> str:
    """Give where the file of a medium is to be had, of the best version; empty when not told."""
    films = [text_of(one.get("url")) for one in _versions(medium)]
    pictures = [text_of(medium.get(field)) for field in ("media_url_https", "media_url")]
    return next((one for one in (*films, *pictures) if one), "")


def _best(medium: JsonObject) -> str:
    return next(iter(_names(medium)), "medium")


def has_film(versions: Iterable[JsonObject]) -> bool:
    """Tell whether one of the versions of a film is a file that is somewhere."""
    return any(one.get("content_type") == _MP4 and text_of(one.get("url")) for one in versions)


def _versions(medium: JsonObject) -> list[JsonObject]:
    """Give the versions of a film that are one file, the best first."""
    versions = objects_within(medium, "video_info", "variants")
    films = [one for one in versions if one.get("content_type") == _MP4]
    return sorted(films, key=lambda one: -(number_written(one.get("bitrate")) or 0))


def _other_version(medium: JsonObject, files: dict[str, None]) -> str | None:
    """Give a file of the post of the same kind: X may have kept another version."""
    is_film = medium.get("type") in FILM
    for path in files:
        if (_stem_end(path) == ".mp4") == is_film:
            return path
    return None


def _medium(medium: JsonObject, place: str) -> RawMedium:
    alt = text_of(medium.get("ext_alt_text")) or text_of(medium.get("media_alt_text"))
    return RawMedium(source=place, content_type=_type_of(place), alt=alt)


def _type_of(path: str) -> str | None:
    return _TYPES.get(_stem_end(path))


def _stem_end(path: str) -> str:
    return PurePosixPath(path).suffix.lower()


def _stem(path: str) -> str:
    return PurePosixPath(path).stem


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _name_in(address: Json) -> str | None:
    """Give the name of the file in an address; None when there is none."""
    if not isinstance(address, str):
        return None
    try:
        return _name(urlsplit(address).path) or None
    except ValueError:  # such as half of an IPv6 address
        return None


def media_in(tweet: JsonObject) -> list[JsonObject]:
    """Give all media that a post names, those that stand in both places twice."""
    found: list[JsonObject] = []
    for name in ("extended_entities", "entities"):
        holder = tweet.get(name)
        if isinstance(holder, dict) and "media" in holder:
            found += objects_within(holder, "media")
    return found
