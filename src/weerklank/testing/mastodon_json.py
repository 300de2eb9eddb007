"""The JSON of a Mastodon export: keys in the order in which a server writes them.

After the serializers of Mastodon (NoteSerializer, ActorSerializer, BackupService), by the facts
of its format; `modern` is what servers write since 4.5, the other what they wrote in 2023.
"""

import base64
import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from weerklank.testing.mastodon_items import (
    ExportAccount,
    ExportBoost,
    ExportItem,
    ExportMedium,
    ExportPoll,
    ExportPost,
)

Json = dict[str, Any]

STREAMS = "https://www.w3.org/ns/activitystreams"
PUBLIC = f"{STREAMS}#Public"
_BLURHASH = "UTGRVb~pWBjGxGX9kXkWDiM{xuxunNWBRjRj"
#: Older servers signed every activity while they made the export.
_SIGNED = "2023-01-15T04:14:32Z"


def activity(account: ExportAccount, item: ExportItem, *, modern: bool = True) -> Json:
    """Write a post or a boost as the activity that an outbox holds."""
    if isinstance(item, ExportBoost):
        uri = f"{account.actor_id}/statuses/{item.number}"
        to, cc = [PUBLIC], [item.object_uri.split("/statuses/")[0], followers(account)]
        body: str | Json = item.object_uri
        kind = "Announce"
    else:
        to, cc = _audience(account, item)
        body = _note(account, item, to, cc, modern=modern)
        uri = body["id"]
        kind = "Create"
    made: Json = {
        "id": f"{uri}/activity",
        "type": kind,
        "actor": account.actor_id,
        "published": timestamp(item.published),
        "to": to,
        "cc": cc,
        "object": body,
    }
    if not modern:
        made["signature"] = {
            "type": "RsaSignature2017",
            "creator": f"{account.actor_id}#main-key",
            "created": _SIGNED,
            "signatureValue": base64.b64encode(noise(uri)).decode(),
        }
    return made


def conversation(account: ExportAccount, post: ExportPost) -> str:
    """Name the conversation of a post; a post that names none begins its own."""
    if post.conversation:
        return post.conversation
    day = post.published.astimezone(UTC).date().isoformat()
    return f"tag:{account.host},{day}:objectId={post.number >> 16}:objectType=Conversation"


def _note(
    account: ExportAccount, post: ExportPost, to: list[str], cc: list[str], *, modern: bool
) -> Json:
    uri = f"{account.actor_id}/statuses/{post.number}"
    talk = conversation(account, post)
    note: Json = {
        "id": uri,
        "type": "Question" if post.poll else "Note",
        "summary": post.summary,
        "inReplyTo": post.in_reply_to,
        "published": timestamp(post.published),
        "url": f"https://{account.host}/@{account.name}/{post.number}",
        "attributedTo": account.actor_id,
        "to": to,
        "cc": cc,
        "sensitive": post.summary is not None,
        "atomUri": uri,
        "inReplyToAtomUri": post.in_reply_to,
        "conversation": talk,
    }
    if modern:
        note["context"] = _context_uri(account, talk)
    note["content"] = post.html
    if post.language:
        note["contentMap"] = {post.language: post.html}
    if post.edited:
        note["updated"] = timestamp(post.edited)
    note["attachment"] = [_document(medium) for medium in post.media]
    note["tag"] = _tags(account, post)
    note["replies"] = {
        "id": f"{uri}/replies",
        "type": "Collection",
        "first": {
            "type": "CollectionPage",
            "next": f"{uri}/replies?only_other_accounts=true&page=true",
            "partOf": f"{uri}/replies",
            "items": [],
        },
    }
    if modern:
        note["likes"] = {"id": f"{uri}/likes", "type": "Collection", "totalItems": post.likes}
        note["shares"] = {"id": f"{uri}/shares", "type": "Collection", "totalItems": post.shares}
    if post.poll:
        note.update(_poll(post.poll))
    if modern:
        note.update(_quote(account, post))
    return note


def _audience(account: ExportAccount, post: ExportPost) -> tuple[list[str], list[str]]:
    named = [uri for uri, _ in post.mentions]
    if post.visibility == "public":
        return [PUBLIC], [followers(account), *named]
    if post.visibility == "unlisted":
        return [followers(account)], [PUBLIC, *named]
    if post.visibility == "followers":
        return [followers(account)], named
    return named, []


def _context_uri(account: ExportAccount, talk: str) -> str:
    if talk.startswith("https://"):
        return talk
    mark = hashlib.sha256(talk.encode()).digest()
    return f"https://{account.host}/contexts/{int.from_bytes(mark[:7], 'big')}"


def _document(medium: ExportMedium) -> Json:
    made: Json = {
        "type": "Document",
        "mediaType": medium.content_type,
        "url": medium.path,
        "name": medium.alt,
        "blurhash": _BLURHASH,
    }
    if medium.width:
        made["width"] = medium.width
    if medium.height:
        made["height"] = medium.height
    if medium.seconds:
        made["duration"] = f"PT{medium.seconds}S"
    return made


def _tags(account: ExportAccount, post: ExportPost) -> list[Json]:
    mentions = [{"type": "Mention", "href": uri, "name": name} for uri, name in post.mentions]
    hashtags = [
        {
            "type": "Hashtag",
            "href": f"https://{account.host}/tags/{word.lower()}",
            "name": f"#{word.lower()}",
        }
        for word in post.hashtags
    ]
    return mentions + hashtags


def _poll(poll: ExportPoll) -> Json:
    options = [
        {"type": "Note", "name": name, "replies": {"type": "Collection", "totalItems": votes}}
        for name, votes in poll.options
    ]
    made: Json = {"anyOf" if poll.multiple else "oneOf": options, "endTime": timestamp(poll.end)}
    if poll.closed:
        made["closed"] = timestamp(poll.end)
    votes = sum(count for _, count in poll.options)
    made["votersCount"] = votes if poll.voters is None else poll.voters
    return made


def _quote(account: ExportAccount, post: ExportPost) -> Json:
    made: Json = {}
    if post.quote:
        author, _, number = post.quote.partition("/statuses/")
        made = {
            "quote": post.quote,
            "_misskey_quote": post.quote,
            "quoteUri": post.quote,
            "quoteAuthorization": f"{author}/quote_authorizations/{number}",
        }
    # Mastodon lets posts that are not public be quoted by their author alone.
    quotable = post.visibility in {"public", "unlisted"}
    approved = [PUBLIC] if quotable else [account.actor_id]
    made["interactionPolicy"] = {"canQuote": {"automaticApproval": approved}}
    return made


def collection(name: str, items: Iterable[str], *, total: int, context: object = STREAMS) -> Json:
    """Write an ordered collection, such as likes.json."""
    return {
        "@context": context,
        "id": name,
        "type": "OrderedCollection",
        "totalItems": total,
        "orderedItems": list(items),
    }


def followers(account: ExportAccount) -> str:
    """Give the URI of the collection of followers."""
    return f"{account.actor_id}/followers"


def timestamp(moment: datetime) -> str:
    """Write a moment as Mastodon does: UTC, whole seconds."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def noise(seed: str) -> bytes:
    """Give 256 bytes that look random and are always the same for a seed."""
    return hashlib.shake_256(seed.encode()).digest(256)
