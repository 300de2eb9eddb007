"""Names of persons in running text, by lists and by what stands around them."""

from collections.abc import Iterator

from weerklank.minimise.free_text import name_cues as cues
from weerklank.minimise.free_text.after_pseudonym import after_pseudonym
from weerklank.minimise.free_text.name_forms import Form, Forms
from weerklank.minimise.free_text.name_lists import NameLists
from weerklank.minimise.free_text.words import TUSSENVOEGSELS, Words

#: Behind a name that is an ordinary word too, at the start of a sentence.
_DOES = frozenset(
    "is was heeft had zei zegt zegt kwam komt gaat ging woont woonde werkt werkte wil wilde kan "
    "kon en vindt vond belde schreef weet wist krijgt kreeg doet deed staat stond moet has said "
    "says lives will can wants got and gave geeft gaf wacht zit zat".split()
)
#: Rules whose words are not looked for again in the text.
_UNSURE = frozenset(
    ("name-capitals/1", "name-two-words/1", "name-surname/1", "name-before-verb/1")
)
_SHORTEST_LOWER = 4
#: Tussenvoegsels that are words of every day: a name begins with them by a capital alone.
_NO_START = frozenset("ben bin al le la da do du di dos o y af av zu op te el".split())
#: What may stand before any word as well, by itself.
_ONE = frozenset(("de", "het", "ter", "te", "op", "den"))
_AND = frozenset(("en", "and", "&"))


class Names:
    """Finds the names in one text; each with the rule that found it."""

    __slots__ = ("_forms", "_known", "_last", "_lists", "_words")

    def __init__(self, words: Words, lists: NameLists) -> None:
        self._words = words
        self._lists = lists
        self._forms = Forms(words, lists)
        #: Surnames and first names that stood in a whole name of this text.
        self._known: set[str] = set()
        #: The last word of the name that was found last.
        self._last = -2
        self._without_owners()

    def find(self) -> Iterator[tuple[int, int, str]]:
        """Give where each name begins and ends in the key, and the rule."""
        at = 0
        count = len(self._words.keys)
        while at < count:
            found = self._at(at)
            if found is None:
                at += 1
                continue
            last, rule = found
            if rule:
                yield self._words.starts[at], self._words.ends[last], rule
                self._last = last
                if rule not in _UNSURE:
                    self._known.update(self._words.keys[at : last + 1])
            at = last + 1

    def _at(self, at: int) -> tuple[int, str] | None:
        """Give the last word of a name that begins here and its rule; an empty one passes over."""
        words = self._words
        if words.glued(at) or (not words.caps[at] and words.keys[at] in _NO_START):
            return None
        behind = after_pseudonym(words, self._forms, at)
        if behind is not None:
            return behind, "name-after-pseudonym/1"
        form = self._forms.form(at)
        if form is None:
            return self._without_form(at)
        if form.last == at and words.keys[at] in TUSSENVOEGSELS and not words.caps[at]:
            return None
        if cues.in_office(words, at):
            return form.last, ""
        if cues.no_person(words, at, form.last):
            return form.last, ""
        rule = self._rule(at, form)
        return (form.last, rule) if rule else None

    def _without_owners(self) -> None:
        """Take the s of an owner off: of `Jan's`, which stays behind the name."""
        words = self._words
        for at, key in enumerate(words.keys):
            if key.endswith("'s") and len(key) > len("'s"):
                words.keys[at] = key[:-2]
                words.ends[at] -= 2

    def _without_form(self, at: int) -> tuple[int, str] | None:
        """Find a name of one word that looks like none, by what stands around it."""
        words = self._words
        if self._forms.capital(at) and self._forms.is_surname(at) and cues.titled(words, at):
            return at, "name-after-title/1"
        if self._forms.is_followed_by_surname(at) and cues.said(words, at):
            return at + 1, "name-after-cue/1"
        return None

    def _is_owner(self, at: int) -> bool:
        """Tell whether a word is a first name with an s: `Sannes`."""
        key = self._words.keys[at]
        if key[-1] != "s" or not self._words.caps[at] or self._forms.is_ordinary(at):
            return False
        return key[:-1] in self._lists.first_names and key[:-1] not in self._lists.ordinary

    def _rule(self, at: int, form: Form) -> str:
        for rule in (self._addressed, self._whole, self._alone):
            name = rule(at, form)
            if name:
                return f"{name}/1"
        return ""

    # --- by what stands before it

    def _addressed(self, at: int, form: Form) -> str:
        words = self._words
        if not self._may_be_cued(at, form):
            return ""
        for cue, name in (
            (cues.titled, "name-after-title"),
            (cues.greeted, "name-after-greeting"),
            (cues.signed, "name-in-signature"),
            (cues.said, "name-after-cue"),
        ):
            if cue(words, at):
                return name
        if words.keys[at - 1] in _AND and self._last == at - 2 and words.gaps[at] == " ":
            return "name-in-row" if words.caps[at] else ""
        if cues.has_role(words, at) and words.caps[at] and not self._is_article_name(at):
            return "name-after-role"
        return ""

    def _may_be_cued(self, at: int, form: Form) -> bool:
        forms = self._forms
        if forms.is_place(at) and form.last == at:
            return False
        if forms.capital(at):
            return not forms.is_ordinary(at) or form.last > at or forms.is_first(at)
        if not form.first_names:
            return False
        return not forms.is_ordinary(at) or form.listed or self._ends(form.last)

    def _ends(self, last: int) -> bool:
        """Tell whether nothing follows a word, or what somebody does."""
        words = self._words
        behind = words.keys[last + 1 : last + 2]
        return not behind or words.gaps[last + 1][:1] not in {" ", "-"} or behind[0] in _DOES

    def _is_article_name(self, at: int) -> bool:
        return self._words.keys[at] in cues.ARTICLES and self._words.keys[at] != "de"

    # --- by its own form

    def _whole(self, at: int, form: Form) -> str:
        """Name the rule of what is a first name or initials with a surname."""
        has_surname = form.listed or form.unknown
        if form.initials and has_surname and (form.particles or form.listed or form.initials):
            return "" if self._forms.is_place(form.last) else "name-initials"
        if form.first_names and has_surname:
            return self._with_first_name(at, form)
        if form.particles and at < form.last:
            return self._with_particle(at, form)
        return ""

    def _with_first_name(self, at: int, form: Form) -> str:
        if not self._forms.capital(at):
            if self._forms.is_ordinary(at) and self._forms.is_ordinary(form.last):
                return ""
            return "" if form.unknown else "name-whole-lower"
        if self._forms.is_ordinary(at) and not form.particles:
            # `Anders moet`: at the start of a sentence its capital says nothing.
            lower = not self._words.caps[form.last] and self._words.begins(at)
            if form.unknown or lower:
                return ""
        if form.unknown:
            return "name-first-and-unknown"
        return "name-whole"

    def _with_particle(self, at: int, form: Form) -> str:
        """Judge `Van der Berg` and `de Vries` without a first name."""
        last, first = form.last, self._words.keys[at]
        if first == "het" or (first not in TUSSENVOEGSELS and not self._forms.capital(at)):
            return ""
        if (
            "het" in self._words.keys[at:last]
            or not self._forms.is_surname(last)
            or self._forms.is_place(last)
        ):
            return ""
        if form.particles == 1 and self._words.begins(at) and first in _ONE:
            return ""
        # With nothing before it only a capital makes a name of it: over `de Vliet` goes a bridge.
        if form.particles == 1 and not self._words.caps[at] and first in {*_ONE, "van"}:
            return ""
        return "name-particle"

    # --- alone

    def _alone(self, at: int, form: Form) -> str:
        words, forms = self._words, self._forms
        key = words.keys[at]
        again = key in self._known and forms.capital(at) and key not in TUSSENVOEGSELS
        if again and not forms.is_ordinary(at):
            return "name-again"
        if forms.is_first(at):
            return self._first_alone(at)
        if form.last == at and self._is_owner(at):
            return "name-possessive"
        if forms.capital(at) and form.last > at and (form.listed or form.unknown):
            return self._two_words(at, form)
        if forms.capital(at) and forms.is_surname(at) and not forms.is_ordinary(at):
            plain = not words.is_shout(at) and not words.begins(at) and form.last == at
            return "name-surname" if plain and words.keys[at - 1] not in cues.ARTICLES else ""
        return ""

    def _two_words(self, at: int, form: Form) -> str:
        words, forms = self._words, self._forms
        if forms.is_ordinary(at) or any(map(forms.is_place, range(at, form.last + 1))):
            return ""
        if words.keys[at] in cues.ARTICLES:
            return ""
        if any(map(words.is_shout, range(at, form.last + 1))):
            return ""
        if words.begins(at):
            does = words.keys[form.last + 1 : form.last + 2]
            if not does or does[0] not in _DOES:
                return ""
            return "name-two-words" if form.listed else "name-before-verb" if words.dutch else ""
        if words.keys[at - 1] in cues.ARTICLES:
            return ""
        if form.listed:
            return "name-two-words"
        return "name-capitals" if words.dutch else ""

    def _first_alone(self, at: int) -> str:
        words, forms = self._words, self._forms
        if not forms.capital(at):
            plain = not forms.is_ordinary(at) and len(words.keys[at]) >= _SHORTEST_LOWER
            return "name-first-lower" if plain else ""
        if not forms.is_ordinary(at):
            return "name-first"
        if forms.is_place(at) or words.is_shout(at):
            return ""
        if words.begins(at):
            does = at + 1 < len(words.keys) and words.keys[at + 1] in _DOES
            return "name-first-ordinary" if does else ""
        return "" if words.keys[at - 1] in cues.ARTICLES else "name-first-ordinary"
