"""The pictures, films and documents of a post of LinkedIn's API, and where they are to be had.

The address of a file holds a key and ends within days, so that it is fetched in the same run. Its
name in the archive is one of our own, as of an export: the post, and which of its files it is.
The preview of a page elsewhere is somebody else's picture and stays out, as do captions of films,
which are words of people in a file of their own.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from weerklank.connectors.linkedin.links import is_file
from weerklank.harvest.json_fields import object_within, objects_within, text_of
from weerklank.model.item import Captions
from weerklank.model.json_value import JsonObject
from weerklank.model.raw import RawMedium

_KINDS = ("image", "video", "document")


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file of a post."""

    path: str
    #: Where it is to be had now; empty where LinkedIn does not say, as while it works on a film.
    address: str
    alt: str | None

    @property
    def medium(self) -> RawMedium:
        """Give it as the item has it."""
        return RawMedium(source=self.path, alt=self.alt)


def files_of(record: JsonObject, native: str, base: str) -> list[File]:
    """Give the files of a post in order; `base` is the origin of the API, which may serve them."""
    return [
        File(
            path=f"{native}/{number}",
            address=_address(holder, base),
            alt=text_of(holder.get("altText")),
        )
        for number, holder in enumerate(_holders(record), 1)
    ]


def captions_of(record: JsonObject) -> Captions | None:
    """Tell whether the film of a post has captions; None for a post without one."""
    for holder in _holders(record):
        film = object_within(holder, "media", "video")
        if film or (text_of(holder.get("id")) or "").startswith("urn:li:video:"):
            return Captions.WITH if film.get("captions") else Captions.UNTOLD
    return None


def picture_at(picture: JsonObject, base: str) -> str | None:
    """Give where a picture of the page itself is to be had; None where that is not told."""
    for name in ("original", "cropped"):
        address = text_of(object_within(picture, name).get("downloadUrl")) or ""
        if may_be_fetched(address, base):
            return address
    return None


def may_be_fetched(address: str, base: str) -> bool:
    """Tell whether an address is one of a file at LinkedIn: nothing else is asked for one."""
    return is_file(address) or address.startswith(f"{base}/")


def _holders(record: JsonObject) -> Iterator[JsonObject]:
    content = object_within(record, "content")
    one = object_within(content, "media")
    if one:
        yield one
    yield from objects_within(content, "multiImage", "images")


def _address(holder: JsonObject, base: str) -> str:
    for kind in _KINDS:
        address = text_of(object_within(holder, "media", kind).get("downloadUrl")) or ""
        if may_be_fetched(address, base):
            return address
    return ""
