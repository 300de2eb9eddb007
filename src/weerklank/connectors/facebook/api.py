"""Read one page by the API of Facebook, with a token of the page.

Asked are the page (`me`), its stories while they live, its own posts year by year, newest first
(`published`), what visitors put on it, the replies of all levels below each in one list, and
single records by their number. Source: the references of Page, Page Post and Comment, Graph API
v26.0.
"""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from weerklank.connectors.facebook.api_records import (
    FacebookApiRecords,
    names_of,
    stated_replies,
)
from weerklank.connectors.facebook.published import PublishedPosts
from weerklank.connectors.facebook.stories import KIND, Stories
from weerklank.harvest.exchange import NoAnswer
from weerklank.harvest.feed import Given, Reply
from weerklank.harvest.json_fields import object_within, parse_object, text_of
from weerklank.harvest.meta_account import Asked, find_account
from weerklank.harvest.meta_feed import MetaFeed, ReadRecord, beside, told_beside
from weerklank.harvest.meta_graph import Graph
from weerklank.harvest.port import Asks, Held, NotesAnswers
from weerklank.model.json_value import JsonObject
from weerklank.model.raw import Passed, RawItem, Scanned
from weerklank.model.run import Shortfall
from weerklank.model.text import Text

VERSION = "v26.0"
LIST = f"GET /{VERSION}/me/published_posts"
_PART = "media_type,type,title,description,unshimmed_url,media,target{id}"
POST_FIELDS = (
    "id,created_time,message,message_tags,permalink_url,status_type,is_hidden,privacy,from{id},"
    f"attachments{{{_PART},subattachments.limit(100){{{_PART}}}}},shares,"
    "reactions.limit(0).summary(true),"
    "comments.filter(stream).live_filter(no_filter).limit(0).summary(true)"
)
#: The same of a post by a visitor, and who that is.
VISIT_FIELDS = POST_FIELDS.replace("from{id}", "from{id,name}")
COMMENT_FIELDS = (
    "id,created_time,message,message_tags,from{id,name},parent{id},is_hidden,like_count,"
    "comment_count,attachment{media_type,type,title,description,unshimmed_url,media,target{id}}"
)
PAGE_FIELDS = (
    "id,name,username,link,about,description,website,category,fan_count,followers_count,"
    "picture.width(720),cover,verification_status"
)
PAGE = Asked(platform="Facebook", fields=PAGE_FIELDS, number="id", names=names_of)
_REPLIES_PAGE = 100
#: Posts of visitors at once, and where that is too much for the API.
_PAGE, _LEAST = 25, 5
VISITS_NOT_GIVEN = Text(
    "wat bezoekers op de pagina zetten is niet gegeven: {reason}",
    "what visitors put on the page was not given: {reason}",
)
#: Fields by which a post is told from a reply.
_OF_POST = frozenset({"permalink_url", "status_type", "privacy", "comments", "reactions"})
_REPLY, _VISITOR = "reply", "visitor"
#: Before Facebook was: 1 January 2004, in seconds since 1970.
_BEGAN = 1_072_915_200


class FacebookFeed(MetaFeed):
    """One page."""

    items_file = LIST
    replies_file = f"GET /{VERSION}/:post/comments"
    counts_own_replies = False
    counts_all_levels = True

    def __init__(
        self, endpoint: str, handle: str, asks: Asks, answers: NotesAnswers, held: Held
    ) -> None:
        super().__init__(Graph(endpoint, VERSION, asks, answers), held)
        found = find_account(self._graph, PAGE, handle, held, is_signed_in=asks.is_signed_in)
        self.number = found.number
        self._records = FacebookApiRecords(found.record, found.given, handle)
        self.owner = self._records.owner
        self._findings: list[Shortfall] = []
        self._stories = Stories(self._graph, self.owner)
        self._published = PublishedPosts(self._graph, POST_FIELDS)
        self._published.ask_total()
        self.stated_items = self._published.total

    def pages(self, down_to: datetime | None) -> Iterator[list[Given]]:
        """Give what visitors put on the page; its stories; its posts, newest first."""
        yield from self._of_visitors(down_to)
        yield from self._stories.pages(down_to)
        yield from self._published.pages(down_to)

    def _of_visitors(self, since: datetime | None) -> Iterator[list[Given]]:
        """Give posts by visitors: none of those that Facebook counts as the page's."""
        asked, told = "me/visitor_posts", beside(kind=_VISITOR)
        later = int(since.timestamp()) if since else _BEGAN
        try:
            for part in self._graph.pages(
                asked, asked, size=_PAGE, least=_LEAST, fields=VISIT_FIELDS, since=later
            ):
                yield [msgspec.structs.replace(one, beside=told) for one in part.given]
        except (
            NoAnswer
        ) as none:  # such as that the permission lacks: its own posts are there still
            reason = VISITS_NOT_GIVEN.filled(reason=none.reason)
            self._findings.append(Shortfall(kind="visitors_not_given", count=1, reason=reason))

    def ask_for(self, number: str, held: JsonObject) -> Given:
        """Ask for a post, or for a reply of the page itself."""
        if not held or not _OF_POST.isdisjoint(held):
            return self._graph.one(":post", number, fields=POST_FIELDS)
        found = self._graph.one(":comment", number, fields=f"{COMMENT_FIELDS},object{{id}}")
        record = parse_object(found.content)
        post = text_of(object_within(record, "object").get("id"))
        # The API tells the number of a post there without that of its page.
        whole = f"{self.number}_{post}" if post and "_" not in post else post
        content = msgspec.json.encode({n: v for n, v in record.items() if n != "object"})
        return msgspec.structs.replace(
            found, content=content, beside=beside(kind=_REPLY, post=whole)
        )

    def entry(self, given: Given) -> Scanned | Passed:
        """Read what places a record; a story is none of the posts that are counted."""
        found = super().entry(given)
        if isinstance(found, Scanned) and told_beside(given).get("kind") == KIND:
            return msgspec.structs.replace(found, is_beside=True)
        return found

    def read_record(self, given: Given) -> ReadRecord | Passed:
        """Read a post, of the page or of a visitor, a story or a reply."""
        kind = told_beside(given).get("kind")
        if kind == _VISITOR:
            return self._records.visit(given)
        if kind == _REPLY:
            return self._records.comment(given)
        if kind == KIND:
            story, withheld = self._stories.read(given)
            self.note_withheld(story.item, withheld)
            return story
        found = self._records.post(given)
        if isinstance(found, Passed):
            return found
        self.note_withheld(found[0].item, found[1])
        return found[0]

    def stated_replies(self, given: Given) -> int | None:
        """Give how many replies of all levels a post has."""
        return stated_replies(parse_object(given.content))

    def replies(self, given: Given, entry: Scanned) -> Iterator[Reply]:
        """Give the replies of all levels below a post, oldest first; what a story gets is sent."""
        if told_beside(given).get("kind") == KIND:
            return
        told = beside(kind=_REPLY, post=entry.native_id)
        for part in self._graph.pages(
            ":post/comments",
            f"{entry.native_id}/comments",
            size=_REPLIES_PAGE,
            fields=COMMENT_FIELDS,
            filter="stream",
            order="chronological",
            # Else those below a live film that Facebook thinks little of stay away.
            live_filter="no_filter",
        ):
            for one in part.given:
                yield self.reply(msgspec.structs.replace(one, beside=told))

    def profile(self) -> RawItem:
        """Give the profile."""
        return self._records.profile()

    def findings(self) -> list[Shortfall]:
        """Tell what did not come in besides."""
        found = [*super().findings(), *self._published.findings()]
        return [*found, *self._stories.findings(), *self._findings]
