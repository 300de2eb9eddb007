"""A post of X's API in the form in which an archive of X has it: so both are read alike.

What one says of a post must not differ by how it came in, or each would be a version of its own.
"""

from dataclasses import dataclass

from weerklank.connectors.x.api_answer import (
    NOTE,
    all_versions,
    number_in,
    references_of,
    told,
    versions_of,
)
from weerklank.connectors.x.record import Record
from weerklank.harvest.json_fields import FIELD_MISSING, object_within, objects_within, text_of
from weerklank.harvest.port import Unreadable
from weerklank.model.json_value import Json, JsonObject

#: What a field of the archive's form is called where the API has it.
_NAMES = {
    "full_text": "text",
    "favorite_count": "public_metrics/like_count",
    "reply_count": "public_metrics/reply_count",
    "retweet_count": "public_metrics/repost_count",
}


@dataclass(frozen=True, slots=True)
class Written:
    """A post: as the archive would have it, and what is known of it besides."""

    record: Record
    #: What it points at by how it does, by the numbers of first versions.
    references: dict[str, str]
    #: By what the API calls the author of what it shares or answers.
    authors: dict[str, str]
    media: list[JsonObject]
    polls: list[JsonObject]


def written_of(post: JsonObject, beside: JsonObject) -> Written:
    """Write a post in the form of an archive; Unreadable when it has no number."""
    versions = all_versions(post, beside)
    number = number_in(post.get("id"))
    if number is None:
        raise Unreadable(FIELD_MISSING.filled(field="id"))
    firsts, authors = _pointed(post, beside)
    media = objects_within(beside, "media")
    users = _by_number(beside)
    metrics = object_within(post, "public_metrics")
    note = told(post, NOTE)
    answered = number_in(post.get("in_reply_to_user_id"))
    tweet: JsonObject = {
        "created_at": post.get("created_at"),
        "entities": _entities(post, note, users),
        "extended_entities": {"media": [*_media(post, media)]},
        "favorite_count": metrics.get("like_count"),
        "full_text": post.get("text"),
        "id_str": number,
        "in_reply_to_screen_name": users.get(answered or "", {}).get("username"),
        "in_reply_to_status_id_str": firsts.get("replied_to"),
        "in_reply_to_user_id_str": answered,
        "lang": post.get("lang"),
        "quoted_status_id_str": firsts.get("quoted"),
        "reply_count": metrics.get("reply_count"),
        "retweet_count": metrics.get("repost_count", metrics.get("retweet_count")),
        "scopes": post.get("scopes"),
    }
    record = Record(
        source=tweet,
        tweet=tweet,
        note=_note(note),
        number=number,
        versions=versions,
        shares=None,
    )
    return Written(record, firsts, authors, media, objects_within(beside, "polls"))


def name_in_api(place: str, post: JsonObject) -> str:
    """Give the place of a field in a post as the API gives it, by that in the archive's form."""
    head, _, tail = place.strip("/").partition("/")
    name = _NAMES.get(head, head)
    if name == "public_metrics/repost_count":
        metrics = object_within(post, "public_metrics")
        name = name if "repost_count" in metrics else "public_metrics/retweet_count"
    return f"/{name}/{tail}" if tail else f"/{name}"


def _pointed(post: JsonObject, beside: JsonObject) -> tuple[dict[str, str], dict[str, str]]:
    """Give what a post points at, by first versions, and who wrote that, where it is told."""
    known = {one.get("id"): one for one in objects_within(beside, "posts")}
    firsts: dict[str, str] = {}
    authors: dict[str, str] = {}
    for how, number in references_of(post).items():
        there = known.get(number, {})
        versions = versions_of(there)
        firsts[how] = versions[0] if versions else number
        author = number_in(there.get("author_id"))
        if author:
            authors[how] = author
    return firsts, authors


def _by_number(beside: JsonObject) -> dict[str, JsonObject]:
    return {str(one.get("id")): one for one in objects_within(beside, "users")}


def _entities(post: JsonObject, note: Json, users: dict[str, JsonObject]) -> Json:
    """Write links, tags and mentions; what is no object stays as it is, and is told to be none."""
    entities = post.get("entities")
    if entities is not None and not isinstance(entities, dict):
        return entities
    links = entities.get("urls") if entities else None
    mentions = objects_within(entities, "mentions") + objects_within(note, "entities", "mentions")
    return {
        "urls": [
            {"url": one.get("url"), "expanded_url": one.get("expanded_url")}
            if isinstance(one, dict)
            else one
            for one in links
            if not (isinstance(one, dict) and one.get("media_key"))
        ]
        if isinstance(links, list)
        else links,
        "user_mentions": [
            {
                "screen_name": one.get("username"),
                "id_str": one.get("id"),
                "name": users.get(str(one.get("id")), {}).get("name"),
            }
            for one in mentions
        ],
    }


def _media(post: JsonObject, media: list[JsonObject]) -> list[JsonObject]:
    """Write media, each with the short link that stands for it in the text."""
    shorts: dict[str, str] = {}
    for holder in (post, *(object_within(post, name) for name in NOTE)):
        for one in objects_within(holder, "entities", "urls"):
            key, short = text_of(one.get("media_key")), text_of(one.get("url"))
            if key and short:
                shorts.setdefault(key, short)
    return [
        {
            "ext_alt_text": one.get("alt_text"),
            "media_url_https": one.get("url") or one.get("preview_image_url"),
            "type": one.get("type"),
            "url": shorts.get(str(one.get("media_key"))),
            "video_info": {
                "variants": [
                    {
                        "bitrate": variant.get("bit_rate"),
                        "content_type": variant.get("content_type"),
                        "url": variant.get("url"),
                    }
                    for variant in objects_within(one, "variants")
                ]
            },
        }
        for one in media
    ]


def _note(note: Json) -> JsonObject | None:
    """Write a long text; who is mentioned in it stands with the mentions of the post."""
    if not isinstance(note, dict) or not text_of(note.get("text")):
        return None
    links = objects_within(note, "entities", "urls")
    return {
        "core": {
            "text": note.get("text"),
            "urls": [
                {"shortUrl": one.get("url"), "expandedUrl": one.get("expanded_url")}
                for one in links
                if not one.get("media_key")
            ],
        }
    }
