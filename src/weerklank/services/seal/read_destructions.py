"""Read destruction lists: what the decisions say of them, and what they have made go."""

from collections.abc import Iterable
from dataclasses import replace

from weerklank.model.destruction import DestructionList, Ground, ListState, PageGone
from weerklank.model.errors import WrongUse, fault
from weerklank.model.event import Book, Event
from weerklank.model.json_value import JsonObject
from weerklank.model.text import Text
from weerklank.services.workplace import Workplace

UNKNOWN_LIST = fault(
    "DESTROY-001",
    Text(
        nl="Er is geen vernietigingslijst '{list}'.", en="There is no destruction list '{list}'."
    ),
    Text(
        nl="Controleer het nummer; 'weerklank destroy list' noemt ze alle.",
        en="Check the number; 'weerklank destroy list' names them all.",
    ),
)
#: What the kinds of its events begin with.
_KIND = "destruction."
PROPOSED = "destruction.proposed"
BEGUN = "destruction.begun"


def read_lists(workplace: Workplace) -> dict[str, DestructionList]:
    """Read all lists as their events tell them."""
    return dict(workplace.events.fold(Book.DECISIONS, _ListsFold))


class _ListsFold:
    """Every list as the events so far tell it."""

    def __init__(self) -> None:
        self._lists: dict[str, DestructionList] = {}

    def take(self, event: Event) -> None:
        if event.kind.startswith(_KIND):
            _apply(self._lists, event)

    def result(self) -> dict[str, DestructionList]:
        return dict(self._lists)


def lists_of(events: Iterable[Event]) -> dict[str, DestructionList]:
    """Give the lists that some decisions tell of."""
    lists: dict[str, DestructionList] = {}
    for event in events:
        if event.kind.startswith(_KIND):
            _apply(lists, event)
    return lists


def _apply(lists: dict[str, DestructionList], event: Event) -> None:
    data = event.data
    if event.kind == PROPOSED:
        lists[event.subject] = DestructionList(
            id=event.subject,
            state=ListState.PROPOSED,
            ground=Ground(str(data["ground"])),
            reason=str(data["reason"]),
            items=_strings(data, "items"),
            keys=_strings(data, "keys"),
            pages=_pages(data),
            mark=str(data["mark"]) if "mark" in data else None,
            request=str(data["request"]) if "request" in data else None,
            by={ListState.PROPOSED: event.actor.known_as},
            system_users={ListState.PROPOSED: event.actor.system_user},
            signed_in=_signed_in(event, ListState.PROPOSED),
        )
        return
    known = lists[event.subject]
    if event.kind == BEGUN:
        packages = data["packages"]
        pages = _pages(data)  # also those that came since it was proposed
        lists[event.subject] = replace(
            known,
            items=(*known.items, *(one.id for one in pages if one.id not in known.items)),
            keys=(*known.keys, *(one.key for one in pages if one.key not in known.keys)),
            pages=pages,
            packages=tuple(
                (str(row["package"]), int(str(row["generation"])))
                for row in (packages if isinstance(packages, list) else [])
                if isinstance(row, dict)
            ),
            threads=_strings(data, "threads"),
        )
        return
    state = ListState(event.kind.partition(".")[2])
    lists[event.subject] = replace(
        known,
        state=state,
        by={**known.by, state: event.actor.known_as},
        system_users={**known.system_users, state: event.actor.system_user},
        signed_in=known.signed_in | _signed_in(event, state),
    )


def _signed_in(event: Event, state: ListState) -> frozenset[str]:
    return frozenset({state}) if event.actor.is_signed_in else frozenset()


def _strings(data: JsonObject, name: str) -> tuple[str, ...]:
    value = data[name]
    return tuple(map(str, value)) if isinstance(value, list) else ()


def _pages(data: JsonObject) -> tuple[PageGone, ...]:
    rows = data.get("pages")
    return tuple(
        PageGone(
            id=str(row["id"]),
            key=str(row["key"]),
            of=str(row["of"]),
            taken_at=str(row["taken_at"]),
            alone=row["alone"] is True,
            linked=row.get("linked") is True,
        )
        for row in (rows if isinstance(rows, list) else [])
        if isinstance(row, dict)
    )


def find_list(workplace: Workplace, name: str) -> DestructionList:
    """Find a list by its number."""
    found = read_lists(workplace).get(name.strip().lower())
    if found is None:
        raise WrongUse(UNKNOWN_LIST, list=name)
    return found


def destroyed_keys(workplace: Workplace) -> dict[str, str]:
    """Give the key of every item whose destruction has begun, with the number of the list."""
    return {
        key: found.id
        for found in read_lists(workplace).values()
        if found.has_begun
        for key in found.keys
    }


def destroyed_pages(workplace: Workplace, *, linked: bool = False) -> dict[str, str]:
    """Give of what a page was destroyed by itself, by key, and when the last such was taken.

    Such a post is there, and gets no page until it says something else. With `linked` those of
    which went what they lead to on an own site: that is another decision.
    """
    found: dict[str, str] = {}
    for one in read_lists(workplace).values():
        for page in one.pages if one.has_begun else ():
            if page.alone and page.linked is linked:
                found[page.of] = max(page.taken_at, found.get(page.of, ""))
    return found
