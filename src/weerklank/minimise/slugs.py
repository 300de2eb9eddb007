"""Addresses that write a title as one word: the words of `over_jan_bakker` and `OverJanBakker`."""

import re
from collections.abc import Iterator

#: Tells quickly that no word of an address consists of several.
_MAY_JOIN = re.compile(r"_|[a-z0-9][A-Z]|%u", re.ASCII)
_JOINED = re.compile(r"_|(?<=[a-z0-9])(?=[A-Z])")
#: How scripts of old escaped a letter.
_OLD_ESCAPE = re.compile(r"%u([0-9a-fA-F]{4})")
_HALVES = range(0xD800, 0xE000)


def words_apart(address: str) -> str | None:
    """Give an address with a hyphen between words that are written as one; None for most."""
    if _MAY_JOIN.search(address) is None:
        return None
    return _JOINED.sub("-", _OLD_ESCAPE.sub(_letter, address))


def _letter(escape: re.Match[str]) -> str:
    number = int(escape[1], 16)
    return "\ufffd" if number in _HALVES else chr(number)


#: What has a path, as it stands in a text or between quotes. Possessive: linear.
_ADDRESS = re.compile(r"""(?<![^\s<>"'=])[^\s<>"'/]*+/[^\s<>"']*+""")


def addresses_apart(text: str) -> Iterator[str]:
    """Give those addresses of a text, or of HTML, in which words are written as one, apart."""
    if "/" in text and _MAY_JOIN.search(text):
        for address in _ADDRESS.findall(text):
            read = words_apart(address)
            if read:
                yield read
