"""Words in free text of third parties that detectors find: marks in their place.

What is in doubt is replaced as well, until the privacy officer says that it is nobody: by a keyed
tag of the word, so that the decision goes for the like and the word stands nowhere.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from weerklank.minimise.folding import fold_key
from weerklank.minimise.free_text.find import find_words
from weerklank.minimise.keyed_tags import KeyedTags
from weerklank.minimise.named_words import NamedWords
from weerklank.model.found_mark import ANY_MARK, MARKS, FoundMark
from weerklank.model.found_words import FindsWords, FoundWords
from weerklank.model.symbols import encode

#: Stands in the running text where nothing is looked for: what was replaced already.
OPAQUE = "\ufffc"
_APART = re.compile(f"[^{OPAQUE}]+")
#: Pseudonyms and marks that stand in a text, of an earlier time or in what is held.
_REPLACED = re.compile(rf"@?Burger-[0-9A-Z-]++|{ANY_MARK.pattern}")
_WORD = re.compile(r"\w+")
_SIGN = re.compile("[#\uff03\ufe5f]")
_HASHTAG = re.compile(r"[#\uff03\ufe5f](\w+)")
#: Texts of which is remembered what was found: those of one item, as it is read several times.
_MOST_KNOWN = 32


@dataclass(frozen=True, slots=True)
class FreeTextRules:
    """By what free text of third parties is searched, and what of that is in doubt."""

    finds: FindsWords
    #: Confidence below which a person may say that it is nobody.
    doubt_below: float


#: What every archive searches by, unless another is given: so none searches by nothing.
FREE_TEXT = FreeTextRules(find_words, doubt_below=0.9)


class Found(NamedTuple):
    """Something found that goes, and which of the marks in its text stands for it."""

    words: FoundWords
    #: What stood there; never kept.
    said: str
    #: Number among all marks in the text as it became, also those that somebody wrote.
    number: int


class FreeWords:
    """Finds words in the texts of one run.

    `key` keys the tags of words; `nobody` holds the tags of which was decided that they are none.
    """

    def __init__(
        self, rules: FreeTextRules, key: bytes, nobody: frozenset[bytes] = frozenset()
    ) -> None:
        self._rules = rules
        self._tags = KeyedTags(key)
        self._nobody = nobody
        #: Who stays named in the items at hand, by decision.
        self._named: NamedWords | None = None
        #: The texts that were looked at last, and what was found: source and record have the same.
        self._known: dict[str, tuple[FoundWords, ...]] = {}
        #: Hashtags of the item at hand in which something is found, folded.
        self._tagged: frozenset[str] = frozenset()

    def find(self, text: str) -> tuple[FoundWords, ...]:
        """Give what is to go from a text, in order; nothing where it is opaque."""
        known = self._known.get(text)
        if known is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            known = self._known[text] = self._find(text)
        return known

    def _find(self, text: str) -> tuple[FoundWords, ...]:
        blank = text
        if "Burger-" in text or "[" in text:
            blank = _REPLACED.sub(lambda match: OPAQUE * len(match[0]), text)
        found = [part for one in self._rules.finds(blank) for part in _parts(blank, one)]
        named = self._named
        if named and found:
            found = [one for one in found if not named.keep(one, text)]
        return tuple(one for one in found if not self._is_nobody(one, text))

    def _is_nobody(self, one: FoundWords, text: str) -> bool:
        if not self._nobody or not self._is_doubtful(one):
            return False
        return self._tag(one, text[one.start : one.end]) in self._nobody

    def _is_doubtful(self, one: FoundWords) -> bool:
        return one.confidence < self._rules.doubt_below

    def _tag(self, one: FoundWords, said: str) -> bytes:
        rule = one.detector.partition("/")[0]
        word = " ".join(fold_key(said).split())
        return self._tags.tag(f"found\n{one.kind}\n{rule}\n{word}".encode(errors="replace"))

    def learn_tags(self, texts: Iterable[str]) -> None:
        """Remember of the texts of an item the hashtags in which something is found.

        It is found by their capitals, which the address of a tag and lists of tags leave out.
        """
        self._tagged = frozenset(
            fold_key(match[1])
            for text in texts
            if _SIGN.search(text)
            for match in self._tags_of(text)
        )

    def _tags_of(self, text: str) -> Iterator[re.Match[str]]:
        found = iter(self.find(text))
        one = next(found, None)
        for match in _HASHTAG.finditer(text):
            while one and one.end <= match.start():
                one = next(found, None)
            if one and one.start < match.end():
                yield match

    def is_tag(self, said: str) -> bool:
        """Tell of a tag, or of an address that ends in one, whether something was found in it."""
        if not self._tagged:
            return False
        return fold_key(said.rstrip("/").rpartition("/")[2].lstrip("#")) in self._tagged

    def without_decisions(self) -> "FreeWords":
        """Give the same as it was before anybody was asked."""
        return self._again(frozenset(), self._named)

    def but_named(self, named: NamedWords) -> "FreeWords":
        """Give the same for items in which others stay named by decision."""
        return self._again(self._nobody, named)

    def _again(self, nobody: frozenset[bytes], named: NamedWords | None) -> "FreeWords":
        again = FreeWords(self._rules, b"", nobody)
        again._tags, again._named = self._tags, named
        return again

    @property
    def has_decisions(self) -> bool:
        """Tell whether of anything was decided that it is nobody."""
        return bool(self._nobody)

    def marks(self, place: str, text: str | None, found: Sequence[Found]) -> list[FoundMark]:
        """Give what is kept of what was found in a text; None for one of which no places are."""
        there = list(ANY_MARK.finditer(text)) if text and found else []
        return [self._mark(place, there, one) for one in found]

    def _mark(self, place: str, there: list[re.Match[str]], one: Found) -> FoundMark:
        words = one.words
        at = None
        if one.number < len(there) and there[one.number][0] == MARKS[words.kind]:
            at = there[one.number].start()
        is_doubtful = self._is_doubtful(words)
        return FoundMark(
            at=at,
            confidence=round(words.confidence, 3),
            detector=words.detector,
            kind=words.kind,
            place=place,
            shape=shape_of(one.said) if is_doubtful else None,
            tag=encode(self._tag(words, one.said)) if is_doubtful else None,
        )


def _parts(text: str, one: FoundWords) -> list[FoundWords]:
    """Give what of something found was not replaced already, without white space around it."""
    said = text[one.start : one.end]
    parts: list[FoundWords] = []
    for match in _APART.finditer(said):
        bare = match[0].strip()
        if not any(map(str.isalnum, bare)):
            continue
        start = one.start + match.start() + match[0].index(bare)
        parts.append(FoundWords(start, start + len(bare), one.kind, one.detector, one.confidence))
    return parts


def shape_of(said: str) -> str:
    """Give words by their capitals alone: `Aa` begins with one, `A` is all capitals, `a` none.

    What has a figure is `0`. Neither letters nor lengths can be read from it.
    """
    shapes: list[str] = []
    for word in _WORD.findall(said):
        if any(map(str.isdigit, word)):
            shapes.append("0")
        elif word.isupper():
            shapes.append("A")
        else:
            shapes.append("Aa" if word[0].isupper() else "a")
    return " ".join(shapes)


def moved(marks: Sequence[FoundMark], before: str, after: str) -> list[FoundMark]:
    """Give marks of a text with their places in it as it became: other words of it changed."""
    starts = {match.start(): number for number, match in enumerate(ANY_MARK.finditer(before))}
    there = list(ANY_MARK.finditer(after))
    result: list[FoundMark] = []
    for mark in marks:
        at = None
        number = starts.get(mark.at) if mark.at is not None else None
        if number is not None and len(there) == len(starts):
            at = there[number].start()
        result.append(
            FoundMark(
                at=at,
                confidence=mark.confidence,
                detector=mark.detector,
                kind=mark.kind,
                place=mark.place,
                shape=mark.shape,
                tag=mark.tag,
            )
        )
    return result
