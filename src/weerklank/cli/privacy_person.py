"""`weerklank privacy person`: what is held about a person, by handle through the blind index."""

import sys

import click

from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.model.json_value import JsonObject
from weerklank.model.platform import Platform
from weerklank.model.text import Text
from weerklank.services.requests.find_person import FoundPerson, ask_for_person
from weerklank.services.requests.held_about import (
    HeldAbout,
    HeldItem,
    WhoAsks,
    held_about,
    items_json,
)
from weerklank.services.seal.seal_events import seal_events

PLATFORMS = click.Choice([str(platform) for platform in Platform])


def handle_given(given: str) -> str:
    """Give a handle; from standard input for `-`, so that it is in no list of commands."""
    return sys.stdin.readline().strip() if given == "-" else given


@click.command(
    "person",
    help=say(
        "Toon wat er over een persoon is, als privacy officer (--as). HANDLE is een accountnaam, "
        "het adres van een profiel of een nummer van het platform, nooit een naam; met '-' komt "
        "zij van de standaardinvoer. Wat anderen schreven, staat er niet bij.",
        "Show what is held about a person, as privacy officer (--as). HANDLE is a handle, the "
        "address of a profile or an id of the platform, never a name; with '-' it comes from "
        "standard input. What others wrote is not in it.",
    ),
)
@click.argument("handle", metavar="HANDLE")
@click.option("--platform", type=PLATFORMS, required=True, help=say("Platform.", "Platform."))
@click.option(
    "--limit",
    type=click.IntRange(1, 10_000),
    default=1000,
    show_default=True,
    help=say("Hoeveel hooguit.", "How many at most."),
)
@click.option(
    "--offset",
    type=click.IntRange(0),
    default=0,
    help=say("Hoeveel er worden overgeslagen.", "How many are passed over."),
)
@common
def person_command(given: Common, handle: str, platform: str, limit: int, offset: int) -> None:
    """Show."""
    workplace = given.workplace()
    found = ask_for_person(workplace, Platform(platform), handle_given(handle))
    seal_events(workplace)
    shown = tuple(map(str, found.pseudonyms))
    who = WhoAsks(shown, tuple(one.tag for one in found.pseudonyms))
    held = held_about(workplace, who, limit=limit, offset=offset)
    answer(held_json(found, held), as_json=given.json, text=lambda: show_held(found, held))


def held_json(found: FoundPerson, held: HeldAbout) -> JsonObject:
    """Write what is held with the names of the command line."""
    return {
        "accounts": dict(held.accounts),
        "items": items_json(held),
        "named": held.named,
        "pseudonyms": [str(one) for one in found.pseudonyms],
        "total": held.total,
        "unreadable": [one.message("en") for one in held.unreadable],
        "written": held.written,
        "written_oddly": found.is_written_oddly,
    }


def show_held(found: FoundPerson, held: HeldAbout) -> None:
    """Tell it in words."""
    if found.is_written_oddly:
        echo(ODDLY.say(language()))
    if not found.pseudonyms:
        echo(say("Er is niets over deze persoon.", "Nothing is held about this person."))
        return
    echo(", ".join(map(str, found.pseudonyms)))
    if len(found.pseudonyms) > 1:
        echo(SEVERAL.say(language()))
    echo(
        say(
            "Schreef: {written}. Genoemd in: {named}.",
            "Wrote: {written}. Mentioned in: {named}.",
            written=held.written,
            named=held.named,
        )
    )
    for one in held.items:
        show_item(one)
    for broken in held.unreadable:
        echo(broken.message(language()))


def show_item(one: HeldItem) -> None:
    """Tell one item in words."""
    role = say("schreef", "wrote") if one.is_theirs else say("genoemd", "mentioned")
    sealed = f"; {say('verzegeld', 'sealed')} {one.sealed_until or ''}" if one.is_sealed else ""
    echo(f"{one.id}  {one.account}  {one.created_at}  {role}{sealed}")
    text = say("(van een ander)", "(of somebody else)") if one.text is None else one.text
    echo(f"  {' '.join(text.split())}")


#: What to mind of the answer.
ODDLY = Text(
    "Let op: in wat u gaf staan letters die op andere lijken. Zij tellen als gelijk, dus het kan "
    "van een ander zijn: kijk goed van wie het account is.",
    "Mind: what you gave has letters that look like others. They count as equal, so it can be of "
    "another: look well whose account it is.",
)
SEVERAL = Text(
    "Let op: dit waren na elkaar verschillende personen. Kies niet voor hen: vraag het nummer dat "
    "het platform geeft.",
    "Mind: these were several persons in turn. Don't choose for them: ask for the id that the "
    "platform gives.",
)
