"""`weerklank transfer`: decide on sealed originals, make a SIP, read the receipt of the depot."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.cli.transfer_check import check_command
from weerklank.cli.transfer_declaration import declaration_command
from weerklank.cli.transfer_read import read_command
from weerklank.model.derivative import NotDerived
from weerklank.model.errors import WrongUse
from weerklank.model.json_value import JsonObject
from weerklank.model.transfer import SEALED, TRANSFER_STATES, SealedChoice, Transfer
from weerklank.services.transfer.decide_sealed import decide_sealed, scope_of, votes_json
from weerklank.services.transfer.hand_over import NO_PLACES, Places
from weerklank.services.transfer.make_sip import Asked, Made, make_sip
from weerklank.services.transfer.read_transfers import (
    find_transfer,
    read_transfers,
    standing_choice,
    transfer_json,
)
from weerklank.services.transfer.take_receipt import DIFFERENCES, take_receipt

P = ParamSpec("P")
R = TypeVar("R")
_DAY = click.DateTime(["%Y-%m-%d"])
_OPTIONS = (
    click.option(
        "--account",
        multiple=True,
        metavar="A",
        help=say("Alleen dit account; herhaalbaar.", "This account only; repeatable."),
    ),
    click.option(
        "--from",
        "since",
        type=_DAY,
        metavar="DATE",
        help=say("Wat op of na deze dag begint.", "What begins on or after this day."),
    ),
    click.option(
        "--to",
        "until",
        type=_DAY,
        metavar="DATE",
        help=say("Wat op of voor deze dag begint.", "What begins on or before this day."),
    ),
)


def _choice(command: Callable[P, R]) -> Callable[P, R]:
    """Give a command the options that say what is transferred."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.group(
    "transfer",
    help=say(
        "Breng over naar een archief, zoals een e-depot: een SIP met metagegevens volgens MDTO.",
        "Transfer to an archive, such as an e-depot: a SIP with metadata by MDTO.",
    ),
)
def transfer_command() -> None:
    """Hold the steps of a transfer."""


for _command in (check_command, declaration_command, read_command):
    transfer_command.add_command(_command)


@transfer_command.command(
    "decide",
    help=say(
        "Besluit wat er bij de volgende overbrenging van deze keuze met de verzegelde originelen "
        "gebeurt: één keer als archivaris, één keer als privacy officer. Kiezen zij niet "
        "hetzelfde, dan is er geen besluit.",
        "Decide what becomes of the sealed originals with the next transfer of this choice: once "
        "as archivist, once as privacy officer. Where they differ there is no decision.",
    ),
)
@click.option(
    "--sealed",
    required=True,
    type=click.Choice([str(one) for one in SealedChoice]),
    help=say(
        "keep: het archief houdt ze met hun sleutels tot hun eigen termijn om is; handover: zij "
        "gaan mee naar het depot, originelen en sleutels langs gescheiden wegen; destroy: zodra "
        "het depot de ontvangst bevestigt, worden zij vernietigd.",
        "keep: the archive keeps them with their keys until their own term is over; handover: "
        "they go to the depot, originals and keys by separate ways; destroy: as soon as the depot "
        "confirms receipt they are destroyed.",
    ),
)
@_choice
@common
def decide(
    given: Common,
    sealed: str,
    account: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
) -> None:
    """Decide."""
    workplace = given.workplace()
    scope = scope_of(workplace, account, _day(since), _day(until))
    votes = decide_sealed(workplace, scope, SealedChoice(sealed))

    def text() -> None:
        for vote in votes:
            echo(f"{vote.at:%Y-%m-%d %H:%M}  {SEALED[vote.choice].say(language())}  {vote.by}")
        standing = standing_choice(votes)
        if standing is None:
            echo(
                say(
                    "Er is nog geen besluit: een archivaris en een privacy officer kiezen "
                    "hetzelfde, ieder zelf.",
                    "There is no decision yet: an archivist and a privacy officer choose the "
                    "same, each of them.",
                )
            )
        else:
            said = SEALED[standing].say(language())
            echo(say("Besloten: {choice}.", "Decided: {choice}.", choice=said))

    answer(votes_json(scope, votes), as_json=given.json, text=text)


@transfer_command.command(
    "make",
    help=say(
        "Maak een SIP in de nieuwe of lege map DIR, als archivaris: elk bericht met zijn draad, "
        "met metagegevens volgens MDTO en een pakbon.",
        "Make a SIP in the new or empty folder DIR, as archivist: each post with its thread, with "
        "metadata by MDTO and a pakbon.",
    ),
)
@click.argument("out", metavar="DIR", type=click.Path(path_type=Path))
@_choice
@click.option(
    "--target",
    metavar="TEXT",
    help=say("Waar het in het depot komt.", "Where it comes to lie in the depot."),
)
@click.option(
    "--contact",
    metavar="TEXT",
    help=say("Wie vragen beantwoordt.", "Who answers questions."),
)
@click.option(
    "--as-bagit",
    "as_bag",
    is_flag=True,
    help=say(
        "Leg de SIP in een bag (BagIt 1.0, met SHA-256); wie hem uitpakt, vindt dezelfde SIP.",
        "Put the SIP in a bag (BagIt 1.0, with SHA-256); who unpacks it finds the same SIP.",
    ),
)
@click.option(
    "--originals",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help=say(
        "Bij handover: nieuwe map voor de verzegelde originelen.",
        "With handover: new folder for the sealed originals.",
    ),
)
@click.option(
    "--keys-to",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help=say(
        "Bij handover: nieuwe map voor de sleutels, versleuteld voor het depot.",
        "With handover: new folder for the keys, encrypted for the depot.",
    ),
)
@click.option(
    "--recipient",
    metavar="AGE",
    help=say("Bij handover: age1…, van het depot.", "With handover: age1…, of the depot."),
)
@click.option(
    "--derivatives",
    is_flag=True,
    help=say(
        "Maak van bestanden die niet in een voorkeursformaat zijn ook een afgeleide.",
        "Make a derivative too of files that are in no preferred format.",
    ),
)
@common
def make(
    given: Common,
    out: Path,
    account: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
    target: str | None,
    contact: str | None,
    originals: Path | None,
    keys_to: Path | None,
    recipient: str | None,
    *,
    as_bag: bool,
    derivatives: bool,
) -> None:
    """Make."""
    workplace = given.workplace()
    scope = scope_of(workplace, account, _day(since), _day(until))
    places = None
    if originals is not None and keys_to is not None and recipient is not None:
        places = Places(originals, keys_to, recipient)
    elif originals is not None or keys_to is not None or recipient is not None:
        raise WrongUse(NO_PLACES)
    asked = Asked(target, contact, places, as_bag=as_bag, derivatives=derivatives)
    made = make_sip(workplace, scope, out, asked)

    def text() -> None:
        _show(made.transfer)
        for line in made.particulars:
            echo(f"  {line}")

    value = transfer_json(made.transfer) | {
        "derived": _derived(made),
        "left_out": _left_out(made),
        "out": str(out),
    }
    answer(value, as_json=given.json, text=text)


def _derived(made: Made) -> JsonObject | None:
    """Count derivatives, and files without one by the reason; None where none were asked for."""
    if made.derived is None:
        return None
    left = made.derived.left
    return {"made": len(made.derived.made), **{str(one): left[one] for one in NotDerived}}


def _left_out(made: Made) -> JsonObject:
    return {
        "destroyed": made.destroyed,
        "destroying": made.left.destroying,
        "pages": made.left.pages,
        "restricted": made.left.restricted,
    }


@transfer_command.command(
    "receipt",
    help=say(
        "Lees de ontvangstbevestiging van het depot, als archivaris. Wat verschilt, wordt "
        "genoemd; past alles, dan is de overbrenging ontvangen. Is dat besloten, dan worden de "
        "verzegelde originelen ervan dan vernietigd.",
        "Read the receipt of the depot, as archivist. What differs is named; where all fits, the "
        "transfer is received. Where that was decided its sealed originals are destroyed then.",
    ),
)
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--sip",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help=say(
        "Map van de SIP; nodig als de bevestiging bestanden noemt.",
        "Folder of the SIP; needed where the receipt names files.",
    ),
)
@common
def receipt(given: Common, path: Path, sip: Path | None) -> None:
    """Take a receipt in."""
    taken = take_receipt(given.workplace(), path, sip)

    def text() -> None:
        _show(taken.transfer)
        for one in taken.differences:
            echo(f"  {one.name}: {DIFFERENCES[one.kind].say(language())}")
        if taken.total > len(taken.differences):
            echo(say("  {total} in totaal.", "  {total} in all.", total=taken.total))

    rows: list[JsonObject] = [{"kind": one.kind, "name": one.name} for one in taken.differences]
    value: JsonObject = {"differences": [*rows], "ok": not taken.total, "total": taken.total}
    answer(transfer_json(taken.transfer) | value, as_json=given.json, text=text)
    click.get_current_context().exit(1 if taken.total else 0)


@transfer_command.command("list", help=say("Noem alle overbrengingen.", "Name all transfers."))
@common
def list_(given: Common) -> None:
    """List."""
    every = list(read_transfers(given.workplace()).values())

    def text() -> None:
        for one in every:
            _show(one)
        if not every:
            echo(say("Er is nog niets overgebracht.", "Nothing was transferred yet."))

    answer({"transfers": [transfer_json(one) for one in every]}, as_json=given.json, text=text)


@transfer_command.command("show", help=say("Toon overbrenging T.", "Show transfer T."))
@click.argument("number", metavar="T")
@common
def show(given: Common, number: str) -> None:
    """Show."""
    found = find_transfer(given.workplace(), number)
    answer(transfer_json(found), as_json=given.json, text=lambda: _show(found))


def _show(one: Transfer) -> None:
    echo(
        say(
            "{sip}  {state}  {begun}  {scope}: {objects} {objects:object|objecten}, {files} "
            "{files:bestand|bestanden}, {bytes} "
            "bytes; originelen: {sealed}",
            "{sip}  {state}  {begun}  {scope}: {objects} {objects:object|objects}, {files} "
            "{files:file|files}, {bytes} bytes; "
            "originals: {sealed}",
            sip=one.id,
            state=TRANSFER_STATES[one.state],
            begun=f"{one.begun:%Y-%m-%d}",
            scope=one.scope.key,
            objects=one.objects,
            files=one.files,
            bytes=one.bytes,
            sealed=SEALED[one.sealed],
        )
    )
    if one.certificates or one.ended:
        echo(
            say(
                "  {number} originelen vernietigd; verklaringen: {which}",
                "  {number} {number:original|originals} destroyed; certificates: {which}",
                number=one.destroyed,
                which=", ".join(one.certificates) or "-",
            )
        )
    if one.is_to_end:
        echo(
            say(
                "  Er wachten nog originelen op vernietiging; de planning probeert het elke dag.",
                "  Originals still wait to be destroyed; the schedule tries each day.",
            )
        )


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None
