"""Crockford's base 32: what people read aloud, without I, L, O and U; and its check symbol."""

import base64

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_RFC4648 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_TO_CROCKFORD = bytes.maketrans(_RFC4648, ALPHABET.encode())
_FROM_CROCKFORD = bytes.maketrans(ALPHABET.encode(), _RFC4648)
_VALUE = {symbol: value for value, symbol in enumerate(ALPHABET)}
_READ_AS = str.maketrans({"i": "1", "l": "1", "o": "0"})
_BASE = len(ALPHABET)
#: 128 bits in symbols of five bits.
KEY_SYMBOLS = 26


def encode(tag: bytes) -> str:
    """Write 16 bytes as 26 symbols, lower case, most significant first; two last bits are zero."""
    return base64.b32encode(tag)[:KEY_SYMBOLS].translate(_TO_CROCKFORD).decode()


def decode(symbols: str) -> bytes:
    """Read 26 symbols back into 16 bytes; ValueError for anything else."""
    clean = symbols.lower().translate(_READ_AS)
    if len(clean) != KEY_SYMBOLS or not set(clean) <= _VALUE.keys():
        message = f"not {KEY_SYMBOLS} symbols of base 32"
        raise ValueError(message)
    return base64.b32decode(clean.encode().translate(_FROM_CROCKFORD) + b"======")


def check_symbol(symbols: str) -> str:
    """Give the Luhn-mod-32 symbol that catches a wrong or swapped symbol in what was read out."""
    total, factor = 0, 2
    for symbol in reversed(symbols.lower()):
        addend = _VALUE[symbol] * factor
        total += addend // _BASE + addend % _BASE
        factor = 3 - factor
    return ALPHABET[-total % _BASE]
