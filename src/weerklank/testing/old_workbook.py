"""Write an old Excel file (XLS: BIFF8 in a compound file) for those who test what reads them.

Texts and numbers alone, without styles; enough for any program that reads such files.
"""

import struct
from collections.abc import Mapping, Sequence

Cell = str | int | float
_SECTOR = 512
#: Smaller streams lie elsewhere in a compound file.
_LARGE = 4096
_END, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_BOF, _EOF, _SHEET, _LABEL, _NUMBER = 0x0809, 0x000A, 0x0085, 0x0204, 0x0203
_GLOBALS, _ROWS = 0x0005, 0x0010


def old_workbook(sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> bytes:
    """Give a workbook with these sheets, each a list of rows."""
    bodies = [_sheet(rows) for rows in sheets.values()]
    names = [_text(name, wide=True, short=True) for name in sheets]
    begin = _record(_BOF, _begin(_GLOBALS))
    place = len(begin) + sum(4 + 6 + len(name) for name in names) + 4
    stream = begin
    for name, body in zip(names, bodies, strict=True):
        stream += _record(_SHEET, struct.pack("<IH", place, 0) + name)
        place += len(body)
    stream += _record(_EOF, b"") + b"".join(bodies)
    return _compound(stream.ljust(_LARGE, b"\0"))


def _sheet(rows: Sequence[Sequence[Cell]]) -> bytes:
    found = [_record(_BOF, _begin(_ROWS))]
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            at = struct.pack("<HHH", row, column, 0)
            if isinstance(cell, str):
                found += [_record(_LABEL, at + _text(cell, wide=True))] if cell else []
            else:
                found.append(_record(_NUMBER, at + struct.pack("<d", cell)))
    return b"".join([*found, _record(_EOF, b"")])


def _begin(kind: int) -> bytes:
    return struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0x41, 0x0600)


def _text(text: str, *, wide: bool, short: bool = False) -> bytes:
    written = text.encode("utf-16-le")
    return struct.pack("<BB" if short else "<HB", len(written) // 2, wide) + written


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _compound(stream: bytes) -> bytes:
    """Put a stream into a compound file: header, table of sectors, list of names, the stream."""
    count = -(-len(stream) // _SECTOR)
    per_table = _SECTOR // 4
    tables = -(-(count + 1) // (per_table - 1))
    chain = [_TABLE] * tables + [_END]
    first = tables + 1
    chain += [*range(first + 1, first + count), _END]
    chain += [_FREE] * (tables * per_table - len(chain))
    listed = [*range(tables)] + [_FREE] * (109 - tables)
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIIII",
        *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 0x3E, 3, 0xFFFE, 9, 6),
        *(0, tables, tables, 0, _LARGE, _END, 0, _END, 0, listed[0]),
    )
    header += struct.pack("<108I", *listed[1:])
    names = _entry("Root Entry", 5, child=1, start=_END, size=0)
    names += _entry("Workbook", 2, child=_FREE, start=first, size=len(stream))
    whole = header + struct.pack(f"<{len(chain)}I", *chain) + names.ljust(_SECTOR, b"\0")
    return whole + stream.ljust(count * _SECTOR, b"\0")


def _entry(name: str, kind: int, *, child: int, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16sIQQIII",
        *(written, len(written), kind, 1, _FREE, _FREE, child, bytes(16), 0, 0, 0),
        *(start, size, 0),
    )
