"""`weerklank destroy`: propose, review, approve, execute, certify; by three persons."""

from collections.abc import Callable
from datetime import date
from typing import Any

import click

from weerklank.cli.account_facts import DATE
from weerklank.cli.destroy_certificate import certificate_command
from weerklank.cli.destroy_execute import execute_command
from weerklank.cli.destroy_propose import propose_command
from weerklank.cli.destruction_words import show_list
from weerklank.cli.language import say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.model.destruction import DestructionList, ListState
from weerklank.services.change.destruction_json import list_json
from weerklank.services.change.destruction_lists import bring_to
from weerklank.services.change.discuss_list import answer_changes, ask_changes, except_items
from weerklank.services.seal.read_destructions import read_lists
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace

Command = Callable[..., Any]


@click.group(
    "destroy",
    help=say(
        "Vernietig berichten: voorstellen, beoordelen, machtigen, uitvoeren, verklaren; drie "
        "personen.",
        "Destroy posts: propose, review, approve, execute and certify, by three persons.",
    ),
)
def destroy_command() -> None:
    """Hold the steps of a destruction."""


destroy_command.add_command(propose_command)
destroy_command.add_command(execute_command)
destroy_command.add_command(certificate_command)


def _told(given: Common, workplace: Workplace, found: DestructionList) -> None:
    seal_events(workplace)
    answer(list_json(found), as_json=given.json, text=lambda: show_list(found))


@destroy_command.command(
    "except",
    help=say(
        "Haal berichten van lijst L voordat zij wordt uitgevoerd; zij blijven erop staan als "
        "uitzondering, met de reden.",
        "Take posts off list L before it is executed; they stay on it as exceptions, with the "
        "reason.",
    ),
)
@click.argument("number", metavar="L")
@click.option(
    "--id",
    "items",
    metavar="ID",
    multiple=True,
    help=say("Bericht; herhaalbaar.", "Post; repeatable."),
)
@click.option("--reason", required=True, help=say("Waarom.", "Why."))
@common
def except_(given: Common, number: str, items: tuple[str, ...], reason: str) -> None:
    """Take off."""
    workplace = given.workplace()
    _told(given, workplace, except_items(workplace, number, items, reason))


@destroy_command.command(
    "answer",
    help=say(
        "Stel lijst L opnieuw voor nadat om wijziging is gevraagd, met wat u daarop antwoordt.",
        "Propose list L once more after changes were asked, with what you answer to that.",
    ),
)
@click.argument("number", metavar="L")
@click.option("--reason", required=True, help=say("Antwoord.", "Answer."))
@common
def answer_(given: Common, number: str, reason: str) -> None:
    """Answer."""
    workplace = given.workplace()
    _told(given, workplace, answer_changes(workplace, number, reason))


_NOT_BEFORE = click.option(
    "--not-before",
    type=DATE,
    default=None,
    help=say(
        "Eerste dag waarop de lijst mag worden uitgevoerd; anders meteen.",
        "First day on which the list may be executed; else at once.",
    ),
)


def _as_it_is(command: Command) -> Command:
    return command


def _step(
    name: str, state: ListState, text: str, more: Callable[[Command], Command] = _as_it_is
) -> None:
    @destroy_command.command(name, help=text)
    @click.argument("number", metavar="L")
    @click.option(
        "--changes",
        metavar="REASON",
        default=None,
        help=say(
            "Niet akkoord: wat er anders moet. De lijst gaat terug naar wie haar voorstelde.",
            "Do not agree: what must be otherwise. The list goes back to who proposed it.",
        ),
    )
    @more
    @common
    def step(
        given: Common, number: str, changes: str | None, not_before: date | None = None
    ) -> None:
        if changes is not None and not_before is not None:
            raise click.UsageError(
                say(
                    "--not-before hoort bij machtigen, niet bij --changes.",
                    "--not-before goes with approving, not with --changes.",
                )
            )
        workplace = given.workplace()
        found = (
            bring_to(workplace, number, state, not_before)
            if changes is None
            else ask_changes(workplace, number, state, changes)
        )
        _told(given, workplace, found)


_step(
    "review",
    ListState.REVIEWED,
    say("Beoordeel lijst L, als tweede persoon.", "Review list L, as the second person."),
)
_step(
    "approve",
    ListState.APPROVED,
    say("Machtig lijst L, als archivaris.", "Approve list L, as archivist."),
    _NOT_BEFORE,
)


@destroy_command.command(
    "list", help=say("Noem alle vernietigingslijsten.", "Name all destruction lists.")
)
@common
def list_(given: Common) -> None:
    """List."""
    lists = list(read_lists(given.workplace()).values())

    def text() -> None:
        for found in lists:
            show_list(found)
        if not lists:
            echo(say("Er zijn geen lijsten.", "There are no lists."))

    answer({"lists": [list_json(found) for found in lists]}, as_json=given.json, text=text)
