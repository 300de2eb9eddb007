"""The one way out: every question to a platform goes through here.

It keeps answers as they came, knows limits of size, time and rate, tries again what may succeed
later, refuses endpoints of direct messages before anything leaves, goes to no private address,
and lets no address or header into an error: those may name persons or hold a key.
"""

import asyncio
import secrets
import time
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar
from urllib.parse import urljoin

import aiohttp
import msgspec
from yarl import URL

from weerklank import __version__
from weerklank.harvest.exchange import (
    CUT_OFF,
    LEADS_ASTRAY,
    NOT_THERE,
    SIGN_IN_REFUSED,
    TOO_BUSY,
    TOO_LARGE,
    TOO_SLOW,
    UNREACHABLE,
    Exchange,
    NoAnswer,
)
from weerklank.harvest.file_stream import FileStream
from weerklank.harvest.final_answer import Later, demand_final
from weerklank.harvest.medium_stream import MediumStream
from weerklank.harvest.message_endpoints import (
    MESSAGES_REFUSED,
    LedToMessages,
    demand_no_archive_of_messages,
    demand_no_messages,
)
from weerklank.harvest.meta_error import ends_permission
from weerklank.harvest.open_addresses import Closed, OpenAddresses, OpenResolver
from weerklank.harvest.port import NO_HEADERS, BrokenOff
from weerklank.harvest.rate_budget import RateBudget
from weerklank.harvest.server_budgets import ServerBudgets
from weerklank.harvest.shown_token import Renews, ShownToken
from weerklank.model.errors import Refused
from weerklank.model.json_value import JsonObject
from weerklank.model.secret import Secret

T = TypeVar("T")

#: Bytes of an answer, packed and unpacked; forty long posts are a few hundred kilobytes.
LARGEST_ANSWER = 16 << 20
_BLOCK = 1 << 16
_OK, _UNAUTHORISED = 200, 401
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 5
#: How often one question is asked while the server fails, and while it says to come back later.
_ATTEMPTS, _TIMES_BUSY = 5, 10
_FIRST_WAIT = 1.0
_LONGEST_BACK_OFF = 60.0
#: Seconds from which a wait is told.
_NOTICED = 10.0
#: Mastodon counts per five minutes; who asks for more than this without any answer in between is
#: not waited for.
_LONGEST_WAIT = timedelta(minutes=15)
_ANSWER_TIME = aiohttp.ClientTimeout(total=120, sock_connect=15, sock_read=30)
_MEDIUM_TIME = aiohttp.ClientTimeout(total=3600, sock_connect=15, sock_read=60)
#: An archive has parts of tens of gigabytes.
_ARCHIVE_TIME = aiohttp.ClientTimeout(total=12 * 3600, sock_connect=15, sock_read=60)
_PAGE_TIME = aiohttp.ClientTimeout(total=15, sock_connect=10, sock_read=10)
#: Seconds that somebody who looks at one page waits for the server's turn.
_PAGE_WAIT = 5.0
_HEADERS = {"User-Agent": f"Weerklank/{__version__}", "Accept-Encoding": "gzip, identity"}
_JSON = {"Content-Type": "application/json"}
_PAGE = {"Accept": "text/html, application/xhtml+xml, text/plain;q=0.5"}
#: A medium is kept as the server has it.
_AS_IT_IS = {"Accept-Encoding": "identity"}


class Transport:
    """Asks one account's server and what that refers to, one question at a time."""

    def __init__(
        self,
        home: str,
        *,
        budgets: Path | None = None,
        waits: Callable[[float], None] = lambda _: None,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`home` is the address with which the account is registered.

        `budgets` is the folder in which all accounts share what their servers still allow.
        `waits` is told of each wait that people notice, in seconds.
        """
        self._addresses = OpenAddresses(home)
        self._waits = waits
        self._sleep = sleep
        self._now = now
        self._runner = asyncio.Runner()
        self._session: aiohttp.ClientSession | None = None
        self._budgets = ServerBudgets(home, budgets, now)
        self._shown: ShownToken | None = None
        #: Where forms go besides the account's own server.
        self._form_places: frozenset[str] = frozenset()
        #: How long was waited, as servers asked, since the last answer to a question.
        self._waited = timedelta()

    @property
    def is_signed_in(self) -> bool:
        """Tell whether questions to the account's own server bear a permission of an account."""
        return self._shown is not None and not self._shown.is_key

    @property
    def is_refused(self) -> bool:
        """Tell whether the account's own server refused the token that was shown to it."""
        return self._shown is not None and self._shown.is_refused

    def keep_within(self, domains: tuple[str, ...]) -> None:
        """Go to these domains alone from now on, also where a server refers elsewhere."""
        self._addresses.keep_within(domains)

    def sign_in(
        self, token: Secret, renews: Renews | None = None, *, known_as: str | None = None
    ) -> None:
        """Show a token from now on: to the account's own server alone, and not for media.

        `renews` gives the next one when it ends; `known_as` is by what the server's budget for it
        is known then, as the token itself does not last.
        """
        self._shown = ShownToken(token, renews)
        self._budgets.sign_in(known_as or token.reveal())

    def get(self, address: str, headers: Mapping[str, str] = NO_HEADERS) -> Exchange:
        """Ask for an address; gives whatever answer is final, NoAnswer when none comes.

        `headers` are those that a platform wants besides, such as the version of its API. Refused
        (HARVEST-001) for an endpoint of direct messages, before anything leaves. Once the server
        refused the token there is no answer to anything: it is not asked on and on.
        """
        budget = self._budget_to_ask(address)
        return self._signed(
            address,
            lambda: self._persist(budget, lambda: self._run(self._get(address, budget, headers))),
        )

    def post(
        self, address: str, body: JsonObject, headers: Mapping[str, str] = NO_HEADERS
    ) -> Exchange:
        """Ask by a POST that reads, with a question in JSON, as some platforms have it.

        To the account's own server alone, and not on to where that leads. Else as `get`.
        """
        demand_no_archive_of_messages(body)
        budget = self._budget_to_ask(address)
        if not self._addresses.is_of_home(address):
            raise NoAnswer(LEADS_ASTRAY)
        content = msgspec.json.encode(body)
        return self._signed(
            address,
            lambda: self._persist(
                budget, lambda: self._run(self._post(address, budget, content, headers))
            ),
        )

    def post_once(self, address: str, body: JsonObject) -> Exchange:
        """Ask by a POST that begins something on the account's own server, as `post` does.

        Once: where no answer comes nobody knows whether it was begun, and it may count.
        """
        demand_no_archive_of_messages(body)
        budget = self._budget_to_ask(address)
        if not self._addresses.is_of_home(address):
            raise NoAnswer(LEADS_ASTRAY)
        content = msgspec.json.encode(body)

        def ask() -> Exchange:
            try:
                with budget.turn(self._wait_for_turn):
                    return self._run(self._post(address, budget, content, NO_HEADERS))
            except Later as later:
                raise NoAnswer(later.reason) from None

        return self._signed(address, ask)

    @contextmanager
    def download(self, address: str, body: JsonObject | None = None) -> Iterator[FileStream]:
        """Open a file of any size as a stream; NoAnswer when the server does not give it.

        With a `body` by a POST to the account's own server, that bears its permission; else
        without one, as `open`.
        """
        budget = self._budget_to_ask(address)
        if body is not None and not self._addresses.is_of_home(address):
            raise NoAnswer(LEADS_ASTRAY)

        def ask() -> aiohttp.ClientResponse:
            return self._persist(budget, lambda: self._run(self._file(address, budget, body)))

        response = ask() if body is None or self._shown is None else self._shown.ask(ask)
        try:
            if response.status != _OK or not _is_as_it_is(response):
                raise NoAnswer(NOT_THERE)
            yield FileStream(response, self._run_block)
        finally:
            response.close()

    def _signed(self, address: str, question: Callable[[], Exchange]) -> Exchange:
        """Ask with a token that holds, where the address is shown one."""
        if self._shown is None or not self._addresses.is_of_home(address):
            return question()
        return self._shown.ask(question)

    def _budget_to_ask(self, address: str) -> RateBudget:
        demand_no_messages(address)
        if self.is_refused:
            raise NoAnswer(SIGN_IN_REFUSED)
        return self._budget(address, signs=True)

    def take_forms_at(self, addresses: Iterable[str]) -> None:
        """Let forms go to these addresses too, each as it stands here: code of ours names them.

        ValueError for one without TLS: what is sent may be secret.
        """
        named = frozenset(addresses)
        if not all(one.startswith("https://") for one in named):
            raise ValueError
        self._form_places |= named

    def send(
        self, address: str, fields: Mapping[str, Secret | str], *, basic: Secret | None = None
    ) -> Exchange:
        """Send a form to the account's own server, once; NoAnswer when no answer comes.

        To no other address than such as were named before (`take_forms_at`). A server that leads
        elsewhere is not followed: what is sent may be secret. `basic` goes along in a header.
        """
        demand_no_messages(address)
        if not (self._addresses.is_of_home(address) or address in self._form_places):
            raise NoAnswer(LEADS_ASTRAY)
        try:
            budget = self._budget(address, signs=False)
            with budget.turn(self._wait_for_turn):
                return self._run(self._send(address, fields, basic, budget))
        except Later as later:
            raise NoAnswer(later.reason) from None

    def look(self, address: str) -> tuple[Exchange, str]:
        """Ask once for a page to look at; gives also at which address it was in the end.

        Without the token, and without waiting: NoAnswer when it does not come soon.
        """
        demand_no_messages(address)
        budget = self._budget(address, signs=False)
        try:
            with budget.turn(_wait_a_moment(self._sleep)):
                return self._run(self._look(address, budget))
        except Later as later:
            raise NoAnswer(later.reason) from None

    @contextmanager
    def open(self, address: str) -> Iterator[MediumStream]:
        """Open a media file to read as a stream; NoAnswer when the server does not give it."""
        demand_no_messages(address)
        budget = self._budget(address, signs=False)
        response = self._persist(budget, lambda: self._run(self._medium(address, budget)))
        try:
            if response.status != _OK or not _is_as_it_is(response):
                raise NoAnswer(NOT_THERE)
            yield MediumStream(response, self._run_block)
        finally:
            response.close()

    def pause(self, attempt: int) -> None:
        """Wait before something is tried anew, longer each time."""
        self._wait(_back_off(attempt))

    def _wait(self, seconds: float) -> None:
        if seconds >= _NOTICED:
            self._waits(seconds)
        self._sleep(seconds)

    def _persist(self, budget: RateBudget, ask: Callable[[], T]) -> T:
        """Ask until there is a final answer, with longer and longer pauses."""
        failed = busy = 0
        while True:
            try:
                with budget.turn(self._wait_for_turn):
                    answer = ask()
            except Later as later:
                busy += later.is_busy
                failed += not later.is_busy
                if failed >= _ATTEMPTS or busy >= _TIMES_BUSY:
                    raise NoAnswer(later.reason) from None
                wait = later.wait
            else:
                self._waited = timedelta()
                return answer
            if wait is not None:
                self._demand_short(wait)
            pause = _back_off(failed + busy)
            self._wait(pause if wait is None else max(wait.total_seconds(), pause / 4))
            budget.was_waited_for()

    def _budget(self, address: str, *, signs: bool) -> RateBudget:
        """Give what a server allows, to who shows the token apart from everyone else."""
        is_signed = signs and self.is_signed_in and self._addresses.is_of_home(address)
        return self._budgets.of(address, is_signed=is_signed)

    def _wait_for_turn(self, seconds: float) -> None:
        """Wait until the server takes questions again; not for longer than a run lasts."""
        self._demand_short(timedelta(seconds=seconds))
        self._wait(seconds)

    def _demand_short(self, wait: timedelta) -> None:
        """Refuse to wait any longer without an answer: other accounts wait for this one.

        A server that answers in between is waited for again, or a large account would never end.
        """
        if self._waited + wait > _LONGEST_WAIT:
            raise NoAnswer(TOO_BUSY)
        self._waited += wait

    async def _get(self, address: str, budget: RateBudget, headers: Mapping[str, str]) -> Exchange:
        response, is_signed = await self._ask(address, _ANSWER_TIME, headers, signs=True)
        return self._final(await self._read(response), budget, is_signed=is_signed)

    async def _post(
        self, address: str, budget: RateBudget, content: bytes, headers: Mapping[str, str]
    ) -> Exchange:
        shown = self._signature(address)
        response = await self._opened().post(
            URL(address, encoded=True),
            data=content,
            timeout=_ANSWER_TIME,
            headers={**_JSON, **headers, **shown},
            allow_redirects=False,
        )
        return self._final(await self._read(response), budget, is_signed=bool(shown))

    async def _look(self, address: str, budget: RateBudget) -> tuple[Exchange, str]:
        response, _ = await self._ask(address, _PAGE_TIME, _PAGE, signs=False)
        exchange = await self._read(response)
        demand_final(exchange, budget)
        return exchange, str(response.url)

    def _final(self, exchange: Exchange, budget: RateBudget, *, is_signed: bool) -> Exchange:
        ended = exchange.status == _UNAUTHORISED or ends_permission(exchange)
        if is_signed and self._shown and ended:
            self._shown.is_refused = True
            raise NoAnswer(SIGN_IN_REFUSED)
        demand_final(exchange, budget)
        return exchange

    async def _send(
        self,
        address: str,
        fields: Mapping[str, Secret | str],
        basic: Secret | None,
        budget: RateBudget,
    ) -> Exchange:
        self._addresses.demand(address)
        response = await self._opened().post(
            URL(address, encoded=True),
            data={n: v.reveal() if isinstance(v, Secret) else v for n, v in fields.items()},
            headers={"Authorization": f"Basic {basic.reveal()}"} if basic else {},
            timeout=_ANSWER_TIME,
            allow_redirects=False,
        )
        exchange = await self._read(response)
        demand_final(exchange, budget)
        return exchange

    async def _read(self, response: aiohttp.ClientResponse) -> Exchange:
        try:
            return self._exchange(response, await _whole(response))
        finally:
            response.release()

    async def _medium(
        self, address: str, budget: RateBudget, limits: aiohttp.ClientTimeout = _MEDIUM_TIME
    ) -> aiohttp.ClientResponse:
        response, _ = await self._ask(address, limits, _AS_IT_IS, signs=False)
        try:
            demand_final(self._exchange(response, b""), budget)
        except Later:
            response.close()
            raise
        return response

    async def _file(
        self, address: str, budget: RateBudget, body: JsonObject | None
    ) -> aiohttp.ClientResponse:
        if body is None:
            return await self._medium(address, budget, _ARCHIVE_TIME)
        shown = self._signature(address)
        response = await self._opened().post(
            URL(address, encoded=True),
            data=msgspec.json.encode(body),
            timeout=_ARCHIVE_TIME,
            headers={**_JSON, **_AS_IT_IS, **shown},
            allow_redirects=False,
        )
        try:
            self._final(self._exchange(response, b""), budget, is_signed=bool(shown))
        except (Later, NoAnswer):
            response.close()
            raise
        return response

    def _exchange(self, response: aiohttp.ClientResponse, body: bytes) -> Exchange:
        return Exchange(
            at=self._now(),
            status=response.status,
            headers=tuple((bytes(name), bytes(value)) for name, value in response.raw_headers),
            body=body,
        )

    async def _ask(
        self,
        address: str,
        limits: aiohttp.ClientTimeout,
        headers: Mapping[str, str],
        *,
        signs: bool,
    ) -> tuple[aiohttp.ClientResponse, bool]:
        """Ask, and follow where the server refers to, as far as that may be gone to.

        Tells also whether what answered was shown the token.
        """
        for _ in range(_MOST_REDIRECTS + 1):
            demand_no_messages(address)
            self._addresses.demand(address)
            shown = self._signature(address) if signs else {}
            response = await self._opened().get(
                URL(address, encoded=True),
                timeout=limits,
                headers={**headers, **shown},
                allow_redirects=False,
            )
            if response.status not in _REDIRECTS:
                return response, bool(shown)
            response.release()
            address = _led_to(address, response.headers.get("Location", ""))
            try:
                demand_no_messages(address)
            except Refused as refused:
                raise LedToMessages(MESSAGES_REFUSED) from refused
        raise NoAnswer(LEADS_ASTRAY)

    def _signature(self, address: str) -> dict[str, str]:
        """Give what shows the token, for the account's own server; nothing for any other."""
        if self._shown is None or not self._addresses.is_of_home(address):
            return {}
        return self._shown.header()

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(resolver=OpenResolver(self._addresses), limit=2),
                auto_decompress=False,
                cookie_jar=aiohttp.DummyCookieJar(),
                headers=_HEADERS,
            )
        return self._session

    def _run(self, work: Coroutine[None, None, T]) -> T:
        """Run one question; what it fails with is told in words of our own, and nothing else."""
        try:
            # Not Runner.run: that sets a handler of Ctrl-C for each question, which is a third of
            # what one costs. So Ctrl-C ends the question at once; close() clears it away.
            return self._runner.get_loop().run_until_complete(work)
        except TimeoutError:
            raise Later(TOO_SLOW, None) from None
        except (aiohttp.ClientPayloadError, aiohttp.ServerDisconnectedError):
            raise Later(CUT_OFF, None) from None
        except aiohttp.ClientConnectorError as error:
            if isinstance(error.os_error, Closed):
                raise NoAnswer(LEADS_ASTRAY) from None
            raise Later(UNREACHABLE, None) from None
        except Closed:
            raise NoAnswer(LEADS_ASTRAY) from None
        except (aiohttp.InvalidURL, ValueError):
            raise NoAnswer(LEADS_ASTRAY) from None
        except (aiohttp.ClientError, OSError):
            raise Later(UNREACHABLE, None) from None

    def _run_block(self, response: aiohttp.ClientResponse, size: int) -> bytes:
        try:
            return self._run(response.content.read(size))
        except (Later, NoAnswer):
            raise BrokenOff from None

    def close(self) -> None:
        """End all connections."""
        if self._session is not None:
            self._runner.run(self._session.close())
        self._runner.close()


async def _whole(response: aiohttp.ClientResponse) -> bytes:
    """Read an answer to its end, and not one that is larger than an answer may be."""
    parts: list[bytes] = []
    size = 0
    async for part in response.content.iter_chunked(_BLOCK):
        size += len(part)
        if size > LARGEST_ANSWER:
            response.close()
            raise NoAnswer(TOO_LARGE)
        parts.append(part)
    return b"".join(parts)


def _wait_a_moment(sleep: Callable[[float], None]) -> Callable[[float], None]:
    """Give what waits for a server's turn, and only for as long as somebody waits for a page."""

    def wait(seconds: float) -> None:
        if seconds > _PAGE_WAIT:
            raise NoAnswer(TOO_BUSY)
        sleep(seconds)

    return wait


def _led_to(address: str, location: str) -> str:
    """Give where a server refers to; NoAnswer where that is no address."""
    try:
        return urljoin(address, location)
    except ValueError:
        raise NoAnswer(LEADS_ASTRAY) from None


def _is_as_it_is(response: aiohttp.ClientResponse) -> bool:
    """Tell whether a server sends a file unpacked, as was asked."""
    return response.headers.get("Content-Encoding", "identity").lower() == "identity"


def _back_off(attempt: int) -> float:
    """Give the seconds to wait before an attempt: doubled each time, and never quite the same."""
    longest = min(_FIRST_WAIT * 2.0 ** max(attempt - 1, 0), _LONGEST_BACK_OFF)
    return longest * (0.75 + secrets.randbelow(500) / 1000)
