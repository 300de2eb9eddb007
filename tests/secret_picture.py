"""Pictures with a magenta square at a known place, in each form and turn in which they come."""

import io
import zlib
from collections.abc import Iterator

from PIL import Image

#: As it is seen upright: its size, and the square, which the area covers and nothing else does.
SIZE, SQUARE = (120, 80), (40, 20, 70, 50)
AREA = "32;22.5;28;42.5"
_SECRET = (255, 0, 255)
#: How a picture is laid down that is turned so when it is shown.
_BACK = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
_ORIENTATION, _DESCRIPTION, _GPS = 0x0112, 0x010E, 0x8825


def upright(shade: int = 60, form: str = "RGB") -> Image.Image:
    """Give the picture as it is seen: green from dark to light, so that each place differs."""
    seen = Image.new("RGB", SIZE)
    seen.putdata(
        [(0, shade + x, shade + 2 * y // 2) for y in range(SIZE[1]) for x in range(SIZE[0])]
    )
    seen.paste(_SECRET, SQUARE)
    if form == "RGBA":
        seen.putalpha(255)
        seen.paste((0, 0, 0, 0), (100, 60, 120, 80))
    return seen


def picture(form: str, *, turned: int = 1, mode: str = "RGB", **more: object) -> bytes:
    """Write it in a form, with what gives it away in its metadata."""
    laid, back = upright(form=mode), _BACK[turned]
    if back is not None:
        laid = laid.transpose(back)
    exif = Image.Exif()
    exif[_ORIENTATION], exif[_DESCRIPTION] = turned, "Zqmaker van het beeld"
    exif.get_ifd(_GPS)[1] = "N"
    out = io.BytesIO()
    said = {} if form == "GIF" else {"exif": exif}
    if form in ("JPEG", "GIF"):
        said["comment"] = b"Zqnoot"
    if form == "JPEG":
        said |= {"quality": 95, "subsampling": 0}
    if form == "WEBP":
        said |= {"lossless": True}
    laid.save(out, form, **said, **more)
    return out.getvalue()


def moving(form: str, count: int = 4) -> bytes:
    """Write some of them as one that moves, each somewhat lighter."""
    first, *rest = [upright(20 * at) for at in range(1, count + 1)]
    out = io.BytesIO()
    how = {"lossless": True} if form == "WEBP" else {}
    first.save(
        out, form, save_all=True, append_images=rest, duration=[90, 120, 90, 150], loop=0, **how
    )
    return out.getvalue()


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    """Put a PNG together of chunks, right or not."""
    said = b"".join(
        len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")
        for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + said


def hollow_png(side: int) -> bytes:
    """Write a PNG that is put together well and holds far less than it says."""
    head = side.to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"
    return png((b"IHDR", head), (b"IDAT", zlib.compress(bytes(99))), (b"IEND", b""))


def frames(content: bytes) -> Iterator[Image.Image]:
    """Give each picture of a file as it is written, in plain colours."""
    with Image.open(io.BytesIO(content)) as file:
        for at in range(getattr(file, "n_frames", 1)):
            file.seek(at)
            yield file.convert("RGB")


def secrets_in(seen: Image.Image) -> int:
    """Count what looks like the square; a half of it blended with black or white too."""
    return sum(
        red > green + 70 and blue > green + 70 for red, green, blue in seen.get_flattened_data()
    )
