"""Read hotspots and legal holds, as the decisions tell them."""

from dataclasses import replace
from datetime import date

from weerklank.model.errors import WrongUse, fault
from weerklank.model.event import Book, Event
from weerklank.model.hotspot import Adoption, Criterion, Hold, Hotspot, HotspotState, Scope
from weerklank.model.ids import AccountId
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.text import Text
from weerklank.services.workplace import Workplace

UNKNOWN_HOTSPOT = fault(
    "HOTSPOT-001",
    Text(nl="Er is geen hotspot '{hotspot}'.", en="There is no hotspot '{hotspot}'."),
    Text(
        nl="Controleer het nummer; 'weerklank hotspot list' noemt ze alle.",
        en="Check the number; 'weerklank hotspot list' names them all.",
    ),
)
PROPOSED, ADOPTED, WITHDRAWN = "hotspot.proposed", "hotspot.adopted", "hotspot.withdrawn"
ADDED, LIFTED = "hold.added", "hold.lifted"


def read_hotspots(workplace: Workplace) -> dict[str, Hotspot]:
    """Read all hotspots, by number, in the order in which they were proposed."""
    return dict(workplace.events.fold(Book.DECISIONS, _HotspotsFold))


def find_hotspot(workplace: Workplace, name: str) -> Hotspot:
    """Find a hotspot by its number."""
    found = read_hotspots(workplace).get(name.strip().lower())
    if found is None:
        raise WrongUse(UNKNOWN_HOTSPOT, hotspot=name)
    return found


def read_holds(workplace: Workplace) -> dict[str, Hold]:
    """Read all legal holds, those that were lifted too, by number, in order."""
    return dict(workplace.events.fold(Book.DECISIONS, _HoldsFold))


def scope_json(scope: Scope) -> JsonObject:
    """Write which items are meant, as an event and an answer hold it."""
    return {
        "accounts": [*scope.accounts],
        "from": scope.since.isoformat() if scope.since else None,
        "query": scope.query,
        "until": scope.until.isoformat() if scope.until else None,
    }


def _scope(data: JsonObject) -> Scope:
    since, until = data["from"], data["until"]
    return Scope(
        accounts=tuple(map(AccountId, _texts(data["accounts"]))),
        since=date.fromisoformat(str(since)) if since else None,
        until=date.fromisoformat(str(until)) if until else None,
        query=str(data.get("query", "")),
    )


def _texts(value: Json) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


class _HotspotsFold:
    """Every hotspot as the events so far tell it."""

    def __init__(self) -> None:
        self._found: dict[str, Hotspot] = {}

    def take(self, event: Event) -> None:
        if event.kind == PROPOSED:
            self._found[event.subject] = _proposed(event)
        elif event.kind == ADOPTED:
            self._found[event.subject] = replace(
                self._found[event.subject],
                state=HotspotState.ADOPTED,
                adoption=Adoption(
                    body=str(event.data["body"]),
                    on=date.fromisoformat(str(event.data["on"])),
                    by=event.actor.known_as,
                    at=event.at,
                ),
            )
        elif event.kind == WITHDRAWN:
            self._found[event.subject] = replace(
                self._found[event.subject],
                state=HotspotState.WITHDRAWN,
                withdrawn_by=event.actor.known_as,
                withdrawn_at=event.at,
                withdrawn_reason=str(event.data["reason"]),
            )

    def result(self) -> dict[str, Hotspot]:
        return dict(self._found)


def _proposed(event: Event) -> Hotspot:
    data = event.data
    scope = _scope(data)
    return Hotspot(
        id=event.subject,
        name=str(data["name"]),
        state=HotspotState.CANDIDATE,
        accounts=scope.accounts,
        since=scope.since,
        until=scope.until,
        terms=_texts(data["terms"]),
        hashtags=_texts(data["hashtags"]),
        criteria=tuple(map(Criterion, _texts(data["criteria"]))),
        reason=str(data["reason"]),
        proposed_by=event.actor.known_as,
        proposed_at=event.at,
    )


class _HoldsFold:
    """Every legal hold as the events so far tell it."""

    def __init__(self) -> None:
        self._found: dict[str, Hold] = {}

    def take(self, event: Event) -> None:
        data = event.data
        if event.kind == ADDED:
            scope = data["scope"]
            self._found[event.subject] = Hold(
                id=event.subject,
                ground=str(data["ground"]),
                case=str(data["case"]),
                scope=_scope(scope) if isinstance(scope, dict) else None,
                items=_texts(data["items"]),
                by=event.actor.known_as,
                since=event.at,
            )
        elif event.kind == LIFTED:
            self._found[event.subject] = replace(
                self._found[event.subject],
                lifted_by=event.actor.known_as,
                lifted_at=event.at,
                lifted_reason=str(data["reason"]),
            )

    def result(self) -> dict[str, Hold]:
        return dict(self._found)
