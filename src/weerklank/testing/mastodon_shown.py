"""What the server on loopback shows of its account, to who is signed in and to others."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from weerklank.testing.mastodon_api_json import (
    Json,
    Reply,
    account_json,
    moment_of,
    other_json,
    reply_json,
    status_json,
)
from weerklank.testing.mastodon_items import (
    ExportAccount,
    ExportBoost,
    ExportItem,
    ExportMedium,
    ExportPost,
)
from weerklank.testing.mastodon_mood import Gone, Mood
from weerklank.testing.mastodon_oauth import SIGNED_IN, OAuth

#: Of these a reply is counted.
_COUNTED = frozenset({"public", "unlisted"})
#: Replies in a context, and how deep, for who shows a token.
_MOST_SIGNED_IN = 4096
#: Fields of a version in a history.
_OF_EDIT = (
    "content",
    "spoiler_text",
    "sensitive",
    "account",
    "media_attachments",
    "emojis",
    "poll",
)


@dataclass
class _Below:
    """What answers what, by the number of what is answered: by others, and by the account."""

    theirs: dict[str, list[Reply]] = field(default_factory=lambda: defaultdict(list))
    own: dict[str, list[ExportPost]] = field(default_factory=lambda: defaultdict(list))

    def counted(self, number: str) -> int:
        """Count the replies to a post that are counted: only what is public or unlisted."""
        found = [*self.theirs.get(number, ()), *self.own.get(number, ())]
        return sum(one.visibility in _COUNTED for one in found)


@dataclass
class MastodonServer:
    """One account on its server."""

    account: ExportAccount
    items: list[ExportItem]
    #: Under which its addresses stand, and where it listens.
    address: str
    listens: str = ""
    avatar: ExportMedium | None = None
    pinned: list[int] = field(default_factory=list)
    #: Numbers of items that are only shown to who is signed in, and counted all the same.
    hidden: int = 0
    followers: int = 12
    mood: Mood = field(default_factory=Mood)
    #: Path and query of every question, in the order in which they came.
    asked: list[str] = field(default_factory=list)
    #: What items said before, by number: moment and HTML of each version but the last.
    edits: dict[int, list[tuple[datetime, str]]] = field(default_factory=dict)
    #: What it shows of the pages to which items lead, by number.
    cards: dict[int, Json] = field(default_factory=dict)
    #: Replies by others.
    replies: list[Reply] = field(default_factory=list)
    #: Replies that are counted and not given, by number: of who blocked whoever asks.
    kept_back: set[str] = field(default_factory=set)
    #: Deleted posts and replies, by number. Who takes one out of here lets it come back.
    deleted: dict[str, Gone] = field(default_factory=dict)
    #: Further posts, as they stand, before all others in the list.
    raw: list[Json] = field(default_factory=list)
    #: Who may see more, and how that is given.
    oauth: OAuth = field(default_factory=OAuth)

    @property
    def url(self) -> str:
        """Give the address to register."""
        return f"{self.address}/@{self.account.name}"

    def statuses(self, query: dict[str, list[str]]) -> tuple[list[Json], str | None]:
        """Give a page of the list of posts, and the number of the last one if there are more."""
        if query.get("pinned") == ["true"]:
            chosen = [item for item in self._shown() if item.number in self.pinned]
            return [self.mood.change(self._status(item)) for item in chosen], None
        below = int(query.get("max_id", ["0"])[0])
        limit = min(int(query.get("limit", ["20"])[0]), self.mood.page)
        older = [item for item in self._shown() if not below or item.number < below]
        answers = self._below()
        page = [self._status(item, answers) for item in older[:limit]]
        raw = [] if below else self.raw
        more = str(older[limit - 1].number) if len(older) > limit else None
        return [self.mood.change(one) for one in (*raw, *page)], more

    def _shown(self) -> list[ExportItem]:
        """Give what is shown to who asks, newest first."""
        shown = [
            item
            for item in self.items
            if not _is_hidden(item)
            if str(item.number) not in self.deleted
        ]
        return sorted(shown, key=lambda item: item.number, reverse=True)

    def _status(self, item: ExportItem, below: "_Below | None" = None) -> Json:
        made = status_json(self.account, item, self.address, self.profile())
        counted = (below or self._below()).counted(made["id"])
        return {**made, "card": self.cards.get(item.number), "replies_count": counted}

    def history(self, number: str) -> list[Json]:
        """Give all versions of a post, the oldest first, and last as it is."""
        now = self.one(number) or {}
        kept = {key: now[key] for key in _OF_EDIT}
        before = [
            {**kept, "created_at": moment_of(made), "content": html}
            for made, html in self.edits.get(int(number), ())
        ]
        return [*before, {**kept, "created_at": now["edited_at"] or now["created_at"]}]

    def context(self, number: str) -> Json:
        """Give what hangs below a post, as far and as much as the server shows."""
        below = self._below()
        found: list[Json] = []
        level = [number]
        deepest, most = self.mood.deepest, self.mood.most_replies
        if SIGNED_IN.get():
            deepest = most = _MOST_SIGNED_IN
        for _ in range(deepest):
            answers = [one for parent in level for one in self._answers(parent, below)]
            found += answers
            level = [one["id"] for one in answers]
            if not level:
                break
        found = [one for one in found if one["id"] not in self.kept_back]
        return {"ancestors": self._above(number), "descendants": found[:most]}

    def _above(self, number: str) -> list[Json]:
        """Give what a post answers, and what that answers, the topmost first."""
        above: list[Json] = []
        while found := self.one(number):
            number = found["in_reply_to_id"] or ""
            parent = self.one(number) if number else None
            if parent is None or number in {one["id"] for one in above}:
                break
            above.insert(0, parent)
        return above

    def _answers(self, number: str, below: "_Below") -> list[Json]:
        """Give what answers a post: replies by others, and by the account itself."""
        theirs = [
            self.mood.change_reply(
                {**reply_json(one, number), "replies_count": below.counted(one.number)}
            )
            for one in below.theirs.get(number, ())
        ]
        return [*theirs, *(self._status(item, below) for item in below.own.get(number, ()))]

    def _below(self) -> "_Below":
        """Give what hangs below what, as it is now."""
        theirs = [one for one in self.replies if one.number not in self.deleted]
        numbers = {one.uri: one.number for one in reversed(self.replies)}
        below = _Below()
        for one in theirs:
            below.theirs[self._number_of(one.answers, numbers)].append(one)
        for item in self._shown():
            if not isinstance(item, ExportBoost) and item.in_reply_to:
                below.own[self._number_of(item.in_reply_to, numbers)].append(item)
        return below

    def _number_of(self, uri: str, numbers: dict[str, str]) -> str:
        """Give the number by which the server knows an address."""
        is_ours = uri.startswith(f"{self.account.actor_id}/")
        return uri.rpartition("/")[2] if is_ours else numbers.get(uri, uri)

    def profile(self) -> Json:
        """Give the account."""
        made = account_json(self.account, self.address, self.avatar)
        made["statuses_count"] = len(self.items) + len(self.raw) + self.hidden
        made["statuses_count"] -= sum(
            str(item.number) in self.deleted or _is_message(item) for item in self.items
        )
        made["followers_count"] = self.followers
        return self.mood.change_account(made)

    def one(self, number: str) -> Json | None:
        """Give one post by its number: of the account, or of somebody else that it points at."""
        for item in self.items:
            if str(item.number) == number and not _is_hidden(item):
                return self._status(item)
        for reply in self.replies:
            if reply.number == number:
                numbers = {one.uri: one.number for one in reversed(self.replies)}
                return reply_json(reply, self._number_of(reply.answers, numbers))
        return other_json(number, self.items)

    def file(self, path: str) -> ExportMedium | None:
        """Give a media file by its path."""
        media = [m for i in self.items if not isinstance(i, ExportBoost) for m in i.media]
        for medium in (*media, *filter(None, (self.avatar,))):
            if path == f"/system/{medium.member}":
                return medium
        return None


def _is_message(item: ExportItem) -> bool:
    """Tell whether an item is a direct message, which a server does not count among the posts."""
    return not isinstance(item, ExportBoost) and item.visibility == "direct"


def _is_hidden(item: ExportItem) -> bool:
    """Tell whether who asks may not see an item."""
    seen = {"public", "unlisted", *(("private", "direct") if SIGNED_IN.get() else ())}
    return not isinstance(item, ExportBoost) and item.visibility not in seen
