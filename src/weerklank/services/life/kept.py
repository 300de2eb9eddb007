"""What the archive did to keep an item: time stamps, months, merges, checks, copies, repairs."""

from collections.abc import Iterable, Iterator, Sequence

from weerklank.jobs.audit import AUDITED
from weerklank.model.event import Event
from weerklank.model.life import LifeEvent, LifeKind, LifeOutcome, Linked, LinkKind
from weerklank.model.text import Text
from weerklank.services.life.of_records import Held
from weerklank.services.life.package_story import Story
from weerklank.services.life.tell_decisions import decision, person
from weerklank.services.life.told_events import CHECKS, COPIES, STAMPS, Books, texts

_SOUND = Text("alles klopte", "all was right")
_FOUND = Text(
    "de controle van het hele archief had bevindingen: {codes}",
    "the check of the whole archive had findings: {codes}",
)
_DAMAGED = Text("bevinding {codes} aan het pakket", "finding {codes} of the package")
_TO = Text("replica {replica}", "replica {replica}")
_FROM = Text("{path}, uit replica {replica}", "{path}, from replica {replica}")


def kept_events(versions: Sequence[Held], books: Books, *, checks: bool) -> Iterator[LifeEvent]:
    """Tell what was done with the packages in which an item lies; each event once of each."""
    found: dict[tuple[LifeKind, int, tuple[Linked, ...]], LifeEvent] = {}
    for held in versions:
        story = held.story
        if story is not None:
            for kind, event, more in _of_version(held, story, books, checks=checks):
                found.setdefault((kind, id(event), more.linked), more)
    yield from found.values()


def _of_version(
    held: Held, story: Story, books: Books, *, checks: bool
) -> Iterator[tuple[LifeKind, Event, LifeEvent]]:
    journal, item = books.journal, held.item.id
    leaf = held.leaf if held.leaf is not None else 1 << 62
    stamp = next((e for e in journal.of(STAMPS) if _number(e, "checkpoint") > leaf), None)
    if stamp is not None:
        size = Linked(LinkKind.CHECKPOINT, str(_number(stamp, "checkpoint")))
        yield LifeKind.STAMPED, stamp, _event(item, LifeKind.STAMPED, stamp, linked=(size,))
    month = story.first.rpartition("/")[0]
    closed = next((e for e in journal.of(month) if e.at >= story.sealed.at), None)
    if closed is not None:
        yield LifeKind.MONTH_CLOSED, closed, _event(item, LifeKind.MONTH_CLOSED, closed)
    for merge in story.merges:
        linked = (
            Linked(LinkKind.PACKAGE, merge.subject),
            *decision(str(merge.data.get("decision"))),
        )
        yield LifeKind.MERGED, merge, _event(item, LifeKind.MERGED, merge, linked=linked)
    every = journal.of(CHECKS) if checks else []
    for event, outcome, note in _checks(held, story, every, leaf):
        yield (
            LifeKind.FIXITY_CHECKED,
            event,
            _event(item, LifeKind.FIXITY_CHECKED, event, outcome=outcome, note=note),
        )
    yield from _copies(item, leaf, journal.of(COPIES))
    for name in dict.fromkeys(name for _, name in story.names):
        for event in journal.of(name):
            if (checks or event.kind != AUDITED) and story.held_in(name, event.at):
                yield from _of_package(item, name, event)


def _of_package(
    item: str, package: str, event: Event
) -> Iterator[tuple[LifeKind, Event, LifeEvent]]:
    linked = (Linked(LinkKind.PACKAGE, package),)
    if event.kind == AUDITED:
        damaged = event.data.get("damaged")
        named = damaged if isinstance(damaged, dict) else {}
        codes = [
            code
            for part, some in named.items()
            if part.rpartition("-g")[0] == package
            for code in texts(some)
        ]
        told = _event(
            item,
            LifeKind.FIXITY_CHECKED,
            event,
            outcome=LifeOutcome.FAILURE if codes else LifeOutcome.SUCCESS,
            note=_DAMAGED.filled(codes=", ".join(codes)) if codes else _SOUND,
            linked=linked,
        )
        yield LifeKind.FIXITY_CHECKED, event, told
    elif event.kind == "archive.repaired":
        note = _FROM.filled(path=event.subject, replica=event.data.get("replica"))
        file = Linked(LinkKind.FILE, event.subject)
        told = _event(item, LifeKind.REPAIRED, event, note=note, linked=(*linked, file))
        yield LifeKind.REPAIRED, event, told
    elif event.kind == "package.recovered":
        yield LifeKind.RECOVERED, event, _event(item, LifeKind.RECOVERED, event, linked=linked)


def _checks(
    held: Held, story: Story, events: Iterable[Event], leaf: int
) -> Iterator[tuple[Event, LifeOutcome, Text]]:
    """Tell of checks of the archive, or of the item's account, in which it was looked at."""
    for event in events:
        accounts, size = texts(event.data.get("accounts")), event.data.get("size")
        is_in = event.at >= story.sealed.at and (not isinstance(size, int) or size > leaf)
        if not is_in or (accounts and held.item.account not in accounts):
            continue
        codes = texts(event.data.get("findings"))
        if codes:
            yield event, LifeOutcome.WARNING, _FOUND.filled(codes=", ".join(codes))
        else:
            yield event, LifeOutcome.SUCCESS, _SOUND


def _copies(
    item: str, leaf: int, events: Iterable[Event]
) -> Iterator[tuple[LifeKind, Event, LifeEvent]]:
    """Tell when each replica first had a version."""
    known: set[str] = set()
    for event in events:
        if event.subject not in known and _number(event, "size") > leaf:
            known.add(event.subject)
            note = _TO.filled(replica=event.subject)
            linked = (Linked(LinkKind.REPLICA, event.subject),)
            told = _event(item, LifeKind.REPLICATED, event, note=note, linked=linked)
            yield LifeKind.REPLICATED, event, told


def _number(event: Event, name: str) -> int:
    value = event.data.get(name)
    return value if isinstance(value, int) else -1


def _event(
    item: str,
    kind: LifeKind,
    event: Event,
    *,
    outcome: LifeOutcome = LifeOutcome.SUCCESS,
    note: Text | None = None,
    linked: tuple[Linked, ...] = (),
) -> LifeEvent:
    return LifeEvent(
        id="",
        kind=kind,
        at=event.at,
        item=item,
        agents=(person(event.actor),),
        outcome=outcome,
        note=note,
        linked=linked,
    )
