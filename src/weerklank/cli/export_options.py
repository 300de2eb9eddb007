"""Options of what takes posts from an export: `import` and `handin` take the same."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import click

P = ParamSpec("P")
R = TypeVar("R")


def export_options(
    *, process: str, posts: str | None = None, file: str | None = None, needs_file: bool = False
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Give a command those of the options that it has words for, in this order in its help.

    They arrive as `file`, `posts` and `process`.
    """
    options: list[Callable[[Callable[P, R]], Callable[P, R]]] = []
    if file is not None:
        options.append(click.option("--file", metavar="FILE", required=needs_file, help=file))
    if posts is not None:
        options.append(click.option("--post", "posts", metavar="URL", multiple=True, help=posts))
    options.append(click.option("--process", metavar="CODE", help=process))

    def decorate(command: Callable[P, R]) -> Callable[P, R]:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate
