"""Long texts: X writes them in a file of their own, and of each post no more than its beginning.

Only some archives say which post a long text is of. Else it is known by how it begins, and of
several that begin alike by when it was written. They wait in memory, up to a limit.
"""

import re
from collections.abc import Iterator

from weerklank.connectors.x.moments import moment_of
from weerklank.harvest.json_fields import object_within, text_of
from weerklank.harvest.port import Unreadable
from weerklank.model.json_value import JsonObject

#: Bytes of long texts that wait for their posts, at most: some 30,000 of usual length.
_MOST = 64 << 20
#: A post with a long text shows at least so much of it.
_SHORTEST, _COMPARED = 140, 60
_MENTIONS = re.compile(r"(?>(?:@\w{1,30}\s+)*)")
_SPACES = re.compile(r"\s+")


class LongTexts:
    """The long texts that wait for their posts."""

    def __init__(self) -> None:
        self._of_post: dict[str, bytes] = {}
        self._by_begin: dict[str, list[tuple[str, bytes]]] = {}
        self._size = 0
        #: Long texts for which no place was left.
        self.left_out = 0

    def add(self, content: bytes, note: JsonObject) -> None:
        """Take a long text in, with the object as it is written."""
        if self._size + len(content) > _MOST:
            self.left_out += 1
            return
        self._size += len(content)
        first = post_of(note)
        if first:
            self._of_post[first] = content
            return
        text = text_of(object_within(note, "core").get("text"))
        self._by_begin.setdefault(_begin(text or ""), []).append((_moment(note), content))

    def of(self, number: str, text: str, moment: str) -> bytes | None:
        """Give the long text of a post, if there is one, and give it no second time."""
        if not (self._of_post or self._by_begin):  # as in most archives
            return None
        found = self._of_post.pop(number, None)
        if found is not None or len(text) < _SHORTEST:
            return found
        begin = _begin(text)
        waiting = self._by_begin.get(begin)
        if not waiting or len(begin) < _COMPARED:
            return None
        _, content = nearest = min(waiting, key=lambda one: _apart(one[0], moment))
        waiting.remove(nearest)
        return content

    def rest(self) -> Iterator[bytes]:
        """Give the long texts of which no post was there."""
        yield from self._of_post.values()
        for waiting in self._by_begin.values():
            yield from (content for _, content in waiting)


def post_of(note: JsonObject) -> str | None:
    """Give the number of the post that a long text says to be of."""
    told = text_of(object_within(note, "lifecycle").get("initialTweetId"))
    return told if told and told.isascii() and told.isdecimal() else None


def _begin(text: str) -> str:
    """Give how a text begins, without those whom a reply names first."""
    plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").lstrip()
    return _SPACES.sub(" ", plain[_MENTIONS.match(plain).end() :])[:_COMPARED]  # type: ignore[union-attr] # it may match nothing


def _moment(note: JsonObject) -> str:
    try:
        return moment_of(note.get("createdAt"))
    except Unreadable:
        return ""


def _apart(one: str, other: str) -> tuple[int, str]:
    """Order moments by how much of them is not the same."""
    same = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 99)
    return -same, one
