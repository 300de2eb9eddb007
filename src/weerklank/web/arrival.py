"""Whether a request has arrived: a thread answers none whose beginning is still to come.

Who opens a connection and sends nothing, or half of a request, would otherwise hold a thread until
it is given up; a few of those and nobody can sign in. Such a connection waits with those that are
kept alive, which costs a socket and no thread.
"""

import re
import socket

#: Bytes for which is waited at most; what is longer goes on while a thread reads.
MOST = 16 << 10
_END = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"\ncontent-length:[ \t]*(\d{1,18})[ \t]*\r?\n", re.IGNORECASE)
#: Who asks whether to send sends nothing before there was an answer.
_EXPECT = re.compile(rb"\nexpect:", re.IGNORECASE)


def is_whole(begun: bytes) -> bool:
    """Tell whether a request, or as much of it as is waited for, is there."""
    if len(begun) >= MOST:
        return True
    end = _END.search(begun)
    if end is None:
        return False
    head = begun[: end.end()]
    length = _LENGTH.search(head)
    if length is None or _EXPECT.search(head):
        return True
    return len(begun) >= min(end.end() + int(length[1]), MOST)


def has_arrived(connection: socket.socket, seen: int) -> tuple[bool, int]:
    """Look at what waits to be read, without reading it; gives how much that is.

    `seen` is what was there at the last look. When it is not whole, the connection is told to
    wake up no sooner than by another byte; when it woke up without one, nothing more comes.
    """
    patience = connection.gettimeout()
    try:
        connection.settimeout(0)
        begun = connection.recv(MOST, socket.MSG_PEEK)
        is_there = is_whole(begun) or len(begun) == seen
    except BlockingIOError:
        begun, is_there = b"", False
    except OSError:  # closed meanwhile: a thread finds out
        return True, seen
    finally:
        connection.settimeout(patience)
    least = 1 if is_there else len(begun) + 1
    try:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, least)
    except OSError:
        return True, len(begun)
    return is_there, len(begun)
