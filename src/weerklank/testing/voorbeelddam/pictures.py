"""Draw small flat pictures, one kind for each topic; the same arguments give the same bytes."""

from collections.abc import Callable
from enum import IntEnum

from weerklank.testing.png import Colour, encode_png

WIDTH, HEIGHT = 640, 400


class Ink(IntEnum):
    """The colours that a picture may hold, by their place in the palette."""

    SKY = 0
    CLOUD = 1
    SUN = 2
    GRASS = 3
    WATER = 4
    DEEP = 5
    ROAD = 6
    WHITE = 7
    RED = 8
    ORANGE = 9
    WOOD = 10
    WALL = 11
    DARK = 12
    LEAF = 13
    GREY = 14


_PALETTE: list[Colour] = [
    (174, 214, 241), (244, 248, 251), (250, 208, 70), (112, 168, 84), (70, 130, 190),
    (33, 76, 140), (98, 102, 108), (255, 255, 255), (198, 48, 44), (240, 134, 38),
    (130, 88, 54), (222, 196, 160), (40, 44, 52), (58, 112, 60), (170, 174, 178),
]  # fmt: skip


class Canvas:
    """Rows of pixels to draw plain shapes on; what falls outside is left out."""

    def __init__(self, width: int, height: int, ink: Ink) -> None:
        self.width = width
        self.height = height
        self.rows = [bytearray([ink]) * width for _ in range(height)]

    def span(self, y: int, left: int, right: int, ink: Ink) -> None:
        """Draw one horizontal line."""
        left, right = max(left, 0), min(right, self.width)
        if 0 <= y < self.height and left < right:
            self.rows[y][left:right] = bytes([ink]) * (right - left)

    def box(self, left: int, top: int, width: int, height: int, ink: Ink) -> None:
        """Draw a filled rectangle."""
        for y in range(top, top + height):
            self.span(y, left, left + width, ink)

    def disc(self, x: int, y: int, radius: int, ink: Ink) -> None:
        """Draw a filled circle."""
        for step in range(-radius, radius + 1):
            half = int((radius * radius - step * step) ** 0.5)
            self.span(y + step, x - half, x + half, ink)

    def taper(self, x: int, top: int, height: int, widths: tuple[int, int], ink: Ink) -> None:
        """Draw a trapezium around x, from the width at its top to the width at its foot."""
        upper, lower = widths
        for step in range(height):
            half = (upper + (lower - upper) * step // max(height - 1, 1)) // 2
            self.span(top + step, x - half, x + half, ink)

    def png(self) -> bytes:
        """Encode what was drawn."""
        return encode_png(self.width, self.height, _PALETTE, [bytes(row) for row in self.rows])


def draw(topic: str, variant: int = 0) -> bytes:
    """Draw the picture of a topic as PNG; the variant moves the clouds and the sun."""
    canvas = Canvas(WIDTH, HEIGHT, Ink.SKY)
    canvas.disc(60 + variant * 97 % 520, 60, 34, Ink.SUN)
    for cloud in range(3):
        x = (variant * 53 + cloud * 211) % WIDTH
        canvas.disc(x, 84 + cloud * 14, 20, Ink.CLOUD)
        canvas.disc(x + 26, 80 + cloud * 14, 26, Ink.CLOUD)
        canvas.disc(x + 54, 86 + cloud * 14, 18, Ink.CLOUD)
    canvas.box(0, 250, WIDTH, 150, Ink.GRASS)
    TOPICS[topic](canvas)
    return canvas.png()


def water(canvas: Canvas, level: int) -> None:
    """Fill the canvas with water from a line downwards, with a row of waves on it."""
    canvas.box(0, level, canvas.width, canvas.height - level, Ink.WATER)
    for x in range(0, canvas.width, 40):
        canvas.box(x + level % 20, level + 8, 18, 3, Ink.CLOUD)
        canvas.box(x + 20 - level % 20, level + 24, 18, 3, Ink.DEEP)


def _dike(canvas: Canvas) -> None:
    canvas.box(470, 150, 34, 80, Ink.WALL)
    canvas.taper(487, 90, 60, (0, 40), Ink.DARK)
    canvas.taper(320, 200, 90, (700, 1000), Ink.LEAF)
    canvas.box(0, 200, WIDTH, 8, Ink.ROAD)
    water(canvas, 280)


def _road(canvas: Canvas) -> None:
    canvas.taper(320, 250, 150, (80, 520), Ink.ROAD)
    for step in range(5):
        canvas.box(317 - step, 256 + step * 30, 6 + step * 2, 14, Ink.WHITE)
    for x in range(180, 460, 40):
        canvas.box(x, 290, 20, 26, Ink.ORANGE)
        canvas.box(x + 20, 290, 20, 26, Ink.WHITE)
    canvas.box(190, 316, 8, 50, Ink.DARK)
    canvas.box(440, 316, 8, 50, Ink.DARK)


def _market(canvas: Canvas) -> None:
    canvas.box(0, 320, WIDTH, 80, Ink.GREY)
    for stall, x in enumerate(range(40, 560, 190)):
        for stripe in range(6):
            ink = (Ink.ORANGE, Ink.WHITE, Ink.RED)[(stripe + stall) % 3]
            canvas.box(x + stripe * 24, 200, 24, 44, ink)
        canvas.box(x + 4, 244, 8, 100, Ink.WOOD)
        canvas.box(x + 132, 244, 8, 100, Ink.WOOD)
        canvas.box(x, 300, 144, 20, Ink.WOOD)
        for fruit in range(5):
            canvas.disc(x + 18 + fruit * 27, 290, 11, (Ink.RED, Ink.LEAF, Ink.SUN)[fruit % 3])


def _arms(canvas: Canvas) -> None:
    canvas.box(0, 0, WIDTH, HEIGHT, Ink.CLOUD)
    canvas.box(220, 70, 200, 170, Ink.DARK)
    canvas.taper(320, 240, 100, (200, 0), Ink.DARK)
    canvas.box(226, 76, 188, 164, Ink.DEEP)
    canvas.taper(320, 240, 92, (188, 0), Ink.DEEP)
    canvas.box(226, 150, 188, 48, Ink.GREY)
    for x in range(232, 410, 30):
        canvas.disc(x + 8, 116, 8, Ink.CLOUD)
    for x in range(262, 390, 30):
        canvas.disc(x, 226, 8, Ink.CLOUD)
    canvas.taper(320, 30, 34, (120, 160), Ink.SUN)


def _waste(canvas: Canvas) -> None:
    canvas.box(0, 330, WIDTH, 70, Ink.GREY)
    for x, ink in ((130, Ink.LEAF), (320, Ink.ROAD), (510, Ink.ORANGE)):
        canvas.taper(x, 190, 150, (120, 96), ink)
        canvas.box(x - 66, 174, 132, 18, Ink.DARK)
        canvas.disc(x - 34, 340, 14, Ink.DARK)
        canvas.disc(x + 34, 340, 14, Ink.DARK)
        canvas.box(x - 20, 250, 40, 40, Ink.WHITE)


def _school(canvas: Canvas) -> None:
    canvas.box(140, 180, 360, 120, Ink.WALL)
    canvas.taper(320, 120, 60, (280, 400), Ink.RED)
    for x in range(170, 470, 60):
        canvas.box(x, 210, 36, 40, Ink.DEEP)
    canvas.box(302, 244, 36, 56, Ink.WOOD)
    canvas.box(316, 60, 4, 62, Ink.DARK)
    canvas.box(320, 62, 44, 10, Ink.RED)
    canvas.box(320, 72, 44, 10, Ink.WHITE)
    canvas.box(320, 82, 44, 10, Ink.DEEP)
    canvas.box(0, 320, WIDTH, 80, Ink.ROAD)
    for x in range(240, 400, 32):
        canvas.box(x, 320, 16, 80, Ink.WHITE)


def _feast(canvas: Canvas) -> None:
    canvas.box(0, 320, WIDTH, 80, Ink.GREY)
    canvas.box(0, 150, WIDTH, 3, Ink.DARK)
    for place, x in enumerate(range(30, WIDTH, 58)):
        canvas.taper(x, 153, 44, (44, 0), (Ink.ORANGE, Ink.RED, Ink.WHITE, Ink.DEEP)[place % 4])
    canvas.box(120, 290, 400, 14, Ink.WHITE)
    for x in (150, 310, 480):
        canvas.box(x, 304, 10, 50, Ink.WOOD)


def _house(canvas: Canvas) -> None:
    for x in (60, 250, 440):
        canvas.box(x, 210, 150, 110, Ink.WALL)
        canvas.taper(x + 75, 140, 70, (60, 180), Ink.RED)
        canvas.box(x + 40, 160, 66, 34, Ink.DEEP)
        canvas.box(x + 20, 240, 36, 34, Ink.SUN)
        canvas.box(x + 96, 250, 32, 70, Ink.WOOD)


def _park(canvas: Canvas) -> None:
    for x, radius in ((170, 70), (450, 84)):
        canvas.box(x - 12, 220, 24, 100, Ink.WOOD)
        canvas.disc(x, 190, radius, Ink.LEAF)
        canvas.disc(x - 26, 170, 14, Ink.ORANGE)
        canvas.disc(x + 30, 200, 12, Ink.ORANGE)
    canvas.taper(310, 300, 100, (40, 160), Ink.WALL)


def _ballot(canvas: Canvas) -> None:
    canvas.box(0, 0, WIDTH, HEIGHT, Ink.CLOUD)
    canvas.box(200, 190, 240, 170, Ink.ROAD)
    canvas.box(190, 174, 260, 20, Ink.DARK)
    canvas.box(250, 90, 140, 90, Ink.WHITE)
    for y in range(100, 170, 18):
        canvas.box(262, y, 10, 10, Ink.GREY)
        canvas.box(280, y + 3, 90, 4, Ink.GREY)
    canvas.disc(267, 123, 6, Ink.RED)
    canvas.box(470, 150, 14, 180, Ink.RED)
    canvas.taper(477, 330, 26, (14, 0), Ink.DARK)


#: What draws the picture of a topic.
TOPICS: dict[str, Callable[[Canvas], None]] = {
    "dijk": _dike,
    "weg": _road,
    "markt": _market,
    "wapen": _arms,
    "afval": _waste,
    "school": _school,
    "feest": _feast,
    "huis": _house,
    "park": _park,
    "stembus": _ballot,
}
