"""Addresses and hashtags that write several words as one: `over_jan_bakker`, `NOSOverJan2024`."""

import re
import unicodedata
from collections.abc import Iterator

from weerklank.minimise.folding import fold_key

#: Tells quickly that no word consists of several.
_MAY_JOIN = re.compile(
    r"_|[a-z][A-Z0-9]|[A-Z][0-9]|[0-9][A-Za-z]|[A-Z]{2}[a-z]|%u|[^\x00-\x7f]", re.ASCII
)
_WORD = re.compile(r"\w+")
_RUN = re.compile(r"[^\W_]+")
#: The words of a run by its capitals and figures, where letters are a, capitals A, figures 0.
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
#: What is a number in hexadecimal, such as the name of a picture: letters in it are no words.
_HEXADECIMAL = re.compile(r"(?=[a-f]*[0-9])(?:[0-9a-f]{8,}|[0-9A-F]{8,})")
#: Neighbours that may be a name together: `JanBakker` in `OverJanBakker`, or `jan_80`.
_MOST_JOINED = 5
#: Stands between what is no name together.
_APART = " ; "
#: How scripts of old escaped a letter.
_OLD_ESCAPE = re.compile(r"%u([0-9a-fA-F]{4})")
_HALVES = range(0xD800, 0xE000)


def words_apart(address: str) -> str | None:
    """Give an address with a hyphen between words that are written as one; None for most."""
    if _MAY_JOIN.search(address) is None:
        return None
    apart = _RUN.sub(lambda run: _hyphened(run[0]), _plainly(address)).replace("_", "-")
    return None if apart == address else apart


def _hyphened(run: str) -> str:
    return "-".join([run[start:end] for start, end in _parts(run)])


def words_within(address: str) -> str | None:
    """Give the words that an address or a hashtag writes as one, to look for names; None for most.

    Each word, and neighbours together, as a name may be written as one in what it stands in.
    """
    apart = words_apart(address)
    if apart is None:
        return None
    read = _plainly(address)
    joined = (together for word in _WORD.findall(read) for together in _together(word))
    return _APART.join((apart, *([] if read == address else [read]), *joined))


def _together(word: str) -> Iterator[str]:
    """Give neighbours of a word as they are written, and each whole run between its lines.

    Not all of the word: that is found where it stands.
    """
    runs = [(run.start(), _parts(run[0])) for run in _RUN.finditer(word)]
    spans = [(at + start, at + end) for at, parts in runs for start, end in parts]
    for count in range(2, min(_MOST_JOINED, len(spans)) + 1):
        if count < len(spans):
            for (start, _), (_, end) in zip(spans, spans[count - 1 :], strict=False):
                yield word[start:end]
    if len(runs) > 1:
        for at, parts in runs:
            if len(parts) > _MOST_JOINED:
                yield word[at : at + parts[-1][1]]


def _plainly(address: str) -> str:
    read = _OLD_ESCAPE.sub(_letter, address)
    if read.isascii():
        return read
    return "".join(map(_undressed, unicodedata.normalize("NFC", read)))


def _undressed(character: str) -> str:
    """Give what people read in a sign that is no letter by itself: one in a circle, or a mark."""
    if character.isalnum():
        return character
    read = fold_key(character)
    return read.upper() if character.isupper() else read


def _parts(run: str) -> list[tuple[int, int]]:
    """Give where the words of letters and figures written as one begin and end."""
    if _HEXADECIMAL.fullmatch(run):
        return [(0, len(run))]
    form = run if run.isascii() else "".join(map(_kind, run))
    return [part.span() for part in _PART.finditer(form)]


def _kind(character: str) -> str:
    if character.isupper():
        return "A"
    return "0" if character.isnumeric() else "a"


def _letter(escape: re.Match[str]) -> str:
    number = int(escape[1], 16)
    return "\ufffd" if number in _HALVES else chr(number)


#: What has a path or a scheme, or is a hashtag, as it stands in a text or between quotes.
#: Possessive: linear.
_ADDRESS = re.compile(r"""(?<![^\s<>"'=])[^\s<>"'/:#\uff03\ufe5f]*+[/:#\uff03\ufe5f][^\s<>"']*+""")
_MARKS = re.compile("[/:#\uff03\ufe5f]")


def addresses_apart(text: str) -> Iterator[str]:
    """Give those addresses and hashtags of a text in which words are written as one, apart."""
    if _MARKS.search(text) and _MAY_JOIN.search(text):
        for address in _ADDRESS.findall(text):
            read = words_within(address)
            if read:
                yield read


#: An address whose scheme is followed by no slash: `mailto:`.
_WITHOUT_SLASH = re.compile(
    r"""(?<![\w@.-])[a-z][a-z0-9+.-]*+:(?![/\\\s])[^\s<>"'\ufffc]++""", re.IGNORECASE
)


def addresses_without_slash(text: str) -> Iterator[tuple[int, int, str]]:
    """Give where each address with no slash after its scheme begins and ends, and the address."""
    if ":" in text:
        for match in _WITHOUT_SLASH.finditer(text):
            yield *match.span(), match[0]
