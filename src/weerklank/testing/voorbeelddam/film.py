"""Make a tiny film of rising water: an MP4 with a PNG for each frame, its boxes by hand."""

import struct

from weerklank.testing.voorbeelddam.pictures import Canvas, Ink, water

WIDTH, HEIGHT = 320, 200
SECONDS = 6
_RATE = 5
#: Units of time in a second.
_SCALE = 600
_UNITY = struct.pack(">9i", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)


def rising_water() -> bytes:
    """Give the film as the bytes of an MP4 file; always the same."""
    frames = [_frame(number) for number in range(SECONDS * _RATE)]
    kind = _box(b"ftyp", b"isom", struct.pack(">I", 512), b"isom", b"mp41")
    # The table of offsets has the same size whatever it holds, so measure first.
    start = len(kind) + len(_movie(frames, 0)) + 8
    return kind + _movie(frames, start) + _box(b"mdat", *frames)


def _frame(number: int) -> bytes:
    canvas = Canvas(WIDTH, HEIGHT, Ink.SKY)
    canvas.disc(260, 36, 18, Ink.SUN)
    canvas.box(60, 60, 20, 60, Ink.WALL)
    canvas.taper(70, 26, 36, (0, 26), Ink.DARK)
    canvas.taper(WIDTH // 2, 100, 100, (WIDTH, WIDTH * 2), Ink.GRASS)
    canvas.box(0, 98, WIDTH, 5, Ink.ROAD)
    water(canvas, 170 - number * 2)
    return canvas.png()


def _box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + kind + body


def _full(kind: bytes, flags: int, *parts: bytes) -> bytes:
    return _box(kind, struct.pack(">I", flags), *parts)


def _movie(frames: list[bytes], offset: int) -> bytes:
    length = SECONDS * _SCALE
    header = _full(
        b"mvhd",
        0,
        struct.pack(">IIII", 0, 0, _SCALE, length),
        struct.pack(">IH10x", 1 << 16, 1 << 8),
        _UNITY,
        bytes(24),
        struct.pack(">I", 2),
    )
    track = _full(
        b"tkhd",
        3,
        struct.pack(">IIIII8x", 0, 0, 1, 0, length),
        struct.pack(">HHHH", 0, 0, 0, 0),
        _UNITY,
        struct.pack(">II", WIDTH << 16, HEIGHT << 16),
    )
    media = _box(
        b"mdia",
        _full(b"mdhd", 0, struct.pack(">IIIIHH", 0, 0, _SCALE, length, 0x55C4, 0)),
        _full(b"hdlr", 0, bytes(4), b"vide", bytes(12), b"water\0"),
        _box(
            b"minf",
            _full(b"vmhd", 1, bytes(8)),
            _box(b"dinf", _full(b"dref", 0, struct.pack(">I", 1), _full(b"url ", 1))),
            _samples(frames, offset),
        ),
    )
    return _box(b"moov", header, _box(b"trak", track, media))


def _samples(frames: list[bytes], offset: int) -> bytes:
    entry = _box(
        b"png ",
        struct.pack(">6xH16x", 1),
        struct.pack(">HHIIIH", WIDTH, HEIGHT, 72 << 16, 72 << 16, 0, 1),
        bytes(32),
        struct.pack(">Hh", 24, -1),
    )
    count = len(frames)
    sizes = struct.pack(f">{count}I", *(len(frame) for frame in frames))
    return _box(
        b"stbl",
        _full(b"stsd", 0, struct.pack(">I", 1), entry),
        _full(b"stts", 0, struct.pack(">III", 1, count, _SCALE // _RATE)),
        _full(b"stsc", 0, struct.pack(">IIII", 1, 1, count, 1)),
        _full(b"stsz", 0, struct.pack(">II", 0, count), sizes),
        _full(b"stco", 0, struct.pack(">II", 1, offset)),
    )
