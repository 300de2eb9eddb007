"""Show item: one item whole, with versions, media, thread, where it came from, how to cite it."""

from dataclasses import dataclass
from pathlib import Path

from weerklank.catalogue.catalogue import Catalogue
from weerklank.catalogue.database import Located
from weerklank.model.deletion import Deletion
from weerklank.model.errors import WrongUse
from weerklank.model.item import (
    ArchivalItem,
    ItemState,
    Medium,
    RefType,
    state_of,
    techniques_of,
)
from weerklank.model.question import Sight
from weerklank.model.symbols import decode, encode
from weerklank.model.text import Text
from weerklank.package.names import MEDIA
from weerklank.services.catalogue_packages import find_generation
from weerklank.services.cite_item import cite, permanent_address
from weerklank.services.item_json import author_name
from weerklank.services.read_destructions import destroyed_keys, read_lists
from weerklank.services.read_items import (
    UNKNOWN_ITEM,
    ask_catalogue,
    locate,
    read,
    refuse_destroyed,
)
from weerklank.services.show_thread import Thread, may_see, show_thread
from weerklank.services.word_changes import ChangedText, word_changes
from weerklank.services.workplace import Workplace
from weerklank.store.ocfl import CONTENT

EVERYTHING = Sight()


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


@dataclass(frozen=True, slots=True)
class ShownMedium:
    """A medium of the newest version; without a file, `medium.missing` says why."""

    #: The newest version of the item that it belongs to.
    item: ArchivalItem
    medium: Medium
    #: The file in its package of first capture. Foreign bytes: never to be opened unguarded.
    path: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownItem:
    """One item with all that a page shows of it."""

    #: The newest version.
    item: ArchivalItem
    state: ItemState
    #: What is known of its end on the platform; None of what is there, as far as anyone looked.
    deletion: Deletion | None
    #: Handle of the account, or pseudonym.
    author: str
    #: Oldest first.
    versions: tuple[Version, ...]
    #: By which techniques any of them was seen.
    techniques: tuple[str, ...]
    media: tuple[ShownMedium, ...]
    thread: Thread
    #: Of a shared post what it shares, where the archive holds that and it may be seen.
    shared: ArchivalItem | None
    #: Path of the item in every web application of its archive.
    permanent_address: str
    citation: Text
    #: Key of every item that was destroyed, with the decision.
    destroyed: dict[str, str]

    @property
    def replies(self) -> list[tuple[ArchivalItem, Deletion | None]]:
        """Direct replies that may be seen, in order of time, with what is known of their end."""
        depth = next((node.depth for node in self.thread.nodes if node.asked), 0)
        return [
            (node.item, node.deletion)
            for node in self.thread.replies
            if node.item is not None and node.depth == depth + 1
        ]


def show_item(workplace: Workplace, name: str, sight: Sight = EVERYTHING) -> ShownItem:
    """Give one item by its permanent address.

    WrongUse when there is none of that name; what may not be seen is not told apart from that.
    """
    refuse_destroyed(workplace, name)
    destroyed = destroyed_keys(workplace)

    def show(catalogue: Catalogue) -> ShownItem:
        places = locate(catalogue, name)
        items = [read(workplace, place) for place in places]
        item = items[-1]
        if not may_see(item, sight):
            raise WrongUse(UNKNOWN_ITEM, item=name)
        asked = places[-1]
        decisions = _decisions(workplace, asked.thread)
        deletion = catalogue.database.deletion_of(asked.key)
        return ShownItem(
            item=item,
            state=state_of(item, deleted=deletion is not None),
            deletion=deletion,
            author=author_name(item.author),
            versions=_versions(items, places),
            techniques=techniques_of(items),
            media=tuple(ShownMedium(item, m, _path(workplace, places, m)) for m in item.media),
            thread=show_thread(workplace, catalogue, asked, sight, destroyed, decisions),
            shared=_shared(workplace, catalogue, item, sight, destroyed),
            permanent_address=permanent_address(item),
            citation=cite(workplace.organisation, item),
            destroyed=destroyed,
        )

    return ask_catalogue(workplace, show)


def find_medium(
    workplace: Workplace, name: str, medium: str, sight: Sight = EVERYTHING
) -> ShownMedium:
    """Give one medium of an item, of any of its versions, by its id.

    WrongUse when there is none, or it may not be seen.
    """
    refuse_destroyed(workplace, name)

    def find(catalogue: Catalogue) -> ShownMedium:
        places = locate(catalogue, name)
        items = [read(workplace, place) for place in places]
        for item in reversed(items) if may_see(items[-1], sight) else ():
            for one in item.media:
                if one.id == medium:
                    return ShownMedium(items[-1], one, _path(workplace, places, one))
        raise WrongUse(UNKNOWN_ITEM, item=f"{name}/{medium}")

    return ask_catalogue(workplace, find)


def _versions(items: list[ArchivalItem], places: list[Located]) -> tuple[Version, ...]:
    found: list[Version] = []
    before: ArchivalItem | None = None
    for item, place in sorted(zip(items, places, strict=True), key=_said_at):
        found.append(
            Version(
                item=item,
                state=state_of(item),
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
            )
        )
        before = item
    return tuple(found)


def _shared(
    workplace: Workplace,
    catalogue: Catalogue,
    item: ArchivalItem,
    sight: Sight,
    destroyed: dict[str, str],
) -> ArchivalItem | None:
    for ref in item.refs:
        if ref.type is RefType.BOOST_OF and ref.key not in destroyed:
            place = catalogue.database.newest_by_key(decode(ref.key))
            found = read(workplace, place) if place else None
            return found if found and may_see(found, sight) else None
    return None


def _said_at(version: tuple[ArchivalItem, Located]) -> tuple[str, int]:
    """Give by what versions are in order: a history may bring earlier ones in later."""
    item, _ = version
    return item.edited_at or item.created_at, item.version


def _path(workplace: Workplace, places: list[Located], medium: Medium) -> Path | None:
    """Find the file of a medium: it stays in the package in which it first came in."""
    if medium.file is None:
        return None
    for place in reversed(places):
        package = find_generation(workplace, place.package, place.generation)
        path = package.folder / CONTENT / MEDIA / medium.file if package else None
        if path is not None and path.is_file():
            return path
    return None


def _decisions(workplace: Workplace, thread: bytes) -> tuple[str, ...]:
    """Give the lists by which items of a thread were destroyed."""
    key = encode(thread)
    lists = read_lists(workplace).values()
    return tuple(found.id for found in lists if found.has_begun and key in found.threads)
