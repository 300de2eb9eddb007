"""`weerklank vault`: two persons open one sealed original; the log tells who, when and why."""

from pathlib import Path

import click

from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.cli.vault_terms import certificate_command, due_command
from weerklank.cli.vault_view import opened_json, refuse_file, show_opened
from weerklank.model.day_words import moment
from weerklank.model.vault import ACTS, ENDS, GROUNDS, WORDS, VaultGround, VaultRequest, VaultState
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.vault.identity import read_identity
from weerklank.services.vault.open_original import open_original
from weerklank.services.vault.read_requests import read_requests
from weerklank.services.vault.request_opening import (
    approve_request,
    end_request,
    refuse_request,
    request_opening,
)
from weerklank.services.vault.true_time import shown_time
from weerklank.services.vault.vault_json import vault_json
from weerklank.services.workplace import Workplace

_GROUNDS = "; ".join(
    f"{ground}: {words.text.say(language())} ({words.source.say(language())})"
    for ground, words in GROUNDS.items()
)


@click.group(
    "vault",
    help=say(
        "De kluis: open met twee personen één verzegeld origineel, voor een kwartier.",
        "The vault: open one sealed original by two persons, for a quarter of an hour.",
    ),
)
def vault_command() -> None:
    """Hold what is done with the vault."""


vault_command.add_command(due_command)
vault_command.add_command(certificate_command)


@vault_command.command(
    "request",
    help=say(
        "Vraag aan om het verzegelde origineel van bericht ID te openen, als privacy officer, "
        "archivaris of Woo-behandelaar. Een andere privacy officer besluit.",
        "Ask to open the sealed original of post ID, as privacy officer, archivist or Woo "
        "officer. Another privacy officer decides.",
    ),
)
@click.argument("item", metavar="ID")
@click.option(
    "--ground",
    required=True,
    type=click.Choice([str(ground) for ground in VaultGround]),
    help=say("Grond. ", "Ground. ") + _GROUNDS,
)
@click.option(
    "--case",
    required=True,
    metavar="N",
    help=say(
        "Zaaknummer, zoals Z-2026-0142; blijft in het logboek, dus zonder persoonsgegevens.",
        "Number of the case, such as Z-2026-0142; it stays in the journal, so no personal data.",
    ),
)
@click.option(
    "--version",
    type=click.IntRange(1),
    help=say("Welke versie; anders de nieuwste.", "Which version; else the newest."),
)
@common
def request_(given: Common, item: str, ground: str, case: str, version: int | None) -> None:
    """Request."""
    workplace = given.workplace()
    found = request_opening(workplace, item, VaultGround(ground), case, version)
    _told(given, workplace, found)


@vault_command.command(
    "approve",
    help=say(
        "Keur aanvraag R goed, als een andere privacy officer.",
        "Approve request R, as another privacy officer.",
    ),
)
@click.argument("request", metavar="R")
@common
def approve(given: Common, request: str) -> None:
    """Approve."""
    workplace = given.workplace()
    _told(given, workplace, approve_request(workplace, request))


@vault_command.command(
    "refuse",
    help=say(
        "Wijs aanvraag R af, als een andere privacy officer.",
        "Refuse request R, as another privacy officer.",
    ),
)
@click.argument("request", metavar="R")
@click.option("--reason", required=True, metavar="TEXT", help=say("Waarom niet.", "Why not."))
@common
def refuse(given: Common, request: str, reason: str) -> None:
    """Refuse."""
    workplace = given.workplace()
    _told(given, workplace, refuse_request(workplace, request, reason))


@vault_command.command(
    "open",
    help=say(
        "Open wat voor aanvraag R is goedgekeurd, als wie aanvroeg. Op een terminal een kwartier "
        "lang, één keer te verlengen, daarna weg; anders één keer en meteen gesloten. Nooit naar "
        "een bestand.",
        "Open what was approved for request R, as who asked. On a terminal for a quarter of an "
        "hour, to be extended once, then gone; else once and closed at once. Never into a file.",
    ),
)
@click.argument("request", metavar="R")
@click.option(
    "--identity",
    required=True,
    metavar="FILE",
    help=say(
        "Bestand met de sleutel van de kluis, die 'init' één keer gaf; alleen voor u leesbaar.",
        "File with the key of the vault, which 'init' gave once; readable for you alone.",
    ),
)
@common
def open_(given: Common, request: str, identity: str) -> None:
    """Open."""
    refuse_file()
    workplace = given.workplace()
    opened = open_original(workplace, request, read_identity(workplace, Path(identity)))
    is_over = False
    try:
        seal_events(workplace)
        told = {**vault_json(workplace, opened.request), **opened_json(opened)}
        if given.json:
            answer(told, as_json=True, text=lambda: None)
        else:
            is_over = show_opened(workplace, opened)
    finally:
        end_request(workplace, opened.request.id, by_term=is_over)
        seal_events(workplace)


@vault_command.command(
    "end",
    help=say(
        "Sluit de inzage van aanvraag R, of trek haar in; wie aanvroeg, of een privacy officer.",
        "Close the view of request R, or withdraw it; who asked, or a privacy officer.",
    ),
)
@click.argument("request", metavar="R")
@common
def end(given: Common, request: str) -> None:
    """End."""
    workplace = given.workplace()
    _told(given, workplace, end_request(workplace, request))


@vault_command.command(
    "list", help=say("Noem alle aanvragen, nieuwste eerst.", "Name all requests, newest first.")
)
@click.option(
    "--waiting",
    is_flag=True,
    help=say("Alleen wat wacht of open is.", "Only what waits or is open."),
)
@common
def list_(given: Common, *, waiting: bool) -> None:
    """List."""
    workplace = given.workplace()
    now = shown_time(workplace)
    still = (VaultState.REQUESTED, VaultState.APPROVED, VaultState.OPEN)
    found = [
        one
        for one in reversed(read_requests(workplace).values())
        if not waiting or one.state_at(now) in still
    ]

    def text() -> None:
        for one in found:
            _show(workplace, one)
        if not found:
            echo(say("Er zijn geen aanvragen.", "There are no requests."))

    answer(
        {"requests": [vault_json(workplace, one) for one in found]}, as_json=given.json, text=text
    )


def _told(given: Common, workplace: Workplace, found: VaultRequest) -> None:
    seal_events(workplace)
    answer(
        vault_json(workplace, found),
        as_json=given.json,
        text=lambda: _show(workplace, found),
    )


def _show(workplace: Workplace, found: VaultRequest) -> None:
    speak = language()
    state = found.state_at(shown_time(workplace))
    words = GROUNDS[found.ground]
    echo(f"{found.id}  {WORDS[state].say(speak)}  {found.item} ({found.version})")
    echo(f"  {words.text.say(speak)} ({words.source.say(speak)}), {found.case}")
    for step in found.steps:
        end = f": {ENDS[step.end].say(speak)}" if step.end else ""
        why = f": {step.reason}" if step.reason else ""
        echo(f"  {ACTS[step.act].say(speak)}  {moment(step.at, speak)}  {step.by}{end}{why}")
    if state is VaultState.APPROVED and found.holds_until:
        until = moment(found.holds_until, speak)
        echo(say("  te openen tot {until}", "  to be opened before {until}", until=until))
    if found.is_stated_only:
        echo(
            say(
                "  De namen zijn opgegeven, niet aangemeld: één systeemgebruiker handelde.",
                "  The names were stated, not signed in: one system user acted.",
            )
        )
