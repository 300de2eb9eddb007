"""`weerklank destroy`: propose, review, approve, execute; by three persons."""

import click

from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.model.destruction import GROUNDS, WORDS, DestructionList, Ground, ListState
from weerklank.services.change.destruction_lists import bring_to, list_json, propose
from weerklank.services.change.execute_destruction import execute
from weerklank.services.seal.read_destructions import read_lists
from weerklank.services.seal.seal_events import seal_events


@click.group(
    "destroy",
    help=say(
        "Vernietig berichten: voorstellen, beoordelen, machtigen, uitvoeren; drie personen.",
        "Destroy posts: propose, review, approve and execute, by three persons.",
    ),
)
def destroy_command() -> None:
    """Hold the steps of a destruction."""


def _show(found: DestructionList) -> None:
    state, ground = WORDS[found.state].say(language()), GROUNDS[found.ground].say(language())
    echo(f"{found.id}  {state}  ({ground}: {found.reason})")
    for step, name in found.by.items():
        echo(f"  {WORDS[ListState(step)].say(language()):<12} {name}")
    pages = {page.id for page in found.pages}
    for item in found.items:
        echo(f"  {item}{say('  (pagina)', '  (page)') if item in pages else ''}")
    if found.is_stated_only:
        echo(
            say(
                "  De namen zijn opgegeven, niet aangemeld: één systeemgebruiker handelde.",
                "  The names were stated, not signed in: one system user acted.",
            )
        )


@destroy_command.command(
    "propose",
    help=say("Stel een vernietigingslijst voor.", "Propose a destruction list."),
)
@click.option(
    "--id",
    "items",
    metavar="ID",
    multiple=True,
    help=say("Bericht; herhaalbaar.", "Post; repeatable."),
)
@click.option(
    "--ground",
    # Erasure comes of the decision on a request of a person, never by itself.
    type=click.Choice([str(ground) for ground in Ground if ground is not Ground.ERASURE]),
    required=True,
    help=say("Grond.", "Ground."),
)
@click.option("--reason", required=True, help=say("Toelichting.", "Reason."))
@common
def propose_(given: Common, items: tuple[str, ...], ground: str, reason: str) -> None:
    """Propose."""
    workplace = given.workplace()
    found = propose(workplace, items, Ground(ground), reason)
    seal_events(workplace)
    answer(list_json(found), as_json=given.json, text=lambda: _show(found))


def _step(name: str, state: ListState, text: str) -> None:
    @destroy_command.command(name, help=text)
    @click.argument("number", metavar="L")
    @common
    def step(given: Common, number: str) -> None:
        workplace = given.workplace()
        found = bring_to(workplace, number, state)
        seal_events(workplace)
        answer(list_json(found), as_json=given.json, text=lambda: _show(found))


_step(
    "review",
    ListState.REVIEWED,
    say("Beoordeel lijst L, als tweede persoon.", "Review list L, as the second person."),
)
_step(
    "approve",
    ListState.APPROVED,
    say("Machtig lijst L, als archivaris.", "Approve list L, as archivist."),
)


@destroy_command.command(
    "execute",
    help=say(
        "Voer lijst L uit: de berichten gaan echt weg, overal.",
        "Execute list L: the posts really go, everywhere.",
    ),
)
@click.argument("number", metavar="L")
@common
def execute_(given: Common, number: str) -> None:
    """Execute."""
    done = execute(given.workplace(), number)
    searched = done.searched

    def text() -> None:
        _show(done.list)
        echo(
            say(
                "{records} records vernietigd; {files} bestanden doorzocht, {found} waar nog iets "
                "in staat.",
                "{records} records destroyed; {files} files searched, {found} that still hold "
                "anything.",
                records=done.records,
                files=searched.files,
                found=len(searched.found),
            )
        )
        for name in searched.found:
            echo(f"  {name}")

    answer(
        {
            **list_json(done.list),
            "records": done.records,
            "search": {
                "by_structure": searched.by_structure,
                "bytes": searched.bytes,
                "files": searched.files,
                "found": list(searched.found),
                "needles": searched.needles,
            },
        },
        as_json=given.json,
        text=text,
    )
    click.get_current_context().exit(1 if searched.found else 0)


@destroy_command.command(
    "list", help=say("Noem alle vernietigingslijsten.", "Name all destruction lists.")
)
@common
def list_(given: Common) -> None:
    """List."""
    lists = list(read_lists(given.workplace()).values())

    def text() -> None:
        for found in lists:
            _show(found)
        if not lists:
            echo(say("Er zijn geen lijsten.", "There are no lists."))

    answer({"lists": [list_json(found) for found in lists]}, as_json=given.json, text=text)
