"""`weerklank guide`: the policy draft and one-page guides, from the settings of this archive."""

from pathlib import Path

import click

from weerklank.cli.document_file import require_ending, write_document
from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.model.json_value import JsonObject
from weerklank.services.guide.check_recommendations import ANSWERS, checked_json
from weerklank.services.guide.user_group import UserGroup
from weerklank.services.guide.write_guides import guide

_NAMES = ", ".join(UserGroup)


@click.command(
    "guide",
    help=say(
        "Schrijf uit de instellingen van dit archief een concept van het aanvullend "
        "socialmediabeleid (policy), of een handleiding van één bladzijde voor een groep: "
        "{names}. Met recommendations: elke aanbeveling van module 3, en hoe het er hier mee "
        "staat. Zonder -o wordt niets geschreven, alleen genoemd wat nog te besluiten is.",
        "Write from the settings of this archive a draft of the supplementary social media "
        "policy (policy), or a guide of one page for a group: {names}. With recommendations: "
        "each recommendation of module 3, and how it stands here. Without -o nothing is "
        "written, and only what is still to be decided is named.",
        names=_NAMES,
    ),
)
@click.argument("name", metavar="policy|recommendations|GROUP")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help=say("Bestand dat eindigt op .pdf of .odt.", "File that ends on .pdf or .odt."),
)
@common
def guide_command(given: Common, name: str, output: Path | None) -> None:
    """Make the policy draft or a guide."""
    path = require_ending(output) if output else None
    workplace = given.workplace()
    made = guide(workplace, name, language())
    if path is not None:
        write_document(workplace, path, made.document)
    value: JsonObject = {
        "file": None if path is None else str(path),
        "guide": made.name,
        "open": [*made.open],
        "recommendations": [checked_json(one, language()) for one in made.checked],
        "title": made.document.title,
    }

    def text() -> None:
        echo(made.document.title if path is None else f"{made.document.title}: {path}")
        for still in made.open:
            echo(say("  nog te besluiten: {what}", "  still to be decided: {what}", what=still))
        for one in made.checked:
            advised, verdict = one.recommendation, ANSWERS[one.answer].say(language())
            echo(f"{advised.number}  {advised.heading}: {verdict}")
            echo(f"   {advised.short.say(language())}")
            for seen in one.seen:
                echo(f"     - {seen.said.say(language())}")

    answer(value, as_json=given.json, text=text)
