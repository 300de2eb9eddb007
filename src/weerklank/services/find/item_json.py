"""An item as JSON: the same words on the command line everywhere."""

from weerklank.model.deletion import Deletion, deletion_json
from weerklank.model.found_mark import FoundMark
from weerklank.model.item import (
    ArchivalItem,
    Author,
    AuthorRole,
    HeldBack,
    ItemKind,
    ItemState,
    Medium,
    Ref,
)
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.named_party import NAMED_AS
from weerklank.model.page import PageFacts
from weerklank.model.text import Language, Text


def author_name(author: Author) -> str:
    """Give the name under which an author is shown."""
    if author.role is AuthorRole.CITIZEN:
        return author.shown or "Burger"
    if author.name and author.named_as:
        return str(author.name)
    return author.handle or ""


def author_kind(author: Author) -> Text | None:
    """Say as what an author stays recognisable by decision; None of everybody else."""
    is_named = author.role is AuthorRole.NAMED and author.named_as is not None
    return NAMED_AS[author.named_as] if is_named and author.named_as else None


def author_in_words(author: Author, language: Language) -> str:
    """Give the name of an author with as what they stay recognisable, where that was decided."""
    name, kind = author_name(author), author_kind(author)
    return f"{name} ({kind.say(language)})" if kind else name


def hit_json(item: ArchivalItem, state: ItemState) -> JsonObject:
    """Write an item, in a state, as a hit of a search."""
    return {
        "account": item.account,
        "author": author_name(item.author),
        "created_at": item.created_at,
        "id": item.id,
        "kind": str(item.kind),
        "named_as": str(item.author.named_as) if author_kind(item.author) else None,
        "platform": item.platform,
        "state": str(state),
        "text": item.text or "",
        "title": item.title,
        "url": item.url,
    }


def item_json(
    item: ArchivalItem,
    state: ItemState,
    destroyed: dict[str, str] | None = None,
    deletion: Deletion | None = None,
) -> JsonObject:
    """Write an item, in a state, with everything that its record says, and whether it is gone.

    `destroyed` gives the decision by which other items went: a reference to one says so.
    """
    value = hit_json(item, state)
    value |= {
        "captions": str(item.captions) if item.captions else None,
        "captured_at": item.captured_at,
        "counts": _counts(item),
        "deletion": deletion_json(deletion),
        "edited_at": item.edited_at,
        "found": [_found(mark) for mark in item.found],
        "key": item.key,
        "language": item.language,
        "media": [_medium(medium) for medium in item.media],
        "page": facts_json(item.page),
        "policy": item.policy,
        "poll": _poll(item),
        "process": item.process,
        "refs": [_ref(ref, destroyed or {}) for ref in item.refs],
        "run": item.run,
        "scenario": item.scenario,
        "sealed": item.sealed is not None,
        "technique": item.technique,
        "thread": item.thread or item.key,
        "version": item.version,
        "visibility": str(item.visibility),
        "withheld": withheld_json(item.withheld),
        "wording": item.wording or item.version,
    }
    return value


def withheld_json(found: HeldBack | None) -> JsonObject | None:
    """Write where a platform does not show an item; None where it said nothing of that."""
    if found is None:
        return None
    return {
        "copyright": found.copyright,
        "countries": [*found.countries],
        "scope": str(found.scope) if found.scope else None,
    }


def tied_json(item: ArchivalItem, *, is_led_to: bool) -> JsonObject:
    """Write a post of ours that belongs with another by a link."""
    return {
        "account": item.account,
        "created_at": item.created_at,
        "id": item.id,
        "kind": str(item.kind),
        "leads": "from_here" if is_led_to else "to_here",
        "platform": item.platform,
        "url": item.url,
    }


def _ref(ref: Ref, destroyed: dict[str, str]) -> JsonObject:
    value: JsonObject = {"key": ref.key, "type": str(ref.type)}
    if ref.key in destroyed:
        value |= {"decision": destroyed[ref.key], "state": "destroyed"}
    return value


def _found(mark: FoundMark) -> JsonObject:
    return {
        "at": mark.at,
        "confidence": mark.confidence,
        "detector": mark.detector,
        "kind": str(mark.kind),
        "place": mark.place,
    }


def _counts(item: ArchivalItem) -> Json:
    if item.counts is None:
        return None
    if item.kind is ItemKind.PROFILE:
        return {
            "followers": item.counts.followers,
            "following": item.counts.following,
            "posts": item.counts.posts,
        }
    return {
        "likes": item.counts.likes,
        "replies": item.counts.replies,
        "reposts": item.counts.reposts,
    }


def _medium(medium: Medium) -> JsonObject:
    return {
        "alt": medium.alt,
        "bytes": medium.bytes,
        "file": medium.file,
        "height": medium.height,
        "id": medium.id,
        "missing": medium.missing,
        "role": str(medium.role) if medium.role else None,
        "type": medium.type,
        "width": medium.width,
    }


def facts_json(facts: PageFacts | None) -> Json:
    """Write what is told of a page beside its files."""
    if facts is None:
        return None
    return {
        "grey": facts.grey,
        "map": facts.map,
        "missing": facts.missing,
        "replaced": facts.replaced,
        "replies": facts.replies,
        "stopped": facts.stopped,
    }


def _poll(item: ArchivalItem) -> Json:
    if item.poll is None:
        return None
    return {
        "closed": item.poll.closed,
        "ends_at": item.poll.ends_at,
        "many": item.poll.many,
        "options": [{"text": o.text, "votes": o.votes} for o in item.poll.options],
        "voters": item.poll.voters,
    }
