"""Crockford's base 32: what people read aloud, without I, L, O and U; and its check symbol."""

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
#: What `int` reads in base 32 for each of our symbols; what is none becomes what it never reads.
_READ = dict(zip(ALPHABET.encode(), b"0123456789abcdefghijklmnopqrstuv", strict=True))
_DIGITS = bytes(_READ.get(code, 0x21) for code in range(256))
_PAIRS = tuple(one + other for one in ALPHABET for other in ALPHABET)
_SHIFTS = tuple(range(120, -1, -10))
_VALUE = {symbol: value for value, symbol in enumerate(ALPHABET)}
_BASE = len(ALPHABET)
#: 128 bits in symbols of five bits.
KEY_SYMBOLS = 26


def encode(tag: bytes) -> str:
    """Write 16 bytes as 26 symbols, lower case, most significant first; two last bits are zero."""
    number = int.from_bytes(tag, "big") << 2
    return "".join([_PAIRS[number >> shift & 1023] for shift in _SHIFTS])


def decode(symbols: str) -> bytes:
    """Read 26 symbols, as `encode` writes them, back into 16 bytes; ValueError for others."""
    if len(symbols) != KEY_SYMBOLS:
        message = f"not {KEY_SYMBOLS} symbols of base 32"
        raise ValueError(message)
    return (int(symbols.encode().translate(_DIGITS), 32) >> 2).to_bytes(16, "big")


def check_symbol(symbols: str) -> str:
    """Give the Luhn-mod-32 symbol that catches a wrong or swapped symbol in what was read out."""
    total, factor = 0, 2
    for symbol in reversed(symbols.lower()):
        addend = _VALUE[symbol] * factor
        total += addend // _BASE + addend % _BASE
        factor = 3 - factor
    return ALPHABET[-total % _BASE]
