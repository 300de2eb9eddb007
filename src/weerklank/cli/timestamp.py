"""`weerklank timestamp`: have an authority say when the log was there."""

from pathlib import Path

import click

from weerklank.cli.language import say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.seal.stamp_checkpoint import set_authority, stamp_now, stop_authority


@click.group("timestamp", help=say("Tijdstempels over het logboek.", "Time stamps over the log."))
def timestamp_command() -> None:
    """Hold what one can do with time stamps."""


@timestamp_command.command(
    "set",
    help=say(
        "Stel de tijdstempeldienst (RFC 3161) op URL in; elke run sluit dan af met een stempel.",
        "Set the time-stamp authority (RFC 3161) at URL; each run then ends with a stamp.",
    ),
)
@click.argument("url", metavar="URL")
@click.option(
    "--ca",
    "certificate",
    metavar="FILE",
    required=True,
    help=say("Stamcertificaat van de dienst (PEM).", "Root certificate of the authority (PEM)."),
)
@common
def set_(given: Common, url: str, certificate: str) -> None:
    """Set the authority."""
    workplace = given.workplace()
    set_authority(workplace, url, Path(certificate))
    size = seal_events(workplace)
    stamped = workplace.log.stamp_path(size).exists()
    answer(
        {"state": "stamped" if stamped else "not stamped", "timestamp": url},
        as_json=given.json,
        text=lambda: echo(
            say("Ingesteld; het logboek is gestempeld.", "Set; the log is stamped.")
            if stamped
            else say("Ingesteld; nog geen stempel.", "Set; no stamp yet.")
        ),
    )


@timestamp_command.command(
    "now",
    help=say("Stempel het nieuwste controlepunt.", "Stamp the newest checkpoint."),
)
@common
def now(given: Common) -> None:
    """Stamp now."""
    workplace = given.workplace()
    size = stamp_now(workplace)
    answer(
        {"size": size, "state": "stamped"},
        as_json=given.json,
        text=lambda: echo(
            say(
                "Gestempeld bij {size} {size:blad|bladeren}.",
                "Stamped at {size} {size:leaf|leaves}.",
                size=size,
            )
        ),
    )


@timestamp_command.command(
    "stop",
    help=say(
        "Vraag geen tijdstempels meer: de dienst is er niet meer, of wordt niet meer gebruikt.",
        "Ask for no time stamps any more: the authority is gone, or no longer used.",
    ),
)
@click.option(
    "--reason",
    metavar="TEXT",
    required=True,
    help=say("Waarom, in een zin.", "Why, in a sentence."),
)
@common
def stop(given: Common, reason: str) -> None:
    """Stop asking the authority."""
    workplace = given.workplace()
    address = stop_authority(workplace, reason)
    seal_events(workplace)
    answer(
        {"state": "stopped", "timestamp": address},
        as_json=given.json,
        text=lambda: echo(
            say(
                "Er worden geen tijdstempels meer gevraagd; wat gestempeld is, blijft dat. Een "
                "klok die voorloopt, valt nu niet meer op voordat er iets wordt vernietigd.",
                "No time stamps are asked for any more; what is stamped stays so. A clock that is "
                "ahead no longer shows before something is destroyed.",
            )
        ),
    )
