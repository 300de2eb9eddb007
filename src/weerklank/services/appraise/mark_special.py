"""Mark special: say by hand that an item holds special data, list what does, decide (D7).

What rules mark is withheld from the moment that it is catalogued, and what somebody marks from
that moment on: until a person looks, few see it. Which rule fits follows from the text each time
and stands in no file: a note that somebody is ill would be such data itself.
"""

from dataclasses import dataclass

from weerklank.catalogue.catalogue import Catalogue
from weerklank.catalogue.facts import SPECIAL, texts_of
from weerklank.catalogue.special_rules import specials_of
from weerklank.model.clock import iso
from weerklank.model.errors import BrokenInput, Refused, WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.item import ArchivalItem, AuthorRole, ItemKind
from weerklank.model.json_value import JsonObject
from weerklank.model.mark import Judgement
from weerklank.model.person import Role
from weerklank.model.question import Question
from weerklank.model.reason import reason_of
from weerklank.model.special import (
    KINDS,
    STATES,
    SpecialFind,
    SpecialMark,
    SpecialState,
)
from weerklank.model.symbols import decode
from weerklank.model.text import Language, Text
from weerklank.services.appraise.mark_item import MOST, NO_REASON, SAME_PERSON, WAITS_ALREADY
from weerklank.services.find.find_items import find_items
from weerklank.services.find.read_items import (
    ItemReader,
    address,
    ask_for_part,
    locate,
    refuse_destroyed,
)
from weerklank.services.find.read_marks import (
    DECIDED,
    MARKED,
    SPECIAL_KIND,
    laid_states,
    read_marks,
    read_special_marks,
)
from weerklank.services.people.look_alikes import is_one_of
from weerklank.services.seal.read_destructions import destroyed_keys
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

NOT_THEIRS = fault(
    "MARK-009",
    Text(
        nl="{item} is een profiel, een pagina of een bericht van de organisatie zelf; als "
        "bijzonder markeren kan bij wat anderen schreven.",
        en="{item} is a profile, a page or a post of the organisation itself; what others wrote "
        "can be marked as special.",
    ),
    Text(
        nl="Een eigen bericht met zulke gegevens gaat met 'weerklank mark {item} "
        "--not-government'.",
        en="A post of your own with such data goes by 'weerklank mark {item} --not-government'.",
    ),
)
NOT_SPECIAL = fault(
    "MARK-010",
    Text(nl="{item} is niet als bijzonder gemarkeerd.", en="{item} is not marked as special."),
    Text(
        nl="Kijk met 'weerklank mark list --special' wat dat wel is.",
        en="See with 'weerklank mark list --special' what is.",
    ),
)
NOT_BY_THIS = fault(
    "MARK-011",
    Text(
        nl="Over bijzondere gegevens is 'keep' of 'restrict' te besluiten, niet 'remove'.",
        en="On special data 'keep' or 'restrict' can be decided, not 'remove'.",
    ),
    Text(
        nl="Moet {item} weg, stel het dan voor met 'weerklank destroy propose --id {item} "
        "--ground unlawful'.",
        en="If {item} is to go, propose it by 'weerklank destroy propose --id {item} --ground "
        "unlawful'.",
    ),
)
DECIDED_ALREADY = fault(
    "MARK-012",
    Text(
        nl="Over {item} is al zo besloten: {state}.",
        en="It was decided so already on {item}: {state}.",
    ),
    Text(
        nl="Kijk met 'weerklank mark list --special' door wie en wanneer.",
        en="See with 'weerklank mark list --special' by whom and when.",
    ),
)
MARKERS = (Role.COMMUNICATION, Role.ARCHIVIST, Role.PRIVACY)
DECIDERS = (Role.ARCHIVIST, Role.PRIVACY)
#: What a judgement says of what is special.
BROUGHT = {
    Judgement.KEEP: SpecialState.WITHDRAWN,
    Judgement.RESTRICT: SpecialState.CONFIRMED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialItem:
    """An item that is special, or was marked as such."""

    item: ArchivalItem
    #: What rules say of it, by any of its versions.
    finds: tuple[SpecialFind, ...]
    #: What people said of it; None as long as nobody did.
    mark: SpecialMark | None

    @property
    def state(self) -> SpecialState:
        """Tell where it stands."""
        return _state(self.item, self.mark)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialItems:
    """A page of items that are special, newest first, and how many there are."""

    items: tuple[SpecialItem, ...]
    total: int


def special_items(
    workplace: Workplace, *, with_decided: bool = False, limit: int = 50, offset: int = 0
) -> SpecialItems:
    """Give what rules or people mark as special and waits; with `with_decided` the rest too."""
    workplace.require(*DECIDERS)
    return _listed(workplace, with_decided=with_decided, limit=limit, offset=offset)


def count_special(workplace: Workplace) -> int:
    """Give how many items wait for a decision."""
    return _listed(workplace, with_decided=False, limit=1, offset=0).total


def _listed(workplace: Workplace, *, with_decided: bool, limit: int, offset: int) -> SpecialItems:
    """Give first what people marked, which a few are, and behind those what rules mark."""
    marks = read_special_marks(workplace)
    gone = destroyed_keys(workplace)
    by_hand = [
        mark
        for mark in reversed(marks.values())
        if mark.key not in gone and (with_decided or mark.state is SpecialState.WAITING)
    ]
    known = laid_states(workplace).special | _still_ordinary(workplace)
    question = Question(tags=(SPECIAL,), limit=max(1, limit), offset=max(0, offset - len(by_hand)))
    found = find_items(workplace, question, known)
    shown = [_of(workplace, mark.id, mark) for mark in by_hand[offset : offset + limit]]
    shown += [
        SpecialItem(item=hit.item, finds=_finds(workplace, hit.item), mark=marks.get(hit.item.id))
        for hit in found.hits[: max(0, limit - len(shown))]
    ]
    return SpecialItems(items=tuple(shown), total=len(by_hand) + found.total)


def special_item(workplace: Workplace, name: str) -> SpecialItem | None:
    """Give what rules and people say of an item; None where nothing is said."""
    found = _of(workplace, name, read_special_marks(workplace).get(address(name)))
    return found if found.finds or found.mark else None


def mark_special(workplace: Workplace, name: str, reason: str) -> SpecialItem:
    """Mark an item of somebody else as special, with the reason: from now on few see it."""
    workplace.require(*MARKERS)
    plain = reason_of(reason)
    if not plain or len(plain) > MOST:
        raise WrongUse(NO_REASON, most=MOST)
    refuse_destroyed(workplace, name)
    item = _versions(workplace, name)[-1]
    kinds = (ItemKind.PROFILE, ItemKind.PAGE)
    if item.kind in kinds or item.author.role is AuthorRole.OWN:
        raise Refused(NOT_THEIRS, item=item.id)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        known = read_special_marks(workplace).get(item.id)
        if known is not None and known.state is SpecialState.WAITING:
            raise Refused(WAITS_ALREADY, item=item.id, name=known.steps[-1].by)
        if known is not None and known.state is SpecialState.CONFIRMED:
            raise Refused(DECIDED_ALREADY, item=item.id, state=STATES[known.state])
        workplace.record(Book.DECISIONS, MARKED, item.id, {**_data(item), "reason": plain})
    return _of(workplace, item.id, read_special_marks(workplace)[item.id])


def decide_special(workplace: Workplace, name: str, judgement: Judgement) -> SpecialItem:
    """Confirm that an item is special, or withdraw it: an archivist or the privacy officer.

    Never who marked it by hand. It goes for that item alone, as it says now.
    """
    workplace.require(*DECIDERS)
    refuse_destroyed(workplace, name)
    found = special_item(workplace, name)
    if found is None:
        raise WrongUse(NOT_SPECIAL, item=address(name))
    item = found.item
    if judgement is Judgement.REMOVE:
        raise WrongUse(NOT_BY_THIS, item=item.id)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        mark = read_special_marks(workplace).get(item.id)
        if mark is not None and is_one_of(workplace.actor.known_as, mark.markers):
            raise Refused(SAME_PERSON, name=workplace.actor.known_as, item=item.id)
        state = BROUGHT[judgement]
        if _state(item, mark) is state:
            raise Refused(DECIDED_ALREADY, item=item.id, state=STATES[state])
        data: JsonObject = {**_data(item), "state": state.value}
        workplace.record(Book.DECISIONS, DECIDED, item.id, data)
    return _of(workplace, item.id, read_special_marks(workplace)[item.id])


def decides_special(workplace: Workplace, name: str) -> bool:
    """Tell whether a decision on an item can only be on its being special."""
    return address(name) not in read_marks(workplace) and (
        special_item(workplace, name) is not None
    )


def _state(item: ArchivalItem, mark: SpecialMark | None) -> SpecialState:
    if mark is None:
        return SpecialState.WAITING
    is_old = mark.steps[-1].version < item.version
    if mark.state is SpecialState.WITHDRAWN and is_old:
        return SpecialState.WAITING
    return mark.state


def _data(item: ArchivalItem) -> JsonObject:
    return {
        "account": item.account,
        "key": item.key,
        "kind": SPECIAL_KIND,
        "version": item.version,
    }


def _of(workplace: Workplace, name: str, mark: SpecialMark | None) -> SpecialItem:
    every = _versions(workplace, name)
    texts = [text for one in every for text in texts_of(one)]
    return SpecialItem(item=every[-1], finds=specials_of(every[-1], texts), mark=mark)


def _versions(workplace: Workplace, name: str) -> list[ArchivalItem]:
    """Read the versions of an item that can be read; BrokenInput where the newest can't be."""

    def read(catalogue: Catalogue, reader: ItemReader) -> list[ArchivalItem]:
        *older, newest = locate(catalogue, name)
        found = [one for place in older for one in [reader.try_read(place)]]
        return [
            *(one for one in found if not isinstance(one, BrokenInput)),
            reader.read(newest),
        ]

    return ask_for_part(workplace, read)


def _still_ordinary(workplace: Workplace) -> set[str]:
    """Give the keys of what is none by decision and says nothing else since."""
    decided = laid_states(workplace).ordinary

    def find(catalogue: Catalogue, _reader: ItemReader) -> set[str]:
        newest = {key: catalogue.database.places.newest_by_key(decode(key)) for key in decided}
        return {key for key, place in newest.items() if place and place.version <= decided[key]}

    return ask_for_part(workplace, find)


def _finds(workplace: Workplace, item: ArchivalItem) -> tuple[SpecialFind, ...]:
    if item.version == 1:
        return specials_of(item, texts_of(item))
    return _of(workplace, item.id, None).finds


def special_json(found: SpecialItem, language: Language) -> JsonObject:
    """Write an item that is special with the names of the command line; without its text."""
    steps = found.mark.steps if found.mark else ()
    decided = next((one for one in reversed(steps) if one.state is not SpecialState.WAITING), None)
    marked = next((one for one in reversed(steps) if one.state is SpecialState.WAITING), None)
    return {
        "account": found.item.account,
        "decided": iso(decided.at) if decided else None,
        "decided_by": decided.by if decided else None,
        "id": found.item.id,
        "looks_like": [
            {
                "confidence": one.confidence,
                "kind": str(one.kind),
                "rule": one.rule,
                "says": KINDS[one.kind].say(language),
            }
            for one in found.finds
        ],
        "marked": iso(marked.at) if marked else None,
        "marked_by": marked.by if marked else None,
        "reason": marked.reason if marked else None,
        "special": found.state is not SpecialState.WITHDRAWN,
        "state": found.state.value,
    }
