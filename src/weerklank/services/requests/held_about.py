"""Held about: what the archive holds of a person, without anything of anybody else (D5).

What others wrote is named where it mentions the person, and its text left out: that is theirs.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from weerklank.catalogue.catalogue import Catalogue
from weerklank.catalogue.item_places import Located
from weerklank.catalogue.writers import Written
from weerklank.model.errors import BrokenInput
from weerklank.model.ids import PSEUDONYM
from weerklank.model.item import ArchivalItem, AuthorRole, ItemState, state_of
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.named_party import NamedParty
from weerklank.model.question import Question
from weerklank.model.symbols import decode, encode
from weerklank.services.find.find_items import find_items
from weerklank.services.find.read_items import ItemReader, ask_for_part
from weerklank.services.find.read_marks import laid_states
from weerklank.services.requests.sealed_until import SealedUntil
from weerklank.services.requests.stays_named import named_as
from weerklank.services.seal.read_destructions import destroyed_keys
from weerklank.services.workplace import Workplace

#: What stands for the person and for others in a text that is given out.
YOU, OTHER = "[u]", "[iemand anders]"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldItem:
    """One item that a person wrote, or that mentions them."""

    id: str
    key: str
    account: str
    kind: str
    created_at: str
    #: Whether the person wrote it; else it mentions them.
    is_theirs: bool
    state: ItemState
    #: By which technique its newest version came.
    technique: str
    #: How many versions are kept.
    versions: int
    #: Text as archived, without others; None where it is of somebody else.
    text: str | None
    media: int
    #: Whether a sealed original of it lies in the vault.
    is_sealed: bool
    #: Day from which that original is to be destroyed (ISO); None where none is kept.
    sealed_until: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldAbout:
    """What is held about a person: some of it, and how much it is."""

    items: tuple[HeldItem, ...]
    #: Everything that the person wrote.
    written: int
    #: Everything that mentions the person and that others wrote, or we.
    named: int
    #: How much the person wrote under each account.
    accounts: Mapping[str, int]
    #: What can't be read: which file is damaged or gone.
    unreadable: tuple[BrokenInput, ...] = ()
    #: Decisions by which some of it has them by name, and not under a pseudonym.
    by_name: tuple[NamedParty, ...] = ()

    @property
    def total(self) -> int:
        """Everything together."""
        return self.written + self.named


@dataclass(frozen=True, slots=True)
class WhoAsks:
    """The pseudonyms of one person: as they stand in texts, and as they are stored."""

    shown: tuple[str, ...]
    persons: tuple[str, ...]

    def tags(self, by_name: Iterable[NamedParty]) -> list[bytes]:
        """Give the pseudonyms as the catalogue holds them, and the decisions that name them."""
        return [*map(decode, self.persons), *(one.id.encode() for one in by_name)]


def held_about(
    workplace: Workplace, who: WhoAsks, *, limit: int = 50, offset: int = 0
) -> HeldAbout:
    """Give what somebody wrote, the newest first, and behind that what mentions them.

    What lies in a damaged file is named and takes nothing else away.
    """
    if not who.persons:
        return HeldAbout(items=(), written=0, named=0, accounts={})
    parties = named_as(workplace, who.persons)
    by_name = tuple(party for party, _ in parties)

    def find(catalogue: Catalogue, reader: ItemReader) -> tuple[HeldAbout, list[Written]]:
        writers = catalogue.database.writers
        written = _there(workplace, writers.written_by(who.tags(by_name)))
        work = _Work(workplace, who)
        unreadable: list[BrokenInput] = []
        items: list[HeldItem] = []
        for place in writers.newest_of(written[offset : offset + limit]):
            item = reader.try_read(place)
            if isinstance(item, BrokenInput):
                unreadable.append(item)
                continue
            deleted = catalogue.database.deletions.of(place.key) is not None
            items.append(work.theirs(item, place, deleted=deleted))
        held = HeldAbout(
            items=tuple(items),
            written=len(written),
            named=0,
            accounts=dict(sorted(Counter(one.account for one in written).items())),
            unreadable=tuple(unreadable),
            by_name=by_name,
        )
        return held, written

    held, written = ask_for_part(workplace, find)
    room = max(limit - len(written[offset : offset + limit]), 0)
    words = (*who.shown, *(facts.handle for _, facts in parties))
    return _with_named(workplace, who, words, held, written, room, max(offset - len(written), 0))


def written_by(workplace: Workplace, who: WhoAsks) -> list[Written]:
    """Give all that somebody wrote and that is there, without reading any of it."""
    by_name = [party for party, _ in named_as(workplace, who.persons)]

    def find(catalogue: Catalogue, _: ItemReader) -> list[Written]:
        return catalogue.database.writers.written_by(who.tags(by_name))

    return _there(workplace, ask_for_part(workplace, find)) if who.persons else []


def _there(workplace: Workplace, written: list[Written]) -> list[Written]:
    gone = {decode(key) for key in destroyed_keys(workplace)}
    return [one for one in written if one.key not in gone]


def _with_named(
    workplace: Workplace,
    who: WhoAsks,
    called: Iterable[str],
    held: HeldAbout,
    written: list[Written],
    room: int,
    offset: int,
) -> HeldAbout:
    """Add what mentions the person and is not theirs: a pseudonym is found as words are."""
    words = " OR ".join(f'"{one}"' for one in called)
    question = Question(words=words, limit=max(room, 1), offset=offset)
    leave = [encode(one.key) for one in written]
    found = find_items(workplace, question, leaving_out=leave)
    work = _Work(workplace, who)
    named = [work.mentions(hit.item, hit.state) for hit in found.hits[:room]]
    return replace(
        held,
        items=(*held.items, *named),
        named=found.total,
        unreadable=(*held.unreadable, *found.unreadable),
    )


class _Work:
    """Writes items down for one person."""

    def __init__(self, workplace: Workplace, who: WhoAsks) -> None:
        self._laid = laid_states(workplace)
        self._own = frozenset(one.lower() for one in who.shown)
        self._sealed = SealedUntil(workplace)

    def theirs(self, item: ArchivalItem, place: Located, *, deleted: bool) -> HeldItem:
        """Write down what the person wrote."""
        state = state_of(item, self._laid, deleted=deleted)
        is_sealed, until = self._sealed.of(item, place)
        return replace(
            self._held(item, state, is_theirs=True),
            is_sealed=is_sealed,
            sealed_until=until.isoformat() if until else None,
        )

    def mentions(self, item: ArchivalItem, state: ItemState) -> HeldItem:
        """Write down what mentions them; the words only of what the organisation wrote."""
        return self._held(item, state, is_theirs=False)

    def _held(self, item: ArchivalItem, state: ItemState, *, is_theirs: bool) -> HeldItem:
        is_told = is_theirs or item.author.role is AuthorRole.OWN
        return HeldItem(
            id=item.id,
            key=item.key,
            account=item.account,
            kind=str(item.kind),
            created_at=item.created_at,
            is_theirs=is_theirs,
            state=state,
            technique=item.technique,
            versions=item.version,
            text=self._without_others(_words_of(item)) if is_told else None,
            media=len(item.media),
            is_sealed=False,
            sealed_until=None,
        )

    def _without_others(self, text: str) -> str:
        return PSEUDONYM.sub(self._stand_in, text)

    def _stand_in(self, found: re.Match[str]) -> str:
        return YOU if found[0].lstrip("@").lower() in self._own else OTHER


def _words_of(item: ArchivalItem) -> str:
    """Give all words of an item, each text on a line of its own."""
    described = (medium.alt for medium in item.media)
    return "\n".join(text for text in (item.title, item.text, *described) if text)


def held_json(held: HeldItem) -> JsonObject:
    """Write what is held with the names of the command line."""
    return {
        "account": held.account,
        "created_at": held.created_at,
        "id": held.id,
        "kind": held.kind,
        "media": held.media,
        "role": "wrote" if held.is_theirs else "mentioned",
        "sealed": held.is_sealed,
        "sealed_until": held.sealed_until,
        "state": str(held.state),
        "technique": held.technique,
        "text": held.text,
        "versions": held.versions,
    }


def items_json(held: HeldAbout) -> list[Json]:
    """Write everything of one answer."""
    return [held_json(one) for one in held.items]
