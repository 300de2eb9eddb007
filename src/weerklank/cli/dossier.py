"""`weerklank dossier`: a Woo request, what is gathered for it, kept back, and given out (H1)."""

from datetime import datetime

import click

from weerklank.cli.dossier_disagree import agree_, answer_, disagree_
from weerklank.cli.dossier_export import export
from weerklank.cli.dossier_film import film
from weerklank.cli.dossier_hide import hide
from weerklank.cli.dossier_options import SpanType, seen_option
from weerklank.cli.dossier_propose import leave, suggest_, twins
from weerklank.cli.dossier_rights import rights
from weerklank.cli.dossier_term import extend, resume, suspend
from weerklank.cli.dossier_text import show, show_whole, told
from weerklank.cli.language import say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.cli.selection_options import selected, selection_options
from weerklank.model.dossier import Disclosure
from weerklank.model.json_value import JsonObject
from weerklank.model.span import FIELDS, Place, Span
from weerklank.services.disclose.dossier_json import dossier_json
from weerklank.services.disclose.gather import add_documents, remove_document
from weerklank.services.disclose.judge import freeze, judge, review
from weerklank.services.disclose.list_dossiers import list_dossiers, show_dossier
from weerklank.services.disclose.open_dossier import open_dossier
from weerklank.services.disclose.redact import Part, allow_elsewhere, redact, undo_redaction

_DAY = click.DateTime(["%Y-%m-%d"])
_ONE = ("Geef één van --text, --field en --span.", "Give one of --text, --field and --span.")


@click.group(
    "dossier",
    help=say(
        "Woo-verzoeken: verzamelen, lakken, laten lezen, vaststellen en uitgeven.",
        "Woo requests: gather, redact, have read, freeze and give out.",
    ),
)
def dossier_command() -> None:
    """Hold what is done with dossiers."""


_ELSEWHERE = (
    *(extend, suspend, resume, export, suggest_, leave, twins, rights),
    *(disagree_, answer_, agree_, film, hide),
)
for _one in _ELSEWHERE:
    dossier_command.add_command(_one)


@dossier_command.command(
    "new",
    help=say(
        "Open een dossier op een Woo-verzoek, als Woo-behandelaar (--as). Noem niet wie het "
        "vraagt.",
        "Open a dossier on a Woo request, as Woo officer (--as). Don't name who asks.",
    ),
)
@click.option(
    "--request", required=True, metavar="TEXT", help=say("Wat wordt gevraagd.", "What is asked.")
)
@click.option(
    "--received",
    required=True,
    type=_DAY,
    metavar="DATE",
    help=say("Dag van ontvangst.", "Day of receipt."),
)
@click.option(
    "--case",
    default=None,
    metavar="NUMBER",
    help=say("Zaaknummer van de organisatie.", "Case number of the organisation."),
)
@common
def new(given: Common, request: str, received: datetime, case: str | None) -> None:
    """Open."""
    workplace = given.workplace()
    told(given, workplace, open_dossier(workplace, request, received.date(), case=case or ""))


@dossier_command.command("list", help=say("Noem de dossiers.", "Name the dossiers."))
@click.option(
    "--waiting",
    is_flag=True,
    help=say("Alleen wat nog niet is vastgesteld.", "Only what is not frozen yet."),
)
@common
def list_(given: Common, *, waiting: bool) -> None:
    """List."""
    workplace = given.workplace()
    found, today = list_dossiers(workplace, waiting=waiting), workplace.today()

    def text() -> None:
        for one in found:
            show(one, today)
        if not found:
            echo(say("Er zijn geen dossiers.", "There are no dossiers."))

    value: JsonObject = {"dossiers": [dossier_json(one, today) for one in found]}
    answer(value, as_json=given.json, text=text)


@dossier_command.command(
    "show",
    help=say(
        "Toon een dossier: termijn, stukken, oordelen en lakkingen.",
        "Show a dossier: term, documents, judgements and redactions.",
    ),
)
@click.argument("dossier", metavar="DOSSIER")
@common
def show_(given: Common, dossier: str) -> None:
    """Show."""
    workplace = given.workplace()
    found, today = show_dossier(workplace, dossier), workplace.today()
    answer(dossier_json(found, today), as_json=given.json, text=lambda: show_whole(found, today))


@dossier_command.command(
    "add",
    help=say(
        "Voeg berichten toe, met --id of door te zoeken met --query en de andere opties. Wat er "
        "al in staat, blijft zoals het is.",
        "Add posts, by --id or by searching with --query and the other options. What is in it "
        "already stays as it is.",
    ),
)
@click.argument("dossier", metavar="DOSSIER")
@click.option(
    "--id",
    "items",
    multiple=True,
    metavar="ID",
    help=say("Bericht; herhaalbaar.", "Post; repeatable."),
)
@click.option(
    "--query",
    default="",
    metavar="QUERY",
    help=say(
        "Alles wat deze woorden heeft, als bij 'search'.",
        "All that has these words, as with 'search'.",
    ),
)
@click.option(
    "--threads",
    "with_threads",
    is_flag=True,
    help=say("Ook de rest van elk gesprek.", "The rest of each thread too."),
)
@selection_options
@common
def add(
    given: Common,
    /,
    dossier: str,
    items: tuple[str, ...],
    query: str,
    account: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
    *,
    with_threads: bool,
    **facts: tuple[str, ...],
) -> None:
    """Add."""
    workplace = given.workplace()
    is_asked = bool(query.strip() or account or since or until or any(facts.values()))
    question = selected(workplace, (query,), account, since, until, facts) if is_asked else None
    found = add_documents(workplace, dossier, items, question, with_threads=with_threads)
    told(given, workplace, found)


@dossier_command.command(
    "remove",
    help=say(
        "Haal een bericht uit het dossier, met de reden.",
        "Take a post out of the dossier, with the reason.",
    ),
)
@click.argument("dossier", metavar="DOSSIER")
@click.option("--id", "item", required=True, metavar="ID", help=say("Bericht.", "Post."))
@click.option("--reason", required=True, metavar="TEXT", help=say("Waarom.", "Why."))
@seen_option
@common
def remove(given: Common, dossier: str, item: str, reason: str, seen: int | None) -> None:
    """Take out."""
    workplace = given.workplace()
    told(given, workplace, remove_document(workplace, dossier, item, reason, seen=seen))


@dossier_command.command(
    "redact",
    help=say(
        "Lak een passage in een stuk, overal waar zij erin staat, met de grond; of heel de titel, "
        "tekst, afzender of alle bestanden.",
        "Redact a passage in a document, wherever it stands in it, with the ground; or all of its "
        "title, text, author or files.",
    ),
)
@click.argument("dossier", metavar="DOSSIER")
@click.option("--id", "item", required=True, metavar="ID", help=say("Bericht.", "Post."))
@click.option(
    "--text",
    "passage",
    default=None,
    metavar="PASSAGE",
    help=say("De woorden, letter voor letter.", "The words, letter for letter."),
)
@click.option(
    "--field",
    type=click.Choice([str(one) for one in FIELDS]),
    help=say("Alles hiervan.", "All of this."),
)
@click.option(
    "--span",
    type=SpanType(),
    metavar="PLACE",
    help=say(
        "Wat op deze plaats staat, zoals text:12-20; van bestanden medium:0-1 het eerste.",
        "What stands at this place, such as text:12-20; of files medium:0-1 the first.",
    ),
)
@click.option(
    "--ground",
    required=True,
    metavar="CODE",
    help=say("Grond van de Woo, zoals 5.1.2e.", "Ground of the Woo, such as 5.1.2e."),
)
@seen_option
@common
def redact_(
    given: Common,
    dossier: str,
    item: str,
    passage: str | None,
    field: str | None,
    span: Span | None,
    ground: str,
    seen: int | None,
) -> None:
    """Redact."""
    if sum(one is not None for one in (passage, field, span)) != 1:
        raise click.UsageError(say(*_ONE))
    workplace = given.workplace()
    part: Part = span or passage or Place(str(field))
    told(given, workplace, redact(workplace, dossier, item, [part], ground, seen=seen))


@dossier_command.command("undo", help=say("Maak een lakking ongedaan.", "Undo a redaction."))
@click.argument("dossier", metavar="DOSSIER")
@click.option(
    "--redaction",
    "number",
    required=True,
    type=click.IntRange(min=1),
    metavar="N",
    help=say("Nummer van de lakking.", "Number of the redaction."),
)
@seen_option
@common
def undo(given: Common, dossier: str, number: int, seen: int | None) -> None:
    """Undo."""
    workplace = given.workplace()
    told(given, workplace, undo_redaction(workplace, dossier, number, seen=seen))


@dossier_command.command(
    "allow",
    help=say(
        "Zeg waarom de woorden van een lakking elders in het dossier leesbaar mogen blijven. Zij "
        "worden daar dan niet meer gezocht; de tweede lezer ziet het, en LEESMIJ telt ze.",
        "Say why the words of a redaction may stay readable elsewhere in the dossier. They are "
        "not looked for there any more; the second reader sees it, and LEESMIJ counts them.",
    ),
)
@click.argument("dossier", metavar="DOSSIER")
@click.option(
    "--redaction",
    "number",
    required=True,
    type=click.IntRange(min=1),
    metavar="N",
    help=say("Nummer van de lakking.", "Number of the redaction."),
)
@click.option("--reason", required=True, metavar="TEXT", help=say("Waarom.", "Why."))
@seen_option
@common
def allow(given: Common, dossier: str, number: int, reason: str, seen: int | None) -> None:
    """Allow."""
    workplace = given.workplace()
    told(given, workplace, allow_elsewhere(workplace, dossier, number, reason, seen=seen))


@dossier_command.command(
    "judge",
    help=say(
        "Beoordeel een heel stuk. Zonder oordeel is het openbaar, of deels waar iets is gelakt.",
        "Judge a whole document. Without that it is public, or partly where anything is redacted.",
    ),
)
@click.argument("dossier", metavar="DOSSIER")
@click.option("--id", "item", required=True, metavar="ID", help=say("Bericht.", "Post."))
@click.option(
    "--judgement",
    required=True,
    type=click.Choice([str(one) for one in Disclosure]),
    help=say("Het oordeel.", "The judgement."),
)
@click.option(
    "--ground",
    "grounds",
    multiple=True,
    metavar="CODE",
    help=say("Grond; herhaalbaar.", "Ground; repeatable."),
)
@click.option(
    "--looked",
    type=_DAY,
    metavar="DATE",
    help=say(
        "Van 'already-public': de dag waarop iemand keek of het er nog staat.",
        "Of 'already-public': the day on which somebody looked whether it still stands there.",
    ),
)
@seen_option
@common
def judge_(
    given: Common,
    dossier: str,
    item: str,
    judgement: str,
    grounds: tuple[str, ...],
    looked: datetime | None,
    seen: int | None,
) -> None:
    """Judge."""
    workplace = given.workplace()
    found = judge(
        workplace,
        dossier,
        item,
        Disclosure(judgement),
        grounds=grounds,
        looked=looked.date() if looked else None,
        seen=seen,
    )
    told(given, workplace, found)


@dossier_command.command(
    "review",
    help=say(
        "Leg vast dat u als tweede lezer alles hebt gelezen (--as); niet wie eraan werkte.",
        "Record that you read all of it as second reader (--as); not who worked on it.",
    ),
)
@click.argument("dossier", metavar="DOSSIER")
@common
def review_(given: Common, dossier: str) -> None:
    """Review."""
    workplace = given.workplace()
    told(given, workplace, review(workplace, dossier))


@dossier_command.command(
    "freeze",
    help=say(
        "Stel een gelezen dossier vast (--as): daarna verandert er niets meer.",
        "Freeze a dossier that was read (--as): after that nothing changes.",
    ),
)
@click.argument("dossier", metavar="DOSSIER")
@common
def freeze_(given: Common, dossier: str) -> None:
    """Freeze."""
    workplace = given.workplace()
    told(given, workplace, freeze(workplace, dossier))
