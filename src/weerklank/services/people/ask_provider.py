"""Ask provider: one question to the server that signs people in, and nothing but its answer.

No redirect is followed, so nothing that it answers leads to another server; an answer has a bound
in bytes and in time. What goes there besides is a code or a token that it gave itself.
"""

import http.client
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol
from urllib.parse import urlencode, urlsplit

from weerklank.model.errors import NotNow, fault
from weerklank.model.text import Text

NO_ANSWER = fault(
    "SIGNIN-003",
    Text(
        nl="De aanmelddienst {host} gaf geen bruikbaar antwoord: {reason}.",
        en="The sign-in service {host} gave no usable answer: {reason}.",
    ),
    Text(
        nl="Probeer het over enkele minuten opnieuw. Blijft het, laat de technisch beheerder "
        "'weerklank doctor --network' draaien.",
        en="Try again in some minutes. If it stays, let the operator run "
        "'weerklank doctor --network'.",
    ),
)
UNREACHED = Text("zij is niet te bereiken", "it can't be reached")
LEADS_ON = Text("zij verwijst door naar een ander adres", "it leads on to another address")
REFUSES = Text("zij weigert", "it refuses")
TOO_LARGE = Text("het antwoord is te groot", "the answer is too large")
TOO_SLOW = Text("het antwoord duurt te lang", "the answer takes too long")

_SECONDS = 10.0
#: Seconds for an answer as a whole, however slowly it comes.
_WHOLE = 20.0
_LARGEST = 1 << 20
_PIECE = 16 << 10
_MOVED = range(300, 400)
#: Statuses by which a token endpoint says in words what is wrong (RFC 6749, 5.2).
SPOKEN = frozenset({400, 401})


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked; the values are never shown."""

    address: str
    form: Mapping[str, str] | None = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered."""

    status: int
    content: bytes = field(repr=False)


class Ask(Protocol):
    """Asks a question; NotNow when there is no answer."""

    def __call__(self, question: Question) -> Answer:
        """Ask."""
        ...


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows nothing."""

    def redirect_request(self, *_: object) -> None:
        """Give no other question to ask."""


class _Limit:
    """Ends what a question waits for when its time is over, however slowly an answer comes."""

    def __init__(self) -> None:
        self.is_over = False
        self._connected: list[socket.socket] = []
        self._timer = threading.Timer(_WHOLE, self._end)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def hold(self, connected: socket.socket) -> None:
        """End this too, when the time is over."""
        self._connected.append(connected)
        if self.is_over:
            raise TimeoutError

    def _end(self) -> None:
        self.is_over = True
        for one in self._connected:
            with suppress(OSError):
                socket.socket.shutdown(one, socket.SHUT_RDWR)  # beneath TLS too


class _PlainConnection(http.client.HTTPConnection):
    def __init__(self, host: str, *, limit: _Limit, timeout: float) -> None:
        super().__init__(host, timeout=timeout)
        self._limit = limit

    def connect(self) -> None:
        super().connect()
        self._limit.hold(self.sock)


class _TlsConnection(http.client.HTTPSConnection):
    def __init__(self, host: str, *, limit: _Limit, timeout: float) -> None:
        super().__init__(host, timeout=timeout)
        self._limit = limit

    def connect(self) -> None:
        super().connect()
        self._limit.hold(self.sock)


class _Plain(urllib.request.HTTPHandler):
    def __init__(self, limit: _Limit) -> None:
        super().__init__()
        self._limit = limit

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(partial(_PlainConnection, limit=self._limit), req)


class _Tls(urllib.request.HTTPSHandler):
    def __init__(self, limit: _Limit) -> None:
        super().__init__()
        self._limit = limit

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(partial(_TlsConnection, limit=self._limit), req)


def ask_over_network(question: Question) -> Answer:
    """Ask over the network; the caller has looked at the address.

    NotNow when there is no answer, it leads elsewhere, is too large or too slow, or its status is
    neither good nor one of `SPOKEN`.
    """
    form = None if question.form is None else urlencode(question.form).encode()
    message = urllib.request.Request(  # noqa: S310 - the address was looked at by the caller
        question.address, data=form, headers={"Accept": "application/json", **question.headers}
    )
    limit = _Limit()
    opener = urllib.request.build_opener(_Stay, _Plain(limit), _Tls(limit))
    try:
        with limit, opener.open(message, timeout=_SECONDS) as response:
            return Answer(response.status, _read(question, response, limit))
    except urllib.error.HTTPError as error:
        with error:
            if error.code in SPOKEN:
                return Answer(error.code, _read(question, error, limit))
            moved = error.code in _MOVED
        raise no_answer(question.address, LEADS_ON if moved else REFUSES) from None
    except (OSError, http.client.HTTPException, ValueError):
        # Its message may hold what was asked.
        raise no_answer(question.address, TOO_SLOW if limit.is_over else UNREACHED) from None


def no_answer(address: str, reason: Text) -> NotNow:
    """Say that a server gave no usable answer, and why; of the address its host alone."""
    return NotNow(NO_ANSWER, host=urlsplit(address).hostname or "", reason=reason)


class _Stream(Protocol):
    def read1(self, size: int = ..., /) -> bytes: ...


def _read(question: Question, response: _Stream, limit: _Limit) -> bytes:
    content = bytearray()
    while piece := response.read1(_PIECE):
        content += piece
        if len(content) > _LARGEST:
            raise no_answer(question.address, TOO_LARGE)
    if limit.is_over:  # what came may be half
        raise no_answer(question.address, TOO_SLOW)
    return bytes(content)
