"""Replies below the posts of an account, with what they answer: the contexts of the API.

Without signing in a server gives sixty replies of a post, twenty deep. So a post is asked for by
itself as long as the server counts more replies to it than came along with another; what stays
away then is a gap, by post. Replies of the account itself stand in its own list. Of a post that
gave just as many replies as the server counts, those that are held and did not come are gone. A
server counts what is public or unlisted; what is for followers or direct fills nobody's place, and
is not gone either. One reply under two numbers is one.

Since 4.5 a server says in a header that it is still fetching replies from other servers
(`Mastodon-Async-Refresh`). It is asked again then, a few times; posts of which more replies may
come after that are told of. How far it is could be asked by itself, with a wider permission.
"""

from collections import defaultdict
from collections.abc import Generator, Iterator

import msgspec

from weerklank.connectors.mastodon.api_objects import (
    KeptAt,
    StatusReader,
    id_of,
    is_counted,
    object_of,
    stated_of,
    visibility_of,
)
from weerklank.connectors.mastodon.api_scanned import Scans
from weerklank.connectors.mastodon.client import Client
from weerklank.connectors.mastodon.reply_tree import OwnReplies, ReplyTree, count_own
from weerklank.harvest.endless import ENDLESS_REPLIES, MOST_REPLIES, MOST_REPLIES_OF_RUN
from weerklank.harvest.exchange import NoAnswer
from weerklank.harvest.json_array import NOT_READ
from weerklank.harvest.json_fields import FIELD_MISSING, text_of
from weerklank.harvest.noted_gaps import NotedGaps
from weerklank.harvest.port import Held, NotesAnswers, Unreadable
from weerklank.model.json_value import JsonObject
from weerklank.model.raw import Broken, Passed, PassedOver, Scanned
from weerklank.model.run import Counted, Shortfall
from weerklank.model.text import Text, verbatim

REPLIES_MISSING = Text(
    "de server telt meer reacties dan hij zonder aanmelding geeft",
    "the server counts more replies than it gives without signing in",
)
REPLIES_UNSEEN = Text(
    "de server telt meer reacties dan hij geeft, zoals van wie het account heeft geblokkeerd",
    "the server counts more replies than it gives, such as of who blocked the account",
)
REPLIES_UNASKED = Text(
    "de server zegt niet hoeveel reacties een bericht heeft, en gaf ze op een vraag ernaar niet",
    "the server does not say how many replies a post has, and did not give them when asked",
)
#: Questions for what hangs below one post: itself, and replies of which more is counted than came.
_MOST_FURTHER = 500
REPLIES_FURTHER = Text(
    "onder een bericht hangen reacties zo verspreid dat {most} vragen niet genoeg waren; wie "
    "aangemeld is, krijgt er meer tegelijk",
    "below one post replies hang so far apart that {most} questions were not enough; who is "
    "signed in gets more of them at a time",
).filled(most=_MOST_FURTHER)
REPLIES_COMING = Text(
    "de server haalde nog reacties op bij andere servers",
    "the server was still fetching replies from other servers",
)
SHORT_HERE = Text("{url}: {came} van {stated}", "{url}: {came} of {stated}")
CONTEXT = "GET /api/v1/statuses/:id/context"

_REFUSED = frozenset({401, 403})
#: In place of the number of a post that states none: nothing can be asked by it.
NO_ID = ""
#: Says that replies are still being fetched; how often one question is asked on account of that,
#: and in all.
_STILL_COMING = "mastodon-async-refresh"
_TIMES = 4
_MOST_AGAIN = 100


class Context(msgspec.Struct):
    """What stands above and below a post."""

    ancestors: list[msgspec.Raw]
    descendants: list[msgspec.Raw]


READ_CONTEXT = msgspec.json.Decoder(Context)


class Replies:
    """Finds the replies below the posts of one account, whose list is read newest first."""

    def __init__(
        self,
        own: str,
        client: Client,
        answers: NotesAnswers,
        scans: Scans,
        statuses: StatusReader,
        held: Held,
    ) -> None:
        self._held = held
        self._own = own
        self._client = client
        self._answers = answers
        self._scans = scans
        self._statuses = statuses
        #: Replies of the account itself, by what they answer: in its list they come by before
        #: that, and when that is not read as far they come along with other replies. Only such as
        #: the server counts, by their addresses.
        self._own_replies: OwnReplies = defaultdict(set)
        #: Posts of the account below which was looked: they hang below others of it too.
        self._looked: set[str] = set()
        self._is_refused = False
        #: Replies that came of those that the server counts, over all posts.
        self.counted = Counted(0, 0)
        self._gaps = NotedGaps()
        #: Posts below which hangs one of which the number of replies is not stated.
        self.not_stated = 0
        #: Questions that were asked again as replies were still coming.
        self._again = 0
        #: Replies that came in all.
        self._came = 0

    def note(self, status: JsonObject) -> None:
        """Note a post of the account that comes by in its list."""
        parent, number = id_of(status.get("in_reply_to_id")), id_of(status.get("id"))
        if parent and number and is_counted(status):
            self._own_replies[parent].add(self._native_of(status) or number)

    def _native_of(self, status: JsonObject) -> str | None:
        address = text_of(status.get("uri"))
        return self._statuses.native(address) if address else None

    def below(self, status: JsonObject, native: str) -> Iterator[Scanned | Passed | Broken]:
        """Give what hangs below a post of the account, and is not its own."""
        number = id_of(status.get("id")) or NO_ID
        stated = stated_of(status.get("replies_count"))
        # Those that are held may be gone, and the number with them. Not stated is not none.
        is_done = stated is not None and stated <= count_own(self._own_replies, number)
        if is_done and not self._held.has_answers(native):
            self.counted += Counted(stated or 0, stated)
            return
        pointed = self._statuses.pointed(status)
        tree = ReplyTree(number, stated, self._own, pointed, is_single=bool(self._held.posts))
        waiting = [] if number == NO_ID else [number]
        left: list[str] = []
        for _ in range(_MOST_FURTHER):
            if not waiting or self._is_refused or self._has_no_end(status, tree):
                break
            # First where most is missing, as what hangs below that comes along with it.
            asked = max(waiting, key=lambda one: tree.short(one, self._own_replies))
            waiting.remove(asked)
            for entry, further in self._whole_context(asked, tree):
                yield entry
                self._came += 1
                if further:
                    waiting.append(further)
            waiting = [one for one in waiting if tree.short(one, self._own_replies) > 0]
        else:
            left = waiting
        self._looked.add(number)
        self._note_missing(status, tree, left)
        self._tell_whole(tree)

    def _has_no_end(self, status: JsonObject, tree: ReplyTree) -> bool:
        """Tell whether so many came that nobody asks for more, and note below which post."""
        if len(tree.stated) <= MOST_REPLIES and self._came <= MOST_REPLIES_OF_RUN:
            return False
        self._gaps.note("replies_endless", _address(status))
        return True

    def _tell_whole(self, tree: ReplyTree) -> None:
        for address, is_sure in tree.whole(self._own_replies):
            native = self._statuses.native(address)
            if is_sure:
                self._held.gave_all_answers(native)
            else:
                self._held.gave_uncertain_answers(native)

    def _note_missing(self, status: JsonObject, tree: ReplyTree, left: list[str]) -> None:
        """Note what did not come below a post; `left` are those that nobody asked for it."""
        stated = tree.stated_in_all()
        missing = sum(max(tree.short(one, self._own_replies), 0) for one in tree.stated)
        came = tree.came(self._own_replies) if stated is None else stated - missing
        self.counted += Counted(came, stated)
        further = sum(tree.short(one, self._own_replies) for one in left)
        here, short = _address(status), None
        if here is not None:
            told = came + missing if stated is None else stated
            short = SHORT_HERE.filled(url=here, came=came, stated=told)
        self._gaps.note("replies_apart", short, further)
        self._gaps.note("replies_missing", short, missing - further)
        if tree.is_coming:
            self._gaps.note("replies_coming", here)
        self.not_stated += stated is None
        if stated is None and not tree.is_answered:
            self._gaps.note("replies_not_given", here)

    def _whole_context(
        self, number: str, tree: ReplyTree
    ) -> Iterator[tuple[Scanned | Passed | Broken, str | None]]:
        """Give what hangs below one, asked again while the server still fetches more of it."""
        for attempt in range(1, _TIMES + 1):
            is_coming = yield from self._context(number, tree)
            if not is_coming:
                return
            if attempt == _TIMES or self._again >= _MOST_AGAIN:
                break
            self._again += 1
            self._client.pause(attempt)
        tree.is_coming = True

    def _context(
        self, number: str, tree: ReplyTree
    ) -> Generator[tuple[Scanned | Passed | Broken, str | None], None, bool]:
        """Give what one question brings, and of each the number to ask further by.

        Returns whether the server says that more is still coming.
        """
        try:
            exchange, found = self._client.ask_for(
                self._client.address(f"statuses/{number}/context"), READ_CONTEXT.decode
            )
        except NoAnswer:  # what stays away is counted; the posts themselves go on
            return False
        tree.is_answered |= found is not None
        tree.is_readable &= found is not None
        counts = {
            "ancestors": len(found.ancestors) if found else 0,
            "descendants": len(found.descendants) if found else 0,
        }
        answer = self._answers.note(CONTEXT, exchange, counts)
        self._is_refused |= exchange.status in _REFUSED
        for place, raw in enumerate(found.descendants if found else ()):
            entry = self._entry(bytes(raw), answer, f"/descendants/{place}", place + 1, tree)
            if entry is not None:
                tree.is_readable &= not isinstance(entry[0], Broken)
                yield entry
        return found is not None and exchange.header(_STILL_COMING) is not None

    def _entry(
        self, content: bytes, answer: int, pointer: str, place: int, tree: ReplyTree
    ) -> tuple[Scanned | Passed | Broken, str | None] | None:
        try:
            status = object_of(content)
            number = id_of(status.get("id"))
            parent = id_of(status.get("in_reply_to_id"))
            native = self._native_of(status)
            if number is None:
                raise Unreadable(FIELD_MISSING.filled(field="id"))  # noqa: TRY301 - one way out
            self._scans.demand_address_of_author(status)  # before the tree counts it
            if not tree.add(number, parent, status, native, self._looked):
                own = self._own_one(number, parent, status, tree)
                return (own, None) if own else None
            if native:
                self._held.saw(native)
            above = tree.pointed.get(parent or "")
            entry = self._scans.reply(content, status, KeptAt(answer, pointer), above)
        except Unreadable as error:
            return Broken(file=CONTEXT, number=place, reason=error.reason), None
        except (ValueError, RecursionError):
            return Broken(file=CONTEXT, number=place, reason=NOT_READ), None
        return entry, number

    def _own_one(
        self, number: str, parent: str | None, status: JsonObject, tree: ReplyTree
    ) -> Passed | None:
        """Note a reply of the account itself: its own list gives it, and counts it.

        A message of ours never comes in; where it hangs is told, for the sake of what hangs below.
        """
        author = status.get("account")
        is_own = isinstance(author, dict) and id_of(author.get("id")) == self._own
        if not (is_own and parent):
            return None
        if is_counted(status):
            self._own_replies[parent].add(self._native_of(status) or number)
        if visibility_of(status) is not None:
            return None
        return self._scans.passed(
            PassedOver.DIRECT_MESSAGE, status, tree.pointed.get(parent), count=0
        )

    def findings(self) -> list[Shortfall]:
        """Tell what the server counts and did not give."""
        is_signed_in = self._client.is_signed_in
        return self._gaps.findings(
            {
                "replies_missing": REPLIES_UNSEEN if is_signed_in else REPLIES_MISSING,
                "replies_apart": REPLIES_FURTHER,
                "replies_not_given": REPLIES_UNASKED,
                "replies_coming": REPLIES_COMING,
                "replies_endless": ENDLESS_REPLIES,
            }
        )


def _address(status: JsonObject) -> Text | None:
    url = text_of(status.get("url"))
    return verbatim(url) if url else None
