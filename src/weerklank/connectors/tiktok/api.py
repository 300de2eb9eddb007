"""Read one account by TikTok's Display API, with the permission of that account.

Asked are the account, its list of public videos, newest first, as far down as the archive wants
it, and held videos that the list did not give. The list gives public videos alone, and so does a
look-up: of one that is not given can't be told whether it was deleted or is shown to fewer people
now, so that none counts as gone (docs/adr/0085). Covers are fetched in the same run, as their
links expire; the API has no films and no replies.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import count

import orjson

from weerklank.connectors.tiktok.api_account import Whose
from weerklank.connectors.tiktok.api_client import (
    MOST_AT_ONCE,
    VIDEO_LIST,
    VIDEO_QUERY,
    TikTokClient,
    Told,
)
from weerklank.connectors.tiktok.api_objects import (
    VideoReader,
    cover_of,
    made_at,
    number_of_video,
)
from weerklank.harvest.exchange import NO_SENSE, NoAnswer
from weerklank.harvest.feed import Feed, Given, LookedUp, keep
from weerklank.harvest.json_fields import number_of, object_within, parse_object
from weerklank.harvest.port import Asks, Held, NotesAnswers
from weerklank.model.json_value import Json
from weerklank.model.raw import RawItem, RawPlace, Scanned
from weerklank.model.text import Text

NO_WAY_ON = Text(
    "TikTok zegt niet waar de lijst verdergaat", "TikTok does not say where the list goes on"
)
#: Answers in a row that hold nothing and lead on: each may lead to one that does.
_MOST_EMPTY = 5


class TikTokFeed(Feed):
    """One account, as the Display API gives it."""

    items_file = VIDEO_LIST
    most_at_once = MOST_AT_ONCE
    gives_replies = False
    tells_gone = False

    def __init__(
        self, handle: str, asks: Asks, answers: NotesAnswers, held: Held, endpoint: str
    ) -> None:
        """Find the account; NotNow when TikTok does not give it."""
        self._client = TikTokClient(endpoint, asks)
        self._answers = answers
        whose = Whose(handle, self._client, answers, held)
        self.owner = whose.owner
        self.number = whose.number
        self.stated_items = number_of(whose.user.get("video_count"))
        self._reader = VideoReader(whose.owner)
        self._profile = self._reader.profile(
            whose.user, RawPlace(number=whose.answer, pointer="/data/user")
        )

    def pages(self, down_to: datetime | None) -> Iterator[list[Given]]:
        """Give the videos newest first; a list that leads nowhere further breaks off."""
        end = None if down_to is None else int(down_to.timestamp() * 1000)
        cursor: int | None = None
        empty = 0
        for page in count(1):
            told = self._client.videos(cursor)
            videos = _videos(told)
            more = told.data.get("has_more") is not False
            answer = self._answers.note(
                VIDEO_LIST, told.exchange, {"videos": len(videos)}, page=page, more=more
            )
            yield _given(videos, answer)
            if not more:
                return
            last, cursor = cursor, number_of(told.data.get("cursor"))
            empty = 0 if videos else empty + 1
            if cursor is None or (last is not None and cursor >= last) or empty > _MOST_EMPTY:
                raise NoAnswer(NO_WAY_ON)
            if end is not None and cursor < end:
                return

    def look_up(self, natives: Sequence[str]) -> LookedUp:
        """Look videos up; of one that is not given nothing is known."""
        numbers = [one for one in natives if one.isascii() and one.isdecimal()]
        if not numbers:
            return LookedUp()
        told = self._client.look_up(numbers)
        videos = _videos(told)
        answer = self._answers.note(VIDEO_QUERY, told.exchange, {"videos": len(videos)})
        by_number = zip(map(_number, videos), _given(videos, answer), strict=True)
        return LookedUp({number: given for number, given in by_number if number in numbers})

    def entry(self, given: Given) -> Scanned:
        """Read what places a video."""
        video = parse_object(given.content)
        native = number_of_video(video)
        said = self._reader.said_in(video)
        covers = cover_of(video, native)
        return Scanned(
            content=keep(given),
            native_id=native,
            url=self._reader.url(native),
            parent=None,
            created_at=made_at(video),
            persons=self._reader.persons(said),
            linked=self._reader.linked(said),
            media=tuple(path for path, _ in covers),
            addresses=tuple(link for _, link in covers),
        )

    def name_of(self, given: Given) -> str:
        """Give the number of a video."""
        return number_of_video(parse_object(given.content))

    def read(self, given: Given) -> RawItem:
        """Read a video whole."""
        place = RawPlace(number=given.answer, pointer=given.pointer)
        return self._reader.video(parse_object(given.content), place)

    def profile(self) -> RawItem:
        """Give the profile."""
        return self._profile


def _videos(told: Told) -> list[Json]:
    """Give the videos of an answer; NoAnswer where it has no list of them."""
    videos = told.data.get("videos")
    if not isinstance(videos, list):
        raise NoAnswer(NO_SENSE)
    return videos


def _given(videos: list[Json], answer: int) -> list[Given]:
    return [
        Given(orjson.dumps(video), answer, f"/data/videos/{place}")
        for place, video in enumerate(videos)
    ]


def _number(video: Json) -> str:
    found = object_within(video).get("id")
    return found if isinstance(found, str) else ""
