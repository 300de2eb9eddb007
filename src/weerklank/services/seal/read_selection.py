"""Read selection: the lists that were loaded, what was decided by them, and the days of laws."""

from datetime import date
from types import MappingProxyType

from weerklank.appraise.choose_row import Decided
from weerklank.appraise.list_json import assignment_from, list_from, target_from
from weerklank.model.errors import WrongUse, fault
from weerklank.model.event import Book, Event
from weerklank.model.selection import Assignment, SelectionList
from weerklank.model.text import Text
from weerklank.services.workplace import Workplace

LOADED, ASSIGNED, UNASSIGNED = "selection.loaded", "selection.assigned", "selection.unassigned"
LAW_BEGINS = "selection.law"

UNKNOWN_LIST = fault(
    "SELECT-001",
    Text(
        nl="Er is geen selectielijst '{list}' geladen.", en="No selection list '{list}' is loaded."
    ),
    Text(
        nl="'weerklank selection list' noemt de lijsten; laad er een met 'weerklank selection "
        "load FILE' of 'weerklank selection load --shipped'.",
        en="'weerklank selection list' names the lists; load one with 'weerklank selection load "
        "FILE' or 'weerklank selection load --shipped'.",
    ),
)


def read_selection(workplace: Workplace) -> Decided:
    """Read what was decided on selection until now."""
    return workplace.events.fold(Book.DECISIONS, _SelectionFold)


def find_list(decided: Decided, name: str) -> SelectionList:
    """Find a list by its name with version (`gemeenten-2020-v1`), or the newest of that name."""
    named = name.strip().lower()
    for found in reversed(decided.lists):
        if named in (found.ref, found.id):
            return found
    raise WrongUse(UNKNOWN_LIST, list=name)


def bytes_of(workplace: Workplace, found: SelectionList) -> bytes:
    """Give the bytes of the file that a list was loaded from, as its decision keeps them."""
    for event in workplace.events.read(Book.DECISIONS):
        if event.kind == LOADED and event.subject == found.ref:
            return str(event.data["text"]).encode(found.file.encoding)
    raise WrongUse(UNKNOWN_LIST, list=found.ref)


class _SelectionFold:
    """What the events so far tell."""

    def __init__(self) -> None:
        self._lists: list[SelectionList] = []
        self._assignments: dict[str, Assignment] = {}
        self._begins: dict[str, date] = {}

    def take(self, event: Event) -> None:
        by = event.actor.known_as
        if event.kind == LOADED:
            self._lists.append(list_from(event.data, event.at, by))
        elif event.kind == ASSIGNED:
            made = assignment_from(event.data, event.at, by)
            self._assignments[made.target.name] = made
        elif event.kind == UNASSIGNED:
            target = event.data["target"]
            if isinstance(target, dict):
                self._assignments.pop(target_from(target).name, None)
        elif event.kind == LAW_BEGINS:
            self._begins[event.subject] = date.fromisoformat(str(event.data["begins"]))

    def result(self) -> Decided:
        return Decided(
            lists=tuple(self._lists),
            assignments=MappingProxyType({**self._assignments}),
            law_begins=MappingProxyType({**self._begins}),
        )
