"""Minimise the source JSON of one item: field by field, as its shape says."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import unquote

from weerklank.minimise.facts import (
    is_fact,
    is_hashtag,
    is_language,
    is_number,
    is_plain_fact,
)
from weerklank.minimise.free_words import FreeWords
from weerklank.minimise.html_text import Rewritten, rewrite, rewrite_plain
from weerklank.minimise.item_keys import ItemKeys
from weerklank.minimise.names import Replaced, ThreadNames
from weerklank.minimise.own_facts import (
    is_address_of_ours,
    is_known_context,
    is_known_term,
    is_own_fact,
    is_signature,
)
from weerklank.minimise.source_strings import SourceStrings
from weerklank.minimise.who import EVERYONE, Whois
from weerklank.model.found_mark import FoundMark
from weerklank.model.host_form import handle_form
from weerklank.model.ids import Pseudonym
from weerklank.model.item_address import item_address
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.person_address import person_of
from weerklank.model.platform import Platform
from weerklank.model.raw import ByType, Either, Field, Language, Rule, Shape

#: Values of one list that are a fact together, such as a focal point.
_MOST_FACTS = 4
#: Kinds of objects, and facts, that are remembered.
_MOST_PLANS = 5_000
_MOST_REFERENCES = 1_000
#: The first page of what is of an item itself: names no other, as a later page does.
_FIRST_PAGE = re.compile(
    r"[^?\s]*/(?:replies|likes|shares)\?(?:only_other_accounts=true&)?page=true"
)
#: A number as long as those of posts are; those of conversations are shorter.
_MAY_BE_A_POST = re.compile(r"[0-9]{15}")
#: A pseudonym as it stands in a handle.
_STAND_IN = re.compile(r"@?Burger-[0-9A-Z-]++")


@dataclass(slots=True)
class Removal:
    """What was replaced or taken out, with the JSON pointer of its place."""

    values: list[tuple[str, Json]] = field(default_factory=list)
    #: Paths of fields that no mapping knows; list positions left out.
    unknown: list[str] = field(default_factory=list)


#: Treats one field of an object in place: object, name, value, its rule, pointer of the object.
Treat = Callable[["SourceMinimiser", JsonObject, str, Json, Rule, str], None]


@dataclass(frozen=True, slots=True)
class _Plan:
    """The fields of an object, by what is to be done with them."""

    facts: tuple[str, ...]
    own: tuple[str, ...]
    items: tuple[str, ...]
    references: tuple[str, ...]
    rest: tuple[tuple[str, Rule, Treat], ...]
    unknown: tuple[str, ...]
    #: Whether not one of its fields is known.
    is_strange: bool


#: Rules whose fields mostly stay, told apart so that they cost little.
_SIMPLE = (Field.KEEP, Field.OWN, Field.ITEM, Field.REFERENCE)
#: Rules that treat a list as one value.
_WHOLE = (Field.KEEP, Field.OWN, Field.NUMBER, Field.DROP, Field.SIGNATURE)
#: For an object of which nothing is known; one object, since plans are remembered by it.
_NO_SHAPE: Shape = {}


def _make_plan(keys: tuple[str, ...], shape: Shape) -> _Plan:
    ruled = [(key, shape.get(key)) for key in keys]
    return _Plan(
        tuple(key for key, rule in ruled if rule is Field.KEEP),
        tuple(key for key, rule in ruled if rule is Field.OWN),
        tuple(key for key, rule in ruled if rule is Field.ITEM),
        tuple(key for key, rule in ruled if rule is Field.REFERENCE),
        tuple(
            (key, rule, _treatment(rule))
            for key, rule in ruled
            if rule is not None and rule not in _SIMPLE
        ),
        tuple(key for key, rule in ruled if rule is None),
        all(rule is None for _, rule in ruled),
    )


def _treatment(rule: Rule) -> Treat:
    """Give the shortest way to treat the fields of a rule."""
    if isinstance(rule, Either):
        return SourceMinimiser.treat_either
    if isinstance(rule, dict):
        return SourceMinimiser.treat_object
    if isinstance(rule, Language):
        return SourceMinimiser.treat_languages
    if rule is Field.PERSON:
        return SourceMinimiser.treat_person
    if rule is Field.TALK:
        return SourceMinimiser.treat_talk
    if rule is Field.HTML:
        return SourceMinimiser.treat_html
    if rule is Field.NUMBER:
        return SourceMinimiser.treat_number
    return SourceMinimiser.treat_signature if rule is Field.SIGNATURE else SourceMinimiser.treat


class SourceMinimiser:
    """Minimises the sources of one item after another."""

    def __init__(self, platform: Platform, who: Whois, keys: ItemKeys) -> None:
        self._platform = platform
        self._who = who
        self._strings = SourceStrings(who)
        self._keys = keys
        self._names = ThreadNames(())
        self._is_ours = True
        self._removal = Removal()
        #: Whether anything was made opaque that is not sealed.
        self._is_changed = False
        self._signatures: list[tuple[JsonObject, str, str]] = []
        #: Whoever the addresses and full handles of the item at hand lead to, by one of those.
        self.met: dict[Pseudonym, str] = {}
        #: What detectors found in the fields of that item, by text.
        self.found: dict[str, list[FoundMark]] = {}
        #: Finds words in the texts of that item, where it is a third party's.
        self.words: FreeWords | None = None
        self._texts: dict[str, Rewritten] = {}
        self._items: dict[str, str] = {}
        self._plans: dict[tuple[int, tuple[str, ...]], _Plan] = {}
        self._facts: set[str] = set()
        #: Addresses that are of no third party; most recur.
        self._nobodies = set(EVERYONE)
        self._own_facts: set[str] = set()
        #: Addresses of other items: what stands for each, and whether it is of us.
        self._references_made: dict[str, tuple[str, bool]] = {}
        #: How a value of any kind is treated by what its field holds, and how a text.
        self._any: dict[Field, Callable[[Json, str], Json]] = {
            Field.KEEP: self._fact,
            Field.OWN: self._own_field,
            Field.NUMBER: self._number,
            Field.CONTEXT: self._context,
            Field.DROP: self._take_out,
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

    def minimise(
        self,
        source: JsonObject,
        shape: Shape,
        names: ThreadNames,
        *,
        is_ours: bool,
        words: FreeWords | None = None,
    ) -> tuple[JsonObject, Removal]:
        """Give the source without third parties, and what was removed from it.

        `words` finds what goes from the texts of a third party besides.
        """
        self._names = names
        self.words = words
        self.found = {}
        self._is_ours = is_ours
        self._removal = Removal()
        self._is_changed = False
        self._signatures = []
        self.met = {}
        self._texts = {}
        self._items = {}
        result = self._object(source, shape, "")
        if self._removal.values or self._is_changed:
            for holder, key, pointer in self._signatures:
                self._removal.values.append((pointer, holder.pop(key)))
        return result, self._removal

    def text(self, html: str) -> str:
        """Minimise HTML of the item at hand; the same text is treated once."""
        return self.rewritten(html).html

    def rewritten(self, html: str) -> Rewritten:
        """Do the same, and say what detectors found."""
        known = self._texts.get(html)
        if known is None:
            known = rewrite(html, resolve=self._behind, names=self._names, words=self.words)
            self._texts[html] = known
        return known

    def plain(self, text: str) -> str:
        """Minimise plain text of the item at hand."""
        return self.replaced(text).text

    def replaced(self, text: str) -> Replaced:
        """Do the same, and say what detectors found."""
        return rewrite_plain(text, resolve=self._behind, names=self._names, words=self.words)

    def _behind(self, address: str) -> Pseudonym | None:
        found = self._who.behind(address)
        if found:
            self.met.setdefault(found, address)
        return found

    def _object(self, value: JsonObject, shape: Shape, pointer: str) -> JsonObject:
        plan = self._plan(value, shape)
        result = value.copy()
        facts = self._facts
        for key in plan.facts:
            item = value[key]
            kind = item.__class__
            if item is None or kind is bool or (kind is str and item in facts):
                continue
            if not self._is_fact(item):
                self.treat(result, key, item, Field.KEEP, pointer)
        if plan.own:
            self._own_fields(value, plan, result, pointer)
        is_usual = self._who.is_usual
        for key in plan.items:
            item = value[key]
            if item is not None and (item.__class__ is not str or is_usual(item) is None):
                self.treat(result, key, item, Field.ITEM, pointer)
        self._references(value, plan, result, pointer)
        self._rest(value, plan, result, pointer)
        return result

    def _own_fields(
        self, value: JsonObject, plan: _Plan, result: JsonObject, pointer: str
    ) -> None:
        known = self._own_facts if self._is_ours and self._names.is_empty else ()
        for key in plan.own:
            item = value[key]
            if item is not None and not (isinstance(item, str) and item in known):
                self.treat(result, key, item, Field.OWN, pointer)

    def _references(
        self, value: JsonObject, plan: _Plan, result: JsonObject, pointer: str
    ) -> None:
        for key in plan.references:
            item = value[key]
            if item and not (isinstance(item, str) and self._is_first_page(item)):
                self.treat(result, key, item, Field.REFERENCE, pointer)

    def _rest(self, value: JsonObject, plan: _Plan, result: JsonObject, pointer: str) -> None:
        for key, rule, treat in plan.rest:
            item = value[key]
            if item is not None:
                treat(self, result, key, item, rule, pointer)
        for key in plan.unknown:
            # Where no name is known it is no object of ours, and may be a list by name of persons.
            name = "?" if plan.is_strange else key
            self._unknown(result.pop(key), f"{pointer}/{_escape(key)}", name=name)

    def treat_person(self, out: JsonObject, key: str, item: Json, rule: Rule, at: str) -> None:
        """Treat addresses of persons, which mostly are the usual addressees."""
        if not self._are_nobody(item):
            self.treat(out, key, item, rule, at)

    def treat_talk(self, out: JsonObject, key: str, item: Json, rule: Rule, at: str) -> None:
        """Treat the name of a conversation, which mostly is one of our own server and stays."""
        if not (isinstance(item, str) and self._is_talk_of_ours(item)):
            self.treat(out, key, item, rule, at)

    def _is_talk_of_ours(self, name: str) -> bool:
        return name.startswith("tag:") and not (
            _MAY_BE_A_POST.search(name) or self._who.is_usual(name) is None
        )

    def treat_html(self, out: JsonObject, key: str, item: Json, rule: Rule, at: str) -> None:
        """Treat HTML, which mostly stays."""
        if item.__class__ is not str or self.text(item) != item:
            self.treat(out, key, item, rule, at)

    def treat_number(self, out: JsonObject, key: str, item: Json, rule: Rule, at: str) -> None:
        """Treat a number, which mostly is one of ours and stays."""
        if not (self._is_ours and is_number(item)):
            self.treat(out, key, item, rule, at)

    def treat_either(self, out: JsonObject, key: str, item: Json, rule: Rule, at: str) -> None:
        """Treat what is an object, or another value."""
        if isinstance(rule, Either) and isinstance(item, dict):
            shape = rule.shape
            if isinstance(shape, dict):
                out[key] = self._object(item, shape, f"{at}/{key}")
                return
            rule = shape
        if item != []:
            self.treat(out, key, item, rule, at)

    def treat_object(self, out: JsonObject, key: str, item: Json, rule: Rule, at: str) -> None:
        """Treat an object of one shape."""
        if isinstance(rule, dict) and isinstance(item, dict):
            out[key] = self._object(item, rule, f"{at}/{key}")
        elif item != []:
            self.treat(out, key, item, rule, at)

    def treat_languages(self, out: JsonObject, key: str, item: Json, rule: Rule, at: str) -> None:
        """Treat a text in several languages."""
        if isinstance(rule, Language) and isinstance(item, dict):
            out[key] = self._languages(item, rule, f"{at}/{key}")
        else:
            self.treat(out, key, item, rule, at)

    def treat_signature(self, out: JsonObject, key: str, item: Json, rule: Rule, at: str) -> None:
        """Note a signature: it goes when anything else does."""
        if is_signature(item):
            self._signatures.append((out, key, f"{at}/{key}"))
        else:
            self.treat(out, key, item, rule, at)

    def _plan(self, value: JsonObject, shape: Shape) -> "_Plan":
        """Sort the fields of an object by what is to be done with them; alike ones are known."""
        keys = tuple(value)
        known = self._plans.get((id(shape), keys))
        if known is None:
            if len(self._plans) >= _MOST_PLANS:
                self._plans.clear()
            known = self._plans[id(shape), keys] = _make_plan(keys, shape)
        return known

    def _is_fact(self, item: Json) -> bool:
        """Tell whether a value is a fact; those that recur, such as types, are remembered."""
        if not isinstance(item, str):
            return is_plain_fact(item) and not isinstance(item, (dict, list))
        if not is_fact(item):
            return False
        if len(self._facts) >= _MOST_PLANS:
            self._facts.clear()
        self._facts.add(item)
        return True

    def _are_nobody(self, item: Json) -> bool:
        """Tell quickly of the usual addressees that they are no third party."""
        if isinstance(item, str):
            return item in self._nobodies or self._is_nobody(item)
        if not isinstance(item, list):
            return False
        for one in item:
            if not isinstance(one, str) or not (one in self._nobodies or self._is_nobody(one)):
                return False
        return True

    def _is_nobody(self, address: str) -> bool:
        if self._who.is_usual(address) is None:
            return False
        if len(self._nobodies) >= _MOST_REFERENCES:
            self._nobodies = set(EVERYONE)
        self._nobodies.add(address)
        return True

    def treat(self, out: JsonObject, key: str, item: Json, rule: Rule, pointer: str) -> None:
        """Treat a field that does not just stay, in place: the order of fields is kept."""
        kept: JsonObject = {}
        self._rule(kept, key, item, rule, pointer)
        if kept:
            out[key] = kept[key]
        else:
            del out[key]

    def _rule(self, out: JsonObject, key: str, item: Json, rule: Rule, pointer: str) -> None:
        if isinstance(rule, Field):
            kept = self._field(item, rule, f"{pointer}/{key}")
        else:
            kept = self._compound(item, rule, f"{pointer}/{key}")
        if kept is not None:
            out[key] = kept

    def _compound(self, item: Json, rule: Rule, pointer: str) -> Json:
        if isinstance(item, list):
            return self._each(item, rule, pointer)
        if isinstance(rule, Either):
            if isinstance(item, dict):
                return self._compound(item, rule.shape, pointer)
            return self._field(item, rule.value, pointer)
        if not isinstance(item, dict):
            self._unknown(item, pointer)
            return None
        if isinstance(rule, Language):
            return self._languages(item, rule, pointer)
        if isinstance(rule, ByType):
            kind = item.get("type")
            shape = rule.shapes.get(kind, rule.otherwise) if isinstance(kind, str) else _NO_SHAPE
            return self._object(item, shape, pointer)
        if isinstance(rule, dict):
            return self._object(item, rule, pointer)
        return None

    def _each(self, items: list[Json], rule: Rule, pointer: str) -> Json:
        if not isinstance(rule, Either) and not all(isinstance(item, dict) for item in items):
            self._unknown(items, pointer)
            return None
        kept = [
            self._compound(item, rule, f"{pointer}/{number}") for number, item in enumerate(items)
        ]
        return [item for item in kept if item is not None]

    def _languages(self, item: JsonObject, rule: Language, pointer: str) -> JsonObject:
        kept: JsonObject = {}
        for language, text in item.items():
            if is_language(language):
                value = self._field(text, rule.value, f"{pointer}/{language}")
                if value is not None:
                    kept[language] = value
            else:
                self._unknown(text, f"{pointer}/{_escape(language)}", name=language)
        return kept

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

    def _html(self, item: str, pointer: str) -> str:
        made = self.rewritten(item)
        if made.found and self.words:
            self.found[item] = self.words.marks(f"source{pointer}", made.html, made.found)
        return self._replaced(item, made.html, pointer)

    def _plain(self, item: str, pointer: str) -> Json:
        if self.words and self.words.is_tag(item):
            self._take_out(item, pointer)
            return None
        made = self.replaced(item)
        if made.found and self.words:
            self.found[item] = self.words.marks(f"source{pointer}", made.text, made.found)
        return self._replaced(item, made.text, pointer)

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
        if not self._is_ours or self._names_somebody(item):
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
            self._take_out(item, pointer)
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
        if len(self._own_facts) >= _MOST_PLANS:
            self._own_facts.clear()
        self._own_facts.add(item)
        return True

    def _hashtag(self, item: str, pointer: str) -> Json:
        words = self.words
        if self._names_somebody(item) or (words and (words.find(item) or words.is_tag(item))):
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
                    self._unknown(meaning, f"{pointer}/{_escape(term)}", name=term)
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
        if name.startswith("tag:") and not _MAY_BE_A_POST.search(name):
            return self._item(name, pointer)
        return self._reference(name, pointer)

    def _is_first_page(self, address: str) -> bool:
        return (
            _FIRST_PAGE.fullmatch(address) is not None and self._who.is_usual(address) is not None
        )

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
        if self._who.is_open_handle(handle):
            return handle
        if self._is_of_named(handle):
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
            self._removal.values.append((pointer, before))
        return after

    def _take_out(self, item: Json, pointer: str) -> None:
        self._removal.values.append((pointer, item))

    def _unknown(self, item: Json, pointer: str, *, name: str = "") -> None:
        """Take out what no mapping knows; `name` is that of a field which no mapping knows."""
        self._removal.values.append((pointer, item))
        steps = [step for step in pointer.split("/") if not step.isdecimal()]
        if name and (name == "?" or not self._is_ours or self._names.find(unquote(name))):
            steps[-1] = "?"  # a third party's server may write anything where a field's name goes
        self._removal.unknown.append("/".join(steps))


def _escape(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
