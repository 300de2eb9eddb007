"""Fetch what a post leads to on an own site: a file within limits, or told that it is a page."""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from weerklank.harvest.exchange import CUT_OFF, TOO_SLOW, NoAnswer
from weerklank.harvest.file_kind import BEGIN, is_page, kind_of_file
from weerklank.harvest.port import BrokenOff
from weerklank.harvest.reached import Reached
from weerklank.harvest.transport import Transport
from weerklank.model.own_sites import MEGABYTE, FileKind
from weerklank.model.text import Text

GONE = Text("de site zegt dat het er niet is", "the site says that it is not there")
ASKS_WHO = Text(
    "de site wil weten wie er vraagt, en geeft het anders niet",
    "the site wants to know who asks, and does not give it otherwise",
)
REFUSED = Text("de site antwoordde met code {status}", "the site answered with code {status}")
TOO_LARGE = Text(
    "het bestand is groter dan {most} MB, de grens van het beleid",
    "the file is larger than {most} MB, the limit of the policy",
)
NO_ROOM = Text(
    "de run heeft de grens van {most} MB bereikt; dit komt in een volgende run",
    "the run has reached the limit of {most} MB; this comes in a next run",
)
NOT_OF_POLICY = Text("het beleid neemt {kind} niet mee", "the policy does not take {kind} along")
NO_FILES = Text("het beleid neemt geen bestanden mee", "the policy takes no files along")
NO_KIND = Text(
    "aan de inhoud is geen soort bestand te herkennen dat wordt bewaard",
    "by its content it is no kind of file that is kept",
)
#: Seconds in which one file comes.
_LONGEST = 300.0
_BLOCK = 1 << 16
_NOT_THERE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
_WHO = frozenset(
    {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.PROXY_AUTHENTICATION_REQUIRED}
)


@dataclass(frozen=True, slots=True)
class Came:
    """What is there: a file of a kind, in the place that was given, or a page."""

    kind: FileKind | None = None
    size: int = 0

    @property
    def is_page(self) -> bool:
        """Tell whether it is a page, which a browser is to record."""
        return self.kind is None


class LeftOut(Exception):
    """What is there is not taken, by policy or since nobody is given it: a limit, no gap."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLimits:
    """What may come in."""

    kinds: Collection[FileKind]
    #: Megabytes of one file.
    most_mb: int
    #: Bytes that the run has left, and of how many megabytes in all.
    left: int
    most_mb_run: int


def fetch_linked(
    transport: Transport,
    address: str,
    into: Path,
    limits: FileLimits,
    clock: Callable[[], float] = time.monotonic,
) -> Came:
    """Look what is at an address; a file is written to `into`, of a page nothing is read.

    LeftOut for what is not taken; NoAnswer when it should have come and did not. In both cases
    nothing stays in `into`.
    """
    try:
        with transport.reach(address) as reached:
            return _come(reached, into, limits, clock)
    except (LeftOut, NoAnswer):
        into.unlink(missing_ok=True)
        raise
    except BrokenOff:
        into.unlink(missing_ok=True)
        raise NoAnswer(CUT_OFF) from None


def _come(reached: Reached, into: Path, limits: FileLimits, clock: Callable[[], float]) -> Came:
    _demand_given(reached.status)
    until = clock() + _LONGEST
    begin = _begin(reached, clock, until)
    if is_page(begin, reached.said):
        return Came()
    if not limits.kinds:
        raise LeftOut(NO_FILES)
    if reached.is_packed:
        raise LeftOut(NO_KIND)
    _demand_room(max(reached.length or 0, len(begin)), limits)
    size = len(begin)
    with into.open("wb") as stream:
        stream.write(begin)
        while block := reached.read(_BLOCK):
            size += len(block)
            _demand_room(size, limits)
            _demand_time(clock, until)
            stream.write(block)
    return Came(_kind(into, reached.said, limits), size)


def _demand_given(status: int) -> None:
    if status in _NOT_THERE:
        raise LeftOut(GONE)
    if status in _WHO:
        raise LeftOut(ASKS_WHO)
    if status != HTTPStatus.OK:
        raise NoAnswer(REFUSED.filled(status=status))


def _kind(path: Path, said: str, limits: FileLimits) -> FileKind:
    kind = kind_of_file(path, said)
    if kind is None:
        raise LeftOut(NO_KIND)
    if kind not in limits.kinds:
        raise LeftOut(NOT_OF_POLICY.filled(kind=kind))
    return kind


def _demand_time(clock: Callable[[], float], until: float) -> None:
    if clock() > until:
        raise NoAnswer(TOO_SLOW)


def _begin(reached: Reached, clock: Callable[[], float], until: float) -> bytes:
    parts, size = [], 0
    while size < BEGIN and (part := reached.read(BEGIN - size)):
        _demand_time(clock, until)
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def _demand_room(size: int, limits: FileLimits) -> None:
    if size > limits.most_mb * MEGABYTE:
        raise LeftOut(TOO_LARGE.filled(most=limits.most_mb))
    if size > limits.left:
        raise LeftOut(NO_ROOM.filled(most=limits.most_mb_run))
