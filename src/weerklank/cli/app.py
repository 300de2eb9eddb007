"""`weerklank app`: the apps that the organisation registered at platforms, to connect accounts."""

from pathlib import Path

import click

from weerklank import bootstrap
from weerklank.cli.account_facts import PLATFORM
from weerklank.cli.language import say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.model.json_value import JsonObject
from weerklank.model.platform import TITLES, Platform
from weerklank.services.harvest.organisation_app import (
    SCREENS_END,
    PlatformApp,
    app_json,
    list_apps,
    loopback_redirect,
    remove_app,
    set_app,
)
from weerklank.services.harvest.token_file import read_token


@click.group(
    "app",
    help=say(
        "Apps van de organisatie bij platforms, om accounts te koppelen.",
        "Apps of the organisation at platforms, to connect accounts.",
    ),
)
def app_command() -> None:
    """Keep the apps of the organisation."""


@app_command.command(
    "set",
    help=say(
        "Zet de app die de organisatie bij platform P heeft geregistreerd. Nummer en geheim "
        "liggen versleuteld naast de sleutels en worden nooit getoond.",
        "Set the app that the organisation registered at platform P. Its id and secret lie "
        "encrypted beside the keys and are never shown.",
    ),
)
@click.argument("platform", metavar="P", type=PLATFORM)
@click.option(
    "--client-id",
    "identifier",
    metavar="ID",
    required=True,
    help=say(
        "Nummer van de app, zoals het platform het toont (TikTok: 'client key').",
        "Id of the app as the platform shows it (TikTok: 'client key').",
    ),
)
@click.option(
    "--secret-file",
    metavar="F",
    type=click.Path(path_type=Path),
    help=say(
        "Bestand met het geheim van de app; zonder is het een app zonder geheim.",
        "File with the secret of the app; without it the app has none.",
    ),
)
@common
def set_(given: Common, platform: str, identifier: str, secret_file: Path | None) -> None:
    """Set the app of a platform."""
    secret = read_token(secret_file) if secret_file else None
    ways = given.workplace(), bootstrap.connectors()
    done = set_app(*ways, Platform(platform), identifier, secret)
    told: JsonObject = {
        **app_json(done),
        "redirect": loopback_redirect(),
        "screens_redirect_end": SCREENS_END,
    }

    def text() -> None:
        _line(done)
        _tell_redirects()

    answer(told, as_json=given.json, text=text)


@app_command.command(
    "list",
    help=say(
        "Toon de platforms die een app van de organisatie vragen, en of er een is gezet.",
        "Show the platforms that ask for an app of the organisation, and whether one is set.",
    ),
)
@common
def show_all(given: Common) -> None:
    """List the apps."""
    found = list_apps(given.workplace(), bootstrap.connectors())
    told: JsonObject = {"apps": [app_json(one) for one in found]}

    def text() -> None:
        for one in found:
            _line(one)
        if not found:
            echo(
                say(
                    "Geen platform vraagt hier een app van de organisatie.",
                    "No platform asks for an app of the organisation here.",
                )
            )

    answer(told, as_json=given.json, text=text)


@app_command.command(
    "remove",
    help=say(
        "Gooi de app van platform P hier weg. Wat is gekoppeld, blijft gekoppeld.",
        "Throw the app of platform P away here. What is connected stays connected.",
    ),
)
@click.argument("platform", metavar="P", type=PLATFORM)
@common
def remove(given: Common, platform: str) -> None:
    """Remove the app of a platform."""
    done = remove_app(given.workplace(), Platform(platform))
    answer(app_json(done), as_json=given.json, text=lambda: _line(done))


def _line(one: PlatformApp) -> None:
    words = say("geen app gezet", "no app set")
    if one.app is not None:
        kind = (
            say("app gezet", "app set")
            if one.app.app.secret is not None
            else say("app zonder geheim gezet", "app without a secret set")
        )
        words = f"{kind} ({one.app.by})"
    echo(f"{TITLES[one.platform]:<10} {words}")


def _tell_redirects() -> None:
    """Say to which addresses the platform leads a browser back: they are to be registered."""
    echo(
        say(
            "Registreer bij het platform deze adressen waar het antwoord heen mag, letter voor "
            "letter:",
            "Register at the platform these addresses to which its answer may go, to the letter:",
        )
    )
    echo(say("  {address} voor dit commando", "  {address} for this command",
             address=loopback_redirect()))  # fmt: skip
    echo(
        say(
            "  het adres van de schermen met {end} erachter",
            "  the address of the screens with {end} behind it",
            end=SCREENS_END,
        )
    )
