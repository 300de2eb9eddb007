"""What a command says: JSON or text on standard output, progress and errors on standard error."""

import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress

import click
import orjson

from weerklank.cli.language import language
from weerklank.model import number_words
from weerklank.model.errors import WeerklankError
from weerklank.model.json_value import Json
from weerklank.model.text import Text

#: What a terminal obeys instead of showing it: control characters but the end of a line and the
#: tab, and what turns the direction of what follows (UAX 9: embeddings, overrides, isolates).
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """Give text that a terminal shows and never obeys: posts and exports may hold anything."""
    return _OBEYED.sub("\ufffd", text)


def echo(text: str = "", *, err: bool = False, nl: bool = True) -> None:
    """Say something to people."""
    click.echo(plain(text), err=err, nl=nl)


def thousands(number: int) -> str:
    """Write a number as people read it: thousands by dots in Dutch, by commas in English."""
    return number_words.number(number, language())


class Progress:
    """Progress for people: a line that moves on a terminal, plain lines elsewhere."""

    _EVERY_TERMINAL = 0.1
    _EVERY_LINE = 10.0

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._label = ""
        self._last = time.monotonic()
        self._moving = False

    def step(self, text: Text, **values: object) -> None:
        """Say that a step begins or what was found."""
        self._finish()
        self._label = text.say(language(), **values)
        _tell(self._label)
        self._last = time.monotonic()

    def progress(self, done: int, total: int | None = None) -> None:
        """Say how far the step is, not too often."""
        now = time.monotonic()
        if now - self._last < (self._EVERY_TERMINAL if self._terminal else self._EVERY_LINE):
            return
        self._last = now
        line = f"  {thousands(done)}"
        if total:
            line += f" / {thousands(total)} ({100 * done // total} %)"
        _tell(f"\r{line}   " if self._terminal else line, nl=not self._terminal)
        self._moving = self._terminal

    def _finish(self) -> None:
        if self._moving:
            _tell("")
            self._moving = False


def _tell(line: str, *, nl: bool = True) -> None:
    """Say how far the work is; when nobody can hear it any more, the work goes on."""
    with suppress(OSError):
        click.echo(line if nl is False else plain(line), nl=nl, err=True)


def answer(value: Mapping[str, Json], *, as_json: bool, text: Callable[[], None]) -> None:
    """Give the result: one JSON object and nothing else, or text for people."""
    if as_json:
        STREAM.end(value)
    else:
        text()


def _written(value: Mapping[str, Json], option: int = 0) -> str:
    """Write as JSON; of a name of a file that is no UTF-8 each sign that is none becomes `?`."""
    try:
        return orjson.dumps(value, option=option).decode()
    except TypeError:
        return orjson.dumps(_in_signs({**value}), option=option).decode()


def _in_signs(value: Json) -> Json:
    if isinstance(value, str):
        return value.encode(errors="replace").decode()
    if isinstance(value, Mapping):
        return {name: _in_signs(inner) for name, inner in value.items()}
    return [_in_signs(inner) for inner in value] if isinstance(value, list) else value


class _Stream:
    """An answer whose list is written row by row: one object all the same, errors included."""

    def __init__(self) -> None:
        self._begun = False
        #: Whether the object was written to its end: nothing may follow it any more.
        self.is_whole = False

    @contextmanager
    def of_one_command(self) -> Iterator[None]:
        """Keep to the answer of one command: a process may give several, also nested."""
        outer = self._begun, self.is_whole
        self._begun = self.is_whole = False
        try:
            yield
        finally:
            self._begun, self.is_whole = outer

    def rows(self, name: str, rows: Iterable[Mapping[str, Json]]) -> None:
        """Begin the one object with a list, written as its rows come."""
        click.echo(f'{{"{name}": [', nl=False)
        self._begun = True
        comma = ""
        for row in rows:
            click.echo(f"{comma}\n  {_written(row)}", nl=False)
            comma = ","

    def end(self, value: Mapping[str, Json]) -> None:
        """Write the object, or the rest of the one that was begun."""
        written = _written(value, orjson.OPT_INDENT_2)
        click.echo(f"\n],{written.removeprefix('{')}" if self._begun else written)
        self._begun = False
        self.is_whole = True


STREAM = _Stream()


def error_json(error: WeerklankError) -> dict[str, Json]:
    """Write an error as the contract has it."""
    return {
        "code": error.code,
        "hint": error.hint(language()),
        "message": error.message(language()),
        "retryable": error.retryable,
    }


def tell_error(error: WeerklankError) -> None:
    """Tell an error to people: what is wrong, and what to do next."""
    echo(f"{error.code}  {error.message(language())}", err=True)
    echo(f"  → {error.hint(language())}", err=True)
