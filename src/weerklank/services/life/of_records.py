"""What records and packages tell of the life of an item: on its platform, and on its way in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from weerklank.model.clock import from_iso
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
    Linked,
    LinkKind,
)
from weerklank.model.text import Text
from weerklank.package.names import MEDIA
from weerklank.services.life.package_story import Story
from weerklank.services.life.tell_decisions import person
from weerklank.services.runs.mapped_runs import BEGUN

PROGRAM = "Weerklank"
#: By which technique something came in.
TECHNIQUES: dict[str, Text] = {
    "api": Text("via de API", "by the API"),
    "browser": Text("via een browser", "by a browser"),
    "export": Text("via een export van het platform", "by an export of the platform"),
    "portability": Text(
        "via een export die via de API is gevraagd", "by an export that was asked for by the API"
    ),
}
_OTHER = Text("via {technique}", "by {technique}")
_BY_POLICY = Text("volgens beleid versie {policy}", "by version {policy} of the policy")
_SEALED = Text(
    "volgens beleid versie {policy}; wat is vervangen ligt verzegeld in de kluis",
    "by version {policy} of the policy; what was replaced lies sealed in the vault",
)
_MAPPING = Text(
    "kaart {version}; de bron en de woorden zijn dezelfde",
    "mapping {version}; source and words are the same",
)
_NO_FORMAT = Text("niet herkend", "not recognised")
_ANEW = Text(
    "het platform zegt niet wanneer; gezien bij deze opname",
    "the platform does not say when; seen at this capture",
)


@dataclass(frozen=True, slots=True)
class Held:
    """One version of an item as it is kept."""

    item: ArchivalItem
    #: Number of its leaf in the log; None where that can't be told.
    leaf: int | None
    #: None where its package does not tell.
    story: Story | None
    #: What was identified of the files of its package, by name.
    formats: dict[str, JsonObject]


def software(story: Story | None) -> LifeAgent:
    """Name the program that took something in, with its version where that was recorded."""
    tool = str(story.sealed.data.get("tool") or "") if story else ""
    return LifeAgent(
        AgentKind.SOFTWARE, PROGRAM, AgentRole.PROGRAM, tool.rpartition(" ")[2] or None
    )


def on_platform(versions: Sequence[Held]) -> Iterator[LifeEvent]:
    """Tell that it was published, and each edit that was seen."""
    first = versions[0].item
    if first.is_dated:
        is_ours = first.author.role.is_ours
        yield _event(
            first,
            LifeKind.PUBLISHED if is_ours else LifeKind.RECEIVED,
            first.created_at,
            version=None,
        )
    for held in versions[1:]:
        item = held.item
        if item.wording is None:
            note = None if item.edited_at else _ANEW
            at = item.edited_at or item.captured_at
            yield _event(item, LifeKind.EDITED, at, note=note)


def on_its_way_in(held: Held, started: Event | None) -> Iterator[LifeEvent]:
    """Tell how a version came in, and into which package and leaf of the log it was put."""
    item, story = held.item, held.story
    program = software(story)
    actor = started.actor if started else story.sealed.actor if story else None
    who = (person(actor), program) if actor else (program,)
    run = Linked(LinkKind.RUN, item.run)
    if started is not None and started.kind == BEGUN:
        at = started.at.isoformat()
        yield _event(
            item, LifeKind.MAPPED, at, agents=who, note=_MAPPING.filled(version=item.mapping)
        )
        yield from _packaged(held, who)
        return
    technique = TECHNIQUES.get(item.technique) or _OTHER.filled(technique=item.technique)
    yield _event(
        item, LifeKind.CAPTURED, item.captured_at, agents=who, note=technique, linked=(run,)
    )
    by_policy = (_SEALED if item.sealed else _BY_POLICY).filled(policy=item.policy)
    yield _event(
        item,
        LifeKind.MINIMISED,
        item.captured_at,
        agents=(program,),
        note=by_policy,
        linked=(run,),
    )
    yield from _packaged(held, who, run)


def _packaged(held: Held, who: tuple[LifeAgent, ...], *linked: Linked) -> Iterator[LifeEvent]:
    """Tell into which package and leaf of the log a version was put."""
    item, story = held.item, held.story
    if story is not None:
        leaf = () if held.leaf is None else (Linked(LinkKind.LEAF, str(held.leaf)),)
        package = Linked(LinkKind.PACKAGE, story.first)
        at = story.sealed.at.isoformat()
        yield _event(item, LifeKind.PACKAGED, at, agents=who, linked=(*linked, package, *leaf))
        yield from _formats(held, story)


def _formats(held: Held, story: Story) -> Iterator[LifeEvent]:
    """Tell of each file that came in with a version what it was seen to be."""
    for medium in held.item.media:
        told = held.formats.get(f"{MEDIA}/{medium.file}") if medium.file else None
        if told is None:
            continue
        by = LifeAgent(
            AgentKind.SOFTWARE,
            str(told.get("by") or PROGRAM).partition(" ")[0],
            AgentRole.PROGRAM,
            str(told.get("by") or "").partition(" ")[2] or None,
        )
        matches = told.get("matches")
        first = matches[0] if isinstance(matches, list) and matches else None
        names = first if isinstance(first, dict) else {}
        said = " ".join(str(names[one]) for one in ("puid", "format", "version") if one in names)
        yield _event(
            held.item,
            LifeKind.FORMAT_IDENTIFIED,
            story.sealed.at.isoformat(),
            medium=medium.id,
            agents=(by,),
            outcome=LifeOutcome.SUCCESS if said else LifeOutcome.WARNING,
            note=Text(said, said) if said else _NO_FORMAT,
            linked=(Linked(LinkKind.PACKAGE, story.first),),
        )


def _event(
    item: ArchivalItem,
    kind: LifeKind,
    at: str,
    *,
    version: int | None = -1,
    medium: str | None = None,
    agents: tuple[LifeAgent, ...] = (),
    outcome: LifeOutcome = LifeOutcome.SUCCESS,
    note: Text | None = None,
    linked: tuple[Linked, ...] = (),
) -> LifeEvent:
    return LifeEvent(
        id="",
        kind=kind,
        at=from_iso(at),
        item=item.id,
        version=item.version if version == -1 else version,
        medium=medium,
        agents=agents,
        outcome=outcome,
        note=note,
        linked=linked,
    )
