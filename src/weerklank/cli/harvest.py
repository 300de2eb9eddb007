"""`weerklank harvest`: read accounts by the API of their platform."""

import click

from weerklank import bootstrap
from weerklank.cli.importing import show_run, spare_memory, tell_owners
from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer
from weerklank.model.errors import RunInterrupted, WeerklankError
from weerklank.model.run import RunReport
from weerklank.services.harvest_account import harvest_account
from weerklank.services.run_report import report_json

#: Of several errors the one that counts: by its exit code.
_ORDER = (70, 6, 5, 4, 3, 2)


@click.command(
    "harvest",
    help=say(
        "Oogst accounts zoals ze nu zijn, langs de API van hun platform; met de toestemming van "
        "'connect' waar die er is.",
        "Harvest accounts as they are now, by the API of their platform; with the permission of "
        "'connect' where there is one.",
    ),
)
@click.argument("accounts", metavar="A...", nargs=-1, required=True)
@common
def harvest_command(given: Common, accounts: tuple[str, ...]) -> None:
    """Harvest accounts, one after another; an error on one does not stop the next."""
    workplace = given.workplace()
    spare_memory()
    done: list[RunReport] = []
    errors: list[WeerklankError] = []
    for name in dict.fromkeys(accounts):
        try:
            done.append(
                harvest_account(workplace, bootstrap.connectors(), name, bootstrap.transport)
            )
        except WeerklankError as error:
            errors.append(error)
            done += error.runs
        except RunInterrupted as stop:
            stop.earlier = tuple(done)
            raise
    tell_owners(workplace)
    runs = [report_json(run, language()) for run in done]
    if errors:
        worst = min(errors, key=lambda error: _ORDER.index(error.exit_code))
        worst.runs = tuple(done)
        worst.answer = {"runs": [], **worst.answer}
        raise worst
    answer({"runs": [*runs]}, as_json=given.json, text=lambda: _show(done))
    click.get_current_context().exit(0 if all(run.complete for run in done) else 1)


def _show(runs: list[RunReport]) -> None:
    for run in runs:
        show_run(run)
