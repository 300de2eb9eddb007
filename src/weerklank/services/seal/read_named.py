"""Read who stays recognisable: the decisions, and by what each is recognised."""

from dataclasses import dataclass, replace
from datetime import date

import msgspec

from weerklank.minimise.keyed_tags import KeyedTags
from weerklank.minimise.named import NamedList
from weerklank.model.event import Book, Event
from weerklank.model.named_party import NamedAs, NamedFacts, NamedParty, NamedStep
from weerklank.model.platform import Platform
from weerklank.model.symbols import encode
from weerklank.services.workplace import Workplace
from weerklank.store.named_file import read_facts

ADDED, ENDED, WITHDRAWN = "named.added", "named.ended", "named.withdrawn"
MET, DOUBTED = "named.met", "named.doubted"
#: Facts got a tag under another key, as that of before goes.
TAGGED = "named.tagged"


@dataclass(frozen=True, slots=True)
class _Decided:
    """One decision, and the keyed tag of the facts that it was made on."""

    party: NamedParty
    tag: str


def tag_of_facts(workplace: Workplace, number: str, facts: NamedFacts) -> str:
    """Give the keyed tag of by what one is recognised: a decision holds it, and no name."""
    return _tag_under(workplace.keys.lists, number, facts)


def _tag_under(key: bytes, number: str, facts: NamedFacts) -> str:
    content = msgspec.json.encode((number, facts))
    return encode(KeyedTags(key).tag(b"named\n" + content))


def tag_again(workplace: Workplace) -> None:
    """Record under which tags the facts stand by the key of now, as that of before is to go.

    Facts that are not those that were decided on get none.
    """
    new = workplace.keys.lists
    decided = workplace.events.fold(Book.DECISIONS, _NamedFold)
    for one in read_named(workplace):
        if one.facts is None:
            continue
        tag = _tag_under(new, one.id, one.facts)
        if decided[one.id].tag != tag:
            workplace.record(Book.DECISIONS, TAGGED, one.id, {"facts": tag})


def read_named(workplace: Workplace) -> list[NamedParty]:
    """Give all who were ever put on the list, in order.

    Who was withdrawn has no facts, nor has one whose facts are not those that were decided on.
    """
    decided = workplace.events.fold(Book.DECISIONS, _NamedFold)
    if not decided:
        return []
    facts, keys = read_facts(workplace.keys), workplace.keys.all_lists
    return [
        replace(one.party, facts=known)
        if (known := facts.get(number))
        and any(_tag_under(key, number, known) == one.tag for key in keys)
        else one.party
        for number, one in decided.items()
    ]


def note_met(workplace: Workplace, named: NamedList) -> None:
    """Record what a run found out: by which id one is named, and whose handle another bears."""
    for number, tag in sorted(named.news_met.items()):
        workplace.record(Book.DECISIONS, MET, number, {"tag": tag})
    for number in sorted(named.news_doubted):
        workplace.record(Book.DECISIONS, DOUBTED, number, {})


class _NamedFold:
    """What the events so far tell."""

    def __init__(self) -> None:
        self._found: dict[str, _Decided] = {}

    def take(self, event: Event) -> None:
        if event.kind == ADDED:
            self._found[event.subject] = _added(event)
            return
        known = self._found.get(event.subject)
        if known is None or not event.kind.startswith("named."):
            return
        step = _step(event)
        party = known.party
        if event.kind == TAGGED:
            known = replace(known, tag=str(event.data["facts"]))
            # The tag of the id is of the key of before; the platform will name it again.
            party = replace(party, met=None)
        elif event.kind == ENDED:
            party = replace(party, until=_day(event, "until"), ended=step)
        elif event.kind == WITHDRAWN:
            party = replace(party, withdrawn=step)
        elif event.kind == MET and party.met is None:
            party = replace(party, met=str(event.data["tag"]))
        elif event.kind == DOUBTED and party.doubted is None:
            party = replace(party, doubted=event.at)
        self._found[event.subject] = replace(known, party=party)

    def result(self) -> dict[str, _Decided]:
        return dict(self._found)


def _added(event: Event) -> _Decided:
    party = NamedParty(
        id=event.subject,
        platform=Platform(str(event.data["platform"])),
        kind=NamedAs(str(event.data["as"])),
        start=_day(event, "from") or date.min,
        until=_day(event, "until"),
        added=_step(event),
        facts=None,
    )
    return _Decided(party, str(event.data["facts"]))


def _step(event: Event) -> NamedStep:
    reason = event.data.get("reason")
    return NamedStep(
        at=event.at, by=event.actor.known_as, reason=None if reason is None else str(reason)
    )


def _day(event: Event, name: str) -> date | None:
    value = event.data.get(name)
    return None if value is None else date.fromisoformat(str(value))
