"""`weerklank verify`: check that all is as it was."""

import click

from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo, thousands
from weerklank.model.json_value import JsonObject
from weerklank.services.verify.verify_archive import Verification, verify_archive

#: Findings that are shown on a screen; JSON has them all.
_MOST_SHOWN = 200
#: Of these the first place is shown where something was not checked.
_WITH_PLACE = ("un", "beyond", "closed", "working")


@click.command(
    "verify",
    help=say(
        "Controleer of alles er nog is zoals het was: bestanden, pakketten, logboek, "
        "handtekeningen en tijdstempels. Met accounts alleen hun pakketten, het logboek geheel.",
        "Check that all is as it was: files, packages, log, signatures and time stamps. "
        "With accounts only their packages, and the log whole.",
    ),
)
@click.argument("accounts", metavar="[A]...", nargs=-1)
@click.option(
    "--deep",
    is_flag=True,
    help=say(
        "Controleer ook elk bericht tegen het logboek.",
        "Also check every record against the log.",
    ),
)
@common
def verify_command(given: Common, accounts: tuple[str, ...], deep: bool) -> None:
    """Check an archive."""
    workplace = given.workplace(verifying=True)
    register = workplace.register() if accounts else None
    chosen = tuple(register.find(name).id for name in accounts) if register else ()
    done = verify_archive(workplace, chosen, deep=deep)
    answer(_json(done), as_json=given.json, text=lambda: _show(done))
    click.get_current_context().exit(0 if done.ok else 1)


def _json(done: Verification) -> JsonObject:
    spoken = language()
    checked = done.checked
    return {
        "ok": done.ok,
        "checked": {
            "objects": checked.objects,
            "files": checked.files,
            "bytes": checked.bytes,
            "records": checked.records,
        },
        "not_checked": [
            {"what": one.what, "reason": one.reason(spoken), "count": one.count, "path": one.where}
            for one in done.not_checked
        ],
        "findings": [
            {"code": one.code, "path": one.path, "message": one.message(spoken)}
            for one in done.findings
        ],
    }


def _show(done: Verification) -> None:
    """Tell people what was checked, what is wrong, and what was not checked and why."""
    spoken = language()
    checked = done.checked
    echo(say("Gecontroleerd", "Checked"))
    for number, label in (
        (checked.objects, say("pakketten en verzegelde objecten", "packages and sealed objects")),
        (checked.files, say("bestanden", "files")),
        (checked.bytes, say("bytes", "bytes")),
        (checked.records, say("berichten, één voor één", "records, one by one")),
    ):
        echo(f"  {thousands(number):>15}  {label}")
    if done.findings:
        echo(say("Bevindingen", "Findings"))
        for finding in done.findings[:_MOST_SHOWN]:
            echo(f"  {finding.code}  {finding.path}")
            echo(f"              {finding.message(spoken)}")
        hidden = len(done.findings) - _MOST_SHOWN
        if hidden > 0:
            echo(say("  en nog {n}; zie --json", "  and {n} more; see --json", n=hidden))
    if done.not_checked:
        echo(say("Niet gecontroleerd", "Not checked"))
        for one in done.not_checked:
            echo(f"  {one.reason(spoken)}")
            if one.where and one.count and one.what.startswith(_WITH_PLACE):
                echo(f"    {one.where}")
    echo(
        say("Geen schade gevonden.", "No damage found.")
        if done.ok
        else say(
            "Er is schade gevonden. Wijzig niets en vergelijk met een replica of back-up.",
            "Damage was found. Change nothing, and compare with a replica or back-up.",
        )
    )
