"""Whether a request has arrived: a thread answers none whose beginning is still to come.

Who opens a connection and sends nothing, or half of a request, would otherwise hold a thread until
it is given up; a few of those and nobody can sign in. Such a connection waits with those that are
kept alive, which costs a socket and no thread.
"""

import re
import socket
from enum import Enum, auto

#: Bytes for which is waited at most; what is longer goes on while a thread reads.
MOST = 16 << 10
_END = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"\ncontent-length:[ \t]*(\d{1,18})[ \t]*\r?\n", re.IGNORECASE)
#: Whatever may be read as that by a library that takes names and numbers loosely.
_NAMED = re.compile(rb"content-length\s*:", re.IGNORECASE)
#: Who asks whether to send sends nothing before there was an answer.
_EXPECT = re.compile(rb"\nexpect:", re.IGNORECASE)


class Arrival(Enum):
    """How much of a request is there."""

    NOT_YET = auto()
    #: As much as is waited for: the rest comes while a thread reads, or never.
    BEGUN = auto()
    WHOLE = auto()


def arrival(begun: bytes) -> Arrival:
    """Tell of what waits to be read how much of a request that is."""
    end = _END.search(begun)
    if end is None:
        return Arrival.BEGUN if len(begun) >= MOST else Arrival.NOT_YET
    head = begun[: end.end()]
    named, length = len(_NAMED.findall(head)), _LENGTH.search(head)
    if not named:
        return Arrival.WHOLE  # and refused where something follows all the same
    if named > 1 or length is None:
        return Arrival.BEGUN  # a thread refuses it; how long it takes it for is not told here
    missing = end.end() + int(length[1]) - len(begun)
    if missing <= 0:
        return Arrival.WHOLE
    return Arrival.BEGUN if len(begun) >= MOST or _EXPECT.search(head) else Arrival.NOT_YET


def _stays_away(begun: bytes) -> Arrival:
    """Tell of what is not whole and of which no more came what to do with it.

    It broke off, as a thread finds out; or a socket of this machine tells of the same bytes again,
    and then the rest of a long one may take as long as whoever sends it likes.
    """
    length = _LENGTH.search(begun)
    return Arrival.BEGUN if length and int(length[1]) > MOST else Arrival.WHOLE


def has_arrived(connection: socket.socket, seen: int) -> tuple[Arrival, int]:
    """Look at what waits to be read, without reading it; gives how much that is.

    `seen` is what was there at the last look. When it is not whole, the connection is told to
    wake up no sooner than by another byte; when it woke up without one, nothing more comes.
    """
    patience = connection.gettimeout()
    try:
        connection.settimeout(0)
        begun = connection.recv(MOST, socket.MSG_PEEK)
        found = arrival(begun)
        if found is Arrival.NOT_YET and len(begun) == seen:
            found = _stays_away(begun)
    except BlockingIOError:
        begun, found = b"", Arrival.NOT_YET
    except OSError:  # closed meanwhile: a thread finds out
        return Arrival.WHOLE, seen
    finally:
        connection.settimeout(patience)
    least = len(begun) + 1 if found is Arrival.NOT_YET else 1
    try:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, least)
    except OSError:
        return Arrival.WHOLE, len(begun)
    return found, len(begun)
