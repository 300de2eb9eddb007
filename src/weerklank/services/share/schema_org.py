"""An item as JSON-LD in the words of schema.org (version 29, 2025).

Chosen are SocialMediaPosting, Comment and ProfilePage for what it is, ArchiveComponent for that it
is kept, and InteractionCounter for what the platform counted. Nobody else's program checks these
words against schema.org's own definitions: our tests check form alone.
"""

from weerklank.model.account import Account
from weerklank.model.deletion import Deletion
from weerklank.model.item import ArchivalItem, ItemKind, Medium, RefType
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.organisation import Organisation
from weerklank.services.find.item_json import author_name
from weerklank.services.share.names import Names, is_person

CONTEXT = "https://schema.org"
_MEDIA = {"image": "ImageObject", "video": "VideoObject", "audio": "AudioObject"}
_ACTIONS = {"likes": "LikeAction", "replies": "CommentAction", "reposts": "ShareAction"}


def profile_owner(account: Account, names: Names) -> JsonObject:
    """Give whose account it is."""
    return {
        "@id": names.account(account.id),
        "@type": "Person" if is_person(account) else "Organization",
        "alternateName": account.handle,
        "url": account.url,
    }


def component(
    item: ArchivalItem, deletion: Deletion | None, organisation: Organisation, names: Names
) -> JsonObject:
    """Give an item as a component of the archive that keeps it."""
    value: JsonObject = {
        "@id": names.item(item),
        "@type": [_type(item), "ArchiveComponent"],
        "author": {"@id": names.author(item), "name": author_name(item.author)},
        "holdingArchive": {"@type": "ArchiveOrganization", "name": organisation.name},
        "identifier": item.id,
        "isPartOf": {"@id": names.account(item.account)},
    }
    if item.kind is ItemKind.PROFILE:
        value["mainEntity"] = {"@id": names.account(item.account)}
    if deletion is not None:
        value["creativeWorkStatus"] = f"deleted; first missed {deletion.missed}"
    return (
        value
        | _said(item)
        | _relations(item, names)
        | _media(item, names)
        | _numbers(item)
        | _rights(item, None, names)
    )


def _rights(item: ArchivalItem, medium: Medium | None, names: Names) -> JsonObject:
    """Give licence and holder of a text or medium; nothing where nobody recorded them."""
    told = {"license": names.licence(item, medium), "copyrightNotice": names.notice(item, medium)}
    return {name: given for name, given in told.items() if given is not None}


def _said(item: ArchivalItem) -> JsonObject:
    """Give what it says, in which language, when and where."""
    body = "articleBody" if _type(item) == "SocialMediaPosting" else "text"
    told: dict[str, Json] = {
        body: None if item.text is None else str(item.text),
        "dateModified": item.edited_at,
        "datePublished": item.created_at if item.is_dated else None,
        "headline": None if item.title is None else str(item.title),
        "inLanguage": item.language,
        "url": None if item.url is None else str(item.url),
    }
    return {name: given for name, given in told.items() if given is not None}


def _type(item: ArchivalItem) -> str:
    if item.kind is ItemKind.PROFILE:
        return "ProfilePage"
    if item.kind is ItemKind.MEDIUM:
        return "MediaObject"
    return "Comment" if item.kind is ItemKind.REPLY else "SocialMediaPosting"


_RELATIONS = {
    RefType.BOOST_OF: "sharedContent",
    RefType.QUOTE_OF: "citation",
    RefType.REPLY_TO: "parentItem",
}


def _relations(item: ArchivalItem, names: Names) -> JsonObject:
    return {
        _RELATIONS[ref.type]: {"@id": names.by_key(ref.key)}
        for ref in item.refs
        if ref.type in _RELATIONS
    }


def _media(item: ArchivalItem, names: Names) -> JsonObject:
    media: list[Json] = [_medium(item, one, names) for one in item.media]
    return {"associatedMedia": media} if media else {}


def _medium(item: ArchivalItem, medium: Medium, names: Names) -> JsonObject:
    kind = _MEDIA.get((names.type(medium) or "").partition("/")[0], "MediaObject")
    value: JsonObject = {"@type": kind}
    told: dict[str, Json] = {
        "caption" if kind != "MediaObject" else "description": medium.alt and str(medium.alt),
        "contentSize": names.size(medium),
        "contentUrl": names.file(item, medium),
        "disambiguatingDescription": names.why_missing(medium),
        "encodingFormat": names.type(medium),
        "height": medium.height,
        "width": medium.width,
    }
    value |= {name: given for name, given in told.items() if given is not None}
    return value | _rights(item, medium, names)


def _numbers(item: ArchivalItem) -> JsonObject:
    if item.counts is None or item.kind is ItemKind.PROFILE:
        return {}
    counters: list[Json] = [
        {
            "@type": "InteractionCounter",
            "interactionType": f"{CONTEXT}/{action}",
            "userInteractionCount": number,
        }
        for name, action in _ACTIONS.items()
        if (number := getattr(item.counts, name)) is not None
    ]
    return {"interactionStatistic": counters} if counters else {}
