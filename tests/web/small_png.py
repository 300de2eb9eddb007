"""Make a picture of a screen small: of its colours the 256 that matter, packed as a palette.

A screen is letters and planes; the colours between them are edges of letters, which no eye tells
from their neighbours. Chromium reads its own picture; the rest is the standard library.
"""

import base64
from collections import Counter
from typing import TYPE_CHECKING

from weerklank.testing.png import Colour, encode_png

if TYPE_CHECKING:
    from playwright.sync_api import Page

_MOST = 256
#: Gives width, height and the bytes of a PNG, four a pixel.
_READ = """async given => {
  const bytes = Uint8Array.from(atob(given), one => one.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], {type: "image/png"}));
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const found = context.getImageData(0, 0, image.width, image.height).data;
  let told = "";
  for (let at = 0; at < found.length; at += 32768)
    told += String.fromCharCode(...found.subarray(at, at + 32768));
  return [image.width, image.height, btoa(told)];
}"""


def small(page: "Page", picture: bytes) -> bytes:
    """Give a picture with at most 256 colours; `page` is any page, to read it with."""
    width, height, told = page.evaluate(_READ, base64.b64encode(picture).decode())
    pixels = memoryview(base64.b64decode(told)).cast("I")
    counted = Counter(pixels)
    palette = _palette(counted)
    index = {pixel: _nearest(_colour(pixel), palette) for pixel in counted}
    rows = [
        bytes(index[pixel] for pixel in pixels[row * width : (row + 1) * width])
        for row in range(height)
    ]
    return encode_png(width, height, palette, rows)


def pixel(page: "Page", picture: bytes, along: float, down: float) -> int:
    """Give the colour at a place of a picture, each way a share of it; never its edge."""
    width, height, told = page.evaluate(_READ, base64.b64encode(picture).decode())
    x = min(max(round(along * width), 1), width - 2)
    y = min(max(round(down * height), 1), height - 2)
    return memoryview(base64.b64decode(told)).cast("I")[y * width + x]


def _colour(pixel: int) -> Colour:
    """Read a pixel as this machine stores it: red in the lowest byte."""
    return pixel & 255, pixel >> 8 & 255, pixel >> 16 & 255


def _palette(counted: Counter[int]) -> list[Colour]:
    """Choose colours: the most frequent first, and of what lies close together one."""
    chosen: list[Colour] = []
    for closeness in (120, 40, 0):  # first what differs much, then nuances where room is left
        for pixel, _ in counted.most_common(4096):
            colour = _colour(pixel)
            if len(chosen) < _MOST and all(_apart(colour, one) > closeness for one in chosen):
                chosen.append(colour)
    return chosen


def _nearest(colour: Colour, palette: list[Colour]) -> int:
    return min(range(len(palette)), key=lambda at: _apart(colour, palette[at]))


def _apart(one: Colour, other: Colour) -> int:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2 + (one[2] - other[2]) ** 2
