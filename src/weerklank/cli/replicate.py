"""`weerklank replicate` and `weerklank replica`: copies of the archive in other places."""

from pathlib import Path

import click

from weerklank.cli.language import say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo, thousands
from weerklank.model.clock import civil_day, iso
from weerklank.model.json_value import JsonObject
from weerklank.model.replica import Replica
from weerklank.services.harvest.token_file import read_token
from weerklank.services.keep.connect_store import connect_store
from weerklank.services.keep.replica_files import Remains
from weerklank.services.keep.replica_place import add_replica, remove_replica
from weerklank.services.keep.replicate import Replicated, replicate_each
from weerklank.services.seal.read_replicas import listed, read_replicas, replica_json, still_there
from weerklank.services.workplace import Workplace

#: Paths that are shown on a screen; JSON has them all.
_MOST_SHOWN = 20


@click.command(
    "replicate",
    help=say(
        "Werk een replica bij: een kopie in een map op een andere schijf (een pad of file://) of "
        "bij een opslag (s3://NAAM/PAD?endpoint=https://...; eerst 'replica connect'). "
        "Alleen wat nieuw is gaat, het wordt teruggelezen, en wat hier weg is gaat daar ook weg. "
        "Zonder URL alle replica's. Sleutels gaan nooit mee.",
        "Bring a replica up to date: a copy in a folder on another disk (a path or file://) or in "
        "a store (s3://NAME/PATH?endpoint=https://...; 'replica connect' first). "
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
    done, problems = replicate_each(workplace, chosen, deep=deep)
    told: JsonObject = {
        "objects": sum(one.copied.objects for one in done),
        "bytes": sum(one.copied.bytes for one in done),
        "ok": all(one.ok for one in done) and not problems,
        "replicas": [_json(one) for one in done],
    }

    def text() -> None:
        for one in done:
            _show(one)
        if not (done or problems):
            echo(_none())

    if problems:
        if not given.json:
            text()
        problems[0].answer = told
        raise problems[0]
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
        "locked": copied.remains.locked,
        "locked_until": iso(copied.remains.until) if copied.remains.until else None,
        "uploads_cleared": copied.remains.uploads,
        "versions_cleared": copied.remains.deleted,
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
    _show_remains(copied.remains)
    if copied.damaged:
        echo(say("  Geef 'weerklank repair'.", "  Give 'weerklank repair'."))


def _show_remains(remains: Remains) -> None:
    if remains.uploads or remains.deleted:
        echo(
            say(
                "  achtergebleven en opgeruimd: {versions} oude versies, {uploads} uploads",
                "  left behind and cleared: {versions} old versions, {uploads} uploads",
                versions=thousands(remains.deleted),
                uploads=thousands(remains.uploads),
            )
        )
    if remains.locked:
        day = civil_day(remains.until).isoformat() if remains.until else "?"
        echo(
            say(
                "  blijft daar onder een slot, versleuteld: {count} oude versies, tot {day}",
                "  stays there under a lock, encrypted: {count} old versions, until {day}",
                count=thousands(remains.locked),
                day=day,
            )
        )


@click.group("replica", help=say("De lijst van replica's.", "The list of replicas."))
def replica_command() -> None:
    """Keep the list of replicas."""


@replica_command.command(
    "connect",
    help=say(
        "Bewaar de toegangssleutel van de opslag op URL (s3://...), na een proef: NAAM-log moet "
        "Object Lock hebben. Hij ligt versleuteld naast de sleutels en wordt nooit getoond.",
        "Keep the access key of the store at URL (s3://...), after a trial: NAME-log must have "
        "Object Lock. It lies encrypted beside the keys and is never shown.",
    ),
)
@click.argument("url", metavar="URL")
@click.option(
    "--access-key",
    "identifier",
    metavar="ID",
    required=True,
    help=say("Nummer van de toegangssleutel.", "Id of the access key."),
)
@click.option(
    "--secret-file",
    metavar="F",
    required=True,
    type=click.Path(path_type=Path),
    help=say("Bestand met het geheim ervan.", "File with its secret."),
)
@common
def connect(given: Common, url: str, identifier: str, secret_file: Path) -> None:
    """Keep the access key of a store."""
    done = connect_store(given.workplace(), url, identifier, read_token(secret_file))
    told: JsonObject = {
        "data": done.data,
        "data_lock_days": done.data_lock_days,
        "lock_days": done.lock_days,
        "log": done.log,
        "url": done.url,
    }

    def text() -> None:
        echo(done.url)
        echo(
            say(
                "  {log}: het logboek, {days} dagen niet te vernietigen",
                "  {log}: the log, can't be deleted for {days} days",
                log=done.log,
                days=thousands(done.lock_days),
            )
        )
        echo(
            say(
                "  {data}: de rest, versleuteld",
                "  {data}: the rest, encrypted",
                data=done.data,
            )
        )
        if done.data_lock_days:
            echo(
                say(
                    "  Ook daar is {days} dagen niets te vernietigen: wat u vernietigt is dan "
                    "alleen onleesbaar.",
                    "  Nothing can be deleted there either for {days} days: what you destroy is "
                    "then unreadable only.",
                    days=thousands(done.data_lock_days),
                )
            )

    answer(told, as_json=given.json, text=text)


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
