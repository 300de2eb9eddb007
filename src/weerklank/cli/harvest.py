"""`weerklank harvest`: read accounts by the API of their platform."""

from datetime import datetime
from functools import partial

import click

from weerklank import bootstrap
from weerklank.cli.harvest_browser import ALL, harvest_pages
from weerklank.cli.importing import spare_memory
from weerklank.cli.language import say
from weerklank.cli.options import Common, common
from weerklank.cli.runs_made import harvests_by_api, make_runs
from weerklank.cli.schedule import run_once
from weerklank.model.errors import WeerklankError, WrongUse
from weerklank.model.run import RunReport, Technique
from weerklank.services.harvest.harvest_account import Wanted
from weerklank.services.harvest.harvest_by_browser import NAME_ONE
from weerklank.services.harvest.harvest_by_job import WHOLE_ONLY, harvest_by_job
from weerklank.services.intake.single_posts import NO_ACCOUNT, NOT_OF_ONE, by_account, demand_posts
from weerklank.services.workplace import Workplace


@click.command(
    "harvest",
    help=say(
        "Oogst accounts zoals ze nu zijn, langs de API van hun platform of van hun pagina's; met "
        "de toestemming van 'connect' waar die er is. Zonder A: alle die aan de beurt zijn.",
        "Harvest accounts as they are now, by the API of their platform or from their pages; with "
        "the permission of 'connect' where there is one. Without A: all that are due.",
    ),
)
@click.argument("accounts", metavar="[A...]", nargs=-1)
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
    type=click.Choice(
        [Technique.API.value, Technique.BROWSER.value, Technique.PORTABILITY.value, ALL]
    ),
    default=Technique.API.value,
    help=say(
        "Waarlangs: de API; de pagina's zelf, die worden bewaard zoals ze waren (browser); een "
        "archief dat het platform klaarmaakt (portability): dat wordt aangevraagd, en opgehaald "
        "als het klaar is, door hetzelfde commando of de planning; of de API en daarna de "
        "pagina's (all).",
        "By what: the API; the pages themselves, which are kept as they were (browser); an "
        "archive that the platform makes (portability): that is asked for, and fetched once it is "
        "ready, by the same command or by the schedule; or the API and then the pages (all).",
    ),
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
    if technique == Technique.PORTABILITY:
        _by_job(given, accounts, is_plain=not posts and since is None and process is None)
        return
    if technique in (Technique.BROWSER, ALL):
        if not accounts and not posts:
            raise WrongUse(NAME_ONE, technique=technique)
        harvest_pages(
            given,
            lambda workplace: _wanted(workplace, accounts, since, posts, process),
            is_all=technique == ALL,
        )
        return
    if not accounts and not posts and since is None:
        run_once(given)
        return
    workplace = given.workplace()
    spare_memory()
    try:
        asked = _wanted(workplace, accounts, since, posts, process)
    except WeerklankError as error:
        error.answer = {"runs": [], **error.answer}
        raise
    harvest = harvests_by_api(workplace)
    make_runs(given, workplace, (partial(harvest, name, one) for name, one in asked.items()))


def _by_job(given: Common, accounts: tuple[str, ...], *, is_plain: bool) -> None:
    """Do the next step of the job of each account; without any, of those that are due."""
    if not is_plain:
        raise WrongUse(WHOLE_ONLY)
    if not accounts:
        run_once(given, Technique.PORTABILITY)
        return
    workplace = given.workplace()
    spare_memory()
    connectors, transport_for = bootstrap.connectors(), bootstrap.transport_for(workplace)

    def step(name: str, done: list[RunReport]) -> None:
        done.append(harvest_by_job(workplace, connectors, name, transport_for))

    make_runs(given, workplace, (partial(step, name) for name in dict.fromkeys(accounts)))


def _wanted(
    workplace: Workplace,
    accounts: tuple[str, ...],
    since: datetime | None,
    posts: tuple[str, ...],
    process: str | None,
) -> dict[str, Wanted]:
    """Give what is wanted of each account, by the name under which it was given."""
    if not posts and not accounts:
        raise WrongUse(NO_ACCOUNT)
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
