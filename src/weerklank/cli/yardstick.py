"""`weerklank yardstick`: by which bars completeness is measured (I1, I2)."""

from datetime import date
from pathlib import Path

import click

from weerklank.cli.account_facts import DATE
from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.model.clock import civil_day
from weerklank.model.completeness import Bars, Check, Yardstick
from weerklank.model.completeness_words import NOT_ADOPTED, QUALITIES, bar_words
from weerklank.model.json_value import JsonObject
from weerklank.services.measure.set_yardstick import (
    change_json,
    check_json,
    find_check,
    load_yardstick,
    set_bars,
    write_yardstick,
    yardstick_json,
)
from weerklank.services.seal.read_yardstick import yardstick_changes, yardstick_of
from weerklank.services.seal.seal_events import seal_events


@click.group(
    "yardstick",
    help=say(
        "De meetlat: wat elke controle minimaal vraagt en wat volledig is.",
        "The yardstick: what each check asks at least, and what full is.",
    ),
)
def yardstick_command() -> None:
    """Hold what is done with the yardstick."""


@yardstick_command.command(
    "show",
    help=say(
        "Toon de geldende meetlat met al haar versies; met -o als bestand om te wijzigen.",
        "Show the yardstick in force with all its versions; with -o as a file to change.",
    ),
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=say("Schrijf de meetlat naar een bestand.", "Write the yardstick to a file."),
)
@common
def show(given: Common, output: Path | None) -> None:
    """Show."""
    workplace = given.workplace()
    found, changes = yardstick_of(workplace), yardstick_changes(workplace)
    if output is not None:
        write_yardstick(workplace, output)
    value: JsonObject = {
        **yardstick_json(found, language()),
        "changes": [change_json(one) for one in changes],
    }

    def text() -> None:
        _show(found)
        for one in changes:
            what, why = one.loaded or one.check, one.bars.reason if one.bars else ""
            echo(f"v{one.version}  {civil_day(one.at)}  {one.by}  {what}  {why}".rstrip())

    answer(value, as_json=given.json, text=text)


@yardstick_command.command(
    "set",
    help=say(
        "Stel in wat controle CHECK minimaal vraagt en wat volledig is, als archivaris. Wat niet "
        "genoemd is, is zoals in de meetlat. Wie minder vraagt, noemt tot en met welke dag; "
        "daarna geldt de meetlat weer.",
        "Set what check CHECK asks at least and what full is, as archivist. What is not named is "
        "as in the yardstick. Who asks less names the last day; after it the yardstick holds "
        "again.",
    ),
)
@click.argument("check", metavar="CHECK")
@click.option(
    "--minimum",
    type=float,
    metavar="V",
    help=say("Het minimum, in de eenheid van de controle.", "The minimum, in the check's unit."),
)
@click.option(
    "--full",
    type=float,
    metavar="V",
    help=say("Wat volledig is, in dezelfde eenheid.", "What full is, in the same unit."),
)
@click.option(
    "--until",
    type=DATE,
    help=say("Laatste dag waarop minder wordt gevraagd.", "Last day on which less is asked."),
)
@click.option(
    "--reason",
    required=True,
    metavar="TEXT",
    help=say("Waarom, zonder namen van burgers.", "Why, without names of citizens."),
)
@common
def set_(
    given: Common,
    check: str,
    minimum: float | None,
    full: float | None,
    until: date | None,
    reason: str,
) -> None:
    """Set the bars of one check."""
    if minimum is None and full is None:
        raise click.UsageError(say("Noem --minimum of --full.", "Name --minimum or --full."))
    workplace = given.workplace()
    known = yardstick_of(workplace)
    usual = find_check(known, check).minimum
    bars = Bars(
        minimum=usual if minimum is None else minimum, full=full, until=until, reason=reason
    )
    # A minimum that was not named is that of the yardstick which was read, and of no later one.
    made, found = set_bars(workplace, check, bars, known.version if minimum is None else None)
    seal_events(workplace)
    value: JsonObject = {**check_json(found, language()), "version": made.version}
    answer(value, as_json=given.json, text=lambda: _show_check(found))


@yardstick_command.command(
    "load",
    help=say(
        "Laad een eigen meetlat uit een bestand, als archivaris; begin met 'yardstick show -o'.",
        "Load a yardstick of your own from a file, as archivist; begin with 'yardstick show -o'.",
    ),
)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@common
def load(given: Common, file: Path) -> None:
    """Load one."""
    workplace = given.workplace()
    found = load_yardstick(workplace, file)
    seal_events(workplace)
    answer(yardstick_json(found, language()), as_json=given.json, text=lambda: _show(found))


def _show(found: Yardstick) -> None:
    if found.is_ours:
        echo(
            say(
                "{name}: onze uitleg, geen getal van DUTO of de whitepaper (versie {version})",
                "{name}: our interpretation, no number of DUTO or the whitepaper (version "
                "{version})",
                name=found.name,
                version=found.version,
            )
        )
    else:
        echo(say("{name}, versie {version}", "{name}, version {version}",
                 name=found.name, version=found.version))  # fmt: skip
    for one in found.checks:
        _show_check(one)


def _show_check(one: Check) -> None:
    spoken = language()
    bars = (bar_words(bar, one.unit, one.better, spoken) for bar in (one.minimum, one.full))
    minimum, full = bars
    echo(f"  {one.id}  {one.name.say(spoken)}")
    echo(
        say(
            "      {quality}; minimum {minimum}; volledig {full}; bron: {source}",
            "      {quality}; minimum {minimum}; full {full}; source: {source}",
            quality=QUALITIES[one.quality].say(spoken),
            minimum=minimum,
            full=full,
            source=one.source.say(spoken),
        )
    )
    if not one.is_adopted:
        echo(f"      {NOT_ADOPTED.say(spoken)}")
    lower = one.lowered
    if lower:
        low, whole = lower.minimum, one.full if lower.full is None else lower.full
        echo(
            say(
                "      tot en met {day} lager: minimum {minimum}, volledig {full}; {reason}",
                "      lower up to and including {day}: minimum {minimum}, full {full}; {reason}",
                day=lower.until,
                minimum=bar_words(low, one.unit, one.better, spoken),
                full=bar_words(whole, one.unit, one.better, spoken),
                reason=lower.reason,
            )
        )
