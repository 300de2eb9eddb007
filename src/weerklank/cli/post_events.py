"""`weerklank post events`: the whole life of one post, also as PREMIS and MDTO."""

from collections.abc import Iterable
from pathlib import Path

import click
import orjson

from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.model.clock import iso
from weerklank.model.life import LIFE_KINDS, LINKS, OUTCOMES, LifeEvent, LifeOutcome
from weerklank.services.life.events_of import Life, events_of
from weerklank.services.life.life_json import FORMATS, life_json
from weerklank.services.life.premis_of import premis_of
from weerklank.services.register.write_file import write_plain
from weerklank.services.transfer.describe_item import describe_item
from weerklank.services.workplace import Workplace
from weerklank.transfer.mdto_xml import mdto_pieces


@click.command(
    "events",
    help=say(
        "Toon alles wat er met bericht ID gebeurde, van plaatsing tot nu, of schrijf het als "
        "PREMIS 3, MDTO of JSON (-o). Van wat is vernietigd: dat het is vernietigd.",
        "Show all that happened to post ID, from its posting until now, or write it as PREMIS 3, "
        "MDTO or JSON (-o). Of what was destroyed: that it was.",
    ),
)
@click.argument("item", metavar="ID")
@click.option("-o", "--output", "output", metavar="FILE", help=say("Bestand.", "File."))
@click.option(
    "--format",
    "form",
    type=click.Choice([*FORMATS]),
    help=say("Vorm van het bestand; anders premis.", "Form of the file; else premis."),
)
@common
def events_command(given: Common, item: str, output: str | None, form: str | None) -> None:
    """Show or write a life."""
    if form and not output:
        raise click.UsageError(say("--format gaat met -o.", "--format goes with -o."))
    workplace = given.telling()
    life = events_of(workplace, item)
    value = life_json(life, language()) | {"file": None, "format": None}
    if output:
        chosen = form or "premis"
        pieces = _pieces(workplace, life, chosen)
        write_plain(workplace, Path(output), b"".join(pieces))
        value |= {"file": output, "format": chosen}

    def text() -> None:
        for event in life.events:
            _show(event)
        if output:
            echo(say("\nGeschreven: {path}", "\nWritten: {path}", path=output))

    answer(value, as_json=given.json, text=text)


def _pieces(workplace: Workplace, life: Life, form: str) -> Iterable[bytes]:
    if form == "premis":
        return premis_of(workplace, life)
    if form == "mdto":
        return mdto_pieces(describe_item(workplace, life.id)[-1].document)
    told = life_json(life, language())
    return [orjson.dumps(told, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS), b"\n"]


def _show(event: LifeEvent) -> None:
    """Show an event in a line, and below it what came of it, why and by whom."""
    version = "" if event.version is None else f"  v{event.version}"
    echo(f"{iso(event.at)}  {LIFE_KINDS[event.kind].say(language())}{version}")
    rows = [
        event.note.say(language()) if event.note else "",
        "" if event.outcome is LifeOutcome.SUCCESS else OUTCOMES[event.outcome].say(language()),
        event.reason,
        ", ".join(" ".join(filter(None, (one.name, one.version))) for one in event.agents),
        ", ".join(f"{LINKS[one.kind].say(language())} {one.name}" for one in event.linked),
    ]
    for row in filter(None, rows):
        echo(f"    {row}")
