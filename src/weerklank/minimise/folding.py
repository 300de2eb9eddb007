"""Matching key of a text: what looks alike to people is equal, and leads back to the original."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_lowercase

#: Letters that pass for a Latin letter, by eye; after case folding. Greek capitals follow their
#: small letters, so that Greek names match themselves in either case.
_LOOK_ALIKES = {
    letter: like
    for letters, likes in (
        ("авеһіјкмнорѕтухԁԛԝѵԍӏ", "abehijkmhopstyxdqwvgl"),
        ("αβγεζηικμνορτυχωϲϳ", "abyeznikmvoptuxwcj"),
        ("ıøłđħŧɑɡ", "ioldhtag"),
        # Small capitals, and letters in a filled circle or square, which have no plain form.
        ("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnopqrstuvwyz"),
        (map(chr, range(0x1F150, 0x1F16A)), ascii_lowercase),
        (map(chr, range(0x1F170, 0x1F18A)), ascii_lowercase),
        ("\u2019\u2018\u02bc\u201b\u2032", "'" * 5),
        ("\u2010\u2012\u2013\u2014\u2212", "-" * 5),
    )
    for letter, like in zip(letters, likes, strict=True)
}
_LIGATURES = {"æ": "ae", "œ": "oe", "þ": "th"}
#: Letters by category that show nothing at all.
_BLANKS = frozenset("\u115f\u1160\u3164\uffa0")


def _fold_character(character: str) -> str:
    if character in _LOOK_ALIKES:  # before NFKC, which makes a sigma of the lunate one
        return _LOOK_ALIKES[character]
    key = unicodedata.normalize("NFKD", character).casefold()
    key = "".join(
        _LOOK_ALIKES.get(c, _LIGATURES.get(c, c))
        for c in unicodedata.normalize("NFKD", key)
        if unicodedata.category(c)[0] != "M" and unicodedata.category(c) != "Cf"
    )
    key = "".join(c for c in key if c not in _BLANKS)
    return key if key == character else "".join(map(_fold_character, key))


class _Table(dict[int, str]):
    """What each character becomes; filled as characters turn up, as no text has them all."""

    def __missing__(self, code: int) -> str:
        key = self[code] = _fold_character(chr(code))
        return key


_TABLE = _Table()


@dataclass(frozen=True, slots=True)
class Folded:
    """A matching key and the way back."""

    key: str
    #: Where each character of the key, and the end of it, stands in the original; None for
    #: 'at the same place'. What was dropped belongs to the character before it.
    origin: Sequence[int] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the part of the original that a part of the key (not an empty one) came from."""
        if self.origin is None:
            return start, end
        origin = self.origin
        # One character may have become several: half of it can't be cut out.
        while origin[end] == origin[end - 1]:
            end += 1
        return origin[start], origin[end]


def fold_key(text: str) -> str:
    """Give the matching key only."""
    return text.lower() if text.isascii() else text.translate(_TABLE)


def fold(text: str) -> Folded:
    """Give the matching key and the map from it to the text."""
    if text.isascii():
        return Folded(text.lower(), None)
    pieces = [_TABLE[code] for code in map(ord, text)]
    origin = [place for place, piece in enumerate(pieces) for _ in piece]
    if len(origin) == len(text) and origin[-1] == len(text) - 1 and all(pieces):
        return Folded("".join(pieces), None)
    origin.append(len(text))
    return Folded("".join(pieces), origin)
