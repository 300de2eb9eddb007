"""Read one account from Mastodon's own pages: out of what they asked, as far as they showed it.

The page of an account asks the same API as we would, and gives the same objects; they are read in
the same way (`api_objects`), so that a post is one post by whatever technique. A post counts as
seen where it stands in the page. An answer of ours to somebody else comes in by its own page, as
that alone shows what it answers.
"""

from collections.abc import Iterator

import msgspec

from weerklank.connectors.mastodon.activity import Reader
from weerklank.connectors.mastodon.api_account import Whose
from weerklank.connectors.mastodon.api_again import ONE, number_in
from weerklank.connectors.mastodon.api_objects import (
    KeptAt,
    Pointed,
    StatusReader,
    id_of,
    is_counted,
    object_of,
    quoted_of,
    stated_of,
    visibility_of,
)
from weerklank.connectors.mastodon.api_owner import actor_of, with_registered
from weerklank.connectors.mastodon.api_replies import (
    CONTEXT,
    SHORT_HERE,
)
from weerklank.connectors.mastodon.api_scanned import Scans, kept_of
from weerklank.connectors.mastodon.client import Client
from weerklank.connectors.mastodon.page_answers import (
    Kind,
    Recorded,
    Told,
    accounts_in,
    contents_of,
    counted_in,
    leaves_out_replies,
    listed_in,
    read_post,
    told_in,
)
from weerklank.connectors.mastodon.page_handle import shown_handles
from weerklank.connectors.mastodon.page_numbers import numbers_in
from weerklank.harvest.json_array import NOT_READ
from weerklank.harvest.json_fields import text_of
from weerklank.harvest.moment import moment
from weerklank.harvest.page_port import ListedPost, Shown
from weerklank.harvest.port import Held, NotesAnswers, Unreadable
from weerklank.model.change_report import Reported
from weerklank.model.json_value import JsonObject
from weerklank.model.raw import Broken, Passed, RawItem, RawPerson, RawPlace, Scanned
from weerklank.model.run import Shortfall
from weerklank.model.text import Text

LIST = "GET /api/v1/accounts/:id/statuses"
PINNED_NOT_SHOWN = Text(
    "de pagina vroeg niet welke berichten zijn vastgezet",
    "the page did not ask which posts are pinned",
)
REPLIES_NOT_SHOWN = Text(
    "het platform telt meer reacties dan de pagina toont",
    "the platform counts more replies than the page shows",
)
#: Posts that a gap names.
_NAMED = 20


class _One:
    """One post in an answer: as it was given, and as it reads."""

    __slots__ = ("at", "content", "is_below", "status")

    def __init__(self, content: bytes, status: JsonObject, at: KeptAt, *, is_below: bool) -> None:
        self.content, self.status, self.at = content, status, at
        #: Whether it stands below a post whose page this is.
        self.is_below = is_below


class MastodonPages:
    """The pages of one account."""

    items_file = LIST

    def __init__(
        self, url: str, handle: str, shown: Shown, answers: NotesAnswers, held: Held
    ) -> None:
        self._url = url.rstrip("/")
        client = Client(url, Recorded(shown))
        self._host = client.host
        self._answers = answers
        whose = Whose(url, handle, client, answers, held)
        self._account, self.number, answer = whose.find()
        self._reader = Reader(actor_of(self._account, url))
        owner = with_registered(self._reader.owner, url, handle)
        others = (*owner.other_handles, *shown_handles(shown.page, owner.handle))
        owner = msgspec.structs.replace(owner, other_handles=tuple(dict.fromkeys(others)))
        self._reader.owner = self.owner = owner
        self._statuses = StatusReader(self._account, self._reader)
        self._scans = Scans(self.number, self._reader, self._statuses)
        self.stated_items = stated_of(self._account.get("statuses_count"))
        self.seen: set[str] = set()
        self._given: set[str] = set()
        #: Of posts by others, which the server shows under a number of its own.
        self.natives: dict[str, str] = {}
        self._listed: dict[str, ListedPost] = {}
        self._findings: list[Shortfall] = []
        self._leaves_out_replies = leaves_out_replies(shown, self._host)
        self._missing = 0
        self._where: list[Text] = []
        pinned = () if held.posts else tuple(self._pinned(shown))
        self._profile = self._statuses.profile(RawPlace(number=answer, pointer=""), pinned)

    @property
    def standing(self) -> tuple[Reported, ...]:
        """Give what the account tells of itself: that it moved, or that it was suspended."""
        told = ((Reported.ADDRESS, "moved"), (Reported.SUSPENDED, "suspended"))
        return tuple(what for what, name in told if self._account.get(name))

    def _pinned(self, shown: Shown) -> Iterator[str]:
        lists = [one for one in told_in(shown, self._host) if one.kind is Kind.PINNED]
        if not lists:
            self._findings.append(
                Shortfall(kind="pinned_missing", count=1, reason=PINNED_NOT_SHOWN)
            )
            return
        for content in listed_in(lists[-1]):
            status = read_post(content)
            address = text_of(status.get("uri")) if status else None
            is_told = status and visibility_of(status) is not None
            if address and is_told and self._reader.is_of_server(self._reader.native(address)):
                yield address

    # --- pages -------------------------------------------------------------------------------

    def lists(self) -> tuple[str, ...]:
        """Give the page of answers to others, where that of the account leaves them out."""
        return (f"{self._url}/with_replies",) if self._leaves_out_replies else ()

    def listed(self) -> list[ListedPost]:
        """Give the posts of the account that its lists showed, newest first."""
        return sorted(self._listed.values(), key=lambda one: one.created_at, reverse=True)

    def post(self, address: str) -> ListedPost | None:
        """Give a post by any address of it on its server."""
        native = self._reader.native(address)
        number = number_in(native)
        if number is None or not self._reader.is_of_server(native):
            return None
        return ListedPost(native_id=native, page=f"{self._url}/{number}", created_at="")

    # --- what a visit showed -----------------------------------------------------------------

    def scan(self, shown: Shown) -> Iterator[Scanned | Passed | Broken]:
        """Give what a visit showed and did not come by before: posts, and replies below them."""
        numbers = numbers_in(shown.page) if shown.page else frozenset()
        pointed = self._pointed_in(shown)
        for told in told_in(shown, self._host):
            if told.kind is Kind.LIST and told.number != self.number:
                continue  # of another account
            found = [*self._posts(told)]
            is_list = told.kind is Kind.LIST
            for place, one in enumerate(found, 1):
                if isinstance(one, Broken):
                    yield one
                    continue
                entry = self._entry(one, numbers, pointed, place, is_list=is_list)
                if entry is not None:
                    yield entry
            if told.kind is Kind.CONTEXT:
                self._count_below(told.number, found, numbers, shown)

    def _pointed_in(self, shown: Shown) -> dict[str, Pointed]:
        """Give the posts that the answers to a page hold, by number: one may answer another."""
        pointed: dict[str, Pointed] = {}
        for told in told_in(shown, self._host):
            for content in contents_of(told):
                status = read_post(content)
                number = id_of(status.get("id")) if status else None
                found = self._statuses.pointed(status) if status else None
                if number and found:
                    pointed[number] = found
        return pointed

    def _posts(self, told: Told) -> Iterator["_One | Broken"]:
        """Note an answer, and give what it holds."""
        counts, pointers = counted_in(told)
        asked = {Kind.POST: ONE, Kind.CONTEXT: CONTEXT}.get(told.kind, LIST)
        answer = self._answers.note(asked, told.exchange, counts)
        for place, (content, pointer) in enumerate(
            zip(contents_of(told), pointers, strict=True), 1
        ):
            try:
                status = object_of(content)
            except (ValueError, RecursionError) as error:
                reason = error.reason if isinstance(error, Unreadable) else NOT_READ
                yield Broken(file=asked, number=place, reason=reason)
            else:
                is_below = pointer.startswith("/descendants")
                yield _One(content, status, KeptAt(answer, pointer), is_below=is_below)

    def _entry(
        self,
        one: _One,
        numbers: frozenset[str],
        pointed: dict[str, Pointed],
        place: int,
        *,
        is_list: bool,
    ) -> Scanned | Passed | Broken | None:
        """Give what is to be told of a post; nothing of what came by, or was not shown."""
        status = one.status
        number, address = id_of(status.get("id")), text_of(status.get("uri"))
        native = self._reader.native(address) if address else ""
        if native in self._given:
            return None
        is_own = self._scans.is_own(status)
        is_hidden = visibility_of(status) is not None and number not in numbers
        if is_hidden or not (is_own or one.is_below):
            return None
        if is_own and address and visibility_of(status) is not None:
            self._note_own(native, status, number, is_list=is_list)
        parent, is_told = self._parent_of(status, pointed)
        quoted, is_quote_told = self._quoted_of(status, pointed)
        if is_own and is_list and not (is_told and is_quote_told):
            return None  # its own page tells what it answers or quotes
        if native:
            self._given.add(native)
        try:
            if is_own:
                return self._scans.own(one.content, status, one.at, parent, quoted)
            self.natives[self._reader.native(f"{self._url}/{number}")] = native
            return self._scans.reply(one.content, status, one.at, parent)
        except (ValueError, RecursionError) as error:
            reason = error.reason if isinstance(error, Unreadable) else NOT_READ
            return Broken(file=LIST, number=place, reason=reason)

    def _note_own(
        self, native: str, status: JsonObject, number: str | None, *, is_list: bool
    ) -> None:
        self.seen.add(native)
        if not is_list or number is None or isinstance(status.get("reblog"), dict):
            return
        self._listed.setdefault(
            native,
            ListedPost(
                native_id=native,
                page=f"{self._url}/{number}",
                created_at=_moment(status, "created_at") or "",
                edited_at=_moment(status, "edited_at"),
            ),
        )

    def _parent_of(
        self, status: JsonObject, pointed: dict[str, Pointed]
    ) -> tuple[Pointed | None, bool]:
        """Give what a post answers, and whether that is told."""
        number = id_of(status.get("in_reply_to_id"))
        if number is None or isinstance(status.get("reblog"), dict):
            return None, True
        if number in pointed:
            return pointed[number], True
        if id_of(status.get("in_reply_to_account_id")) == self.number:
            return Pointed(f"{self._reader.server}/statuses/{number}"), True
        return None, False

    def _quoted_of(
        self, status: JsonObject, pointed: dict[str, Pointed]
    ) -> tuple[Pointed | None, bool]:
        quoted, number = quoted_of(status)
        found = self._statuses.pointed(quoted) or (pointed.get(number) if number else None)
        return found, found is not None or number is None

    def _count_below(
        self, number: str, found: list["_One | Broken"], numbers: frozenset[str], shown: Shown
    ) -> None:
        """Hold the replies to a post that its page showed against how many are counted."""
        told = [one for one in told_in(shown, self._host) if one.kind is Kind.POST]
        status = next((read_post(one.exchange.body) for one in told if one.number == number), None)
        stated = stated_of(status.get("replies_count")) if status else None
        if not status or stated is None or not self._scans.is_own(status):
            return
        came = sum(
            isinstance(one, _One)
            and id_of(one.status.get("in_reply_to_id")) == number
            and is_counted(one.status)
            and id_of(one.status.get("id")) in numbers
            for one in found
        )
        url = text_of(status.get("url"))
        if came < stated:
            self._missing += stated - came
            if url and len(self._where) < _NAMED:
                self._where.append(SHORT_HERE.filled(url=url, came=came, stated=stated))

    # --- the second pass ---------------------------------------------------------------------

    def read(self, content: bytes) -> RawItem:
        """Read one post whole."""
        return self._statuses.read(kept_of(content))

    def named(self, shown: Shown) -> Iterator[RawPerson]:
        """Give everyone else whom answers to a page describe or mention."""
        for account in accounts_in(shown):
            person = self._statuses.author({"account": account})
            if person is not None:
                yield msgspec.structs.replace(person, user_id=id_of(account.get("id")))

    def profile(self) -> RawItem:
        """Give the profile."""
        return self._profile

    def findings(self) -> list[Shortfall]:
        """Tell what pages did not show."""
        found = [*self._findings]
        if self._missing:
            where = tuple(self._where)
            found.append(
                Shortfall(
                    kind="replies_missing",
                    count=self._missing,
                    reason=REPLIES_NOT_SHOWN,
                    where=where,
                )
            )
        return found


def profile_page(url: str) -> str:
    """Give the page of an account by its registered address."""
    return url.rstrip("/")


def _moment(status: JsonObject, name: str) -> str | None:
    try:
        return moment(status.get(name))
    except Unreadable:
        return None
