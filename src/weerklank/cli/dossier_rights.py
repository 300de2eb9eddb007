"""`weerklank dossier rights`: what of the rights is missing before anything goes out."""

import click

from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.model.json_value import Json
from weerklank.model.rights_words import part_words
from weerklank.services.disclose.missing_rights import missing_json, missing_rights


@click.command(
    "rights",
    help=say(
        "Noem van de stukken die meegaan elke tekst en elk medium van de organisatie waarvan "
        "niemand de rechten vastlegde.",
        "Name of the documents that go out each text and medium of the organisation of which "
        "nobody recorded the rights.",
    ),
)
@click.argument("dossier", metavar="DOSSIER")
@common
def rights(given: Common, dossier: str) -> None:
    """Name what is missing."""
    found = [*missing_rights(given.workplace(), dossier)]

    def text() -> None:
        for one in found:
            part = (
                say("medium {n}", "medium {n}", n=one.number)
                if one.number
                else say("tekst", "text")
            )
            said = part_words(one.part).say(language())
            echo(f"{one.document.number:04d}  {one.document.id}  {part}  {said}")
        if not found:
            echo(say("Er ontbreekt niets.", "Nothing is missing."))

    missing: list[Json] = [missing_json(one) for one in found]
    answer({"dossier": dossier, "missing": missing}, as_json=given.json, text=text)
