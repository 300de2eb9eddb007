"""The JSON of Mastodon's API for the account and the posts of a synthetic export.

Made by its OpenAPI document (4.7); tests hold every object against that.
"""

import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from weerklank.testing.mastodon_items import (
    ExportAccount,
    ExportBoost,
    ExportItem,
    ExportMedium,
    ExportPost,
)

Json = dict[str, Any]

_VISIBILITY = {"followers": "private"}
_APPROVAL: Json = {"automatic": ["public"], "manual": [], "current_user": "unknown"}


def account_json(account: ExportAccount, address: str, avatar: ExportMedium | None) -> Json:
    """Write the account itself."""
    picture = f"{address}/system/{avatar.member}" if avatar else f"{address}{_MISSING}"
    return _account(
        number=str(_number(account.name)),
        name=account.name,
        acct=account.name,
        display_name=account.display_name,
        note=account.summary_html,
        address=f"{address}/@{account.name}",
        uri=_on(address, account.actor_id),
        avatar=picture,
        created=account.created,
    )


_MISSING = "/avatars/original/missing.png"


def _account(
    *,
    number: str,
    name: str,
    acct: str,
    display_name: str,
    note: str,
    address: str,
    uri: str,
    avatar: str,
    created: datetime,
) -> Json:
    return {
        "id": number,
        "username": name,
        "acct": acct,
        "display_name": display_name,
        "locked": False,
        "bot": False,
        "discoverable": True,
        "indexable": True,
        "group": False,
        "created_at": f"{created.astimezone(UTC):%Y-%m-%d}T00:00:00.000Z",
        "note": note,
        "url": address,
        "uri": uri,
        "avatar": avatar,
        "avatar_static": avatar,
        "avatar_description": "",
        "header": avatar,
        "header_static": avatar,
        "header_description": "",
        "followers_count": 3,
        "following_count": 1,
        "statuses_count": 1,
        "last_status_at": "2026-11-25",
        "hide_collections": None,
        "show_media": True,
        "show_media_replies": True,
        "show_featured": True,
        "noindex": False,
        "feature_approval": _APPROVAL,
        "emojis": [],
        "roles": [],
        "fields": [],
    }


def status_json(account: ExportAccount, item: ExportItem, address: str, me: Json) -> Json:
    """Write a post or a boost of the account."""
    if isinstance(item, ExportBoost):
        return _boost(account, item, address, me)
    uri = _on(address, f"{account.actor_id}/statuses/{item.number}")
    made = _status(str(item.number), item.published, uri, item.html, me)
    made |= {
        "url": f"{address}/@{account.name}/{item.number}",
        "visibility": _VISIBILITY.get(item.visibility, item.visibility),
        "language": item.language,
        "spoiler_text": item.summary or "",
        "sensitive": item.summary is not None,
        "favourites_count": item.likes,
        "reblogs_count": item.shares,
        "edited_at": moment_of(item.edited) if item.edited else None,
        "media_attachments": [_medium(medium, address) for medium in item.media],
        "mentions": [_mention(*pair) for pair in item.mentions],
        "tags": [{"name": t.lower(), "url": f"{address}/tags/{t}"} for t in item.hashtags],
        "poll": _poll(item) if item.poll else None,
        "quote": _quote(item.quote) if item.quote else None,
    }
    if item.in_reply_to:
        own = _on(address, account.actor_id)
        here = _on(address, item.in_reply_to)
        if here.startswith(f"{own}/"):
            made["in_reply_to_id"] = here.rpartition("/")[2]
            made["in_reply_to_account_id"] = me["id"]
        else:
            made["in_reply_to_id"] = str(_number(item.in_reply_to))
            made["in_reply_to_account_id"] = str(_number(_author(item.in_reply_to)))
    return made


def _status(number: str, published: datetime, uri: str, html: str, account: Json) -> Json:
    return {
        "id": number,
        "created_at": moment_of(published),
        "in_reply_to_id": None,
        "in_reply_to_account_id": None,
        "sensitive": False,
        "spoiler_text": "",
        "visibility": "public",
        "language": "nl",
        "uri": uri,
        "url": uri,
        "replies_count": 0,
        "reblogs_count": 0,
        "favourites_count": 0,
        "quotes_count": 0,
        "edited_at": None,
        "content": html,
        "reblog": None,
        "application": {"name": "Web", "website": None},
        "account": account,
        "media_attachments": [],
        "mentions": [],
        "tags": [],
        "emojis": [],
        "tagged_collections": [],
        "quote": None,
        "card": None,
        "poll": None,
        "quote_approval": _APPROVAL,
    }


def _boost(account: ExportAccount, item: ExportBoost, address: str, me: Json) -> Json:
    uri = _on(address, f"{account.actor_id}/statuses/{item.number}/activity")
    other = _of_somebody(str(_number(item.object_uri)), item.object_uri)
    made = _status(str(item.number), item.published, uri, other["content"], me)
    # As Mastodon does: what is boosted stands in the boost too.
    return {**made, "mentions": other["mentions"], "reblog": other}


def other_json(number: str, items: list[ExportItem]) -> Json | None:
    """Write the post of somebody else that one of ours answers or boosts; None for no such one."""
    for item in items:
        uris = (
            [item.object_uri] if isinstance(item, ExportBoost) else [item.in_reply_to, item.quote]
        )
        for uri in filter(None, uris):
            if str(_number(uri)) == number:
                return _of_somebody(number, uri)
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A reply by somebody else, known to the server."""

    #: Address of the post, and what it says.
    uri: str
    html: str
    #: Address of what it answers: a post of the account, or another reply.
    answers: str
    published: datetime
    visibility: str = "public"

    @property
    def number(self) -> str:
        """Give the number that the server gave it."""
        return str(_number(self.uri))


def reply_json(reply: Reply, parent: str) -> Json:
    """Write a reply; `parent` is the number of what it answers."""
    made = _of_somebody(reply.number, reply.uri)
    return {
        **made,
        "created_at": moment_of(reply.published),
        "content": reply.html,
        "in_reply_to_id": parent,
        "visibility": reply.visibility,
    }


def _of_somebody(number: str, uri: str) -> Json:
    """Write a post of a third party: all of it names whoever wrote it."""
    author = _author(uri)
    parts = urlsplit(author)
    name = parts.path.rpartition("/")[2].lstrip("@")
    acct = f"{name}@{parts.netloc}"
    shown = name.replace("_", " ").title()
    made = _account(
        number=str(_number(author)),
        name=name,
        acct=acct,
        display_name=shown,
        note=f"<p>Ik ben {shown}</p>",
        address=f"https://{parts.netloc}/@{name}",
        uri=author,
        avatar=f"https://{parts.netloc}/avatars/{name}.png",
        created=datetime(2020, 1, 1, tzinfo=UTC),
    )
    when = datetime(2026, 1, 1, 8, tzinfo=UTC)
    return _status(number, when, uri, f"<p>Bericht van {shown} ({acct}).</p>", made)


def _medium(medium: ExportMedium, address: str) -> Json:
    here = f"{address}/system/{medium.member}"
    size = {"width": medium.width, "height": medium.height}
    return {
        "id": str(_number(medium.path)),
        "type": medium.content_type.partition("/")[0],
        "url": here,
        "preview_url": here,
        "remote_url": None,
        "meta": {"original": {**size, "size": f"{medium.width}x{medium.height}", "aspect": 1.0}},
        "description": medium.alt,
        "blurhash": None,
    }


def _mention(uri: str, handle: str) -> Json:
    name, _, server = handle.lstrip("@").partition("@")
    return {
        "id": str(_number(uri)),
        "username": name,
        "url": f"https://{server}/@{name}",
        "acct": f"{name}@{server}",
    }


def _quote(uri: str) -> Json:
    return {"state": "accepted", "quoted_status": _of_somebody(str(_number(uri)), uri)}


def _poll(item: ExportPost) -> Json:
    poll = item.poll
    assert poll  # noqa: S101 - who calls has looked
    votes = sum(number for _, number in poll.options)
    return {
        "id": str(item.number % 10_000),
        "expires_at": moment_of(poll.end),
        "expired": poll.closed,
        "multiple": poll.multiple,
        "votes_count": votes,
        "voters_count": votes if poll.voters is None else poll.voters,
        "options": [{"title": text, "votes_count": number} for text, number in poll.options],
        "emojis": [],
    }


def _author(uri: str) -> str:
    return uri.partition("/statuses/")[0]


def _on(address: str, uri: str) -> str:
    """Give an address of the account as one on the server at hand."""
    return f"{address}{urlsplit(uri).path}"


def moment_of(when: datetime) -> str:
    """Write a moment as the API does."""
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"


def _number(name: str) -> int:
    """Give a number that stays the same for a name, as large as those of a server."""
    return 109_000_000_000_000_000 + zlib.crc32(name.encode())
