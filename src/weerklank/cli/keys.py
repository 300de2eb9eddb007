"""`weerklank keys`: have a token (PKCS#11) hold the keys of an archive; epochs of pseudonyms."""

from pathlib import Path

import click

from weerklank import bootstrap
from weerklank.cli.keys_epoch import epoch_command
from weerklank.cli.language import say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.services.seal.hold_keys import (
    PKCS11,
    HolderPlace,
    Holding,
    hold_keys,
    holding_of,
    read_recovery,
    release_keys,
)

_recovery_file = click.option(
    "--recovery", metavar="FILE", help=say("Het herstelbestand.", "The recovery file.")
)


@click.group(
    "keys",
    help=say(
        "De sleutelmap: gesloten door een token (een HSM of SoftHSM, langs PKCS#11), en de "
        "tijdvakken van pseudoniemen.",
        "The key folder: closed by a token (an HSM or SoftHSM, by PKCS#11), and the epochs of "
        "pseudonyms.",
    ),
)
def keys_command() -> None:
    """Hold what is done with the key folder."""


keys_command.add_command(epoch_command)


@keys_command.command(
    "hold",
    help=say(
        "Sluit alle geheimen in de sleutelmap met een sleutel die het token niet verlaat. Zonder "
        "token of herstelbestand is de map daarna onleesbaar. Stop eerst wat er draait. Brak het "
        "af, geef dan hetzelfde opnieuw.",
        "Close all secrets in the key folder by a key that does not leave the token. Without "
        "token or recovery file the folder can't be read after. Stop first what runs. If it broke "
        "off, give the same again.",
    ),
)
@click.option("--token", required=True, metavar="LABEL", help=say("Het token.", "The token."))
@click.option(
    "--key",
    default="weerklank",
    show_default=True,
    metavar="LABEL",
    help=say(
        "De sleutel daarin; is zij er niet, dan wordt zij gemaakt.",
        "The key in it; made when it is not there.",
    ),
)
@click.option(
    "--by",
    default=PKCS11,
    show_default=True,
    metavar="KIND",
    help=say("Wat de sleutel bewaart.", "What holds the key."),
)
@click.option(
    "--recovery",
    metavar="FILE",
    help=say(
        "Waar het herstelbestand komt, dat de map zonder token opent: nieuw, voor in een kluis.",
        "Where the recovery file goes, which opens the folder without the token: new, for a safe.",
    ),
)
@common
def hold(given: Common, token: str, key: str, by: str, recovery: str | None) -> None:
    """Hold."""
    place = HolderPlace(by, token, key)
    _told(given, hold_keys(given.workplace(), place, Path(recovery) if recovery else None))


@keys_command.command(
    "release",
    help=say(
        "Maak van de geheimen weer gewone bestanden: met het token, of zonder met het "
        "herstelbestand, als het token weg, stuk of vergrendeld is.",
        "Make plain files of the secrets again: by the token, or without it by the recovery file, "
        "when the token is gone, broken or locked.",
    ),
)
@_recovery_file
@common
def release(given: Common, recovery: str | None) -> None:
    """Release."""
    _told(given, release_keys(_folder(given), Path(recovery) if recovery else None))


@keys_command.command(
    "status",
    help=say(
        "Zeg of een token de sleutelmap sluit, en met --recovery of het herstelbestand past. Het "
        "token wordt niet gevraagd; dat doet 'weerklank doctor'.",
        "Tell whether a token closes the key folder, and with --recovery whether the recovery "
        "file fits. The token is not asked; 'weerklank doctor' does that.",
    ),
)
@_recovery_file
@common
def status(given: Common, recovery: str | None) -> None:
    """Status."""
    folder = _folder(given)
    found = holding_of(folder)
    if recovery:
        read_recovery(folder, Path(recovery))
    _told(given, found)


def _folder(given: Common) -> Path:
    return bootstrap.key_folder(given.keys, bootstrap.archive_folder(given.archive))


def _told(given: Common, found: Holding) -> None:
    place = found.place

    def text() -> None:
        if place is None:
            echo(say("Geen token sluit de sleutelmap.", "No token closes the key folder."))
        else:
            echo(
                say(
                    "Gesloten door sleutel {key} in token {token} ({kind}).",
                    "Closed by key {key} in token {token} ({kind}).",
                    key=place.key,
                    token=place.token,
                    kind=place.kind,
                )
            )
        echo(
            say(
                "{closed} {closed:bestand|bestanden} gesloten, {plain} gewoon te lezen.",
                "{closed} {closed:file|files} closed, {plain} plain to read.",
                closed=found.closed,
                plain=found.plain,
            )
        )

    answer(
        {
            "closed": found.closed,
            "held": place is not None,
            "key": place.key if place else None,
            "kind": place.kind if place else None,
            "plain": found.plain,
            "token": place.token if place else None,
        },
        as_json=given.json,
        text=text,
    )
