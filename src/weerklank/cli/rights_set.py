"""`weerklank rights set` and `end`: record rights by post, medium, rule or file."""

from pathlib import Path

import click

from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo, thousands
from weerklank.model.json_value import JsonObject
from weerklank.model.licences import CopyrightStatus
from weerklank.model.rights import Covers, Portrait
from weerklank.services.appraise.set_rights import (
    Decision,
    WrongRightsRows,
    end_rights,
    read_entry,
    set_from_file,
    set_rights,
    set_rule,
)
from weerklank.services.find.read_rights import entry_json
from weerklank.services.seal.seal_events import seal_events

_ONE = (
    "Noem berichten, of één van --account, --default en --file.",
    "Name posts, or one of --account, --default and --file.",
)
_ONE_END = (
    "Noem één van ID, --account en --default.",
    "Name one of ID, --account and --default.",
)
_MEDIA_OF_ONE = (
    "--media hoort bij één bericht, --covers bij --account of --default.",
    "--media goes with one post, --covers with --account or --default.",
)
_FILE_ALONE = (
    "Bij --file staat alles in het bestand.",
    "With --file everything stands in the file.",
)
#: Rows of a file that the answer names.
_MOST = 200


@click.command(
    "set",
    help=say(
        "Leg vast van wie de rechten zijn: van berichten ID… met al hun media, van media, "
        "van alles dat een account zelf maakte (--account) of alle accounts (--default), of uit "
        "een CSV-bestand (--file). Het smalste gaat voor. Een naam van een rechthebbende blijft "
        "zo lang als het archief; noem alleen wie genoemd moet worden.",
        "Record whose the rights are: of posts ID… with all their media, of media named, of all "
        "that an account made itself (--account) or every account (--default), or from a CSV file "
        "(--file). The narrowest goes first. The name of a holder stays as long as the archive; "
        "name only who must be named.",
    ),
)
@click.argument("items", metavar="[ID]...", nargs=-1)
@click.option(
    "--media",
    multiple=True,
    metavar="N",
    help=say(
        "Dit medium alleen: nummer, kenmerk, of 'text' voor de tekst; herhaalbaar.",
        "This medium alone: number, id, or 'text' for the text; repeatable.",
    ),
)
@click.option("--account", metavar="A", help=say("Regel voor een account.", "Rule of an account."))
@click.option(
    "--default", "is_default", is_flag=True, help=say("Algemene regel.", "General rule.")
)
@click.option(
    "--covers",
    type=click.Choice([one.value for one in Covers]),
    help=say(
        "Waarvoor een regel geldt; anders alleen de tekst: of een foto eigen werk is, zegt een "
        "regel niet vanzelf.",
        "What a rule is for; else the text alone: a rule does not tell by itself that a photo is "
        "own work.",
    ),
)
@click.option(
    "--file",
    "file",
    type=click.Path(path_type=Path),
    metavar="F",
    help=say(
        "CSV met id, medium, status, licence, holder, source, portrait.",
        "CSV with id, medium, status, licence, holder, source, portrait.",
    ),
)
@click.option(
    "--status",
    type=click.Choice([one.value for one in CopyrightStatus]),
    help=say("Van wie het auteursrecht is.", "Whose the copyright is."),
)
@click.option(
    "--licence",
    metavar="CODE",
    help=say("Code uit 'rights licences'.", "Code of 'rights licences'."),
)
@click.option(
    "--holder",
    metavar="TEXT",
    help=say("Rechthebbende, als het een ander is.", "Who has the rights, if it is another."),
)
@click.option(
    "--source",
    metavar="TEXT",
    help=say(
        "Waar dat staat: overeenkomst, zaak, besluit. Bij een regel verplicht.",
        "Where that stands: agreement, case, decision. Needed with a rule.",
    ),
)
@click.option(
    "--portrait",
    type=click.Choice([one.value for one in Portrait]),
    help=say("Wie op beeld herkenbaar is.", "Who can be recognised in pictures."),
)
@common
def set_command(
    given: Common,
    items: tuple[str, ...],
    media: tuple[str, ...],
    account: str | None,
    covers: str | None,
    file: Path | None,
    status: str | None,
    licence: str | None,
    holder: str | None,
    source: str | None,
    portrait: str | None,
    *,
    is_default: bool,
) -> None:
    """Set rights."""
    is_rule = account is not None or is_default
    if [bool(items), account is not None, is_default, file is not None].count(True) != 1:
        raise click.UsageError(say(*_ONE))
    if (media and len(items) != 1) or (covers and not is_rule):
        raise click.UsageError(say(*_MEDIA_OF_ONE))
    values = {
        "status": status,
        "licence": licence,
        "holder": holder,
        "source": source,
        "portrait": portrait,
    }
    if file is not None and any(values.values()):
        raise click.UsageError(say(*_FILE_ALONE))
    workplace = given.workplace()
    if file is not None:
        try:
            made = set_from_file(workplace, file)
        except WrongRightsRows as error:
            error.answer = {
                "rows": [
                    {"reason": one.reason.say(language()), "row": one.number}
                    for one in error.wrong[:_MOST]
                ]
            }
            raise
    elif is_rule:
        made = set_rule(workplace, account, Covers(covers or Covers.TEXT), read_entry(values))
    else:
        made = set_rights(workplace, items, media, read_entry(values))
    seal_events(workplace)
    answer(_decision_json(made), as_json=given.json, text=lambda: _show_decision(made))


@click.command(
    "end",
    help=say(
        "Beëindig wat van bericht ID, een account of in het algemeen is vastgelegd: het telt niet "
        "meer, en blijft in de geschiedenis.",
        "End what was recorded of post ID, an account or in general: it counts no more, and stays "
        "in the history.",
    ),
)
@click.argument("item", metavar="[ID]", required=False)
@click.option("--account", metavar="A", help=say("Regel van een account.", "Rule of an account."))
@click.option(
    "--default", "is_default", is_flag=True, help=say("Algemene regel.", "General rule.")
)
@click.option("--reason", required=True, metavar="TEXT", help=say("Waarom.", "Why."))
@common
def end_command(
    given: Common, item: str | None, account: str | None, reason: str, *, is_default: bool
) -> None:
    """End."""
    if [item is not None, account is not None, is_default].count(True) != 1:
        raise click.UsageError(say(*_ONE_END))
    workplace = given.workplace()
    parts = end_rights(workplace, item, account, reason)
    seal_events(workplace)
    answer(
        {"parts": parts, "state": "ended"},
        as_json=given.json,
        text=lambda: echo(
            say("Beëindigd. Onderdelen: {n}.", "Ended. Parts: {n}.", n=thousands(parts))
        ),
    )


def _decision_json(made: Decision) -> JsonObject:
    return {
        "blank": made.blank,
        "decision": made.id,
        "entries": [entry_json(entry) | {"parts": [*parts]} for entry, parts in made.entries],
        "parts": sum(len(parts) for _, parts in made.entries),
        "passed": [*made.passed],
    }


def _show_decision(made: Decision) -> None:
    parts = sum(len(parts) for _, parts in made.entries)
    echo(
        say(
            "{decision}: vastgelegd. Onderdelen: {parts}.",
            "{decision}: recorded. Parts: {parts}.",
            decision=made.id,
            parts=thousands(parts),
        )
    )
    if made.blank:
        echo(
            say(
                "  Niet ingevulde rijen: {n}.",
                "  Rows not filled in: {n}.",
                n=thousands(made.blank),
            )
        )
    if made.passed:
        echo(
            say(
                "  Niet gelezen kolommen, omdat hun kop niets zegt: {columns}.",
                "  Columns not read, as their heading says nothing: {columns}.",
                columns=", ".join(made.passed),
            )
        )
