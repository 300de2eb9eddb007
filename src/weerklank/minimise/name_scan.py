"""One text under examination for names: what belongs to a name, word by word."""

import re
from dataclasses import dataclass, field

from weerklank.minimise.folding import Folded, fold
from weerklank.minimise.name_words import (
    ALSO_FIRST_NAMES,
    GREETINGS,
    SALUTATIONS,
    THANKED,
    TUSSENVOEGSELS,
    says_little,
)
from weerklank.model.ids import Pseudonym
from weerklank.model.symbols import check_symbol

WORD = re.compile(r"\w+")
_SERVER = re.compile(r"@\w[\w.-]*+")
_SYMBOL = "[0-9a-hjkmnp-tv-z]"
_PSEUDONYM = re.compile(rf"burger-((?:{_SYMBOL}{{4}}-){{2,6}}{_SYMBOL}{{1,4}})(?!\w)")
#: What may stand between two words of one name, and how much of it.
_JOINTS = frozenset(" .,-'/\t\n")
_LONGEST_JOINT = 3
#: What may stand between a greeting and a name: a comma, a waving hand.
_LONGEST_PAUSE = 6
#: Letters from which a name with the s of an owner is no ordinary word.
_SURE_NAME = 8
#: Words that one name may reach to either side; bounds the work on hostile text.
_REACH = 12


@dataclass(slots=True)
class Person:
    """The words of one person's names, folded."""

    pseudonym: Pseudonym
    weak: bool = False
    #: Each telling word with its place in the name; -1 for a handle, which is no part of it.
    place: dict[str, int] = field(default_factory=dict)
    #: Words that are a name wherever they stand.
    strong: set[str] = field(default_factory=set)
    particles: set[str] = field(default_factory=set)
    #: Words that a tussenvoegsel stands before.
    surnames: set[str] = field(default_factory=set)
    initials: set[str] = field(default_factory=set)

    def add(self, word: str, place: int) -> bool:
        """Take a word up; say whether it is a name wherever it stands."""
        self.place.setdefault(word, place)
        if says_little(word):
            return False
        self.strong.add(word)
        return True

    def add_name(self, words: list[str]) -> None:
        """Take a display name up, word for word."""
        telling = [word for word in words if word not in TUSSENVOEGSELS] or words
        strong = before = False
        for place, word in enumerate(words):
            if word not in telling and (place or word not in ALSO_FIRST_NAMES):
                self.particles |= TUSSENVOEGSELS[word]
                before = True
                continue
            strong |= self.add(word, place)
            self.initials.add(word[0])
            if before:
                self.surnames.add(word)
                before = False
        self.weak |= not strong


def _hide_pseudonym(match: re.Match[str]) -> str:
    symbols = match[1].replace("-", "")
    real = check_symbol(symbols[:-1]) == symbols[-1]
    return "\ufffc" * len(match[0]) if real else match[0]


class Scan:
    """One text under examination: its folded words and what stands between them."""

    __slots__ = ("_text", "folded", "key", "spans", "words")

    def __init__(self, text: str) -> None:
        self._text = text
        self.folded: Folded = fold(text)
        key = self.folded.key
        if "burger-" in key:  # a pseudonym has no names in it
            key = _PSEUDONYM.sub(_hide_pseudonym, key)
        self.key = key
        self.spans = [match.span() for match in WORD.finditer(key)]
        if "_" in key:  # a line under a word, or around it, is no part of it
            self.spans = [span for span in map(self._bare, self.spans) if span]
        self.words = [key[start:end] for start, end in self.spans]

    def _bare(self, span: tuple[int, int]) -> tuple[int, int] | None:
        start, end = span
        word = self.key[start:end]
        if word[0] != "_" != word[-1]:
            return span
        start += len(word) - len(word.lstrip("_"))
        end -= len(word) - len(word.rstrip("_"))
        return (start, end) if start < end else None

    def joint(self, left: int) -> str | None:
        """Give what stands between a word and the next, None when that ends a name."""
        if left + 1 >= len(self.spans):
            return None
        gap = self.key[self.spans[left][1] : self.spans[left + 1][0]]
        return gap if len(gap) <= _LONGEST_JOINT and _JOINTS.issuperset(gap) else None

    def is_word(self, position: int) -> bool:
        """Say whether a position is inside a word; the ends of the text are not."""
        character = self.key[position : position + 1] if position >= 0 else ""
        return character.isalnum() or character == "_"

    def mentioned(self, position: int) -> bool:
        """Say whether an `@` that belongs to no e-mail address stands right before.

        Lines between the two, as in `@_x_`, are of the handle.
        """
        while position and self.key[position - 1] == "_":
            position -= 1
        return position > 0 and self.key[position - 1] == "@" and not self.is_word(position - 2)

    def capital(self, word: int) -> bool:
        """Say whether a word begins with a capital in the original."""
        start, end = self.spans[word]
        return self._text[self.folded.span(start, end)[0]].isupper()

    def greeted(self, word: int, position: int) -> bool:
        """Say whether a greeting ends right before a position; `word` words come before it."""
        last, end = word - 1, position
        while last >= max(0, word - 4) and self.words[last] in SALUTATIONS:
            end = self.spans[last][0]
            last -= 1
        if last < 0 or not self._open(self.key[self.spans[last][1] : end]):
            return False
        words = self.words[max(0, last - 2) : last + 1]
        if words[-1] == "wel" and len(words) > 1:
            words.pop()
        if words[-1] in GREETINGS:
            return True
        return words[-1] in THANKED and words[-2:-1] == ["dank"]

    @staticmethod
    def _open(gap: str) -> bool:
        return len(gap) <= _LONGEST_PAUSE and not any(mark in gap for mark in ".!?;@#")

    def leftward(self, word: int, floor: int, person: Person) -> tuple[int, bool]:
        """Grow over tussenvoegsels and initials; say whether they prove that a name follows."""
        first, floor = word, max(floor, word - _REACH)
        if self.words[word] in person.surnames:
            while (
                first > floor
                and self.words[first - 1] in person.particles
                and self.joint(first - 1) is not None
            ):
                first -= 1
        proof = first < word and self.capital(word)
        known, at = first, first
        while at > floor and self._initial(at - 1, person):
            at -= 1
            if self.words[at] in person.initials:
                known = at
                proof |= "." in (self.joint(at) or "")
        return known, proof

    def _initial(self, word: int, person: Person) -> bool:
        letter, gap = self.words[word], self.joint(word)
        if len(letter) > 1 or gap is None or "," in gap or not letter.isalpha():
            return False
        if self.key[self.spans[word][0] - 1 : self.spans[word][0]] == "'":
            return False  # the s of "foto's"
        return letter in person.initials or "." in gap

    def rightward(self, word: int, person: Person) -> tuple[int, bool]:
        """Grow over the other words of a name; say whether they are a name together."""
        last, proof = word, self.words[word] in person.strong
        comma = False
        for at in range(word + 1, min(word + _REACH, len(self.words))):
            gap, found = self.joint(at - 1), self.words[at]
            if gap is None:
                break
            comma |= "," in gap
            if self._continues(at, word, last, person, comma=comma):
                last = at
                proof |= found.removesuffix("s") in person.strong
                proof |= found in person.strong or person.place[self.words[word]] >= 0
            elif comma and found in person.initials:
                last, proof = at, True
            elif found not in person.particles and not self._initial(at, person):
                break
        return last, proof

    def _continues(self, at: int, first: int, last: int, person: Person, *, comma: bool) -> bool:
        found = self.words[at]
        place = person.place.get(found)
        if place is None and found[-1] == "s" and self.capital(at):  # "Sanne Bakkers reactie"
            found = found[:-1]
            place = person.place.get(found)
        if place is None or found in self.words[first : last + 1]:
            return False
        if found in person.strong:
            return True
        before = person.place.get(self.words[last], -1)
        # An ordinary word goes on with a name in the order of the name: "Wil Bakker",
        # or in that of a list: "Bakker, Wil".
        return 0 <= before < place or (0 <= place < before and comma and self.capital(at))

    def widen(self, start: int, end: int) -> tuple[int, int]:
        """Take the `@` before and the `@server` after a hit in."""
        if "_" in self.key:
            start, end = self._with_lines(start, end)
        server = _SERVER.match(self.key, end)
        if server and "." in server[0].rstrip(".-"):
            end += len(server[0].rstrip(".-"))
        return start - self.mentioned(start), end

    def _with_lines(self, start: int, end: int) -> tuple[int, int]:
        """Take in the lines around a handle that is mentioned with them: `@_x_`."""
        first, last = start, end
        while first and self.key[first - 1] == "_":
            first -= 1
        if not self.mentioned(first):
            return start, end
        while self.key[last : last + 1] == "_":
            last += 1
        return first, last

    def possessive(self, word: int) -> str:
        """Give a word without the s of a possessive that an apostrophe follows; else nothing."""
        found, end = self.words[word], self.spans[word][1]
        return found[:-1] if found[-1] == "s" and self.key.startswith("'", end) else ""

    def owner(self, word: int) -> str:
        """Give a word without the s of an owner (`Jans idee`) when it can be a name; else nothing.

        In small letters only what no ordinary word looks like: long, or with a line in it.
        """
        found = self.words[word]
        if found[-1] != "s" or says_little(found) or says_little(found[:-1]):
            return ""
        known = len(found) > _SURE_NAME or "_" in found or self.capital(word)
        return found[:-1] if known else ""

    def end_of(self, name: str, begin: int, word_end: int) -> int:
        """Give where a whole name that begins somewhere ends; 0 when it does not stand there.

        `word_end` is the end of its first word. The s of an owner goes with several words.
        """
        if not self.key.startswith(name, begin):
            return 0
        end = begin + len(name)
        if end == word_end or not self.is_word(end):
            return end
        owns = " " in name and self.key[end] == "s" and not self.is_word(end + 1)
        return end + 1 if owns else 0

    def name(self, word: int, free: int, person: Person) -> tuple[int, int] | None:
        """Give the part of the key around a word that is a name of a person, if it is one."""
        last, together = self.rightward(word, person)
        first, announced = self.leftward(word, free, person)
        start = self.spans[first][0]
        if together or announced:
            return start, self.spans[last][1]
        if self.mentioned(start) or self.greeted(first, start):
            return start, self.spans[word][1]
        return None
