"""Minimise the source JSON of one item: field by field, as its shape says."""

import re
from collections.abc import Callable

from weerklank.minimise.facts import is_fact, is_language, is_number, is_plain_fact
from weerklank.minimise.free_words import FreeWords
from weerklank.minimise.item_keys import ItemKeys
from weerklank.minimise.names import ThreadNames
from weerklank.minimise.own_facts import is_signature
from weerklank.minimise.removal import Removal
from weerklank.minimise.source_plan import Plan, make_plan
from weerklank.minimise.source_values import MAY_BE_A_POST, SourceValues, escape
from weerklank.minimise.who import EVERYONE, Whois
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.platform import Platform
from weerklank.model.raw import ByType, Either, Field, Language, Rule, Shape

#: Kinds of objects, and facts, that are remembered.
_MOST_PLANS = 5_000
#: Addresses of nobody that are.
_MOST_NOBODIES = 1_000
#: The first page of what is of an item itself: names no other, as a later page does.
_FIRST_PAGE = re.compile(
    r"[^?\s]*/(?:replies|likes|shares)\?(?:only_other_accounts=true&)?page=true"
)
#: For an object of which nothing is known; one object, since plans are remembered by it.
_NO_SHAPE: Shape = {}

#: Treats one field of an object in place: object, name, value, its rule, pointer of the object.
Treat = Callable[["SourceMinimiser", JsonObject, str, Json, Rule, str], None]


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


class SourceMinimiser(SourceValues):
    """Minimises the sources of one item after another."""

    def __init__(self, platform: Platform, who: Whois, keys: ItemKeys) -> None:
        super().__init__(platform, who, keys)
        self._signatures: list[tuple[JsonObject, str, str]] = []
        self._plans: dict[tuple[int, tuple[str, ...]], Plan[Treat]] = {}
        self._facts: set[str] = set()
        #: Addresses that are of no third party; most recur.
        self._nobodies = set(EVERYONE)

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
        self._begin(names, words, is_ours=is_ours)
        self._signatures = []
        result = self._object(source, shape, "")
        if self._removal.values or self._is_changed:
            for holder, key, pointer in self._signatures:
                self._take_out(holder.pop(key), pointer)
        return result, self._removal

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
        self, value: JsonObject, plan: Plan[Treat], result: JsonObject, pointer: str
    ) -> None:
        known = self._own_facts if self._is_ours and self._names.is_empty else ()
        for key in plan.own:
            item = value[key]
            if item is not None and not (isinstance(item, str) and item in known):
                self.treat(result, key, item, Field.OWN, pointer)

    def _references(
        self, value: JsonObject, plan: Plan[Treat], result: JsonObject, pointer: str
    ) -> None:
        for key in plan.references:
            item = value[key]
            if item and not (isinstance(item, str) and self._is_first_page(item)):
                self.treat(result, key, item, Field.REFERENCE, pointer)

    def _rest(
        self, value: JsonObject, plan: Plan[Treat], result: JsonObject, pointer: str
    ) -> None:
        for key, rule, treat in plan.rest:
            item = value[key]
            if item is not None:
                treat(self, result, key, item, rule, pointer)
        for key in plan.unknown:
            # Where no name is known it is no object of ours, and may be a list by name of persons.
            name = "?" if plan.is_strange else key
            self._unknown(result.pop(key), f"{pointer}/{escape(key)}", name=name)

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
            MAY_BE_A_POST.search(name) or self._who.is_usual(name) is None
        )

    def treat_html(self, out: JsonObject, key: str, item: Json, rule: Rule, at: str) -> None:
        """Treat HTML, which mostly stays."""
        if self._drops_text or item.__class__ is not str or self.text(item) != item:
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

    def _plan(self, value: JsonObject, shape: Shape) -> Plan[Treat]:
        """Sort the fields of an object by what is to be done with them; alike ones are known."""
        keys = tuple(value)
        known = self._plans.get((id(shape), keys))
        if known is None:
            if len(self._plans) >= _MOST_PLANS:
                self._plans.clear()
            known = self._plans[id(shape), keys] = make_plan(keys, shape, _treatment)
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
        if len(self._nobodies) >= _MOST_NOBODIES:
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
                self._unknown(text, f"{pointer}/{escape(language)}", name=language)
        return kept

    def _is_first_page(self, address: str) -> bool:
        return (
            _FIRST_PAGE.fullmatch(address) is not None and self._who.is_usual(address) is not None
        )
