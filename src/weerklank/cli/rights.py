"""`weerklank rights`: whose the copyright of posts and media is, and what is missing."""

from pathlib import Path

import click

from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import STREAM, answer, echo, thousands
from weerklank.cli.rights_set import end_command, set_command
from weerklank.cli.rights_text import show_counts, show_listed, show_parts
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.licences import Changes, CopyrightStatus, Licence, pick
from weerklank.services.appraise.list_rights import (
    Asked,
    RightsCounts,
    counts_json,
    history_of,
    item_rights,
    list_rights,
    listed_json,
    write_to_fill,
)
from weerklank.services.find.read_rights import rights_json

_OUT_OF_MISSING = (
    "-o hoort bij --missing, zonder --json.",
    "-o goes with --missing, without --json.",
)


@click.group(
    "rights",
    help=say(
        "Auteursrecht en portretrecht van berichten en media.",
        "Copyright and portrait rights of posts and media.",
    ),
)
def rights_command() -> None:
    """Hold what is done with rights."""


rights_command.add_command(set_command)
rights_command.add_command(end_command)


@rights_command.command(
    "list",
    help=say(
        "Noem van alles dat de organisatie zelf plaatste, tekst en elk medium, welke rechten zijn "
        "vastgelegd. Wat ontbreekt is niet vrij: zoek het uit voor u het openbaar maakt.",
        "Name of all that the organisation posted itself, text and each medium, which rights are "
        "recorded. What is missing is not free: find out before you disclose it.",
    ),
)
@click.option(
    "--missing",
    is_flag=True,
    help=say("Alleen waarvan iets ontbreekt.", "Only what lacks something."),
)
@click.option(
    "--status",
    type=click.Choice([one.value for one in CopyrightStatus]),
    help=say("Alleen met deze status.", "With this status only."),
)
@click.option(
    "--account",
    "accounts",
    multiple=True,
    metavar="A",
    help=say("Alleen dit account; herhaalbaar.", "This account only; repeatable."),
)
@click.option(
    "-o",
    "--output",
    "out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=say(
        "Schrijf wat ontbreekt als CSV, om in te vullen voor 'rights set --file'.",
        "Write what is missing as CSV, to fill in for 'rights set --file'.",
    ),
)
@common
def list_(
    given: Common,
    status: str | None,
    accounts: tuple[str, ...],
    out: Path | None,
    *,
    missing: bool,
) -> None:
    """List, row by row."""
    if out is not None and (given.json or not missing):
        raise click.UsageError(say(*_OUT_OF_MISSING))
    workplace = given.workplace()
    register = workplace.register()
    asked = Asked(
        missing=missing,
        status=CopyrightStatus(status) if status else None,
        accounts=frozenset(register.find(name).id for name in accounts),
    )
    counts = RightsCounts()
    found = list_rights(workplace, asked, counts)
    if out is not None:
        rows = write_to_fill(workplace, found, out)
        echo(
            say(
                "{n} {n:rij|rijen} in {out}.",
                "{n} {n:row|rows} in {out}.",
                n=thousands(rows),
                out=out,
            )
        )
        return
    if given.json:
        STREAM.rows("rights", (listed_json(one, language()) for one in found))
        STREAM.end({"counts": counts_json(counts)})
        return
    for one in found:
        show_listed(one)
    show_counts(counts)


@rights_command.command(
    "show",
    help=say(
        "Toon van bericht ID wat van tekst en media is vastgelegd, door wie, en wat ervoor gold.",
        "Show of post ID what was recorded of text and media, by whom, and what held before.",
    ),
)
@click.argument("item", metavar="ID")
@common
def show(given: Common, item: str) -> None:
    """Show."""
    workplace = given.workplace()
    shown, found = item_rights(workplace, item)
    history = history_of(workplace, shown)
    told: list[Json] = [*history]
    value = rights_json(found, language()) | {"history": told, "id": shown.id}

    def text() -> None:
        echo(shown.id)
        show_parts(found.parts)
        for one in history:
            what = one.get("status") or one.get("portrait") or say("beëindigd", "ended")
            echo(f"  {str(one['at'])[:10]}  {one['by']}: {what} ({one['decision']})")

    answer(value, as_json=given.json, text=text)


@rights_command.command(
    "licences",
    help=say(
        "Noem de licenties en rechtenverklaringen die te kiezen zijn; de opties kiezen een "
        "Creative Commons-licentie.",
        "Name the licences and statements of rights to choose from; the options pick a licence of "
        "Creative Commons.",
    ),
)
@click.option(
    "--commercial",
    type=click.Choice(["yes", "no"]),
    help=say("Mag het commercieel worden gebruikt?", "Is commercial use allowed?"),
)
@click.option(
    "--changes",
    type=click.Choice([one.value for one in Changes]),
    help=say(
        "Mag het worden veranderd: ja, mits onder dezelfde licentie, nee.",
        "May it be changed: yes, if shared alike, no.",
    ),
)
@click.option(
    "--status",
    type=click.Choice([one.value for one in CopyrightStatus]),
    help=say("Alleen wat hierbij hoort.", "Only what goes with this."),
)
@common
def licences(
    given: Common, commercial: str | None, changes: str | None, status: str | None
) -> None:
    """List licences."""
    found = pick(
        status=CopyrightStatus(status) if status else None,
        commercial=commercial == "yes" if commercial else None,
        changes=Changes(changes) if changes else None,
    )

    def text() -> None:
        for one in found:
            echo(f"{one.code:<17}  {one.name.say(language())}")
            echo(f"{'':<17}  {one.uri or one.source.say(language())}")

    value: JsonObject = {"licences": [_licence_json(one) for one in found]}
    answer(value, as_json=given.json, text=text)


def _licence_json(one: Licence) -> JsonObject:
    return {
        "changes": one.changes.value if one.changes else None,
        "code": one.code,
        "commercial": one.commercial,
        "name": one.name.say(language()),
        "published": one.published,
        "source": one.source.say(language()),
        "statuses": [status.value for status in one.fits],
        "uri": one.uri,
        "version": one.version,
    }
