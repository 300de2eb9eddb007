"""Read one channel by the YouTube Data API: videos, comments below, live broadcasts, playlists.

Asked are the channel by its address, the playlist of its uploads page by page, the videos on each
page by fifty, broadcasts that are on or to come, of each video its comments, and the playlists.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from weerklank.connectors.youtube.api_comments import Comments
from weerklank.connectors.youtube.api_playlists import Playlists
from weerklank.connectors.youtube.api_questions import NOT_PERMITTED, Questions, record_of
from weerklank.connectors.youtube.api_records import (
    ApiRecords,
    beside_of,
    is_comment,
    is_playlist,
    seen_by,
)
from weerklank.connectors.youtube.api_whose import Found, uploads_of
from weerklank.connectors.youtube.reader import identity
from weerklank.harvest.exchange import NoAnswer
from weerklank.harvest.feed import Feed, Given, LookedUp, Reply, keep
from weerklank.harvest.feed_reader import GOES_ROUND
from weerklank.harvest.json_fields import number_written, object_within, parse_object, text_of
from weerklank.harvest.moment import moment
from weerklank.harvest.port import Unreadable
from weerklank.harvest.uncounted import Without
from weerklank.model.clock import from_iso
from weerklank.model.item import Visibility
from weerklank.model.json_value import JsonObject
from weerklank.model.raw import Passed, PassedOver, RawItem, RawPlace, Scanned
from weerklank.model.run import Shortfall
from weerklank.model.text import Text
from weerklank.model.withdrawn import Withdrawn

LISTED, VIDEOS, BROADCASTS = "playlistItems", "videos", "liveBroadcasts"
_PARTS = (
    "snippet,contentDetails,status,statistics,liveStreamingDetails,localizations,topicDetails,"
    "paidProductPlacementDetails"
)
#: Videos that the API gives at once, and those of one channel that its list goes back to.
_BATCH = 50
_MOST_LISTED = 20_000
_MOST_PAGES = 2 * _MOST_LISTED // _BATCH
_NO_BROADCASTS = "liveStreamingNotEnabled"
_VIDEO_ID = re.compile(r"[\w-]{11}", re.ASCII)
#: Those that somebody made; lists that YouTube makes are named otherwise.
_PLAYLIST_ID = re.compile(r"PL[\w-]{14,62}", re.ASCII)
#: Ids of comments, those of before 2016 too; a post on the page of a channel has one like them.
_COMMENT_ID = re.compile(r"(?!Ugkx)(?:Ug|z)[\w-]{10,}(?:\.[\w-]+)?", re.ASCII)

COMMENTS_NOT_PERMITTED = Text(
    "YouTube geeft reacties niet met een toestemming die alleen leest; zij komen binnen met een "
    "API-sleutel van het eigen Google-project in plaats van die toestemming",
    "YouTube does not give comments to a permission that only reads; they come in with an API key "
    "of your own Google project instead of that permission",
)
VIDEOS_NOT_GIVEN = Text(
    "YouTube noemt deze video's in de lijst van het kanaal, en geeft ze niet",
    "YouTube names these videos in the list of the channel, and does not give them",
)
BROADCASTS_NOT_GIVEN = Text(
    "YouTube gaf niet welke uitzendingen nu bezig zijn of nog komen",
    "YouTube did not give which broadcasts are on now or still to come",
)


class YouTubeFeed(Feed):
    """One channel."""

    items_file = LISTED
    counts_own_replies = False
    counts_all_levels = True
    most_at_once = _BATCH
    uncounted = (Visibility.UNLISTED, Without.FILM)

    def __init__(self, found: Found, handle: str, url: str, questions: Questions) -> None:
        """`handle` and `url` are those of the register."""
        self._questions = questions
        self._records = ApiRecords(found.record, handle, url)
        self._comments = Comments(questions, self._records)
        self.owner = self._records.owner
        #: As the Takeout states it: both are held against one another.
        self.number = self._records.owner.user_id or self._records.id
        self._channel = found.record
        self._is_owner = found.is_owner
        self._playlists = Playlists(questions, self._records.id, is_owner=found.is_owner)
        # What is private is missing to everyone but its owner.
        self.tells_gone = found.is_owner
        numbers = object_within(found.record, "statistics")
        self.stated_items = number_written(numbers.get("videoCount"))
        self.gives_replies = self._gives_comments()
        self._place = RawPlace(number=found.answer, pointer="/items/0")
        self._listed = self._not_given = self._comments_stated = self._unbroadcast = 0
        self._seen_live: frozenset[str] = frozenset()

    def _gives_comments(self) -> bool:
        try:
            return self._comments.are_given()
        except NoAnswer:  # the list says it too
            return True

    # --- the list ----------------------------------------------------------------------------

    def pages(self, down_to: datetime | None) -> Iterator[list[Given]]:  # noqa: ARG002 - a port
        """Give the videos of the channel newest first, broadcasts that are on before them."""
        live = self._broadcasts()
        self._seen_live = frozenset(live)
        page: dict[str, str] = {}
        tokens: set[str] = set()
        while True:
            asked = {"part": "contentDetails", "playlistId": uploads_of(self._channel)}
            answer = self._questions.ask(LISTED, **asked, maxResults=str(_BATCH), **page)
            if answer.is_missing and self.stated_items == 0:
                return  # a channel that uploaded nothing has no such list
            if not answer.is_ok:
                raise NoAnswer(NOT_PERMITTED)
            self._questions.note(LISTED, answer, page=len(tokens) + 1)
            yield self._videos(live, [record_of(one) for one in answer.items])
            live = []
            if answer.next is None:
                return
            if answer.next in tokens or len(tokens) > _MOST_PAGES:  # also where each page is empty
                raise NoAnswer(GOES_ROUND)
            tokens.add(answer.next)
            page = {"pageToken": answer.next}

    def _videos(self, live: list[str], listed: list[JsonObject]) -> list[Given]:
        """Give the videos that a page of the list names."""
        told = [object_within(one, "contentDetails") for one in listed]
        named = {text_of(one.get("videoId")) or "": one for one in told}
        self._listed += len(named)
        wanted = [one for one in named if one and one not in self._seen_live]
        found: dict[str, Given] = {}
        unread: list[Given] = []
        for some in (live, wanted[:_BATCH]):
            if some:
                here, broken = self._by_id(some)
                found |= here
                unread += broken
        # What is not published is no business of who is not its owner.
        lacking = [
            one for one in wanted if one not in found and named[one].get("videoPublishedAt")
        ]
        self._not_given += max(len(lacking) - len(unread), 0)
        self._note_end(told)
        return [*(found[one] for one in (*live, *wanted) if one in found), *unread]

    def _note_end(self, told: list[JsonObject]) -> None:
        """Note how far down the list came, where it gives no more than the newest."""
        if self._listed < _MOST_LISTED or self._listed >= (self.stated_items or 0):
            return
        for one in reversed(told):
            try:
                self.ends_at = from_iso(moment(one.get("videoPublishedAt")))
            except Unreadable:
                continue
            return

    def _by_id(self, natives: Sequence[str]) -> tuple[dict[str, Given], list[Given]]:
        """Give videos by their ids, and what came in the place of one and can't be read."""
        answer = self._questions.ask(VIDEOS, part=_PARTS, id=",".join(natives))
        if not answer.is_ok:
            raise NoAnswer(NOT_PERMITTED)
        number = self._questions.note(VIDEOS, answer)
        found: dict[str, Given] = {}
        unread = []
        for at, content in enumerate(answer.items):
            given = Given(content, number, f"/items/{at}")
            native = text_of(record_of(content).get("id"))
            if native is None:
                unread.append(given)
            elif native in natives:
                found[native] = given
        return found, unread

    def _broadcasts(self) -> list[str]:
        """Give the broadcasts of the channel that are on or to come: only its owner is told."""
        if not self._is_owner:
            return []
        found: list[str] = []
        for state in ("active", "upcoming"):
            answer = self._questions.ask(
                BROADCASTS,
                part="id",
                broadcastStatus=state,
                broadcastType="all",
                maxResults=str(_BATCH),
            )
            if answer.reason == _NO_BROADCASTS:
                return []
            # More than a page of them is not asked for, and told.
            self._unbroadcast += not answer.is_ok or answer.next is not None
            self._questions.note(BROADCASTS, answer)
            found += filter(None, (text_of(record_of(one).get("id")) for one in answer.items))
        return [*dict.fromkeys(found)][:_BATCH]

    def besides(self) -> Iterator[list[Given]]:
        """Give the playlists of the channel."""
        return self._playlists.pages()

    def entry(self, given: Given) -> Scanned | Passed:
        """Read what places a video, a playlist, or a comment that was looked up."""
        record = parse_object(given.content)
        if is_comment(record):
            return self._comments.entry(given)
        native = identity(record, "id")
        if text_of(object_within(record, "snippet").get("channelId")) != self._records.id:
            return Passed(why=PassedOver.OTHER_ACTOR, native_id=native)
        if seen_by(record) is None:  # what is held of it says so from then on
            how = Withdrawn.CLOSED
            return Passed(why=PassedOver.OUT_OF_SCOPE, native_id=native, withdrawn=how)
        beside = beside_of(given.beside)
        if is_playlist(beside):
            return self._records.scanned(keep(given), self._records.playlist(record, beside))
        if not self.gives_replies:
            self._comments_stated += _stated(record) or 0
        return self._records.scanned(keep(given), self._records.video(record))

    # --- by themselves -----------------------------------------------------------------------

    def may_be_looked_up(self, native: str) -> bool:
        """Tell a video, playlist or comment from a post on the page of the channel."""
        known = (_VIDEO_ID, _PLAYLIST_ID, _COMMENT_ID)
        return any(one.fullmatch(native) for one in known)

    def look_up(self, natives: Sequence[str]) -> LookedUp:
        """Look up videos, playlists and own comments; of what else it is nothing can be told."""
        videos = list(filter(_VIDEO_ID.fullmatch, natives))
        comments = list(filter(_COMMENT_ID.fullmatch, natives)) if self.gives_replies else []
        given: dict[str, Given] = {}
        if videos:
            given, _ = self._by_id(videos)
        missing = frozenset(videos) - given.keys()
        lists = list(filter(_PLAYLIST_ID.fullmatch, natives))
        if lists:
            told = self._playlists.look_up(lists)
            given, missing = {**given, **told.given}, missing | told.missing
        if not comments:
            return LookedUp(given, missing)
        found = self._comments.look_up(comments)
        return LookedUp({**given, **found.given}, missing | found.missing)

    def native(self, address: str) -> str:
        """Give the id of what an address is of, in the forms that YouTube writes."""
        try:
            parts = urlsplit(address)
            query = parse_qs(parts.query)
        except ValueError:
            return address
        for told in (*query.get("lc", []), *query.get("v", []), *query.get("list", [])):
            return told
        return parts.path.rstrip("/").rpartition("/")[2] or address

    # --- what hangs below --------------------------------------------------------------------

    def stated_replies(self, given: Given) -> int | None:
        """Give how many comments a video has, or replies a comment; none where nobody may."""
        record = parse_object(given.content)
        if is_playlist(beside_of(given.beside)):
            return 0
        if is_comment(record):
            return number_written(_thread_of(given).get("totalReplyCount")) or 0
        stated = _stated(record)
        if stated is not None:
            return stated
        try:
            return 0 if self._comments.are_switched_off(identity(record, "id")) else None
        except NoAnswer:
            return None

    def replies(self, given: Given, entry: Scanned) -> Iterator[Reply]:
        """Give the comments below a video, or the replies to a comment."""
        record = parse_object(given.content)
        if not self.gives_replies or is_playlist(beside_of(given.beside)):
            return
        if not is_comment(record):
            yield from self._comments.below(
                entry.native_id, seen_by(record) or Visibility.UNLISTED
            )
        elif _thread_of(given):
            video = text_of(beside_of(given.beside).get("video"))
            yield from self._comments.below_comment(entry.native_id, video, None)

    # --- the second pass ---------------------------------------------------------------------

    def read(self, given: Given) -> RawItem:
        """Read a video, playlist or comment whole."""
        record = parse_object(given.content)
        place = RawPlace(number=given.answer, pointer=given.pointer)
        beside = beside_of(given.beside)
        if is_playlist(beside):
            return self._records.playlist(record, beside, place)
        if is_comment(record):
            return self._records.comment(record, beside, place)
        return self._records.video(record, place)

    def profile(self) -> RawItem:
        """Give the channel itself."""
        return self._records.profile(self._place)

    def findings(self) -> list[Shortfall]:
        """Tell what YouTube names or counts and does not give."""
        told = (
            ("comments_not_permitted", self._comments_stated, COMMENTS_NOT_PERMITTED),
            ("videos_not_given", self._not_given, VIDEOS_NOT_GIVEN),
            ("broadcasts_not_given", self._unbroadcast, BROADCASTS_NOT_GIVEN),
        )
        found = [
            Shortfall(kind=kind, count=count, reason=reason)
            for kind, count, reason in told
            if count
        ]
        return [*found, *self._playlists.findings()]


def _stated(video: JsonObject) -> int | None:
    return number_written(object_within(video, "statistics").get("commentCount"))


def _thread_of(given: Given) -> JsonObject:
    return object_within(beside_of(given.beside), "thread")
