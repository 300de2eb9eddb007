"""What was decided for more items than it names, as far as it goes for one of them."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import cache

from weerklank.catalogue.catalogue import Catalogue
from weerklank.catalogue.item_places import Located
from weerklank.model.clock import begin_of
from weerklank.model.event import Event
from weerklank.model.hotspot import Hold, Hotspot
from weerklank.model.item import ArchivalItem, ItemKind
from weerklank.model.life import AgentKind, AgentRole, LifeAgent, LifeKind
from weerklank.model.mark import Judgement
from weerklank.model.person_request import SETS_APART
from weerklank.model.text import Text
from weerklank.services.find.protection import held_by, held_by_hold
from weerklank.services.find.read_hotspots import read_holds, read_hotspots
from weerklank.services.find.read_marks import SPECIAL_KIND
from weerklank.services.life.of_lists import steps_of
from weerklank.services.life.of_records import Held
from weerklank.services.life.tell_decisions import Telling, decision, person
from weerklank.services.life.told_events import HOLDS, HOTSPOTS, TRANSFERS, Books, texts
from weerklank.services.seal.read_destructions import read_lists
from weerklank.services.seal.read_requests import read_requests
from weerklank.services.workplace import Workplace
from weerklank.transfer.event_terms import IN_SIP

ADOPTED = Text(
    "{number} {name}, vastgesteld door {body} op {day}",
    "{number} {name}, adopted by {body} on {day}",
)
NAMED = Text("{number} {name}", "{number} {name}")
CASE = Text("{number}, zaak {case}", "{number}, case {case}")
CONFIRMED = Text("Ontvangst bevestigd, SIP {sip}", "Receipt confirmed, SIP {sip}")


class Scopes:
    """Looks up hotspots, holds, transfers, requests and destruction lists."""

    def __init__(self, workplace: Workplace, catalogue: Catalogue, books: Books) -> None:
        self._catalogue = catalogue
        self._books = books
        self._hotspots = read_hotspots(workplace)
        self._holds = read_holds(workplace)
        self._requests = read_requests(workplace)
        self._lists: dict[str, list[str]] = {}
        for found in read_lists(workplace).values():
            for item in (*found.items, *(one.id for one in found.excepted)):
                self._lists.setdefault(item, []).append(found.id)
        self._held: Callable[[str], frozenset[str]] = cache(self._items_of)

    def tell(self, item: ArchivalItem, place: Located, first: Held) -> Iterator[Telling]:
        """Tell what goes for an item of which the newest version lies there."""
        yield from self._of_hotspots(item.id)
        yield from self._of_holds(item.id)
        yield from self._of_requests(item.key)
        yield from self._of_transfers(item, place, first)
        yield from self._of_lists(item.id)

    def _items_of(self, number: str) -> frozenset[str]:
        """Give the addresses of what a hotspot or hold keeps, or kept, as the catalogue is now."""
        hotspot, hold = self._hotspots.get(number), self._holds.get(number)
        rows = (
            held_by(self._catalogue, hotspot.scope)
            if hotspot
            else held_by_hold(self._catalogue, hold)
            if hold
            else iter(())
        )
        return frozenset(row.id for row in rows)

    def _of_hotspots(self, item: str) -> Iterator[Telling]:
        for event in self._books.decisions.of(HOTSPOTS):
            hotspot = self._hotspots.get(event.subject)
            if hotspot is not None and item in self._held(event.subject):
                yield _of_hotspot(event, hotspot)

    def _of_holds(self, item: str) -> Iterator[Telling]:
        for event in self._books.decisions.of(HOLDS):
            hold = self._holds.get(event.subject)
            if hold is not None and item in self._held(event.subject):
                yield _of_hold(event, hold)

    def _of_requests(self, key: str) -> Iterator[Telling]:
        """Tell what set an item apart; never who asked for it, or why."""
        for event in self._books.decisions.of(key):
            found = self._requests.get(event.subject)
            if found is not None and found.kind in SETS_APART and found.is_granted:
                is_lifted = event.kind.endswith("lifted")
                kind = LifeKind.APART_LIFTED if is_lifted else LifeKind.SET_APART
                yield Telling(
                    kind, event.at, (person(event.actor),), linked=decision(event.subject)
                )

    def _of_lists(self, item: str) -> Iterator[Telling]:
        for number in self._lists.get(item, ()):
            yield from steps_of(self._books.decisions.of(number), item)

    def _of_transfers(self, item: ArchivalItem, place: Located, first: Held) -> Iterator[Telling]:
        going: set[str] = set()
        # Asked of the catalogue once, however many transfers there were.
        begun = cache(lambda: self._begun(place, item.account))
        for event in self._books.decisions.of(TRANSFERS):
            if event.kind == "transfer.begun":
                if (
                    first.story is not None
                    and first.story.sealed.at <= event.at
                    and not self._is_apart(item, event.at)
                    and _is_within(event, item, begun)
                ):
                    going.add(event.subject)
            elif event.subject in going:
                is_made = event.kind == "transfer.made"
                yield Telling(
                    LifeKind.TRANSFER_MADE if is_made else LifeKind.TRANSFER_RECEIVED,
                    event.at,
                    (person(event.actor),),
                    (IN_SIP if is_made else CONFIRMED).filled(sip=event.subject),
                    linked=decision(event.subject),
                )

    def _is_apart(self, item: ArchivalItem, at: datetime) -> bool:
        """Tell whether a decision kept an item apart at a moment: such goes into no SIP."""
        is_marked = False
        for event in self._books.decisions.of(item.id):
            is_special = event.data.get("kind") == SPECIAL_KIND
            if event.at <= at and event.kind == "mark.decided" and not is_special:
                is_marked = event.data.get("judgement") != Judgement.KEEP
        asked = [told for told in self._of_requests(item.key) if told.at <= at]
        return is_marked or bool(asked and asked[-1].kind is LifeKind.SET_APART)

    def _begun(self, place: Located, account: str) -> int:
        """Give when the thread of an item begins; of a page, that of what it is of."""
        database = self._catalogue.database
        shown = database.pages.shown_by(place.key)
        of = database.places.newest_by_key(shown[0]) if shown else place
        thread, held = database.threads.record_with((of or place).key, account)
        topmost = [one.created for one in held if one.key == thread]
        return min(topmost or [one.created for one in held] or [place.created])


def _is_within(event: Event, item: ArchivalItem, begun: Callable[[], int]) -> bool:
    """Tell whether the thread of an item begins within what is transferred."""
    scope = event.data["scope"]
    told = scope if isinstance(scope, dict) else {}
    accounts = texts(told.get("accounts"))
    if accounts and item.account not in accounts:
        return False
    if item.kind is ItemKind.PROFILE:
        return True
    since, until = told.get("from"), told.get("to")
    after = date.fromisoformat(str(until)) + timedelta(days=1) if until else None
    return (not since or begun() >= _seconds(date.fromisoformat(str(since)))) and (
        after is None or begun() < _seconds(after)
    )


def _seconds(day: date) -> int:
    return int(begin_of(day).timestamp())


def _of_hotspot(event: Event, hotspot: Hotspot) -> Telling:
    who = person(event.actor)
    agents: tuple[LifeAgent, ...] = (who,)
    if event.kind == "hotspot.adopted":
        body = str(event.data["body"])
        note = ADOPTED.filled(
            number=hotspot.id, name=hotspot.name, body=body, day=event.data["on"]
        )
        by = LifeAgent(AgentKind.ORGANISATION, body, AgentRole.AUTHORIZER)
        kind, agents, reason = LifeKind.HOTSPOT_ADOPTED, (who, by), hotspot.reason
    else:
        note = NAMED.filled(number=hotspot.id, name=hotspot.name)
        kind, reason = LifeKind.HOTSPOT_WITHDRAWN, str(event.data["reason"])
    return Telling(kind, event.at, agents, note, reason, decision(hotspot.id), hotspot.id)


def _of_hold(event: Event, hold: Hold) -> Telling:
    is_lifted = event.kind == "hold.lifted"
    return Telling(
        LifeKind.HOLD_LIFTED if is_lifted else LifeKind.HELD,
        event.at,
        (person(event.actor),),
        CASE.filled(number=hold.id, case=hold.case),
        str(event.data["reason"]) if is_lifted else hold.ground,
        decision(hold.id),
        hold.id,
    )
