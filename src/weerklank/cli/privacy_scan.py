"""`weerklank privacy scan`: look through everything for whom it should not show."""

from pathlib import Path

import click

from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo, thousands
from weerklank.model.json_value import JsonObject
from weerklank.services.scan.found import REASONS, SENTENCES, Scanned
from weerklank.services.scan.scan_archive import scan_archive

#: Findings that are shown on a screen; JSON has them all.
_MOST_SHOWN = 200


@click.command(
    "scan",
    help=say(
        "Doorzoek elk bestand van het archief op wie er niet in mag staan, zonder iets te openen. "
        "Het antwoord noemt bestand en plaats, nooit het woord. Alleen voor de privacy officer. "
        "Met accounts alleen hun pakketten.",
        "Look through every file of the archive for whom it should not show, opening nothing. The "
        "answer names file and place, never the word. For the privacy officer alone. With "
        "accounts only their packages.",
    ),
)
@click.argument("accounts", metavar="[A]...", nargs=-1)
@click.option(
    "--also",
    metavar="DIR",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help=say(
        "Doorzoek ook deze map: een export, een map met logbestanden.",
        "Look through this folder too: an export, a folder of logs.",
    ),
)
@common
def scan_command(given: Common, accounts: tuple[str, ...], also: tuple[Path, ...]) -> None:
    """Scan."""
    workplace = given.workplace()
    register = workplace.register()
    chosen = tuple(register.find(name).id for name in accounts)
    done = scan_archive(workplace, chosen, also)
    answer(_json(done), as_json=given.json, text=lambda: _show(done))
    click.get_current_context().exit(0 if done.ok else 1)


def _json(done: Scanned) -> JsonObject:
    spoken = language()
    return {
        "checked": {
            "bytes": done.bytes,
            "files": done.files,
            "read": done.read,
            "records": done.records,
        },
        "findings": [
            {
                "code": one.code,
                "kind": one.kind,
                "message": SENTENCES[one.code].say(spoken),
                "path": one.path,
                "place": one.place,
            }
            for one in done.findings
        ],
        "more": done.more,
        "not_checked": [
            {
                "count": one.count,
                "path": one.where,
                "reason": REASONS[one.what].say(spoken),
                "what": one.what,
            }
            for one in done.not_checked.values()
        ],
        "ok": done.ok,
    }


def _show(done: Scanned) -> None:
    """Tell people what was looked through, what was found where, and what was not checked."""
    spoken = language()
    echo(say("Doorzocht", "Looked through"))
    for number, label in (
        (done.files, say("bestanden", "files")),
        (done.bytes, say("bytes", "bytes")),
        (done.read, say("bytes, uitgepakt", "bytes, unpacked")),
        (done.records, say("berichten, elk in zijn draad", "records, each in its thread")),
    ):
        echo(f"  {thousands(number):>15}  {label}")
    if not done.ok:
        echo(say("Bevindingen", "Findings"))
    for one in done.findings[:_MOST_SHOWN]:
        echo(f"  {one.code}  {one.path}  {one.place}")
        echo(f"            {SENTENCES[one.code].say(spoken)}")
    hidden = len(done.findings) - _MOST_SHOWN
    if hidden > 0:
        echo(say("  en nog {n}; zie --json", "  and {n} more; see --json", n=hidden))
    if done.more:
        echo(say("  en {n} die niet zijn bewaard", "  and {n} that were not kept", n=done.more))
    if done.not_checked:
        echo(say("Niet gecontroleerd", "Not checked"))
    for left in done.not_checked.values():
        echo(f"  {REASONS[left.what].say(spoken)} ({thousands(left.count)})")
    echo(
        say("Niemand gevonden in wat is doorzocht.", "Nobody found in what was looked through.")
        if done.ok
        else say(
            "Er staat iemand in het archief die er niet in hoort. Zoek de plaats op en laat het "
            "herstellen.",
            "Somebody stands in the archive who should not. Look the place up and have it mended.",
        )
    )
