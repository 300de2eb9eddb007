"""How far a name goes from a word on: first names, initials, tussenvoegsels, surnames."""

from dataclasses import dataclass

from weerklank.minimise.free_text.name_lists import NameLists
from weerklank.minimise.free_text.words import TUSSENVOEGSELS, Words

#: Words that one name may have; bounds the work on hostile text.
_MOST = 8
#: Ends of surnames that hardly any other word has.
_SURNAME_ENDS = (
    "stra", "sma", "ema", "inga", "inck", "enga", "sen", "ssen", "ssens", "skens", "huis",
    "huizen", "mans", "man", "mann", "ski", "sky", "ska", "cki", "wicz", "vic", "ovic", "evic",
    "ov", "ova", "ev", "eva", "oglu", "dottir", "sson", "son", "berg", "bergh", "escu", "enko",
    "poulos", "idis", "akis", "yan", "ian", "shvili", "dze", "ez", "ini", "etti", "elli", "ucci",
    "veld", "velde", "kamp", "horst", "hoven", "hof", "beek", "broek", "meijer", "meyer", "meier",
    "singh", "persad", "dijk", "wijk", "quist", "stein", "stroem", "strom", "gren", "aerts",
    "mulder", "bakker", "smit", "kerk", "burg", "haar", "ink", "ers", "aars", "uis", "ooij",
    "eaux",
)  # fmt: skip
_SHORTEST_SURE = 4
_MOST_PARTICLES = 3
_PREPOSITIONS = frozenset("in op aan bij uit onder over voor".split())
_SURE_ARTICLES = (["'t"], ["den"], ["der"], ["de"])
_NUMERALS = frozenset("i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi".split())


@dataclass(frozen=True, slots=True)
class Form:
    """How a run of words looks as a name."""

    last: int
    #: Listed first names it begins with.
    first_names: int
    #: Letters with a point, or on their own before a tussenvoegsel.
    initials: int
    #: Tussenvoegsels before the surname.
    particles: int
    #: A surname is there: listed, or with the end of one.
    listed: bool
    #: Capitalised words that no list knows.
    unknown: int


class Forms:
    """Tells how far a name goes in one text."""

    __slots__ = ("_lists", "_words")

    def __init__(self, words: Words, lists: NameLists) -> None:
        self._words = words
        self._lists = lists

    def is_first(self, at: int) -> bool:
        """Tell whether a word is a listed first name; of a double one, both halves."""
        word = self._words.keys[at]
        if word in TUSSENVOEGSELS and not self._words.caps[at]:
            return False
        names = self._lists.first_names
        return word in names or ("-" in word and all(part in names for part in word.split("-")))

    def is_surname(self, at: int) -> bool:
        """Tell whether a word is a listed surname; of a double one, either half."""
        word = self._words.keys[at]
        names = self._lists.surnames
        if word in names or "-" not in word:
            return word in names
        parts = word.split("-")
        return any(part in names for part in parts) and self._lists.places.isdisjoint(parts)

    def looks_surname(self, at: int) -> bool:
        """Tell whether a word ends as surnames do."""
        word = self._words.keys[at]
        return len(word) > _SHORTEST_SURE and word.endswith(_SURNAME_ENDS)

    def is_ordinary(self, at: int) -> bool:
        """Tell whether a word is an ordinary one, or a place."""
        word = self._words.keys[at]
        return word in self._lists.ordinary or word in self._lists.places

    def is_place(self, at: int) -> bool:
        """Tell whether a word is a place, or a part of one: `Noord-Holland`."""
        word = self._words.keys[at]
        places = self._lists.places
        return word in places or ("-" in word and not places.isdisjoint(word.split("-")))

    def capital(self, at: int) -> bool:
        """Tell whether a word has a capital where that says something."""
        return self._words.caps[at] and not self._words.shouted

    def goes_on(self, at: int) -> bool:
        """Tell whether a word goes on the surname that ends right before it."""
        return self._more(at)

    def with_married(self, last: int) -> int:
        """Give the last word of a name with what follows its hyphen: `Bakker-van Dijk`."""
        return self._married(last + 1) - 1

    def is_followed_by_surname(self, at: int) -> bool:
        """Tell whether an unlisted word has a listed surname behind it, in small letters."""
        behind = at + 1
        if behind >= len(self._words.keys) or not self._words.joined(behind):
            return False
        known = self.is_surname(behind) and not self.is_ordinary(behind)
        return known and not self.is_ordinary(at) and self._words.keys[at] not in TUSSENVOEGSELS

    def form(self, first: int) -> Form | None:
        """Give how a name looks that begins with a word; None when none can."""
        words, at = self._words, first
        initials = self._initials(first)
        at += initials
        names = self._first_names(at, first)
        at += names
        at += self._initials(at) if names and at < len(words.keys) and words.joined(at) else 0
        end, particles, listed, unknown = self._surname(at, begun=at > first)
        if end == first:
            return None
        if end == at and names:
            end = self._numbered(end)
        return Form(end - 1, names, initials, particles, listed, unknown) if words.keys else None

    def _numbered(self, end: int) -> int:
        """Take in the numeral of a ruler and what he rules: `Frederik II van Pruisen`."""
        words = self._words
        if end < len(words.keys) and words.caps[end] and words.keys[end] in _NUMERALS:
            return self._of(end) if words.joined(end) else end
        return end

    def _initials(self, at: int) -> int:
        words, count = self._words, 0
        while at + count < len(words.keys) and count < _MOST:
            here = at + count
            if len(words.keys[here]) > 1 or not words.caps[here]:
                break
            behind = words.gaps[here + 1]
            follows = here + 1 < len(words.keys) and (
                behind in {".", ". "} or (behind == " " and self._after_initial(here + 1))
            )
            if not follows or (count and not words.joined(here)):
                break
            count += 1
        return count

    def _after_initial(self, at: int) -> bool:
        """Tell whether a letter without a point may be an initial: of `J de Vries`."""
        if self._words.keys[at] in TUSSENVOEGSELS:
            return at + 1 < len(self._words.keys) and self._words.caps[at + 1]
        return self._words.caps[at] and self.is_surname(at) and not self.is_ordinary(at)

    def _first_names(self, at: int, first: int) -> int:
        words, count = self._words, 0
        while at + count < len(words.keys) and count < _MOST and self.is_first(at + count):
            here = at + count
            if here > first and not words.joined(here):
                break
            if count and not self._goes_on(here, at):
                break
            count += 1
        return count

    def _goes_on(self, here: int, first: int) -> bool:
        """Tell whether a second first name belongs to the first: as high, and no other word."""
        if self.capital(here):
            return True
        return not self._words.caps[first] and not self.is_ordinary(here)

    def _surname(self, at: int, *, begun: bool) -> tuple[int, int, bool, int]:
        """Give the end of a surname at a word, its tussenvoegsels, and whether it is known."""
        words = self._words
        particles = self._particles(at, begun=begun)
        here = at + particles
        if here >= len(words.keys) or ((begun or particles) and not words.joined(here)):
            return at, 0, False, 0
        if not self._can_be(here, particles=particles, begun=begun):
            return at, 0, False, 0
        listed = self.is_surname(here) or self.looks_surname(here)
        end, unknown = here + 1, 0 if listed else 1
        while end < len(words.keys) and end - here < _MOST and self._more(end):
            listed |= self.is_surname(end)
            end += 1
        return self._married(self._of(end)), particles, listed, unknown

    def _particles(self, at: int, *, begun: bool) -> int:
        """Give how many tussenvoegsels stand at a word: `van der`, `in 't`."""
        words, here = self._words, at
        while here < len(words.keys) and here - at < _MOST_PARTICLES:
            if (here > at or begun) and not words.joined(here):
                break
            word = words.keys[here]
            if word not in TUSSENVOEGSELS and not self._is_with_article(here):
                break
            here += 1
        return here - at

    def _is_with_article(self, at: int) -> bool:
        """Tell whether `in`, `op` or `aan` is a tussenvoegsel: with an article behind it."""
        keys = self._words.keys
        return keys[at] in _PREPOSITIONS and keys[at + 1 : at + 2] in _SURE_ARTICLES

    def _of(self, end: int) -> int:
        """Take in what follows a name: `II`, `van Sevilla`."""
        words = self._words
        if end < len(words.keys) and words.joined(end) and words.keys[end] in _NUMERALS:
            end += words.caps[end]
        here = end + self._particles(end, begun=True)
        if here > end and here < len(words.keys) and words.joined(here) and self.capital(here):
            return here + 1
        return end

    def _can_be(self, at: int, *, particles: int, begun: bool) -> bool:
        if len(self._words.keys[at]) < 2:
            return False
        if self.capital(at):
            if particles:
                return True
            return not self.is_ordinary(at) or (
                begun and self.is_surname(at) and not self.is_place(at)
            )
        if self._words.caps[at] != self._words.shouted:
            return False
        # Without capitals a listed name only: an ordinary word needs a tussenvoegsel before it.
        return begun and self.is_surname(at) and (particles > 0 or not self.is_ordinary(at))

    def _more(self, at: int) -> bool:
        """Tell whether a word goes on a surname: another one, right behind it."""
        if not self._words.joined(at) or not self.capital(at) or self.is_ordinary(at):
            return False
        return not self._words.is_shout(at)

    def _married(self, end: int) -> int:
        """Take in what follows a hyphen: `Bakker-van Dijk`, `de Vries - Smit`."""
        words = self._words
        here = end
        if here >= len(words.keys) or words.gaps[here] not in {"-", " - "}:
            # the hyphen of `Bakker-van Dijk` stands within a word of the text
            if here and "-" in words.keys[here - 1]:
                tail = words.keys[here - 1].rsplit("-", 1)[1]
                if tail in TUSSENVOEGSELS:
                    return self._rest(here)
            return end
        return self._rest(here)

    def _rest(self, here: int) -> int:
        words, start = self._words, here
        while here < len(words.keys) and here - start < 3 and words.keys[here] in TUSSENVOEGSELS:
            here += 1
        if here < len(words.keys) and words.joined(here) and words.caps[here]:
            return here + 1
        return start
