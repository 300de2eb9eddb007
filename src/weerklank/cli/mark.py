"""`weerklank mark`: what is not government information, and what the archivist decides on it."""

import click

from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.cli.usual_verb import USUAL, UsualVerb
from weerklank.model.mark import WORDS, Judgement, Mark
from weerklank.services.appraise.mark_item import decide_mark, list_marks, mark_item, mark_json
from weerklank.services.seal.seal_events import seal_events


@click.group(
    "mark",
    cls=UsualVerb,
    help=say(
        "Markeer een bericht of reactie als geen overheidsinformatie: 'mark ID'.",
        "Mark a post or reply as not government information: 'mark ID'.",
    ),
)
def mark_command() -> None:
    """Hold what is done with marks."""


@mark_command.command(
    USUAL,
    help=say(
        "Markeer ID, als communicatieadviseur; het woord 'add' mag weg. De archivaris besluit.",
        "Mark ID, as communication adviser; the word 'add' may be left out. The archivist "
        "decides.",
    ),
)
@click.argument("item", metavar="ID")
@click.option(
    "--not-government",
    "is_not_government",
    is_flag=True,
    required=True,
    help=say(
        "Geen overheidsinformatie: privé, partijpolitiek of onrechtmatig, zoals een BSN.",
        "Not government information: private, party-political or unlawful, such as a BSN.",
    ),
)
@click.option("--reason", required=True, metavar="TEXT", help=say("Waarom.", "Why."))
@common
def add(given: Common, item: str, reason: str, *, is_not_government: bool) -> None:  # noqa: ARG001 - one kind so far, and it must be named
    """Mark."""
    workplace = given.workplace()
    mark = mark_item(workplace, item, reason)
    seal_events(workplace)
    answer(mark_json(mark), as_json=given.json, text=lambda: _show(mark))


@mark_command.command(
    "decide",
    help=say(
        "Besluit over ID, als archivaris: houden, beperken of verwijderen. 'remove' stelt een "
        "vernietigingslijst voor en voert niets uit.",
        "Decide on ID, as archivist: keep, restrict or remove. 'remove' proposes a destruction "
        "list and executes nothing.",
    ),
)
@click.argument("item", metavar="ID")
@click.argument(
    "judgement",
    metavar="|".join(Judgement),
    type=click.Choice([judgement.value for judgement in Judgement]),
)
@common
def decide(given: Common, item: str, judgement: str) -> None:
    """Decide."""
    workplace = given.workplace()
    mark = decide_mark(workplace, item, Judgement(judgement))
    seal_events(workplace)
    answer(mark_json(mark), as_json=given.json, text=lambda: _show(mark))


@mark_command.command("list", help=say("Noem wat gemarkeerd is.", "Name what is marked."))
@click.option(
    "--waiting",
    is_flag=True,
    help=say("Alleen waarover nog te besluiten is.", "Only what is still to be decided on."),
)
@common
def list_(given: Common, *, waiting: bool) -> None:
    """List."""
    marks = list_marks(given.workplace(), waiting=waiting)

    def text() -> None:
        for mark in marks:
            _show(mark)
        if not marks:
            echo(say("Er is niets gemarkeerd.", "Nothing is marked."))

    answer({"marks": [mark_json(mark) for mark in marks]}, as_json=given.json, text=text)


def _show(mark: Mark) -> None:
    echo(f"{mark.id}  {WORDS[mark.state].say(language())}")
    for step in mark.steps:
        what = step.judgement.value if step.judgement else step.reason
        number = f" ({step.list})" if step.list else ""
        echo(f"  {step.at:%Y-%m-%d}  {step.by}: {what}{number}")
    if mark.is_stated_only:
        echo(
            say(
                "  De namen zijn opgegeven, niet aangemeld: één systeemgebruiker handelde.",
                "  The names were stated, not signed in: one system user acted.",
            )
        )
