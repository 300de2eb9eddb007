"""Give the WARC of a page as an archive asks for it: not packed, and 1 GB a file at most.

Guideline 'Archiveren overheidswebsites' (Nationaal Archief, 2018): no compression, at most 1 GB,
and a warcinfo with `software`, `format` and `robots`. Records stay byte for byte. Each
file begins with the warcinfo of the whole, to which the line `robots` is added.
"""

import hashlib
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from weerklank.model.errors import BrokenInput
from weerklank.package.warc_members import BrokenWarc, Member, Members
from weerklank.package.zip_layout import NoLayout, layout
from weerklank.store.members import DAMAGED

MOST = 1_000_000_000
_ARCHIVE = "archive/data.warc.gz"
_END = b"\r\n\r\n"
#: A page is loaded as the browser of a visitor does, who asks no robots.txt.
_ROBOTS = b"robots: ignore\r\n"
_LENGTH = re.compile(rb"(?mi)^(Content-Length: )(\d{1,15})\r$")
_DIGEST = re.compile(rb"(?mi)^(WARC-Block-Digest: )[^\r]*\r$")
#: Bytes of the head of a record, and of a warcinfo, at most.
_LONGEST_HEAD, _MOST_INFO = 1 << 16, 1 << 20


def plain_warcs(wacz: Path, most: int = MOST) -> Iterator[Iterator[bytes]]:
    """Give the files of a page's WARC, each in pieces; to be read in order, each to its end.

    BrokenInput where the page can't be read. A single record longer than `most` has a file of its
    own.
    """
    try:
        with wacz.open("rb") as stream:
            yield from _files(stream, most)
    except (BrokenWarc, NoLayout, LookupError, ValueError) as error:
        raise BrokenInput(DAMAGED, path=wacz.name, problem=_ARCHIVE) from error


def _files(stream: BinaryIO, most: int) -> Iterator[Iterator[bytes]]:
    member = next(one for one in layout(stream) if one.name == _ARCHIVE)
    records = (_record(one) for one in Members(stream, member.start, member.length))
    info = _with_robots(b"".join(next(records)[1]))
    waiting = [next(records)]

    def one_file() -> Iterator[bytes]:
        yield info
        size = len(info)
        while waiting and (size == len(info) or size + waiting[0][0] <= most):
            length, pieces = waiting.pop()
            yield from pieces
            size += length
            waiting.extend(_next(records))

    while waiting:
        yield one_file()


def _next(records: Iterator[tuple[int, Iterator[bytes]]]) -> list[tuple[int, Iterator[bytes]]]:
    following = next(records, None)
    return [] if following is None else [following]


def _record(member: Member) -> tuple[int, Iterator[bytes]]:
    """Give how long a record is by its own head, and its bytes; ValueError where it has none."""
    pieces = member.pieces()
    begin = b""
    while _END not in begin and len(begin) < _LONGEST_HEAD:
        begin += next(pieces)
    head, end, _ = begin.partition(_END)
    stated = _LENGTH.search(head + b"\r\n")
    if not end or stated is None:
        raise ValueError(_ARCHIVE)
    return len(head) + 2 * len(_END) + int(stated[2]), chain((begin,), pieces)


def _with_robots(record: bytes) -> bytes:
    """Give a warcinfo with the line that says what was done with robots.txt."""
    head, end, rest = record.partition(_END)
    if not end or len(record) > _MOST_INFO or b"WARC-Type: warcinfo" not in head:
        raise ValueError(_ARCHIVE)
    block = rest.removesuffix(_END) + _ROBOTS
    lines = _LENGTH.sub(rb"\g<1>%d\r" % len(block), head + b"\r\n")
    digest = hashlib.sha256(block).hexdigest().encode()
    lines = _DIGEST.sub(rb"\g<1>sha256:%b\r" % digest, lines)
    return lines + b"\r\n" + block + _END
