"""Spans: how long a piece of work and its steps take, for who follows work over machines.

What a span says is made of words of the program itself and of numbers. A step is told to people
with what it is about (an account, a file, a server); of that nothing goes along, and the reporter
that notes steps here keeps none of it.
"""

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol, TypeVar

from weerklank.model.text import Text
from weerklank.services.workplace import Reporter

#: Codes of errors, and how a process ended; anything else is told by `other`.
_CODE = re.compile(r"[A-Z]{2,20}-[0-9]{3}|exit -?[0-9]{1,3}")
_OURS = "weerklank."
_Made = TypeVar("_Made")


class Span(Protocol):
    """A stretch of time that has begun."""

    def note(self, **numbers: int) -> None:
        """Add numbers."""
        ...

    def rename(self, name: str, **words: str) -> None:
        """Say what it is, where that is known later than its begin."""
        ...

    def fail(self, *codes: str) -> None:
        """Say that it went wrong, by codes of errors."""
        ...

    def end(self) -> None:
        """End it, once."""
        ...

    @property
    def carried(self) -> str:
        """Give it as a `traceparent` (W3C Trace Context), by which another process goes on."""
        ...


class Sender(Protocol):
    """What makes spans, and sends them to where they are gathered."""

    def begin(self, name: str, parent: Span | str | None, words: Mapping[str, str]) -> Span:
        """Begin a span, below another of this process or of another process."""
        ...

    def close(self) -> None:
        """Send what was not sent, and wait for it a few seconds at most."""
        ...


class Piece:
    """A piece of work that is followed, with its steps one after another."""

    def __init__(self, sender: Sender, span: Span) -> None:
        self._sender = sender
        self._step: Span | None = None
        self._numbers: dict[str, int] = {}
        self.span = span

    def step(self, name: str) -> None:
        """End the step before, and begin one."""
        self.end_step()
        self._step = self._sender.begin(name, self.span, {})

    def progress(self, done: int, total: int | None) -> None:
        """Note how far the step is: the last time counts."""
        self._numbers = {"done": done} if total is None else {"done": done, "total": total}

    def end_step(self) -> None:
        """End the step at hand, if any."""
        step, self._step = self._step, None
        numbers, self._numbers = self._numbers, {}
        if step is not None:
            step.note(**numbers)
            step.end()

    def end(self) -> None:
        """End it."""
        self.end_step()
        self.span.end()


#: What is at hand in this thread or task; a name, where its first step begins it.
_HERE: ContextVar[Piece | str | None] = ContextVar("piece", default=None)


class Traces:
    """Follows pieces of work, in each thread or task one at a time."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    @contextmanager
    def piece(self, name: str, carried: str = "", **words: str) -> Iterator[Span]:
        """Follow a piece of work; `name` and `words` are of the program, and never of anybody.

        `carried` is the span of another process of which this is a part.
        """
        above = _HERE.get()
        parent = carried or (above.span if isinstance(above, Piece) else None)
        piece = Piece(self._sender, self._sender.begin(name, parent, words))
        token = _HERE.set(piece)
        try:
            yield piece.span
        except BaseException as error:
            piece.span.fail(code_of(error))
            raise
        finally:
            _HERE.reset(token)
            piece.end()

    def each(
        self, name: str, made: Iterator[_Made], codes: Callable[[_Made], list[str]]
    ) -> Iterator[_Made]:
        """Follow each piece that something makes, from its first step: it may wait before that."""
        if isinstance(_HERE.get(), Piece):  # it is part of what is followed already
            yield from made
            return
        while True:
            _HERE.set(name)
            one: _Made | None = None
            try:
                one = next(made)
            except StopIteration:
                return
            finally:
                piece = _HERE.get()
                _HERE.set(None)
                if isinstance(piece, Piece):
                    if one is not None and (wrong := codes(one)):
                        piece.span.fail(*wrong)
                    piece.end()
            yield one

    def telling(self, reporter: Reporter) -> Reporter:
        """Give a reporter that tells what another tells, and notes steps as spans."""
        return _Following(self, reporter)

    def close(self) -> None:
        """Send what was not sent."""
        self._sender.close()

    @property
    def carried(self) -> str:
        """Give the piece at hand as a `traceparent`, for a process that does a part of it."""
        here = _HERE.get()
        return here.span.carried if isinstance(here, Piece) else ""

    def step(self, name: str) -> None:
        """Note that a step of the piece at hand begins; without a piece nothing is followed."""
        here = _HERE.get()
        if isinstance(here, str):
            here = Piece(self._sender, self._sender.begin(here, None, {}))
            _HERE.set(here)
        if here is not None:
            here.step(name)

    def progress(self, done: int, total: int | None) -> None:
        """Note how far the step at hand is."""
        here = _HERE.get()
        if isinstance(here, Piece):
            here.progress(done, total)


class _Following:
    """Tells people what it is told, and notes steps by the words of the program alone."""

    def __init__(self, traces: Traces, told: Reporter) -> None:
        self._traces = traces
        self._told = told

    def step(self, text: Text, **values: object) -> None:
        """Tell it, and begin a span without the values."""
        self._traces.step(_name_of(text))
        self._told.step(text, **values)

    def progress(self, done: int, total: int | None = None) -> None:
        """Tell it, and note the numbers."""
        self._traces.progress(done, total)
        self._told.progress(done, total)


def _name_of(text: Text) -> str:
    """Name a step: by its English words where they are a constant of who says them, unfilled.

    A text that was made while the program runs may hold anything; then the place in the program
    names the step.
    """
    frame = sys._getframe(2)  # noqa: SLF001 - of who told the step
    if any(constant is text for constant in [*frame.f_globals.values()]):
        return text.en
    module = str(frame.f_globals.get("__name__", ""))
    return f"{module.removeprefix(_OURS)}.{frame.f_code.co_name}"


def code_of(error: BaseException) -> str:
    """Give what may be said of an error: its code, else its type."""
    code: object = getattr(error, "code", "")
    return code if isinstance(code, str) and _CODE.fullmatch(code) else type(error).__name__


def known_code(code: str) -> str:
    """Give a code as it may be told; `other` for what is none."""
    return code if _CODE.fullmatch(code) or code.isidentifier() else "other"
