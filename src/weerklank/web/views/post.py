"""*Bericht*: the record whole, with versions, media, thread, where it came from, and its proof."""

from dataclasses import dataclass

import orjson
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from weerklank.model.access import Apart, Looked
from weerklank.model.access_words import WHY
from weerklank.model.errors import BrokenInput, NotNow, Refused, WrongUse
from weerklank.model.ids import AccountId
from weerklank.model.item import ArchivalItem, AuthorRole, ItemKind, Visibility
from weerklank.model.item_words import what_title_is, withheld_in_words
from weerklank.model.page import PageRole
from weerklank.model.platform import TITLES
from weerklank.model.rights_words import numbered, part_name, part_words
from weerklank.model.run import Technique
from weerklank.model.text import Text
from weerklank.services.find.item_json import author_kind
from weerklank.services.find.pages_of import ShownPage
from weerklank.services.find.read_rights import rights_of
from weerklank.services.find.show_item import (
    ShownItem,
    Version,
    show_item,
)
from weerklank.services.find.show_thread import Node, NodeState
from weerklank.services.find.word_changes import Change
from weerklank.services.people.access import note_seen, why_apart
from weerklank.services.replay.read_pages import has_pages
from weerklank.services.verify.prove_item import Proof, prove_item
from weerklank.web import site
from weerklank.web.account_facts import name_of
from weerklank.web.error_words import damage_of, message_of, next_of
from weerklank.web.foreign import Piece, shown, shown_pieces
from weerklank.web.hits import letters_of
from weerklank.web.medium_told import medium_told
from weerklank.web.permissions import sight_of
from weerklank.web.post_versions import Changes, between, course_of, in_order, says_otherwise
from weerklank.web.shell import Crumb, page
from weerklank.web.views.account import ACCOUNTS
from weerklank.web.views.errors import destroyed, not_shown
from weerklank.web.views.formal import look_of
from weerklank.web.views.marks import marking_of
from weerklank.web.views.special import standing_of
from weerklank.web.visit import Visit, the_visit
from weerklank.web.words import moment

#: Replies that a page shows before it asks whether someone wants the rest.
_FIRST = 40
#: Steps of indentation; what lies deeper says so.
_DEEPEST = 3
_TITLES = {
    ItemKind.POST: Text("Bericht van {moment}", "Post of {moment}"),
    ItemKind.REPLY: Text("Reactie van {moment}", "Reply of {moment}"),
    ItemKind.BOOST: Text("Gedeeld bericht van {moment}", "Shared post of {moment}"),
    ItemKind.PROFILE: Text("Profiel van {moment}", "Profile of {moment}"),
    ItemKind.STORY: Text("Verhaal van {moment}", "Story of {moment}"),
    ItemKind.MEDIUM: Text("Los mediabestand van {moment}", "Loose media file of {moment}"),
    ItemKind.PAGE: Text("Pagina van {moment}", "Page of {moment}"),
}
#: The same of what no day is told of.
_UNDATED = {
    kind: Text(title.nl.removesuffix(" van {moment}"), title.en.removesuffix(" of {moment}"))
    for kind, title in _TITLES.items()
}

_NO_VERSION = Text("Deze versie is er niet", "This version is not there")
_UNREAD = Text("Deze versie is niet te lezen", "This version can't be read")
_THERE_ARE = Text(
    "Van dit bericht zijn er deze versies: {numbers}.",
    "Of this post there are these versions: {numbers}.",
)
_NEWEST = Text("Naar de nieuwste versie", "To the newest version")


def post(request: HttpRequest, name: str) -> HttpResponse:
    """Show one item of the archive under its permanent address; a page at what it is of."""
    visit = the_visit(request)
    name = name.rstrip(".")  # of the sentence that cites it
    try:
        found = show_item(
            visit.workplace, name, sight_of(visit.roles), site=site.current().address or ""
        )
    except WrongUse as error:
        if error.code == "SEARCH-003":
            return destroyed(request, error)
        raise Http404 from error
    except Refused as error:
        return not_shown(request, error)
    item = found.item
    if item.kind is ItemKind.PAGE:
        return redirect("kept-page", item.id)
    version = _version(request, found)
    if version is None:
        return _no_version(request, found)
    why = why_apart(found.state, shielded=found.shielded, special=found.special)
    if why is not None:
        note_seen(visit.workplace, Looked.POST, item.id, why)
    compared, changes = between(found, version, request.GET.get("met", ""))
    wrong = _chain(visit, compared) if compared else None
    if wrong and wrong.state == "failed":
        changes = ()  # words that nothing vouches for don't stand among those of this version
    account = visit.accounts.get(AccountId(item.account))
    row = name_of(account, visit.workplace.organisation.name) if account else item.account
    platform = TITLES.get(item.platform, item.platform)
    title = title_of(item)
    replies = found.thread.replies
    shown_replies = replies if "alle" in request.GET else replies[:_FIRST]
    return page(
        request,
        "post.html",
        {
            "found": found,
            "why": WHY[why] if why else None,
            "is_by_another": why is Apart.SHIELDED
            and version.item.visibility is not Visibility.FOLLOWERS,
            "formal": look_of(visit, found.item),
            "marking": marking_of(visit, found),
            "special": standing_of(visit, found),
            "is_marked": "markering" in request.GET,
            "item": version.item,
            "newest": item,
            "title": title,
            "author": _author(item, found.author, row),
            "is_own": item.author.role is AuthorRole.OWN,
            "text": _text(version, changes),
            "course": course_of(found, visit.language),
            "compared": compared,
            "wrong": wrong if wrong and wrong.state == "failed" else None,
            "ends": [one.item.version for one in in_order(found, compared, version)],
            "is_changed": any(one.change is not Change.SAME for one in changes),
            "heading": shown(version.item.title) if version.item.title else "",
            "heading_is": what_title_is(item.kind, item.platform),
            "withheld": version.item.withheld and withheld_in_words(version.item.withheld),
            "version": version,
            "versions": found.versions,
            "changed": {v.item.version for v in found.versions if says_otherwise(v)},
            "seen_by": found.techniques,
            "rights": _rights(visit, found),
            "media": [medium_told(visit, found.item.id, one) for one in version.media],
            "preview": _preview(version),
            "linked": [_linked(one) for one in found.linked],
            "has_page": has_pages(visit.workplace, item.id, sight_of(visit.roles)),
            "poll": _poll(version.item),
            "shared": found.shared,
            "tied": [(one, TITLES.get(one.item.platform, "")) for one in found.tied],
            "ancestors": [_node(node, row) for node in found.thread.ancestors],
            "replies": [_node(node, row, _own_depth(found)) for node in shown_replies],
            "reply_count": len(replies),
            "has_others": any(_is_citizen(node) for node in replies),
            "has_named": any(node.item and author_kind(node.item.author) for node in replies),
            "people": len({one.name for one in found.thread.participants}),
            "hidden": len(replies) - len(shown_replies),
            "unreadable": [damage_of(one) for one in found.unreadable],
            "chain": _chain(visit, version),
            "is_newest": version.item.version == item.version,
            "proof_name": _proof_name(found, version),
            "platform": platform,
            "account": account,
            "letters": letters_of(found.techniques),
            "is_of_exports": set(found.techniques) <= {Technique.EXPORT, Technique.PORTABILITY},
        },
        crumbs=(
            ACCOUNTS,
            Crumb(
                Text(f"{row} op {platform}", f"{row} on {platform}"),
                reverse("account", args=[item.account]),
            ),
            Crumb(title),
        ),
    )


def _rights(visit: Visit, found: ShownItem) -> list[tuple[Text, Text]]:
    """Give what is recorded of text and media, each with its name; of others' work nothing."""
    versions = [*(one.item for one in found.versions), found.item]
    known = rights_of(visit.workplace, versions)
    parts = () if known.is_of_others else known.parts
    return [(part_name(part, number), part_words(part)) for part, number in numbered(parts)]


def _linked(page: ShownPage) -> dict[str, object]:
    """Give what the screen shows of a page or file of an own site."""
    file = page.files.get(PageRole.ATTACHMENT)
    return {
        "item": page.item,
        "title": page.item.title or page.item.url or page.item.id,
        "is_page": file is None,
        "is_here": any(file.path for file in page.files.values()),
        "bytes": (file.medium.bytes or 0) if file else 0,
        "ending": (file.medium.file or "").rpartition(".")[2] if file else "",
        "address": reverse("medium", args=[page.item.id, file.medium.id]) if file else "",
    }


def title_of(item: ArchivalItem) -> Text:
    """Say what an item is and of when."""
    if not item.is_dated:
        return _UNDATED[item.kind]
    said = Text(moment(item.created_at, "nl"), moment(item.created_at, "en"))
    return _TITLES[item.kind].filled(moment=said)


def _version(request: HttpRequest, found: ShownItem) -> Version | None:
    """Give the version that is asked, or the newest where none is; None for one not there."""
    asked = request.GET.get("versie")
    asked = asked and asked.removesuffix(".")  # of the sentence that cites it
    if asked is None:
        return found.versions[-1]
    return next((one for one in found.versions if str(one.item.version) == asked), None)


def _no_version(request: HttpRequest, found: ShownItem) -> HttpResponse:
    """Say that there is no such version, or that it can't be read, and lead to the newest."""
    asked, newest = request.GET.get("versie", ""), found.item.version
    is_lacking = len(found.versions) < newest and asked in map(str, range(1, newest))
    damage = found.unreadable[0] if is_lacking and found.unreadable else None
    numbers = ", ".join(
        str(number) for number in sorted(one.item.version for one in found.versions)
    )
    return page(
        request,
        "error/error.html",
        {
            "title": _UNREAD if damage else _NO_VERSION,
            "what": message_of(damage) if damage else _THERE_ARE.filled(numbers=numbers),
            "next": (damage and next_of(damage)) or "",
            "code": damage.code if damage else "",
            "link": reverse("post", args=[found.item.id]),
            "link_text": _NEWEST,
        },
        status=500 if damage else 404,
    )


def _text(version: Version, changes: Changes) -> object:
    """Give the text of a version, with what became of the one that it is compared with."""
    if not changes:
        return shown(version.item.text or "")
    how = {Change.ADDED: "ins", Change.REMOVED: "del"}
    return shown_pieces(Piece(one.text, how.get(one.change, "")) for one in changes)


def _author(item: ArchivalItem, known_as: str, account: str) -> dict[str, object]:
    is_citizen = item.author.role is AuthorRole.CITIZEN
    return {
        "is_citizen": is_citizen,
        "name": known_as if is_citizen or item.author.name else account,
        "handle": "" if is_citizen else (item.author.handle or ""),
        "named_as": author_kind(item.author),
    }


def _preview(version: Version) -> dict[str, object] | None:
    """Give what the platform showed of a page that a version leads to: words, never a link."""
    preview = version.preview
    if preview is None:
        return None
    return {
        "title": shown(preview.title) if preview.title else "",
        "description": shown(preview.description) if preview.description else "",
        "url": preview.url or "",
    }


def _poll(item: ArchivalItem) -> list[dict[str, object]]:
    if item.poll is None:
        return []
    most = max((one.votes or 0 for one in item.poll.options), default=0)
    return [{"text": one.text, "votes": one.votes, "most": most} for one in item.poll.options]


def _own_depth(found: ShownItem) -> int:
    return next((node.depth for node in found.thread.nodes if node.asked), 0)


def _is_citizen(node: Node) -> bool:
    return node.item is not None and node.item.author.role is AuthorRole.CITIZEN


def _node(node: Node, account: str, base: int = 0) -> dict[str, object]:
    level = max(node.depth - base - 1, 0)
    item = node.item
    why = (
        why_apart(node.item_state, shielded=node.shielded, special=node.special)
        if node.item_state
        else None
    )
    return {
        "level": min(level, _DEEPEST - 1),
        "is_deeper": level >= _DEEPEST,
        "state": str(node.state),
        "is_held": node.state is NodeState.HELD,
        "is_own": node.own,
        "is_citizen": _is_citizen(node),
        "author": account if node.own else node.author,
        "named_as": author_kind(item.author) if item else None,
        "item": item,
        "shielded": node.shielded,
        "special": node.special,
        "text": shown(item.text or "") if item and not why else "",
        "why": why,
        "decision": node.decision,
        "is_gone": node.deletion is not None,
        "damage": damage_of(node.damage) if node.damage else None,
        "letters": letters_of((item.technique,) if item is not None else ()),
    }


# --- where it came from -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Chain:
    """What ties a record to what anyone can check: passed, failed, or not checked."""

    proof: Proof | None
    #: `passed`, `failed` or `unchecked`.
    state: str
    #: What is wrong, what to do now, and its code.
    what: Text | None = None
    next: Text | None = None
    code: str = ""


def _chain(visit: Visit, version: Version) -> Chain:
    """Check the very version that is shown: the proof of another says nothing of it."""
    try:
        made = prove_item(visit.workplace, version.item.id, version.item.version)
        return Chain(made, "passed")
    except BrokenInput as error:
        return Chain(None, "failed", message_of(error), next_of(error), error.code)
    except NotNow as error:
        return Chain(None, "unchecked", message_of(error), next_of(error), error.code)


def proof(request: HttpRequest, name: str) -> HttpResponse:
    """Give the proof of a version of an item as a file; of the one that a page shows at first."""
    visit = the_visit(request)
    try:
        found = show_item(visit.workplace, name, sight_of(visit.roles))
    except (WrongUse, Refused) as error:
        raise Http404 from error
    version = _version(request, found)
    if version is None:
        return _no_version(request, found)
    item = version.item
    why = why_apart(found.state, shielded=found.shielded, special=found.special)
    if why is not None:
        note_seen(visit.workplace, Looked.PROOF, item.id, why)
    made = prove_item(visit.workplace, item.id, item.version)
    content = orjson.dumps(made.document, option=orjson.OPT_INDENT_2)
    answer = HttpResponse(content, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{_proof_name(found, version)}"'
    return answer


def _proof_name(found: ShownItem, version: Version) -> str:
    """Name the file of a proof, so that those of two versions can lie beside each other."""
    item = version.item
    which = "" if item.version == found.item.version else f"-versie-{item.version}"
    return f"bewijs-{item.id}{which}.json"
