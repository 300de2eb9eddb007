"""Replies below a post of the account: what X's search of the last seven days has of the talk.

X has no list of the replies to a post. Each conversation is searched once and kept while the posts
of it go by; below a post of the account in somebody else's conversation only what was written to
the account is asked for. What hangs below an own reply comes with that reply.
"""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field

from weerklank.connectors.x.api_answer import Answer
from weerklank.connectors.x.api_post import PostReader, place_of, replies_stated
from weerklank.connectors.x.api_questions import PAGE, SEARCH, Questions
from weerklank.harvest.exchange import NoAnswer
from weerklank.harvest.feed import Given, Reply
from weerklank.harvest.feed_reader import GOES_ROUND
from weerklank.harvest.json_array import NOT_READ
from weerklank.harvest.json_fields import reason_of
from weerklank.harvest.port import NotesAnswers, Unreadable
from weerklank.model.raw import Broken, Passed, Scanned

#: Conversations that are kept, and pages of one that are asked for.
_MOST_KEPT, _MOST_PAGES = 20, 50


@dataclass(slots=True)
class _Talk:
    """What a search gave of a conversation."""

    #: What answers a post, by its number.
    below: dict[str, list[Reply]] = field(default_factory=dict)
    #: Whether all pages came.
    is_whole: bool = True


class Conversations:
    """Finds replies by the conversations that the posts of an account belong to."""

    def __init__(
        self, handle: str, number: str, reader: PostReader, questions: Questions,
        answers: NotesAnswers,
    ) -> None:  # fmt: skip
        self._handle = handle
        self._number = number
        self._reader = reader
        self._questions = questions
        self._answers = answers
        self._talks: OrderedDict[str, _Talk] = OrderedDict()

    def below(self, given: Given, native: str) -> Iterator[Reply]:
        """Give what hangs below a post, to where an own post hangs; NoAnswer when not all came."""
        place = place_of(given)
        query = f"conversation_id:{place.root}"
        if place.parent is not None and place.answered != self._number:
            query += f" to:{self._handle}"
        talk = self._talks.get(query) or self._search(query)
        waiting, done = [native], {native}
        while waiting:
            for reply in talk.below.get(waiting.pop(), ()):
                if reply.native_id in done:
                    continue
                yield reply
                if reply.native_id is not None:
                    done.add(reply.native_id)
                    if reply.entry is not None:
                        waiting.append(reply.native_id)
        if not talk.is_whole:
            raise NoAnswer(GOES_ROUND)

    def _search(self, query: str) -> _Talk:
        talk = _Talk()
        asked: set[str] = set()
        token: str | None = None
        for page in range(1, _MOST_PAGES + 1):
            more = {"next_token": token} if token else {}
            path = "tweets/search/recent"
            try:
                exchange, body = self._questions.posts(
                    path, query=query, max_results=PAGE, sort_order="recency", **more
                )
                answer = Answer(body)
                answer.demand_some()
            except NoAnswer:
                if page == 1:
                    raise
                break  # what came before stays, and is told not to be all
            token = answer.next_token
            number = self._answers.note(
                SEARCH, exchange, {"posts": len(answer.posts)}, page=page, more=bool(token)
            )
            for one in answer.given(number):
                reply = self._reply(one)
                if reply is not None:
                    talk.below.setdefault(reply.parent or "", []).append(reply)
            if token is None or token in asked:
                break
            asked.add(token)
        talk.is_whole = token is None
        self._talks[query] = talk
        if len(self._talks) > _MOST_KEPT:
            self._talks.popitem(last=False)
        return talk

    def _reply(self, given: Given) -> Reply | None:
        """Read a post of a conversation; None for one that answers nothing."""
        try:
            place = place_of(given)
        except (ValueError, RecursionError) as error:
            entry = Broken(file=SEARCH, number=given.answer, reason=reason_of(error))
            return Reply(entry=entry, parent=None, native_id=None)
        if place.parent is None:
            return None
        if place.author == self._number:
            return Reply(entry=None, parent=place.parent, native_id=place.native_id, stated=0)
        return Reply(
            entry=self._entry(given),
            parent=place.parent,
            native_id=place.native_id,
            stated=_stated(given),
        )

    def _entry(self, given: Given) -> Scanned | Passed | Broken:
        try:
            return self._reader.below(given)
        except Unreadable as error:
            return Broken(file=SEARCH, number=given.answer, reason=error.reason)
        except (ValueError, RecursionError):
            return Broken(file=SEARCH, number=given.answer, reason=NOT_READ)


def _stated(given: Given) -> int | None:
    try:
        return replies_stated(given)
    except (ValueError, RecursionError):
        return None
