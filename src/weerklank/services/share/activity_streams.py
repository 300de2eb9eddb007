"""An item as Activity Streams 2.0 (W3C Recommendation, 23 May 2017; vocabulary of that date).

What someone said is a Create of a Note, an Article when it has a title, or a Question when it is a
poll; what was shared is an Announce. What is gone from its platform is followed by a Delete: in
the archive it is still there. Texts are as the archive keeps them: plain, third parties replaced.
"""

from collections.abc import Iterator

from weerklank.model.account import Account
from weerklank.model.deletion import Deletion
from weerklank.model.item import (
    ArchivalItem,
    ItemKind,
    Medium,
    Poll,
    RefType,
    Visibility,
)
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.platform import Platform
from weerklank.services.find.item_json import author_name
from weerklank.services.share.names import Names, is_person

CONTEXT = "https://www.w3.org/ns/activitystreams"
#: Words for rights, which Activity Streams lacks: those of Dublin Core.
RIGHTS: JsonObject = {
    "license": {"@id": "http://purl.org/dc/terms/license", "@type": "@id"},
    "rights": "http://purl.org/dc/terms/rights",
}
MEDIA_TYPE = "application/activity+json"
_PUBLIC = f"{CONTEXT}#Public"
_MEDIA = {"image": "Image", "video": "Video", "audio": "Audio"}


def actor(account: Account, names: Names, profile: str | None = None) -> JsonObject:
    """Give an account as an actor, with what its profile says."""
    value: JsonObject = {
        "id": names.account(account.id),
        "name": account.handle,
        "type": "Person" if is_person(account) else "Organization",
        "url": account.url,
    }
    return value if profile is None else value | {"summary": profile}


def activities(
    item: ArchivalItem, deletion: Deletion | None, names: Names
) -> Iterator[JsonObject]:
    """Give what happened with an item, in order; nothing of a profile, which is an actor."""
    if item.kind is ItemKind.PROFILE:
        return
    by: JsonObject = {"actor": names.author(item), **_to(item, names)}
    when: JsonObject = {"published": item.created_at} if item.is_dated else {}
    name = names.item(item)
    if item.kind is ItemKind.BOOST:
        shared = [names.by_key(ref.key) for ref in item.refs if ref.type is RefType.BOOST_OF]
        yield {"id": name, "object": shared[0] if shared else name, "type": "Announce"} | by | when
    else:
        said: JsonObject = {"id": f"{name}:create", "object": _object(item, names)}
        yield said | {"type": "Create"} | by | when
    if deletion is not None:
        seen: JsonObject = {"id": f"{name}:delete", "object": name, "published": deletion.missed}
        yield seen | {"type": "Delete"} | by


def _to(item: ArchivalItem, names: Names) -> JsonObject:
    """Say for whom it was meant, as the platform showed it."""
    if item.visibility is Visibility.UNLISTED:
        return {"cc": [_PUBLIC]}
    if item.visibility is Visibility.FOLLOWERS:
        return {"to": [f"{names.account(item.account)}:followers"]}
    return {"to": [_PUBLIC]}


def _object(item: ArchivalItem, names: Names) -> JsonObject:
    name = names.item(item)
    value: JsonObject = {
        "attributedTo": {"id": names.author(item), "name": author_name(item.author)},
        "id": name,
        "type": _type(item, names),
        **_to(item, names),
    }
    if item.text is not None:
        value |= {"content": str(item.text), "mediaType": "text/plain"}
    if item.language:
        value |= {"contentMap": {item.language: str(item.text)}} if item.text is not None else {}
    if item.title is not None:
        # On Mastodon it is a warning before the text; elsewhere it is what it is called.
        value["summary" if item.platform == Platform.MASTODON else "name"] = str(item.title)
    if item.is_dated:
        value["published"] = item.created_at
    if item.edited_at:
        value["updated"] = item.edited_at
    if item.url is not None:
        value["url"] = str(item.url)
    value["context"] = names.by_key(item.thread or item.key)
    return (
        value
        | _relations(item, names)
        | _media(item, names)
        | _numbers(item)
        | _poll(item.poll)
        | _rights(item, None, names)
    )


def _type(item: ArchivalItem, names: Names) -> str:
    if item.poll is not None:
        return "Question"
    if item.kind is ItemKind.MEDIUM and item.media:
        return _media_type(item.media[0], names)
    is_titled = item.title is not None and item.platform != Platform.MASTODON
    return "Article" if is_titled else "Note"


def _relations(item: ArchivalItem, names: Names) -> JsonObject:
    value: JsonObject = {}
    for ref in item.refs:
        if ref.type is RefType.REPLY_TO:
            value["inReplyTo"] = names.by_key(ref.key)
        if ref.type is RefType.QUOTE_OF:
            # As FEP-e232 has it: a link to another object, of its own type.
            link: JsonObject = {"href": names.by_key(ref.key), "mediaType": MEDIA_TYPE}
            value["tag"] = [link | {"type": "Link"}]
    return value


def _media(item: ArchivalItem, names: Names) -> JsonObject:
    attached: list[Json] = [_medium(item, one, names) for one in item.media]
    return {"attachment": attached} if attached else {}


def _medium(item: ArchivalItem, medium: Medium, names: Names) -> JsonObject:
    value: JsonObject = {"type": _media_type(medium, names)}
    if medium.alt is not None:
        value["name"] = str(medium.alt)
    known = names.type(medium)
    if known:
        value["mediaType"] = known
    file, why = names.file(item, medium), names.why_missing(medium)
    if file is not None:
        value["url"] = file
    elif why:
        value["summary"] = why
    if medium.width and medium.height:
        value |= {"height": medium.height, "width": medium.width}
    return value | _rights(item, medium, names)


def _rights(item: ArchivalItem, medium: Medium | None, names: Names) -> JsonObject:
    """Give licence and holder of a text or medium; nothing where nobody recorded them."""
    told = {"license": names.licence(item, medium), "rights": names.notice(item, medium)}
    return {name: given for name, given in told.items() if given is not None}


def _media_type(medium: Medium, names: Names) -> str:
    return _MEDIA.get((names.type(medium) or "").partition("/")[0], "Document")


def _numbers(item: ArchivalItem) -> JsonObject:
    """Give what the platform counted when it was seen, as collections without their members."""
    counts = item.counts
    if counts is None:
        return {}
    told = {"likes": counts.likes, "replies": counts.replies, "shares": counts.reposts}
    return {
        name: {"totalItems": number, "type": "Collection"}
        for name, number in told.items()
        if number is not None
    }


def _poll(poll: Poll | None) -> JsonObject:
    if poll is None:
        return {}
    options: list[Json] = [
        {"name": str(one.text), "type": "Note"}
        | (
            {}
            if one.votes is None
            else {"replies": {"totalItems": one.votes, "type": "Collection"}}
        )
        for one in poll.options
    ]
    value: JsonObject = {"anyOf" if poll.many else "oneOf": options}
    if poll.ends_at:
        value["closed" if poll.closed else "endTime"] = poll.ends_at
    return value
