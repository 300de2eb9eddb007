"""A life as JSON: for commands, and as a file."""

from collections.abc import Mapping

from weerklank.model.clock import iso
from weerklank.model.json_value import JsonObject
from weerklank.model.life import LIFE_KINDS, LifeEvent
from weerklank.model.text import Language
from weerklank.services.life.events_of import Life
from weerklank.transfer.event_terms import TERMS

FORMATS: Mapping[str, str] = {"premis": "PREMIS 3.0", "mdto": "MDTO 1.0.1", "json": "JSON"}


def life_json(life: Life, language: Language) -> JsonObject:
    """Write a life."""
    return {
        "destroyed_by": [*life.destroyed_by],
        "events": [event_json(event, language) for event in life.events],
        "id": life.id,
    }


def event_json(event: LifeEvent, language: Language) -> JsonObject:
    """Write an event, with what PREMIS and MDTO call it."""
    term = TERMS[event.kind]
    concept = term.concept
    return {
        "agents": [
            {
                "kind": str(one.kind),
                "name": one.name,
                "role": str(one.role),
                "version": one.version,
            }
            for one in event.agents
        ],
        "at": iso(event.at),
        "event": event.id,
        "kind": str(event.kind),
        "linked": [{"kind": str(one.kind), "name": one.name} for one in event.linked],
        "mdto": concept.label if concept else None,
        "medium": event.medium,
        "note": event.note.say(language) if event.note else None,
        "outcome": str(event.outcome),
        "premis": {"type": term.label, "uri": term.uri},
        "reason": event.reason or None,
        "said": LIFE_KINDS[event.kind].say(language),
        "version": event.version,
    }
