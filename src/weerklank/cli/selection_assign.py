"""`weerklank selection assign`: which row of a list some content goes by."""

from datetime import date

import click

from weerklank.cli.account_facts import DATE
from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.model.account import Scenario
from weerklank.model.json_value import JsonObject
from weerklank.model.selection import KEY_FUNCTION_ADVICE, Assignment, Direction, Share
from weerklank.services.appraise.assign_row import (
    NewAssignment,
    assign_row,
    end_assignment,
    is_by_key_function,
    target_of,
)
from weerklank.services.appraise.tell_selection import assignment_told
from weerklank.services.seal.seal_events import seal_events

_ONE = (
    "Noem één van --id, --account en --default.",
    "Name one of --id, --account and --default.",
)
_ROW_OR_END = (
    "Noem een rij met --row, of beëindig het besluit met --end; niet beide.",
    "Name a row with --row, or end the decision with --end; not both.",
)


@click.command(
    "assign",
    help=say(
        "Besluit als archivaris bij welke rij inhoud hoort: één bericht (--id), één account "
        "(--account), of een soort inhoud (--default). Het smalste besluit gaat voor.",
        "Decide as archivist which row content goes by: one post (--id), one account (--account), "
        "or a kind of content (--default). The narrowest decision goes first.",
    ),
)
@click.option("--id", "item", metavar="ID", help=say("Eén bericht.", "One post."))
@click.option("--account", metavar="A", help=say("Eén account.", "One account."))
@click.option(
    "--default",
    "direction",
    type=click.Choice([one.value for one in Direction]),
    help=say("Eenzijdige of tweezijdige inhoud.", "One-way or two-way content."),
)
@click.option(
    "--scenario",
    type=click.Choice([one.value for one in Scenario]),
    help=say("Bij --default: alleen in dit scenario.", "With --default: in this scenario alone."),
)
@click.option(
    "--share",
    type=click.Choice([one.value for one in Share]),
    help=say(
        "Alleen wat het account zelf zegt (own), of wat anderen reageren (others).",
        "Only what the account itself says (own), or what others reply (others).",
    ),
)
@click.option("--row", metavar="CODE", help=say("De rij.", "The row."))
@click.option(
    "--list",
    "list_name",
    metavar="LIST",
    help=say("De lijst; anders die nu geldt.", "The list; else the one in force."),
)
@click.option(
    "--starts",
    type=DATE,
    help=say(
        "Dag vanaf welke de termijn telt, waar de rij daarom vraagt.",
        "Day from which the term is counted, where the row asks for one.",
    ),
)
@click.option("--reason", required=True, metavar="TEXT", help=say("Waarom.", "Why."))
@click.option(
    "--body",
    help=say(
        "Orgaan dat het besluit nam; anders de organisatie.",
        "Body that took the decision; else the organisation.",
    ),
)
@click.option(
    "--decided", type=DATE, help=say("Dag van het besluit; anders vandaag.", "Day; else today.")
)
@click.option(
    "--end",
    is_flag=True,
    help=say("Beëindig het besluit: de lijst geldt weer.", "End the decision: the list goes."),
)
@common
def assign_command(
    given: Common,
    item: str | None,
    account: str | None,
    direction: str | None,
    scenario: str | None,
    share: str | None,
    row: str | None,
    list_name: str | None,
    starts: date | None,
    reason: str,
    body: str | None,
    decided: date | None,
    *,
    end: bool,
) -> None:
    """Assign."""
    if [item, account, direction].count(None) != 2:
        raise click.UsageError(say(*_ONE))
    if end is (row is not None):
        raise click.UsageError(say(*_ROW_OR_END))
    workplace = given.workplace()
    target = target_of(
        workplace,
        item=item,
        account=account,
        direction=Direction(direction) if direction else None,
        scenario=Scenario(scenario) if scenario else None,
        share=Share(share) if share else None,
    )
    advice = None
    if row is None:
        made = end_assignment(workplace, target, reason)
    else:
        new = NewAssignment(
            target=target,
            row=row,
            reason=reason,
            list=list_name,
            starts=starts,
            body=body,
            decided=decided,
        )
        made, found = assign_row(workplace, new)
        if is_by_key_function(found):
            advice = KEY_FUNCTION_ADVICE.say(language())
    seal_events(workplace)

    def text() -> None:
        show_assignment(made, is_over=end)
        if advice:
            echo(f"  {advice}")

    state: JsonObject = {"advice": advice, "state": "ended" if end else "decided"}
    answer(assignment_told(made) | state, as_json=given.json, text=text)


def show_assignment(made: Assignment, *, is_over: bool = False) -> None:
    """Show a decision."""
    over = say(" (beëindigd)", " (ended)") if is_over else ""
    echo(f"{made.target.name}  {made.list}-v{made.version} {made.row}{over}")
    echo(
        say(
            "  {body}, {day}, vastgelegd door {by}: {reason}",
            "  {body}, {day}, recorded by {by}: {reason}",
            body=made.body,
            day=made.decided_on,
            by=made.by,
            reason=made.reason,
        )
    )
