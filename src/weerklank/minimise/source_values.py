"""Minimise one value of a source by what its field holds."""

import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import unquote

from weerklank.minimise.facts import is_hashtag, is_number, is_plain_fact
from weerklank.minimise.folding import fold_key
from weerklank.minimise.free_words import Found, FreeWords
from weerklank.minimise.html_text import Resolve, Rewritten, plain, rewrite, rewrite_plain
from weerklank.minimise.initials import hide_initials
from weerklank.minimise.item_keys import ItemKeys
from weerklank.minimise.names import Replaced, ThreadNames
from weerklank.minimise.own_facts import (
    is_address_of_ours,
    is_known_context,
    is_known_term,
    is_own_fact,
)
from weerklank.minimise.removal import Removal
from weerklank.minimise.source_strings import SourceStrings
from weerklank.minimise.who import EVERYONE, Whois
from weerklank.model.found_mark import FoundMark
from weerklank.model.host_form import handle_form
from weerklank.model.ids import Pseudonym
from weerklank.model.item_address import item_address
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.person_address import person_of
from weerklank.model.platform import Platform
from weerklank.model.policy import EVERYTHING_SEALED, FieldClass
from weerklank.model.raw import Field

#: Values of one list that are a fact together, such as a focal point.
_MOST_FACTS = 4
#: Facts of ours, and addresses of other items, that are remembered.
_MOST_REMEMBERED = 5_000
_MOST_REFERENCES = 1_000
#: Rules that treat a list as one value.
_WHOLE = (Field.KEEP, Field.OWN, Field.NUMBER, Field.DROP, Field.SIGNATURE)
#: A number as long as those of posts are; those of conversations are shorter.
MAY_BE_A_POST = re.compile(r"[0-9]{15}")
#: Rewrites a text by whom its addresses lead to, who is known by name, and what detectors find.
_Make = Callable[[str, Resolve, ThreadNames, FreeWords | None], str]
#: A pseudonym as it stands in a handle.
_STAND_IN = re.compile(r"@?Burger-[0-9A-Z-]++")


class SourceValues:
    """Treats the values of one item after another; what goes is noted."""

    def __init__(self, platform: Platform, who: Whois, keys: ItemKeys) -> None:
        self._platform = platform
        self._who = who
        self._strings = SourceStrings(who)
        self._keys = keys
        self._names = ThreadNames(())
        self._is_ours = True
        #: What the policy does in the scenario of the item at hand.
        self.treatment = EVERYTHING_SEALED
        #: Whether what a third party wrote does not come in, and the item is one.
        self._drops_text = False
        self._removal = Removal()
        #: Whether anything was made opaque that is not sealed.
        self._is_changed = False
        #: Whoever the addresses and full handles of the item at hand lead to, by one of those.
        self.met: dict[Pseudonym, str] = {}
        #: What detectors found in the fields of that item, by text.
        self.found: dict[str, list[FoundMark]] = {}
        #: Finds words in the texts of that item, where it is a third party's.
        self.words: FreeWords | None = None
        self._texts: dict[str, Rewritten] = {}
        self._items: dict[str, str] = {}
        self._own_facts: set[str] = set()
        #: Addresses of other items: what stands for each, and whether it is of us.
        self._references_made: dict[str, tuple[str, bool]] = {}
        #: How a value of any kind is treated by what its field holds, and how a text.
        self._any: dict[Field, Callable[[Json, str], Json]] = {
            Field.KEEP: self._fact,
            Field.OWN: self._own_field,
            Field.NUMBER: self._number,
            Field.CONTEXT: self._context,
            Field.DROP: self._not_needed,
            Field.SIGNATURE: self._take_out,  # one that is no field of an object
        }
        self._of_text: dict[Field, Callable[[str, str], Json]] = {
            Field.HTML: self._html,
            Field.TEXT: self._plain,
            Field.PERSON: self._person,
            Field.HANDLE: self._handle,
            Field.HASHTAG: self._hashtag,
            Field.REFERENCE: self._reference,
            Field.TALK: self._talk,
            Field.ITEM: self._item,
        }

    def _begin(self, names: ThreadNames, words: FreeWords | None, *, is_ours: bool) -> None:
        """Begin with an item: whom its texts are searched for, and whose it is."""
        self._names = names
        self.words = words
        self.found = {}
        self._is_ours = is_ours
        self._drops_text = not is_ours and not self.treatment.keeps_text
        self._removal = Removal()
        self._is_changed = False
        self.met = {}
        self._texts = {}
        self._items = {}

    def text(self, html: str) -> str:
        """Minimise HTML of the item at hand; the same text is treated once."""
        return self.rewritten(html).html

    def rewritten(self, html: str) -> Rewritten:
        """Do the same, and say what detectors found."""
        known = self._texts.get(html)
        if known is None:
            known = rewrite(html, resolve=self._behind, names=self._names, words=self.words)
            if self._hides_initials:
                known = replace(known, html=hide_initials(known.html))
            self._texts[html] = known
        return known

    def plain(self, text: str) -> str:
        """Minimise plain text of the item at hand."""
        return self.replaced(text).text

    def replaced(self, text: str) -> Replaced:
        """Do the same, and say what detectors found."""
        made = rewrite_plain(text, resolve=self._behind, names=self._names, words=self.words)
        if self._hides_initials:
            made = replace(made, text=hide_initials(made.text))
        return made

    @property
    def _hides_initials(self) -> bool:
        return self._is_ours and self.treatment.hides_initials

    def _behind(self, address: str) -> Pseudonym | None:
        found = self._who.behind(address)
        if found:
            self.met.setdefault(found, address)
        return found

    def _field(self, item: Json, rule: Field, pointer: str) -> Json:
        if isinstance(item, list) and rule not in _WHOLE:
            kept = [
                self._field(element, rule, f"{pointer}/{number}")
                for number, element in enumerate(item)
            ]
            return [element for element in kept if element is not None]
        as_it_is = self._any.get(rule)
        if as_it_is is not None:
            return as_it_is(item, pointer)
        if isinstance(item, str):
            return self._of_text[rule](item, pointer)
        self._unknown(item, pointer)
        return None

    def _html(self, item: str, pointer: str) -> Json:
        if self._drops_text:
            self._is_changed = True
            return None
        made = self.rewritten(item)
        if made.found and self.words:
            self.found[item] = self.words.marks(f"source{pointer}", made.html, made.found)
        return self._written(item, made.html, made.found, pointer, _of_html)

    def _plain(self, item: str, pointer: str) -> Json:
        if self._drops_text:
            self._is_changed = True
            return None
        if self.words and self.words.is_tag(item):
            self._note(item, pointer, FieldClass.FOUND)
            return None
        made = self.replaced(item)
        if made.found and self.words:
            self.found[item] = self.words.marks(f"source{pointer}", made.text, made.found)
        return self._written(item, made.text, made.found, pointer, _of_plain)

    def _written(
        self, before: str, after: str, found: tuple[Found, ...], pointer: str, make: _Make
    ) -> str:
        """Give a text as it became; of what it was, as much is sealed as the policy says."""
        if after == before:
            return after
        original = self._original_of_ours(before, make) if self._is_ours else before
        if not self._is_ours and found and FieldClass.FOUND not in self.treatment.sealed:
            original = self._without_found(before, found, make)
        if original in (None, after):
            self._is_changed = True
        else:
            self._note(original, pointer, None if self._is_ours else FieldClass.TEXT)
        return after

    def _original_of_ours(self, before: str, make: _Make) -> str | None:
        """Give a text of ours with those of its third parties and initials that are sealed."""
        sealed = self.treatment.sealed
        if FieldClass.MENTIONS in sealed:
            keeps = FieldClass.INITIALS in sealed or not self.treatment.hides_initials
            return before if keeps else hide_initials(before)
        if FieldClass.INITIALS in sealed:
            return make(before, self._behind, self._names, None)
        return None

    def _without_found(self, before: str, found: tuple[Found, ...], make: _Make) -> str | None:
        """Give a text of a third party without what was found in it; None where that stays."""
        made = make(before, _nobody, ThreadNames(()), self.words)
        read = fold_key(unquote(plain(made) if make is _of_html else made))
        return None if any(fold_key(one.said) in read for one in found) else made

    def _fact(self, item: Json, pointer: str) -> Json:
        """Keep a fact; what has not the form of one counts as unknown, whoever wrote it."""
        facts = item if isinstance(item, list) else [item]
        if len(facts) <= _MOST_FACTS and all(map(is_plain_fact, facts)):
            return item
        self._unknown(item, pointer)
        return None

    def _own_field(self, item: Json, pointer: str) -> Json:
        """Keep a fact of the account itself, as long as it has the form of one."""
        parts = item if isinstance(item, list) else [item]
        if not self._is_ours:
            self._not_needed(item, pointer)
        elif self._names_somebody(item):
            self._take_out(item, pointer)
        elif all(map(self._is_own_fact, parts)):
            return item
        else:
            self._unknown(item, pointer)
        return None

    def _number(self, item: Json, pointer: str) -> Json:
        """Keep a number of the item itself, or several; of another's it would lead to them."""
        parts = item if isinstance(item, list) else [item]
        if not self._is_ours:
            self._not_needed(item, pointer)
        elif all(map(is_number, parts)):
            return item
        else:
            self._unknown(item, pointer)
        return None

    def _is_own_fact(self, item: Json) -> bool:
        if not isinstance(item, str):
            return False
        if item in self._own_facts:
            return True
        if self._who.is_open_handle(item.removeprefix("acct:")):
            return True
        if not is_own_fact(item) or (person_of(item) and not self._who.stays(item)):
            return False
        if self._behind(item):
            return False
        if len(self._own_facts) >= _MOST_REMEMBERED:
            self._own_facts.clear()
        self._own_facts.add(item)
        return True

    def _hashtag(self, item: str, pointer: str) -> Json:
        words = self.words
        if self._drops_text:
            self._is_changed = True
        elif words and (words.find(item) or words.is_tag(item)):
            self._note(item, pointer, FieldClass.FOUND)
        elif self._names_somebody(item):
            self._take_out(item, pointer)
        elif is_hashtag(item):
            return item
        else:
            self._unknown(item, pointer)
        return None

    def _context(self, item: Json, pointer: str) -> Json:
        """Keep what a vocabulary says of terms that are known."""
        if isinstance(item, dict):
            kept: JsonObject = {}
            for term, meaning in item.items():
                if is_known_term(term, meaning):
                    kept[term] = meaning
                else:
                    self._unknown(meaning, f"{pointer}/{escape(term)}", name=term)
            return kept
        if is_known_context(item):
            return item
        self._unknown(item, pointer)
        return None

    def _person(self, address: str, pointer: str) -> Json:
        person = self._who.person_at(address)
        if person:
            self.met.setdefault(person, address)
            return self._replaced(address, f"weerklank:person:{person.tag}", pointer)
        if address not in EVERYONE and not is_address_of_ours(address):
            self._unknown(address, pointer)
            return None
        if self.hides_somebody(address):
            self._take_out(address, pointer)
            return None
        return address

    def _names_somebody(self, item: Json) -> bool:
        """Say whether a fact of ours, such as a hashtag, names a third party of the thread."""
        if isinstance(item, dict):
            return any(self._names_somebody(part) for part in (*item, *item.values()))
        if isinstance(item, list):
            return any(self._names_somebody(part) for part in item)
        if not isinstance(item, str):
            return False
        return self._strings.names_in(item, self._names)

    def hides_somebody(self, address: str) -> bool:
        """Say of an address that begins as one of ours whether the rest of it names somebody."""
        if self._who.is_usual(address) is not None:
            return False
        return self._names_somebody(address) or self._behind(address) is not None

    def _item(self, address: str, pointer: str) -> Json:
        # The same item is named more than once: as reply and as atom, in activity and object.
        after = self._items.get(address)
        if after is None:
            stays = self._who.stays(address) or (self._is_ours and self._who.is_own_page(address))
            if stays and not is_address_of_ours(address):
                self._unknown(address, pointer)
                return None
            stays = stays and not self.hides_somebody(address)
            key = "" if stays else self._keys.key(self._platform, item_address(address))
            after = self._items[address] = address if stays else f"weerklank:item:{key}"
        return self._replaced(address, after, pointer)

    def _talk(self, name: str, pointer: str) -> Json:
        if name.startswith("tag:") and not MAY_BE_A_POST.search(name):
            return self._item(name, pointer)
        return self._reference(name, pointer)

    def _reference(self, address: str, pointer: str) -> Json:
        """Make the address of another item opaque.

        One of ours is not sealed: its own record holds it as long as that is there, and after
        its destruction nothing may.
        """
        made = self._references_made.get(address)
        if made is None:
            if len(self._references_made) >= _MOST_REFERENCES:
                self._references_made.clear()
            key = self._keys.key(self._platform, item_address(address))
            is_ours = (
                address.startswith(self._who.threads)
                or self._who.stays(address)
                or self._who.is_own_page(address)
            )
            made = self._references_made[address] = (f"weerklank:item:{key}", is_ours)
        opaque, is_ours = made
        if not is_ours:
            return self._replaced(address, opaque, pointer)
        self._is_changed = True
        return opaque

    def _handle(self, handle: str, pointer: str) -> Json:
        if self._who.is_open_handle(handle) or self._is_of_named(handle):
            return handle
        hidden = rewrite_plain(handle, resolve=self._behind, names=self._names).text
        if _STAND_IN.fullmatch(hidden):
            return self._replaced(handle, hidden, pointer)
        # Nobody of the item bears it, or it is written in a way that leaves part of it.
        self._take_out(handle, pointer)
        return None

    def _is_of_named(self, handle: str) -> bool:
        """Tell whether a handle is of one who stays named, and of nobody else in the item."""
        bare = handle_form(handle.strip().removeprefix("acct:").lstrip("@"))
        return self._who.named.bears(self._platform, bare) and not self._names_somebody(handle)

    def _replaced(self, before: str, after: str, pointer: str) -> str:
        if after != before:
            self._take_out(before, pointer)
        return after

    def _take_out(self, item: Json, pointer: str) -> None:
        """Take out what tells who somebody is."""
        self._note(item, pointer, FieldClass.MENTIONS if self._is_ours else FieldClass.AUTHOR)

    def _not_needed(self, item: Json, pointer: str) -> None:
        self._note_whole(item, pointer, FieldClass.EXTRAS)

    def _note_whole(self, item: Json, pointer: str, field: FieldClass) -> None:
        """Note what nobody looked into: sealed only where all that it may hold is sealed too."""
        if self.treatment.seals_whole(field, is_ours=self._is_ours):
            self._note(item, pointer, field)
        else:
            self._is_changed = True

    def _note(self, item: Json, pointer: str, field: FieldClass | None) -> None:
        """Note what goes, and whether it is sealed; without a field class it is."""
        if field is None or field in self.treatment.sealed:
            self._removal.values.append((pointer, item))
        else:
            self._is_changed = True

    def _unknown(self, item: Json, pointer: str, *, name: str = "") -> None:
        """Take out what no mapping knows; `name` is that of a field which no mapping knows."""
        self._note_whole(item, pointer, FieldClass.UNKNOWN)
        steps = [step for step in pointer.split("/") if not step.isdecimal()]
        if name and (name == "?" or not self._is_ours or self._names.find(unquote(name))):
            steps[-1] = "?"  # a third party's server may write anything where a field's name goes
        self._removal.unknown.append("/".join(steps))


def _nobody(_: str) -> None:
    """Say of any address that it is nobody's."""


def _of_html(text: str, resolve: Resolve, names: ThreadNames, words: FreeWords | None) -> str:
    return rewrite(text, resolve=resolve, names=names, words=words).html


def _of_plain(text: str, resolve: Resolve, names: ThreadNames, words: FreeWords | None) -> str:
    return rewrite_plain(text, resolve=resolve, names=names, words=words).text


def escape(key: str) -> str:
    """Write the name of a field as a step of a JSON pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")
