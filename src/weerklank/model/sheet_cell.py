"""A cell of a sheet: harmless to open in a spreadsheet program, and read back as it was.

A cell that such a program would take for a formula gets an apostrophe before it.
"""

import re

#: What a spreadsheet program takes for the beginning of a formula, wide forms too.
_FORMULA = "=+\\-@\t\n|%\uff1d\uff0b\uff0d\uff20"
_RISKY = re.compile(rf"'*[{_FORMULA}]")
_GUARDED = re.compile(rf"'+[{_FORMULA}]")
#: Characters that a sheet can't hold, and what would be taken for one of them.
_UNHELD = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff]|\\(?=u[0-9A-Fa-f]{4})")
_HELD = re.compile(r"\\u([0-9A-Fa-f]{4})")


def guarded(text: str) -> str:
    """Give a text as a cell: no formula, and nothing that a sheet can't hold."""
    held = _UNHELD.sub(lambda found: f"\\u{ord(found[0]):04X}", text)
    return f"'{held}" if _RISKY.match(held) else held


def unguarded(cell: str) -> str:
    """Give the text of a cell."""
    text = cell[1:] if _GUARDED.match(cell) else cell
    return _HELD.sub(lambda found: chr(int(found[1], 16)), text)
