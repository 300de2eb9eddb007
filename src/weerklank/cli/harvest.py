"""`weerklank harvest`: read accounts by the API of their platform."""

from datetime import datetime

import click

from weerklank import bootstrap
from weerklank.cli.importing import show_run, spare_memory, tell_owners
from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer
from weerklank.model.errors import RunInterrupted, WeerklankError, WrongUse
from weerklank.model.run import RunReport, Technique
from weerklank.services.harvest_account import Wanted, harvest_account
from weerklank.services.run_report import report_json
from weerklank.services.single_posts import NOT_OF_ONE, by_account, demand_posts
from weerklank.services.workplace import Workplace

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
@click.argument("accounts", metavar="A...", nargs=-1)
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help=say(
        "Lees opnieuw vanaf deze dag, voor bewerkingen en verwijderingen.",
        "Read again from this day, for edits and deletions.",
    ),
)
@click.option(
    "--post",
    "posts",
    multiple=True,
    metavar="URL",
    help=say(
        "Alleen dit bericht, met zijn reacties; herhaalbaar. De enige weg voor scenario C.",
        "This post only, with its replies; repeatable. The only way for scenario C.",
    ),
)
@click.option(
    "--process",
    metavar="CODE",
    help=say(
        "Werkproces dat losse berichten dienen; anders dat van het account.",
        "Work process that single posts serve; else that of the account.",
    ),
)
@click.option(
    "--technique",
    type=click.Choice([Technique.API]),
    default=Technique.API,
    help=say("Waarlangs: de API.", "By what: the API."),
)
@common
def harvest_command(
    given: Common,
    accounts: tuple[str, ...],
    since: datetime | None,
    posts: tuple[str, ...],
    process: str | None,
    technique: str,
) -> None:
    """Harvest accounts, one after another; an error on one does not stop the next."""
    del technique  # there is one
    if not accounts and not posts:
        raise click.MissingParameter(param_hint="A", param_type="argument")
    workplace = given.workplace()
    spare_memory()
    done: list[RunReport] = []
    errors: list[WeerklankError] = []
    try:
        asked = _wanted(workplace, accounts, since, posts, process)
    except WeerklankError as error:
        error.answer = {"runs": [], **error.answer}
        raise
    for name, wanted in asked.items():
        try:
            done.append(
                harvest_account(
                    workplace, bootstrap.connectors(), name, bootstrap.transport, wanted
                )
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


def _wanted(
    workplace: Workplace,
    accounts: tuple[str, ...],
    since: datetime | None,
    posts: tuple[str, ...],
    process: str | None,
) -> dict[str, Wanted]:
    """Give what is wanted of each account, by the name under which it was given."""
    if not posts:
        day = since.date() if since else None
        return {name: Wanted(since=day) for name in dict.fromkeys(accounts)}
    if since or len(accounts) > 1:
        raise WrongUse(NOT_OF_ONE)
    if accounts:
        demand_posts(posts)
        return {accounts[0]: Wanted(posts=posts, process=process)}
    return {
        name: Wanted(posts=some, process=process)
        for name, some in by_account(workplace.register(), posts).items()
    }


def _show(runs: list[RunReport]) -> None:
    for run in runs:
        show_run(run)
