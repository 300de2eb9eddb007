"""`weerklank init`: make an archive."""

from pathlib import Path

import click

from weerklank import bootstrap
from weerklank.cli.language import say
from weerklank.cli.options import Common, common
from weerklank.cli.output import Progress, answer, echo
from weerklank.model.clock import SystemClock
from weerklank.model.organisation import Organisation
from weerklank.services.seal.make_archive import (
    NewArchive,
    default_origin,
    default_prefix,
    make_archive,
)


@click.command(
    "init",
    help=say(
        "Maak in DIR een leeg archief, en daarbuiten een map met sleutels.",
        "Make an empty archive in DIR, and a folder of keys outside it.",
    ),
)
@click.argument("folder", metavar="DIR")
@click.option(
    "--organisation", required=True, help=say("Naam van de organisatie.", "Name of the body.")
)
@click.option("--tooi", metavar="URI", help=say("TOOI-adres van de organisatie.", "TOOI URI."))
@click.option(
    "--prefix",
    help=say(
        "Korte naam in permanente adressen, zoals vbd.",
        "Short name in permanent addresses, such as vbd.",
    ),
)
@click.option(
    "--sealed",
    metavar="drop|MONTHS",
    help=say(
        "Keuze van de privacy officer: geen verzegelde originelen, of zoveel maanden bewaren.",
        "Choice of the privacy officer: no sealed originals, or kept for so many months.",
    ),
)
@common
def init_command(
    given: Common,
    folder: str,
    organisation: str,
    tooi: str | None,
    prefix: str | None,
    sealed: str | None,
) -> None:
    """Make an archive."""
    archive = bootstrap.archive_folder(folder)
    keys = bootstrap.key_folder(given.keys, archive)
    make_archive(
        archive,
        keys,
        Organisation(
            name=organisation,
            prefix=prefix or default_prefix(organisation),
            tooi=tooi,
            origin=default_origin(organisation),
        ),
        clock=SystemClock(),
        reporter=Progress(),
        sealed=sealed,
        hand_out=lambda new: _hand_out(new, archive, keys, as_json=given.json),
    )


def _hand_out(new: NewArchive, archive: Path, keys: Path, *, as_json: bool) -> None:
    """Tell what was made, and the key of the vault, which stands nowhere else."""

    def text() -> None:
        echo(say("Archief: {archive}", "Archive: {archive}", archive=archive))
        echo(say("Sleutels: {keys}", "Keys: {keys}", keys=keys))
        echo(
            say(
                "Sleutel van de kluis; bewaar hem op papier of op een drager in een brandkast. "
                "Hij wordt maar één keer getoond en staat nergens anders:",
                "Key of the vault; keep it on paper or on a carrier in a safe. "
                "It is shown only once and stands nowhere else:",
            )
        )
        echo(f"  {new.identity}")
        echo(
            say(
                "Volgende stap: weerklank account add ADRES --kind corporate",
                "Next: weerklank account add URL --kind corporate",
            )
        )

    answer(
        {
            "archive": str(archive),
            "identity": new.identity,
            "keys": str(keys),
            "organisation": new.workplace.organisation.name,
            "prefix": new.workplace.organisation.prefix,
        },
        as_json=as_json,
        text=text,
    )
