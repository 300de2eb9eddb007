"""Records as X's API gives them, in the spelling of its OpenAPI document: made for a test double.

It shares no code with the connector. `in_old_words` writes an answer as X's manual and its answers
of before have it.
"""

from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]

_BEGAN = 1_288_834_974_657
#: Names of now, and what they were before.
_OLD = {
    "edit_history_post_ids": "edit_history_tweet_ids",
    "referenced_posts": "referenced_tweets",
    "note_post": "note_tweet",
    "posts": "tweets",
    "pinned_post_id": "pinned_tweet_id",
    "post_count": "tweet_count",
    "repost_count": "retweet_count",
}


def number_at(at: datetime) -> str:
    """Give the number that a post of that moment has: its moment stands in it."""
    return str(((int(at.timestamp() * 1000)) - _BEGAN) << 22)


def written(at: datetime) -> str:
    """Write a moment as the API does."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def user_json(number: str, name: str, shown: str, **more: object) -> Json:
    """Make an account."""
    return {
        "created_at": "2012-03-01T09:00:00.000Z",
        "description": "",
        "id": number,
        "name": shown,
        "protected": False,
        "public_metrics": {
            "followers_count": 12,
            "following_count": 3,
            "like_count": 0,
            "listed_count": 1,
            "media_count": 0,
            "post_count": 0,
        },
        "username": name,
        "verified": False,
        **more,
    }


def post_json(at: datetime, author: str, text: str, **more: object) -> Json:
    """Make a post that is not edited, and begins a conversation."""
    number = str(more.pop("number", None) or number_at(at))
    return {
        "author_id": author,
        "conversation_id": number,
        "created_at": written(at),
        "edit_controls": {"edits_remaining": 5, "is_edit_eligible": True},
        "edit_history_post_ids": [number],
        "id": number,
        "lang": "nl",
        "possibly_sensitive": False,
        "public_metrics": {
            "bookmark_count": 0,
            "impression_count": 40,
            "like_count": 2,
            "quote_count": 0,
            "reply_count": 0,
            "repost_count": 1,
        },
        "reply_settings": "everyone",
        "text": text,
        **more,
    }


def reply_json(at: datetime, author: str, text: str, to: Json, **more: object) -> Json:
    """Make a reply to a post."""
    return post_json(
        at,
        author,
        text,
        **{
            "conversation_id": to["conversation_id"],
            "in_reply_to_user_id": to["author_id"],
            "referenced_posts": [{"type": "replied_to", "id": to["id"]}],
            **more,
        },
    )


def edited(first: Json, at: datetime, text: str) -> tuple[Json, Json]:
    """Edit a post: gives it and its next version, which each name the whole history."""
    number = number_at(at)
    history = [*first["edit_history_post_ids"], number]
    later = {**first, "id": number, "created_at": written(at), "text": text}
    later["edit_history_post_ids"] = history
    return {**first, "edit_history_post_ids": history}, later


def link_json(text: str, short: str, address: str, **more: object) -> Json:
    """Make the entity of a short link in a text."""
    start = text.index(short)
    return {
        "display_url": address.partition("://")[2][:20],
        "end": start + len(short),
        "expanded_url": address,
        "start": start,
        "url": short,
        **more,
    }


def mention_json(text: str, name: str, number: str) -> Json:
    """Make the entity of a mention in a text."""
    start = text.index(f"@{name}")
    return {"end": start + len(name) + 1, "id": number, "start": start, "username": name}


def problem(kind: str, title: str, number: str, *, of: str = "post", by: str = "ids") -> Json:
    """Make a problem of something that is not given."""
    return {
        "detail": f"Could not be given: [{number}].",
        "parameter": by,
        "resource_id": number,
        "resource_type": of,
        "title": title,
        "type": f"https://api.x.com/2/problems/{kind}",
        "value": number,
    }


def in_old_words(body: Json) -> Json:
    """Write an answer in the names of before."""
    return {_OLD.get(name, name): _in_old_words(part) for name, part in body.items()}


def _in_old_words(value: object) -> object:
    if isinstance(value, dict):
        return in_old_words(value)
    return [_in_old_words(part) for part in value] if isinstance(value, list) else value
