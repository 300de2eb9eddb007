"""`weerklank portal`: what everyone may see without signing in."""

from collections import Counter

import click

from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo, thousands
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.portal import WITHHELD, Portal, Withheld
from weerklank.services.disclose.decide_portal import let_replies, portal_json, switch_portal
from weerklank.services.disclose.public_items import PublicItems, public_items
from weerklank.services.disclose.read_portal import read_portal
from weerklank.services.seal.seal_events import seal_events

_REASON = click.option(
    "--reason",
    required=True,
    metavar="TEXT",
    help=say("Waarom, in één zin.", "Why, in a sentence."),
)


@click.group(
    "portal",
    help=say(
        "Publieksportaal: eigen berichten die iedereen kan zien zonder aanmelden. Staat uit tot "
        "een archivaris het aanzet.",
        "Public portal: posts of the organisation that everyone can see without signing in. Off "
        "until an archivist switches it on.",
    ),
)
def portal_command() -> None:
    """Hold what is done with the portal."""


@portal_command.command(
    "on", help=say("Zet het portaal aan, als archivaris.", "Switch the portal on, as archivist.")
)
@_REASON
@common
def on(given: Common, reason: str) -> None:
    """Switch on."""
    _switch(given, reason, is_open=True)


@portal_command.command(
    "off", help=say("Zet het portaal uit, als archivaris.", "Switch the portal off, as archivist.")
)
@_REASON
@common
def off(given: Common, reason: str) -> None:
    """Switch off."""
    _switch(given, reason, is_open=False)


def _switch(given: Common, reason: str, *, is_open: bool) -> None:
    workplace = given.workplace()
    portal = switch_portal(workplace, reason, is_open=is_open)
    seal_events(workplace)
    answer(portal_json(portal), as_json=given.json, text=lambda: _show(portal))


@portal_command.command(
    "replies",
    help=say(
        "Laat de tekst van reacties bij account A lezen (allow), of niet meer (withdraw), als "
        "privacy officer. Een reactie die er woordelijk staat, is terug te vinden bij wie haar "
        "schreef.",
        "Let the text of replies at account A be read (allow), or no more (withdraw), as privacy "
        "officer. A reply that stands there word for word can be found back with whoever wrote "
        "it.",
    ),
)
@click.argument("account", metavar="A")
@click.argument("act", metavar="ACT", type=click.Choice(["allow", "withdraw"]))
@_REASON
@common
def replies(given: Common, account: str, act: str, reason: str) -> None:
    """Decide on replies."""
    workplace = given.workplace()
    portal = let_replies(workplace, account, reason, is_allowed=act == "allow")
    seal_events(workplace)
    answer(portal_json(portal), as_json=given.json, text=lambda: _show(portal))


@portal_command.command(
    "show",
    help=say(
        "Zeg of het portaal aan staat, hoeveel er openbaar is, en wat niet en waarom.",
        "Tell whether the portal is on, how much is public, and what is not and why.",
    ),
)
@click.option(
    "--withheld",
    is_flag=True,
    help=say("Noem ook elk bericht dat niet openbaar is.", "Name each post that is not public."),
)
@common
def show(given: Common, *, withheld: bool) -> None:
    """Show."""
    workplace = given.workplace()
    portal, public = read_portal(workplace), public_items(workplace)
    counts = Counter(public.withheld.values())

    def text() -> None:
        _show(portal)
        echo(say("  Openbaar: {n}", "  Public: {n}", n=thousands(len(public.items))))
        for why in Withheld:
            if counts[why]:
                echo(f"  {thousands(counts[why])}  {WITHHELD[why].say(language())}")
        for name, why in _listed(public) if withheld else ():
            echo(f"  {name}  {WITHHELD[why].say(language())}")

    listed: list[Json] = [
        {"id": name, "reason": why.value} for name, why in (_listed(public) if withheld else ())
    ]
    told: JsonObject = {
        **portal_json(portal),
        "public": len(public.items),
        "reasons": {why.value: number for why, number in counts.items()},
        "withheld": listed,
    }
    answer(told, as_json=given.json, text=text)


def _listed(public: PublicItems) -> list[tuple[str, Withheld]]:
    return sorted(public.withheld.items())


def _show(portal: Portal) -> None:
    step = portal.opened or portal.closed
    state = say("aan", "on") if portal.is_open else say("uit", "off")
    since = f"  {step.at:%Y-%m-%d}  {step.by}: {step.reason}" if step else ""
    echo(say("Publieksportaal: {state}", "Public portal: {state}", state=state) + since)
    for account, one in portal.replies.items():
        told = say("reacties te lezen", "replies may be read")
        echo(f"  {account}  {told}  {one.at:%Y-%m-%d}  {one.by}: {one.reason}")
