"""The one way out: every question to a platform goes through here.

It keeps answers as they came, knows limits of size, time and rate, tries again what may succeed
later, refuses endpoints of direct messages before anything leaves, goes to no private address,
and lets no address or header into an error: those may name persons or hold a key.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import msgspec

from weerklank.harvest.endless import ENDLESS_RUN, LONGEST_ASKED, MOST_QUESTIONS
from weerklank.harvest.exchange import (
    LEADS_ASTRAY,
    NOT_THERE,
    SIGN_IN_REFUSED,
    Exchange,
    NoAnswer,
)
from weerklank.harvest.file_stream import FileStream
from weerklank.harvest.final_answer import Later, demand_final
from weerklank.harvest.medium_stream import MediumStream
from weerklank.harvest.message_endpoints import (
    demand_no_archive_of_messages,
    demand_no_messages,
)
from weerklank.harvest.meta_error import ends_permission
from weerklank.harvest.open_addresses import OpenAddresses
from weerklank.harvest.patience import Patience
from weerklank.harvest.port import NO_HEADERS
from weerklank.harvest.rate_budget import RateBudget
from weerklank.harvest.reached import Reached
from weerklank.harvest.server_budgets import ServerBudgets
from weerklank.harvest.shown_token import Renews, ShownToken
from weerklank.harvest.wire import Wire
from weerklank.model.json_value import JsonObject
from weerklank.model.secret import Secret

_OK, _UNAUTHORISED = 200, 401
_ANSWER_TIME = aiohttp.ClientTimeout(total=120, sock_connect=15, sock_read=30)
_MEDIUM_TIME = aiohttp.ClientTimeout(total=3600, sock_connect=15, sock_read=60)
#: An archive has parts of tens of gigabytes.
_ARCHIVE_TIME = aiohttp.ClientTimeout(total=12 * 3600, sock_connect=15, sock_read=60)
_PAGE_TIME = aiohttp.ClientTimeout(total=15, sock_connect=10, sock_read=10)
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
        passed: Callable[[], float] = time.monotonic,
    ) -> None:
        """`home` is the address with which the account is registered.

        `budgets` is the folder in which all accounts share what their servers still allow.
        `waits` is told of each wait that people notice, in seconds. `passed` gives seconds since
        some moment: a run asks for no longer than it may.
        """
        self._addresses = OpenAddresses(home)
        self._wire = Wire(self._addresses, now, self._signature)
        self._patience = Patience(waits, sleep)
        self._budgets = ServerBudgets(home, budgets, now)
        self._shown: ShownToken | None = None
        self._passed, self._begun = passed, passed()
        self._asked = 0
        #: Where forms go besides the account's own server.
        self._form_places: frozenset[str] = frozenset()

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
            lambda: self._patience.persist(
                budget, lambda: self._wire.run(self._get(address, budget, headers))
            ),
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
            lambda: self._patience.persist(
                budget, lambda: self._wire.run(self._post(address, budget, content, headers))
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
                with budget.turn(self._patience.wait_for_turn):
                    return self._wire.run(self._post(address, budget, content, NO_HEADERS))
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
            return self._patience.persist(
                budget, lambda: self._wire.run(self._file(address, budget, body))
            )

        response = ask() if body is None or self._shown is None else self._shown.ask(ask)
        try:
            if response.status != _OK or not _is_as_it_is(response):
                raise NoAnswer(NOT_THERE)
            yield FileStream(response, self._wire.run_block)
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
            with budget.turn(self._patience.wait_for_turn):
                return self._wire.run(self._send(address, fields, basic, budget))
        except Later as later:
            raise NoAnswer(later.reason) from None

    def look(self, address: str) -> tuple[Exchange, str]:
        """Ask once for a page to look at; gives also at which address it was in the end.

        Without the token, and without waiting: NoAnswer when it does not come soon.
        """
        demand_no_messages(address)
        budget = self._budget(address, signs=False)
        try:
            with budget.turn(self._patience.wait_a_moment):
                return self._wire.run(self._look(address, budget))
        except Later as later:
            raise NoAnswer(later.reason) from None

    @contextmanager
    def open(self, address: str) -> Iterator[MediumStream]:
        """Open a media file to read as a stream; NoAnswer when the server does not give it."""
        demand_no_messages(address)
        budget = self._budget(address, signs=False)
        response = self._patience.persist(
            budget, lambda: self._wire.run(self._medium(address, budget))
        )
        try:
            if response.status != _OK or not _is_as_it_is(response):
                raise NoAnswer(NOT_THERE)
            yield MediumStream(response, self._wire.run_block)
        finally:
            response.close()

    @contextmanager
    def reach(self, address: str) -> Iterator[Reached]:
        """Open whatever is at an address, of whatever status; NoAnswer when no answer comes.

        Without a token and without cookies, and no further than `keep_within` lets it.
        """
        demand_no_messages(address)
        budget = self._budget(address, signs=False)
        response = self._patience.persist(
            budget, lambda: self._wire.run(self._medium(address, budget))
        )
        try:
            yield Reached(response, self._wire.run_block)
        finally:
            response.close()

    def pause(self, attempt: int) -> None:
        """Wait before something is tried anew, longer each time."""
        self._patience.pause(attempt)

    def close(self) -> None:
        """End all connections."""
        self._wire.close()

    def _budget(self, address: str, *, signs: bool) -> RateBudget:
        """Give what a server allows, to who shows the token apart from everyone else.

        NoAnswer once a run has asked for so long, or so much, that it would not end by itself.
        """
        self._asked += 1
        is_long = self._passed() - self._begun > LONGEST_ASKED
        if is_long or self._asked > MOST_QUESTIONS:
            raise NoAnswer(ENDLESS_RUN)
        is_signed = signs and self.is_signed_in and self._addresses.is_of_home(address)
        return self._budgets.of(address, is_signed=is_signed)

    async def _get(self, address: str, budget: RateBudget, headers: Mapping[str, str]) -> Exchange:
        response, is_signed = await self._wire.ask(address, _ANSWER_TIME, headers, signs=True)
        return self._final(await self._wire.read(response), budget, is_signed=is_signed)

    async def _post(
        self, address: str, budget: RateBudget, content: bytes, headers: Mapping[str, str]
    ) -> Exchange:
        shown = self._signature(address)
        headers = {**_JSON, **headers, **shown}
        response = await self._wire.give(address, content, _ANSWER_TIME, headers)
        return self._final(await self._wire.read(response), budget, is_signed=bool(shown))

    async def _look(self, address: str, budget: RateBudget) -> tuple[Exchange, str]:
        response, _ = await self._wire.ask(address, _PAGE_TIME, _PAGE, signs=False)
        exchange = await self._wire.read(response)
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
        form = {n: v.reveal() if isinstance(v, Secret) else v for n, v in fields.items()}
        headers = {"Authorization": f"Basic {basic.reveal()}"} if basic else {}
        response = await self._wire.give(address, form, _ANSWER_TIME, headers)
        exchange = await self._wire.read(response)
        demand_final(exchange, budget)
        return exchange

    async def _medium(
        self, address: str, budget: RateBudget, limits: aiohttp.ClientTimeout = _MEDIUM_TIME
    ) -> aiohttp.ClientResponse:
        response, _ = await self._wire.ask(address, limits, _AS_IT_IS, signs=False)
        try:
            demand_final(self._wire.exchange(response, b""), budget)
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
        headers = {**_JSON, **_AS_IT_IS, **shown}
        content = msgspec.json.encode(body)
        response = await self._wire.give(address, content, _ARCHIVE_TIME, headers)
        try:
            self._final(self._wire.exchange(response, b""), budget, is_signed=bool(shown))
        except (Later, NoAnswer):
            response.close()
            raise
        return response

    def _signature(self, address: str) -> dict[str, str]:
        """Give what shows the token, for the account's own server; nothing for any other."""
        if self._shown is None or not self._addresses.is_of_home(address):
            return {}
        return self._shown.header()


def _is_as_it_is(response: aiohttp.ClientResponse) -> bool:
    """Tell whether a server sends a file unpacked, as was asked."""
    return response.headers.get("Content-Encoding", "identity").lower() == "identity"
