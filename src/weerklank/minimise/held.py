"""Rewrite what is held of an item by whom is known now: its record and its source.

What is held is no raw item any more and no mapping says what its fields are. So each string of a
source is treated by its form: what reads as a text gets stand-ins, an address that names somebody
goes out whole, facts and opaque addresses stay.
"""

import re
from dataclasses import dataclass, field
from itertools import groupby
from typing import cast

from msgspec import structs

from weerklank.minimise.free_words import FreeWords, moved
from weerklank.minimise.html_text import Resolve, plain, rewrite, rewrite_plain
from weerklank.minimise.names import Replaced, ThreadNames
from weerklank.minimise.own_facts import is_signature
from weerklank.minimise.removal import Removal
from weerklank.minimise.source_strings import SourceStrings
from weerklank.model.found_mark import FoundMark
from weerklank.model.item import ArchivalItem
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.minimised import MinimisedText
from weerklank.model.mint import mint

#: A value that is an address as a whole, or a path: structure, not a text.
_ADDRESS = re.compile(r"(?:[a-zA-Z][a-zA-Z0-9+.-]*+:|/)[^\s<>]++")
#: What may be HTML: a tag or an entity.
_HTML = re.compile(r"<[a-zA-Z/!]|&(?:#?[a-zA-Z0-9]++);")


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A record and its source as they are by whom is known now, and what that took out."""

    item: ArchivalItem
    source: JsonObject
    #: Values of the source with their JSON pointers, as they were held.
    removal: Removal


def texts_of(item: ArchivalItem) -> list[str]:
    """Give the texts of a record."""
    options = item.poll.options if item.poll else ()
    texts = [item.text, item.title, *(m.alt for m in item.media), *(o.text for o in options)]
    return [str(text) for text in texts if text]


def texts_by_place(item: ArchivalItem) -> dict[str, str]:
    """Give the texts of a record by the names of their places (`FoundMark.place`)."""
    options = item.poll.options if item.poll else ()
    named: list[tuple[str, str | None]] = [("text", item.text), ("title", item.title)]
    named += [(f"alt/{number}", medium.alt) for number, medium in enumerate(item.media)]
    named += [(f"option/{number}", option.text) for number, option in enumerate(options)]
    return {place: text for place, text in named if text}


def strings_of(value: Json) -> list[str]:
    """Give the strings in a held source; names of fields are none, as a shape once had them."""
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in strings_of(part)]


def rewrite_held(
    item: ArchivalItem,
    source: JsonObject,
    *,
    strings: SourceStrings,
    names: ThreadNames,
    resolve: Resolve,
    words: FreeWords | None = None,
) -> Rewritten:
    """Rewrite a held item; what names nobody comes back as it was.

    `words` finds what goes from the text of a third party besides.
    """
    work = _Work(strings, names, resolve, frozenset(texts_of(item)), words)
    result = work.value(source, "")
    work.finish()
    return Rewritten(work.item(item), cast("JsonObject", result), work.removal)


@dataclass(slots=True)
class _Work:
    """One item on its way."""

    strings: SourceStrings
    names: ThreadNames
    resolve: Resolve
    #: Texts of the record. They are known not to be HTML.
    texts: frozenset[str]
    words: FreeWords | None
    removal: Removal = field(default_factory=Removal)
    signatures: list[tuple[JsonObject, str, str]] = field(default_factory=list)
    #: Texts of the record whose HTML the source has, and what that says now.
    read: dict[str, str] = field(default_factory=dict)

    def item(self, item: ArchivalItem) -> ArchivalItem:
        """Rewrite the record, after its source: HTML tells more than the text that was in it."""

        def once_more(text: MinimisedText | None) -> MinimisedText | None:
            return mint(self.read.get(text) or self._plain(text)) if text else None

        poll = item.poll and structs.replace(
            item.poll,
            options=tuple(
                structs.replace(option, text=mint(self._plain(option.text)))
                for option in item.poll.options
            ),
        )
        media = tuple(structs.replace(m, alt=once_more(m.alt)) for m in item.media)
        url = item.url
        if url and self.strings.may_name(url) and self._is_named(url):
            url = None
        made = structs.replace(
            item,
            media=media,
            poll=poll,
            text=once_more(item.text),
            title=once_more(item.title),
            url=url,
        )
        return structs.replace(made, found=_moved(item, made)) if item.found else made

    def finish(self) -> None:
        """Take signatures out when anything else changed: else they would confirm a guess."""
        if self.removal.values:
            for holder, key, pointer in self.signatures:
                self.removal.values.append((pointer, holder.pop(key)))

    def value(self, value: Json, pointer: str) -> Json:
        """Give a value without whoever was found; None for what goes out whole."""
        if isinstance(value, str):
            return self._string(value, pointer)
        if isinstance(value, list):
            parts = [
                (part, self.value(part, f"{pointer}/{number}"))
                for number, part in enumerate(value)
            ]
            return [after for part, after in parts if after is not None or part is None]
        if isinstance(value, dict):
            return self._object(value, pointer)
        return value

    def _object(self, value: JsonObject, pointer: str) -> JsonObject:
        result: JsonObject = {}
        for key, part in value.items():
            place = f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}"
            if "ignature" in key and is_signature(part):
                self.signatures.append((result, key, place))
                result[key] = part
                continue
            after = self.value(part, place)
            if after is not None or part is None:
                result[key] = after
        return result

    def _string(self, text: str, pointer: str) -> str | None:
        if not self.strings.may_name(text):
            return text
        after = self._address(text) if self._is_address(text) else self._text(text)
        if after != text:
            self.removal.values.append((pointer, text))
        return after

    def _is_address(self, text: str) -> bool:
        """Tell an address from a text that consists of one: the record has those."""
        if text in self.texts or not _ADDRESS.fullmatch(text):
            return False
        return plain(text) not in self.texts

    def _address(self, text: str) -> str | None:
        """Keep an address, unless it names somebody, on whatever server, or leads to them."""
        if self.strings.names_in(text, self.names):
            return None
        who = self.resolve(text)
        return f"weerklank:person:{who.tag}" if who else text

    def _text(self, text: str) -> str:
        if text in self.texts or not _HTML.search(text):
            return self._plain(text)
        found = rewrite(text, resolve=self.resolve, names=self.names, words=self.words)
        # What is no HTML after all may name somebody in what HTML leaves out.
        if not found.hits and self._hits(text) <= self._hits(found.html):
            return text
        before = plain(text)
        if before in self.texts:
            self.read[before] = plain(found.html)
        return found.html

    def _hits(self, text: str) -> int:
        return self._replaced(text).hits

    def _is_named(self, address: str) -> bool:
        return self.strings.names_in(address, self.names) or self.resolve(address) is not None

    def _plain(self, text: str) -> str:
        return self._replaced(text).text

    def _replaced(self, text: str) -> Replaced:
        return rewrite_plain(text, resolve=self.resolve, names=self.names, words=self.words)


def _moved(before: ArchivalItem, after: ArchivalItem) -> tuple[FoundMark, ...]:
    """Give the marks of an item with their places in its texts as they became."""
    there, then = texts_by_place(before), texts_by_place(after)
    result: list[FoundMark] = []
    for place, marks in groupby(before.found, lambda mark: mark.place):
        result += moved([*marks], there.get(place, ""), then.get(place, ""))
    return tuple(result)
