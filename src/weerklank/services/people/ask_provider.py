"""Ask provider: one question to the server that signs people in, and nothing but its answer.

No redirect is followed, so nothing that it answers leads to another server; an answer has a bound
in bytes and in time. What goes there besides is a code or a token that it gave itself.
"""

import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
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


def ask_over_network(question: Question) -> Answer:
    """Ask over the network; the caller has looked at the address.

    NotNow when there is no answer, it leads elsewhere, is too large or too slow, or its status is
    neither good nor one of `SPOKEN`.
    """
    form = None if question.form is None else urlencode(question.form).encode()
    message = urllib.request.Request(  # noqa: S310 - the address was looked at by the caller
        question.address, data=form, headers={"Accept": "application/json", **question.headers}
    )
    opener = urllib.request.build_opener(_Stay)
    try:
        with opener.open(message, timeout=_SECONDS) as response:
            return Answer(response.status, _read(question, response))
    except urllib.error.HTTPError as error:
        with error:
            if error.code in SPOKEN:
                return Answer(error.code, _read(question, error))
            moved = error.code in _MOVED
        raise no_answer(question.address, LEADS_ON if moved else REFUSES) from None
    except (OSError, http.client.HTTPException, ValueError):
        # Its message may hold what was asked.
        raise no_answer(question.address, UNREACHED) from None


def no_answer(address: str, reason: Text) -> NotNow:
    """Say that a server gave no usable answer, and why; of the address its host alone."""
    return NotNow(NO_ANSWER, host=urlsplit(address).hostname or "", reason=reason)


class _Stream(Protocol):
    def read1(self, size: int = ..., /) -> bytes: ...


def _read(question: Question, response: _Stream) -> bytes:
    content, begun = bytearray(), time.monotonic()
    while piece := response.read1(_PIECE):
        content += piece
        if len(content) > _LARGEST:
            raise no_answer(question.address, TOO_LARGE)
        if time.monotonic() - begun > _WHOLE:
            raise no_answer(question.address, TOO_SLOW)
    return bytes(content)
