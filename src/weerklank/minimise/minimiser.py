"""Turn raw items into archival ones: the only road from what a platform sent to what is kept."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec
from msgspec import structs

from weerklank.minimise.blind_index import BlindIndex
from weerklank.minimise.envelope import answer_place
from weerklank.minimise.facts import is_language, is_media_type, is_moment
from weerklank.minimise.field_coverage import MOST_ITEMS, FieldCoverage
from weerklank.minimise.hashtags import learn_hashtags
from weerklank.minimise.held import rewrite_held, texts_of
from weerklank.minimise.html_text import plain
from weerklank.minimise.item_keys import ItemKeys
from weerklank.minimise.named_in import named_in
from weerklank.minimise.names import KnownPerson, ThreadNames
from weerklank.minimise.source import Removal, SourceMinimiser
from weerklank.minimise.source_strings import SourceStrings
from weerklank.minimise.who import Whois
from weerklank.model.ids import ItemId, ItemKey, Pseudonym
from weerklank.model.item import (
    ArchivalItem,
    Author,
    AuthorRole,
    ItemKind,
    Medium,
    Poll,
    PollOption,
    Ref,
    RefType,
)
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.minimised import MinimisedText
from weerklank.model.mint import mint
from weerklank.model.platform import Platform
from weerklank.model.raw import RawItem, RawMedium, RawPerson, RawPoll, media_path
from weerklank.model.symbols import decode, encode

_NOBODY = ThreadNames(())
#: How often an item is read: whom its addresses lead to the first time may stand in the rest.
_MOST_ROUNDS = 3
#: Why a third party's medium has no file: a picture shows more than any text can hide.
_NOT_OURS = "third_party"
#: Earlier versions have fewer fields than the item itself.
_EARLIER = "earlier"


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What goes for every item of a run."""

    account: str
    run: str
    technique: str
    policy: int
    captured_at: str


class KeptMedium(msgspec.Struct, frozen=True, kw_only=True):
    """A media file that came in with an item."""

    id: str
    file: str | None = None
    bytes: int | None = None
    digest: str | None = None
    missing: str | None = None


class Minimised(msgspec.Struct, frozen=True, kw_only=True):
    """An item after minimisation, its source, and what was removed for the vault."""

    item: ArchivalItem
    source: JsonObject
    removal: Removal


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """A raw item about to be minimised: what others may know of it, and the rest closed."""

    tag: bytes
    key: ItemKey
    created_at: str
    kind: ItemKind
    #: Whether it answers another item, and so may belong to a thread that began before it.
    answers: bool
    #: Whether it is an earlier version, as the platform's own history tells it.
    is_earlier: bool
    #: When the account deleted it, as the platform itself says.
    deleted_at: str | None
    #: Tag and path of each medium.
    media: tuple[tuple[bytes, str], ...]
    raw: RawItem


@dataclass(slots=True)
class Tally:
    """What minimisation met in a run, in numbers."""

    unknown: Counter[str] = field(default_factory=Counter)
    #: The first items in which it stood.
    unknown_in: dict[str, list[ItemId]] = field(default_factory=dict)
    #: Fields that a mapping knows, and how often they stood.
    fields: FieldCoverage = field(default_factory=FieldCoverage)
    #: Persons with a name that is an ordinary word: it is found in mentions and greetings only.
    weak: set[Pseudonym] = field(default_factory=set)

    def note_unknown(self, paths: list[str], address: ItemId) -> None:
        """Count fields of an item that no mapping knows."""
        self.unknown.update(paths)
        for path in dict.fromkeys(paths):
            seen = self.unknown_in.setdefault(path, [])
            if len(seen) < MOST_ITEMS:
                seen.append(address)

    def items_of(self) -> dict[str, tuple[ItemId, ...]]:
        """Give the first items in which an unknown field stood, or a known one was away."""
        unknown = {path: tuple(items) for path, items in self.unknown_in.items()}
        return unknown | self.fields.lacking()


class _Texts(msgspec.Struct, frozen=True):
    """The texts of an item after minimisation."""

    text: MinimisedText | None
    title: MinimisedText | None
    #: Of each medium, and of each answer of a poll.
    alts: list[MinimisedText | None]
    options: list[MinimisedText]


class Minimiser:
    """Minimises the items of one run, one after another."""

    def __init__(
        self,
        circumstances: Circumstances,
        platform: Platform,
        who: Whois,
        keys: ItemKeys,
        blind: BlindIndex,
    ) -> None:
        self._about = circumstances
        self._who = who
        self._strings = SourceStrings(who)
        self._keys = keys
        self._blind = blind
        self._platform = platform
        self._source = SourceMinimiser(platform, who, keys)
        self.tally = Tally()
        #: Who is looked for in the item that was minimised last.
        self._names = _NOBODY
        #: Tags of those to whom that item leads without naming them in its structure.
        self.led_to: frozenset[bytes] = frozenset()

    def note_participants(self, thread: bytes, persons: tuple[RawPerson, ...]) -> None:
        """Note third parties of a thread before its texts are minimised."""
        for tag in self.tags_of(persons):
            self._blind.join(thread, tag)

    def tags_of(self, persons: tuple[RawPerson, ...]) -> list[bytes]:
        """Give the tags of the pseudonyms of third parties; who was not known gets one."""
        return [
            decode(self._who.pseudonym(person).tag)
            for person in persons
            if self._who.role(person) is AuthorRole.CITIZEN
        ]

    def unknown_fields(self) -> Counter[str]:
        """Give where how often stood what no mapping knows, without a name that is somebody's.

        Of whoever is known, of other threads too: a server may write anything in place of a field.
        """
        unknown = self.tally.unknown
        last = {path.rpartition("/")[2] for path, count in unknown.items() if count > 1}
        named = self._blind.names_among(self._platform, last - {"?"})
        found: Counter[str] = Counter()
        for path, count in unknown.items():
            folder, _, name = path.rpartition("/")
            found[f"{folder}/?" if name in named else path] += count
        return found

    def prepare(self, raw: RawItem) -> Prepared:
        """Give an item its key; nothing else of it is shown."""
        if not is_moment(raw.created_at):
            raise ValueError("a moment is missing")
        ours = self._who.role(raw.author) is not AuthorRole.CITIZEN
        tag = self._keys.tag(raw.platform, raw.native_id)
        return Prepared(
            tag=tag,
            key=ItemKey(encode(tag)),
            created_at=raw.created_at,
            kind=raw.kind,
            answers=bool(raw.refs) and any(ref.type is RefType.REPLY_TO for ref in raw.refs),
            is_earlier=raw.is_earlier,
            deleted_at=raw.deleted_at if raw.deleted_at and is_moment(raw.deleted_at) else None,
            media=self._places(raw) if ours else (),
            raw=raw,
        )

    def _places(self, raw: RawItem) -> tuple[tuple[bytes, str], ...]:
        if not raw.media:
            return ()
        paths = [media_path(medium.source) for medium in raw.media]
        return tuple(
            (self._keys.tag(raw.platform, f"{raw.native_id}\nmedia\n{path}"), path)
            for path in paths
        )

    def later_medium(self, prepared: Prepared, tag: bytes, version: int) -> bytes:
        """Give the tag of another medium that came under the name of one before it.

        `version` is that of the item with which it came.
        """
        return self._keys.tag(prepared.raw.platform, f"{encode(tag)}\nversion\n{version}")

    def minimise(
        self,
        prepared: Prepared,
        *,
        address: ItemId,
        thread: str,
        scenario: str,
        process: str | None = None,
        media: tuple[KeptMedium, ...] = (),
        version: int = 1,
        held: ArchivalItem | None = None,
    ) -> Minimised:
        """Minimise one item; who of two of one name is meant stays as a held version says."""
        raw, key = prepared.raw, prepared.key
        in_thread = prepared.tag if thread == key else decode(thread)
        role = self._who.role(raw.author)
        known = self._known(raw, role)
        met: frozenset[Pseudonym] = frozenset()
        for _ in range(_MOST_ROUNDS):
            persons = known + self._named_in(raw, in_thread, known, met, held)
            names = ThreadNames(persons, self._who.ours) if persons else _NOBODY
            learn_hashtags(names, _texts_of(raw))
            source, removal = self._source.minimise(
                raw.source, raw.shape, names, is_ours=role is not AuthorRole.CITIZEN
            )
            texts = self._texts(raw)
            news = self._source.met.keys() - met - {person.pseudonym for person in known}
            if not news:
                break
            # Their names may stand in the rest of the item, so that all of it is read again.
            known += [one for who in news for one in self._who.known_by(self._source.met[who])]
            met |= news
        self._names = names
        self.led_to = frozenset(decode(who.tag) for who in met) if met else frozenset()
        if removal.unknown:
            self.tally.note_unknown(removal.unknown, address)
        group = _EARLIER if raw.is_earlier else raw.kind.value
        self.tally.fields.note(group, raw.source, raw.shape, address)
        self.tally.weak |= names.weak
        if role is AuthorRole.CITIZEN:
            places = self._places(raw)
            media = tuple(KeptMedium(id=encode(tag), missing=_NOT_OURS) for tag, _ in places)
        about = self._about
        item = ArchivalItem(
            account=about.account,
            answer=answer_place(raw.place) if raw.place else None,
            author=self._author(raw.author, role),
            captured_at=about.captured_at,
            counts=raw.counts,
            created_at=raw.created_at,
            edited_at=raw.edited_at if raw.edited_at and is_moment(raw.edited_at) else None,
            id=address,
            key=key,
            kind=raw.kind,
            language=raw.language if raw.language and is_language(raw.language) else None,
            mapping=raw.mapping,
            media=tuple(map(_medium, raw.media, media, texts.alts)) if media else (),
            platform=raw.platform,
            policy=about.policy,
            poll=_poll(raw.poll, texts.options) if raw.poll else None,
            process=process,
            refs=tuple(
                Ref(key=self._keys.key(raw.platform, ref.native_id), type=ref.type)
                for ref in raw.refs
            ),
            run=about.run,
            scenario=scenario,
            technique=about.technique,
            text=texts.text,
            thread=None if thread == key else thread,
            title=texts.title,
            url=mint(raw.url) if raw.url and self._is_open(raw.url, role) else None,
            version=version,
            visibility=held.visibility if held and not raw.tells_visibility else raw.visibility,
        )
        return Minimised(item=item, source=source, removal=removal)

    def once_more(self, held: ArchivalItem) -> ArchivalItem:
        """Minimise what is held of the item that was minimised last, by whom is known now.

        Of a held version from before somebody joined its thread, this is what it would have been.
        """
        poll = held.poll and structs.replace(
            held.poll,
            options=tuple(
                structs.replace(option, text=mint(self._source.plain(option.text)))
                for option in held.poll.options
            ),
        )
        return structs.replace(
            held,
            media=tuple(
                structs.replace(medium, alt=mint(self._source.plain(medium.alt)))
                if medium.alt
                else medium
                for medium in held.media
            ),
            poll=poll,
            text=mint(self._source.plain(held.text)) if held.text else None,
            title=mint(self._source.plain(held.title)) if held.title else None,
        )

    def as_then(
        self, prepared: Prepared, thread: str, item: ArchivalItem, held: ArchivalItem
    ) -> ArchivalItem:
        """Give an item as it would be if those whom a held version names were all of its thread.

        What is left of a longer name once a shorter one in it was replaced, can't be put back: so
        who wrote nothing else is told from one who did by the item that comes. Asked last, as
        `once_more` looks for other names after it.
        """
        raw = prepared.raw
        role = self._who.role(raw.author)
        in_thread = prepared.tag if thread == prepared.key else decode(thread)
        known = self._known(raw, role)
        said = "\n".join(texts_of(held))
        persons = known + [
            one
            for one in self._named_in(raw, in_thread, known, frozenset(), held)
            if _is_shown(decode(one.pseudonym.tag), said)
        ]
        names = ThreadNames(persons, self._who.ours) if persons else _NOBODY
        is_ours = role is not AuthorRole.CITIZEN
        self._source.minimise(raw.source, raw.shape, names, is_ours=is_ours)
        texts = self._texts(raw)
        media = tuple(
            structs.replace(medium, alt=alt)
            for medium, alt in zip(item.media, texts.alts, strict=False)
        )
        poll = _poll(raw.poll, texts.options) if raw.poll else None
        return structs.replace(item, media=media, poll=poll, text=texts.text, title=texts.title)

    def once_more_by_source(self, held: ArchivalItem, source: JsonObject) -> ArchivalItem:
        """Do the same by the source that is held with it: a text shows no addresses of links."""
        return rewrite_held(
            held,
            source,
            strings=self._strings,
            names=self._names,
            resolve=self._who.behind,
        ).item

    def _known(self, raw: RawItem, role: AuthorRole) -> list[KnownPerson]:
        """Give the third parties whom an item names in its structure."""
        persons = raw.persons if role is not AuthorRole.CITIZEN else (*raw.persons, raw.author)
        return [
            self._who.known(person)
            for person in persons
            if self._who.role(person) is AuthorRole.CITIZEN
        ]

    def _texts(self, raw: RawItem) -> "_Texts":
        """Minimise the texts of the item whose source was just minimised."""
        source = self._source
        options = raw.poll.options if raw.poll else ()
        return _Texts(
            text=mint(plain(source.text(raw.html))) if raw.html else None,
            title=mint(source.plain(raw.title)) if raw.title else None,
            alts=[mint(source.plain(one.alt)) if one.alt else None for one in raw.media],
            options=[mint(source.plain(option.text)) for option in options],
        )

    def _named_in(
        self,
        raw: RawItem,
        thread: bytes,
        known: list[KnownPerson],
        met: frozenset[Pseudonym],
        held: ArchivalItem | None,
    ) -> list[KnownPerson]:
        """Find whom the text names of the thread, by words that this item does not mention.

        `met` are others to look for: those whom addresses in the item led to.
        """
        here = {decode(person.pseudonym.tag) for person in known}
        led_to = {decode(person.tag) for person in met}
        others = (frozenset(self._blind.participants(thread)) | led_to) - here
        # Somebody renamed is mentioned here by one name and may be written by another.
        others |= {person for person in here if self._blind.is_also_known(person)}
        if not others:
            return []
        words = self._blind.words_of(raw.platform, _in_order(others, held))
        said = self._said(raw)
        found = named_in(self._blind, raw.platform, words, said, ours=self._who.ours)
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
        for text in dict.fromkeys([*_texts_of(raw), *_strings(raw.source)]):
            if text and self._strings.may_name(text):
                yield text

    def _author(self, person: RawPerson, role: AuthorRole) -> Author:
        if role is AuthorRole.CITIZEN:
            pseudonym = self._who.pseudonym(person)
            return Author(pseudonym=pseudonym.tag, role=role, shown=str(pseudonym))
        return Author(handle=mint(person.handle) if person.handle else None, role=role)

    def _is_open(self, url: str, role: AuthorRole) -> bool:
        is_own = role is AuthorRole.OWN and self._who.is_own_page(url)
        if role is AuthorRole.CITIZEN or not (is_own or self._who.stays(url)):
            return False
        return not self._source.hides_somebody(url)


def _medium(raw: RawMedium, kept: KeptMedium, alt: MinimisedText | None) -> Medium:
    return Medium(
        alt=alt,
        bytes=kept.bytes,
        digest=kept.digest,
        file=kept.file,
        height=raw.height,
        id=kept.id,
        missing=kept.missing,
        type=raw.content_type if is_media_type(raw.content_type or "") else None,
        width=raw.width,
    )


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


def _in_order(persons: frozenset[bytes], held: ArchivalItem | None) -> list[bytes]:
    """Put persons, given by their tags, in order: first whom a held version names.

    Who of two of one name is meant can't be told. Another choice when the second joins would
    look like an edit.
    """
    said = "\n".join(texts_of(held)) if held else ""
    if not said:
        return sorted(persons)
    return sorted(persons, key=lambda one: (not _is_shown(one, said), one))


def _is_shown(person: bytes, said: str) -> bool:
    """Tell whether texts show somebody; without the check symbol, as more may be shown."""
    return str(Pseudonym(encode(person)))[:-1] in said


def _texts_of(raw: RawItem) -> list[str | None]:
    options = raw.poll.options if raw.poll else ()
    return [raw.html, raw.title, *(m.alt for m in raw.media), *(o.text for o in options)]


def _strings(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield key
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


def same_content(one: ArchivalItem, other: ArchivalItem) -> bool:
    """Tell whether two versions of an item say the same, however and whenever they came in."""
    return _content(one) == _content(other)


def _content(item: ArchivalItem) -> tuple[object, ...]:
    media = tuple((medium.id, medium.alt) for medium in item.media)
    poll = item.poll and tuple(option.text for option in item.poll.options)
    return (item.text, item.title, item.edited_at, item.visibility, item.refs, media, poll)
