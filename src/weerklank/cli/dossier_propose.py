"""`weerklank dossier suggest`, `leave` and `twins`: what is proposed, and what becomes of it."""

import click

from weerklank.cli.dossier_options import SpanType, seen_option
from weerklank.cli.dossier_text import told
from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.model.dossier import DossierDocument
from weerklank.model.json_value import JsonObject
from weerklank.model.span import PLACES, Span
from weerklank.services.disclose.dossier_json import suggestion_json
from weerklank.services.disclose.suggest import KINDS, Suggestion, let_stand, offer_again, suggest
from weerklank.services.disclose.twins import find_twins, judge_twins


@click.command(
    "suggest",
    help=say(
        "Stel voor wat mogelijk gelakt moet worden: namen, adressen, nummers. Er gebeurt niets "
        "mee voordat u het zegt.",
        "Propose what may have to be redacted: names, addresses, numbers. Nothing is done with it "
        "until you say so.",
    ),
)
@click.argument("dossier", metavar="DOSSIER")
@click.option(
    "--id",
    "items",
    multiple=True,
    metavar="ID",
    help=say("Alleen dit bericht.", "This post only."),
)
@common
def suggest_(given: Common, dossier: str, items: tuple[str, ...]) -> None:
    """Propose."""
    workplace = given.workplace()
    found = list(suggest(workplace, dossier, items))
    value: JsonObject = {
        "dossier": dossier,
        "suggestions": [suggestion_json(at, one) for at, several in found for one in several],
    }
    answer(value, as_json=given.json, text=lambda: _show(found))


def _show(found: list[tuple[DossierDocument, tuple[Suggestion, ...]]]) -> None:
    for document, several in found:
        echo(f"{document.number:04d}  {document.id}")
        for one in several:
            kind, place = KINDS[one.kind][0].say(language()), PLACES[one.place].say(language())
            echo(
                f"  {one.place}:{one.start}-{one.end}  {one.ground}  {kind} ({place}): {one.words}"
            )
            if one.public:
                echo(f"      {one.public.say(language())}")
    if not found:
        echo(say("Er wordt niets voorgesteld.", "Nothing is proposed."))


@click.command(
    "leave",
    help=say(
        "Laat staan wat is voorgesteld; het wordt niet opnieuw voorgesteld.",
        "Let stand what is proposed; it is not proposed again.",
    ),
)
@click.argument("dossier", metavar="DOSSIER")
@click.option("--id", "item", required=True, metavar="ID", help=say("Bericht.", "Post."))
@click.option(
    "--span",
    required=True,
    type=SpanType(),
    metavar="PLACE",
    help=say("Plaats, zoals 'suggest' die geeft.", "Place, as 'suggest' gives it."),
)
@click.option(
    "--undo", is_flag=True, help=say("Stel het toch weer voor.", "Propose it once more instead.")
)
@seen_option
@common
def leave(
    given: Common,
    dossier: str,
    item: str,
    span: Span,
    seen: int | None,
    *,
    undo: bool,
) -> None:
    """Let stand."""
    workplace = given.workplace()
    act = offer_again if undo else let_stand
    told(given, workplace, act(workplace, dossier, item, [span], seen=seen))


@click.command(
    "twins",
    help=say(
        "Noem stukken die hetzelfde zeggen als een eerder stuk; met --judge gaan die niet nog "
        "eens mee.",
        "Name documents that say the same as an earlier one; with --judge they don't go out once "
        "more.",
    ),
)
@click.argument("dossier", metavar="DOSSIER")
@click.option(
    "--judge",
    "is_judged",
    is_flag=True,
    help=say(
        "Beoordeel ze als dubbel, waar nog niemand iets besliste.",
        "Judge them as standing in another already, where nobody decided yet.",
    ),
)
@common
def twins(given: Common, dossier: str, *, is_judged: bool) -> None:
    """Name those that say the same."""
    workplace = given.workplace()
    if is_judged:
        told(given, workplace, judge_twins(workplace, dossier))
        return
    found = find_twins(workplace, dossier)

    def text() -> None:
        for later, first in found:
            echo(f"{later.number:04d} = {first.number:04d}  {later.id}")
        if not found:
            echo(
                say(
                    "Geen stuk zegt hetzelfde als een ander.",
                    "No document says what another does.",
                )
            )

    value: JsonObject = {
        "dossier": dossier,
        "twins": [
            {"first": first.id, "id": later.id, "judgement": str(later.judgement)}
            for later, first in found
        ],
    }
    answer(value, as_json=given.json, text=text)
