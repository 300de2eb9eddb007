"""`weerklank formats scan`: look for viruses in files of media."""

from datetime import datetime
from pathlib import Path

import click

from weerklank import bootstrap
from weerklank.cli.formats_options import ACCOUNT, scope_of
from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo, thousands
from weerklank.cli.period import SINCE, UNTIL
from weerklank.model.virus import VIRUS_STATES, VirusState
from weerklank.services.appraise.scan_viruses import ScanAsked, ScanDone, done_json, scan_viruses
from weerklank.services.seal.seal_events import seal_events


@click.command(
    "scan",
    help=say(
        "Zoek met ClamAV naar virussen in bestanden van media en pagina's, als archivaris. Er "
        "gaat niets weg: wat is gevonden, wordt vastgelegd.",
        "Look for viruses in files of media and pages with ClamAV, as archivist. Nothing goes "
        "away: what is found is recorded.",
    ),
)
@ACCOUNT
@SINCE
@UNTIL
@click.option(
    "--new",
    "only_new",
    is_flag=True,
    help=say(
        "Alleen wat nog niet met virusdefinities is bekeken.",
        "Only what was not looked at with signatures yet.",
    ),
)
@click.option(
    "--signatures",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help=say(
        "Map met virusdefinities; anders die van ClamAV.",
        "Folder of signatures; else that of ClamAV.",
    ),
)
@common
def scan_command(
    given: Common,
    accounts: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
    signatures: Path | None,
    *,
    only_new: bool,
) -> None:
    """Scan."""
    workplace = given.workplace()
    scope = scope_of(workplace, accounts, since, until)
    if signatures is None:
        asked = ScanAsked(scope, only_new=only_new, daemon=bootstrap.clamd())
    else:  # those that were named, and not those of a daemon
        asked = ScanAsked(scope, signatures, only_new)
    done = scan_viruses(workplace, asked)
    seal_events(workplace)
    value = done_json(done)
    answer(value, as_json=given.json, text=lambda: _show(done))
    click.get_current_context().exit(0 if value["ok"] else 1)


def _show(done: ScanDone) -> None:
    if done.signatures is None:
        echo(
            say("{engine}, geen virusdefinities.", "{engine}, no signatures.", engine=done.engine)
        )
    else:
        echo(
            say(
                "{engine}, virusdefinities van {day}.",
                "{engine}, signatures of {day}.",
                engine=done.engine,
                day=done.signatures.isoformat(),
            )
        )
    for state in VirusState:
        if done.states[state]:
            echo(f"  {thousands(done.states[state]):>9}  {VIRUS_STATES[state].say(language())}")
    for file, name in done.found:
        echo(f"{file.item.id}/{file.number}  {name}")
    if done.unread.items:
        echo(
            say(
                "{n} {n:bericht is|berichten zijn} niet te lezen; draai 'weerklank verify'.",
                "{n} {n:post|posts} can't be read; run 'weerklank verify'.",
                n=thousands(done.unread.items),
            )
        )
