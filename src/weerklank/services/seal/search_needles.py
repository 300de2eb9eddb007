"""Needles: what must be found nowhere once it was destroyed, in every form in which it may stand.

Texts of 30 characters and more, salts, what was sealed, the addresses of the posts, and by whom
they are: pseudonyms, and names of those who stay named. What is shorter is proven by structure.
"""

import html
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

import msgspec
import orjson

from weerklank.model.item import ItemKind
from weerklank.model.item_address import item_address
from weerklank.model.json_value import Json
from weerklank.model.symbols import decode
from weerklank.package.rewriter import Dropped

_SHORTEST = 30
#: Figures from which a number is of one post alone, wherever it stands.
_SHORTEST_NUMBER = 15
_ADDRESS = re.compile(r"(?:https?://|web\+ap://|tag:)\S+", re.IGNORECASE)
#: What texts begin with that are an address, or stand for one.
_OPAQUE = ("http", "weerklank:", "tag:")
#: Longer needles are cut: their beginning tells as much.
_LONGEST = 400
#: Addresses that many posts have.
_REPEATED = 4096
#: Shorter names of persons are words that stand anywhere.
_SHORTEST_NAME = 8


#: Gives the key of an item by its platform and its address.
KeyOf = Callable[[str, str], str]


class _Author(msgspec.Struct):
    role: str = "own"
    handle: str | None = None
    name: str | None = None
    pseudonym: str | None = None


class _Item(msgspec.Struct):
    id: str
    key: str
    kind: ItemKind
    platform: str
    author: _Author = msgspec.field(default_factory=_Author)


_ITEM = msgspec.json.Decoder(_Item)


class Kind(Enum):
    """What a needle is: that says where it may stand."""

    #: Texts, salts and what was sealed.
    TEXT = auto()
    #: Addresses of the posts, and their numbers where those are long enough.
    ADDRESS = auto()
    #: Lines of texts as a page shows them: looked for in the files of pages alone.
    LINE = auto()
    #: Who wrote it: may stand in what tells of persons and of decisions about them.
    PERSON = auto()
    #: Permanent addresses: decisions name them for ever, an export does not.
    ID = auto()


@dataclass(frozen=True, slots=True)
class Needles:
    """What must be found nowhere, each with what it is."""

    kinds: dict[bytes, Kind]

    @classmethod
    def of_texts(cls, texts: Iterable[bytes]) -> "Needles":
        """Take texts alone."""
        return cls(dict.fromkeys(texts, Kind.TEXT))

    def with_ids(self, ids: Iterable[str]) -> "Needles":
        """Take permanent addresses as well."""
        return Needles(dict.fromkeys((one.encode() for one in ids), Kind.ID) | self.kinds)


def needles_of(dropped: list[Dropped], key_of: KeyOf) -> Needles:
    """Give what must be found nowhere; `key_of` gives the key of an item by its address."""
    kinds = dict.fromkeys(_ids(dropped), Kind.ID)
    kinds |= dict.fromkeys(_persons(dropped), Kind.PERSON)
    kinds |= dict.fromkeys(_lines(dropped), Kind.LINE)
    kinds |= dict.fromkeys(_addresses(dropped, key_of), Kind.ADDRESS)
    kinds |= dict.fromkeys(_texts(dropped), Kind.TEXT)
    return Needles(kinds)


def _items(dropped: list[Dropped]) -> Iterator[_Item]:
    for one in dropped:
        yield from map(_ITEM.decode, one.lines[::2])


def _ids(dropped: list[Dropped]) -> Iterator[bytes]:
    for item in _items(dropped):
        yield item.id.encode()


def _persons(dropped: list[Dropped]) -> Iterator[bytes]:
    """Give who wrote what went, unless the account itself did or another of the register."""
    for author in (item.author for item in _items(dropped)):
        if author.pseudonym is not None:
            yield author.pseudonym.encode()
            yield decode(author.pseudonym).hex().encode()
        if author.role == "named":
            for name in (author.handle, author.name):
                if name is not None and len(name) >= _SHORTEST_NAME:
                    yield orjson.dumps(name)[1:-1]
                    yield name.encode()


def _lines(dropped: list[Dropped]) -> list[bytes]:
    """Give each line of each text in the forms in which a page, or its text, may have it."""
    needles: dict[bytes, None] = {}
    for line in (line for one in dropped for line in one.lines):
        for text in strings_of(orjson.loads(line)):
            if text.startswith(_OPAQUE):
                continue
            for part in (part.strip() for part in text.splitlines()):
                if len(part) >= _SHORTEST:
                    said = orjson.dumps(part)[1:-1].decode()
                    for form in (part, said, html.escape(part, quote=False), html.escape(part)):
                        needles[form.encode()[:_LONGEST]] = None
    return list(needles)


def _addresses(dropped: list[Dropped], key_of: KeyOf) -> list[bytes]:
    """Give every address in the lines that is of the item itself: those of which the key is."""
    needles: dict[bytes, None] = {}
    form_of = lru_cache(_REPEATED)(item_address)  # every post names the account, and the platform
    for one in dropped:
        for record, source in zip(one.lines[::2], one.lines[1::2], strict=True):
            item = _ITEM.decode(record)
            if item.kind is ItemKind.PROFILE:
                continue  # its address names the author of every item that stays
            found = (*strings_of(orjson.loads(record)), *strings_of(orjson.loads(source)))
            for text in dict.fromkeys(found):
                if not _ADDRESS.fullmatch(text):
                    continue
                form = form_of(text)
                if key_of(item.platform, form) == item.key:
                    needles[text.encode()] = None
                    number = form.rpartition("/")[2]
                    if number.isdecimal() and len(number) >= _SHORTEST_NUMBER:
                        needles[number.encode()] = None
    return list(needles)


def _texts(dropped: list[Dropped]) -> list[bytes]:
    lines = (line for one in dropped for line in one.lines)
    texts = (text for line in lines for text in strings_of(orjson.loads(line)))
    salts = (salt for one in dropped for salt in one.salts)
    sealed = (begin for one in dropped for begin in (*one.sealed, *one.data_keys))
    return [*texts_of(texts, salts), *sealed]


def texts_of(texts: Iterable[str], salts: Iterable[bytes]) -> list[bytes]:
    """Give texts that are long enough to be of one post alone, and salts, in every form."""
    needles: dict[bytes, None] = {}
    for text in texts:
        if len(text) >= _SHORTEST and not text.startswith(_OPAQUE):
            for form in (orjson.dumps(text)[1:-1], text.encode()):
                needles[form[:_LONGEST]] = None
    for salt in salts:
        needles[salt] = None
        needles[bytes.fromhex(salt.decode())] = None
    return list(needles)


def strings_of(value: Json) -> Iterator[str]:
    """Give every text within a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings_of(item)


def is_address(text: str) -> bool:
    """Tell whether a text is an address by itself."""
    return _ADDRESS.fullmatch(text) is not None
