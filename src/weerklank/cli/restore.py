"""`weerklank restore`: rehearse what one would do if the archive were lost."""

from pathlib import Path

import click

from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo, error_json, thousands
from weerklank.model.json_value import JsonObject
from weerklank.services.keep.rehearse_restore import NOT_IN_IT, Rehearsed, rehearse_restore

#: Findings that are shown on a screen; JSON has them all.
_MOST_SHOWN = 50


@click.group(
    "restore",
    help=say("Oefen het terugzetten van een replica.", "Rehearse the restore of a replica."),
)
def restore_command() -> None:
    """Bring an archive back."""


@restore_command.command(
    "rehearse",
    help=say(
        "Maak in de lege map DIR een werkend archief uit de replica op URL alleen, controleer het "
        "geheel, maak de catalogus, en vergelijk het met dit archief. Hier verandert niets.",
        "Make in the empty folder DIR a working archive of the replica at URL alone, check all of "
        "it, make the catalogue, and compare it with this archive. Nothing is changed here.",
    ),
)
@click.argument("url", metavar="URL")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@common
def rehearse_command(given: Common, url: str, folder: Path) -> None:
    """Rehearse a restore."""
    done = rehearse_restore(given.workplace(), url, folder)
    answer(_json(done), as_json=given.json, text=lambda: _show(done))
    click.get_current_context().exit(0 if done.ok else 1)


def _json(done: Rehearsed) -> JsonObject:
    spoken = language()
    return {
        "archive": str(done.folder),
        "behind": done.behind,
        "findings": [
            {"code": one.code, "path": one.path, "message": one.message(spoken)}
            for one in done.findings
        ],
        "not_checked": [
            {"what": one.what, "reason": one.reason(spoken), "count": one.count, "path": one.where}
            for one in done.not_checked
        ],
        "not_in_it": [one.say(spoken) for one in NOT_IN_IT],
        "ok": done.ok,
        "problem": None if done.problem is None else error_json(done.problem),
        "records": done.records,
        "records_here": done.records_here,
        "replica": done.replica,
        "same_log": done.same_log,
        "size": done.size,
    }


def _show(done: Rehearsed) -> None:
    """Tell people how it went."""
    spoken = language()
    echo(say("Uit replica {replica} gemaakt: {folder}", "Made of replica {replica}: {folder}",
             replica=done.replica, folder=done.folder))  # fmt: skip
    echo(
        say(
            "  records: {records}; in het archief: {here}",
            "  records: {records}; in the archive: {here}",
            records=thousands(done.records),
            here=thousands(done.records_here),
        )
    )
    echo(
        say(
            "  het logboek van het archief begint ermee", "  the log of the archive begins with it"
        )
        if done.same_log
        else say("  het logboek is een ander dan dat van het archief", "  the log is another one")
    )
    if done.behind:
        echo(
            say(
                "  wat daarna kwam, zit er niet in: {count} {count:blad|bladeren}",
                "  what came since is not in it: {count} {count:leaf|leaves}",
                count=thousands(done.behind),
            )
        )
    echo(say("  zit er niet in:", "  not in it:"))
    for one in NOT_IN_IT:
        echo(f"    {one.say(spoken)}")
    for finding in done.findings[:_MOST_SHOWN]:
        echo(f"  {finding.code}  {finding.path}")
        echo(f"              {finding.message(spoken)}")
    if done.problem is not None:
        echo(f"  {done.problem.message(spoken)}")
    echo(
        say("Het terugzetten lukt.", "The restore works.")
        if done.ok
        else say("Zo is dit archief niet terug te zetten.", "This archive can't be restored so.")
    )
