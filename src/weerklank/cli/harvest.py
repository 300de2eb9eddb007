"""`weerklank harvest`: read accounts by the API of their platform."""

from functools import partial

import click

from weerklank import bootstrap
from weerklank.cli.importing import spare_memory, tell_owners
from weerklank.cli.language import say
from weerklank.cli.options import Common, common
from weerklank.cli.runs_text import tell_runs
from weerklank.cli.schedule import run_once
from weerklank.model.errors import RunInterrupted, WeerklankError
from weerklank.model.run import RunReport
from weerklank.services.harvest_account import harvest_account
from weerklank.services.harvest_noted import harvest_noted
from weerklank.services.workplace import Workplace


@click.command(
    "harvest",
    help=say(
        "Oogst accounts zoals ze nu zijn, langs de API van hun platform; met de toestemming van "
        "'connect' waar die er is. Zonder A: alle die aan de beurt zijn.",
        "Harvest accounts as they are now, by the API of their platform; with the permission of "
        "'connect' where there is one. Without A: all that are due.",
    ),
)
@click.argument("accounts", metavar="[A...]", nargs=-1)
@common
def harvest_command(given: Common, accounts: tuple[str, ...]) -> None:
    """Harvest accounts, one after another; an error on one does not stop the next."""
    if not accounts:
        run_once(given)
        return
    workplace = given.workplace()
    spare_memory()
    done: list[RunReport] = []
    errors: list[WeerklankError] = []
    connectors, transport_for = bootstrap.connectors(), bootstrap.transport_for(workplace)

    def harvest(name: str, seen: Workplace) -> RunReport:
        return harvest_account(seen, connectors, name, transport_for)

    for name in dict.fromkeys(accounts):
        try:
            done.append(harvest_noted(workplace, name, partial(harvest, name)))
        except WeerklankError as error:
            errors.append(error)
            done += error.runs
        except RunInterrupted as stop:
            stop.earlier = tuple(done)
            raise
    tell_owners(workplace)
    tell_runs(given, done, errors)
