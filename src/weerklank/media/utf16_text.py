"""Texts in UTF-16, as Windows writes them: PRONOM knows none of their subtitles."""

import codecs
import re
from pathlib import Path

_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
#: Bytes of the longest that is looked at.
_LONGEST = 8 << 20
_CUE = re.compile(r"\s*\d{1,6}\s*\n\s*\d{1,3}:\d\d:\d\d,\d{3} --> \d{1,3}:\d\d:\d\d,\d{3}")
_SRT, _VTT = "fmt/1218", "fmt/1454"


def read_utf16(path: Path) -> str | None:
    """Give what a file says that begins with the mark of UTF-16; None for any other."""
    with path.open("rb") as file:
        content = file.read(_LONGEST + 1)
    if not content.startswith(_MARKS) or len(content) > _LONGEST:
        return None
    try:
        return content.decode("utf-16")
    except UnicodeDecodeError:
        return None


def subtitles_puid(path: Path) -> str | None:
    """Give the PUID that subtitles would have in another encoding; None where a file has none."""
    try:
        text = read_utf16(path)
    except OSError:
        return None
    if text is None:
        return None
    if text.startswith("WEBVTT"):
        return _VTT
    return _SRT if _CUE.match(text.replace("\r\n", "\n")) else None
