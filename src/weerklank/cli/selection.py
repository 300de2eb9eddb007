"""`weerklank selection`: lists by which is kept or destroyed, and what was decided by them."""

from datetime import date
from pathlib import Path

import click

from weerklank.cli.account_facts import DATE
from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.cli.selection_assign import assign_command, show_assignment
from weerklank.model.json_value import JsonObject
from weerklank.model.selection import KEY_FUNCTION_ADVICE, ListKind, Row, SelectionList
from weerklank.services.appraise.draft_list import draft_list, give_file
from weerklank.services.appraise.load_list import (
    NewList,
    WrongRows,
    load_list,
    wrong_rows_json,
)
from weerklank.services.appraise.selection_findings import (
    SelectionFinding,
    finding_json,
    selection_findings,
)
from weerklank.services.appraise.tell_selection import assignment_told, list_told, row_told
from weerklank.services.seal.read_selection import find_list, read_selection
from weerklank.services.seal.seal_events import seal_events

_FILE_OR_SHIPPED = (
    "Geef een bestand of --shipped, en niet beide.",
    "Give a file or --shipped, and not both.",
)


@click.group(
    "selection",
    help=say(
        "Selectielijsten, en de besluiten over wat wordt bewaard en vernietigd.",
        "Selection lists, and decisions on what is kept and destroyed.",
    ),
)
def selection_command() -> None:
    """Hold what is done with selection."""


selection_command.add_command(assign_command)


@selection_command.command(
    "load",
    help=say(
        "Laad de selectielijst in FILE, als archivaris: CSV zoals de handleiding het noemt, of de "
        "lijst van gemeenten van 2020 als CSV of JSON. Zij wordt heel geladen, of niet.",
        "Load the selection list in FILE, as archivist: CSV as the manual has it, or the "
        "municipal list of 2020 as CSV or JSON. It is loaded whole, or not at all.",
    ),
)
@click.argument("file", metavar="[FILE]", required=False)
@click.option(
    "--shipped",
    is_flag=True,
    help=say("De rijen van de whitepaper, 4.2.", "The rows of the whitepaper, 4.2."),
)
@click.option(
    "--name",
    help=say("Naam; anders die van het bestand.", "Name; else that of the file."),
)
@click.option(
    "--valid-from",
    type=DATE,
    help=say(
        "Eerste dag van plaatsing waarvoor de lijst geldt; zonder geldt zij voor alles daarvoor.",
        "First day of publication that the list is for; without one it is for all before.",
    ),
)
@click.option(
    "--valid-until",
    type=DATE,
    help=say("Laatste dag van plaatsing.", "Last day of publication."),
)
@click.option(
    "--body",
    help=say(
        "Orgaan dat haar vaststelde; anders de organisatie.",
        "Body that adopted it; else the organisation.",
    ),
)
@click.option(
    "--decided",
    type=DATE,
    help=say("Dag van dat besluit; anders vandaag.", "Day of that decision; else today."),
)
@click.option(
    "--key-functions",
    is_flag=True,
    help=say(
        "Een aanvullende lijst op basis van sleutelfuncties; de whitepaper raadt die af.",
        "A supplementary list by key function; the whitepaper advises against it.",
    ),
)
@common
def load(
    given: Common,
    file: str | None,
    name: str | None,
    valid_from: date | None,
    valid_until: date | None,
    body: str | None,
    decided: date | None,
    *,
    shipped: bool,
    key_functions: bool,
) -> None:
    """Load a list."""
    if shipped is (file is not None):
        raise click.UsageError(say(*_FILE_OR_SHIPPED))
    workplace = given.workplace()
    new = NewList(
        name=name,
        kind=ListKind.KEY_FUNCTION if key_functions else ListKind.PROCESS,
        valid_from=valid_from,
        valid_until=valid_until,
        body=body,
        decided=decided,
    )
    try:
        loaded = load_list(workplace, Path(file) if file else None, new)
    except WrongRows as error:
        error.answer = {"rows": [*wrong_rows_json(error.wrong, language())]}
        raise
    found = loaded.list
    seal_events(workplace)
    advice = KEY_FUNCTION_ADVICE.say(language()) if key_functions else None
    findings = selection_findings(read_selection(workplace), workplace.today())

    def text() -> None:
        _show_list(found)
        if loaded.passed:
            echo(
                say(
                    "  Niet gelezen kolommen, omdat hun kop niets zegt: {columns}.",
                    "  Columns not read, as their heading says nothing: {columns}.",
                    columns=", ".join(loaded.passed),
                )
            )
        if advice:
            echo(f"  {advice}")
        _show_findings(findings)

    value = (
        list_told(found)
        | _found_json(findings)
        | {
            "advice": advice,
            "passed": [*loaded.passed],
        }
    )
    answer(value, as_json=given.json, text=text)


@selection_command.command(
    "list",
    help=say(
        "Noem de geladen lijsten en wat er nog te besluiten is.",
        "Name the lists that are loaded, and what is still to be decided.",
    ),
)
@common
def list_(given: Common) -> None:
    """List."""
    workplace = given.workplace()
    decided = read_selection(workplace)
    findings = selection_findings(decided, workplace.today())
    in_force = decided.in_force(workplace.today())

    def text() -> None:
        for found in decided.lists:
            _show_list(found)
        for made in decided.assignments.values():
            show_assignment(made)
        _show_findings(findings)

    value: JsonObject = {
        "decisions": [assignment_told(made) for made in decided.assignments.values()],
        "in_force": in_force.ref if in_force else None,
        "lists": [list_told(found) for found in decided.lists],
    }
    answer(value | _found_json(findings), as_json=given.json, text=text)


@selection_command.command(
    "show",
    help=say(
        "Toon de rijen van LIST; zonder naam de lijst die nu geldt, met een ontwerp voor wat er "
        "aan ontbreekt.",
        "Show the rows of LIST; without a name the list in force, with a draft of what it lacks.",
    ),
)
@click.argument("name", metavar="[LIST]", required=False)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help=say(
        "Schrijf het bestand zoals het is geladen naar FILE.",
        "Write the file as it was loaded to FILE.",
    ),
)
@common
def show(given: Common, name: str | None, output: str | None) -> None:
    """Show a list."""
    workplace = given.workplace()
    decided = read_selection(workplace)
    in_force = None if name else decided.in_force(workplace.today())
    found = find_list(decided, name or "-") if name or (output and not in_force) else in_force
    findings = selection_findings(decided, workplace.today())
    if output and found:
        give_file(workplace, found, Path(output))

    def text() -> None:
        if found:
            _show_list(found)
            for row in found.rows:
                _show_row(row)
        _show_findings(findings)

    value: JsonObject = {
        "list": list_told(found) | {"rows": [row_told(row, language()) for row in found.rows]}
        if found
        else None
    }
    answer(value | _found_json(findings), as_json=given.json, text=text)


@selection_command.command(
    "draft",
    help=say(
        "Schrijf LIST als CSV, met een ontwerp van de rij voor de dialoog waar die ontbreekt. "
        "Zonder naam de lijst die nu geldt, of die van de whitepaper.",
        "Write LIST as CSV, with a draft of the row for the dialogue where that is missing. "
        "Without a name the list in force, or that of the whitepaper.",
    ),
)
@click.argument("name", metavar="[LIST]", required=False)
@click.option("-o", "--output", metavar="FILE", help=say("Waarheen.", "Where to."))
@common
def draft(given: Common, name: str | None, output: str | None) -> None:
    """Write a draft."""
    if output is None:
        raise click.UsageError(say("Noem met -o een bestand.", "Name a file with -o."))
    rows = draft_list(given.workplace(), name, Path(output))

    def text() -> None:
        echo(
            say(
                "{count} {count:rij|rijen} geschreven naar {path}.",
                "{count} {count:row|rows} written to {path}.",
                count=len(rows),
                path=output,
            )
        )

    answer({"output": output, "rows": len(rows)}, as_json=given.json, text=text)


def _found_json(findings: list[SelectionFinding]) -> JsonObject:
    return {"findings": [finding_json(one, language()) for one in findings]}


def _show_list(found: SelectionList) -> None:
    begin, end = found.valid_from or "", found.valid_until or ""
    echo(f"{found.ref}  {found.name}  ({begin} … {end})")
    echo(
        say(
            "  vastgesteld door {body} op {day}; {count} {count:rij|rijen} uit {file}, "
            "geladen door {by}",
            "  adopted by {body} on {day}; {count} {count:row|rows} of {file}, loaded by {by}",
            body=found.adopted_by,
            day=found.adopted_on,
            count=len(found.rows),
            file=found.file.name,
            by=found.loaded_by,
        )
    )


def _show_row(row: Row) -> None:
    told = row_told(row, language())
    term = f" {told['term']}" if told["term"] else ""
    state = say(" (vervallen)", " (withdrawn)") if row.is_withdrawn else ""
    echo(f"  {row.code:<8} {row.outcome}{term}{state}  {row.process}: {row.result}")


def _show_findings(findings: list[SelectionFinding]) -> None:
    for one in findings:
        echo(one.message.say(language()))
        echo(f"  → {one.hint.say(language())}")
        if one.draft:
            echo(say("  Ontwerp:", "  Draft:"))
            _show_row(one.draft)
            echo(f"           {one.draft.explanation}")
