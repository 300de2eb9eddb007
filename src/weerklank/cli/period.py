"""From which day until which: options that commands share."""

import click

from weerklank.cli.language import say

DAY = click.DateTime(["%Y-%m-%d"])
SINCE = click.option(
    "--from", "since", type=DAY, metavar="DATE", help=say("Vanaf deze dag.", "From this day on.")
)
UNTIL = click.option(
    "--to",
    "until",
    type=DAY,
    metavar="DATE",
    help=say("Tot en met deze dag.", "Up to and including this day."),
)
