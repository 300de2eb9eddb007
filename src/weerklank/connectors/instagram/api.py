"""Read one professional account by Instagram's API, with Instagram Login.

Asked are the account (`me`), its stories while they live, its media page by page, newest first,
the replies below each with their replies, and single records by their number. Source: the
Instagram Platform, "API with Instagram Login", Graph API v26.0.
"""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from weerklank.connectors.instagram.api_records import InstagramApiRecords
from weerklank.harvest.exchange import NoAnswer
from weerklank.harvest.feed import Given, Reply
from weerklank.harvest.json_fields import number_of, object_within, parse_object, text_of
from weerklank.harvest.meta_account import Asked, find_account
from weerklank.harvest.meta_feed import (
    MetaFeed,
    ReadRecord,
    beside,
    record_in,
    told_beside,
    within,
)
from weerklank.harvest.meta_graph import Graph, list_within
from weerklank.harvest.meta_records import called, name_of
from weerklank.harvest.moment import moment
from weerklank.harvest.port import Asks, Held, NotesAnswers, Unreadable
from weerklank.model.clock import from_iso
from weerklank.model.item import Visibility
from weerklank.model.json_value import JsonObject
from weerklank.model.raw import Passed, RawItem, Scanned
from weerklank.model.run import Shortfall
from weerklank.model.text import Text

VERSION = "v26.0"
LIST = f"GET /{VERSION}/me/media"
_FILE = "id,media_type,media_url,thumbnail_url,alt_text"
MEDIA_FIELDS = (
    f"{_FILE},media_product_type,caption,permalink,timestamp,username,"
    f"is_comment_enabled,is_shared_to_feed,like_count,comments_count,children{{{_FILE}}}"
)
_COMMENT = "id,text,timestamp,hidden,like_count,parent_id,username,user,from"
_PAGE, _REPLIES_PAGE = 50, 50
COMMENT_FIELDS = f"{_COMMENT},replies.limit({_REPLIES_PAGE}){{{_COMMENT}}}"
ONE_COMMENT_FIELDS = f"{_COMMENT},media{{id,children{{id}}}}"
ACCOUNT = Asked(
    platform="Instagram",
    fields="user_id,username,name,account_type,biography,website,profile_picture_url,"
    "followers_count,follows_count,media_count",
    number="user_id",
    names=called,
)
#: Posts of an account that its list gives at most.
MOST_LISTED = 10_000
_REPLY = "reply"
#: Fields by which a post is told from a reply, which may have no words.
_OF_MEDIA = frozenset({"media_type", "media_product_type", "permalink", "comments_count"})

STORIES_NOT_GIVEN = Text(
    "de verhalen van nu zijn niet gegeven: {reason}",
    "the stories of now were not given: {reason}",
)


class InstagramFeed(MetaFeed):
    """One account."""

    items_file = LIST
    replies_file = f"GET /{VERSION}/:media/comments"
    counts_own_replies = False
    counts_all_levels = True
    #: What was taken from public view stands in an export, and is none of the posts of its number.
    uncounted = (Visibility.FOLLOWERS,)

    def __init__(
        self, endpoint: str, handle: str, asks: Asks, answers: NotesAnswers, held: Held
    ) -> None:
        super().__init__(Graph(endpoint, VERSION, asks, answers), held)
        found = find_account(self._graph, ACCOUNT, handle, held, is_signed_in=asks.is_signed_in)
        self.number = found.number
        self.stated_items = number_of(found.record.get("media_count"))
        self._records = InstagramApiRecords(found.record, found.given, handle)
        self.owner = self._records.owner
        self._findings: list[Shortfall] = []

    def pages(self, down_to: datetime | None) -> Iterator[list[Given]]:
        """Give the stories of now, and then the posts newest first."""
        del down_to
        yield from self._stories()
        count = 0
        for part in self._graph.pages("me/media", "me/media", size=_PAGE, fields=MEDIA_FIELDS):
            count += len(part.given)
            if count >= MOST_LISTED:
                self.ends_at = _last_made(part.given) or self.ends_at
            yield part.given

    def _stories(self) -> Iterator[list[Given]]:
        try:
            for part in self._graph.pages(
                "me/stories", "me/stories", size=_PAGE, fields=MEDIA_FIELDS
            ):
                yield part.given
        except NoAnswer as none:  # such as that the permission lacks: the posts are there still
            reason = STORIES_NOT_GIVEN.filled(reason=none.reason)
            self._findings.append(Shortfall(kind="stories_not_given", count=1, reason=reason))

    def ask_for(self, number: str, held: JsonObject) -> Given:
        """Ask for a post, or for a reply of the account itself."""
        if held and _OF_MEDIA.isdisjoint(held):
            found = self._graph.one(":comment", number, fields=ONE_COMMENT_FIELDS)
            media = object_within(parse_object(found.content), "media")
            above = name_of(media) if media else None
            return msgspec.structs.replace(found, beside=beside(kind=_REPLY, parent=above))
        return self._graph.one(":media", number, fields=MEDIA_FIELDS)

    def entry(self, given: Given) -> Scanned | Passed:
        """Read what places a record; a story is none of the posts that are counted."""
        found = super().entry(given)
        if isinstance(found, Scanned) and _is_story(given):
            return msgspec.structs.replace(found, is_beside=True)
        return found

    def read_record(self, given: Given) -> ReadRecord | Passed:
        """Read a post, a story or a reply."""
        if told_beside(given).get("kind") == _REPLY:
            return self._records.comment(given)
        found, withheld = self._records.media(given)
        self.note_withheld(found.item, withheld)
        return found

    def stated_replies(self, given: Given) -> int | None:
        """Give how many replies a post has, those to replies among them."""
        return number_of(parse_object(given.content).get("comments_count"))

    def replies(self, given: Given, entry: Scanned) -> Iterator[Reply]:
        """Give the replies below a post, and below those."""
        number = text_of(parse_object(given.content).get("id")) or entry.native_id
        told = {"number": number, "post": entry.native_id}
        for part in self._graph.pages(
            ":media/comments", f"{number}/comments", size=_REPLIES_PAGE, fields=COMMENT_FIELDS
        ):
            for one in part.given:
                own = beside(kind=_REPLY, parent=number, **told)
                reply = self.reply(msgspec.structs.replace(one, beside=own))
                yield reply
                yield from self._below(one, reply.native_id, told)

    def _below(self, comment: Given, native: str | None, told: dict[str, str]) -> Iterator[Reply]:
        """Give the replies to a reply: those that came along, and then the others."""
        if native is None:
            return
        inner = beside(kind=_REPLY, parent=native, **told)
        along = list_within(comment, "replies")
        for at, raw in enumerate(along.data):
            yield self.reply(within(comment, bytes(raw), f"/replies/data/{at}", inner))
        if along.after is None:
            return
        for part in self._graph.pages(
            ":comment/replies",
            f"{native}/replies",
            size=_REPLIES_PAGE,
            after=along.after,
            fields=_COMMENT,
        ):
            for one in part.given:
                yield self.reply(msgspec.structs.replace(one, beside=inner))

    def profile(self) -> RawItem:
        """Give the profile."""
        return self._records.profile()

    def findings(self) -> list[Shortfall]:
        """Tell what did not come in besides."""
        return [*super().findings(), *self._findings]


def _is_story(given: Given) -> bool:
    return parse_object(given.content).get("media_product_type") == "STORY"


def _last_made(page: list[Given]) -> datetime | None:
    """Give when the last post of a page was made; None of none, as the last page may be empty."""
    try:
        return from_iso(moment(record_in(page[-1]).get("timestamp"))) if page else None
    except Unreadable:
        return None
