"""Turn raw items into archival ones: the only road from what a platform sent to what is kept."""

from collections import Counter
from dataclasses import dataclass, field

import msgspec

from weerklank.minimise.beside_held import BesideHeld
from weerklank.minimise.blind_epochs import Blind
from weerklank.minimise.envelope import answer_place
from weerklank.minimise.facts import is_language, is_media_type, is_moment, stated_counts
from weerklank.minimise.field_coverage import MOST_ITEMS, FieldCoverage
from weerklank.minimise.free_words import FreeWords
from weerklank.minimise.item_keys import ItemKeys
from weerklank.minimise.item_reader import ItemReader
from weerklank.minimise.named_words import NamedWords
from weerklank.minimise.removal import Removal
from weerklank.minimise.who import Whois
from weerklank.minimise.who_by_day import WhoByDay
from weerklank.model.account import Scenario
from weerklank.model.ids import ItemId, ItemKey, Pseudonym
from weerklank.model.item import (
    ArchivalItem,
    Author,
    AuthorRole,
    ItemKind,
    Medium,
    Ref,
    RefType,
)
from weerklank.model.json_value import JsonObject
from weerklank.model.minimised import MinimisedText
from weerklank.model.mint import mint
from weerklank.model.platform import Platform
from weerklank.model.policy import Policy, Treatment
from weerklank.model.raw import RawItem, RawMedium, RawPerson, media_path
from weerklank.model.symbols import decode, encode

#: Why a third party's medium has no file: a picture shows more than any text can hide.
_NOT_OURS = "third_party"
#: Earlier versions have fewer fields than the item itself.
_EARLIER = "earlier"
#: Kinds of items in which something is said, and what passes on what another said.
_SAYING = frozenset({ItemKind.POST, ItemKind.REPLY})
_PASSING_ON = frozenset({RefType.BOOST_OF, RefType.QUOTE_OF})
#: Readers that are kept: one for each set of who stays named.
_MOST_READERS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What goes for every item of a run."""

    account: str
    run: str
    technique: str
    policy: Policy
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


class Minimiser:
    """Minimises the items of one run, one after another.

    `words` finds in free text of third parties what goes besides those who are known.
    """

    def __init__(
        self,
        circumstances: Circumstances,
        platform: Platform,
        who: Whois | WhoByDay,
        keys: ItemKeys,
        blind: Blind,
        words: FreeWords | None = None,
    ) -> None:
        self._about = circumstances
        self._treatments: dict[str, Treatment] = {}
        self._days = who if isinstance(who, WhoByDay) else WhoByDay(who)
        #: Who is who where nobody else stays named: they take part in a thread as any other.
        self._base = self._days.base
        self._keys = keys
        self._blind = blind
        self._platform = platform
        self._words = words
        #: Reads items, by who is who in them: in each epoch, and where others stay named.
        self._readers: dict[int, tuple[Whois, ItemReader]] = {}
        #: Lays the item that was minimised last beside what is held of it.
        self.beside = BesideHeld(self._reader_by(self._base), self._base)
        self.tally = Tally()
        #: Tags of those to whom the last item leads without naming them in its structure.
        self.led_to: frozenset[bytes] = frozenset()

    def note_participants(self, thread: bytes, persons: tuple[RawPerson, ...]) -> None:
        """Note third parties of a thread before its texts are minimised."""
        for tag in self.tags_of(thread, persons):
            self._blind.join(thread, tag)

    def tags_of(self, thread: bytes, persons: tuple[RawPerson, ...]) -> list[bytes]:
        """Give the tags of the pseudonyms of third parties in a thread; who had none gets one."""
        who = self._days.in_epoch(self._blind.of_thread(thread)).base
        return [
            decode(who.pseudonym(person).tag)
            for person in persons
            if who.role(person) is AuthorRole.CITIZEN
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
        ours = self._base.role(raw.author).is_ours
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
        thread_tag = prepared.tag if thread == key else decode(thread)
        days = self._days.in_epoch(self._blind.of_thread(thread_tag))
        who = days.on(raw.created_at)
        role = who.role(raw.author)
        reader, unnamed = self._reader_by(who), self._reader_by(days.base)
        self.beside = BesideHeld(reader, who, unnamed)
        for one in (reader, unnamed):  # by which others are laid beside it as well
            one.source.treatment = self._treatment(scenario)
        read = reader.read(raw, thread_tag, held)
        self.led_to = (
            frozenset(decode(one.tag) for one in reader.met) if reader.met else frozenset()
        )
        if who.named:
            self.led_to |= who.named.tags_led_to()
        if read.removal.unknown:
            self.tally.note_unknown(read.removal.unknown, address)
        group = _EARLIER if raw.is_earlier else raw.kind.value
        says = None
        if raw.tells_words and raw.kind in _SAYING and not raw.is_earlier:
            says = _says_anything(raw, read.text)
        self.tally.fields.note(group, raw.source, raw.shape, address, says=says)
        self.tally.weak |= reader.names.weak
        if not role.is_ours:
            places = self._places(raw)
            media = tuple(KeptMedium(id=encode(tag), missing=_NOT_OURS) for tag, _ in places)
        about = self._about
        item = ArchivalItem(
            account=about.account,
            answer=answer_place(raw.place) if raw.place else None,
            author=_author(raw.author, role, who),
            captions=raw.captions,
            captured_at=about.captured_at,
            counts=stated_counts(raw.counts),
            created_at=raw.created_at,
            dropped=read.dropped,
            edited_at=raw.edited_at if raw.edited_at and is_moment(raw.edited_at) else None,
            found=read.found,
            id=address,
            key=key,
            kind=raw.kind,
            language=raw.language if raw.language and is_language(raw.language) else None,
            mapping=raw.mapping,
            media=tuple(map(_medium, raw.media, media, read.alts)) if media else (),
            platform=raw.platform,
            policy=about.policy.version,
            poll=read.poll,
            process=process,
            refs=tuple(
                Ref(key=self._keys.key(raw.platform, ref.native_id), type=ref.type)
                for ref in raw.refs
            ),
            run=about.run,
            scenario=scenario,
            technique=about.technique,
            text=read.text,
            thread=None if thread == key else thread,
            title=read.title,
            url=mint(raw.url) if raw.url and _is_open(raw.url, role, who, reader) else None,
            version=version,
            visibility=held.visibility if held and not raw.tells_visibility else raw.visibility,
            withheld=raw.withheld if role.is_ours else None,
        )
        return Minimised(item=item, source=read.source, removal=read.removal)

    def _treatment(self, scenario: str) -> Treatment:
        known = self._treatments.get(scenario)
        if known is None:
            known = self._about.policy.treatment(Scenario(scenario))
            self._treatments[scenario] = known
        return known

    def _reader_by(self, who: Whois) -> ItemReader:
        """Give what reads items by who is who in them."""
        known = self._readers.get(id(who))
        if known is None:
            if len(self._readers) >= _MOST_READERS:
                del self._readers[next(iter(self._readers))]  # the one that was made longest ago
            words = self._words
            if words and who.named:
                words = words.but_named(NamedWords(self._platform, who.named))
            made = ItemReader(self._platform, who, self._keys, self._blind, words)
            known = self._readers[id(who)] = (who, made)
        return known[1]


def _says_anything(raw: RawItem, text: str | None) -> bool:
    """Tell whether there is anything in an item; a text that policy keeps out was there."""
    has_words = bool(text or raw.title or (text is None and raw.html))
    return has_words or bool(raw.media or raw.poll) or any(r.type in _PASSING_ON for r in raw.refs)


def _author(person: RawPerson, role: AuthorRole, who: Whois) -> Author:
    if role is AuthorRole.CITIZEN:
        pseudonym = who.pseudonym(person)
        return Author(pseudonym=pseudonym.tag, role=role, shown=str(pseudonym))
    handle = mint(person.handle) if person.handle else None
    party = who.party_of(person)
    if party is None or party.facts is None:
        return Author(handle=handle, role=role)
    return Author(
        decision=party.id,
        handle=handle or mint(party.facts.handle),
        name=mint(party.facts.name),
        named_as=party.kind,
        role=role,
    )


def _is_open(url: str, role: AuthorRole, who: Whois, reader: ItemReader) -> bool:
    is_own = role is AuthorRole.OWN and who.is_own_page(url)
    if role is AuthorRole.CITIZEN or not (is_own or who.stays(url)):
        return False
    return not reader.source.hides_somebody(url)


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
