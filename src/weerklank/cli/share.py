"""`weerklank export`: a selection in a form that other programs read."""

from datetime import datetime
from pathlib import Path

import click

from weerklank.cli.language import say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.cli.search import tell_with_damage
from weerklank.cli.selection_options import selected, selection_options
from weerklank.model.json_value import JsonObject
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.share.share_items import Form, share_items
from weerklank.services.share.shared import Shared

_POSTS = (
    "{records} berichten geschreven naar {out}, in {files} bestanden.",
    "{records} posts written to {out}, in {files} files.",
)
_PAGES = (
    "{records} pagina's geschreven naar {out}, in {files} bestanden.",
    "{records} pages written to {out}, in {files} files.",
)
_LEFT = (
    "Niet mee: {closed} pagina's met zoiets erop, {gone} zonder bestand na een correctie.",
    "Left out: {closed} pages with something of that on them, {gone} without a file (corrected).",
)

_RIGHTS = (
    "Rechten niet vastgelegd van {records} berichten, en dus niet vrij: 'rights list --missing'.",
    "Rights not recorded of {records} posts, and so not free: 'rights list --missing'.",
)
_NOT_CLEANED = (
    "Mediabestanden die niet meegaan, omdat ze niet te schonen zijn: {files}.",
    "Media files left out, as they can't be cleaned: {files}.",
)


@click.command(
    "export",
    help=say(
        "Schrijf wat de opties kiezen naar de nieuwe map OUT: een document en de media ernaast. "
        "as2 is Activity Streams 2.0, jsonld is JSON-LD met de woorden van schema.org, en bagit "
        "legt jsonld in een bag (BagIt 1.0); jsonl, csv, xlsx en parquet zijn een tabel met "
        "codeboek, en ro-crate is jsonl als beschreven dataset; wacz geeft alleen de pagina's "
        "ervan, om af te spelen. Wat alleen voor volgers was, beperkt is of mogelijk bijzondere "
        "persoonsgegevens bevat, gaat niet mee.",
        "Write what the options select to the new folder OUT: a document and the media beside it. "
        "as2 is Activity Streams 2.0, jsonld is JSON-LD in the words of schema.org, and bagit "
        "puts jsonld in a bag (BagIt 1.0); jsonl, csv, xlsx and parquet are a table with its "
        "codebook, and ro-crate is jsonl described as a data set; wacz gives the pages of it "
        "alone, to be played. What was for followers only, is restricted or probably holds "
        "special personal data does not go along.",
    ),
)
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    required=True,
    type=click.Choice([str(one) for one in Form]),
    help=say("In welke vorm.", "In which form."),
)
@click.option(
    "--query",
    default="",
    metavar="QUERY",
    help=say(
        "Alleen wat deze woorden heeft, als bij 'search'.",
        "Only what has these words, as with 'search'.",
    ),
)
@click.option(
    "--purpose",
    default=None,
    metavar="TEXT",
    help=say(
        "Waarvoor het wordt gegeven, zoals het onderzoek en de instelling; geen persoon. Komt in "
        "LEESMIJ en in het logboek.",
        "What it is given for, such as the study and the institution; no person. Goes into README "
        "and into the journal.",
    ),
)
@selection_options
@common
def export_command(
    given: Common,
    /,
    out: Path,
    form: str,
    query: str,
    purpose: str | None,
    account: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
    **facts: tuple[str, ...],
) -> None:
    """Write a selection to a folder."""
    workplace = given.workplace()
    question = selected(workplace, (query,), account, since, until, facts)
    done = share_items(
        workplace, question, Form(form), out, purpose=" ".join((purpose or "").split())[:300]
    )
    seal_events(workplace)
    value: JsonObject = {
        "cut": done.cut,
        "files": done.files,
        "left_out": _left_out(done, Form(form)),
        "out": str(out),
        "records": done.records,
        "rights_missing": done.rights_missing,
    }

    def text() -> None:
        words = _PAGES if form == Form.WACZ else _POSTS
        echo(say(*words, records=done.records, out=out, files=done.files))
        if done.shielded or done.restricted or done.special:
            echo(
                say(
                    "Niet meegegaan: {shielded} alleen voor volgers, {restricted} beperkt, "
                    "{special} met mogelijk bijzondere persoonsgegevens.",
                    "Left out: {shielded} for followers only, {restricted} restricted, "
                    "{special} with probably special personal data.",
                    shielded=done.shielded,
                    restricted=done.restricted,
                    special=done.special,
                )
            )
        if done.not_cleaned:
            echo(say(*_NOT_CLEANED, files=done.not_cleaned))
        if done.rights_missing:
            echo(say(*_RIGHTS, records=done.rights_missing))
        if done.pages_closed or done.pages_without_file:
            echo(say(*_LEFT, closed=done.pages_closed, gone=done.pages_without_file))

    if done.damage:
        tell_with_damage(done.damage[0], value, None if given.json else text)
    answer(value, as_json=given.json, text=text)


def _left_out(done: Shared, form: Form) -> JsonObject:
    """Give how much did not go along; only where pages were asked for, of those too."""
    posts: JsonObject = {
        "media_not_cleaned": done.not_cleaned,
        "restricted": done.restricted,
        "shielded": done.shielded,
        "special": done.special,
    }
    if form is not Form.WACZ:
        return posts
    pages: JsonObject = {
        "pages_closed": done.pages_closed,
        "pages_without_file": done.pages_without_file,
    }
    return posts | pages
