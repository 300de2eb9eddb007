"""Reply tree: what is known of the replies below one post, and how many are still short."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from weerklank.connectors.mastodon.api_objects import (
    DIRECT,
    Pointed,
    id_of,
    is_counted,
    stated_of,
    visibility_of,
)
from weerklank.harvest.json_fields import text_of
from weerklank.model.json_value import JsonObject

#: Replies of the account itself, by what they answer.
OwnReplies = defaultdict[str, set[str]]


def count_own(own: OwnReplies, number: str) -> int:
    """Count the replies of the account itself to a post."""
    return len(own.get(number, ()))


class ReplyTree:
    """What is known of the replies below one post, by the numbers of the server."""

    def __init__(
        self,
        number: str,
        stated: int | None,
        own: str,
        pointed: Pointed | None,
        *,
        is_single: bool,
    ) -> None:
        """`is_single` says that single posts are asked for: what hangs below others stays out."""
        self._own = own
        self._is_single = is_single
        #: Replies that the server counts, of the post and of each below it that is not our own;
        #: None where it states no number.
        self.stated = {number: stated}
        self._found: Counter[str] = Counter()
        #: Our own posts below, whose replies were looked for by themselves.
        self._passed: set[str] = set()
        self.pointed = {number: pointed} if pointed else {}
        self._came: set[str] = set()
        #: Whether the server answered at all, and gave nothing that could not be read or kept.
        self.is_answered, self.is_readable = False, True
        #: Whether the server was still fetching replies when it was asked for the last time.
        self.is_coming = False

    def add(
        self,
        number: str,
        parent: str | None,
        status: JsonObject,
        native: str | None,
        looked: set[str],
    ) -> bool:
        """Enter a reply; tells whether it is news, and not our own."""
        if number in self.stated or number in self._passed or number in self.pointed:
            return False
        if native in self._came:  # under another number
            self.pointed[number] = Pointed(text_of(status.get("uri")) or "", None)
            return False
        self._came.update(filter(None, (native,)))
        author = status.get("account")
        is_own = isinstance(author, dict) and id_of(author.get("id")) == self._own
        if parent in self._passed or (is_own and (self._is_single or number in looked)):
            # It comes with the post of ours that it hangs below; of single posts, if that does.
            self._passed.add(number)
            return False
        address = text_of(status.get("uri"))
        if address:
            self.pointed[number] = Pointed(address, None)
        if is_own:
            return False
        # Whether a server counts what is for nobody that is known can't be told.
        self.is_readable &= status.get("visibility") == DIRECT or visibility_of(status) is not None
        self.stated[number] = stated_of(status.get("replies_count"))
        if parent and is_counted(status):
            self._found[parent] += 1
        return True

    def short(self, number: str, own_replies: OwnReplies) -> int:
        """Give how many replies of one are counted and not there; 0 where none are stated."""
        stated = self.stated[number]
        return 0 if stated is None else stated - self._there(number, own_replies)

    def _there(self, number: str, own_replies: OwnReplies) -> int:
        return self._found[number] + count_own(own_replies, number)

    def stated_in_all(self) -> int | None:
        """Give how many replies are counted in all; None where of one it is not stated."""
        stated = [one for one in self.stated.values() if one is not None]
        return sum(stated) if len(stated) == len(self.stated) else None

    def came(self, own_replies: OwnReplies) -> int:
        """Give how many replies came of those that a server counts, stated or not."""
        return sum(self._there(one, own_replies) for one in self.stated)

    def whole(self, own_replies: OwnReplies) -> Iterator[tuple[str, bool]]:
        """Give the posts of which no reply is short by their addresses, and whether that is sure.

        Where more came than is counted, the number says nothing of those that did not.
        """
        is_clear = self.is_answered and self.is_readable and not self.is_coming
        for number in self.stated:
            short = self.short(number, own_replies)
            if short <= 0 and number in self.pointed:
                is_known = self.stated[number] is not None
                yield self.pointed[number].address, is_clear and is_known and short == 0
