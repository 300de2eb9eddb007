"""Canaries: values that occur nowhere else, so that a byte search proves where they went.

Each belongs to one field path and one class. A person canary looks like a Dutch name with
diacritics and a tussenvoegsel. Its surname and its number are unique, its handle and its addresses
are made of them: whoever finds neither in any encoding finds nothing of the person.
"""

import base64
import hashlib
import html
import json
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote

_BETWEEN = ("van der", "de", "van", "ten", "van den", "in 't", "op de", "ter")
_CONSONANTS = (
    "b",
    "dr",
    "fr",
    "gl",
    "kl",
    "pl",
    "st",
    "zw",
    "m",
    "n",
    "r",
    "w",
    "j",
    "v",
    "h",
    "l",
)
_VOWELS = ("a", "e", "i", "o")
_MARKED = ("ië", "oé", "aï", "eü", "uö", "oë", "éa", "ié")
SERVER = "mast.example"


class CanaryClass(StrEnum):
    """Whose value it is, and so where it may be found."""

    THIRD = "third"
    OWN = "own"
    LISTED = "listed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Canary:
    """One canary: the same value as a name, a number, a handle or an address."""

    path: str
    kind: CanaryClass
    first: str
    between: str
    #: Unique; with a diacritic.
    surname: str
    #: Unique; fourteen figures.
    number: int

    @property
    def name(self) -> str:
        """Give the display name."""
        return f"{self.first} {self.between} {self.surname}"

    @property
    def local(self) -> str:
        """Give the handle without its server."""
        return f"{_plain(self.first)}.{_plain(self.surname)}".lower()

    @property
    def handle(self) -> str:
        """Give the handle with its server."""
        return f"{self.local}@{SERVER}"

    @property
    def address(self) -> str:
        """Give the address of the person."""
        return f"https://{SERVER}/users/{self.local}"

    @property
    def numbered(self) -> str:
        """Give an address of a form that nobody knows, with the number only."""
        return f"https://{SERVER}/actors/{self.number}"

    @property
    def item(self) -> str:
        """Give the address of an item of the person."""
        return f"{self.address}/statuses/{self.number}"

    @property
    def needles(self) -> tuple[str, str]:
        """Give the unique parts, one of which stands in every form above."""
        return self.surname, str(self.number)


#: First names are not unique; no two classes share one, so that who is hidden can be told.
_FIRST = {
    CanaryClass.THIRD: ("Renée", "Zoë", "Noëlla", "Loïs", "Chloë", "Inés", "Fenna", "Aurélie"),
    CanaryClass.OWN: ("André", "Joël"),
    CanaryClass.LISTED: ("Thérèse", "Micaël"),
    CanaryClass.UNKNOWN: ("Désirée", "Raphaël"),
}


class Canaries:
    """Hands out canaries: for the same seed, path and class always the same one."""

    def __init__(self, seed: str = "") -> None:
        self._seed = seed
        self._made: dict[tuple[str, CanaryClass], Canary] = {}
        self._surnames: set[str] = set()

    def __iter__(self) -> Iterator[Canary]:
        return iter(list(self._made.values()))

    def give(self, path: str, kind: CanaryClass) -> Canary:
        """Give the canary of a field path and a class."""
        known = self._made.get((path, kind))
        if known is not None:
            return known
        attempt = 0
        while True:
            canary = _make(f"{self._seed}\n{path}\n{kind}\n{attempt}", path, kind)
            if canary.surname not in self._surnames:
                break
            attempt += 1
        self._surnames.add(canary.surname)
        self._made[path, kind] = canary
        return canary

    def of(self, *kinds: CanaryClass) -> list[Canary]:
        """Give all canaries of some classes that were handed out."""
        return [canary for canary in self if canary.kind in kinds]


def _make(seed: str, path: str, kind: CanaryClass) -> Canary:
    digest = hashlib.sha256(seed.encode()).digest()
    syllables = [_CONSONANTS[byte % 16] + _VOWELS[byte >> 4 & 3] for byte in digest[:5]]
    surname = "".join((*syllables[:3], _MARKED[digest[5] % len(_MARKED)], *syllables[3:], "q"))
    return Canary(
        path=path,
        kind=kind,
        first=_FIRST[kind][digest[6] % len(_FIRST[kind])],
        between=_BETWEEN[digest[7] % len(_BETWEEN)],
        surname=surname.capitalize(),
        number=10**13 + int.from_bytes(digest[8:16], "big") % (9 * 10**13),
    )


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text)
    return "".join(c for c in parts if not unicodedata.combining(c))


def encodings(canary: Canary) -> list[bytes]:
    """Give all bytes as which a canary may lie in a file that no container hides."""
    found: dict[bytes, None] = {}
    for needle in canary.needles:
        for form in _forms(needle):
            found |= dict.fromkeys(_written(form))
    found |= dict.fromkeys(_as_number(canary.number))
    return [pattern for pattern in found if len(pattern) >= 6]


def _forms(text: str) -> list[str]:
    bare = _plain(text)
    forms = [text, bare, unicodedata.normalize("NFD", text), text[::-1], bare[::-1]]
    return list(dict.fromkeys(cased for f in forms for cased in (f, f.lower(), f.upper())))


def _written(text: str) -> Iterator[bytes]:
    utf8 = text.encode()
    yield utf8
    for codec in ("utf-16-le", "utf-16-be", "utf-32-le", "latin-1", "cp1252", "cp437"):
        try:
            yield text.encode(codec)
        except UnicodeEncodeError:
            continue
    yield utf8.decode("latin-1").encode()  # mojibake
    yield utf8.decode("cp1252", "replace").encode()
    yield from _quoted(text)
    yield from _escaped(text)
    yield utf8.hex().encode()
    yield utf8.hex().upper().encode()
    yield text.lower().encode("punycode")
    yield from _base64(utf8)


def _quoted(text: str) -> Iterator[bytes]:
    once = quote(text, safe="")
    every = "".join(f"%{byte:02X}" for byte in text.encode())
    for written in (once, quote(once, safe=""), every, quote(every, safe="")):
        yield written.encode()
        yield written.lower().encode()


def _escaped(text: str) -> Iterator[bytes]:
    once = json.dumps(text)[1:-1]
    every = "".join(f"\\u{ord(c):04x}" for c in text)
    for written in (once, every):
        for escaped in (written, json.dumps(written)[1:-1]):
            yield escaped.encode()
            yield escaped.upper().replace("\\U", "\\u").encode()
    yield text.encode("ascii", "xmlcharrefreplace")
    yield html.escape(text).encode()
    for form in ("&#{};", "&#x{:x};", "&#x{:X};"):
        yield "".join(form.format(ord(c)) for c in text).encode()
        yield "".join(c if c.isascii() else form.format(ord(c)) for c in text).encode()


def _base64(content: bytes) -> Iterator[bytes]:
    """Give what is always the same in base 64, wherever in a longer text the content begins."""
    for before in range(3):
        padded = bytes(before) + content
        first = -(-before * 8 // 6)
        last = len(padded) * 8 // 6
        for coded in (base64.b64encode(padded), base64.urlsafe_b64encode(padded)):
            yield coded[first:last]


def _as_number(number: int) -> Iterator[bytes]:
    yield number.to_bytes(8, "little")
    yield number.to_bytes(8, "big")
    yield number.to_bytes(6, "big")  # what SQLite keeps of it


def patterns(canaries: Iterable[Canary]) -> tuple[list[bytes], list[Canary]]:
    """Give the patterns of canaries and, beside each, whose it is."""
    written: list[bytes] = []
    owners: list[Canary] = []
    for canary in canaries:
        forms = encodings(canary)
        written += forms
        owners += [canary] * len(forms)
    return written, owners
