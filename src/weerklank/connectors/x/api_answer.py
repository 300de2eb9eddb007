"""An answer of X's API: its posts, what it has of them beside (`includes`), and its errors.

Both spellings are read: `includes.posts` and `includes.tweets`, `referenced_posts` and
`referenced_tweets`, `edit_history_post_ids` and `edit_history_tweet_ids`.
"""

from collections.abc import Sequence

import msgspec
import orjson

from weerklank.harvest.exchange import NOT_THERE, NoAnswer
from weerklank.harvest.feed import Given
from weerklank.harvest.json_fields import object_within, objects_within, parse_object, text_of
from weerklank.model.json_value import Json, JsonObject

#: What X calls the same, of now first.
POSTS = ("posts", "tweets")
REFERENCED = ("referenced_posts", "referenced_tweets")
VERSIONS = ("edit_history_post_ids", "edit_history_tweet_ids")
NOTE = ("note_post", "note_tweet")
PINNED = ("pinned_post_id", "pinned_tweet_id")
#: X lets a post be changed five times; where more is told, nothing of it is believed.
_MOST_VERSIONS = 20


def told(holder: JsonObject, names: tuple[str, ...]) -> Json:
    """Give what stands under the first of several names that is there."""
    return next((holder[name] for name in names if holder.get(name) is not None), None)


def number_in(value: Json) -> str | None:
    """Give a number of X's; None for what is none."""
    written = value if isinstance(value, str) else None
    return written if written and written.isascii() and written.isdecimal() else None


def versions_of(post: JsonObject) -> tuple[str, ...]:
    """Give the numbers of all versions of a post, the first first; none for what has no number."""
    number = number_in(post.get("id"))
    if number is None:
        return ()
    listed = told(post, VERSIONS)
    found = filter(None, map(number_in, listed if isinstance(listed, list) else ()))
    whole = dict.fromkeys((*found, number))
    if len(whole) > _MOST_VERSIONS:
        return (number,)
    return tuple(sorted(whole, key=lambda one: (len(one), one)))


def with_versions(given: Given, versions: Sequence[str]) -> Given:
    """Note beside a version of a post which others it has, as a later one tells."""
    if not versions:
        return given
    beside = {**parse_object(given.beside), "versions": [*versions]}
    return msgspec.structs.replace(given, beside=orjson.dumps(beside))


def all_versions(post: JsonObject, beside: JsonObject) -> tuple[str, ...]:
    """Give the numbers of all versions of a post, also of those that a later one told of."""
    listed = beside.get("versions")
    return versions_of({**post, VERSIONS[0]: listed}) if listed else versions_of(post)


def references_of(post: JsonObject) -> dict[str, str]:
    """Give the numbers of the posts that a post points at, by how it does."""
    found: dict[str, str] = {}
    for name in REFERENCED:
        for one in objects_within(post, name):
            number, how = number_in(one.get("id")), text_of(one.get("type"))
            if number and how:
                found.setdefault(how, number)
    return found


class Answer:
    """One answer with posts."""

    def __init__(self, body: JsonObject) -> None:
        self.next_token = text_of(object_within(body, "meta").get("next_token"))
        data = body.get("data")
        #: As they came, each with its place; of one that is no object nothing can be read.
        self.posts: list[Json] = data if isinstance(data, list) else []
        self.errors = objects_within(body, "errors")
        includes = object_within(body, "includes")
        self._media = _by(objects_within(includes, "media"), "media_key")
        self._polls = _by(objects_within(includes, "polls"), "id")
        self._users = _by(objects_within(includes, "users"), "id")
        self._named = {
            str(one["username"]).lower(): one
            for one in self._users.values()
            if text_of(one.get("username"))
        }
        self._posts: dict[str, JsonObject] = {}
        for name in POSTS:
            self._posts |= _by(objects_within(includes, name), "id")

    def demand_some(self) -> None:
        """Refuse an answer that holds nothing and says why: an empty list says that by itself."""
        if self.errors and not self.posts:
            raise NoAnswer(NOT_THERE)

    def given(self, number: int) -> list[Given]:
        """Give the posts of the answer of that number in the run, with what belongs to each."""
        return [
            Given(orjson.dumps(post), number, f"/data/{place}", orjson.dumps(self._beside(post)))
            for place, post in enumerate(self.posts)
        ]

    def _beside(self, post: Json) -> JsonObject:
        """Give what the answer has of one post in another place."""
        if not isinstance(post, dict):
            return {}
        attached = object_within(post, "attachments")
        pointed = references_of(post).values()
        numbers = [post.get("author_id"), post.get("in_reply_to_user_id")]
        return {
            "media": _those(self._media, attached.get("media_keys")),
            "polls": _those(self._polls, attached.get("poll_ids")),
            "users": _those(self._users, numbers) + self._mentioned(post),
            "posts": [
                {"id": one, "author_id": self._posts[one].get("author_id"),
                 VERSIONS[0]: list(versions_of(self._posts[one]))}
                for one in pointed if one in self._posts
            ],
        }  # fmt: skip

    def _mentioned(self, post: JsonObject) -> list[Json]:
        """Give the accounts that a post names by their handles, as far as the answer has them."""
        found: list[Json] = []
        for holder in (post, *(object_within(post, name) for name in NOTE)):
            for one in objects_within(holder, "entities", "mentions"):
                name = text_of(one.get("username"))
                if name and name.lower() in self._named:
                    found.append(self._named[name.lower()])
        return found


def _by(objects: list[JsonObject], name: str) -> dict[str, JsonObject]:
    found: dict[str, JsonObject] = {}
    for one in objects:
        key = text_of(one.get(name))
        if key:
            found.setdefault(key, one)
    return found


def _those(known: dict[str, JsonObject], keys: Json) -> list[Json]:
    wanted = keys if isinstance(keys, list) else []
    return [known[key] for key in wanted if isinstance(key, str) and key in known]
