"""`weerklank serve`: the web application."""

from collections.abc import Callable
from pathlib import Path

import click

from weerklank import bootstrap
from weerklank.cli.doctor import advise, advise_on
from weerklank.cli.language import say
from weerklank.cli.options import Common, common
from weerklank.cli.output import echo, tell_error
from weerklank.model.errors import Refused, WeerklankError, WrongUse
from weerklank.services.machines.organisations import (
    IN_THE_LIST,
    SOCKET_ALONE,
    Organisations,
    read_organisations,
)
from weerklank.services.people.sign_in_settings import PROVIDER_NEEDED, SignInSettings
from weerklank.services.register.write_file import refuse_ours

#: What `serve` and `demo` share.
PORT = click.option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="N",
    help=say("Poort; 0 kiest er een die vrij is.", "Port; 0 chooses one that is free."),
)


@click.command(
    "serve",
    help=say(
        "Toon het archief in de browser, voor wie in het register staat en een wachtwoord heeft "
        "('person password'), of wie zich bij de organisatie aanmeldt (sign-in.toml bij de "
        "sleutels). Luistert alleen op deze machine, tenzij --host iets anders zegt.",
        "Show the archive in the browser, to who is in the register and has a password "
        "('person password'), or who signs in at the organisation (sign-in.toml beside the keys). "
        "Listens on this machine alone unless --host says otherwise.",
    ),
)
@click.option(
    "--host",
    metavar="HOST",
    default="127.0.0.1",
    help=say("Adres om op te luisteren.", "Address to listen on."),
)
@PORT
@click.option(
    "--site",
    "address",
    metavar="URL",
    help=say(
        "Adres waaronder mensen het archief bereiken, als er een webserver met TLS voor staat.",
        "Address under which people reach the archive, where a web server with TLS is in front.",
    ),
)
@click.option(
    "--replay-site",
    "replay",
    metavar="URL",
    help=say(
        "Adres onder een andere naam waarop pagina's zoals toen worden getoond, bij dezelfde "
        "server. Op deze machine alleen is het niet nodig.",
        "Address under another name on which pages as they were are shown, of the same server. "
        "On this machine alone it is not needed.",
    ),
)
@click.option(
    "--portal-site",
    "portal",
    metavar="URL",
    help=say(
        "Adres onder een andere naam waarop alleen het publieksportaal staat, bij dezelfde "
        "server. Zonder staat het, als het aan is, onder /publiek/.",
        "Address under another name that has the public portal alone, of the same server. "
        "Without it, the portal is at /publiek/ where it is on.",
    ),
)
@click.option(
    "--sip-to",
    "sips",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help=say(
        "Map waarin de schermen een SIP maken voor een archief; zonder maken zij er geen.",
        "Folder in which the screens make a SIP for an archive; without it they make none.",
    ),
)
@click.option(
    "--no-schedule",
    is_flag=True,
    help=say("Oogst niet vanzelf wat aan de beurt is.", "Don't harvest by itself what is due."),
)
@click.option(
    "--no-passwords",
    is_flag=True,
    help=say(
        "Begin niet als mensen zich niet bij de organisatie aanmelden (sign-in.toml).",
        "Don't begin unless people sign in at the organisation (sign-in.toml).",
    ),
)
@click.option(
    "--socket",
    "file",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help=say(
        "Luister op deze socket, en op geen poort: voor 'serve --organisations' van een andere "
        "systeemgebruiker.",
        "Listen on this socket, and on no port: for 'serve --organisations' of another system "
        "user.",
    ),
)
@click.option(
    "--organisations",
    "organisations",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help=say(
        "Toon de archieven van alle organisaties in dit bestand, elk op een eigen naam en in "
        "eigen processen. Adressen en mappen staan in het bestand.",
        "Show the archives of all organisations in this file, each on a name of its own and in "
        "processes of its own. Addresses and folders stand in the file.",
    ),
)
@common
def serve_command(
    given: Common,
    host: str,
    port: int | None,
    address: str | None,
    replay: str | None,
    portal: str | None,
    sips: Path | None,
    file: Path | None,
    organisations: Path | None,
    *,
    no_schedule: bool,
    no_passwords: bool,
) -> None:
    """Serve an archive, or those of many organisations."""
    if organisations is not None:
        if any((address, replay, portal, sips, file, no_passwords, no_schedule)):
            raise WrongUse(IN_THE_LIST)
        serve_organisations(organisations, host, port)
        return
    if file is not None and (port is not None or address is None):
        raise WrongUse(SOCKET_ALONE)
    workplace = given.workplace()  # says what is wrong before anything is served
    archive = bootstrap.archive_folder(given.archive)
    serve(
        archive,
        workplace.keys.folder,
        host=host,
        port=port,
        address=address,
        replay=replay,
        portal=portal,
        sips=sips,
        schedules=not no_schedule,
        sign_in=_sign_in(workplace.keys.folder, passwords=not no_passwords),
        file=file,
        advise=lambda: advise(archive, workplace.keys.folder, address),
    )


def serve(
    archive: Path,
    keys: Path,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    address: str | None = None,
    replay: str | None = None,
    portal: str | None = None,
    sips: Path | None = None,
    schedules: bool = True,
    sign_in: SignInSettings | None = None,
    file: Path | None = None,
    advise: Callable[[], None] = lambda: None,
) -> None:
    """Serve until Ctrl-C, and meanwhile harvest what is due.

    `sign_in` says by which provider people sign in; without it they have a password of ours.
    `file` is the socket on which it listens, where it listens on no port.
    `advise` is called once it serves, to say what is wrong.
    """
    from weerklank.web.configure import configure
    from weerklank.web.portal import hosts as portal_hosts
    from weerklank.web.replay.hosts import refuse_unfit
    from weerklank.web.site import Site

    refuse_unfit(replay, address)
    portal_hosts.refuse_unfit(portal, address, replay)
    if sips is not None:
        refuse_ours(sips, archive, keys)
    site = Site(
        archive=archive,
        keys=keys,
        address=address and address.rstrip("/"),
        replay=replay and replay.rstrip("/").lower(),
        portal=portal and portal.rstrip("/").lower(),
        sips=sips and sips.absolute(),
        sign_in=sign_in,
    )
    configure(site)
    from weerklank.web.server import Server

    server = Server(site, host, port, schedules=schedules, file=file)

    def begun() -> None:
        tell_where(server.address)
        advise()

    server.serve(begun)


def serve_organisations(file: Path, host: str, port: int | None) -> None:
    """Lead to the archives of many organisations until Ctrl-C, and do what is due of them."""
    from weerklank.web.many.front import lead
    from weerklank.web.server import USUAL_PORT

    found = _fit(file)

    def begun(where: int) -> None:
        echo(
            say(
                "{number} {number:organisatie|organisaties}, op poort {port} (Ctrl-C om te "
                "stoppen).",
                "{number} {number:organisation|organisations}, on port {port} (Ctrl-C to stop).",
                number=len(found.organisation),
                port=where,
            ),
            err=True,
        )
        advise_on(file)

    def reread() -> Organisations | None:
        try:
            again = _fit(file)
        except WeerklankError as error:
            tell_error(error)  # what was served before still is
            return None
        echo(
            say(
                "De lijst is opnieuw gelezen: {number} {number:organisatie|organisaties}.",
                "The list was read again: {number} {number:organisation|organisations}.",
                number=len(again.organisation),
            ),
            err=True,
        )
        return again

    lead(found, reread, host, USUAL_PORT if port is None else port, begun)


def _fit(file: Path) -> Organisations:
    """Read the list; WrongUse where it can't be used, or where addresses do not fit together."""
    from weerklank.web.portal import hosts as portal_hosts
    from weerklank.web.replay.hosts import refuse_unfit

    found = read_organisations(file)
    for one in found.organisation:
        refuse_unfit(one.replay_site, one.site)
        portal_hosts.refuse_unfit(one.portal_site, one.site, one.replay_site)
    return found


def _sign_in(keys: Path, *, passwords: bool) -> SignInSettings | None:
    found = bootstrap.sign_in_settings(keys)
    if found is None and not passwords:
        raise Refused(PROVIDER_NEEDED)
    return found


def tell_where(address: str) -> None:
    """Say where the archive is shown, and how to end it."""
    echo(
        say(
            "Het archief staat op {address} (Ctrl-C om te stoppen).",
            "The archive is at {address} (Ctrl-C to stop).",
            address=address,
        ),
        err=True,
    )
