"""Small media of each kind that is cleaned, which carry somebody's name and a position.

Each is as small as its format allows and can be shown or played. Nothing of it is of anybody.
"""

import struct
import zlib
from base64 import b64decode

from weerklank.testing.png import encode_png

#: A grey square of eight by eight.
_JPEG = b64decode(
    "/9j/2wBDAAg+Pkk+SVVVVVVVVWRdZGhoaGRkZGRoaGhwcHCDg4NwcHBoaHBwfHyDg4+Tj4eHg4eTk5ubm7q6srLZ"
    "2eD/////xABKAAEAAAAAAAAAAAAAAAAAAAAAAQEAAAAAAAAAAAAAAAAAAAAAEAEAAAAAAAAAAAAAAAAAAAAAEQEA"
    "AAAAAAAAAAAAAAAAAAAA/8AAEQgACAAIAwESAAISAAMSAP/aAAwDAQACEQMRAD8AAA//2Q=="
)
_WEBP = b64decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")
_GIF = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
_UNITY = struct.pack(">9i", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)
#: How the pictures are turned.
TURNED = 6


def carrying_media(name: str) -> dict[str, bytes]:
    """Give files by their names, each with a person's name in every place for that."""
    said = name.encode()
    return {
        "foto.jpg": _jpeg(said),
        "plaat.png": _png(said),
        "plaat.webp": _webp(said),
        "plaat.gif": _gif(said),
        "film.mp4": _film(said, b"isom"),
        "film.mov": _film(said, b"qt  "),
        "geluid.m4a": _film(said, b"M4A ", sound=True),
        "geluid.mp3": _mp3(said),
        "geluid.wav": _wave(said),
        "geluid.flac": _flac(said),
    }


def xmp_of(said: bytes) -> bytes:
    """Write XMP that names a maker and a place."""
    return (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        b'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        b'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        b'xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="52,5.5N">'
        b"<dc:creator><rdf:Seq><rdf:li>" + said + b"</rdf:li></rdf:Seq></dc:creator>"
        b"</rdf:Description></rdf:RDF></x:xmpmeta>"
    )


def exif_of(said: bytes) -> bytes:
    """Write a TIFF with a maker, a device, a day, a position and how the picture is turned."""
    texts = {0x010F: b"Toestel\0", 0x0132: b"2026:03:02 10:00:00\0", 0x013B: said + b"\0"}
    head, rows, values = 8, 5, b""
    place = head + 2 + 12 * rows + 4
    entries = []
    for tag, text in sorted({**texts, 0x0112: b"", 0x8825: b""}.items()):
        if tag == 0x0112:
            entries.append(struct.pack(">HHIHH", tag, 3, 1, TURNED, 0))
        elif tag == 0x8825:
            entries.append(struct.pack(">HHII", tag, 4, 1, place + len(values)))
            values += _position(place + len(values))
        else:
            entries.append(struct.pack(">HHII", tag, 2, len(text), place + len(values)))
            values += text + bytes(len(text) % 2)
    return b"MM\0*" + struct.pack(">IH", head, rows) + b"".join(entries) + bytes(4) + values


def _position(place: int) -> bytes:
    """Write coordinates, as a list of tags that lies at a place."""
    after = place + 2 + 12 * 2 + 4
    rows = struct.pack(">HHI4s", 1, 2, 2, b"N\0\0\0") + struct.pack(">HHII", 2, 5, 3, after)
    return struct.pack(">H", 2) + rows + bytes(4) + struct.pack(">6I", 52, 1, 5, 1, 30, 1)


def _jpeg(said: bytes) -> bytes:
    def part(marker: int, data: bytes) -> bytes:
        return bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data

    iptc = b"\x1c\x02\x50" + struct.pack(">H", len(said)) + said
    carried = (
        part(0xE1, b"Exif\0\0" + exif_of(said)),
        part(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp_of(said)),
        part(
            0xED,
            b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(iptc)) + iptc,
        ),
        part(0xFE, said),
        part(0xEA, said),
    )
    return _JPEG[:2] + b"".join(carried) + _JPEG[2:] + said


def _png(said: bytes) -> bytes:
    def part(kind: bytes, data: bytes) -> bytes:
        crc = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)

    made = encode_png(8, 8, [(9, 9, 9)], [bytes(8)] * 8)
    carried = (
        part(b"eXIf", exif_of(said)),
        part(b"tEXt", b"Author\0" + said),
        part(b"zTXt", b"Comment\0\0" + zlib.compress(said)),
        part(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp_of(said)),
        part(b"tIME", b"\x07\xea\x03\x02\x0a\0\0"),
        part(b"prVt", said),
    )
    begin = 8 + 25
    return made[:begin] + b"".join(carried) + made[begin:] + said


def _riff(kind: bytes, *chunks: tuple[bytes, bytes]) -> bytes:
    body = b"".join(
        name + struct.pack("<I", len(data)) + data + bytes(len(data) % 2) for name, data in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body) + 4) + kind + body


def _webp(said: bytes) -> bytes:
    size = struct.unpack_from("<I", _WEBP, 16)[0]
    return _riff(
        b"WEBP",
        (b"VP8X", b"\x0c" + bytes(9)),
        (b"VP8L", _WEBP[20 : 20 + size]),
        (b"EXIF", exif_of(said)),
        (b"XMP ", xmp_of(said)),
        (b"PRIV", said),
    )


def _wave(said: bytes) -> bytes:
    info = b"INFOIART" + struct.pack("<I", len(said)) + said + bytes(len(said) % 2)
    return _riff(
        b"WAVE",
        (b"fmt ", struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8)),
        (b"LIST", info),
        (b"bext", said + bytes(602 - len(said))),
        (b"data", b"\x80" * 800),
        (b"id3 ", _id3(said)),
    )


def _gif(said: bytes) -> bytes:
    comment = b"\x21\xfe" + bytes((len(said),)) + said + b"\0"
    magic = b"\1" + bytes(range(255, -1, -1)) + b"\0"
    xmp = b"\x21\xff\x0bXMP DataXMP" + xmp_of(said) + magic
    loops = b"\x21\xff\x0bNETSCAPE2.0\x03\1\0\0\0"
    begin = _GIF.index(b"\x21\xf9")
    return _GIF[:begin] + loops + comment + xmp + _GIF[begin:] + said


def _id3(said: bytes) -> bytes:
    def frame(name: bytes, text: bytes) -> bytes:
        return name + struct.pack(">IH", len(text) + 1, 0) + b"\3" + text

    body = frame(b"TPE1", said) + frame(b"TDRC", b"2026-03-02") + frame(b"TXXX", b"LOCATION\0x")
    size = bytes(len(body) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\4\0\0" + size + body


def _mp3(said: bytes) -> bytes:
    silence = (b"\xff\xfb\x90\xc4" + bytes(413)) * 3
    ape = b"Artist\0" + said
    foot = b"APETAGEX" + struct.pack("<4I", 2000, len(ape) + 32, 1, 0) + bytes(8)
    old = b"TAG" + bytes(30) + said[:30].ljust(30, b"\0") + bytes(65)
    return _id3(said) + silence + ape + foot + old


def _flac(said: bytes) -> bytes:
    def block(kind: int, data: bytes) -> bytes:
        return bytes((kind,)) + len(data).to_bytes(3, "big") + data

    rate = (8000 << 44 | 0 << 41 | 7 << 36).to_bytes(8, "big")
    about = struct.pack(">HH", 4096, 4096) + bytes(6) + rate + bytes(16)
    told = b"ARTIST=" + said
    comment = struct.pack("<I", 0) + struct.pack("<II", 1, len(told)) + told
    old = b"TAG" + bytes(30) + said[:30].ljust(30, b"\0") + bytes(65)
    return b"fLaC" + block(0, about) + block(4, comment) + block(0x82, b"appl" + said) + old


def _box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + kind + body


def _full(kind: bytes, *parts: bytes) -> bytes:
    return _box(kind, bytes(4), *parts)


def _film(said: bytes, brand: bytes, *, sound: bool = False) -> bytes:
    """Write a film of two samples, with a track of positions between them and tags behind it."""
    head = _box(b"ftyp", brand, bytes(4), brand)
    first = len(head) + 8
    data = _box(b"mdat", b"BEELD-een", said + b" 52.1N", b"BEELD-twee", said)
    second = first + 9 + len(said) + 6
    shown = _track(
        1,
        sound=sound,
        handler=b"soun" if sound else b"vide",
        said=said,
        chunks=((first, 9), (second, 10)),
    )
    places = _track(
        2, sound=False, handler=b"meta", said=said, chunks=((first + 9, len(said) + 6),)
    )
    tags = _box(
        b"udta",
        _box(b"\xa9xyz", struct.pack(">HH", 17, 0), b"+52.0900+005.1200"),
        _box(b"\xa9ART", struct.pack(">HH", len(said), 0), said),
        _full(b"meta", _full(b"hdlr", bytes(4), b"mdir", bytes(13)), _box(b"ilst", said)),
    )
    times = struct.pack(">4I", 3_850_000_000, 3_850_000_000, 600, 1200)
    movie = _full(b"mvhd", times, bytes(16), _UNITY, bytes(24), struct.pack(">I", 3))
    xmp = b"\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac" + xmp_of(said)
    return (
        head
        + data
        + _box(b"moov", movie, shown, places, tags)
        + _box(b"uuid", xmp)
        + _box(b"free", said)
    )


def _track(
    number: int, *, sound: bool, handler: bytes, said: bytes, chunks: tuple[tuple[int, int], ...]
) -> bytes:
    times = struct.pack(">2I", 3_850_000_000, 3_850_000_000)
    head = _full(b"tkhd", times, struct.pack(">3I", number, 0, 1200), bytes(16), _UNITY, bytes(8))
    count = len(chunks)
    if sound:
        entry = _box(
            b"sowt", bytes(6), b"\0\1", bytes(8), struct.pack(">HHII", 1, 8, 0, 8000 << 16)
        )
    else:
        encoder = bytes((len(said),)) + said[:31].ljust(31, b"\0")
        sizes = struct.pack(">HHIII", 8, 8, 72 << 16, 72 << 16, 0) + b"\0\1"
        entry = _box(
            b"png ", bytes(6), b"\0\1", bytes(16), sizes, encoder, struct.pack(">HH", 24, 65535)
        )
    table = _box(
        b"stbl",
        _full(b"stsd", struct.pack(">I", 1), entry),
        _full(b"stts", struct.pack(">3I", 1, count, 1200 // count)),
        _full(b"stsc", struct.pack(">4I", 1, 1, 1, 1)),
        _full(b"stsz", struct.pack(">2I", 0, count), *(struct.pack(">I", n) for _, n in chunks)),
        _full(b"stco", struct.pack(">I", count), *(struct.pack(">I", at) for at, _ in chunks)),
    )
    place = _full(b"dref", struct.pack(">I", 1), _box(b"url ", b"\0\0\0\0", said))
    about = _full(b"smhd", bytes(4)) if sound else _full(b"vmhd", bytes(8))
    named = _full(b"hdlr", bytes(4), handler, bytes(12), said + b"\0")
    media = _full(b"mdhd", times, struct.pack(">2I", 600, 1200), bytes(4))
    inner = _box(b"minf", about, _box(b"dinf", place), table)
    return _box(b"trak", head, _box(b"mdia", media, named, inner), _box(b"udta", said))
