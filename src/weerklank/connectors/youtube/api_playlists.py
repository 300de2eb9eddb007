"""The playlists of a channel, by the YouTube Data API: each with the videos that it holds.

They stand in no order of time and the platform counts them nowhere, so they are asked for after
the videos: where the quota of the day ends halfway, those come first.
"""

from collections.abc import Iterator, Sequence

import orjson

from weerklank.connectors.youtube.api_questions import Answer, Questions, record_of
from weerklank.connectors.youtube.api_records import VIDEOS_HELD
from weerklank.harvest.exchange import NoAnswer
from weerklank.harvest.feed import Given, LookedUp
from weerklank.harvest.json_fields import object_within, text_of
from weerklank.model.json_value import Json
from weerklank.model.run import Shortfall
from weerklank.model.text import Text

PLAYLISTS, LISTED = "playlists", "playlistItems"
_PARTS = "snippet,contentDetails,status,localizations"
_PAGE = "50"
#: Pages of lists of one channel, and of videos of one list, which holds 5,000 at most.
_MOST_PAGES = 100
#: Questions of one run: lists without an end may not use the quota of a day up.
_MOST_QUESTIONS = 1_000

PLAYLISTS_NOT_GIVEN = Text(
    "YouTube gaf niet alle afspeellijsten van het kanaal, of niet alle video's erin",
    "YouTube did not give all playlists of the channel, or not all videos in them",
)


class Playlists:
    """Asks for the playlists of one channel."""

    def __init__(self, questions: Questions, channel: str, *, is_owner: bool) -> None:
        """`is_owner` says whether who asks is the channel, and is shown unlisted lists too."""
        self._questions = questions
        self._whose = {"mine": "true"} if is_owner else {"channelId": channel}
        #: Lists that did not come whole, and pages of them.
        self._not_given = 0
        self._left = _MOST_QUESTIONS

    def pages(self) -> Iterator[list[Given]]:
        """Give the playlists; what does not come is told by `findings` and ends nothing else."""
        for answer in self._pages(PLAYLISTS, part=_PARTS, **self._whose):
            number = self._questions.note(PLAYLISTS, answer)
            yield [self._given(answer, at, number) for at in range(len(answer.items))]

    def look_up(self, natives: Sequence[str]) -> LookedUp:
        """Look playlists up by their ids; NoAnswer where that is refused."""
        answer = self._questions.ask(PLAYLISTS, part=_PARTS, id=",".join(natives))
        if not answer.is_ok:
            return LookedUp()
        number = self._questions.note(PLAYLISTS, answer)
        given: dict[str, Given] = {}
        for at, content in enumerate(answer.items):
            native = text_of(record_of(content).get("id"))
            if native is not None and native in natives:
                given[native] = self._given(answer, at, number)
        return LookedUp(given, frozenset(natives) - given.keys())

    def findings(self) -> list[Shortfall]:
        """Tell what did not come."""
        if not self._not_given:
            return []
        told = ("playlists_not_given", self._not_given, PLAYLISTS_NOT_GIVEN)
        return [Shortfall(kind=told[0], count=told[1], reason=told[2])]

    def _given(self, answer: Answer, at: int, number: int) -> Given:
        record = record_of(answer.items[at])
        native = text_of(record.get("id"))
        status = text_of(object_within(record, "status").get("privacyStatus"))
        videos: Json = None
        if native and status in {"public", "unlisted"}:  # what a private one holds is not asked
            videos = [*self._videos(native)]
        beside = orjson.dumps({VIDEOS_HELD: videos})
        return Given(answer.items[at], number, f"/items/{at}", beside)

    def _videos(self, native: str) -> Iterator[str]:
        """Give the videos of a list, in its order."""
        for answer in self._pages(LISTED, part="contentDetails", playlistId=native):
            self._questions.note(LISTED, answer)
            for one in answer.items:
                told = object_within(record_of(one), "contentDetails")
                video = text_of(told.get("videoId"))
                if video:
                    yield video

    def _pages(self, resource: str, **asked: str) -> Iterator[Answer]:
        page: dict[str, str] = {}
        seen: set[str] = set()
        while len(seen) < _MOST_PAGES and self._left:
            self._left -= 1
            try:
                answer = self._questions.ask(resource, **asked, maxResults=_PAGE, **page)
            except NoAnswer:
                break
            if not answer.is_ok:
                break
            yield answer
            if answer.next is None:
                return
            if answer.next in seen:
                break
            seen.add(answer.next)
            page = {"pageToken": answer.next}
        self._not_given += 1
