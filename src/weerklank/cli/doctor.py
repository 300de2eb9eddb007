"""`weerklank doctor`: what is wrong with this installation."""

from collections.abc import Sequence
from pathlib import Path

import click

from weerklank import bootstrap
from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.model.errors import WrongUse
from weerklank.services.diagnose.checks import CHECKS
from weerklank.services.diagnose.examine import (
    Diagnosis,
    diagnosis_json,
    examine,
    scene_of,
    wrong_at_start,
    wrong_of_organisations,
)
from weerklank.services.diagnose.finding import Found, Weight

_WEIGHTS = {
    Weight.WRONG: ("fout", "wrong"),
    Weight.NOTE: ("let op", "note"),
}


@click.command(
    "doctor",
    help=say(
        "Zeg wat er mis is met deze installatie: machine, programma's, schijven, sleutels, klok, "
        "planning, kopieën. Verandert niets. Ook zonder archief, en van een archief dat niet "
        "opengaat. Exitcode 1: er is iets fout.",
        "Say what is wrong with this installation: machine, programs, disks, keys, clock, "
        "schedule, copies. Changes nothing. Without an archive too, and of one that does not "
        "open. Exit code 1: something is wrong.",
    ),
)
@click.option(
    "--check",
    "only",
    metavar="ID",
    multiple=True,
    type=click.Choice([one.id for one in CHECKS]),
    help=say("Alleen deze controle; vaker te geven.", "This check alone; may be repeated."),
)
@click.option(
    "--network",
    is_flag=True,
    help=say(
        "Vraag ook de tijdstempeldienst en de aanmelddienst of zij antwoorden.",
        "Ask the time-stamp authority and the sign-in service whether they answer, too.",
    ),
)
@click.option(
    "--organisations",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help=say(
        "Kijk ook de lijst van organisaties na ('serve --organisations').",
        "Examine the list of organisations too ('serve --organisations').",
    ),
)
@common
def doctor_command(
    given: Common, only: tuple[str, ...], organisations: Path | None, *, network: bool
) -> None:
    """Examine the installation."""
    archive, keys = _places(given)
    scene = scene_of(
        archive, keys, bootstrap.connectors(), network=network, organisations=organisations
    )
    found = examine(scene, only)
    answer(diagnosis_json(found, language()), as_json=given.json, text=lambda: _show(found))
    if not found.ok:
        click.get_current_context().exit(1)


def advise(archive: Path, keys: Path, site: str | None = None) -> None:
    """Say on a line each what is wrong, to who starts a service; nothing where nothing is."""
    _advise(wrong_at_start(archive, keys, site or ""))


def _advise(found: Sequence[Found]) -> None:
    for one in found:
        echo(f"{one.code}  {one.message.say(language())} {one.hint.say(language())}", err=True)
    if found:
        echo(
            say("Alles nakijken: 'weerklank doctor'.", "To check all: 'weerklank doctor'."),
            err=True,
        )


def advise_on(organisations: Path) -> None:
    """Say on a line each what is wrong with the organisations, to who starts their server."""
    _advise(wrong_of_organisations(organisations))


def _places(given: Common) -> tuple[Path | None, Path | None]:
    """Give archive and key folder as named; neither where no archive was."""
    try:
        archive = bootstrap.archive_folder(given.archive)
    except WrongUse:
        return None, None
    return archive, bootstrap.key_folder(given.keys, archive)


def _show(found: Diagnosis) -> None:
    for weight in Weight:
        for one in found.checks:
            for told in one.found:
                if told.weight is weight:
                    _tell(told)
    unseen: dict[str, dict[str, None]] = {}
    for one in found.checks:
        for why in one.unseen:
            named = unseen.setdefault(why.reason.say(language()), {})
            named[one.check.what.say(language())] = None
    if unseen:
        echo(say("Niet nagekeken:", "Not checked:"))
    for reason, whats in unseen.items():
        echo(f"  {', '.join(whats)}")
        echo(f"    {reason}")
    made = sum(not one.unseen for one in found.checks)
    every = [one for each in found.checks for one in each.found]
    wrong = sum(one.weight is Weight.WRONG for one in every)
    echo(
        say(
            "{made} controles gedaan, {unseen} niet; {wrong} fout, {notes} om op te letten.",
            "{made} checks made, {unseen} not; {wrong} wrong, {notes} to note.",
            made=made,
            unseen=len(found.checks) - made,
            wrong=wrong,
            notes=len(every) - wrong,
        )
    )


def _tell(told: Found) -> None:
    echo(f"{told.code}  [{say(*_WEIGHTS[told.weight])}] {told.message.say(language())}")
    echo(f"  → {told.hint.say(language())}")
