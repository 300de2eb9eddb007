"""Options that state facts of an account; `account add` and `account edit` take the same."""

import functools
from collections.abc import Callable
from datetime import date
from typing import Concatenate, ParamSpec, TypeVar

import click
import msgspec

from weerklank.cli.language import say
from weerklank.model.account import (
    PROCESSES,
    AccountKind,
    AccountStatus,
    Group,
    Intention,
    NamedAfter,
    Openness,
    Replies,
    Tenure,
)
from weerklank.model.hand_in import USUAL_TERM
from weerklank.model.platform import Platform
from weerklank.services.register.account_facts import Facts

P = ParamSpec("P")
R = TypeVar("R")


class DateType(click.ParamType[date]):
    """A day as `2026-11-25`."""

    name = "date"

    def convert(
        self, value: str | date, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Read a day."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(
                say(
                    "'{value}' is geen datum zoals 2026-11-25.",
                    "'{value}' is no date such as 2026-11-25.",
                    value=value,
                ),
                param,
                ctx,
            )


class TenureType(click.ParamType[Tenure]):
    """A tenure as `NAME:FROM:TO`; who is in office still has no TO."""

    name = "tenure"

    def convert(
        self, value: str | Tenure, param: click.Parameter | None, ctx: click.Context | None
    ) -> Tenure:
        """Read a tenure."""
        if isinstance(value, Tenure):
            return value
        name, start, end = value, "", ""
        if value.count(":") > 1:
            name, start, end = value.rsplit(":", 2)
        elif ":" in value:
            name, start = value.rsplit(":", 1)
        try:
            return Tenure(
                name=_filled(name),
                start=date.fromisoformat(start),
                end=date.fromisoformat(end) if end else None,
            )
        except ValueError:
            self.fail(
                say(
                    "'{value}' is geen termijn zoals 'A. Jansen:2022-01-10:2026-03-01'.",
                    "'{value}' is no tenure such as 'A. Jansen:2022-01-10:2026-03-01'.",
                    value=value,
                ),
                param,
                ctx,
            )


def _filled(name: str) -> str:
    if not name.strip():
        raise ValueError(name)
    return name.strip()


DATE = DateType()
PLATFORM = click.Choice([platform.value for platform in Platform])


def _options(*, editing: bool) -> list[Callable[..., Callable[..., object]]]:
    after = None if editing else NamedAfter.ORGANISATION.value
    options = [
        click.option(
            "--kind",
            type=click.Choice([kind.value for kind in AccountKind]),
            required=not editing,
            help=say("Van wie het account is.", "Whose account it is."),
        ),
        click.option(
            "--named-after",
            type=click.Choice([name.value for name in NamedAfter]),
            default=after,
            show_default=not editing,
            help=say("Waar het account naar heet.", "What the account is named after."),
        ),
        click.option(
            "--unit",
            metavar="TEXT",
            help=say(
                "Onderdeel, ambt of project waarvan het de naam draagt.",
                "Unit, office or project whose name it bears.",
            ),
        ),
        click.option(
            "--replies",
            type=click.Choice([value.value for value in Replies]),
            default=None if editing else Replies.UNKNOWN.value,
            show_default=not editing,
            help=say("Of anderen kunnen reageren.", "Whether others can reply."),
        ),
        click.option(
            "--manager",
            "managers",
            metavar="NAME",
            multiple=True,
            help=say("Beheerder; mag vaker.", "Manager; repeatable."),
        ),
        click.option(
            "--group",
            type=click.Choice([group.value for group in Group]),
            help=say(
                "Groep van alle beheerders die nu genoemd worden.",
                "Group of all managers named in this call.",
            ),
        ),
        click.option(
            "--process",
            "processes",
            metavar="CODE",
            multiple=True,
            help=say(
                "Werkproces; mag vaker, het eerste geldt tenzij anders gekozen ({codes}, of een "
                "eigen code).",
                "Work process; repeatable, the first is the default ({codes}, or a code of your "
                "own).",
                codes=", ".join(PROCESSES),
            ),
        ),
        click.option(
            "--openness",
            type=click.Choice([value.value for value in Openness]),
            help=say("Wie het profiel kan zien.", "Who can see the profile."),
        ),
        click.option(
            "--intention",
            type=click.Choice([value.value for value in Intention]),
            help=say("Waar het account voor is bedoeld.", "What the account is meant for."),
        ),
        click.option(
            "--status",
            type=click.Choice([value.value for value in AccountStatus]),
            help=say("Of het in gebruik is.", "Whether it is in use."),
        ),
        click.option(
            "--tenure",
            "tenures",
            type=TenureType(),
            metavar="NAME:FROM:TO",
            multiple=True,
            help=say(
                "Wie het ambt bekleedt, van en tot en met; zonder TO tot op heden.",
                "Who is in the office, first and last day; without TO until now.",
            ),
        ),
        click.option(
            "--former-url",
            "former_urls",
            metavar="URL",
            multiple=True,
            help=say(
                "Vroeger adres van het profiel, of naam@server: zo heette dit account, dus die "
                "naam wordt niet vervangen; mag vaker.",
                "Earlier address of the profile, or name@server: the account's own name then, so "
                "it is not replaced; repeatable.",
            ),
        ),
        click.option(
            "--managed-by",
            metavar="A",
            multiple=True,
            help=say(
                "Account van waaruit dit gedeelde profiel, zoals een pagina, wordt beheerd; mag "
                "vaker.",
                "Account that manages this shared profile, such as a page; repeatable.",
            ),
        ),
        click.option(
            "--handin-term",
            type=click.IntRange(1, 12),
            metavar="MONTHS",
            help=say(
                "Maanden waarbinnen de maker aanlevert of 'niets' meldt (hybride of persoonlijk "
                "account); standaard {months}.",
                "Months within which the maker hands in or says 'nothing' (hybrid or personal "
                "account); {months} by default.",
                months=USUAL_TERM,
            ),
        ),
        click.option(
            "--since",
            type=DATE,
            metavar="DATE",
            help=say(
                "Dag vanaf welke dit geldt; standaard vandaag.",
                "Day from which this holds; today by default.",
            ),
        ),
    ]
    return options + (_undoing() if editing else [])


def _undoing() -> list[Callable[..., Callable[..., object]]]:
    return [
        click.option(
            "--without-manager",
            "without_managers",
            metavar="NAME",
            multiple=True,
            help=say("Wie geen beheerder meer is.", "Who is no manager any more."),
        ),
        click.option(
            "--without-former-url",
            "without_former_urls",
            metavar="URL",
            multiple=True,
            help=say(
                "Vroeger adres of gemelde naam die nooit van dit account was.",
                "Earlier address or reported handle that was never this account's.",
            ),
        ),
        click.option(
            "--without-managed-by",
            metavar="A",
            multiple=True,
            help=say("Account dat het niet meer beheert.", "Account that manages it no more."),
        ),
        click.option(
            "--without-process",
            "without_processes",
            metavar="CODE",
            multiple=True,
            help=say("Werkproces dat eindigt.", "Work process that ends."),
        ),
    ]


def facts_options(
    *, editing: bool
) -> Callable[[Callable[Concatenate[Facts, P], R]], Callable[P, R]]:
    """Give a command the options for facts, as its first argument after what goes for all."""

    def decorate(command: Callable[Concatenate[Facts, P], R]) -> Callable[P, R]:
        @functools.wraps(command)
        def with_facts(*args: P.args, **kwargs: P.kwargs) -> R:
            stated = {name: kwargs.pop(name, None) for name in Facts.__dataclass_fields__}
            known = {name: value for name, value in stated.items() if value is not None}
            facts = msgspec.convert(msgspec.to_builtins(known), Facts)
            return command(facts, *args, **kwargs)

        for option in reversed(_options(editing=editing)):
            option(with_facts)
        return with_facts

    return decorate
