"""`weerklank demo`: a filled archive of an invented municipality, offline."""

import shutil
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
import orjson

from weerklank import bootstrap, demo
from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import Progress, answer, echo
from weerklank.cli.serve import PORT, tell_where
from weerklank.model.clock import SystemClock
from weerklank.model.json_value import Json
from weerklank.services.register.write_file import write_result
from weerklank.services.runs.run_report import report_json
from weerklank.services.verify.prove_item import prove_item
from weerklank.services.verify.verify_archive import Verification, verify_archive
from weerklank.services.workplace import Workplace
from weerklank.web.configure import configure
from weerklank.web.sign_in import draw_password
from weerklank.web.site import Site, current

if TYPE_CHECKING:
    from weerklank.web.server import Server


@click.command(
    "demo",
    help=say(
        "Vul in DIR (standaard: demo) een archief van de verzonnen gemeente Voorbeelddam, "
        "controleer het, bewijs één bericht, en toon het in de browser.",
        "Fill in DIR (default: demo) an archive of the invented municipality of Voorbeelddam, "
        "verify it, prove one post, and show it in the browser.",
    ),
)
@click.argument("folder", metavar="DIR", required=False)
@click.option(
    "--no-serve",
    is_flag=True,
    help=say("Alleen vullen, niet tonen.", "Fill only, don't show it."),
)
@PORT
@common
def demo_command(given: Common, folder: str | None, port: int | None, *, no_serve: bool) -> None:
    """Fill, verify, prove, say what to try next, and serve."""
    archive = bootstrap.archive_folder(folder or given.archive or "demo")
    keys = bootstrap.key_folder(given.keys, archive)
    filled = demo.fill_demo(archive, keys, SystemClock(), Progress())
    checked = verify_archive(filled.workplace, (), deep=True)
    proof = prove_item(filled.workplace, filled.post)
    path = demo.proof_file(archive)
    write_result(filled.workplace, path, orjson.dumps(proof.document, option=orjson.OPT_INDENT_2))
    site = Site(archive=archive, keys=keys, sips=archive.with_name(f"{archive.name}-sip"))
    configure(site)
    users = _users(filled.workplace)
    server = None if no_serve else _server(port)
    told = partial(_tell, given, archive, keys, filled, checked, path, users, server)
    if server is None:
        told()
        click.get_current_context().exit(0 if checked.ok else 1)
    server.serve(told)


def _users(workplace: Workplace) -> list[Json]:
    """Draw everyone a password; none of an earlier demonstration works any more."""
    return [
        {
            "name": person.name,
            "password": draw_password(person.name),
            "roles": [str(role) for role in person.roles],
        }
        for person in workplace.register().persons.values()
    ]


def _server(port: int | None) -> "Server":
    from weerklank.web.server import Server  # Django must know the site before it

    return Server(current(), "127.0.0.1", port, schedules=True)


def _tell(
    given: Common,
    archive: Path,
    keys: Path,
    filled: demo.Demo,
    checked: Verification,
    path: Path,
    users: list[Json],
    server: "Server | None",
) -> None:
    url = server.address if server else None
    answer(
        {
            "archive": str(archive),
            "identity": filled.identity,
            "keys": str(keys),
            "ok": checked.ok,
            "post": filled.post,
            "proof": str(path),
            "runs": [report_json(run, language()) for run in filled.runs],
            "url": url,
            "users": users,
        },
        as_json=given.json,
        text=lambda: _text(archive, keys, filled, checked.ok, path, users, url),
    )
    sys.stdout.flush()


def _text(
    archive: Path,
    keys: Path,
    filled: demo.Demo,
    ok: bool,
    proof: Path,
    users: list[Json],
    url: str | None,
) -> None:
    for run in filled.runs:
        items = run.items
        echo(
            say(
                "  {account}: {posts} {posts:bericht|berichten}, {media} "
                "{media:mediabestand|mediabestanden}, {skipped} "
                "privéberichten overgeslagen",
                "  {account}: {posts} {posts:post|posts}, {media} media {media:file|files}, "
                "{skipped} direct messages "
                "passed over",
                account=run.account,
                posts=items.posts,
                media=items.media,
                skipped=run.direct_messages,
            )
        )
    echo(
        say("Controle: alles is zoals het was.", "Check: all is as it was.")
        if ok
        else say("Controle: er is iets mis.", "Check: something is wrong.")
    )
    echo(
        say(
            "Bewijs van {post}: {proof}", "Proof of {post}: {proof}", post=filled.post, proof=proof
        )
    )
    echo(say("\nProbeer nu:", "\nTry next:"))
    echo(f"  export WEERKLANK_ARCHIVE={archive} WEERKLANK_KEYS={keys}")
    program = "weerklank" if shutil.which("weerklank") else sys.argv[0]
    for command in (
        f"{program} search hoogwater",
        f"{program} post show {filled.post} --thread",
        f"{program} account list",
        f"{program} handin list",
        f"{program} verify --deep",
        f"python3 {archive}/weerklank_verify.py {proof}",
    ):
        echo(f"  {command}")
    echo(say("\nAanmelden kan als:", "\nSign in as:"))
    for user in users:
        if isinstance(user, dict) and isinstance(user["roles"], list):
            roles = ", ".join(map(str, user["roles"]))
            echo(f"  {user['name']!s:<20}{user['password']!s:<22}{roles}")
    if url:
        tell_where(url)
    else:
        echo(say("\nTonen in de browser:", "\nShow it in the browser:"))
        echo(f"  {program} serve")
