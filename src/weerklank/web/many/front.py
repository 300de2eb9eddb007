"""The front: leads each request to the server of the organisation whose host it names.

It knows hosts, sockets and times, and nothing of what is asked or answered: it opens no archive,
holds no key, keeps no log, and reads nothing but the head of a request (ADR 0152).
"""

import asyncio
import logging  # noqa: TID251 - to silence what a library would log
import resource
import shutil
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path

from aiohttp import ClientError, web
from aiohttp.client_exceptions import ClientConnectorError
from multidict import CIMultiDict
from yarl import URL

from weerklank.model.errors import NotNow, fault
from weerklank.model.text import Text
from weerklank.services.machines.organisations import Organisations
from weerklank.web.many.asked import (
    Headers,
    Refusal,
    client_of,
    given_back,
    handed_on,
    host_of,
    refusal,
)
from weerklank.web.many.house import LARGEST_HEAD, House
from weerklank.web.many.nest_process import NestProcess
from weerklank.web.many.order import Ended
from weerklank.web.many.rounds import Rounds
from weerklank.web.many.town import Town

PORT_TAKEN = fault(
    "WEB-006",
    Text(
        nl="Op {host}:{port} kan niet worden geluisterd: {problem}.",
        en="Can't listen on {host}:{port}: {problem}.",
    ),
    Text(nl="Kies met --port een andere poort.", en="Choose another port with --port."),
)
NEST_GONE = fault(
    "WEB-007",
    Text(
        nl="Het proces dat de servers van organisaties begint, is weg.",
        en="The process that begins the servers of organisations is gone.",
    ),
    Text(
        nl="Begin opnieuw; kijk of er werkgeheugen over is. Aan archieven is niets veranderd.",
        en="Begin again; see whether memory is left. Nothing of archives was changed.",
    ),
)
#: Gives the list as it is when asked; None where it can't be used, having said why.
Reread = Callable[[], Organisations | None]
_CHUNK = 64 << 10
#: Bytes of which is waited until they are there, and the seconds that they get.
_SHORT, _PATIENCE = 16 << 10, 30.0
_AN_ERROR = 400
_READS = frozenset({"GET", "HEAD"})
#: Connections and files that may be open at a time, where the system lets it.
_MOST_OPEN = 1 << 16
#: Seconds that requests under way get to finish, and between two looks at what is due.
_GRACE, _LOOK = 5.0, 2.0
_WORDS = {
    400: ("Deze vraag is niet eenduidig.", "This request is ambiguous."),
    403: ("Dit adres is alleen over TLS te bereiken.", "This address is reached over TLS alone."),
    405: ("Dit kan hier niet.", "That can't be done here."),
    408: ("Wat u stuurt kwam niet.", "What you send did not come."),
    411: (
        "De lengte van wat u stuurt ontbreekt.",
        "The length of what you send is missing.",
    ),
    421: ("Deze naam is hier niet bekend.", "This name is not known here."),
    500: ("Er ging iets mis.", "Something went wrong."),
    502: ("Het antwoord brak af.", "The answer broke off."),
    503: (
        "Dit archief is nu niet te bereiken. Probeer het straks opnieuw.",
        "This archive can't be reached now. Try again in a moment.",
    ),
}
#: What a library logs of a request may hold what somebody sent.
_SILENT = logging.getLogger("weerklank.front")
_SILENT.propagate = False
_SILENT.addHandler(logging.NullHandler())


class _BrokenOffError(Exception):
    """An answer of which only a part came."""

    def __init__(self, answer: web.StreamResponse) -> None:
        super().__init__()
        self.answer = answer


class _LeftError(Exception):
    """Nobody is led to this house any more, and it answered nothing."""


class Front:
    """All organisations behind one port."""

    def __init__(self, found: Organisations, folder: Path, reread: Reread) -> None:
        self._reread = reread
        self._nest = NestProcess(self._ended)
        self._town = Town(folder, self._nest)
        self._rounds = Rounds(self._nest.ask)
        self._take(found)

    def _take(self, found: Organisations) -> None:
        """Lead to what a list says, from now on."""
        self._found = found
        self._town.take(found)
        self._rounds.take(
            self._town.rounds() if found.rounds_at_once else [],
            at_once=found.rounds_at_once,
            every=found.round_minutes * 60.0,
        )

    def _read_again(self) -> None:
        """Take the list as it is now; one that can't be used changes nothing."""
        if (found := self._reread()) is not None:
            self._take(found)

    async def run(self, host: str, port: int, tell: Callable[[int], None]) -> None:
        """Lead on until told to stop."""
        over = asyncio.Event()
        loop = asyncio.get_running_loop()
        for one in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(one, over.set)
        loop.add_signal_handler(signal.SIGHUP, self._read_again)
        runner = web.ServerRunner(
            web.Server(
                self._answer,
                logger=_SILENT,
                access_log=None,
                auto_decompress=False,
                max_line_size=LARGEST_HEAD,
                max_field_size=LARGEST_HEAD,
            ),
            shutdown_timeout=_GRACE,
        )
        await runner.setup()
        place = web.TCPSite(runner, host, port)
        try:
            await place.start()
        except OSError as error:
            await runner.cleanup()
            problem = error.strerror or str(error)
            raise NotNow(PORT_TAKEN, host=host, port=port, problem=problem) from None
        nest = None
        try:
            await self._nest.start()
            _hold_many()  # only now: what an organisation may hold stays as it was
            nest = asyncio.create_task(self._nest.listen())
            tell(runner.addresses[0][1])
            await self._go_on(over, nest)
        finally:
            await runner.cleanup()
            await self._town.close()
            await self._nest.stop()
            if nest is not None:
                await nest

    async def _go_on(self, over: asyncio.Event, nest: "asyncio.Task[None]") -> None:
        while not over.is_set():
            if nest.done():
                raise NotNow(NEST_GONE)
            self._rounds.look()
            await self._town.close_left()
            with suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), _LOOK)

    def _ended(self, told: Ended) -> None:
        self._rounds.ended(told)

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        headers: Headers = [
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, value in request.raw_headers
        ]
        told = refusal(request.method, request.raw_path, headers) or host_of(headers)
        if isinstance(told, Refusal):
            return _said(told.status)
        is_long = (request.content_length or 0) > _SHORT
        while (house := self._town.of_host(told)) is not None:
            client = client_of(request.remote or "", headers, self._found.web_servers)
            if client is None:
                return _said(403)
            if not is_long and not await _has_come(request):
                return _said(408)
            with suppress(_LeftError):  # the list was read again just now: to whom it leads since
                async with house.turn(is_long=is_long) as is_mine:
                    if not is_mine or request.transport is None:  # who asked went away by now
                        return _said(503)
                    return await self._hand_on(request, house, handed_on(headers, client))
        return _said(421)

    async def _hand_on(
        self,
        request: web.BaseRequest,
        house: House,
        headers: Headers,
        *,
        is_last: bool = False,
    ) -> web.StreamResponse:
        """Ask its server, which is woken where it sleeps: nothing was sent to it then."""
        try:
            return await self._ask_awake(request, house, headers)
        except ClientConnectorError:
            return _not_now(house)
        except _BrokenOffError as half:
            return half.answer
        except (ClientError, OSError):
            # It ended before it said anything. Who only reads may be asked for again.
            if is_last or request.method not in _READS:
                return _said(502)
            if not await house.wake():
                return _not_now(house, 502)
            return await self._hand_on(request, house, headers, is_last=True)
        except Exception as error:  # noqa: BLE001 - its message may hold what somebody sent
            sys.stderr.write(f"DEFECT-001 {type(error).__name__} in the front\n")
            return _said(500)

    async def _ask_awake(
        self, request: web.BaseRequest, house: House, headers: Headers
    ) -> web.StreamResponse:
        try:
            return await self._ask(request, house, headers)
        except ClientConnectorError:
            if not await house.wake():
                raise
        return await self._ask(request, house, headers)

    async def _ask(
        self, request: web.BaseRequest, house: House, headers: Headers
    ) -> web.StreamResponse:
        # The host stands in a header; the path goes on letter for letter.
        where = URL(f"http://organisation{request.raw_path}", encoded=True)
        body = _body(request) if request.body_exists else None
        async with house.session().request(
            request.method, where, headers=CIMultiDict(headers), data=body, allow_redirects=False
        ) as found:
            answer = web.StreamResponse(status=found.status, reason=found.reason)
            for name, value in given_back(found.raw_headers):
                answer.headers.add(name, value)
            answer.headers.setdefault("Server", "Weerklank")  # the library's tells its version
            try:
                await answer.prepare(request)
                async for chunk in found.content.iter_any():
                    await answer.write(chunk)
                await answer.write_eof()
            except (ClientError, OSError) as error:
                # Half an answer must not look like a whole one.
                if request.transport is not None:
                    request.transport.abort()
                raise _BrokenOffError(answer) from error
        if request.method not in _READS and found.status < _AN_ERROR:
            self._rounds.sent(house.one.name)
        return answer


async def _has_come(request: web.BaseRequest) -> bool:
    """Wait for what is sent with a short request, which is then sent on in one piece."""
    try:
        async with asyncio.timeout(_PATIENCE):
            await _say_to_send(request)
            await request.read()
    except (TimeoutError, ClientError, OSError, web.HTTPException):
        return False
    return True


async def _say_to_send(request: web.BaseRequest) -> None:
    """Say so to who asks before sending anything, as some web servers and programs do."""
    if (
        request.headers.get("Expect", "").lower() == "100-continue"
        and not request.content.at_eof()
    ):
        await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        request.writer.output_size = 0


async def _body(request: web.BaseRequest) -> AsyncIterator[bytes]:
    if (request.content_length or 0) <= _SHORT:
        yield await request.read()
        return
    await _say_to_send(request)
    async for chunk in request.content.iter_chunked(_CHUNK):
        yield chunk


def _not_now(house: House, status: int = 503) -> web.Response:
    """Say that it can't be reached, or have it asked where its organisation is by now."""
    if house.is_left():
        raise _LeftError
    return _said(status)


def _hold_many() -> None:
    """Let this process hold as many connections as it is allowed to: 1024 are soon used."""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_OPEN if most == resource.RLIM_INFINITY else min(most, _MOST_OPEN)
    if now != resource.RLIM_INFINITY and now < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def _said(status: int) -> web.Response:
    """Say in both languages why there is no more; nothing of who is here."""
    nl, en = _WORDS[status]
    headers = {"Cache-Control": "no-store", "Content-Security-Policy": "default-src 'none'"}
    if status == 503:
        headers["Retry-After"] = "10"
    answer = web.Response(status=status, text=f"{nl}\n{en}\n", headers=headers)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Server"] = "Weerklank"
    return answer


def lead(
    found: Organisations, reread: Reread, host: str, port: int, tell: Callable[[int], None]
) -> None:
    """Lead requests on until Ctrl-C or TERM; HUP has the list read again.

    `reread` gives the list as it is then, or None where it can't be used, having said why.
    """
    folder = Path(tempfile.mkdtemp(prefix="weerklank-"))
    try:
        asyncio.run(Front(found, folder, reread).run(host, port, tell))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        sys.stderr.flush()
