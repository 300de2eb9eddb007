"""Correct what is held: whoever takes part in a thread by now goes out of its earlier texts.

What is held is no raw item any more and no mapping says what its fields are. So each string of a
source is treated by its form: what reads as a text gets stand-ins, an address of ours that names
somebody goes out whole, facts and opaque addresses stay.
"""

import re
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import unquote, urlsplit

from msgspec import structs

from weerklank.minimise.blind_index import BlindIndex, KnownWords
from weerklank.minimise.facts import is_fact
from weerklank.minimise.html_text import Resolve, rewrite, rewrite_plain
from weerklank.minimise.named_in import named_in
from weerklank.minimise.names import ThreadNames
from weerklank.minimise.own_facts import is_signature
from weerklank.minimise.source import Removal
from weerklank.model.account import Account
from weerklank.model.ids import Pseudonym
from weerklank.model.item import ArchivalItem
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.minimised import MinimisedText
from weerklank.model.mint import mint
from weerklank.model.symbols import decode

#: A value that is an address as a whole, or a path: structure, not a text.
_ADDRESS = re.compile(r"(?:[a-zA-Z][a-zA-Z0-9+.-]*+:|/)[^\s<>]++")
#: The server that an address names, which can be any text: nothing here reads it strictly.
_HOST = re.compile(r"[a-zA-Z0-9+.-]*+://([^/?#]++)")
#: What stands behind the beginning of an address of ours and names nobody.
_OF_ITEMS = re.compile(
    r"(?:statuses|activity|replies|likes|shares|followers|following|outbox|inbox|collections"
    r"|featured|tags|main-key|embed|page|min_id|only_other_accounts|true|[0-9]|[/?=&#-])*+"
)
#: What may be HTML: a tag or an entity.
_HTML = re.compile(r"<[a-zA-Z/!]|&(?:#?[a-zA-Z0-9]++);")

#: Threads of which the participants are remembered: records of one lie apart.
_MOST_REMEMBERED = 100


@dataclass(frozen=True, slots=True)
class Correction:
    """A record and its source without whoever was found, and what that took out."""

    item: ArchivalItem
    source: JsonObject
    #: Values of the source with their JSON pointers, as they were held.
    removal: Removal
    #: Every text that was changed, as it was held.
    texts: list[str]


@dataclass(slots=True)
class _Source:
    """The source of one item on its way."""

    names: ThreadNames
    resolve: Resolve
    #: Texts that are known not to be HTML.
    plain: frozenset[str]
    removal: Removal = field(default_factory=Removal)
    signatures: list[tuple[JsonObject, str, str]] = field(default_factory=list)


class ThreadCorrector:
    """Corrects held items of one account by who takes part in their threads now."""

    def __init__(self, blind: BlindIndex, account: Account) -> None:
        self._blind = blind
        self._platform = account.platform
        name, _, _ = account.handle.partition("@")
        self._own_name = name
        parts = urlsplit(account.url)
        self._host = parts.netloc
        origin = f"{parts.scheme}://{parts.netloc}"
        #: What addresses of the account itself begin with; they name nobody else.
        self._own = tuple(
            f"{start}{sign}"
            for start in (f"{origin}/@{name}", f"{origin}/users/{name}", account.url)
            for sign in "/#?"
        )
        self._threads: dict[bytes, tuple[frozenset[bytes], KnownWords]] = {}
        self._own_whole = frozenset(start[:-1] for start in self._own)

    def correct(self, item: ArchivalItem, source: JsonObject) -> Correction | None:
        """Correct one held item; None when it names nobody of its thread."""
        thread = decode(item.thread or item.key)
        participants, words = self._of_thread(thread)
        texts = _texts_of(item)
        held = dict.fromkeys(
            [
                *texts,
                *([item.url] if item.url else ()),
                *(text for text in _strings(source) if self._is_text(text)),
            ]
        )
        known = named_in(self._blind, self._platform, words, held, own_name=self._own_name)
        resolve = _Resolver(self._blind, self._platform, participants)
        work = _Source(ThreadNames(known), resolve, frozenset(texts))
        corrected = self._item(item, work)
        result = self._value(source, work, "")
        if corrected == item and not work.removal.values:
            return None
        for holder, key, pointer in work.signatures:
            work.removal.values.append((pointer, holder.pop(key)))
        changed = [str(value) for _, value in work.removal.values]
        now = {*_texts_of(corrected), str(corrected.url)}
        changed += [text for text in (*texts, str(item.url)) if text not in now]
        return Correction(corrected, cast("JsonObject", result), work.removal, changed)

    def _of_thread(self, thread: bytes) -> tuple[frozenset[bytes], KnownWords]:
        """Give who takes part in a thread, and by which words; remembered for some threads."""
        known = self._threads.get(thread)
        if known is None:
            if len(self._threads) >= _MOST_REMEMBERED:
                self._threads.clear()
            participants = frozenset(self._blind.participants(thread))
            known = self._threads[thread] = (
                participants,
                self._blind.words_of(self._platform, participants),
            )
        return known

    def _is_text(self, text: str) -> bool:
        """Tell whether a name may stand in a value."""
        if text in self._own_whole or text.startswith("weerklank:"):
            return False
        if text.startswith(self._own):
            return not _OF_ITEMS.fullmatch(self._behind_own(text))
        return bool(text) and not is_fact(text)

    def _behind_own(self, text: str) -> str:
        """Give what an address of ours says behind what all of them begin with."""
        return text[max(len(start) for start in self._own if text.startswith(start)) :]

    def _item(self, item: ArchivalItem, work: _Source) -> ArchivalItem:
        def once_more(text: MinimisedText | None) -> MinimisedText | None:
            return mint(self._plain(text, work)) if text else None

        poll = item.poll and structs.replace(
            item.poll,
            options=tuple(
                structs.replace(option, text=mint(self._plain(option.text, work)))
                for option in item.poll.options
            ),
        )
        media = tuple(structs.replace(m, alt=once_more(m.alt)) for m in item.media)
        return structs.replace(
            item,
            media=media,
            poll=poll,
            text=once_more(item.text),
            title=once_more(item.title),
            url=None if item.url and self._is_named(item.url, work) else item.url,
        )

    def _is_named(self, address: str, work: _Source) -> bool:
        """Tell whether an address of ours names somebody, as one with words of the post can."""
        if not address.startswith(self._own):
            return False
        rest = self._behind_own(address)
        return not _OF_ITEMS.fullmatch(rest) and bool(work.names.find(unquote(rest)))

    def _plain(self, text: str, work: _Source) -> str:
        return rewrite_plain(text, resolve=work.resolve, names=work.names).text

    def _value(self, value: Json, work: _Source, pointer: str) -> Json:
        """Give a value without whoever was found; None for what goes out whole."""
        if isinstance(value, str):
            return self._string(value, work, pointer)
        if isinstance(value, list):
            parts = [
                (part, self._value(part, work, f"{pointer}/{number}"))
                for number, part in enumerate(value)
            ]
            return [after for part, after in parts if after is not None or part is None]
        if isinstance(value, dict):
            return self._object(value, work, pointer)
        return value

    def _object(self, value: JsonObject, work: _Source, pointer: str) -> JsonObject:
        result: JsonObject = {}
        for key, part in value.items():
            place = f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}"
            if "ignature" in key and is_signature(part):
                work.signatures.append((result, key, place))
                result[key] = part
                continue
            after = self._value(part, work, place)
            if after is not None or part is None:
                result[key] = after
        return result

    def _string(self, text: str, work: _Source, pointer: str) -> str | None:
        if not self._is_text(text):
            return text
        if text.startswith(self._own):
            if not self._is_named(text, work):
                return text
            work.removal.values.append((pointer, text))
            return None
        if text not in work.plain and _ADDRESS.fullmatch(text):
            return self._address(text, work, pointer)
        if text not in work.plain and _HTML.search(text):
            found = rewrite(text, resolve=work.resolve, names=work.names)
            after = found.html if found.hits else text
        else:
            after = self._plain(text, work)
        if after != text:
            work.removal.values.append((pointer, text))
        return after

    def _address(self, text: str, work: _Source, pointer: str) -> str | None:
        """Keep an address, unless it is of our server or of none and names somebody."""
        host = _HOST.match(text)
        is_ours = host is None or host[1] == self._host
        if is_ours and work.names.find(unquote(text.replace(self._host, ""))):
            work.removal.values.append((pointer, text))
            return None
        who = work.resolve(text)
        if who is None:
            return text
        work.removal.values.append((pointer, text))
        return f"weerklank:person:{who.tag}"


@dataclass(frozen=True, slots=True)
class _Resolver:
    """Says whose an address is, of those who take part."""

    blind: BlindIndex
    platform: str
    participants: frozenset[bytes]

    def __call__(self, address: str) -> Pseudonym | None:
        found = self.blind.at(self.platform, address)
        return found if found and decode(found.tag) in self.participants else None


def _texts_of(item: ArchivalItem) -> list[str]:
    options = item.poll.options if item.poll else ()
    texts = [item.text, item.title, *(m.alt for m in item.media), *(o.text for o in options)]
    return [str(text) for text in texts if text]


def _strings(value: Json) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in _strings(part)]
