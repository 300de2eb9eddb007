"""`weerklank privacy named`: who stays recognisable besides the accounts of the register."""

from datetime import date

import click

from weerklank.cli.account_facts import DATE
from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.model.json_value import JsonObject
from weerklank.model.named_party import NAMED_AS, NamedAs, NamedParty
from weerklank.services.change.keep_named import (
    HeldOf,
    NewParty,
    Undone,
    add_named,
    end_named,
    named_json,
    preview_named,
    withdraw_named,
)
from weerklank.services.seal.read_named import read_named
from weerklank.services.seal.seal_events import seal_events


@click.group(
    "named",
    help=say(
        "Wie herkenbaar blijft naast de accounts van het accountoverzicht: overheidsorganisaties, "
        "ambtsdragers in functie, pers, bedrijven.",
        "Who stays recognisable besides the accounts of the register: public bodies, office "
        "holders in function, press, companies.",
    ),
)
def named_command() -> None:
    """Hold what is done with who stays recognisable."""


@named_command.command(
    "add",
    help=say(
        "Laat het profiel URL herkenbaar in wat tussen twee dagen is geplaatst en van nu af "
        "binnenkomt. Wat er al staat, houdt zijn pseudoniem.",
        "Let the profile URL stay recognisable in what was published between two days and comes "
        "in from now on. What is held keeps its pseudonym.",
    ),
)
@click.argument("url", metavar="URL")
@click.option(
    "--kind",
    type=click.Choice([one.value for one in NamedAs]),
    required=True,
    help=say("Als wat.", "As what."),
)
@click.option("--name", required=True, help=say("Naam voluit.", "Name in full."))
@click.option("--from", "start", type=DATE, required=True, help=say("Eerste dag.", "First day."))
@click.option("--until", type=DATE, help=say("Laatste dag.", "Last day."))
@click.option(
    "--id",
    "user_id",
    help=say(
        "Vast id op het platform; anders geldt het eerste waarmee het profiel voorkomt.",
        "Lasting id on the platform; otherwise the first by which the profile is met.",
    ),
)
@click.option("--reason", required=True, help=say("Waarom, in één zin.", "Why, in a sentence."))
@click.option(
    "--dry-run",
    is_flag=True,
    help=say("Alleen tellen wat er van staat.", "Only count what is held of it."),
)
@common
def add(
    given: Common,
    url: str,
    kind: str,
    name: str,
    start: date,
    until: date | None,
    user_id: str | None,
    reason: str,
    *,
    dry_run: bool,
) -> None:
    """Add."""
    workplace = given.workplace()
    new = NewParty(
        url=url,
        kind=NamedAs(kind),
        name=name,
        start=start,
        until=until,
        reason=reason,
        user_id=user_id,
    )
    held = preview_named(workplace, new)
    party = None
    if not dry_run:
        party = add_named(workplace, new)
        seal_events(workplace)

    def text() -> None:
        if party:
            _show(party)
        _tell_held(held)

    counts: JsonObject = {"held_written": held.written, "held_shown": held.shown}
    answer((named_json(party) if party else {}) | counts, as_json=given.json, text=text)


def _tell_held(held: HeldOf) -> None:
    echo(
        say(
            "Onder pseudoniem bewaard, en dat blijft zo: {written} geschreven, {shown} met een "
            "vermelding.",
            "Held under a pseudonym, and that stays so: {written} written, {shown} with a "
            "mention.",
            written=held.written,
            shown=held.shown,
        )
    )


@named_command.command(
    "list",
    help=say("Noem wie herkenbaar blijft.", "Name who stays recognisable."),
)
@click.option(
    "--all",
    "with_past",
    is_flag=True,
    help=say("Ook wie dat niet meer is.", "Also who is so no more."),
)
@common
def list_(given: Common, *, with_past: bool) -> None:
    """List."""
    workplace = given.workplace()
    today = workplace.today()
    parties = [
        one
        for one in read_named(workplace)
        if with_past or (one.facts and not one.withdrawn and not (one.until and one.until < today))
    ]

    def text() -> None:
        for party in parties:
            _show(party)
        if not parties:
            echo(
                say(
                    "Alleen de eigen accounts blijven herkenbaar.",
                    "Only the accounts of the organisation stay recognisable.",
                )
            )

    answer({"named": [named_json(one) for one in parties]}, as_json=given.json, text=text)


@named_command.command(
    "end",
    help=say(
        "Laat N herkenbaar tot en met een dag. Wat van later met naam is bewaard, krijgt een "
        "pseudoniem.",
        "Let N stay recognisable until a day, that one too. What is held by name of later gets a "
        "pseudonym.",
    ),
)
@click.argument("number", metavar="N")
@click.option("--on", "last", type=DATE, required=True, help=say("Laatste dag.", "Last day."))
@click.option("--reason", required=True, help=say("Waarom, in één zin.", "Why, in a sentence."))
@common
def end(given: Common, number: str, last: date, reason: str) -> None:
    """End."""
    workplace = given.workplace()
    done = end_named(workplace, number, last, reason)
    seal_events(workplace)
    _answer(given, done)


@named_command.command(
    "withdraw",
    help=say(
        "Neem N terug, die er nooit op had mogen staan: de naam verdwijnt, en wat met naam is "
        "bewaard krijgt een pseudoniem.",
        "Take back N, who should never have been on it: the name is erased, and what is held by "
        "name gets a pseudonym.",
    ),
)
@click.argument("number", metavar="N")
@click.option("--reason", required=True, help=say("Waarom, in één zin.", "Why, in a sentence."))
@common
def withdraw(given: Common, number: str, reason: str) -> None:
    """Withdraw."""
    workplace = given.workplace()
    done = withdraw_named(workplace, number, reason)
    seal_events(workplace)
    _answer(given, done)


def _answer(given: Common, done: Undone) -> None:
    def text() -> None:
        _show(done.party)
        echo(say("Gecorrigeerd: {count}", "Corrected: {count}", count=done.corrected))
        for account in done.waiting:
            echo(
                say(
                    "Account {account} wacht: een volgende import maakt het af.",
                    "Account {account} waits: a next import finishes it.",
                    account=account,
                )
            )
        for file in done.left:
            echo(say("Nog gevonden in {file}", "Still found in {file}", file=file))
        echo(
            say(
                "Een naam in lopende tekst, in een draad zonder dit profiel, blijft staan.",
                "A name in running text, in a thread without this profile, stays.",
            )
        )

    counts: JsonObject = {
        "corrected": done.corrected,
        "left": [*done.left],
        "waiting": [*done.waiting],
    }
    answer(named_json(done.party) | counts, as_json=given.json, text=text)


def _show(party: NamedParty) -> None:
    facts, kind = party.facts, NAMED_AS[party.kind].say(language())
    who = f"{facts.name}  {facts.url}" if facts else say("(naam weg)", "(name erased)")
    echo(f"{party.id}  {who}  {kind}  {party.start} - {party.until or ''}")
    echo(f"  {party.added.at:%Y-%m-%d}  {party.added.by}: {party.added.reason}")
    for step in filter(None, (party.ended, party.withdrawn)):
        echo(f"  {step.at:%Y-%m-%d}  {step.by}: {step.reason}")
    if party.doubted:
        echo(
            say(
                "  Ook een ander draagt deze accountnaam: alleen het id telt nog.",
                "  Another bears this handle too: only the id counts.",
            )
        )
