"""`weerklank privacy`: the privacy officer's choices."""

import click

from weerklank.cli.language import say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.cli.privacy_change import (
    approve_command,
    fields_json,
    preview_command,
    propose_command,
)
from weerklank.cli.privacy_named import named_command
from weerklank.cli.privacy_person import person_command
from weerklank.cli.privacy_report import report_command
from weerklank.cli.privacy_review import review_command
from weerklank.cli.privacy_scan import scan_command
from weerklank.model.json_value import Json
from weerklank.model.policy import Policy
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.seal.set_policy import choose_sealed


@click.group("privacy", help=say("Privacybeleid.", "Privacy policy."))
def privacy_command() -> None:
    """Keep what goes for privacy."""


privacy_command.add_command(report_command)
privacy_command.add_command(named_command)
privacy_command.add_command(review_command)
privacy_command.add_command(person_command)
privacy_command.add_command(scan_command)


@privacy_command.group(
    "policy",
    invoke_without_command=True,
    help=say(
        "Toon het beleid dat geldt, of stel met --sealed een nieuwe versie vast.",
        "Show the policy in force, or make a new version of it with --sealed.",
    ),
)
@click.option(
    "--sealed",
    metavar="drop|MONTHS",
    help=say(
        "Geen verzegelde originelen, of zoveel maanden bewaren.",
        "No sealed originals, or kept for so many months.",
    ),
)
@click.pass_context
@common
def policy(given: Common, context: click.Context, sealed: str | None) -> None:
    """Show or set the policy."""
    if context.invoked_subcommand is not None:
        return
    workplace = given.workplace()
    if sealed is None:
        in_force = workplace.policy()
    else:
        in_force = choose_sealed(workplace, sealed)
        seal_events(workplace)
    answer(
        {"policy": _json(in_force), "findings": []},
        as_json=given.json,
        text=lambda: echo(_in_words(in_force)),
    )


policy.add_command(propose_command)
policy.add_command(preview_command)
policy.add_command(approve_command)


def _json(in_force: Policy) -> Json:
    return {
        "fields": fields_json(in_force),
        "sealed": _sealed(in_force),
        "version": in_force.version,
    }


def _sealed(in_force: Policy) -> Json:
    if in_force.sealed is None:
        return None
    months = in_force.sealed.months
    return {"choice": "drop" if months is None else "months", "months": months}


def _in_words(in_force: Policy) -> str:
    if in_force.sealed is None:
        return say(
            "Over verzegelde originelen is nog niet beslist: scenario B kan niet beginnen. "
            "Kies met --sealed drop of --sealed 12 (maanden).",
            "Sealed originals were not decided on yet: scenario B can't start. "
            "Choose with --sealed drop or --sealed 12 (months).",
        )
    if in_force.sealed.months is None:
        return say(
            "Versie {version}: er worden geen verzegelde originelen bewaard.",
            "Version {version}: no sealed originals are kept.",
            version=in_force.version,
        )
    return say(
        "Versie {version}: bewaartermijn van verzegelde originelen in maanden: {months}.",
        "Version {version}: term of sealed originals in months: {months}.",
        version=in_force.version,
        months=in_force.sealed.months,
    )
