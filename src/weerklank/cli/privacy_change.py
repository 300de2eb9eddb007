"""`weerklank privacy policy propose|preview|approve`: another policy per field class."""

import click

from weerklank.cli.language import say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.model.account import Scenario
from weerklank.model.json_value import JsonObject
from weerklank.model.policy import Choice, FieldClass, Policy, changes_json
from weerklank.services.appraise.change_policy import approve, preview, proposals, propose
from weerklank.services.appraise.read_policy import Counted, Proposal, counted_json
from weerklank.services.seal.seal_events import seal_events


@click.command(
    "propose",
    help=say(
        "Stel voor een soort gegevens iets anders voor, en tel wat dat had veranderd aan wat het "
        "archief heeft. Er verandert nog niets.",
        "Propose something else for a class of fields, and count what that would have changed of "
        "what is held. Nothing changes yet.",
    ),
)
@click.option(
    "--field",
    type=click.Choice([one.value for one in FieldClass]),
    required=True,
    help=say("Soort gegevens.", "Class of fields."),
)
@click.option(
    "--scenario",
    type=click.Choice([one.value for one in Scenario]),
    multiple=True,
    help=say("Scenario; zonder dit alle drie.", "Scenario; without it all three."),
)
@click.option(
    "--choice",
    type=click.Choice([one.value for one in Choice]),
    required=True,
    help=say("Wat ermee gebeurt.", "What is done with it."),
)
@common
def propose_command(given: Common, field: str, scenario: tuple[str, ...], choice: str) -> None:
    """Propose."""
    workplace = given.workplace()
    scenarios = tuple(map(Scenario, scenario)) or tuple(Scenario)
    found, counted = propose(workplace, FieldClass(field), scenarios, Choice(choice))
    seal_events(workplace)
    answer(_json(found, counted), as_json=given.json, text=lambda: _show(found, counted))


@click.command(
    "preview",
    help=say(
        "Tel opnieuw wat een voorstel had veranderd; zonder PROPOSAL: noem de voorstellen.",
        "Count once more what a proposal would have changed; without PROPOSAL: name those.",
    ),
)
@click.argument("proposal", metavar="PROPOSAL", required=False)
@common
def preview_command(given: Common, proposal: str | None) -> None:
    """Preview."""
    workplace = given.workplace()
    if proposal is None:
        waiting = [*proposals(workplace).values()]

        def text() -> None:
            for one in waiting:
                _head(one)
            if not waiting:
                echo(say("Er ligt geen voorstel.", "There is no proposal."))

        answer({"proposals": [_json(one, ()) for one in waiting]}, as_json=given.json, text=text)
        return
    found, counted = preview(workplace, proposal)
    answer(_json(found, counted), as_json=given.json, text=lambda: _show(found, counted))


@click.command(
    "approve",
    help=say(
        "Stel een voorstel vast: het geldt voor wat vanaf nu binnenkomt.",
        "Approve a proposal: it goes for what comes in from now on.",
    ),
)
@click.argument("proposal", metavar="PROPOSAL")
@common
def approve_command(given: Common, proposal: str) -> None:
    """Approve."""
    workplace = given.workplace()
    in_force = approve(workplace, proposal)
    seal_events(workplace)
    told = say(
        "Versie {version} geldt voor wat vanaf nu binnenkomt; wat er al is, houdt het beleid van "
        "zijn dag.",
        "Version {version} goes for what comes in from now on; what is held keeps the policy of "
        "its day.",
        version=in_force.version,
    )
    answer(
        {"fields": fields_json(in_force), "version": in_force.version},
        as_json=given.json,
        text=lambda: echo(told),
    )


def fields_json(policy: Policy) -> JsonObject:
    """Write what is done per field class and scenario."""
    return {
        field.value: {one.value: policy.choice(field, one).value for one in Scenario}
        for field in FieldClass
    }


def _json(found: Proposal, counted: tuple[Counted, ...]) -> JsonObject:
    return {
        "base": found.base,
        "by": found.by,
        "changes": changes_json(found.changes),
        "counts": counted_json(counted),
        "proposal": found.id,
    }


def _head(found: Proposal) -> None:
    echo(f"{found.id}  {found.by}")
    for one in found.changes:
        echo(f"  {one.field.value} {one.scenario.value}: {one.choice.value}")


def _show(found: Proposal, counted: tuple[Counted, ...]) -> None:
    _head(found)
    for one in counted:
        most = say(" (ten hoogste)", " (at most)") if one.is_at_most else ""
        echo(f"  {one.account}  {one.field.value}  {one.items}{most}")
    if not counted:
        echo(say("  Geen bericht was anders behandeld.", "  No item would have been otherwise."))
    echo(
        say(
            "Wat er al is, houdt het beleid van zijn dag.",
            "What is held keeps the policy of its day.",
        )
    )
