"""Cover pixels: decode a foreign picture, draw bars over it, and write it anew without all else.

A program of its own, started within limits by `weerklank.media.cover`: nothing else of ours
decodes pictures. It gets the bytes on standard input and gives one line that tells of the picture,
and the picture as it was made. It makes upright what is turned, white what can be seen through,
and of colours sRGB: what it writes is what is seen, and nothing more.
"""

import io
import json
import sys
import warnings
from collections.abc import Iterator

from PIL import (
    GifImagePlugin,
    Image,
    ImageCms,
    ImageDraw,
    ImageFont,
    JpegImagePlugin,
    PngImagePlugin,
    WebPImagePlugin,
)
from PIL.ImageFile import ImageFile

from weerklank.model.area import Area

#: Ends of this program that tell why there is no picture.
TOO_LARGE, BROKEN = 3, 4
#: Pixels of one picture, and of all pictures of a moving one together; how many of those.
_MOST_PIXELS, _MOST_MOVING, _MOST_FRAMES = 100_000_000, 600_000_000, 3_000
#: What is decoded, by the media type that its bytes tell; nothing is guessed.
_READERS: dict[str, type[ImageFile]] = {
    "image/gif": GifImagePlugin.GifImageFile,
    "image/jpeg": JpegImagePlugin.JpegImageFile,
    "image/png": PngImagePlugin.PngImageFile,
    "image/webp": WebPImagePlugin.WebPImageFile,
}
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_BLACK, _WHITE = (0, 0, 0), (255, 255, 255)
#: Of letters on a bar: smallest and largest height in pixels, and of a bar what they take.
_SMALLEST, _LARGEST, _SHARE = 9, 64, 0.45
_COLOUR_SPACES = {"GRAY": "L", "RGB": "RGB", "CMYK": "CMYK"}
_STILL = 100
#: How each kind is written.
_FORMS: dict[str, tuple[str, dict[str, int]]] = {
    "image/gif": ("GIF", {}),
    "image/jpeg": ("JPEG", {"quality": 92, "subsampling": 0}),
    "image/png": ("PNG", {"compress_level": 4}),
    "image/webp": ("WEBP", {"method": 2, "quality": 92}),
}

#: Where it is, and the words on it.
Bar = tuple[Area, str]


class TooLargeError(Exception):
    """A picture has more pixels than are decoded."""


class _Picture:
    """One foreign picture, moving or not."""

    def __init__(self, kind: str, content: bytes) -> None:
        self.kind = kind
        self._file = _READERS[kind](io.BytesIO(content))
        self._frames = max(1, getattr(self._file, "n_frames", 1))
        width, height = self._file.size
        if width * height > _MOST_PIXELS or self._frames > _MOST_FRAMES:
            raise TooLargeError
        if self._frames > 1 and width * height * self._frames > _MOST_MOVING:
            raise TooLargeError
        # Of an APNG the picture for programs that know none is seen by nobody else.
        self._first = 1 if self._frames > 1 and self._file.info.get("default_image") else 0
        self.count = self._frames - self._first
        self.loops = self._file.info.get("loop")
        self._profile = _profile_of(self._file)
        self._file.load()
        turned = self._file.getexif().get(_ORIENTATION)
        self._turn = _TURNS.get(turned) if isinstance(turned, int) else None

    def frames(self) -> Iterator[tuple[Image.Image, int]]:
        """Give each picture as it is seen, and how many thousandths of a second it stays."""
        for at in range(self._first, self._frames):
            if self._frames > 1:
                self._file.seek(at)
            self._file.load()
            seen = _plain(self._file, self._profile)
            if self._turn is not None:
                seen = seen.transpose(self._turn)
            yield seen, max(0, int(self._file.info.get("duration", _STILL) or 0))


def _profile_of(file: ImageFile) -> ImageCms.ImageCmsProfile | None:
    given = file.info.get("icc_profile")
    if not isinstance(given, bytes):
        return None
    try:
        return ImageCms.ImageCmsProfile(io.BytesIO(given))
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None


def _plain(file: Image.Image, profile: ImageCms.ImageCmsProfile | None) -> Image.Image:
    """Give a picture as red, green and blue of sRGB on white, in a picture that holds no more."""
    if file.mode.startswith("I"):  # of sixteen bits
        file = file.convert("I").point(lambda level: level * (1 / 256)).convert("L")
    if file.has_transparency_data:
        behind = Image.new("RGBA", file.size, (*_WHITE, 255))
        behind.alpha_composite(file.convert("RGBA"))
        file = behind.convert("RGB")
    elif file.mode not in _COLOUR_SPACES.values():
        file = file.convert("RGB")
    made = _by_profile(file, profile)
    fresh = Image.new("RGB", made.size)
    fresh.paste(made)
    return fresh


def _by_profile(seen: Image.Image, profile: ImageCms.ImageCmsProfile | None) -> Image.Image:
    if profile is not None:
        try:
            if _COLOUR_SPACES.get(profile.profile.xcolor_space.strip()) == seen.mode:
                made = ImageCms.profileToProfile(
                    seen, profile, ImageCms.createProfile("sRGB"), outputMode="RGB"
                )
                if made is not None:
                    return made
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # seen as if it had none
    return seen.convert("RGB")


def cover(seen: Image.Image, bars: list[Bar]) -> None:
    """Draw bars over a picture; what a bar is drawn over is not in it any more."""
    draw = ImageDraw.Draw(seen)
    for area, _ in bars:
        draw.rectangle(area.pixels(*seen.size), fill=_BLACK)
    for area, words in bars:
        _write(draw, area.pixels(*seen.size), words)


def _write(draw: ImageDraw.ImageDraw, box: tuple[int, int, int, int], words: str) -> None:
    """Write the ground on its bar, as large as fits; nothing where it does not fit."""
    wide, high = box[2] - box[0] + 1, box[3] - box[1] + 1
    size = min(_LARGEST, int(high * _SHARE))
    while size >= _SMALLEST:
        font = ImageFont.load_default(size)
        left, top, right, bottom = draw.textbbox((0, 0), words, font=font)
        if right - left <= wide * 0.9 and bottom - top <= high * 0.9:
            x = box[0] + (wide - (right - left)) / 2 - left
            y = box[1] + (high - (bottom - top)) / 2 - top
            draw.text((x, y), words, fill=_WHITE, font=font)
            return
        size = min(size - 1, int(size * 0.85))


def _written(picture: _Picture, bars: list[Bar]) -> tuple[bytes, tuple[int, int]]:
    """Write a picture anew, in the format that it had."""
    times: list[int] = []
    size = (0, 0)

    def made() -> Iterator[Image.Image]:
        nonlocal size
        for seen, time in picture.frames():
            cover(seen, bars)
            times.append(time)
            size = seen.size
            yield seen

    out = io.BytesIO()
    form, how = _FORMS[picture.kind]
    first, *rest = made()
    if rest:
        moves = {"append_images": rest, "duration": times, "save_all": True}
        again = {} if picture.loops is None else {"loop": picture.loops}
        first.save(out, form, **how, **moves, **again)
    else:
        first.save(out, form, **how)
    return out.getvalue(), size


def main() -> int:
    """Read a picture, cover it, and give it; else end by why there is none."""
    warnings.simplefilter("ignore")
    asked = json.loads(sys.argv[1])
    try:
        picture = _Picture(asked["kind"], sys.stdin.buffer.read())
        bars = [(Area(*place), words) for *place, words in asked["bars"]]
        made, (width, height) = _written(picture, bars)
    except (TooLargeError, MemoryError, Image.DecompressionBombError):
        return TOO_LARGE
    except Exception:  # noqa: BLE001 - whatever a decoder of foreign bytes says: there is no picture
        return BROKEN
    told = {"frames": picture.count, "height": height, "width": width}
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + made)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
