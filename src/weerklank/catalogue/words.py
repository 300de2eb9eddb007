"""Words: how a text is cut into words that can be found, the same for texts and for questions.

Lower case, without accents, whole words; a word in letters of another shape (full width, bold
signs) is the word in plain ones. What stands invisibly inside a word, such as a soft hyphen, is
not there. A picture (emoji) is a word by itself, in any colour of skin.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import tantivy

#: Longer words are no words: codes, or an attempt to fill the index.
LONGEST = 64

#: Signs that are pictures; those that only colour one, or choose how it is drawn, are none.
_PICTURES = (
    "\u2300-\u23ff\u2600-\u27bf\u2934\u2935\u2b00-\u2bff\U0001f000-\U0001f3fa\U0001f400-\U0001faff"
)
_PICTURE = re.compile(f"[{_PICTURES}]")
#: What the word of a picture begins with; its number follows.
_NUMBERED = "emoji"
_A_PICTURE = re.compile(f"{_NUMBERED}[0-9a-f]{{4,5}}")
# Letters and digits, with the accents and invisible signs that stand between them; or a picture.
_WORD = re.compile(
    "[^\\W_]+(?:[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]+[^\\W_]*)*" + f"|[{_PICTURES}]"
)
_INVISIBLE = dict.fromkeys((0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
#: The capital i with a dot, of which no small letter has just one sign.
_LETTERS = {**_INVISIBLE, 0x0130: "I"}
#: A pseudonym is a word like others.
#: With accents that no letter takes in, as written: see `placed_marks`.
_MARKED = re.compile(
    "([#@])(?![Bb]urger-)([^\\W_][\\w.\u0300-\u036f-]*(?:@[\\w.\u0300-\u036f-]*\\w)?)"
)
_IN_NAME = "[\\w.\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff-]*"
_MARKED_AS_WRITTEN = re.compile(f"([#@])(?![Bb]urger-)([^\\W_]{_IN_NAME}(?:@{_IN_NAME}\\w)?)")


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
    written = unicodedata.normalize("NFKC", text).translate(_LETTERS).replace("i\u0307", "i")
    return _PICTURE.sub(_number, written)


def _number(picture: re.Match[str]) -> str:
    return f" {_NUMBERED}{ord(picture[0]):x} "


def is_picture(word: str) -> bool:
    """Tell whether a word as it is found stands for a picture."""
    return _A_PICTURE.fullmatch(word) is not None


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
        if _is_within(text, start):
            continue
        whole = match.group(1) + _folded(match.group(2).rstrip(".-"))
        found[whole] = None
        if "@" in whole[1:]:
            found["@" + whole[1:].partition("@")[0]] = None
    return tuple(found)


def placed_marks(text: str) -> Iterator[tuple[int, int, str]]:
    """Give the hashtags and mentions of a text, each with its begin and end in the text.

    By the rules of `marked_words`, with the accents and invisible signs that stand in a text as
    it was written. A mention with its server is given with it.
    """
    for match in _MARKED_AS_WRITTEN.finditer(text):
        start = match.start()
        if _is_within(text, start):
            continue
        name = match.group(2).rstrip(".-")
        yield start, match.start(2) + len(name), match.group(1) + _folded(plain(name))


def _is_within(text: str, start: int) -> bool:
    """Tell whether a sign stands within a word or an address: by the last letter before it."""
    while start and (unicodedata.combining(text[start - 1]) or ord(text[start - 1]) in _INVISIBLE):
        start -= 1
    before = text[start - 1] if start else " "
    return before.isalnum() or before in "_#@"


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
