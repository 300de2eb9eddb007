"""Options that every command takes, before or after its name."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Concatenate, ParamSpec, TypeVar

import click

from weerklank import bootstrap
from weerklank.cli.language import say
from weerklank.cli.output import Progress
from weerklank.model.text import is_visible
from weerklank.services.workplace import Workplace

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Common:
    """What goes for every command."""

    archive: str | None
    keys: str | None
    acting: str | None
    json: bool

    def workplace(self, *, verifying: bool = False) -> Workplace:
        """Open the archive; to verify also when it does not say any more what archive it is."""
        return bootstrap.workplace(
            self.archive, self.keys, Progress(), self.acting, verifying=verifying
        )

    def telling(self) -> Workplace:
        """Open the archive to tell what was done in it: not when all of that is gone."""
        workplace = self.workplace()
        workplace.events.demand_journal()
        return workplace


def common(command: Callable[Concatenate[Common, P], R]) -> Callable[P, R]:
    """Give a command the options that go for all, as its first argument."""

    @click.option("--archive", metavar="DIR", help=say("Map van het archief.", "Archive folder."))
    @click.option("--keys", metavar="DIR", help=say("Map van de sleutels.", "Key folder."))
    @click.option("--as", "acting", metavar="NAME", help=say("Wie handelt.", "Who acts."))
    @click.option(
        "--json", "as_json", is_flag=True, help=say("Antwoord als JSON.", "Answer as JSON.")
    )
    @functools.wraps(command)
    def with_options(*args: P.args, **kwargs: P.kwargs) -> R:
        here = click.get_current_context()
        for context in (here.find_root(), here):
            _refuse_empty(context)
        outer = here.find_root().obj or {}
        chosen = Common(
            archive=_text(kwargs.pop("archive", None)) or outer.get("archive"),
            keys=_text(kwargs.pop("keys", None)) or outer.get("keys"),
            acting=_text(kwargs.pop("acting", None)) or outer.get("acting"),
            json=bool(kwargs.pop("as_json", False)) or bool(outer.get("json")),
        )
        return command(chosen, *args, **kwargs)

    return with_options


#: What may be empty: a search for everything, and a fact that is taken away.
_MAY_BE_EMPTY = frozenset({"query", "unit"})


def _refuse_empty(context: click.Context) -> None:
    """Refuse a text of nothing: it names nobody, and explains nothing to who reads it later."""
    for parameter in context.command.params:
        value = context.params.get(parameter.name or "")
        texts = value if isinstance(value, tuple) else (value,)
        blank = any(isinstance(text, str) and not is_visible(text) for text in texts)
        if blank and parameter.name not in _MAY_BE_EMPTY:
            wrong = say("mag niet leeg zijn.", "may not be empty.")
            raise click.BadParameter(wrong, context, parameter)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
