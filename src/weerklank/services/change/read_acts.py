"""Read acts: what the events of a destruction list tell, one by one."""

from dataclasses import dataclass
from datetime import datetime

from weerklank.model.certificate import Act, SearchOfBytes
from weerklank.model.destruction import DestructionList, NotSearched, WhyNot
from weerklank.model.event import Book, Event
from weerklank.model.json_value import Json, JsonObject
from weerklank.services.seal.read_destructions import BEGUN, EXECUTED
from weerklank.services.workplace import Workplace


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What an execution came to."""

    at: datetime
    records: int
    media: int
    originals: int
    searched: SearchOfBytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ListStory:
    """What happened with a list."""

    #: The oldest first.
    acts: tuple[Act, ...]
    #: From when on its items are hidden; None as long as nothing was begun.
    begun: datetime | None
    done: Done | None


def story_of(workplace: Workplace, found: DestructionList) -> ListStory:
    """Tell what happened with a list: each act, and what its execution came to."""
    events = events_of(workplace, found)
    return ListStory(
        acts=tuple(map(act_of, events)),
        begun=next((one.at for one in events if one.kind == BEGUN), None),
        done=next((_done(one) for one in events if one.kind == EXECUTED), None),
    )


def _done(event: Event) -> Done:
    return Done(
        at=event.at,
        records=number_of(event.data, "records"),
        media=number_of(event.data, "media"),
        originals=number_of(event.data, "originals"),
        searched=searched_of(object_of(event.data["search"]), []),
    )


def events_of(workplace: Workplace, found: DestructionList) -> list[Event]:
    """Give all events of a list, the oldest first."""
    return [
        event
        for event in workplace.events.read(Book.DECISIONS)
        if event.subject == found.id and event.kind.startswith("destruction.")
    ]


def act_of(event: Event) -> Act:
    """Tell who did what with a list, when, and as what."""
    return Act(
        act=event.kind.partition(".")[2],
        at=event.at,
        name=event.actor.known_as,
        system_user=event.actor.system_user,
        roles=tuple(map(str, event.actor.roles)),
        is_signed_in=event.actor.is_signed_in,
        reason=str(event.data.get("reason") or ""),
    )


def searched_of(told: JsonObject, elsewhere: list[NotSearched]) -> SearchOfBytes:
    """Read what the search of every byte found; `elsewhere` names copies that it can't reach."""
    missed = told.get("not_searched")
    rows = map(object_of, missed if isinstance(missed, list) else [])
    not_searched = [NotSearched(str(row["place"]), WhyNot(str(row["why"]))) for row in rows]
    places = object_of(told.get("places") or {})
    found = strings_of(told.get("found"))
    return SearchOfBytes(
        needles=number_of(told, "needles"),
        files=number_of(told, "files"),
        bytes=number_of(told, "bytes"),
        by_structure=number_of(told, "by_structure"),
        found=tuple(path for path in found if not is_event(path)),
        stays=tuple(path for path in found if is_event(path)),
        places=tuple((place, number_of(places, place)) for place in sorted(places)),
        not_searched=(*not_searched, *elsewhere),
    )


def is_event(path: str) -> bool:
    """Tell whether a file is an event: it stays, with what somebody quoted in it."""
    return path.partition("/")[0] in {str(book) for book in Book}


def object_of(value: Json) -> JsonObject:
    """Give an object of an event; an empty one for what is none."""
    return value if isinstance(value, dict) else {}


def strings_of(value: Json) -> tuple[str, ...]:
    """Give a list of texts of an event."""
    return tuple(map(str, value)) if isinstance(value, list) else ()


def number_of(told: JsonObject, name: str) -> int:
    """Give a number of an event; 0 where there is none."""
    value = told.get(name)
    return value if isinstance(value, int) else 0
