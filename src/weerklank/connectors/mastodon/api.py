"""Read one account by the API of its server, with a permission of the account or without.

Asked are the account by its name, what it pins, its list of posts page by page, newest first, as
far down as the archive wants it, single posts that are due or missing (`api_again`), their earlier
versions (`api_history`) and the replies below them (`api_replies`); of other posts only which
address belongs to a number that one of ours answers or quotes. Servers differ: some give no `Link`
header, some refuse who is not signed in, some know no batches.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from itertools import islice

import msgspec

from weerklank.connectors.mastodon.activity import Reader
from weerklank.connectors.mastodon.api_account import Whose
from weerklank.connectors.mastodon.api_again import (
    BATCH,
    BATCH_SIZE,
    ONE,
    Given,
    LookAgain,
    number_in,
)
from weerklank.connectors.mastodon.api_around import AroundPosts
from weerklank.connectors.mastodon.api_history import History
from weerklank.connectors.mastodon.api_objects import (
    KeptAt,
    Pointed,
    StatusReader,
    id_of,
    object_of,
    quoted_of,
    stated_of,
    visibility_of,
)
from weerklank.connectors.mastodon.api_owner import actor_of, with_registered
from weerklank.connectors.mastodon.api_replies import Replies
from weerklank.connectors.mastodon.api_scanned import Scans, kept_of
from weerklank.connectors.mastodon.client import Client
from weerklank.harvest.endless import ENDLESS_LIST, most_posts
from weerklank.harvest.exchange import NOT_THERE, Exchange, NoAnswer
from weerklank.harvest.json_array import NOT_READ
from weerklank.harvest.json_fields import text_of
from weerklank.harvest.link_header import led_to, next_page
from weerklank.harvest.moment import moment
from weerklank.harvest.port import (
    Around,
    Asks,
    Held,
    NotesAnswers,
    Unreadable,
)
from weerklank.harvest.uncounted import Without
from weerklank.model.change_report import Reported
from weerklank.model.clock import from_iso
from weerklank.model.item import ItemKind, Visibility
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.raw import Broken, Passed, RawItem, RawPlace, Scanned
from weerklank.model.run import Counted, Shortfall
from weerklank.model.text import Text

LIST = "GET /api/v1/accounts/:id/statuses"
_PINNED = f"{LIST}?pinned=true"

GOES_ROUND = Text(
    "de server geeft dezelfde bladzijde steeds weer",
    "the server gives the same page over and over",
)
NO_WAY_ON = Text(
    "de server zegt niet waar de lijst verdergaat",
    "the server does not say where the list goes on",
)
PINNED_MISSING = Text(
    "de server gaf niet welke berichten zijn vastgezet",
    "the server did not give which posts are pinned",
)
PARENT_MISSING = Text(
    "de server gaf niet op welk bericht van een ander dit antwoordt, of welk het aanhaalt",
    "the server did not give which post of somebody else this answers or quotes",
)
_PAGE = 40
_MOST_REMEMBERED = 10_000
_LIST_OF = msgspec.json.Decoder(list[msgspec.Raw])


class MastodonApi:
    """One account on its server."""

    items_file = LIST
    counts_own_replies = True
    uncounted: tuple[ItemKind | Visibility | Without, ...] = ()

    def __init__(
        self,
        url: str,
        handle: str,
        asks: Asks,
        answers: NotesAnswers,
        held: Held,
        endpoint: str | None = None,
    ) -> None:
        self._held = held
        self._client = Client(endpoint or url, asks)
        self._answers = answers
        self._whose = Whose(url, handle, self._client, answers, held)
        self._account, self._id, number = self._whose.find()
        self._reader = Reader(actor_of(self._account, url))
        self._reader.owner = self.owner = with_registered(self._reader.owner, url, handle)
        self._statuses = StatusReader(self._account, self._reader)
        self._scans = Scans(self._id, self._reader, self._statuses)
        self.stated_items: int | None = stated_of(self._account.get("statuses_count"))
        self.broken_off: Text | None = None
        self._findings: list[Shortfall] = []
        self._unresolved = 0
        self._history = History(self._client, answers, self._statuses)
        self._replies = Replies(self._id, self._client, answers, self._scans, self._statuses, held)
        self._around = AroundPosts(self._id, self._client, answers, self._statuses)
        self._again = LookAgain(self._id, self._client, answers, held)
        # Of one that is suspended the list is empty too, and nothing is known of its posts.
        is_shut = self._account.get("suspended") is True
        self._again.has_none = self.stated_items == 0 and not is_shut
        self._knows_batches = True
        #: When the page at hand came, by the later of the server's clock and ours.
        self._now = datetime.min.replace(tzinfo=UTC)
        #: Posts of the account that came, by id.
        self._given: set[str] = set()
        self._pointed: dict[str, Pointed | None] = {}
        # Of single posts the profile stays out.
        pinned = () if held.posts else tuple(self._pinned())
        self._profile = self._statuses.profile(RawPlace(number=number, pointer=""), pinned)

    @property
    def number(self) -> str:
        """Give by what the server knows the account."""
        return self._id

    @property
    def standing(self) -> tuple[Reported, ...]:
        """Give what the account tells of itself: that it moved, or that it was suspended."""
        told = ((Reported.ADDRESS, "moved"), (Reported.SUSPENDED, "suspended"))
        return tuple(what for what, name in told if self._account.get(name))

    # --- asking ------------------------------------------------------------------------------

    def _pinned(self) -> Iterator[str]:
        """Give the addresses of what the account pins; what fails is no more than a gap."""
        try:
            address = self._client.address(
                f"accounts/{self._id}/statuses", pinned="true", limit=_PAGE
            )
            exchange, found = self._client.ask(address)
        except NoAnswer:
            found = None
        if not isinstance(found, list):
            self._note("pinned_missing", 1, PINNED_MISSING)
            return
        self._answers.note(_PINNED, exchange, {"statuses": len(found)})
        for one in found:
            if isinstance(one, dict) and visibility_of(one) is not None:
                address = text_of(one.get("uri")) or ""
                if address and self._reader.is_of_server(self._reader.native(address)):
                    yield address

    def _note(self, kind: str, count: int, reason: Text) -> None:
        self._findings.append(Shortfall(kind=kind, count=count, reason=reason))

    # --- the list of posts -------------------------------------------------------------------

    def scan(self) -> Iterator[Scanned | Passed | Broken]:
        """Ask for the posts as far as they are wanted, and give them as they come."""
        number = 0
        try:
            for page in self._wanted():
                parsed = [_parsed(one.content) for one in page]
                self._find_pointed(parsed)
                for one, status in zip(page, parsed, strict=True):
                    number += 1
                    yield from self._with_all_of_it(one, status, number)
        except NoAnswer as none:
            self.broken_off = none.reason

    def _wanted(self) -> Iterator[list[Given]]:
        """Give what is to be read, some at a time: single posts, or the list and what is due."""
        if self._client.is_signed_in and self._held.has_shielded() and self._whose.is_owner():
            self._held.is_owner = True
            self._again.still_is_owner = self._whose.is_owner
        if self._held.posts:
            yield from _some(self._again.due(map(self._reader.native, self._held.posts)))
            return
        since: datetime | None = None
        for answer, contents in self._pages():
            yield [Given(content, answer, f"/{at}") for at, content in enumerate(contents)]
            since = self._reached(contents)
            if since is not None:
                break
        if len(self._given) == self.stated_items:
            self._again.shows_shielded = True  # as none remain
        # What the list was read past and did not give; nothing of that of one that broke off.
        yield from _some(self._again.absent(filter(self._is_here, self._held.unseen(since))))
        yield from _some(self._again.due(filter(self._is_askable, self._held.due())))

    def _reached(self, contents: list[bytes]) -> datetime | None:
        """Give the moment of the last post of a page, once that lies before what is wanted."""
        if self._held.since is None:
            return None
        for content in reversed(contents):
            status = _parsed(content)
            try:
                if isinstance(status, dict):
                    made = from_iso(moment(status.get("created_at")))
                    return made if made < self._held.since else None
            except Unreadable:
                continue
        return None

    def _is_here(self, native: str) -> bool:
        return self._reader.is_of_server(native)

    def _is_askable(self, native: str) -> bool:
        return self._is_here(native) and number_in(native) is not None

    def _with_all_of_it(
        self, one: Given, status: JsonObject | Text, number: int
    ) -> Iterator[Scanned | Passed | Broken]:
        """Give a post with its earlier versions before it, and the replies behind it."""
        entry = self._entry(one, status, number)
        if not isinstance(entry, Scanned) or not isinstance(status, dict):
            yield entry
            return
        if entry.native_id in self._given:  # a page that changed between two questions
            entry = msgspec.structs.replace(entry, is_again=True)
        else:
            self._count_later(entry.created_at)
        self._given.add(entry.native_id)
        self._held.saw(entry.native_id)
        self._again.beside = self._again.beside or id_of(status.get("id"))
        if visibility_of(status) is Visibility.FOLLOWERS:
            self._again.shows_shielded = True
        yield from self._history.before(entry, status)
        yield entry
        yield from self._below(status, entry.native_id)

    def _count_later(self, created_at: str) -> None:
        """Count a post that was made after the server told how many there are.

        Else it would stand in for one that is counted and not given.
        """
        with suppress(Unreadable):
            created = from_iso(moment(created_at))
            is_later = self._whose.is_later(created) and created <= self._now
            if is_later and self.stated_items is not None:
                self.stated_items += 1

    def _below(self, status: JsonObject, native: str) -> Iterator[Scanned | Passed | Broken]:
        if isinstance(status.get("reblog"), dict):
            return
        self._replies.note(status)
        yield from self._replies.below(status, native)

    def _pages(self) -> Iterator[tuple[int, list[bytes]]]:
        """Give the number of each answer and what is on its page, by either form of paging."""
        path = f"accounts/{self._id}/statuses"
        address: str | None = self._client.address(path, limit=_PAGE)
        asked: set[int] = set()
        ends: set[str] = set()
        page = came = 0
        most = most_posts(self.stated_items)
        while address:
            if hash(address) in asked:
                raise NoAnswer(GOES_ROUND)
            asked.add(hash(address))
            page += 1
            exchange, contents = self._page(address)
            self._now = max(exchange.at, exchange.at_server())
            told = next_page(exchange.header("link"))
            counts = {"statuses": len(contents)}
            number = self._answers.note(LIST, exchange, counts, page=page, more=bool(told))
            here, address = address, None
            yield number, contents
            came += len(contents)
            if came > most:
                raise NoAnswer(ENDLESS_LIST.filled(most=most))
            if contents:  # an empty page is the end, whatever is said of a next one
                last = _last_id(contents)
                address = self._further(path, here, told, last)
                if last in ends:  # also where each page leads on to another address
                    raise NoAnswer(GOES_ROUND)
                ends.update(filter(None, (last,)))

    def _further(self, path: str, here: str, told: str | None, last: str | None) -> str:
        """Give the next page: where the server leads, else what comes before the last post."""
        if told:
            there = led_to(here, told) or ""
            if there.startswith(self._client.address(path) + "?"):
                return there
        if last is None:
            raise NoAnswer(NO_WAY_ON)
        return self._client.address(path, limit=_PAGE, max_id=last)

    def _page(self, address: str) -> tuple[Exchange, list[bytes]]:
        exchange, found = self._client.ask_for(address, _LIST_OF.decode)
        if found is None:
            raise NoAnswer(NOT_THERE)
        return exchange, [bytes(raw) for raw in found]

    def _entry(
        self, one: Given, status: JsonObject | Text, number: int
    ) -> Scanned | Passed | Broken:
        try:
            if isinstance(status, Text):
                raise Unreadable(status)  # noqa: TRY301 - one way out for all that is broken
            return self._scanned(one, status)
        except Unreadable as error:
            return Broken(file=self.items_file, number=number, reason=error.reason)
        except (ValueError, RecursionError):
            return Broken(file=self.items_file, number=number, reason=NOT_READ)

    def _scanned(self, one: Given, status: JsonObject) -> Scanned | Passed:
        # What a message points at is not asked.
        is_read = visibility_of(status) is not None
        parent = self._parent_of(status) if is_read else None
        quoted = self._quoted_of(status) if is_read else None
        at = KeptAt(one.answer, one.pointer)
        return self._scans.own(one.content, status, at, parent, quoted)

    # --- what posts point at -----------------------------------------------------------------

    def _parent_of(self, status: JsonObject) -> Pointed | None:
        number = id_of(status.get("in_reply_to_id"))
        if number is None:
            return None
        if id_of(status.get("in_reply_to_account_id")) == self._id:
            return Pointed(f"{self._reader.server}/statuses/{number}")
        return self._pointed.get(number)

    def _quoted_of(self, status: JsonObject) -> Pointed | None:
        quoted, number = quoted_of(status)
        return self._statuses.pointed(quoted) or (self._pointed.get(number) if number else None)

    def _find_pointed(self, page: list[JsonObject | Text]) -> None:
        """Ask what belongs to the numbers of others that posts of a page point at."""
        if len(self._pointed) > _MOST_REMEMBERED:
            self._pointed.clear()
        wanted = dict.fromkeys(
            number
            for status in page
            if isinstance(status, dict) and visibility_of(status) is not None
            for number in self._pointed_at(status)
            if number not in self._pointed
        )
        numbers = iter(wanted)
        while some := list(islice(numbers, BATCH_SIZE)):
            try:
                found = self._batch(some)
            except NoAnswer:  # the posts themselves are there
                found = {}
            self._pointed |= dict.fromkeys(some) | found
        self._unresolved += sum(self._pointed[number] is None for number in wanted)

    def _pointed_at(self, status: JsonObject) -> Iterator[str]:
        if isinstance(status.get("reblog"), dict):
            return
        parent = id_of(status.get("in_reply_to_id"))
        if parent and id_of(status.get("in_reply_to_account_id")) != self._id:
            yield parent
        told, quoted = quoted_of(status)
        if quoted and not told:
            yield quoted

    def _batch(self, numbers: list[str]) -> dict[str, Pointed | None]:
        """Give them by number, at once where the server knows that, else one by one."""
        if self._knows_batches:
            exchange, found = self._client.ask(
                self._client.address("statuses", **{"id[]": numbers})
            )
            if isinstance(found, list):
                self._answers.note(BATCH, exchange, {"statuses": len(found)})
                return dict(filter(None, map(self._numbered, found)))
            self._knows_batches = False
        return dict(filter(None, map(self._one, numbers)))

    def _one(self, number: str) -> tuple[str, Pointed | None] | None:
        exchange, found = self._client.ask(self._client.address(f"statuses/{number}"))
        self._answers.note(ONE, exchange, {"statuses": int(isinstance(found, dict))})
        return self._numbered(found)

    def _numbered(self, found: Json) -> tuple[str, Pointed | None] | None:
        number = id_of(found.get("id")) if isinstance(found, dict) else None
        if not isinstance(found, dict) or not number:
            return None
        return number, self._statuses.pointed(found)

    # --- the second pass ---------------------------------------------------------------------

    def read(self, content: bytes) -> RawItem:
        """Read one post whole."""
        return self._statuses.read(kept_of(content))

    def around(self, content: bytes) -> Around | None:
        """Ask what hangs together with a post of the account, above and beside it."""
        return self._around.of(object_of(kept_of(content).content))

    @property
    def stated_replies(self) -> Counted:
        """Give how many replies came of those that the server counts."""
        return self._replies.counted

    def profile(self) -> RawItem:
        """Give the profile."""
        return self._profile

    def findings(self) -> list[Shortfall]:
        """Tell what did not come in besides."""
        found = [*self._findings, *self._replies.findings(), *self._history.findings()]
        if self._unresolved:
            found.append(
                Shortfall(kind="reference_missing", count=self._unresolved, reason=PARENT_MISSING)
            )
        return found


def _some(given: Iterable[Given]) -> Iterator[list[Given]]:
    """Give posts that come one by one as pages."""
    rest = iter(given)
    while page := list(islice(rest, BATCH_SIZE)):
        yield page


def _parsed(content: bytes) -> JsonObject | Text:
    try:
        return object_of(content)
    except Unreadable as error:
        return error.reason


def _last_id(contents: list[bytes]) -> str | None:
    """Give the number of the last post of a page that tells it."""
    for content in reversed(contents):
        status = _parsed(content)
        number = id_of(status.get("id")) if isinstance(status, dict) else None
        if number:
            return number
    return None
