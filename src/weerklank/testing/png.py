"""Write PNG pictures with the standard library alone."""

import struct
import zlib

Colour = tuple[int, int, int]


def encode_png(width: int, height: int, palette: list[Colour], rows: list[bytes]) -> bytes:
    """Encode a picture of eight bits a pixel, each of them an index in the palette."""
    if len(rows) != height or any(len(row) != width for row in rows):
        raise ValueError("the rows do not have the size of the picture")
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    plain = b"".join(b"\0" + row for row in rows)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", header),
            _chunk(b"PLTE", bytes(part for colour in palette for part in colour)),
            _chunk(b"IDAT", zlib.compress(plain, 9)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    crc = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)
