"""Make records again from what is held: the source line, by a mapping of now.

Whatever else is in a record is of the run that took it in, not of the mapping, and is kept.
"""

from typing import Any

import orjson
from msgspec import structs

from weerklank.connectors.mastodon.activity import Reader
from weerklank.connectors.mastodon.api_objects import KeptStatus, Pointed, StatusReader
from weerklank.minimise.html_text import plain
from weerklank.model.item import ArchivalItem, ItemKind, Poll, PollOption, Ref
from weerklank.model.mint import mint
from weerklank.model.raw import RawItem, RawPlace
from weerklank.model.run import Technique

OPAQUE = "weerklank:item:"
Source = dict[str, Any]


def read_again(held: ArchivalItem, source: Source, profile: Source) -> ArchivalItem:
    """Give the record as the mapping of now reads it from its source; `profile` is the owner's."""
    if held.technique in (Technique.API, Technique.BROWSER):
        raw = _of_api(held, source, profile)
    elif held.kind is ItemKind.PROFILE:
        raw = Reader(_identified(source)).profile()
    else:
        raw = Reader(_identified(profile)).activity(orjson.dumps(source))
    return with_mapping(held, raw)


def _identified(actor: Source) -> Source:
    """Give a profile a name to be read by where its id was taken out; nothing rests on it."""
    return {"id": actor["url"], **actor}


def _of_api(held: ArchivalItem, source: Source, profile: Source) -> RawItem:
    reader = Reader({"id": profile["uri"], "url": profile["url"]})
    statuses = StatusReader({"id": "1"}, reader)
    if held.kind is ItemKind.PROFILE:
        pinned = tuple(f"{OPAQUE}{ref.key}" for ref in held.refs)
        return StatusReader(source, reader).profile(RawPlace(number=1, pointer=""), pinned)
    boosted = source.get("reblog")
    status = {**source, "reblog": {"uri": boosted}} if boosted else source
    parent, quote = source.get("in_reply_to_id"), source.get("quote") or {}
    quoted = quote.get("quoted_status")
    kept = KeptStatus(
        content=orjson.dumps({**status, "uri": source["uri"], "visibility": _seen_by(held)}),
        answer=1,
        pointer="",
        parent=Pointed(parent) if parent else None,
        quoted=Pointed(quoted) if quoted else None,
    )
    raw = statuses.read(kept)
    if "visibility" in source:
        return raw
    # An earlier version: the history tells when it was made, and its record when the post was.
    moments = {"created_at": held.created_at, "edited_at": held.edited_at}
    return structs.replace(raw, counts=None, **moments)


def _seen_by(held: ArchivalItem) -> str:
    return {"followers": "private"}.get(held.visibility, str(held.visibility))


def with_mapping(held: ArchivalItem, raw: RawItem) -> ArchivalItem:
    """Put what a mapping reads in the place of what was read before."""
    return structs.replace(
        held,
        counts=raw.counts,
        created_at=raw.created_at,
        edited_at=raw.edited_at,
        kind=raw.kind,
        mapping=raw.mapping,
        media=tuple(
            structs.replace(
                medium,
                alt=mint(one.alt) if one.alt else None,
                height=one.height,
                type=one.content_type,
                width=one.width,
            )
            for medium, one in zip(held.media, raw.media, strict=True)
        ),
        poll=_poll(raw),
        refs=tuple(Ref(key=one.native_id.removeprefix(OPAQUE), type=one.type) for one in raw.refs),
        text=mint(plain(raw.html)) if raw.html else None,
        title=mint(raw.title) if raw.title else None,
        visibility=raw.visibility,
    )


def _poll(raw: RawItem) -> Poll | None:
    poll = raw.poll
    return poll and Poll(
        closed=poll.closed,
        ends_at=poll.ends_at,
        many=poll.many,
        options=tuple(PollOption(text=mint(one.text), votes=one.votes) for one in poll.options),
        voters=poll.voters,
    )
