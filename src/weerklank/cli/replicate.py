"""`weerklank replicate` and `weerklank replica`: copies of the archive in other places."""

import click

from weerklank.cli.language import say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo, thousands
from weerklank.model.clock import civil_day
from weerklank.model.json_value import JsonObject
from weerklank.model.replica import Replica
from weerklank.services.keep.replica_place import add_replica, remove_replica
from weerklank.services.keep.replicate import Replicated, replicate
from weerklank.services.seal.read_replicas import listed, read_replicas, replica_json, still_there
from weerklank.services.workplace import Workplace

#: Paths that are shown on a screen; JSON has them all.
_MOST_SHOWN = 20


@click.command(
    "replicate",
    help=say(
        "Werk een replica bij: een kopie in een map op een andere schijf (een pad of file://). "
        "Alleen wat nieuw is gaat, het wordt teruggelezen, en wat hier weg is gaat daar ook weg. "
        "Zonder URL alle replica's. Sleutels gaan nooit mee.",
        "Bring a replica up to date: a copy in a folder on another disk (a path or file://). "
        "Only what is new goes, it is read back, and what is gone here goes there too. "
        "Without a URL all replicas. Keys never go along.",
    ),
)
@click.argument("urls", metavar="[URL]...", nargs=-1)
@click.option(
    "--deep",
    is_flag=True,
    help=say(
        "Lees ook wat er al ligt opnieuw, en vernieuw wat beschadigd is.",
        "Also read again what lies there already, and renew what is damaged.",
    ),
)
@common
def replicate_command(given: Common, urls: tuple[str, ...], deep: bool) -> None:
    """Bring replicas up to date."""
    workplace = given.workplace()
    chosen = [add_replica(workplace, url) for url in urls] or listed(workplace)
    done = [replicate(workplace, one, deep=deep) for one in chosen]
    told: JsonObject = {
        "objects": sum(one.copied.objects for one in done),
        "bytes": sum(one.copied.bytes for one in done),
        "ok": all(one.ok for one in done),
        "replicas": [_json(one) for one in done],
    }

    def text() -> None:
        for one in done:
            _show(one)
        if not done:
            echo(_none())

    answer(told, as_json=given.json, text=text)
    click.get_current_context().exit(0 if told["ok"] else 1)


def _json(done: Replicated) -> JsonObject:
    copied = done.copied
    return {
        "replica": done.replica.id,
        "url": done.replica.url,
        "objects": copied.objects,
        "files": copied.files,
        "bytes": copied.bytes,
        "size": done.size,
        "damaged": [*copied.damaged],
        "removed": [*copied.removed],
        "renewed": [*copied.renewed],
        "strange": [*copied.strange],
        "ok": done.ok,
    }


def _show(done: Replicated) -> None:
    copied = done.copied
    echo(f"{done.replica.id}  {done.replica.url}")
    echo(
        say(
            "  geschreven en teruggelezen: {files} bestanden, {bytes} bytes ({objects} pakketten "
            "en verzegelde objecten)",
            "  written and read back: {files} files, {bytes} bytes ({objects} packages and "
            "sealed objects)",
            files=thousands(copied.files),
            bytes=thousands(copied.bytes),
            objects=thousands(copied.objects),
        )
    )
    for found, words in (
        (copied.removed, say("  daar weggehaald", "  taken away there")),
        (copied.renewed, say("  daar vernieuwd", "  renewed there")),
        (
            copied.damaged,
            say(
                "  hier niet zoals het logboek zegt, en niet meegegaan",
                "  not as the log says here, and did not go along",
            ),
        ),
        (
            copied.strange,
            say("  ligt daar en is niet van dit archief", "  lies there, not of ours"),
        ),
    ):
        if found:
            echo(f"{words}: {len(found)}")
            for path in found[:_MOST_SHOWN]:
                echo(f"    {path}")
    if copied.damaged:
        echo(say("  Geef 'weerklank repair'.", "  Give 'weerklank repair'."))


@click.group("replica", help=say("De lijst van replica's.", "The list of replicas."))
def replica_command() -> None:
    """Keep the list of replicas."""


@replica_command.command(
    "list",
    help=say(
        "Toon de replica's: wanneer elk is bijgewerkt, en wat er nog ligt dat hier weg is.",
        "Show the replicas: when each was brought up to date, and what still lies there that is "
        "gone here.",
    ),
)
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help=say("Ook die van de lijst zijn gehaald.", "Also those taken off the list."),
)
@common
def show_all(given: Common, everything: bool) -> None:
    """List the replicas."""
    workplace = given.workplace()
    found = [*read_replicas(workplace).values()] if everything else listed(workplace)
    told: JsonObject = {"replicas": [replica_json(workplace, one) for one in found]}

    def text() -> None:
        for one in found:
            _line(workplace, one)
        if not found:
            echo(_none())

    answer(told, as_json=given.json, text=text)


@replica_command.command(
    "remove",
    help=say(
        "Haal replica R van de lijst. Wat daar ligt blijft daar liggen: ruim het zelf op.",
        "Take replica R off the list. What lies there stays there: clear it up yourself.",
    ),
)
@click.argument("replica", metavar="R")
@common
def remove(given: Common, replica: str) -> None:
    """Take a replica off the list."""
    workplace = given.workplace()
    done = remove_replica(workplace, replica)
    answer(replica_json(workplace, done), as_json=given.json, text=lambda: _line(workplace, done))


def _line(workplace: Workplace, one: Replica) -> None:
    when = (
        say("nog niet bijgewerkt", "not brought up to date yet")
        if one.written is None
        else say(
            "bijgewerkt op {day}",
            "brought up to date on {day}",
            day=civil_day(one.written).isoformat(),
        )
    )
    off = "" if one.removed is None else say(", van de lijst gehaald", ", taken off the list")
    echo(f"{one.id}  {one.url}  {when}{off}")
    left = still_there(workplace, one)
    if left:
        echo(
            say(
                "  daar ligt nog wat hier weg is, tot de volgende 'replicate': {count}",
                "  what is gone here still lies there, until the next 'replicate': {count}",
                count=len(left),
            )
        )
        for name in left[:_MOST_SHOWN]:
            echo(f"    {name}")


def _none() -> str:
    return say(
        "Er is geen replica. 'weerklank replicate URL' maakt er een.",
        "There is no replica. 'weerklank replicate URL' makes one.",
    )
