"""Where bodies of recorded answers lie until they are minimised: encrypted, and for one run."""

from collections.abc import Iterator
from dataclasses import dataclass

from weerklank.store.spool import Spool

#: Bytes of a whole visit; what comes after is not kept, and said.
MOST_BYTES = 4 << 30
#: Bytes of one entry; a longer piece becomes several.
_PIECE = 1 << 20
_SENT, _RECEIVED = b"\x01", b"\x00"


class TooMuch(Exception):
    """The visit has recorded as much as it may."""


class Bodies:
    """Keeps bodies by names of its own making, in pieces as they come."""

    def __init__(self, spool: Spool, most_bytes: int = MOST_BYTES, *, named: str = "body") -> None:
        """Keep them in a spool, in which others may have bodies under another name."""
        self._spool = spool
        self._named = named
        self._most = most_bytes
        self._made = 0
        #: Bytes kept so far, of all bodies.
        self.total = 0

    def begin(self) -> str:
        """Give the name of a new body, which is empty until something is added."""
        self._made += 1
        return self._name(self._made)

    def _name(self, number: int) -> str:
        return f"{self._named}-{number:06}"

    def add(self, name: str, piece: bytes) -> None:
        """Add to a body; TooMuch when the visit has more than it may."""
        for start in range(0, len(piece), _PIECE):
            self.add_entry(name, piece[start : start + _PIECE])

    def add_entry(self, name: str, entry: bytes) -> None:
        """Add what is to be read as one entry; TooMuch as above."""
        if self.total + len(entry) > self._most:
            raise TooMuch
        self.total += len(entry)
        self._spool.add(name, entry)

    def read(self, name: str) -> Iterator[bytes]:
        """Give the entries of a body in their order."""
        return self._spool.read(name)

    def forget(self, name: str) -> None:
        """Throw a body away, such as one of which a better copy came."""
        self._spool.forget(name)

    def forget_all(self) -> None:
        """Throw all of them away."""
        for number in range(1, self._made + 1):
            self._spool.forget(self._name(number))


@dataclass(frozen=True, slots=True)
class SocketFrame:
    """One message of a WebSocket."""

    #: Seconds since 1970 (UTC).
    at: float
    is_sent: bool
    #: As RFC 6455 numbers them: 1 is text, 2 is bytes.
    opcode: int
    payload: bytes

    def packed(self) -> bytes:
        """Give it as one entry of the spool."""
        way = _SENT if self.is_sent else _RECEIVED
        return way + bytes([self.opcode & 15]) + round(self.at * 1000).to_bytes(8) + self.payload

    @staticmethod
    def unpacked(entry: bytes) -> "SocketFrame":
        """Read an entry again."""
        at = int.from_bytes(entry[2:10]) / 1000
        return SocketFrame(at, entry[:1] == _SENT, entry[1], entry[10:])
