"""Around a word: what stands before and after it in a text, in whole words.

A word that alone is longer than what may be shown is shown as far as it fits.
"""

import re

_CUT_BEFORE, _CUT_AFTER = re.compile(r"\A\S+(?=\s)"), re.compile(r"(?<=\s)\S+\Z")


def words_before(text: str, at: int, most: int) -> str:
    """Give the words that end at a place in a text, in at most so many characters."""
    start = max(0, at - most)
    shown = text[start:at]
    is_cut = start > 0 and not text[start - 1].isspace()
    return _CUT_BEFORE.sub("", shown) if is_cut else shown


def words_after(text: str, at: int, most: int) -> str:
    """Give the words that begin at a place in a text, in at most so many characters."""
    end = at + most
    shown = text[at:end]
    is_cut = end < len(text) and not text[end].isspace()
    return _CUT_AFTER.sub("", shown) if is_cut else shown
