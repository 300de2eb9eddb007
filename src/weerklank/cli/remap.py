"""`weerklank remap`: read what is held by a mapping that reads more of it."""

import click

from weerklank import bootstrap
from weerklank.cli.language import say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.model.errors import WeerklankError
from weerklank.model.json_value import JsonObject
from weerklank.services.change.map_again import MappedAgain, map_again, mapped_json


@click.command(
    "remap",
    help=say(
        "Lees wat er is van de accounts A opnieuw, na een nieuwe versie van Weerklank die meer "
        "uit een bericht haalt. De bron en de woorden blijven; wat nu meer zegt krijgt een versie "
        "ernaast. Wat niet in de bewaarde bron staat, wordt geteld.",
        "Read what is held of accounts A again, after a new version of Weerklank that takes more "
        "out of a post. Source and words stay; what tells more now gets a version beside it. What "
        "is not in the source that is kept is counted.",
    ),
)
@click.argument("accounts", metavar="[A]...", nargs=-1)
@click.option("--all", "every", is_flag=True, help=say("Elk account.", "Every account."))
@click.option(
    "--dry-run",
    "only_look",
    is_flag=True,
    help=say("Kijk alleen wat het zou doen.", "Only look what it would do."),
)
@common
def remap_command(
    given: Common, accounts: tuple[str, ...], *, every: bool, only_look: bool
) -> None:
    """Map again."""
    done: list[MappedAgain] = []

    def told() -> JsonObject:
        return {"accounts": [mapped_json(one) for one in done], "dry_run": only_look}

    def text() -> None:
        for one in done:
            _show(one, only_look=only_look)

    try:
        done.extend(
            map_again(
                given.workplace(),
                bootstrap.connectors(),
                accounts,
                every=every,
                only_look=only_look,
            )
        )
    except WeerklankError as error:  # what was done before it is done, and told with it
        error.answer = told()
        if done and not given.json:
            text()
        raise
    answer(told(), as_json=given.json, text=text)


def _show(one: MappedAgain, *, only_look: bool) -> None:
    if not one.mappings:
        echo(
            say(
                "{account}: van dit platform is geen nieuwere kaart.",
                "{account}: there is no newer mapping of this platform.",
                account=one.account,
            )
        )
        return
    would = say(
        "{account}: {n} {n:item is|items zijn} van een oudere kaart, waarvan {m} een versie "
        "erbij {m:zou|zouden} krijgen.",
        "{account}: {n} {n:item is|items are} of an earlier mapping, {m} of which would get a "
        "version.",
        account=one.account,
        n=one.looked_at,
        m=one.new_versions,
    )
    did = say(
        "{account}: {n} {n:item was|items waren} van een oudere kaart, waarvan {m} een versie "
        "erbij {m:kreeg|kregen}.",
        "{account}: {n} {n:item was|items were} of an earlier mapping, {m} of which got a "
        "version.",
        account=one.account,
        n=one.looked_at,
        m=one.new_versions,
    )
    echo(would if only_look else did)
    for name, count in sorted(one.not_in_source.items()):
        echo(
            say(
                "  {field}: van {n} {n:item|items} staat het niet in de bewaarde bron.",
                "  {field}: of {n} {n:item|items} the kept source does not have it.",
                field=name,
                n=count,
            )
        )
