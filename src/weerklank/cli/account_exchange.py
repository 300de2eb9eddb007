"""`weerklank account import` and `export`: the register as CSV, XLSX or JSON."""

from pathlib import Path

import click

from weerklank.cli.account_text import in_words, notices_json, tell_notices
from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.model.account_words import CHANGED
from weerklank.model.json_value import JsonObject
from weerklank.model.text import Text
from weerklank.services.register.exchange_register import (
    Exchange,
    export_register,
    import_register,
    preview_register,
    row_json,
)
from weerklank.services.register.plan_exchange import RowState
from weerklank.services.register.register_account import account_json
from weerklank.services.schedule.finish_change import finish_change

_STATES: dict[RowState, Text] = {
    RowState.NEW: Text("nieuw", "new"),
    RowState.CHANGED: Text("gewijzigd", "changed"),
    RowState.SAME: Text("gelijk", "same"),
    RowState.ERROR: Text("fout", "error"),
}


@click.command(
    "export",
    help=say(
        "Schrijf het accountoverzicht naar FILE, als .csv, .xlsx of .json.",
        "Write the register to FILE, as .csv, .xlsx or .json.",
    ),
)
@click.argument("file", metavar="FILE")
@common
def export_(given: Common, file: str) -> None:
    """Write the register to a file."""
    workplace = given.workplace()
    count = export_register(workplace, Path(file), language())
    today = workplace.today()
    accounts = workplace.register().accounts.values()
    answer(
        {"accounts": [account_json(one, today) for one in accounts], "file": file},
        as_json=given.json,
        text=lambda: echo(
            say(
                "{count} {count:account|accounts} geschreven naar {file}.",
                "{count} {count:account|accounts} written to {file}.",
                count=count,
                file=file,
            )
        ),
    )


@click.command(
    "import",
    help=say(
        "Lees accounts in uit FILE (.csv, .xlsx of .json); twee kolommen, 'adres' en 'soort', "
        "zijn genoeg. Een rij die niet klopt wordt genoemd, de rest gaat erin.",
        "Take in accounts from FILE (.csv, .xlsx or .json); two columns, 'address' and 'kind', "
        "are enough. A row that is wrong is named, the rest goes in.",
    ),
)
@click.argument("file", metavar="FILE")
@click.option(
    "--dry-run",
    "preview",
    is_flag=True,
    help=say(
        "Toon per rij wat er zou gebeuren en schrijf niets.",
        "Show for each row what would happen and write nothing.",
    ),
)
@common
def import_(given: Common, file: str, preview: bool) -> None:
    """Take in the register from a file; 1 when a row is wrong."""
    workplace = given.workplace()
    if preview:
        done = preview_register(workplace, Path(file))
        notices = done.notices
    else:
        done = import_register(workplace, Path(file))
        notices = (*done.notices, *finish_change(workplace))
    today = workplace.today()
    accounts = [account_json(row.account, today) for row in done.rows if row.account]
    answer(
        {
            "accounts": [*accounts],
            "rows": [row_json(row, language()) for row in done.rows],
            "counts": {state.value: done.count(state) for state in RowState},
            "written": done.written,
            "warnings": notices_json(notices),
        },
        as_json=given.json,
        text=lambda: _tell(done),
    )
    if not given.json:
        tell_notices(notices)
    if done.count(RowState.ERROR):
        click.get_current_context().exit(1)


def _tell(done: Exchange) -> None:
    for row in done.rows:
        if row.state is not RowState.SAME:
            _tell_row(row_json(row, language()), _STATES[row.state].say(language()))
    counts = ", ".join(
        f"{done.count(state)} {word.say(language())}" for state, word in _STATES.items()
    )
    echo(f"{counts}.")
    if not done.written:
        echo(
            say(
                "Er is niets geschreven. Klopt het, geef de opdracht dan zonder --dry-run.",
                "Nothing was written. If it is right, give the command without --dry-run.",
            )
        )


def _tell_row(row: JsonObject, state: str) -> None:
    head = say("rij {row}: {state}", "row {row}: {state}", row=row["row"], state=state)
    echo(f"{head} {row['account'] or ''}".rstrip())
    changes, error = row["changes"], row["error"]
    if isinstance(changes, dict):
        for name, change in changes.items():
            if isinstance(change, dict) and name != "kind":  # `kinds` tells it with its dates
                label = CHANGED[name].say(language()) if name in CHANGED else name
                before, after = in_words(name, change["from"]), in_words(name, change["to"])
                echo(f"    {label}: {before} → {after}")
    if isinstance(error, dict):
        column = error["column"]
        place = say("  kolom '{column}':", "  column '{column}':", column=column) if column else ""
        echo(f"    {error['code']}{place} {error['message']}")
        echo(f"      → {error['hint']}")
