"""Show item: one item whole, with versions, media, thread, where it came from, how to cite it."""

from dataclasses import dataclass, replace
from pathlib import Path

from weerklank.catalogue.catalogue import Catalogue
from weerklank.catalogue.item_places import Located
from weerklank.model.deletion import Deletion
from weerklank.model.errors import BrokenInput, Refused, WrongUse, fault
from weerklank.model.item import (
    ArchivalItem,
    ItemKind,
    ItemState,
    Medium,
    RefType,
    state_of,
    techniques_of,
)
from weerklank.model.question import Sight
from weerklank.model.special import LaidStates
from weerklank.model.symbols import decode, encode
from weerklank.model.text import Text
from weerklank.services.find.cite_item import cite, permanent_address
from weerklank.services.find.files_of_media import file_in_packages
from weerklank.services.find.item_json import author_name
from weerklank.services.find.link_preview import LinkPreview, link_preview
from weerklank.services.find.pages_of import ShownPage, Standing, pages_in, standing_of
from weerklank.services.find.read_items import (
    UNKNOWN_ITEM,
    ItemReader,
    ask_for_part,
    locate,
    refuse_destroyed,
)
from weerklank.services.find.read_marks import is_special, laid_states
from weerklank.services.find.show_thread import Node, Thread, may_see, show_thread
from weerklank.services.find.tied_items import Tied, tied_items
from weerklank.services.find.word_changes import ChangedText, word_changes
from weerklank.services.seal.read_destructions import destroyed_keys, read_lists
from weerklank.services.seal.read_requests import Note, notes_on
from weerklank.services.workplace import Workplace

EVERYTHING = Sight()
NOT_SHOWN = fault(
    "SEARCH-006",
    Text(
        nl="Bericht {item} wordt niet getoond: het bevat mogelijk bijzondere persoonsgegevens.",
        en="Post {item} is not shown: it probably holds special personal data.",
    ),
    Text(
        nl="De archivaris en de privacy officer kunnen het zien, en besluiten of het zo blijft.",
        en="The archivist and the privacy officer can see it, and decide whether that stays so.",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a version came from, and where it lies."""

    #: RFC 3339, UTC.
    captured_at: str
    technique: str
    run: str
    #: Package and generation, as `verify` and the log name them.
    package: str
    generation: int
    #: Version of the privacy officer's policy by which it was minimised.
    policy: int
    #: Whether what was replaced or taken out lies in the vault.
    sealed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version, and what became of its texts since the one before; of the first, nothing."""

    item: ArchivalItem
    state: ItemState
    provenance: Provenance
    text_changes: tuple[ChangedText, ...]
    title_changes: tuple[ChangedText, ...]
    #: What the platform showed of a page that it leads to.
    preview: LinkPreview | None
    media: tuple["ShownMedium", ...]
    #: How to refer to this very version.
    citation: Text


@dataclass(frozen=True, slots=True)
class ShownMedium:
    """A medium of an item; without a file, `medium.missing` says why."""

    #: The newest version of the item that it belongs to.
    item: ArchivalItem
    #: Of that item.
    state: ItemState
    medium: Medium
    #: The file in its package of first capture. Foreign bytes: never to be opened unguarded.
    path: Path | None
    #: Whether any version of the item was for followers only.
    shielded: bool
    #: Whether the item probably holds special data.
    special: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownItem:
    """One item with all that a page shows of it."""

    #: The newest version.
    item: ArchivalItem
    state: ItemState
    #: What is known of its end on the platform; None of what is there, as far as anyone looked.
    deletion: Deletion | None
    #: Whether any of its versions was for followers only.
    shielded: bool
    #: Whether it probably holds special data (D7).
    special: bool
    #: Handle of the account, or pseudonym.
    author: str
    #: Oldest first.
    versions: tuple[Version, ...]
    #: By which techniques any of them was seen.
    techniques: tuple[str, ...]
    thread: Thread
    #: Of a shared post what it shares, where the archive holds that and it may be seen.
    shared: ArchivalItem | None
    #: Posts of ours on whatever platform that it leads to, or that lead to it.
    tied: tuple[Tied, ...]
    #: Pages of the platform on which it stands, as far as they may be seen; of a page none.
    pages: tuple[ShownPage, ...]
    #: Pages and files of own sites to which it leads, as they were then, the newest first.
    linked: tuple[ShownPage, ...]
    #: Of a page: the item that it is of, where the archive holds it.
    page_of: ArchivalItem | None
    #: Path of the item in every web application of its archive.
    permanent_address: str
    citation: Text
    #: Key of every item that was destroyed, with the decision.
    destroyed: dict[str, str]
    #: What persons said of it who asked to have it put right.
    notes: tuple[Note, ...] = ()
    #: Of its older versions and what it shares: what is wrong with files that can't be read.
    unreadable: tuple[BrokenInput, ...] = ()

    @property
    def preview(self) -> LinkPreview | None:
        """Give the preview that came last: a server may make it after the post."""
        found = (version.preview for version in reversed(self.versions))
        return next((one for one in found if one), None)

    @property
    def reply_nodes(self) -> list[Node]:
        """Direct replies that may be seen, in order of time."""
        depth = next((node.depth for node in self.thread.nodes if node.asked), 0)
        return [
            node
            for node in self.thread.replies
            if node.item is not None and node.depth == depth + 1
        ]


def show_item(
    workplace: Workplace, name: str, sight: Sight = EVERYTHING, *, site: str = ""
) -> ShownItem:
    """Give one item by its permanent address; `site` is where people reach the archive.

    WrongUse when there is none of that name; what may not be seen is not told apart from that.
    BrokenInput when its newest version lies in a damaged file; what else is damaged is named in
    its place, and takes nothing away.
    """
    refuse_destroyed(workplace, name)
    destroyed, laid = destroyed_keys(workplace), laid_states(workplace)

    def show(catalogue: Catalogue, reader: ItemReader) -> ShownItem:
        every = locate(catalogue, name)
        asked = every[-1]
        items, places, unreadable = _read_versions(reader, every)
        item = items[-1]
        _demand_sight(item, sight, laid, asked, name)
        if item.kind is ItemKind.PAGE:  # and everything on it
            standing = standing_of(workplace, catalogue, reader, item)
            if not standing.may_be_seen(sight):
                raise WrongUse(UNKNOWN_ITEM, item=name)
        shared = _shared(reader, catalogue, item, sight, destroyed, laid)
        if isinstance(shared, BrokenInput):
            unreadable.append(shared)
            shared = None
        decisions = _decisions(workplace, asked.thread)
        deletion = catalogue.database.deletions.of(asked.key)
        pages = pages_in(workplace, catalogue, reader, asked.key, sight, unreadable)
        return ShownItem(
            item=item,
            state=state_of(item, laid, deleted=deletion is not None),
            deletion=deletion,
            shielded=asked.shielded,
            special=is_special(asked, laid),
            author=author_name(item.author),
            versions=_versions(workplace, items, places, every, laid, site),
            techniques=techniques_of(items),
            thread=show_thread(reader, catalogue, asked, sight, destroyed, decisions, laid),
            shared=shared,
            tied=tied_items(reader, catalogue, asked, sight, laid),
            pages=tuple(one for one in pages if not one.item.is_linked),
            linked=tuple(one for one in pages if one.item.is_linked),
            page_of=_page_of(reader, catalogue, asked),
            permanent_address=permanent_address(item),
            citation=cite(workplace.organisation, item, site=site),
            destroyed=destroyed,
            notes=notes_on(workplace, item.key),
            unreadable=tuple(unreadable),
        )

    return ask_for_part(workplace, show)


def _demand_sight(
    item: ArchivalItem, sight: Sight, laid: LaidStates, asked: Located, name: str
) -> None:
    """Refuse what may not be seen; only of what is special it is said that it is there."""
    if may_see(item, sight, laid, asked):
        return
    if may_see(item, replace(sight, special=True), laid, asked):
        raise Refused(NOT_SHOWN, item=name)
    raise WrongUse(UNKNOWN_ITEM, item=name)


def find_medium(
    workplace: Workplace, name: str, medium: str, sight: Sight = EVERYTHING
) -> ShownMedium:
    """Give one medium of an item, of any of its versions, by its id.

    WrongUse when there is none, or it may not be seen.
    """
    refuse_destroyed(workplace, name)
    laid = laid_states(workplace)

    def find(catalogue: Catalogue, reader: ItemReader) -> ShownMedium:
        every = locate(catalogue, name)
        items, _, _ = _read_versions(reader, every)
        newest = every[-1]
        if not sight.special and is_special(newest, laid):
            raise Refused(NOT_SHOWN, item=name)
        standing = Standing(
            state_of(items[-1], laid), newest.shielded, is_special(newest, laid), is_lost=False
        )
        if items[-1].kind is ItemKind.PAGE:
            standing = standing_of(workplace, catalogue, reader, items[-1])
        may = standing.may_be_seen(sight)
        for item in reversed(items) if may else ():
            for one in item.media:
                if one.id == medium:
                    path = file_in_packages(workplace, every, one)
                    return ShownMedium(
                        items[-1], standing.state, one, path, standing.shielded, standing.special
                    )
        raise WrongUse(UNKNOWN_ITEM, item=f"{name}/{medium}")

    return ask_for_part(workplace, find)


def _read_versions(
    reader: ItemReader, places: list[Located]
) -> tuple[list[ArchivalItem], list[Located], list[BrokenInput]]:
    """Read the versions of an item: those that can be read, where they lie, and what is wrong.

    BrokenInput when the newest can't be read: it alone says who may see the item.
    """
    items: list[ArchivalItem] = []
    readable: list[Located] = []
    damage: list[BrokenInput] = []
    for place in places:
        found = reader.try_read(place)
        if not isinstance(found, BrokenInput):
            items.append(found)
            readable.append(place)
        elif place is places[-1]:
            raise found
        else:
            damage.append(found)
    return items, readable, damage


def _versions(
    workplace: Workplace,
    items: list[ArchivalItem],
    places: list[Located],
    every: list[Located],
    laid: LaidStates,
    site: str,
) -> tuple[Version, ...]:
    """Give the versions that could be read, in the order of writing; `every` names all places."""
    found: list[Version] = []
    newest, state = items[-1], state_of(items[-1], laid)
    before: ArchivalItem | None = None
    for item, place in sorted(zip(items, places, strict=True), key=_said_at):
        found.append(
            Version(
                item=item,
                state=state_of(item, laid),
                provenance=Provenance(
                    captured_at=item.captured_at,
                    technique=item.technique,
                    run=item.run,
                    package=place.package,
                    generation=place.generation,
                    policy=item.policy,
                    sealed=item.sealed is not None,
                ),
                text_changes=word_changes(before.text or "", item.text or "") if before else (),
                title_changes=word_changes(before.title or "", item.title or "") if before else (),
                preview=link_preview(workplace, item, place),
                media=tuple(
                    ShownMedium(
                        newest,
                        state,
                        one,
                        file_in_packages(workplace, every, one),
                        place.shielded,
                        is_special(every[-1], laid),
                    )
                    for one in item.media
                ),
                citation=cite(workplace.organisation, item, is_newest=item is newest, site=site),
            )
        )
        before = item
    return tuple(found)


def _shared(
    reader: ItemReader,
    catalogue: Catalogue,
    item: ArchivalItem,
    sight: Sight,
    destroyed: dict[str, str],
    laid: LaidStates,
) -> ArchivalItem | BrokenInput | None:
    for ref in item.refs:
        if ref.type is RefType.BOOST_OF and ref.key not in destroyed:
            place = catalogue.database.places.newest_by_key(decode(ref.key))
            if place is None:
                return None
            found = reader.try_read(place)
            if isinstance(found, BrokenInput):
                return found
            return found if may_see(found, sight, laid, place) else None
    return None


def _page_of(reader: ItemReader, catalogue: Catalogue, page: Located) -> ArchivalItem | None:
    """Give the item that a page is of; None of what is no page, or where it can't be read."""
    first = next(iter(catalogue.database.pages.shown_by(page.key)), None)
    place = catalogue.database.places.newest_by_key(first) if first else None
    found = reader.try_read(place) if place else None
    return None if isinstance(found, BrokenInput) else found


def _said_at(version: tuple[ArchivalItem, Located]) -> tuple[str, int]:
    """Give by what versions are in order: a history may bring earlier ones in later."""
    item, _ = version
    return item.edited_at or item.created_at, item.version


def _decisions(workplace: Workplace, thread: bytes) -> tuple[str, ...]:
    """Give the lists by which items of a thread were destroyed."""
    key = encode(thread)
    lists = read_lists(workplace).values()
    return tuple(found.id for found in lists if found.has_begun and key in found.threads)
