"""`weerklank transfer check`: MDTO of anyone held against schema and rules."""

from pathlib import Path

import click

from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import Progress, answer, echo, thousands
from weerklank.model.json_value import JsonObject
from weerklank.services.transfer.check_sip import Checked, check_mdto


@click.command(
    "check",
    help=say(
        "Controleer een SIP, of één bestand met MDTO: schema, de regels die het schema niet "
        "kent, begrippen, wat naar elkaar verwijst, controlesommen en pakbon. Van wie het is, "
        "maakt niet uit; er is geen archief voor nodig.",
        "Check a SIP, or one file of MDTO: schema, the rules that the schema misses, terms, what "
        "points at each other, digests and pakbon. Whoever made it; no archive is needed.",
    ),
)
@click.argument("path", metavar="PATH", type=click.Path(path_type=Path))
@common
def check_command(given: Common, path: Path) -> None:
    """Check."""
    checked = check_mdto(path, Progress())

    def text() -> None:
        for one in checked.findings:
            echo(f"{one.file}: {one.rule}: {one.reason.say(language())}")
            echo(f"    {one.next_step.say(language())}")
        _close(checked)

    told: JsonObject = {
        "advice": checked.advice,
        "broken": checked.broken,
        "bytes": checked.bytes,
        "files": checked.files,
        "findings": [one.told(language()) for one in checked.findings],
        "objects": checked.objects,
        "ok": not checked.broken,
    }
    answer(told, as_json=given.json, text=text)
    click.get_current_context().exit(1 if checked.broken else 0)


def _close(checked: Checked) -> None:
    left = checked.broken + checked.advice - len(checked.findings)
    if left:
        echo(say("en {left} andere bevindingen", "and {left} other findings", left=left))
    said = say(
        "{objects} {objects:informatieobject|informatieobjecten}, {files} "
        "{files:bestand|bestanden}: {broken} keer anders dan een regel "
        "zegt, {advice} keer anders dan een advies.",
        "{objects} information objects, {files} {files:file|files}: {broken} "
        "{broken:time|times} other than a rule says, "
        "{advice} {advice:time|times} other than advice.",
        objects=thousands(checked.objects),
        files=thousands(checked.files),
        broken=thousands(checked.broken),
        advice=thousands(checked.advice),
    )
    echo(said)
