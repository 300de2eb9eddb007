"""What the journal tells of the files of an item: looked through for viruses, and converted."""

from collections.abc import Callable, Iterator, Sequence

from weerklank.model.event import Event
from weerklank.model.item import ArchivalItem
from weerklank.model.json_value import JsonObject
from weerklank.model.life import (
    AgentKind,
    AgentRole,
    LifeAgent,
    LifeEvent,
    LifeKind,
    LifeOutcome,
)
from weerklank.model.rights import media_of
from weerklank.model.text import Text
from weerklank.model.virus import VIRUS_STATES, VirusState
from weerklank.services.life.tell_decisions import person
from weerklank.services.life.told_events import Told

_BY_SIGNATURES = Text("{state}, virusdefinities van {day}", "{state}, signatures of {day}")
_MADE = Text(
    "{form} gemaakt naast het origineel, dat blijft",
    "made {form} beside the original, which stays",
)
_OUTCOMES = {
    VirusState.CLEAN: LifeOutcome.SUCCESS,
    VirusState.FOUND: LifeOutcome.FAILURE,
}


def file_events(
    versions: Sequence[ArchivalItem], journal: Told, *, checks: bool
) -> Iterator[LifeEvent]:
    """Tell what was done with each medium; looks for viruses are checks as well."""
    for medium in media_of(versions):
        for event in journal.of(medium.id):
            if checks or event.kind == CONVERTED:
                yield from _TELLERS[event.kind](event, versions[-1].id, medium.id)


def _scanned(event: Event, item: str, medium: str) -> Iterator[LifeEvent]:
    states = event.data.get("states")
    for name, rows in states.items() if isinstance(states, dict) else ():
        named = [
            str(row.get("medium")) if isinstance(row, dict) else str(row)
            for row in (rows if isinstance(rows, list) else ())
        ]
        if medium in named:
            state, day = VirusState(name), event.data.get("signatures")
            said = VIRUS_STATES[state]
            yield _event(
                event,
                LifeKind.VIRUS_CHECKED,
                item,
                medium,
                program=str(event.data.get("engine") or ""),
                note=_BY_SIGNATURES.filled(state=said, day=day) if day else said,
                outcome=_OUTCOMES.get(state, LifeOutcome.WARNING),
            )


def _converted(event: Event, item: str, medium: str) -> Iterator[LifeEvent]:
    rows = event.data.get("files")
    for row in rows if isinstance(rows, list) else ():
        told: JsonObject = row if isinstance(row, dict) else {}
        if told.get("medium") == medium:
            form = str(told.get("format") or told.get("form"))
            yield _event(
                event,
                LifeKind.CONVERTED,
                item,
                medium,
                program=str(told.get("tool") or ""),
                note=_MADE.filled(form=form),
            )


def _event(
    event: Event,
    kind: LifeKind,
    item: str,
    medium: str,
    *,
    program: str,
    note: Text,
    outcome: LifeOutcome = LifeOutcome.SUCCESS,
) -> LifeEvent:
    name, _, version = program.partition(" ")
    by = LifeAgent(AgentKind.SOFTWARE, name, AgentRole.PROGRAM, version or None)
    return LifeEvent(
        id="",
        kind=kind,
        at=event.at,
        item=item,
        medium=medium,
        agents=(person(event.actor), by) if name else (person(event.actor),),
        outcome=outcome,
        note=note,
    )


SCANNED, CONVERTED = "formats.scanned", "formats.converted"
_TELLERS: dict[str, Callable[[Event, str, str], Iterator[LifeEvent]]] = {
    SCANNED: _scanned,
    CONVERTED: _converted,
}
