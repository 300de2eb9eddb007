"""Letters: what of a text a file may hold, and what the fonts of documents can show.

Text may come from anywhere, such as the name of an account. What turns the direction of a line,
what is no letter, and what a font has no picture of would be shown as something else, or nothing;
it is written as its number instead: [U+202E].
"""

import struct
import unicodedata
from functools import cache
from importlib.resources import files

#: Categories of Unicode that are never shown: control, format, private use, surrogate, unassigned,
#: ends of line.
_NEVER = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
#: Format characters that stand for what they are: a soft hyphen is left out without loss.
_LEFT_OUT = "\u00ad"


def plain(text: str) -> str:
    """Give a text as one line of what may be shown: white space is a space."""
    return "".join(map(_safe, " ".join(text.replace(_LEFT_OUT, "").split())))


def printable(text: str) -> str:
    """Give the same, with of what the fonts can't show its number."""
    known = drawn()
    composed = unicodedata.normalize("NFC", plain(text))
    return "".join(one if one == " " or one in known else _number(one) for one in composed)


def printable_lines(text: str) -> list[str]:
    """Give a piece of a text line by line, with the spaces at its ends kept as one each."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [_within(line) for line in lines]


def _within(line: str) -> str:
    said = printable(line)
    if not said:
        return " " if line else ""
    return f"{' ' if line[0].isspace() else ''}{said}{' ' if line[-1].isspace() else ''}"


def font_folder() -> str:
    """Give the folder of the fonts of documents; empty or missing where they were not made."""
    return str(files("weerklank.documents") / "fonts")


def _safe(letter: str) -> str:
    return _number(letter) if unicodedata.category(letter) in _NEVER else letter


def _number(letter: str) -> str:
    return f"[U+{ord(letter):04X}]"


@cache
def drawn() -> frozenset[str]:
    """Give the letters of which the fonts have a picture in each weight."""
    folder = files("weerklank.documents") / "fonts"
    fonts = (
        [font for font in folder.iterdir() if font.name.endswith(".ttf")]
        if folder.is_dir()
        else []
    )
    known = [_letters(font.read_bytes()) for font in fonts]
    return frozenset.intersection(*map(frozenset, known)) if known else frozenset()


def _letters(font: bytes) -> set[str]:
    """Read of an OpenType font which letters it maps: `cmap`, format 4 (ISO/IEC 14496-22)."""
    tables = struct.unpack_from(">H", font, 4)[0]
    rows = (struct.unpack_from(">4sLLL", font, 12 + 16 * number) for number in range(tables))
    start = next(at for tag, _, at, _ in rows if tag == b"cmap")
    maps = struct.unpack_from(">H", font, start + 2)[0]
    places = (
        struct.unpack_from(">HHL", font, start + 4 + 8 * number)[2] for number in range(maps)
    )
    found: set[str] = set()
    for place in {start + place for place in places}:
        if struct.unpack_from(">H", font, place)[0] == 4:
            found |= _of_segments(font, place)
    return found


def _of_segments(font: bytes, place: int) -> set[str]:
    size = struct.unpack_from(">H", font, place + 6)[0]
    half = size // 2

    def row(number: int) -> tuple[int, ...]:
        at = place + 14 + number * size + (2 if number else 0)
        return struct.unpack_from(f">{half}H", font, at)

    ends, starts, deltas, offsets = (row(number) for number in range(4))
    offsets_at = place + 16 + 3 * size
    found = set()
    for number, (first, last) in enumerate(zip(starts, ends, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code + deltas[number]
            if offsets[number]:
                at = offsets_at + 2 * number + offsets[number] + 2 * (code - first)
                glyph = struct.unpack_from(">H", font, at)[0]
            if glyph & 0xFFFF:
                found.add(chr(code))
    return found
