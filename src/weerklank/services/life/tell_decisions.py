"""Say what an event of the books is in the life of one item.

Words are of the decision, never of a third party: who has rights on a picture, or what a person
wrote who asked for something, is not told here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from weerklank.appraise.list_json import target_from
from weerklank.model.clock import from_iso
from weerklank.model.event import Event
from weerklank.model.formal import STATES as FORMAL_STATES
from weerklank.model.formal import FormalState
from weerklank.model.item import ArchivalItem
from weerklank.model.licences import STATUSES
from weerklank.model.life import (
    AgentKind,
    AgentRole,
    LifeAgent,
    LifeKind,
    Linked,
    LinkKind,
)
from weerklank.model.mark import Judgement
from weerklank.model.person import Actor
from weerklank.model.rights import PORTRAITS, TEXT
from weerklank.model.selection import Share
from weerklank.model.special import STATES as SPECIAL_STATES
from weerklank.model.special import SpecialState
from weerklank.model.text import Text, verbatim
from weerklank.services.find.read_marks import SPECIAL_KIND
from weerklank.services.find.read_rights import ended_of, entries_of

JUDGEMENTS: dict[Judgement, Text] = {
    Judgement.KEEP: Text("het is overheidsinformatie", "it is government information"),
    Judgement.RESTRICT: Text("het blijft, voor weinigen te zien", "it stays, for few to see"),
    Judgement.REMOVE: Text(
        "het wordt voorgedragen voor vernietiging", "it is proposed for destruction"
    ),
}
ROW = Text(
    "rij {row} van {list}, besluit van {body} van {day}",
    "row {row} of {list}, decision of {body} of {day}",
)
_TEXT = Text("tekst", "text")


@dataclass(frozen=True, slots=True)
class Telling:
    """An event as it will stand in a life."""

    kind: LifeKind
    at: datetime
    agents: tuple[LifeAgent, ...]
    note: Text | None = None
    reason: str = ""
    linked: tuple[Linked, ...] = ()
    #: Of what goes for more than the item: the newest of one name holds.
    scope: str = ""


def person(actor: Actor, role: AgentRole = AgentRole.IMPLEMENTER) -> LifeAgent:
    """Name who acted as the journal does: the person where one was named."""
    if actor.name is None:
        return LifeAgent(AgentKind.SYSTEM_USER, actor.system_user, role)
    return LifeAgent(AgentKind.PERSON, actor.name, role)


def decision(number: str) -> tuple[Linked, ...]:
    """Lead to what decisions number."""
    return (Linked(LinkKind.DECISION, number),)


def tell_of_item(event: Event, item: ArchivalItem) -> Iterator[Telling]:
    """Say what an event under the address, key or account of an item is of it, if anything."""
    teller = _TELLERS.get(event.kind)
    if teller is not None:
        yield from teller(event, item)


def _plain(event: Event, kind: LifeKind, note: Text | None = None) -> Telling:
    reason = event.data.get("reason")
    return Telling(kind, event.at, (person(event.actor),), note, str(reason or ""))


def _marked(event: Event, _: ArchivalItem) -> Iterator[Telling]:
    is_special = event.data.get("kind") == SPECIAL_KIND
    yield _plain(event, LifeKind.SPECIAL_MARKED if is_special else LifeKind.MARKED)


def _mark_decided(event: Event, _: ArchivalItem) -> Iterator[Telling]:
    if event.data.get("kind") == SPECIAL_KIND:
        state = SPECIAL_STATES[SpecialState(str(event.data["state"]))]
        yield _plain(event, LifeKind.SPECIAL_DECIDED, state)
    else:
        judgement = JUDGEMENTS[Judgement(str(event.data["judgement"]))]
        yield _plain(event, LifeKind.MARK_DECIDED, judgement)


def _settled(event: Event, _: ArchivalItem) -> Iterator[Telling]:
    state = FORMAL_STATES[FormalState(str(event.data["state"]))]
    yield _plain(event, LifeKind.FORMAL_SETTLED, state)


def _rights_set(event: Event, item: ArchivalItem) -> Iterator[Telling]:
    """Say whose rights of which parts of the item were recorded; never who has them."""
    said: list[Text] = []
    for entry, parts in entries_of(event):
        named = [_part(part) for part in parts if _is_of(part, item)]
        words = [
            STATUSES[entry.status] if entry.status else None,
            verbatim(entry.licence) if entry.licence else None,
            PORTRAITS[entry.portrait] if entry.portrait else None,
        ]
        told = _joined([one for one in words if one], ", ")
        if named:
            said.append(
                Text("{parts}: {told}", "{parts}: {told}").filled(
                    parts=_joined(named, ", "), told=told
                )
            )
    if said:
        yield Telling(
            LifeKind.RIGHTS_SET,
            event.at,
            (person(event.actor),),
            _joined(said, "; "),
            linked=decision(event.subject),
        )


def _rights_ended(event: Event, item: ArchivalItem) -> Iterator[Telling]:
    named = [_part(part) for part in ended_of(event) if _is_of(part, item)]
    if named:
        yield Telling(
            LifeKind.RIGHTS_ENDED,
            event.at,
            (person(event.actor),),
            _joined(named, ", "),
            str(event.data.get("reason") or ""),
            decision(event.subject),
        )


def _is_of(part: str, item: ArchivalItem) -> bool:
    """Tell whether a part is of the item: rules of accounts go for what the account posted."""
    target = part.rpartition("/")[0]
    return target == item.id or (target in {item.account, ""} and item.author.role.is_ours)


def _part(part: str) -> Text:
    name = part.rpartition("/")[2]
    return _TEXT if name == TEXT else verbatim(name)


def _joined(texts: list[Text], between: str) -> Text:
    return Text(between.join(one.nl for one in texts), between.join(one.en for one in texts))


def _assigned(event: Event, item: ArchivalItem) -> Iterator[Telling]:
    if _covers(event, item):
        data = event.data
        note = ROW.filled(
            row=data["row"], list=data["list"], body=data["body"], day=data["decided"]
        )
        body = LifeAgent(AgentKind.ORGANISATION, str(data["body"]), AgentRole.AUTHORIZER)
        yield Telling(
            LifeKind.APPRAISED,
            event.at,
            (person(event.actor), body),
            note,
            str(data["reason"]),
            decision(event.subject),
        )


def _unassigned(event: Event, item: ArchivalItem) -> Iterator[Telling]:
    if _covers(event, item):
        told = _plain(event, LifeKind.APPRAISAL_ENDED)
        yield Telling(told.kind, told.at, told.agents, None, told.reason, decision(event.subject))


def _covers(event: Event, item: ArchivalItem) -> bool:
    """Tell whether the target of a selection decision holds an item that was found by it."""
    named = event.data["target"]
    target = target_from(named if isinstance(named, dict) else {})
    if target.item is not None:
        return target.item == item.id
    share = Share.OWN if item.author.role.is_ours else Share.OTHERS
    return target.share in {None, share} and target.scenario in {None, item.scenario}


def _gone(kind: LifeKind) -> Callable[[Event, ArchivalItem], Iterator[Telling]]:
    def tell(event: Event, item: ArchivalItem) -> Iterator[Telling]:
        posts = event.data["posts"]
        told = posts.get(item.key) if isinstance(posts, dict) else None
        at = from_iso(str(told or event.data["at"]))
        run = Linked(LinkKind.RUN, str(event.data["run"]))
        by = _AS_STATED if event.kind == "deletion.stated" else None
        yield Telling(kind, at, (person(event.actor),), by, linked=(run,))

    return tell


_AS_STATED = Text("zoals het platform het opgeeft", "as the platform states it")


def _opened(event: Event, _: ArchivalItem) -> Iterator[Telling]:
    told = _plain(event, LifeKind.ORIGINAL_OPENED)
    yield Telling(told.kind, told.at, told.agents, linked=decision(event.subject))


_TELLERS: dict[str, Callable[[Event, ArchivalItem], Iterator[Telling]]] = {
    "deletion.seen": _gone(LifeKind.GONE),
    "deletion.stated": _gone(LifeKind.GONE),
    "deletion.confirmed": _gone(LifeKind.GONE_CONFIRMED),
    "deletion.withdrawn": _gone(LifeKind.BACK),
    "mark.made": _marked,
    "mark.decided": _mark_decided,
    "formal.settled": _settled,
    "rights.set": _rights_set,
    "rights.ended": _rights_ended,
    "selection.assigned": _assigned,
    "selection.unassigned": _unassigned,
    "vault.opened": _opened,
}
