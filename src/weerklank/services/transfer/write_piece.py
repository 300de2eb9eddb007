"""Write one post with its thread to a SIP: records, sources, media, pages, and their metadata."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from weerklank.catalogue.catalogue import Catalogue
from weerklank.catalogue.item_places import Located
from weerklank.model.account import Account
from weerklank.model.clock import civil_day
from weerklank.model.errors import BrokenInput
from weerklank.model.item import ArchivalItem, AuthorRole, ItemState, Medium, RefType
from weerklank.model.page import PageRole
from weerklank.model.question import Sight
from weerklank.model.symbols import decode, encode
from weerklank.package.plain_warc import plain_warcs
from weerklank.services.find.pages_of import ShownPage, linked_in, own_pages_in
from weerklank.services.find.read_items import ItemReader
from weerklank.services.find.read_marks import is_special, laid_states
from weerklank.services.find.read_rights import read_rights
from weerklank.services.life.lives import Lives
from weerklank.services.seal.read_destructions import destroyed_keys
from weerklank.services.transfer.derived_files import DerivedFiles, form_of
from weerklank.services.transfer.held_lines import JSON, WARC, HeldLines
from weerklank.services.transfer.tree import Tree
from weerklank.services.workplace import Workplace
from weerklank.transfer.appraised import UNDECIDED, Appraised, whole_of
from weerklank.transfer.describe import Describer, Piece
from weerklank.transfer.documentation import RECORDS, SOURCES, urn
from weerklank.transfer.limits import Limits, limits_of
from weerklank.transfer.mdto import Concept, MdtoEvent, Reference, Relation
from weerklank.transfer.mdto_lists import RELATIONS
from weerklank.transfer.names import plain_ending, plain_name

Appraise = Callable[[ArchivalItem], Appraised]
#: What a decision restricts does not go along, on no page either.
_SIGHT = Sight(restricted=False)
_POINTS = frozenset({RefType.QUOTE_OF, RefType.BOOST_OF, RefType.REPLY_TO})
_OTHERS = frozenset({AuthorRole.CITIZEN, AuthorRole.NAMED})


@dataclass(slots=True)
class LeftOut:
    """What does not go along, counted."""

    #: Restricted by decision; on a destruction list that is being executed; pages with either.
    restricted: int = 0
    destroying: int = 0
    pages: int = 0
    #: What went along and is limited in openness, and by what it was appraised.
    private: int = 0
    #: Permanent addresses of the items that do not go along.
    items: list[str] = field(default_factory=list)
    appraised: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """What a record that was written is like, for what it is a part of."""

    reference: Reference
    appraised: Appraised
    limits: Limits
    piece: Piece


class PieceWriter:
    """Writes records one by one; nothing is remembered of those that went before."""

    def __init__(
        self,
        workplace: Workplace,
        catalogue: Catalogue,
        tree: Tree,
        describer: Describer,
        appraise: Appraise,
    ) -> None:
        self.workplace = workplace
        self.catalogue = catalogue
        self.tree = tree
        self.describer = describer
        self.appraise = appraise
        self.held = HeldLines(workplace)
        self.reader = ItemReader(workplace)
        self.laid = laid_states(workplace)
        self.rights = read_rights(workplace)
        self.lives = Lives(workplace, catalogue)
        self._destroyed = destroyed_keys(workplace)
        #: Makes derivatives beside originals, where that was asked.
        self.derived: DerivedFiles | None = None
        self.left = LeftOut()
        #: Id and version of each record that went along and has a sealed original.
        self.sealed: set[tuple[str, int]] = set()

    def going(self, places: list[Located]) -> list[list[Located]]:
        """Give the items of a thread that go along, each with its versions, in order of time."""
        items: dict[bytes, list[Located]] = {}
        for place in sorted(places, key=lambda one: (one.created, one.key, one.version)):
            items.setdefault(place.key, []).append(place)
        return [one for one in items.values() if self._goes(one[-1])]

    def _goes(self, newest: Located) -> bool:
        key = encode(newest.key)
        if key in self._destroyed:
            self.left.destroying += 1
        elif self.laid.get(key) is ItemState.RESTRICTED:
            self.left.restricted += 1
        else:
            return True
        self.left.items.append(newest.id)
        return False

    def read(self, place: Located) -> ArchivalItem:
        """Read a record."""
        return self.held.lines(place).item

    def write(
        self,
        above: str,
        account: Account,
        part_of: Reference,
        items: list[list[Located]],
        mark: str | None = None,
        relations: tuple[Relation, ...] = (),
    ) -> Written:
        """Write a record of some items, the one that it begins with first; `mark` names it."""
        lines = [self.held.lines(place) for place in items[0]]
        versions = [one.item for one in lines]
        piece = Piece(
            id=mark or versions[0].id,
            account=account,
            part_of=part_of,
            versions=versions,
            life=self.lives.of(items[0], lines, checks=False),
            relations=[*relations],
        )
        return _One(self, piece, items, above).write()


class _One:
    """Writes one record."""

    def __init__(
        self, writer: PieceWriter, piece: Piece, items: list[list[Located]], above: str
    ) -> None:
        self._writer = writer
        self._tree = writer.tree
        self._piece = piece
        self._items = items
        self._folder = f"{above}/{plain_name(piece.id)}"
        self._itself = writer.describer.reference(piece.name, piece.id)
        self._limits = Limits()
        self._appraised: Appraised | None = None
        #: What was made of its files, for this transfer.
        self._conversions: list[MdtoEvent] = []
        #: Media by id, each with the item that has it and where that lies.
        self._media: dict[str, tuple[ArchivalItem, Medium, list[Located]]] = {}

    def write(self) -> Written:
        """Write all of it, and what MDTO says of it last."""
        writer, piece = self._writer, self._piece
        self._tree.make(self._folder)
        name = f"{self._folder}/{plain_name(piece.id)}"
        mark = writer.catalogue.database.deletions.of(self._items[0][0].key)
        piece.missed = mark.missed if mark else None
        piece.files.append(self._add(f"{name}.json", self._records(), JSON))
        piece.extra.append(self._add(f"{name}.bron.json", self._sources(), JSON))
        for item, medium, places in self._media.values():
            self._medium(item, medium, places)
        for versions in self._items:
            self._pages(versions[0].key)
        piece.relations += self._pointed()
        appraised = self._appraised or UNDECIDED
        record = writer.describer.record(piece, appraised, self._limits)
        told = replace(record, events=(*record.events, *self._conversions))
        self._tree.describe(self._folder, told)
        left = writer.left
        left.private += self._limits.private is not None
        left.appraised[appraised.code] = left.appraised.get(appraised.code, 0) + 1
        return Written(self._itself, appraised, self._limits, piece)

    def _add(self, path: str, pieces: Iterator[bytes], form: Concept) -> Reference:
        return self._tree.content(path, pieces, form, self._itself)

    def _records(self) -> Iterator[bytes]:
        """Give the file of records, and take in what they are like as they go by."""
        yield b'{"records":['
        between = b"\n"
        for number, versions in enumerate(self._items):
            read: list[ArchivalItem] = []
            for place in versions:
                lines = self._writer.held.lines(place)
                yield between + lines.record
                between = b",\n"
                item = lines.item
                read.append(item)
                if item.sealed or item.sealed_later:
                    self._writer.sealed.add((item.id, item.version))
                for medium in item.media:
                    self._media[medium.id] = item, medium, versions
            self._take(item, versions[-1], is_first=number == 0)
            self._take_rights(read)
        yield b'\n],"schema":"%b"}\n' % urn(RECORDS).encode()

    def _take(self, item: ArchivalItem, place: Located, *, is_first: bool) -> None:
        self._piece.take(item, is_first=is_first)
        is_private = place.shielded or is_special(place, self._writer.laid)
        private = civil_day(item.created_at if item.is_dated else item.captured_at)
        self._limits |= Limits(item.author.role in _OTHERS, private if is_private else None)
        appraised = self._writer.appraise(item)
        known = (appraised,) if self._appraised is None else (self._appraised, appraised)
        self._appraised = whole_of(known)

    def _take_rights(self, versions: list[ArchivalItem]) -> None:
        found = limits_of(self._writer.rights.of(versions))
        self._limits |= Limits(rights=frozenset(found))
        for limit, holders in found.items():
            self._piece.holders.setdefault(limit, set()).update(holders)

    def _sources(self) -> Iterator[bytes]:
        """Give the file of what the platform told."""
        yield b'{"schema":"%b","sources":[' % urn(SOURCES).encode()
        between = b"\n"
        for place in (place for versions in self._items for place in versions):
            lines = self._writer.held.lines(place)
            told = (between, place.id.encode(), lines.source, place.version)
            yield b'%b{"id":"%b","source":%b,"version":%d}' % told
            between = b",\n"
        yield b"\n]}\n"

    def _medium(self, item: ArchivalItem, medium: Medium, places: list[Located]) -> None:
        found = self._writer.held.file(places, medium)
        if found is not None:
            path, form = found
            name = plain_name(item.id, medium.id) + plain_ending(path.name)
            self._copy(path, name, form)
            self._derive(item, medium, path, name)

    def _derive(self, item: ArchivalItem, medium: Medium, path: Path, original: str) -> None:
        """Write a derivative beside an original, where one is asked for and can be made."""
        if self._writer.derived is None:
            return
        stem = plain_name(original.partition(".")[0], "afgeleide")
        with self._writer.derived.of(item, medium, path, stem) as derived:
            if derived is None:
                return
            made, told = derived
            self._copy(made, told.name, form_of(told))
            result = f"{told.name} gemaakt van {original} met {told.tool}"
            describer = self._writer.describer
            self._conversions.append(describer.event("Conversie", describer.now, result))

    def _copy(self, source: Path, name: str, form: Concept) -> None:
        path = f"{self._folder}/{name}"
        self._piece.files.append(self._tree.copy(source, path, form, self._itself))

    def _pages(self, key: bytes) -> None:
        """Write the pages of an item, and what it leads to on sites of the organisation."""
        writer = self._writer
        damage: list[BrokenInput] = []
        for give in (own_pages_in, linked_in):
            every, seen = (
                give(writer.workplace, writer.catalogue, writer.reader, key, sight, damage)
                for sight in (Sight(), _SIGHT)
            )
            writer.left.pages += len(every) - len(seen)
            if damage:
                raise damage[0]
            for page in seen:
                self._page(page)

    def _page(self, page: ShownPage) -> None:
        place = self._writer.catalogue.database.places.newest_by_key(decode(page.item.key))
        if place is None:
            return
        if page.standing.shielded or page.standing.special:
            self._limits |= Limits(private=civil_day(page.item.captured_at))
        for role, file in page.files.items():
            found = self._writer.held.file([place], file.medium)
            if found is None:
                continue
            path, form = found
            name = plain_name(page.item.id)
            if role is PageRole.REPLAY:
                for number, pieces in enumerate(plain_warcs(path), 1):
                    ending = f"-{number}.warc" if number > 1 else ".warc"
                    added = self._add(f"{self._folder}/{name}{ending}", pieces, WARC)
                    self._piece.files.append(added)
            else:
                named = f"{name}-{role}{plain_ending(path.name)}"
                self._copy(path, named, form)
                self._derive(page.item, file.medium, path, named)

    def _pointed(self) -> Iterator[Relation]:
        """Give the records of the archive that it quotes, shares, or answers."""
        places = self._writer.catalogue.database.places
        newest = self._piece.versions[-1]
        for key in dict.fromkeys(ref.key for ref in newest.refs if ref.type in _POINTS):
            held = places.newest_by_key(decode(key))
            top = places.newest_by_key(held.thread) if held is not None else None
            if top is not None and top.id != self._piece.id:
                name = f"Bericht {top.id}"
                yield Relation(
                    self._writer.describer.reference(name, top.id),
                    RELATIONS.concept("Refereert aan"),
                )
