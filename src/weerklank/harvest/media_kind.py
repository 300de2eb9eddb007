"""Whether what a server gives as a medium is one, by how it begins.

Servers send a page to sign in at, or an error, and call it a success and a picture; others call a
picture a page. So the bytes count before what is said of them. A format that nobody here knows is
kept, as long as it can't be read as a text.
"""

import re
from codecs import getincrementaldecoder

#: Bytes at the beginning that are enough to tell.
BEGIN = 4096

#: How media formats begin.
_MEDIUM = re.compile(
    rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|GIF8[79]a|RIFF.{4}(?:WEBP|WAVE|AVI )|BM.{4}\0{4}"
    rb"|II\*\0|MM\0\*|\0\0[\x01\x02]\0|[\0-\x08].{3}(?:ftyp|styp|moov|mdat|wide|free|skip)"
    rb"|\x1aE\xdf\xa3|OggS\0|fLaC\0|ID3[\x02-\x04]\0|\xff[\xe2-\xe7\xf0-\xfd]"
    rb"|FORM.{4}AIF[FC]|FLV\x01|#!AMR(?:-WB)?\n|MThd\0|(?:G.{187}){3}G|\0\0\x01[\xba\xb3]"
    rb"|0&\xb2u\x8ef\xcf\x11|\xff\x0a|\0\0\0\x0cJXL |\0\0\0\x0cjP  |\xffO\xffQ|caff\0|\.snd\0"
    rb"|8BPS\0|qoif|(?:\xef\xbb\xbf)?WEBVTT(?:[ \t\r\n]|$)",
    re.DOTALL,
)
#: A drawing is a text: what may stand before its first element, and that.
_DECLARED = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>)?\s*")
_DOCTYPE = re.compile(rb"<!DOCTYPE\s+svg\b[^>\[]*(?:\[[^\]]*\]\s*)?>\s*")
_DRAWING = re.compile(rb"<(?:svg:)?svg[\s>/]")
_ASIDE, _ASIDE_ENDS, _BLANK = b"<!--", b"-->", re.compile(rb"\s*")
#: Known formats that are none of picture, sound and film: packed pages, archives, documents.
_OTHER = re.compile(rb"\x1f\x8b|PK(?:\x03\x04|\x05\x06)|%PDF-|\xd0\xcf\x11\xe0|7z\xbc\xaf|BZh\d")
#: What is said of what is no medium, and of one.
_SAID_WORDS = re.compile(
    r"\s*(?:text/(?!vtt)|application/(?:[a-z.-]+\+)?(?:json|xml)\b|application/xhtml)",
    re.IGNORECASE,
)
_SAID_MEDIUM = re.compile(r"\s*(?:image|audio|video)/", re.IGNORECASE)
#: How a text begins that is written in two bytes a letter.
_WIDE = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_LARGEST_ASCII = 127
_CONTROLS = bytes(range(32)).translate(None, b"\t\n\r\f\x1b")
_ASCII = bytes(range(_LARGEST_ASCII + 1))
#: Of a hundred bytes of a text so many at most are such as no text has, and so many of letters
#: beyond ASCII where those are not written in UTF-8.
_ODD, _FOREIGN = 2, 30


def is_medium(begin: bytes, said: str) -> bool:
    """Tell whether what begins so is a medium; `said` is its type by the server, if any."""
    if _MEDIUM.match(begin) or _is_drawing(begin):
        return True
    if _OTHER.match(begin):
        return not _SAID_MEDIUM.match(said)
    return bool(begin) and not _SAID_WORDS.match(said) and not _reads_as_text(begin)


def _is_drawing(begin: bytes) -> bool:
    """Tell whether the first element is that of a drawing, behind what is said aside and its type.

    Step by step: Python before 3.11.5 goes wrong on one expression for it, with what it may not
    take back.
    """
    declared = _DECLARED.match(begin)
    at = declared.end() if declared else 0
    while True:
        if begin.startswith(_ASIDE, at):
            ends = begin.find(_ASIDE_ENDS, at)
            blank = _BLANK.match(begin, ends + len(_ASIDE_ENDS)) if ends > 0 else None
        else:
            blank = _DOCTYPE.match(begin, at)
        if blank is None:
            return _DRAWING.match(begin, at) is not None
        at = blank.end()


def _reads_as_text(begin: bytes) -> bool:
    """Tell whether a beginning is that of a text, in whatever way its letters are written."""
    letters = _in_one_byte(begin)
    odd = len(letters) - len(letters.translate(None, _CONTROLS))
    if odd * 100 > len(letters) * _ODD:
        return False
    try:
        getincrementaldecoder("utf-8")().decode(letters)  # its end may be half a letter
    except UnicodeDecodeError:
        foreign = len(letters.translate(None, _ASCII))
        return foreign * 100 <= len(letters) * _FOREIGN
    return True


def _in_one_byte(begin: bytes) -> bytes:
    """Give the letters of what may be a text of two bytes a letter by one byte each."""
    wide = _WIDE.get(begin[:2])
    if wide is not None:
        text = begin[2:].decode(wide, "replace")
        return bytes(min(ord(letter), 255) for letter in text)
    for first in (0, 1):
        if begin[first::2].strip(b"\0") == b"" and begin[1 - first :: 2].strip(b"\0"):
            return begin[1 - first :: 2]
    return begin
