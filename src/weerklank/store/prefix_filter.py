"""Tell quickly, in two bytes of memory a row, that nothing in a file begins with a prefix."""

from collections.abc import Iterable

#: Bits of the filter for each row: about one question in sixty is let through for nothing.
_BITS = 16
#: Hexadecimal digits of which each of the two places of a key is made.
_DIGITS = 8


def places_of(prefix: bytes) -> tuple[int, int]:
    """Give the two places of a prefix of 16 digits or more, for the filters of all files."""
    return int(prefix[:_DIGITS], 16), int(prefix[_DIGITS : 2 * _DIGITS], 16)


class PrefixFilter:
    """A Bloom filter over keys that begin with 16 random hexadecimal digits."""

    def __init__(self, rows: int) -> None:
        size = 1 << max(rows * _BITS, 8).bit_length()
        self._mask = size - 1
        self._bits = bytearray(size // 8)

    def note(self, keys: Iterable[bytes]) -> None:
        """Take keys in."""
        bits, mask = self._bits, self._mask
        for key in keys:
            one = int(key[:_DIGITS], 16) & mask
            two = int(key[_DIGITS : 2 * _DIGITS], 16) & mask
            bits[one >> 3] |= 1 << (one & 7)
            bits[two >> 3] |= 1 << (two & 7)

    def may_have(self, places: tuple[int, int]) -> bool:
        """Tell whether a key may begin with the prefix of two places; False is certain."""
        one, two = places[0] & self._mask, places[1] & self._mask
        bits = self._bits
        return bool(bits[one >> 3] >> (one & 7) & 1 and bits[two >> 3] >> (two & 7) & 1)
