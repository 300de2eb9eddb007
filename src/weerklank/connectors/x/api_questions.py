"""What X's API is asked for, in its two spellings: of posts as it calls them now, and of tweets.

Source: X's OpenAPI document 2.167 (`post.fields`, `referenced_posts`), and the pages of its
manual, which still say `tweet.fields` and `referenced_tweets`. Asked is by the document; a server
that does not know those names is asked by the others, also where it says nothing of them and
leaves out what was asked. Answers are read in both spellings.

Not asked for, since nothing here needs it: places, annotations, numbers that only the owner sees,
and of whoever answers more than who that is.
"""

from collections.abc import Mapping

from weerklank.connectors.x.api_problems import fields_missing
from weerklank.harvest.api_client import ApiClient, error_of
from weerklank.harvest.exchange import NOT_THERE, Exchange, NoAnswer
from weerklank.harvest.json_fields import object_within, objects_within, parse_object
from weerklank.model.json_value import JsonObject

#: As X's own templates call them: they name neither person nor post.
LIST = "GET /2/users/{id}/tweets"
LOOK_UP = "GET /2/tweets"
SEARCH = "GET /2/tweets/search/recent"
ME = "GET /2/users/me"
BY_NAME = "GET /2/users/by/username/{username}"

#: Posts on a page, and looked up at once, at most.
PAGE = LOOKED_UP = 100

_OF_POST = (
    "article attachments community_id conversation_id created_at edit_controls entities lang "
    "possibly_sensitive public_metrics reply_settings scopes text withheld"
).split()
_OF_MEDIUM = "alt_text duration_ms height media_key preview_image_url type url variants width"
_MORE = {
    "media.fields": _OF_MEDIUM.replace(" ", ","),
    "poll.fields": "duration_minutes,end_datetime,id,options,voting_status",
    "user.fields": "id,name,protected,username",
}
_OF_ACCOUNT = (
    "created_at,description,entities,id,location,name,profile_banner_url,profile_image_url,"
    "protected,public_metrics,url,username,verified,verified_type,withheld"
)
_EXPANDED = (
    "attachments.media_keys,attachments.poll_ids,author_id,entities.mentions.username,"
    "in_reply_to_user_id"
)
#: How posts are asked for in either spelling.
_NOW: Mapping[str, str] = {
    "post.fields": ",".join([*_OF_POST, "note_post"]),
    "expansions": f"{_EXPANDED},edit_history_post_ids,referenced_posts",
    **_MORE,
}
_BEFORE: Mapping[str, str] = {
    "tweet.fields": ",".join(
        [
            *_OF_POST,
            *("author_id", "edit_history_tweet_ids", "in_reply_to_user_id"),
            *("note_tweet", "referenced_tweets"),
        ]
    ),
    "expansions": f"{_EXPANDED},edit_history_tweet_ids,referenced_tweets.id",
    **_MORE,
}
#: The same of the account itself: its pinned post is known by number only when it is asked for.
_ACCOUNT_NOW = {"user.fields": _OF_ACCOUNT, "expansions": "pinned_post_id", "post.fields": "id"}
_ACCOUNT_BEFORE = {
    "user.fields": f"{_OF_ACCOUNT},pinned_tweet_id",
    "expansions": "pinned_tweet_id",
    "tweet.fields": "id",
}
#: Names that only the spelling of now has, as an error names what it does not know.
_OF_NOW = ("post.fields", "edit_history_post_ids", "referenced_posts", "pinned_post_id")
_OK, _NOT_UNDERSTOOD = 200, 400


class Questions:
    """Asks X's API, in the spelling that it knows."""

    def __init__(self, client: ApiClient) -> None:
        self._client = client
        self._is_before = False
        #: Fields of posts that X says it did not give.
        self.fields_missing = 0

    @property
    def is_signed_in(self) -> bool:
        """Tell whether it asks with a permission of the account."""
        return self._client.is_signed_in

    def account(self, path: str) -> tuple[Exchange, JsonObject]:
        """Ask for an account; gives the answer also where it is no success."""
        return self._ask(path, {}, (_ACCOUNT_NOW, _ACCOUNT_BEFORE))

    def posts(self, path: str, **query: object) -> tuple[Exchange, JsonObject]:
        """Ask for posts; NoAnswer where they are not given."""
        exchange, found = self._ask(path, query, (_NOW, _BEFORE))
        if exchange.status == _OK and not self._is_before and _was_not_heard(found):
            self._is_before = True
            other, again = self._ask(path, query, (_NOW, _BEFORE))
            self._is_before = other.status == _OK
            exchange, found = (other, again) if self._is_before else (exchange, found)
        if exchange.status != _OK:
            raise NoAnswer(NOT_THERE)
        self.fields_missing += fields_missing(objects_within(found, "errors"))
        return exchange, found

    def _ask(
        self,
        path: str,
        query: Mapping[str, object],
        spellings: tuple[Mapping[str, str], Mapping[str, str]],
    ) -> tuple[Exchange, JsonObject]:
        now, before = spellings
        asked = {**query, **(before if self._is_before else now)}
        address = self._client.address(f"2/{path}", **asked)
        exchange, found = self._client.ask_for(address, parse_object)
        if found is not None:
            return exchange, found
        told = error_of(exchange)
        if not self._is_before and _knows_not(exchange, told):
            self._is_before = True
            return self._ask(path, query, spellings)
        return exchange, told


def _was_not_heard(told: JsonObject) -> bool:
    """Tell of posts whether none has what every post has where it is asked for."""
    posts = objects_within(told, "data")
    return bool(posts) and not any("created_at" in one for one in posts)


def _knows_not(exchange: Exchange, told: JsonObject) -> bool:
    """Tell whether a server does not know the names by which it was asked."""
    if exchange.status != _NOT_UNDERSTOOD:
        return False
    errors = objects_within(told, "errors")
    named = {name for error in errors for name in object_within(error, "parameters")}
    messages = " ".join(str(error.get("message", "")) for error in errors)
    return "post.fields" in named or any(f"[{one}]" in messages for one in _OF_NOW)
