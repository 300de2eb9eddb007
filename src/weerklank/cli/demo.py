"""`weerklank demo`: a filled archive of an invented municipality, offline."""

import shutil
import sys
from pathlib import Path

import click
import orjson

from weerklank import bootstrap, demo
from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import Progress, answer, echo
from weerklank.model.clock import SystemClock
from weerklank.model.json_value import Json
from weerklank.services.prove_item import prove_item
from weerklank.services.run_report import report_json
from weerklank.services.verify_archive import verify_archive
from weerklank.services.write_file import write_result


@click.command(
    "demo",
    help=say(
        "Vul in DIR (standaard: demo) een archief van de verzonnen gemeente Voorbeelddam, "
        "controleer het en bewijs één bericht.",
        "Fill in DIR (default: demo) an archive of the invented municipality of Voorbeelddam, "
        "verify it and prove one post.",
    ),
)
@click.argument("folder", metavar="DIR", default="demo")
@click.option(
    "--no-serve",
    is_flag=True,
    help=say(
        "Alleen vullen; deze versie heeft nog geen schermen, dus altijd zo.",
        "Fill only; this version has no screens yet, so it is always so.",
    ),
)
@common
def demo_command(given: Common, folder: str, *, no_serve: bool) -> None:  # noqa: ARG001 - see its help
    """Fill, verify, prove, and say what to try next."""
    archive = bootstrap.archive_folder(folder)
    keys = bootstrap.key_folder(given.keys, archive)
    filled = demo.fill_demo(archive, keys, SystemClock(), Progress())
    checked = verify_archive(filled.workplace, (), deep=True)
    proof = prove_item(filled.workplace, filled.post)
    path = archive.with_name(archive.name + "-bewijs.json")
    write_result(path, orjson.dumps(proof.document, option=orjson.OPT_INDENT_2))
    persons: list[Json] = [
        {"name": name, "roles": [str(role) for role in roles]}
        for name, roles in demo.PERSONS.items()
    ]
    answer(
        {
            "archive": str(archive),
            "identity": filled.identity,
            "keys": str(keys),
            "ok": checked.ok,
            "persons": persons,
            "post": filled.post,
            "proof": str(path),
            "runs": [report_json(run, language()) for run in filled.runs],
        },
        as_json=given.json,
        text=lambda: _text(archive, keys, filled, checked.ok, path),
    )
    click.get_current_context().exit(0 if checked.ok else 1)


def _text(archive: Path, keys: Path, filled: demo.Demo, ok: bool, proof: Path) -> None:
    for run in filled.runs:
        items = run.items
        echo(
            say(
                "  {account}: {posts} berichten, {media} mediabestanden, {skipped} "
                "privéberichten overgeslagen",
                "  {account}: {posts} posts, {media} media files, {skipped} direct messages "
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
