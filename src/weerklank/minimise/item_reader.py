"""Read a raw item with whoever is looked for in it: its source and its texts without them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import msgspec
import orjson
from msgspec import structs

from weerklank.minimise.blind_epochs import Blind
from weerklank.minimise.blind_index import BlindIndex
from weerklank.minimise.facts import is_moment
from weerklank.minimise.free_words import Found, FreeWords
from weerklank.minimise.hashtags import learn_hashtags
from weerklank.minimise.held import texts_of
from weerklank.minimise.html_text import plain
from weerklank.minimise.item_keys import ItemKeys
from weerklank.minimise.named_in import named_in
from weerklank.minimise.names import KnownPerson, ThreadNames
from weerklank.minimise.removal import Removal
from weerklank.minimise.source import SourceMinimiser
from weerklank.minimise.source_strings import SourceStrings
from weerklank.minimise.thread_words import KnownWords, ThreadWords, nobody_first
from weerklank.minimise.who import Whois
from weerklank.model.found_mark import FoundMark
from weerklank.model.ids import Pseudonym
from weerklank.model.item import DROPPED_TEXT, ArchivalItem, AuthorRole, Poll, PollOption
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.minimised import MinimisedText
from weerklank.model.mint import mint
from weerklank.model.platform import Platform
from weerklank.model.raw import RawItem, RawPoll
from weerklank.model.symbols import decode, encode

#: Who may be named by words, in each epoch in which somebody of a thread stands.
_Others = tuple[tuple[BlindIndex, KnownWords], ...]
_NOBODY = ThreadNames(())
#: What begins a hashtag, in JSON, also one that HTML writes as an entity.
_SIGN = re.compile(rb"#(?!Public\"|main-key\")|\xef\xbc\x83|\xef\xb9\x9f|&num;")
#: How often an item is read: whom its addresses lead to the first time may stand in the rest.
_MOST_ROUNDS = 3


class ItemRead(msgspec.Struct, frozen=True):
    """The source and the texts of an item after minimisation."""

    source: JsonObject
    removal: Removal
    text: MinimisedText | None
    title: MinimisedText | None
    #: Of each medium.
    alts: list[MinimisedText | None]
    poll: Poll | None
    #: What detectors found in its texts and in its source.
    found: tuple[FoundMark, ...] = ()
    #: Names of what was there and does not come in.
    dropped: tuple[str, ...] = ()

    def put_into(self, item: ArchivalItem) -> ArchivalItem:
        """Give the record of the same item with these texts."""
        media = tuple(
            structs.replace(medium, alt=alt)
            for medium, alt in zip(item.media, self.alts, strict=False)
        )
        return structs.replace(
            item,
            dropped=self.dropped,
            found=self.found,
            media=media,
            poll=self.poll,
            text=self.text,
            title=self.title,
        )


class ItemReader:
    """Reads the items of one account, one after another.

    `words` finds in the texts of third parties what goes besides those who are known.
    """

    def __init__(
        self,
        platform: Platform,
        who: Whois,
        keys: ItemKeys,
        blind: Blind,
        words: FreeWords | None = None,
    ) -> None:
        self._who = who
        self._words = words
        self._blind = blind
        self.strings = SourceStrings(who)
        #: Rewrites texts by whoever is looked for in the item that was read last.
        self.source = SourceMinimiser(platform, who, keys)
        #: Those themselves.
        self.names = _NOBODY
        #: Those to whom that item leads without naming them in its structure.
        self.met: frozenset[Pseudonym] = frozenset()

    def read(
        self, raw: RawItem, thread: bytes, held: ArchivalItem | None, meant: str = ""
    ) -> ItemRead:
        """Read an item by whom is known now.

        Who of two of one name is meant is whom a held version names. `meant` are stand-ins of
        those who come before others, also by a part of a name that is all of another's.
        """
        known = self._known(raw)
        met: frozenset[Pseudonym] = frozenset()
        # Who of two of one name is meant by it alone can't be told: another choice when the
        # second joins would look like an edit.
        said = "\n".join(texts_of(held)) if held else ""
        for _ in range(_MOST_ROUNDS):
            others = self._others(raw, thread, known, met)
            named = self._named_in(raw, others, met, first=said)
            if meant:
                named += self._named_in(raw, others, met, first=meant, only_first=True)
            read = self._read_with(raw, known + named, meant)
            news = self.source.met.keys() - met - {person.pseudonym for person in known}
            if not news:
                break
            # Their names may stand in the rest of the item, so that all of it is read again.
            known += [one for who in news for one in self._who.known_by(self.source.met[who])]
            met |= news
        self.met = met
        return read

    def read_as_then(self, raw: RawItem, thread: bytes, said: str) -> ItemRead:
        """Read an item as if those whom a held version shows were all of its thread."""
        known = self._known(raw)
        others = self._others(raw, thread, known, frozenset())
        named = self._named_in(raw, others, frozenset(), first=said, only_first=True)
        return self._read_with(raw, known + named, said)

    def read_undecided(self, raw: RawItem, thread: bytes, held: ArchivalItem) -> ItemRead | None:
        """Read an item as before anybody decided that some words are nobody.

        None where nothing was decided.
        """
        words = self._words
        if words is None or not words.has_decisions or self._is_ours(raw):
            return None
        self._words = words.without_decisions()
        try:
            return self.read(raw, thread, held)
        finally:
            self._words = words

    def _read_with(self, raw: RawItem, persons: list[KnownPerson], meant: str) -> ItemRead:
        first = {one.pseudonym for one in persons if meant and _is_shown(one.pseudonym, meant)}
        names = ThreadNames(persons, self._who.ours, first) if persons else _NOBODY
        if not names.is_empty and _may_have_hashtags(raw):
            learn_hashtags(names, _strings_of(raw), self.strings.may_name)
        is_ours = self._is_ours(raw)
        words = None if is_ours else self._words
        if words:
            words.learn_tags(map(plain, _strings_of(raw)) if _may_have_hashtags(raw) else ())
        source, removal = self.source.minimise(
            raw.source, raw.shape, names, is_ours=is_ours, words=words
        )
        self.names = names
        if not is_ours and not self.source.treatment.keeps_text:
            return ItemRead(
                source,
                removal,
                text=None,
                title=None,
                alts=[None for _ in raw.media],
                poll=None,
                dropped=(DROPPED_TEXT,) if _texts_of(raw) else (),
            )
        texts = _Texts(self.source)
        options = raw.poll.options if raw.poll else ()
        said = [texts.plain(f"option/{n}", option.text) for n, option in enumerate(options)]
        return ItemRead(
            source,
            removal,
            text=texts.html("text", raw.html) if raw.html else None,
            title=texts.plain("title", raw.title) if raw.title else None,
            alts=[
                texts.plain(f"alt/{n}", one.alt) if one.alt else None
                for n, one in enumerate(raw.media)
            ],
            poll=_poll(raw.poll, said) if raw.poll else None,
            found=texts.found() if words else (),
        )

    def _known(self, raw: RawItem) -> list[KnownPerson]:
        """Give the third parties whom an item names in its structure."""
        persons = raw.persons if self._is_ours(raw) else (*raw.persons, raw.author)
        return [
            self._who.known(person)
            for person in persons
            if self._who.role(person) is AuthorRole.CITIZEN
        ]

    def _is_ours(self, raw: RawItem) -> bool:
        return self._who.role(raw.author).is_ours

    def _others(
        self,
        raw: RawItem,
        thread: bytes,
        known: list[KnownPerson],
        met: frozenset[Pseudonym],
    ) -> _Others:
        """Give who may be named by words that the item does not mention, by epoch.

        `met` are others than those of the thread: whom addresses in the item led to.
        """
        here = frozenset(decode(person.pseudonym.tag) for person in known)
        without = here | self._who.named.tags
        led_to = {decode(person.tag) for person in met} - without
        blind, *elsewhere = self._blind.parts_of(thread)
        # Somebody renamed is mentioned here by one name and may be written by another.
        led_to |= {person for person in here if blind.is_also_known(person)}
        words = blind.words_in(raw.platform, thread)
        own = KnownWords(words, blind.words_of(raw.platform, led_to), without)
        others = (self._in_other_epoch(one, raw, thread) for one in elsewhere)
        return ((blind, own), *others)

    def _in_other_epoch(
        self, blind: BlindIndex, raw: RawItem, thread: bytes
    ) -> tuple[BlindIndex, KnownWords]:
        """Give who of a thread stands in another epoch, but for those whom the item mentions."""
        persons = (*raw.persons, raw.author)
        found = filter(None, map(blind.find, persons))
        without = {decode(one.tag) for one in found} | self._who.named.in_epoch(blind).tags
        words = blind.words_in(raw.platform, thread)
        return blind, KnownWords(words, ThreadWords(raw.platform), frozenset(without))

    def _named_in(
        self,
        raw: RawItem,
        others: _Others,
        met: frozenset[Pseudonym],
        *,
        first: str,
        only_first: bool = False,
    ) -> list[KnownPerson]:
        """Find whom the texts name; of two of one name whom other texts, `first`, show."""
        shown = partial(_is_tag_shown, said=first) if first else nobody_first
        found: list[KnownPerson] = []
        for blind, words in others:
            if words.is_empty:
                continue
            chosen = replace(words, first=shown, only_first=only_first)
            found += named_in(blind, raw.platform, chosen, self._said(raw), ours=self._who.ours)
        return [self._but_open(one) if one.pseudonym in met else one for one in found]

    def _but_open(self, person: KnownPerson) -> KnownPerson:
        """Leave of the words for somebody those that are a name of ours as well."""
        is_open = self._who.is_open_handle
        return KnownPerson(
            person.pseudonym,
            *(
                tuple(word for word in words if not is_open(word))
                for words in (person.handles, person.names, person.greeted)
            ),
        )

    def _said(self, raw: RawItem) -> Iterator[str]:
        """Give all texts of an item in which a name may stand."""
        yield from filter(self.strings.may_name, dict.fromkeys(_strings_of(raw)))


class _Texts:
    """The texts of one record, and what detectors found in them."""

    __slots__ = ("_found", "_source", "_told")

    def __init__(self, source: SourceMinimiser) -> None:
        self._source = source
        self._found: list[FoundMark] = []
        #: Texts of the record: what was found in the same of the source needn't be said again.
        self._told: set[str] = set()

    def html(self, place: str, html: str) -> MinimisedText:
        made = self._source.rewritten(html)
        text = plain(made.html)
        self._note(place, html, text, made.found)
        return mint(text)

    def plain(self, place: str, text: str) -> MinimisedText:
        made = self._source.replaced(text)
        self._note(place, text, made.text, made.found)
        return mint(made.text)

    def _note(self, place: str, raw: str, text: str, found: tuple[Found, ...]) -> None:
        if found and self._source.words:
            self._told.add(raw)
            self._found += self._source.words.marks(place, text, found)

    def found(self) -> tuple[FoundMark, ...]:
        """Give all that was found: in the texts, and in what only the source has."""
        rest = (marks for raw, marks in self._source.found.items() if raw not in self._told)
        return (*self._found, *(mark for marks in rest for mark in marks))


def _poll(raw: RawPoll, texts: list[MinimisedText]) -> Poll:
    return Poll(
        ends_at=ends if (ends := raw.ends_at) and is_moment(ends) else None,
        many=raw.many,
        closed=raw.closed,
        options=tuple(
            PollOption(text=text, votes=option.votes)
            for option, text in zip(raw.options, texts, strict=True)
        ),
        voters=raw.voters,
    )


def _is_tag_shown(person: bytes, said: str) -> bool:
    """Tell whether texts show somebody, given by the tag."""
    return _is_shown(Pseudonym(encode(person)), said)


def _is_shown(person: Pseudonym, said: str) -> bool:
    """Tell whether texts show somebody; without the check symbol, as more may be shown."""
    return str(Pseudonym(person.tag))[:-1] in said


def _may_have_hashtags(raw: RawItem) -> bool:
    """Tell quickly of most items that no string of them has a hashtag."""
    try:
        written = orjson.dumps((raw.source, _texts_of(raw)))
    except TypeError:  # such as half a letter: looked at string by string
        return True
    return _SIGN.search(written) is not None


def _texts_of(raw: RawItem) -> list[str]:
    options = raw.poll.options if raw.poll else ()
    texts = [raw.html, raw.title, *(m.alt for m in raw.media), *(o.text for o in options)]
    return [text for text in texts if text]


def _strings_of(raw: RawItem) -> list[str]:
    """Give the texts of an item, and all strings of its source with the names of its fields."""
    found = _texts_of(raw)
    _add_strings(raw.source, found)
    return found


def _add_strings(value: Json, found: list[str]) -> None:
    if isinstance(value, str):
        found.append(value)
    elif isinstance(value, dict):
        for key, part in value.items():
            found.append(key)
            _add_strings(part, found)
    elif isinstance(value, list):
        for part in value:
            _add_strings(part, found)
