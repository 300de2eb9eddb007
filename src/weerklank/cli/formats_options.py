"""Options of the commands on formats: of which accounts, from which day until which."""

from datetime import datetime

import click

from weerklank.cli.language import say
from weerklank.services.appraise.media_files import Scope
from weerklank.services.workplace import Workplace

ACCOUNT = click.option(
    "--account",
    "accounts",
    multiple=True,
    metavar="A",
    help=say("Alleen dit account; herhaalbaar.", "This account only; repeatable."),
)


def scope_of(
    workplace: Workplace,
    accounts: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
) -> Scope:
    """Give the scope that options name."""
    register = workplace.register()
    return Scope(
        frozenset(register.find(name).id for name in accounts),
        since.date() if since else None,
        until.date() if until else None,
    )
