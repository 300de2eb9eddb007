"""`weerklank audit`: look at a share of the archive, so that in some days all was looked at."""

import click

from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo, thousands
from weerklank.model.clock import civil_day, iso
from weerklank.model.json_value import JsonObject
from weerklank.services.keep.audit import (
    Audited,
    Report,
    audit,
    audit_report,
    decide_spread,
    look_json,
)

#: Rows that are shown on a screen; JSON has them all.
_MOST_SHOWN = 200


@click.group(
    "audit",
    invoke_without_command=True,
    help=say(
        "Controleer de pakketten die aan de beurt zijn, en het logboek: eerst wat beschadigd was, "
        "dan wat nooit, dan wat het langst geleden is bekeken. Met --spread gaat de planning dat "
        "elke dag doen.",
        "Look at the packages whose turn it is, and the log: first what was damaged, then what "
        "was never looked at, then what longest ago. With --spread the schedule does so daily.",
    ),
)
@click.option(
    "--spread",
    "days",
    metavar="DAYS",
    type=int,
    help=say(
        "Binnen hoeveel dagen alles is bekeken (gewoon 90); geldt vanaf nu.",
        "Within how many days all is looked at (90 is usual); holds from now on.",
    ),
)
@click.pass_context
@common
def audit_command(given: Common, context: click.Context, days: int | None) -> None:
    """Look at what is due."""
    if context.invoked_subcommand is not None:
        return
    workplace = given.workplace()
    if days is not None:
        decide_spread(workplace, days)
    done = audit(workplace)
    answer(_json(done), as_json=given.json, text=lambda: _show(done))
    context.exit(0 if done.ok else 1)


def _json(done: Audited) -> JsonObject:
    spoken = language()
    return {
        "bytes": done.bytes,
        "files": done.files,
        "findings": [
            {"code": one.code, "path": one.path, "message": one.message(spoken)}
            for one in done.findings
        ],
        "mailed": [*done.mailed],
        "ok": done.ok,
        "parts": [*done.parts],
        "told": done.is_told,
    }


def _show(done: Audited) -> None:
    spoken = language()
    echo(
        say(
            "Bekeken: {parts} pakketten, {files} bestanden, {bytes} bytes",
            "Looked at: {parts} packages, {files} files, {bytes} bytes",
            parts=thousands(len(done.parts)),
            files=thousands(done.files),
            bytes=thousands(done.bytes),
        )
    )
    for finding in done.findings[:_MOST_SHOWN]:
        echo(f"  {finding.code}  {finding.path}")
        echo(f"              {finding.message(spoken)}")
    for name in done.mailed:
        echo(say("  Gemeld aan {name}.", "  {name} was told.", name=name))
    echo(
        say("Geen schade gevonden.", "No damage found.")
        if done.ok
        else say("Er is schade: geef 'weerklank repair'.", "Damage: give 'weerklank repair'.")
    )


@audit_command.command(
    "report",
    help=say(
        "Toon wanneer elk pakket het laatst is bekeken; 'nooit' is een eigen antwoord.",
        "Show when each package was last looked at; 'never' is an answer of its own.",
    ),
)
@common
def report(given: Common) -> None:
    """Tell when each part was looked at."""
    found = audit_report(given.telling())
    rows = [look_json(name, look) for name, look in found.looks.items()]
    told: JsonObject = {
        "last": iso(found.last) if found.last else None,
        "never": sum(look is None for look in found.looks.values()),
        "parts": [*rows],
        "spread": found.days,
    }
    answer(told, as_json=given.json, text=lambda: _show_report(found))


def _show_report(found: Report) -> None:
    never = say("nooit bekeken", "never looked at")
    ordered = sorted(
        found.looks.items(), key=lambda row: (row[1].at.timestamp() if row[1] else 0.0, row[0])
    )
    for name, look in ordered[:_MOST_SHOWN]:
        if look is None:
            echo(f"  {never:<14}  {name}")
        else:
            wrong = "" if look.ok else say("  beschadigd", "  damaged")
            echo(f"  {civil_day(look.at).isoformat():<14}  {name}{wrong}")
    hidden = len(found.looks) - _MOST_SHOWN
    if hidden > 0:
        echo(say("  en nog {n}; zie --json", "  and {n} more; see --json", n=hidden))
    if found.days is None:
        echo(
            say(
                "De planning bekijkt niets uit zichzelf: zie 'audit --spread'.",
                "The schedule looks at nothing by itself: see 'audit --spread'.",
            )
        )
