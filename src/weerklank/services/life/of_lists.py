"""What destruction lists tell of one item: that it is to go, that it stays, that it is gone."""

from collections.abc import Iterable, Iterator

from weerklank.model.destruction import GROUNDS, Ground
from weerklank.model.event import Event
from weerklank.model.life import AgentRole, LifeKind
from weerklank.model.text import Text
from weerklank.services.life.tell_decisions import Telling, decision, person
from weerklank.services.life.told_events import texts

ON_LIST = Text("lijst {list}, grond: {ground}", "list {list}, ground: {ground}")
BY_LIST = Text("lijst {list}", "list {list}")
_KINDS = {
    "destruction.proposed": LifeKind.DESTRUCTION_PROPOSED,
    "destruction.reviewed": LifeKind.DESTRUCTION_AGREED,
    "destruction.approved": LifeKind.DESTRUCTION_AGREED,
    "destruction.executed": LifeKind.DESTROYED,
    "destruction.certified": LifeKind.DESTRUCTION_CERTIFIED,
}


def steps_of(events: Iterable[Event], item: str) -> Iterator[Telling]:
    """Tell the steps of one list as far as an item was on it; no reason, and nothing of it."""
    note: Text | None = None
    for event in events:
        number = event.subject
        if event.kind == "destruction.excepted":
            if item in texts(event.data.get("items")):
                kind, reason = LifeKind.DESTRUCTION_EXCEPTED, str(event.data["reason"])
                by = BY_LIST.filled(list=number)
                yield Telling(kind, event.at, (person(event.actor),), by, reason, decision(number))
                return
            continue
        if event.kind == "destruction.proposed":
            ground = GROUNDS[Ground(str(event.data["ground"]))]
            note = ON_LIST.filled(list=number, ground=ground)
        kind = _KINDS[event.kind]
        role = (
            AgentRole.AUTHORIZER if kind is LifeKind.DESTRUCTION_AGREED else AgentRole.IMPLEMENTER
        )
        yield Telling(kind, event.at, (person(event.actor, role),), note, linked=decision(number))
