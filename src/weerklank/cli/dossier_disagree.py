"""`weerklank dossier disagree`, `answer` and `agree`: what a second reader does not agree with."""

import click

from weerklank.cli.dossier_options import SpanType, seen_option
from weerklank.cli.dossier_text import told
from weerklank.cli.language import say
from weerklank.cli.options import Common, common
from weerklank.model.span import Span
from weerklank.services.disclose.disagree import agree, answer, disagree

_NUMBER = click.option(
    "--disagreement",
    "number",
    required=True,
    type=click.IntRange(min=1),
    metavar="N",
    help=say("Nummer van het niet-akkoord.", "Number of the disagreement."),
)
_OF_ONE = (
    "Geef --span en --seen bij één stuk.",
    "Give --span and --seen with one document.",
)
_REASON = click.option("--reason", required=True, metavar="TEXT", help=say("Waarom.", "Why."))


@click.command(
    "disagree",
    help=say(
        "Leg als tweede lezer vast met welke stukken u niet akkoord gaat, en waarom (--as). "
        "Zolang dat staat, wordt het dossier niet vastgesteld.",
        "Record as second reader with which documents you do not agree, and why (--as). As long "
        "as that stands, the dossier is not frozen.",
    ),
)
@click.argument("dossier", metavar="DOSSIER")
@click.option(
    "--id",
    "items",
    required=True,
    multiple=True,
    metavar="ID",
    help=say("Bericht; herhaalbaar.", "Post; repeatable."),
)
@click.option(
    "--span",
    type=SpanType(),
    metavar="PLACE",
    help=say(
        "De plaats in dat ene stuk, zoals text:12-20 ('show' noemt die van elke lakking).",
        "The place in that one document, as text:12-20 ('show' names that of each redaction).",
    ),
)
@_REASON
@seen_option
@common
def disagree_(
    given: Common,
    dossier: str,
    items: tuple[str, ...],
    span: Span | None,
    reason: str,
    seen: int | None,
) -> None:
    """Disagree."""
    if len(items) > 1 and not (span is None and seen is None):
        raise click.UsageError(say(*_OF_ONE))
    workplace, known = given.workplace(), None if seen is None else {items[0]: seen}
    told(given, workplace, disagree(workplace, dossier, items, reason, span=span, seen=known))


@click.command(
    "answer",
    help=say(
        "Leg de tweede lezer uit waarom een stuk blijft zoals het is. Verandert u het stuk, dan "
        "is dat al een antwoord.",
        "Explain to the second reader why a document stays as it is. If you change the document, "
        "that is an answer already.",
    ),
)
@click.argument("dossier", metavar="DOSSIER")
@_NUMBER
@_REASON
@common
def answer_(given: Common, dossier: str, number: int, reason: str) -> None:
    """Answer."""
    workplace = given.workplace()
    told(given, workplace, answer(workplace, dossier, number, reason))


@click.command(
    "agree",
    help=say(
        "Leg als tweede lezer vast dat u alsnog akkoord gaat (--as).",
        "Record as second reader that you agree after all (--as).",
    ),
)
@click.argument("dossier", metavar="DOSSIER")
@_NUMBER
@common
def agree_(given: Common, dossier: str, number: int) -> None:
    """Agree."""
    workplace = given.workplace()
    told(given, workplace, agree(workplace, dossier, number))
