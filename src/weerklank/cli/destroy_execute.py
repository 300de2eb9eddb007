"""`weerklank destroy execute`: the posts of a list really go, everywhere."""

import click

from weerklank.cli.destruction_words import confirm, show_list
from weerklank.cli.language import say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.services.appraise.refuse_undue import refuse_list_undue
from weerklank.services.change.destruction_json import list_json
from weerklank.services.change.execute_destruction import execute
from weerklank.services.seal.read_destructions import find_list


@click.command(
    "execute",
    help=say(
        "Voer lijst L uit: de berichten gaan echt weg, overal. Op een terminal typt u het nummer "
        "van de lijst en het aantal stukken.",
        "Execute list L: the posts really go, everywhere. On a terminal you type the number of "
        "the list and how many items it has.",
    ),
)
@click.argument("number", metavar="L")
@click.option(
    "--confirm",
    "count",
    metavar="N",
    type=click.IntRange(1),
    default=None,
    help=say(
        "Aantal stukken dat de lijst moet hebben; er wordt dan niets gevraagd.",
        "How many items the list must have; nothing is asked then.",
    ),
)
@common
def execute_command(given: Common, number: str, count: int | None) -> None:
    """Execute."""
    workplace = given.workplace()
    found = find_list(workplace, number)
    refuse_list_undue(workplace, found)
    confirm(found, count, as_json=given.json)
    done = execute(workplace, number, refuse_list_undue)
    searched = done.searched

    def text() -> None:
        show_list(done.list)
        echo(
            say(
                "{records} {records:record|records} vernietigd; {files} "
                "{files:bestand|bestanden} doorzocht, {found} waar nog iets "
                "in staat.",
                "{records} {records:record|records} destroyed; {files} {files:file|files} "
                "searched, {found} that still hold "
                "anything.",
                records=done.records,
                files=searched.files,
                found=len(searched.found),
            )
        )
        for name in searched.found:
            echo(f"  {name}")

    answer(
        {**list_json(done.list), "records": done.records, "search": searched.told()},
        as_json=given.json,
        text=text,
    )
    click.get_current_context().exit(1 if searched.found else 0)
