"""`weerklank request`: a person asks, and what is decided and answered (D5)."""

from datetime import datetime
from pathlib import Path

import click

from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.cli.privacy_person import ODDLY, PLATFORMS, SEVERAL, handle_given
from weerklank.model.day_words import day
from weerklank.model.person_request import (
    KINDS,
    OUTCOMES,
    PersonRequest,
    RequestKind,
    RequestOutcome,
)
from weerklank.model.platform import Platform
from weerklank.model.request_grounds import grounds_of
from weerklank.services.requests.answer_letter import write_letter
from weerklank.services.requests.decide_request import Decision, decide_request, lift
from weerklank.services.requests.held_about import items_json
from weerklank.services.requests.request_json import grounds_json, request_json
from weerklank.services.requests.show_request import show_request
from weerklank.services.requests.take_request import (
    extend,
    identify,
    list_requests,
    take_request,
)
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace

_DAY = click.DateTime(["%Y-%m-%d"])


@click.group(
    "request",
    help=say(
        "Verzoeken van personen om inzage, rectificatie, gegevenswissing, beperking of bezwaar.",
        "Requests of persons for access, rectification, erasure, restriction or objection.",
    ),
)
def request_command() -> None:
    """Hold what is done with requests."""


@request_command.command(
    "new",
    help=say(
        "Leg vast dat iemand vraagt wat er over HANDLE is. Accountnaam, adres of nummer wordt "
        "opgezocht en nergens bewaard; '-' leest haar van de standaardinvoer.",
        "Record that somebody asks what is held about HANDLE. The handle, address or id is looked "
        "up and kept nowhere; '-' reads it from standard input.",
    ),
)
@click.argument("handle", metavar="HANDLE")
@click.option("--platform", type=PLATFORMS, required=True, help=say("Platform.", "Platform."))
@click.option(
    "--kind",
    type=click.Choice([str(kind) for kind in RequestKind]),
    required=True,
    help=say("Wat wordt gevraagd.", "What is asked."),
)
@click.option(
    "--case",
    required=True,
    metavar="NUMBER",
    help=say(
        "Zaaknummer van de organisatie; daar staat wie het vraagt.",
        "Case number of the organisation; there it stands who asks.",
    ),
)
@click.option(
    "--received",
    type=_DAY,
    metavar="DATE",
    help=say("Dag van ontvangst; vandaag.", "Day of receipt; today."),
)
@click.option(
    "--how",
    default=None,
    metavar="TEXT",
    help=say(
        "Hoe is gezien van wie het account is; weglaten zolang dat niet is gezien.",
        "How it was seen whose account it is; left out as long as it was not.",
    ),
)
@common
def new(
    given: Common,
    handle: str,
    platform: str,
    kind: str,
    case: str,
    received: datetime | None,
    how: str | None,
) -> None:
    """Register."""
    workplace = given.workplace()
    made, found = take_request(
        workplace,
        RequestKind(kind),
        Platform(platform),
        handle_given(handle),
        case=case,
        received=received.date() if received else None,
        how=how or "",
    )
    seal_events(workplace)

    def text() -> None:
        if found.is_written_oddly:
            echo(ODDLY.say(language()))
        if len(found.pseudonyms) > 1:
            echo(SEVERAL.say(language()))
        _show(made)

    told = {**request_json(made), "written_oddly": found.is_written_oddly}
    answer(told, as_json=given.json, text=text)


@request_command.command("list", help=say("Noem de verzoeken.", "Name the requests."))
@click.option(
    "--waiting",
    is_flag=True,
    help=say("Alleen waarover nog te besluiten is.", "Only what is still to be decided on."),
)
@common
def list_(given: Common, *, waiting: bool) -> None:
    """List."""
    found = list_requests(given.workplace(), waiting=waiting)

    def text() -> None:
        for one in found:
            _show(one)
        if not found:
            echo(say("Er zijn geen verzoeken.", "There are no requests."))

    answer({"requests": [request_json(one) for one in found]}, as_json=given.json, text=text)


@request_command.command(
    "show",
    help=say(
        "Toon een verzoek: wat er is, de gronden die passen, en de voorgestelde teksten.",
        "Show a request: what is held, the grounds that fit, and the proposed texts.",
    ),
)
@click.argument("request", metavar="REQUEST")
@click.option(
    "--limit",
    type=click.IntRange(1, 10_000),
    default=1000,
    show_default=True,
    help=say("Hoeveel berichten hooguit.", "How many posts at most."),
)
@common
def show(given: Common, request: str, limit: int) -> None:
    """Show."""
    workplace = given.workplace()
    found, held = show_request(workplace, request, limit=limit)
    seal_events(workplace)

    def text() -> None:
        _show(found)
        echo(
            say(
                "  Schreef: {written}. Genoemd in: {named}.",
                "  Wrote: {written}. Mentioned in: {named}.",
                written=held.written,
                named=held.named,
            )
        )
        for one in grounds_of(found.kind, nothing_held=not found.persons):
            ways = ", ".join(str(outcome) for outcome in one.outcomes)
            echo(f"  {one.code} ({ways}): {one.text.say(language())}; {one.source}")
            if one.proposal:
                echo(f"    {one.proposal}")

    told = {
        **request_json(found),
        "grounds": grounds_json(found),
        "held": items_json(held),
        "named": held.named,
        "written": held.written,
    }
    answer(told, as_json=given.json, text=text)


@request_command.command(
    "identify",
    help=say(
        "Leg vast hoe is gezien dat wie vraagt, de persoon van het account is.",
        "Record how it was seen that who asks is the person of the account.",
    ),
)
@click.argument("request", metavar="REQUEST")
@click.option("--how", required=True, metavar="TEXT", help=say("Hoe.", "How."))
@common
def identify_(given: Common, request: str, how: str) -> None:
    """Record it."""
    workplace = given.workplace()
    _told(given, workplace, identify(workplace, request, how))


@request_command.command(
    "extend",
    help=say(
        "Neem twee maanden meer, met de reden; binnen de eerste maand.",
        "Take two months more, with the reason; within the first month.",
    ),
)
@click.argument("request", metavar="REQUEST")
@click.option("--reason", required=True, metavar="TEXT", help=say("Waarom.", "Why."))
@common
def extend_(given: Common, request: str, reason: str) -> None:
    """Extend."""
    workplace = given.workplace()
    _told(given, workplace, extend(workplace, request, reason))


@request_command.command(
    "decide",
    help=say(
        "Besluit, als privacy officer (--as), met grond en motivering. Toegewezen "
        "gegevenswissing stelt een vernietigingslijst voor; gegevenswissing, beperking en "
        "bezwaar houden de berichten apart; rectificatie zet wat de persoon zegt naast het "
        "bericht.",
        "Decide, as privacy officer (--as), with ground and motivation. Erasure that is granted "
        "proposes a destruction list; erasure, restriction and objection keep the posts apart; "
        "rectification puts what the person says beside the post.",
    ),
)
@click.argument("request", metavar="REQUEST")
@click.option(
    "--outcome",
    type=click.Choice([str(outcome) for outcome in RequestOutcome]),
    required=True,
    help=say("Het besluit.", "The decision."),
)
@click.option(
    "--ground",
    required=True,
    metavar="CODE",
    help=say("Grond; 'request show' noemt ze.", "Ground; 'request show' names them."),
)
@click.option("--reason", required=True, metavar="TEXT", help=say("Motivering.", "Motivation."))
@click.option(
    "--id",
    "items",
    metavar="ID",
    multiple=True,
    help=say("Bericht; herhaalbaar.", "Post; repeatable."),
)
@click.option(
    "--note",
    default=None,
    metavar="TEXT",
    help=say("Wat de persoon ervan zegt.", "What the person says of it."),
)
@common
def decide(
    given: Common,
    request: str,
    outcome: str,
    ground: str,
    reason: str,
    items: tuple[str, ...],
    note: str | None,
) -> None:
    """Decide."""
    workplace = given.workplace()
    decision = Decision(
        outcome=RequestOutcome(outcome),
        ground=ground,
        motivation=reason,
        items=items,
        note=note or "",
    )
    _told(given, workplace, decide_request(workplace, request, decision))


@request_command.command(
    "lift",
    help=say(
        "Hef op dat berichten apart worden gehouden, met de reden.",
        "Lift that posts are kept apart, with the reason.",
    ),
)
@click.argument("request", metavar="REQUEST")
@click.option("--reason", required=True, metavar="TEXT", help=say("Waarom.", "Why."))
@common
def lift_(given: Common, request: str, reason: str) -> None:
    """Lift."""
    workplace = given.workplace()
    _told(given, workplace, lift(workplace, request, reason))


@request_command.command(
    "letter",
    help=say(
        "Schrijf de antwoordbrief, in het Nederlands, als .html om af te drukken of als .txt. Er "
        "blijft geen afschrift in het archief.",
        "Write the answer letter, in Dutch, as .html to print or as .txt. No copy stays in the "
        "archive.",
    ),
)
@click.argument("request", metavar="REQUEST")
@click.option(
    "-o", "--output", "output", metavar="FILE", required=True, help=say("Bestand.", "File.")
)
@common
def letter(given: Common, request: str, output: str) -> None:
    """Write the letter."""
    workplace = given.workplace()
    written = write_letter(workplace, request, Path(output))
    seal_events(workplace)
    answer(
        {"file": output, "is_draft": written.is_draft, "request": written.number},
        as_json=given.json,
        text=lambda: echo(output),
    )


def _told(given: Common, workplace: Workplace, found: PersonRequest) -> None:
    seal_events(workplace)
    answer(request_json(found), as_json=given.json, text=lambda: _show(found))


def _show(one: PersonRequest) -> None:
    said = OUTCOMES[one.answered.outcome].say(language()) if one.answered else None
    until = say("besluit voor {day}", "decide by {day}", day=day(one.due, language()))
    echo(f"{one.id}  {KINDS[one.kind].say(language())}  {said or until}")
    who = ", ".join(one.shown) or say("niets gevonden", "nothing found")
    echo(f"  {one.case}  {one.platform}  {who}")
    if one.identified is None and one.answered is None:
        unseen = say(
            "van wie het account is, is nog niet gezien", "whose account it is, is unseen"
        )
        echo(f"  {unseen}")
    if one.answered:
        number = f" ({one.answered.list})" if one.answered.list else ""
        echo(f"  {one.answered.at:%Y-%m-%d}  {one.answered.by}: {one.answered.ground}{number}")
        echo(f"  {one.answered.motivation}")
    if one.lifted:
        lifted = say("opgeheven", "lifted")
        echo(f"  {one.lifted.at:%Y-%m-%d}  {one.lifted.by}: {lifted}. {one.lifted.reason}")
