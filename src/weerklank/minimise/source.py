"""Minimise the source JSON of one item: field by field, as its shape says."""

from dataclasses import dataclass, field

from weerklank.minimise.html_text import rewrite, rewrite_plain
from weerklank.minimise.item_keys import ItemKeys
from weerklank.minimise.names import ThreadNames
from weerklank.minimise.who import Whois
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.platform import Platform
from weerklank.model.raw import ByType, Either, Field, Language, Rule, Shape

#: What a fact that is kept as it is may look like at most; longer is no fact.
_LONGEST_FACT = 512


@dataclass(slots=True)
class Removal:
    """What was replaced or taken out, with the JSON pointer of its place."""

    values: list[tuple[str, Json]] = field(default_factory=list)
    #: Paths of fields that no mapping knows; list positions left out.
    unknown: list[str] = field(default_factory=list)


class SourceMinimiser:
    """Minimises the sources of one item after another."""

    def __init__(self, platform: Platform, who: Whois, keys: ItemKeys) -> None:
        self._platform = platform
        self._who = who
        self._keys = keys
        self._names = ThreadNames(())
        self._is_ours = True
        self._removal = Removal()
        self._signatures: list[tuple[JsonObject, str, str]] = []
        self._texts: dict[str, str] = {}

    def minimise(
        self, source: JsonObject, shape: Shape, names: ThreadNames, *, is_ours: bool
    ) -> tuple[JsonObject, Removal]:
        """Give the source without third parties, and what was removed from it."""
        self._names = names
        self._is_ours = is_ours
        self._removal = Removal()
        self._signatures = []
        self._texts = {}
        result = self._object(source, shape, "")
        if self._removal.values:
            for holder, key, pointer in self._signatures:
                self._removal.values.append((pointer, holder.pop(key)))
        return result, self._removal

    def text(self, html: str) -> str:
        """Minimise HTML of the item at hand; the same text is treated once."""
        known = self._texts.get(html)
        if known is None:
            known = rewrite(html, resolve=self._who.behind, names=self._names).html
            self._texts[html] = known
        return known

    def plain(self, text: str) -> str:
        """Minimise plain text of the item at hand."""
        return rewrite_plain(text, resolve=self._who.behind, names=self._names).text

    def _object(self, value: JsonObject, shape: Shape, pointer: str) -> JsonObject:
        result: JsonObject = {}
        for key, item in value.items():
            rule = shape.get(key)
            if item is None and rule is not None:
                result[key] = None
            elif rule is None:
                self._unknown(item, f"{pointer}/{_escape(key)}")
            else:
                self._rule(result, key, item, rule, pointer)
        return result

    def _rule(self, out: JsonObject, key: str, item: Json, rule: Rule, pointer: str) -> None:
        if isinstance(rule, Field):
            if rule is Field.SIGNATURE:
                out[key] = item
                self._signatures.append((out, key, f"{pointer}/{key}"))
                return
            kept = self._field(item, rule, f"{pointer}/{key}")
        else:
            kept = self._compound(item, rule, f"{pointer}/{key}")
        if kept is not None:
            out[key] = kept

    def _compound(self, item: Json, rule: Rule, pointer: str) -> Json:
        if isinstance(item, list):
            if not all(isinstance(element, dict) for element in item) and not isinstance(
                rule, Either
            ):
                self._unknown(item, pointer)
                return None
            kept = [
                self._compound(element, rule, f"{pointer}/{number}")
                for number, element in enumerate(item)
            ]
            return [element for element in kept if element is not None]
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
            shape = rule.shapes.get(kind, rule.otherwise) if isinstance(kind, str) else {}
            return self._object(item, shape, pointer)
        if isinstance(rule, dict):
            return self._object(item, rule, pointer)
        return None

    def _languages(self, item: JsonObject, rule: Language, pointer: str) -> JsonObject:
        kept: JsonObject = {}
        for language, text in item.items():
            if len(language) <= 20 and language.replace("-", "").isalnum():
                value = self._field(text, rule.value, f"{pointer}/{language}")
                if value is not None:
                    kept[language] = value
            else:
                self._unknown(text, f"{pointer}/{_escape(language)}")
        return kept

    def _field(self, item: Json, rule: Field, pointer: str) -> Json:  # noqa: C901 - one case a kind of field
        if isinstance(item, list) and rule is not Field.KEEP and rule is not Field.OWN:
            kept = [
                self._field(element, rule, f"{pointer}/{number}")
                for number, element in enumerate(item)
            ]
            return [element for element in kept if element is not None]
        if rule is Field.KEEP:
            return self._fact(item, pointer)
        if rule is Field.OWN:
            if self._is_ours:
                return item
            self._take_out(item, pointer)
            return None
        if rule is Field.DROP:
            self._take_out(item, pointer)
            return None
        if not isinstance(item, str):
            self._unknown(item, pointer)
            return None
        if rule is Field.HTML:
            return self._replaced(item, self.text(item), pointer)
        if rule is Field.TEXT:
            return self._replaced(item, self.plain(item), pointer)
        if rule is Field.PERSON:
            person = self._who.person_at(item)
            return self._replaced(
                item, f"weerklank:person:{person.tag}" if person else item, pointer
            )
        if rule is Field.HANDLE:
            return self._handle(item, pointer)
        return self._item(item, pointer)

    def _fact(self, item: Json, pointer: str) -> Json:
        """Keep a fact; something long or nested where a fact should be counts as unknown."""
        if isinstance(item, str):
            if len(item) <= _LONGEST_FACT:
                return item
        elif not isinstance(item, (dict, list)) or (
            isinstance(item, list) and all(isinstance(e, (int, float)) for e in item)
        ):
            return item
        self._unknown(item, pointer)
        return None

    def _item(self, address: str, pointer: str) -> Json:
        if self._who.is_own_address(address):
            return address
        key = self._keys.key(self._platform, address)
        return self._replaced(address, f"weerklank:item:{key}", pointer)

    def _handle(self, handle: str, pointer: str) -> Json:
        # A handle that nobody of the item bears is hidden by name; ours and listed ones stay.
        return self._replaced(handle, self.plain(handle), pointer)

    def _replaced(self, before: str, after: str, pointer: str) -> str:
        if after != before:
            self._removal.values.append((pointer, before))
        return after

    def _take_out(self, item: Json, pointer: str) -> None:
        self._removal.values.append((pointer, item))

    def _unknown(self, item: Json, pointer: str) -> None:
        self._removal.values.append((pointer, item))
        steps = [step for step in pointer.split("/") if not step.isdecimal()]
        self._removal.unknown.append("/".join(steps))


def _escape(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
