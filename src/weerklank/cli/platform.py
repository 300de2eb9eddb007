"""`weerklank platform`: what the organisation decided on platforms."""

from datetime import date

import click

from weerklank.cli.account_facts import DATE, PLATFORM
from weerklank.cli.account_text import notices_json, tell_notices
from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.model.json_value import JsonObject
from weerklank.model.platform import TITLES, Platform
from weerklank.model.register_words import PLATFORM_STATES
from weerklank.services.register.set_platform_status import (
    Decision,
    platform_list,
    set_platform_status,
)
from weerklank.services.schedule.finish_change import finish_change


@click.group("platform", help=say("Besluiten over platforms.", "Decisions on platforms."))
def platform_command() -> None:
    """Keep what goes for platforms."""


@platform_command.command(
    "status",
    help=say("Leg een besluit over platform P vast.", "Record a decision on platform P."),
)
@click.argument("platform", metavar="P", type=PLATFORM)
@click.argument(
    "decision",
    metavar="|".join(Decision),
    type=click.Choice([decision.value for decision in Decision]),
)
@click.option(
    "--decided",
    type=DATE,
    metavar="DATE",
    required=True,
    help=say("Dag van het besluit.", "Day of the decision."),
)
@click.option(
    "--document",
    metavar="TEXT",
    help=say("Waar het besluit te vinden is.", "Where the decision can be found."),
)
@click.option(
    "--without-harvest",
    metavar="REASON",
    help=say(
        "Waarom een laatste oogst van de accounts er niet is en niet meer kan; bij 'ended'.",
        "Why there is no last harvest of the accounts, and can be none any more; for 'ended'.",
    ),
)
@common
def status(
    given: Common,
    platform: str,
    decision: str,
    decided: date,
    document: str | None,
    without_harvest: str | None,
) -> None:
    """Record a decision on a platform."""
    workplace = given.workplace()
    done = set_platform_status(
        workplace,
        Platform(platform),
        Decision(decision),
        decided=decided,
        document=document,
        without_harvest=without_harvest,
    )
    notices = (*done.notices, *finish_change(workplace))

    def text() -> None:
        _line(done.platform)
        tell_notices(notices)

    answer({**done.platform, "warnings": notices_json(notices)}, as_json=given.json, text=text)


@platform_command.command(
    "list",
    help=say("Toon elk platform met het besluit erover.", "Show each platform and its decision."),
)
@common
def show_all(given: Common) -> None:
    """List the platforms."""
    platforms = platform_list(given.workplace())

    def text() -> None:
        for platform in platforms:
            _line(platform)

    answer({"platforms": [*platforms]}, as_json=given.json, text=text)


def _line(platform: JsonObject) -> None:
    state, accounts = platform["state"], platform["accounts"]
    words = (
        say("nog niet over besloten", "not decided on yet")
        if state is None
        else say(
            "{state}, besloten op {day}",
            "{state}, decided on {day}",
            state=PLATFORM_STATES[str(state)].say(language()),
            day=platform["decided"],
        )
    )
    if platform["document"]:
        words += f" ({platform['document']})"
    if isinstance(accounts, list) and accounts:
        words += f"; accounts: {', '.join(map(str, accounts))}"
    echo(f"{TITLES[str(platform['platform'])]:<10} {words}")
