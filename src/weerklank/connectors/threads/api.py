"""Read one account by the API of Threads.

Asked are the account (`me`), its posts page by page, newest first, its replies in a list of their
own, the conversation below each post, which comes flat with what each reply answers, and single
records by their number. Source: the documents of the Threads API, v1.0.
"""

from collections.abc import Iterator
from datetime import datetime
from heapq import merge

import msgspec

from weerklank.connectors.threads.api_records import ThreadsApiRecords
from weerklank.harvest.exchange import NoAnswer
from weerklank.harvest.feed import Given, Reply
from weerklank.harvest.json_fields import parse_object, text_of
from weerklank.harvest.meta_account import Asked, find_account
from weerklank.harvest.meta_feed import MetaFeed, ReadRecord, beside, record_in, told_beside
from weerklank.harvest.meta_graph import Graph, NotPermitted
from weerklank.harvest.meta_records import called
from weerklank.harvest.port import Asks, Held, NotesAnswers
from weerklank.model.json_value import JsonObject
from weerklank.model.raw import Passed, RawItem, Scanned
from weerklank.model.run import Shortfall
from weerklank.model.text import Text

VERSION = "v1.0"
LIST = f"GET /{VERSION}/me/threads"
_FILE = "id,media_type,media_url,thumbnail_url,alt_text"
_BOTH = (
    f"{_FILE},media_product_type,text,permalink,timestamp,username,children{{{_FILE}}},"
    "is_quote_post,quoted_post,reposted_post,link_attachment_url,poll_attachment,topic_tag,"
    "has_replies,is_reply,reply_audience"
)
POST_FIELDS = _BOTH
REPLY_FIELDS = f"{_BOTH},root_post,replied_to,is_reply_owned_by_me,hide_status"
ACCOUNT = Asked(
    platform="Threads",
    fields="id,username,name,threads_biography,threads_profile_picture_url,is_verified",
    number="id",
    names=called,
)
_PAGE = 50
_REPLY, _OWN, _OWN_REPLY = "reply", "own", "own reply"

REPLIES_NOT_PERMITTED = Text(
    "eigen reacties zijn niet gegeven: {reason}", "own replies were not given: {reason}"
)


class ThreadsFeed(MetaFeed):
    """One account."""

    items_file = LIST
    replies_file = f"GET /{VERSION}/:post/conversation"

    def __init__(
        self, endpoint: str, handle: str, asks: Asks, answers: NotesAnswers, held: Held
    ) -> None:
        super().__init__(Graph(endpoint, VERSION, asks, answers), held)
        found = find_account(self._graph, ACCOUNT, handle, held, is_signed_in=asks.is_signed_in)
        self.number = found.number
        self._records = ThreadsApiRecords(found.record, found.given, handle)
        self.owner = self._records.owner
        self._findings: list[Shortfall] = []
        #: Own replies that their list gave: what of them it lacks comes with the conversation.
        self._listed_own: set[str] = set()

    def pages(self, down_to: datetime | None) -> Iterator[list[Given]]:
        """Give posts and own replies, which are two lists, as one: newest first."""
        del down_to
        both = merge(self._posts(), self._own_replies(), key=_made, reverse=True)
        page: list[Given] = []
        failure: NoAnswer | None = None
        while True:
            try:
                given = next(both, None)
            except NoAnswer as none:  # what came before it is no worse for that
                failure, given = none, None
            if given is not None:
                page.append(given)
            if page and (given is None or len(page) == _PAGE):
                yield page
                page = []
            if given is None:
                break
        if failure is not None:
            raise failure

    def _posts(self) -> Iterator[Given]:
        told = beside(kind=_OWN)
        for part in self._graph.pages("me/threads", "me/threads", size=_PAGE, fields=POST_FIELDS):
            yield from (msgspec.structs.replace(one, beside=told) for one in part.given)

    def _own_replies(self) -> Iterator[Given]:
        told = beside(kind=_OWN_REPLY)
        try:
            for part in self._graph.pages(
                "me/replies", "me/replies", size=_PAGE, fields=REPLY_FIELDS
            ):
                for one in part.given:
                    self._listed_own.add(text_of(record_in(one).get("id")) or "")
                    yield msgspec.structs.replace(one, beside=told)
        except NotPermitted as none:
            reason = REPLIES_NOT_PERMITTED.filled(reason=none.reason)
            self._findings.append(Shortfall(kind="own_replies_missing", count=1, reason=reason))

    def ask_for(self, number: str, held: JsonObject) -> Given:
        """Ask for a post or an own reply."""
        is_reply = held.get("is_reply") is True
        fields, kind = (REPLY_FIELDS, _OWN_REPLY) if is_reply else (POST_FIELDS, _OWN)
        found = self._graph.one(":post", number, fields=fields)
        return msgspec.structs.replace(found, beside=beside(kind=kind))

    def read_record(self, given: Given) -> ReadRecord | Passed:
        """Read a post or a reply."""
        is_listed = told_beside(given).get("kind") != _REPLY
        found, withheld = self._records.media(given, is_listed=is_listed)
        self.note_withheld(found.item, withheld)
        return found

    def replies(self, given: Given, entry: Scanned) -> Iterator[Reply]:
        """Give what hangs below a post, of all levels; below an own reply what answers that.

        The conversation of a reply can't be asked for, only of what it began with.
        """
        record = parse_object(given.content)
        if record.get("has_replies") is False and not self._held.has_answers(entry.native_id):
            return
        number = text_of(record.get("id")) or entry.native_id
        is_reply = told_beside(given).get("kind") == _OWN_REPLY
        below = "replies" if is_reply else "conversation"
        told = beside(kind=_REPLY, number=number, post=entry.native_id)
        for part in self._graph.pages(
            f":post/{below}", f"{number}/{below}", size=_PAGE, fields=REPLY_FIELDS, reverse="false"
        ):
            for one in part.given:
                is_listed = text_of(record_in(one).get("id")) in self._listed_own
                yield self.reply(msgspec.structs.replace(one, beside=told), listed=is_listed)

    def profile(self) -> RawItem:
        """Give the profile."""
        return self._records.profile()

    def findings(self) -> list[Shortfall]:
        """Tell what did not come in besides."""
        return [*super().findings(), *self._findings]


def _made(given: Given) -> str:
    """Give when a record was made, as it is written: the same form throughout, and so in order."""
    return text_of(record_in(given).get("timestamp")) or ""
