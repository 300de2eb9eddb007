"""`weerklank dossier export`: the set of documents that goes to who asked."""

from pathlib import Path

import click

from weerklank.cli.language import say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.model.json_value import JsonObject
from weerklank.services.disclose.dossier_json import dossier_json
from weerklank.services.disclose.export_dossier import export_dossier
from weerklank.services.seal.seal_events import seal_events


@click.command(
    "export",
    help=say(
        "Schrijf de stukken van een vastgesteld dossier naar de nieuwe map OUT: PDF's zonder wat "
        "is gelakt, media, gegevens, inventarislijst en DiWoo. Is iets van wat is gelakt ergens "
        "te lezen, dan wordt er niets geschreven.",
        "Write the documents of a frozen dossier to the new folder OUT: PDFs without what is "
        "redacted, media, data, inventory and DiWoo. If anything that is redacted can be read "
        "anywhere, nothing is written.",
    ),
)
@click.argument("dossier", metavar="DOSSIER")
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
@common
def export(given: Common, dossier: str, out: Path) -> None:
    """Give out."""
    workplace = given.workplace()
    done = export_dossier(workplace, dossier, out)
    seal_events(workplace)
    value: JsonObject = {
        **dossier_json(done.dossier, workplace.today()),
        "files": done.files,
        "not_cleaned": done.not_cleaned,
        "not_hidden": done.not_hidden,
        "not_looked": done.not_looked,
        "not_sought": done.not_sought,
        "out": str(out),
        "persons": done.persons,
    }

    def text() -> None:
        echo(
            say(
                "{files} {files:bestand|bestanden} in {out}; {persons} "
                "{persons:persoon|personen} onder een nummer.",
                "{files} {files:file|files} in {out}; {persons} {persons:person|persons} "
                "under a number.",
                files=done.files,
                out=out,
                persons=done.persons,
            )
        )
        if done.not_cleaned or done.not_sought:
            echo(
                say(
                    "Niet mee: {media} {media:mediabestand dat niet te schonen "
                    "is|mediabestanden die niet te schonen zijn}. Te kort om in het "
                    "geheel te zoeken: {short} {short:lakking|lakkingen}.",
                    "Left out: {media} media {media:file|files} that can't be cleaned. Too "
                    "short to be looked "
                    "for in all of it: {short} {short:redaction|redactions}.",
                    media=done.not_cleaned,
                    short=done.not_sought,
                )
            )

        if done.not_hidden:
            echo(
                say(
                    "Niet mee, want een deel ervan is gelakt en was er niet veilig uit te halen: "
                    "{n} {n:beeld|beelden}.",
                    "Left out, as a part of {n:it|them} is redacted and could not be taken out "
                    "safely: {n} {n:picture|pictures}.",
                    n=done.not_hidden,
                )
            )
        if done.not_looked:
            echo(
                say(
                    "Niet door een tweede programma nagelezen op wat erin staat: {n} "
                    "{n:mediabestand|mediabestanden} (ffprobe, exiftool).",
                    "Not read by a second program for what stands in it: {n} media "
                    "{n:file|files} (ffprobe, exiftool).",
                    n=done.not_looked,
                )
            )

    answer(value, as_json=given.json, text=text)
