"""Destruction lists as pages tell them: the line of states, who may do what, and each item."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from weerklank.model.access_words import WHY
from weerklank.model.certificate import Act
from weerklank.model.destruction import GONE, STEPS, DestructionList, ListState
from weerklank.model.errors import BrokenInput
from weerklank.model.item import ItemState
from weerklank.model.person import Role
from weerklank.model.question import Sight
from weerklank.model.text import Text
from weerklank.services.change.read_acts import ListStory
from weerklank.services.find.find_items import Hit
from weerklank.services.people.access import why_apart
from weerklank.web.error_words import damage_of
from weerklank.web.foreign import shown
from weerklank.web.hits import letters_of
from weerklank.web.permissions import sight_of
from weerklank.web.visit import Visit

#: The states as the line says them, in order.
LINE: dict[ListState, Text] = {
    ListState.PROPOSED: Text("opgesteld", "drawn up"),
    ListState.REVIEWED: Text("beoordeeld", "reviewed"),
    ListState.APPROVED: Text("gemachtigd", "authorised"),
    ListState.EXECUTED: Text("uitgevoerd", "executed"),
    ListState.CERTIFIED: Text("verklaard", "certified"),
}
#: What happened with a list, by the name of the event.
ACTS: dict[str, Text] = {
    **{str(state): text for state, text in LINE.items()},
    "begun": Text("uitvoering begonnen", "execution begun"),
    "excepted": Text("stukken eruit gehaald", "items taken off"),
    "changes-asked": Text("om wijziging gevraagd", "changes asked"),
    "answered": Text("opnieuw voorgesteld", "proposed once more"),
}
_MADE_BY_YOU = Text(
    "U hebt deze lijst gemaakt. Een ander moet beoordelen.",
    "You made this list. Someone else must review it.",
)
_APPROVES_OTHER = Text(
    "U hebt al een stap gezet met deze lijst. Een andere archivaris moet machtigen.",
    "You took a step with this list already. Another archivist must authorise it.",
)
_EXECUTES_OTHER = Text(
    "U hebt deze lijst gemaakt of beoordeeld. Een andere archivaris voert haar uit.",
    "You made or reviewed this list. Another archivist executes it.",
)
_WAITS: dict[ListState, Text] = {
    ListState.REVIEWED: Text(
        "Een beoordelaar kijkt deze lijst na.", "A reviewer looks this list over."
    ),
    ListState.APPROVED: Text("Een archivaris machtigt haar.", "An archivist authorises it."),
    ListState.EXECUTED: Text("Een archivaris voert haar uit.", "An archivist executes it."),
    ListState.CERTIFIED: Text(
        "Een archivaris maakt de verklaring.", "An archivist makes the certificate."
    ),
}
#: Characters of an item that a list shows; its own page has all of it.
_MOST = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Which step a list waits for, and whether whoever looks may take it."""

    next: ListState | None
    can: bool
    #: Why not, or who does; None where whoever looks may.
    why_not: Text | None
    can_except: bool
    can_answer: bool
    #: Whether it came of a decision that holds no more.
    is_withdrawn: bool


def standing_of(visit: Visit, found: DestructionList, withdrawn: Iterable[str]) -> Standing:
    """Say which step comes next, by the rules that the services refuse by."""
    is_withdrawn = found.id in withdrawn and found.state is not ListState.CERTIFIED
    following = next((one for one, (state, _) in STEPS.items() if state is found.state), None)
    is_held_up = found.waits_for_proposer or (is_withdrawn and found.state not in GONE)
    why_not = None if is_held_up else _why_not(visit, found, following)
    proposers = {Role.ARCHIVIST, Role.PRIVACY, Role.COMMUNICATION}
    is_proposer = visit.name == found.by[ListState.PROPOSED]
    changes = not found.has_begun and found.state not in GONE and not is_withdrawn
    return Standing(
        next=None if is_held_up else following,
        can=following is not None and not is_held_up and why_not is None,
        why_not=why_not,
        can_except=changes and not (proposers | {Role.REVIEWER}).isdisjoint(visit.roles),
        can_answer=found.waits_for_proposer and is_proposer and not is_withdrawn,
        is_withdrawn=is_withdrawn,
    )


def _why_not(visit: Visit, found: DestructionList, following: ListState | None) -> Text | None:
    if following is None or (found.is_open and Role.ARCHIVIST in visit.roles):
        return None
    by = {state: name for state, name in found.by.items() if name == visit.name}
    role = STEPS[following][1]
    if following is ListState.REVIEWED and by:
        return _MADE_BY_YOU
    if role not in visit.roles:
        return _WAITS[following]
    reviewed = {one.by for one in found.changes if one.instead_of is ListState.REVIEWED}
    if following is ListState.APPROVED and (by or visit.name in reviewed):
        return _APPROVES_OTHER
    if following is ListState.EXECUTED and by.keys() - {ListState.APPROVED}:
        return _EXECUTES_OTHER
    return None


def line_of(found: DestructionList, story: ListStory) -> list[dict[str, object]]:
    """Give the line of states: each with who brought the list there, and when."""
    states = [*ListState]
    reached = states.index(found.state)
    return [
        {
            "word": LINE[state],
            "act": _last(story.acts, state, found),
            "is_done": index <= reached,
            "is_next": index == reached + 1,
        }
        for index, state in enumerate(states)
    ]


def _last(acts: tuple[Act, ...], state: ListState, found: DestructionList) -> Act | None:
    if state not in found.by:
        return None
    return next((one for one in reversed(acts) if one.act == state), None)


def asked_last(found: DestructionList) -> datetime | None:
    """Give when changes were asked last, where the list was proposed once more since."""
    return found.changes[-1].at if found.round > 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemShown:
    """An item of a list."""

    id: str
    #: Whether it can be opened by who looks.
    can_open: bool
    kind: str = ""
    text: str | None = None
    language: str | None = None
    by: str = ""
    #: RFC 3339.
    day: str | None = None
    #: Last day until which it was to be kept, by the selection list.
    until: date | None = None
    letters: tuple[tuple[str, str, bool], ...] = ()
    #: Why its text is not shown here.
    apart: Text | None = None
    damage: dict[str, object] | None = None
    is_hidden: bool = False


def item_of(
    visit: Visit, name: str, found: Hit | BrokenInput | None, until: date | None
) -> ItemShown:
    """Give an item as a list shows it, everything foreign in it made safe."""
    if found is None:
        return ItemShown(id=name, can_open=False)
    if isinstance(found, BrokenInput):
        return ItemShown(id=name, can_open=False, damage=damage_of(found))
    item = found.item
    apart = why_apart(found.state, shielded=found.shielded, special=found.special)
    if _is_hidden(found, sight_of(visit.roles)):
        return ItemShown(id=name, can_open=False, is_hidden=True)
    text = item.text or ""
    cut = text if len(text) <= _MOST else text[:_MOST].rstrip() + " …"
    return ItemShown(
        id=name,
        can_open=True,
        kind=item.kind.value,
        text=shown(cut) if cut and apart is None else None,
        language=item.language,
        by=found.author,
        day=item.created_at if item.is_dated else None,
        until=until,
        letters=tuple(letters_of(found.techniques)),
        apart=WHY[apart] if apart else None,
    )


def _is_hidden(found: Hit, sight: Sight) -> bool:
    is_restricted = found.state is ItemState.RESTRICTED and not sight.restricted
    return is_restricted or (found.special and not sight.special)
