"""Words: how a text is cut into words that can be found, the same for texts and for questions.

Lower case, without accents, whole words; a word in letters of another shape (full width, bold
signs) is the word in plain ones. What stands invisibly inside a word, such as a soft hyphen, is
not there.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import tantivy

#: Longer words are no words: codes, or an attempt to fill the index.
LONGEST = 64

# Letters and digits, with the accents and the invisible signs that stand between them.
_WORD = re.compile("[^\\W_]+(?:[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]+[^\\W_]*)*")
_INVISIBLE = dict.fromkeys((0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
#: A pseudonym is a word like others.
_MARKED = re.compile(r"([#@])(?![Bb]urger-)([^\W_][\w.-]*(?:@[\w.-]*\w)?)")


def make_analyzer() -> tantivy.TextAnalyzer:
    """Make the analyzer of exact words, for texts that `plain` went over."""
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.remove_long(LONGEST))
        .build()
    )


def plain(text: str) -> str:
    """Write a text in plain letters, as the analyzer wants it."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", text).translate(_INVISIBLE)


@lru_cache(maxsize=1)
def _analyzer() -> tantivy.TextAnalyzer:
    return make_analyzer()


@lru_cache(maxsize=50_000)
def _words_in(piece: str) -> tuple[str, ...]:
    """Cut a piece of a text; texts are made of the same ones over and over."""
    return words_of(piece)


def words_of(text: str) -> tuple[str, ...]:
    """Cut a text into words as they are found."""
    return tuple(_analyzer().analyze(plain(text)))


def placed_words(text: str) -> Iterator[tuple[int, int, str]]:
    """Give the words of a text as they are found, each with its begin and end in the text.

    A sign may stand for two words, which then share their place.
    """
    for match in _WORD.finditer(text):
        for word in _words_in(match.group()):
            yield match.start(), match.end(), word


def marked_words(text: str) -> tuple[str, ...]:
    """Give the hashtags and mentions of a text: `#hoogwater`, `@gemeente`.

    A mention with its server counts without it too; pseudonyms are words like others.
    """
    if "#" not in text and "@" not in text:
        return ()
    text = plain(text)
    found: dict[str, None] = {}
    for match in _MARKED.finditer(text):
        start = match.start()
        before = text[start - 1] if start else " "
        if before.isalnum() or before in "_#@":
            continue  # within a word, or an address
        whole = match.group(1) + _folded(match.group(2).rstrip(".-"))
        found[whole] = None
        if "@" in whole[1:]:
            found["@" + whole[1:].partition("@")[0]] = None
    return tuple(found)


def _folded(name: str) -> str:
    """Fold case and accents of a name, signs in it kept."""
    if name.isascii():
        return name.lower()
    bare = unicodedata.normalize("NFD", name.casefold())
    return "".join(sign for sign in bare if not unicodedata.combining(sign))


def marked_word(text: str) -> str | None:
    """Read one hashtag or mention, as it was asked for."""
    match = _MARKED.fullmatch(plain(text.rstrip(".,;:!?-")))
    return match.group(1) + _folded(match.group(2)) if match else None
