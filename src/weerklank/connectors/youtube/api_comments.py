"""Comments below the videos of a channel: threads of two levels, by video.

With a permission YouTube gives comments only to who may also write them (`youtube.force-ssl`), and
that is not asked for: a key gives them to anyone. So it is asked first whether they are given.
"""

from collections.abc import Iterator, Sequence

import orjson

from weerklank.connectors.youtube.api_questions import (
    NOT_PERMITTED,
    Answer,
    Questions,
    record_of,
)
from weerklank.connectors.youtube.api_records import (
    ApiRecords,
    beside_of,
    beside_written,
)
from weerklank.harvest.exchange import NoAnswer
from weerklank.harvest.feed import Given, LookedUp, Reply, keep
from weerklank.harvest.feed_reader import GOES_ROUND
from weerklank.harvest.json_array import NOT_READ
from weerklank.harvest.json_fields import object_within, objects_within, parse_object, text_of
from weerklank.harvest.port import Unreadable
from weerklank.model.item import Visibility
from weerklank.model.json_value import JsonObject
from weerklank.model.raw import Broken, Passed, PassedOver, Scanned

THREADS, COMMENTS = "commentThreads", "comments"
_TOO_SMALL = frozenset({"insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"})
_SWITCHED_OFF = "commentsDisabled"
_PAGE = "100"
#: A page of comments leads to at most so many others: a million comments.
_MOST_PAGES = 10_000
#: Pages with nothing on them that are read past, one after another: each costs of the quota.
_MOST_EMPTY = 20


class Comments:
    """Asks for the comments of one channel."""

    def __init__(self, questions: Questions, records: ApiRecords) -> None:
        self._questions = questions
        self._records = records
        self._number = 0

    def are_given(self) -> bool:
        """Tell whether YouTube gives comments to who asks; a channel may have none."""
        answer = self._questions.ask(
            THREADS, part="id", allThreadsRelatedToChannelId=self._records.id, maxResults="1"
        )
        return answer.reason not in _TOO_SMALL

    def are_switched_off(self, video: str) -> bool:
        """Tell of a video without a number of comments whether nobody can write one."""
        answer = self._questions.ask(THREADS, part="id", videoId=video, maxResults="1")
        return answer.reason == _SWITCHED_OFF

    # --- below a video -----------------------------------------------------------------------

    def below(self, video: str, visibility: Visibility) -> Iterator[Reply]:
        """Give all comments below a video; NoAnswer, behind those that come, when some don't."""
        asked = {"part": "snippet,replies", "videoId": video, "order": "time"}
        refused: NoAnswer | None = None
        for answer, number in self._pages(THREADS, asked):
            for at, content in enumerate(answer.items):
                thread = record_of(content)
                try:
                    yield from self._thread(thread, number, f"/items/{at}", video, visibility)
                except NoAnswer as none:
                    if none.reason != NOT_PERMITTED:
                        raise
                    refused = none  # of one comment alone, such as one that went just now
        if refused is not None:
            raise refused

    def _thread(
        self, thread: JsonObject, answer: int, pointer: str, video: str, visibility: Visibility
    ) -> Iterator[Reply]:
        told = object_within(thread, "snippet")
        top = object_within(told, "topLevelComment")
        beside = beside_written(video, visibility, told)
        here = f"{pointer}/snippet/topLevelComment"
        yield self._reply(
            Given(orjson.dumps(top), answer, here, beside),
            top,
            video,
            is_public=told.get("isPublic") is not False,
        )
        named, stated = text_of(top.get("id")), told.get("totalReplyCount")
        along = objects_within(thread, "replies", "comments")
        if len(along) == (stated or 0):
            beside = beside_written(video, visibility)
            for at, one in enumerate(along):
                here = f"{pointer}/replies/comments/{at}"
                yield self._reply(Given(orjson.dumps(one), answer, here, beside), one, named)
        elif named:
            yield from self.below_comment(named, video, visibility)

    def below_comment(
        self, top: str, video: str | None, visibility: Visibility | None
    ) -> Iterator[Reply]:
        """Give the replies to a comment; NoAnswer when they don't come."""
        beside = beside_written(video, visibility)
        for answer, number in self._pages(COMMENTS, {"part": "snippet", "parentId": top}):
            for at, content in enumerate(answer.items):
                given = Given(content, number, f"/items/{at}", beside)
                yield self._reply(given, record_of(content), top)

    def _pages(self, resource: str, asked: dict[str, str]) -> Iterator[tuple[Answer, int]]:
        """Give the pages of a list; nothing where comments are switched off.

        NoAnswer when they are refused, or don't end.
        """
        page: dict[str, str] = {}
        seen: set[str] = set()
        empty = 0
        for number in range(1, _MOST_PAGES + 1):
            answer = self._questions.ask(
                resource, **asked, maxResults=_PAGE, textFormat="plainText", **page
            )
            if answer.reason == _SWITCHED_OFF:
                return
            if not answer.is_ok:
                raise NoAnswer(NOT_PERMITTED)
            yield answer, self._questions.note(resource, answer, page=number)
            if answer.next is None:
                return
            empty = 0 if answer.items else empty + 1
            if answer.next in seen or empty == _MOST_EMPTY:
                break
            seen.add(answer.next)
            page = {"pageToken": answer.next}
        raise NoAnswer(GOES_ROUND)

    def _reply(
        self, given: Given, comment: JsonObject, parent: str | None, *, is_public: bool = True
    ) -> Reply:
        self._number += 1
        native = text_of(comment.get("id"))
        try:
            entry: Scanned | Passed | Broken = self.entry(given, is_public=is_public)
        except Unreadable as error:
            entry = Broken(file=THREADS, number=self._number, reason=error.reason)
        except (ValueError, RecursionError):
            entry = Broken(file=THREADS, number=self._number, reason=NOT_READ)
        return Reply(entry=entry, parent=parent, native_id=native)

    def entry(self, given: Given, *, is_public: bool = True) -> Scanned | Passed:
        """Read what places a comment; one that is not for everyone is counted, not kept."""
        comment = parse_object(given.content)
        item = self._records.comment(comment, beside_of(given.beside))
        scanned = self._records.scanned(keep(given), item)
        if is_public:
            return scanned
        return Passed(
            why=PassedOver.OUT_OF_SCOPE,
            native_id=scanned.native_id,
            parent=scanned.parent,
            persons=scanned.persons,
        )

    # --- by themselves -----------------------------------------------------------------------

    def look_up(self, natives: Sequence[str]) -> LookedUp:
        """Look up own comments, which no list of videos gives.

        One counts as missing when it is so by its id and among those that it would stand with.
        """
        tops = [one for one in natives if "." not in one]
        others = [one for one in natives if "." in one]
        given: dict[str, Given] = {}
        asked: set[str] = set()
        for resource, some in ((THREADS, tops), (COMMENTS, others)):
            if some:
                found = self._by_id(resource, some)
                given |= found or {}
                asked |= set() if found is None else set(some)
        missing = [one for one in asked - given.keys() if self._is_off_list(one)]
        return LookedUp(given, frozenset(missing))

    def _by_id(self, resource: str, natives: list[str]) -> dict[str, Given] | None:
        """Ask for comments by their ids; None where that is refused."""
        answer = self._questions.ask(
            resource, part="snippet", id=",".join(natives), textFormat="plainText"
        )
        if not answer.is_ok:
            return None
        number = self._questions.note(resource, answer)
        found: dict[str, Given] = {}
        for at, content in enumerate(answer.items):
            record, pointer = record_of(content), f"/items/{at}"
            told, beside = object_within(record, "snippet"), b""
            if resource == THREADS:
                beside = beside_written(text_of(told.get("videoId")), None, told)
                record, pointer = object_within(told, "topLevelComment"), f"{pointer}/snippet"
                content = orjson.dumps(record)  # noqa: PLW2901 - of the thread that it opens
                pointer = f"{pointer}/topLevelComment"
            native = text_of(record.get("id"))
            if native in natives:
                found[native] = Given(content, number, pointer, beside)
        return found

    def _is_off_list(self, native: str) -> bool:
        """Ask in a second way for a comment: among the replies to its parent, or as a comment."""
        top, sign, _ = native.partition(".")
        if not sign:
            answer = self._questions.ask(COMMENTS, part="id", id=native)
            return answer.is_ok and not answer.items
        try:
            found = [reply.native_id for reply in self.below_comment(top, None, None)]
        except NoAnswer:
            return False
        return native not in found
