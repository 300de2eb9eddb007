"""Replies below posts of the account, as the AppView relates them.

Source: the lexicon app.bsky.feed.getPostThread. A thread comes so many levels deep; what hangs
below that is asked for by itself. Of who blocked somebody, or took a reply away, nothing is given
but that there is something: that stays counted and missing.
"""

from collections.abc import Iterator
from typing import NamedTuple

import orjson
from msgspec.structs import replace

from weerklank.connectors.bluesky.commit import DID
from weerklank.connectors.bluesky.persons import PAGE, by_did
from weerklank.connectors.bluesky.record import POSTS, Reader
from weerklank.harvest.api_client import ApiClient
from weerklank.harvest.exchange import NO_SENSE, NOT_THERE, NoAnswer
from weerklank.harvest.feed import Given, Reply, keep
from weerklank.harvest.json_array import NOT_READ
from weerklank.harvest.json_fields import listed, number_of, parse_object, reason_of, text_of
from weerklank.harvest.port import NotesAnswers, Unreadable
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.raw import Broken, Passed, PassedOver, RawItem, RawPerson, RawPlace, Scanned

THREAD = "GET /xrpc/app.bsky.feed.getPostThread"
#: Levels that are asked for at once, and questions for what hangs deeper.
_DEPTH, _MOST_FURTHER = 20, 100
#: Who asks apps to show what they write to signed-in readers alone.
_NOT_IN_THE_OPEN = "!no-unauthenticated"
#: Of what the AppView says of a reply: those that say nothing of the reply itself.
_LEFT_OUT = frozenset({"uri", "record"})


class _Node(NamedTuple):
    """A part of a thread that is still to be gone through."""

    value: Json
    parent: str
    pointer: str
    level: int


class Threads:
    """Finds what hangs below posts of one account."""

    def __init__(
        self, appview: ApiClient, answers: NotesAnswers, owner: RawPerson, did: str
    ) -> None:
        self._appview = appview
        self._answers = answers
        self._did = did
        self._own = f"at://{did}/"
        self.owner = owner
        #: Posts of the account of which the replies were asked for.
        self._asked: set[str] = set()

    def below(self, uri: str) -> Iterator[Reply]:
        """Give the replies below a post of the account, at all levels."""
        self._asked.add(uri)
        waiting = [uri]
        for _ in range(_MOST_FURTHER):
            if not waiting:
                return
            top = waiting.pop(0)
            answer, thread = self._thread(top)
            nodes = [*_below(thread, top, "/thread", 1)]
            while nodes:
                node = nodes.pop(0)
                reply = self._reply(node, answer)
                if reply is None:
                    continue
                yield reply
                known = reply.native_id
                if known is None or known in self._asked:
                    continue  # what hangs below that came with it
                further = [*_below(node.value, known, node.pointer, node.level + 1)]
                nodes += further
                if not further and reply.stated and node.level >= _DEPTH:
                    waiting.append(known)

    def _thread(self, uri: str) -> tuple[int, JsonObject]:
        address = self._appview.address(
            "xrpc/app.bsky.feed.getPostThread", uri=uri, depth=_DEPTH, parentHeight=0
        )
        exchange, found = self._appview.ask(address)
        if found is None:
            raise NoAnswer(NOT_THERE)
        thread = found.get("thread") if isinstance(found, dict) else None
        if not isinstance(thread, dict):
            raise NoAnswer(NO_SENSE)
        if not isinstance(thread.get("post"), dict):  # not found, or blocked
            raise NoAnswer(NOT_THERE)
        replies = len(listed(thread.get("replies")))
        return self._answers.note(THREAD, exchange, {"replies": replies}), thread

    def _reply(self, node: _Node, answer: int) -> Reply | None:
        """Read a part of a thread; None for what is said to be there and not given."""
        view = node.value.get("post") if isinstance(node.value, dict) else None
        if not isinstance(view, dict):
            return None
        uri = text_of(view.get("uri"))
        stated = number_of(view.get("replyCount"))
        stated = stated if stated is not None and stated >= 0 else None
        if uri is not None and uri.startswith(self._own):
            if uri in self._asked:  # it is told of where its own replies were
                stated = 0
            return Reply(entry=None, parent=node.parent, native_id=uri, stated=stated)
        try:
            entry: Scanned | Passed | Broken = self._entry(view, uri, node, answer)
        except (ValueError, TypeError, RecursionError) as error:
            entry = Broken(file=THREAD, number=answer, reason=reason_of(error))
        return Reply(entry=entry, parent=node.parent, native_id=uri, stated=stated)

    def _entry(
        self, view: JsonObject, uri: str | None, node: _Node, answer: int
    ) -> Scanned | Passed:
        author = author_of(view)
        if uri is None or author is None or not uri.startswith(f"at://{author.user_id}/{POSTS}/"):
            raise Unreadable(NOT_READ)
        if _asks_for_readers_with_an_account(view):  # counted, not kept
            return Passed(
                why=PassedOver.OUT_OF_SCOPE, native_id=uri, parent=node.parent, persons=(author,)
            )
        given = Given(orjson.dumps(view), answer, f"{node.pointer}/post")
        scanned = self._reader(author).scan(_source(view))
        return replace(
            scanned,
            content=keep(given),
            parent=node.parent,
            talk=None,
            author=author,
            persons=tuple(dict.fromkeys((author, *scanned.persons))),
            # Words of people: that there is a picture is told, what it shows is not kept.
            media=(),
            addresses=(),
        )

    def _reader(self, author: RawPerson) -> Reader:
        return Reader(self.owner, self._did, author)

    def read(self, given: Given) -> RawItem:
        """Read a reply by somebody else whole."""
        view = parse_object(given.content)
        author = author_of(view)
        if author is None:
            raise Unreadable(NOT_READ)
        item = self._reader(author).read_source(_source(view))
        return replace(item, place=RawPlace(number=given.answer, pointer=given.pointer))


def author_of(view: JsonObject) -> RawPerson | None:
    """Give who wrote a post, with the names that the AppView has for them; None for nobody."""
    author = view.get("author")
    did = text_of(author.get("did")) if isinstance(author, dict) else None
    if not isinstance(author, dict) or did is None or not DID.fullmatch(did):
        return None
    handle = (text_of(author.get("handle")) or "").lower() or None
    names = (did, handle) if handle else (did,)
    return replace(
        by_did(did),
        handle=handle,
        spelling=handle.partition(".")[0] if handle else None,
        addresses=(did, *(f"{head}{name}" for name in names for head in (PAGE, "at://"))),
        display_name=text_of(author.get("displayName")),
    )


def _asks_for_readers_with_an_account(view: JsonObject) -> bool:
    author = view.get("author")
    labels = listed(author.get("labels")) if isinstance(author, dict) else []
    return any(
        isinstance(one, dict) and one.get("val") == _NOT_IN_THE_OPEN and one.get("neg") is not True
        for one in labels
    )


def _source(view: JsonObject) -> JsonObject:
    beside: JsonObject = {name: value for name, value in view.items() if name not in _LEFT_OUT}
    return {"uri": view.get("uri"), "value": view.get("record"), "view": beside}


def _below(value: Json, parent: str, pointer: str, level: int) -> Iterator[_Node]:
    replies = listed(value.get("replies")) if isinstance(value, dict) else []
    for place, one in enumerate(replies):
        yield _Node(one, parent, f"{pointer}/replies/{place}", level)
