"""A file of foreign bytes: read a window at a time, never past its end."""

import re
from typing import BinaryIO

_WINDOW = 64 << 10
_SEARCHED = 1 << 20
#: Parts of a file at most; an MP3 of seven hours has so many.
_MOST_PARTS = 1_000_000


class Broken(Exception):
    """A file is not put together as its kind is."""


class TooMuch(Exception):
    """A file has more parts than are looked at."""


class ForeignFile:
    """The bytes of a file, by place."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        """`file` can be sought in and stays open while this is used."""
        self._file = file
        self.size = size
        self._start = 0
        self._window = b""
        self._steps = 0

    def at(self, place: int, count: int) -> bytes:
        """Give so many bytes from a place on; Broken when they are not there."""
        if count < 0 or place < 0 or place + count > self.size:
            raise Broken
        begin = place - self._start
        if begin < 0 or begin + count > len(self._window):
            self._file.seek(place)
            self._window = self._file.read(max(count, min(_WINDOW, self.size - place)))
            self._start, begin = place, 0
            if len(self._window) < count:
                raise Broken
        return self._window[begin : begin + count]

    def number(self, place: int, count: int) -> int:
        """Give a number of so many bytes, the largest first."""
        return int.from_bytes(self.at(place, count), "big")

    def upto(self, place: int, count: int) -> bytes:
        """Give so many bytes from a place on, or fewer where the file ends."""
        return self.at(place, max(0, min(count, self.size - place)))

    def find(self, what: re.Pattern[bytes], place: int) -> int:
        """Find what is two bytes long, from a place on; Broken when it is nowhere."""
        while place + 1 < self.size:
            block = self.upto(place, _SEARCHED)
            found = what.search(block)
            if found is not None:
                return place + found.start()
            place += len(block) - 1  # the last may be the first of two
        raise Broken

    def step(self, most: int | None = None) -> None:
        """Count a part that was looked at; TooMuch when that are more than any file has."""
        self._steps += 1
        if self._steps > (most or _MOST_PARTS):
            raise TooMuch
