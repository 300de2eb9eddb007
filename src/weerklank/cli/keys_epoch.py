"""`weerklank keys epoch`: epochs of pseudonyms: which there are, begin one, end one."""

import click

from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.model.clock import iso
from weerklank.model.epoch import Epoch
from weerklank.model.json_value import JsonObject
from weerklank.services.change.epoch_words import back_ups_of, state_of
from weerklank.services.change.turn_epochs import (
    EpochHeld,
    begin_epoch,
    end_epoch,
    epochs_held,
)

_ground = click.option(
    "--ground",
    required=True,
    metavar="TEXT",
    help=say("Op welke grond: wet, besluit, beleid.", "On what ground: law, decision, policy."),
)
_reason = click.option(
    "--reason",
    required=True,
    metavar="TEXT",
    help=say("Waarom, in één zin.", "Why, in a sentence."),
)


@click.group(
    "epoch",
    help=say(
        "Tijdvakken van pseudoniemen. Een draad houdt de pseudoniemen van het tijdvak waarin de "
        "eerste derde erin stond; is van een tijdvak niets meer over, dan gaan zijn sleutels weg.",
        "Epochs of pseudonyms. A thread keeps the pseudonyms of the epoch in which the first "
        "third party stood in it; once nothing is left of an epoch, its keys go.",
    ),
)
def epoch_command() -> None:
    """Hold what is done with epochs."""


@epoch_command.command(
    "list",
    help=say(
        "Toon de tijdvakken: wanneer begonnen en door wie, wat er nog van bewaard is, en wat er "
        "met de sleutels is gebeurd.",
        "Show the epochs: when and by whom begun, what is still held of each, and what became of "
        "their keys.",
    ),
)
@common
def list_command(given: Common) -> None:
    """List."""
    found = epochs_held(given.workplace())

    def text() -> None:
        for one in found:
            _show(one)

    answer({"epochs": [_json(one) for one in found]}, as_json=given.json, text=text)


@epoch_command.command(
    "begin",
    help=say(
        "Laat een nieuw tijdvak beginnen: wie in een nieuwe draad staat, krijgt daar een ander "
        "pseudoniem. Alleen de privacy officer mag het. Maak erna een back-up van de sleutelmap.",
        "Let a new epoch begin: who stands in a new thread gets another pseudonym there. The "
        "privacy officer alone may. Make a back-up of the key folder after.",
    ),
)
@_ground
@_reason
@common
def begin_command(given: Common, ground: str, reason: str) -> None:
    """Begin."""
    found = begin_epoch(given.workplace(), ground, reason)
    answer(_epoch_json(found), as_json=given.json, text=lambda: _began(found))


def _began(found: Epoch) -> None:
    echo(
        say(
            "Tijdvak {number} is begonnen. Maak nu een back-up van de sleutelmap: daarin ligt een "
            "nieuwe sleutel, en zonder die is er niets meer op te nemen.",
            "Epoch {number} has begun. Make a back-up of the key folder now: there is a new key "
            "in it, without which nothing can be taken in.",
            number=found.number,
        )
    )


@epoch_command.command(
    "end",
    help=say(
        "Beëindig een tijdvak waarvan niets meer bewaard is: sleutels en tabellen worden "
        "vernietigd. Alleen de privacy officer mag het. Brak het af, geef dan hetzelfde opnieuw.",
        "End an epoch of which nothing is held any more: keys and tables are destroyed. The "
        "privacy officer alone may. If it broke off, give the same again.",
    ),
)
@click.argument("number", metavar="N", type=click.IntRange(min=1))
@_ground
@_reason
@common
def end_command(given: Common, number: int, ground: str, reason: str) -> None:
    """End."""
    found = end_epoch(given.workplace(), number, ground, reason)

    def text() -> None:
        echo(
            say(
                "Tijdvak {number} is beëindigd; de sleutels ervan zijn vernietigd.",
                "Epoch {number} has ended; its keys are destroyed.",
                number=found.number,
            )
        )
        for line in back_ups_of(found):
            echo(f"  {line.say(language())}")

    answer(_epoch_json(found), as_json=given.json, text=text)


def _show(one: EpochHeld) -> None:
    epoch = one.epoch
    echo(
        say(
            "Tijdvak {number}: {state}",
            "Epoch {number}: {state}",
            number=epoch.number,
            state=state_of(one).say(language()),
        )
    )
    for step, words in (
        (epoch.begun, ("begonnen", "begun")),
        (epoch.ending, ("beëindigd", "ended")),
    ):
        if step is not None:
            echo(
                say(
                    "  {what} {at} door {by}; grond: {ground}; reden: {reason}",
                    "  {what} {at} by {by}; ground: {ground}; reason: {reason}",
                    what=say(*words),
                    at=iso(step.at),
                    by=step.by,
                    ground=step.ground,
                    reason=step.reason,
                )
            )
    if epoch.is_open:
        echo(
            say(
                "  {persons} {persons:pseudoniem|pseudoniemen}, {threads} {threads:draad|draden}, "
                "{items} {items:bericht|berichten}",
                "  {persons} {persons:pseudonym|pseudonyms}, {threads} {threads:thread|threads}, "
                "{items} {items:item|items}",
                persons=one.persons,
                threads=one.threads,
                items=one.items,
            )
        )
    for line in back_ups_of(epoch):
        echo(f"  {line.say(language())}")


def _json(one: EpochHeld) -> JsonObject:
    return {
        **_epoch_json(one.epoch),
        "can_end": one.can_end,
        "is_now": one.is_now,
        "items": one.items,
        "persons": one.persons,
        "threads": one.threads,
    }


def _epoch_json(epoch: Epoch) -> JsonObject:
    begun, ending = epoch.begun, epoch.ending
    return {
        "back_ups": [{"en": one.en, "nl": one.nl} for one in back_ups_of(epoch)],
        "begun": iso(begun.at) if begun else None,
        "begun_by": begun.by if begun else None,
        "begun_ground": begun.ground if begun else None,
        "begun_reason": begun.reason if begun else None,
        "ended": iso(epoch.ended) if epoch.ended else None,
        "ended_by": ending.by if ending else None,
        "ended_ground": ending.ground if ending else None,
        "ended_reason": ending.reason if ending else None,
        "epoch": epoch.number,
        "replicas": [*epoch.replicas],
    }
