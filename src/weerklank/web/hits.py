"""An item in a list: why it was found, who wrote it, what belongs to it."""

from collections.abc import Collection

from django.urls import reverse

from weerklank.model.access_words import WHY
from weerklank.model.clock import civil_day
from weerklank.model.item import AuthorRole, Medium
from weerklank.model.item_words import TitleKind, what_title_is
from weerklank.model.platform import TITLES
from weerklank.model.run import Technique
from weerklank.services.appraise.formal_replies import FormalReplies
from weerklank.services.find.find_items import Hit, Hits
from weerklank.services.find.mark_words import Snippet, where_of
from weerklank.services.people.access import why_apart
from weerklank.web.account_facts import name_of
from weerklank.web.error_words import damage_of
from weerklank.web.foreign import Piece, shown, shown_pieces
from weerklank.web.visit import Visit

#: Hits on one page.
A_PAGE = 20
#: Class, letter and technique of the three squares.
LETTERS = (("a", "A", "api"), ("e", "E", "export"), ("b", "B", "browser"))


def letters_of(techniques: Collection[str]) -> list[tuple[str, str, bool]]:
    """Give the squares, each with whether that way it was seen.

    An archive that a platform made for us is an export too, whoever fetched it (screens.md, 3).
    """
    seen = {Technique.EXPORT if one == Technique.PORTABILITY else one for one in techniques}
    return [(css, letter, one in seen) for css, letter, one in LETTERS]


def hit_of(visit: Visit, hit: Hit) -> dict[str, object]:
    """Give a hit as lists show it, everything foreign in it made safe."""
    item = hit.item
    why = why_apart(hit.state, shielded=hit.shielded, special=hit.special)
    account = next((one for one in visit.accounts.values() if one.id == item.account), None)
    organisation = visit.workplace.organisation.name
    # The words of the post itself stand on top: a hit elsewhere is no reason to leave them out.
    is_in_text = any(where_of(item, one) is None for one in hit.snippets)
    is_called = what_title_is(item.kind, item.platform) is TitleKind.TITLE
    return {
        "item": item,
        "is_own": item.author.role.is_ours,
        "is_citizen": item.author.role is AuthorRole.CITIZEN,
        "author": name_of(account, organisation)
        if account and item.author.role is AuthorRole.OWN
        else hit.author,
        "platform": TITLES.get(item.platform, item.platform),
        "state": hit.state,
        "letters": letters_of(hit.techniques),
        "in_thread": hit.in_thread,
        "shielded": hit.shielded,
        # What is apart is read on its own page, where that is recorded.
        "why": WHY[why] if why else None,
        # A warning before a post stays with the post; this is what a video is called.
        "title": shown(item.title) if item.title and is_called and not why else None,
        "text": shown(item.text or "") if not (is_in_text or why) else None,
        "snippets": [] if why else [_snippet(hit, one) for one in hit.snippets],
        "damage": damage_of(hit.damage[0]) if hit.damage else None,
        "is_unexplained": hit.is_unexplained,
        "media": [] if why else [_medium(item.id, one) for one in item.media if one.file],
        "thread": item.thread or item.key,
        "day": civil_day(item.created_at),
    }


def _snippet(hit: Hit, found: Snippet) -> dict[str, object]:
    pieces = [
        Piece("… " if found.cut_before else ""),
        *(Piece(piece.text, "mark" if piece.marked else "") for piece in found.pieces),
        Piece(" …" if found.cut_after else ""),
    ]
    return {
        "where": where_of(hit.item, found),
        "version": found.version if found.version != hit.item.version else None,
        "text": shown_pieces(pieces),
    }


def unreadable_of(hits: Hits | FormalReplies) -> dict[str, object] | None:
    """Give what to say of hits that lie in damaged files; None where all could be read."""
    if not hits.unreadable:
        return None
    return {"count": len(hits.unreadable), **damage_of(hits.unreadable[0])}


def _medium(item: str, one: Medium) -> dict[str, object]:
    """Give a medium of a list; what it claims to be decides only which sign stands there."""
    return {
        "medium": one,
        "kind": (one.type or "").partition("/")[0],
        "address": reverse("medium", args=[item, one.id]),
    }
