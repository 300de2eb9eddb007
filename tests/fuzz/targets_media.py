"""Media of others: what makes a clean copy of them, looks for traces, and tells what they are."""

import io
from functools import cache, partial
from pathlib import Path

from oracle import SOMEBODY, Target

from weerklank.harvest.media_kind import is_medium, stands_for_medium
from weerklank.media.clean import Clean, clean, traces
from weerklank.media.exif import look
from weerklank.media.film_texts import texts_of
from weerklank.media.looks import look_at_any
from weerklank.testing.carrying_media import carrying_media, exif_of

_KINDS = {
    "foto.jpg": "image/jpeg",
    "plaat.png": "image/png",
    "plaat.webp": "image/webp",
    "plaat.gif": "image/gif",
    "film.mp4": "video/mp4",
    "geluid.mp3": "audio/mpeg",
    "geluid.wav": "audio/wav",
    "geluid.flac": "audio/flac",
    "geluid.m4a": "audio/mp4",
}


@cache
def _files() -> dict[str, bytes]:
    return carrying_media(SOMEBODY.name)


def _clean(kind: str, data: bytes, folder: Path) -> None:
    found = clean(io.BytesIO(data), len(data), kind)
    traces(io.BytesIO(data), len(data), kind)
    if isinstance(found, Clean):
        size = sum(map(len, found.pieces.blocks(io.BytesIO(data))))
        assert size == found.pieces.size
        again = b"".join(found.pieces.blocks(io.BytesIO(data)))
        assert isinstance(clean(io.BytesIO(again), len(again), kind), Clean), "a copy is not clean"


def _bare(data: bytes, folder: Path) -> None:
    texts_of(io.BytesIO(data), len(data))
    found = clean(io.BytesIO(data), len(data), "video/mp4", bare=True)
    if isinstance(found, Clean):
        again = b"".join(found.pieces.blocks(io.BytesIO(data)))
        assert len(again) == found.pieces.size
        bare = clean(io.BytesIO(again), len(again), "video/mp4", bare=True)
        assert isinstance(bare, Clean), "a bare copy is not bare"


def _any(data: bytes, folder: Path) -> None:
    look(data)
    look_at_any(data)
    is_medium(data[:64], "a.jpg"), stands_for_medium(data[:64])


TARGETS = (
    *(
        Target(
            f"media-{name.rpartition('.')[2]}",
            lambda name=name: (_files()[name],),
            partial(_clean, kind),
        )
        for name, kind in _KINDS.items()
    ),
    Target("media-bare", lambda: (_files()["film.mp4"], _files()["film.mov"]), _bare),
    Target("media-traces", lambda: (exif_of(b"Iemand"), *_files().values()), _any),
)
