"""`weerklank formats`: what files there are, how fit they are to be kept, and by which table."""

from datetime import datetime
from pathlib import Path

import click

from weerklank.cli.formats_derive import derive_command
from weerklank.cli.formats_options import ACCOUNT, scope_of
from weerklank.cli.formats_scan import scan_command
from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import STREAM, answer, echo, thousands
from weerklank.cli.period import DAY, SINCE, UNTIL
from weerklank.model.file_format import CodecState, FormatFinding, NormTable
from weerklank.model.format_words import CODEC_STATES, FINDINGS, STATUSES
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.virus import VIRUS_STATES, VirusState
from weerklank.services.appraise.format_tables import (
    NewTable,
    find_table,
    load_table,
    read_tables,
    row_json,
    table_in_force,
    table_json,
)
from weerklank.services.appraise.list_formats import (
    FormatCounts,
    ListedFile,
    counts_json,
    list_formats,
    listed_json,
)
from weerklank.services.seal.seal_events import seal_events


@click.group(
    "formats",
    help=say(
        "Bestandsformaten van media, en hoe geschikt die zijn om te bewaren.",
        "File formats of media, and how fit those are to be kept.",
    ),
)
def formats_command() -> None:
    """Hold what is done with formats."""


formats_command.add_command(scan_command)
formats_command.add_command(derive_command)


@formats_command.command(
    "list",
    help=say(
        "Noem van elk bestand van media en pagina's het PRONOM-nummer, de codecs, de status in de "
        "formatentabel, en wat ermee moet.",
        "Name of each file of media and pages its PRONOM number, its codecs, its status in the "
        "table of formats, and what to do with it.",
    ),
)
@ACCOUNT
@SINCE
@UNTIL
@click.option(
    "--without-codecs",
    is_flag=True,
    help=say(
        "Kijk niet in film en geluid; dat gaat sneller.",
        "Don't look into film and sound; that is faster.",
    ),
)
@common
def list_(
    given: Common,
    accounts: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
    *,
    without_codecs: bool,
) -> None:
    """List, row by row."""
    workplace = given.workplace()
    scope, counts = scope_of(workplace, accounts, since, until), FormatCounts()
    found = list_formats(workplace, scope, counts, codecs=not without_codecs)
    table = table_json(table_in_force(workplace))
    if given.json:
        STREAM.rows("files", (listed_json(one, language()) for one in found))
        STREAM.end({"counts": counts_json(counts), "table": table})
        return
    for one in found:
        _show_file(one)
    _show_counts(counts)


def _show_file(one: ListedFile) -> None:
    told = one.file.format
    inside = ", ".join(one.codecs.names) or CODEC_STATES[one.codecs.state].say(language())
    codec = "" if one.codecs.state is CodecState.NONE else f"  [{inside}]"
    name = f"{told.name} {told.version}".strip() or "-"
    status = STATUSES[one.judged.status].say(language())
    echo(f"{one.file.item.id}/{one.file.number}  {told.puid or '-':<10}  {name}{codec}  {status}")
    if one.virus is not None and one.virus.state is VirusState.FOUND:
        echo(f"    {VIRUS_STATES[VirusState.FOUND].say(language())}: {one.virus.name}")
    for finding in one.judged.findings:
        echo(f"    {FINDINGS[finding].message.say(language())}")
        if finding is FormatFinding.WARNING:
            echo(f"    {told.warning}")


def _show_counts(counts: FormatCounts) -> None:
    echo(say("{n} {n:bestand|bestanden}.", "{n} {n:file|files}.", n=thousands(counts.files)))
    for (puid, name), number in counts.formats.most_common():
        echo(f"  {thousands(number):>9}  {puid or '-':<10}  {name or '-'}")
    for finding, number in counts.findings.most_common():
        said = FINDINGS[finding]
        echo(f"{thousands(number)}: {said.message.say(language())}")
        echo(f"    {said.advice.say(language())}")
    for state in VirusState:
        if counts.viruses[state]:
            echo(f"  {thousands(counts.viruses[state]):>9}  {VIRUS_STATES[state].say(language())}")
    if counts.unread.items:
        echo(
            say(
                "{n} {n:bericht is|berichten zijn} niet te lezen; draai 'weerklank verify'.",
                "{n} {n:post|posts} can't be read; run 'weerklank verify'.",
                n=thousands(counts.unread.items),
            )
        )


@formats_command.command(
    "table",
    help=say(
        "Toon de formatentabel die geldt, met bron en dag, en welke er eerder golden.",
        "Show the table of formats in force, with source and day, and which were so before.",
    ),
)
@click.option(
    "--version",
    type=click.IntRange(min=0),
    metavar="N",
    help=say("Toon deze, die eerder gold.", "Show this one, which was in force before."),
)
@common
def table_(given: Common, version: int | None) -> None:
    """Show."""
    every = read_tables(given.workplace())
    held = every[-1] if version is None else find_table(every, version)
    rows: list[Json] = [row_json(row) for row in held.rows]
    history: list[Json] = [table_json(one) for one in every]

    def text() -> None:
        _show_table(held)
        for row in held.rows:
            status = STATUSES[row.status].say(language())
            doubt = say(" (te bevestigen)", " (to be confirmed)") if row.unconfirmed else ""
            echo(f"  {status:<12} {', '.join(row.puids) or '-'}  {row.name} {row.version}{doubt}")
        for one in every[:-1] if version is None else ():
            echo(
                say(
                    "Gold eerder (--version {version}): {name}, van {dated}.",
                    "In force before (--version {version}): {name}, of {dated}.",
                    version=one.version,
                    name=one.name,
                    dated=one.dated.isoformat(),
                )
            )

    answer(table_json(held) | {"history": history, "rows": rows}, as_json=given.json, text=text)


@formats_command.command(
    "load",
    help=say(
        "Laad een formatentabel, als archivaris: een CSV met de kolommen van de norm "
        "Voorkeursformaten. Vanaf dan geldt die.",
        "Load a table of formats, as archivist: a CSV with the columns of the norm "
        "Voorkeursformaten. From then on it is in force.",
    ),
)
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--source",
    required=True,
    metavar="TEXT",
    help=say("Waar de tabel vandaan komt.", "Where the table comes from."),
)
@click.option(
    "--dated",
    required=True,
    type=DAY,
    metavar="DATE",
    help=say("Van welke dag de tabel is.", "Of which day the table is."),
)
@click.option("--name", metavar="TEXT", help=say("Hoe de tabel heet.", "What it is called."))
@common
def load(given: Common, path: Path, source: str, dated: datetime, name: str | None) -> None:
    """Load."""
    workplace = given.workplace()
    held = load_table(workplace, path, NewTable(source, dated.date(), name))
    seal_events(workplace)
    value: JsonObject = table_json(held) | {"rows": len(held.rows)}
    answer(value, as_json=given.json, text=lambda: _show_table(held))


def _show_table(table: NormTable) -> None:
    echo(
        say(
            "{name}, versie {version}, van {dated}: {rows} {rows:rij|rijen}, waarvan {doubt} "
            "te bevestigen.",
            "{name}, version {version}, of {dated}: {rows} {rows:row|rows}, {doubt} to be "
            "confirmed.",
            name=table.name,
            version=table.version,
            dated=table.dated.isoformat(),
            rows=len(table.rows),
            doubt=sum(row.unconfirmed for row in table.rows),
        )
    )
    if table.version == 0:
        echo(
            say(
                "Komt met het programma; niemand vergeleek de rijen met de norm.",
                "Comes with the program; nobody compared the rows with the norm.",
            )
        )
    echo(say("Bron: {source}", "Source: {source}", source=table.source))
    if table.loaded_by:
        echo(say("Geladen door {by}.", "Loaded by {by}.", by=table.loaded_by))
