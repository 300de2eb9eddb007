"""`weerklank repair`: mend from replicas what is damaged."""

import click

from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.model.json_value import JsonObject
from weerklank.services.keep.repair import Repaired, repair

#: Rows that are shown on a screen; JSON has them all.
_MOST_SHOWN = 200


@click.command(
    "repair",
    help=say(
        "Herstel uit de replica's wat 'verify' beschadigd of weg vindt. Wat uit een replica komt "
        "moet zijn zoals het ondertekende logboek zegt; wat er lag wordt bewaard tot alles klopt. "
        "Zonder URL uit alle replica's op de lijst.",
        "Mend from the replicas what 'verify' finds damaged or gone. What comes from a replica "
        "must be as the signed log says; what was there is kept until all is in order. "
        "Without a URL from all replicas on the list.",
    ),
)
@click.argument("urls", metavar="[URL]...", nargs=-1)
@common
def repair_command(given: Common, urls: tuple[str, ...]) -> None:
    """Mend an archive."""
    done = repair(given.workplace(verifying=True), urls)
    answer(_json(done), as_json=given.json, text=lambda: _show(done))
    click.get_current_context().exit(0 if done.ok else 1)


def _json(done: Repaired) -> JsonObject:
    spoken = language()
    return {
        "repaired": [
            {"path": one.path, "replica": one.replica, "codes": [*one.codes]}
            for one in done.mended
        ],
        "findings": [
            {"code": one.code, "path": one.path, "message": one.message(spoken)}
            for one in done.after.findings
        ],
        "kept": [*done.kept],
        "ok": done.ok,
    }


def _show(done: Repaired) -> None:
    """Tell people what was mended, and what is still wrong."""
    spoken = language()
    echo(say("Hersteld: {count}", "Mended: {count}", count=len(done.mended)))
    for one in done.mended[:_MOST_SHOWN]:
        echo(f"  {one.replica}  {one.path}")
    if done.ok:
        echo(say("Er is geen schade (meer).", "There is no damage (any more)."))
        return
    echo(say("Nog niet in orde", "Not in order yet"))
    for finding in done.after.findings[:_MOST_SHOWN]:
        echo(f"  {finding.code}  {finding.path}")
        echo(f"              {finding.message(spoken)}")
    for path in done.kept:
        echo(
            say(
                "Wat beschadigd was, wordt bewaard in {path}.",
                "What was damaged is kept in {path}.",
                path=path,
            )
        )
