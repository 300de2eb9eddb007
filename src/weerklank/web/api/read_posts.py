"""Posts: found, whole, with thread and versions, media and proof, by the sight of a role."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated, Any

import msgspec
from django.http.response import HttpResponseBase

from weerklank.model.access import Apart, Looked
from weerklank.model.clock import begin_of
from weerklank.model.item import ArchivalItem, ItemKind, ItemState
from weerklank.model.json_value import Json
from weerklank.model.question import Order, Question
from weerklank.model.text import Text
from weerklank.services.find.find_items import Hit, find_items
from weerklank.services.find.item_json import item_json
from weerklank.services.find.mark_words import Snippet
from weerklank.services.find.show_item import ShownItem, Version, show_item
from weerklank.services.find.show_thread import Node
from weerklank.services.people.access import note_seen, why_apart
from weerklank.services.verify.prove_item import prove_item
from weerklank.web import site
from weerklank.web.api import shapes_of_posts as shapes
from weerklank.web.api.asked import Words
from weerklank.web.api.operation import Call, Listed, NotThere, Paging, Query
from weerklank.web.api.problems import NO_SUCH_PIECE, ApiError
from weerklank.web.api.rows import Rows
from weerklank.web.permissions import sight_of
from weerklank.web.views import medium as medium_view

_FACTS = (
    "account",
    "platform",
    "kind",
    "author",
    "process",
    "scenario",
    "technique",
    "media",
    "captions",
    "state",
    "hotspot",
)
_ONE_DAY = timedelta(days=1)
Value = Annotated[str, msgspec.Meta(max_length=200, pattern="^[A-Za-z0-9._@-]+$")]
Values = Annotated[tuple[Value, ...], msgspec.Meta(max_length=50)]


class Sort(StrEnum):
    """What comes first."""

    NEWEST = "newest"
    OLDEST = "oldest"
    RELEVANCE = "relevance"


class SearchQuery(Paging, frozen=True, kw_only=True):
    """What is sought, as on the screen: words, and facts of which each may be given more often."""

    q: Words = ""
    stem: bool = False
    since: date | None = None
    until: date | None = None
    sort: Sort = Sort.NEWEST
    account: Values = ()
    platform: Values = ()
    kind: Values = ()
    author: Values = ()
    process: Values = ()
    scenario: Values = ()
    technique: Values = ()
    media: Values = ()
    captions: Values = ()
    state: Values = ()
    hotspot: Values = ()


class VersionQuery(Query, frozen=True, kw_only=True):
    """Which version; the newest where none is named."""

    version: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] | None = None


def search(call: Call) -> Listed:
    """Search the archive; what is apart is listed without its words, as on the screen."""
    asked = call.query
    if not isinstance(asked, SearchQuery):
        raise TypeError(type(asked))
    question = Question(
        words=asked.q.strip(),
        stem=asked.stem,
        tags=tuple(f"{name}:{one}" for name in _FACTS for one in getattr(asked, name)),
        since=_begin(asked.since),
        until=_begin(asked.until + _ONE_DAY) if asked.until and asked.until < date.max else None,
        limit=asked.page_size,
        offset=(asked.page - 1) * asked.page_size,
        order=Order(asked.sort),
        sight=sight_of(call.visit.roles),
    )
    found = find_items(call.visit.workplace, question)
    shown = found.hits if asked.page <= found.pages else ()
    return Listed([_hit(one) for one in shown], found.total, found.pages)


def post(call: Call) -> dict[str, Any]:
    """Give a post whole."""
    found = found_post(call)
    item = found.item
    told = item_json(item, found.state, found.destroyed, found.deletion)
    why = _note(call, found, Looked.POST)
    return {
        **told,
        **_item(item, found.state, None),
        "apart": why,
        "citation": found.citation.say(call.visit.language),
        "media": _media(item),
        "permanent_address": found.permanent_address,
        "techniques": [*found.techniques],
        "versions": len(found.versions),
    }


def thread(call: Call) -> dict[str, Any]:
    """Give the thread of a post, in the order of reading."""
    found = found_post(call)
    _note(call, found, Looked.POST)
    return {
        "total": found.thread.total,
        "nodes": [_node(one) for one in found.thread.nodes],
        "participants": [
            {"name": one.name, "role": str(one.role), "items": one.items}
            for one in found.thread.participants
        ],
        "decisions": [*found.thread.decisions],
    }


def versions(call: Call) -> Listed:
    """List the versions of a post, the oldest first."""
    found = found_post(call)
    _note(call, found, Looked.POST)
    told = [_version(one, call) for one in found.versions]
    return Listed(told, len(told), 1)


def proof(call: Call) -> object:
    """Give the proof of a version: to be checked without this archive."""
    found = found_post(call)
    asked = call.query.version if isinstance(call.query, VersionQuery) else None
    number = asked or found.item.version
    if all(one.item.version != number for one in found.versions):
        raise NotThere
    _note(call, found, Looked.PROOF)
    return prove_item(call.visit.workplace, found.item.id, number).document


def medium(call: Call) -> HttpResponseBase:
    """Give the clean copy of a medium, as the screen does; 404 where it can't be cleaned."""
    answer = medium_view.medium(call.request, call.path["post"], call.path["medium"])
    if answer.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
        error = ApiError(answer.status_code, NO_SUCH_PIECE)
        error.headers["Content-Range"] = answer["Content-Range"]
        raise error
    return answer


def found_post(call: Call) -> ShownItem:
    """Give the post of the path, for who may see it; WrongUse or Refused for who may not."""
    visit, here = call.visit, site.current().address or ""
    found = show_item(visit.workplace, call.path["post"], sight_of(visit.roles), site=here)
    if found.item.kind is ItemKind.PAGE:  # which has a screen of its own, and none here
        raise NotThere
    return found


def _note(call: Call, found: ShownItem, what: Looked) -> Apart | None:
    """Record who looks, where that is to be recorded; before anything of it is given."""
    why = why_apart(found.state, shielded=found.shielded, special=found.special)
    if why is not None:
        note_seen(call.visit.workplace, what, found.item.id, why)
    return why


def _item(item: ArchivalItem, state: ItemState, why: Apart | None) -> dict[str, Any]:
    told = item_json(item, state)
    here = f"/api/v1/berichten/{item.id}"
    return {
        **{name: told[name] for name in _OF_ITEM},
        "created_at": item.created_at if item.is_dated else None,
        "title": None if why else item.title,
        "text": None if why else item.text or "",
        # Where it stands on its platform, its words would be read unrecorded.
        "url": None if why else told["url"],
        "apart": why,
        "_links": {
            "self": {"href": here},
            "thread": {"href": f"{here}/draad"},
            "versions": {"href": f"{here}/versies"},
            "proof": {"href": f"{here}/bewijs"},
            "page": {"href": f"/id/{item.id}/"},
        },
    }


_OF_ITEM = ("id", "account", "author", "named_as", "kind", "platform", "state", "url")


def _hit(hit: Hit) -> dict[str, Any]:
    why = why_apart(hit.state, shielded=hit.shielded, special=hit.special)
    return {
        **_item(hit.item, hit.state, why),
        "in_thread": hit.in_thread,
        "techniques": [*hit.techniques],
        "snippets": [] if why else [_snippet(one) for one in hit.snippets],
        "damage": hit.damage[0].code if hit.damage else None,
    }


def _snippet(snippet: Snippet) -> dict[str, Any]:
    marks, at = [], 0
    for piece in snippet.pieces:
        if piece.marked:
            marks.append((at, at + len(piece.text)))
        at += len(piece.text)
    return {
        "text": "".join(piece.text for piece in snippet.pieces),
        "marks": marks,
        "version": snippet.version,
        "where": str(snippet.where),
    }


def _node(node: Node) -> dict[str, Any]:
    shown = None
    if node.item is not None and node.item_state is not None:
        why = why_apart(node.item_state, shielded=node.shielded, special=node.special)
        shown = _item(node.item, node.item_state, why)
    return {
        "depth": node.depth,
        "asked": node.asked,
        "state": str(node.state),
        "decision": node.decision,
        "damage": node.damage.code if node.damage else None,
        "post": shown,
    }


def _version(one: Version, call: Call) -> dict[str, Any]:
    told = item_json(one.item, one.state)
    return {
        **{name: told[name] for name in ("counts", "edited_at", "text", "title", "version")},
        "state": str(one.state),
        "captured_at": one.provenance.captured_at,
        "technique": one.provenance.technique,
        "run": one.provenance.run,
        "package": one.provenance.package,
        "media": _media(one.item),
        "changes": [{"change": str(o.change), "text": o.text} for o in one.text_changes],
        "citation": one.citation.say(call.visit.language),
    }


def _media(item: ArchivalItem) -> list[Json]:
    found: list[Json] = []
    for one in item.media:
        here = f"/api/v1/berichten/{item.id}/media/{one.id}"
        found.append(
            {
                "id": one.id,
                "type": one.type,
                "alt": one.alt,
                "bytes": one.bytes,
                "width": one.width,
                "height": one.height,
                "role": str(one.role) if one.role else None,
                "missing": one.missing,
                "_links": {"file": {"href": here} if one.file else None},
            }
        )
    return found


def _begin(day: date | None) -> datetime | None:
    """Give the moment at which a day begins here; None from the first one on is no bound."""
    return begin_of(day) if day and day > date.min else None


POSTS = Rows(Text("Berichten", "Posts"))
ROWS = (
    replace(  # what is no question is told as one that can't be used
        POSTS.read(
            "searchPosts",
            "/berichten",
            "search",
            Text("Zoek in het archief", "Search the archive"),
            search,
            shapes.Hit,
            SearchQuery,
        ),
        wrong=HTTPStatus.BAD_REQUEST,
    ),
    POSTS.read(
        "getPost",
        "/berichten/{post}",
        "post",
        Text("Eén bericht", "One post"),
        post,
        shapes.WholePost,
    ),
    POSTS.read(
        "getThread",
        "/berichten/{post}/draad",
        "post",
        Text("De draad van een bericht", "The thread of a post"),
        thread,
        shapes.Thread,
    ),
    replace(
        POSTS.read(
            "listVersions",
            "/berichten/{post}/versies",
            "post",
            Text("De versies van een bericht", "The versions of a post"),
            versions,
            shapes.Version,
        ),
        is_list=True,
    ),
    POSTS.read(
        "getProof",
        "/berichten/{post}/bewijs",
        "proof",
        Text(
            "Het bewijs van een versie, te controleren zonder archief",
            "The proof of a version, checkable without the archive",
        ),
        proof,
        dict[str, Any],
        VersionQuery,
    ),
    POSTS.file(
        "getMedium",
        "/berichten/{post}/media/{medium}",
        "medium",
        Text(
            "De schone kopie van een mediabestand, of een deel ervan (Range)",
            "The clean copy of a media file, or a part of it (Range)",
        ),
        medium,
        "*/*",
        has_parts=True,
    ),
)
