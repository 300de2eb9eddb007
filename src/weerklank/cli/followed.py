"""Follow a command for a collector of traces, where the operator asked for that."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from weerklank.services.machines.spans import Span

#: Commands that go on until they are stopped: of those the parts are followed.
_LONG = frozenset({"demo", "schedule", "serve", "worker"})


@contextmanager
def followed(given: Sequence[str], program: click.Group) -> "Iterator[Span | None]":
    """Follow a command while it runs; None where nobody follows it."""
    if not os.environ.get("WEERKLANK_TRACES_URL"):
        yield None
        return
    from weerklank import bootstrap  # only then: it keeps start-up short

    name = _path_of(given, program)
    if not name or name[0] in _LONG:
        yield None
        return
    with bootstrap.followed(" ".join(("weerklank", *name)), bootstrap.carried_here()) as span:
        yield span


def _path_of(given: Sequence[str], program: click.Group) -> list[str]:
    """Name a command by words of the program alone: what is given besides may be anything."""
    found: list[str] = []
    at: click.Command = program
    context = click.Context(program)
    for word in given:
        inner = at.get_command(context, word) if isinstance(at, click.Group) else None
        if inner is not None:
            found.append(word)
            at = inner
    return found
