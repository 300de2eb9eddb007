"""Seek words: what is kept back, however it may be written where it can still be read."""

import re
from collections.abc import Iterable
from urllib.parse import unquote

from weerklank.disclose.leaks import Sought, leaks_in, sought
from weerklank.minimise.folding import fold_key

#: Where a word begins without white: #BedanktJanDeVries, tel0612345678.
_WITHIN = re.compile(r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])|(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)")
#: Letters that stand without white between words: of Thai, Lao, Burmese, Khmer, Chinese and so on.
_UNSPACED = re.compile("([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff])")
#: Of whom something is: Proefstra, Proefstras.
_OWNED = re.compile(r"(?<=[^\W\d_]{5})s\b")
#: +31 6, 0031 6 and +31 (0)6 are 06.
_ABROAD = re.compile(r"(?<!\d)(?:\+|00)31(?:[\s().-]*0)?[\s().-]*(?=[1-9])")
#: Unseen signs that stand for the letters of ASCII.
_TAGS = {0xE0000 + code: code for code in range(0x20, 0x7F)}


def seek(number: int, passage: str) -> Sought | None:
    """Make of a passage what is looked for; None of what is too short to mean anything."""
    return sought(number, _plain(passage))


def found_in(text: str, passages: Iterable[Sought]) -> list[int]:
    """Give the numbers of the passages that can be read in a text.

    Beside what `leaks_in` says: in look-alike letters, in unseen ones, as in an address (%20), in
    the middle of a hashtag, with an s behind it, and a telephone number with or without +31.
    """
    asked = [*passages]
    if not asked:
        return []
    return leaks_in(_plain(f"{text}\n{unquote(text)}" if "%" in text else text), asked)


def _plain(text: str) -> str:
    cut_up = _UNSPACED.sub(r" \1 ", _WITHIN.sub(" ", text.translate(_TAGS)))
    return _ABROAD.sub("0", _OWNED.sub(" s", fold_key(cut_up)))
