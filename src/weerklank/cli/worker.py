"""`weerklank worker`: take part in work that machines share."""

from contextlib import suppress
from functools import partial
from pathlib import Path

import click
import orjson

from weerklank import bootstrap
from weerklank.cli.language import say
from weerklank.cli.options import Common, common
from weerklank.cli.output import Progress, answer, echo
from weerklank.model.errors import WrongUse
from weerklank.model.json_value import JsonObject
from weerklank.services.machines.database import demand_address
from weerklank.services.register.write_file import refuse_ours
from weerklank.services.workplace import Memory


@click.command(
    "worker",
    help=say(
        "Doe mee met het werk dat machines via PostgreSQL (WEERKLANK_DATABASE_URL) verdelen, tot "
        "Ctrl-C of SIGTERM: oogsten wat aan de beurt is, van een archief of van meer (DIR…), op "
        "een map die alle machines delen. Bij meer archieven is --keys de map met voor elk een "
        "sleutelmap van dezelfde naam. Op één machine is dit niet nodig.",
        "Take part in the work that machines share by PostgreSQL (WEERKLANK_DATABASE_URL), until "
        "Ctrl-C or SIGTERM: harvest what is due, of an archive or of several (DIR…), in a folder "
        "that all machines share. With several archives --keys is the folder with a key folder "
        "of the same name for each. On one machine this is not needed.",
    ),
)
@click.argument(
    "folders", metavar="[DIR]…", nargs=-1, type=click.Path(path_type=Path, file_okay=False)
)
@click.option(
    "--hands",
    type=click.IntRange(1, 64),
    default=2,
    metavar="N",
    help=say("Zoveel werk tegelijk.", "So much work at a time."),
)
@click.option(
    "--grace",
    type=click.IntRange(0, 3600),
    default=20,
    metavar="SECONDS",
    help=say(
        "Zo lang krijgt werk bij het stoppen om klaar te komen; daarna gaat het later verder.",
        "So long work gets to come to its end at a stop; after that it goes on later.",
    ),
)
@click.option(
    "--log",
    "log_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=say(
        "Schrijf wat er gebeurt als regels JSON bij in FILE: nummers en codes, geen inhoud.",
        "Append what happens as lines of JSON to FILE: numbers and codes, no content.",
    ),
)
@common
def worker_command(
    given: Common,
    folders: tuple[Path, ...],
    hands: int,
    grace: int,
    log_file: Path | None,
) -> None:
    """Work until told to stop."""
    address = demand_address(bootstrap.database())
    from weerklank.services.machines.run_worker import Station, Worker
    from weerklank.web.hand_process import HandProcess

    keys_of: dict[str, Path] = {}
    stations = []
    for archive, keys in _places(given, folders):
        opened = partial(bootstrap.workplace, str(archive), str(keys), Progress(), memory=Memory())
        opened()  # says what is wrong before anything is begun
        if log_file is not None:
            refuse_ours(log_file, archive, keys)
        keys_of[str(archive)] = keys
        stations.append(Station(str(archive), opened))
    worker = Worker(
        address=address,
        stations=stations,
        connectors=bootstrap.connectors(),
        hands=[HandProcess(keys_of) for _ in range(hands)],
        reporter=Progress(),
        grace=grace,
        browses=_browses(),
        log=partial(_append, log_file) if log_file is not None else lambda _told: None,
    )
    echo(say("De worker begint.", "The worker begins."), err=True)
    tally = worker.run()
    answer(
        {
            "broken_off": tally.broken_off,
            "done": tally.done,
            "state": "stopped",
            "wrong": tally.wrong,
        },
        as_json=given.json,
        text=lambda: echo(
            say(
                "De worker is gestopt: {done} gedaan, {wrong} niet gelukt, {broken} afgebroken.",
                "The worker was stopped: {done} done, {wrong} failed, {broken} broken off.",
                done=tally.done,
                wrong=tally.wrong,
                broken=tally.broken_off,
            )
        ),
    )


def _places(given: Common, folders: tuple[Path, ...]) -> list[tuple[Path, Path]]:
    """Give each archive with its keys."""
    if not folders:
        archive = bootstrap.archive_folder(given.archive)
        return [(archive, bootstrap.key_folder(given.keys, archive))]
    found = []
    for folder in folders:
        archive, keys = folder.absolute(), given.keys
        if keys is not None and len(folders) > 1:
            keys = str(Path(keys) / archive.name)
        found.append((archive, bootstrap.key_folder(keys, archive)))
    return found


def _append(file: Path, told: JsonObject) -> None:
    """Write a line of the log; work does not end because it can't be written."""
    with suppress(OSError), file.open("ab") as log:
        log.write(orjson.dumps(told, option=orjson.OPT_APPEND_NEWLINE))


def _browses() -> bool:
    """Tell whether this machine can record pages."""
    try:
        bootstrap.browser()
    except WrongUse:
        return False
    return True
