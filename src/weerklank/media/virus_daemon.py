"""Scan files for viruses by a clamd that runs already, where the operator named its socket.

It has its signatures in memory, so that a file costs milliseconds and not half a minute. By its
usual settings it calls a file clean that it passed over; one that does so is not believed.
"""

import io
import re
import socket
import struct
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, NamedTuple

from weerklank.media.virus_scan import NOT_SCANNED, Scanned, scanned

#: Seconds without a word of it: as long as one file may take.
_PATIENCE = 1_800.0
#: Seconds to answer what costs no scan.
_AT_ONCE = 20.0
_PIECE = 1 << 16
_LONGEST_ANSWER = 1 << 12
_VERSION = re.compile(r"ClamAV [0-9.]{1,20}")
_DAY = re.compile(r"/\d{1,9}/\w{3} (\w{3}) +(\d{1,2}) [\d:]{8} (\d{4})")
#: More archives in each other than any scanner opens.
_DEEPEST = 120


class Distrust(StrEnum):
    """Why a clamd is not made use of."""

    #: Nobody answers at its socket, or not as clamd does.
    SILENT = "silent"
    #: It calls a file clean that it did not look at whole.
    PASSES_OVER = "passes-over"
    #: It does not tell of which day its signatures are, so that nothing can be called clean.
    UNDATED = "undated"


class Daemon(NamedTuple):
    """A clamd that says what it passes over."""

    socket: Path
    engine: str
    #: Day of its signatures.
    signatures: date


def ask_daemon(place: Path) -> Daemon | Distrust:
    """Ask a clamd who it is, and try whether it says what it passes over.

    It is given an archive deeper than it opens, and one that is encrypted: both harmless.
    """
    try:
        told = _answer(place, b"VERSION", None, _AT_ONCE)
        named = _VERSION.match(told)
        if named is None:
            return Distrust.SILENT
        tries = [_ask(place, io.BytesIO(made())) for made in (_too_deep, _encrypted)]
    except (OSError, UnicodeDecodeError):
        return Distrust.SILENT
    if any(one.whole for one in tries):
        return Distrust.PASSES_OVER
    day = _day(told)
    return Distrust.UNDATED if day is None else Daemon(place, named[0], day)


def scan_by(daemon: Daemon, paths: Sequence[Path]) -> Iterator[tuple[Path, Scanned]]:
    """Scan files, each of which is sent to clamd: it opens none by itself.

    One that it does not take, or says nothing of, was not scanned.
    """
    for path in paths:
        try:
            with path.open("rb") as file:
                yield path, _ask(daemon.socket, file)
        except (OSError, UnicodeDecodeError):
            yield path, NOT_SCANNED


def _ask(place: Path, file: BinaryIO) -> Scanned:
    told = _answer(place, b"INSTREAM", file, _PATIENCE)
    begin, _, said = told.rpartition(": ")
    return scanned(said) if begin == "stream" else NOT_SCANNED


def _answer(place: Path, command: bytes, file: BinaryIO | None, patience: float) -> str:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as talk:
        talk.settimeout(patience)
        talk.connect(str(place))
        talk.sendall(b"z" + command + b"\0")
        if file is not None:
            _send(talk, file)
        told = b""
        while len(told) < _LONGEST_ANSWER and not told.endswith(b"\0"):
            piece = talk.recv(_LONGEST_ANSWER)
            if not piece:
                break
            told += piece
    return told.rstrip(b"\0\n").decode()


def _send(talk: socket.socket, file: BinaryIO) -> None:
    """Send a file in pieces, each with its size before it; clamd breaks off what is too large."""
    try:
        while piece := file.read(_PIECE):
            talk.sendall(struct.pack(">I", len(piece)) + piece)
        talk.sendall(struct.pack(">I", 0))
    except (BrokenPipeError, ConnectionResetError):
        return  # why it broke off is in its answer, if it gives one


def _day(told: str) -> date | None:
    found = _DAY.search(told)
    if found is None:
        return None
    try:
        return datetime.strptime(" ".join(found.groups()), "%b %d %Y").replace(tzinfo=UTC).date()
    except ValueError:
        return None


def _too_deep() -> bytes:
    inner = b"x"
    for _ in range(_DEEPEST):
        inner = _zipped(inner)
    return inner


def _encrypted() -> bytes:
    """Make an archive that says that what is in it is encrypted."""
    made = bytearray(_zipped(b"x" * 40))
    for begin, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        made[made.index(begin) + place] |= 1
    return bytes(made)


def _zipped(content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr("x.zip", content)
    return made.getvalue()
