"""Read one account by the API of its server, with a permission of the account or without.

Asked are the account by its name, what it pins, its list of posts page by page, newest first, as
far down as the archive wants it, single posts that are due or missing (`api_again`), their earlier
versions (`api_history`) and the replies below them (`api_replies`); of other posts only which
address belongs to a number that one of ours answers or quotes. Servers differ: some give no `Link`
header, some refuse who is not signed in, some know no batches.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from urllib.parse import urljoin, urlsplit

import msgspec

from weerklank.connectors.mastodon.activity import Reader
from weerklank.connectors.mastodon.api_again import (
    BATCH,
    BATCH_SIZE,
    ONE,
    Given,
    LookAgain,
    number_in,
)
from weerklank.connectors.mastodon.api_history import History
from weerklank.connectors.mastodon.api_objects import (
    DIRECT,
    UNKNOWN_VISIBILITY,
    KeptStatus,
    Pointed,
    StatusReader,
    address_field,
    id_of,
    media_of,
    object_of,
    quoted_of,
    stated_of,
    visibility_of,
)
from weerklank.connectors.mastodon.api_replies import Replies
from weerklank.connectors.mastodon.client import Client
from weerklank.connectors.mastodon.fields import Fields, text_of
from weerklank.connectors.mastodon.moment import moment
from weerklank.harvest.exchange import NO_SENSE, NOT_THERE, Exchange, NoAnswer
from weerklank.harvest.json_array import NOT_READ
from weerklank.harvest.link_header import next_page
from weerklank.harvest.port import (
    AccountGone,
    AccountRenamed,
    AccountTaken,
    Asks,
    Held,
    NotesAnswers,
    Unreadable,
)
from weerklank.model.change_report import Reported
from weerklank.model.clock import from_iso
from weerklank.model.errors import NotNow, fault
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.raw import Broken, Passed, PassedOver, RawItem, RawPerson, RawPlace, Scanned
from weerklank.model.run import Counted, Shortfall
from weerklank.model.text import Text

NOT_ANSWERED = fault(
    "HARVEST-002",
    Text(
        nl="De server van {account} gaf geen bruikbaar antwoord: {reason}.",
        en="The server of {account} gave no usable answer: {reason}.",
    ),
    Text(
        nl="Probeer het later opnieuw. Blijft het zo, open dan het profiel in een browser om te "
        "zien of de server er nog is.",
        en="Try again later. If it stays so, open the profile in a browser to see whether the "
        "server is still there.",
    ),
)
SIGN_IN_ASKED = fault(
    "HARVEST-003",
    Text(
        nl="De server van {account} laat niets lezen zonder toestemming van het account.",
        en="The server of {account} lets nothing be read without permission of the account.",
    ),
    Text(
        nl="Koppel het account met 'weerklank connect {account}', of vraag de export van het "
        "account aan en neem die op met 'weerklank import'.",
        en="Connect the account with 'weerklank connect {account}', or ask for the export of the "
        "account and take it in with 'weerklank import'.",
    ),
)
NOT_KNOWN = fault(
    "HARVEST-004",
    Text(
        nl="De server kent geen account {account} (meer) onder de geregistreerde naam.",
        en="The server knows no account {account} (any more) by the registered name.",
    ),
    Text(
        nl="Controleer het adres met 'weerklank account show'. Heet of staat het account nu "
        "anders, leg dat dan vast met 'weerklank account edit {account} --url ADRES'.",
        en="Check the address with 'weerklank account show'. If the account has another name or "
        "place now, record that by 'weerklank account edit {account} --url URL'.",
    ),
)

NO_API_HERE = fault(
    "HARVEST-007",
    Text(
        nl="De server kent {account}, en geeft het niet langs de API van Mastodon.",
        en="The server knows {account} and does not give it by Mastodon's API.",
    ),
    Text(
        nl="Vraag de export van het account aan en neem die op met 'weerklank import'.",
        en="Ask for the export of the account and take it in with 'weerklank import'.",
    ),
)

ANOTHER_ACCOUNT = fault(
    "HARVEST-090",
    Text(
        nl="Onder de naam van {account} staat nu een ander account dan bij de vorige oogst. Er is "
        "niets van opgenomen, en niets van wat er is geldt als verwijderd.",
        en="By the name of {account} stands another account now than at the last harvest. Nothing "
        "of it was taken in, and nothing of what is held counts as deleted.",
    ),
    Text(
        nl="Open het profiel in een browser. Is het van u, koppel het dan met 'weerklank connect "
        "{account}': dat bewijst het. Is het van een ander, leg dan vast dat het uwe is gesloten: "
        "'weerklank account edit {account} --status closed'.",
        en="Open the profile in a browser. If it is yours, connect it by 'weerklank connect "
        "{account}': that proves it. If it is somebody else's, record that yours is closed: "
        "'weerklank account edit {account} --status closed'.",
    ),
)

RENAMED = fault(
    "HARVEST-850",
    Text(
        nl="{account} heet op zijn server nu {handle}.",
        en="{account} is now called {handle} on its server.",
    ),
    Text(
        nl="Leg het nieuwe adres vast met 'weerklank account edit {account} --url ADRES' en oogst "
        "daarna nog eens.",
        en="Record the new address by 'weerklank account edit {account} --url URL' and then "
        "harvest once more.",
    ),
)
KNOWS_NOTHING = Text(
    "hij zegt van alles dat het er niet is, ook van zichzelf",
    "it says of everything that it is not there, of itself too",
)

LIST = "GET /api/v1/accounts/:id/statuses"
_LOOK_UP = "GET /api/v1/accounts/lookup"
_WHO = "GET /api/v1/accounts/verify_credentials"
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
_REFUSED = frozenset({401, 403})
_GONE = frozenset({404, 410})
_PAGE = 40
_MOST_REMEMBERED = 10_000
_LIST_OF = msgspec.json.Decoder(list[msgspec.Raw])
_KEPT, _READ_KEPT = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(KeptStatus)


class MastodonApi:
    """One account on its server."""

    items_file = LIST

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
        self._handle = handle
        self._registered_host = urlsplit(url).netloc.lower()
        name = handle.partition("@")[0]
        self._account, number = self._look_up(name)
        self._id = id_of(self._account.get("id")) or ""
        self._demand_the_same()
        self._reader = Reader(_actor(self._account, url))
        self._reader.owner = self.owner = _with_registered(self._reader.owner, url, handle)
        self._statuses = StatusReader(self._account, self._reader)
        self.stated_items: int | None = stated_of(self._account.get("statuses_count"))
        self.broken_off: Text | None = None
        self._findings: list[Shortfall] = []
        self._unresolved = 0
        self._history = History(self._client, answers, self._statuses)
        self._replies = Replies(self._id, self._client, answers, self._statuses, held)
        self._again = LookAgain(self._id, self._client, answers, held)
        # Of one that is suspended the list is empty too, and nothing is known of its posts.
        is_shut = self._account.get("suspended") is True
        self._again.has_none = self.stated_items == 0 and not is_shut
        self._knows_batches = True
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

    def _look_up(self, name: str) -> tuple[JsonObject, int]:
        try:
            exchange, account = self._client.ask(
                self._client.address("accounts/lookup", acct=name)
            )
        except NoAnswer as none:
            raise NotNow(NOT_ANSWERED, account=self._handle, reason=none.reason) from None
        if exchange.status in _REFUSED:
            raise NotNow(SIGN_IN_ASKED, account=self._handle)
        if exchange.status in _GONE:
            raise self._gone(name)
        if not isinstance(account, dict) or not _is_account(account):
            raise NotNow(NOT_ANSWERED, account=self._handle, reason=NO_SENSE)
        self._demand_the_name(account, name)
        if str(account["username"]).lower() != name or self._is_elsewhere(account):
            raise AccountGone(NOT_KNOWN, account=self._handle)
        return account, self._answers.note(_LOOK_UP, exchange, {"accounts": 1})

    def _demand_the_name(self, account: JsonObject, name: str) -> None:
        """Refuse the account of the last harvest under another name, and tell that name."""
        now = str(account["username"]).lower()
        is_ours = self._held.number is not None and id_of(account.get("id")) == self._held.number
        if now != name and is_ours and not self._is_elsewhere(account):
            handle = f"{now}@{self._handle.partition('@')[2]}"
            renamed = AccountRenamed(RENAMED, account=self._handle, handle=handle)
            renamed.handle = handle
            raise renamed

    def _is_elsewhere(self, account: JsonObject) -> bool:
        """Tell whether a server gave the account of another one that bears the same name."""
        page = urlsplit(text_of(account.get("url")) or "").netloc.lower()
        ours = {self._client.host, self._registered_host}
        return "@" in (text_of(account.get("acct")) or "") and page not in ours

    def _demand_the_same(self) -> None:
        """Refuse an account that took the name since; who is signed in as it proves it is ours."""
        if self._held.number in (None, self._id) or self._held.posts:
            return
        if not self._client.is_signed_in or not self._is_owner():
            raise AccountTaken(ANOTHER_ACCOUNT, account=self._handle)

    def _gone(self, name: str) -> NotNow:
        """Tell of an account that was not found whether the server knows it in another way."""
        try:
            is_known = self._client.knows(name)
            is_at_work = is_known or self._client.is_at_work()
        except NoAnswer as none:
            return NotNow(NOT_ANSWERED, account=self._handle, reason=none.reason)
        if is_known:
            return NotNow(NO_API_HERE, account=self._handle)
        if not is_at_work:
            return NotNow(NOT_ANSWERED, account=self._handle, reason=KNOWS_NOTHING)
        return AccountGone(NOT_KNOWN, account=self._handle)

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
        if self._client.is_signed_in and self._held.has_shielded() and self._is_owner():
            self._held.is_owner = True
            self._again.still_is_owner = self._is_owner
        if self._held.posts:
            yield from _some(self._again.due(map(self._reader.native, self._held.posts)))
            return
        since: datetime | None = None
        for answer, contents in self._pages():
            yield [Given(content, answer, f"/{at}") for at, content in enumerate(contents)]
            since = self._reached(contents)
            if since is not None:
                break
        # What the list was read past and did not give; nothing of that of one that broke off.
        yield from _some(self._again.absent(filter(self._is_here, self._held.unseen(since))))
        yield from _some(self._again.due(filter(self._is_askable, self._held.due())))

    def _is_owner(self) -> bool:
        """Tell whether the permission shown is of this very account, by its number."""
        try:
            exchange, found = self._client.ask(self._client.address("accounts/verify_credentials"))
        except NoAnswer:
            return False
        is_theirs = isinstance(found, dict) and id_of(found.get("id")) == self._id
        self._answers.note(_WHO, exchange, {"accounts": int(is_theirs)})
        return is_theirs

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
        self._given.add(entry.native_id)
        self._held.saw(entry.native_id)
        self._again.beside = self._again.beside or id_of(status.get("id"))
        yield from self._history.before(entry, status)
        yield entry
        yield from self._below(status, entry.native_id)

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
        page = 0
        while address:
            if hash(address) in asked:
                raise NoAnswer(GOES_ROUND)
            asked.add(hash(address))
            page += 1
            exchange, contents = self._page(address)
            told = next_page(exchange.header("link"))
            counts = {"statuses": len(contents)}
            number = self._answers.note(LIST, exchange, counts, page=page, more=bool(told))
            here, address = address, None
            yield number, contents
            if contents:  # an empty page is the end, whatever is said of a next one
                last = _last_id(contents)
                address = self._further(path, here, told, last)
                if last in ends:  # also where each page leads on to another address
                    raise NoAnswer(GOES_ROUND)
                ends.update(filter(None, (last,)))

    def _further(self, path: str, here: str, told: str | None, last: str | None) -> str:
        """Give the next page: where the server leads, else what comes before the last post."""
        if told:
            there = urljoin(here, told)
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
        visibility = status.get("visibility")
        if visibility == DIRECT:  # looked at before anything else of it
            named = text_of(status.get("uri"))
            return Passed(
                why=PassedOver.DIRECT_MESSAGE,
                native_id=self._reader.native(named) if named else None,
            )
        if visibility_of(status) is None:
            raise Unreadable(UNKNOWN_VISIBILITY)
        native = self._reader.native(address_field(status, "uri"))
        if not self._is_own(status, native):
            return Passed(why=PassedOver.OTHER_ACTOR)
        parent, quoted = self._parent_of(status), self._quoted_of(status)
        kept = KeptStatus(one.content, one.answer, one.pointer, parent, quoted)
        is_boost = isinstance(status.get("reblog"), dict)
        fields = Fields(status)
        paths, addresses = ((), ()) if is_boost else media_of(fields)
        return Scanned(
            content=_KEPT.encode(kept),
            native_id=native,
            url=text_of(status.get("url")),
            parent=self._reader.native(parent.address) if parent and not is_boost else None,
            created_at=text_of(status.get("created_at")) or "",
            persons=self._statuses.boosted(status)
            if is_boost
            else self._statuses.persons(fields, parent, quoted),
            linked=() if is_boost else self._statuses.linked(status),
            media=paths,
            addresses=addresses,
        )

    def _is_own(self, status: JsonObject, native: str) -> bool:
        author = status.get("account")
        by = id_of(author.get("id")) if isinstance(author, dict) else None
        return by == self._id and self._reader.is_of_server(native)

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
        return self._statuses.read(_READ_KEPT.decode(content))

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


def _is_account(account: JsonObject) -> bool:
    is_named = text_of(account.get("username")) is not None
    return is_named and id_of(account.get("id")) is not None


def _actor(account: JsonObject, url: str) -> JsonObject:
    """Give of an account what a reader of ActivityPub knows it by."""
    page = text_of(account.get("url")) or url
    actor = text_of(account.get("uri")) or page
    return {
        "id": actor,
        "url": page,
        "preferredUsername": account.get("username"),
        "name": account.get("display_name"),
        "followers": f"{actor}/followers",
    }


def _with_registered(owner: RawPerson, url: str, handle: str) -> RawPerson:
    """Give the owner also under the registered name: a server may write itself otherwise."""
    others = (handle,) if handle != owner.handle else ()
    addresses = (*owner.addresses, url)
    return msgspec.structs.replace(
        owner, other_handles=others, addresses=tuple(dict.fromkeys(addresses))
    )
