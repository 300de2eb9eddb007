"""The thread dictionary: whoever takes part in a thread is found in all texts of that thread.

A word that is somebody's handle, or a telling part of somebody's name, begins a hit; the hit then
grows over the neighbouring words that belong to the same name (tussenvoegsels, initials, other
parts). So no list of spellings is made, and a thread costs next to nothing to set up.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from weerklank.minimise.folding import fold_key
from weerklank.minimise.free_words import Found
from weerklank.minimise.name_parts import join_words, spellings_of_handle
from weerklank.minimise.name_scan import WORD, Person, Scan
from weerklank.minimise.name_words import says_little
from weerklank.minimise.other_readings import other_readings
from weerklank.minimise.our_names import NONE_OF_OURS, OurNames
from weerklank.model.ids import Pseudonym

_SHORTCODE = re.compile(r":[\w+-]+:")
_AT = "@\uff20\ufe6b"
#: With more words than this to look for, a text is taken apart at once: each of its words is then
#: looked up, which costs the same however many take part.
_MANY = 64


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody who takes part in a thread."""

    pseudonym: Pseudonym
    #: With or without server: `george`, `george@a2mi.social`.
    handles: tuple[str, ...]
    #: Display names as the platform shows them: `Sanne de Vries`.
    names: tuple[str, ...]
    #: Words that are a name in mentions and greetings only: parts of the handle.
    greeted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Replaced:
    """A text in which persons have their pseudonym, and how many places were changed."""

    text: str
    hits: int
    #: What detectors found in it, in order.
    found: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A part of the original text that names a person."""

    start: int
    end: int
    pseudonym: Pseudonym


def stand_in(text: str, hit: Hit) -> str:
    """Give what comes in the place of a hit: a mention stays one."""
    return f"@{hit.pseudonym}" if text[hit.start] in _AT else str(hit.pseudonym)


class ThreadNames:
    """Finds the participants of one thread in its texts; `ours` are names that stay.

    `first` are those who are meant where others may be as well.
    """

    __slots__ = ("_emoji", "_first", "_handles", "_keys", "_ours", "_persons", "_words", "weak")

    def __init__(
        self,
        persons: Sequence[KnownPerson],
        ours: OurNames = NONE_OF_OURS,
        first: Collection[Pseudonym] = (),
    ) -> None:
        self._ours = ours
        self._first = first
        self._persons: list[Person] = []
        #: First word of a handle -> whole handles and whose they are.
        self._handles: dict[str, list[tuple[str, int]]] = {}
        #: Word of a name -> whose name it may be.
        self._words: dict[str, list[int]] = {}
        self._emoji: list[tuple[str, int]] = []
        for person in persons:
            self._add(person)
        #: Persons with a name that is only found in mentions and greetings.
        self.weak = frozenset(person.pseudonym for person in self._persons if person.weak)
        self._keys = [*self._handles, *self._words, *(key for key, _ in self._emoji)]

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nobody to find."""
        return not self._keys

    def learn(self, word: str, who: Pseudonym) -> None:
        """Take up a folded word that names somebody as a whole, wherever it stands."""
        self._persons.append(Person(who))
        self._whole(word, len(self._persons) - 1)
        self._keys.append(word)

    def _add(self, known: KnownPerson) -> None:
        number = len(self._persons)
        person = Person(known.pseudonym)
        self._persons.append(person)
        for handle in known.handles:
            self._add_handle(fold_key(handle), person, number)
        for name in known.names:
            key = fold_key(_SHORTCODE.sub(" ", name) if ":" in name else name)
            words = WORD.findall(key.replace("_", " "))
            if words:
                person.add_name(words)
                self._add_joined(words, number)
            elif key.strip():
                self._emoji.append((key.strip(), number))
                person.weak = True
        for word in known.greeted:  # last: a word of the display name says more
            person.place.setdefault(word, -1)
        for word in person.place:
            self._words.setdefault(word, []).append(number)

    def _add_joined(self, words: list[str], number: int) -> None:
        joined = join_words(" ".join(words))
        if joined:
            self._whole(joined, number)
            self._whole("_".join(words), number)

    def _add_handle(self, handle: str, person: Person, number: int) -> None:
        local, _, server = handle.lstrip("@").partition("@")
        words = WORD.findall(local)
        if not words:
            return
        written = local[local.index(words[0]) : local.rindex(words[-1]) + len(words[-1])]
        local = written.strip("_")
        words = WORD.findall(local)
        if not words:
            return
        if written != local and not says_little(written):
            self._whole(written, number, words[0])
        if server:
            self._whole(f"{local}@{server}", number, words[0])
        if local not in self._ours:
            self._add_local(local, words, person, number)

    def _add_local(self, local: str, words: list[str], person: Person, number: int) -> None:
        """Take up a handle without its server, as a text has it."""
        if len(words) == 1 and says_little(local):
            person.add(local, -1)
            person.weak = True
        else:
            self._whole(local, number, words[0])
        joined = join_words(local)
        if joined:  # as a hashtag has it
            self._whole(joined, number)
        for spelled in spellings_of_handle(local):
            self._whole(spelled, number, WORD.findall(spelled)[0])

    def _whole(self, handle: str, number: int, first: str = "") -> None:
        known = self._handles.setdefault(first or handle, [])
        if (handle, number) not in known:
            known.append((handle, number))

    def find(self, text: str) -> list[Hit]:
        """Give the parts of a text that name a participant, in order, none over another."""
        if not self._keys or not text:
            return []
        hits = self._find(text)
        if text.isascii():  # read in one way
            return hits
        for reading in other_readings(text):
            for hit in self._find(reading.text):
                start, end = reading.span(hit.start, hit.end)
                if any(start < other.end and other.start < end for other in hits):
                    continue
                hits.append(Hit(start, end, hit.pseudonym))
            hits.sort(key=lambda hit: hit.start)
        return hits

    def whom(self, text: str) -> Pseudonym | None:
        """Give one person whom a text names, if any: where there are more, the first."""
        hits = self.find(text)
        if not hits:
            return None
        named = (hit.pseudonym for hit in hits if hit.pseudonym in self._first)
        return next(named, hits[0].pseudonym)

    def _find(self, text: str) -> list[Hit]:
        if len(self._keys) > _MANY:
            return self._scan(Scan(text))
        key = fold_key(text)
        for known in self._keys:
            if known in key:
                return self._scan(Scan(text))
        return []

    def replace(self, text: str) -> Replaced:
        """Put pseudonyms in the place of participants."""
        hits = self.find(text)
        if not hits:
            return Replaced(text, 0)
        parts: list[str] = []
        done = 0
        for hit in hits:
            parts += (text[done : hit.start], stand_in(text, hit))
            done = hit.end
        parts.append(text[done:])
        return Replaced("".join(parts), len(hits))

    def _scan(self, scan: Scan) -> list[Hit]:
        found: list[tuple[int, int, int]] = []
        free = 0
        for at in range(len(scan.words)):
            if at < free:
                continue
            hit = self._at(scan, at, free)
            if hit:
                found.append(hit)
                free = bisect_left(scan.spans, (hit[1],))
        if self._emoji:
            found = sorted(found + self._find_emoji(scan))
        hits: list[Hit] = []
        done = 0
        for first, last, number in found:
            start, end = scan.folded.span(first, last)
            if start >= done:
                hits.append(Hit(start, end, self._persons[number].pseudonym))
                done = end
        return hits

    def _at(self, scan: Scan, at: int, free: int) -> tuple[int, int, int] | None:
        """Give the longest hit that begins with, or grows around, one word."""
        word = scan.words[at]
        after = 0
        if word not in self._words and word not in self._handles:
            if word[-1] != "s":
                return None
            word = scan.possessive(at)
            if not self._is_known(word):
                word, after = scan.owner(at), 1
                if not self._is_known(word):
                    return None
            start = scan.spans[at][0]
            scan.words[at], scan.spans[at] = word, (start, start + len(word))
        candidates = list(self._candidates(scan, at, free))
        if after:  # the s of the owner goes with the name
            ends = scan.spans[at][1]
            candidates = [(b, e + (e == ends), who) for b, e, who in candidates]
        if not candidates:
            return None
        # The longest as written; of two equal ones that which a known server decides.
        widened = [(scan.widen(start, end), end, who) for start, end, who in candidates]
        (first, last), _, number = max(
            widened, key=lambda w: (w[0][1] - w[0][0], w[1], self._is_first(w[2]))
        )
        return first, last, number

    def _is_first(self, number: int) -> bool:
        return bool(self._first) and self._persons[number].pseudonym in self._first

    def _is_known(self, word: str) -> bool:
        return word in self._words or word in self._handles

    def _candidates(self, scan: Scan, at: int, free: int) -> Iterator[tuple[int, int, int]]:
        word, (start, word_end) = scan.words[at], scan.spans[at]
        for handle, number in self._handles.get(word, ()):
            begin = start
            if handle[0] == "_":  # a line before it is no part of the word
                begin -= len(handle) - len(handle.lstrip("_"))
                if begin < 0 or scan.is_word(begin - 1):
                    continue
            end = scan.end_of(handle, begin, word_end)
            if end:
                yield begin, end, number
        for number in self._words.get(word, ()):
            span = scan.name(at, free, self._persons[number])
            if span:
                yield *span, number

    def _find_emoji(self, scan: Scan) -> list[tuple[int, int, int]]:
        found: list[tuple[int, int, int]] = []
        for emoji, number in self._emoji:
            at = scan.key.find(emoji)
            while at >= 0:
                end = at + len(emoji)
                before = bisect_right(scan.spans, (at,))
                if scan.mentioned(at) or scan.greeted(before, at):
                    found.append((*scan.widen(at, end), number))
                at = scan.key.find(emoji, end)
        return found
