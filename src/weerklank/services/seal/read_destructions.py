"""Read destruction lists: what the decisions say of them, and what they have made go."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from weerklank.model.destruction import (
    ChangesAsked,
    DestructionList,
    DueRow,
    Excepted,
    Ground,
    ListState,
    PageGone,
    WentBefore,
)
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
EXCEPTED = "destruction.excepted"
CHANGES_ASKED = "destruction.changes-asked"
ANSWERED = "destruction.answered"
EXECUTED = "destruction.executed"
CERTIFIED = "destruction.certified"


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
    if event.kind == PROPOSED:
        lists[event.subject] = _proposed(event)
        return
    apply = _CHANGES.get(event.kind, _brought)
    lists[event.subject] = apply(lists[event.subject], event)


def _proposed(event: Event) -> DestructionList:
    data = event.data
    keys, pages = _strings(data, "keys"), _pages(data)
    named = data.get("named")
    return DestructionList(
        id=event.subject,
        state=ListState.PROPOSED,
        ground=Ground(str(data["ground"])),
        reason=str(data["reason"]),
        items=_strings(data, "items"),
        keys=keys,
        pages=pages,
        along=(
            frozenset(keys[named:])
            if isinstance(named, int)
            else frozenset(one.key for one in pages if not one.alone)
        ),
        rows=_rows(data, keys),
        mark=str(data["mark"]) if "mark" in data else None,
        request=str(data["request"]) if "request" in data else None,
        by={ListState.PROPOSED: event.actor.known_as},
        system_users={ListState.PROPOSED: event.actor.system_user},
        signed_in=_signed_in(event, ListState.PROPOSED),
    )


def _excepted(known: DestructionList, event: Event) -> DestructionList:
    """Take items off; which pages go along with the others the event says anew."""
    gone = dict(zip(_strings(event.data, "keys"), _strings(event.data, "items"), strict=True))
    named = {
        key: item
        for key, item in zip(known.keys, known.items, strict=True)
        if key not in known.along and key not in gone
    }
    pages = _pages(event.data)
    along = {one.key: one.id for one in pages if one.key not in named}
    rows = (replace(row, keys=tuple(k for k in row.keys if k not in gone)) for row in known.rows)
    taken = (
        Excepted(
            id=item,
            key=key,
            reason=str(event.data["reason"]),
            by=event.actor.known_as,
            at=event.at,
        )
        for key, item in gone.items()
    )
    return replace(
        known,
        items=(*named.values(), *along.values()),
        keys=(*named, *along),
        pages=pages,
        along=frozenset(along),
        excepted=(*known.excepted, *taken),
        rows=tuple(row for row in rows if row.keys),
    )


def _changes_asked(known: DestructionList, event: Event) -> DestructionList:
    """Bring a list back to who proposed it: nobody agreed to what it will be."""
    asked = ChangesAsked(
        reason=str(event.data["reason"]),
        by=event.actor.known_as,
        at=event.at,
        instead_of=ListState(str(event.data["instead_of"])),
    )
    first = ListState.PROPOSED
    return replace(
        known,
        state=first,
        by={first: known.by[first]},
        system_users={first: known.system_users[first]},
        signed_in=known.signed_in & {first},
        changes=(*known.changes, asked),
    )


def _answered(known: DestructionList, event: Event) -> DestructionList:
    *before, last = known.changes
    answer = str(event.data["reason"])
    return replace(known, changes=(*before, replace(last, answer=answer)))


def _begun(known: DestructionList, event: Event) -> DestructionList:
    data = event.data
    packages = data["packages"]
    pages = _pages(data)  # also those that came since it was proposed
    gone = dict(_before(data))
    every = dict(zip(known.keys, known.items, strict=True))
    held = {key: item for key, item in every.items() if key not in gone}
    new = {one.key: one.id for one in pages if one.key not in held}
    rows = (replace(row, keys=tuple(k for k in row.keys if k not in gone)) for row in known.rows)
    return replace(
        known,
        items=(*held.values(), *new.values()),
        keys=(*held, *new),
        before=tuple(WentBefore(id=every[key], list=by) for key, by in gone.items()),
        rows=tuple(row for row in rows if row.keys),
        along=known.along | frozenset(new),
        pages=pages,
        packages=tuple(
            (str(row["package"]), int(str(row["generation"])))
            for row in (packages if isinstance(packages, list) else [])
            if isinstance(row, dict)
        ),
        threads=_strings(data, "threads"),
    )


def _brought(known: DestructionList, event: Event) -> DestructionList:
    state = ListState(event.kind.removeprefix(_KIND))
    waits = event.data.get("not_before")
    return replace(
        known,
        state=state,
        not_before=date.fromisoformat(waits) if isinstance(waits, str) else known.not_before,
        by={**known.by, state: event.actor.known_as},
        system_users={**known.system_users, state: event.actor.system_user},
        signed_in=known.signed_in | _signed_in(event, state),
    )


_CHANGES = {
    BEGUN: _begun,
    EXCEPTED: _excepted,
    CHANGES_ASKED: _changes_asked,
    ANSWERED: _answered,
}


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


def _before(data: JsonObject) -> Iterator[tuple[str, str]]:
    """Read the keys of what had gone by another list when this one began, and which list."""
    rows = data.get("before")
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict):
            yield str(row["key"]), str(row["list"])


def _rows(data: JsonObject, keys: tuple[str, ...]) -> tuple[DueRow, ...]:
    """Read by which rows a list is due: the first so many items by the first, and so on."""
    rows, at = [], 0
    told = data.get("rows")
    for row in told if isinstance(told, list) else []:
        if isinstance(row, dict):
            count = int(str(row["items"]))
            rows.append(
                DueRow(
                    list=str(row["list"]),
                    row=str(row["row"]),
                    until_first=date.fromisoformat(str(row["until_first"])),
                    until_last=date.fromisoformat(str(row["until_last"])),
                    keys=keys[at : at + count],
                )
            )
            at += count
    return tuple(rows)


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
