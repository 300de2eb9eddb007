"""What a file of a medium is, by its bytes and never by what it claims.

Known are the formats that can't run anything; all else is kept, and shown to nobody.
"""

from pathlib import Path
from typing import NamedTuple

from weerklank.model.page import PageRole


class Kind(NamedTuple):
    """A kind of file that may be shown in a page."""

    type: str
    extension: str


#: By the bytes at the beginning. No SVG and no HTML: those are programs.
_BEGINNINGS: tuple[tuple[bytes, Kind], ...] = (
    (b"\xff\xd8\xff", Kind("image/jpeg", "jpg")),
    (b"\x89PNG\r\n\x1a\n", Kind("image/png", "png")),
    (b"GIF87a", Kind("image/gif", "gif")),
    (b"GIF89a", Kind("image/gif", "gif")),
    (b"\x1a\x45\xdf\xa3", Kind("video/webm", "webm")),
    (b"ID3", Kind("audio/mpeg", "mp3")),
    (b"\xff\xfb", Kind("audio/mpeg", "mp3")),
    (b"fLaC", Kind("audio/flac", "flac")),
    (b"OggS", Kind("audio/ogg", "ogg")),
)
_RIFF = {b"WEBP": Kind("image/webp", "webp"), b"WAVE": Kind("audio/wav", "wav")}
_BRANDS = {
    b"avif": Kind("image/avif", "avif"),
    b"isom": Kind("video/mp4", "mp4"),
    b"iso2": Kind("video/mp4", "mp4"),
    b"iso4": Kind("video/mp4", "mp4"),
    b"iso5": Kind("video/mp4", "mp4"),
    b"iso6": Kind("video/mp4", "mp4"),
    b"mp41": Kind("video/mp4", "mp4"),
    b"mp42": Kind("video/mp4", "mp4"),
    b"avc1": Kind("video/mp4", "mp4"),
    b"M4V ": Kind("video/mp4", "mp4"),
    b"M4A ": Kind("audio/mp4", "m4a"),
    b"qt  ": Kind("video/mp4", "mov"),
}
#: What it is sent as when it is none of these: kept for whoever saves it, shown to nobody.
OTHER = Kind("application/octet-stream", "bin")
#: What those of a page are that no page of ours shows: for whoever saves them.
_OF_PAGES = {
    PageRole.REPLAY: Kind("application/wacz", "wacz"),
    PageRole.PRINT: Kind("application/pdf", "pdf"),
    PageRole.ATTACHMENT: OTHER,
    PageRole.TEXT: Kind("text/plain; charset=utf-8", "txt"),
}
_HEAD = 16


def page_kind(role: PageRole | None) -> Kind | None:
    """Tell what a file of a page is to be saved as, by its role; None for one that is shown."""
    return _OF_PAGES.get(role) if role is not None else None


def is_shown(kind: Kind) -> bool:
    """Tell whether a file of this kind may be shown in a page."""
    return kind is not OTHER and kind not in _OF_PAGES.values()


def kind_of(path: Path) -> Kind:
    """Tell what a medium is by its first bytes; OTHER for what may not be shown."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    for beginning, kind in _BEGINNINGS:
        if head.startswith(beginning):
            return kind
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12], OTHER)
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], OTHER)
    return OTHER
